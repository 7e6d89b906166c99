"""Units as reports print them: money, areas, measures, and classifiers, which nouns begin with too."""

from __future__ import annotations

import re
from decimal import Decimal

MULTIPLIERS = {"百": 10**2, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8,
               "百亿": 10**10, "千亿": 10**11, "万亿": 10**12}  # fmt: skip
# Money, areas and measures; classifiers stand apart because ordinary nouns begin with the same characters.
_MONEY = ("元人民币", "人民币", "美元", "欧元", "港元", "日元", "英镑", "元")
_AREAS = ("平方公里", "平方千米", "平方米", "公顷", "亩次", "亩", "㎡", "m²", "km²", "平方", "方")
_RATIOS = ("个位次", "位次", "个百分点", "百分点", "个点", "%", "‰", "个千分点", "个基点", "基点")
_MEASURES = (
    "吨标准煤", "吨标煤", "千瓦时", "兆瓦时", "吉瓦时", "立方米", "立方", "千瓦", "兆瓦", "吉瓦", "公里", "千米", "海里", "毫米",
    "厘米", "微克", "毫克", "公斤", "千克", "标准箱", "标箱", "标台", "TEU", "载重吨", "总吨", "吨公里", "人公里",
    "吨", "斤", "米", "度", "摄氏度", "℃", "小时", "分钟", "秒", "个月", "个工作日", "工作日", "周岁", "岁",
    "分贝", "分", "升", "毫升", "GWh", "MWh", "TWh", "GW", "MW", "kWh", "KW", "kW", "EFLOPS", "EFlops",
    "PFLOPS", "PFlops", "TB", "PB", "EB", "GB", "Mbps", "Gbps", "Tbps", "标准台", "标煤", "千伏安", "兆伏安",
    "马力", "μg/m³", "μg/m3", "µg/m³", "µg/m3", "ug/m³", "ug/m3", "mg/m³", "mg/m3",
    "m³", "dB(A)", "dB", "芯公里", "车公里", "人年", "人月", "课时", "学时", "学分",
)  # fmt: skip
# A classifier and what must not follow it: 30方面 is not 30方, 5人大代表 is not 5人.
_CLASSIFIERS = {
    "车次": "", "人天": "", "床位": "", "张床": "", "张床位": "", "台套": "", "件套": "", "台件": "",
    "车位": "", "个": "人所|性化|体经|体工|税|股|别", "家": "庭|电|具|长|政(?!府)|禽|畜|乡(?!镇)|居(?!家)", "项": "目",
    "件": "", "人": "才|员|工|民|口|均|社|大代|物|文|力", "名": "单|称|录|胜|牌|优|特|城|村|镇",
    "位": "置|于|数", "户": "籍|外|均", "所": "有|在|属", "座": "谈|位", "条": "件|例|款", "台": "账|风|湾|阶",
    "套": "餐", "张": "", "部": "门|分|署|级|委|队", "册": "", "处": "理|室|置|罚|于",
    "支": "持|撑|出|部|付|柱", "只": "有|要|能|是", "头": "部|条", "辆": "", "架": "构", "艘": "",
    "例": "如|行|外|会", "起": "来|步|点|草|诉|到", "宗": "教|旨|族", "笔": "记", "批": "准|复|评|发|示",
    "场": "所|馆|景|域|地|镇", "次": "数|序|会|日|年|新|生|产|第|品|级|要", "种": "植|子|业|养|粮",
    "类": "型|别|似", "份": "额", "篇": "章", "本": "级|市|区|县|地|土|科|轮|次|着|年|省", "株": "", "羽": "",
    "尾": "", "列": "入|为|车|全", "对": "接|口|外|标|于|照|应|全|比", "组": "织|成|建|团|合|长|工|部",
    "门": "户|槛|诊|类|店", "首": "次|个|批|位|创|家|台|店|府|发|套", "枚": "", "块": "状", "片": "区|面",
    "段": "", "盏": "", "口": "岸|径|腔|碑", "眼": "", "道": "路|德|具", "卷": "", "票": "", "艇": "",
    "间": "隔|接", "幅": "度|员", "棵": "", "根": "本|据|源|治|植|基", "期": "间|待|末|货|限",
    "轮": "次|换|值|车|胎|椅|训|候|岗", "方面": "", "小时": "", "星级": "", "倍": "增", "折": "", "票次": "",
    "单": "位|独|项|体|元|一", "格": "局", "班": "子|组|列", "瓶": "", "袋": "", "箱": "", "袭": "",
    "周": "年|边|期|转|岁", "天": "然|气|空|府|津|水", "日": "均|前|内|游|间", "页": "", "字": "", "梯": "队|次|级",
    "层": "次|面|级|级", "栋": "", "幢": "", "套房": "", "平": "台|方|均|安|稳|衡", "丘": "", "艺": "",
    "趟": "", "剂": "量|型", "针": "对|织", "席": "卷|位", "桶": "装", "罐": "车|装|头", "顶": "层|点|尖|级|端", "匹": "配",
    "款": "项|式|待|额",
    "担": "保|任|当|负|架", "具": "有|体|备", "颗": "粒", "粒": "", "端口": "",
}  # fmt: skip
_SIMPLE_UNITS = sorted((*_MONEY, *_AREAS, *_RATIOS, *_MEASURES), key=len, reverse=True)


def _classifier_pattern() -> str:
    """A classifier, alone or with 次 or another one in parentheses: 个次, 辆次, 台(套), 家(处)."""
    single = "".join(unit for unit in _CLASSIFIERS if len(unit) == 1)
    parts = [rf"[{single}](?:次(?!{_CLASSIFIERS['次']})|\([{single}]\))"]
    for unit in sorted(_CLASSIFIERS, key=len, reverse=True):
        barred = _CLASSIFIERS[unit]
        parts.append(re.escape(unit) + (f"(?!{barred})" if barred else ""))
    return "|".join(parts)


UNIT = (
    r"(?:"
    + "|".join(re.escape(u) for u in _SIMPLE_UNITS if u != "方")
    + r"|方(?!面|案|向|式|针|法|位|便)|"
    + _classifier_pattern()
    + r")"
)
# 元/平方米, 微克/立方米, 件/万人, 人/平方公里, 元/人/月
UNIT_RATE = (
    UNIT
    + r"(?:每(?:立方米|平方米|平方公里)|/(?:万|千|百|亿)?(?:"
    + "|".join(re.escape(u) for u in _SIMPLE_UNITS)
    + r"|[人户天日年月次家名项])+)*"
)
MULTIPLIER = r"(?:万亿|千亿|百亿|千万|百万|亿|万|千|百)"
# what a question asks how many of: 多少|亿斤, 几|家, 多少|亿; 床位, 车位, 所得税 are things, and no measures of one
_THINGS = "床位|车位|张床|所得税"
UNIT_ASKED = rf"(?!{_THINGS})(?:{MULTIPLIER}{{0,2}}{UNIT_RATE}|{MULTIPLIER}{{1,2}})"


def scale(unit: str) -> tuple[Decimal, str]:
    """A printed unit as a factor and a base unit: 万亿斤 → (10¹², 斤), 家 → (1, 家)."""
    for prefix in sorted(MULTIPLIERS, key=len, reverse=True):
        # 百分点 and 千瓦 begin with multiplier characters but are units of their own
        if unit.startswith(prefix) and unit not in ("百分点", "千瓦", "千瓦时", "千米", "千克", "千伏安"):
            rest = unit[len(prefix) :]
            if rest or prefix in ("万", "亿", "万亿"):
                return Decimal(MULTIPLIERS[prefix]), rest
    return Decimal(1), unit
