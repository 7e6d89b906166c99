"""What questions are read against: the terms and regions, and what the library holds of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ingest.head import subject_of_title
from ingest.indicators import Terms
from ingest.periods import months, year_of
from ingest.regions import Regions
from ingest.visible import ReadableStore


@dataclass(frozen=True)
class Knowledge:
    """What questions are read against: names, and what the library holds."""

    terms: Terms
    regions: Regions
    held_regions: Collection[str]  # codes with reports or figures
    base_year: int | None  # what 今年 means: the year of the newest report
    held_names: Mapping[str, str]  # code → name of the places that figures are about, towns included
    held: Collection[tuple[str, str]] = ()  # (region, period) pairs with figures
    written: Mapping[str, int] = field(default_factory=dict)  # region → year of its newest report

    told: Mapping[str, int] = field(default_factory=dict)  # region → newest year that its reports report on
    publishers: Collection[str] = ()  # who wrote the reports: 市市场监督管理局
    subjects: Collection[str] = ()  # what reports are of, where that is no place: 钦州港

    def base_year_of(self, codes: Collection[str]) -> int | None:
        """What 今年 means for these places: told by their own reports, else by those of the city they are in."""
        return _year_of(codes, self.written) or self.base_year

    def told_year_of(self, codes: Collection[str]) -> int | None:
        """The newest year of which these places have results; what is planned for a later one is none."""
        return _year_of(codes, self.told) or max(self.told.values(), default=None)

    def held_periods(self, codes: Collection[str]) -> set[str]:
        """Times for which these places (all, when none is named) have figures."""
        return {period for region, period in self.held if not codes or region in codes}

    def years_of(self, codes: Collection[str]) -> list[int]:
        """Years of those times, newest first."""
        newest = self.base_year_of(codes) or 9999  # a goal for a later year is no time that reports tell of
        years = {year for p in self.held_periods(codes) if (year := year_of(p)) and year <= newest}
        return sorted(years, reverse=True)


def _year_of(codes: Collection[str], years: Mapping[str, int]) -> int:
    """By the own reports of the places, else by those of the city they are in; 0 where there are none."""
    return max((years.get(c) or years.get(f"{c[:4]}00", 0) for c in codes), default=0)


def knowledge_of(store: ReadableStore) -> Knowledge:
    """What questions are read against, as the library stands now."""
    library, reader = store.library, store.reader
    names, reports = dict(library.regions()), library.reports()
    names.update({r.region: r.region_name for r in reports if r.region})
    written: dict[str, int] = {}
    told: dict[str, int] = {}
    for report in reports:
        year = _written_year(report.published, report.plan_period, report.period)
        written[report.region] = max(year, written.get(report.region, 0))
        last = months(report.period)[1] // 12 if report.period else 0
        told[report.region] = max(last, told.get(report.region, 0))
    held = tuple((c.region, c.period) for c in library.coverage())
    publishers = tuple(dict.fromkeys(r.publisher for r in reports if r.publisher))
    subjects = tuple(dict.fromkeys(filter(None, (subject_of_title(r.title) for r in reports))))
    newest = max(written.values(), default=0) or None
    return Knowledge(
        reader.terms, reader.regions, names.keys(), newest, names, held, written, told, publishers, subjects
    )


def _written_year(published: str, plan_period: str, period: str) -> int:
    """The year a report was written in: of its issue, else of its plans, else told by the time it reports on."""
    if published[:4].isdigit():
        return int(published[:4])
    if plan_period:
        return year_of(plan_period) or 0
    if not period:
        return 0
    is_part = "-" in period  # a half year, a quarter: told of within the year
    return int(period[:4]) if is_part else (year_of(period) or -1) + 1
