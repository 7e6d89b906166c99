"""The store keeps SQL, words and vectors in step: after errors, kills, full disks and other processes."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ingest.catalogue import Conditions
from ingest.errors import CorpusError, EmbedderMismatchError, LibraryLockedError, NotFoundError, StorageError
from ingest.lock import read_owner
from ingest.mending import Mended
from ingest.settings import IngestSettings
from ingest.store import Incoming, Store, open_store
from ingest.words import Entry
from tests.fakes import HashEmbedder, MadeReport, make_report

OLD = make_report(
    ["新增高新技术企业138家。", "R&D经费投入强度达3.12%。", "科创走廊建设加快。"],
    figures=[(0, "高新技术企业", "138家"), (1, "R&D经费投入强度", "3.12%")],
)
# one paragraph changed, one gone, one as it was
NEW = make_report(
    ["新增高新技术企业139家,发明专利700件。", "R&D经费投入强度达3.12%。"],
    figures=[(0, "高新技术企业", "139家"), (0, "发明专利", "700件"), (1, "R&D经费投入强度", "3.12%")],
)
OTHER = make_report(
    ["新认定高新技术企业716家。"],
    title="温州市科技局2024年工作总结",
    region="330300",
    region_name="温州市",
    figures=[(0, "高新技术企业", "716家")],
)
NOTHING = Mended(0, 0, 0, 0, 0, 0)


@contextmanager
def opened(home: Path, **options: Any) -> Iterator[Store]:
    options.setdefault("embedder", HashEmbedder())
    with open_store(IngestSettings(home=home), **options) as store:
        yield store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path) as one:
        yield one


def incoming(made: MadeReport, *replaces: str) -> Incoming:
    return Incoming(made, replaces)  # type: ignore[arg-type]


def embedded(store: Store) -> list[str]:
    return store.embedder.embedded  # type: ignore[attr-defined,no-any-return]


def assert_whole(store: Store, *made: MadeReport) -> None:
    """The store holds exactly these reports, and every index of them is in step."""
    assert {report.id for report in store.library.reports()} == {one.report.id for one in made}
    for one in made:
        assert store.library.report(one.report.id) == one.report
        assert store.library.paragraphs_of(one.report.id) == list(one.paragraphs)
        figures = store.library.figures_of([paragraph.id for paragraph in one.paragraphs])
        assert figures == list(one.figures)
        for paragraph, chunk in zip(one.paragraphs, one.chunks, strict=True):
            question = store.embedder.query(chunk.text)
            assert paragraph.id in [found for found, _ in store.words.search(paragraph.text, 20)]
            near = store.nearest_chunks(question, 3)
            assert any(n.chunk_id == chunk.id and score > 0.999 for n, score in near)
    assert store.library.journal() == {}
    assert store.doctor() == NOTHING


def test_a_report_is_found_by_slots_words_and_vectors(store: Store) -> None:
    store.put([incoming(OLD), incoming(OTHER)])
    assert_whole(store, OLD, OTHER)


def test_indicators_are_found_by_nearness(store: Store) -> None:
    store.put([incoming(OLD)])
    (best, score), *_ = store.nearest_indicators(store.embedder.query("高新技术企业数"), 5)
    assert best == "高新技术企业" and 0.5 < score <= 1.0


def test_a_changed_report_takes_the_place_of_the_old_one_everywhere(store: Store) -> None:
    store.put([incoming(OLD), incoming(OTHER)])
    store.put([incoming(NEW, OLD.report.id)])
    assert_whole(store, NEW, OTHER)


def test_only_new_texts_are_embedded(store: Store) -> None:
    store.put([incoming(OLD)])
    before = len(embedded(store))
    store.put([incoming(OLD, OLD.report.id)])
    assert len(embedded(store)) == before
    store.put([incoming(NEW, OLD.report.id)])
    assert set(embedded(store)[before:]) == {NEW.chunks[0].text, "发明专利"}
    assert_whole(store, NEW)


def test_an_indicator_goes_with_the_last_figure_that_uses_it(store: Store) -> None:
    store.put([incoming(OLD), incoming(OTHER)])
    store.delete(OLD.report.id)
    found = store.nearest_indicators(store.embedder.query("R&D经费投入强度"), 10)
    assert [name for name, _ in found] == ["高新技术企业"]


def test_deleting_leaves_nothing_behind(store: Store) -> None:
    store.put([incoming(OLD), incoming(OTHER)])
    assert store.delete(OLD.report.id) == OLD.report
    assert_whole(store, OTHER)
    with pytest.raises(NotFoundError):
        store.delete(OLD.report.id)
    store.delete(OTHER.report.id)
    assert (store.vectors.count("chunks"), store.vectors.count("indicators"), store.words.count()) == (
        0,
        0,
        0,
    )


def test_equal_texts_share_a_vector_and_each_is_found(store: Store) -> None:
    twin = replace(OTHER, chunks=(replace(OTHER.chunks[0], text=OLD.chunks[0].text),))
    store.put([incoming(OLD), incoming(twin)])
    near = store.nearest_chunks(store.embedder.query(OLD.chunks[0].text), 10)
    assert {n.chunk_id for n, score in near if score > 0.999} == {OLD.chunks[0].id, OTHER.chunks[0].id}
    store.delete(OLD.report.id)
    assert store.doctor() == NOTHING
    assert store.nearest_chunks(store.embedder.query(OLD.chunks[0].text), 1)[0][1] > 0.999


def test_a_report_that_does_not_hold_together_stops_no_other(store: Store) -> None:
    store.put([incoming(OLD)])
    twice = replace(NEW, figures=NEW.figures * 2)
    refused = store.put([incoming(twice, OLD.report.id), incoming(OTHER)])
    assert refused.keys() == {NEW.report.id} and isinstance(refused[NEW.report.id], CorpusError)
    assert_whole(store, OLD, OTHER)


def test_progress_ends_with_everything(store: Store) -> None:
    calls: list[tuple[int, int]] = []
    store.put([incoming(OLD)], lambda done, total: calls.append((done, total)))
    assert calls[-1] == (5, 5)  # three chunks, two indicators


def test_questions_are_answered_while_reports_are_written(store: Store) -> None:
    store.put([incoming(OLD)])
    question = store.embedder.query(OLD.chunks[0].text)
    done = threading.Event()

    def ask() -> int:
        asked = 0
        while not done.is_set():
            assert OLD.paragraphs[0].id in [found for found, _ in store.words.search("高新技术企业138家", 5)]
            assert store.nearest_chunks(question, 1)[0][0].chunk_id == OLD.chunks[0].id
            assert store.nearest_in_reports(question, [OLD.report.id], 1)[0][1] > 0.999
            assert store.library.find_figures(
                Conditions(indicators=frozenset({"高新技术企业"}), regions=frozenset({"330600"}))
            )
            asked += 1
        return asked

    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask) for _ in range(3)]
        for made in many(12):
            store.put([incoming(made)])
            store.delete(made.report.id)
        done.set()
        assert all(one.result() > 0 for one in asking)
    assert_whole(store, OLD)


def test_warming_opens_vectors_and_model(store: Store) -> None:
    store.warm()
    assert store.nearest_chunks(store.embedder.query("高新技术企业"), 1) == []


def test_warming_says_what_cannot_be_opened(store: Store) -> None:
    (store.home / "vectors").write_text("not a folder")
    with pytest.raises(StorageError, match="向量库"):
        store.warm()


# searching in a scope


def many(count: int) -> list[MadeReport]:
    return [
        make_report([f"{n}号项目投资{n}亿元,带动第{n}批企业。", f"第{n}项改革完成。"], source=f"{n}.txt")
        for n in range(count)
    ]


@pytest.mark.parametrize("scan_max", [2000, 0])
def test_a_scope_finds_the_nearest_within_it(
    store: Store, scan_max: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.store.SCAN_MAX_CHUNKS", scan_max)
    made = many(40)
    store.put([incoming(one) for one in made])
    scope = [one.report.id for one in made[10:13]]
    question = store.embedder.query(made[30].chunks[0].text)
    near = store.nearest_in_reports(question, [*scope, "nothing"], 4)
    assert len(near) == 4 and {chunk.report_id for chunk, _ in near} <= set(scope)
    everything = [hit for hit in store.nearest_chunks(question, 80) if hit[0].report_id in scope]
    assert [score for _, score in near] == pytest.approx([score for _, score in everything[:4]], abs=1e-5)
    assert store.nearest_in_reports(question, [], 4) == []


def test_a_scope_forgets_what_has_been_replaced(store: Store) -> None:
    store.put([incoming(OLD)])
    question = store.embedder.query(OLD.chunks[0].text)
    assert store.nearest_in_reports(question, [OLD.report.id], 1)[0][1] > 0.999
    reworded = tuple(replace(chunk, text="别的标题\n" + chunk.text) for chunk in OLD.chunks)
    store.put([incoming(replace(OLD, chunks=reworded), OLD.report.id)])
    assert store.nearest_in_reports(question, [OLD.report.id], 1)[0][1] < 0.999
    store.delete(OLD.report.id)
    assert store.nearest_in_reports(question, [OLD.report.id], 1) == []


# another model


def test_a_library_of_another_model_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put([incoming(OLD)])
    with (
        pytest.raises(EmbedderMismatchError, match=r"用的是 hash，现在设的是 bigger；.*wenju reindex"),
        opened(tmp_path, embedder=HashEmbedder("bigger", 128)),
    ):
        pass
    with opened(tmp_path, embedder=HashEmbedder("bigger", 128), allow_mismatch=True) as store:
        assert store.reindex() == Mended(3, 0, 3, 0, 2, 0)
        assert_whole(store, OLD)
    with opened(tmp_path, embedder=HashEmbedder("bigger", 128)) as store:
        assert_whole(store, OLD)


def test_an_empty_library_takes_any_model(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put([incoming(OLD)])
        store.delete(OLD.report.id)
    with opened(tmp_path, embedder=HashEmbedder("bigger", 128)) as store:
        store.put([incoming(OTHER)])
        assert_whole(store, OTHER)


def test_an_interrupted_reindex_asks_to_be_run_again(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put([incoming(OLD)])
        store.library.set_meta("reindexing", "yes")
    with pytest.raises(StorageError, match="wenju reindex"), opened(tmp_path):
        pass
    with opened(tmp_path, allow_mismatch=True) as store:
        store.reindex()
    with opened(tmp_path) as store:
        assert_whole(store, OLD)


# mending


def test_doctor_mends_what_is_missing_and_what_is_left_over(store: Store) -> None:
    store.put([incoming(OLD), incoming(OTHER)])
    store.words.delete([OLD.report.id])
    store.words.replace([], map(Entry.of, OTHER.paragraphs))  # a second copy
    store.vectors.delete("chunks", list(store.vectors.all_ids("chunks"))[:2])
    store.vectors.add("chunks", ["stray"], store.embedder.passages(["迷路"]))
    store.vectors.delete("indicators", list(store.vectors.all_ids("indicators")))
    mended = store.doctor()
    assert (mended.paragraphs_added, mended.chunks_added, mended.chunks_removed) == (4, 2, 1)
    assert mended.indicators_added == 2 and not mended.is_nothing
    assert store.words.count() == 4
    assert_whole(store, OLD, OTHER)


def test_doctor_mends_words_that_say_something_else(store: Store) -> None:
    store.put([incoming(OLD)])
    wrong = [replace(entry, text="别的话") for entry in map(Entry.of, OLD.paragraphs)][:1]
    store.words.replace_paragraphs([wrong[0].paragraph_id], wrong)
    assert store.doctor() == Mended(1, 1, 0, 0, 0, 0)
    assert_whole(store, OLD)


def test_lost_or_damaged_indexes_are_made_anew(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with opened(tmp_path) as store:
        store.put([incoming(OLD)])
    (tmp_path / "words" / "v1" / "meta.json").write_text("{")
    (tmp_path / "vectors" / "chroma.sqlite3").write_bytes(b"not a database")
    with caplog.at_level(logging.WARNING), opened(tmp_path) as store:
        assert store.doctor() == Mended(0, 0, 3, 0, 2, 0)
        assert_whole(store, OLD)
    assert "word index is built anew" in caplog.text and "vectors are damaged" in caplog.text


STEPS = [
    ("ingest.library", "Library", "open_journal"),
    ("ingest.vectors", "Vectors", "add"),
    ("ingest.library", "Library", "put_report"),
    ("ingest.words", "Words", "replace"),
    ("ingest.vectors", "Vectors", "delete"),
    ("ingest.library", "Library", "close_journal"),
]
KILLS = [(*step, when, "put") for step in STEPS for when in ("before", "after")]
KILLS += [(*step, "before", "delete") for step in STEPS[3:]]

# Forks for every kill, before anything is opened: the imports are paid for once.
CRASH = """
import importlib, json, os, signal, sys
import chromadb
from pathlib import Path
from tests.ingest.test_store import NEW, OLD, incoming, opened

