"""The one figure that all but says what is asked: its other slots agree and nothing else comes near.

The score, its margin over every other indicator and the guards (what sort of number, which kind, what was done,
whether each word is said) do the separating; the likeness excludes almost nothing that they let through. None of the
339 questions of evals/sets and tests/rag/two_reports.yaml, asked over eight reports, owes its answer to this module, so
they say nothing of its thresholds; left to the likeness alone, 33 of them would be answered otherwise.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ingest.normalize import fold
from ingest.records import Figure, Paragraph
from ingest.verbs import ACTION, STOCK_ACTIONS
from ingest.words import segment
from rag.match import (
    MEASURE,
    OCCASION,
    PER_HEAD,
    QUALIFIERS,
    Fit,
    is_said,
    sentence_of,
    statement_of,
    words_of,
)
from rag.overlap import coverage
from rag.records import Question

MIN_SCORE = 0.6
MIN_AHEAD = 0.1  # of the best figure of another indicator
MIN_LIKENESS = 0.87  # cosine of what is asked and the indicator's name: a last net, not what separates
CLOSE = 0.035  # figures of that indicator that score alike are as good

MIN_HEAD = 0.5
MIN_OWN = 0.2  # of the figure's own name, asked: 含待完善8家 is not how many there are
# what a report says of every number; kinds that are usually meant where none is named
_NEUTRAL = (
    frozenset(
        "完成 实现 达到 拥有 共有 现有 建有 设有 累计 接待 发生 占".split()  # noqa: SIM905
    )
    | STOCK_ACTIONS
)
KINDS = (
    *(kind for kind in QUALIFIERS if kind not in ("国内", "城市", "有效", "重点")),
    *("万元", "每", "人均", "户均", "亩均", "单位", "平均"),
)

# 城镇化率, 研发投入强度: what may be a share though no share is asked for
_RATE_NOUN = re.compile(r"率|占比|比重|比例|强度|水平|覆盖|指数")

SAME = 0.9  # of either wording in the other: one name
MIN_NAME = 2  # characters beside those that any report has of anything
_GENERIC = re.compile(
    r"规上|限上|规模以上|限额以上|国家级|[省市县区]级|国家|民营|国有|重点|新增|[女男]性?|企业|项目|人员|人才|单位|机构|个人|产值|资金|投资|面积|[家个人户]数"
)

Likeness = Callable[[str], float]


class Candidate(NamedTuple):
    """A figure, where it stands, and how it fits."""

    figure: Figure
    paragraph: Paragraph
    fit: Fit


def near_ones(question: Question, fits: Sequence[Candidate], likeness: Likeness) -> set[str]:
    """Ids of figures to be taken for what is asked; of each place that has no figure that fits in every slot."""
    by_region: dict[str, list[Candidate]] = defaultdict(list)
    for one in fits:
        if not question.regions or one.figure.region in question.regions:
            by_region[one.figure.region].append(one)
    return {one for group in by_region.values() for one in _of_place(question, group, likeness)}


def doubtful_ones(fits: Sequence[Candidate]) -> set[str]:
    """Ids of figures that fit in every slot where another of their place, not quite of the name, says more of what is asked.

    中央引导资金's 资金 fits 科技资金, but 省科技发展专项资金 is as much of it: neither is given. Of 888 questions (evals/sets
    and sets of the same kind over other reports) this takes back two answers, one wrong and one right.
    """
    by_region: dict[str, list[Candidate]] = defaultdict(list)
    for one in fits:
        by_region[one.figure.region].append(one)
    doubtful: set[str] = set()
    for group in by_region.values():
        taken = [one for one in group if not one.fit.misses]
        rival = max((one.fit.score for one in group if one.fit.misses == {"indicator"}), default=0.0)
        if taken and rival > max(one.fit.score for one in taken):
            doubtful.update(one.figure.id for one in taken)
    return doubtful


def _of_place(question: Question, fits: Sequence[Candidate], likeness: Likeness) -> list[str]:
    return _nearest(question, fits, likeness) or _sole_part(question, fits)


def _sole_part(question: Question, fits: Sequence[Candidate]) -> list[str]:
    """其中外贸航线11条: a part under just the name that is asked, the only one of that name; its label says of what."""
    if any(not one.fit.misses for one in fits):
        return []
    parts = [one for one in fits if one.fit.misses == {"subject"} and _is_named(question, one.figure)]
    others = {(_about(one), one.figure.value) for one in parts}
    return [parts[0].figure.id] if len(others) == 1 else []


def _is_named(question: Question, figure: Figure) -> bool:
    """Whether the figure has a name of its own, not 规上企业 or 国家级 of something, and is asked under it."""
    name = fold(figure.name)
    own = _GENERIC.sub("", name)
    said = any(coverage(name, c) >= SAME and coverage(c, name) >= SAME for c in _contents(question))
    is_other = OCCASION.search(figure.subject) or PER_HEAD.search(figure.subject)
    return said and len(own) >= MIN_NAME and not is_other


def _nearest(question: Question, fits: Sequence[Candidate], likeness: Likeness) -> list[str]:
    agreeing = sorted((f for f in fits if f.fit.misses <= {"indicator"}), key=lambda one: -one.fit.score)
    if not agreeing or any(not one.fit.misses for one in agreeing):
        return []
    best = agreeing[0]
    rivals = (one for one in agreeing if _about(one) != _about(best) and not _is_part(one, best))
    rival = next((one.fit.score for one in rivals), 0.0)
    if best.fit.score < MIN_SCORE or best.fit.score - rival < MIN_AHEAD or best.fit.is_another:
        return []
    if not _sort_agrees(
        question, best.figure, sentence_of(best.figure, best.paragraph) + statement_of(best.figure)
    ):
        return []
    if likeness(f"{best.figure.subject} {best.figure.indicator}".strip()) < MIN_LIKENESS:
        return []
    least = best.fit.score - CLOSE
    return [one.figure.id for one in agreeing if _about(one) == _about(best) and one.fit.score >= least]


def _about(one: Candidate) -> tuple[str, str]:
    return one.figure.indicator, one.figure.subject


def _is_part(one: Candidate, best: Candidate) -> bool:
    """其中一级文物3件 is a part of the 馆藏文物 before it, and no rival of it."""
    return bool(one.figure.subject) and one.figure.subject in (best.figure.indicator, best.figure.name)


def _sort_agrees(question: Question, figure: Figure, sentence: str) -> bool:
    """A share answers only where one is asked for, an increment not where the whole is, nor a part for it."""
    words = question.text + "".join(w.content for w in question.wordings) + question.around
    name = fold(figure.name or figure.indicator)
    if coverage(name, words) < MIN_OWN and not MEASURE.search(name):
        return False
    is_share = figure.kind == "ratio" and question.intent != "ratio"
    if is_share and not _RATE_NOUN.search(question.content):
        return False
    if any(kind in name and kind not in words for kind in KINDS):
        return False
    if figure.kind not in ("growth", "change", "rank") and not _is_done(figure, name, words):
        return False
    return _is_headed(question, name + fold(figure.subject + "".join(figure.joint))) and _is_borne_out(
        question, sentence
    )


def _is_done(figure: Figure, name: str, words: str) -> bool:
    """What was done to it is asked: 整治87家 are not all there are."""
    leading = (ACTION.match(phrase) for phrase in (name, fold(figure.subject), fold(figure.context)))
    verbs = {figure.action, *(match.group() for match in leading if match)} - _NEUTRAL - {""}
    return all(any(char in words for char in verb) for verb in verbs)


def _contents(question: Question) -> set[str]:
    return {c for c in (question.content, *(w.content for w in question.wordings)) if c}


def _is_headed(question: Question, name: str) -> bool:
    """The last word of what is asked is said by the figure's own name: 库容 is not 座."""
    heads = [segment(content)[-1] for content in _contents(question)]
    is_share = question.intent == "ratio"  # whose last word is what it is a share of
    return is_share or any(coverage(head, name) >= MIN_HEAD or MEASURE.search(head) for head in heads)


def _is_borne_out(question: Question, sentence: str) -> bool:
    """Each word of what is asked stands in the figure's sentence, in one wording or another."""
    return any(all(is_said(word, sentence, MIN_HEAD) for word in words_of(c)) for c in _contents(question))
