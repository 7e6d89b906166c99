"""The one figure that tells what is asked though its name is another, where nothing else tells it as well.

Its other slots agree, each word of what is asked is told by it or in front of it (rag.match.told), and so is enough of
its name. What tells two things apart (a level, a kind, a numeral, what was done) keeps it out however alike the words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ingest.indicators import Terms
from ingest.normalize import fold
from ingest.records import Figure, Paragraph
from ingest.segments import segment
from ingest.verbs import ACTION, NEW_ACTIONS, STOCK_ACTIONS
from rag.match import (
    OCCASION,
    PER_HEAD,
    Fit,
    Telling,
    is_barred,
    telling,
    without_terms,
    worded_ways,
)
from rag.match.words import sentence_of
from rag.records import Question
from rag.wording.deeds import is_verb, meanings
from rag.wording.overlap import coverage

MIN_SHARE = 0.25  # of a figure's name, asked
MIN_SHARE_BRIEF = 0.5  # where no more than BRIEF characters of what is asked say what it is of
BRIEF = 2
AHEAD = 0.15  # of another indicator's share
WHOLE = 0.95  # of a name: as good as all of it

# what a report says of every number
_NEUTRAL = STOCK_ACTIONS | frozenset(
    "完成 实现 达到 拥有 共有 现有 建有 设有 累计 接待 发生 占 登记在册 配备 配有".split()
)
# 全市, 年末, 共有: in front of any number
_LEADS = re.compile(
    r"[全本][市县区省镇国系]|年|底|末|其中|目前|有|累计|达|期内|总|共|当前|登记|各类|实|配备|配有"
)
# 城镇化率, 研发投入强度: what may be a share though no share is asked for
_RATE_NOUN = re.compile(r"率|[意晓]度|占比|比重|比例|强度|水平|覆盖|指数")

SAME = 0.9  # of either wording in the other: one name
MIN_LEAD = 4  # characters of a name that leads the sentence
MIN_NAME = 2  # characters beside those that any report has of anything
# 省级企业
_GENERIC = re.compile(
    r"规上|限上|规模以上|限额以上|国家级|[省市县区]级|国家|民营|国有|重点|新增|[女男]性?|企业|项目|人员|人才|单位|"
    r"机构|个人|产值|资金|投资|面积|[家个人户]数"
)


class Candidate(NamedTuple):
    """A figure, where it stands, and how it fits."""

    figure: Figure
    paragraph: Paragraph
    fit: Fit


class _Told(NamedTuple):
    one: Candidate
    telling: Telling


def near_ones(question: Question, fits: Sequence[Candidate], terms: Terms) -> set[str]:
    """Ids of figures to be taken for what is asked; of each place that has no figure that fits in every slot."""
    by_region: dict[str, list[Candidate]] = defaultdict(list)
    for one in fits:
        if not question.regions or one.figure.region in question.regions:
            by_region[one.figure.region].append(one)
    return {one for group in by_region.values() for one in _of_place(question, group, terms)}


def doubtful_ones(question: Question, fits: Sequence[Candidate]) -> set[str]:
    """Ids of figures that fit in every slot where another of their place, not quite of the name, says more of what is asked.

    中央引导资金's 资金 fits 科技资金, but 省科技发展专项资金 is as much of it: neither is given. Of 888 questions (evals/sets
    and sets of the same kind over other reports) this takes back two answers, one wrong and one right.
    """
    by_region: dict[str, list[Candidate]] = defaultdict(list)
    for one in fits:
        by_region[one.figure.region].append(one)
    doubtful = {
        one.figure.id for group in by_region.values() for one in group if _is_mere_level(question, one, group)
    }
    for group in by_region.values():
        taken = [one for one in group if not one.fit.misses]
        rival = max((one.fit.score for one in group if one.fit.misses == {"indicator"}), default=0.0)
        if taken and rival > max(one.fit.score for one in taken):
            doubtful.update(one.figure.id for one in taken)
    return doubtful


# 市级以上龙头企业518家，其中国家级8家: asked for 龙头企业, the whole goes before its parts
_LEVEL_NAME = re.compile(r"(?:国家|[省市县区])级")


def _is_mere_level(question: Question, one: Candidate, fits: Sequence[Candidate]) -> bool:
    level = _LEVEL_NAME.fullmatch(fold(one.figure.name))
    if one.fit.misses or not level or level.group()[0] in question.text:
        return False
    return any(
        other.fit.misses == {"indicator"}
        and other.paragraph.id == one.paragraph.id
        and one.figure.subject in (other.figure.name, other.figure.indicator)
        for other in fits
    )


def _of_place(question: Question, fits: Sequence[Candidate], terms: Terms) -> list[str]:
    if any(not one.fit.misses and not _is_unasked_goal(question, one.figure) for one in fits):
        return []
    return _sole_part(question, fits) or _in_renminbi(question, fits) or _best_told(question, fits, terms)


def _in_renminbi(question: Question, fits: Sequence[Candidate]) -> list[str]:
    """Asked for 存款余额, where a report tells 人民币存款余额 alone."""
    asked = {
        f"人民币{t[3:]}" for t in question.terms if t.startswith("本外币") and "外币" not in question.text
    }
    told = (one for one in fits if one.fit.misses <= {"indicator"} and not one.figure.subject)
    return [one.figure.id for one in told if one.figure.indicator in asked]


def _sole_part(question: Question, fits: Sequence[Candidate]) -> list[str]:
    """其中外贸航线11条: a part under just the name that is asked, the only one of that name; its label says of what."""
    parts = [one for one in fits if one.fit.misses == {"subject"} and _is_named(question, one)]
    others = {(_about(one), one.figure.value) for one in parts}
    return [parts[0].figure.id] if len(others) == 1 else []


def _is_named(question: Question, one: Candidate) -> bool:
    """Whether the figure has a name of its own, not 规上企业 or 国家级 of something, and is asked under it.

    南湖实验室博士 is asked under 博士 in a sentence on the 南湖实验室.
    """
    figure, name = one.figure, fold(one.figure.name)
    own = _GENERIC.sub("", name)
    contents = {c for c in (question.content, *(w.content for w in question.wordings)) if c}
    sentence = sentence_of(figure, one.paragraph)
    said = any(coverage(name, c) >= SAME and coverage(c, name) >= SAME for c in contents) or any(
        c.endswith(name) and len(led := c.removesuffix(name)) >= MIN_LEAD and led in sentence
        for c in contents
    )
    is_other = OCCASION.search(figure.subject) or PER_HEAD.search(figure.subject)
    return said and len(own) >= MIN_NAME and not is_other


def _best_told(question: Question, fits: Sequence[Candidate], terms: Terms) -> list[str]:
    """The figures that tell every word of what is asked, where nothing else tells them as well."""
    if not question.regions:
        return []
    told = _without_unasked_goals(question, _all_told(question, fits, terms))
    answering = [t for t in told if t.one.fit.misses <= {"indicator", "subject"}]
    if not answering:
        return []
    best = min(answering, key=_place_among)
    if best.telling.share < _least_share(best.telling) or not _may_stand(question, best.one):
        return []
    others = (t for t in told if _about(t.one) != _about(best.one) and not _is_part(t.one, best.one))
    if any(_is_rival(question, t, best.telling) for t in others):
        return []
    return [
        t.one.figure.id for t in answering if _about(t.one) == _about(best.one) and t.telling == best.telling
    ]


def _place_among(told: _Told) -> tuple[int, bool, float, bool]:
    """What is told by the figure itself goes first, most of its name next, a whole before its parts."""
    one, its = told
    return its.apart, "subject" in one.fit.misses, -its.share, bool(one.figure.subject)


def _all_told(question: Question, fits: Sequence[Candidate], terms: Terms) -> list[_Told]:
    """Figures of the places and times asked, of the sort asked, that tell every word; whatever was done to them."""
    there = [
        one
        for one in fits
        if not one.fit.misses & {"region", "period", "kind"} and _is_sort_asked(question, one.figure)
    ]
    found = ((one, _telling(question, one, terms)) for one in there)
    return [_Told(one, its) for one, its in found if its is not None and not its.untold]


def _without_unasked_goals(question: Question, told: list[_Told]) -> list[_Told]:
    """What was planned tells nothing where what was done is told."""
    return [t for t in told if not _is_unasked_goal(question, t.one.figure)] or told


def _is_unasked_goal(question: Question, figure: Figure) -> bool:
    return figure.status == "target" and not question.status and not question.is_plan


def _least_share(best: Telling) -> float:
    return MIN_SHARE if best.own > BRIEF else MIN_SHARE_BRIEF


def _telling(question: Question, one: Candidate, terms: Terms) -> Telling | None:
    """How the figure tells what is asked, in the wording that it tells best; None where it is something else."""
    if "subject" in one.fit.misses and not _is_part_behind(one):
        return None
    found = [
        telling(worded, one.figure, one.paragraph, terms)
        for worded in worded_ways(question)
        if not is_barred(worded, one.figure, one.paragraph, terms)
    ]
    best = min(found, key=lambda its: (its.untold, its.apart, -its.share), default=None)
    is_whole = best is not None and best.share >= WHOLE and not _is_above(question, one.figure, terms)
    if best and not is_whole and _is_other_known(question, one.figure, terms):
        return None
    return best


def _is_part(one: Candidate, best: Candidate) -> bool:
    """其中一级文物3件 is a part of the 馆藏文物 before it, and no rival of it."""
    return bool(one.figure.subject) and one.figure.subject in (best.figure.indicator, best.figure.name)


def _is_part_behind(one: Candidate) -> bool:
    """其中博士43人: of those before it; 创办经营主体1.76万个 are of whoever founded them."""
    figure = one.figure
    return "其中" in one.paragraph.text[max(figure.quote_start - len("其中"), 0) : figure.start]


def _is_other_known(question: Question, figure: Figure, terms: Terms) -> bool:
    """房地产开发投资 is known, and no 固定资产投资 where that is asked; 私立医院 are a part of the 医院 that says so."""
    known = {name for name in (figure.indicator, *figure.joint) if terms.knows(name)}
    asked = {name for wording in question.wordings for name in wording.terms} | set(question.terms)
    is_part = any(not asked.isdisjoint(terms.ancestors(name)) for name in known)
    says_more = len(without_terms(question.content, question.terms, terms)) > 1
    return bool(known and asked) and known.isdisjoint(asked) and not (is_part and says_more)


def _is_above(question: Question, figure: Figure, terms: Terms) -> bool:
    """肉类总产量 is what 禽肉产量 is a part of, though both of its words are asked."""
    return any(terms.knows(name) and figure.indicator in terms.ancestors(name) for name in question.terms)


def _is_rival(question: Question, other: _Told, best: Telling) -> bool:
    """Another that tells what is asked as well; what there is, is none of what came new, where that is asked."""
    if other.telling.apart > best.apart:
        return False
    if "action" in other.one.fit.misses:
        return not question.action and other.telling.share >= best.share
    return other.telling.share > best.share - AHEAD


def _is_sort_asked(question: Question, figure: Figure) -> bool:
    """A share answers only where one is asked for; how much of a whole the 居民医保 are, no 参保率 tells."""
    said = question.text + "".join(w.content for w in question.wordings)
    if question.intent == "ratio" and fold(figure.name).endswith("率") and "率" not in said:
        return False
    is_share = figure.kind == "ratio" and question.intent != "ratio"
    return not is_share or bool(_RATE_NOUN.search(question.content))


def _may_stand(question: Question, one: Candidate) -> bool:
    """Nothing that the figure says beside is unasked: a holiday, per head, what was done, who founded them."""
    figure = one.figure
    words = question.text + "".join(w.content for w in question.wordings) + question.around
    name = fold(figure.name or figure.indicator)
    is_of_holiday = OCCASION.search(figure.subject) and not OCCASION.search(words)
    whole = (figure.subject + name).replace("人均可支配收入", "")
    is_per_head = PER_HEAD.search(whole) and not PER_HEAD.search(words)
    deeds = {w.verb for w in question.wordings if w.verb}
    lead = _led_in(figure, name) if question.wants_total and figure.action not in STOCK_ACTIONS else ""
    is_led = lead not in words and not any(lead in meanings(verb) for verb in deeds)
    is_of_some = question.wants_total and (kind := _SOME_OF_ALL.match(name)) and kind.group()[0] not in words
    if is_of_holiday or is_per_head or is_led or is_of_some:
        return False
    return figure.kind in ("growth", "change", "rank") or _is_done(question, figure, name, words)


# 城市低保31户 beside 农村低保986户: no 低保一共多少户
# 城市低保
_SOME_OF_ALL = re.compile("城[市镇乡](?=[一-鿿]{2})|[农乡]村(?=[一-鿿]{2})")


def _led_in(figure: Figure, name: str) -> str:
    """创办 of 创办经营主体1.76万个: the word in front of what is counted; "" where it is one of any report."""
    before, stands, _ = fold(figure.context).rpartition(name)
    words = segment(re.split("[,，;；、]", before)[-1].strip(), guesses=False)
    return words[-1] if stands and words and len(words[-1]) > 1 and not _LEADS.search(words[-1]) else ""


def _is_done(question: Question, figure: Figure, name: str, words: str) -> bool:
    """What was done to it is asked: 整治87家 are not all there are."""
    leading = (ACTION.match(phrase) for phrase in (name, fold(figure.subject), fold(figure.context)))
    verbs = {figure.action, *(match.group() for match in leading if match)} - _NEUTRAL - {""}
    asked = {w.verb for w in question.wordings if w.verb} | {w for w in segment(question.text) if is_verb(w)}
    meant = {word for verb in asked for word in meanings(verb)}
    if asked:  # 小额贷放了多少: 新增发放
        verbs -= NEW_ACTIONS
    return all(any(char in words for char in verb) or any(verb in word for word in meant) for verb in verbs)


def _about(one: Candidate) -> tuple[str, str]:
    return one.figure.indicator, one.figure.subject
