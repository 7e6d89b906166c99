"""Where numbers are no figures: names, dates, list marks and idioms."""

from __future__ import annotations

import re

from ingest.periods import PeriodMention

# “双报到”
_QUOTED_NAME = re.compile(r"“[^“”]{1,16}”|‘[^‘’]{1,16}’|\"[^\"]{1,16}\"|《[^《》]{1,60}》")
# （一）
_LIST_MARK = re.compile(
    r"^\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.]|[(（]?\d{1,2}[)）、]|\d{1,2}\.(?!\d)|"
    r"第[一二三四五六七八九十]{1,3}[章节条])\s*",
    re.M,
)
# 2024〕12号, 10+2, 4+X, A类, 24小时, 第七届, 4A级, 3-6岁|幼儿
_NOT_FIGURE = re.compile(
    r"(?=[〔\[【\dA-Z第])(?:〔\d{4}〕\s*\d+|[\[【]\d{4}[\]】]\s*\d+号|\d+\+[\dA-Z]+|[A-Z]\+\d+|\d+[XxＸ](?![\d])|"
    r"第[一二三四五六七八九十百]+(?=届|次|批|号|期|轮|条|版)|第\d+(?=届|次|批|号|期|轮|条|版|季度|个|代|章|节|款)|"
    r"\d+A级?|\d[GD](?![A-Z])|PM\d+(?:\.\d+)?|\d+号|\d+\.0(?=版|时代|升级)|"
    r"\d{1,3}(?:周?岁)?[-至到]\d{1,3}周?岁(?!左右|之间)(?=[一-鿿)、]))"
)
# 10月当月
_DATE = re.compile(r"\d{1,2}月(?:\d{1,2}日)?(?:份)?|\d{1,2}日|(?:\d{2}|\d{4})年")
# 五位一体
_IDIOM = re.compile(
    r"(?=[一二三四五六七八九十万千百时任双12数两])(?:[一二三四五六七八九十]位一体|"
    r"(?<![一二三四五六七八九十百千万点之])[一二三四五六七八九十](?:大|化|链|通|新|全|"
    r"网|廊|带|区|核|轴|港|谷|率|力|型|级|线|办|品|院|县|村|镇|路|园|城|会|心|线|体|进|最|有|无)(?!\d)|万众|"
    r"千家万户|百姓|千方百计|百折不挠|十分(?=艰|重|严|突|明|紧|必|之|复|关)|八项规定|(?:时间|任务)过半|双过半|"
    r"(?:15|十五|10|十)分钟(?=[一-鿿]{0,3}(?:圈|服务))|24小时(?=[一-鿿])|二次创业|[一二三四五]星级(?=[^\d,;。]{2})|"
    r"数[十百千万]+|百日(?=[一-鿿])|(?<![一二三四五六七八九十百千\d])一(?:批|系列|体|揽子|套|盘|把手|流|定|些|起|"
    r"次性|步|种|方面|方|站式|件事|类事|张蓝图|条龙|号|季度|老一小|键|码|网|图|平台)|"
    r"两(?:个确立|个维护|会|新|重|山|岸|端)|三(?:农|资|孩|旧|防|公|严|务|生三融)|[一二三四五六七八九]季度)"
)


def mask_names(text: str, periods: list[PeriodMention]) -> list[bool]:
    """Which characters belong to names, dates, list marks and idioms, so that numbers there are no figures."""
    masked = [False] * (len(text) + 1)
    for pattern in (_QUOTED_NAME, _LIST_MARK, _NOT_FIGURE, _DATE, _IDIOM):
        for match in pattern.finditer(text):
            masked[match.start() : match.end()] = [True] * (match.end() - match.start())
    for mention in periods:
        masked[mention.start : mention.end] = [True] * (mention.end - mention.start)
    return masked
