"""What a look-up and a comparison ask for. Light, so that a command can ask without loading what answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ingest.records import FigureKind, Status

Sort = Literal["relevance", "document", "indicator", "region", "period", "published", "value"]
Measure = Literal["value", "change", "ratio", "rank"]


@dataclass(frozen=True)
class FigureQuery:
    """What a look-up asks for; what is empty limits nothing."""

    q: str = ""  # an indicator or any words: 绍兴高企
    indicators: tuple[str, ...] = ()  # exactly these, by canonical name or short form
    regions: tuple[str, ...] = ()  # names or codes
    with_districts: bool = False  # also what lies in these regions
    periods: tuple[str, ...] = ()  # exactly these
    since: str = ""  # periods that begin here or later,
    until: str = ""  # and end here or earlier
    status: Status | None = None
    kind: FigureKind | None = None
    action: str = ""  # 新增, 新认定, …
    documents: tuple[str, ...] = ()
    sort: Sort = "relevance"
    falling: bool = False


@dataclass(frozen=True)
class CompareQuery:
    """What is to be laid side by side; without regions or periods, those that the figures have."""

    indicators: tuple[str, ...]
    regions: tuple[str, ...] = ()
    with_districts: bool = False
    periods: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    statuses: tuple[Status, ...] = ()  # a table for each; none given: results, else targets
    measure: Measure = "value"
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class DocumentQuery:
    """Which reports are to be listed; what is empty limits nothing."""

    q: str = ""  # in the title, publisher, number or source
    region: str = ""  # name or code, its districts included
    period: str = ""  # of the results or the plans
    publisher: str = ""  # part of the name
