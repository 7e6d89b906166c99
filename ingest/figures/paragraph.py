"""One pass over a paragraph; what a sentence leaves behind (time, subject) serves the next ones."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from ingest.figures.candidates import may_be_figure
from ingest.figures.draft import Draft
from ingest.figures.owners import HOW_FAR_DONE
from ingest.figures.passage import Passage
from ingest.figures.period import THIS_YEAR, reported
from ingest.figures.sentence import Sentence
from ingest.figures.shortened import BY_PARTS
from ingest.figures.statement import take
from ingest.figures.status import SUPPOSED
from ingest.naming import canonical_indicator
from ingest.normalize import fold
from ingest.numerals import Number, find_numbers
from ingest.periods import first_year
from ingest.records import Figure
from ingest.regions import RegionMention
from ingest.sentences import WIDE_GAP
from ingest.topics import named_within, topic_of

# 其中…, 从增速看,…, 分区看,…, 这一比重…, 较上年提升0.15个…: goes on about what the sentence before measures
_GOES_ON = re.compile(
    rf"{BY_PARTS}|"
    r"\s*(?:其中|(?:[一-鿿]{1,6}[县区市]、?){1,6}(?:增速|增幅|增长)(?:较|最|居|领|\d)|"
    r"(?:全[市县区省]|我[市县区省])?(?:累计|总数)(?:达到?|为)\d|(?:城镇|农村)(?:常住)?居民(?:为|达到?)?\d|"
    r"(?:(?:实现|完成)?(?:营业收入|利润总额|利税总额|税金总额)|亏损企业亏损[额总])|"
    r"(?:这一|该)(?:比[重例率]|占比|数[字据]|指标|水平|增速)|"
    r"(?:同比|[比较](?:上年|去年|年初|20\d\d年)(?:同期|[末底])?)(?:增长|增加|提[高升]|上升|下降|降低|减少|回落)\d)"
)
# 。一季度增长5.9%。: by how much it moved in another time
_MOVED_THEN = re.compile(
    r"\s*(?:20\d\d年)?(?:[一二三四1-4]季度|上半年|下半年|前[一二三四五六七八九十\d]+个?(?:月|季度)|"
    r"\d{1,2}(?:-\d{1,2})?月份?|全年|当[月季]|本[月季]|累计|去年|上年)(?:当月|末)?,?(?:累计|同比|环比|实际|仅|只|"
    r"分别)*(?:增长|下降|上涨|回落|增速)(?:为|达)?[\d-]"
)
# 。
_SENTENCE_END = re.compile(rf"[。!?！？\n;；]|{WIDE_GAP}")
# (含待完善8家): read after the clause around it
_PARENTHESES = re.compile(r"[(（][^()（）]{1,80}[)）]")


def read_paragraph(passage: Passage) -> list[Figure]:
    numbers = [n for n in find_numbers(passage.text) if may_be_figure(passage, n)]
    start, topic = 0, ""
    carried: list[Draft] = []
    for match in [*_SENTENCE_END.finditer(passage.text), None]:
        end = match.start() if match else len(passage.text)
        inside = [n for n in numbers if start <= n.start < end]
        _note_opener(passage, start, min([end, *(n.lead_end for n in inside)]))
        if inside:
            topic, carried = _read_sentence(passage, start, end, inside, topic, carried)
        goes_on = match is not None and (
            match.group() in ";；"
            or _GOES_ON.match(passage.text, match.end()) is not None
            or _MOVED_THEN.match(passage.text, match.end()) is not None
        )
        if goes_on and not inside:
            topic = _named_once(passage, start, end)
        if not goes_on:  # a semicolon goes on about the same
            topic, carried, passage.sentence_period = "", [], ""
        start = match.end() if match else end
    supposed = [m.span() for m in SUPPOSED.finditer(passage.text)]
    stated = [d for d in passage.drafts if not any(a <= d.number.start < b for a, b in supposed)]
    return [figure for draft in stated for figure in _finish(passage, draft)]


def _named_once(passage: Passage, start: int, end: int) -> str:
    """What a sentence without figures is about, where the terms know one thing in it only."""
    names = {m.name for m in passage.terms.values() if start <= m.start and m.end <= end}
    return names.pop() if len(names) == 1 else ""


def _note_opener(passage: Passage, start: int, end: int) -> None:
    """“2024年,全市…” opens a time that holds until the next one; “…以来” and “截至11月底” hold for their sentence.

    “据统计,1-2月,…” does too: between commas, before the first number.
    """
    for mention in passage.periods:
        if not (start <= mention.start and mention.end <= end and passage.text.startswith(",", mention.end)):
            continue
        before = passage.text[start : mention.start].strip(" “")
        if before not in ("较", "比", "同", "与") and (len(before) < 3 or before.endswith(",")):
            passage.sentence_period = reported(passage.report, mention)
            is_since = mention.text.endswith("以来") and mention.text not in THIS_YEAR
            is_month_end = mention.kind == "asof" and not mention.period.isdigit()
            if not (is_since or is_month_end):
                passage.opener_period = passage.sentence_period
    if passage.paragraph.is_plan and _ALL_YEAR.match(passage.text, start, end):
        passage.sentence_period = str(first_year(passage.paragraph.period) or "")


# 全年力争实现产值58亿元；完成播种面积56.3万亩
# 全年力争
_ALL_YEAR = re.compile("全年(?:力争|确保|预期|计划|要|目标)")


def _read_sentence(
    passage: Passage, start: int, end: int, numbers: list[Number], topic: str, carried: list[Draft]
) -> tuple[str, list[Draft]]:
    """Read one sentence; returns what it is about and its figures, for the next one to go on from."""
    carried = _of_the_whole(passage, start, carried)
    outer = _blank_parentheses(passage.text, start, end)
    inner = [n for n in numbers if outer[n.start] == "\x00"]
    before = len(passage.drafts)
    sentence = Sentence(
        passage, outer, start, end, [n for n in numbers if n not in inner], topic=topic, carried=carried
    )
    for number in numbers:
        if number not in inner:
            take(sentence, number)
    _read_parentheses(passage, inner, start, end, before)
    how_far = bool(sentence.done) and all(HOW_FAR_DONE.search(draft.name) for draft in sentence.done)
    return sentence.own_topic() or topic, [*carried, *sentence.done] if how_far else sentence.done


# 分季度看,
_BY_TIME = re.compile(r"\s*[从分按](?:季度?|月[份度]?|年度?)看")
# 其中
_PARTS = re.compile(rf"其中|{BY_PARTS}")


def _of_the_whole(passage: Passage, start: int, carried: list[Draft]) -> list[Draft]:
    """GDP增长6.4%。其中:三产增长6.0%。分季度看,一季度增长5.2%: of the GDP, and not of the part told last."""
    before = passage.text[:start].rstrip("。; ")
    parts = [m.start() for m in _PARTS.finditer(before, before.rfind("。") + 1)]
    if not _BY_TIME.match(passage.text, start) or not parts:
        return carried
    return [d for d in passage.drafts if d.number.start < parts[0]][-1:] or carried


def _read_parentheses(passage: Passage, inner: list[Number], start: int, end: int, first: int) -> None:
    """医院238个(公立医院64个、民营医院174个): each of them a sentence of its own, about what stands before it."""
    for match in _PARENTHESES.finditer(passage.text, start, end):
        numbers = [n for n in inner if match.start() < n.start < match.end()]
        if not numbers:
            continue
        before = [d for d in passage.drafts[first:] if d.number.start < match.start()]
        earlier = sorted(before, key=lambda d: d.number.start)
        # 税收收入17亿元(下降2.8%),其中增值税6.7亿元(下降5.1%): not what stands in another parenthesis
        parents = [d for d in earlier if d.number.form == "plain" and d.number not in inner]
        place = next((m for m in passage.regions if m.end == match.start() and m.code), None)
        place = place if parents and place and parents[-1].number.end <= place.start else None
        if place and parents[-1].number.unit != numbers[0].unit:
            continue  # 12个县区“三增九降”:增收的是甲区(3.6%): of what, its own words do not say
        noun = _moved_noun(passage, match, numbers, earlier)
        if noun is not None:  # 出口(+2.4%)
            parents = []
        sentence = Sentence(
            passage,
            passage.text
            if noun is None
            else passage.text[: match.start()] + " " + passage.text[match.start() + 1 :],
            match.start() + 1 if noun is None else noun,
            match.end() - 1,
            numbers,
            parents[-1] if parents else None,
            carried=earlier if noun is None else [],
            is_aside=noun is None,
        )
        for number in numbers:
            take(sentence, number)
        if place:
            _give_to_place(sentence, place, parents[-1])


def _give_to_place(sentence: Sentence, place: RegionMention, whole: Draft) -> None:
    """全市工业增加值增长6.2%,甲市(9.1%)、乙县(8.4%)增速居前: of the place in front of the parenthesis, and the same."""
    for draft in sentence.done:
        draft.region, draft.region_name = place.code, place.name
        draft.kind = "growth" if draft.kind == "ratio" and whole.kind == "growth" else draft.kind


def _moved_noun(
    passage: Passage, match: re.Match[str], numbers: list[Number], earlier: list[Draft]
) -> int | None:
    """Where the name right before a parenthesis begins that only tells by how much it moved; None where it has a number."""
    name = _OWN_NAME.search(passage.text, 0, match.start())
    only_moved = len(numbers) == 1 and _MOVED_BY.fullmatch(passage.text, match.start() + 1, numbers[0].start)
    if name is None or not only_moved or any(d.noun[0] <= name.start("name") < d.noun[1] for d in earlier):
        return None
    return name.start("name")


# 其中水稻
_OWN_NAME = re.compile(r"(?:^|[,，。;；、:\n]|其中|和)(?P<name>[一-鿿]{2,14})$")
# 同比增长
_MOVED_BY = re.compile(r"(?:同比|比上年|较上年|实际|名义)?(?:增长|下降|增|降)")


def _blank_parentheses(text: str, start: int, end: int) -> str:
    blanked = list(text)
    for match in _PARENTHESES.finditer(text, start, end):
        for i in range(match.start(), match.end()):
            blanked[i] = "\x00"
    return "".join(blanked)


# 三次产业结构由上年的4.9:43.6:51.5调整为4.8:43.0:52.2
_SECTORS = ("第一产业", "第二产业", "第三产业")
# 7.6
_SHARES = re.compile(r"\d+(?:\.\d+)?")


def _sector_shares(passage: Passage, draft: Draft) -> list[Figure]:
    """The three numbers of a structure of industries, each the share of one of them."""
    whole = figure_of(passage, draft, draft, "")
    figures = []
    parts = _SHARES.finditer(passage.text, draft.number.start, draft.number.end)
    for sector, part in zip(_SECTORS, parts, strict=False):
        name = f"{sector}增加值占地区生产总值比重"
        figures.append(
            replace(
                whole,
                id=f"{passage.paragraph.id}-f{part.start()}",
                indicator=canonical_indicator(name, passage.reader),
                name=f"{sector}占比",
                kind="ratio",
                value=Decimal(part.group()),
                unit="%",
                raw=passage.paragraph.text[part.start() : part.end()],
                start=part.start(),
                end=part.end(),
            )
        )
    return figures


# 地区生产总值增长6.0%,扣除烟草制品业后增长7.3%: of another thing than the whole
_WITHOUT = re.compile(r"(?:剔除|扣除)(?:[^,;。]{1,12}?)(?:因素后|影响后|后)")


# 扣除房地产开发投资,
_WITHOUT_BEFORE = re.compile(r"(?:剔除|扣除)[^,;。\d]{2,14}(?=,$)")
_ORDINARY = re.compile("价格|物价")  # 扣除价格因素,实际增长5%: how a growth is always worked out


# 三次产业结构, 三产比
# 三产结构; not 民营经济三次产业结构
_OF_SECTORS = re.compile("^(?!.*(?:民营|民间|非公|投资|就业|从业|用电|税收)).*(?:产业|三产比|三产结构)")


def _finish(passage: Passage, draft: Draft) -> list[Figure]:
    without = _WITHOUT.search(passage.text, draft.clause, draft.number.start) or _WITHOUT_BEFORE.search(
        passage.text, max(draft.clause - 18, 0), draft.clause
    )
    if without and not _ORDINARY.search(without.group()):
        draft.indicator = f"{draft.indicator}（{without.group()}）"
    parts = passage.text[draft.number.start : draft.number.end].count(":") + 1
    if draft.number.form == "structure" and parts == len(_SECTORS) and _OF_SECTORS.search(draft.name):
        return _sector_shares(passage, draft)
    if draft.places:
        owners = tuple(replace(draft, region=code, region_name=place) for code, place in draft.places)
    else:
        owners = draft.of or (draft,)
    figures = []
    for k, owner in enumerate(owners):
        figures.append(figure_of(passage, draft, owner, f"-{k}" if len(owners) > 1 else ""))
    return figures


def figure_of(passage: Passage, draft: Draft, owner: Draft, suffix: str) -> Figure:
    number, subject = draft.number, draft.subject or owner.subject
    within = named_within(topic_of(passage.report.title), fold(owner.name), passage.reader.terms)
    sign = -1 if draft.is_negative else 1
    text = passage.paragraph.text
    return Figure(
        id=f"{passage.paragraph.id}-f{number.start}{suffix}",
        report_id=passage.report.id,
        paragraph_id=passage.paragraph.id,
        indicator=within or owner.indicator,
        name=owner.name,
        joint=owner.joint,
        subject="" if subject == owner.indicator else subject,  # 就诊率91%,其中甲县95%
        action=draft.action,
        kind=draft.kind,
        value=number.value * sign if number.value else Decimal(0),
        value_max=number.value_max,
        unit=number.unit,
        raw=text[number.start : number.end],
        bound=number.bound,
        comparator=draft.comparator,
        scope=draft.scope,
        region=owner.region,
        region_name=owner.region_name,
        period=draft.period,
        status=draft.status,
        start=number.start,
        end=number.end,
        quote_start=draft.quote[0],
        quote_end=draft.quote[1],
        context=text[draft.context[0] : draft.context[1]],
    )
