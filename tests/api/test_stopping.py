"""A service that is told to stop while it answers: what is nearly done is finished, the rest ends with a reason."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import httpx
import pytest

from ingest.lock import read_owner
from tests.api.conftest import start_wenju, wenju_output
from tests.api.test_streaming import events_of

# `wenju` with an embedding model that takes 2 s over a question with 羊毛 in it.
SLOW_WENJU = """
import functools, sys, time
import api.local, api.streaming
from api.cli import main
from tests.fakes import HashEmbedder

class SlowEmbedder(HashEmbedder):
    def query(self, text):
        time.sleep(2 if "羊毛" in text else 0)
        return super().query(text)

api.streaming.PATIENCE_S = float(sys.argv.pop())
api.local.open_store = functools.partial(api.local.open_store, embedder=SlowEmbedder())
main()
"""


@pytest.mark.parametrize(("patience_s", "last"), [(8.0, "done"), (0.2, "error")])
def test_a_stream_is_finished_in_time_or_told_that_the_service_stops(
    report_file: Path, patience_s: float, last: str
) -> None:
    assert wenju_output("ingest", str(report_file))[0] == 0
    process = start_wenju("serve", "--port", "0", "--json", str(patience_s), script=SLOW_WENJU)
    try:
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["address"]
        body = {"question": "羊毛衫产业有哪些进展", "stream": True}
        with httpx.stream("POST", f"{address}/chat", json=body, timeout=30) as response:
            events = events_of(response.iter_lines())
            assert next(events)[0] == "understood"
            process.send_signal(signal.SIGTERM)
            name, said = list(events)[-1]
        _, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert (name, process.returncode, err) == (last, 0, "")
    assert last == "done" or said["error"]["code"] == "stopping"
    assert read_owner(Path("data")) is None
