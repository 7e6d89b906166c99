"""One number, or one noun, for several things at once: “公共图书馆、文化馆各10个”, “办结率均为100%”."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.clauses import Lead
from ingest.figures.distribution import numbers_alike, with_front_of
from ingest.figures.draft import Draft
from ingest.figures.owners import group_of
from ingest.figures.sentence import Sentence
from ingest.normalize import fold

# 总量和增量, 复查率和新发现数: what is ranked together
_AND = re.compile(r"[和与及、]")
# What each thing of a list has of its own.
# 合格率
_OF_EACH = re.compile(r"[一-鿿]{0,6}(?:率|占比|比例|均价|强度)")


def several(sentence: Sentence, draft: Draft, lead: Lead) -> tuple[Draft, ...]:
    """One draft for each thing that the number is said of; () where it is said of one."""
    if draft.name.endswith("各") and len(lead.items) > 1:
        names = [sentence.clean(item).removesuffix("各") for item in lead.items]
        return tuple(_named(sentence, draft, name) for name in names)
    if lead.is_shared and draft.kind == "rank" and _AND.search(draft.name):
        return tuple(_ranked(sentence, draft, name) for name in _AND.split(draft.name) if name)
    if lead.is_shared and draft.kind == "ratio" and _RATES.fullmatch(draft.name):
        first, *rest = _AND.split(draft.name)
        names = [first, *(with_front_of(sentence, first, name) or name for name in rest)]
        return tuple(_named(sentence, draft, name) for name in names)
    if lead.is_shared and draft.kind in ("multiple", "growth") and _MEASURES.fullmatch(draft.name):
        return _measures(sentence, draft)
    if lead.is_shared and _OF_EACH.fullmatch(draft.name):
        counted = [d for d in sentence.done if d.kind == "count" and d.indicator]
        group = group_of(sentence, counted) if counted else []
        if len(group) > 1:
            return tuple(_named(sentence, draft, joined(sentence, d, draft.name)) for d in group)
    return ()


# 开工率、竣工率|均为100%
_RATES = re.compile(r"[一-鿿]{1,12}率(?:[、和与及][一-鿿]{1,12}率)+")
# 笔数和金额|均为去年同期的1.8倍
_MEASURES = re.compile(r"[一-鿿]{0,2}[数量][和与、]\w{0,2}(?:额|价值)|\w{0,2}额[和与、][一-鿿]{0,2}[数量]")


def _measures(sentence: Sentence, draft: Draft) -> tuple[Draft, ...]:
    """How many there were and what they came to, each said right before."""
    found = []
    for name in _AND.split(draft.name):
        kinds = ("amount",) if name.endswith(("额", "值")) else ("count", "quantity")
        owner = next((d for d in reversed(sentence.done) if d.kind in kinds), None)
        if owner is None:
            return ()
        found.append(replace(draft, name=owner.name, indicator=owner.indicator, joint=owner.joint, of=()))
    return tuple(found)


def each_of_the_list(sentence: Sentence, draft: Draft, lead: Lead) -> list[Draft]:
    """“…管理57万人、16万人,规范管理率分别达79%和78%”: the rate of each thing of the list before."""
    before = [d for d in sentence.distributed if d.clause != draft.clause] or _listed_right_before(
        sentence, draft
    )
    if (
        not (lead.is_distributed and lead.has_noun)
        or len(lead.items) > 1
        or len(before) < 2
        or not _OF_EACH.fullmatch(draft.name)
    ):
        return []
    return [_named(sentence, draft, joined(sentence, d, draft.name)) for d in before]


def _listed_right_before(sentence: Sentence, draft: Draft) -> list[Draft]:
    """处置甲土地1.1万亩、乙土地4650亩,处置率分别为38%和72%: as many things in a list as there are rates."""
    done = sentence.done
    while done and done[-1].kind == "ratio":
        done = done[:-1]  # 建议136件、提案158件,办结率100%,满意率分别为99%、98%
    group = group_of(sentence, done) if done else []
    return group if len(group) == numbers_alike(sentence, draft.number) else []


def joined(sentence: Sentence, owner: Draft, noun: str) -> str:
    """A thing and what it has, what both say said once: 患者规范管理 + 规范管理率 → 患者规范管理率."""
    front = owner.name or owner.indicator
    overlap = next((k for k in range(min(len(front), len(noun)), 1, -1) if front.endswith(noun[:k])), 0)
    return front + noun[overlap:]


def _named(sentence: Sentence, draft: Draft, name: str) -> Draft:
    return replace(draft, name=name, indicator=sentence.canonical(name), joint=(), of=())


# 总量
_SIZE = re.compile("(?:总|增)?(?:量|数|额)|规模|增速|增幅|[总新]?[一-鿿]?数量|存量|增量|占比|比重|强度")


def _ranked(sentence: Sentence, draft: Draft, name: str) -> Draft:
    """总量 is that of the figure before; 复查率 that figure of the sentence which is called so."""
    stem = fold(name).removesuffix("数").removesuffix("量")
    levels = [d for d in sentence.done if d.kind not in ("rank", "growth", "change")]
    called = [d for d in levels if stem and (stem in fold(d.name) or stem == d.action)]
    if not called and not _SIZE.fullmatch(fold(name)):
        return replace(draft, name=name, indicator=sentence.canonical(name), joint=(), of=())
    owner = (called or levels or [draft])[-1]
    return replace(draft, name=owner.name, indicator=owner.indicator, joint=owner.joint, of=())
