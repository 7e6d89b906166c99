"""Things counted one after another in a sentence: what is told behind them is not of one of them alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ingest.normalize import fold
from ingest.numerals import find_numbers
from ingest.records import Figure, Paragraph
from rag.match.words import MEASURE, part_of, words_of

# 举办招聘会120场,|提供岗位3.2万个,|达成意向8000人: what came of it; 查处林业案件41起,|处罚46人
_CAME_OF_IT = re.compile(
    r"(?:共|累计|已|可|直接|间接)*(?:惠及|受益|覆盖|带动|涉及|提供|吸引|参与|参加|达成|服务|接待|发放|投入|完成|实现|"
    r"拨付|解决|吸纳|新增|培训)|(?:处罚|移送|抓获|处理|结案|办结|行政拘留|责令整改|责令改正)(?=\d)"
)
_EVENTS = frozenset("场次期届轮回")
# 食品案件214件、
_MARKS = re.compile("[,，、;；]")


class _Item(NamedTuple):
    """One of the things counted before a number."""

    words: str
    clause: int  # which clause of the sentence it stands in
    unit: str


def is_of_others_too(asked: str, figure: Figure, paragraph: Paragraph) -> bool:
    """查处食品案件214件、药品案件57件,罚款326万元: not of the 食品案件 alone; nor is what is told behind another thing."""
    if figure.kind not in ("count", "amount", "area", "quantity"):
        return False  # 建议12件、提案36件,办结率100%: of each of them
    part = part_of(figure, paragraph)
    own_start = max((m.end() for m in re.finditer("[,，]", part[: part.rfind(fold(figure.raw))])), default=0)
    own = part[own_start:] + fold(f"{figure.subject} {figure.name} {figure.indicator} {figure.action}")
    unsaid = [w for w in words_of(asked) if len(w) > 1 and w not in own and not MEASURE.search(w)]
    whole, is_part, others = part[:own_start].rpartition("其中")
    if is_part:  # 残疾人新增就业1433人,其中城镇485人、农村948人: what the whole says is said of each
        unsaid = [w for w in unsaid if w not in whole]
    items = _items(others) if unsaid else []
    return any(
        one.unit not in _EVENTS and _is_asked_alone(one, other, unsaid)
        for one in items
        for other in items
        if other.clause >= one.clause
    )


def _is_asked_alone(one: _Item, other: _Item, asked: Sequence[str]) -> bool:
    """Whether something of what is asked tells of the one and nothing of the other."""
    of_one, of_other = ({w for w in asked if w in item.words} for item in (one, other))
    return bool(of_one - of_other) and not of_other - of_one


def _items(before: str) -> list[_Item]:
    """The things counted there, as 食品案件 of 查处食品案件214件; not what came of one of them."""
    found, start, clause = [], 0, 0
    for mark in _MARKS.finditer(before):
        words = before[start : mark.start()]
        counted = [
            n for n in find_numbers(words) if n.form == "plain" and n.unit[-1:] not in ("元", "%", "点")
        ]
        if counted and not _CAME_OF_IT.match(words):
            found.append(_Item(words[: counted[0].start], clause, counted[0].unit))
        clause += mark.group() != "、"
        start = mark.end()
    return found
