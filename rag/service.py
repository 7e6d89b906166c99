"""ask(): question to checked, cited answer, the steps in order."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace

from ingest.normalize import fold, is_printable
from ingest.topics import topic_of
from ingest.visible import ReadableStore
from rag.answer.beside import of_what_was_told, tell_beside
from rag.answer.claim import joined
from rag.answer.closest import tell_closest
from rag.answer.judge import judge
from rag.answer.telling import Statements, tell
from rag.answering import Answering
from rag.compare.base import tell_base
from rag.compare.comparison import tell_cells, with_rest
from rag.errors import EmptyQuestionError, FilterError, QuestionError, QuestionTooLongError
from rag.events import DoneEvent, Event, UnderstoodEvent
from rag.knowledge import knowledge_of
from rag.lookup.crosstab import CrossTables, compare, group
from rag.lookup.figures import FigurePage, look_up, only_indicator, resolve_filters
from rag.lookup.queries import CompareQuery, FigureQuery
from rag.lookup.search import Hits, search
from rag.model.llm import open_llm
from rag.model.reread import reread
from rag.model.worded import Extractive, Worded
from rag.records import Answer, Draft, Filters, Question, Refusal, Turn, Understood
from rag.retrieve.retriever import Found, Retriever
from rag.settings import RagSettings
from rag.understand import split_questions, standalone, understand
from rag.understand.asides import Plainer, bears_out, without_asides
from rag.understand.topics import asked_within
from rag.verify import verified

MAX_GROUPED = 5_000  # figures in one table
MAX_TURNS = 6  # of a conversation, looked at for the place that it is about
_UNREAD = ("no_indicator", "no_text", "ask_region")  # refusals that another reading may help
# 去年新增高企多少; not 比去年
_LAST_YEAR = re.compile("(?<![比较过])去年(?!同期|年?[末底初])")
# 高企
_ASKS_SOMETHING = re.compile(r"[一-鿿]|[A-Za-z0-9]{2}")


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
        if not is_printable(question):
            raise QuestionError("问题里有不成字的代码；请检查它的编码，应当是 UTF-8")
        if not _ASKS_SOMETHING.search(question):  # "", "？", "a"
            raise EmptyQuestionError("问题是空的；请写出要问的内容，例如“某市2024年新增高新技术企业多少家”")
        if len(question) > self.settings.max_question_chars:
            raise QuestionTooLongError(
                f"问题有{len(question)}个字符，最多{self.settings.max_question_chars}个；请缩短问题"
            )

    def _stream(self, question: str, history: Sequence[Turn], filters: Filters) -> Iterator[Event]:
        clock = _Clock()
        asked = self._read(question, history, filters)
        understood = self._understood(asked)
        clock.lap("understand")
        yield UnderstoodEvent(understood)
        found = self.retriever.find(asked, filters)
        clock.lap("retrieve")
        draft = with_rest(asked, self._drafted(question, history, asked, found, filters))
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

    def _drafted(
        self, question: str, history: Sequence[Turn], asked: Question, found: Found, filters: Filters
    ) -> Draft:
        """The answer to the question, or to as much of it as asks something; the refusal of the whole where there is none."""
        plainer = without_asides(question)
        if plainer and plainer.supposes and (told := self._plainly(plainer, history, asked, filters)):
            return told
        draft = tell_cells(asked, self.retriever, filters) or self._answer_each(question, history, filters)
        draft = draft or self._within_topic(question, history, asked, filters)
        draft = draft or Answering(self.retriever, filters).answer(asked, found)
        if draft.refusal and plainer and (told := self._plainly(plainer, history, asked, filters)):
            return told
        if draft.refusal is None:
            return draft
        return (
            self._of_the_year_told(asked, filters)
            or self._claimed_of_cells(asked, filters)
            or self._closest(asked, draft.refusal, found, filters)
            or draft
        )

    def _within_topic(
        self, question: str, history: Sequence[Turn], asked: Question, filters: Filters
    ) -> Draft | None:
        """公积金缴存额, asked of the reports that are of 住房公积金 alone, which say 缴存额; None where they do not."""
        reports = [r for r in self.store.library.reports() if r.region in asked.regions]
        text = fold(question)
        places = self.store.reader.regions.find(text)
        for topic in sorted({topic_of(r.title) for r in reports} - {""}):
            rest = asked_within(text, places, topic)
            if not rest:
                continue
            own = tuple(r.id for r in reports if topic_of(r.title) == topic)
            seen = tuple(one for one in own if not filters.documents or one in filters.documents)
            if not seen:
                continue
            within = replace(filters, documents=seen)
            plain = replace(self._read(rest, history, within), around=topic)
            told = Answering(self.retriever, within).answer(plain)
            if told.claims and not told.refusal:
                return told
        return None

    def _claimed_of_cells(self, asked: Question, filters: Filters) -> Draft | None:
        """是97所吗, where a cell of a table has the number."""
        if asked.stated is None or asked.operation:
            return None
        number = re.match(r"[\d.,]+", asked.stated.printed)
        text = asked.text.replace(number.group(), "多少", 1) if number else asked.text
        plain = replace(asked, text=text, stated=None, intent="value", numbers=())
        told = tell_cells(plain, self.retriever, filters)
        return replace(told, opening=judge(asked, told.claims, told.gaps)) if told else None

    def _closest(self, asked: Question, refusal: Refusal, found: Found, filters: Filters) -> Draft | None:
        if refusal.reason in ("no_report", "ask_region"):
            return None
        return tell_closest(asked, found, self.retriever, filters)

    def _read(self, question: str, history: Sequence[Turn], filters: Filters) -> Question:
        """The question in its conversation; where that names no place, of the one place that the last answer was of."""
        asked = _limited(self._understood_in_text(question, history), filters)
        said = [turn for turn in history if turn.role == "user" and turn.content.strip()][-MAX_TURNS:]
        if asked.regions or not said:
            return asked
        before = self._read(said[-1].content, said[:-1], filters)
        told = Answering(self.retriever, filters).answer(before).claims
        places = {c.evidence.figure.region if c.evidence.figure else c.evidence.report.region for c in told}
        return replace(asked, regions=tuple(places)) if len(places) == 1 and places != {""} else asked

    def _understood_in_text(self, question: str, history: Sequence[Turn]) -> Question:
        """The question, its places those that the reports' text has: 二道白河镇 of the prefecture that tells of it.

        阿里郎花 is a name that a report has, and no 阿里.
        """
        knowledge = knowledge_of(self.store)
        asked = understand(question, history, knowledge)
        for code in asked.regions:
            above, is_town, town = code.partition("/")
            if is_town and code not in knowledge.held_regions:
                others = self.retriever.regions_naming(town) - {""}
                if len(others) == 1 and not any(one.startswith(above) for one in others):
                    asked = replace(
                        asked,
                        regions=tuple(f"{others.pop()}/{town}" if c == code else c for c in asked.regions),
                    )
            elif self.retriever.without_report([code]) and (name := self._name_in_text(question, code)):
                return understand(question.replace(name, f"“{name}”"), history, knowledge)
        return asked

    def _name_in_text(self, question: str, code: str) -> str:
        """A name of a report that begins like a place: 阿里郎花, 泸州港; "" where the place itself is meant."""
        short = self.region_name(code)[:2]
        names = (
            m.group()[:size] for m in re.finditer(f"{short}[一-鿿]{{1,3}}", question) for size in (5, 4, 3)
        )
        told = (
            n
            for n in names
            if len(n) > len(short) and n != self.region_name(code) and n[2] not in "省市县区州盟"
        )
        return next((name for name in told if self.retriever.regions_naming(name)), "")

    def _reread(
        self, asked: Question, draft: Draft, question: str, history: Sequence[Turn], filters: Filters
    ) -> tuple[Draft, Understood]:
        """A refused question as the model reads it: answered if that helps, else with what may have been meant beside."""
        assert self.llm is not None
        names = self.retriever.indicators_near(asked)
        read = reread(self.llm, question, history, names, knowledge_of(self.store))
        if read.question:
            anew = _limited(understand(read.question, (), knowledge_of(self.store)), filters)
            answered = self._verified(Answering(self.retriever, filters).answer(anew))
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
        own_words = (
            list if draft.computations else joined
        )  # what was worked out goes by the quotes of its operands
        if self.llm is None or not draft.claims:
            return Extractive(own_words(draft.claims))
        paragraphs = sorted({claim.evidence.paragraph.id for claim in draft.claims})
        around = self.store.library.figures_of(paragraphs)
        return Worded(self.llm, question, draft.claims, around, self.store.reader.terms, own_words)

    def _resolve(self, filters: Filters) -> Filters:
        return resolve_filters(self.store, filters)

    def _answer_each(self, text: str, history: Sequence[Turn], filters: Filters) -> Draft | None:
        """Several questions in one, each answered behind the one before; None for one alone, or if none is answered."""
        pieces = split_questions(text)
        if len(pieces) < 2:
            return None
        answering = Answering(self.retriever, filters)
        drafts: list[Draft] = []
        for k, piece in enumerate(pieces):
            said = [*history, *(Turn("user", earlier) for earlier in pieces[:k])]
            asked = self._read(piece, said, filters)
            is_of_told = drafts and asked.status == "target" and not asked.periods  # 年度任务是多少
            goal = tell_base(asked, self.retriever, filters) if is_of_told else None
            told = goal or answering.answer(asked)
            drafts.append(of_what_was_told(piece, asked, told, drafts, self.region_name))
        drafts = [d if not d.refusal else self._beside(pieces, k, drafts) for k, d in enumerate(drafts)]
        merged = answering.merged(drafts)
        return None if merged.refusal else merged

    def _plainly(
        self, plainer: Plainer, history: Sequence[Turn], asked: Question, filters: Filters
    ) -> Draft | None:
        """The answer to what is asked without what is said beside it, where that says nothing else; else None."""
        said = [*history, Turn("user", plainer.before)] if plainer.supposes else history
        plain = self._read(plainer.text, said, filters)
        if not plainer.supposes:
            plain = replace(plain, periods=asked.periods, notice=asked.notice)
        elif year := plainer.year_before(knowledge_of(self.store).told_year_of(asked.regions)):
            plain = replace(plain, periods=(year,), notice="")
        plain = replace(plain, regions=asked.regions)
        worked_out = tell_base(plain, self.retriever, filters) if plainer.supposes else None
        draft = worked_out or Answering(self.retriever, filters).answer(plain)
        names = [self.region_name(code) for code in asked.regions]
        return (
            draft
            if draft.claims and bears_out(plainer, draft.claims, names, self.store.reader.terms)
            else None
        )

    def _of_the_year_told(self, asked: Question, filters: Filters) -> Draft | None:
        """Of 去年, asked of a report that was issued in the year it tells of, that year; else None.

        Whoever asks later means the year that the report is on; nothing is told of the one before it.
        """
        knowledge = knowledge_of(self.store)
        told = knowledge.told_year_of(asked.regions)
        if not told or told != knowledge.base_year_of(asked.regions) or not _LAST_YEAR.search(asked.text):
            return None
        if asked.periods != (str(told - 1),) or not self._is_told_whole(asked.regions, str(told)):
            return None
        notice = f"“去年”读作{told}年：报告写的是这一年，没有写到{told - 1}年"
        meant = replace(asked, periods=(str(told),), notice=notice)
        draft = Answering(self.retriever, filters).answer(meant)
        is_goal = any(c.evidence.figure and c.evidence.figure.status == "target" for c in draft.claims)
        return draft if draft.claims and not is_goal else None

    def _is_told_whole(self, regions: Sequence[str], year: str) -> bool:
        """Whether a report of these places is on the whole year: 去年 in one on 前三季度 is the year before."""
        periods = {r.period for r in self.store.library.reports() if r.region in regions}
        return year in periods or not any(p.startswith(year) for p in periods)

    def _beside(self, pieces: Sequence[str], k: int, drafts: Sequence[Draft]) -> Draft:
        """What answers the question at `k`, itself refused, beside what answers another; else its refusal."""
        asked = understand(pieces[k], (), knowledge_of(self.store))
        for other, told in zip(pieces, drafts, strict=True):
            paragraphs = sorted({claim.evidence.paragraph.id for claim in told.claims})
            figures = self.store.library.figures_of(paragraphs)
            if not told.refusal and (beside := tell_beside(asked, other, told, figures)):
                return beside
        return drafts[k]

    def _verified(self, draft: Draft) -> Draft:
        return verified(draft, self.store.reader.regions)

    def _understood(self, question: Question) -> Understood:
        return Understood(
            question=standalone(question, self.region_name),
            regions=tuple(self.region_name(c) for c in question.regions),
            periods=question.periods,
            indicators=question.terms or ((question.content,) if question.content else ()),
            intent=question.intent,
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
