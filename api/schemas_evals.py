"""Bodies of question sets and of the runs over them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas import MAX_QUESTIONS, MAX_SETS, MAX_TURNS, Request, TurnBody


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
