"""Evidence for a question: figures by slots and by wording, text spans by words and vectors, fused."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.catalogue import Conditions
from ingest.normalize import fold
from ingest.periods import contains
from ingest.records import Figure, Paragraph, Report
from ingest.sentences import CLAUSE_END, split_sentences
from ingest.vectors import Vector
from ingest.verbs import ACTION, PREDICATE
from ingest.visible import ReadableStore
from rag.match import Fit, fit_figure
from rag.match.words import mentions_in, stands_inside_words, words_of
from rag.records import Evidence, Filters, Question
from rag.retrieve.near import Candidate, doubtful_ones, near_ones
from rag.settings import RagSettings
from rag.understand.intent import asks_to_explain
from rag.wording.alike import alike
from rag.wording.overlap import coverage

LESS_UNDER = 0.1  # of what a heading has to say for its sentences
PLAN_PENALTY = 0.2  # keeps a plan from answering for a result that is worded alike
MAX_CLAUSES = 4  # of a sentence, in one quote
# 新认定716家，居全省第三
COMMA_OR_CLAUSE = re.compile(r"，|(?<!\d),|,(?!\d)|[；;]")
# 位列全省第三
_PREDICATE = re.compile(
    rf"\s*(?:位列|位居|稳居|居|列|排名?|继续|连续|再次|首次|{PREDICATE.pattern}|{ACTION.pattern})"
)
ELSEWHERE_LIMIT = 40  # the same indicator of other places, for `related` only
SURE = 0.98  # of a figure whose indicator is the one asked for, with nothing of the question left over
NEAR_INDICATORS = 16  # of the library, whose names are like what is asked
OFFERED_INDICATORS = 30  # to a model that says which one may be meant
NAMING = 20  # paragraphs
SLOT_LIMIT = 400  # figures of one indicator looked at; with a region given there are a handful


@dataclass(frozen=True)
class FittedFigure:
    """A figure as evidence and how it fits the question."""

    evidence: Evidence
    fit: Fit

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        figure = self.evidence.figure
        assert figure is not None
        return figure


@dataclass(frozen=True)
class Found:
    """What retrieval brings: figures with their fit, best first, and paragraphs, best first."""

    figures: tuple[FittedFigure, ...]
    paragraphs: tuple[tuple[Paragraph, float], ...]


def fuse_rankings(rankings: Sequence[Sequence[str]], k: int = 60) -> list[tuple[str, float]]:
    """Merge ranked paragraph ids into one ranking by reciprocal rank fusion.

    Args:
        rankings: one list per retriever, best first; lengths may differ and may be 0.
        k: positions added to every rank; a larger k flattens the top of the lists.
    Returns:
        (paragraph id, score) pairs, best first; score is in (0, len(rankings) / (k + 1)].
    Raises:
        ValueError: if k is negative.

    Source: Cormack, Clarke and Büttcher, SIGIR 2009.
    """
    if k < 0:
        raise ValueError(f"k must not be negative: {k}")
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, one in enumerate(ranking, start=1):
            scores[one] = scores.get(one, 0.0) + 1 / (k + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])


class Retriever:
    """Searches one store; the same path serves chat, look-up, search and evals."""

    def __init__(self, store: ReadableStore, settings: RagSettings) -> None:
        self.store, self.settings = store, settings
        self._is_warm = False

    def find(self, question: Question, filters: Filters) -> Found:
        """Figures and paragraphs for a question, of the places and documents in scope and, for `related`, around it.

        Slots go first: where known indicator, place and time lead to figures that answer, nothing is embedded.
        """
        query = search_words(question)
        if not query:
            return Found((), ())
        by_slot = self._by_slot(question)
        fitted = self._fitted(question, filters, {"slots": by_slot}, ())
        if _is_answered(question, fitted):
            return Found(tuple(fitted), ())
        scope = self.scope(question.regions, filters)
        vector = self._vector(query)
        paragraphs = self._fused(self.by_words(query, scope), self.by_vectors(vector, scope))
        looked_at = [p for p, _ in paragraphs[: self.settings.figure_paragraphs]]
        sources = {
            "slots": by_slot,
            "text": self.store.library.figures_of([p.id for p in looked_at]),
            "vector": [] if _is_of_places(question, by_slot) else self._by_name(question, vector),
        }
        fitted = self._fitted(question, filters, sources, looked_at)
        candidates = [Candidate(f.figure, f.evidence.paragraph, f.fit) for f in fitted]
        doubtful = doubtful_ones(question, candidates)
        sure = [c._replace(fit=_doubted(c.fit)) if c.figure.id in doubtful else c for c in candidates]
        near = near_ones(question, sure, self.store.reader.terms)
        fitted = [replace(f, fit=_settled(f, near, doubtful)) for f in fitted]
        fitted.sort(key=lambda f: (len(f.fit.misses), -f.fit.score, f.figure.id))
        return Found(tuple(fitted), tuple(paragraphs))

    def scope(self, regions: Sequence[str], filters: Filters) -> list[str] | None:
        """Ids of the reports that may speak of these places: their own, and those of the units above them."""
        wanted = [
            r for r in self.store.library.reports() if not filters.documents or r.id in filters.documents
        ]
        if regions:
            table = self.store.reader.regions
            naming = self.store.library.reports_on(regions)  # a town stands in the report of its zone
            wanted = [
                r
                for r in wanted
                if r.id in naming
                or any(
                    r.region and (table.is_within(code, r.region) or table.is_within(r.region, code))
                    for code in regions
                )
            ]
        elif not filters.documents:
            return None
        return [r.id for r in wanted]

    def without_report(self, codes: Sequence[str]) -> list[str]:
        """Those of some places of which neither their own report nor one of a unit above them is there."""
        table, reports, with_figures = (
            self.store.reader.regions,
            self.store.library.reports(),
            self.store.library.regions(),
        )
        return [
            code
            for code in codes
            if code not in with_figures
            and not any(r.region == code or table.is_within(code, r.region) for r in reports)
        ]

    def regions_naming(self, words: str) -> set[str]:
        """The places of the reports whose text has these words as they stand."""
        found = self.store.library.paragraphs(self.by_words(words, None)[:NAMING])
        reports = {r.id: r.region for r in self.store.library.reports()}
        return {reports[p.report_id] for p in found if words in fold(p.text) and p.report_id in reports}

    def search(self, query: str, scope: Sequence[str] | None = None) -> list[tuple[Paragraph, float]]:
        """Paragraphs for any words, by full text and by vectors, fused, best first; the score is that of the fusion."""
        return self._fused(self.by_words(query, scope), self.by_vectors(self._vector(query), scope))

    def _vector(self, query: str) -> Vector:
        if not self._is_warm:  # model and vectors load side by side, not one after the other
            self.store.warm()
            self._is_warm = True
        return self.store.embedder.query(query)

    def _fused(self, *rankings: Sequence[str]) -> list[tuple[Paragraph, float]]:
        fused = fuse_rankings(rankings)[: self.settings.search_paragraphs]
        paragraphs = {p.id: p for p in self.store.library.paragraphs([one for one, _ in fused])}
        return [(paragraphs[one], score) for one, score in fused if one in paragraphs]

    def by_words(self, query: str, scope: Sequence[str] | None) -> list[str]:
        """Paragraph ids by full text, best first; a scope of None is the whole library."""
        return list(self.scored_by_words(query, scope, self.settings.search_paragraphs))

    def scored_by_words(self, query: str, scope: Sequence[str] | None, limit: int) -> dict[str, float]:
        """Paragraph id → BM25 score, best first."""
        return dict(self.store.words.search(query, limit, scope))

    def by_vectors(self, vector: Vector, scope: Sequence[str] | None) -> list[str]:
        """Paragraph ids by the chunk nearest to the question's vector, best first."""
        return list(self.scored_by_vectors(vector, scope, self.settings.search_paragraphs))

    def scored_by_vectors(self, vector: Vector, scope: Sequence[str] | None, limit: int) -> dict[str, float]:
        """Paragraph id → cosine similarity of its nearest chunk, best first."""
        if scope is None:
            near = self.store.nearest_chunks(vector, limit)
        else:
            near = self.store.nearest_in_reports(vector, scope, limit) if scope else []
        scores: dict[str, float] = {}
        for chunk, score in near:
            scores.setdefault(chunk.paragraph_id, score)
        return scores

    def vector(self, query: str) -> Vector:
        """The vector of what is searched for; loads the model at first use."""
        return self._vector(query)

    # --- figures ------------------------------------------------------------------------------------------

    def fitted(self, question: Question, figures: Sequence[Figure]) -> list[FittedFigure]:
        """Figures that are at hand already, held against the question, best first."""
        return self._fitted(question, Filters(), {"slots": figures}, ())

    def _by_slot(self, question: Question) -> list[Figure]:
        """Figures of the known indicators asked for: of the places named, and for `related` some of others."""
        if not question.terms:
            return []
        named = mentions_in(question.content, self.store.reader.terms)
        asked = (
            *question.terms,
            *(mention.alias for mention in named),
        )  # 农业产值, a part of what it may stand for
        figures = self._figures(asked, question.regions, SLOT_LIMIT)
        return figures + (self._figures(question.terms, (), ELSEWHERE_LIMIT) if question.regions else [])

    def _by_name(self, question: Question, vector: Vector) -> list[Figure]:
        """Figures of indicators whose names are near what no table knows; they still have to match word by word."""
        near = [name for name, _ in self.store.nearest_indicators(vector, NEAR_INDICATORS)]
        return self._figures(near, question.regions, ELSEWHERE_LIMIT)

    def _figures(self, indicators: Sequence[str], regions: Sequence[str], limit: int) -> list[Figure]:
        """Figures of these indicators and, if any are named, of these places."""
        wanted = Conditions(indicators=frozenset(indicators), regions=frozenset(regions) or None)
        return self.store.library.find_figures(wanted, limit)

    def indicators_near(self, question: Question) -> list[str]:
        """Names of indicators that the library holds, nearest to what is asked first."""
        query = search_words(question)
        near = self.store.nearest_indicators(self._vector(query), OFFERED_INDICATORS) if query else []
        return [name for name, _ in near]

    def figures_named(self, indicator: str, question: Question, filters: Filters) -> list[Evidence]:
        """Figures of an indicator, of the places, times and status asked about; whatever else is asked."""
        figures = self._figures([indicator], question.regions, ELSEWHERE_LIMIT)
        fitted = self._fitted(question, filters, {"named": figures}, ())
        return [f.evidence for f in fitted if f.fit.misses.isdisjoint({"region", "period", "status"})]

    def _fitted(
        self,
        question: Question,
        filters: Filters,
        sources: Mapping[str, Sequence[Figure]],
        paragraphs: Sequence[Paragraph],
    ) -> list[FittedFigure]:
        """The figures of all sources held against the question, best first."""
        library, terms = self.store.library, self.store.reader.terms
        figures = {f.id: f for found in sources.values() for f in found if _passes(f, filters)}
        ids = {name: {f.id for f in found} for name, found in sources.items()}
        found_by = {one: tuple(name for name in ids if one in ids[name]) for one in figures}
        held = {p.id: p for p in paragraphs}
        missing = {f.paragraph_id for f in figures.values()} - held.keys()
        held |= {p.id: p for p in library.paragraphs(sorted(missing))}
        reports = {r.id: r for r in library.reports()}
        fitted = []
        for figure in figures.values():
            if figure.paragraph_id not in held or figure.report_id not in reports:
                continue  # its report comes or goes just now: no two reads see the same library
            paragraph = held[figure.paragraph_id]
            fit = fit_figure(question, figure, paragraph, terms)
            fitted.append(
                FittedFigure(_evidence(figure, paragraph, reports, fit.score, found_by[figure.id]), fit)
            )
        return sorted(fitted, key=lambda f: (len(f.fit.misses), -f.fit.score, f.figure.id))

    # --- text ---------------------------------------------------------------------------------------------

    def spans(self, question: Question, found: Found) -> list[Evidence]:
        """Runs of clauses of the paragraphs found that say what the question names, best first."""
        reports = {r.id: r for r in self.store.library.reports()}
        figures = self.store.library.figures_of([paragraph.id for paragraph, _ in found.paragraphs])
        spans = []
        for rank, (paragraph, _) in enumerate(found.paragraphs):
            if paragraph.report_id not in reports or not self._in_time(question, paragraph):
                continue
            report = reports[paragraph.report_id]
            around = coverage(question.content, " ".join(paragraph.section) + paragraph.text)
            bonus = (
                0.15 * around
                + 0.05 / (1 + rank)
                - (PLAN_PENALTY if _is_unasked_plan(question, paragraph) else 0.0)
            )
            for start, end in split_sentences(paragraph.text):
                start, end = _stripped(paragraph.text, start, end)
                sentence = paragraph.text[start:end]
                if (
                    end - start < 6
                    or _is_header(paragraph, start)
                    or not self._is_about(question, sentence, report)
                ):
                    continue
                said = coverage(question.content, sentence)
                under = _said_under(question, f"{report.title} {''.join(paragraph.section[-1:])}", sentence)
                kept = (*question.numbers, *_towns_in(question, sentence))
                start, end = _narrowed(question, paragraph.text, start, end, said, kept)
                states = tuple(
                    f for f in figures if f.paragraph_id == paragraph.id and start <= f.start < end
                )
                score = 0.8 * max(said, under) + bonus
                spans.append(Evidence(report, paragraph, start, end, score, ("text",), states=states))
        return sorted(spans, key=lambda e: -e.score)

    def _is_about(self, question: Question, sentence: str, report: Report) -> bool:
        return (
            not question.regions
            or report.region in question.regions
            or self._names(question, sentence, report)
        )

    def _names(self, question: Question, sentence: str, report: Report) -> bool:
        """A report of another place speaks of the one asked for only in a sentence that names it."""
        mentions = self.store.reader.regions.find(fold(sentence), within=report.region or None)
        names = [code.partition("/")[2] for code in question.regions if "/" in code]
        return any(m.code in question.regions for m in mentions) or any(name in sentence for name in names)

    def _in_time(self, question: Question, paragraph: Paragraph) -> bool:
        """Of a time asked about, or naming its year: 到2030年 stands among what was done by 2025."""
        return not question.periods or any(
            contains(p, paragraph.period) or p[:4] in paragraph.text
            for p in question.periods
            if paragraph.period
        )


