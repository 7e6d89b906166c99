"""A question put in words that need no conversation."""

from __future__ import annotations

from collections.abc import Callable

from ingest.periods import period_label
from rag.records import Question


def standalone(question: Question, region_name: Callable[[str], str]) -> str:
    """The question in words that need no conversation."""
    regions = "、".join(region_name(code) for code in question.regions)
    periods = "、".join(period_label(p) for p in question.periods)
    status = {"target": "目标", "expected": "预计", "actual": "", None: ""}[question.status]
    total = "累计" if question.wants_total and not question.action else ""
    asked = {"rank": "排名", "change": "增减变化", "ratio": "占比", "compare": "对比", "value": "数值"}.get(
        question.intent, ""
    )
    about = question.content or "、".join(question.terms)
    action = question.action if question.action not in about else ""
    return f"{regions}{periods}{status}{action}{total}{about}" + (f"（{asked}）" if asked else "")
