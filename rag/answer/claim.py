"""A figure as a claim: what is quoted, and what is said of it where the quote does not read alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ingest.normalize import fold
from ingest.numerals import find_numbers
from ingest.records import Figure
from ingest.sentences import split_sentences
from rag.answer.render import label_figure, word_cell, word_item
from rag.match import UNCHANGED, words_of
from rag.records import Claim, Evidence
from rag.retrieve.retriever import FittedFigure
from rag.wording.deeds import is_verb


def claim_figure(fitted: FittedFigure, whole_sentence: bool = False, asked: str = "") -> Claim:
    """The claim of a figure; beside 全省平均 all from one semicolon to the next is quoted, which says both.

    Args:
        asked: what the question is about; what of it the quote leaves out and its sentence says is said in the label.
    """
    evidence = fitted.evidence
    if whole_sentence and evidence.paragraph.kind != "table":
        text, at = evidence.paragraph.text, evidence.start
        start, end = next(s for s in split_sentences(text) if s[0] <= at < s[1])
        start = max(start, *(text.rfind(mark, start, at) + 1 for mark in "；;"))
        behind = re.compile("[；;]").search(text, evidence.end, end)
        evidence = replace(evidence, start=start, end=max(behind.start() if behind else end, evidence.end))
    end = _told_behind(fitted.figure, evidence)
    told = evidence.paragraph.text[evidence.end : end]
    evidence = replace(evidence, end=_closed(evidence.paragraph.text, evidence.start, end))
    quote = evidence.paragraph.text[evidence.start : evidence.end]
    is_whole = whole_sentence and evidence.paragraph.kind != "table"
    words = "" if is_whole else _words(fitted.figure, quote, evidence.paragraph.kind == "table")
    if words and _is_half(asked, fitted.figure, words, quote):
        words = ""
    words += told if words and not words.endswith(told) else ""
    if not words:
        evidence = replace(evidence, start=_named(fitted.figure, evidence))
        quote = evidence.paragraph.text[evidence.start : evidence.end]
        start, lead = _led_by(asked, fitted.figure, evidence)
        if lead:
            evidence, words = replace(evidence, start=start), quote
            quote = evidence.paragraph.text[evidence.start : evidence.end]
            return Claim(
                "figure", label_figure(replace(fitted.figure, subject=lead), words), quote, evidence, words
            )
    return Claim("figure", label_figure(fitted.figure, words or quote), quote, evidence, words)


def _is_half(asked: str, figure: Figure, words: str, quote: str) -> bool:
    """建议和提案办理多少件: of 办理人大代表建议187件、政协提案163件 the second alone is half of what is asked."""
    if not _is_list_item(figure, quote) or _SPREAD.search(quote):
        return False
    said = fold(label_figure(figure, words) + words)
    unsaid = [w for w in words_of(asked) if len(w) > 1 and w not in said and not is_verb(w)]
    earlier = fold(quote[: max(figure.start - figure.quote_start, 0)])
    return any(re.search(rf"{re.escape(w)}\d", earlier) for w in unsaid)


def _named(figure: Figure, evidence: Evidence) -> int:
    """Where the quote starts: a clause or two earlier where it would not say what is ranked, as in “位列第96位”."""
    text, start = evidence.paragraph.text, evidence.start
    if figure.kind != "rank" or evidence.paragraph.kind == "table":
        return start
    sentence = max(s for s, _ in split_sentences(text) if s <= start)
    marks = [sentence, *(m.end() for m in re.finditer("[,，;；]", text[:start]) if m.end() > sentence)]
    starts = [start, *(mark for mark in reversed(marks) if mark < start)]
    return next((at for at in starts if len(_BARE_RANK.sub("", text[at : figure.start])) > 1), start)


def _led_by(asked: str, figure: Figure, evidence: Evidence) -> tuple[int, str]:
    """Where the sentence names what is asked and the quote leaves out, and its words: 以工代赈 of 带动就业1240人."""
    text, end = evidence.paragraph.text, evidence.start
    quote = text[end : evidence.end]
    label = label_figure(figure, quote)
    if not asked or evidence.paragraph.kind == "table" or "（" in label:  # the label says of what
        return end, ""
    told = fold(label + quote)
    for marks in ("[。；;！？\n]", "[。！？\n]"):  # 缴存公积金78.9亿元；提取52.4亿元: else in the part before
        start = max(end - MAX_LEAD, *(m.end() for m in re.finditer(marks, text[:end])), 0)
        before = fold(text[start:end])
        if unsaid := [w for w in words_of(asked) if len(w) > 1 and w not in told and w in before]:
            break
    else:
        return end, ""
    clause = max((m.end() for m in re.finditer("[,，]", before[: min(map(before.rfind, unsaid))])), default=0)
    end_of_lead = max(before.rfind(w) + len(w) for w in unsaid)
    rest = _REST_OF_LIST.match(before, end_of_lead) or _REST_OF_NAME.match(before, end_of_lead)
    lead = before[clause:end_of_lead] + (rest.group() if rest else "")
    if lead.count("“") > lead.count("”"):  # 推出“张创|贷”
        lead += before[clause + len(lead) : before.find("”", clause + len(lead)) + 1]
    bare = lead.strip("“”")
    lead = bare if bare.count("“") == bare.count("”") else lead
    is_cut = not clause and start == end - MAX_LEAD  # in the middle of a word, maybe
    return (end, "") if is_cut or re.search(r"\d|其中|^占", lead) else (start + clause, lead)


# 发布虚假广告|、未明码标价案, all the deeds that one fine was for
# 、未明码标价案,
_REST_OF_LIST = re.compile(r"[一-鿿]{0,4}(?:[、和][一-鿿“”]{2,16})+(?=[,，])")
# 实施高企|倍增行动
_REST_OF_NAME = re.compile(
    r"(?:[院校园馆站所](?![一-鿿]?长)|[一-鿿]{0,4}?(?:行动|工程|计划|专项|活动)|项目)?"
)
MAX_LEAD = 40  # characters that may stand between what is asked and its number
# 居全省第2位: 居 says no more than the rank
_BARE_RANK = re.compile(r"[位居列排达到为约,，;；\s]")


def joined(claims: Sequence[Claim]) -> list[Claim]:
    """新开工72个[1]；新开工72个、竣工58个[2]: quotes that begin as one are one, and then are said once."""
    ends: dict[tuple[str, int, str], int] = {}
    for claim in filter(_is_quote, claims):
        ends[_head(claim)] = max(ends.get(_head(claim), 0), claim.evidence.end)
    return [_up_to(claim, ends[_head(claim)]) if _is_quote(claim) else claim for claim in claims]


def _is_quote(claim: Claim) -> bool:
    return claim.kind == "figure" and not claim.words and claim.evidence.paragraph.kind != "table"


def _head(claim: Claim) -> tuple[str, int, str]:
    return claim.evidence.paragraph.id, claim.evidence.start, claim.label


def _up_to(claim: Claim, end: int) -> Claim:
    evidence = replace(claim.evidence, end=end)
    return replace(claim, quote=evidence.paragraph.text[evidence.start : end], evidence=evidence)


def told_apart(claims: Sequence[Claim]) -> list[Claim]:
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
    """The end with the bracket that it leaves open (为年度任务(12万人 → …), with 与上年持平 or 的差距 behind it."""
    if behind := _BELONGS.match(text, end):
        return behind.end()
    quote = text[start:end]
    is_open = quote.count("(") + quote.count("（") > quote.count(")") + quote.count("）")
    return end + 1 if is_open and text[end : end + 1] in (")", "）") else end


# 与上年持平, 仍有0.4个百分点的差距
_BELONGS = re.compile(rf"{UNCHANGED.pattern}|的差距")


# 6个|没有规上企业, 5项|提前完成任务
_BEHIND = re.compile(
    r"(?!的|以上|以下|左右|以内|和|与|及|或|等|并|以及|同比|比上年|占|位)[一-鿿“”、()（）]{3,20}(?=[，,；;。！\n]|$)"
)


def _told_behind(figure: Figure, evidence: Evidence) -> int:
    """Where the quote ends: behind what is said of those counted, which are not all there are."""
    told = _BEHIND.match(evidence.paragraph.text, evidence.end)
    is_bare = figure.kind == "count" and evidence.paragraph.kind != "table" and evidence.end == figure.end
    return told.end() if told and is_bare else evidence.end


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


def _is_noun_first(figure: Figure, quote: str) -> bool:
    """农村低保对象甲县8320人: behind the place that its label says."""
    before = quote[: max(figure.start - figure.quote_start, 0)]
    return bool(figure.region_name) and before.endswith(figure.region_name) and before != figure.region_name


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


def _is_of_time_in_brackets(figure: Figure, quote: str) -> bool:
    """新增9,500户以上（2024年8,416户）: that of the year in brackets by itself, or the first would read as that year's."""
    before = fold(quote[: max(figure.start - figure.quote_start, 0)])
    outside, opened, inside = before.rpartition("(")
    is_inside = bool(opened) and ")" not in inside
    return is_inside and bool(_TIME_LED.match(inside)) and bool(find_numbers(outside))


def _is_of_later_year(figure: Figure, quote: str) -> bool:
    """2023年新建18个，2024年新建25个: that of 2024 by itself, or the first year's would read as its own."""
    before = fold(quote[: max(figure.start - figure.quote_start, 0)])
    years = list(_YEAR.finditer(before))
    is_its_own = len(years) > 1 and figure.period.startswith(years[-1]["year"])
    return (
        is_its_own
        and years[0]["year"] != years[-1]["year"]
        and bool(find_numbers(before[years[0].end() : years[-1].start()]))
    )


def _is_year_before_behind(figure: Figure, quote: str) -> bool:
    """规上企业1386家，上年为1297家: that of the year before by itself, or the first number would read as that year's."""
    before = fold(quote[: max(figure.start - figure.quote_start, 0)])
    led = _YEAR_BEFORE_WAS.search(before)
    return led is not None and bool(find_numbers(before[: led.start()]))


# 1386家,|上年为|1297家; 去年同期分别为|1.95亿元、547家
# 上年为
_YEAR_BEFORE_WAS = re.compile(
    r"(?:上年|去年|前年|上期|(?:19|20)\d{2}年)(?:同期|[末底度])?(?:分别|依次)?[为是有](?:[^,;。]*[、和与])?[约近超逾]?$"
)
# 2024年
_YEAR = re.compile(r"(?P<year>20\d\d)年")
# (2023年为815件), (上年同期12家)
_TIME_LED = re.compile(r"(?:19|20)\d{2}年|上年|去年|同期|前年|上半年|上期")


# 一季度增长5.2%
_TIMES_ALONE = re.compile(
    r"(?:\d{4}年)?(?:[一二三四]季度|[上下]半年|前三季度|(?:1-)?1?\d月份?)(?:累计|当月|同比|实际)*(?:增长|下降|上涨)"
)


def _names_times_alone(_: Figure, quote: str) -> bool:
    """一季度增长5.2%，前三季度增长6.1%: of what is told before it."""
    return bool(_TIMES_ALONE.match(fold(quote)))


def _words(figure: Figure, quote: str, is_cell: bool) -> str:
    """Words of its own for a figure whose quote does not read alone: a cell, one of a spread list, a joint total."""
    if is_cell:
        return word_cell(figure)
    if figure.kind == "ratio" and figure.unit == "%" and _STRUCTURE.search(quote):
        return f"{figure.name}{figure.raw}%（{quote}）"  # which of the three it is
    if figure.kind != "ratio" and quote.startswith("占"):
        return quote.removeprefix("占")  # 占|总投资9.2亿元的39.1%
    spread = bool(_SPREAD.search(quote))
    by_itself = (
        _names_times_alone,
        _is_list_item,
        _is_noun_first,
        _is_year_before,
        _is_goal_behind,
        _is_of_time_in_brackets,
        _is_of_later_year,
        _is_year_before_behind,
        _is_of_later_place,
    )
    if figure.kind == "change" and _AGAINST.match(figure.action + figure.comparator) and _is_shared(quote):
        return ""  # 分别高于全国、全省1.3个和0.5个百分点: the order tells which is which
    if spread or any(reads_so(figure, quote) for reads_so in by_itself):
        return word_item(figure)
    if figure.comparator == "由" and (base := _FROM_YEAR.search(quote)):
        return f"{quote[: base.start()]}为{quote[base.end() :]}"
    if figure.comparator == "由" and quote.count("由") == 1:  # 高新技术企业由11家增至16家
        return quote.replace("由", "为")
    return f"{quote}（合计数，报告未分列）" if figure.joint else ""


# 9.8:51.6:38.6
_STRUCTURE = re.compile(r"\d[:：∶]\d[\d.]*[:：∶]\d")


def _is_shared(quote: str) -> bool:
    """Whether the last clause says of several numbers what they are held against."""
    return bool(re.search(r"(?:分别|依次)[^,，;；。]*$", quote))


# 比全省高
_AGAINST = re.compile(r"[高低快慢多少优]于|[高低快慢多少]出|比(?!上年|去年)")
# 分别增长4.7%、6.3%
_SPREAD = re.compile("分别|依次|分[列居获](?=[全第居])")
# behind the label of its own year, 由上年的12.7％ would read as the year before that
_FROM_YEAR = re.compile(
    r"(?:由|从)(?:上年|去年|(?:19|20)\d{2}年|[上下]半年|前三季度|[一二三四]季度|\d{1,2}月)(?:同期|末|底|份)?的?"
)
