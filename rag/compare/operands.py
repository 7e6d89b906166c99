"""The figures that a comparison goes by: one for each of its places, times, indicators or statuses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.normalize import fold
from ingest.numerals import scale
from ingest.periods import contains, period_label, previous, recency
from ingest.records import Figure
from ingest.segments import segment
from rag.compare.compute import deed_of
from rag.compare.finder import Finder, Gathered, common_period, gathered_of
from rag.compare.targets import cited, over_statuses
from rag.records import Filters, Intent, Operation, Question
from rag.retrieve.choose import best_of
from rag.retrieve.retriever import FittedFigure, Retriever
from rag.wording.deeds import meanings
from rag.wording.overlap import coverage

MAX_BRIEF = 3  # characters of a side that says too little by itself
_OWN_WHOLE = ("全省", "全市", "全县", "全区", "全州")
_AMONG_LEVEL = ("highest", "lowest", "each", "which", "average")


def own_of_whole(question: Question, retriever: Retriever, filters: Filters) -> FittedFigure | None:
    """The figure of the place whose districts are asked about: 高于全市."""
    finder = Finder(retriever, filters)
    outer = question.regions[:1] or tuple(finder.own_regions if len(finder.own_regions) == 1 else ())
    on_growth = question.operation is not None and question.operation.on_growth
    intent: Intent = "change" if on_growth and not question.wants_rate else "value"
    asked = replace(question, intent=intent, regions=outer, scope="", unit="", operation=None)
    fitting = finder.fitting(asked) if outer else []
    return next(iter(_newest_best(asked, fitting)), None)


def gather(
    question: Question, operation: Operation, retriever: Retriever, filters: Filters
) -> Gathered | None:
    """The operands of an operation; None where the question names too little to find any."""
    finder = Finder(retriever, filters)
    is_of_rates = question.wants_rate or "比例" in question.text  # 研发投入强度高几个百分点: rates themselves
    on_growth = operation.on_growth and not is_of_rates
    intent: Intent = "change" if on_growth else "value"
    unit = "%" if "比例" in question.text and operation.kind != "share" and not on_growth else ""
    unit = question.unit if operation.kind == "sum" else unit
    plain = replace(question, intent=intent, scope="", wants_total=False, unit=unit)
    if not (question.content or question.terms):
        return None
    if _TWO_GOALS.search(question.text):
        plain = replace(plain, status="target")
    elif _holds_up_target(question, operation) and not operation.level:
        return over_statuses(replace(plain, status=None), finder)
    if operation.kind == "share" and (operation.whole or question.scope in _OWN_WHOLE):
        return _over_whole(plain, operation, finder)
    if operation.level == "beside":
        return _over_places(plain, finder.beside(question.regions[0]), finder, named=False)
    if operation.undone == "投资":
        return _over_stages(plain, finder)
    if operation.undone:
        words = replace(plain, text=plain.content, around=operation.undone)  # 没整改 is said of the rest
        return over_done(replace(words, unit=question.unit, status=None), operation, finder)
    if operation.takes_away and operation.whole:  # 全市产量减去甲、乙两县
        return _over_places(plain, [operation.whole, *question.regions], finder)
    places = _beside_each_other(question, operation, finder)
    if len(places) > 1:
        return _over_places(replace(plain, regions=tuple(places)), places, finder)
    if len(question.parts) > 1:
        over = _over_indicators(plain, finder)
        return over if over and over.found else None
    if operation.kind == "sum" and (named := _SO_MANY.search(question.content)):
        return _over_items(question, named, finder)
    if operation.level == "year" or len(question.periods) > 1 or operation.against:
        return _over_periods(plain, operation, finder)
    if _is_among_level(operation):
        return _over_places(plain, finder.places(operation, question.regions), finder, named=False)
    return None


def _is_among_level(operation: Operation) -> bool:
    """六个区县合计 is added up; what all of them have together, the place above reports."""
    is_counted = operation.kind == "sum" and operation.count > 1
    is_among = operation.kind in _AMONG_LEVEL or operation.between_ends or is_counted
    return bool(operation.level) and is_among


# 2025年目标比2024年目标少多少: goals of two years, and no result
_TWO_GOALS = re.compile(r"(?:目标|计划|任务).{0,4}[比较].{0,10}(?:目标|计划|任务)")


def _holds_up_target(question: Question, operation: Operation) -> bool:
    """完成年度计划了吗; 2025年目标比2024年多多少, which a result of 2024 tells."""
    is_next = operation.kind == "difference" and question.status == "target" and bool(operation.against)
    return question.statuses_compared or is_next


def _beside_each_other(question: Question, operation: Operation, finder: Finder) -> list[str]:
    """The places named, without the one that all others lie in: of 甲区乙镇和丙镇 the two towns."""
    codes = list(question.regions)
    if operation.takes_away or len(codes) < 3:
        return codes
    outer = _outermost(codes, finder)
    return [c for c in codes if c not in outer[:1]]


def _outermost(codes: Sequence[str], finder: Finder) -> list[str]:
    """The place that all others lie in; none of one place alone."""
    return [c for c in codes if len(codes) > 1 and all(c == o or finder.is_inside(o, c) for o in codes)]


def _over_places(question: Question, codes: list[str], finder: Finder, named: bool = True) -> Gathered | None:
    asked = replace(question, regions=tuple(codes))
    fitting = _fitting_by_place(asked, finder) if codes else []
    fitting = fitting if named else _of_widest_report(fitting)
    period = question.periods[0] if len(question.periods) == 1 else common_period(fitting)
    found = {
        c: best_of(asked, [f for f in fitting if f.figure.region == c and f.figure.period == period])
        or (_newest(asked, [f for f in fitting if f.figure.region == c]) if named else [])
        for c in codes
    }
    gathered = gathered_of("地区", {finder.name(c): f for c, f in found.items()}, named)
    left_out = () if named else tuple(finder.name(c) for c in codes if not found[c])
    return replace(gathered, of_one_indicator=not question.words_by_place, left_out=left_out)


def _of_widest_report(fitting: Sequence[FittedFigure]) -> list[FittedFigure]:
    """Of each place the figures of the report that has most of the places: what a place says of itself may differ."""
    places: dict[str, set[str]] = defaultdict(set)
    for one in fitting:
        places[one.evidence.report.id].add(one.figure.region)
    order = sorted(places, key=lambda report: -len(places[report]))
    first = {c: report for report in reversed(order) for c in places[report]}
    return [f for f in fitting if f.evidence.report.id == first[f.figure.region]]


def _newest(question: Question, fitting: Sequence[FittedFigure]) -> list[FittedFigure]:
    """The figure of another time than the others', for a place that has none of theirs."""
    results = [f for f in fitting if f.figure.status != "target"] or list(fitting)
    latest = max((f.figure.period for f in results), key=recency, default="")
    return best_of(question, [f for f in results if f.figure.period == latest])


