"""Files of terms, read with the line of each entry, so that an error says where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import get_args

import yaml

from ingest.errors import TermsError, os_reason
from ingest.normalize import fold
from ingest.records import FigureKind

_FOLDER = Path(__file__).parent.parent / "terms"
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
class FilePlace:
    path: Path
    line: int

    def error(self, what: str, expected: str) -> TermsError:
        error = TermsError(f"{self.path} 第 {self.line} 行：{what}；应为 {expected}")
        error.line = self.line
        return error


@dataclass(frozen=True)
class Entry:
    term: Term
    place: FilePlace
    phrase_places: tuple[tuple[str, FilePlace], ...]  # name and aliases, and where each stands


@dataclass(frozen=True)
class TermFile:
    entries: tuple[Entry, ...]
    spellings: tuple[tuple[str, ...], ...]


@cache  # two thirds of the time of each check of somebody's own terms
def built_in() -> tuple[TermFile, ...]:
    return tuple(read_file(path) for path in sorted(_FOLDER.glob("*.yaml")))


def read_file(path: Path) -> TermFile:
    return read_nodes(_parse(path), path)


def read_nodes(root: yaml.Node, path: Path) -> TermFile:
    entries: list[Entry] = []
    spellings: list[tuple[str, ...]] = []
    for key, node in _mapping(root, path):
        if key.value == "terms":
            entries += [_entry(item, path) for item in _sequence(node, path)]
        elif key.value == "spellings":
            groups = _sequence(node, path)
            spellings += [tuple(fold(item.value) for item in _strings(group, path)) for group in groups]
        elif key.value != "domain":
            raise _place(key, path).error(f"不认识的字段 {key.value}", "domain、terms 或 spellings")
    return TermFile(tuple(entries), tuple(spellings))


def _parse(path: Path) -> yaml.Node:
    """The file as YAML nodes, which know their lines."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise FilePlace(path, 1).error(os_reason(error), "YAML 写的词表") from error
    except UnicodeDecodeError as error:
        raise FilePlace(path, 1).error("不是 UTF-8", "UTF-8 的 YAML 词表") from error
    return compose_nodes(text, path)


def compose_nodes(text: str, path: Path) -> yaml.Node:
    first_line = FilePlace(path, 1)
    try:
        node = yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FilePlace(path, line).error(f"不是 YAML（{error.problem}）", "terms: 之下的列表") from error
    except (yaml.YAMLError, ValueError) as error:  # ValueError: a date or an escape that is none
        raise first_line.error(f"不是 YAML（{error}）", "terms: 之下的列表") from error
    if node is None:
        raise first_line.error("是空的", "terms: 之下的列表")
    return node


def _entry(node: yaml.Node, path: Path) -> Entry:
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
    return Entry(term, place, tuple(phrases))


def _kind(fields: dict[str, yaml.Node], path: Path) -> FigureKind:
    if "kind" not in fields:
        return "count"
    kind = _string(fields["kind"], path)
    for known in get_args(FigureKind):
        if kind == known:
            return known  # type: ignore[no-any-return]
    raise _place(fields["kind"], path).error(f"不认识的 kind {kind}", "、".join(_KINDS))


def _place(node: yaml.Node, path: Path) -> FilePlace:
    return FilePlace(path, node.start_mark.line + 1)


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


def merge_entries(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Entries by name; a later file adds to a term of an earlier one, one file may not name a term twice."""
    merged: dict[str, Entry] = {}
    for entry in entries:
        known = merged.get(entry.term.name)
        if known is None:
            merged[entry.term.name] = entry
        elif known.place.path == entry.place.path:
            raise entry.place.error(f"“{entry.term.name}”在第 {known.place.line} 行已有", "一个指标一条")
        else:
            merged[entry.term.name] = _add(known, entry)
    return merged


def _add(known: Entry, more: Entry) -> Entry:
    a, b = known.term, more.term
    term = Term(
        a.name, _union(a.aliases, b.aliases), _union(a.not_in, b.not_in), _union(a.parents, b.parents),
        _union(a.units, b.units), a.kind,
    )  # fmt: skip
    return Entry(term, known.place, (*known.phrase_places, *more.phrase_places[1:]))


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(first + second))
