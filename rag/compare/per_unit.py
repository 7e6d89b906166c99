"""How much falls to each, where a report tells how many there are and how much went to them: 项目24个、资金1.2亿元."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.numerals import scale
from ingest.records import Figure
from rag.compare.finder import Finder
from rag.compare.targets import cited
from rag.compare.worked import worked_out
from rag.records import Draft, Filters, Operation, Question
from rag.retrieve.retriever import FittedFigure, Retriever
from rag.understand.subject import content_of

_EACH = "人次|[个项家户人笔件名亩台次例所座条场本只头艘辆张套宗]"
# 平均每个项目, 每笔平均, 一家企业平均, 户均
_PER = re.compile(
    rf"平均(?:到|下来|算下来)?[,，]?[每一](?P<a>{_EACH})|[每一](?P<b>{_EACH})[一-鿿]{{0,6}}?平均|每(?P<c>{_EACH})|"
    r"(?P<d>[户人亩笔件项家])均"
)
# 平均每个|项目|投资多少
_AGAIN = re.compile(
    r"(?:项目|小区|企业|贷款|单位|活动|案件|公司|工程|平台|人才)?(?:能|可以?)?(?:[分拿得]到?|获得?|有)?了?"
)
_ALIKE = (
    ("人", "名", "人次"),
    ("户", "家"),
    tuple("个项件家所座条处场"),
)  # classifiers that may stand for each other
# 平均每家拿到多少: money, where no unit is asked for
_MONEY = re.compile(r"元|钱|[多几]少[万亿]|投|资|贷|补|贴|奖|税|[拿领分]到?|金|额|费")
# 平均每个项目产值多少: of nothing else
_MEASURE = re.compile("产值|产量|利润|营收|收入|面积|消费")
# |企业办理留抵退税: behind 为312家
_DONE_FOR = re.compile(r"[一-鿿]{2,16}")
# 、资金, ，发放补贴, ，总投资
_SPENT = re.compile(
    r"[，,、和及]?(?:并|共|累计|总|合计|涉及|获|得|争取|到位|落实|发放|拨付|投入|完成|兑现|下达|安排|给予|项目|各类|财政)*"
    r"(?:(?:补贴|补助|奖补|奖励|资金|金额|经费|投资|贷款|授信|补偿|总额|额|金)+(?:共|达|为|约|累计)*)?"
)
# ，惠及居民, ，带动就业
_REACHED = re.compile(
    r"[，,、](?:共|累计|直接)*(?:惠及|带动|支持|服务|覆盖|吸纳|涉及|帮助|受益|扶持|资助|救助|受惠|帮扶|安置|保障)"
    r"[^\d，,。；;]{0,10}|[，,、]?(?:共计?|合计)?"
)


def tell_per_unit(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """平均每个项目500万元; None where the two do not stand side by side."""
    per = _PER.search(question.asked)
    if per is None or question.operation is not None or len(question.periods) > 1:
        return None
    each = next(filter(None, per.groups()))
    finder = Finder(retriever, filters)
    for asked in _of_all(question, per, finder):
        for one in finder.fitting(asked):
            for total, count in _pairs(one, finder):
                is_asked = bool(question.unit or _MONEY.search(question.asked))
                is_asked &= total.unit.endswith(question.unit or "元") and total.unit != count.unit
                measure = _MEASURE.search(question.asked)
                is_asked &= measure is None or measure.group() in total.name
                if is_asked and _is_each(count.unit, each):
                    named = {"总数": cited(one, total), count.name: cited(one, count)}
                    return worked_out(question, Operation("per_unit", against=scale(count.unit)[1]), named)
    return None


def _of_all(question: Question, per: re.Match[str], finder: Finder) -> list[Question]:
    """What is asked without the words for each: 老旧小区改造 of 老旧小区改造平均每个小区惠及多少户."""
    front, behind = question.asked[: per.start()], question.asked[per.end() :]
    behind = _AGAIN.sub("", behind, count=1)
    plain = replace(question, wordings=(), unit="", intent="value", wants_money=False, parts=())
    found = []
    for words in (front, front + behind):
        terms = finder.terms.find(words)
        content = content_of(words, terms)
        names = tuple(dict.fromkeys(term.name for term in terms))
        found.append(replace(plain, content=content, text=content, terms=names))
    return [one for one in found if len(one.content) > 1]


def _is_each(unit: str, each: str) -> bool:
    base = scale(unit)[1] or unit
    if each == "个":  # 每个老人
        return re.fullmatch(_EACH, base) is not None
    return base == each or any(base in group and each in group for group in _ALIKE)


def _pairs(one: FittedFigure, finder: Finder) -> list[tuple[Figure, Figure]]:
    """The figure with the one before and the one behind it, each way round, where the sentence says the two of one thing."""
    text = one.evidence.paragraph.text
    figures = finder.retriever.store.library.figures_of([one.figure.paragraph_id])
    levels = [f for f in sorted(figures, key=lambda f: f.start) if f.kind in ("count", "amount", "quantity")]
    at = next((n for n, f in enumerate(levels) if f.id == one.figure.id), None)
    if at is None or one.evidence.paragraph.kind == "table":
        return []
    pairs = []
    for n in (at - 1, at):
        run = levels[max(n - 1, 0) : n + 2]
        if (
            0 <= n < len(levels) - 1
            and _are_of_one(levels[n], levels[n + 1], text)
            and not _is_listed(run, text)
        ):
            pairs += [(levels[n], levels[n + 1]), (levels[n + 1], levels[n])]
    return pairs


def _are_of_one(first: Figure, second: Figure, text: str) -> bool:
    between = text[first.end : second.start]
    same = ("region", "period", "status")
    said = _SPENT if second.kind == "amount" else _REACHED
    is_own = second.subject in (first.indicator, first.name) and not re.search(r"[\d。；;\n]", between)
    return (
        all(getattr(first, field) == getattr(second, field) for field in same)
        and not (first.joint or second.joint or "其中" in between)
        and (is_own or said.fullmatch(between) is not None or _is_done_for(first, second, text))
    )


def _is_done_for(first: Figure, second: Figure, text: str) -> bool:
    """为312家企业办理退税4.68亿元: how many, and how much went to them."""
    is_for = text[: first.start].endswith(("为", "给", "向", "对"))
    return (
        is_for and second.kind == "amount" and _DONE_FOR.fullmatch(text[first.end : second.start]) is not None
    )


def _is_listed(run: list[Figure], text: str) -> bool:
    """新开工24个、竣工18个，完成投资30亿元: of both, and of neither alone."""
    if len(run) < 3:
        return False
    before, first, _ = run
    return (
        before.unit == first.unit
        and re.fullmatch(r"[、和][^，,。；;]*", text[before.end : first.start]) is not None
    )
