"""The bodies that go in and out over HTTP.

Request bodies are checked on the way in and refuse fields they do not know. Response bodies only describe:
answers are made of our own records, so checking them again on the way out would cost time and find nothing;
a test holds every response to its schema here instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ingest.records import FigureKind, ParagraphKind, Status
from rag.records import Filters, Intent, Mode, Role, Turn

Responses = dict[int | str, dict[str, Any]]

# A conversation longer than this is not read anyway; the limit keeps one request from holding a worker.
MAX_TURNS = 100
MAX_FILTER_VALUES = 100
MAX_PAGE = 500
MAX_SETS = 100
MAX_QUESTIONS = 20_000


class Request(BaseModel):
    """A request body: unknown fields are an error, so that a misspelt filter never widens a search."""

    model_config = ConfigDict(extra="forbid")


class TurnBody(Request):
    """较早的一条消息。"""

    role: Role
    content: str

    def to_turn(self) -> Turn:
        return Turn(self.role, self.content)


FilterValues = Annotated[list[str], Field(default_factory=list, max_length=MAX_FILTER_VALUES)]


class FiltersBody(Request):
    """把检索限定在这些范围内；空列表不限定。"""

    regions: FilterValues = Field(description="地区名称或行政区划代码，如 绍兴市、330600")
    periods: FilterValues = Field(description="时期，如 2024、2024-H1、2024-Q3、2024-05、2021/2025")
    documents: FilterValues = Field(description="报告编号，见 GET /documents")
    status: Status | None = Field(default=None, description="actual 已实现、expected 预计、target 目标")

    def to_filters(self) -> Filters:
        return Filters(tuple(self.regions), tuple(self.periods), tuple(self.documents), self.status)


class ChatBody(Request):
    """一个问题，以及它之前的对话。"""

    question: str = Field(description="问题", examples=["绍兴新增多少高企"])
    history: list[TurnBody] = Field(
        default_factory=list, max_length=MAX_TURNS, description="较早的对话，旧的在前"
    )
    filters: FiltersBody | None = None
    stream: bool = Field(default=False, description="用 SSE 边答边送")
    conversation_id: str | None = Field(
        default=None, description="接着服务存着的这次对话；它带着前面的话，不能再给 history"
    )
    keep: bool = Field(default=False, description="存下这次对话，回答里有它的 conversation_id")


class GoldValueBody(Request):
    """一个必须在答案里的数，如 {"value": "138", "unit": "家"}。"""

    value: str
    unit: str = ""


class QuoteBody(Request):
    """出处：哪个文件里逐字的哪一段。"""

    doc: str
    quote: str


class CaseBody(Request):
    """一个问题和已知的答案；`id` 不写则自动编号。"""

    id: str = ""
    question: str = Field(min_length=1, max_length=2000, examples=["绍兴新增多少高企"])
    history: list[TurnBody] = Field(default_factory=list, max_length=MAX_TURNS)
    category: str = Field(default="value", min_length=1, max_length=40)
    answerable: bool = Field(description="报告里有没有答案；没有就该拒答")
    gold_figures: list[GoldValueBody] = Field(default_factory=list, description="必须都在答案里的数")
    gold_any: list[str] = Field(default_factory=list, description="其中一个在答案里就行")
    gold_all: list[str] = Field(default_factory=list, description="都要在答案里，a|b 为其一")
    must_not: list[str] = Field(default_factory=list, description="一个都不许在答案里")
    evidence: list[QuoteBody] = Field(default_factory=list)
    note: str = ""


class StoredCaseBody(BaseModel):
    """记下的一题。"""

    case: CaseBody


class CasesBody(BaseModel):
    """记下的全部题，和存放它们的文件（在服务所在的机器上）。"""

    cases: list[CaseBody]
    file: str


class RunBody(Request):
    """要做的一次评测：按名字取的问题集、一起送来的问题，或两者都有。"""

    sets: list[str] = Field(
        default_factory=list,
        max_length=MAX_SETS,
        description="名字，见 GET /evals/sets",
        examples=[["guards-dev"]],
    )
    questions: list[CaseBody] = Field(
        default_factory=list, max_length=MAX_QUESTIONS, description="随请求送来的问题，`id` 不写则自动编号"
    )
    tag: str = Field(default="", max_length=60, description="给这次评测的名字")
    workers: int = Field(default=1, ge=1, le=4, description="同时问几个")


class SetFileBody(BaseModel):
    """一个问题集，和它的文件（在服务所在的机器上）。"""

    name: str
    file: str


class SetsBody(BaseModel):
    sets: list[SetFileBody]


class ScoresBody(BaseModel):
    """一次评测的分数，各是什么见 evals/metrics.py；算不出的是 null。"""

    questions: int
    answer: float | None
    citation_hit: float | None
    citation_precision: float | None
    faithful: float | None
    exact_spans: float | None
    refusal_precision: float | None
    refusal_recall: float | None
    over_refusal: float | None
    wrong: int
    p50_ms: float | None
    p95_ms: float | None


class RunStatusBody(BaseModel):
    """一次评测做到了哪里。"""

    id: str
    tag: str
    state: Literal["waiting", "running", "finished", "cancelled", "failed", "interrupted"] = Field(
        description="interrupted：服务停了，下次启动时接着做"
    )
    done: int
    total: int
    started: str
    finished: str | None
    corpus_digest: str
    corpus_changed: bool = Field(description="做的当中资料库变了")
    missing_documents: list[str] = Field(description="出处所在、资料库里却没有的文件")
    error: str | None
    scores: ScoresBody | None = Field(description="全部题的分数；做完才有")


class OneRunBody(BaseModel):
    run: RunStatusBody


class RunsBody(BaseModel):
    runs: list[RunStatusBody]


class JudgedQuestionBody(BaseModel):
    """一题：题目、应为什么、回答、用时、评判。"""

    case: dict[str, Any]
    gold: str
    answer: dict[str, Any]
    ms: float
    verdict: dict[str, Any]


class RunReportBody(BaseModel):
    """一次评测的全部：在什么上做的、各类分数、逐题的回答和评判。"""

    model_config = ConfigDict(extra="allow")
    id: str
    tag: str
    started: str
    total: int
    target: dict[str, Any]
    versions: dict[str, str]
    interval: list[float]
    scores: dict[str, ScoresBody]
    judge: dict[str, Any] | None = Field(description="评判模型的评分，没有请就是 null")
    questions: list[JudgedQuestionBody]


class QuestionPairBody(BaseModel):
    before: JudgedQuestionBody
    after: JudgedQuestionBody


class ComparisonBody(BaseModel):
    """两次评测之间变了什么，只看两次都问过的题；`p` 是 McNemar 检验的。"""

    before: str
    after: str
    common: int
    only_before: list[str]
    only_after: list[str]
    scores: dict[Literal["before", "after"], ScoresBody]
    p: float
    interval: list[float]
    is_significant: bool
    better: list[QuestionPairBody]
    worse: list[QuestionPairBody]
    still_wrong: list[QuestionPairBody]


class PathsBody(Request):
    """要入库的文件或文件夹，服务所在机器上的绝对路径。"""

    paths: list[str] = Field(min_length=1)
    groups: list[str] = Field(
        default_factory=list, max_length=100, description="归入这些分组；空则新的人人可见，已有的照旧"
    )


class ErrorDetail(BaseModel):
    code: str = Field(description="错误代码，供程序判断", examples=["empty_question"])
    message: str = Field(description="哪里不对", examples=["问题是空的"])
    expected: str = Field(description="应当怎样；没有可说的时为空", examples=["请输入一个问题"])
    request_id: str | None = Field(description="请求的编号，与响应头 X-Request-Id、日志一致；命令行里为 null")


class ErrorBody(BaseModel):
    """所有错误都是这个形状。"""

    error: ErrorDetail


class CitationBody(BaseModel):
    """`text[start:end] == quote`，逐字相同。"""

    index: int
    document_id: str
    title: str
    publisher: str
    published: str
    region: str
    paragraph_id: str
    section: list[str]
    text: str
    quote: str
    start: int
    end: int
    source: str


class AnswerFigureBody(BaseModel):
    """答案里的一个数；计算得出的数，`operands` 是参与计算的引用编号。"""

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
    operands: list[int]


class CellBody(BaseModel):
    """一格：数字和它的引用；报告没有写到的，`text` 是“未见”，没有引用。"""

    text: str
    citation: int | None


class TableBody(BaseModel):
    """比较成表：一行一个地区（或指标），一列一个时期（或性质）。"""

    columns: list[str]
    rows: list[tuple[str, list[CellBody]]]


class RelatedBody(BaseModel):
    """答案之外相近的内容：别的地区、别的年份、相近的指标。"""

    text: str
    why: str
    citation: CitationBody


class UnderstoodBody(BaseModel):
    """问题被理解成什么。"""

    question: str
    regions: list[str]
    periods: list[str]
    indicators: list[str]
    intent: Intent
    rewritten: str = Field(description="规则没有读懂、由语言模型补全的问题；没有就是空的")
    named: list[str] = Field(
        description="语言模型认为可能指的指标（资料库里有的）；只列在 related 里，不用来作答"
    )


class AnswerBody(BaseModel):
    """答案、引用和数据；`refused` 为真时 `answer` 说明缺什么。"""

    answer: str
    refused: bool
    mode: Mode
    confidence: float
    citations: Sequence[CitationBody]
    figures: list[AnswerFigureBody]
    related: Sequence[RelatedBody]
    notice: str | None
    understood: UnderstoodBody
    table: TableBody | None
    timings_ms: dict[str, float]


class ChatAnswerBody(AnswerBody):
    """答案；存下的对话另有编号。"""

    conversation_id: str | None = Field(default=None, description="没有存的，没有这一项")
    message_id: str | None = Field(default=None, description="存下的这个答案的编号")


class FigureBody(BaseModel):
    """报告里的一个数据。偏移量在段落原文中计。"""

    id: str
    report_id: str
    paragraph_id: str
    indicator: str
    name: str
    joint: list[str]
    subject: str
    action: str
    kind: FigureKind
    value: str
    value_max: str | None
    unit: str
    raw: str
    bound: str
    comparator: str
    scope: str
    region: str
    region_name: str
    period: str
    status: Status
    start: int
    end: int
    quote_start: int
    quote_end: int
    context: str


class FoundFigureBody(BaseModel):
    """一个数据和陈述它的原文。"""

    figure: FigureBody
    score: float
    citation: CitationBody


class DocumentBody(BaseModel):
    """一份报告的表头。"""

    id: str
    title: str
    publisher: str
    region: str
    region_name: str
    published: str
    number: str
    period: str
    plan_period: str
    source: str


class ParagraphBody(BaseModel):
    id: str
    index: int
    start: int
    end: int
    text: str
    kind: ParagraphKind
    section: list[str]
    period: str
    is_plan: bool


class DeletedBody(BaseModel):
    deleted: DocumentBody


class MendedBody(BaseModel):
    """放进索引和从索引里拿掉的数目。"""

    paragraphs_added: int
    paragraphs_removed: int
    chunks_added: int
    chunks_removed: int
    indicators_added: int
    indicators_removed: int


class DoctorBody(BaseModel):
    """资料库与索引是否一致；不一致的已经修好。"""

    in_step: bool
    mended: MendedBody


class StepBody(BaseModel):
    """长任务做到了哪里。"""

    done: int
    total: int
    path: str


class OutcomeBody(BaseModel):
    """一个文件入库的结果。"""

    path: str
    document_id: str | None
    status: Literal["added", "replaced", "unchanged", "failed"]
    error: ErrorDetail | None
    paragraphs: int
    figures: int
    seconds: float
    notice: str | None = Field(description="怎样入的库，如地区没有认出；没有要说的为 null")


class IngestedBody(BaseModel):
    documents: list[OutcomeBody]


class ProgressLine(BaseModel):
    """逐行 JSON 里的一行，恰有其中一项。"""

    progress: StepBody | None = None
    result: IngestedBody | MendedBody | None = None
    error: ErrorDetail | None = None


class HealthBody(BaseModel):
    status: Literal["ok"]
    version: str


class ReadyBody(BaseModel):
    status: Literal["ready"]
    documents: int | None
    model: str


class IndexBody(BaseModel):
    name: str
    version: str
    openapi: str
    routes: list[str]


def json_response(model: Any, *errors: int) -> Responses:
    """What a route's OpenAPI entry says: its body on success, the one error shape on the rest."""
    described: Responses = {200: {"model": model}}
    described.update({status: {"model": ErrorBody} for status in errors})
    return described