def run(home, module, owner, name, when, change):
    kind = getattr(importlib.import_module(module), owner)
    original = getattr(kind, name)

    def die(*args, **kwargs):
        if when == "after":
            original(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    with opened(Path(home)) as store:
        setattr(kind, name, die)
        if change == "delete":
            store.delete(OLD.report.id)
        else:
            store.put([incoming(NEW, OLD.report.id)])

for home, kill in json.load(sys.stdin):
    child = os.fork()
    if child == 0:
        run(home, *kill)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL, kill
"""


@pytest.fixture(scope="module")
def killed_homes(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], Path]:
    """For every kill a data directory whose owner was killed just there."""
    base = tmp_path_factory.mktemp("kills")
    with opened(base / "before") as store:
        store.put([incoming(OLD), incoming(OTHER)])
    homes = {kill: base / str(n) for n, kill in enumerate(KILLS)}
    for home in homes.values():
        shutil.copytree(base / "before", home)
    jobs = json.dumps([(str(home), kill) for kill, home in homes.items()])
    subprocess.run([sys.executable, "-c", CRASH], input=jobs, text=True, check=True)
    return homes


@pytest.mark.parametrize("kill", KILLS, ids=lambda kill: "-".join(kill[2:]))
def test_a_kill_at_any_step_leaves_the_old_or_the_new_report(
    killed_homes: dict[tuple[str, ...], Path], kill: tuple[str, ...]
) -> None:
    _, _, step, when, change = kill
    with opened(killed_homes[kill]) as store:
        if change == "delete":
            assert_whole(store, OTHER)
            return
        is_new = store.library.find_report(NEW.report.id) is not None
        assert_whole(store, NEW if is_new else OLD, OTHER)
        late = step in ("replace", "delete", "close_journal") or (step, when) == ("put_report", "after")
        assert is_new == late


@pytest.mark.parametrize("step", STEPS[1:5], ids=lambda step: step[2])
def test_an_error_at_any_step_is_mended_at_once(
    store: Store, step: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put([incoming(OLD), incoming(OTHER)])
    part = {"Library": store.library, "Vectors": store.vectors, "Words": store.words}[step[1]]

    def fail(*_args: object, **_options: object) -> None:
        monkeypatch.undo()
        raise StorageError("no space left on device")

    monkeypatch.setattr(part, step[2], fail)
    with pytest.raises(StorageError, match="no space"):
        store.put([incoming(NEW, OLD.report.id)])
    is_new = store.library.find_report(NEW.report.id) is not None
    assert_whole(store, NEW if is_new else OLD, OTHER)


# a full disk

FULL = """
import resource, signal, sys
from pathlib import Path
from ingest.errors import StorageError
from tests.fakes import make_report
from tests.ingest.test_store import OLD, incoming, opened

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with opened(Path(sys.argv[1])) as store:
    limit = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    texts = [f"第{n}段新增企业{n}家" * 30 for n in range(400)]
    try:
        store.put([incoming(make_report(texts), OLD.report.id)])
    except StorageError as error:
        print(error)
        sys.exit(3)
"""


@pytest.mark.parametrize("limit_kb", [0, 300, 800])
def test_a_disk_that_is_full_leaves_the_old_report(tmp_path: Path, limit_kb: int) -> None:
    with opened(tmp_path) as store:
        store.put([incoming(OLD), incoming(OTHER)])
    result = subprocess.run(
        [sys.executable, "-c", FULL, tmp_path, str(limit_kb * 1024)], capture_output=True, text=True
    )
    assert result.returncode == 3, result.stderr
    assert str(tmp_path) in result.stdout
    with opened(tmp_path) as store:
        assert_whole(store, OLD, OTHER)


# another process

OWNER = """
import sys, time
from pathlib import Path
from tests.ingest.test_store import opened

with opened(Path(sys.argv[1])) as store:
    store.set_address("http://127.0.0.1:8000")
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_directory_that_another_process_owns_is_refused_and_named(tmp_path: Path) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", OWNER, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        expected = rf"{tmp_path}.*进程 {other.pid} .*http://127\.0\.0\.1:8000"
        with pytest.raises(LibraryLockedError, match=expected), opened(tmp_path):
            pass
        owner = read_owner(tmp_path)
        assert owner is not None and (owner.pid, owner.address) == (other.pid, "http://127.0.0.1:8000")
        other.kill()
    assert read_owner(tmp_path) is None  # though its file is still there
    assert json.loads((tmp_path / "owner.json").read_text())["pid"] == other.pid
    with opened(tmp_path):
        pass


def test_a_closed_store_has_no_owner(tmp_path: Path) -> None:
    assert read_owner(tmp_path / "nothing") is None
    with opened(tmp_path):
        assert read_owner(tmp_path) is not None
    assert read_owner(tmp_path) is None


def test_a_store_that_cannot_open_lets_the_directory_go(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").write_text("not a database, but long enough to have a header" * 20)
    with pytest.raises(StorageError, match="不是数据库文件"), opened(tmp_path):
        pass
    assert read_owner(tmp_path) is None


def test_a_home_that_cannot_be_made_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="数据目录"), opened(tmp_path / "file" / "home"):
        pass


def test_words_lost_altogether_are_made_anew_when_opened(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        store.put([incoming(OLD)])
    for path in (tmp_path / "words" / "v1").iterdir():
        path.unlink()
    with opened(tmp_path) as store:
        assert_whole(store, OLD)