def _fitting_by_place(question: Question, finder: Finder) -> list[FittedFigure]:
    if not question.words_by_place:
        return finder.fitting(question)
    fitting = []
    says_status = any(own.status for own in question.words_by_place)
    for own in question.words_by_place:
        terms = tuple(dict.fromkeys(t.name for t in finder.terms.find(own.content)))
        asked = replace(question, regions=(own.region,), content=own.content, terms=terms, wordings=())
        status = own.status if says_status else question.status
        fitting += finder.fitting(replace(asked, action=own.action or question.action, status=status))
    return fitting


_COUNTED = ("count", "amount", "area", "quantity")


def over_done(question: Question, operation: Operation, finder: Finder) -> Gathered | None:
    """126个重点项目已经开工112个: all of them and those done, of one sentence; 还有几个没开工 is the rest."""
    year = next((p for p in question.periods if p.isdigit() and len(question.periods) == 1), "")
    question = replace(question, periods=()) if year else question  # 至6月底 of it, too
    near = finder.retriever.find(question, finder.filters).figures  # 整治124个 is not how many there are
    alike = [f for f in near if f.fit.misses <= {"action"} and f.figure.period.startswith(year)]
    goals = [f for f in alike if f.figure.status == "target"]
    fitting = [f for f in finder.fitting(question) if f not in goals and f.figure.period.startswith(year)]
    taken_in = [f for f in alike if f.figure.action in _PLANNED and f not in fitting]
    fitting = [f for f in (*fitting, *goals, *taken_in) if f.figure.kind in _COUNTED]
    deeds = _deeds(operation.undone)
    done = [f for f in alike if f.figure.action in deeds or _is_done(f.figure, operation.undone)]
    for one in [*done, *_told_apart(fitting, operation, finder)]:
        wholes = [
            f
            for f in fitting
            if f.figure.paragraph_id == one.figure.paragraph_id
            and _says_all(f, one)
            and not one.evidence.paragraph.text[f.figure.end : one.figure.start].count("。")
        ]
        if wholes:
            found = {"总数": wholes[-1:], f"已{operation.undone}": [one]}
            return replace(gathered_of("性质", found, True), of_one_status=False, of_one_time=False)
    return None


