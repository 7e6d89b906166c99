"""Evidence into claims, without a model: which figures answer, which sentence says it, or why nothing does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from ingest.normalize import fold
from ingest.numerals import find_numbers
from ingest.periods import period_label, year_of
from ingest.records import Figure
from ingest.sentences import split_sentences
from ingest.verbs import ACTIONS, NEW_ACTIONS
from rag.answer.render import label_figure, word_cell, word_item
from rag.match import MIN_NOUN, asks_wider, keeps_numerals, sentence_of
from rag.records import OF_A_PLACE, Claim, Draft, Evidence, Grid, Question, Refusal, RefusalReason
from rag.retrieve.choose import CLOSE, Row, fitting_figures, rows_of
from rag.retrieve.retriever import FittedFigure
from rag.wording.overlap import coverage

MAX_REGIONS = 6  # more places than this and the reader has to choose one
MIN_TEXT = 0.56  # share of the question's wording that a sentence must say
MIN_YES_NO = 0.82  # more for yes or no: “首夺…了吗” is not answered by “争创…”
MIN_ROLE = 0.8  # 市委书记 is not any 书记
MIN_NEARBY = 0.3
MAX_LISTED = 6
_NEAR: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"period"}), "other_period"),
    (frozenset({"status"}), "other_status"),
    (frozenset({"period", "status"}), "other_period"),
    (frozenset({"action"}), "other_measure"),
    (frozenset({"kind"}), "other_measure"),
    (frozenset({"subject"}), "part"),
    (frozenset({"scope"}), "other_measure"),
    (frozenset({"region"}), "other_region"),
    (frozenset({"region", "period"}), "other_region"),
)


def compose_figures(
    question: Question,
    fitted: Sequence[FittedFigure],
    names: Mapping[str, str],
    reported: Collection[tuple[str, str]],
    max_related: int,
) -> Draft:
    """Claims for a question that a figure answers; a refusal says which slot the reports do not fill."""
    fitting = [f for f in fitting_figures(question, fitted, reported) if not _is_whole_for_parts(question, f)]
    near = _related(fitted, max_related)
    if not fitting:
        return Draft((), _refuse(question, fitted, names), near)
    rows = rows_of(question, fitting)
    if not question.regions and len({row[0] for row in rows}) > MAX_REGIONS:
        return Draft(
            (),
            Refusal("ask_region", f"库中有多个地区的报告写到{wording_of(question)}，请在问题里指明地区。"),
            near,
        )
    whole = bool(question.scope) and question.intent in ("yes_no", "compare")
    claims = _told_apart([claim_figure(f, whole) for _, _, chosen in rows for f in chosen])
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


def claim_figure(fitted: FittedFigure, whole_sentence: bool = False) -> Claim:
    """The claim of a figure; beside 全省平均 the whole sentence is quoted, which says both."""
    evidence = fitted.evidence
    if whole_sentence and evidence.paragraph.kind != "table":
        start, end = next(
            s for s in split_sentences(evidence.paragraph.text) if s[0] <= evidence.start < s[1]
        )
        evidence = replace(evidence, start=start, end=max(end, evidence.end))
    evidence = replace(evidence, end=_closed(evidence.paragraph.text, evidence.start, evidence.end))
    quote = evidence.paragraph.text[evidence.start : evidence.end]
    is_whole = whole_sentence and evidence.paragraph.kind != "table"
    words = "" if is_whole else _words(fitted.figure, quote, evidence.paragraph.kind == "table")
    if not words:
        evidence = replace(evidence, start=_named(fitted.figure, evidence))
        quote = evidence.paragraph.text[evidence.start : evidence.end]
    return Claim("figure", label_figure(fitted.figure, words or quote), quote, evidence, words)


def _named(figure: Figure, evidence: Evidence) -> int:
    """Where the quote starts: a clause or two earlier where it would not say what is ranked, as in “位列第96位”."""
    text, start = evidence.paragraph.text, evidence.start
    if figure.kind != "rank" or evidence.paragraph.kind == "table":
        return start
    sentence = max(s for s, _ in split_sentences(text) if s <= start)
    marks = [sentence, *(m.end() for m in re.finditer("[,，;；]", text[:start]) if m.end() > sentence)]
    starts = [start, *(mark for mark in reversed(marks) if mark < start)]
    return next((at for at in starts if len(_BARE_RANK.sub("", text[at : figure.start])) > 1), start)


_BARE_RANK = re.compile(r"[位居列排达到为约,，;；\s]")


def _told_apart(claims: Sequence[Claim]) -> list[Claim]:
    """图书馆、文化馆一级馆分别为8个和7个, read under one name: as printed, where the order tells which is which."""

    def named(claim: Claim) -> tuple[str, ...]:
        figure = claim.evidence.figure
        names = (figure.region, figure.subject, figure.name, figure.kind, figure.period) if figure else ()
        done = figure.action if figure and figure.kind not in ("growth", "change") else ""
        return (claim.evidence.paragraph.id, done, *names)

    alike = Counter(named(c) for c in claims if c.words)
    return [_as_printed(c) if c.words and alike[named(c)] > 1 else c for c in claims]


def _as_printed(claim: Claim) -> Claim:
    evidence, figure = claim.evidence, claim.evidence.figure
    text = evidence.paragraph.text
    if figure is None or evidence.paragraph.kind == "table":
        return claim
    start = max(s for s, _ in split_sentences(text) if s <= evidence.start)
    label = label_figure(replace(figure, subject="", action=""), text[start : evidence.end])
    return Claim(claim.kind, label, text[start : evidence.end], replace(evidence, start=start))


def _closed(text: str, start: int, end: int) -> int:
    """The end with the bracket that it leaves open: 为年度任务(12万人 → …)."""
    quote = text[start:end]
    is_open = quote.count("(") + quote.count("（") > quote.count(")") + quote.count("）")
    return end + 1 if is_open and text[end : end + 1] in (")", "）") else end


def _is_list_item(figure: Figure, quote: str) -> bool:
    """新增甲138家、乙1,824家, at 乙: it reads better without what stands before it in the list."""
    before = quote[: figure.start - figure.quote_start]
    levels = ("count", "amount", "area", "quantity")
    earlier = find_numbers(fold(before))
    if figure.kind == "rank" and earlier and earlier[-1].form == "rank":  # 分列第612位和第745位
        return before[earlier[-1].tail_start :].strip() in ("和", "、", "与", "及")
    if figure.kind not in levels or figure.joint or not earlier:
        return False
    own = before[earlier[-1].end :]
    return figure.name in own or (bool(figure.region_name) and figure.region_name in own)


def _is_year_before(figure: Figure, quote: str) -> bool:
    """增长14.5％，占比由上年的12.7％: the share of the year before by itself, or that year would read as the growth's."""
    before = quote[: max(figure.start - figure.quote_start, 0)]
    return figure.comparator == "由" and bool(find_numbers(fold(before)))


