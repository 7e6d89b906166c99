"""Several things asked for at once by how many they are: 三项资金合计."""

from __future__ import annotations

import re

from ingest.normalize import fold
from ingest.records import Figure

# 三项资金合计
_SO_MANY = re.compile(
    r"(?P<n>[两二三四五六七八九])(?:大?项|大?类)(?P<what>[一-鿿]{0,4}?)的?(?:合计|一共|总共|共计?|总计|加起来|总额)"
)
# what any sum of money may be called
_MONEY = re.compile(r"(?:各类)?(?:资金|经费|投资|款项?|钱|补[助贴])?")
_NUMBERS = dict(zip("两二三四五六七八九", (2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))


def together_in(text: str) -> re.Match[str] | None:
    """Where a question asks for the sum of so many things without naming them."""
    return _SO_MANY.search(text)


def is_sum_of(asked: re.Match[str], figure: Figure) -> bool:
    """Whether a figure is the sum of as many: of three that are named, or of 三项 in its own words."""
    count = _NUMBERS[asked["n"]]
    told = fold(figure.context)
    return len(figure.joint) == count or bool(re.search(f"{asked['n']}大?[项类]", told))


def counts_the_named(figure: Figure) -> bool:
    """三项 of 甲资金、乙资金、丙资金三项合计: how many are named, which nobody asks for."""
    return figure.unit in ("项", "类") and bool(figure.joint) and figure.value == len(figure.joint)


def says_no_more(asked: re.Match[str], figure: Figure) -> bool:
    """Whether the sum is asked for in words that any sum of money may have."""
    return figure.kind == "amount" and bool(_MONEY.fullmatch(asked["what"]))
