"""Errors of evals: what somebody wrote down by hand and has to mend."""

from __future__ import annotations

from ingest.errors import WenjuError


class EvalError(WenjuError):
    """Something given to an evaluation is not as it must be."""

    code = "eval_error"


class GoldError(EvalError):
    """A gold file does not say what it must, or says it of another text."""

    code = "gold_error"


class SetError(EvalError):
    """A question set cannot be read or contradicts itself or its documents."""

    code = "set_error"


class TargetError(EvalError):
    """What is to be evaluated does not answer, or cannot be filled with its reports."""

    code = "target_error"


class RunError(EvalError):
    """A stored run is not there, or does not fit."""

    code = "run_error"


class NothingInCommonError(RunError):
    """Two runs have no question in common, so that nothing can be compared."""

    code = "nothing_in_common"


class TooManyRunsError(EvalError):
    """More runs wait for their turn than anybody will look at."""

    code = "too_many_runs"


class JudgeError(EvalError):
    """The judge model that was asked for cannot be had."""

    code = "judge_error"


class LimitError(EvalError):
    """A limit for a gate names no score or no number."""

    code = "limit_error"
