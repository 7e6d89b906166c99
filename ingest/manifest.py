"""The manifest of a folder of reports: what a person knows of a file better than its text says."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ingest.errors import ManifestError

MANIFEST_NAMES = ("manifest.yaml", "manifest.yml", "manifest.jsonl")


class ManifestEntry(BaseModel):
    """Overrides for one file; an empty field leaves what the file says."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file: str = Field(min_length=1)  # path within the manifest's folder
    title: str = ""
    publisher: str = ""
    region: str = ""  # name or code
    published: str = Field(default="", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    number: str = ""  # 发文字号
    period: str = ""  # what the results describe: "2024"
    plan_period: str = ""  # what the plans describe: "2025"
    address: str = ""  # where the publisher shows it
    digest: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")  # SHA-256 that the file must have


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
        raise ManifestError(f"{folder}: {found[0].name} and {found[1].name} both exist; keep one")
    entries: dict[Path, ManifestEntry] = {}
    for place, raw in _raw_entries(found[0]):
        entry = _entry(f"{found[0]}, {place}", raw)
        path = folder / entry.file
        if path in entries:
            raise ManifestError(f"{found[0]}, {place}: file {entry.file} has an entry already")
        if not path.is_file():
            raise ManifestError(f"{found[0]}, {place}: file {entry.file} does not exist")
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
        raise ManifestError(f"{path}: SHA-256 is {digest}, the manifest expects {entry.digest}")


def _raw_entries(manifest: Path) -> list[tuple[str, Any]]:
    try:
        text = manifest.read_text(encoding="utf-8")
        if manifest.suffix == ".jsonl":
            lines = [(f"line {n}", line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
            return [(place, json.loads(line)) for place, line in lines]
        # BaseLoader: 2025-04-16 and 2024 stay as written, they are not dates and numbers
        loaded = yaml.load(text, Loader=yaml.BaseLoader) or []
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, yaml.YAMLError) as error:
        raise ManifestError(f"{manifest}: {error}") from error
    if not isinstance(loaded, list):
        raise ManifestError(f"{manifest}: expected a list of entries, each with a `file`")
    return [(f"entry {n}", raw) for n, raw in enumerate(loaded, 1)]


def _entry(place: str, raw: Any) -> ManifestEntry:
    if not isinstance(raw, dict):
        raise ManifestError(f"{place}: expected key: value pairs, found {raw!r}")
    try:
        return ManifestEntry.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        known = ", ".join(ManifestEntry.model_fields)
        raise ManifestError(
            f"{place} (file {raw.get('file', '?')}), key {key}: {first['msg']}; keys: {known}"
        ) from error