def _deeds(undone: str) -> set[str]:
    """What else the deed is called: 没修完 is 没有完成, 没有建成."""
    return {undone, f"{undone}风险", *meanings(undone), *_MADE.get(undone[:1], ())}


_MADE = dict.fromkeys("建修完", ("完成", "建成", "竣工", "完工", "通车", "入库"))  # 还有几条没修完


def _is_done(figure: Figure, deed: str) -> bool:
    """整改完成679处."""
    before = fold(figure.context).rpartition(fold(figure.raw))[0]
    return figure.action == "完成" and before.endswith(f"{deed}完成")


# 剩余5条
_IS_LEFT = re.compile(r"(?:剩余|还剩|剩下|尚余|余下|尚有|还有)(?:[^,，。;；、\d]{0,4}|\d+[个条户])$")


def left_over(question: Question, undone: str, finder: Finder) -> FittedFigure | None:
    """已完成27条，剩余5条; 已整改296处，未整改24处: what a report itself says is left."""
    text = f"{question.content}剩余"
    plain = replace(question, text=text, operation=None, intent="value", wants_total=False)
    not_done = {mark + deed for mark in "未没" for deed in _deeds(undone)}
    for one in finder.retriever.find(plain, finder.filters).figures:
        figure, before = one.figure, fold(one.evidence.paragraph.text[: one.figure.start])
        is_it = (
            "indicator" not in one.fit.misses or coverage(question.content, fold(figure.subject)) >= MIN_SAID
        )
        is_left = figure.action == "剩余" or figure.action in not_done or bool(_IS_LEFT.search(before))
        if is_it and is_left and not one.fit.misses & {"region", "period", "kind"}:
            return one
    return None


def _told_apart(fitting: Sequence[FittedFigure], operation: Operation, finder: Finder) -> list[FittedFigure]:
    """应届毕业生1240人,已就业1180人: what is called by the deed alone, of the whole right before it."""
    library, found = finder.retriever.store.library, []
    for whole in fitting:
        behind = [
            f
            for f in library.figures_of([whole.figure.paragraph_id])
            if f.start >= whole.figure.end and f.unit == whole.figure.unit
        ]
        nearest = min(behind, key=lambda f: f.start, default=None)
        if nearest and nearest.name in (operation.undone, f"风险{operation.undone}"):
            found.append(cited(whole, replace(nearest, indicator=whole.figure.indicator)))
    return found


# 总投资15.8亿元,已完成投资
_SO_FAR = re.compile(r"^(?!.*(?:今年|本年|当年|年度|[季月])).*已完成投资")


