"""What a report is made of: the records that every other module passes around."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

BlockKind = Literal["text", "heading", "table"]
ParagraphKind = Literal["body", "heading", "table"]
Status = Literal["actual", "expected", "target"]
FigureKind = Literal[
    "count", "amount", "area", "ratio", "growth", "change", "rank", "multiple", "index", "quantity"
]
Bound = Literal["", "about", "at_least", "more_than", "at_most", "less_than", "nearly"]


@dataclass(frozen=True)
class Block:
    """A run of a report's canonical text that the file itself sets apart: a line, a heading, a table."""

    start: int
    end: int
    kind: BlockKind = "text"
    level: int = 0  # depth of a heading that the format itself marks (Markdown #), else 0


@dataclass(frozen=True)
class LoadedFile:
    """A file as text, before anything is understood. `blocks` are in order and do not overlap."""

    text: str  # canonical: NFC as found, "\n" line ends, no BOM; every offset in the system counts in it
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """One report and what its header says of it; unknown fields are empty."""

    id: str  # 12 hex digits of the SHA-256 of `text`
    title: str
    publisher: str
    region: str  # region code, see ingest/regions.py; "" when unknown
    region_name: str  # 绍兴市
    published: str  # ISO date of issue, "2025-04-16"
    number: str  # 发文字号
    period: str  # what the results describe, "2024"; see ingest/periods.py
    plan_period: str  # what the plans describe, "2025"
    source: str  # path as given at ingest, for display
    fingerprint: str  # of text, manifest entry, terms and reader: equal means nothing to do
    text: str


@dataclass(frozen=True)
class Paragraph:
    """What is retrieved and cited: `text == report.text[start:end]`."""

    id: str  # "<report id>-p007", the same after every rebuild
    report_id: str
    index: int
    start: int
    end: int
    text: str
    kind: ParagraphKind
    section: tuple[str, ...]  # headings above it, outermost first
    period: str  # what its sentences describe when they do not say
    is_plan: bool  # stands under a heading of plans, so its figures are targets


@dataclass(frozen=True)
class Figure:
    """One number that a report states, as in “预计新增高新技术企业138家”.

    Offsets index into the paragraph's text: `text[start:end] == raw`, `text[quote_start:quote_end]`
    is the shortest run that states indicator and number together.
    """

    id: str  # "<paragraph id>-f<start>"
    report_id: str
    paragraph_id: str
    indicator: str  # canonical name where the terms know it, else `name`: 高新技术企业
    name: str  # the noun phrase as printed: 高新技术企业
    joint: tuple[str, ...]  # several nouns that share this one number, canonical; else ()
    subject: str  # whose indicator, carried from earlier in the sentence: 科创走廊建设项目
    action: str  # canonical verb: 新增, 新认定, 累计, 完成, 获批, …; "" when none
    kind: FigureKind
    value: Decimal  # in `unit`, not converted; negative when it fell
    value_max: Decimal | None  # upper end of a range "10—12家"
    unit: str  # as printed: 家, 亿元, %, 个百分点, 位
    raw: str  # as printed, number and unit: 138家
    bound: Bound
    comparator: str  # 同比, 较上年, 比全省平均, …
    scope: str  # 全省, 全国 (of a rank or an average), 规上, …
    region: str
    region_name: str
    period: str
    status: Status
    start: int
    end: int
    quote_start: int
    quote_end: int
    context: str  # the clauses that the number leans on, for matching words of a question

    def __hash__(self) -> int:
        """Of the id alone: one question looks figures up hundreds of times, and 26 fields take 2 µs each time."""
        return hash(self.id)


@dataclass(frozen=True)
class Chunk:
    """What is embedded: part of a paragraph under its report, region, period and section."""

    id: str  # "<paragraph id>-c0"
    paragraph_id: str
    start: int  # in the paragraph's text
    end: int
    text: str  # with the header that gives it report, region, period and section
