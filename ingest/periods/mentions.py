"""Words of time in a report or a question, and the periods they name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from ingest.normalize import fold
from ingest.periods.period import PLAN_YEARS, PLANS, make_period, months, shift, year_of

PeriodKind = Literal["explicit", "relative", "asof"]


@dataclass(frozen=True)
class PeriodMention:
    """Words of time and the period they name; `text[start:end] == mention.text`."""

    start: int
    end: int
    period: str  # "" when it depends on a year that nobody gave
    text: str
    kind: PeriodKind  # asof: a state at the end of the period (截至2024年底), not what happened in it
    in_title: bool = False  # inside 《》: part of a document's name, not the time of a figure


def read_period(given: str) -> str:
    """A period string, by itself or as people write it: 2024-H1, 2024年上半年.

    Raises:
        ValueError: it names no time, or several.
    """
    mentions = find_periods(fold(given), None, bare_years=True)
    if len(mentions) == 1 and mentions[0].period:
        return mentions[0].period
    try:
        months(given)
    except ValueError:
        raise ValueError(f"读不懂“{given}”；写作 2024、2024-H1、2024-Q3、2024-05 或“2024年上半年”") from None
    return given


_HAN = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "○": 0,
    "两": 2,
    "十": 10,
    "十一": 11,
    "十二": 12,
}
_SINCE_BASE = {
    "今年": 0,
    "本年度": 0,
    "本年": 0,
    "去年": -1,
    "前年": -2,
    "大前年": -3,
    "明年": 1,
    "来年": 1,
    "后年": 2,
}
_SINCE_SAID = {
    "上年度": -1,
    "上一年": -1,
    "上一年度": -1,
    "上年": -1,
    "下一年": 1,
}  # counted from the year the sentence speaks of
_HALF_WORDS = {"上半年": (1, 6), "下半年": (7, 12)}
_PLAN_TAILS = {
    "末": (5, 5),
    "收官": (5, 5),
    "开局": (1, 1),
    "前两年": (1, 2),
    "前三年": (1, 3),
    "前四年": (1, 4),
}
_FURTHEST_SHORT_YEAR = 5  # 24年 is a year beside 2024 or 2027; further away it is a length of time
_TO = r" ?(?:-{1,2}|至|到) ?"
_MONTH = r"(?<![\d.])(?:1[0-2]|0?[1-9])"
_HAN_MONTH = r"(?:十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[0-3]?\d日)?"
# A first character looked for at once makes the search three times as fast.
# "5.2025年,计划…": a list mark and a year
_YEAR4 = r"(?=[12])(?:(?<![\d.〔\[])|(?:(?<=^\d\.)|(?<=[\n。;]\d\.))(?=\d{4}年))(?:19|20)\d{2}"
# 今年, not 如今年轻; 前年, not 以前年度; 上年, not 以上年龄; 去年, not 过去年均; 本年, not 成本年均
_WORD = (
    r"(?:(?<![如当现])今年(?![轻均])|(?<![成资样版])本年度?(?![均级])|(?<![过除减])去年(?!均)"
    r"|(?<![以加])上一?年度?(?![纪龄轻])|(?<![一-鿿])(?:大?前年(?!度)|后年|来年|明年|下一年)"
    r"|(?<=[在到较比于、和与])(?:大?前年(?!度)|后年|来年|明年|下一年))"
)
# 2024年 | 2024年度 | 二〇二四年 | 24年 | 今年
_YEAR = (
    rf"(?=[1-3一二今本去上前大后来明下])(?:(?P<year>{_YEAR4})年度?|(?P<han_year>[一二][〇○零一二三四五六七八九]{{3}})年度?"
    rf"|(?<![\d.〔\[第近约超满历达连时续])(?P<short_year>[1-3]\d)(?P<short_end>年度|年(?![来期间内以前后之多的]))"
    rf"|(?P<word>{_WORD}))"
)
# 上半年 | 前三季度 | 一至三季度 | 第三季度 | 前11个月 | 1-11月份 | 1月1日至6月30日 | 5月20日 | 五月份
_PART = (
    r"(?=[上下前第\d一二三四五六七八九十])(?:(?P<half>[上下]半年)|前(?P<quarters>[2两二3三])个?季度"
    rf"|(?P<quarter_a>[一二三1-3])(?:季度)?{_TO}(?P<quarter_b>[二三四2-4])季度|第?(?P<quarter>[一二三四1-4])季度"
    rf"|前(?P<months>{_MONTH}|{_HAN_MONTH})个月"
    rf"|(?P<month_a>{_MONTH})(?:月{_DAY}|月份)?{_TO}(?P<month_b>{_MONTH})月份?{_DAY}"
    rf"|(?P<han_a>{_HAN_MONTH})月?{_TO}(?P<han_b>{_HAN_MONTH})月份?"
    rf"|(?P<month>{_MONTH})月(?![内龄球])份?{_DAY}|(?P<han_month>{_HAN_MONTH})月份)"
)
_AT_END = r"(?P<at_end>年?[末底])"
# 截至
_AS_OF = re.compile(r"截[至止]到?$")
# 相比
_COMPARED = re.compile(r"(?:较|比|对比|相比|同|与|从|自)$")


@dataclass
class _Clock:
    """The years that words of time count from while one text is read."""

    base: int | None  # the caller's: the year that 今年 means
    said: int | None = None  # the year the sentence last spoke of, comparisons apart
    last: str = ""  # the last period read, for 上年同期
    said_at: int = 0  # where it did so
    outside: _Clock | None = None  # what held before the parenthesis that it last read in
    opened: int = 0  # where that begins

    @property
    def now(self) -> int | None:
        return self.said if self.said is not None else self.base


def find_periods(text: str, base_year: int | None, *, bare_years: bool = False) -> list[PeriodMention]:
    """The periods that folded `text` names, in order, none overlapping.

    Args:
        text: as `fold` leaves it.
        base_year: what 今年 means; without it 今年, 去年 and a lone 上半年 get the period "".
        bare_years: whether "2024" without 年 is a year too, as people write in questions.
    """
    clock = _Clock(base_year)
    mentions = []
    for match, read in _matches(text, bare_years):
        clock = _clock_at(clock, text, match.start())
        period = read(match, clock)
        if period is None:
            continue
        as_of = _is_as_of(match)
        period = _since_january(period) if as_of else period
        kind: PeriodKind = "asof" if as_of else "explicit" if _prints_year(match) else "relative"
        title = _in_title(text, match.start())
        mentions.append(PeriodMention(match.start(), match.end(), period, match[0], kind, title))
        _remember(clock, match, period, title)
    return mentions


_Reader = Callable[["re.Match[str]", _Clock], "str | None"]


def _matches(text: str, bare_years: bool) -> list[tuple[re.Match[str], _Reader]]:
    """Matches of all forms, leftmost and then longest first, overlaps dropped."""
    forms = _FORMS if bare_years else _FORMS[:-1]
    found = [(match, read) for pattern, read in forms for match in pattern.finditer(text)]
    found.sort(key=lambda pair: (pair[0].start(), -pair[0].end()))
    kept: list[tuple[re.Match[str], _Reader]] = []
    for match, read in found:
        if not kept or match.start() >= kept[-1][0].end():
            kept.append((match, read))
    return kept


def _read_year(match: re.Match[str], clock: _Clock) -> str | None:
    """2024年 | 去年上半年 | 2024年底 | 2021年以来 | 上年同期"""
    year = _year(match, clock)
    if not year:
        return year if year is None else ""
    if match["same_time"]:
        return _same_time(year, clock.last)
    if match["since"] and clock.base and year < clock.base and not _has_part(match):
        return f"{year}/{clock.base}"
    return _with_part(year, match)


def _same_time(year: int, last: str) -> str:
    """上年同期, 2023年同期: the part of the year last spoken of, in another year."""
    last_year = year_of(last)
    return shift(last, year - last_year) if last_year else str(year)


def _year(match: re.Match[str], clock: _Clock) -> int | None:
    """The year a match names; 0 when it depends on one that is not known; None when it is no year."""
    if match["year"]:
        return int(match["year"])
    if match["han_year"]:
        return int("".join(str(_HAN[c]) for c in match["han_year"]))
    if match["short_year"]:
        return _short_year(match, clock.base)
    return _relative_year(match["word"], clock) or 0


def _relative_year(word: str, clock: _Clock) -> int | None:
    if word in _SINCE_SAID:
        return None if clock.now is None else clock.now + _SINCE_SAID[word]
    return None if clock.base is None else clock.base + _SINCE_BASE[word]


def _short_year(match: re.Match[str], base: int | None) -> int | None:
    """24年 as 2024, unless it rather is a length: 建校20年, 15年免费教育."""
    year = 2000 + int(match["short_year"])
    if base is None and not 2012 <= year <= 2035:
        return None
    if base is not None and abs(year - base) > _FURTHEST_SHORT_YEAR:
        return None
    is_round = year % 10 == 0
    sure = match.start() == 0 or match["short_end"] == "年度" or _has_part(match) or match["at_end"]
    return None if is_round and not sure else year


def _read_part(match: re.Match[str], clock: _Clock) -> str | None:
    """上半年 | 1-11月 | 5月份, of the year the text speaks of"""
    return _with_part(clock.now, match) if clock.now is not None else ""


def _with_part(year: int, match: re.Match[str]) -> str | None:
    if not _has_part(match):
        return str(year)
    first, last = _part_months(match)
    return make_period(year, first, year, last) if first <= last else None


_PART_GROUPS = tuple("half quarters quarter_a quarter months month_a han_a month han_month".split())


def _has_part(match: re.Match[str]) -> bool:
    return any(match[name] for name in _PART_GROUPS)


def _part_months(match: re.Match[str]) -> tuple[int, int]:
    """First and last month of what `_PART` matched."""
    if match["half"]:
        return _HALF_WORDS[match["half"]]
    if match["quarters"]:
        return 1, 3 * _number(match["quarters"])
    if match["quarter_a"]:
        return 3 * _number(match["quarter_a"]) - 2, 3 * _number(match["quarter_b"])
    if match["quarter"]:
        return 3 * _number(match["quarter"]) - 2, 3 * _number(match["quarter"])
    if match["months"]:
        return 1, _number(match["months"])
    first = match["month_a"] or match["han_a"] or match["month"] or match["han_month"]
    return _number(first), _number(match["month_b"] or match["han_b"] or first)


def _number(text: str) -> int:
    return _HAN[text] if text in _HAN else int(text)


def _read_years(match: re.Match[str], clock: _Clock) -> str | None:
    """2021-2024年 | 2021年至2024年 | 2024-2025学年 | 2024-2025学年初"""
    first, last = int(match["from_year"]), int(match["to_year"])
    if first >= last:
        return None
    if match["school"]:
        return make_period(first, 9, first, 9) if match["begins"] else make_period(first, 9, last, 8)
    return f"{first}/{last}"


def _read_months(match: re.Match[str], clock: _Clock) -> str | None:
    """2023年7月至2024年6月"""
    first, last = int(match["from_year"]), int(match["to_year"])
    from_month, to_month = int(match["from_month"]), int(match["to_month"])
    return make_period(first, from_month, last, to_month) if (first, from_month) < (last, to_month) else None


def _read_plan(match: re.Match[str], clock: _Clock) -> str | None:
    """“十四五”期间 | “十四五”前三年 | “十三五”末"""
    start = PLANS[match["plan"] or match["nth_plan"] + "五"]
    first, last = _PLAN_TAILS.get(match["plan_tail"] or "", (1, PLAN_YEARS))
    return make_period(start + first - 1, 1, start + last - 1, 12)


def _read_recent(match: re.Match[str], clock: _Clock) -> str | None:
    """近三年 | 过去5年 | 未来三年 | 五年来"""
    count = _number(match["count"] or match["years"])
    if count < 2:
        return None
    if clock.base is None:
        return ""
    if match["ahead"]:
        return f"{clock.base + 1}/{clock.base + count}"
    return f"{clock.base - count + 1}/{clock.base}"


def _read_whole_year(match: re.Match[str], clock: _Clock) -> str | None:
    """全年 | 年末: nothing new where no year is known"""
    return None if clock.now is None else str(clock.now)


def _read_bare_year(match: re.Match[str], clock: _Clock) -> str | None:
    return match["bare"]


_FORMS: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    # 2023年7月至2024年6月
    (
        re.compile(
            rf"(?P<from_year>{_YEAR4})年(?P<from_month>{_MONTH})月{_DAY}{_TO}"
            rf"(?P<to_year>{_YEAR4})年(?P<to_month>{_MONTH})月{_DAY}(?P<at_end>[末底])?"
        ),
        _read_months,
    ),
    # 2021-2024年 | 2021年至2024年 | 2024-2025学年初
    (
        re.compile(
            rf"(?P<from_year>{_YEAR4})年?{_TO}(?P<to_year>{_YEAR4})(?:(?P<school>学年)(?P<begins>初)?|年)度?"
        ),
        _read_years,
    ),
    # “十四五”期间 | “十三五”末 | 第十五个五年规划, not 第十四五个
    (
        re.compile(
            r"(?:(?P<quoted>[“\"])|(?<![第百千万一二三四五六七八九]))(?P<plan>十[二三四五六]五)(?(quoted)[”\"]|)"
            r"(?![个家项岁人名年天亿万分位条点%])(?P<plan_tail>末|收官|开局|前[两三四]年)?(?:之年|期间|时期|以来)?"
            r"|第(?P<nth_plan>十[二三四五六])个五年(?:期间|时期|(?=规划|计划))"
        ),
        _read_plan,
    ),
    # 2024年 | 今年以来 | 24年上半年 | 去年1-11月 | 2024年底
    (
        re.compile(rf"{_YEAR}(?:(?P<same_time>同期)|(?:的?(?:{_PART}|全年))?{_AT_END}?(?P<since>以来)?)"),
        _read_year,
    ),
    # 上半年 | 前三季度 | 1-11月 | 9月末
    (re.compile(rf"{_PART}{_AT_END}?"), _read_part),
    # 近三年 | 过去5年 | 未来三年 | 五年来, not 近五年来
    (
        re.compile(
            rf"(?:近|最近|过去|(?P<ahead>未来|今后))(?P<count>{_HAN_MONTH}|两|(?<![\d.])\d{{1,2}})年(?:来|间)?"
            rf"|(?<![一-鿿\d])(?P<years>[两三四五])年来"
        ),
        _read_recent,
    ),
    # 全年, not 全年龄段
    (re.compile(r"(?<!年)全年(?![龄级])"), _read_whole_year),
    # 年末常住人口 | 截至年底, not 每年末
    (re.compile(r"(?P<at_end>(?<![年每当历])年末|(?<=[至到])年底)"), _read_whole_year),
    # 绍兴2024高企; only on request. Not 2024家, 2024〕12号, 2024-05
    (
        re.compile(
            r"(?<![\dA-Za-z.〔\[(/-])(?P<bare>20[0-4]\d)"
            r"(?![\dA-Za-z.,〕\])/%年号家个项人名亿万元户件条所座位公千平次辆天米吨台种本分里层余-]|多(?!还是|[少了]))"
        ),
        _read_bare_year,
    ),
)


def _is_as_of(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    at_end = groups.get("at_end") or groups.get("plan_tail") == "末"
    return bool(at_end) or bool(_AS_OF.search(match.string[: match.start()][-3:]))


def _since_january(period: str) -> str:
    """截至2024年11月底 says what the year came to by then: no month's number. 截至2024年12月 is the whole year."""
    if not period:
        return ""
    first, last = months(period)
    return make_period(last // 12, 1, last // 12, last % 12 + 1) if first // 12 == last // 12 else period


def _prints_year(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    return any(
        groups.get(name)
        for name in ("year", "han_year", "short_year", "from_year", "plan", "nth_plan", "bare")
    )


def _in_title(text: str, start: int) -> bool:
    return text.rfind("《", 0, start) > text.rfind("》", 0, start)


def in_parentheses(text: str, position: int) -> bool:
    return text.rfind("(", 0, position) > text.rfind(")", 0, position)


def _clock_at(clock: _Clock, text: str, start: int) -> _Clock:
    """投入强度(2022年)达3.1%,占比(1—11月)70%: what is said in a parenthesis holds as far as that."""
    if clock.outside is not None and text.find(")", clock.opened) < start:
        clock = clock.outside
    if clock.outside is None and in_parentheses(text, start):
        return replace(clock, outside=clock, opened=text.rfind("(", 0, start))
    if clock.said and clock.base and clock.said > clock.base and _PART_END.search(text, clock.said_at, start):
        return replace(clock, said=None, last="")
    return clock


# 预计2025年秋季投用;已于9月建成: what a year to come was said of ends with its part of the sentence
_PART_END = re.compile("[;。!?]")


def _remember(clock: _Clock, match: re.Match[str], period: str, in_title: bool) -> None:
    """Let later words count from this period, unless it only was compared with or names a document."""
    if not period or in_title or _COMPARED.search(match.string[: match.start()][-2:]):
        return
    groups = match.groupdict()
    if groups.get("same_time") or groups.get("word") in _SINCE_SAID:
        return
    clock.last = period
    if groups.get("year") or groups.get("han_year") or groups.get("short_year") or groups.get("word"):
        clock.said, clock.said_at = year_of(period), match.end()
