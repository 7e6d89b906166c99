"""Names of regions that are words too: what has to stand around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.errors import TermsError
from ingest.normalize import fold
from ingest.regions.table import rows


@dataclass
class NameWords:
    """`region_words.csv`: which names need what around them to be a region and not a word."""

    full: set[str] = field(default_factory=set)
    behind: set[str] = field(default_factory=set)
    opening: set[str] = field(default_factory=set)
    bounded: set[str] = field(default_factory=set)
    free: set[str] = field(default_factory=set)
    not_after: dict[str, str] = field(default_factory=dict)
    not_before: dict[str, str] = field(default_factory=dict)
    also: dict[str, str] = field(default_factory=dict)

    def goes_on(self, text: str, end: int, form: str, *, is_full: bool) -> bool:
        """Whether the character behind the form begins no new word: 大连接, 杭州市场, 朝阳区域."""
        after = text[end : end + 1]
        if not is_full and _OF_A_SIGHT.match(text, end):
            return True
        if is_full and after and after in _TAIL_GOES_ON.get(form[-1], ""):
            return True
        return after in self._characters(self.not_before, form)

    def refuses(self, text: str, start: int, form: str, *, follows_region: bool) -> bool:
        """Whether the form at `start` rather belongs to the words in front of it, or is a word itself."""
        if form in self.behind or form in self.opening or form in self.full:
            return True
        if follows_region or start == 0:
            return False
        before = text[start - 1]
        if before in self._characters(self.not_after, form):
            return True
        opens = before in _CONNECTORS or text.endswith(("其中", "包括", "尤其", "分县"), 0, start)
        return self._is_bounded(form) and _is_han(before) and not opens

    def _is_bounded(self, form: str) -> bool:
        if any(form.startswith(name) for name in self.free):
            return False
        # 范县 in 示范县, 文县 in 人文县城: a county of one character
        return (
            form[0] + "*" in self.bounded or form in self.bounded or (len(form) == 2 and form[1] in "县市区")
        )

    def _characters(self, rules: dict[str, str], form: str) -> tuple[str, ...]:
        return (*rules.get(form, ""), *rules.get(form[0] + "*", ""))


_CONNECTORS = "在赴到对与和及由从为是的问那较比去至向"
# 麦积|山石窟, 崆峒|山105.2万人次
# 山石窟
_OF_A_SIGHT = re.compile(r"[山寺塔窟](?![区水林东西南北体洪塘村城地海河茶])")
# 杭州市场, 朝阳区域
_TAIL_GOES_ON = {"市": "场值盈", "区": "域块间位段"}


def _is_han(character: str) -> bool:
    return "一" <= character <= "鿿"


def load_words() -> NameWords:
    words = NameWords()
    for form, rule, detail in rows("region_words.csv"):
        form = fold(form)
        if rule in ("full", "behind", "opening", "bounded", "free"):
            getattr(words, rule).add(form)
        elif rule in ("not_after", "not_before", "also"):
            getattr(words, rule)[form] = detail
        else:
            raise TermsError(f"region_words.csv：{form} 的规则 {rule} 不认识")
    return words
