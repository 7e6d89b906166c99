"""What a question and its answer are made of. `Answer.to_dict()` is the one shape that leaves the service."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from ingest.numerals import NumberForm
from ingest.records import Bound, Figure, Paragraph, Report, Status

Role = Literal["user", "assistant"]
Intent = Literal[
    "value", "change", "rank", "ratio", "list", "who", "text", "yes_no", "compare", "compute", "summary"
]
Mode = Literal["extractive", "model", "refusal"]
OperationKind = Literal[
    "sum",
    "average",
    "difference",
    "balance",
    "net",
    "ratio",
    "share",
    "highest",
    "lowest",
    "each",
    "which",
    "before",
    "base",
    "per_unit",
]
Level = Literal["", "city", "county_city", "district", "town", "any", "open", "year", "beside", "row"]
OF_A_PLACE: tuple[Level, ...] = ("district", "county_city", "town")  # parts of the place named


@dataclass(frozen=True)
class Turn:
    """One earlier message of the conversation."""

    role: Role
    content: str


@dataclass(frozen=True)
class Filters:
    """What the caller limits the search to; empty tuples limit nothing. Regions are codes."""

    regions: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    status: Status | None = None
    visible: frozenset[str] | None = (
        None  # ids of the documents that the caller may see; None: all, empty: none
    )


@dataclass(frozen=True)
class Citation:
    """A quoted run of a paragraph: `text[start:end] == quote`, character for character."""

    index: int
    document_id: str
    title: str
    publisher: str
    published: str
    region: str
    paragraph_id: str
    section: tuple[str, ...]
    text: str
    quote: str
    start: int
    end: int
    source: str


@dataclass(frozen=True)
class AnswerFigure:
    """A figure as the answer states it; `citation` is the index of its citation.

    One that was worked out has no words of its own in a report: `operands` are the citations it was worked out from.
    """

    indicator: str
    action: str
    value: str
    unit: str
    raw: str
    bound: str
    kind: str
    region: str
    period: str
    status: str
    citation: int
    operands: tuple[int, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One value of a comparison; `citation` is None where the reports do not say."""

    text: str  # 138家, or 未见
    citation: int | None


@dataclass(frozen=True)
class ComparisonTable:
    """What a comparison compares: a row a place (or indicator), a column a time (or status)."""

    columns: tuple[str, ...]  # the first heads the names of the rows
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True)
class Understood:
    """How the question was read; shown so that a misreading can be seen."""

    question: str  # stand-alone wording, follow-up slots filled in
    regions: tuple[str, ...]  # names
    periods: tuple[str, ...]
    indicators: tuple[str, ...]
    intent: Intent
    rewritten: str = ""  # the question as the model put it in full, where the rules alone found no answer
    named: tuple[str, ...] = ()  # indicators of the library that the model takes for the one asked


@dataclass(frozen=True)
class Related:
    """Something near that the question did not ask for: shown beside a refusal, never as the answer."""

    text: str
    why: str  # other_region, other_period, other_status, other_measure, part, near_indicator, nearby, unverified
    citation: Citation


