"""Which operation a question asks for, and which indicators it holds against each other."""

from __future__ import annotations

import pytest

from ingest.indicators import Terms
from rag.understand.operation import find_operation
from rag.understand.sides import sides_of


@pytest.mark.parametrize(
    ("text", "places", "kind", "level", "count"),
    [
        ("哪个区最高", 1, "highest", "district", 1),
        ("哪个县增速最慢", 0, "lowest", "district", 1),
        ("哪个旗县区最快", 1, "highest", "district", 1),
        ("前三的县市区有哪些", 1, "highest", "district", 3),
        ("最多的三个镇", 1, "highest", "town", 3),
        ("前三位的区县", 1, "highest", "district", 3),
        ("哪个市第一", 0, "highest", "city", 1),
        ("谁更多", 2, "highest", "any", 1),
        ("哪个市的工业企业多", 2, "highest", "city", 1),
        ("哪一年最多", 1, "highest", "year", 1),
        ("各县排名", 1, "highest", "district", 100),
        ("比甲多多少", 2, "difference", "", 1),
        ("单日客流最高多少", 1, None, "", 1),
        ("每日最多多少人", 1, None, "", 1),
        ("差几个百分点", 2, "difference", "", 1),
        ("加起来有多少", 2, "sum", "", 1),
        ("是甲的几倍", 2, "ratio", "", 1),
        ("占全市多少", 1, "share", "", 1),
        ("最低生活保障标准多少", 1, None, "", 1),
        ("总量在全市各县区排第几", 1, None, "", 1),
        ("在各县市区中居第几", 1, None, "", 1),
        ("有多少", 1, None, "", 1),
    ],
)
def test_words_of_an_operation(text: str, places: int, kind: str | None, level: str, count: int) -> None:
    operation, _ = find_operation(text, places)
    assert (operation.kind if operation else None) == kind
    if operation:
        assert (operation.level, operation.count) == (level, count)


def test_what_stands_between_the_words_of_an_operation_is_left_to_the_subject() -> None:
    text = "哪个市的工业企业多"
    _, asking = find_operation(text, 2)
    left = "".join(c for i, c in enumerate(text) if not any(a <= i < b for a, b in asking))
    assert left == "的工业企业"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("出口比进口", ["出口额", "进口额"]),
        ("城镇和农村居民收入", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("城镇居民收入是农村的", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("一产、二产、三产增加值", ["第一产业增加值", "第二产业增加值", "第三产业增加值"]),
        ("软件和信息技术服务业收入", []),
        ("地区生产总值", []),
        ("没人知道的甲物和没人知道的乙物", ["", ""]),
    ],
)
def test_sides_are_known_indicators_or_their_words(text: str, names: list[str]) -> None:
    terms = Terms.load(None)
    assert [name for name, _ in sides_of(text, terms.find(text), terms)] == names