def _is_of_later_place(figure: Figure, quote: str) -> bool:
    """甲市4.27亿美元，下降18.6%；乙市1.93亿美元，下降52.1%: 乙市's by itself, or 甲市's would read as its own."""
    before = quote[: max(figure.start - figure.quote_start, 0)]
    name = figure.region_name
    at = before.rfind(name if name in before or len(name) < 3 else name[:-1]) if name else -1
    return at > 0 and bool(find_numbers(fold(before[:at])))


def _is_goal_behind(figure: Figure, quote: str) -> bool:
    """完成投资8920万元，为年度任务（7000万元）的…: the goal by itself, or the result would read as the goal."""
    before = quote[: max(figure.start - figure.quote_start, 0)]
    return figure.status == "target" and bool(find_numbers(fold(before)))


def _words(figure: Figure, quote: str, is_cell: bool) -> str:
    """Words of its own for a figure whose quote does not read alone: a cell, one of a spread list, a joint total."""
    if is_cell:
        return word_cell(figure)
    spread = bool(_SPREAD.search(quote))
    by_itself = (_is_list_item, _is_year_before, _is_goal_behind, _is_of_later_place)
    if figure.kind == "change" and _AGAINST.match(figure.action + figure.comparator) and _is_shared(quote):
        return ""  # 分别高于全国、全省1.3个和0.5个百分点: the order tells which is which
    if spread or any(reads_so(figure, quote) for reads_so in by_itself):
        return word_item(figure)
    if figure.comparator == "由" and (base := _FROM_YEAR.search(quote)):
        return f"{quote[: base.start()]}为{quote[base.end() :]}"
    if figure.comparator == "由" and quote.count("由") == 1:  # 高新技术企业由11家增至16家
        return quote.replace("由", "为")
    return f"{quote}（合计数，报告未分列）" if figure.joint else ""


