"""The file of terms that staff keep beside the built-in ones: shown and added to; comments outside of a changed term stay."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from ingest.errors import StorageError, TermsError, TermsRejectedError, os_reason
from ingest.indicators import Terms

FIELDS = ("name", "aliases", "not_in", "parents", "units", "kind")
LISTS = ("aliases", "not_in", "parents", "units")
Entry = Mapping[str, Any]  # a term as the file writes it


def read_own(path: Path) -> list[dict[str, Any]]:
    """The entries of the file; [] while there is none."""
    text = _text(path)
    loaded = yaml.load(text, Loader=yaml.CBaseLoader) if text.strip() else {}
    return list(loaded.get("terms") or ()) if isinstance(loaded, dict) else []


def add_terms(path: Path, entries: Sequence[Entry]) -> None:
    """Write terms into the file, whole or not at all; one that it has already gets what is new.

    Raises:
        TermsRejectedError: the file would not hold together; it stays as it is.
        StorageError: it cannot be written.
    """
    text = _text(path)
    try:
        for entry in entries:
            text = with_term(text, entry)
        Terms.check(text, path.name)
    except TermsError as error:
        raise TermsRejectedError(str(error)) from error
    _replace(path, text)


def with_term(text: str, entry: Entry) -> str:
    """The text of the file with a term added, or with the term of this name made more of."""
    if not text.strip():
        return f"domain: 自定义\nterms:\n- {_written(entry)}\n"
    items = _items(text)
    if items is None:
        return text.rstrip("\n") + f"\nterms:\n- {_written(entry)}\n"
    for item in items.value:
        known = _plain(item)
        if isinstance(known, dict) and known.get("name") == entry["name"]:
            return text[: item.start_mark.index] + _written(_joined(known, entry)) + text[_end(item) :]
    return _appended(text, items, entry)


def _appended(text: str, items: yaml.SequenceNode, entry: Entry) -> str:
    if items.flow_style or not items.value:  # [ … ]: before its end
        end = items.end_mark.index - 1 if items.flow_style else items.end_mark.index
        comma = ", " if items.value else ""
        return text[:end].rstrip().rstrip(",") + f"{comma}{_written(entry)}" + text[end:]
    end = _end(items)
    indent = " " * items.start_mark.column
    return f"{text[:end]}\n{indent}- {_written(entry)}{text[end:] or chr(10)}"


def _end(node: yaml.Node) -> int:
    """Where a node's own text ends: a block node of PyYAML's goes on over the comments behind it."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)


def _items(text: str) -> yaml.SequenceNode | None:
    root = yaml.compose(text, Loader=yaml.BaseLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    found = [value for key, value in pairs if key.value == "terms"]
    return found[0] if found and isinstance(found[0], yaml.SequenceNode) else None


def _plain(node: yaml.Node) -> Any:
    return yaml.load(yaml.serialize(node), Loader=yaml.CBaseLoader)


def _joined(known: Entry, more: Entry) -> dict[str, Any]:
    lists = {name: list(dict.fromkeys([*known.get(name, ()), *more.get(name, ())])) for name in LISTS}
    return {**known, **{name: values for name, values in lists.items() if values}}


def _written(entry: Entry) -> str:
    """{"name": "高新技术企业", "aliases": ["高企"]}: JSON is YAML, and quotes whatever has to be."""
    return json.dumps({name: entry[name] for name in FIELDS if entry.get(name)}, ensure_ascii=False)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError(
            f"{path}：{os_reason(error) if isinstance(error, OSError) else '不是 UTF-8'}"
        ) from error


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise StorageError(f"{path}：{os_reason(error)}") from error
