"""Sentences into claims: which of them say what is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.normalize import fold
from ingest.periods import period_label
from ingest.sentences import split_sentences
from ingest.verbs import ACTIONS, NEW_ACTIONS
from rag.answer.missing import no_text
from rag.match import asks_wider, houses_clash, keeps_numerals, lacks_house, lacks_qualifier, last_word
from rag.match.words import words_of
from rag.records import Claim, Draft, Evidence, Question
from rag.retrieve.choose import CLOSE
from rag.wording.deeds import is_verb, says_deed
from rag.wording.overlap import coverage

MIN_TEXT = 0.56  # share of the question's wording that a sentence must say
MIN_YES_NO = 0.82  # more for yes or no: “首夺…了吗” is not answered by “争创…”
MIN_ROLE = 0.8  # 市委书记 is not any 书记
MIN_NEARBY = 0.3
MAX_LISTED = 6
# 局长是谁: only a sentence that names the office names its holder
_ROLE = re.compile(
    r"(?:局|厅|部|处|科|市|县|区|镇|乡|州|院|校|站|所|馆)长|主任|书记|负责人|董事长|总经理|主席"
)


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
            return Draft(tuple(text_claim(s) for s in listed), None, (), question.notice, (), 0.5)
        near = tuple((s, "nearby") for s in spans[:max_related] if s.score > MIN_NEARBY)
        return Draft((), no_text(question, names), near)
    best = fitting[0]
    alike = [s for s in fitting[1:] if s.score >= best.score - CLOSE and s.paragraph.id == best.paragraph.id]
    more = alike[: MAX_LISTED - 1 if question.intent == "list" else 2]
    chosen = sorted([best, *more], key=lambda s: s.start)
    return Draft(
        tuple(text_claim(s) for s in chosen), None, (), question.notice, (), min(0.95, round(best.score, 3))
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


_HELD_TO_GOAL = re.compile(r"目标|任务|计划|预期|预算|完成|指标|时序|[超达]")
_AIMED = re.compile(r"目标|任务|计划|力争|争取|确保|预期|拟|将")


def _is_of_status(span: Evidence, question: Question) -> bool:
    """Whether a span tells of goals where goals are asked for: 其中博士43人 is no goal."""
    quote = span.paragraph.text[span.start : span.end]
    if question.statuses_compared and not _HELD_TO_GOAL.search(quote):
        return False  # 目标完成了吗 is not answered by 房地产持续下行
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
    if not _says_done(question, quote):
        return False
    first = next(iter(words_of(question.content)), "")
    if len(first) == 1 and not is_verb(first) and first not in quote:
        return False  # 牛存栏 is no 母猪存栏
    named = _AMOUNT.sub("", question.content)
    says = named == question.content or (len(named) >= MIN_NAMED and coverage(named, fold(quote)) >= MIN_TEXT)
    told = fold(quote) + fold(" ".join(span.paragraph.section))
    return (
        says
        and all(word in quote for word in needed)
        and keeps_numerals(question.content, fold(quote))
        and not lacks_qualifier(_WHICH.sub("", question.content), told)
        and not houses_clash(question.text, told)
        and not (question.intent != "list" and lacks_house(question.content, told))
        and _is_said_at_once(question, fold(quote))
        and _says_of_what(question, told)
    )


_WHICH = re.compile("些[一-鿿]{1,4}$")  # 科创飞地都布局在哪些城市


def _says_of_what(question: Question, told: str) -> bool:
    """Whether a text says of what is asked last: its noun; how it was done (航道修得怎么样) may have other words."""
    last = last_word(question.content)
    is_deed = last.endswith("得") or is_verb(last)
    return question.intent != "text" or is_deed or coverage(last, told) >= MIN_NEARBY


# 大楼竣工了吗, 新院区投用了没有
_DONE_YET = re.compile(
    r"(?P<verb>竣工|完工|建成|投用|使用|投产|启用|封顶|通车|开工|动工|开业|运营|运行|交付|验收|开通|贯通|挂牌)"
    r"了?(?:吗|么|没有?)\W*$"
)


def tells_deed(question: Question, claims: Sequence[Claim]) -> bool:
    """Whether what is asked to have been done is said: 总投资4,860万元 does not tell whether it is 竣工."""
    return any(_says_done(question, claim.quote) for claim in claims)


def _says_done(question: Question, quote: str) -> bool:
    asked = _DONE_YET.search(question.text)
    return asked is None or says_deed(asked["verb"], fold(quote))


def _is_said_at_once(question: Question, quote: str) -> bool:
    """Whether one part of a quote says it all: 甲院床位1,000张；乙院总投资5.2亿元 tells of no 乙院床位."""
    if question.intent == "list":
        return True
    at_once = max(coverage(question.content, part) for part in re.split("[;。]", quote))
    return at_once >= coverage(question.content, quote) - MAX_APART


# 50亿元以上的呢: an amount alone names nothing
_AMOUNT = re.compile(r"\d[\d.,]*[万亿千百]*(?:元|个|家|项|人|件)?(?:以上|以下|以内)?")
MIN_NAMED = 2
MAX_APART = 0.25  # of what is asked, told in another part of the sentence


def compose_list(items: Sequence[Evidence], question: Question) -> Draft:
    """The items of a list that the report announces and then sets out, each cited."""
    first, *others = [text_claim(item) for item in items]
    claims = (first, *(replace(claim, label="") for claim in others))
    return Draft(claims, None, (), question.notice, (), 0.7)


def text_claim(span: Evidence) -> Claim:
    return Claim("text", _place(span), span.paragraph.text[span.start : span.end], span)


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