def _is_shared(quote: str) -> bool:
    """Whether the last clause says of several numbers what they are held against."""
    return bool(re.search(r"(?:分别|依次)[^,，;；。]*$", quote))


_AGAINST = re.compile(r"[高低快慢多少优]于|[高低快慢多少]出|比(?!上年|去年)")
_SPREAD = re.compile("分别|依次|分[列居获](?=[全第居])")
# behind the label of its own year, 由上年的12.7％ would read as the year before that
_FROM_YEAR = re.compile(
    r"(?:由|从)(?:上年|去年|(?:19|20)\d{2}年|[上下]半年|前三季度|[一二三四]季度|\d{1,2}月)(?:同期|末|底|份)?的?"
)
# 局长是谁: only a sentence that names the office names its holder
_ROLE = re.compile(
    r"(?:局|厅|部|处|科|市|县|区|镇|乡|州|院|校|站|所|馆)长|主任|书记|负责人|董事长|总经理|主席"
)


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


def _notice(figures: Sequence[Figure], question: Question) -> str:
    notes = []
    if any(f.joint for f in figures):
        notes.append("该数为所列几项的合计，不是其中一项的数")
    if question.status is None and any(f.status == "target" for f in figures):
        notes.append("该数是目标，不是完成数")
    if question.status is None and any(f.status == "expected" for f in figures):
        notes.append("该数是预计数")
    part = next((f.period for f in figures if len(f.period) > 4 and year_of(f.period)), "")
    if part and "全年" in question.text and not question.periods:
        notes.append(f"问的是全年，报告写的是{period_label(part)}")
    is_comparison = len({f.region for f in figures}) > 1 or len({f.period for f in figures}) > 1
    if is_comparison and len({(f.action, f.status) for f in figures}) > 1:
        notes.append("各数口径不尽相同，比较时请看原文")
    return "；".join([*notes, *([question.notice] if question.notice else [])])


# --- what is missing --------------------------------------------------------------------------------------


def wording_of(question: Question) -> str:
    """What is asked about, in the question's own words."""
    own = next((w.content for w in reversed(question.wordings) if not w.verb), question.content)
    words = own or "、".join(question.terms)
    action = question.action if question.action and question.action not in words else ""
    return f"{action}{words}" or "所问内容"


def _refuse(question: Question, fitted: Sequence[FittedFigure], names: Mapping[str, str]) -> Refusal:
    places = "、".join(names.get(code, code) for code in question.regions)
    owner = f"{places}的报告" if places else "库中的报告"
    times = "、".join(period_label(p) for p in question.periods)
    kinds = {"rank": "排名", "change": "增减变化", "ratio": "占比"}
    wider = question.scope if any(f.fit.misses == {"scope"} for f in fitted) else ""
    about = wider + wording_of(question) + (f"的{kinds[question.intent]}" if question.intent in kinds else "")
    misses = [
        f.fit.misses for f in fitted if "indicator" not in f.fit.misses and "region" not in f.fit.misses
    ]
    reason, message = _say_missing(question, misses, owner, times, about)
    return Refusal(reason, message)


def _say_missing(
    question: Question, misses: Sequence[frozenset[str]], owner: str, times: str, about: str
) -> tuple[RefusalReason, str]:
    if any(m == {"period"} for m in misses) and times:
        return "no_period", f"{owner}没有写到{times}的{about}。"
    if any(m <= {"status", "period"} for m in misses) and question.status:
        wanted = {"target": "目标", "actual": "实际完成数", "expected": "预计数"}[question.status]
        return "no_status", f"{owner}没有写到{times}{about}的{wanted}。"
    if any("action" in m for m in misses):
        wanted = "总数" if question.wants_total and not question.action else "新增数"
        return "no_action", f"{owner}没有写到{times}{about}的{wanted}。"
    return "no_indicator", f"{owner}没有写到{times}{'的' if times else ''}{about}。"


