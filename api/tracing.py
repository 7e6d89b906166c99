"""Spans of requests and of the steps of answers, sent by OTLP; nothing of it is imported unless that is configured."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from api import __version__

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.watching import Watcher
    from rag.records import Answer

# Asked for every few seconds by machines: nobody looks for one of these.
UNTRACED = "healthz,readyz,metrics"


class Tracing:
    """Traces one application; a `Watcher` that passes on what it is told."""

    def __init__(self, app: FastAPI, endpoint: str, then: Watcher) -> None:
        """`endpoint` as in OTEL_EXPORTER_OTLP_ENDPOINT: http://127.0.0.1:4318."""
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        self._then = then
        named = Resource.create({"service.name": "wenju", "service.version": __version__})
        self._provider = TracerProvider(resource=named)
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("wenju", __version__)
        FastAPIInstrumentor.instrument_app(
            app,
            tracer_provider=self._provider,
            excluded_urls=UNTRACED,
            exclude_spans=["receive", "send"],  # one each for every piece of a stream
        )

    def answered(self, question: str, answer: Answer, reason: str) -> None:
        """The steps become spans under that of the request, when they are over and their times are known."""
        steps = {name: int(ms * 1e6) for name, ms in answer.timings_ms.items() if name != "total"}
        at = time.time_ns() - sum(steps.values())
        for name, duration in steps.items():
            span = self._tracer.start_span(name, start_time=at)
            at += duration
            span.end(end_time=at)
        self._then.answered(question, answer, reason)

    def asked_model(self, outcome: str, seconds: float) -> None:
        now = time.time_ns()
        span = self._tracer.start_span("model", start_time=now - int(seconds * 1e9))
        span.set_attribute("wenju.outcome", outcome)
        span.end(end_time=now)
        self._then.asked_model(outcome, seconds)

    def close(self) -> None:
        """Send what is not yet sent."""
        self._provider.shutdown()
