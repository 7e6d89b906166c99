"""Which way a question is answered: worked out, stated, set out one by one, told in sentences; or why it is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.indicators import Terms
from ingest.normalize import fold
from ingest.periods import contains, months, period_label
from ingest.records import Paragraph
from ingest.regions import RegionMention
from ingest.verbs import NEW_ACTIONS
from rag.answer.bearing import bears, tells_deed, tells_kind, tells_so
from rag.answer.compose import compose_figures
from rag.answer.holder import tell_holder
from rag.answer.issue import tell_issue
from rag.answer.judge import judge
from rag.answer.lasting import tell_lasting
from rag.answer.missing import wording_of
from rag.answer.shares import stated_portion, stated_share
from rag.answer.summary import asks_goals, list_below, of_section, summarize, topic_of
from rag.answer.text import compose_list, compose_text, issued
from rag.compare.base import tell_base, tell_year_before
from rag.compare.breakdown import tell_breakdown
from rag.compare.comparison import (
    goes_before,
    is_stated_first,
    lacks_base,
    tell_undone,
    work_out,
    work_out_rows,
)
from rag.compare.parts import tell_done_rate, tell_rest, tell_share
from rag.compare.per_unit import tell_per_unit
from rag.match import PER_HEAD, claims_level, worded_ways
from rag.records import OF_A_PLACE, Claim, Draft, Evidence, Filters, Question, Refusal
from rag.retrieve.retriever import FittedFigure, Found, Retriever
from rag.understand.intent import VALUE, asks_content, asks_how, asks_to_explain
from rag.understand.movement import movement_in

ANNOUNCED_WITHIN = 0.08  # a sentence that announces a list goes before one that says slightly more
LEAST_ANNOUNCED = 0.4  # and an address (各位委员：) announces nothing that is asked
MAX_PARTS = 4  # indicators answered in one question
MAX_WAYS = 8  # wordings in which a text is looked for
# 2025年全年, 2025年底
_ALL_YEAR = re.compile("全年|年[底末]|年度|一整?年")
# 职工医保人数: a number, which a sentence on something else does not have
_NUMBER_NOUN = re.compile(r"(?:人数|户数|数量|总数|余额|结余|面积|产量)$")
# 发回改判率全市平均是多少; not 高于全市平均多少
_OF_MEAN = re.compile(
    r"(?<![于过比较和与同])(?P<whole>全[国省市区州县])的?(?:平均(?:水平|值|数)?)(?!.{0,10}(?:[高低快慢多少]多少|差多少|相比))"
)
# 秋季投用的学校, 入选榜单的产品; not 常住人口的增速
_THINGS_DONE = re.compile("[一-鿿]{2}的[一-鿿“”]{0,6}(?<![次量数额率值费款金比重度积资入出润本口幅速])$")
_FIGURE_INTENTS = ("value", "change", "rank", "ratio", "compare", "compute")


class Answering:
    """The ways to answer over what one caller may see, tried in order; a draft of each says what it found."""

    def __init__(self, retriever: Retriever, filters: Filters) -> None:
        self.retriever, self.filters = retriever, filters
        self.library, self.regions = retriever.store.library, retriever.store.reader.regions
        self.max_related = retriever.settings.max_related

    def answer(self, question: Question, found: Found | None = None) -> Draft:
        """The answer; where reports tell it only of the 规上 ones, or of the part of the year that is over, that, with a note."""
        draft = self._answer(question, found)
        if not draft.refusal and (question.status or not _are_goals(draft)):
            return draft
        if draft.refusal and (narrower := _of_screened(question, self.retriever.store.reader.terms)):
            note = f"报告只写了{narrower.content}的，不是全部"
            return self._with_note(draft, narrower, note)
        if so_far := self._so_far(question):
            note = f"问的是{period_label(question.periods[0])}，报告写到{period_label(so_far)}"
            return self._with_note(draft, replace(question, periods=(so_far,)), note)
        return draft

    def _with_note(self, refused: Draft, narrower: Question, note: str) -> Draft:
        """What a narrower question is answered with, and that it is; else the refusal, or the goal."""
        told = self._answer(narrower, None)
        if told.refusal or (_are_goals(told) and narrower.status != "target"):
            return refused
        both = told if refused.refusal else self.merged([told, replace(refused, notice="")])
        return replace(both, notice="；".join(filter(None, (both.notice, note))))

    def _so_far(self, question: Question) -> str:
        """The part of the year asked about that a report of the place tells of, where none tells of it all; else ""."""
        is_open = question.status != "target" and not question.is_plan and not _ALL_YEAR.search(question.text)
        if len(question.periods) != 1 or not question.periods[0].isdigit() or not is_open:
            return ""
        told = {r.period for r in self.library.reports() if r.region in question.regions}
        year = question.periods[0]
        parts = [p for p in told if p != year and contains(year, p) and months(p)[0] == months(year)[0]]
        return "" if year in told else max(parts, key=lambda part: months(part)[1], default="")

    def _answer(self, question: Question, found: Found | None) -> Draft:
        """What is worked out over several figures goes first, unless reports state such things themselves.

        Args:
            found: the evidence, where it is at hand.
        """
        found = found or self._find(question)
        if asks_to_explain(question.text):  # which no number tells
            return self._composed(replace(question, operation=None, parts=(), stated=None), found)
        given = (question, self.retriever, self.filters)
        stated = (tell_issue, tell_holder, tell_lasting, stated_portion, stated_share)
        worked = (work_out_rows, tell_undone, tell_breakdown)
        told = next((draft for way in (*stated, *worked) if (draft := way(*given))), None)
        if told is not None:
            return told
        worked_out = work_out(*given)
        if worked_out and worked_out.refusal and (asked := _as_told(question)):
            named = self._of_text(asked, found)
            worked_out = worked_out if named.refusal else named
        if is_stated_first(question):
            return self._stated_first(question, found, worked_out)
        if question.operation is not None and question.operation.kind == "each":
            worked_out = self._each(question, found, worked_out)
        if worked_out is not None:
            return worked_out
        is_of_several = bool(question.parts) and all(term for term, _ in question.parts)
        if not is_of_several:
            return self._composed(question, found)
        if question.operation and question.operation.takes_away:  # one of the two is not what is left
            return Draft((), Refusal("no_figure", f"报告没有写到{wording_of(question)}两方的数，无从相减。"))
        return self._parts(question)

    def merged(self, drafts: Sequence[Draft]) -> Draft:
        """Several drafts as one: what is answered, and what is not said as missing."""
        answered = [draft for draft in drafts if not draft.refusal]
        refusals = [draft.refusal for draft in drafts if draft.refusal]
        if not answered:
            message = "；".join(dict.fromkeys(r.message.rstrip("。") for r in refusals)) + "。"
            return replace(drafts[0], refusal=Refusal(refusals[0].reason, message))
        return Draft(
            claims=tuple(claim for draft in answered for claim in draft.claims),
            refusal=None,
            related=tuple(one for draft in drafts for one in draft.related)[: self.max_related],
            notice="；".join(dict.fromkeys(draft.notice for draft in answered if draft.notice)),
            gaps=(*(gap for d in answered for gap in d.gaps), *(r.message.rstrip("。") for r in refusals)),
            confidence=min(draft.confidence for draft in answered),
            computations=tuple(one for draft in answered for one in draft.computations),
            grid=next((draft.grid for draft in answered if draft.grid), None),
        )

    # --- several figures ----------------------------------------------------------------------------------

    def _stated_first(self, question: Question, found: Found, worked_out: Draft | None) -> Draft:
        """What a report states, unless it states nothing or less than what can be worked out."""
        stated = self._composed(replace(question, parts=()), found)
        is_open = stated.refusal and (worked_out is None or worked_out.refusal)
        if is_open and (share := tell_share(question, self.retriever, self.filters)):
            return share
        if lacks_base(question, stated):
            stated = _without_base(question, stated)
        if worked_out and (stated.refusal or goes_before(question, worked_out, stated)):
            return worked_out
        return stated

    def _each(self, question: Question, found: Found, worked_out: Draft | None) -> Draft | None:
        """One figure for each that is asked about; where one is lacking, the sentence that sets them out."""
        if worked_out and not worked_out.gaps and not worked_out.refusal:
            return worked_out
        listed = self._listed(question, found)
        return worked_out if listed.refusal else listed

    def _listed(self, question: Question, found: Found) -> Draft:
        """The sentence that sets out what is asked for one by one; asked of each place, one that names several."""
        listed = self._composed(replace(question, intent="list", operation=None, parts=()), found)
        operation = question.operation
        if operation is None or operation.level not in OF_A_PLACE or listed.refusal:
            return listed
        named = {m.code for c in listed.claims for m in self._places_in(c)}
        is_told = len(named - set(question.regions)) > 1
        return listed if is_told else replace(listed, claims=(), refusal=Refusal("no_figure", ""))

    def _places_in(self, claim: Claim) -> list[RegionMention]:
        quote, own = fold(claim.quote), claim.evidence.report.region
        return [*self.regions.find(quote, own), *self.regions.find_local(quote, own)]

    def _parts(self, question: Question) -> Draft:
        """Several indicators asked for at once: each by itself, and what is missing said."""
        parts = [
            replace(question, terms=(term,), content=words, parts=())
            for term, words in question.parts[:MAX_PARTS]
        ]
        return self.merged([self._composed(part, self._find(part)) for part in parts])

    # --- one figure, or text ------------------------------------------------------------------------------

    def _composed(self, question: Question, found: Found) -> Draft:
        """What the figures say, else what the text does; a refusal where the reports say nothing of it."""
        out_of_reach = self._out_of_reach(question)
        if out_of_reach:
            return Draft((), out_of_reach)
        if asks_to_explain(question.text):
            return self._of_text(question, found)
        if _asks_of_field(question) and (told := of_section(question, self.retriever, self.filters)):
            return told
        if question.intent == "summary" or asks_goals(question):
            summary = summarize(question, self.retriever, self.filters)
            if summary is not None:
                return summary
        missing = self.retriever.without_report(question.regions)
        figures = self._of_figures(question, found, may_unclaim=not missing)
        if missing and figures.refusal:
            message = f"库中没有{self._named(missing)}的报告。"
            return Draft((), Refusal("no_report", message), figures.related)
        if derived := self._derived(question, figures):
            return derived
        if question.intent in _FIGURE_INTENTS:
            return (
                figures
                if figures.claims
                else self._of_words(question, found) or self._named_in_text(question, found) or figures
            )
        is_answer = question.intent in ("yes_no", "text") and tells_deed(question, figures.claims)
        if is_answer or (question.intent == "text" and _wants_figure(question)):
            return figures
        return self._of_text(question, found)

    def _derived(self, question: Question, told: Draft) -> Draft | None:
        """What two numbers of a report tell, where none states it."""
        given = (question, self.retriever, self.filters)
        if not told.refusal and _OF_MEAN.search(question.text) and (mean := self._mean_of_whole(question)):
            return mean
        if not told.refusal:
            return tell_year_before(told, *given)
        ways = [tell_base, tell_per_unit, tell_rest, tell_done_rate]
        ways += [] if question.operation else [tell_share]
        return next((draft for way in ways if (draft := way(*given))), None)

    def _mean_of_whole(self, question: Question) -> Draft | None:
        """发回改判率全市平均多少, where the report says by how much its own is above that."""
        scope = _OF_MEAN.search(question.text)
        wider = replace(question, scope=scope["whole"], intent="value", operation=None) if scope else question
        return tell_base(wider, self.retriever, self.filters)

    def _out_of_reach(self, question: Question) -> Refusal | None:
        """Why no evidence can be there: no report at all, or none that the filters let through."""
        if not self.library.reports():
            return Refusal("no_report", "资料库是空的；请先用 wenju ingest 入库报告。")
        allowed = self.filters.regions
        if allowed and question.regions and not set(allowed) & set(question.regions):
            asked, let_through = self._named(question.regions), self._named(allowed)
            return Refusal("no_report", f"问的是{asked}，而筛选只看{let_through}；请改问题或筛选。")
        return None

    def _of_figures(self, question: Question, found: Found, may_unclaim: bool) -> Draft:
        """What figures answer; where none is the number that the question claims, what the number is instead."""
        figures = self._told(question, found.figures)
        figures = replace(figures, opening=judge(question, figures.claims, figures.gaps))
        if not figures.refusal or not question.stated or not may_unclaim:
            return figures
        unclaimed = replace(
            question, stated=None, unit="", numbers=()
        )  # 增长1.6个百分点吗, where 13.2% is stated
        told = self._told(unclaimed, self._find(unclaimed).figures)
        of_new = any(c.evidence.figure and c.evidence.figure.action in NEW_ACTIONS for c in told.claims)
        return figures if told.refusal or (of_new and claims_level(question)) else told

    def _told(self, question: Question, fitted: Sequence[FittedFigure]) -> Draft:
        names = self._names(question)
        reported = {(r.region, r.period) for r in self.library.reports()}
        return compose_figures(question, fitted, names, reported, self.max_related)

    def _of_words(self, question: Question, found: Found) -> Draft | None:
        """What no figure says: how it went (茶产业发展怎么样), or that it moved (“三公”经费只减不增)."""
        if _asks_of_field(question):
            of_field = replace(question, content=topic_of(question.content))
            told = self._told_of(of_field, replace(found, paragraphs=_told_as_done(question, found)))
        elif movement_in(question.text) and not VALUE.search(question.text):
            told = self._so_told(question, found)
        else:
            return None
        return None if told.refusal else told

    def _named_in_text(self, question: Question, found: Found) -> Draft | None:
        """秋季投用的学校: which they are, where nothing counts them; the sentence says nearly all of it."""
        asked = question.text.rstrip("?？。 ")
        is_open = question.intent == "value" and question.operation is None and question.status != "target"
        if not is_open or VALUE.search(asked) or not _THINGS_DONE.search(asked) or question.stated:
            return None
        told = self._of_text(replace(question, intent="list"), found)
        is_done = all(question.action in claim.quote for claim in told.claims)
        return told if is_done and not told.refusal else None

    def _so_told(self, question: Question, found: Found) -> Draft:
        """Told by a clause that says what became of it."""
        spans = [s for s in self.retriever.spans(question, found) if tells_so(question, s)]
        asked = replace(question, intent="yes_no")
        return compose_text(asked, spans, self._names(question), self.max_related)

    def _told_of(self, question: Question, found: Found) -> Draft:
        spans = self.retriever.spans(question, found)
        return compose_text(question, spans, self._names(question), self.max_related)

    def _of_text(self, question: Question, found: Found) -> Draft:
        spans = self.retriever.spans(question, found)
        bearing = [s for s in spans if bears(question, s)] if question.intent in ("list", "who") else []
        announced = issued(question, spans, self._names(question)) or self._announced(bearing)
        if announced:
            return compose_list(announced, question)
        told = compose_text(question, spans, self._names(question), self.max_related)
        for way in worded_ways(question)[1:MAX_WAYS] if told.refusal else ():
            is_of_deed = bool(way.verb) and way.intent == "yes_no"  # 民生实事 of 民生实事办完了吗
            tell = self._so_told if is_of_deed else self._told_of
            draft = tell(way, found)
            if not draft.refusal:
                return draft
        if told.refusal and question.intent in ("list", "who", "text") and asks_content(question.text):
            below = of_section(question, self.retriever, self.filters)
            return below if below and any(tells_kind(question, c.evidence) for c in below.claims) else told
        return told

    def _announced(self, spans: Sequence[Evidence]) -> list[Evidence]:
        """The items of the list that one of the best sentences announces."""
        best = (s for s in spans[:8] if s.score >= max(LEAST_ANNOUNCED, spans[0].score - ANNOUNCED_WITHIN))
        return next((items for s in best if (items := list_below(s, self.retriever))), [])

    def _find(self, question: Question) -> Found:
        return self.retriever.find(question, self.filters)

    def _names(self, question: Question) -> dict[str, str]:
        return {code: self.regions.name(code) for code in question.regions}

    def _named(self, codes: Sequence[str]) -> str:
        return "、".join(map(self.regions.name, codes))


# 工业产值, asked of a report that tells of 规上工业总产值 alone
_MADE = re.compile("工业.{0,2}(?:产值|增加值|营收|营业收入|利润)")


# 客运量
_CARRIED = re.compile("[客货]运量|周转量")


def _of_screened(question: Question, terms: Terms) -> Question | None:
    """Asked of those above designated size, or at home, or by road, where such an indicator is known: told with a note."""
    is_one = bool(question.content) and len(question.terms) < 2 and question.operation is None
    is_growth = question.intent in ("change", "rank")
    is_made = question.intent in ("value", "ratio") and bool(_MADE.search(question.content))
    levels = ("规上", "限上") if is_growth or is_made else ()
    parts = (
        ("国内",)
        if "旅游" in question.content
        else ("公路", "道路")
        if _CARRIED.search(question.content)
        else ()
    )
    for level in (*levels, *parts) if is_one else ():
        for content in dict.fromkeys((question.content, *question.terms)):
            if screened := terms.canonical(level + content):
                return replace(question, terms=(screened,), content=level + content, wordings=(), parts=())
    return None


def _asks_of_field(question: Question) -> bool:
    """Whether it is asked how a field went in one place and time: 项目建设情况怎么样."""
    is_one = max(len(question.regions), len(question.periods)) < 2 and question.operation is None
    return is_one and question.intent in ("value", "text", "summary", "list") and asks_how(question.text)


def _told_as_done(question: Question, found: Found) -> tuple[tuple[Paragraph, float], ...]:
    """The paragraphs that do not tell of plans, where none are asked for."""
    return tuple(one for one in found.paragraphs if question.is_plan or not one[0].is_plan)


def _are_goals(draft: Draft) -> bool:
    figures = [claim.evidence.figure for claim in draft.claims]
    return bool(figures) and all(figure and figure.status == "target" for figure in figures)


# 前三大贸易伙伴是谁, 投诉前三位是什么
_TOP_NAMED = re.compile(r"(?=.*前[二两三四五六七八九十])(?!.*第几).*(?:谁|什么|啥|哪)")


def _as_told(question: Question) -> Question | None:
    """What no figures tell asked of a sentence: who is at the top, which are left to do, whether 水质 is 达标."""
    of_places = question.operation is not None and question.operation.level in OF_A_PLACE
    is_list = bool(_TOP_NAMED.search(question.text)) or (question.intent == "list" and not of_places)
    if not is_list and not (question.intent == "yes_no" and "达标" in question.text):
        return None
    return replace(question, intent="list" if is_list else "yes_no", operation=None, parts=())


def _wants_figure(question: Question) -> bool:
    is_number = bool(_NUMBER_NOUN.search(question.content) or PER_HEAD.search(question.content))
    return question.wants_total or question.wants_rate or question.wants_money or is_number


def _without_base(question: Question, stated: Draft) -> Draft:
    """What is stated is not held against the time that was asked about: shown as near, never as the answer."""
    against = question.operation.against if question.operation else ""
    message = f"报告没有写到{wording_of(question)}与{period_label(against)}相比的数。"
    return Draft(
        (), Refusal("no_figure", message), tuple((c.evidence, "other_measure") for c in stated.claims)
    )
