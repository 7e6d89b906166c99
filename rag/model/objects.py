"""JSON objects out of a stream of text, each as soon as it is whole; strict, for a model wrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from rag.errors import ModelFormatError

JsonObject = dict[str, Any]
# <think>先看第一段</think>
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)


def objects_in(pieces: Iterable[str], key: str, max_chars: int) -> Iterator[JsonObject]:
    """The objects of `{"key": [{…}, …]}`, each as soon as its last brace has come.

    Before the object may stand a code fence or <think>…</think>; anything else that is no such JSON is an error.

    Raises:
        ModelFormatError: no such JSON, cut off, or longer than `max_chars`.
    """
    reader = _ArrayReader(key)
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > max_chars:
            raise ModelFormatError(f"多于 {max_chars} 个字")
        yield from reader.feed(piece)
        if reader.is_done:
            return
    raise ModelFormatError(f"no complete JSON: {reader.text[:80]!r}")


class _ArrayReader:
    def __init__(self, key: str) -> None:
        self.text = ""
        self.is_done = False
        self._opening = re.compile(rf'\s*(?:```(?:json)?\s*)?\{{\s*"{re.escape(key)}"\s*:\s*\[')
        self._at = -1  # behind the last object read; -1 before the array
        self._decoder = json.JSONDecoder(strict=True)

    def feed(self, piece: str) -> Iterator[JsonObject]:
        self.text += piece
        if self._at < 0 and not self._is_opened():
            return
        while not self.is_done:
            one = self._next()
            if one is None:
                return
            yield one

    def _is_opened(self) -> bool:
        text = _THOUGHT.sub("", self.text)
        found = self._opening.match(text)
        if found:
            self.text, self._at = text, found.end()
            return True
        if not text.lstrip().startswith(("<think>", "{", "`")) and len(text.strip()) > len("<think>"):
            raise ModelFormatError(f"no JSON: {text.strip()[:80]!r}")
        return False

    def _next(self) -> JsonObject | None:
        while self._at < len(self.text) and self.text[self._at] in " \n\t\r,":
            self._at += 1
        if self._at >= len(self.text):
            return None
        if self.text[self._at] == "]":
            self.is_done = True
            return None
        if self.text[self._at] != "{":
            raise ModelFormatError(f"no object: {self.text[self._at : self._at + 80]!r}")
        if "}" not in self.text[self._at :]:
            return None
        try:
            one, self._at = self._decoder.raw_decode(self.text, self._at)
        except json.JSONDecodeError:
            return None  # not complete, or never going to be: the end of the stream tells
        return one  # type: ignore[no-any-return]