def _over_stages(question: Question, finder: Finder) -> Gathered | None:
    """新院区完成投资3.6亿元，占总投资9.2亿元的39.1%: what it costs in all and what was spent, of one sentence."""
    whole, done = (
        finder.fitting(replace(question, content=words, text=words, wordings=(), wants_money=True))
        for words in (f"{question.content}总投资", f"{question.content}完成投资")
    )
    for a in whole:
        for b in done:
            f, g = a.figure, b.figure
            alike = (f.paragraph_id, f.subject, f.region) == (g.paragraph_id, g.subject, g.region)
            is_of_all = "累计" in g.action + g.context or "占总投资" in f.context  # and not of one year
            is_of_all = is_of_all or bool(_SO_FAR.search(fold(g.context)) and a.figure.end < b.figure.start)
            if alike and is_of_all and "总投资" in f.name and "总投资" not in g.name and f.value > g.value:
                found = {"总投资": [a], "已完成投资": [b]}
                return replace(gathered_of("性质", found, True), of_one_status=False, of_one_indicator=False)
    return None


_PLANNED = frozenset(
    "排定 安排 列入 铺排 实施 梳理 排查 计划 承办 收到 受理 发现 收集 征集 纳入 摸排 接收 交办 "
    "到位 下达 筹集 争取 签约 新签约 提出 发出 立案 立案检查 立案侦办 立案侦查 立案审查 登记 共有 现有".split()
)


def _says_all(whole: FittedFigure, part: FittedFigure) -> bool:
    """Whether a figure in front says how many there are of what the other says some are done of."""
    a, b = whole.figure, part.figure
    own = {a.indicator.removeprefix(a.action), a.name}  # 新签约亿元以上项目92个,开工46个
    is_goal = a.status == "target" and b.status != "target"  # 今年计划新建16万亩,至6月底开工14.2万亩
    is_of_time = a.period == b.period or (is_goal and contains(a.period, b.period))
    is_alike = b.indicator in own and is_of_time and (a.unit, a.region) == (b.unit, b.region)
    is_so_far = a.action == "累计" and any(verb in a.context for verb in _PLANNED)  # 累计排查隐患160处
    is_all = is_goal or is_so_far or not a.action or a.action in _PLANNED
    return is_alike and is_all and a.end <= b.start and a.value > b.value


def _over_whole(question: Question, operation: Operation, finder: Finder) -> Gathered | None:
    """A place and the one it is part of: 占全市多少."""
    parts = question.regions
    whole = operation.whole or next(
        (
            c
            for c in finder.own_regions
            if all(c != p and finder.regions.is_within(p, c) for p in parts)
            and (question.scope != "全省" or c.endswith("0000"))
        ),
        "",
    )
    return _over_places(question, [*parts, whole], finder) if parts and whole else None


def _over_periods(question: Question, operation: Operation, finder: Finder) -> Gathered | None:
    if question.action == "净增":  # between two totals, or two such increments
        question = replace(question, action="")
    periods: Sequence[str] = question.periods
    fitting = finder.fitting(question if len(periods) > 1 else replace(question, periods=()))
    if operation.level == "year" and len(periods) < 2:
        years = {
            f.figure.period for f in fitting if f.figure.period.isdigit() and f.figure.status != "target"
        }
        periods = sorted(years)[-operation.count :] if operation.kind == "each" else sorted(years)
    elif operation.against and len(periods) < 2:
        now = question.periods[0] if question.periods else common_period(fitting)
        periods = (now, previous(now) if operation.against == "previous" else operation.against)
        fitting = finder.fitting(replace(question, periods=tuple(periods)))
    alike = _of_one_deed(fitting, [p for p in periods if p])
    found = {p: best_of(question, [f for f in alike if f.figure.period == p]) for p in periods if p}
    of_plans = {_is_goal(best) for best in found.values() if best}
    found = {
        period_label(p) + _GOAL * (len(of_plans) > 1 and _is_goal(best)): best for p, best in found.items()
    }
    if operation.against == "previous" and (now_found := next(iter(found.values()), [])):
        before = None if all(found.values()) else _came_from(now_found[0], finder)
        found = {next(iter(found)): now_found, "原来": [before]} if before else found
    return gathered_of("时期", found, operation.level != "year")


_GOAL = "目标"  # behind a time of which a plan is held against a result


