"""A loaded file into a report: its header, paragraphs, figures and chunks, in order."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from ingest.chunks import split_chunks
from ingest.errors import ManifestError
from ingest.figures import find_figures
from ingest.indicators import Terms
from ingest.manifest import ManifestEntry
from ingest.metadata import Header, read_header
from ingest.records import Chunk, Figure, LoadedFile, Paragraph, Report
from ingest.regions import Regions
from ingest.structure import split_paragraphs

# What may be overridden; `file`, `digest` and `address` say nothing of the text.
OVERRIDABLE = ("title", "publisher", "region", "published", "number", "period", "plan_period")
FOLDER = Path(__file__).parent
# from ingest.figures import
IMPORT = re.compile(r"^from ingest\.(\w+)[.\w]* import", re.MULTILINE)


@dataclass(frozen=True)
class ReadReport:
    """All that is kept of one report."""

    report: Report
    paragraphs: tuple[Paragraph, ...]
    figures: tuple[Figure, ...]
    chunks: tuple[Chunk, ...]


@dataclass(frozen=True)
class Reader:
    """What reading leans on. Equal digests read the same file the same way."""

    regions: Regions
    terms: Terms
    digest: str  # SHA-256 of terms, regions and the code that reads

    @classmethod
    def load(cls, terms_path: Path | None) -> Reader:
        """The regions and terms that come with wenju, the latter with those of a file of one's own.

        Raises:
            TermsError: the file does not say what it must.
        """
        terms = Terms.load(terms_path)
        return cls(Regions.load(), terms, code_digest(terms.digest))


def code_digest(terms_digest: str) -> str:
    """One digest for the terms, the tables beside the code, and the code that reads."""
    digest = hashlib.sha256(terms_digest.encode())
    tables = sorted(path for path in (FOLDER / "terms").iterdir() if path.is_file())
    for path in [*reading_code(), *tables]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def reading_code() -> list[Path]:
    """This module and those that it imports, directly or not, by name; a package with all its modules."""
    found: set[Path] = set()
    wanted = [FOLDER / "reader.py"]
    while wanted:
        path = wanted.pop()
        if path not in found:
            found.add(path)
            names = IMPORT.findall(path.read_text(encoding="utf-8"))
            wanted += [each for name in names for each in modules_of(name)]
    return sorted(found)


def modules_of(name: str) -> list[Path]:
    """The file of a module beside this one, or the files of a package."""
    if (FOLDER / name).is_dir():
        return sorted((FOLDER / name).glob("*.py"))
    return [FOLDER / f"{name}.py"]


def fingerprint(loaded: LoadedFile, overrides: ManifestEntry | None, reader: Reader) -> str:
    """SHA-256 of all that a reading depends on, without reading; equal means nothing to do."""
    parts = (loaded.text, loaded.blocks, overridden(overrides), reader.digest)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def overridden(overrides: ManifestEntry | None) -> dict[str, str]:
    """The fields that a manifest entry sets."""
    if overrides is None:
        return {}
    return {name: value for name in OVERRIDABLE if (value := getattr(overrides, name))}


def read_report(
    loaded: LoadedFile, source: str, overrides: ManifestEntry | None, reader: Reader
) -> ReadReport:
    """Reads a loaded file.

    Args:
        source: its path as given, for display.
        overrides: what a manifest knows better than the file.
    Raises:
        ManifestError: the overriding region is in no table.
    """
    header = read_header(loaded, reader.regions)
    report = make_report(loaded, source, header, overrides, reader)
    paragraphs = split_paragraphs(loaded, header.spans, report)
    figures = [figure for paragraph in paragraphs for figure in find_figures(paragraph, report, reader)]
    chunks = [chunk for paragraph in paragraphs for chunk in split_chunks(report, paragraph)]
    return ReadReport(report, tuple(paragraphs), tuple(figures), tuple(chunks))


def make_report(
    loaded: LoadedFile, source: str, header: Header, overrides: ManifestEntry | None, reader: Reader
) -> Report:
    """The record of a report: what the manifest says, else what its header does."""
    stated = {name: getattr(header, name) for name in OVERRIDABLE}
    stated |= overridden(overrides)
    if overrides and overrides.region:
        stated["region"] = _given_region(overrides, reader.regions)
    stated["title"] = stated["title"] or Path(source).stem
    return Report(
        id=hashlib.sha256(loaded.text.encode()).hexdigest()[:12],
        region_name=reader.regions.name(stated["region"]),
        source=source,
        fingerprint=fingerprint(loaded, overrides, reader),
        text=loaded.text,
        **stated,
    )


def _given_region(entry: ManifestEntry, regions: Regions) -> str:
    """The code of a region that a manifest gives by name or code."""
    try:
        return regions.read(entry.region)
    except ValueError as error:
        raise ManifestError(f"{entry.file}：region {error}") from error


def notice_of(report: Report) -> str:
    """What whoever brought a report should know of how it was taken; "" when there is nothing."""
    if not report.region:
        return "没有认出是哪个地区的报告，按地区问不到；用 region 写明地区，再入库一次"
    if report.region.startswith("/"):
        return f"“{report.region_name}”不在行政区划表里，照报告自己的写法入库"
    return ""
