"""The library in SQL: reports, paragraphs, figures, chunks. SQL is the truth, indexes are made from it."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import sqlalchemy as sa

from ingest.catalogue import EVERY, MAX_VARIABLES, Conditions, Order, count_figures, figure_ids
from ingest.database import Database, Row
from ingest.errors import NotFoundError, StorageError
from ingest.kept import Kept
from ingest.records import Chunk, Figure, Paragraph, Report
from ingest.rows import chunk_row, figure_of, figure_row, paragraph_of, paragraph_row, slot_rows, vector_id
from ingest.tables import (
    chunks_table,
    figures_table,
    journal_table,
    meta_table,
    paragraphs_table,
    report_groups_table,
    reports_table,
    slots_table,
    sources_table,
)

KEPT_PARAGRAPHS, KEPT_FIGURES, KEPT_PLACES = 4_000, 8_000, 4_000  # in memory: 1, 2 and 0.2 KB each

T = TypeVar("T")


@dataclass(frozen=True)
class Coverage:
    """How many figures the library holds for one region and period."""

    region: str
    region_name: str
    period: str
    figures: int


@dataclass(frozen=True)
class FoundChunk:
    """A chunk as its vector finds it; several have the same vector when their texts are equal."""

    vector_id: str
    chunk_id: str
    paragraph_id: str
    report_id: str
    start: int  # in the paragraph's text
    end: int


class Library:
    """Reports and all that was read in them.

    Safe to use from several threads. What a question needs on every call (reports, indicators, coverage) and
    what was read lately is kept in memory until the next write.
    """

    def __init__(self, url: str) -> None:
        """Open the database at a SQLAlchemy URL, made or brought up to date if need be.

        Raises:
            StorageError: it cannot be read or written.
        """
        self._generation = 0
        self._cache: OrderedDict[str, tuple[int, Any]] = OrderedDict()
        self._loading = threading.RLock()  # what is kept is made of other things that are
        self._paragraphs: Kept[Paragraph] = Kept(KEPT_PARAGRAPHS)
        self._figures: Kept[Figure] = Kept(KEPT_FIGURES)
        self._reports_on: Kept[frozenset[str]] = Kept(KEPT_PLACES)
        self.database = Database(url)

    def close(self) -> None:
        """Give every connection back."""
        self.database.close()

    @property
    def generation(self) -> int:
        """A number that changes with every write."""
        return self._generation

    def check(self) -> None:
        """Read the whole database and hold it to its own rules.

        Raises:
            StorageError: it is damaged; only a backup helps.
        """
        engine = self.database.engine
        if engine.dialect.name == "sqlite":
            found = [row[0] for row in self._read(sa.text("PRAGMA quick_check"))]
            if found != ["ok"]:
                raise StorageError(f"数据库 {engine.url!r} 坏了（{'; '.join(found[:3])}），请用备份恢复")

    # writing

    def put_report(
        self,
        report: Report,
        paragraphs: Sequence[Paragraph],
        figures: Sequence[Figure],
        chunks: Sequence[Chunk],
        replaces: Collection[str] = (),
        path: str = "",
        groups: Collection[str] = (),
    ) -> None:
        """Write a report with all its parts and take out those it replaces, as one transaction.

        Args:
            replaces: ids of reports that go; one of its own id goes without being named.
            path: the file that holds it, absolute; "" when there is none.
            groups: that it comes into, besides those of what it replaces.
        Raises:
            CorpusError: its parts do not hold together (an id twice, a figure without its paragraph).
        """
        with self._writing() as connection:
            paths = {*connection.execute(_paths(report.id)).scalars(), path} - {""}
            names = _groups_after(connection, [*replaces, report.id], groups)
            _delete(connection, [*replaces, report.id])
            connection.execute(reports_table.insert(), vars(report))
            _set_groups(connection, report.id, names)
            for one in paths:
                _set_source(connection, one, report.id)
            _insert(connection, paragraphs_table, map(paragraph_row, paragraphs))
            _insert(connection, figures_table, map(figure_row, figures))
            _insert(connection, slots_table, (row for figure in figures for row in slot_rows(figure)))
            _insert(connection, chunks_table, (chunk_row(report.id, chunk) for chunk in chunks))

    def delete_report(self, report_id: str) -> None:
        """Take a report out; nothing happens when it is not there."""
        with self._writing() as connection:
            _delete(connection, [report_id])

    def add_groups(self, report_id: str, groups: Collection[str]) -> None:
        """Let these groups see a report too; one in no group is seen by everybody and stays so."""
        with self._writing() as connection:
            _set_groups(connection, report_id, _groups_after(connection, [report_id], groups))

    def take_groups(self, source: str, target: str) -> None:
        """Let everybody see the one report who sees the other."""
        with self._writing() as connection:
            _set_groups(connection, target, _groups_after(connection, [source, target], ()))

    def set_source(self, path: str, report_id: str) -> None:
        """Note that this file, by its absolute path, holds the report now."""
        with self._writing() as connection:
            _set_source(connection, path, report_id)

    def set_groups(self, report_id: str, groups: Collection[str]) -> None:
        """Put a report into these groups and no other; in none, everybody sees it.

        Raises:
            NotFoundError: no report has this id.
        """
        self.report(report_id)
        with self._writing() as connection:
            _set_groups(connection, report_id, set(groups))

    def set_meta(self, key: str, value: str) -> None:
        """Keep a value under a name."""
        with self._writing() as connection:
            connection.execute(meta_table.delete().where(meta_table.c.key == key))
            connection.execute(meta_table.insert(), {"key": key, "value": value})

    def open_journal(self, report_ids: Sequence[str]) -> int:
        """Note that the indexes of these reports are about to change; returns the note's number."""
        with self._writing() as connection:
            row = connection.execute(journal_table.insert(), {"reports": json.dumps(list(report_ids))})
            return int(cast(tuple[int], row.inserted_primary_key)[0])

    def close_journal(self, numbers: Collection[int]) -> None:
        """The indexes are in step again."""
        with self._writing() as connection:
            connection.execute(journal_table.delete().where(journal_table.c.id.in_(numbers)))

    # reading

    def meta(self, key: str) -> str:
        """The value kept under a name, or ""."""
        rows = self._read(sa.select(meta_table.c.value).where(meta_table.c.key == key))
        return str(rows[0][0]) if rows else ""

    def journal(self) -> dict[int, list[str]]:
        """Open notes: number → report ids."""
        return {row[0]: json.loads(row[1]) for row in self._read(sa.select(journal_table))}

    def reports(self) -> tuple[Report, ...]:
        """All reports, newest first."""
        return tuple(self._reports_by_id().values())

    def report(self, report_id: str) -> Report:
        """One report.

        Raises:
            NotFoundError: the library has none of this id.
        """
        try:
            return self._reports_by_id()[report_id]
        except KeyError:
            raise NotFoundError(report_id) from None

    def find_report(self, report_id: str) -> Report | None:
        """One report, or None."""
        return self._reports_by_id().get(report_id)

    def report_at(self, path: str) -> str | None:
        """The id of the report that the file of this absolute path held when it was last read."""
        table = sources_table
        rows = self._read(sa.select(table.c.report_id).where(table.c.path == path))
        return str(rows[0][0]) if rows else None

    def paths_of(self, report_id: str) -> list[str]:
        """The files that hold a report."""
        return [str(row[0]) for row in self._read(_paths(report_id))]

    def paths(self) -> list[str]:
        """The files that reports were read from."""
        return [str(row[0]) for row in self._read(sa.select(sources_table.c.path))]

    def paragraphs_of(self, report_id: str) -> list[Paragraph]:
        """A report's paragraphs in order; empty when there is no such report."""
        c = paragraphs_table.c
        query = sa.select(c.id).where(c.report_id == report_id).order_by(c.index)
        return self.paragraphs([row[0] for row in self._read(query)])

    def paragraphs(self, ids: Sequence[str]) -> list[Paragraph]:
        """The paragraphs of these ids, in their order; unknown ids are left out."""

        def load(missing: Sequence[str]) -> dict[str, Paragraph]:
            return {row[0]: paragraph_of(row) for row in self._read_ids(paragraphs_table, "id", missing)}

        return list(self._paragraphs.of(ids, self._generation, load).values())

    def figures_of(self, paragraph_ids: Sequence[str]) -> list[Figure]:
        """All figures of these paragraphs, in the order of the ids and of the text."""
        place = {one: n for n, one in enumerate(paragraph_ids)}
        rows = self._read_ids(figures_table, "paragraph_id", paragraph_ids, (figures_table.c.id,))
        found = self.figures([row[0] for row in rows])
        return sorted(found, key=lambda figure: (place[figure.paragraph_id], figure.start))

    def figures(self, ids: Sequence[str]) -> list[Figure]:
        """The figures of these ids, in their order; unknown ids are left out."""

        def load(missing: Sequence[str]) -> dict[str, Figure]:
            return {row[0]: figure_of(row) for row in self._read_ids(figures_table, "id", missing)}

        return list(self._figures.of(ids, self._generation, load).values())

    def find_figures(self, conditions: Conditions = EVERY, limit: int = 1000) -> list[Figure]:
        """Figures that fit, in the order of their ids, at most so many."""
        return self.figures(self.find_figure_ids(conditions, limit=limit))

    def find_figure_ids(
        self,
        conditions: Conditions,
        order: Order = "document",
        falling: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[str]:
        """The ids of the figures that fit, in order; see ingest/catalogue.py."""
        return figure_ids(self.database, conditions, order, falling, limit, offset)

    def count_figures(self, conditions: Conditions) -> int:
        """How many figures fit."""
        return count_figures(self.database, conditions)

    def indicators(self) -> Mapping[str, int]:
        """Every indicator that a figure answers → how many figures do, most first."""

        def load() -> dict[str, int]:
            count = sa.func.count()
            name = slots_table.c.indicator
            query = sa.select(name, count).group_by(name).order_by(count.desc(), name)
            return {row[0]: row[1] for row in self._read(query)}

        return self._cached("indicators", load)

    def known_indicators(self, names: Collection[str]) -> set[str]:
        """Those of the names that a figure answers."""
        return {row.indicator for row in self._read_ids(slots_table, "indicator", list(names))}

    def indicators_of(self, report_ids: Sequence[str]) -> set[str]:
        """The indicators that figures of these reports answer."""
        name = slots_table.c.indicator
        joined = sa.select(name).join(figures_table, figures_table.c.id == slots_table.c.figure_id)
        query = joined.where(figures_table.c.report_id.in_(list(report_ids))).distinct()
        return {row[0] for row in self._read(query)}

    def indicator_of_vector(self, one: str) -> str | None:
        """The indicator whose vector has this id."""

        def load() -> dict[str, str]:
            return {vector_id(name): name for name in self.indicators()}

        return self._cached("indicator vectors", load).get(one)

    def coverage(self) -> Sequence[Coverage]:
        """Every region and period that figures describe, with their number."""

        def load() -> list[Coverage]:
            c = figures_table.c
            name = sa.func.min(c.region_name)
            query = sa.select(c.region, name, c.period, sa.func.count()).group_by(c.region, c.period)
            return [Coverage(*row) for row in self._read(query.order_by(c.region, c.period))]

        return self._cached("coverage", load)

    def coverage_by_report(self) -> Mapping[str, Sequence[Coverage]]:
        """Report id → `coverage` of its figures alone."""

        def load() -> dict[str, list[Coverage]]:
            c = figures_table.c
            columns = (c.report_id, c.region, sa.func.min(c.region_name), c.period, sa.func.count())
            query = sa.select(*columns).group_by(c.report_id, c.region, c.period)
            found: dict[str, list[Coverage]] = {}
            for report_id, *rest in self._read(query):
                found.setdefault(report_id, []).append(Coverage(*rest))
            return found

        return self._cached("coverage by report", load)

    def indicators_by_report(self) -> Mapping[str, Mapping[str, int]]:
        """Report id → indicators that its figures answer → how many do."""

        def load() -> dict[str, dict[str, int]]:
            report, name = figures_table.c.report_id, slots_table.c.indicator
            joined = sa.select(report, name, sa.func.count()).join(
                slots_table, slots_table.c.figure_id == figures_table.c.id
            )
            found: dict[str, dict[str, int]] = {}
            for report_id, indicator, count in self._read(joined.group_by(report, name)):
                found.setdefault(report_id, {})[indicator] = count
            return found

        return self._cached("indicators by report", load)

    def reports_on(self, regions: Collection[str]) -> set[str]:
        """Ids of the reports that state a figure of one of these places."""

        def load(missing: Sequence[str]) -> dict[str, frozenset[str]]:
            c = figures_table.c
            found: dict[str, set[str]] = {one: set() for one in missing}
            for row in self._read(sa.select(c.region, c.report_id).where(c.region.in_(missing)).distinct()):
                found[row.region].add(row.report_id)
            return {region: frozenset(ids) for region, ids in found.items()}

        return set().union(*self._reports_on.of(regions, self._generation, load).values())

    def reports_in(self, periods: Collection[str]) -> set[str]:
        """Ids of the reports that state a figure of one of these times."""
        query = sa.select(figures_table.c.report_id).where(figures_table.c.period.in_(list(periods)))
        return {row[0] for row in self._read(query.distinct())}

    def regions(self) -> Mapping[str, str]:
        """Region codes that reports or figures describe → name."""

        def load() -> dict[str, str]:
            names = {one.region: one.region_name for one in self.coverage()}
            return names | {one.region: one.region_name for one in self.reports()}

        return self._cached("regions", load)

    def periods(self) -> Sequence[str]:
        """Periods that figures describe, in order; "" (unknown) is left out."""
        return sorted({one.period for one in self.coverage()} - {""})

    # groups

    def groups(self) -> Mapping[str, frozenset[str]]:
        """Report id → its groups; reports in no group are left out."""

        def load() -> dict[str, frozenset[str]]:
            found: dict[str, set[str]] = {}
            for row in self._read(sa.select(report_groups_table)):
                found.setdefault(row.report_id, set()).add(row.name)
            return {one: frozenset(names) for one, names in found.items()}

        return self._cached("groups", load)

    def visible_to(self, groups: frozenset[str] | None) -> frozenset[str] | None:
        """Ids of the reports for somebody in these groups: theirs and those in no group; None is all."""
        if groups is None:
            return None

        def load() -> frozenset[str]:
            of = self.groups()
            return frozenset(r.id for r in self.reports() if r.id not in of or of[r.id] & groups)

        return self._cached(f"visible to {sorted(groups)}", load)

    # chunks and vectors

    def chunks_of_vectors(self, vector_ids: Sequence[str]) -> list[FoundChunk]:
        """The chunks that these vectors stand for, in the order of the vectors."""
        place = {one: n for n, one in enumerate(vector_ids)}
        found = self._read_chunks("vector_id", vector_ids)
        return sorted(found, key=lambda chunk: (place[chunk.vector_id], chunk.chunk_id))

    def found_chunks(self, report_ids: Sequence[str]) -> list[FoundChunk]:
        """The chunks of these reports, in the order of their paragraphs."""
        found = self._read_chunks("report_id", report_ids)
        return sorted(found, key=lambda chunk: (chunk.paragraph_id, chunk.start))

    def chunk_counts(self) -> Mapping[str, int]:
        """Report id → how many chunks it has."""

        def load() -> dict[str, int]:
            one = chunks_table.c.report_id
            return {row[0]: row[1] for row in self._read(sa.select(one, sa.func.count()).group_by(one))}

        return self._cached("chunk counts", load)

    def vector_ids(self) -> set[str]:
        """The ids of all vectors that chunks need."""
        return {row[0] for row in self._read(sa.select(chunks_table.c.vector_id).distinct())}

    def texts_of_vectors(self, vector_ids: Sequence[str]) -> dict[str, str]:
        """The text that each vector is made from; unknown ids are left out."""
        rows = self._read_ids(chunks_table, "vector_id", vector_ids)
        return {row.vector_id: row.text for row in rows}

    # how it is done

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self.database.writing() as connection:
            yield connection
        self._generation += 1

    def _read(self, query: sa.Executable) -> Sequence[Row]:
        return self.database.read(query)

    def _read_chunks(self, column: str, ids: Sequence[str]) -> list[FoundChunk]:
        c = chunks_table.c
        columns = (c.vector_id, c.id, c.paragraph_id, c.report_id, c.start, c.end)
        return [FoundChunk(*row) for row in self._read_ids(chunks_table, column, ids, columns)]

    def _read_ids(
        self, table: sa.Table, column: str, ids: Sequence[str], columns: Sequence[sa.Column[Any]] = ()
    ) -> list[Row]:
        query = sa.select(*(columns or table.columns))
        unique = list(dict.fromkeys(ids))
        rows: list[Row] = []
        for start in range(0, len(unique), MAX_VARIABLES):
            wanted = unique[start : start + MAX_VARIABLES]
            rows += self._read(query.where(table.c[column].in_(wanted)))
        return rows

    def _reports_by_id(self) -> Mapping[str, Report]:
        def load() -> dict[str, Report]:
            query = sa.select(reports_table).order_by(reports_table.c.published.desc(), reports_table.c.id)
            return {row[0]: Report(*row) for row in self._read(query)}

        return self._cached("reports", load)

    def _cached(self, name: str, load: Callable[[], T]) -> T:
        cached = self._cache.get(name)
        if cached is None or cached[0] != self._generation:
            with self._loading:  # behind a write one thread reads anew, and not each of fifty
                generation = self._generation  # before reading: a write meanwhile makes it stale, not wrong
                cached = self._cache.get(name)
                if cached is None or cached[0] != generation:
                    cached = (generation, load())
                    self._cache[name] = cached
        return cast(T, cached[1])


def _delete(connection: sa.Connection, report_ids: Collection[str]) -> None:
    connection.execute(reports_table.delete().where(reports_table.c.id.in_(list(report_ids))))


def _groups_after(connection: sa.Connection, report_ids: Collection[str], more: Collection[str]) -> set[str]:
    """The groups of what comes in the place of these reports: nobody who saw one of them loses it."""
    table = report_groups_table
    held = set(connection.execute(_ids_among(report_ids)).scalars())
    named = connection.execute(sa.select(table).where(table.c.report_id.in_(held))).all()
    is_open = held - {row.report_id for row in named}  # in no group: for everybody
    return set() if is_open else {row.name for row in named} | set(more)


def _ids_among(report_ids: Collection[str]) -> sa.Select[str]:
    return sa.select(reports_table.c.id).where(reports_table.c.id.in_(list(report_ids)))


def _set_groups(connection: sa.Connection, report_id: str, names: Collection[str]) -> None:
    table = report_groups_table
    connection.execute(table.delete().where(table.c.report_id == report_id))
    _insert(connection, table, ({"report_id": report_id, "name": name} for name in sorted(names)))


def _paths(report_id: str) -> sa.Select[str]:
    table = sources_table
    return sa.select(table.c.path).where(table.c.report_id == report_id).order_by(table.c.path)


def _set_source(connection: sa.Connection, path: str, report_id: str) -> None:
    connection.execute(sources_table.delete().where(sources_table.c.path == path))
    connection.execute(sources_table.insert(), {"path": path, "report_id": report_id})


def _insert(connection: sa.Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> None:
    listed = list(rows)
    if listed:
        connection.execute(table.insert(), listed)
