"""A claim held against what it cites: every number, place, time and status."""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import replace

from ingest.normalize import fold
from ingest.numerals import find_numbers
from ingest.periods import PeriodMention, find_periods, first_year, year_of
from ingest.records import Figure
from ingest.regions import Regions
from rag.compare.compute import Operand, compute
from rag.records import Claim, Computation, Draft, Refusal, Verdict

logger = logging.getLogger(__name__)

# 1,386.5
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


def verified(draft: Draft, regions: Regions) -> Draft:
    """Only claims that their quotes bear out; with none left the answer is a refusal."""
    sound = tuple(claim for claim in draft.claims if _keeps(claim, regions))
    if draft.claims and not sound:
        refusal = Refusal("no_figure", "找到的内容没有通过核验，不作回答；请看相关段落。")
        return Draft((), refusal, tuple((c.evidence, "unverified") for c in draft.claims))
    computations = tuple(
        c
        for c in draft.computations
        if verify_computation(c).is_sound and all(verify(one, regions).is_sound for one in c.operands)
    )
    is_whole = len(sound) == len(draft.claims) and len(computations) == len(draft.computations)
    opening = draft.opening if is_whole else ""  # a verdict stands on all of its claims
    grid = draft.grid and replace(
        draft.grid, cells=tuple(c for c in draft.grid.cells if verify(c[2], regions).is_sound)
    )
    return replace(draft, claims=sound, computations=computations, opening=opening, grid=grid)


def _keeps(claim: Claim, regions: Regions) -> bool:
    verdict = verify(claim, regions)
    if not verdict.is_sound:
        logger.warning("claim dropped: %s (%s)", verdict.reason, claim.evidence.paragraph.id)
    return verdict.is_sound


def verify(claim: Claim, regions: Regions) -> Verdict:
    """Whether the claim's words are borne out by its quote and by the figure read there."""
    evidence = claim.evidence
    if evidence.paragraph.text[evidence.start : evidence.end] != claim.quote:
        return Verdict(False, "the quote is not what stands in the paragraph")
    return verify_words(claim.text, claim, regions)


def verify_computation(computation: Computation) -> Verdict:
    """Whether the same operation on the cited figures gives these words again, character for character."""
    figures = [claim.evidence.figure for claim in computation.operands]
    operands = [Operand(n, f) for n, f in zip(computation.names, figures, strict=True) if f is not None]
    result = compute(computation.operation, operands) if len(operands) == len(figures) else None
    if result is None or (f"计算得出：{result.words}", result.value, result.unit) != (
        computation.words, computation.value, computation.unit,
    ):  # fmt: skip
        return Verdict(False, "the cited figures do not give this result")
    return Verdict(True)


def verify_words(words: str, claim: Claim, regions: Regions) -> Verdict:
    """Hold any wording of a claim against its evidence; `words` may come from a template or from a model."""
    figure = claim.evidence.figure
    for check in (_numbers, _places, _times):
        reason = check(words, claim, regions)
        if reason:
            return Verdict(False, reason)
    if figure is not None:
        reason = _figure(words, figure, claim)
        if reason:
            return Verdict(False, reason)
    return Verdict(True)


def _numbers(words: str, claim: Claim, regions: Regions) -> str:
    """Every number must stand in the quote, digit for digit and with its unit; the years of labels are times."""
    quote = fold(claim.quote)
    allowed = Counter((str(n.value), n.unit) for n in find_numbers(quote))
    figure = claim.evidence.figure
    if figure is not None and claim.words:  # a cell's unit stands in its header
        allowed.update({(str(abs(figure.value)), figure.unit), (str(figure.value), figure.unit)})
        allowed.update({(str(figure.value), "位")} if figure.kind == "rank" else ())
    if figure is not None and figure.subject not in quote:  # （60周岁以上老年人）其中80周岁以上8.9万人
        allowed.update((str(n.value), n.unit) for n in find_numbers(fold(figure.subject)))
    folded = _without_names(words, claim)
    times = find_periods(folded, None)
    for number in find_numbers(folded):
        if any(t.start <= number.start < t.end for t in times):
            continue
        stated = (str(number.value), number.unit)
        allowed[stated] -= 1  # said as often as it stands there, or it has taken another's place
        if allowed[stated] < 0:
            return f"{folded[number.start : number.end]} does not stand in the quote"
    # 12345热线, 5G基站: digits of the name under which the figure was read
    named = f" {figure.name} {figure.subject} {figure.indicator}" if figure else ""
    digits = set(_DIGITS.findall(quote + named))
    for match in _DIGITS.finditer(folded):
        if match.group() not in digits and not any(t.start <= match.start() < t.end for t in times):
            return f"{match.group()} does not stand in the quote"
    return ""


