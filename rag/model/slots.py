"""A figure as the words that may say it, taken from its own clause of the report and from what was read there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from ingest.indicators import Terms
from ingest.normalize import fold
from ingest.numerals import find_numbers
from ingest.periods import period_label
from ingest.records import Figure, ParagraphKind, Status
from rag.records import Claim

Slot = Literal["region", "period", "status", "action", "subject", "name", "words", "number", "filler", "gap"]

# what stands between the slots and says nothing
FILLERS = tuple("的 了 为 是 有 在 达 达到 到 数 数量 方面 据 根据 报告 显示".split())
_RANK_FILLERS = tuple("居 位居 列 位列 排 排名 排在 均居 均列".split())
STATUS_WORDS: Mapping[Status, re.Pattern[str]] = {
    "actual": re.compile(r"(?!)"),
    "expected": re.compile(r"预计|预期|有望|预估"),
    "target": re.compile(r"目标|力争|计划|预期|争取|确保|拟|将"),
}
_STATUS_LABEL: Mapping[Status, tuple[str, ...]] = {
    "actual": (),
    "expected": ("预计",),
    "target": ("目标", "计划"),
}
# what a list leaves to each of its items: 分别增长4.3%、6.0%
_SPREAD = re.compile(r"分别|依次")
# 绍兴市、温州市
_EDGE = re.compile(r"[,;。、:]")
# words of a report's clause that may go unsaid; 有 of 有力促进, which some quotes cut off
_HARMLESS = re.compile(
    r"[,、;。:()\s]|全年|全市|全县|全区|现|已|共|均|都|还|也|居|位居|列|位列|排名?|^有?力$|的|达到?|为|了|到|在"
)


@dataclass(frozen=True)
class Slots:
    """A figure, and which words say which of its slots."""

    figure: Figure
    claim: Claim | None  # None of a figure that merely stands in the same quote
    paragraph: str
    paragraph_kind: ParagraphKind
    terms: Terms

    @cached_property
    def phrases(self) -> dict[str, Slot]:
        """Everything that a clause about this figure may be made of."""
        figure = self.figure
        fillers = (*FILLERS, *(_RANK_FILLERS if figure.kind == "rank" else ()))
        said: dict[str, Slot] = dict.fromkeys(fillers, "filler")
        said |= dict.fromkeys([*self.needed, *self.optional], "words")
        said |= dict.fromkeys(filter(None, [fold(figure.comparator), fold(figure.scope)]), "words")
        said |= dict.fromkeys(filter(None, [fold(figure.action)]), "action")
        said |= dict.fromkeys(filter(None, [fold(figure.subject)]), "subject")
        said |= dict.fromkeys(self.statuses, "status")
        said |= dict.fromkeys(self.periods, "period")
        said |= dict.fromkeys(self.regions, "region")
        said |= dict.fromkeys(self.names, "name")
        said[self.number] = "number"
        return said

    @cached_property
    def names(self) -> tuple[str, ...]:
        """As printed, and the other names of the indicator where the printed one is among them."""
        printed = fold(self.figure.name or self.figure.indicator)
        if not self.terms.knows(self.figure.indicator):
            return (printed,)
        term = self.terms.get(self.figure.indicator)
        known = tuple(fold(name) for name in (term.name, *term.aliases))
        return (printed, *known) if printed in known else (printed,)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """绍兴市, 绍兴"""
        name = fold(self.figure.region_name)
        is_short = len(name) > 2 and "/" not in self.figure.region and name[-1] in "省市县区州"
        return tuple(filter(None, (name, name[:-1] if is_short else "")))

    @cached_property
    def periods(self) -> tuple[str, ...]:
        label = fold(period_label(self.figure.period))
        return (label, label + "度") if label.endswith("年") else (label,) if label else ()

    @cached_property
    def statuses(self) -> tuple[str, ...]:
        """The report's own word for it, and ours."""
        status = self.figure.status
        quote = fold(self.paragraph[self.figure.quote_start : self.figure.quote_end])
        own = STATUS_WORDS[status].findall(quote)
        return tuple(dict.fromkeys((*own, *_STATUS_LABEL[status])))

    @cached_property
    def number(self) -> str:
        """The number with what bounds it."""
        return printed_number(self.figure, self.paragraph)

    @cached_property
    def needed(self) -> tuple[str, ...]:
        """Words of the report's clause that are no slot, and may not be left out: 首批, 不含, 占…的."""
        return tuple(rest for rest in self._rest if _HARMLESS.sub("", rest))

    @cached_property
    def optional(self) -> tuple[str, ...]:
        return tuple(rest for rest in self._rest if not _HARMLESS.sub("", rest))

    @cached_property
    def needs_name(self) -> bool:
        """Not where the report names it only by what it says of it: 10家企业入选…百强."""
        return not self.needed or any(name in self._own for name in self.names)

    # --- the clause in the report -------------------------------------------------------------------------

    @cached_property
    def _own(self) -> str:
        """The figure's clause, a mark in place of its number: from the number before it to the end of its quote."""
        text, figure = fold(self.paragraph), self.figure
        start, end = _number_span(figure, text)
        before = [n.tail_start for n in find_numbers(text) if n.tail_start <= start]
        first = max([figure.quote_start, *(at for at in before if at >= figure.quote_start)])
        last = max(figure.quote_end, end)
        edge = _EDGE.search(text, end, last)
        return f"{text[min(first, start) : start]}\n{text[end : edge.start() if edge else last]}"

    @cached_property
    def _rest(self) -> tuple[str, ...]:
        if self.paragraph_kind == "table" or _SPREAD.search(self._quote):
            return ()
        rest = self._own
        figure = self.figure
        slots = [*self.names, figure.action, figure.subject, figure.comparator, figure.scope]
        slots += [*self.statuses, *self.regions, *self.periods]
        for word in sorted({fold(s) for s in slots if s}, key=len, reverse=True):
            rest = rest.replace(word, "\n", 1)
        return tuple(filter(None, (_trimmed(part) for part in rest.split("\n"))))

    @cached_property
    def _quote(self) -> str:
        return fold(self.paragraph[self.figure.quote_start : self.figure.quote_end])