def _said_under(question: Question, heading: str, sentence: str) -> float:
    """What a sentence and the headings above say of what is asked, where it says itself whatever they do not.

    敖汉旗、宁城县挪用资金 under (一)乡村振兴衔接资金审计.
    """
    own = [w for w in words_of(question.content) if len(w) > 1 and w not in heading]
    is_told = bool(own) and all(any(one in sentence for one in (w, *alike(w))) for w in own)
    if question.intent not in ("list", "who", "text") or not is_told:
        return 0.0
    return coverage(question.content, heading + sentence) - LESS_UNDER


def _is_of_places(question: Question, figures: Sequence[Figure]) -> bool:
    """Whether each place asked about is among those of the figures."""
    return bool(figures) and set(question.regions) <= {figure.region for figure in figures}


def _settled(one: FittedFigure, near: Collection[str], doubtful: Collection[str]) -> Fit:
    """The fit of a figure once it is seen beside all others."""
    if one.figure.id in near:
        return replace(one.fit, misses=frozenset())
    return _doubted(one.fit) if one.figure.id in doubtful else one.fit


def _doubted(fit: Fit) -> Fit:
    return replace(fit, misses=frozenset({"indicator"}))


def _is_answered(question: Question, fitted: Sequence[FittedFigure]) -> bool:
    """Whether figures fit in every slot, for each place and time asked for, so that no text has to be searched."""
    if question.intent not in ("value", "change", "rank", "ratio") or question.statuses_compared:
        return False
    there = {
        (f.figure.region, f.figure.period)
        for f in fitted
        if not f.fit.misses
        and f.fit.score >= SURE
        and (f.figure.status != "target" or question.status or question.periods)
    }
    regions = question.regions or {region for region, _ in there}
    if not there:
        return False
    if not question.periods:
        return all(any(r == region for r, _ in there) for region in regions)
    return all((region, period) in there for region in regions for period in question.periods)


