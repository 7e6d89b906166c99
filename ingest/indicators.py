"""The indicators that reports speak of: names, short forms, and what only looks like them.

`terms/*.yaml` hold them, one file a domain; staff add a file of their own in the same form. Text is expected
as `fold` leaves it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import get_args

import yaml

from ingest.errors import TermsError, os_reason
from ingest.normalize import fold
from ingest.phrases import PhraseIndex
from ingest.records import FigureKind

_FOLDER = Path(__file__).parent / "terms"
_FIELDS = ("name", "aliases", "not_in", "parents", "units", "kind")
_LISTS = ("aliases", "not_in", "parents", "units")
_KINDS: tuple[str, ...] = get_args(FigureKind)


@dataclass(frozen=True)
class Term:
    """One indicator, as the terms files describe it."""

    name: str  # canonical: 高新技术企业
    aliases: tuple[str, ...]  # 高企, 国家高新技术企业
    not_in: tuple[str, ...]  # longer phrases that hold an alias and mean something else: 高企研发中心
    parents: tuple[str, ...]  # names of the wider indicators that count these too
    units: tuple[str, ...]  # what it is counted in: 家
    kind: FigureKind


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

    def __init__(self, entries: Iterable[_Entry], spellings: Sequence[Sequence[str]]) -> None:
        self._canonical: dict[str, str | None] = {}  # reading tries the same phrases over and over
        merged = _merge(entries)
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
        return cls._of([*_built_in(), *([_read_file(extra)] if extra else [])])

    @classmethod
    def check(cls, text: str, name: str) -> Terms:
        """The terms that come with wenju and those of a text that may become a file of this name.

        Raises:
            TermsError: with file, line, what is wrong and what was expected.
        """
        path = Path(name)
        return cls._of([*_built_in(), _read_nodes(_compose(text, path), path)])

    @classmethod
    def _of(cls, files: Sequence[_File]) -> Terms:
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
        is_thing = self._terms[name].kind == "count"
        return is_thing and _ANOTHER_THING.match(text, start + len(phrase)) is not None

    def _counts_in(self, name: str, units: str) -> bool:
        term = self._terms[name]
        return term.kind == "count" and (not units or bool(set(units) & set("".join(term.units))))


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


# --- files ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Place:
    path: Path
    line: int

    def error(self, what: str, expected: str) -> TermsError:
        error = TermsError(f"{self.path} 第 {self.line} 行：{what}；应为 {expected}")
        error.line = self.line
        return error


@dataclass(frozen=True)
class _Entry:
    term: Term
    place: _Place
    phrase_places: tuple[tuple[str, _Place], ...]  # name and aliases, and where each stands


@dataclass(frozen=True)
class _File:
    entries: tuple[_Entry, ...]
    spellings: tuple[tuple[str, ...], ...]


@cache  # two thirds of the time of each check of somebody's own terms
def _built_in() -> tuple[_File, ...]:
    return tuple(_read_file(path) for path in sorted(_FOLDER.glob("*.yaml")))


def _read_file(path: Path) -> _File:
    return _read_nodes(_parse(path), path)


def _read_nodes(root: yaml.Node, path: Path) -> _File:
    entries: list[_Entry] = []
    spellings: list[tuple[str, ...]] = []
    for key, node in _mapping(root, path):
        if key.value == "terms":
            entries += [_entry(item, path) for item in _sequence(node, path)]
        elif key.value == "spellings":
            groups = _sequence(node, path)
            spellings += [tuple(fold(item.value) for item in _strings(group, path)) for group in groups]
        elif key.value != "domain":
            raise _place(key, path).error(f"不认识的字段 {key.value}", "domain、terms 或 spellings")
    return _File(tuple(entries), tuple(spellings))


def _parse(path: Path) -> yaml.Node:
    """The file as YAML nodes, which know their lines."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _Place(path, 1).error(os_reason(error), "YAML 写的词表") from error
    except UnicodeDecodeError as error:
        raise _Place(path, 1).error("不是 UTF-8", "UTF-8 的 YAML 词表") from error
    return _compose(text, path)


def _compose(text: str, path: Path) -> yaml.Node:
    first_line = _Place(path, 1)
    try:
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _Place(path, line).error(f"不是 YAML（{error.problem}）", "terms: 之下的列表") from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date or an escape that is none
        raise first_line.error(f"不是 YAML（{error}）", "terms: 之下的列表") from error
    if node is None:
        raise first_line.error("是空的", "terms: 之下的列表")
    return node


