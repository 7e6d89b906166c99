"""The library in SQL, on a real SQLite file."""

from __future__ import annotations

import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import api.tables  # noqa: F401  (its tables belong to the database too)
from ingest.catalogue import Conditions
from ingest.database import HEAD, metadata
from ingest.errors import CorpusError, DatabaseDownError, NotFoundError, StorageError
from ingest.library import Coverage, Library
from tests.fakes import MadeReport, make_report, with_joint
from tests.postgres import make_database

SHAOXING = make_report(
    ["预计新增高新技术企业138家。", "R&D经费投入强度达3.12%。", "没有数字的一段。"],
    figures=[(0, "高新技术企业", "138家"), (1, "R&D经费投入强度", "3.12%")],
)
WENZHOU = make_report(
    ["新认定高新技术企业716家。"],
    title="温州市科技局2023年工作总结",
    region="330300",
    region_name="温州市",
    period="2023",
    figures=[(0, "高新技术企业", "716家")],
    source="reports/two.txt",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'library.sqlite3'}"
    return make_database(request.getfixturevalue("postgres"), f"library-{uuid.uuid4().hex}")


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    opened = Library(url)
    for made in (SHAOXING, WENZHOU):
        put(opened, made)
    yield opened
    opened.close()


def put(library: Library, made: MadeReport, replaces: tuple[str, ...] = (), path: str = "") -> None:
    library.put_report(made.report, made.paragraphs, made.figures, made.chunks, replaces, path)


def raws(library: Library, **conditions: list[str]) -> list[str]:
    wanted = Conditions(**{name: frozenset(values) for name, values in conditions.items()})
    return [figure.raw for figure in library.find_figures(wanted)]


def test_what_is_put_in_comes_out_equal(library: Library) -> None:
    assert library.report(SHAOXING.report.id) == SHAOXING.report
    assert library.paragraphs_of(SHAOXING.report.id) == list(SHAOXING.paragraphs)
    assert library.figures_of([p.id for p in SHAOXING.paragraphs]) == list(SHAOXING.figures)
    found = library.found_chunks([SHAOXING.report.id])
    assert [(one.chunk_id, one.paragraph_id, one.start, one.end) for one in found] == [
        (chunk.id, chunk.paragraph_id, chunk.start, chunk.end) for chunk in SHAOXING.chunks
    ]


def test_decimals_keep_every_digit(library: Library) -> None:
    exact = replace(
        SHAOXING.figures[0], value=Decimal("-0.10"), value_max=Decimal("12345678901234567890.123456789")
    )
    library.put_report(SHAOXING.report, SHAOXING.paragraphs, [exact], [])
    wanted = Conditions(indicators=frozenset({"高新技术企业"}), regions=frozenset({"330600"}))
    (found,) = library.find_figures(wanted)
    assert (str(found.value), str(found.value_max)) == ("-0.10", "12345678901234567890.123456789")


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, {"138家", "3.12%", "716家"}),
        ({"indicators": ["高新技术企业"]}, {"138家", "716家"}),
        ({"indicators": ["高新技术企业"], "regions": ["330600"]}, {"138家"}),
        ({"indicators": ["高新技术企业"], "periods": ["2023"]}, {"716家"}),
        ({"indicators": ["高新技术企业"], "regions": ["330600"], "periods": ["2023"]}, set()),
        ({"regions": ["330600"]}, {"138家", "3.12%"}),
        ({"report_ids": [WENZHOU.report.id]}, {"716家"}),
        ({"statuses": ["target"]}, set()),
        ({"regions": []}, set()),  # an empty scope never turns into the whole library
    ],
)
def test_figures_are_found_by_their_slots(
    library: Library, conditions: dict[str, list[str]], expected: set[str]
) -> None:
    assert set(raws(library, **conditions)) == expected


