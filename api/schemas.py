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
    """A request body: unknown fields are an error, so that a misspelt filter never widens a search.

    Nor is half of a surrogate pair taken, which JSON can write and nothing can store: `str_min_length` makes pydantic look.
    """

    model_config = ConfigDict(extra="forbid", str_min_length=0)


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
