"""A run as others read it: one JSON object for the terminal, the files and HTTP."""

from __future__ import annotations

from typing import Any

from evals.runs import Judged, Run

JsonObject = dict[str, Any]


def run_object(run: Run) -> JsonObject:
    """The run with its scores by category and every question with its answer and verdict."""
    return {
        "id": run.id,
        **{key: value for key, value in run.about.items() if key != "scores"},
        "scores": {name: vars(one) for name, one in run.scores().items()},
        "questions": [question_object(one) for one in run.judged],
    }


def question_object(one: Judged) -> JsonObject:
    """A question, what is right, what came and what is to be said of it."""
    verdict = vars(one.verdict) | {"citation_hit": one.verdict.citation_hit}
    return {
        "case": one.case.to_dict(),
        "gold": one.case.gold,
        "answer": dict(one.given.answer),
        "ms": one.given.ms,
        "verdict": verdict,
    }
