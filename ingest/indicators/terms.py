"""The indicators named in a text, by name, short form or slip of the pen."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ingest.indicators.files import (
    Entry,
    FilePlace,
    Term,
    TermFile,
    built_in,
    compose_nodes,
    merge_entries,
    read_file,
    read_nodes,
)
from ingest.normalize import fold
from ingest.phrases import PhraseIndex


@dataclass(frozen=True)
class TermMention:
    """An indicator named in a text; `text[start:end] == alias`."""

    start: int
    end: int
    name: str  # canonical
    alias: str  # as printed


# 瞪羚企业库, 独角兽企业苗子, 亿元以上项目库, 科技型中小企业园: another thing than what is pooled, raised or housed
_ANOTHER_THING = re.compile(
    r"(?:”?企业|项目|人才)?(?:(?:培育|后备|储备|备选|种子|苗子|入库)?库(?![存区容])|后备|苗子|园(?![林艺丁])|协会|"
    r"联盟|联合会|加速器|"
    r"(?:研发|研究|服务|孵化|实训|展示|交流)(?:中心|站|基地)|培育(?:对象|名单|计划|工程|单位|企业)|申报|政策)"
)
_REMEMBERED = 20_000  # phrases looked up


class Terms:
    """All known indicators, by name, by alias and in text."""

    def __init__(self, entries: Iterable[Entry], spellings: Sequence[Sequence[str]]) -> None:
        self._canonical: dict[str, str | None] = {}  # reading tries the same phrases over and over
        merged = merge_entries(entries)
        self._terms = {name: entry.term for name, entry in merged.items()}
        self._name_of = _names_by_phrase(merged.values(), spellings)
        self._index = PhraseIndex(self._name_of)
        self._not_in = {name: _folded(term.not_in) for name, term in self._terms.items() if term.not_in}
        _check_parents(merged)

    @classmethod
    def load(cls, extra: Path | None = None) -> Terms:
        """The terms that come with wenju and those of `extra`, which may add aliases to a known term.

        Raises:
            TermsError: with file, line, what is wrong and what was expected.
        """
        return cls._of([*built_in(), *([read_file(extra)] if extra else [])])

    @classmethod
    def check(cls, text: str, name: str) -> Terms:
        """The terms that come with wenju and those of a text that may become a file of this name.

        Raises:
            TermsError: with file, line, what is wrong and what was expected.
        """
        path = Path(name)
        return cls._of([*built_in(), read_nodes(compose_nodes(text, path), path)])

    @classmethod
    def _of(cls, files: Sequence[TermFile]) -> Terms:
        entries = [entry for file in files for entry in file.entries]
        return cls(entries, [group for file in files for group in file.spellings])

    @property
    def names(self) -> tuple[str, ...]:
        """All canonical names, in the order of the files."""
        return tuple(self._terms)

    def knows(self, name: str) -> bool:
        """Whether `name` is a canonical name."""
        return name in self._terms

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything the terms say, spellings included: another digest, other readings."""
        told = [repr(term) for term in self._terms.values()] + sorted(map(repr, self._name_of.items()))
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    def get(self, name: str) -> Term:
        """The term of a canonical name. Raises KeyError for any other."""
        return self._terms[name]

    def find(self, text: str) -> list[TermMention]:
        """The indicators named in folded `text`, longest phrases first, in order, none overlapping."""

        def accept(start: int, phrase: str) -> TermMention | None:
            name = self._name_of[phrase]
            end = start + len(phrase)
            if self._is_something_else(text, start, phrase, name):
                return None
            return TermMention(start, end, name, text[start:end])

        return self._index.scan(text, accept)

    def makes_another(self, phrase: str, name: str) -> bool:
        """Whether folded `phrase` names a pool, a park or a club of the term `name`: 高新技术企业库企业."""
        lower = phrase.lower()
        found = ((alias, lower.find(alias)) for alias in self._phrases_of.get(name, ()))
        ends = [at + len(alias) for alias, at in found if at >= 0]
        return self._terms[name].kind == "count" and any(_ANOTHER_THING.match(lower, end) for end in ends)

    @cached_property
    def _phrases_of(self) -> dict[str, list[str]]:
        phrases: dict[str, list[str]] = {}
        for phrase, name in self._name_of.items():
            phrases.setdefault(name, []).append(phrase)
        return phrases

    def canonical(self, phrase: str) -> str | None:
        """The term that the whole phrase names, with 数, 总数, 家数 at its end or not; None when no term."""
        if phrase not in self._canonical:
            if len(self._canonical) > _REMEMBERED:
                self._canonical.clear()
            self._canonical[phrase] = self._look_up(phrase)
        return self._canonical[phrase]

    def _look_up(self, phrase: str) -> str | None:
        printed = fold(phrase).strip().lower()  # “四上”企业: a name with marks of its own
        folded = printed.strip("“”\"'‘’《》")
        for name in (printed, folded):
            if name in self._name_of:
                return self._name_of[name]
        for tail, units in _COUNT_TAILS:
            known = self._name_of.get(folded.removesuffix(tail)) if folded.endswith(tail) else None
            if known and self._counts_in(known, units):
                return known
        return None

    def near(self, phrase: str, limit: int = 5) -> list[str]:
        """Names of terms that `phrase` may misspell: one character wrong, missing or too many.

        Only for four characters and more, and never where the difference is a digit or a character that tells
        two indicators apart (进口额 is no misspelt 出口额).
        """
        folded = fold(phrase).strip().lower()
        exact = self.canonical(folded)
        if exact is not None:
            return [exact]
        if len(folded) < _SHORTEST_MISSPELT:
            return []
        from rapidfuzz import process  # 30 ms, and few questions are misspelt
        from rapidfuzz.distance import Levenshtein

        close = process.extract(
            folded, self._name_of.keys(), scorer=Levenshtein.distance, score_cutoff=1, limit=None
        )
        names = (self._name_of[alias] for alias, _, _ in close if _is_slip(folded, alias))
        return list(dict.fromkeys(names))[:limit]

    def ancestors(self, name: str) -> list[str]:
        """The wider indicators, nearest first."""
        found: list[str] = []
        waiting = list(self._terms[name].parents)
        while waiting:
            parent = waiting.pop(0)
            if parent not in found:
                found.append(parent)
                waiting += self._terms[parent].parents
        return found

    def children(self, name: str) -> list[str]:
        """The indicators that are part of this one, as the files list them."""
        return [term.name for term in self._terms.values() if name in term.parents]

    def _is_something_else(self, text: str, start: int, phrase: str, name: str) -> bool:
        """Whether the phrase at `start` is part of a longer name: one its term must not match, or a pool, a park of such."""
        for longer in self._not_in.get(name, ()):
            offset = longer.find(phrase)
            if offset >= 0 and start >= offset:
                begin = start - offset
                if text[begin : begin + len(longer)].lower() == longer:
                    return True
        if text[:start].endswith("占") and phrase.endswith(_SHARES) and "占" not in phrase[:-2]:
            return True  # 基础研究占|R&D比重: a share in it, and not its own
        is_thing = self._terms[name].kind == "count"
        return is_thing and _ANOTHER_THING.match(text, start + len(phrase)) is not None

    def _counts_in(self, name: str, units: str) -> bool:
        term = self._terms[name]
        return term.kind == "count" and (not units or bool(set(units) & set("".join(term.units))))


