"""Numbers as reports print them: Arabic or Chinese, with multiplier, unit and bound, at their exact place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from ingest.records import Bound

NumberForm = Literal["plain", "rank", "fraction", "proportion", "times", "structure"]

_DIGITS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
MULTIPLIERS = {"百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8,
               "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}  # fmt: skip

# Money, areas and measures; classifiers stand apart because ordinary nouns begin with the same characters.
_MONEY = ("元人民币", "人民币", "美元", "欧元", "港元", "日元", "英镑", "元")
_AREAS = ("平方公里", "平方千米", "平方米", "公顷", "亩次", "亩", "㎡", "平方", "方")
_RATIOS = ("个位次", "位次", "个百分点", "百分点", "%", "‰", "个千分点", "个基点", "基点")
_MEASURES = (
    "吨标准煤", "吨标煤", "千瓦时", "立方米", "立方", "千瓦", "兆瓦", "吉瓦", "公里", "千米", "海里", "毫米",
    "厘米", "微克", "毫克", "公斤", "千克", "标准箱", "标箱", "标台", "TEU", "载重吨", "总吨", "吨公里", "人公里",
    "吨", "斤", "米", "度", "摄氏度", "℃", "小时", "分钟", "秒", "个月", "个工作日", "工作日", "周岁", "岁",
    "分贝", "分", "升", "毫升", "GWh", "MWh", "TWh", "GW", "MW", "kWh", "KW", "kW", "EFLOPS", "EFlops",
    "PFLOPS", "PFlops", "TB", "PB", "EB", "GB", "Mbps", "Gbps", "Tbps", "标准台", "标煤", "千伏安", "兆伏安",
    "马力", "芯公里", "车公里", "人年", "人月", "课时", "学时", "学分",
)  # fmt: skip
# A classifier and what must not follow it: 30方面 is not 30方, 5人大代表 is not 5人.
_CLASSIFIERS = {
    "车次": "", "人天": "", "床位": "", "张床": "", "张床位": "", "台套": "", "件套": "", "台件": "",
    "车位": "", "个": "人所|性化|体经|体工|税|股|别", "家": "庭|电|具|长|政|禽|畜|乡|居", "项": "目",
    "件": "", "人": "才|员|工|民|口|均|社|大代|物|文|力", "名": "单|称|录|胜|牌|优|特|城|村|镇",
    "位": "置|于", "户": "籍|外|均", "所": "有|在|属", "座": "谈|位", "条": "件|例|款", "台": "账|风|湾|阶",
    "套": "餐", "张": "", "部": "门|分|署|级|委|队", "册": "", "处": "理|室|置|罚|于",
    "支": "持|撑|出|部|付|柱", "只": "有|要|能|是", "头": "部|条", "辆": "", "架": "构", "艘": "",
    "例": "如|行|外|会", "起": "来|步|点|草|诉|到", "宗": "教|旨|族", "笔": "记", "批": "准|复|评|发|示",
    "场": "所|馆|景|域|地|镇", "次": "数|序|会|日|年|新|生|产|第|品|级|要", "种": "植|子|业|养|粮",
    "类": "型|别|似", "份": "额", "篇": "章", "本": "级|市|区|县|地|土|科|轮|次|着|年|省", "株": "", "羽": "",
    "尾": "", "列": "入|为|车|全", "对": "接|口|外|标|于|照|应|全|比", "组": "织|成|建|团|合|长|工|部",
    "门": "户|槛|诊|类|店", "首": "次|个|批|位|创|家|台|店|府|发|套", "枚": "", "块": "状", "片": "区|面",
    "段": "", "盏": "", "口": "岸|径|腔|碑", "眼": "", "道": "路|德|具", "卷": "", "票": "", "艇": "",
    "间": "隔|接", "幅": "度|员", "棵": "", "根": "本|据|源|治|植|基", "期": "间|待|末|货|限",
    "轮": "次|换|值", "方面": "", "小时": "", "星级": "", "倍": "增", "折": "", "票次": "",
    "单": "位|独|项|体|元|一", "格": "局", "班": "子|组|列", "瓶": "", "袋": "", "箱": "", "袭": "",
    "周": "年|边|期|转|岁", "天": "然|气|空|府|津|水", "日": "均|前|内", "页": "", "字": "", "梯": "队|次|级",
    "层": "次|面|级|级", "栋": "", "幢": "", "套房": "", "平": "台|方|均|安|稳|衡", "丘": "", "艺": "",
    "趟": "", "剂": "量|型", "针": "对|织", "席": "卷|位", "桶": "装", "罐": "车|装|头", "顶": "层|点|尖|级|端", "匹": "配",
    "担": "保|任|当|负|架", "具": "有|体|备", "颗": "粒", "粒": "", "端口": "",
}  # fmt: skip

_HAN_NUMERAL = "〇零一二两三四五六七八九十百千万亿点"
_SIMPLE_UNITS = sorted((*_MONEY, *_AREAS, *_RATIOS, *_MEASURES), key=len, reverse=True)


def _classifier_pattern() -> str:
    """A classifier, alone or with 次 or another one in parentheses: 个次, 辆次, 台(套), 家(处)."""
    single = "".join(unit for unit in _CLASSIFIERS if len(unit) == 1)
    parts = [rf"[{single}](?:次(?!{_CLASSIFIERS['次']})|\([{single}]\))"]
    for unit in sorted(_CLASSIFIERS, key=len, reverse=True):
        barred = _CLASSIFIERS[unit]
        parts.append(re.escape(unit) + (f"(?!{barred})" if barred else ""))
    return "|".join(parts)


_UNIT = (
    r"(?:"
    + "|".join(re.escape(u) for u in _SIMPLE_UNITS if u != "方")
    + r"|方(?!面|案|向|式|针|法|位|便)|"
    + _classifier_pattern()
    + r")"
)
# 元/平方米, 微克/立方米, 件/万人, 人/平方公里
_UNIT_RATE = (
    _UNIT
    + r"(?:/(?:万|千|百|亿)?(?:"
    + "|".join(re.escape(u) for u in _SIMPLE_UNITS)
    + r"|[人户天日年月次家名项])+)?"
)
# 1,824.5 · 2 318: thousands set apart by a comma or, in print, by a thin blank
_ARABIC = r"\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?"
_MULTIPLIER = r"(?:万亿|千亿|百亿|千万|百万|亿|万|千|百)"
# what a question asks how many of: 多少|亿斤, 几|家, 多少|亿; 床位 and 车位 are things, and no measures of one
_THINGS = "床位|车位|张床"
UNIT_ASKED = rf"(?!{_THINGS})(?:{_MULTIPLIER}{{0,2}}{_UNIT_RATE}|{_MULTIPLIER}{{1,2}})"
_BOUND_BEFORE = re.compile(
    r"(?:不少于|不低于|不超过|不高于|不多于|不到|不足|低于|高于|至少|最多|超过|突破|超出|高达|大约|约为|接近|将近|"
    r"首破|迈上|迈过|跨上|跨过|站上|冲破|超|逾|过|近|约|≥|≤|>|<)$"
)
_BOUND_AFTER = re.compile(r"(?:左右|上下|以上|以下|以内|及以上|之多)")

# 138家 · 3.5万余人 · 1,824.5亿元 · 10-12家 · 1亿3400万元 · 705万方
_PLAIN = re.compile(
    rf"(?P<number>(?:(?<![\d.A-Za-z])|(?<=\d年))(?:{_ARABIC}))"
    rf"(?:(?P<multiplier>{_MULTIPLIER})(?P<low>\d+(?:\.\d+)?万)?)?"
    rf"(?P<rough>[余多几](?={_UNIT}|万|亿))?(?P<late>(?:万亿|亿|万)(?={_UNIT}))?"
    rf"(?P<unit>{_UNIT_RATE})?"
)
# 三千二百家 · 一点五亿元 · 五十余项
_HAN = re.compile(
    rf"(?P<number>[〇零一二两三四五六七八九十百千][{_HAN_NUMERAL}]*)(?P<rough>[余多几])?(?P<late>(?:万亿|亿|"
    rf"万))?(?P<unit>{_UNIT_RATE})"
)
# 8.9/10万, 196.37/10万: so many of a hundred thousand
_PER = re.compile(r"(?<![\d./])(?P<number>\d+(?:\.\d+)?)/(?P<per>10万|百万)(?![元\d])")
# 突破千亿元 · 超百万人: the multiplier alone, only behind a word that bounds it
_BARE = re.compile(
    rf"(?<=突破|超过)(?P<number>[百千万]+亿?)(?P<unit>{_UNIT})|"
    rf"(?<=[超逾过近达约])(?P<number2>[百千万]+亿?)(?P<unit2>{_UNIT})"
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
    r"(?<![目之以提空])前(?P<number>\d{1,3}|[一二两三四五六七八九十]{1,3})(?P<unit>位|名|强)?(?!年|个月|三季|三个|"
    r"两季|季|期|述|天|日|月|来|[0-9一二三四五六七八九十])"
)
_FIRST = re.compile(r"(?P<number>首位|榜首|首席|第一位)")
# 收入比缩小至一点七八
_HAN_INDEX = re.compile(
    r"(?<![〇零一二两三四五六七八九十百千万点])[〇零一二三四五六七八九十]+点[〇零一二三四五六七八九]+"
)
# 一成多, 三分之一强: a little more
_AND_MORE = re.compile(r"多|强(?!调|化|县|市|省|国|镇|劲|度)|有余")
# 三次产业结构 3.2:38.5:58.3
_STRUCTURE = re.compile(r"(?<![\d.:])\d+(?:\.\d+)?(?::\d+(?:\.\d+)?){1,3}(?![\d:])")


@dataclass(frozen=True)
class Number:
    """A number with its unit at [start, end) of the folded text; the bound may stand outside it."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    unit: str
    bound: Bound
    form: NumberForm
    lead_end: int  # where the words before the number end, bound words left out
    tail_start: int  # where the words after it begin, bound words left out
    is_han: bool


