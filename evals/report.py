"""A run as others read it: one JSON object for the terminal, the files and HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from evals.calibration import expected_calibration_error, reliability
from evals.judge import read_judgement
from evals.metrics import percentile
from evals.runs import Judged, Run, score_of
from evals.significance import bootstrap_interval

JsonObject = dict[str, Any]
CATEGORY_WORDS = {
    "value": "数值",
    "change": "增减",
    "rank": "位次",
    "share": "占比",
    "list": "列举",
    "who": "谁",
    "text": "文字",
    "yes_no": "是否",
    "compare": "比较",
    "compute": "计算",
    "joint": "合计数",
    "follow_up": "追问",
    "summary": "概括",
    "refusal": "拒答",
    "adversarial": "刁难",
}


def run_object(run: Run) -> JsonObject:
    """The run with its scores by category and every question with its answer and verdict."""
    return {
        "id": run.id,
        **{key: value for key, value in run.about.items() if key != "scores"},
        "total": len(run.cases),
        "interval": bootstrap_interval([float(one.verdict.right) for one in run.judged]),
        "scores": {name: vars(one) for name, one in run.scores().items()},
        "calibration": _calibration(run.judged),
        "steps": _steps(run.judged),
        "per_second": len(run.judged) / run.about["seconds"] if run.about.get("seconds") else None,
        "judge": read_judgement(run),
        "questions": [question_object(one) for one in run.judged],
    }


def _calibration(judged: Iterable[Judged]) -> JsonObject:
    """How far confidence is to be trusted, over the answers given."""
    given = [
        (one.given.answer["confidence"], one.verdict.right)
        for one in judged
        if not one.verdict.refused and "confidence" in one.given.answer
    ]
    bins = reliability(given)
    return {"ece": expected_calibration_error(bins), "bins": [vars(one) for one in bins]}


def _steps(judged: Iterable[Judged]) -> JsonObject:
    """p50 and p95 of each step that the service timed, in milliseconds."""
    times: dict[str, list[float]] = {}
    for one in judged:
        for step, ms in one.given.answer.get("timings_ms", {}).items():
            times.setdefault(step, []).append(ms)
    return {step: {"p50_ms": percentile(ms, 50), "p95_ms": percentile(ms, 95)} for step, ms in times.items()}


def run_line(run: Run) -> JsonObject:
    """What a list says of a run."""
    return {
        "id": run.id,
        "tag": run.about["tag"],
        "started": run.about["started"],
        "finished": run.is_finished,
        "questions": len(run.cases),
        "answered": len(run.judged),
        "revision": run.about["git"]["revision"],
        "changed": run.about["git"]["changed"],
        "corpus_digest": run.about["target"].get("corpus_digest", ""),
        "scores": vars(score_of(run.judged)),
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
