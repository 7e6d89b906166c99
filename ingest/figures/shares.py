"""Shares that are said before what they are of: “民营经济贡献了57.3%的税收、82.6%的就业”."""

from __future__ import annotations

import re

from ingest.clauses import Lead, Span
from ingest.figures.draft import Draft
from ingest.figures.nouns import tail_noun
from ingest.figures.sentence import Sentence
from ingest.numerals import Number

_GIVES = (
    "(?:创造|贡献|提供|承[载担接]|集聚|聚集|吸[纳引]|解决|支撑|产出|占有|占据|拥有|容纳|养活|消耗|排放|安置|生产|"
    "培育)出?了?"
)
# 贡献了|57.3%, 以不到全市|1%, 集聚了全市|53%
# 贡献了
_BEFORE = re.compile(rf"(?:{_GIVES}|以)(?:不[到足]|近|约)?(?:全[国省市县区州镇]|我[省市县区])?$")
# 新增就业岗位,
_PLAIN = re.compile("(?:新增|完成)[一-鿿]{2,8}(?=[,;。、])")
# 集聚了全市
_GIVES_BEHIND = re.compile(rf"{_GIVES}(?:全[国省市县区州镇])?$")


def share_behind(sentence: Sentence, number: Number, lead: Lead) -> Span | None:
    """What a share is of, named behind it; None for any other number."""
    if number.unit != "%" or not sentence.text.startswith("的", number.tail_start) or lead.change_verb:
        return None
    said = sentence.text[_lead_start(sentence, number) : number.lead_end].strip(",、 ")
    follows = said in ("", "和", "与", "及") and _last_turned(sentence) is not None
    if not follows and not _BEFORE.search(said):
        return None
    noun = tail_noun(sentence, number)
    if noun is None and (plain := _PLAIN.match(sentence.text, number.tail_start + 1)):
        noun = plain.span()  # 91%的新增就业
    gives = _GIVES_BEHIND.search(sentence.text, *noun) if noun else None
    return (noun[0], gives.start()) if noun and gives else noun


def doer_of_share(sentence: Sentence, number: Number) -> str:
    """民营经济 of 民营经济贡献了57.3%的税收, and of the share behind it."""
    start = _lead_start(sentence, number)
    gives = _BEFORE.search(sentence.text[start : number.lead_end])
    doer = sentence.clean((start, start + gives.start())) if gives else ""
    last = _last_turned(sentence)
    return doer or (last.subject if last else "")


def _lead_start(sentence: Sentence, number: Number) -> int:
    return max(sentence.at, sentence.clause_start(number.start))


def _last_turned(sentence: Sentence) -> Draft | None:
    last = sentence.last
    return last if last is not None and last.tail_noun and last.number.unit == "%" else None
