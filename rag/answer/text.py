"""Sentences into claims: which of them say what is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.normalize import fold
from ingest.periods import period_label
from ingest.records import Paragraph
from ingest.verbs import ACTIONS
from rag.answer.bearing import MIN_NEARBY, MIN_TEXT, bears, is_bare_heading, is_within, offices_in
from rag.answer.claim import claim_figure
from rag.answer.missing import no_text
from rag.answer.row import told_row
from rag.match import Fit, words_of
from rag.records import Claim, Draft, Evidence, Question
from rag.retrieve.choose import CLOSE
from rag.retrieve.retriever import FittedFigure

MIN_YES_NO = 0.82  # more for yes or no: “首夺…了吗” is not answered by “争创…”
MIN_ROLE = 0.8  # 市委书记 is not any 书记
MAX_LISTED = 6


def compose_text(
    question: Question, spans: Sequence[Evidence], names: Mapping[str, str], max_related: int
) -> Draft:
    """The clauses that say most of what the question names, with others of the paragraph that say as much."""
    least = MIN_YES_NO if question.intent == "yes_no" else MIN_TEXT
    least = max(least, MIN_ROLE) if offices_in(question) else least
    spans = [span for span in spans if is_within(question, span, names) and not is_title(span.paragraph)]
    spans = [span for span in spans if not is_bare_heading(question, span)]
    fitting = [span for span in spans if span.score >= least and bears(question, span)]
    if question.intent == "yes_no" and question.stated:  # 是80所吗: 撤并13所 is no answer
        fitting = [span for span in fitting if question.stated.printed in _quote(span)]
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
        tuple(claim for span in chosen for claim in _claims_of(span)),
        None,
        (),
        question.notice,
        (),
        min(0.95, round(best.score, 3)),
    )


def _quote(span: Evidence) -> str:
    return fold(span.paragraph.text[span.start : span.end])


# 全年新设经营主体3.8万户。
_STATES = re.compile(r"[。；;，,]")


def is_title(paragraph: Paragraph) -> bool:
    """Whether a paragraph is but the title, which says of nothing how it went: 河塘区市场监督管理工作(2023年)."""
    return paragraph.index == 0 and not _STATES.search(paragraph.text)


_ISSUES = "(?:出台|印发|制定|发布|颁布|下发|制发|修订)"
# 出台了哪些科技政策文件
_ASKS_ISSUED = re.compile(
    rf"{_ISSUES}.*?(?P<kind>文件|政策|制度|办法|方案|意见|措施|条例|规划|细则|规定|计划)"
)
# 制定印发《支持科技创新发展十条措施》《科技计划项目经费管理办法》
_ISSUED = re.compile(rf"{_ISSUES}[^。；;《]{{0,12}}(?:《[^》]+》[、,，和及与]*)+(?<=》)")
_ANY_KIND = ("文件", "政策", "制度")


def issued(question: Question, spans: Sequence[Evidence], names: Mapping[str, str]) -> list[Evidence]:
    """The documents in 《》 that were issued, of the kind and the field asked: 出台了哪些科技政策文件."""
    asked = _ASKS_ISSUED.search(question.text) if question.intent in ("list", "who") else None
    if asked is None:
        return []
    no_field = re.compile(f"{_ISSUES}|{'|'.join(_ANY_KIND)}|{asked['kind']}")
    contents = [question.content, *(way.content for way in question.wordings)]
    fields = {words_of(no_field.sub("", content)) for content in contents}
    found = []
    for paragraph, span in {s.paragraph.id: (s.paragraph, s) for s in spans}.values():
        about = fold(" ".join(paragraph.section) + span.report.title)
        for run in _ISSUED.finditer("" if paragraph.is_plan else paragraph.text):
            is_kind = asked["kind"] in _ANY_KIND or asked["kind"] in run.group()
            one = replace(span, start=run.start(), end=run.end(), states=())
            is_of_field = any(all(word in about + run.group() for word in field) for field in fields)
            if is_kind and is_of_field and is_within(question, one, names):
                found.append(one)
    return sorted(found, key=lambda one: (one.report.id, one.paragraph.index, one.start))[:MAX_LISTED]


def compose_list(items: Sequence[Evidence], question: Question) -> Draft:
    """The items of a list that the report announces and then sets out, each cited."""
    first, *others = [text_claim(item) for item in items]
    claims = (first, *(replace(claim, label="") for claim in others))
    return Draft(claims, None, (), question.notice, (), 0.7)


def _claims_of(span: Evidence) -> list[Claim]:
    """A sentence as it stands; of a row of a table (粮食 | 275.30 | 0.6) what its cells say."""
    if span.paragraph.kind == "table" and (told := told_row(span)):
        whole, words = told
        return [replace(text_claim(whole), words=words)]
    if span.paragraph.kind != "table" or not span.states:
        return [text_claim(span)]
    cells = (replace(span, start=f.quote_start, end=f.quote_end, figure=f) for f in span.states)
    return [claim_figure(FittedFigure(cell, Fit(span.score, frozenset()))) for cell in cells]


def text_claim(span: Evidence) -> Claim:
    return Claim("text", _place(span), span.paragraph.text[span.start : span.end], span)


def _listed(question: Question, spans: Sequence[Evidence]) -> list[Evidence]:
    """“获批了哪些平台”: where nothing says 平台, whatever the results say was 获批."""
    verb = next((a for a in ACTIONS if question.content.startswith(a) and len(a) > 1), "")
    kind = question.content.removeprefix(verb)
    is_kind_asked = re.search(
        f"(?:些|什么|啥|几[个项]?){re.escape(kind)}", question.text
    )  # no 哪几个镇发生了溃坝
    if question.intent != "list" or not verb or len(kind) > 3 or not is_kind_asked:
        return []
    found = []
    for span in spans:
        at = span.paragraph.text.find(verb, span.start, span.end)
        if at >= 0 and not span.paragraph.is_plan:
            found.append(span)
    unique = {(s.paragraph.id, s.start): s for s in found}
    return sorted(unique.values(), key=lambda s: (s.paragraph.id, s.start))[:MAX_LISTED]


def _place(span: Evidence) -> str:
    """Whose report says it, of when where that is not the report's time, and that it is a plan."""
    quote = span.paragraph.text[span.start : span.end]
    name = span.report.region_name if span.report.region_name not in quote else ""
    periods = {figure.period for figure in span.states} or {span.paragraph.period}
    is_usual = not span.paragraph.is_plan and span.report.period in periods
    time = "" if is_usual or len(periods) > 1 else period_label(periods.pop())
    place = f"{name}{'' if time in quote else time}{'计划' if span.paragraph.is_plan else ''}"
    return f"{place}：" if place else ""
