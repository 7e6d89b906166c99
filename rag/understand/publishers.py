"""Whose report is asked: 市监局, 科技局 say who did it and not what was done."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from ingest.regions import RegionMention

# 绍兴市科技局
_OFFICE = re.compile(
    r"(?P<name>[一-鿿]{2,12}?(?:局|委员会|委(?!员)|厅|办公室|办事处|镇政府|县政府|市政府|区政府|联合会|大队|支队)|"
    r"[一-鿿]{0,8}?(?:法院|检察院|[残妇]联|红十字会|政协(?!提案|委员|主席|会议)|人大(?!代表|建议|议案)))(?!长|域|限|部|面|势)"
)


# 应急去年, 审计一共: the office by its field alone
_FIELD = re.compile(r"(?P<field>[一-鿿]{2,4}?)(?=20\d\d年|[今去前]年|全年|[上下]半年|一共|总共|这次)")


def find_publishers(
    text: str,
    places: Sequence[RegionMention],
    publishers: Collection[str],
    subjects: Collection[str] = (),
) -> Iterator[tuple[int, int]]:
    """Where the question names, at its front or behind a place, an office that wrote one of the reports, if in short.

    Args:
        subjects: what whole reports are of: the 港 of 钦州港 names nothing of what is asked.
    """
    for place in places:
        rests = (
            s[place.end - place.start :] for s in subjects if s.startswith(text[place.start : place.end])
        )
        if rest := next((r for r in rests if r and text.startswith(r, place.end)), ""):
            yield place.end, place.end + len(rest)
    ends = {place.end for place in places}
    shared = {end - 1 for end in ends if text[end - 1] in "市县区"}  # 宁波市监局 is 宁波's 市监局
    for start in sorted({0, *ends, *shared}):
        match = _OFFICE.match(text, start)
        if match and any(_is_short_for(match["name"], publisher) for publisher in publishers):
            yield match.span()
        elif (of := _FIELD.match(text, start)) and any(is_field_of(of["field"], name) for name in publishers):
            yield of.span("field")


def names_publisher(text: str, publisher: str) -> bool:
    """Whether a question names this office, if in short: 株洲民政局 of 株洲市民政局."""
    named = ((m.start("name"), m.end("name")) for m in _OFFICE.finditer(text))
    return any(_is_short_for(text[k:end], publisher) for start, end in named for k in range(start, end - 2))


def _is_short_for(short: str, name: str) -> bool:
    """科技局 for 科学技术局, 发改委 for 发展和改革委员会, 残联: its characters in their order, the last one the last."""
    name = name.removesuffix("员会").removesuffix("合会")
    is_end = name.endswith(short[-1]) or short[-2:] in ("政协", "人大")  # 中国人民政治协商会议某县委员会
    return is_end and is_in_order(short, name)


def is_field_of(topic: str, publisher: str) -> bool:
    """Whether an office is named for what is asked: 科技 of 市科学技术局, but not 社会保障 of 市人力资源和社会保障局."""
    return bool(re.search(f"[省市县区州]{re.escape(topic[:1])}", publisher)) and is_in_order(topic, publisher)


def is_in_order(short: str, name: str) -> bool:
    """医保 of 医疗保障局."""
    rest = iter(name)
    return all(char in rest for char in short)
