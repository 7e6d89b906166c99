"""A library as somebody sees it from whom some reports are hidden."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.catalogue import Conditions
from ingest.errors import NotFoundError
from ingest.settings import IngestSettings
from ingest.store import Incoming, Store, open_store
from ingest.visible import ReadableLibrary, ReadableStore, VisibleLibrary, VisibleStore
from tests.fakes import HashEmbedder, MadeReport, make_report

SHOWN = make_report(["新增高新技术企业138家。"], figures=[(0, "高新技术企业", "138家")])
HIDDEN = [
    make_report(
        [f"新增高新技术企业{n}家。", f"授权专利{n}件。"],
        region="330300",
        region_name="温州市",
        period="2023",
        figures=[(0, "高新技术企业", f"{n}家"), (1, "专利授权量", f"{n}件")],
    )
    for n in range(200, 260)
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One report to be shown among sixty that are not."""
    settings = IngestSettings(home=tmp_path_factory.mktemp("home"))
    with open_store(settings, embedder=HashEmbedder()) as store:
        store.put([Incoming(one) for one in (SHOWN, *HIDDEN)])  # type: ignore[arg-type]
        yield store


@pytest.fixture
def seen(store: Store) -> ReadableStore:
    return store.seen_by(frozenset({SHOWN.report.id}))


def ids(made: MadeReport) -> list[str]:
    return [paragraph.id for paragraph in made.paragraphs]


def test_only_what_is_shown_is_listed_and_found_by_id(seen: ReadableStore) -> None:
    hidden = HIDDEN[0]
    library = seen.library
    assert [one.id for one in library.reports()] == [SHOWN.report.id]
    assert library.find_report(hidden.report.id) is None
    assert library.paragraphs_of(hidden.report.id) == library.paragraphs(ids(hidden)) == []
    assert library.figures_of(ids(hidden)) == library.figures([f.id for f in hidden.figures]) == []
    with pytest.raises(NotFoundError) as refused:
        library.report(hidden.report.id)
    with pytest.raises(NotFoundError) as unknown:
        library.report("0" * 12)
    assert str(refused.value).replace(hidden.report.id, "0" * 12) == str(unknown.value)


def test_what_the_library_holds_is_counted_from_shown_reports_only(seen: ReadableStore) -> None:
    library = seen.library
    assert dict(library.indicators()) == {"高新技术企业": 1}
    assert [(one.region, one.period, one.figures) for one in library.coverage()] == [("330600", "2024", 1)]
    assert (dict(library.regions()), library.periods()) == ({"330600": "绍兴市"}, ["2024"])
    assert library.reports_on(["330600", "330300"]) == {SHOWN.report.id}


def test_hidden_reports_take_no_place_in_any_ranking(store: Store, seen: ReadableStore) -> None:
    words, vector = "新增高新技术企业", store.embedder.query("新增高新技术企业")
    assert [one for one, _ in seen.words.search(words, 1)] == ids(SHOWN)
    assert [chunk.report_id for chunk, _ in seen.nearest_chunks(vector, 1)] == [SHOWN.report.id]
    firms = seen.library.find_figures(Conditions(indicators=frozenset({"高新技术企业"})), limit=1)
    assert [one.report_id for one in firms] == [SHOWN.report.id]
    patents = store.embedder.query("专利授权量")
    assert [name for name, _ in seen.nearest_indicators(patents, 1)] == ["高新技术企业"]


def test_a_scope_that_names_hidden_reports_does_not_bring_them_back(
    store: Store, seen: ReadableStore
) -> None:
    everything = [one.id for one in store.library.reports()]
    vector = store.embedder.query("授权专利")
    assert {one for one, _ in seen.words.search("授权专利", 9, everything)} <= set(ids(SHOWN))
    assert {c.report_id for c, _ in seen.nearest_in_reports(vector, everything, 9)} == {SHOWN.report.id}
    found = seen.library.find_figures(Conditions(report_ids=frozenset(everything)))
    assert {f.report_id for f in found} == {SHOWN.report.id}
    assert {r.id for r in seen.seen_by(frozenset(everything)).library.reports()} == {SHOWN.report.id}


def test_who_may_see_nothing_sees_nothing(store: Store) -> None:
    nothing = store.seen_by(frozenset())
    vector = store.embedder.query("专利")
    assert nothing.library.reports() == ()
    assert nothing.library.find_figures() == nothing.words.search("专利", 9) == []
    assert nothing.nearest_chunks(vector, 9) == nothing.nearest_indicators(vector, 9) == []


def test_who_may_see_all_sees_what_there_is(store: Store) -> None:
    everything = store.seen_by(frozenset(one.id for one in store.library.reports()))
    vector = store.embedder.query("专利")
    assert everything.library.reports() == store.library.reports()
    assert everything.library.coverage() == store.library.coverage()
    assert everything.library.indicators() == store.library.indicators()
    assert everything.library.find_figures() == store.library.find_figures()
    assert everything.nearest_indicators(vector, 2) == store.nearest_indicators(vector, 2)


def test_a_report_that_comes_later_is_not_seen(tmp_path: Path) -> None:
    with open_store(IngestSettings(home=tmp_path), embedder=HashEmbedder()) as store:
        store.put([Incoming(SHOWN)])  # type: ignore[arg-type]
        seen = store.seen_by(frozenset({SHOWN.report.id}))
        before = (seen.library.reports(), seen.library.coverage())
        store.put([Incoming(HIDDEN[0])])  # type: ignore[arg-type]
        assert (seen.library.reports(), seen.library.coverage()) == before
        store.delete(SHOWN.report.id)
        assert (seen.library.reports(), seen.library.coverage()) == ((), [])


def test_more_ids_than_a_statement_has_variables_are_no_hindrance(store: Store) -> None:
    many = [SHOWN.report.id, *(f"{n:012x}" for n in range(40_000))]
    found = store.library.find_figures(Conditions(report_ids=frozenset(many)))
    assert [one.report_id for one in found] == [SHOWN.report.id]


def test_nothing_of_the_whole_can_be_read_past_the_view() -> None:
    for view, protocol in ((VisibleLibrary, ReadableLibrary), (VisibleStore, ReadableStore)):
        public = {name for name, _ in inspect.getmembers(view) if not name.startswith("_")}
        promised = {name for name in vars(protocol) if not name.startswith("_")}
        assert public - promised <= {"visible"}
