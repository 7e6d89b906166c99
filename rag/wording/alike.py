"""Which words of a report may stand for a word of a question: 老师 is 教师, 私立医院 are 民营医院, 建 is 新建.

All that is known of this stands in words.yaml. A word that the question is put into before anything is looked for
(rag.understand.everyday) is `put`; one that is only recognised in the figures found, and so costs nothing where it
means something else, is `met`.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, cached_property, lru_cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from ingest.errors import TermsError
from ingest.invalid import sentence

_FILE = Path(__file__).parent / "words.yaml"
_Words = tuple[str, ...]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Word(_Row):
    """Things or persons as asked for, and as reports call them."""

    said: str = Field(min_length=1)  # 饭馆 餐馆: one or several that mean the same
    put: _Words = ()
    met: _Words = ()


class AskedVerb(_Row):
    """A verb asked with 了多少, what else the question has to say, and the report's words."""

    said: re.Pattern[str]  # 用|用掉
    of: re.Pattern[str] | None = None
    put: _Words = Field(min_length=1)  # +支出 stands behind what it counts, =用水总量 for verb and object


class Phrase(_Row):
    """A way of asking for which reports have a noun of their own."""

    said: re.Pattern[str]
    like: str  # that the pattern must match
    put: _Words = Field(min_length=1)

    @model_validator(mode="after")
    def _is_like(self) -> Phrase:
        if not self.said.search(self.like):
            raise ValueError(f"{self.said.pattern} 不合 {self.like}")
        return self


class Verb(_Row):
    """What was done as asked for and as reports say it (`met`), or verbs that stand for each other."""

    said: str = ""  # 饲 养: one or several
    met: _Words = ()
    alike: _Words = ()

    @model_validator(mode="after")
    def _is_one_kind(self) -> Verb:
        if bool(self.alike) == bool(self.said and self.met):
            raise ValueError("应有 alike，或者 said 和 met")
        return self


class Wordings(_Row):
    """words.yaml, read."""

    words: tuple[Word, ...]
    asked: tuple[AskedVerb, ...]
    phrases: tuple[Phrase, ...]
    short: tuple[Phrase, ...] = ()  # in whose place what is said in full stands
    short_apart: tuple[Phrase, ...] = ()  # where several things are asked about apart
    verbs: tuple[Verb, ...]

    @model_validator(mode="after")
    def _has_each_once(self) -> Wordings:
        for rows in (self.words, self.verbs):
            counts = Counter(word for row in rows for word in row.said.split())
            twice = [word for word, count in counts.items() if count > 1]
            if twice:
                raise ValueError(f"{'、'.join(twice)}写了两次；应为一个词一行")
        return self

    @cached_property
    def put(self) -> dict[str, _Words]:
        return {word: row.put for row in self.words if row.put for word in row.said.split()}

    @cached_property
    def met(self) -> dict[str, _Words]:
        return {word: row.met for row in self.words for word in row.said.split()}

    @cached_property
    def verb_groups(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(row.alike) for row in self.verbs if row.alike)

    @cached_property
    def verb_meanings(self) -> dict[str, _Words]:
        return {word: row.met for row in self.verbs for word in row.said.split()}


@cache
def wordings() -> Wordings:
    return read_wordings(_FILE)


def read_wordings(path: Path) -> Wordings:
    """The words of a file.

    Raises:
        TermsError: naming the file, the row and what was expected.
    """
    try:
        return Wordings.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader))
    except ValidationError as error:
        first = error.errors()[0]
        place = " ".join(str(part) for part in first["loc"])  # rows are counted from 0
        raise TermsError(f"{path} 的 {place}：{sentence(first)}") from error


@lru_cache(maxsize=20_000)
def alike(word: str) -> _Words:
    """What reports say for a word of a question; nothing where it has no other."""
    known = wordings()
    told = (*known.met.get(word, ()), *known.put.get(word, ()))
    return tuple(dict.fromkeys(w for w in told if w != word))