def parse_han(text: str) -> Decimal:
    """A Chinese numeral as a number: 三千二百 → 3200, 一点五 → 1.5, 二〇二四 → 2024.

    Raises:
        ValueError: if `text` holds anything but Chinese numeral characters.
    """
    whole, _, fraction = text.partition("点")
    value = Decimal(_parse_han_whole(whole))
    if fraction:
        value += Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction if c in _DIGITS))
    return value


def _parse_han_whole(text: str) -> int:
    if text and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    last_unit = 10
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            if char in "零〇":
                last_unit = 10
        elif char in _TENS:
            section += (digit or 1) * _TENS[char]
            last_unit, digit = _TENS[char], 0
        elif char in _MYRIADS:
            total = (
                (total + section + digit or 1) * _MYRIADS[char]
                if char == "亿"
                else total + (section + digit or 1) * _MYRIADS[char]
            )
            section, digit, last_unit = 0, 0, _MYRIADS[char]
        else:
            raise ValueError(f"not a Chinese numeral: {text!r}")
    # 三万二 is 32,000 and 一百五 is 150: a bare last digit counts in the next lower unit
    if digit and last_unit >= 100 and len(text) > 1 and text[-2] not in "零〇":
        digit *= last_unit // 10
    return total + section + digit


def scale(unit: str) -> tuple[Decimal, str]:
    """A printed unit as a factor and a base unit: 万亿斤 → (10¹², 斤), 家 → (1, 家)."""
    for prefix in sorted(MULTIPLIERS, key=len, reverse=True):
        # 百分点 and 千瓦 begin with multiplier characters but are units of their own
        if unit.startswith(prefix) and unit not in ("百分点", "千瓦", "千瓦时", "千米", "千克", "千伏安"):
            rest = unit[len(prefix) :]
            if rest or prefix in ("万", "亿", "万亿"):
                return Decimal(MULTIPLIERS[prefix]), rest
    return Decimal(1), unit


