"""Parts and wholes that follow from each other, where a report tells all others: 进口 of 进出口 and 出口, 奖牌 of 金银铜牌."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from ingest.normalize import fold
from ingest.numerals import scale
from ingest.records import Figure
from rag.compare.finder import Finder
from rag.compare.operands import over_done
from rag.compare.targets import cited
from rag.compare.worked import worked_out
from rag.records import Draft, Filters, Operation, Question
from rag.retrieve.choose import best_of
from rag.retrieve.retriever import FittedFigure, Retriever
from rag.understand.operation import DONE
from rag.wording.overlap import coverage

# whole: its parts, which are all there is by definition
_PARTS = {
    "货物进出口总额": ("出口额", "进口额"),
    "一般公共预算收入": ("税收收入", "非税收入"),
    "奖牌": ("金牌", "银牌", "铜牌"),
}
_OF_TWO = {"城乡居民收入比": ("城镇居民人均可支配收入", "农村居民人均可支配收入")}
# 城乡收入比|去年同期|是多少
# 去年同期
_OF_BEFORE = re.compile("[去上]年|同期")
# 当期结余: what came in less what was paid, of the same time
_BALANCE = re.compile(r"(?:当期|当年|本年|年度)结余")
# of two sorts that are all there is: the one asked about, and the one that a report tells
_SORTS = {
    "分散": "集中",
    "集中": "分散",
    "民办": "公办",
    "公办": "民办",
    "非": "",
    "省外": "省内",
    "线下": "线上",
}
# 非公立医院, 分散供养; not 非遗, 非税
_SORT = re.compile(r"分散|集中|民办|公办|省外|线下|非(?=公|国有|农|化石|规上|财政)")
# 其中对俄进口6.4亿元、出口9.1亿元: perhaps of that country alone
# 对俄进口
_WITH_ONE = re.compile(r"[对向从自][一-鿿]{1,8}(?:进口|出口|贸易)")
# of no thing in particular
# 总收入
_ANY_WHOLE = re.compile(r"^(?:总|全部|所有|整个)[一-鿿]{0,2}$")
# 占全市医疗机构床位的多少
_WHOLE = re.compile(
    r"占(?:到|了|全部|所有|整个|全[省市县区])?(?P<whole>(?!全)[^比的几多百]{2,}?)(?:的|比|多少|几|百分|份额)"
)
_LEVELS = ("count", "amount", "area", "quantity")
MIN_NAMED = 0.6  # of the whole that a share is asked in, said


def tell_rest(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """进出口103.7亿元，其中出口87.1亿元: 16.6 of 进口; None where they do not stand side by side."""
    kind = question.operation.kind if question.operation else "sum"
    if kind != "sum" or question.intent not in ("value", "text"):
        return None
    finder = Finder(retriever, filters)
    for operation, names in _ways(question):
        around = question.asked if operation.kind == "sum" else ""  # 全运会: which meet it was
        found = [_levels(question, name, finder, around) for name in names]
        for figures in product(*found):
            if _are_of_one(operation, figures):
                named = {one.figure.indicator: one for one in figures}
                return worked_out(question, operation, named) if len(named) == len(names) else None
    return _rest_of_sort(question, finder)


def _ways(question: Question) -> list[tuple[Operation, tuple[str, ...]]]:
    """What is taken from what or added up, by definition."""
    rest, added = Operation("difference", takes_away=True), Operation("sum")
    contents = dict.fromkeys((question.content, *(w.content for w in question.wordings if not w.verb)))
    asked = (*question.terms, question.content, f"{question.content}额")
    ways: list[tuple[Operation, tuple[str, ...]]] = []
    for whole, parts in _PARTS.items():
        part = next((p for p in parts if p in asked), None)
        if part and len(question.terms) < 2 and not question.operation:
            ways.append((rest, (whole, *(p for p in parts if p != part))))
        for content in contents:
            if content.endswith(whole):
                ways.append((added, tuple(content.removesuffix(whole) + p for p in parts)))
    if not _OF_BEFORE.search(question.text):
        ways += [(Operation("ratio"), two) for name, two in _OF_TWO.items() if name in question.terms]
    for content in contents:
        is_balance = _BALANCE.search(question.text) and content.endswith("结余")
        if is_balance and not question.operation:
            bare = _BALANCE.sub("结余", content).removesuffix("结余")
            ways.append((rest, (f"{bare}收入", f"{bare}支出")))
    return ways


def _levels(question: Question, words: str, finder: Finder, around: str = "") -> list[FittedFigure]:
    terms = tuple(dict.fromkeys(t.name for t in finder.terms.find(words)))
    asked = replace(
        question, terms=terms, content=words, text=around + words, wordings=(), intent="value", operation=None,
        parts=(), unit="", wants_total=False, wants_rate=False, scope="",
    )  # fmt: skip
    return [f for f in finder.fitting(asked) if f.figure.kind in _LEVELS and not f.figure.joint]


def _are_of_one(operation: Operation, figures: Sequence[FittedFigure]) -> bool:
    """Whether all stand in one paragraph, are of one thing and time, and nothing says that one is of a part."""
    first, *others = (one.figure for one in figures)
    same = ("report_id", "region", "period", "status", "unit")
    if not all(getattr(first, field) == getattr(f, field) for f in others for field in same):
        return False
    if operation.takes_away and any(first.value < f.value for f in others):
        return False
    if operation.kind == "sum" and len({f.subject for f in (first, *others)}) > 1:
        return False
    if len({f.paragraph_id for f in (first, *others)}) > 1:  # 医保基金收入, 医保基金支出: each a line
        return first.name.replace("收入", "支出") == others[0].name and operation.takes_away
    between = figures[0].evidence.paragraph.text[
        min(f.end for f in (first, *others)) : max(f.start for f in (first, *others))
    ]
    return not _WITH_ONE.search(between) and (operation.kind != "sum" or not re.search("[。；;\n]", between))


def _rest_of_sort(question: Question, finder: Finder) -> Draft | None:
    """特困供养人员4186人，其中集中供养1352人: those of the other sort, where there are but two."""
    sort = _SORT.search(question.content)
    if sort is None or question.operation:
        return None
    other = question.content.replace(sort.group(), _SORTS[sort.group()], 1)
    for one in _levels(question, other, finder):
        whole = whole_of(one, finder)
        if whole and not _has_siblings(one, finder) and _SORTS[sort.group()] in one.figure.name:
            named = {whole.figure.name: whole, one.figure.name: one}
            return worked_out(question, Operation("difference", takes_away=True), named)
    return None


def whole_of(one: FittedFigure, finder: Finder) -> FittedFigure | None:
    """What a figure is a part of, as its sentence says: 研发投入38.4亿元 of 其中企业投入32.6亿元."""
    part, text = one.figure, one.evidence.paragraph.text
    same = ("region", "period", "status")
    wholes = [
        f
        for f in finder.retriever.store.library.figures_of([part.paragraph_id])
        if part.subject in (f.indicator, f.name)
        and f.end <= part.start
        and all(getattr(f, field) == getattr(part, field) for field in same)
        and (f.kind, scale(f.unit)[1]) == (part.kind, scale(part.unit)[1])
        and "其中" in text[f.end : part.start]
        and not re.search("[。\n]", text[f.end : part.start])
    ]
    return cited(one, max(wholes, key=lambda f: f.end)) if wholes else None


def _has_siblings(one: FittedFigure, finder: Finder) -> bool:
    """Whether other parts of the same whole are told beside it."""
    part, text = one.figure, one.evidence.paragraph.text
    end = next((m.start() for m in re.finditer("[。；;\n]", text[part.end :])), len(text))
    others = finder.retriever.store.library.figures_of([part.paragraph_id])
    return any(
        f.id != part.id and (f.kind, f.unit) == (part.kind, part.unit)
        and (part.end <= f.start < part.end + end or f.subject == part.subject)
        for f in others
    )  # fmt: skip


def tell_share(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """研发投入38.4亿元，其中企业投入32.6亿元: the share of a part in the whole that the sentence sets it in."""
    is_share = question.intent == "ratio" or bool(question.operation and question.operation.kind == "share")
    if (
        not is_share
        or (question.operation and question.operation.whole)
        or len(question.regions) > 1
        or len(question.periods) > 1
    ):
        return None
    finder = Finder(retriever, filters)
    part = question.parts[0][1] if question.parts else ""
    ways = ((part, ""), (question.content, ""), (part.removesuffix("数"), question.asked))  # 其中企业5.1亿元
    for content, around in (way for way in ways if way[0]):
        for one in best_of(question, _levels(question, content, finder, around)):
            whole = whole_of(one, finder)
            is_of_own = question.scope in ("", f"全{one.figure.region_name[-1:]}")
            if whole and is_of_own and _is_named(question, whole.figure):
                named = {one.figure.name: one, whole.figure.name: whole}
                return worked_out(question, Operation("share"), named)
    return None


# 重大隐患整改率
_DONE_RATE = re.compile(rf"(?P<of>[一-鿿]{{2,}}?)的?(?P<verb>{DONE})率")


def tell_done_rate(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """排查隐患160处，完成整改156处: the rate of what is done, where none is stated."""
    asked = _DONE_RATE.fullmatch(question.content)
    if asked is None or question.operation or len(question.regions) > 1 or question.status == "target":
        return None
    finder = Finder(retriever, filters)
    operation = Operation("share", undone=asked["verb"])
    plain = replace(
        question, content=asked["of"], text=asked["of"] + asked["verb"],
        terms=tuple(t.name for t in finder.terms.find(asked["of"])),
        wordings=(), intent="value", unit="", wants_rate=False, wants_total=False,
    )  # fmt: skip
    gathered = over_done(plain, operation, finder)
    return worked_out(question, operation, dict(reversed(gathered.found.items()))) if gathered else None


def _is_named(question: Question, whole: Figure) -> bool:
    """Whether the whole is the one that the question names, if it names one."""
    named = _WHOLE.search(question.text)
    asked = question.parts[-1][1] if len(question.parts) > 1 else named["whole"] if named else ""
    said = fold(f"{whole.name} {whole.indicator}")
    return not asked or bool(_ANY_WHOLE.match(asked)) or coverage(asked, said) >= MIN_NAMED
