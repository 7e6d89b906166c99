"""The known indicators a question names, slips of the hand put right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest.indicators import TermMention, Terms
from rag.understand.subject import content_of

# characters that are mistaken for each other by eye
_LOOK_ALIKE = tuple("人入八 口囗 己已巳 未末 士土 干千于 日曰目 侯候 的地得 账帐 辨辩 拔拨".split())
# 高企和新认定科技型中小企业: 和新认定
_JOINS = re.compile(r"\s*(?:、|和|与|跟|以及|及|,)\s*(?:新增|新认定|的|数量|数)?\s*")


def find_indicators(text: str, terms: Terms) -> list[TermMention]:
    """Known indicators; in 全国高企 it is 高企, not 国高企, and in 新登记社会组织 are no 登记社会组织."""
    found = terms.find(text)
    for mention in found:
        if text[mention.start - 1 : mention.start + 1] in ("全国", "全省", "全市", "全县", "全区"):
            return terms.find(text[: mention.start - 1] + "  " + text[mention.start + 1 :])
        if text[max(mention.start - 1, 0) : mention.start + 2] in ("新登记", "新注册"):
            return terms.find(text[: mention.start - 1] + "   " + text[mention.start + 2 :])
    return found


def misspelt_indicators(blanked: str, terms: Terms) -> tuple[list[TermMention], str]:
    """“可支配收人”: a known indicator with one character wrong, put right where it stands."""
    content = content_of(blanked, [])
    start = blanked.find(content)
    near = terms.near(content, 1) if len(content) >= 5 and start >= 0 else []
    if not near or not _sounds_or_looks_alike(content, near[0]):
        return [], blanked
    mended = blanked[:start] + near[0] + blanked[start + len(content) :]
    return [TermMention(start, start + len(near[0]), near[0], near[0])], mended


def _sounds_or_looks_alike(written: str, meant: str) -> bool:
    """A slip of the hand, not another word: 收人 for 收入, but not 海洋 for 远洋."""
    from pypinyin import lazy_pinyin

    if len(written) != len(meant):
        return False
    slips = [(a, b) for a, b in zip(written, meant, strict=True) if a != b]
    return all(
        lazy_pinyin(a) == lazy_pinyin(b) or any(a in group and b in group for group in _LOOK_ALIKE)
        for a, b in slips
    )


def parts_of(text: str, terms: Sequence[TermMention]) -> tuple[tuple[str, str], ...]:
    """“高企和科技型中小企业各多少” asks twice; terms that only stand in one phrase do not."""
    joined = all(_JOINS.fullmatch(text[a.end : b.start]) for a, b in pairwise(terms))
    if len(terms) < 2 or not joined or len({t.name for t in terms}) != len(terms):
        return ()
    return tuple((t.name, t.alias) for t in terms)
