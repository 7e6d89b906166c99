"""ask(): question to checked, cited answer, the steps in order."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace

from ingest.periods import period_label
from ingest.verbs import NEW_ACTIONS
from ingest.visible import ReadableStore
from rag.answer.compose import compose_figures, compose_list, compose_text, wording_of
from rag.answer.judge import judge
from rag.answer.portion import stated_portion
from rag.answer.shares import stated_share
from rag.answer.summary import list_below, of_section, summarize
from rag.answer.telling import Statements, tell
from rag.compare.comparison import (
    goes_before,
    is_stated_first,
    lacks_base,
    with_rest,
    work_out,
    work_out_rows,
)
from rag.errors import EmptyQuestionError, FilterError, QuestionTooLongError
from rag.events import DoneEvent, Event, UnderstoodEvent
from rag.knowledge import knowledge_of
from rag.lookup.crosstab import CrossTables, compare, group
from rag.lookup.figures import FigurePage, look_up, only_indicator, resolve_filters
from rag.lookup.queries import CompareQuery, FigureQuery
from rag.lookup.search import Hits, search
from rag.match import PER_HEAD, claims_level
from rag.model.llm import open_llm
from rag.model.reread import reread
from rag.model.worded import Extractive, Worded
from rag.records import (
    OF_A_PLACE,
    Answer,
    Claim,
    Draft,
    Filters,
    Question,
    Refusal,
    Turn,
    Understood,
)
from rag.retrieve.retriever import Found, Retriever
from rag.settings import RagSettings
from rag.understand import split_questions, standalone, understand
from rag.verify import verify, verify_computation

logger = logging.getLogger(__name__)

ANNOUNCED_WITHIN = 0.08  # a sentence that announces a list goes before one that says slightly more
MAX_GROUPED = 5_000  # figures in one table
MAX_PARTS = 4  # indicators answered in one question
_UNREAD = ("no_indicator", "no_text", "ask_region")  # refusals that another reading may help
_HOW = re.compile(r"(?:情况|形势|运行|表现)?(?:怎么样|怎样|如何|咋样)|情况\W*$")
_ASKS_SOMETHING = re.compile(r"[一-鿿]|[A-Za-z0-9]{2}")
# 职工医保人数: a number, which a sentence on something else does not have
_NUMBER_NOUN = re.compile(r"(?:人数|户数|数量|总数|余额|结余|面积|产量)$")
_FIGURE_INTENTS = ("value", "change", "rank", "ratio", "compare", "compute")


class Service:
    """Answers questions over one open store. Safe to call from several threads."""

    def __init__(self, store: ReadableStore, settings: RagSettings | None = None) -> None:
        """Raises:
        SettingsError: a setting is wrong, or the model that is configured cannot be opened.
        """
        self.store = store
        self.settings = settings or RagSettings.read()
        self.retriever = Retriever(store, self.settings)
        self.llm = open_llm(self.settings)

    def warm(self) -> None:
        """Answer once, so that the first question is as fast as the next; no model is asked."""
        alone = copy(self)
        alone.llm = None
        alone.ask("有哪些工作成效")

    def seen_by(self, visible: frozenset[str] | None) -> Service:
        """The same service for somebody who may see these reports only; None is all."""
        if visible is None:
            return self
        seen = copy(self)
        seen.store = self.store.seen_by(visible)
        seen.retriever = Retriever(seen.store, self.settings)
        return seen

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None) -> Answer:
        """Answer a question, or say what the reports do not say: what `stream` ends with.

        Raises:
            EmptyQuestionError, QuestionTooLongError: ask differently.
            FilterError: a filter names a place or document that the library does not hold.
        """
        *_, last = self.stream(question, history, filters)
        assert isinstance(last, DoneEvent)
        return last.answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters | None = None
    ) -> Iterator[Event]:
        """The answer as it comes about, verified claim by verified claim; see rag/events.py.

        Whoever goes away closes the iterator, and nothing more is worked out.

        Raises:
            As `ask` does, and before anything is yielded.
        """
        self._check(question)
        filters = filters or Filters()
        seen = self.seen_by(filters.visible)
        return seen._stream(question, history, seen._resolve(filters))

    def search(self, question: str, filters: Filters | None = None, limit: int = 10, offset: int = 0) -> Hits:
        """Paragraphs for a question with what each retriever says of them, best first.

        Raises:
            EmptyQuestionError, QuestionTooLongError, FilterError: as `ask` does.
        """
        self._check(question)
        filters = filters or Filters()
        seen = self.seen_by(filters.visible)
        return search(seen.retriever, question, seen._resolve(filters), limit, offset)

    def figures(self, query: FigureQuery, limit: int = 50, offset: int = 0) -> FigurePage:
        """Figures by indicator or wording, place, time and more, best first or in the order asked.

        Raises:
            FilterError: a filter names something that the library does not hold.
            QuestionTooLongError: ask differently.
        """
        if query.q.strip():
            self._check(query.q)
        return look_up(self.retriever, query, limit, offset)

    def compare(self, query: CompareQuery) -> CrossTables:
        """Indicators by places and times, in each cell the figure that an answer would give.

        Raises:
            FilterError: a name is not known, or the table would be too large.
        """
        return compare(self.retriever, query)

    def group(self, query: FigureQuery) -> CrossTables:
        """All figures of one indicator that pass the filters, in a table of places and times.

        Raises:
            FilterError: as `figures`; or the query names no indicator, or several.
        """
        indicator = only_indicator(self.store, query)
        page = self.figures(query, MAX_GROUPED)
        if page.total > MAX_GROUPED:
            raise FilterError(f"group_by：有 {page.total} 个数据，最多 {MAX_GROUPED} 个；请缩小范围")
        return group(self.retriever, page.rows, indicator)

    def region_name(self, code: str) -> str:
        """The display name of a region code."""
        return self.store.reader.regions.name(code)

    # --- steps --------------------------------------------------------------------------------------------

    def _check(self, question: str) -> None:
        if not _ASKS_SOMETHING.search(question):  # "", "？", "a"
            raise EmptyQuestionError("问题是空的；请写出要问的内容，例如“某市2024年新增高新技术企业多少家”")
        if len(question) > self.settings.max_question_chars:
            raise QuestionTooLongError(
                f"问题有{len(question)}个字符，最多{self.settings.max_question_chars}个；请缩短问题"
            )

    def _stream(self, question: str, history: Sequence[Turn], filters: Filters) -> Iterator[Event]:
        clock = _Clock()
        asked = _limited(understand(question, history, knowledge_of(self.store)), filters)
        understood = self._understood(asked)
        clock.lap("understand")
        yield UnderstoodEvent(understood)
        found = self.retriever.find(asked, filters)
        clock.lap("retrieve")
        draft = self._answer_each(question, history, filters) or self._answer(asked, found, filters)
        draft = with_rest(asked, draft)
        clock.lap("answer")
        draft = self._verified(draft)
        if self.llm is not None and draft.refusal and draft.refusal.reason in _UNREAD:
            draft, reread_as = self._reread(asked, draft, question, history, filters)
            if reread_as != understood:
                understood = reread_as
                yield UnderstoodEvent(understood)
        alone = understood.rewritten or (understood.question if history else question)
        for event in tell(draft, understood, self._worded(draft, alone)):
            if isinstance(event, DoneEvent):
                clock.lap("verify")
                event = DoneEvent(replace(event.answer, timings_ms=clock.timings))
            yield event

    def _reread(
        self, asked: Question, draft: Draft, question: str, history: Sequence[Turn], filters: Filters
    ) -> tuple[Draft, Understood]:
        """A refused question as the model reads it: answered if that helps, else with what may have been meant beside."""
        assert self.llm is not None
        names = self.retriever.indicators_near(asked)
        read = reread(self.llm, question, history, names, knowledge_of(self.store))
        if read.question:
            anew = _limited(understand(read.question, (), knowledge_of(self.store)), filters)
            answered = self._verified(self._answer(anew, self.retriever.find(anew, filters), filters))
            if not answered.refusal:
                note = "；".join(filter(None, (answered.notice, f"问题按“{read.question}”理解")))
                understood = replace(self._understood(anew), rewritten=read.question)
                return replace(answered, notice=note), understood
        understood = self._understood(asked)
        if not read.indicator or read.indicator in asked.terms:
            return draft, understood
        near = [(e, "near_indicator") for e in self.retriever.figures_named(read.indicator, asked, filters)]
        shown = {e.figure.id for e, _ in near if e.figure}
        others = [(e, why) for e, why in draft.related if e.figure is None or e.figure.id not in shown]
        related = tuple((*near, *others)[: self.settings.max_related])
        return replace(draft, related=related), replace(understood, named=(read.indicator,))

    def _worded(self, draft: Draft, question: str) -> Statements:
        """The claims in the reports' words, or in those of the model where one is configured."""
        if self.llm is None or not draft.claims:
            return Extractive(draft.claims)
        paragraphs = sorted({claim.evidence.paragraph.id for claim in draft.claims})
        around = self.store.library.figures_of(paragraphs)
        return Worded(self.llm, question, draft.claims, around, self.store.reader.terms)

    def _resolve(self, filters: Filters) -> Filters:
        return resolve_filters(self.store, filters)

    def _answer_each(self, text: str, history: Sequence[Turn], filters: Filters) -> Draft | None:
        """Several questions in one, each answered behind the one before; None for one alone, or if none is answered."""
        pieces = split_questions(text)
        if len(pieces) < 2:
            return None
        drafts = []
        for k, piece in enumerate(pieces):
            said = [*history, *(Turn("user", earlier) for earlier in pieces[:k])]
            asked = _limited(understand(piece, said, knowledge_of(self.store)), filters)
            drafts.append(self._answer(asked, self.retriever.find(asked, filters), filters))
        merged = self._merged(drafts)
        return None if merged.refusal else merged

    def _answer(self, question: Question, found: Found, filters: Filters) -> Draft:
        """What is worked out over several figures goes first, unless reports state such things themselves."""
        share = stated_portion(question, self.retriever, filters)
        share = share or stated_share(question, self.retriever, filters)
        if share is not None:
            return share
        of_rows = work_out_rows(question, self.retriever, filters)
        if of_rows is not None:
            return of_rows
        if is_stated_first(question):
            stated = self._compose(replace(question, parts=()), found, filters)
            worked_out = work_out(question, self.retriever, filters)
            if lacks_base(question, stated):
                stated = _without_base(question, stated)
            if worked_out and (stated.refusal or goes_before(question, worked_out, stated)):
                return worked_out
            return stated
        worked_out = work_out(question, self.retriever, filters)
        is_of_each = question.operation is not None and question.operation.kind == "each"
        if is_of_each and (not worked_out or worked_out.gaps or worked_out.refusal):
            listed = self._listed(question, found, filters)
            worked_out = worked_out if listed.refusal else listed
        if worked_out is not None:
            return worked_out
        return (
            self._compose_each(question, filters)
            if question.parts and all(term for term, _ in question.parts)
            else self._compose(question, found, filters)
        )

    def _listed(self, question: Question, found: Found, filters: Filters) -> Draft:
        """The sentence that sets out what is asked for one by one; asked of each place, one that names several."""
        listed = self._compose(replace(question, intent="list", operation=None, parts=()), found, filters)
        operation = question.operation
        if operation is None or operation.level not in OF_A_PLACE or listed.refusal:
            return listed
        named = {m.code for c in listed.claims for m in self.store.reader.regions.find(c.quote)}
        is_told = len(named - set(question.regions)) > 1
        return listed if is_told else replace(listed, claims=(), refusal=Refusal("no_figure", ""))

    def _compose(self, question: Question, found: Found, filters: Filters) -> Draft:
        names = {code: self.region_name(code) for code in question.regions}
        if not self.store.library.reports():
            return Draft((), Refusal("no_report", "资料库是空的；请先用 wenju ingest 入库报告。"))
        missing = self._without_report(question)
        limit = self.settings.max_related
        if filters.regions and question.regions and not set(filters.regions) & set(question.regions):
            asked, allowed = (
                ("、".join(map(self.region_name, codes))) for codes in (question.regions, filters.regions)
            )
            return Draft((), Refusal("no_report", f"问的是{asked}，而筛选只看{allowed}；请改问题或筛选。"))
        asks_goals = question.intent == "list" and question.status == "target" and not question.terms
        if question.intent == "summary" or asks_goals:
            draft = summarize(question, self.retriever, filters)
            if draft is not None:
                return draft
        reported = {(r.region, r.period) for r in self.store.library.reports()}
        figures = compose_figures(question, found.figures, names, reported, limit)
        figures = replace(figures, opening=judge(question, figures.claims, figures.gaps))
        if figures.refusal and question.stated and not missing:  # 增长1.6个百分点吗, where 13.2% is stated
            unclaimed = replace(question, stated=None, unit="", numbers=())
            told = compose_figures(
                unclaimed, self.retriever.find(unclaimed, filters).figures, names, reported, limit
            )
            is_other = claims_level(question) and any(
                c.evidence.figure and c.evidence.figure.action in NEW_ACTIONS for c in told.claims
            )
            figures = figures if told.refusal or is_other else told
        if missing and figures.refusal:
            message = f"库中没有{'、'.join(names[c] for c in missing)}的报告。"
            return Draft((), Refusal("no_report", message), figures.related)
        if figures.claims and (question.intent in _FIGURE_INTENTS or question.intent == "yes_no"):
            return figures
        if question.intent in _FIGURE_INTENTS:
            section = of_section(question, self.retriever, filters) if _HOW.search(question.text) else None
            return section or figures
        is_number = bool(_NUMBER_NOUN.search(question.content) or PER_HEAD.search(question.content))
        wants_figure = question.wants_total or question.wants_rate or question.wants_money or is_number
        if question.intent == "text" and (figures.claims or wants_figure):
            return figures
        spans = self.retriever.spans(question, found)
        listing = question.intent in ("list", "who")
        near_best = [s for s in spans[:8] if listing and s.score >= spans[0].score - ANNOUNCED_WITHIN]
        announced = next((items for s in near_best if (items := list_below(s, self.retriever))), [])
        return compose_list(announced, question) if announced else compose_text(question, spans, names, limit)

    def _compose_each(self, question: Question, filters: Filters) -> Draft:
        """Several indicators asked for at once: each by itself, and what is missing said."""
        drafts = []
        for term, words in question.parts[:MAX_PARTS]:
            part = replace(question, terms=(term,), content=words, parts=())
            drafts.append(self._compose(part, self.retriever.find(part, filters), filters))
        return self._merged(drafts)

    def _merged(self, drafts: Sequence[Draft]) -> Draft:
        answered = [draft for draft in drafts if not draft.refusal]
        refusals = [draft.refusal for draft in drafts if draft.refusal]
        if not answered:
            message = "；".join(dict.fromkeys(r.message.rstrip("。") for r in refusals)) + "。"
            return replace(drafts[0], refusal=Refusal(refusals[0].reason, message))
        return Draft(
            claims=tuple(claim for draft in answered for claim in draft.claims),
            refusal=None,
            related=tuple(one for draft in drafts for one in draft.related)[: self.settings.max_related],
            notice="；".join(dict.fromkeys(draft.notice for draft in answered if draft.notice)),
            gaps=(*(gap for d in answered for gap in d.gaps), *(r.message.rstrip("。") for r in refusals)),
            confidence=min(draft.confidence for draft in answered),
            computations=tuple(one for draft in answered for one in draft.computations),
            grid=next((draft.grid for draft in answered if draft.grid), None),
        )

    def _without_report(self, question: Question) -> list[str]:
        """Places of which neither their own report nor one of a unit above them is there."""
        table, reports = self.store.reader.regions, self.store.library.reports()
        with_figures = self.store.library.regions()
        return [
            c
            for c in question.regions
            if c not in with_figures
            and not any(r.region == c or table.is_within(c, r.region) for r in reports)
        ]

    def _verified(self, draft: Draft) -> Draft:
        """Only claims that their quotes bear out; with none left the answer is a refusal."""
        sound: list[Claim] = []
        for claim in draft.claims:
            verdict = verify(claim, self.store.reader.regions)
            if verdict.is_sound:
                sound.append(claim)
            else:
                logger.warning("claim dropped: %s (%s)", verdict.reason, claim.evidence.paragraph.id)
        if draft.claims and not sound:
            refusal = Refusal("no_figure", "找到的内容没有通过核验，不作回答；请看相关段落。")
            return Draft((), refusal, tuple((c.evidence, "unverified") for c in draft.claims))
        computations = tuple(
            c
            for c in draft.computations
            if verify_computation(c).is_sound and all(self._is_sound(claim) for claim in c.operands)
        )
        is_whole = len(sound) == len(draft.claims) and len(computations) == len(draft.computations)
        opening = draft.opening if is_whole else ""  # a verdict stands on all of its claims
        grid = draft.grid and replace(
            draft.grid, cells=tuple(c for c in draft.grid.cells if self._is_sound(c[2]))
        )
        return replace(draft, claims=tuple(sound), computations=computations, opening=opening, grid=grid)

    def _is_sound(self, claim: Claim) -> bool:
        return verify(claim, self.store.reader.regions).is_sound

    def _understood(self, question: Question) -> Understood:
        return Understood(
            question=standalone(question, self.region_name),
            regions=tuple(self.region_name(c) for c in question.regions),
            periods=question.periods,
            indicators=question.terms or ((question.content,) if question.content else ()),
            intent=question.intent,
        )


def _without_base(question: Question, stated: Draft) -> Draft:
    """What is stated is not held against the time that was asked about: shown as near, never as the answer."""
    against = question.operation.against if question.operation else ""
    message = f"报告没有写到{wording_of(question)}与{period_label(against)}相比的数。"
    return Draft(
        (), Refusal("no_figure", message), tuple((c.evidence, "other_measure") for c in stated.claims)
    )


class _Clock:
    """Milliseconds between laps."""

    def __init__(self) -> None:
        self.start = self.last = time.perf_counter()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round((now - self.last) * 1000, 2)
        self.last = now

    @property
    def timings(self) -> dict[str, float]:
        """The laps and their total."""
        return {**self.laps, "total": round((self.last - self.start) * 1000, 2)}


def _limited(question: Question, filters: Filters) -> Question:
    """Filters stand in for slots that the question leaves open."""
    return replace(
        question,
        regions=question.regions or filters.regions,
        periods=question.periods or filters.periods,
        status=question.status or filters.status,
    )