def _without_names(words: str, claim: Claim) -> str:
    """The words without the names of their own places: 四平市 holds no number, 宝鸡高新区 and 三河古镇 are no such city."""
    figure = claim.evidence.figure
    names = {claim.evidence.report.region_name} | ({figure.region_name, figure.subject} if figure else set())
    rest = fold(words)
    for name in sorted(filter(None, map(fold, names)), key=len, reverse=True):
        rest = rest.replace(name, "、")
    return re.sub("(?<=每)[十百千万]+", "", rest)  # 每千人 is no number


def _places(words: str, claim: Claim, regions: Regions) -> str:
    figure, evidence = claim.evidence.figure, claim.evidence
    allowed = {evidence.report.region} | ({figure.region} if figure else set())
    within = evidence.report.region or None
    quoted = {code for m in regions.find(fold(claim.quote), within) for code in (m.codes or (m.code,))}
    for mention in regions.find(_without_names(words, claim), within):
        codes = set(mention.codes) | {mention.code}
        if not codes & (allowed | quoted):
            return f"{mention.name} is not the place of the cited figure"
    if figure is not None and claim.label and figure.region_name and evidence.report.region != figure.region:
        named = figure.region_name in words or bool(quoted & {figure.region})
        if not named:
            return f"{figure.region_name} is not said"
    return ""


def _times(words: str, claim: Claim, regions: Regions) -> str:
    figure, evidence = claim.evidence.figure, claim.evidence
    base = int(evidence.report.period[:4]) if evidence.report.period[:4].isdigit() else None
    quoted = {m.period for m in find_periods(fold(claim.quote), base)}
    of_figure = (
        {m.period for m in find_periods(fold(claim.quote), first_year(figure.period))} if figure else set()
    )
    parted = (
        {str(year_of(figure.period))} if figure and figure.period in of_figure else set()
    )  # 2025年 + 一季度…
    of_span = {evidence.paragraph.period, evidence.report.period, *(f.period for f in evidence.states)}
    allowed = quoted | parted | ({figure.period} if figure else of_span)
    # the label is read by itself: behind “2022年” the quote's “上年” would mean another year
    own = words.replace(claim.quote, "") if claim.quote in words else words
    said = [m for m in find_periods(fold(own), base) if m.period]
    stated = [m for m in said if not _is_held_up(fold(own), m)]
    for mention in said:
        is_held_up = mention not in stated
        if is_held_up and not re.search(r"\d", mention.text):  # 比上年, also at the head of a column
            continue
        if mention.period not in (quoted if is_held_up else allowed):
            return f"{mention.text} is not the time of the cited figure"
    if figure is not None and figure.period and stated and stated[0].period not in {figure.period, *parted}:
        return f"{stated[0].text} stands in front of a figure of another time"
    return ""


def _is_held_up(text: str, mention: PeriodMention) -> bool:
    """比上年, 由2023年: what the figure is held against, not when it was."""
    return text[max(0, mention.start - 1) : mention.start] in ("比", "较", "由", "从")


def _figure(words: str, figure: Figure, claim: Claim) -> str:
    if figure.raw not in words:
        return f"the figure {figure.raw} is not said"
    if figure.status == "target" and not re.search(r"目标|力争|计划|预期|争取|确保|拟|将", words):
        return "a target is told as a result"
    if figure.status == "expected" and not re.search(r"预计|预期|有望|预估", words):
        return "an expectation is told as a result"
    return ""
