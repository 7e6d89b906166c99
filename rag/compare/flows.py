"""What came less what went: 新增1026人、退出1884人 is 净减少858人, and births less deaths the natural growth of a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.compare.finder import Finder, Gathered, gathered_of
from rag.records import Question
from rag.retrieve.retriever import FittedFigure

# 净减少多少人, 净流入, 自然增减多少, 退出减新增
_NET = re.compile(
    r"净[增减](?:加|少)?|净(?:退出|流入|流出)|自然增(?:[减加]|长(?!率))|自然减少|"
    r"(?:退出|清退|注销)(?:的)?减去?新增|出生(?:的)?减去?死亡"
)
# 出生减死亡
_NATURAL = re.compile("自然增(?:[减加]|长(?!率))|自然减|出生")
_CAME = frozenset("新增 新纳入 纳入 迁入 转入 新登记 新设 新设立 新注册 入库 新入库 招聘".split())
_WENT = frozenset("退出 清退 注销 退库 迁出 转出 移出 取消 停保 流失".split())


def over_flows(question: Question, finder: Finder) -> Gathered | None:
    """What came and what went, told in one sentence of one report; None where not both are, or no net is asked."""
    if not _NET.search(question.text):
        return None
    if _NATURAL.search(question.text):
        if finder.fitting(question):
            return None  # 自然增加546人, as the report says itself
        born, died = (_told(question, what, finder) for what in ("出生人口", "死亡人口"))
        came, went = ([f for f in told if f.fit.misses <= {"action"}] for told in (born, died))
    else:
        told = _told(question, _NET.sub("", question.content).removesuffix("净"), finder)
        alike = [f for f in told if f.fit.misses <= {"action"}]
        came = [f for f in alike if f.figure.action in _CAME]
        went = [f for f in alike if f.figure.action in _WENT]
    pair = next(((a, b) for a in came for b in went if _are_of_one(a, b)), None)
    if pair is None:
        return None
    names = [f.figure.action or f.figure.name for f in pair]
    gathered = gathered_of("性质", {name: [f] for name, f in zip(names, pair, strict=True)}, True)
    return replace(gathered, of_one_status=False, of_one_indicator=False)


def _told(question: Question, content: str, finder: Finder) -> Sequence[FittedFigure]:
    plain = replace(
        question, text=content, content=content, terms=(), wordings=(), operation=None, parts=(), intent="value",
        action="", unit="", periods=question.periods, wants_total=False,
    )  # fmt: skip
    return finder.retriever.find(plain, finder.filters).figures


def _are_of_one(came: FittedFigure, went: FittedFigure) -> bool:
    """Whether both are told in one sentence, of one place and time, and counted alike."""
    a, b = came.figure, went.figure
    text = came.evidence.paragraph.text[min(a.end, b.end) : max(a.start, b.start)]
    alike = all(
        getattr(a, field) == getattr(b, field)
        for field in ("paragraph_id", "region", "period", "status", "kind")
    )
    return alike and a.unit.lstrip("百千万亿") == b.unit.lstrip("百千万亿") and not re.search("[。；;]", text)