def _related(fitted: Sequence[FittedFigure], limit: int) -> tuple[tuple[Evidence, str], ...]:
    """The same indicator of another place, time or measure; then indicators worded alike."""
    found: list[tuple[Evidence, str]] = []
    seen: set[tuple[str, int]] = set()
    for misses, why in _NEAR:
        for one in fitted:
            if one.fit.misses == misses:
                _take(one, why, found, seen)
    for one in sorted(fitted, key=lambda f: -f.fit.score):
        if (
            "indicator" in one.fit.misses
            and not one.fit.misses & {"region"}
            and (one.fit.score >= MIN_NOUN or "vector" in one.evidence.found_by)
        ):
            _take(one, "near_indicator", found, seen)
    return tuple(found[:limit])


def _take(one: FittedFigure, why: str, found: list[tuple[Evidence, str]], seen: set[tuple[str, int]]) -> None:
    span = (one.evidence.paragraph.id, one.evidence.start)
    if span not in seen:
        seen.add(span)
        found.append((one.evidence, why))


# --- text -------------------------------------------------------------------------------------------------


def compose_text(
    question: Question, spans: Sequence[Evidence], names: Mapping[str, str], max_related: int
) -> Draft:
    """The clauses that say most of what the question names, with others of the paragraph that say as much."""
    least = MIN_YES_NO if question.intent == "yes_no" else MIN_TEXT
    roles = _ROLE.findall(question.content)
    least = max(least, MIN_ROLE) if roles else least
    needed = (*question.numbers, *roles, *_BARE_SCALE.findall(question.text))
    spans = [
        s
        for s in spans
        if _is_of_places(s, question, names)
        and _is_of_status(s, question)
        and _is_of_times(s, question)
        and _is_of_whole(s, question)
    ]
    fitting = [s for s in spans if s.score >= least and _bears(s, question, needed)]
    if not fitting:
        listed = _listed(question, spans)
        if listed:
            return Draft(tuple(_text_claim(s) for s in listed), None, (), question.notice, (), 0.5)
        near = tuple((s, "nearby") for s in spans[:max_related] if s.score > MIN_NEARBY)
        return Draft((), _no_text(question, names), near)
    best = fitting[0]
    alike = [s for s in fitting[1:] if s.score >= best.score - CLOSE and s.paragraph.id == best.paragraph.id]
    more = alike[: MAX_LISTED - 1 if question.intent == "list" else 2]
    chosen = sorted([best, *more], key=lambda s: s.start)
    return Draft(
        tuple(_text_claim(s) for s in chosen), None, (), question.notice, (), min(0.95, round(best.score, 3))
    )


# 首次突破千亿元的是什么
_BARE_SCALE = re.compile(r"(?<![\d.一二两三四五六七八九十几数多])(?:[十百千]亿|万亿|[百千]万)(?=元|的|\W)")


def _is_of_whole(span: Evidence, question: Question) -> bool:
    """全省平均多少: a sentence on the place alone does not say it, nor one that is held against 全省."""
    quote = span.paragraph.text[span.start : span.end]
    return not asks_wider(question) or (question.scope in quote and not _HELD_AGAINST.search(quote))


def _says_new(span: Evidence) -> bool:
    """Whether the sentence, up to where the span ends, says of anything that it is new."""
    text = span.paragraph.text
    start = max((a for a, _ in split_sentences(text) if a <= span.start), default=0)
    return any(action in text[start : span.end] for action in (*NEW_ACTIONS, "新", "净"))


# 什么时候通车: a sentence that tells of no time does not say when
_WHEN = re.compile(r"什么时候|啥时候|何时|几月|哪(?:一)?[天年月]")
_TIME = re.compile(
    r"\d\s*[年月日]|[一二三四五六七八九十〇]月|季度|[年月]底|[上下]半年|[上中下]旬|年内|今年|明年"
)
_HELD_AGAINST = re.compile(r"[高低快慢优]于全[国省市]|比全[国省市]")


def _is_of_places(span: Evidence, question: Question, names: Mapping[str, str]) -> bool:
    """Whether a span is from a report of a place asked about, or names it: the city's sentence is not its district's."""
    codes = [code for code in question.regions if code]
    text = span.paragraph.text
    start = max((a for a, _ in split_sentences(text) if a <= span.start), default=0)
    said = "".join((*span.paragraph.section, text[:20], text[start : span.end]))
    short = (names.get(code, code.rpartition("/")[2]) for code in codes)
    return (
        not codes
        or any(_speaks_for(span.report.region, code) for code in codes)
        or any(name in said or name[:-1] in said for name in short if len(name) > 2)
    )