def search_words(question: Question) -> str:
    """What is searched for: the words that name what is asked, and the known names of it."""
    return " ".join(dict.fromkeys((question.content, *question.terms))).strip()


def _passes(figure: Figure, filters: Filters) -> bool:
    return (
        (not filters.documents or figure.report_id in filters.documents)
        and (not filters.regions or figure.region in filters.regions)
        and (not filters.periods or figure.period in filters.periods)
    )


def _evidence(
    figure: Figure,
    paragraph: Paragraph,
    reports: Mapping[str, Report],
    score: float,
    found_by: tuple[str, ...],
) -> Evidence:
    return Evidence(
        reports[figure.report_id], paragraph, figure.quote_start, figure.quote_end, score, found_by, figure
    )


def _is_header(paragraph: Paragraph, start: int) -> bool:
    """Whether a place stands in the first row of a table, which tells of no other."""
    return paragraph.kind == "table" and 0 <= start < paragraph.text.find("\n")


def _is_unasked_plan(question: Question, paragraph: Paragraph) -> bool:
    """What is planned does not answer what was done."""
    return paragraph.is_plan and not question.is_plan and question.status != "target" and not question.periods


def _towns_in(question: Question, sentence: str) -> list[str]:
    towns = (code.partition("/")[2] for code in question.regions)
    return [town for town in towns if town and town in sentence]


