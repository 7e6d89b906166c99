"""Files into the library, with the real reader and real stores."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest import pipeline
from ingest.catalogue import Conditions
from ingest.errors import CorpusError, EmbedderError, FileTooLargeError, ManifestError, StorageError
from ingest.mending import Mended
from ingest.pipeline import IngestOutcome, ingest
from ingest.reader import Reader
from ingest.settings import IngestSettings
from ingest.store import Store, open_store
from tests.fakes import HashEmbedder

REPORT = """# 绍兴市科技局2024年工作总结

## 一、2024年主要工作成效

2024年,全市预计新增高新技术企业{count}家,R&D经费投入强度达3.12%。

科创走廊建设加快,{note}。

## 二、2025年工作思路

力争新增科技型中小企业500家。
"""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(None)


@pytest.fixture
def store(tmp_path: Path, reader: Reader) -> Iterator[Store]:
    settings = IngestSettings(home=tmp_path / "home", max_file_mb=1)
    with open_store(settings, embedder=HashEmbedder(), reader=reader) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    return made


def write(path: Path, count: int = 138, note: str = "完成年度任务") -> Path:
    path.write_text(REPORT.format(count=count, note=note), encoding="utf-8")
    return path


def statuses(outcomes: list[IngestOutcome]) -> dict[str, str]:
    return {Path(one.path).name: one.status for one in outcomes}


def embedded(store: Store) -> list[str]:
    return store.embedder.embedded  # type: ignore[attr-defined,no-any-return]


def text_of(store: Store, outcome: IngestOutcome) -> str:
    return store.library.report(outcome.report_id).text


def files_of(home: Path) -> dict[str, bytes]:
    """Every file of the data directory by digest; owner and lock aside."""
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).digest()
        for path in home.rglob("*")
        if path.is_file() and path.suffix not in (".lock", ".json", ".sqlite3-shm")
    }


def test_a_file_becomes_a_report_that_is_found(store: Store, folder: Path) -> None:
    (outcome,) = ingest([write(folder / "one.md")], store)
    assert (outcome.status, outcome.error) == ("added", None)
    assert outcome.paragraphs == len(store.library.paragraphs_of(outcome.report_id)) > 0
    assert (
        outcome.figures
        == len(store.library.find_figures(Conditions(report_ids=frozenset({outcome.report_id}))))
        > 0
    )
    (best, _), *_ = store.words.search("新增高新技术企业138家", 5)
    assert "138家" in store.library.paragraphs([best])[0].text
    assert store.library.report(outcome.report_id).source == str(folder / "one.md")


def test_the_same_file_again_embeds_and_writes_nothing(store: Store, folder: Path) -> None:
    path = write(folder / "one.md")
    (first,) = ingest([path], store)
    before, files = len(embedded(store)), files_of(store.home)
    os.utime(path)
    (second,) = ingest([path], store)
    assert second == replace(first, status="unchanged", seconds=second.seconds)
    assert len(embedded(store)) == before and files_of(store.home) == files


def test_a_changed_file_replaces_its_report_and_embeds_only_what_is_new(store: Store, folder: Path) -> None:
    path = write(folder / "one.md")
    (first,) = ingest([path], store)
    before = len(embedded(store))
    (second,) = ingest([write(path, note="新增省级平台三个")], store)
    assert second.status == "replaced"
    assert [report.id for report in store.library.reports()] == [second.report_id] != [first.report_id]
    assert all("138家" not in text for text in embedded(store)[before:])
    assert store.doctor().is_nothing


def test_the_same_path_written_otherwise_is_the_same_file(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest([write(folder / "one.md")], store)
    monkeypatch.chdir(folder)
    (outcome,) = ingest([write(Path("one.md"), 139)], store)
    assert outcome.status == "replaced" and len(store.library.reports()) == 1


def test_the_same_text_under_another_path_is_nothing_new(store: Store, folder: Path) -> None:
    outcomes = ingest([write(folder / "one.md"), write(folder / "two.md")], store)
    assert statuses(outcomes) == {"one.md": "added", "two.md": "unchanged"}
    assert len(store.library.reports()) == 1


def test_files_that_swap_their_texts_keep_both_reports(store: Store, folder: Path) -> None:
    one, two = write(folder / "one.md", 1), write(folder / "two.md", 2)
    ingest([one, two], store)
    write(one, 2), write(two, 1)
    outcomes = ingest([one, two], store)
    assert {text_of(store, outcome) for outcome in outcomes} == {one.read_text(), two.read_text()}
    assert len(store.library.reports()) == 2 and store.doctor().is_nothing


def test_a_text_that_moves_while_its_file_changes_is_kept(store: Store, folder: Path) -> None:
    one = write(folder / "one.md", 1)
    ingest([one], store)
    two = write(folder / "two.md", 1)
    write(one, 2)
    assert statuses(ingest([one, two], store)) == {"one.md": "replaced", "two.md": "added"}
    assert len(store.library.reports()) == 2 and store.doctor().is_nothing


def test_a_report_stays_while_any_file_holds_it(store: Store, folder: Path) -> None:
    one, two = write(folder / "one.md", 1), write(folder / "two.md", 1)
    ingest([one, two], store)
    assert statuses(ingest([write(one, 2), two], store)) == {"one.md": "added", "two.md": "unchanged"}
    assert statuses(ingest([write(two, 3)], store)) == {"two.md": "replaced"}
    assert {report.text for report in store.library.reports()} == {one.read_text(), two.read_text()}


def test_a_report_goes_when_all_its_files_change_at_once(store: Store, folder: Path) -> None:
    one, two = write(folder / "one.md", 1), write(folder / "two.md", 1)
    ingest([one, two], store)
    assert statuses(ingest([write(one, 2), write(two, 3)], store)) == {
        "one.md": "added",
        "two.md": "replaced",
    }
    assert {report.text for report in store.library.reports()} == {one.read_text(), two.read_text()}


def test_a_file_that_takes_on_the_text_of_another_leaves_one_report(store: Store, folder: Path) -> None:
    one, two = write(folder / "one.md", 1), write(folder / "two.md", 2)
    ingest([one, two], store)
    (outcome,) = ingest([write(two, 1)], store)
    assert outcome.status == "replaced" and text_of(store, outcome) == one.read_text()
    assert len(store.library.reports()) == 1 and store.doctor().is_nothing
    assert statuses(ingest([write(one, 3), two], store)) == {"one.md": "added", "two.md": "unchanged"}


def test_a_reader_that_reads_otherwise_reads_again_without_embedding(store: Store, folder: Path) -> None:
    path = write(folder / "one.md")
    (first,) = ingest([path], store)
    before = len(embedded(store))
    store.__dict__["_reader"] = replace(store.reader, digest="another")
    (second,) = ingest([path], store)
    assert (second.status, second.report_id) == ("replaced", first.report_id)
    assert len(embedded(store)) == before and store.doctor().is_nothing


def test_bad_files_are_named_and_stop_nothing(store: Store, folder: Path) -> None:
    write(folder / "good.md")
    (folder / "empty.txt").write_text("")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "large.txt").write_text("很长。" * 500_000, encoding="utf-8")
    outcomes = ingest([folder, folder / "missing.txt", folder / "report.docx"], store)
    assert statuses(outcomes) == {
        "binary.txt": "failed",
        "empty.txt": "failed",
        "good.md": "added",
        "large.txt": "failed",
        "missing.txt": "failed",
        "report.docx": "failed",
    }
    for outcome in outcomes:
        if outcome.status == "failed":
            assert isinstance(outcome.error, CorpusError) and Path(outcome.path).name in str(outcome.error)
    assert isinstance(outcomes[3].error, FileTooLargeError)


def test_folders_are_searched_to_the_bottom_for_report_files(store: Store, folder: Path) -> None:
    (folder / "a" / "b").mkdir(parents=True)
    write(folder / "a" / "b" / "deep.txt", 1)
    write(folder / "a" / "above.markdown", 2)
    write(folder / ".hidden.md", 3)
    (folder / "notes.csv").write_text("not a report")
    assert statuses(ingest([folder], store)) == {"above.markdown": "added", "deep.txt": "added"}


def test_an_empty_folder_has_no_outcome(store: Store, folder: Path) -> None:
    assert ingest([folder], store) == []


def test_a_path_given_twice_counts_once(store: Store, folder: Path) -> None:
    path = write(folder / "one.md")
    assert len(ingest([path, folder, path], store)) == 1


def test_a_manifest_says_more_than_the_file(store: Store, folder: Path) -> None:
    path = write(folder / "one.md")
    (folder / "manifest.yaml").write_text(
        "- file: one.md\n  publisher: 绍兴市发改委\n  published: 2025-02-03\n  number: 绍发改〔2025〕1号\n",
        encoding="utf-8",
    )
    (outcome,) = ingest([path], store)
    report = store.library.report(outcome.report_id)
    assert (report.publisher, report.published) == ("绍兴市发改委", "2025-02-03")
    (folder / "manifest.yaml").unlink()
    (outcome,) = ingest([path], store)
    assert outcome.status == "replaced"
    assert store.library.report(outcome.report_id).publisher != "绍兴市发改委"


def test_a_manifest_covers_the_folders_below_it(store: Store, folder: Path) -> None:
    (folder / "2024").mkdir()
    write(folder / "2024" / "one.md")
    (folder / "manifest.jsonl").write_text('{"file": "2024/one.md", "title": "总结"}\n', encoding="utf-8")
    (outcome,) = ingest([folder], store)
    assert store.library.report(outcome.report_id).title == "总结"


def test_a_wrong_manifest_stops_its_own_folder_only(store: Store, folder: Path) -> None:
    for name in ("good", "wrong"):
        (folder / name).mkdir()
    write(folder / "good" / "one.md", 1)
    write(folder / "wrong" / "two.md", 2)
    (folder / "wrong" / "manifest.yaml").write_text("- file: two.md\n  titel: 总结\n", encoding="utf-8")
    outcomes = ingest([folder], store)
    assert statuses(outcomes) == {"one.md": "added", "wrong": "failed"}
    assert isinstance(outcomes[1].error, ManifestError) and "titel" in str(outcomes[1].error)


def test_a_file_that_is_not_what_the_manifest_describes_is_refused(store: Store, folder: Path) -> None:
    path = write(folder / "one.md")
    (folder / "manifest.yaml").write_text(f"- file: one.md\n  digest: {'0' * 64}\n", encoding="utf-8")
    (outcome,) = ingest([path], store)
    assert isinstance(outcome.error, ManifestError) and "SHA-256" in str(outcome.error)
    assert store.library.reports() == ()


def test_a_text_that_breaks_the_reader_stops_no_other(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.read_report

    def fragile(loaded: Any, source: str, *rest: Any) -> Any:
        if source.endswith("one.md"):
            raise IndexError("list index out of range")
        return real(loaded, source, *rest)

    monkeypatch.setattr(pipeline, "read_report", fragile)
    outcomes = ingest([write(folder / "one.md", 1), write(folder / "two.md", 2)], store)
    assert statuses(outcomes) == {"one.md": "failed", "two.md": "added"}
    assert "one.md" in str(outcomes[0].error) and "IndexError" in str(outcomes[0].error)


@pytest.mark.parametrize("error", [StorageError("no space left on device"), EmbedderError("gone")])
def test_what_no_other_file_can_escape_is_raised_and_finished_reports_stay(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(pipeline, "BATCH_CHUNKS", 1)
    paths = [write(folder / f"{n}.md", n) for n in range(3)]
    real, calls = store.embedder.passages, []

    def failing(*args: Any) -> Any:
        calls.append(args)
        if len(calls) == 2:
            raise error
        return real(*args)

    monkeypatch.setattr(store.embedder, "passages", failing)
    with pytest.raises(type(error), match=str(error)):
        ingest(paths, store)
    assert len(store.library.reports()) == 1
    assert statuses(ingest(paths, store)) == {"0.md": "unchanged", "1.md": "added", "2.md": "added"}
    assert store.doctor() == Mended(0, 0, 0, 0, 0, 0)


def test_small_reports_are_embedded_together(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(30):
        write(folder / f"{n}.md", n, f"第{n}次完成任务")
    calls: list[int] = []
    real = store.embedder.passages
    monkeypatch.setattr(
        store.embedder, "passages", lambda texts, tell: calls.append(len(texts)) or real(texts, tell)
    )
    outcomes = ingest([folder], store)
    assert len(calls) == 1 and calls[0] >= 60 and {one.status for one in outcomes} == {"added"}


def test_progress_rises_to_the_size_of_all_files(store: Store, folder: Path) -> None:
    paths = [write(folder / f"{n}.md", n) for n in range(3)]
    seen: list[tuple[int, int]] = []
    ingest(paths, store, lambda done, total, _name: seen.append((done, total)))
    size = sum(path.stat().st_size for path in paths)
    assert seen == sorted(seen) and seen[-1] == (size, size)


def test_a_file_whose_name_is_no_utf8_is_named_and_hinders_no_other(store: Store, tmp_path: Path) -> None:
    bad = tmp_path / os.fsdecode("总结".encode("gbk") + b".txt")
    for path in (bad, tmp_path / "好.txt"):
        path.write_text("某市2024年工作总结\n新增高新技术企业12家。", encoding="utf-8")
    outcomes = {outcome.status: outcome for outcome in ingest([tmp_path], store)}
    assert set(outcomes) == {"failed", "added"}
    assert "名字不是 UTF-8 编码的，请改名" in str(outcomes["failed"].error)
    assert outcomes["failed"].path.encode().decode() == outcomes["failed"].path
