"""Spans, as a collector receives them."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from api.local import LocalWenju
from api.warmup import Warmup
from tests.api.conftest import ROOT, client_of, wait_until_ready
from tests.api.test_app import QUESTION


class Collector(BaseHTTPRequestHandler):
    """Keeps the spans that are sent to it."""

    spans: list[Span]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.spans += [span for scope in resource.scope_spans for span in scope.spans]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def collector() -> Iterator[tuple[str, list[Span]]]:
    """Its address, and the spans that came."""
    spans: list[Span] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Kept", (Collector,), {"spans": spans}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", spans
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("variable", ["WENJU_OTEL_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"])
def test_a_request_and_the_steps_of_its_answer_are_spans_of_one_trace(
    filled: LocalWenju, collector: tuple[str, list[Span]], monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    address, spans = collector
    monkeypatch.setenv(variable, address)
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    with client_of(Warmup(lambda: filled)) as client:
        wait_until_ready(client)
        client.post("/chat", json={"question": QUESTION}, headers={"traceparent": parent})
    [request] = [span for span in spans if span.name == "POST /chat"]
    steps = [span for span in spans if span.parent_span_id == request.span_id]
    assert [span.name for span in steps] == ["understand", "retrieve", "answer", "verify"]
    assert {span.trace_id.hex() for span in [request, *steps]} == {"0af7651916cd43dd8448eb211c80319c"}
    assert not any("healthz" in span.name or "readyz" in span.name for span in spans)
    assert QUESTION not in str(spans)


def test_without_an_address_nothing_of_it_is_imported() -> None:
    script = """
import sys
from tests.api.conftest import app_without_library
app_without_library()
parts = ("opentelemetry.sdk", "opentelemetry.exporter", "opentelemetry.instrumentation")
print([name for name in sys.modules if name.startswith(parts)])
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert done.stdout == "[]\n"
