"""What pydantic finds wrong, in the reader's language. Pydantic itself is not needed here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Problem = Mapping[str, Any]  # one of ValidationError.errors()

# pydantic's kind → what is wrong
REASONS = {
    "missing": "缺少",
    "extra_forbidden": "不认识这个字段",
    "string_type": "应当是字符串",
    "string_unicode": "有不成字的代码（如单独的 \\ud800）",
    "string_too_short": "太短",
    "string_too_long": "太长",
    "string_pattern_mismatch": "写法不对",
    "list_type": "应当是列表",
    "int_parsing": "应当是整数",
    "int_type": "应当是整数",
    "int_from_float": "应当是整数",
    "int_parsing_size": "太大",
    "float_parsing": "应当是数",
    "float_type": "应当是数",
    "bool_parsing": "应当是 true 或 false",
    "bool_type": "应当是 true 或 false",
    "dict_type": "应当是对象",
    "model_type": "应当是对象",
    "model_attributes_type": "应当是 JSON 对象（Content-Type: application/json）",
    "too_long": "太多",
    "too_short": "太少",
    "literal_error": "不在允许的值里",
    "enum": "不在允许的值里",
    "greater_than": "太小",
    "greater_than_equal": "太小",
    "less_than": "太大",
    "less_than_equal": "太大",
    "path_type": "应当是路径",
    "json_invalid": "不是 JSON",
}
# what pydantic would have taken, by the name it goes by in the problem's context
BOUNDS = {
    "gt": "大于 {}",
    "ge": "不小于 {}",
    "lt": "小于 {}",
    "le": "不大于 {}",
    "min_length": "最少 {} {unit}",
    "max_length": "最多 {} {unit}",
}
# 'yes'
_QUOTED = re.compile(r"'([^']*)'")


def reason(problem: Problem) -> str:
    """What is wrong with a value: 应当是整数; of a check of our own, what it says."""
    kind, context = problem["type"], problem.get("ctx", {})
    if kind == "value_error":
        return str(context.get("error", "值不对"))
    if is_blank(problem):
        return "不能是空的"
    return REASONS.get(kind, "值不对")


def bound(problem: Problem) -> str:
    """What would have been taken: 不小于 1, 可用的值：a、b; "" where pydantic does not say."""
    context = problem.get("ctx", {})
    if "expected" in context:
        return f"可用的值：{'、'.join(filter(None, _QUOTED.findall(str(context['expected']))))}"
    if is_blank(problem):
        return "至少一个字"
    unit = "个字符" if str(problem["type"]).startswith("string") else "个"
    return next(
        (words.format(context[name], unit=unit) for name, words in BOUNDS.items() if name in context), ""
    )


def is_blank(problem: Problem) -> bool:
    """Whether something is wanted where nothing stands."""
    context = problem.get("ctx", {})
    return (problem["type"], context.get("min_length"), context.get("pattern")) in (
        ("string_too_short", 1, None),
        ("string_pattern_mismatch", None, r"\S"),
    )


def sentence(problem: Problem) -> str:
    """Both in one: 太小（不小于 1）."""
    allowed = bound(problem)
    return f"{reason(problem)}（{allowed}）" if allowed else reason(problem)