def find_numbers(folded: str) -> list[Number]:
    """Every number with a unit, rank, fraction or proportion in folded text, in order, none overlapping.

    Whether it is a figure is decided by ingest/figures: dates, names and list marks are still among these.
    """
    return list(_numbers(folded))


@lru_cache(maxsize=4096)  # the same clauses are looked at from several sides
def _numbers(folded: str) -> tuple[Number, ...]:
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
    return tuple(_share_bounds(_share_points(_join_ranges(in_order, folded), folded), folded))


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


_EACH = re.compile(r"(?:分别|依次|均|都|双双)[已将]?$")


def _share_bounds(numbers: list[Number], folded: str) -> list[Number]:
    """分别增长5%和6.5%左右: a bound behind the last number of a list holds for all of it, as one behind 分别 does."""
    shared: set[int] = set()  # places in a list that 分别 opened
    for k in range(len(numbers) - 2, -1, -1):
        number, following = numbers[k], numbers[k + 1]
        is_list = folded[number.end : following.start] in ("和", "、", "与", "及")
        behind = folded[following.end : following.tail_start]
        # 1家、千万元以上企业6家, 2个、50亿元以上1个: a threshold bounds nothing
        is_list = is_list and bool(behind) and not re.match("[一-鿿\\d]", folded[following.tail_start :][:1])
        if is_list and not number.bound:
            numbers[k] = replace(number, bound=following.bound)
    for k in range(1, len(numbers)):  # 分别突破240亿元、90亿元和60亿元
        first, number = numbers[k - 1], numbers[k]
        is_list = folded[first.tail_start : number.start] in ("和", "、", "与", "及")
        each = is_list and (k in shared or _EACH.search(folded[max(0, first.lead_end - 4) : first.lead_end]))
        if each and first.bound and not number.bound and first.unit == number.unit:
            numbers[k] = replace(number, bound=first.bound)
            shared.add(k + 1)
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
    is_part = form in ("fraction", "proportion", "times") or unit in ("%", "倍")
    bound, lead_end, tail_start = _bounds(folded, start, end, is_part)
    if rough and not bound:
        bound = "more_than"
    if rough and folded.startswith(rough, tail_start):  # 四成|多
        tail_start += len(rough)
    return Number(start, end, value, None, unit, bound, form, lead_end, tail_start, han)


