"""The one figure that all but says what is asked: its other slots agree and nothing else comes near.

Measured on the questions of three scratch exams and half of the colloquial ones (189), figures refused for their indicator alone:
of 24 that come through here all were the one asked for, of 65 where the reports do not say it none does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from ingest.records import Figure
from ingest.verbs import NEW_ACTIONS
from rag.match import FLOW_VERBS, RATE_NOUN, Fit
from rag.records import Question

MIN_SCORE = 0.6
MIN_AHEAD = 0.1  # of the best figure of another indicator
MIN_LIKENESS = 0.885  # cosine of what is asked and the indicator's name
CLOSE = 0.035  # figures of that indicator that score alike are as good

Likeness = Callable[[str], float]


def near_ones(question: Question, fits: Sequence[tuple[Figure, Fit]], likeness: Likeness) -> set[str]:
    """Ids of figures to be taken for what is asked; of each place that has no figure that fits in every slot."""
    by_region: dict[str, list[tuple[Figure, Fit]]] = defaultdict(list)
    for figure, fit in fits:
        if not question.regions or figure.region in question.regions:
            by_region[figure.region].append((figure, fit))
    return {one for group in by_region.values() for one in _of_place(question, group, likeness)}


def _of_place(question: Question, fits: Sequence[tuple[Figure, Fit]], likeness: Likeness) -> list[str]:
    agreeing = sorted((f for f in fits if f[1].misses <= {"indicator"}), key=lambda one: -one[1].score)
    if not agreeing or any(not fit.misses for _, fit in agreeing):
        return []
    best, fit = agreeing[0]
    rival = next((f.score for figure, f in agreeing if _about(figure) != _about(best)), 0.0)
    if (
        fit.score < MIN_SCORE
        or fit.score - rival < MIN_AHEAD
        or fit.is_another
        or not _sort_agrees(question, best)
    ):
        return []
    if likeness(f"{best.subject} {best.indicator}".strip()) < MIN_LIKENESS:
        return []
    return [g.id for g, f in agreeing if _about(g) == _about(best) and f.score >= fit.score - CLOSE]


def _about(figure: Figure) -> tuple[str, str]:
    return figure.indicator, figure.subject


def _sort_agrees(question: Question, figure: Figure) -> bool:
    """A share answers only where one is asked for, an increment not where the whole is."""
    is_share = figure.kind == "ratio" and question.intent != "ratio"
    if is_share and not RATE_NOUN.search(question.content):
        return False
    is_flow = figure.action in NEW_ACTIONS or figure.action in FLOW_VERBS
    return not (question.wants_total and is_flow)