def test_a_shared_number_answers_each_of_its_indicators_once(library: Library) -> None:
    shared = with_joint(SHAOXING.figures[0], "省重点企业研究院", "企业研究院")
    library.put_report(SHAOXING.report, SHAOXING.paragraphs, [shared], [])
    for indicators in (["企业研究院"], ["省重点企业研究院", "企业研究院", "高新技术企业"]):
        assert raws(library, indicators=indicators, regions=["330600"]) == ["138家"]
    assert library.indicators() == {"高新技术企业": 2, "企业研究院": 1, "省重点企业研究院": 1}


def test_limit_is_kept(library: Library) -> None:
    assert len(library.find_figures(limit=2)) == 2


def test_paragraphs_come_in_the_order_asked_and_unknown_ids_are_left_out(library: Library) -> None:
    first, second = SHAOXING.paragraphs[:2]
    assert library.paragraphs([second.id, "nothing", first.id, second.id]) == [second, first]


def test_more_ids_than_one_statement_takes(library: Library) -> None:
    ids = [f"x-p{n}" for n in range(70_000)] + [SHAOXING.paragraphs[0].id]
    assert library.paragraphs(ids) == [SHAOXING.paragraphs[0]]


def test_coverage_regions_and_periods_say_what_the_library_holds(library: Library) -> None:
    assert library.coverage() == [
        Coverage("330300", "温州市", "2023", 1),
        Coverage("330600", "绍兴市", "2024", 2),
    ]
    assert library.regions() == {"330300": "温州市", "330600": "绍兴市"}
    assert library.periods() == ["2023", "2024"]


def test_what_is_kept_in_memory_follows_every_write(library: Library) -> None:
    assert len(library.reports()) == 2 and library.indicators()["高新技术企业"] == 2
    library.delete_report(WENZHOU.report.id)
    assert [report.id for report in library.reports()] == [SHAOXING.report.id]
    assert library.indicators()["高新技术企业"] == 1


def test_behind_a_write_the_reports_are_read_once_for_all_that_ask(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.delete_report(WENZHOU.report.id)
    read, queries = library.database.read, []

    def slow(query: sa.Executable) -> Any:
        queries.append(query)
        time.sleep(0.05)
        return read(query)

    monkeypatch.setattr(library.database, "read", slow)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: library.reports(), range(8)))
    assert len(queries) == 1 and {len(one) for one in found} == {1}


def test_deleting_a_report_leaves_none_of_its_rows(library: Library) -> None:
    for made in (SHAOXING, WENZHOU):
        library.delete_report(made.report.id)
    with library.database.engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows = connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            assert rows == 0, table.name


def test_a_replaced_report_goes_in_the_same_step(library: Library) -> None:
    changed = make_report(["预计新增高新技术企业139家。"], figures=[(0, "高新技术企业", "139家")])
    put(library, changed, replaces=(SHAOXING.report.id,))
    assert raws(library, regions=["330600"]) == ["139家"]
    with pytest.raises(NotFoundError, match=SHAOXING.report.id):
        library.report(SHAOXING.report.id)


def test_a_report_that_does_not_hold_together_leaves_the_old_one_whole(library: Library) -> None:
    changed = make_report(["预计新增高新技术企业139家。"], figures=[(0, "高新技术企业", "139家")])
    twice = replace(changed, figures=changed.figures * 2)
    with pytest.raises(CorpusError, match="figures"):
        put(library, twice, replaces=(SHAOXING.report.id,))
    assert library.report(SHAOXING.report.id) == SHAOXING.report
    assert raws(library, regions=["330600"]) == ["138家", "3.12%"]


def test_the_path_tells_which_report_a_file_gave(library: Library) -> None:
    put(library, SHAOXING, path="/reports/one.txt")
    library.set_source("/reports/copy.txt", SHAOXING.report.id)
    put(library, SHAOXING, path="/reports/one.txt")  # again, and the copy is not forgotten
    assert library.report_at("/reports/one.txt") == SHAOXING.report.id
    assert library.report_at("/reports/three.txt") is None
    assert library.paths_of(SHAOXING.report.id) == ["/reports/copy.txt", "/reports/one.txt"]


