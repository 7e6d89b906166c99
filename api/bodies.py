"""What the library answers: paragraphs found, figures, tables, documents, jobs. The rest is in api/schemas.py."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.schemas import CitationBody, DocumentBody, FoundFigureBody, ParagraphBody
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
