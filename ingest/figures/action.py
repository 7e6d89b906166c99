"""The verb of a figure: 新增138家 is not 累计138家."""

from __future__ import annotations

import re

from ingest.clauses import Lead
from ingest.figures.sentence import Sentence
from ingest.records import FigureKind
from ingest.verbs import NEW_ACTIONS

_LEVELS = ("count", "amount", "area", "quantity")


def action_of(sentence: Sentence, lead: Lead, lead_start: int, kind: FigureKind) -> str:
    """The verb that governs a number; an item of a list has that of the item before it."""
    if lead.is_share:
        return "占"
    if lead.action:
        return lead.action
    if kind in ("growth", "change") and lead.change_verb:
        return lead.change_verb
    name = sentence.text[lead.noun[0] : lead.noun[1]]
    if (kind in _LEVELS and re.search(r"(?:累计|总数|总量|保有量)$", name)) or name.startswith(
        ("累计", "共有", "现有")
    ):
        return "累计"
    fresh = [a for a in NEW_ACTIONS if name.startswith(a)]  # 新增规上企业 where the terms hold it whole
    if fresh:
        return max(fresh, key=len)
    previous_draft = sentence.done[-1] if sentence.done else None
    if previous_draft and lead.has_noun and not lead.verbs and previous_draft.kind == kind:
        between = sentence.text[previous_draft.number.end : lead.noun[0]]
        is_new_clause = lead_start == sentence.clause_start(lead_start)
        if not is_new_clause or (previous_draft.action in NEW_ACTIONS and len(between) <= 3):
            return previous_draft.action
    return ""
