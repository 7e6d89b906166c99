"""Figures into claims, without a model: one a place and time, and what is missing said."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from ingest.normalize import fold
from ingest.periods import period_label, year_of
from ingest.records import Figure
from rag.answer.claim import claim_figure, told_apart
from rag.answer.missing import refuse, related, wording_of
from rag.match import is_held_against, sentence_of
from rag.records import OF_A_PLACE, Draft, Grid, Question, Refusal
from rag.retrieve.choose import Row, fitting_figures, rows_of
from rag.retrieve.retriever import FittedFigure

MAX_REGIONS = 6  # more places than this and the reader has to choose one


def compose_figures(
    question: Question,
    fitted: Sequence[FittedFigure],
    names: Mapping[str, str],
    reported: Collection[tuple[str, str]],
    max_related: int,
) -> Draft:
    """Claims for a question that a figure answers; a refusal says which slot the reports do not fill."""
    fitting = [f for f in fitting_figures(question, fitted, reported) if not _is_whole_for_parts(question, f)]
    near = related(fitted, max_related)
    if not fitting:
        return Draft((), refuse(question, fitted, names), near)
    rows = rows_of(question, fitting)
    if not question.regions and len({row[0] for row in rows}) > MAX_REGIONS:
        return Draft(
            (),
            Refusal("ask_region", f"库中有多个地区的报告写到{wording_of(question)}，请在问题里指明地区。"),
            near,
        )
    whole = bool(question.scope) and question.intent in ("yes_no", "compare")
    chosen = [(f, whole and not is_held_against(f.figure, question.text)) for _, _, of in rows for f in of]
    claims = told_apart([claim_figure(f, is_whole, question.content) for f, is_whole in chosen])
    gaps = _gaps(question, rows, names)
    best = max(f.fit.score for _, _, chosen in rows for f in chosen)
    notice = _notice([f.figure for _, _, chosen in rows for f in chosen], question)
    used = {c.evidence.figure.id for c in claims if c.evidence.figure}
    kept = tuple((e, why) for e, why in near if e.figure is None or e.figure.id not in used)
    return Draft(
        tuple(claims), None, kept if gaps else (), notice, gaps, min(0.99, round(best, 3)),
        grid=_grid(question, rows, names),
    )  # fmt: skip


# 旅游收入超过100亿元的区县, 哪些镇下降: which of the places, or how many of them
_SUCH_PLACES = re.compile(
    r"(?:的|哪些|哪几个|几个|多少个)(?:区县|县区|县市区|区市县|市县|县\(市、区\)|乡镇|镇街|街道|[镇县区])(?![级域里内])"
)


# 五个区GDP合计, 三镇一共: some of the places, which the number of the place above is not
_COUNTED_PLACES = re.compile(
    r"[两二三四五六七八九十\d]个?(?:区县|县区|县市区|区市县|市县|县市|县\(市、区\)|乡镇|镇街|街道|"
    r"[镇县区乡])(?![级域里内号段])"
)


def _is_whole_for_parts(question: Question, one: FittedFigure) -> bool:
    """Asked which districts, or of some of them, the city's own number is no answer, unless it counts districts."""
    operation = question.operation
    is_of_each = operation is not None and operation.kind == "each" and operation.level in OF_A_PLACE
    counted = _COUNTED_PLACES.search(question.text)
    if not counted and not is_of_each and (operation or not _SUCH_PLACES.search(question.text)):
        return False
    if counted and counted.group() in fold(sentence_of(one.figure, one.evidence.paragraph)):
        return False
    is_own = one.figure.region == one.evidence.report.region
    return is_own and not re.search(r"[县区镇乡]|街道", one.figure.name)


def _grid(question: Question, rows: Sequence[Row], names: Mapping[str, str]) -> Grid | None:
    """Places by times, where more than one of either is asked about or answered for."""
    regions = question.regions or tuple(dict.fromkeys(region for region, _, _ in rows))
    periods = (
        question.periods if len(question.periods) > 1 else tuple(sorted({period for _, period, _ in rows}))
    )
    if len(regions) < 2 and len(periods) < 2:
        return None
    called = {region: names.get(region) or best[0].figure.region_name for region, _, best in rows}
    label = {region: called.get(region) or names.get(region, region) for region in regions}
    about = rows[0][2][0].figure.indicator + ("增速" if rows[0][2][0].figure.kind == "growth" else "")
    column = {period: period_label(period) + about for period in periods}
    cells = tuple(
        (label[region], column[period], claim_figure(best[0]))
        for region, period, best in rows
        if period in column and region in label
    )
    return Grid("地区", tuple(label.values()), tuple(column.values()), cells)


def _gaps(question: Question, rows: Sequence[Row], names: Mapping[str, str]) -> tuple[str, ...]:
    """What a question over several places or times does not find, said in so many words."""
    if len(question.regions) < 2 and len(question.periods) < 2:
        return ()
    there = {(region, period) for region, period, _ in rows}
    gaps = []
    for region in question.regions or tuple(dict.fromkeys(r for r, _, _ in rows)):
        for period in question.periods or ("",):
            if not any(r == region and period in ("", p) for r, p in there):
                label = names.get(region, "") + (period_label(period) if period else "")
                gaps.append(f"{label}的{wording_of(question)}，没有找到")
    return tuple(gaps)


# 2024年完成投资多少
_OF_A_YEAR = re.compile(
    r"^(?!.*(?:累计|一共|总共|截至|历年)).*(?:20\d\d年|[今当本]年|全年).*(?:完成|投资|投入|发放|放款|放贷)"
)
# 中央和省级
_LEVELS = re.compile(r"(?P<one>国|中央|省|市)[家]?级?[、和与及](?P<other>省|市|县|区)级")


def _is_of_levels(figure: Figure, asked: str) -> bool:
    """中央和省级科技项目367项, where those of one level are asked for."""
    both = _LEVELS.match(fold(figure.name))
    return both is not None and (both["one"] in asked) != (both["other"] in asked)


def _notice(figures: Sequence[Figure], question: Question) -> str:
    notes = []
    if any(f.joint or _is_of_levels(f, question.text) for f in figures):
        notes.append("该数为所列几项的合计，不是其中一项的数")
    if question.status is None and any(f.status == "target" for f in figures):
        notes.append("该数是目标，不是完成数")
    if question.status is None and any(f.status == "expected" for f in figures):
        notes.append("该数是预计数")
    part = next((f.period for f in figures if len(f.period) > 4 and year_of(f.period)), "")
    is_nearly = "-01/" in part and part[:4] in question.periods
    if is_nearly or (part and "全年" in question.text and not question.periods):
        notes.append(f"问的是全年，报告写的是{period_label(part)}")
    if any(f.action == "累计" for f in figures) and _OF_A_YEAR.search(question.text):
        notes.append("该数是累计数，不是一年的数")
    is_comparison = len({f.region for f in figures}) > 1 or len({f.period for f in figures}) > 1
    if is_comparison and len({(f.action, f.status) for f in figures}) > 1:
        notes.append("各数口径不尽相同，比较时请看原文")
    return "；".join([*notes, *([question.notice] if question.notice else [])])
