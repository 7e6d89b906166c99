"""Blanks set for looks around numbers and letters: 实现增加值 96.3 亿元 is read as 实现增加值96.3亿元."""

from __future__ import annotations

import re

_BLANK = "[ \u00a0\u2002-\u200b\u202f\u2060\u3000\ufeff]"
_HAN = "\u4e00-\u9fff"
_LETTER = r"A-Za-z0-9.%％‰\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_MARK = "，。；、：（）《》“”,;:()"
# 2024 |年, R&D |经费, 30% |，, 6.3| %
_BEHIND = (
    rf"(?<=[{_LETTER}]){_BLANK}{{1,3}}(?=[{_HAN}{_MARK}])|(?<=\d){_BLANK}{{1,3}}(?=[%％‰])|"
    rf"(?<=[年月]){_BLANK}{{1,3}}(?=\d{{1,2}}{_BLANK}?[月日])"
)
# 2024 年
_BEHIND_ONLY = re.compile(_BEHIND)
# 增加值 96.3 亿元
_FOR_LOOKS = re.compile(
    rf"(?<=[{_HAN}{_MARK}”]){_BLANK}{{1,3}}(?=[{_LETTER}+-])|{_BEHIND}|"
    rf"(?<=[“《（、，,]){_BLANK}{{1,3}}(?=\S)|(?<=\S){_BLANK}{{1,3}}(?=[”》）、，,])"
)
# 1 总体情况, 第一章 总则, 六、教育经费 2022年支出; but 2024 年
_NUMBERED = re.compile(
    rf"{_BLANK}*(?:\d{{1,2}}(?:\.\d{{1,2}})*\.?|第.{{1,3}}[章节篇]){_BLANK}+(?![年月日个家])|"
    rf"[一二三四五六七八九十]{{1,3}}、[{_HAN}]{{2,12}}{_BLANK}+(?=(?:19|20)\d\d{_BLANK}?年)"
)
# 增加值96.3亿元，
_SENTENCE = re.compile("[，。；、,;]")
# 工业 526.3 6.8 · 项目 单位: cells of a table that has no lines
_COLUMNS = re.compile(rf"[{_HAN}\d%]{_BLANK}+(?=[{_HAN}])|\d{_BLANK}+(?=[-+]?\d)")


# 政 府 工 作 报 告, 一、综  合
_LETTER_SPACED = re.compile(
    rf"(?P<mark>{_BLANK}*(?:第?[一二三四五六七八九十]+[、章] *)?)(?P<words>[{_HAN}](?:{_BLANK}+[{_HAN}])+){_BLANK}*"
)


def tight(text: str) -> str:
    """The text without blanks between Chinese and numbers or letters; rows of cells and numbered headings keep theirs."""
    return "\n".join(_tight_line(line) for line in text.split("\n"))


def _tight_line(line: str) -> str:
    if spaced := _LETTER_SPACED.fullmatch(line):
        return spaced["mark"] + re.sub(_BLANK, "", spaced["words"])
    if "|" in line or "\t" in line:
        return line
    numbered = _NUMBERED.match(line)
    start = numbered.end() if numbered else 0
    if _SENTENCE.search(line):
        return line[:start] + _FOR_LOOKS.sub("", line[start:])
    # 某某市教育局 2025年7月16日: two things, whose blank stays
    bare = _BEHIND_ONLY.sub("", line[start:])
    return line if _COLUMNS.search(bare) else line[:start] + bare
