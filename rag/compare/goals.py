"""What a report says of its goals in words: that one was missed whose number it does not give, and what was not done."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.normalize import fold
from ingest.numerals import find_numbers
from rag.compare.finder import Finder
from rag.records import Evidence, Question
from rag.wording.overlap import coverage

_GOAL = r"(?:任务|目标|计划|预算)"
# 。
_END = re.compile(r"[。；;\n]|$")
# 比年初预期目标高出2.6个百分点, 未完成年初确定的600户任务, 三项目标没有完成, 保交房任务8127套，全部交付;
# 民生实事全部办结
_SAID_OF_GOAL = re.compile(
    rf"(?:[比较距离超]|[高低快慢优少多]于|(?:完成|达到?|实现))[^，,。；;、\d]{{0,10}}(?:\d+[一-鿿]{{1,2}})?{_GOAL}|"
    rf"(?P<all>[两三四五六七八九]项)?{_GOAL}(?:\d[\d.,]*[一-鿿]{{1,3}}[，,]?)?"
    r"(?:(?:均|都|全部)?(?:没有?|未能?|已|超额|如期|提前)|均|都|全部|全面)(?:完成|达到|实现|交付|办结|兑现|落实)|"
    r"(?P<done>全[部面](?:完成|交付|办结|兑现|落实)|(?:完成|交付|办结|兑现)率(?:达到?|为)?100%)"
)


def said_of_goal(question: Question, finder: Finder) -> Evidence | None:
    """固定资产投资增速比年初目标低2.5个百分点: what a report says of a goal of which it gives no number."""
    ways = (way.content for way in question.wordings)
    names = [fold(name) for name in (question.content, *ways, *question.terms) if name]
    named = re.compile(
        rf"(?<!单位)(?<!人均)(?:{'|'.join(map(re.escape, names)) or '(?!)'})"
    )  # 单位GDP is no GDP
    for one in finder.retriever.find(question, finder.filters).figures:
        paragraph, text = one.evidence.paragraph, fold(one.evidence.paragraph.text)
        if one.fit.misses & {"region", "period"} or paragraph.is_plan or paragraph.kind == "table":
            continue
        for goal in _SAID_OF_GOAL.finditer(text):
            start = max(text.rfind(mark, 0, goal.start()) for mark in "。；;\n") + 1
            at = max((m.start() for m in named.finditer(text, start, goal.start())), default=-1)
            between = text[max(at, start) : goal.start()]
            is_near = not (goal["done"] and re.search("[，,、]", between))
            if at >= start and is_near and (len(find_numbers(between)) < 2 or goal["all"]):
                end = next(_END.finditer(text, goal.end())).start()
                return replace(one.evidence, figure=None, start=start, end=end)
    return None


# 哪件民生实事没有完成, 没完成的任务有哪些
_ASKS_UNDONE = re.compile(
    r"哪.{0,10}(?:没有?|未)能?(?:完成|达到|实现)|(?:没有?|未)能?(?:完成|达到|实现)"
    rf"{_GOAL}?的.{{0,8}}(?:哪|什么)"
)
# 未能完成
_UNDONE = re.compile(r"(?:未能?|没有?)(?:完成|完工|达到|达标|实现)|落空")
# 没有完成的任务
_NO_TOPIC = re.compile(rf"没有?|未能?|完成|达到|实现|{_GOAL}|预期|指标|事项")
# 预期目标
_NAMED = re.compile(rf"{_GOAL}|预期|指标")
MIN_TOPIC = 0.8  # of what is asked besides, said beside what was not done


def undone(question: Question, finder: Finder) -> list[Evidence]:
    """两项任务未能完成: what the newest report in scope owns up to; [] where that is not asked, or none does."""
    scope = finder.retriever.scope(question.regions, finder.filters)
    library = finder.retriever.store.library
    own = [r for r in library.reports() if (scope is None or r.id in scope) and r.region in question.regions]
    own = [r for r in own if not question.periods or r.period in question.periods]
    if not own or not _ASKS_UNDONE.search(question.text):
        return []
    report, topic = max(own, key=lambda r: r.period), _NO_TOPIC.sub("", question.content)
    found = []
    for paragraph in library.paragraphs_of(report.id):
        for piece in re.finditer(r"[^。；;\n]+", "" if paragraph.is_plan else paragraph.text):
            is_told = (
                coverage(topic, fold(piece.group())) >= MIN_TOPIC if topic else _NAMED.search(piece.group())
            )
            if is_told and _UNDONE.search(piece.group()):
                found.append(Evidence(report, paragraph, *piece.span(), 0.8, ("text",)))
    return found