def _is_goal(best: Sequence[FittedFigure]) -> bool:
    return bool(best) and best[0].figure.status == "target"


def _of_one_deed(fitting: Sequence[FittedFigure], periods: Sequence[str]) -> Sequence[FittedFigure]:
    """新建4.2万亩 of one year is held against 新建3.6万亩 of the other, not against 累计建成52.4万亩."""
    best = [next((f for f in fitting if f.figure.period == p), None) for p in periods]
    if None in best or len({deed_of(f.figure) for f in best if f}) < 2:
        return fitting
    for deed in dict.fromkeys(deed_of(f.figure) for f in best if f):
        alike = [f for f in fitting if deed_of(f.figure) == deed]
        if {f.figure.period for f in alike} >= set(periods):
            return alike
    return fitting


def _came_from(now: FittedFigure, finder: Finder) -> FittedFigure | None:
    """The number that a report says its own came from, whenever that was: 11 of 由11个精简至7个."""
    figure = now.figure
    earlier = (
        f
        for f in finder.retriever.store.library.figures_of([figure.paragraph_id])
        if f.comparator == "由" and (f.name, f.unit) == (figure.name, figure.unit)
    )
    near = [f for f in earlier if figure.quote_start <= f.start < figure.start]
    return cited(now, near[-1]) if near else None


def _over_indicators(question: Question, finder: Finder) -> Gathered | None:
    """One figure for each side, never the same for two; None where one number is that of them together."""
    found: dict[str, list[FittedFigure]] = {}
    for k, (term, words) in enumerate(question.parts):
        taken = {f.figure.id for best in found.values() for f in best}
        wordings = [words] if term else _with_shared_words(k, [w for _, w in question.parts])
        fitting = [finder.fitting(_asked_of(question, term, wording)) for wording in wordings]
        if any(f.figure.id in taken and f.figure.joint for fits in fitting for f in fits):
            return None
        free = [
            [f for f in fits if f.figure.id not in taken and (term or _is_led(f, words))] for fits in fitting
        ]
        own = [fits for fits in free if fits and _says_own(fits[0], words, question)]
        found[term or words] = next((_newest_best(question, fits) for fits in own or free if fits), [])
    if question.operation and question.operation.kind == "share" and _is_of_another(list(found.items())):
        found[list(found)[-1]] = []
    times = {best[0].figure.period for best in found.values() if best}
    if all(found.values()) and len(times) > 1 and not question.periods:  # 水运投资占交通投资: of one year
        of_one = (_over_indicators(replace(question, periods=(p,)), finder) for p in sorted(times)[::-1])
        if told := next((each for each in of_one if each and all(each.found.values())), None):
            return told
    if not all(found.values()):
        found = _parts_of_one_whole(question, finder) or _of_one_list(question, finder) or found
    elif len({_base_of(best[0]) for best in found.values()}) > 1:
        found = _of_one_unit(question, found, finder)
    return replace(gathered_of("指标", found, True), of_one_indicator=False)


# 三大主导产业
_SO_MANY = re.compile(
    r"(?P<n>[两二三四五六七八九])[大条类个][一-鿿]{0,4}?(?:产业链?|行业|领域|板块|集群|片区|园区)"
)
# 产值分别达到
_APART = re.compile(r"[^，,。；;\d]{0,8}分别(?P<what>[^，,。；;\d]{0,8})")


def _over_items(question: Question, named: re.Match[str], finder: Finder) -> Gathered | None:
    """白色家电、半导体材料、绿色家居三大主导产业产值分别达到…: as many numbers as are said, behind these very words."""
    rest = question.content.replace(named.group(), "")
    for one in finder.retriever.find(question, finder.filters).figures:
        text, count = one.evidence.paragraph.text, HAN[named["n"]]
        start = text.find(named.group())
        apart = _APART.match(text, start + len(named.group())) if start >= 0 else None
        if not apart or one.fit.misses & {"region", "period", "status"}:
            continue
        if rest and coverage(rest, fold(apart.group())) < MIN_SAID:
            continue
        figures = finder.retriever.store.library.figures_of([one.figure.paragraph_id])
        items = [f for f in figures if apart.end() <= f.start < text.find("。", start) and f.kind in _LEVELS][
            :count
        ]
        if len(items) == count:
            return replace(
                gathered_of("指标", {f.subject + f.name: [cited(one, f)] for f in items}, True),
                of_one_indicator=False,
            )
    return None


