"""A figure while its sentence is being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from ingest.clauses import Lead, Span
from ingest.numerals import Number
from ingest.records import FigureKind, Status


@dataclass
class Draft:
    """A figure while its sentence is being read."""

    number: Number
    lead: Lead
    noun: Span
    name: str
    indicator: str
    joint: tuple[str, ...]
    subject: str
    action: str
    kind: FigureKind
    region: str
    region_name: str
    period: str
    status: Status
    quote: Span
    context: Span
    clause: int
    scope: str = ""
    comparator: str = ""
    is_negative: bool = False
    tail_noun: bool = False
    is_goal: bool = False  # 完成全年40亿元目标的56%, at 40亿元
    of: tuple[Draft, ...] = field(default=())
    places: tuple[tuple[str, str], ...] = ()  # 甲市、乙县各3家: code and name of each
