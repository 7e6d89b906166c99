"""A question that found no answer, read once more by the model: in full, and with the indicator it may mean.

The model's reading is no more trusted than its claims. A rewritten question may hold only words of the question and
of the conversation before it, all words of the question among them, and no place, time or indicator that nobody named.
An indicator that it names has to be one of the library; it is only ever shown as near, for no rule can tell whether
it is the one that was meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.normalize import fold, simplify
from ingest.periods import find_periods
from ingest.segments import segment
from rag.errors import ModelError
from rag.knowledge import Knowledge
from rag.model.llm import Llm
from rag.model.prompt import read_prompt
from rag.records import Question, Turn
from rag.understand import understand

MAX_TURNS = 6
MAX_TURN_CHARS = 300  # an answer's beginning tells what it was about

# words that only point at what was said before, or only ask
_POINTS = frozenset(
    "前者 后者 那么 那个 这个 上述 上面 刚才 前面 其中 它们 他们 第一个 第二个 另一个 另外 再说 还有 请问 一下 "
    "那 它 该 其 这 呢 吗 前 后 者 说 的 个 项 在 是 有 了 和 与 年 为 第 一 二".split()
)
_ASKS = frozenset(
    "多少 几 几个 几家 哪些 哪 什么 如何 怎样 怎么样 情况 分别 数量 家 个 项 人 的 是 有 了 吗 呢 在 年 市 和 为".split()
)
_ENDS = "是的有了呢"  # that the segmenter leaves on a word it does not know: 高企是
# 高企
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Reread:
    """What is taken over of the model's reading; "" where nothing is."""

    question: str
    indicator: str


def reread(
    llm: Llm, question: str, history: Sequence[Turn], indicators: Sequence[str], knowledge: Knowledge
) -> Reread:
    """The question as the model reads it, as far as question, conversation and library bear it out.

    Args:
        indicators: names that the library holds and that are near what is asked.
    """
    recent = [replace(turn, content=turn.content[:MAX_TURN_CHARS]) for turn in history[-MAX_TURNS:]]
    prompt = read_prompt(question, recent, indicators)
    try:
        said = next(llm.objects(prompt, llm.deadline()), {})
    except ModelError:
        return Reread("", "")
    rewritten, indicator = said.get("question"), said.get("indicator")
    is_kept = isinstance(rewritten, str) and is_borne_out(rewritten, question, history, knowledge)
    return Reread(str(rewritten) if is_kept else "", str(indicator) if indicator in indicators else "")


def is_borne_out(rewritten: str, question: str, history: Sequence[Turn], knowledge: Knowledge) -> bool:
    """Whether a rewritten question says what question and conversation say, and leaves nothing of the question out."""
    told = _plain("\n".join([*(turn.content for turn in history), question]))
    asked, written = _plain(question), _plain(rewritten)
    if not history or not written.strip() or "\n" in written or len(written) > len(asked) + 100:
        return False
    return (
        all(word in told for word in _words(written) - _ASKS)
        and all(word in written for word in _words(asked) - _ASKS - _POINTS)
        and _slots_named(written, told, knowledge)
        and _slots_kept(understand(rewritten, (), knowledge), understand(question, (), knowledge))
    )


def _plain(text: str) -> str:
    return fold(simplify(text))


def _words(text: str) -> frozenset[str]:
    """Words and numbers, marks left out."""
    found = (word.strip(_ENDS) or word for word in segment(text) if _WORD.fullmatch(word))
    return frozenset(found)


def _slots_named(written: str, told: str, knowledge: Knowledge) -> bool:
    """Places, times and indicators of the rewritten question are named in question or conversation."""
    regions = {code for m in knowledge.regions.find(told) for code in (m.code, *m.codes)}
    periods = {m.period for m in find_periods(told, knowledge.base_year)}
    terms = {m.name for m in knowledge.terms.find(told)}
    return (
        all(m.code in regions or regions & set(m.codes) for m in knowledge.regions.find(written))
        and all(m.period in periods for m in find_periods(written, knowledge.base_year))
        and all(m.name in terms for m in knowledge.terms.find(written))
    )


def _slots_kept(new: Question, own: Question) -> bool:
    """What the question itself fixes stays as it is."""
    return (
        set(own.regions) <= set(new.regions)
        and set(own.periods) <= set(new.periods)
        and set(own.terms) <= set(new.terms)
        and own.action in ("", new.action)
        and own.status in (None, new.status)
        and own.wants_total <= new.wants_total
        and own.intent in ("value", "text", new.intent)
    )
