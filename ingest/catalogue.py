"""Figures by exact conditions: counted, sorted and paged, as a person looks through them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa

from ingest.database import Database
from ingest.numerals import scale
from ingest.records import Figure
from ingest.tables import figures_table, reports_table, slots_table

Order = Literal["document", "indicator", "region", "period", "published", "value"]
MAX_VARIABLES = 500  # SQLite before 3.32 allows 999 in a statement


@dataclass(frozen=True)
class Conditions:
    """Exact values that a figure may have; None limits nothing, an empty set fits nothing."""

    indicators: frozenset[str] | None = None  # its own, or one that shares its number
    regions: frozenset[str] | None = None
    periods: frozenset[str] | None = None
    statuses: frozenset[str] | None = None
    kinds: frozenset[str] | None = None
    actions: frozenset[str] | None = None
    report_ids: frozenset[str] | None = None

    def accept(self, figure: Figure) -> bool:
        """Whether a figure fits them all, as `figure_ids` decides it."""
        names = {figure.indicator, *figure.joint}
        return (
            (self.indicators is None or bool(self.indicators & names))
            and (self.regions is None or figure.region in self.regions)
            and (self.periods is None or figure.period in self.periods)
            and (self.statuses is None or figure.status in self.statuses)
            and (self.kinds is None or figure.kind in self.kinds)
            and (self.actions is None or figure.action in self.actions)
            and (self.report_ids is None or figure.report_id in self.report_ids)
        )

    @property
    def is_open(self) -> bool:
        """They limit nothing."""
        return all(getattr(self, field.name) is None for field in fields(self))


EVERY = Conditions()


def count_figures(database: Database, conditions: Conditions) -> int:
    """How many figures fit."""
    [(count,)] = database.read(fitting(sa.select(sa.func.count(figures_table.c.id)), conditions))
    return int(count)


def figure_ids(
    database: Database,
    conditions: Conditions,
    order: Order = "document",
    falling: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[str]:
    """The ids of the figures that fit, in order; what is equal stays in the order of its text.

    Values are ordered among those of one base unit (亿元 beside 万元), unit after unit.
    """
    c = figures_table.c
    if order == "value":
        rows = database.read(fitting(sa.select(c.id, c.value, c.unit), conditions).order_by(c.id))
        end = None if limit is None else offset + limit
        return [row.id for row in _by_value(rows, falling)[offset:end]]
    query = fitting(sa.select(c.id), conditions)
    columns: dict[Order, sa.ColumnElement[Any]] = {
        "document": c.id,
        "indicator": c.indicator,
        "region": c.region,
        "period": c.period,
        "published": reports_table.c.published,
    }
    if order == "published":
        query = query.join(reports_table, reports_table.c.id == c.report_id)
    column = columns[order]
    ordered = query.order_by(column.desc() if falling else column, c.id)
    return [row.id for row in database.read(ordered.limit(limit).offset(offset))]


def fitting(query: sa.Select[Any], conditions: Conditions) -> sa.Select[Any]:
    """A query over `figures_table`, narrowed to the figures that fit."""
    c, slot = figures_table.c, slots_table.c
    wanted = {c.status: conditions.statuses, c.kind: conditions.kinds, c.action: conditions.actions}
    query = _narrowed(query, wanted | {c.report_id: conditions.report_ids})
    if conditions.indicators is None:
        return _narrowed(query, {c.region: conditions.regions, c.period: conditions.periods})
    # place and time stand beside the indicator in one index
    named = {slot.indicator: conditions.indicators, slot.region: conditions.regions}
    answering = _narrowed(sa.select(slot.figure_id), named | {slot.period: conditions.periods})
    return query.where(c.id.in_(answering))


def _narrowed(
    query: sa.Select[Any], wanted: Mapping[sa.Column[Any], Collection[str] | None]
) -> sa.Select[Any]:
    for column, values in wanted.items():
        if values is not None:
            query = query.where(column.in_(_listed(values)))
    return query


def _listed(values: Collection[str]) -> Any:
    """Values for IN; written out where there are more of them than a statement may have variables."""
    if len(values) <= MAX_VARIABLES:
        return list(values)
    return sa.bindparam(None, sorted(values), expanding=True, literal_execute=True)


def sort_figures(
    figures: Iterable[Figure], published: dict[str, str], order: Order, falling: bool
) -> list[Figure]:
    """Figures in the order that `figure_ids` gives.

    Args:
        published: report id → date of issue.
    """
    by_id = sorted(figures, key=lambda figure: figure.id)
    if order == "value":
        return _by_value(by_id, falling)
    keys = {
        "document": lambda f: f.id,
        "indicator": lambda f: f.indicator,
        "region": lambda f: f.region,
        "period": lambda f: f.period,
        "published": lambda f: published.get(f.report_id, ""),
    }
    return sorted(by_id, key=keys[order], reverse=falling)  # equal ones stay in their order


def _by_value(rows: Sequence[Any], falling: bool) -> list[Any]:
    sign = -1 if falling else 1

    scales = {unit: scale(unit) for unit in {row.unit for row in rows}}

    def key(row: Any) -> tuple[str, Decimal]:
        factor, base = scales[row.unit]
        return base, sign * Decimal(row.value) * factor

    return sorted(rows, key=key)
