"""What typer says of a wrong command line, in the reader's language."""

from __future__ import annotations

import re

# Tried in turn; each has a test of the words that typer uses now.
_WORDS = (
    (r"Missing (?:argument|option|parameter) '?(.+?)'?\.", r"缺少 \1"),
    (r"Missing command\.", "缺少命令"),
    (r"No such command '(.+)'\.", r"没有命令 \1"),
    (r"No such option: (\S+) \(Possible options: (.+)\)", r"没有选项 \1，相近的有 \2"),
    (r"No such option: (\S+)", r"没有选项 \1"),
    (r"Got unexpected extra argument\(s\) \((.+)\)", r"多出了 \1"),
    (r"Option '(.+)' requires an argument\.", r"\1 后面要写值"),
    (r"Option '(.+)' does not take a value\.", r"\1 后面不写值"),
    (r"Invalid value for '(.+?)': .*'(.*)' is not one of (.+)\.", r"\1 的值 \2 不对；可用的值：\3"),
    (r"Invalid value for '(.+?)': Input should be greater than or equal to (\S+)", r"\1 太小（不小于 \2）"),
    (r"Invalid value for '(.+?)': Input should be less than or equal to (\S+)", r"\1 太大（不大于 \2）"),
    (r"Invalid value for '(.+?)': Input should be a valid integer.*", r"\1 应当是整数"),
    (r"Invalid value for '(.+?)': Input should be a valid number.*", r"\1 应当是数"),
    (r"Invalid value for '?(.+?)'?: (.+)", r"\1 的值不对：\2"),
)


def usage_words(said: str) -> str:
    """Missing argument 'question'. → 缺少 question; as it is where we have no words."""
    for pattern, words in _WORDS:
        if match := re.fullmatch(pattern, said, re.DOTALL):
            return match.expand(words).replace("', '", "、").strip("'").replace("'", "")
    return said