_SHARES = ("比重", "占比", "比例")
# 高企数, 高企家数; the second part: units of which the term must have one
_COUNT_TAILS = (
    ("总数量", ""),
    ("总数", ""),
    ("数量", ""),
    ("家数", "家户"),
    ("个数", "个"),
    ("数目", ""),
    ("数", ""),
)
_SHORTEST_MISSPELT = 4
# One of these more or less, or one in place of another, makes another indicator.
_TELLING = frozenset(
    "一二三四五六七八九十百千万亿进出收支城乡省市国县区大小新旧男女内外总净增减升降高低上下不非未公私"
)


def _is_slip(written: str, alias: str) -> bool:
    """Whether two phrases one edit apart differ as a slip of the pen, not as 进口额 and 出口额 do."""
    start = next((i for i, (a, b) in enumerate(zip(written, alias, strict=False)) if a != b), None)
    at = min(len(written), len(alias)) if start is None else start
    same_length = len(written) == len(alias)
    changed = written[at] + alias[at] if same_length else max(written, alias, key=len)[at]
    return not any(c.isascii() or c.isdigit() for c in changed) and not all(c in _TELLING for c in changed)


def _names_by_phrase(entries: Iterable[Entry], spellings: Sequence[Sequence[str]]) -> dict[str, str]:
    """Every phrase, folded and in lower case → the name of its term; what is written beats a spelling."""
    written: dict[str, tuple[str, FilePlace]] = {}
    phrases = [(phrase, place, entry) for entry in entries for phrase, place in entry.phrase_places]
    for key, (phrase, place, entry) in zip(_folded(p for p, _, _ in phrases), phrases, strict=True):
        name, earlier = written.setdefault(key, (entry.term.name, place))
        if name != entry.term.name:
            raise place.error(
                f"“{phrase}”已经是“{name}”的叫法（{earlier.path.name} 第 {earlier.line} 行）",
                "一个叫法只属于一个指标",
            )
    names = {phrase: name for phrase, (name, _) in written.items()}
    lowered = [[spelling.lower() for spelling in group] for group in spellings]
    for phrase, (name, place) in written.items():
        for spelt in _spellings(phrase, lowered):
            if names.setdefault(spelt, name) != name and spelt not in written:
                raise place.error(f"“{phrase}”也写作“{spelt}”，那是“{names[spelt]}”的叫法", "别的叫法")
    return names


def _folded(phrases: Iterable[str]) -> list[str]:
    """The phrases as they are matched; folded all at once, a fifth of the time of one by one."""
    return fold("\n".join(phrases)).lower().split("\n")


def _spellings(phrase: str, groups: Sequence[Sequence[str]]) -> set[str]:
    """The phrase with each part that has other spellings written in every one of them."""
    spelt = {phrase}
    for group in groups:
        for part in group:
            if part in phrase:  # groups list the longest first: 地区生产总值 before 生产总值
                spelt |= {other.replace(part, spelling) for other in spelt for spelling in group}
                break
    return spelt


def _check_parents(entries: dict[str, Entry]) -> None:
    for entry in entries.values():
        for parent in entry.term.parents:
            if parent not in entries:
                raise entry.place.error(f"“{entry.term.name}”的上级“{parent}”不在词表里", "词表里的名称")
            if parent == entry.term.name:
                raise entry.place.error(f"“{parent}”的上级是它自己", "更大的指标的名称")
