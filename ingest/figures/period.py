"""The time that a figure describes."""

from __future__ import annotations

import re

from ingest.clauses import Lead
from ingest.figures.sentence import Sentence
from ingest.numerals import Number
from ingest.periods import PeriodMention, contains, months, previous


def period_of(sentence: Sentence, number: Number, lead: Lead) -> str:
    """The last time said before a number in its sentence, else the one that the paragraph goes on about."""
    paragraph, report = sentence.passage.paragraph, sentence.passage.report
    best: PeriodMention | None = None
    for mention in sentence.passage.periods:
        if not (sentence.start <= mention.start < number.start and mention.period):
            continue
        starting_point = "基础上" in sentence.text[mention.end : number.start]  # 在2024年1286家的基础上
        if not starting_point and not _is_comparison(sentence, mention):
            best = mention
    if best and best.kind == "asof" and _ends_together(best.period, report.period):
        return report.period  # 截至6月底 in a half year's report is that half year
    base = best.period if best else sentence.passage.opener_period or paragraph.period or report.period
    if not lead.is_from:
        return base
    said = [m for m in sentence.passage.periods if number.start - 8 <= m.start and m.end <= number.start]
    return said[-1].period if said else previous(base) if base else ""


def _is_comparison(sentence: Sentence, mention: PeriodMention) -> bool:
    """比上年, 较2020年, 上年同期: what it is held against, not when it was."""
    before = sentence.text[max(0, mention.start - 2) : mention.start]
    if re.search(r"(?:是|为|于)$", before) and re.match(
        r"[年末底]{0,2}的?[\d一二两三四五六七八九十百]", sentence.text[mention.end : mention.end + 4]
    ):
        return True
    after = sentence.text[mention.end : mention.end + 6]
    if re.search(r"[比较与由从]$", before):
        return True
    if mention.text.endswith("同期"):
        return not sentence.text.startswith("为", mention.end)
    if re.match(r"的\d[\d.]*(?:倍|%)", sentence.text[mention.end : mention.end + 8]):
        return True
    return bool(re.match(r"(?:同期|水平|的?基础上|相比|平均)", after)) and not after.startswith("同期为")


def _ends_together(part: str, whole: str) -> bool:
    return bool(part and whole) and contains(whole, part) and months(part)[1] == months(whole)[1]