# 通过, 签约: words that end like one of a bound
_NO_BOUND = re.compile(r"[通经不]过$|[签履节集预制]约$|[附就邻邻]近$")
# 约为株洲市的八成, 约占四分之三: what is held against stands between the bound and the number
_ABOUT_OF = re.compile(r"(?:大?约|近)[占为][^,;。、约近]{0,10}$")


def _bounds(folded: str, start: int, end: int, is_part: bool = False) -> tuple[Bound, int, int]:
    bound: Bound = ""
    lead_end, tail_start = start, end
    before = _BOUND_BEFORE.search(folded, max(0, start - 4), start)
    if before and not _NO_BOUND.search(folded[max(0, start - 3) : start]):
        word = before.group()
        if word == "大约" and folded[: lead_end - 2].endswith(("放", "扩")):  # 放大约8倍
            word = "约"
        bound = bound_of(word)
        lead_end = start - len(word)
    elif is_part and _ABOUT_OF.search(folded[max(0, start - 16) : start]):
        bound = "about"
    after = _BOUND_AFTER.match(folded, end, end + 3)
    if after:
        bound = bound or bound_of(after.group())
        tail_start = end + len(after.group())
    return bound, lead_end, tail_start


def bound_of(word: str) -> Bound:
    table: dict[Bound, tuple[str, ...]] = {
        "more_than": (
            "超过",
            "突破",
            "超出",
            "超",
            "逾",
            "过",
            "高于",
            ">",
            "之多",
            "高达",
            "首破",
            "迈上",
            "迈过",
            "跨上",
            "跨过",
            "站上",
            "冲破",
        ),
        "at_least": ("不少于", "不低于", "至少", "以上", "及以上", "≥"),
        "at_most": ("不超过", "不高于", "不多于", "最多", "以下", "以内", "≤"),
        "less_than": ("不到", "不足", "低于", "<"),
        "nearly": ("近", "接近", "将近"),
        "about": ("约", "大约", "约为", "左右", "上下"),
    }
    return next((bound for bound, words in table.items() if word in words), "")


