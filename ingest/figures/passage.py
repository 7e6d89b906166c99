"""A paragraph's text and what stands in it: times, places, known names."""

from __future__ import annotations

import re

from ingest.clauses import Span
from ingest.figures.draft import Draft
from ingest.masks import mask_names
from ingest.naming import Lexicon
from ingest.normalize import fold
from ingest.periods import find_periods, first_year
from ingest.places import find_places
from ingest.records import Paragraph, Report

_WRAP = re.compile(r"(?<![。!?;:\n])\n(?!\n)")


class Passage:
    """What every sentence of a paragraph is read against."""

    def __init__(self, paragraph: Paragraph, report: Report, reader: Lexicon) -> None:
        self.paragraph, self.report, self.reader = paragraph, report, reader
        # a line that is wrapped in mid-sentence goes on: its break is a blank
        self.text = _WRAP.sub(" ", fold(paragraph.text)).replace("**", "  ")
        base = first_year(paragraph.period) or first_year(report.period)
        self.periods = [p for p in find_periods(self.text, base) if not p.in_title]
        self.regions = find_places(self.text, report, reader)
        self.terms = {m.end: m for m in reader.terms.find(self.text)}
        self.masked = mask_names(self.text, self.periods)
        self.opener_period = ""
        self.drafts: list[Draft] = []

    def skip(self, start: int, end: int) -> int:
        for mention in self.periods:
            if mention.start == start and mention.end <= end:
                return mention.end
        for region in self.regions:
            if region.start == start and region.end <= end and not self._starts_term(start, region.end):
                return region.end
        return start

    def _starts_term(self, start: int, region_end: int) -> bool:
        return any(m.start == start and m.end > region_end for m in self.terms.values())

    def term_at(self, end: int) -> Span | None:
        mention = self.terms.get(end)
        return (mention.start, mention.end) if mention else None