def _narrowed(
    question: Question, text: str, start: int, end: int, said: float, kept: Sequence[str]
) -> tuple[int, int]:
    """The shortest run of clauses that says as much as the whole sentence; a list keeps all that its mark joins."""
    marks = CLAUSE_END if question.intent == "list" else COMMA_OR_CLAUSE
    ends = [m.end() for m in marks.finditer(text, start, end)] + [end]
    starts = [start, *ends[:-1]]
    runs = [
        (ends[j] - starts[i], starts[i], ends[j])
        for i in range(len(starts))
        for j in range(i, min(i + MAX_CLAUSES, len(ends)))
        if coverage(question.content, text[starts[i] : ends[j]]) >= said - 0.01
        and all(one in text[starts[i] : ends[j]] for one in kept)
    ]
    if not runs:
        return start, end
    inside = (run for run in sorted(runs) if not stands_inside_words(question.content, text[run[1] : run[2]]))
    _, first, last = next(inside, min(runs))
    while question.intent == "who" and first in starts[1:] and _PREDICATE.match(text, first, last):
        first = starts[starts.index(first) - 1]  # 位列全国百强: who does stands in the run before
    if question.statuses_compared:  # 实际利用外资下降三成，没有完成年初预期
        last = next((e for e in ends if e > last and _TOLD_DONE.search(text, last, e)), last)
    if question.intent == "yes_no":  # 原定10月竣工，因设备采购推迟: what became of it stands behind
        last = next((m.end() for m in CLAUSE_END.finditer(text, last - 1, end)), end)
    if asks_to_explain(
        question.text
    ):  # 因冬春连旱，小春粮食减产: why stands in front, or in a sentence of its own
        cuts = [start, *(m.end() for m in CLAUSE_END.finditer(text, start, end)), end]
        first, last = max(pairwise(cuts), key=lambda run: coverage(question.content, text[slice(*run)]))
        last = m.end() if (m := _REASON_BEHIND.match(text, last)) else last
    while last > first and text[last - 1] in "，,；;、":
        last -= 1
    while first < last and text[first].isspace():
        first += 1
    return first, last


# 主要原因是上游农田退水。
_REASON_BEHIND = re.compile(
    r"[。；;\s]*(?:其?(?:主要|直接|重要)?原因|这?主要(?:[是因受由]|得益)|究其)[^。\n]*"
)
# 超额完成
_TOLD_DONE = re.compile(r"完成|达到|实现|超额|兑现|落空|不及|未达")


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " \t\n　|*":
        start += 1
    while end > start and text[end - 1] in " \t\n　|*":
        end -= 1
    return start, end
