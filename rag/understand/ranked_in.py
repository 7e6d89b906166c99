"""诸暨高企排绍兴第几: the place around the one asked about is the whole of a rank, as 全市 is, and not asked about itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.figures.passage import whole_word
from rag.knowledge import Knowledge

# 金华|排第几, 潍坊|市里第几, 绍兴|第一吗
_RANKED_BEHIND = re.compile(
    r"(?:全?[市省区])?(?:各?县市?区)?(?:里面?|内|中)?(?:是不是|能?)?"
    r"(?:排名?|居|列|位列|位居)?(?:在?第[几一二三四五\d]|前[几一二三四五十\d]|"
    r"首位|名次|位次|几名|多少名|老几|(?<=排名)(?=是|为|多少|\W|$))"
)


def within_a_whole(text: str, knowledge: Knowledge, around: Sequence[str]) -> str:
    """The question with 全市 or 全省 for a place that its rank is in; `around` are the places of the talk before it."""
    mentions = [m for m in knowledge.regions.find(text) if m.code]
    for mention in reversed(mentions):
        inner = (*(m.code for m in mentions if m.start < mention.start), *around)
        is_around = any(
            code != mention.code and knowledge.regions.is_within(code, mention.code) for code in inner
        )
        if is_around and _RANKED_BEHIND.match(text, mention.end):
            whole = whole_word(knowledge.regions, mention.code)
            text = text[: mention.start] + whole + text[mention.end :]
    return text