_LEVELS = ("count", "amount", "quantity")
MIN_SAID = 0.8  # of what is asked, where its items are announced
HAN = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


# 前埔北社区平安建设满意率
_NAMED_PLACE = re.compile(r"[一-鿿]{2,5}?(?:社区|村|医院|中学|小学|公园|景区|园区)")


def _is_led(one: FittedFigure, words: str) -> bool:
    """Whether a figure is of the very place that a side begins with: 侨福社区满意率 is not 前埔北社区满意率."""
    named = _NAMED_PLACE.match(words)
    return named is None or named.group() in fold(f"{one.figure.subject}{one.figure.name}")


# 总收入
_ANY_WHOLE = re.compile(r"总(?:收入|支出|额|量|数|投资|产值|面积)")


def _is_of_another(found: Sequence[tuple[str, list[FittedFigure]]]) -> bool:
    """地方收入占总收入, where 接待游客562万人次，总收入48.6亿元 alone is told: a whole, but of another thing."""
    *parts, (asked, whole) = found
    if not _ANY_WHOLE.fullmatch(asked) or not whole:
        return False
    told = whole[0].figure
    own = (told.indicator, told.name) if told.name == asked else ()
    subjects = [best[0].figure.subject for _, best in parts if best]
    return not all(subject in own or (subject == told.subject and own) for subject in subjects)


def _says_own(one: FittedFigure, side: str, question: Question) -> bool:
    """Whether a figure says what tells its side from the others: 竹 of 竹产业和氟新材料产业产值."""
    others = "".join(words for _, words in question.parts if words != side)
    own = "".join(char for char in side if char not in others)
    return all(char in fold(f"{one.figure.subject}{one.figure.name}{one.figure.action}") for char in own)


def _base_of(one: FittedFigure) -> str:
    return scale(one.figure.unit)[1]


def _of_one_unit(
    question: Question, found: dict[str, list[FittedFigure]], finder: Finder
) -> dict[str, list[FittedFigure]]:
    """甲走廊投资是乙项目的几倍: the noun stands once, and of 乙项目 the investment is meant, not their number."""
    (name, first), *others = found.items()
    noun = segment(question.parts[0][1])[-1]
    same = {name: first}
    for (other, best), (term, words) in zip(others, question.parts[1:], strict=True):
        asked = _asked_of(question, "" if not words.endswith(noun) else term, words.removesuffix(noun) + noun)
        fitting = [
            f
            for f in finder.fitting(asked)
            if _base_of(f) == _base_of(first[0]) and f.figure.id != first[0].figure.id
        ]
        same[other] = best if _base_of(best[0]) == _base_of(first[0]) else _newest_best(question, fitting)
    return same if all(same.values()) else found


def _parts_of_one_whole(question: Question, finder: Finder) -> dict[str, list[FittedFigure]]:
    """新引进急需紧缺人才1126人，其中博士43人、硕士619人: sides that one whole has, though the question leaves it out."""
    found: dict[str, list[FittedFigure]] = {}
    for k, (term, words) in enumerate(question.parts):
        wordings = [words] if term else _with_shared_words(k, [w for _, w in question.parts])
        near = (finder.but_for_whose(_asked_of(question, term, wording)) for wording in wordings)
        near = ([f for f in fits if term or _is_led(f, words)] for fits in near)
        found[term or words] = next((fits[:1] for fits in near if fits), [])
    figures = [f.figure for best in found.values() for f in best]
    wholes = {(f.paragraph_id, f.subject, f.period) for f in figures}
    is_whole = len({f.id for f in figures}) == len(found) and len(wholes) == 1
    return found if is_whole else {}


