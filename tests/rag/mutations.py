"""True statements made false in one place each: what a model must not be able to get published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ingest.normalize import fold
from ingest.periods import period_label
from ingest.records import Figure
from rag.model.slots import printed_number
from rag.records import Claim

_UNITS = (
    ("亿元", "万元"),
    ("万元", "亿元"),
    ("个百分点", "%"),
    ("%", "个百分点"),
    ("家", "万家"),
    ("人", "万人"),
    ("个", "万个"),
    ("项", "亿元"),
)
_WORDS = {
    "direction": (("增长", "下降"), ("提升", "下降"), ("提高", "降低"), ("增加", "减少")),
    "status": (("预计", ""), ("预计", "已"), ("目标", ""), ("力争", "已")),
    "action": tuple(
        (verb, "累计") for verb in ("新增", "新认定", "新入选", "新培育", "获批", "入选", "完成")
    ),
    "bound": (("超", ""), ("近", "超"), ("左右", ""), ("左右", "以上"), ("以上", ""), ("余", "")),
    "scope": (("全省", "全国"), ("全国", "全省"), ("全市", "全省")),
}


def statement(claim: Claim) -> str:
    """What the claim says, put together from its figure: a wording that is not the report's."""
    figure = claim.evidence.figure
    assert figure is not None
    number = printed_number(figure, claim.evidence.paragraph.text)
    status = {"actual": "", "expected": "预计", "target": "目标"}[figure.status]
    place = "" if figure.subject.startswith(figure.region_name[:2]) else figure.subject
    action = "" if figure.action in figure.name else figure.action
    head = f"{figure.region_name}{period_label(figure.period)}，{status}{place}"
    if figure.kind == "rank":
        return f"{head}{figure.name}居{figure.scope}{number}"
    if figure.kind in ("growth", "change"):
        return f"{head}{figure.name}{figure.comparator}{figure.action}{number}"
    if figure.action == "占":
        return f"{head}{figure.name}占{figure.scope}的{number}"
    return f"{head}{action}{figure.name}{number}"


def mutated(claim: Claim, others: list[Figure]) -> Iterator[tuple[str, str]]:
    """(what is wrong, the statement), each false by one thing; `others` are figures of the same reports."""
    figure = claim.evidence.figure
    assert figure is not None
    for true in dict.fromkeys((fold(claim.text), fold(statement(claim)))):
        changes = [
            *_numbers(true, figure),
            *_slots(true, figure),
            *_words(true, figure),
            *_others(true, figure, others),
        ]
        yield from ((kind, text) for kind, text in changes if text != true)


def _numbers(true: str, figure: Figure) -> Iterator[tuple[str, str]]:
    raw = fold(figure.raw)
    digits = re.match(r"[\d.,]+", raw)
    if not digits:
        return
    value = Decimal(digits.group().replace(",", ""))
    step = Decimal(1).scaleb(value.as_tuple().exponent)  # type: ignore[arg-type]
    for changed in (value + step, value - step, value * 10, value + 1000):
        yield "number", true.replace(raw, raw.replace(digits.group(), format(changed, "f"), 1))
    for unit, other in _UNITS:
        if raw.endswith(unit):
            yield "unit", true.replace(raw, raw.removesuffix(unit) + other)


def _slots(true: str, figure: Figure) -> Iterator[tuple[str, str]]:
    region = fold(figure.region_name)
    for other in ("杭州市", "浙江省", "宁波市", "绍兴市", "温州市"):
        if other != region:
            yield "region", true.replace(region, other)
            yield "region", true.replace(region, f"{region}、{other}", 1)
    label = fold(period_label(figure.period))
    if label:
        year = int(label[:4])
        for other in (year - 1, year + 1, year - 6):
            yield "period", true.replace(label, f"{other}年", 1)
        yield "period", true.replace(label, f"{year}年上半年", 1)
    if figure.action and figure.action in true:
        yield "negation", true.replace(figure.action, "未" + figure.action, 1)
    yield "negation", true + "并不属实"
    if figure.status == "actual":
        yield "status", true.replace(label, label + "预计", 1)
        yield "status", true.replace(label, label + "力争", 1)
    if not figure.bound:
        yield "bound", true.replace(fold(figure.raw), "约" + fold(figure.raw))
    yield "total", true.replace(region, region + "及各县共", 1)


def _words(true: str, figure: Figure) -> Iterator[tuple[str, str]]:
    for kind, pairs in _WORDS.items():
        for word, other in pairs:
            if word in true and word not in fold(figure.name):  # 规模工业 is 规模以上工业
                yield kind, true.replace(word, other)


def _others(true: str, figure: Figure, others: list[Figure]) -> Iterator[tuple[str, str]]:
    """The number of another figure, or its name."""
    raw, name = fold(figure.raw), fold(figure.name)
    for other in others:
        if other.id == figure.id:
            continue
        if fold(other.raw) != raw:
            yield "another's number", true.replace(raw, fold(other.raw))
        is_alias = other.indicator == figure.indicator
        if not is_alias and fold(other.name) not in name and name not in fold(other.name):
            yield "another's name", true.replace(name, fold(other.name))
