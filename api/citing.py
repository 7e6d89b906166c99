"""What became of a cited paragraph: an answer that is kept stays true though its reports are read anew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, Protocol

from api.wire import JsonObject
from ingest.records import Paragraph, Report

# unchanged: the paragraph stands there, character for character. moved: the same text has another id, as after
# something else in the file was changed. changed: the document is there and says this no longer, at least not just
# so. gone: the document is not there, or not for this caller.
State = Literal["unchanged", "moved", "changed", "gone"]


class Reports(Protocol):
    """What is read of the library, or of that part of it that the caller may see."""

    def reports(self) -> tuple[Report, ...]: ...

    def paragraphs(self, ids: Sequence[str]) -> list[Paragraph]: ...

    def paragraphs_of(self, report_id: str) -> list[Paragraph]: ...


@dataclass(frozen=True)
class Standing:
    """Where a citation stands now; None where there is nothing to point at."""

    state: State
    document_id: str | None
    paragraph_id: str | None  # of a changed one: a paragraph that still has the quote, word for word


def digest_of(text: str) -> str:
    """SHA-256 of a paragraph's text, in hex: what a citation is held against later."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def with_digests(answer: JsonObject) -> JsonObject:
    """An answer to be kept: each citation, those of `related` too, with the digest of its paragraph."""
    return _each_citation(answer, lambda citation: {**citation, "digest": digest_of(citation["text"])})


def with_standing(answer: JsonObject, library: Reports) -> JsonObject:
    """A kept answer: each citation with what became of it, in `now`."""
    return _each_citation(answer, lambda citation: {**citation, "now": asdict(standing(citation, library))})


def _each_citation(answer: JsonObject, change: Callable[[JsonObject], JsonObject]) -> JsonObject:
    related = [{**one, "citation": change(one["citation"])} for one in answer["related"]]
    return {**answer, "citations": [change(one) for one in answer["citations"]], "related": related}


def standing(citation: JsonObject, library: Reports) -> Standing:
    """What became of a citation that was kept with its digest."""
    same = library.paragraphs([citation["paragraph_id"]])
    if same and digest_of(same[0].text) == citation["digest"]:
        return Standing("unchanged", citation["document_id"], citation["paragraph_id"])
    versions = [report for report in library.reports() if _is_same_document(report, citation)]
    paragraphs = [paragraph for report in versions for paragraph in library.paragraphs_of(report.id)]
    moved = next((p for p in paragraphs if digest_of(p.text) == citation["digest"]), None)
    if moved is not None:
        return Standing("moved", moved.report_id, moved.id)
    quoting = next((p for p in paragraphs if citation["quote"] in p.text), None)
    if quoting is not None:
        return Standing("changed", quoting.report_id, quoting.id)
    return Standing("changed", versions[0].id, None) if versions else Standing("gone", None, None)


def _is_same_document(report: Report, citation: JsonObject) -> bool:
    """The report, or one that came in its place: read from the same file, or of the same title and place.

    Elsewhere the same words would be said of something else: 全市科技工作稳中有进 stands in many reports.
    """
    if report.id == citation["document_id"]:
        return True
    title = (report.title, report.region_name)
    return report.source == citation["source"] or title == (citation["title"], citation["region"])