def _entry(node: yaml.Node, path: Path) -> _Entry:
    place = _place(node, path)
    fields: dict[str, yaml.Node] = {}
    for key, value in _mapping(node, path):
        if key.value not in _FIELDS:
            raise _place(key, path).error(f"不认识的字段 {key.value}", "、".join(_FIELDS))
        if key.value in fields:
            raise _place(key, path).error(f"{key.value} 写了两次", "每个字段一次")
        fields[key.value] = value
    if "name" not in fields:
        raise place.error("指标没有名称", "name: 高新技术企业")
    name = _string(fields["name"], path)
    lists = {field: _strings(fields[field], path) if field in fields else [] for field in _LISTS}
    values = {field: tuple(item.value.strip() for item in items) for field, items in lists.items()}
    phrases = [(item.value.strip(), _place(item, path)) for item in (fields["name"], *lists["aliases"])]
    for phrase, phrase_place in phrases:
        if len(phrase) < 2:
            raise phrase_place.error(f"“{phrase}”太短，认不出来", "两个字以上")
    term = Term(
        name, values["aliases"], values["not_in"], values["parents"], values["units"], _kind(fields, path)
    )
    return _Entry(term, place, tuple(phrases))


def _kind(fields: dict[str, yaml.Node], path: Path) -> FigureKind:
    if "kind" not in fields:
        return "count"
    kind = _string(fields["kind"], path)
    for known in get_args(FigureKind):
        if kind == known:
            return known  # type: ignore[no-any-return]
    raise _place(fields["kind"], path).error(f"不认识的 kind {kind}", "、".join(_KINDS))


def _place(node: yaml.Node, path: Path) -> _Place:
    return _Place(path, node.start_mark.line + 1)


def _mapping(node: yaml.Node, path: Path) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise _place(node, path).error("不是字段", "一行一个 字段: 值")
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _place(key, path).error("字段名不是一个词", "一行一个 字段: 值")
        yield key, value


def _sequence(node: yaml.Node, path: Path) -> list[yaml.Node]:
    if not isinstance(node, yaml.SequenceNode):
        raise _place(node, path).error("不是列表", "列表，如 [高企, 国家高新技术企业]")
    return list(node.value)


def _strings(node: yaml.Node, path: Path) -> list[yaml.ScalarNode]:
    items = []
    for item in _sequence(node, path):
        _string(item, path)
        assert isinstance(item, yaml.ScalarNode)
        items.append(item)
    return items


def _string(node: yaml.Node, path: Path) -> str:
    if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
        raise _place(node, path).error("不是一个词", "一个词")
    return str(node.value).strip()


# --- names and their spellings ----------------------------------------------------------------------------


def _merge(entries: Iterable[_Entry]) -> dict[str, _Entry]:
    """Entries by name; a later file adds to a term of an earlier one, one file may not name a term twice."""
    merged: dict[str, _Entry] = {}
    for entry in entries:
        known = merged.get(entry.term.name)
        if known is None:
            merged[entry.term.name] = entry
        elif known.place.path == entry.place.path:
            raise entry.place.error(f"“{entry.term.name}”在第 {known.place.line} 行已有", "一个指标一条")
        else:
            merged[entry.term.name] = _add(known, entry)
    return merged


def _add(known: _Entry, more: _Entry) -> _Entry:
    a, b = known.term, more.term
    term = Term(
        a.name, _union(a.aliases, b.aliases), _union(a.not_in, b.not_in), _union(a.parents, b.parents),
        _union(a.units, b.units), a.kind,
    )  # fmt: skip
    return _Entry(term, known.place, (*known.phrase_places, *more.phrase_places[1:]))


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(first + second))


def _names_by_phrase(entries: Iterable[_Entry], spellings: Sequence[Sequence[str]]) -> dict[str, str]:
    """Every phrase, folded and in lower case → the name of its term; what is written beats a spelling."""
    written: dict[str, tuple[str, _Place]] = {}
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


def _check_parents(entries: dict[str, _Entry]) -> None:
    for entry in entries.values():
        for parent in entry.term.parents:
            if parent not in entries:
                raise entry.place.error(f"“{entry.term.name}”的上级“{parent}”不在词表里", "词表里的名称")
            if parent == entry.term.name:
                raise entry.place.error(f"“{parent}”的上级是它自己", "更大的指标的名称")