def _speaks_for(region: str, code: str) -> bool:
    """A zone's report for its city; a county's for neither its city nor its province."""
    return region == code or region.startswith(f"{code}/")


_AIMED = re.compile(r"目标|任务|计划|力争|争取|确保|预期|拟|将")


def _is_of_status(span: Evidence, question: Question) -> bool:
    """Whether a span tells of goals where goals are asked for: 其中博士43人 is no goal."""
    quote = span.paragraph.text[span.start : span.end]
    return question.status != "target" or span.paragraph.is_plan or bool(_AIMED.search(quote))


def _is_of_times(span: Evidence, question: Question) -> bool:
    """Whether a span is of a year asked about, or names it."""
    years = {year for period in question.periods for year in re.findall(r"\d{4}", period)}
    told = set(re.findall(r"\d{4}", span.paragraph.period or span.report.period))
    quote = span.paragraph.text[span.start : span.end]
    if not years or not told or any(year in quote for year in years):
        return True
    return bool(min(years) <= max(told) and min(told) <= max(years))


def _bears(span: Evidence, question: Question, needed: Sequence[str]) -> bool:
    """Whether a span has the numbers and offices that the question names."""
    quote = span.paragraph.text[span.start : span.end]
    if _WHEN.search(question.text) and not _TIME.search(quote):
        return False
    if question.action and not _says_new(span):
        return False  # 新开工项目 is not 实施重点项目168个
    named = _AMOUNT.sub("", question.content)
    says = named == question.content or (len(named) >= MIN_NAMED and coverage(named, fold(quote)) >= MIN_TEXT)
    return says and all(word in quote for word in needed) and keeps_numerals(question.content, fold(quote))


# 50亿元以上的呢: an amount alone names nothing
_AMOUNT = re.compile(r"\d[\d.,]*[万亿千百]*(?:元|个|家|项|人|件)?(?:以上|以下|以内)?")
MIN_NAMED = 2


def compose_list(items: Sequence[Evidence], question: Question) -> Draft:
    """The items of a list that the report announces and then sets out, each cited."""
    first, *others = [_text_claim(item) for item in items]
    claims = (first, *(replace(claim, label="") for claim in others))
    return Draft(claims, None, (), question.notice, (), 0.7)


def _text_claim(span: Evidence) -> Claim:
    return Claim("text", _place(span), span.paragraph.text[span.start : span.end], span)


def _no_text(question: Question, names: Mapping[str, str]) -> Refusal:
    places = "、".join(names.get(code, code) for code in question.regions)
    times = "、".join(period_label(p) for p in question.periods)
    owner = f"{places}的报告" if places else "库中的报告"
    return Refusal("no_text", f"{owner}没有写到{times}{'的' if times else ''}{wording_of(question)}。")


def _listed(question: Question, spans: Sequence[Evidence]) -> list[Evidence]:
    """“获批了哪些平台”: where nothing says 平台, whatever the results say was 获批."""
    verb = next((a for a in ACTIONS if question.content.startswith(a) and len(a) > 1), "")
    if question.intent != "list" or not verb or len(question.content) > len(verb) + 3:
        return []
    found = []
    for span in spans:
        at = span.paragraph.text.find(verb, span.start, span.end)
        if at >= 0 and not span.paragraph.is_plan:
            found.append(span)
    unique = {(s.paragraph.id, s.start): s for s in found}
    return sorted(unique.values(), key=lambda s: (s.paragraph.id, s.start))[:MAX_LISTED]


def _place(span: Evidence) -> str:
    """Whose report says it, and that it is a plan, where the quote does not say so itself."""
    quote = span.paragraph.text[span.start : span.end]
    name = span.report.region_name if span.report.region_name not in quote else ""
    if span.paragraph.is_plan:
        time = period_label(span.paragraph.period) if span.paragraph.period else ""
        return f"{name}{'' if time in quote else time}计划："
    return f"{name}：" if name else ""
