"""Parts made by hand for tests: an embedder of character hashes, and reports without a reader."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from ingest.records import Chunk, Figure, Paragraph, Report


class HashEmbedder:
    """Vectors of characters and their pairs, hashed: like texts are near each other, nothing is loaded."""

    def __init__(self, model: str = "hash", dimension: int = 64) -> None:
        self.model = model
        self.dimension = dimension
        self.embedded: list[str] = []  # every passage ever asked for

    def passages(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> npt.NDArray[np.float32]:
        self.embedded += texts
        if progress:
            progress(len(texts))
        return np.array([self.query(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def query(self, text: str) -> npt.NDArray[np.float32]:
        vector = np.zeros(self.dimension, dtype=np.float32)
        for gram in [*text, *(a + b for a, b in pairwise(text))]:
            vector[zlib.crc32(gram.encode()) % self.dimension] += 1
        return vector / (np.linalg.norm(vector) or np.float32(1))


@dataclass(frozen=True)
class MadeReport:
    """A report with its parts, shaped like what the reader returns."""

    report: Report
    paragraphs: tuple[Paragraph, ...]
    figures: tuple[Figure, ...]
    chunks: tuple[Chunk, ...]


def make_report(
    texts: Sequence[str],
    title: str = "绍兴市科技局2024年工作总结",
    region: str = "330600",
    region_name: str = "绍兴市",
    period: str = "2024",
    figures: Sequence[tuple[int, str, str]] = (),
    source: str = "reports/one.txt",
    fingerprint: str = "",
) -> MadeReport:
    """A report of these paragraphs; `figures` are (paragraph number, indicator, raw such as "138家")."""
    text = "\n".join(texts)
    report_id = hashlib.sha256(text.encode()).hexdigest()[:12]
    report = Report(
        id=report_id,
        title=title,
        publisher="绍兴市科技局",
        region=region,
        region_name=region_name,
        published="2025-04-16",
        number="",
        period=period,
        plan_period="2025",
        source=source,
        fingerprint=fingerprint or report_id,
        text=text,
    )
    paragraphs: list[Paragraph] = []
    start = 0
    for index, one in enumerate(texts):
        paragraphs.append(
            Paragraph(
                id=f"{report_id}-p{index:03}",
                report_id=report_id,
                index=index,
                start=start,
                end=start + len(one),
                text=one,
                kind="body",
                section=("一、主要工作成效",),
                period=period,
                is_plan=False,
            )
        )
        start += len(one) + 1
    chunks = [
        Chunk(f"{p.id}-c0", p.id, 0, len(p.text), f"{title} {region_name} {period}\n{p.text}")
        for p in paragraphs
    ]
    made = [make_figure(report, paragraphs[n], indicator, raw) for n, indicator, raw in figures]
    return MadeReport(report, tuple(paragraphs), tuple(made), tuple(chunks))


def make_figure(report: Report, paragraph: Paragraph, indicator: str, raw: str) -> Figure:
    """The figure printed as `raw` in the paragraph, its digits the value and the rest the unit."""
    start = paragraph.text.index(raw)
    digits = raw.rstrip("".join(c for c in raw if not (c.isdigit() or c in ".-")))
    return Figure(
        id=f"{paragraph.id}-f{start}",
        report_id=report.id,
        paragraph_id=paragraph.id,
        indicator=indicator,
        name=indicator,
        joint=(),
        subject="",
        action="",
        kind="count",
        value=Decimal(digits),
        value_max=None,
        unit=raw[len(digits) :],
        raw=raw,
        bound="",
        comparator="",
        scope="",
        region=report.region,
        region_name=report.region_name,
        period=report.period,
        status="actual",
        start=start,
        end=start + len(raw),
        quote_start=start,
        quote_end=start + len(raw),
        context=paragraph.text,
    )


def with_joint(figure: Figure, *joint: str) -> Figure:
    """The figure, its number shared by these indicators."""
    return replace(figure, joint=joint)
