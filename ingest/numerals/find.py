"""The numbers of a text: plain, Chinese, ranks, fractions, ranges."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from ingest.numerals.bounds import bounds, share_bounds
from ingest.numerals.han import DIGITS, HAN_NUMERAL, parse_han
from ingest.numerals.number import Number, NumberForm
from ingest.numerals.units import MULTIPLIER, MULTIPLIERS, UNIT, UNIT_RATE

# 1,824.5 · 2 318: thousands set apart by a comma or, in print, by a thin blank
_ARABIC = r"\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d])(?:\.\d+)?|\d+(?:[.·]\d+)?"
# 138家 · 3.5万余人 · 1,824.5亿元 · 10-12家 · 1亿3400万元 · 705万方
_PLAIN = re.compile(
    rf"(?=\d)(?P<number>(?:(?<![\d.A-Za-z])|(?<=\d年)|(?<=GDP))(?:{_ARABIC}))"  # (?=\d): found twice as fast
    rf"(?:(?P<multiplier>{MULTIPLIER})(?P<low>\d+(?:\.\d+)?万)?)?"
    rf"(?P<rough>[余多几逾](?={UNIT}|万|亿))?(?P<late>(?:万亿|亿|万)(?={UNIT}))?"
    rf"(?:(?: (?=[μµum]g/m))?(?P<unit>{UNIT_RATE}))?"
)
# 三千二百家 · 一点五亿元 · 五十余项
_HAN = re.compile(
    rf"(?P<number>[〇零一二两三四五六七八九十百千][{HAN_NUMERAL}]*)(?P<rough>[余多几])?(?P<late>(?:万亿|亿|"
    rf"万))?(?P<unit>{UNIT_RATE})"
)
# 2.收入未缴库;3.9个项目资金闲置: nine, behind a mark; not 3.9个百分点
# 3.
_MARK = re.compile(r"(?<=[;。:\n])[1-9][.、](?=\d+[个家户项名件座所条处](?![百月小工亿半和]))")
# 8.9/10万, 196.37/10万: so many of a hundred thousand
_PER = re.compile(r"(?<![\d./])(?P<number>\d+(?:\.\d+)?)/(?P<per>10万|百万)(?![元\d])")
# 死亡率为每10万8.9, 发病率每10万人212.7例
_PER_FRONT = re.compile(
    r"(?<=率)(?:为|是|降至|降到|下降到|升至)?每(?P<per>10万|十万|百万)(?:人口?|活产儿?|名孕产妇)?(?:为|中)?"
    r"(?P<number>\d+(?:\.\d+)?)(?![\d.万亿%])(?:例|人)?"
)
# 突破千亿元 · 超百万人: the multiplier alone, only behind a word that bounds it
_BARE = re.compile(
    rf"(?<=突破|超过)(?P<number>[百千万]+亿?)(?P<unit>{UNIT})|"
    rf"(?<=[超逾过近达约])(?P<number2>[百千万]+亿?)(?P<unit2>{UNIT})"
    r"|(?<=突破|超过|首破)(?P<number3>[百千万]亿)(?=[,。;、大])"
)
# 百分之三点五 · 千分之二
_PERCENT_HAN = re.compile(rf"(?P<base>百|千|万)分之(?P<number>[〇零一二两三四五六七八九十百点]+|{_ARABIC})")
# 四分之一 · 1/3
_FRACTION = re.compile(
    r"(?P<low>[二两三四五六七八九十百]+)分之(?P<high>[一二两三四五六七八九十]+)|"
    r"(?<![\d/])(?P<h2>\d)/(?P<l2>\d{1,2})(?![\d/])"
)
# 近九成 · 五成以上 · 七成五
_TENTHS = re.compile(
    r"(?P<number>[一二两三四五六七八九]|(?<![\d.])[1-9])成(?P<half>[一二三四五六七八九])?(?!果|立|为|功|本|效|交|"
    r"员|长|熟|都|品|绩|就|套|份|分|渝|活)"
)
# 过半 · 一半以上 · 半数
_HALF = re.compile(r"(?P<bound>过|超)半(?:数)?|一半|半数")
# 翻番 · 翻一番 · 翻两番 · 翻了一番
_DOUBLED = re.compile(r"翻(?:了)?(?P<times>[一两二三])?番")
# 居全省第三 · 全国第26位 · 位列第一
_RANK = re.compile(
    r"第(?P<number>\d{1,4}|[一二三四五六七八九十百]{1,4})(?P<unit>位|名)?"
    r"(?!产业|季度|届|批|次|轮|期|年|个|部|条|部分|大|梯队|方阵|线|阶段|时间|步|代|类|章|节|款|项|号|书记|医院|"
    r"中学|小学|人民|曲|家|台|座|所|课|页|版|三方|一书|一责|一要|一线|一动)"
)
# 进入全国前10 · 位列前三 · 跻身百强第N handled as rank
_TOP = re.compile(
    r"(?<![目之以提空学婚产岗餐术赛])前(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3})(?P<unit>位|名|强)?(?!年|个月|三季|三个|"
    r"两季|季|期|述|天|日|月|来|[0-9一二三四五六七八九十]|\.\d)"
)
# 首位
_FIRST = re.compile(r"(?P<number>首位|榜首|首席|第一位)")
# 收入比缩小至一点七八
_HAN_INDEX = re.compile(
    r"(?<![〇零一二两三四五六七八九十百千万点])[〇零一二三四五六七八九十]+点[〇零一二三四五六七八九]+"
)
# 一成多, 三分之一强: a little more
_AND_MORE = re.compile(r"多|强(?!调|化|县|市|省|国|镇|劲|度)|有余")
# 三次产业结构 3.2:38.5:58.3
_STRUCTURE = re.compile(r"(?<![\d.:])\d+(?:\.\d+)?(?::\d+(?:\.\d+)?){1,3}(?![\d:])")


def find_numbers(folded: str) -> list[Number]:
    """Every number with a unit, rank, fraction or proportion in folded text, in order, none overlapping.

    Whether it is a figure is decided by ingest/figures: dates, names and list marks are still among these.
    """
    return list(_numbers(folded))


@lru_cache(maxsize=4096)  # the same clauses are looked at from several sides
def _numbers(folded: str) -> tuple[Number, ...]:
    folded = _MARK.sub(lambda mark: " " * len(mark.group()), folded)
    taken = [False] * (len(folded) + 1)
    found: list[Number] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(folded):
            if any(taken[match.start() : match.end()]):
                continue
            number = read(match, folded)
            if number is None:
                continue
            found.append(number)
            for i in range(number.start, number.end):
                taken[i] = True
    in_order = sorted(found, key=lambda n: n.start)
    return tuple(share_bounds(_share_points(_join_ranges(in_order, folded), folded), folded))


def _share_points(numbers: list[Number], folded: str) -> list[Number]:
    """0.7个和0.2个百分点: 个 alone is short for the unit behind it."""
    for k in range(len(numbers) - 2, -1, -1):
        number, following = numbers[k], numbers[k + 1]
        if (
            number.unit == "个"
            and following.unit.endswith("百分点")
            and folded[number.end : following.start] in ("和", "、", "与", "及")
        ):
            numbers[k] = replace(number, unit=following.unit)
    return numbers


def _finish(
    folded: str,
    start: int,
    end: int,
    value: Decimal,
    unit: str,
    form: NumberForm,
    rough: str = "",
    han: bool = False,
) -> Number:
    if unit == "个点":  # 提高1.9个点, as people say; not 12个点位
        unit, end = ("个百分点", end) if value % 1 else ("个", end - 1)
    is_part = form in ("fraction", "proportion", "times") or unit in ("%", "倍")
    bound, lead_end, tail_start = bounds(folded, start, end, is_part)
    if rough and not bound:
        bound = "more_than"
    if rough and folded.startswith(rough, tail_start):  # 四成|多
        tail_start += len(rough)
    return Number(start, end, value, None, unit, bound, form, lead_end, tail_start, han)


def _read_plain(match: re.Match[str], folded: str) -> Number | None:
    value = Decimal(re.sub("[, ]", "", match["number"]).replace("·", "."))
    start = match.start()
    if _MINUS.search(folded[max(0, start - 3) : start]):  # 增速为-2.8%, 增长-2.8%
        value, start = -value, start - 1
    multiplier, unit = match["multiplier"] or "", match["unit"] or ""
    if match["low"]:  # 1亿3400万元 is 1.34亿元
        value += Decimal(match["low"][:-1]) * 10**4 / MULTIPLIERS[multiplier]
    multiplier += match["late"] or ""
    if not unit and (
        shared := _SHARED_UNIT.match(folded, match.end())
    ):  # 70、80家 and 3.2万、1.8万平方米: the unit stands once, at the end
        multiplier, unit = multiplier or shared["multiplier"] or "", shared["unit"]
    if not multiplier and not unit:
        return (
            None
            if not _is_bare_index(folded, match)
            else _finish(folded, start, match.end(), value, "", "plain")
        )
    return _finish(folded, start, match.end(), value, multiplier + unit, "plain", match["rough"] or "")


# 收入比为1.68:1,比上年缩小0.03: a step of the index just before it
# 收入比为1.68:1,比上年缩小
_INDEX_STEP = re.compile(
    r"(?:指数|系数|收入比|之比|得分|评分|比值)[^,;。]{0,12}?\d[\d.:]*,(?:[比较][^,;。]{2,8})?(?:缩小|扩大|下降|"
    r"上升|提高|降低|提升)了?$"
)
# 由98.6提高到
_INDEX_MOVED = re.compile(
    r"(?:由|从)(?:(?:上年|去年|20\d\d年)的?)?\d+(?:\.\d+)?"
    r"(?:提高|提升|上?升|增加?|扩大|下?降|降低|缩小|收窄|减少?|回落)(?:到|至|为)$"
)
# 、48家
_SHARED_UNIT = re.compile(
    rf"(?:(?:、|和|与|及)(?:{_ARABIC})(?P<multiplier>{MULTIPLIER})?){{1,4}}(?P<unit>{UNIT_RATE})"
)
# a minus stands behind a word, a range behind a number
# 增速为-
_MINUS = re.compile(r"(?:[为至的到达率速是了计(:幅]|增长|分别|%、|^)-$")
# 综合指数为98.6 · 系数达0.85: a number without a unit is a figure only right behind such a noun
# 综合指数为
_INDEX_LEAD = re.compile(
    r"(?:指数|系数|收入比|之比|得分|评分|分值|总分|指标值|比值|[A-Z]值|倍率|倍数|容积率|密度|均值|强度)(?:为|达到|"
    r"达|是|至|约|:|"
    r"升至|降至|提升至|下降至|提高到|(?:缩小|收窄|扩大)[到至]|[由从](?:(?:上年|去年|20\d\d年)的?)?)?$"
)


def _is_bare_index(folded: str, match: re.Match[str]) -> bool:
    """Whether a number without a unit is an index: behind such a noun, or where one got to from (由0.532提高到0.538)."""
    before = folded[max(0, match.start() - 24) : match.start()]
    if folded[match.end() : match.end() + 1] in ("年", "月", "日", "号", "-"):
        return False
    wider = folded[max(0, match.start() - 40) : match.start()]
    if "." in match["number"] and re.search(r"[一-鿿]率(?:为|达到?|降至|升至)?$", before):
        return True  # 十万人口火灾死亡率0.12
    return bool(_INDEX_LEAD.search(before) or _INDEX_MOVED.search(before) or _INDEX_STEP.search(wider))


def _read_han(match: re.Match[str], folded: str) -> Number | None:
    text, unit = match["number"], match["unit"]
    late = match["late"] or ""
    if "亿" in text[:-1]:  # 八百三十六亿四千万元 is 836.4亿元
        value = parse_han(text + late) / 10**8
        return _finish(
            folded, match.start(), match.end(), value, "亿" + unit, "plain", match["rough"] or "", True
        )
    stripped = text.rstrip("万亿")
    if stripped and stripped != text:  # 三百二十万人 is 320万人, printed unit kept
        late, text = text[len(stripped) :] + late, stripped
    if text.endswith("点") or text.startswith("点"):
        return None
    try:
        value = parse_han(text)
    except (ValueError, KeyError):
        return None
    return _finish(
        folded, match.start(), match.end(), value, late + unit, "plain", match["rough"] or "", han=True
    )


def _read_bare(match: re.Match[str], folded: str) -> Number:
    text = match["number"] or match["number2"] or match["number3"]
    unit = match["unit"] or match["unit2"] or ""
    head, late = (text[:-1], "亿") if text.endswith("亿") and len(text) > 1 else (text, "")
    value = Decimal(1)
    for char in head:
        value *= {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}[char]
    return _finish(folded, match.start(), match.end(), value, late + unit, "plain", han=True)


def _read_per(match: re.Match[str], folded: str) -> Number:
    value = Decimal(match["number"])
    return _finish(folded, match.start(), match.end(), value, f"/{match['per'].replace('十', '10')}", "plain")


def _read_han_index(match: re.Match[str], folded: str) -> Number | None:
    if not _INDEX_LEAD.search(folded[max(0, match.start() - 24) : match.start()]):
        return None
    return _finish(folded, match.start(), match.end(), parse_han(match.group()), "", "plain", han=True)


def _read_percent(match: re.Match[str], folded: str) -> Number:
    text = match["number"]
    value = Decimal(text.replace(",", "")) if text[0].isdigit() else parse_han(text)
    unit = {"百": "%", "千": "‰", "万": "‱"}[match["base"]]
    return _finish(folded, match.start(), match.end(), value, unit, "plain", han=True)


def _read_fraction(match: re.Match[str], folded: str) -> Number | None:
    if match["h2"]:
        high, low = Decimal(match["h2"]), Decimal(match["l2"])
    else:
        high, low = parse_han(match["high"]), parse_han(match["low"])
    if not low or high >= low:
        return None
    value = (high / low).quantize(Decimal("0.000001")).normalize()
    return _finish(folded, match.start(), match.end(), value, "", "fraction", _and_more(match, folded), True)


def _read_tenths(match: re.Match[str], folded: str) -> Number:
    text = match["number"]
    value = Decimal(text) if text.isascii() else Decimal(DIGITS[text])
    if match["half"]:
        value += Decimal(DIGITS[match["half"]]) / 10
    return _finish(
        folded, match.start(), match.end(), value, "成", "proportion", _and_more(match, folded), True
    )


def _and_more(match: re.Match[str], folded: str) -> str:
    found = _AND_MORE.match(folded, match.end())
    return found.group() if found else ""


def _read_half(match: re.Match[str], folded: str) -> Number:
    number = _finish(folded, match.start(), match.end(), Decimal("0.5"), "", "fraction", han=True)
    if match["bound"]:
        return replace(number, bound="more_than")
    return number


def _read_doubled(match: re.Match[str], folded: str) -> Number:
    times = DIGITS[match["times"]] if match["times"] else 1
    return _finish(folded, match.start(), match.end(), Decimal(2**times), "倍", "times", han=True)


# 居全省
_RANK_LEAD = re.compile(
    r"(?:居|列|排|名列|位|排名|位次|跃升|升至|升到|跃至|上升至|上升到|提升至|保持|稳居|蝉联|获|夺得|评|考核|总量|"
    r"增速|增幅|进入|跻身|进|晋升|全省|全国|全市|全区|全县|省内|国内|市内|世界|全球|同类城市|地市|设区市|兄弟县市|"
    r"各县区|各县|各区|各区县|[县市区]\)|并列|均|首次|连续.{1,4}年|列全.{1,8}|分列|分居|为|达到?|到|至|和|、|"
    r"(?:居|列|排|位居|位列|名列)(?!民)(?:[^,;。、\d]{0,4}\d{1,3}个)?[^,;。、\d]{1,12})$"
)
# 排第2,一季度还只是第5: a place in a ranking spoken of before
# 第2,一季度还只是
_RANK_AGAIN = re.compile(r"(?:第[\d一二三四五六七八九十]{1,3}|首)位?[^;。]{0,10}(?:是|降为|退至|在|为)$")


def _read_rank(match: re.Match[str], folded: str) -> Number | None:
    before = folded[max(0, match.start() - 18) : match.start()]
    if not match["unit"] and not _RANK_LEAD.search(before) and not _RANK_AGAIN.search(before):
        return None
    text = match["number"]
    value = Decimal(text) if text.isdigit() else parse_han(text)
    return _finish(folded, match.start(), match.end(), value, match["unit"] or "", "rank")


def _read_top(match: re.Match[str], folded: str) -> Number:
    text = match["number"]
    value = Decimal(text) if text.isdigit() else parse_han(text)
    number = _finish(folded, match.start(), match.end(), value, match["unit"] or "", "rank")
    return replace(number, bound="at_most")


def _read_first(match: re.Match[str], folded: str) -> Number:
    return _finish(folded, match.start(), match.end(), Decimal(1), "", "rank")


def _read_structure(match: re.Match[str], folded: str) -> Number | None:
    if not re.search(
        r"(?:结构[^,;。]{0,32}|(?:比例|比重|之比|比|系数|杠杆)[^,;。]{0,12}(?:,[由从][^,;。\d]{0,6})?|"
        r":\d[\d.]*[^,;。\d]{2,4}[为至到])$",
        folded[max(0, match.start() - 40) : match.start()],
    ):
        return None
    parts = match.group().split(":")
    told = parts[1] if parts[0] == "1" and len(parts) == 2 else parts[0]  # 1:11.7 and 1.68:1
    return _finish(folded, match.start(), match.end(), Decimal(told), "", "structure")


_READERS = (
    (_STRUCTURE, _read_structure),
    (_PER, _read_per),
    (_PER_FRONT, _read_per),
    (_PERCENT_HAN, _read_percent),
    (_FRACTION, _read_fraction),
    (_RANK, _read_rank),
    (_TOP, _read_top),
    (_DOUBLED, _read_doubled),
    (_HALF, _read_half),
    (_PLAIN, _read_plain),
    (_BARE, _read_bare),
    (_HAN, _read_han),
    (_HAN_INDEX, _read_han_index),
    (_TENTHS, _read_tenths),
    (_FIRST, _read_first),
)


def _join_ranges(numbers: list[Number], folded: str) -> list[Number]:
    """10-12家 and 5%-6% as one number with two ends."""
    joined: list[Number] = []
    for number in numbers:
        match = re.search(
            r"(\d+(?:\.\d+)?)(?:%|万|亿)?[-~—–至到]+$", folded[max(0, number.start - 12) : number.start]
        )
        if number.is_han and number.form == "plain" and (low_han := _low_end(number, folded)):
            joined.append(low_han)
            continue
        if not match or number.form != "plain" or number.is_han:
            joined.append(number)
            continue
        start = number.start - len(match.group())
        low = Decimal(match[1])
        if joined and joined[-1].start <= start < joined[-1].end:
            # 由5%提高到6% has words between and never comes here; 5%-6% does
            joined.pop()
        bound, lead_end, _ = bounds(folded, start, start)
        joined.append(
            Number(
                start,
                number.end,
                low,
                number.value,
                number.unit,
                number.bound or bound,
                "plain",
                lead_end,
                number.tail_start,
                False,
            )
        )
    return joined


# 十五至十八个; not 由五个至十个
# 十五至
_HAN_LOW = re.compile(
    r"(?<![由从自〇零一二两三四五六七八九十百千万])(?P<low>[一二两三四五六七八九十百千]+)[至到-]$"
)


def _low_end(number: Number, folded: str) -> Number | None:
    match = _HAN_LOW.search(folded[max(0, number.start - 8) : number.start])
    if not match:
        return None
    start = number.start - len(match.group())
    low = parse_han(match["low"])
    if low >= number.value:
        return None
    bound, lead_end, _ = bounds(folded, start, start)
    return replace(
        number, start=start, value=low, value_max=number.value, bound=number.bound or bound, lead_end=lead_end
    )
