"""What a question says besides its subject: 请问一下, 一共有多少家, 比上年 (noise.yaml)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from ingest.numerals import UNIT_ASKED

_FILE = Path(__file__).parent / "noise.yaml"
_UNIT = "{单位}"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Pattern(_Row):
    """What is noise only as it stands there, and a question that it must match."""

    said: str
    like: str

    @model_validator(mode="after")
    def _is_like(self) -> _Pattern:
        if not re.search(self.said, self.like):
            raise ValueError(f"{self.said} 不合 {self.like}")
        return self

    @field_validator("said")
    @classmethod
    def _with_units(cls, said: str) -> str:
        return said.replace(_UNIT, UNIT_ASKED)


class _Sort(_Row):
    sort: str
    words: str = ""
    patterns: tuple[_Pattern, ...] = ()


class _Noise(_Row):
    sorts: tuple[_Sort, ...]
    alone: str


@cache
def noise() -> tuple[re.Pattern[str], frozenset[str]]:
    """What is noise wherever it stands, and what is noise as a word by itself."""
    read = _Noise.model_validate(yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader))
    *sorts, last = read.sorts
    words = {word for sort in sorts for word in sort.words.split()}
    ways = [pattern.said for sort in sorts for pattern in sort.patterns]
    ways += sorted(words, key=lambda word: (-len(word), word))
    ways += [pattern.said for pattern in last.patterns]
    return re.compile("|".join(ways)), frozenset(read.alone.split())
