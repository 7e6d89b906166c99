"""Numbers that another one is held against: “低于4.5%的控制目标1.23个百分点”."""

from __future__ import annotations

import re

from ingest.clauses import Lead, replace
from ingest.figures.draft import Draft
from ingest.figures.sentence import Sentence
from ingest.numerals import Number

# 低于|4.5%, 高于全省|68.2%, 与全国|3.37%
# 与全国
_BEFORE = re.compile(
    "(?:(?P<verb>高于|低于|优于|好于|快于|慢于|高出|低出|超过|超出)|(?P<beside>[与较]|比(?![重例])))(?:[^,;。、\\d]{0,6})$"
)
# 的|平均水平, 的|控制目标
BEHIND = re.compile(
    "的[^,;。、\\d]{0,8}?(?:平均(?:水平|值|数)?|均值|标准|目标(?:任务|值)?|指标|任务|计划|控制[线值]|警戒线|红线|"
    "上限|下限|要求|限值|预期)(?![一-鿿]*率)"
)
# 与全省3.37%|的平均水平相比仍有|0.07个百分点的差距
_GAP = re.compile("的?(?P<of>平均)(?:水平|值)?(?:相比)?,?(?:仍|还|尚|相)?[有差]")
_BELOW = ("低于", "慢于", "低出")
# 均
_NO_NOUN = re.compile("[远还仍也均都,]*")


def held_against(sentence: Sentence, number: Number, lead: Lead) -> Lead:
    """The lead of a goal, an average or a standard; as it was for any other number."""
    clause = sentence.clause_start(number.start)
    if not BEHIND.match(sentence.text, number.tail_start) or not _BEFORE.search(
        sentence.text[clause : number.start]
    ):
        return lead
    lead = replace(lead, is_reference=True, change_verb="", comparator="")
    if _NO_NOUN.fullmatch(sentence.text, *lead.noun):
        end = lead.noun[1]
        lead = replace(lead, noun=(end, end), subject=(end, end))
    return lead


def as_reference(sentence: Sentence, draft: Draft) -> None:
    """A goal is a target of the place itself; an average and a standard are no one's own figure."""
    behind = BEHIND.match(sentence.text, draft.number.tail_start)
    if behind and _GOAL.search(behind.group()):
        draft.status = "target"
    else:
        draft.region, draft.region_name, draft.comparator = "", "", "平均"


# 年度目标
_GOAL = re.compile("目标|任务|计划|预期|控制指标|考核指标")


def distance_from(sentence: Sentence, number: Number, lead: Lead) -> Lead:
    """The lead of how far something is from the number right before: 1.23个百分点 behind 低于4.5%的控制目标."""
    last = sentence.last
    if last is None or not last.lead.is_reference:
        return lead
    said = _BEFORE.search(sentence.text[sentence.clause_start(last.number.start) : last.number.start])
    between, end = (last.number.tail_start, number.lead_end), number.lead_end
    if said and said["beside"] and (gap := _GAP.fullmatch(sentence.text, *between)):
        return replace(
            lead, noun=(end, end), subject=(end, end), items=(), change_verb="差", is_down=False,
            comparator=f"{said.group()}{gap['of']}",
        )  # fmt: skip
    if not BEHIND.fullmatch(sentence.text, *between) or not (said and said["verb"]):
        return lead
    against = "目标" if _GOAL.search(sentence.text, last.number.end, end) else "平均"
    return replace(
        lead, noun=(end, end), subject=(end, end), items=(), change_verb=said["verb"],
        is_down=said["verb"] in _BELOW, comparator=said.group() + against,
    )  # fmt: skip
