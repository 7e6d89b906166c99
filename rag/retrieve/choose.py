"""Which of the figures that fit stand for a place and a time: one row each."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from ingest.normalize import fold
from ingest.numerals import scale
from ingest.periods import recency
from ingest.records import Figure, Paragraph
from ingest.verbs import NEW_ACTIONS, STOCK_ACTIONS
from rag.match import is_subject_asked, nearly_of
from rag.records import Question
from rag.retrieve.retriever import FittedFigure
from rag.wording.overlap import coverage

MAX_SAME = 3  # figures shown where a report states several that fit
CLOSE = 0.035  # figures whose scores differ by less fit equally well
MIN_FULLER = 0.5  # of what a fuller name adds, said beside a figure by the shorter one
# 两县合计
SEVERAL = re.compile(r"合计|合起来|[两二三四五六七八九\d]个?(?:县市|县|市|区|镇|乡|街道|地)(?:合|共|约|总)?")
# 到现在总共装了多少
_IN_ALL = re.compile("累计|到(?:现在|目前)|至今|历年|总共")
Row = tuple[str, str, list[FittedFigure]]  # region, period, figures that fit best


def fitting_figures(
    question: Question, fitted: Sequence[FittedFigure], reported: Collection[tuple[str, str]]
) -> list[FittedFigure]:
    """The figures that answer in every slot; `reported` are the (region, period) pairs of which reports give results."""
    return [
        f
        for f in fitted
        if not f.fit.misses
        and not _is_outdated_target(f.figure, question, reported)
        and not (len(question.regions) == 1 and is_of_several(f.figure, f.evidence.paragraph))
        and not is_less_than_named(question, f.figure, f.evidence.paragraph, fitted)
    ]


def is_less_than_named(
    question: Question, figure: Figure, paragraph: Paragraph, fitted: Sequence[FittedFigure]
) -> bool:
    """3.62万名残疾人得到服务 where 肢体残疾人 is asked for, and the same place tells of those by that name.

    新增就业1433人,其中城镇新增就业485人: nor is the whole told for 城镇新增就业, whatever the terms call both.
    """
    contents = [question.content, *(w.content for w in question.wordings if not w.verb)]
    near = (other.figure for other in fitted if other.figure.region == figure.region)
    pairs = (
        (one, own) for f in near for one, own in ((f.indicator, figure.indicator), (f.name, figure.name))
    )
    fuller = (
        one.removesuffix(own)
        for one, own in pairs
        if own and one != own and one.endswith(own) and all(one in content for content in contents)
    )
    sentence = paragraph.text[: figure.end].rpartition("。")[2]
    said = fold(f"{figure.subject}{figure.name}{sentence}")
    if figure.kind == "count" and _is_named_behind(question, figure, paragraph):
        return True
    return any(coverage(fold(more), said) < MIN_FULLER for more in fuller)


MAX_DEED = 4  # characters


def _is_named_behind(question: Question, figure: Figure, paragraph: Paragraph) -> bool:
    """筹集租赁住房1850套,配租1326套: asked for what was 配租, what was 筹集 is no answer."""
    deed = question.content.removeprefix(fold(figure.name))
    if (
        deed == question.content
        or not 1 < len(deed) <= MAX_DEED
        or deed in fold(figure.action + figure.subject)
    ):
        return False
    behind = re.split("[。；;\n]", fold(paragraph.text[figure.end :]))[0]
    return bool(re.search(rf"[,，、]{deed}(?:了|约|近|共)?\d", behind))


def is_of_several(figure: Figure, paragraph: Paragraph) -> bool:
    """Whether a share is that of several together, though it stands under the last of them."""
    return (
        figure.kind == "ratio"
        and figure.action == "占"
        and bool(SEVERAL.search(clause_before(figure, paragraph)))
    )


def clause_before(figure: Figure, paragraph: Paragraph) -> str:
    """The words in front of a figure, from the last comma on."""
    before = paragraph.text[: figure.start]
    return fold(before[max(map(before.rfind, "，,；;。、\n")) + 1 :])


def _is_outdated_target(figure: Figure, question: Question, reported: Collection[tuple[str, str]]) -> bool:
    """What was planned is no answer unless plans are asked for, or a time of which no report gives results."""
    asked = question.status == "target" or question.statuses_compared or question.is_plan
    if figure.status != "target" or asked or (figure.subject and "总投资" in figure.name):
        return False  # how large 第二水厂 is to be was planned, and is so
    return not question.periods or (figure.region, figure.period) in reported


def rows_of(question: Question, fitting: Sequence[FittedFigure]) -> list[Row]:
    """One row a place and time: the places asked for, or all that have the figure."""
    regions = question.regions or _own_regions(fitting)
    rows: list[Row] = []
    for region in regions:
        of_region = [f for f in fitting if f.figure.region == region]
        periods = question.periods or _latest(question, of_region)
        for period in periods:
            exact = [f for f in of_region if f.figure.period == period]
            nearly = [f for f in of_region if nearly_of(f.figure, period)]
            chosen = best_of(question, exact or nearly)
            if chosen:
                rows.append((region, period, chosen))
    return rows


def _own_regions(fitting: Sequence[FittedFigure]) -> list[str]:
    """Places with the figure; a report's own place hides the districts it also names."""
    own = list(dict.fromkeys(f.figure.region for f in fitting if f.figure.region == f.evidence.report.region))
    return own or list(dict.fromkeys(f.figure.region for f in fitting))


