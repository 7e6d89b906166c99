"""The library in this process, where HTTP and the command line cannot show what happens."""

from __future__ import annotations

from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from api.local import LocalWenju
from api.wire import StoppingError
from ingest.lock import HomeLock
from rag.records import Filters
from tests.api.conftest import SHAOXING, open_test_store


def test_closing_ends_a_long_ingest_and_keeps_what_was_done(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(200):
        (folder / f"{number:03}.txt").write_text(SHAOXING.replace("138", str(200 + number)), encoding="utf-8")
    wenju = LocalWenju(open_test_store(tmp_path / "home"))
    closing = Thread(target=wenju.close)
    steps: list[dict[str, Any]] = []

    def close_after_a_hundred_files(step: dict[str, Any]) -> None:
        steps.append(step)
        if len(steps) == 100:
            closing.start()

    with pytest.raises(StoppingError):
        while True:
            wenju.ingest([str(folder)], close_after_a_hundred_files)
    closing.join()
    HomeLock(tmp_path / "home").release()  # the directory is free again
    again = LocalWenju(open_test_store(tmp_path / "home"))
    in_step = again.doctor()["in_step"]
    again.close()
    assert in_step


def test_closing_twice_is_fine(wenju: LocalWenju) -> None:
    wenju.close()
    wenju.close()


@pytest.mark.parametrize("question", ["绍兴2024年新增多少高新技术企业", "科技工作有哪些进展"])
def test_a_report_that_comes_or_goes_between_two_reads_is_left_out(
    filled: LocalWenju, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    from rag.knowledge import knowledge_of
    from rag.retrieve.retriever import Retriever
    from rag.understand import understand

    retriever: Retriever = filled._service.retriever
    asked = understand(question, (), knowledge_of(retriever.store))
    monkeypatch.setattr(retriever.store.library, "reports", lambda: ())
    found = retriever.find(asked, Filters())
    assert found.figures == () and retriever.spans(asked, found) == []
