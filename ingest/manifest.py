"""The manifest of a folder of reports: what a person knows of a file better than its text says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ingest.errors import ManifestError, os_reason
from ingest.invalid import sentence
from ingest.periods import read_period
from ingest.regions import Regions

MANIFEST_NAMES = ("manifest.yaml", "manifest.yml", "manifest.jsonl")


class ManifestEntry(BaseModel):
    """Overrides for one file; an empty field leaves what the file says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str = Field(min_length=1)  # path within the manifest's folder
    title: str = ""
    publisher: str = ""
    region: str = ""  # name or code
    published: str = ""  # ISO date
    number: str = ""  # 发文字号
    period: str = ""  # what the results describe: "2024", also written 2024年
    plan_period: str = ""  # what the plans describe: "2025"
    address: str = ""  # where the publisher shows it
    digest: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")  # SHA-256 that the file must have

    @field_validator("published")
    @classmethod
    def _is_a_day(cls, given: str) -> str:
        try:
            if given and date.fromisoformat(given).isoformat() != given:  # 20250416 is ISO 8601, too
                raise ValueError
        except ValueError:
            raise ValueError(f"“{given}”不是日期；写作 2025-04-16") from None
        return given

    @field_validator("period", "plan_period")
    @classmethod
    def _is_a_period(cls, given: str) -> str:
        return read_period(given) if given else ""


def read_manifest(folder: Path) -> dict[Path, ManifestEntry]:
    """The folder's manifest as file → overrides; empty when the folder has none.

    `manifest.yaml` is a list of entries, `manifest.jsonl` one entry a line:

        - file: 000_6a122f0915448c5d.txt
          publisher: 绍兴市科技局
          published: 2025-04-16

    Raises:
        ManifestError: naming the manifest, the entry, the key and what was expected.
    """
    found = [folder / name for name in MANIFEST_NAMES if (folder / name).is_file()]
    if not found:
        return {}
    if len(found) > 1:
        raise ManifestError(f"{folder}：{found[0].name} 和 {found[1].name} 只能留一个")
    entries: dict[Path, ManifestEntry] = {}
    for place, raw in _raw_entries(found[0]):
        entry = _entry(f"{found[0]} {place}", raw)
        path = folder / entry.file
        if path in entries:
            raise ManifestError(f"{found[0]} {place}：{entry.file} 前面已有一条")
        if not path.is_file():
            raise ManifestError(f"{found[0]} {place}：文件 {entry.file} 不存在")
        entries[path] = entry
    return entries


def check_digest(path: Path, entry: ManifestEntry) -> None:
    """Refuse a file whose bytes are not those that the manifest describes.

    Raises:
        ManifestError: the SHA-256 differs.
    """
    if not entry.digest:
        return
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != entry.digest:
        raise ManifestError(f"{path}：SHA-256 是 {digest}，清单写的是 {entry.digest}")


def _raw_entries(manifest: Path) -> list[tuple[str, Any]]:
    try:
        text = manifest.read_text(encoding="utf-8")
        if manifest.suffix == ".jsonl":
            return list(_json_lines(text))
        # BaseLoader: 2025-04-16 and 2024 stay as written, they are not dates and numbers
        loaded = yaml.load(text, Loader=yaml.BaseLoader) or []
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise ManifestError(f"{manifest}：{_reason(error)}") from error
    if not isinstance(loaded, list):
        raise ManifestError(f"{manifest}：应当是列表，每条有 file")
    return [(f"第 {n} 条", raw) for n, raw in enumerate(loaded, 1)]


def _json_lines(text: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield f"第 {number} 行", json.loads(line)
            except json.JSONDecodeError as error:
                raise ValueError(f"第 {number} 行不是 JSON（第 {error.colno} 个字符）") from error


def _entry(place: str, raw: Any) -> ManifestEntry:
    if not isinstance(raw, dict):
        raise ManifestError(f"{place}：应当是 字段: 值，写的是 {raw!r}")
    try:
        return ManifestEntry.model_validate(raw)
    except ValidationError as error:
        raise ManifestError(f"{place}（{raw.get('file', '没有 file')}）：{_wrong(error)}") from error


def check_overrides(overrides: Mapping[str, str], regions: Regions) -> None:
    """Hold what somebody says of a file to the rules of a manifest.

    Raises:
        ManifestError: naming the key and what was expected.
    """
    try:
        entry = ManifestEntry.model_validate({"file": "-", **overrides})
    except ValidationError as error:
        raise ManifestError(_wrong(error)) from error
    try:
        _ = entry.region and regions.read(entry.region)
    except ValueError as error:
        raise ManifestError(f"region {error}") from error


def _wrong(error: ValidationError) -> str:
    """The first thing that is wrong: period “二”不是时期；…"""
    first = error.errors()[0]
    known = f"；有 {'、'.join(ManifestEntry.model_fields)}" if first["type"] == "extra_forbidden" else ""
    return f"{'.'.join(map(str, first['loc']))} {sentence(first)}{known}"


def _reason(error: Exception) -> str:
    """Why a manifest cannot be read."""
    if isinstance(error, OSError):
        return os_reason(error)
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8"
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"第 {error.problem_mark.line + 1} 行不是 YAML（{error.problem}）"
    return str(error)
