"""What the library answers: paragraphs found, figures, tables, documents, jobs. The rest is in api/schemas.py."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from api.schemas import (
    CitationBody,
    DocumentBody,
    ErrorDetail,
    FigureBody,
    FoundFigureBody,
    OutcomeBody,
    ParagraphBody,
    StepBody,
)
from ingest.records import FigureKind, Status

# --- retrieval --------------------------------------------------------------------------------------------


class StandingBody(BaseModel):
    """一路检索给的分数和名次（从 1 起）。"""

    score: float
    rank: int


class RetrieversBody(BaseModel):
    """各路检索；没有找到这一段的是 null。"""

    words: StandingBody | None = Field(description="全文，BM25")
    dense: StandingBody | None = Field(description="向量，余弦相似度")
    figures: StandingBody | None = Field(description="段中最合的数据")


class HitBody(BaseModel):
    """一段，和找到它的理由；`highlights` 是 `paragraph.text` 中的 [起, 止)。"""

    document: DocumentBody
    paragraph: ParagraphBody
    retrievers: RetrieversBody
    fusion: StandingBody
    highlights: list[tuple[int, int]]


class SearchBody(BaseModel):
    hits: list[HitBody]
    total: int
    limit: int
    offset: int


# --- figures ----------------------------------------------------------------------------------------------


class FiguresBody(BaseModel):
    """一页数据。"""

    figures: list[FoundFigureBody]
    total: int = Field(description="符合条件的共有多少")
    limit: int
    offset: int
    more: bool = Field(description="此页之后还有没有")


class CellFigureBody(BaseModel):
    """一格里的一个数；`citation` 是 `citations` 里的编号。"""

    figure_id: str
    text: str
    value: str
    unit: str
    action: str
    kind: FigureKind
    status: Status
    citation: int


class CrossCellBody(BaseModel):
    """一个地区、一个时期；报告没有写到的，`text` 是“未见”，`figures` 为空。"""

    text: str
    figures: list[CellFigureBody]


class CrossRowBody(BaseModel):
    region: str
    region_name: str
    cells: list[CrossCellBody]


class CrossTableBody(BaseModel):
    """一个指标：一行一个地区，一列一个时期。"""

    indicator: str
    status: Status | None
    periods: list[str]
    labels: list[str] = Field(description="时期的名称，与 periods 一一对应")
    rows: list[CrossRowBody]
    notices: list[str] = Field(description="口径、单位不同之类，比较前要看的")


class TablesBody(BaseModel):
    tables: list[CrossTableBody]
    citations: list[CitationBody]


# --- documents --------------------------------------------------------------------------------------------


class DocumentsBody(BaseModel):
    """一页报告，新的在前。"""

    documents: list[DocumentBody]
    total: int
    limit: int
    offset: int


class WholeDocumentBody(BaseModel):
    """一份报告：表头、一页段落、这些段落里的数据。"""

    document: DocumentBody
    paragraphs: list[ParagraphBody]
    figures: list[FigureBody]
    total: int = Field(description="段落总数")
    limit: int
    offset: int


class JobFileBody(BaseModel):
    name: str
    size: int | None = Field(description="字节；没有收下的为 null")
    error: ErrorDetail | None = Field(description="没有收下的原因")


class JobBody(BaseModel):
    """一个后台任务。"""

    id: str
    kind: Literal["upload", "replace", "reread"] = Field(description="reread：按新的词表重读")
    state: Literal["waiting", "running", "finished", "failed", "interrupted"] = Field(
        description="interrupted：服务中断了，可以接着做"
    )
    created: str
    updated: str
    files: list[JobFileBody]
    replaces: str | None = Field(description="被替换的报告")
    progress: StepBody | None
    documents: list[OutcomeBody] = Field(description="每个文件的结果，做完才有")
    error: ErrorDetail | None = Field(description="state 为 failed 的原因；有一份入了库就是 finished")


class OneJobBody(BaseModel):
    job: JobBody


class JobsBody(BaseModel):
    jobs: list[JobBody]
    total: int
    limit: int
    offset: int


# --- feedback and terms -----------------------------------------------------------------------------------


class FeedbackBody(BaseModel):
    id: str
    key_id: str
    created: str
    rating: Literal["good", "bad"]
    message_id: str | None
    question: str
    answer: str
    comment: str


class OneFeedbackBody(BaseModel):
    feedback: FeedbackBody


class FeedbackPageBody(BaseModel):
    feedback: list[FeedbackBody]
    total: int
    limit: int
    offset: int


class TermBody(BaseModel):
    """一个指标。"""

    name: str
    aliases: list[str]
    not_in: list[str]
    parents: list[str]
    units: list[str]
    kind: FigureKind
    figures: int = Field(description="资料库里有多少个数据")
    is_own: bool = Field(description="在自己的词表里")


class TermsBody(BaseModel):
    terms: list[TermBody]
    total: int
    limit: int
    offset: int


class CheckedTermsBody(BaseModel):
    """一份词表对不对；不对的，`line` 是第几行。"""

    is_valid: bool
    line: int | None
    problem: str | None
    terms: int = Field(description="连同自带的，一共多少个指标")


class AddedTermsBody(BaseModel):
    added: list[str]
    job: JobBody | None = Field(description="重读的任务；没有要求重读的是 null")
