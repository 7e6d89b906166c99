"""What whole reports are of, by their titles: 住房公积金, which each of their figures is of and none says."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.indicators import Terms
from ingest.normalize import fold
from ingest.segments import segment

# 铜陵市|住房公积金|2024年年度报告
# 铜陵市住房公积金2024年年度报告
_TITLE = re.compile(
    r"^(?:20\d\d年(?:度)?)?(?:[一-鿿]{1,10}?[省市县区州盟旗])?(?:20\d\d年(?:度)?)?(?P<topic>[一-鿿]{2,10}?)"
    r"(?:20\d\d年(?:度)?|行业|事业|业务|市场|产业|发展|运行|工作|保护|状况|情况|统计|[与和及])*"
    r"(?:年度报告|报告|公报|年报|快报|白皮书|通报|简报|概况|情况|分析)$"
)
# what holds more than one field: 工业增长多少 asked of 工业经济 is not 增长多少
_WIDE = re.compile(
    "经济|社会|政府$|财政|预算|决算|审计|工业|农业|服务业|法治|统计|调查|总结|局|委|厅|院|办|会$|港$"
)


@lru_cache(maxsize=1_000)
def topic_of(title: str) -> str:
    """住房公积金 of 某市住房公积金2024年年度报告; "" of a title that names no one field."""
    match = _TITLE.match(fold(title))
    return match["topic"] if match and not _WIDE.search(match["topic"]) else ""


@lru_cache(maxsize=1_000)
def names_of(topic: str) -> tuple[str, ...]:
    """住房公积金 and 公积金: the longest first."""
    words = segment(topic)
    tails = ("".join(words[k:]) for k in range(len(words)))
    names = {topic, *(name for name in tails if len(name) > 2)}
    return tuple(sorted(names, key=len, reverse=True))


def ends_known(name: str, terms: Terms) -> list[str]:
    """The known indicator that a name ends with: 本外币贷款余额 of 贷款余额 and of 异地贷款余额."""
    return [term for k in range(len(name) - 1) if (term := terms.canonical(name[k:]))]


def named_within(topic: str, name: str, terms: Terms) -> str:
    """住房公积金贷款余额 for the 贷款余额 of a report on 住房公积金, as the terms know it or tell it apart; else ""."""
    known_end = (
        next((name[k:] for k in range(len(name) - 1) if terms.canonical(name[k:])), "") if topic else ""
    )
    full = [one + name for one in names_of(topic) if one not in name] if known_end else []
    if known := next((term for one in full if (term := terms.canonical(one))), ""):
        return known
    ends = [one.removesuffix(name) + known_end for one in full]  # 异地贷款余额 is apart as 贷款余额 is
    is_apart = any(not any(m.end == len(one) for m in terms.find(one)) for one in ends)
    return full[0] if is_apart else ""
