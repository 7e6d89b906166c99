"""Whether a number says what is planned of one thing, beside what was done."""

from __future__ import annotations

import re

from ingest.figures.sentence import Sentence

# 年度计划投资238亿元, 计划总投资5亿元, 全年目标200家
_PLANNED = re.compile(
    r"(?<![超比占较成])(?:计划(?:总投资|投资)|(?:年度|全年)(?:预期)?(?:目标|任务|计划)(?!的|任务的|目标的|完成|任务\x00|\x00))"
)
_GOAL_OPENS = re.compile(r"(?:任务|目标|计划|指标)数?值?[(（]$")


def is_planned(words: str) -> bool:
    """Whether the words before a number call it what was planned."""
    return bool(_PLANNED.search(words))


def is_of_goal(sentence: Sentence) -> bool:
    """完成年度任务(7000人)的127.4%, 低于省定控制目标(分别为12/10万、4.5‰): in parentheses behind a goal."""
    if not sentence.is_aside:
        return False
    before = sentence.text[max(0, sentence.start - 9) : sentence.start]
    return bool(_GOAL_OPENS.search(before))
