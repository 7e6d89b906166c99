"""是 and 不是 are said only where the figure decides it."""

from __future__ import annotations

from typing import Any

import pytest

from ingest.records import Bound, Paragraph, Report
from rag.answer.judge import judge
from rag.records import Claim, Evidence, Question
from rag.understand.stated import stated_in
from tests.rag.test_compute import operand

REPORT = Report("r", "", "", "330200", "宁波市", "", "", "2024", "", "", "", "")
PARAGRAPH = Paragraph("r-p0", "r", 0, 0, 1, "文", "body", (), "2024", False)


def verdict(text: str, value: str, unit: str, bound: Bound = "", **fields: Any) -> str:
    figure = operand("宁波市", value, unit, bound=bound, **fields).figure
    claim = Claim("figure", "", "文", Evidence(REPORT, PARAGRAPH, 0, 1, 1.0, (), figure))
    empty: dict[str, Any] = {
        "regions": (), "periods": (), "terms": ("高新技术企业",), "content": "", "action": "", "wants_total": False,
        "status": None, "statuses_compared": False, "intent": "yes_no", "unit": "", "scope": "", "is_plan": False,
    }  # fmt: skip
    return judge(Question(text=text, stated=stated_in(text), **empty), [claim])


@pytest.mark.parametrize(
    ("text", "value", "unit", "fields", "said"),
    [
        ("超过5000亿了吗", "5086.34", "亿元", {"kind": "amount"}, "是，"),
        ("超过6000亿了吗", "5086.34", "亿元", {"kind": "amount"}, "没有，"),
        ("是不是700家", "716", "家", {}, "不是，"),
        ("是不是716家", "716", "家", {}, "是，"),
        ("有没有700家", "716", "家", {}, "有，"),
        ("有2个吗", "4", "个", {}, ""),
        ("有2个吗", "2", "个", {}, "是，"),
        ("有5个吗", "4", "个", {}, "不是，"),
        ("到1万家了吗", "716", "家", {}, "没有，"),
        ("够不够五成", "5", "成", {"kind": "ratio", "bound": "less_than"}, "不是，"),
        ("超过50%了吗", "5", "成", {"kind": "ratio", "bound": "more_than"}, "是，"),
        ("超过100家了吗", "90", "家", {"bound": "more_than"}, ""),
        ("超过100家了吗", "100", "家", {"bound": "about"}, ""),
        ("增长了9.8%吧", "9.8", "%", {"kind": "growth"}, "是，"),
        ("增长了9.8%吧", "-9.8", "%", {"kind": "growth"}, "不是，"),
        ("有没有下降", "-1.8", "%", {"kind": "growth"}, "有，"),
        ("涨没涨", "1.8", "%", {"kind": "growth"}, "涨了，"),
        ("涨没涨", "-1.8", "%", {"kind": "growth"}, "没有，"),
        ("增加了吗", "-1.8", "%", {"kind": "growth"}, "没有，"),
        ("降了没", "-1.8", "%", {"kind": "growth"}, "是，"),
        ("是不是下降了吗", "1.8", "%", {"kind": "growth"}, "不是，"),
        ("是不是下降了", "1.8", "%", {"kind": "growth"}, "不是，"),
        ("是增是减", "1.8", "%", {"kind": "growth"}, ""),
        ("有多少家", "716", "家", {}, ""),
        ("是不是716家", "716", "家", {"status": "target"}, ""),
        ("是不是716家", "716", "万人次", {}, ""),
        # a number that is not the figure's own is not borne out, however small
        ("是500家吗", "716", "家", {}, "不是，"),
        ("增长11.2%吗", "13.5", "%", {"kind": "growth"}, "不是，"),
        ("增长6%了吗", "6.5", "%", {"kind": "growth"}, ""),
        ("1.86万家吗", "1.86", "亿家", {}, "不是，"),
        # a movement by a movement, a share by a share
        ("增加14家吗", "96", "家", {}, ""),
        ("占全市的7%吗", "7.1", "%", {"kind": "growth"}, ""),
        ("占三分之一以上吗", "52", "万辆", {"kind": "quantity"}, ""),
        ("提高到33.1%吗", "33.1", "%", {"kind": "ratio"}, ""),
        # an increment by an increment
        ("有34家吗", "34", "家", {"action": "净增"}, ""),
        # two things are never decided by one
        ("比甲市多吗", "9.8", "%", {"kind": "growth"}, ""),
        ("增速快于乙县吗", "9.8", "%", {"kind": "growth"}, ""),
        ("有716家吗", "716", "家", {"indicator": "孵化器"}, ""),
    ],
)
def test_a_verdict(text: str, value: str, unit: str, fields: dict[str, Any], said: str) -> None:
    assert verdict(text, value, unit, **fields) == said