def _read_plain(match: re.Match[str], folded: str) -> Number | None:
    value = Decimal(re.sub("[, ]", "", match["number"]))
    start = match.start()
    if _MINUS.search(folded[max(0, start - 3) : start]):  # 增速为-2.8%
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
_INDEX_STEP = re.compile(
    r"(?:指数|系数|收入比|之比|得分|评分|比值)[^,;。]{0,12}?\d[\d.:]*,(?:[比较][^,;。]{2,8})?(?:缩小|扩大|下降|"
    r"上升|提高|降低|提升)了?$"
)
_INDEX_MOVED = re.compile(
    r"(?:由|从)(?:(?:上年|去年|20\d\d年)的?)?\d+(?:\.\d+)?"
    r"(?:提高|提升|上升|增加|扩大|下降|降低|缩小|回落)(?:到|至|为)$"
)
_SHARED_UNIT = re.compile(
    rf"(?:(?:、|和|与|及)(?:{_ARABIC})(?P<multiplier>{_MULTIPLIER})?){{1,4}}(?P<unit>{_UNIT_RATE})"
)
# a minus stands behind a word, a range behind a number
_MINUS = re.compile(r"(?:[为至的到达率速是了计(:幅]|^)-$")
# 综合指数为98.6 · 系数达0.85: a number without a unit is a figure only right behind such a noun
_INDEX_LEAD = re.compile(
    r"(?:指数|系数|收入比|之比|得分|评分|分值|总分|指标值|比值|[A-Z]值|倍率|倍数|容积率|密度|均值|强度)(?:为|达到|"
    r"达|是|至|约|:|"
    r"升至|降至|提升至|下降至|提高到|缩小到|缩小至|[由从](?:(?:上年|去年|20\d\d年)的?)?)?$"
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
    return _finish(folded, match.start(), match.end(), value, f"/{match['per']}", "plain")


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
    value = Decimal(text) if text.isascii() else Decimal(_DIGITS[text])
    if match["half"]:
        value += Decimal(_DIGITS[match["half"]]) / 10
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
    times = _DIGITS[match["times"]] if match["times"] else 1
    return _finish(folded, match.start(), match.end(), Decimal(2**times), "倍", "times", han=True)


_RANK_LEAD = re.compile(
    r"(?:居|列|排|名列|位|排名|位次|跃升|升至|升到|跃至|上升至|上升到|提升至|保持|稳居|蝉联|获|夺得|评|考核|总量|"
    r"增速|增幅|进入|跻身|进|晋升|全省|全国|全市|全区|全县|省内|国内|市内|世界|全球|同类城市|地市|设区市|兄弟县市|"
    r"各县区|各县|各区|各区县|[县市区]\)|并列|均|首次|连续.{1,4}年|列全.{1,8}|分列|分居|为|达到?|到|至|和|、|"
    r"(?:居|列|排|位居|位列|名列)(?!民)(?:[^,;。、\d]{0,4}\d{1,3}个)?[^,;。、\d]{1,12})$"
)
# 排第2,一季度还只是第5: a place in a ranking spoken of before
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
        r"(?:结构[^,;。]{0,32}|(?:比例|比重|之比|比|系数|杠杆)[^,;。]{0,12})$",
        folded[max(0, match.start() - 40) : match.start()],
    ):
        return None
    parts = match.group().split(":")
    told = parts[1] if parts[0] == "1" and len(parts) == 2 else parts[0]  # 1:11.7 and 1.68:1
    return _finish(folded, match.start(), match.end(), Decimal(told), "", "structure")


_READERS = (
    (_STRUCTURE, _read_structure),
    (_PER, _read_per),
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
        bound, lead_end, _ = _bounds(folded, start, start)
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
    bound, lead_end, _ = _bounds(folded, start, start)
    return replace(
        number, start=start, value=low, value_max=number.value, bound=number.bound or bound, lead_end=lead_end
    )