def _of_one_list(question: Question, finder: Finder) -> dict[str, list[FittedFigure]]:
    """茶、藤铁、光电产值, of 茶产业、藤铁家居、光电信息产值分别为…: numbers side by side, as many as the sides."""
    sides = [words for _, words in question.parts]
    stems = [_stem(side, sides[-1]) for side in sides]
    contents = (question.content, *(w.content for w in question.wordings))
    nouns = [content.rpartition(stems[-1])[2] for content in contents]
    for one in finder.retriever.find(replace(question, parts=()), finder.filters).figures:
        if one.fit.misses & {"region", "period", "status"}:
            continue
        items = _side_by_side(one, finder, len(sides))
        told = [fold(f"{item.subject}{item.name}") for item in items]
        text = fold(one.evidence.paragraph.text)
        start = max(text.rfind(mark, 0, items[0].start) for mark in "。\n") + 1 if items else 0
        is_each = all(set(stem) <= set(words) for stem, words in zip(stems, told, strict=False))
        is_each = is_each and all(
            (i.kind in ("growth", "change")) == (question.intent == "change") for i in items
        )
        said = text[start : items[-1].end] if items else ""
        if items and is_each and any(coverage(noun, said) >= MIN_SAID for noun in nouns):
            return {side: [cited(one, item)] for side, item in zip(sides, items, strict=True)}
    return {}


def _stem(side: str, last: str) -> str:
    """光电 of 光电产值: what tells the last side from the others, whose noun goes unsaid."""
    return side if side != last else segment(side)[0]


def _side_by_side(one: FittedFigure, finder: Finder, count: int) -> list[Figure]:
    """The run of numbers of one sort, parted by nothing but 、 and 和, that a figure begins; [] where it is not so long."""
    figures = finder.retriever.store.library.figures_of([one.figure.paragraph_id])
    run = [f for f in sorted(figures, key=lambda f: f.start) if f.start >= one.figure.start][: count + 1]
    text = one.evidence.paragraph.text
    joined = [a for a, b in pairwise(run) if text[a.end : b.start] in _JOINS and a.kind == b.kind]
    return run[:count] if joined == run[: count - 1] else []


_JOINS = ("、", "和", "与", "及", "以及")


def _newest_best(question: Question, fitting: Sequence[FittedFigure]) -> list[FittedFigure]:
    period = question.periods[0] if question.periods else common_period(fitting)
    return best_of(question, [f for f in fitting if f.figure.period == period])


def _asked_of(question: Question, term: str, words: str) -> Question:
    known = (term,) if term else ()
    text = _without_others(question, words) if term else words  # 非税收入 is not asked of 税收
    return replace(
        question, text=text, terms=known, content=words, parts=(), wordings=(), wants_rate=_is_rate(words)
    )


def _without_others(question: Question, words: str) -> str:
    """The question without what its other sides name."""
    sides = sorted({side for _, side in question.parts}, key=len, reverse=True)
    named = re.compile("|".join(map(re.escape, sides)))
    return named.sub(lambda side: side.group() if side.group() == words else "", question.text)


def _with_shared_words(at: int, sides: Sequence[str]) -> list[str]:
    """A side with what it leaves to be understood: 竣工 of 竣工、投产工业项目 is 竣工工业项目; a long one may stand alone."""
    side, first, last = sides[at], segment(sides[0]), segment(sides[-1])
    nouns = last if at < len(sides) - 1 else first
    ends = ["".join(nouns[k:]) for k in range(1, len(nouns))]
    fronts = ["".join(first[:k]) for k in range(len(first) - 1, 0, -1)] if at else []
    fuller = [*(side + end for end in ends if not side.endswith(end)), *(front + side for front in fronts)]
    return [side, *fuller] if len(side) > MAX_BRIEF else [*fuller, side]


def _is_rate(words: str) -> bool:
    """Whether words name a rate or a share."""
    return words.endswith(("率", "占比", "比重", "强度"))
