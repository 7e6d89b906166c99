"""One run beside another: which questions got better or worse, and whether that is more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from evals.errors import LimitError, NothingInCommonError
from evals.metrics import Scores
from evals.report import question_object
from evals.runs import Judged, Run, score_of
from evals.significance import ALPHA, bootstrap_interval, mcnemar

GATE_FILE = "gate.yaml"
# What a gate may ask for: scores of all questions.
HIGHER_IS_BETTER = (
    "answer", "citation_hit", "citation_precision", "faithful", "exact_spans", "refusal_precision", "refusal_recall",
)  # fmt: skip
LOWER_IS_BETTER = ("over_refusal", "wrong", "p50_ms", "p95_ms")


@dataclass(frozen=True)
class Comparison:
    """What changed from `before` to `after`, over the questions that both have."""

    before: Run
    after: Run
    better: tuple[tuple[Judged, Judged], ...]  # wrong, then right
    worse: tuple[tuple[Judged, Judged], ...]
    still_wrong: tuple[tuple[Judged, Judged], ...]  # with another answer
    common: tuple[tuple[Judged, Judged], ...]
    only_before: tuple[str, ...]  # ids
    only_after: tuple[str, ...]

    @property
    def p(self) -> float:
        """McNemar's p."""
        return mcnemar(len(self.better), len(self.worse))

    @property
    def is_significant(self) -> bool:
        return self.p < ALPHA

    @property
    def interval(self) -> tuple[float, float]:
        """The 95% interval of the change of the share of right answers."""
        return bootstrap_interval([float(b.verdict.right) - float(a.verdict.right) for a, b in self.common])

    def to_dict(self) -> dict[str, Any]:
        return {
            "before": self.before.id,
            "after": self.after.id,
            "common": len(self.common),
            "only_before": self.only_before,
            "only_after": self.only_after,
            "scores": {
                "before": vars(score_of(a for a, _ in self.common)),
                "after": vars(score_of(b for _, b in self.common)),
            },
            "p": self.p,
            "interval": self.interval,
            "is_significant": self.is_significant,
            **{
                name: [_pair(a, b) for a, b in getattr(self, name)]
                for name in ("better", "worse", "still_wrong")
            },
        }


def compare_runs(before: Run, after: Run) -> Comparison:
    """Compare two runs by the ids of their questions. A question that was reworded counts as another.

    Raises:
        NothingInCommonError: they have no question in common.
    """
    old = {one.case.id: one for one in before.judged}
    new = {one.case.id: one for one in after.judged}
    same = [name for name in old if name in new and _is_same(old[name], new[name])]
    if not same:
        raise NothingInCommonError(f"{before.id} 与 {after.id}")
    common = [(old[name], new[name]) for name in same]
    return Comparison(
        before,
        after,
        better=tuple((a, b) for a, b in common if b.verdict.right and not a.verdict.right),
        worse=tuple((a, b) for a, b in common if a.verdict.right and not b.verdict.right),
        still_wrong=tuple(
            (a, b)
            for a, b in common
            if not a.verdict.right
            and not b.verdict.right
            and a.given.answer["answer"] != b.given.answer["answer"]
        ),
        common=tuple(common),
        only_before=tuple(name for name in old if name not in same),
        only_after=tuple(name for name in new if name not in same),
    )


def _is_same(one: Judged, other: Judged) -> bool:
    return (one.case.question, one.case.history) == (other.case.question, other.case.history)


def _pair(before: Judged, after: Judged) -> dict[str, Any]:
    return {"before": question_object(before), "after": question_object(after)}


# --- gate -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Limits:
    """What a run has to reach."""

    minimum: Mapping[str, float]
    maximum: Mapping[str, float]
    max_regressions: int | None = None


def broken_limits(scores: Scores, limits: Limits, comparison: Comparison | None) -> list[str]:
    """The limits that a run does not keep, one line each; a score that cannot be computed breaks its limit."""
    broken = []
    for name, low in limits.minimum.items():
        value = getattr(scores, name)
        if value is None or value < low:
            broken.append(f"{name} = {_shown(value)} < {low:g}")
    for name, high in limits.maximum.items():
        value = getattr(scores, name)
        if value is None or value > high:
            broken.append(f"{name} = {_shown(value)} > {high:g}")
    if limits.max_regressions is not None and comparison and len(comparison.worse) > limits.max_regressions:
        names = "、".join(after.case.id for _, after in comparison.worse[:10])
        broken.append(f"regressions = {len(comparison.worse)} > {limits.max_regressions} ({names})")
    return broken


def read_limits(minimum: Sequence[str], maximum: Sequence[str], max_regressions: int | None) -> Limits:
    """Limits from `name=number` strings.

    Raises:
        LimitError: a name is no score, or the number is none.
    """
    return Limits(
        read_pairs(minimum, HIGHER_IS_BETTER), read_pairs(maximum, LOWER_IS_BETTER), max_regressions
    )


def gate_of(sets: Sequence[Path]) -> Limits:
    """The limits that `gate.yaml` in the folder of the first set names; none without one.

    Raises:
        LimitError: it says something else.
    """
    file = sets[0].parent / GATE_FILE
    if not file.is_file():
        return Limits({}, {})
    try:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
        pairs = [[f"{name}={value}" for name, value in read.get(key, {}).items()] for key in ("min", "max")]
    except (yaml.YAMLError, AttributeError, UnicodeDecodeError) as error:
        raise LimitError(f"{file}：应写作 min: {{answer: 0.9}}、max: {{wrong: 3}}") from error
    return read_limits(pairs[0], pairs[1], None)


def read_pairs(pairs: Sequence[str], names: Sequence[str]) -> dict[str, float]:
    """`name=number` strings as name → number."""
    read: dict[str, float] = {}
    for pair in pairs:
        name, _, number = pair.partition("=")
        try:
            read[name] = float(number)
        except ValueError:
            name = ""
        if name not in names:
            raise LimitError(f"{pair}；应写作 名字=数，名字可以是 {'、'.join(names)}")
    return read


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"
