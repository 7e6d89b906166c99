"""What can be configured in the corpus, the library and the embedder."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from dotenv import dotenv_values
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import SettingsError
from ingest.invalid import Problem, sentence

PREFIX = "WENJU_"
ENV_FILE = ".env"
LIBRARY_NAME = "library.sqlite3"  # in the data directory
# postgresql://user:secret@host:5432/wenju
_DATABASE = re.compile(r"(?:postgres(?:ql)?(?:\+pg8000)?://[^/]+/[^/]|sqlite:///)")


class LayerSettings(BaseSettings):
    """The settings of one layer: environment first, then `.env`; an empty value counts as not set.

    Every layer subclasses it. An entry point calls `check_keys` with all layers once, then `read` on each.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )

    @classmethod
    def keys(cls) -> frozenset[str]:
        """The names of its variables, as written in the environment."""
        return frozenset(PREFIX + name.upper() for name in cls.model_fields)

    @classmethod
    def read(cls) -> Self:
        """The settings as configured.

        Raises:
            SettingsError: a value cannot be read; the message names every one.
        """
        try:
            return cls()
        except ValidationError as error:
            raise SettingsError("；".join(_wrong(one["loc"], one) for one in error.errors())) from error


def _wrong(place: Sequence[int | str], problem: Problem) -> str:
    """WENJU_PORT：太大（不大于 65535）; what is wrong between several names them itself."""
    name = PREFIX + ".".join(map(str, place)).upper() + "：" if place else ""
    return name + sentence(problem)


class IngestSettings(LayerSettings):
    """Where the library is and what makes it."""

    home: Path = Path("data")  # the data directory
    database_url: str = ""  # of PostgreSQL or SQLite; "" = SQLite in the data directory
    chroma_url: str = ""  # of a Chroma server; "" = embedded, in the data directory
    embedding_model: str = ""  # sentence-transformers id or folder; "" = multilingual-e5-small
    terms: Path | None = None  # indicator terms of your own, beside the built-in ones
    max_file_mb: int = Field(default=40, ge=1, le=1024)  # larger files are refused

    @field_validator("database_url")
    @classmethod
    def _is_known(cls, url: str) -> str:
        if url and not _DATABASE.match(url):
            raise ValueError("应当写成 postgresql://用户:密码@主机/库名")
        return url

    @property
    def sql_url(self) -> str:
        """The SQLAlchemy URL in use."""
        return self.database_url or f"sqlite:///{(self.home / LIBRARY_NAME).resolve()}"

    @property
    def has_library(self) -> bool:
        """Whether there is a library already; one in a database server is taken to be there."""
        return bool(self.database_url) or (self.home / LIBRARY_NAME).is_file()


def check_keys(*layers: type[LayerSettings]) -> None:
    """Refuse variables with our prefix that no layer knows: a misspelt setting must not be silently ignored.

    Raises:
        SettingsError: naming the variable, where it stands, and the nearest known one.
    """
    known = sorted(frozenset[str]().union(*(layer.keys() for layer in layers)))
    found = [(name, "环境变量") for name in os.environ]
    found += [(name, f" {ENV_FILE} ") for name in dotenv_values(ENV_FILE)]
    for name, place in found:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise SettingsError(f"{place}里的 {name} 不认识；{_suggestion(name.upper(), known)}")


def _suggestion(name: str, known: list[str]) -> str:
    stem = PREFIX.__len__()
    near = difflib.get_close_matches(name[stem:], [one[stem:] for one in known], n=1)
    return f"是不是 {PREFIX}{near[0]}？" if near else f"有这些：{'、'.join(known)}"