def _latest(question: Question, fitting: Sequence[FittedFigure]) -> list[str]:
    """The newest time with a result; a target only where nothing else is stated or it is asked for."""
    results = [f for f in fitting if f.figure.status != "target"]
    chosen = results if results and question.status != "target" else list(fitting)
    top = max((f.fit.score for f in chosen), default=0.0)
    good = [f for f in chosen if f.fit.score >= top - 0.15]
    # a report's own time before a month of it: 全年接待… before 10月当月接待…
    own = {f.figure.period for f in good if f.figure.period == f.evidence.report.period}
    periods = own or {f.figure.period for f in good}
    return [max(periods, key=recency)] if periods else []


def best_of(question: Question, fitting: Sequence[FittedFigure]) -> list[FittedFigure]:
    """The figure that fits best, with others that fit equally well but state another number."""
    if not question.status and any(f.figure.status != "target" for f in fitting):
        fitting = [f for f in fitting if f.figure.status != "target"]
    if not fitting:
        return []
    if _IN_ALL.search(question.text) and not question.action:  # 加装电梯28部，历年累计达到156部
        fitting = [f for f in fitting if f.figure.action == "累计"] or fitting
    ranked = sorted(fitting, key=lambda f: (-f.fit.score, f.evidence.paragraph.index, f.figure.start))
    chosen: list[FittedFigure] = []
    for one in ranked:
        same = any((c.figure.value, c.figure.unit) == (one.figure.value, one.figure.unit) for c in chosen)
        if one.fit.score >= ranked[0].fit.score - CLOSE and not same and len(chosen) < MAX_SAME:
            chosen.append(one)
    chosen = [one for one in chosen if not any(_is_whole_of(other, one) for other in chosen)]
    if not question.action and not any(
        w.verb for w in question.wordings
    ):  # there are 28家, and 新增2家 says less
        chosen = [one for one in chosen if one.figure.action not in NEW_ACTIONS] or chosen
        chosen = [one for one in chosen if _is_all_there_are(one.figure)] or chosen
    named = {one.figure.indicator for one in chosen if _is_named(question, one.figure)}
    chosen = [one for one in chosen if one.figure.indicator in named] or chosen
    chosen = _with_twins(question, chosen, fitting)
    whole = [one for one in chosen if not one.figure.subject or is_subject_asked(question, one.figure)]
    chosen = whole or chosen  # 工业总产值4826亿元 before that of its 工业园区
    return [one for one in chosen if not any(_says_more(other.figure, one.figure) for other in chosen)]


def _is_all_there_are(figure: Figure) -> bool:
    """全县196座小型水库, before 除险加固小型水库18座."""
    return figure.kind != "count" or not figure.action or figure.action in STOCK_ACTIONS


def _is_whole_of(whole: FittedFigure, part: FittedFigure) -> bool:
    """招聘教师210名，其中特岗80名、招教130名: where both fit, all of them."""
    a, b = whole.figure, part.figure
    return a.paragraph_id == b.paragraph_id and a.unit == b.unit and b.subject == a.name != b.name


def _with_twins(
    question: Question, chosen: list[FittedFigure], fitting: Sequence[FittedFigure]
) -> list[FittedFigure]:
    """城乡居民收入 is that of the towns and that of the country: where one is told, so is the other."""
    if "城乡" not in question.content:
        return chosen
    names = {one.figure.name.translate(_TWIN) for one in chosen} - {one.figure.name for one in chosen}
    twins = (f for f in fitting if f.figure.name in names and f.figure.kind == chosen[0].figure.kind)
    return [*chosen, *twins][:MAX_SAME]


_TWIN = str.maketrans("城镇农村", "农村城镇")


def _is_named(question: Question, figure: Figure) -> bool:
    """床位3.21万张，其中医院床位2.46万张: asked for 医院床位, the one that is called so in full."""
    return (
        coverage(question.content, fold(f"{figure.name} {figure.indicator} {figure.subject} {figure.action}"))
        == 1
    )


_IN_TONNES = {"斤": Decimal("0.0005"), "公斤": Decimal("0.001")}


def _measured(unit: str) -> tuple[Decimal, str]:
    """Factor and base of a unit, weights in tonnes: 468.5万吨 beside 稳定在90亿斤以上."""
    factor, base = scale(unit)
    return (factor * _IN_TONNES[base], "吨") if base in _IN_TONNES else (factor, base)


def _says_more(exact: Figure, rough: Figure) -> bool:
    """1438.6亿元 beside 首次突破1400亿元, 1027365万元 beside 102.74亿元: the exact number of which the other is a milestone."""
    if exact.bound or rough.bound not in ("", "more_than", "at_least", "about", "nearly"):
        return False
    (factor, base), (rough_factor, rough_base) = _measured(exact.unit), _measured(rough.unit)
    whole, milestone = exact.value * factor, rough.value * rough_factor
    digit, rough_digit = (
        scale_of * Decimal(1).scaleb(int(figure.value.as_tuple().exponent))
        for figure, scale_of in ((exact, factor), (rough, rough_factor))
    )
    most = abs(whole) / 10 if rough.bound else rough_digit / 2 if digit < rough_digit else Decimal(-1)
    near = rough_base in ("", base) and abs(whole - milestone) <= most
    return (
        near
        and (exact.kind == rough.kind or bool(rough.bound))
        and (exact.indicator, exact.period, exact.status)
        == (
            rough.indicator,
            rough.period,
            rough.status,
        )
    )