def printed_number(figure: Figure, paragraph: str) -> str:
    """A figure's number as printed, folded, with what bounds it and its unit: 超3700个, 1100家左右."""
    text = fold(paragraph)
    start, end = _number_span(figure, text)
    printed, unit = text[start:end], fold(figure.unit)
    if unit.endswith("百分点") and printed.endswith("个"):  # 0.05个、0.04个百分点
        return printed + "百分点"
    is_bare = re.fullmatch(r"[-+\d.,]+", printed)  # a cell's unit stands in its header
    return printed + unit if is_bare and unit not in printed else printed


def _number_span(figure: Figure, folded: str) -> tuple[int, int]:
    start, end = figure.start, figure.end
    for number in find_numbers(folded):
        if number.start < end and start < number.end:
            start, end = min(start, number.lead_end), max(end, number.tail_start)
    return start, end


def _trimmed(text: str) -> str:
    return text.strip(" ,;。、:")


def slots_of(cited: Sequence[Claim], around: Sequence[Figure], terms: Terms) -> list[Slots]:
    """The figures of the claims, then those that the claims' own words state beside them."""
    return [*_of_claims(cited, terms), *_beside(cited, around, terms)]


def _of_claims(cited: Sequence[Claim], terms: Terms) -> Iterator[Slots]:
    for claim in cited:
        paragraph = claim.evidence.paragraph
        if claim.evidence.figure is not None:
            yield Slots(claim.evidence.figure, claim, paragraph.text, paragraph.kind, terms)


def _beside(cited: Sequence[Claim], around: Sequence[Figure], terms: Terms) -> Iterator[Slots]:
    own = {claim.evidence.figure.id for claim in cited if claim.evidence.figure}
    for claim in cited:
        evidence = claim.evidence
        for figure in around:
            is_quoted = evidence.start <= figure.start and figure.end <= evidence.end
            if (
                figure.paragraph_id == evidence.paragraph.id
                and figure.id not in own
                and is_quoted
                and not claim.words
            ):
                own.add(figure.id)
                yield Slots(figure, None, evidence.paragraph.text, evidence.paragraph.kind, terms)
