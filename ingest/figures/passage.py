"""A paragraph's text and what stands in it: times, places, known names."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.clauses import Span
from ingest.figures.draft import Draft
from ingest.masks import mask_names
from ingest.naming import Lexicon
from ingest.normalize import fold
from ingest.periods import PeriodMention, find_periods, first_year, shift, year_of
from ingest.places import find_places
from ingest.records import Paragraph, Report

# 生产总值[2]5086亿元
FOOTNOTE = re.compile(r"\[\d{1,2}\]|[①-⑳]")
_WRAP = re.compile(r"(?<![。!?;:\n])\n(?!\n)")


class Passage:
    """What every sentence of a paragraph is read against."""

    def __init__(self, paragraph: Paragraph, report: Report, reader: Lexicon) -> None:
        self.paragraph, self.report, self.reader = paragraph, report, reader
        # a line that is wrapped in mid-sentence goes on: its break is a blank
        self.text = _WRAP.sub(" ", fold(paragraph.text)).replace("**", "  ")
        self.text = FOOTNOTE.sub(lambda mark: "\x00" * len(mark.group()), self.text)
        base = first_year(paragraph.period) or first_year(report.period)
        self.periods = _in_their_year(
            [p for p in find_periods(self.text, base) if not p.in_title], self.text, base
        )
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


_YEARLESS = re.compile(r"全年|年[末底]|[^年]*(?:月|季度|半年).*")


def _in_their_year(mentions: list[PeriodMention], text: str, base: int | None) -> list[PeriodMention]:
    """“2023年…支出173亿元。全年输出…”: 全年 of a new sentence is the report's year again, unless one was opened."""
    opened, year, kept = base, base, []
    sentence = -1
    for mention in mentions:
        start = max(text.rfind("。", 0, mention.start), text.rfind("\n", 0, mention.start))
        if start != sentence:
            sentence, year = start, opened
        said = year_of(mention.period) if mention.period else None
        if said is None or year is None:
            pass
        elif _YEARLESS.fullmatch(mention.text) and said != year:
            mention = replace(mention, period=shift(mention.period, year - said))
        elif mention.kind == "explicit":
            year = said
            if text[mention.end : mention.end + 1] == "," and mention.start <= start + 3:
                opened = said
        kept.append(mention)
    return kept