def test_journal_and_meta_are_kept(library: Library) -> None:
    number = library.open_journal(["a", "b"])
    assert library.journal() == {number: ["a", "b"]}
    library.close_journal([number])
    assert library.journal() == {}
    library.set_meta("embedding_model", "one")
    library.set_meta("embedding_model", "two")
    assert library.meta("embedding_model") == "two" and library.meta("nothing") == ""


def test_the_library_is_the_same_when_opened_again(url: str, library: Library) -> None:
    library.close()
    again = Library(url)
    assert {report.id for report in again.reports()} == {SHAOXING.report.id, WENZHOU.report.id}
    again.check()
    again.close()


def test_migrations_make_the_tables_that_the_code_knows(library: Library) -> None:
    with library.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    config = Config()
    config.set_main_option("script_location", "ingest/migrations")
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_an_up_to_date_library_opens_without_alembic(url: str, library: Library) -> None:
    code = (
        "import sys; from ingest.library import Library\n"
        f"Library({url!r}).reports(); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_library_of_a_newer_wenju_is_refused(url: str, library: Library) -> None:
    with library.database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="更新的版本"):
        Library(url)


def test_a_file_that_is_no_database_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").write_text("not a database, but long enough to have a header" * 20)
    with pytest.raises(StorageError, match="不是数据库文件"):
        Library(f"sqlite:///{tmp_path / 'library.sqlite3'}")


def test_a_damaged_database_is_found(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    library = Library(f"sqlite:///{path}")
    for n in range(50):
        put(library, make_report([f"第{n}段,共{n}项。" * 40], source=f"{n}.txt"))
    library.close()
    content = bytearray(path.read_bytes())
    content[len(content) // 3 : len(content) // 2] = b"\xff" * (len(content) // 2 - len(content) // 3)
    path.write_bytes(content)
    with pytest.raises(StorageError):
        Library(f"sqlite:///{path}").check()


def test_groups_say_who_sees_a_report(library: Library) -> None:
    library.set_groups(WENZHOU.report.id, ["财政", "科技", "科技"])
    assert library.groups() == {WENZHOU.report.id: frozenset({"财政", "科技"})}
    both = frozenset({SHAOXING.report.id, WENZHOU.report.id})
    assert library.visible_to(None) is None
    assert library.visible_to(frozenset({"科技", "卫健"})) == both
    assert library.visible_to(frozenset({"卫健"})) == library.visible_to(frozenset()) == {SHAOXING.report.id}
    library.set_groups(WENZHOU.report.id, [])
    assert library.groups() == {} and library.visible_to(frozenset()) == both
    with pytest.raises(NotFoundError):
        library.set_groups("none", ["科技"])


def test_more_ids_than_a_statement_has_variables_are_no_hindrance(library: Library) -> None:
    many = [WENZHOU.report.id, *(f"{n:012x}" for n in range(70_000))]
    found = library.find_figures(Conditions(report_ids=frozenset(many)))
    assert [one.report_id for one in found] == [WENZHOU.report.id]


def test_what_reports_hold_is_counted_report_by_report(library: Library) -> None:
    indicators = library.indicators_by_report()
    assert indicators[WENZHOU.report.id] == {"高新技术企业": 1}
    coverage = library.coverage_by_report()
    assert {one for some in coverage.values() for one in some} == set(library.coverage())


def test_what_postgresql_cannot_keep_is_kept_as_a_sign_of_equal_length(library: Library) -> None:
    report = replace(SHAOXING.report, id="f" * 12, title="绍\0兴")
    library.put_report(report, (), (), ())
    assert len(library.report(report.id).title) == 3


def test_a_database_server_that_lets_nobody_in_says_why(postgres: str) -> None:
    with pytest.raises(DatabaseDownError, match="没有这个数据库"):
        Library(f"{postgres}/nothing")
    with pytest.raises(DatabaseDownError, match="没有这个用户"):
        Library(f"{postgres.replace('wenju@', 'nobody:secret@')}/nothing")
    with pytest.raises(DatabaseDownError, match=r"nobody:\*\*\*@127.0.0.1:1/wenju：连不上"):
        Library("postgresql://nobody:secret@127.0.0.1:1/wenju")
