"""The reports that question sets are about.

A folder of sets says so in `corpus.yaml`, relative to itself:

    paths: [../../corpus, ../gold/reports]
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import yaml

from evals.errors import SetError
from ingest.loaders import FORMATS, load_file

CORPUS_FILE = "corpus.yaml"
MAX_BYTES = 40 * 2**20


def shipped_sets() -> list[Path]:
    """The question sets that come with wenju."""
    return sorted((Path(__file__).parent / "sets").glob("*.jsonl"))


def corpus_of(sets: Sequence[Path]) -> list[Path]:
    """The files and folders that the sets' folders name, each once; [] when they name none.

    Raises:
        SetError: a `corpus.yaml` cannot be read, or what it names is not there.
    """
    folders = dict.fromkeys(path.resolve().parent for path in sets)
    named = [path for folder in folders for path in _named_in(folder / CORPUS_FILE)]
    return list(dict.fromkeys(named))


def _named_in(file: Path) -> list[Path]:
    if not file.is_file():
        return []
    try:
        names = yaml.safe_load(file.read_text(encoding="utf-8"))["paths"]
        paths = [(file.parent / name).resolve() for name in names]
    except (yaml.YAMLError, TypeError, KeyError, UnicodeDecodeError) as error:
        raise SetError(f"{file}：应写作 paths: [文件或文件夹, …]") from error
    for path in paths:
        if not path.exists():
            raise SetError(f"{file}：{path} 不存在")
    return paths


def report_files(paths: Sequence[Path]) -> list[Path]:
    """The report files among paths and in folders."""
    inside = [
        sorted(p for p in path.rglob("*") if p.suffix.lower() in FORMATS) if path.is_dir() else [path]
        for path in paths
    ]
    return list(dict.fromkeys(file for files in inside for file in files))


def read_documents(paths: Sequence[Path]) -> dict[str, str]:
    """File name → text of every report.

    Raises:
        SetError: two files have one name, so that evidence would not say which it means.
        CorpusError: a file cannot be read.
    """
    documents: dict[str, str] = {}
    for file in report_files(paths):
        if file.name in documents:
            raise SetError(f"{file}：还有一份报告也叫 {file.name}")
        documents[file.name] = load_file(file, MAX_BYTES).text
    return documents