@dataclass(frozen=True)
class Answer:
    """What `ask()` returns, for the CLI, HTTP and evals alike."""

    answer: str
    refused: bool
    mode: Mode
    confidence: float
    citations: tuple[Citation, ...]
    figures: tuple[AnswerFigure, ...]
    related: tuple[Related, ...]
    notice: str | None
    understood: Understood
    table: ComparisonTable | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON types."""
        shape: dict[str, Any] = dataclass_to_json(self)
        return shape


def dataclass_to_json(record: Any) -> Any:
    """A record as JSON types: dataclasses to objects, tuples to lists."""
    if hasattr(record, "__dataclass_fields__"):
        return {name: dataclass_to_json(getattr(record, name)) for name in record.__dataclass_fields__}
    if isinstance(record, (list, tuple)):
        return [dataclass_to_json(item) for item in record]
    if isinstance(record, dict):
        return {key: dataclass_to_json(value) for key, value in record.items()}
    return record


@dataclass(frozen=True)
class Evidence:
    """A figure or a text span that may answer, its score in [0, 1], and who found it."""

    report: Report
    paragraph: Paragraph
    start: int
    end: int
    score: float
    found_by: tuple[str, ...]
    figure: Figure | None = None
    states: tuple[Figure, ...] = ()  # what the numbers of a text span say


@dataclass(frozen=True)
class FoundFigure:
    """A row of the figure look-up: the figure with the report and paragraph that state it."""

    figure: Figure
    report: Report
    paragraph: Paragraph
    score: float


@dataclass(frozen=True)
class Wording:
    """What is asked, in words that a report may use for it."""

    content: str
    terms: tuple[str, ...]
    verb: str = ""  # what was done to it, which is no part of its name: 引进 of 引进博士


@dataclass(frozen=True)
class PlaceWording:
    """What a question asks of one of its places, where it words each by itself: 甲市新认定和乙市新增的高企."""

    region: str
    content: str
    action: str
    status: Status | None


Direction = Literal["", "up", "down"]


@dataclass(frozen=True)
class StatedNumber:
    """A number that the question itself claims: 超过1000家了吗."""

    value: Decimal  # in `unit`, not converted
    unit: str  # as printed; "" of a rank, a fraction, 翻番 is 2倍
    bound: Bound  # "" where just this number is claimed; 到, 够, 有 are at_least
    direction: Direction  # of a movement: 增长了5%, 少了300家; "" of a level
    form: NumberForm
    printed: str  # 1000家


@dataclass(frozen=True)
class Operation:
    """One operation on figures: over the places, times or indicators that the question names, or those of a level."""

    kind: OperationKind
    count: int = 1  # of the highest or lowest: 前三; of those added up: 六个区县合计
    level: Level = ""  # 哪个区: over the districts of the place named
    on_growth: bool = False  # 增速最快: over growths, not over levels
    against: str = ""  # 比2023年多多少: the time held up against the one asked about
    whole: str = ""  # 占绍兴市多少: code of the place that the one asked about is part of
    position: int = 1  # 第二高: of those ranked, the one asked for
    test: StatedNumber | None = None  # 超过100亿元的区县: what those asked for have to pass
    takes_away: bool = False  # 甲减去乙、丙: the first less all others
    of_falls: bool = False  # 降幅最小: of those alone that fell
    between_ends: bool = False  # 最高的区和最低的县差多少: the first of the ranked less the last
    undone: str = ""  # 还有几个没开工: what those have not seen that are left
    against_plan: Bound = ""  # of operands in pairs, what was done and what was planned: the side that passes
    against_whole: Bound = ""  # 高于全市的区县: the side of the whole's own figure that passes


@dataclass(frozen=True)
class Question:
    """A question taken apart into slots; empty slots limit nothing."""

    text: str  # as asked, simplified and folded
    regions: tuple[str, ...]  # codes, in the order named
    periods: tuple[str, ...]
    terms: tuple[str, ...]  # canonical indicators that the terms know
    content: str  # the words that name what is asked, places, times and question words left out
    action: str  # 新增, 新认定, … or ""
    wants_total: bool  # 累计, 总数, 现有: a stock, not an increment
    status: Status | None
    statuses_compared: bool  # 目标与完成情况对比
    intent: Intent
    unit: str  # the classifier asked for: 多少[家]
    scope: str  # 全省, 全国 of a rank
    is_plan: bool  # asks for plans: 工作思路, 下一步
    notice: str = ""  # how a relative time was read
    numbers: tuple[str, ...] = ()  # numbers that the question states, as printed
    wants_money: bool = False  # 多少资金, 成交额
    wants_rate: bool = False  # …率, …占比
    parts: tuple[
        tuple[str, str], ...
    ] = ()  # (indicator, wording) of each, where several are asked for at once
    around: str = ""  # what the conversation was about before: 其中… is part of it
    operation: Operation | None = None  # what is to be worked out
    words_by_place: tuple[PlaceWording, ...] = ()  # where each place is worded by itself
    stated: StatedNumber | None = None  # what a yes-or-no question wants confirmed
    verb: str = ""  # of the wording held against a figure: what was done, to be said beside the content
    wordings: tuple[Wording, ...] = ()  # content and terms first, then others, where it has everyday words
    asked: str = ""  # the question without its places, times and civilities, for a refusal to name


ClaimKind = Literal["figure", "text"]
RefusalReason = Literal[
    "no_report", "no_indicator", "no_period", "no_status", "no_action", "no_figure", "ask_region", "no_text"
]


@dataclass(frozen=True)
class Claim:
    """One thing the answer states: the words in front (place, time, status) and the quoted run they stand on."""

    kind: ClaimKind
    label: str  # 绍兴市2024年; "" where the quote says it
    quote: str  # paragraph.text[evidence.start:evidence.end]
    evidence: Evidence
    words: str = ""  # in place of the quote where that is no prose: a row of a table

    @property
    def text(self) -> str:
        """The claim as it is read out, without its mark."""
        return self.label + (self.words or self.quote)


@dataclass(frozen=True)
class Computation:
    """Something worked out from claims: never a figure of a report, so it says so and cites every operand."""

    operation: Operation
    words: str  # 计算得出：绍兴市比温州市多12家
    value: Decimal
    unit: str
    names: tuple[str, ...]  # of the operands, as the words call them
    operands: tuple[Claim, ...]


@dataclass(frozen=True)
class Grid:
    """A comparison before it is cited: names of rows and columns, and the claims that fill them."""

    heading: str  # of the names of the rows: 地区
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[str, str, Claim], ...]  # row, column, claim


@dataclass(frozen=True)
class Refusal:
    """Why there is no answer; a result, not an error."""

    reason: RefusalReason
    message: str  # a plain sentence without any figure


@dataclass(frozen=True)
class Verdict:
    """Whether a claim is borne out by what it cites, and if not, by what it fails."""

    is_sound: bool
    reason: str = ""


@dataclass(frozen=True)
class Draft:
    """What compose makes of evidence, before it is verified and rendered."""

    claims: tuple[Claim, ...]
    refusal: Refusal | None
    related: tuple[tuple[Evidence, str], ...] = ()  # evidence and why it is near
    notice: str = ""
    gaps: tuple[str, ...] = ()  # sentences for what a comparison lacks: 温州市的…，没有找到
    confidence: float = 0.0
    computations: tuple[Computation, ...] = ()
    grid: Grid | None = None
    opening: str = ""  # 是，/不是，: the verdict on what the question supposes
