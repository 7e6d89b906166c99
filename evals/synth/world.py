"""What is true in a made-up world: for every city, year and topic one value, from which growth and shares follow."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property
from typing import Literal

from ingest.regions import Region, Regions

Kind = Literal["amount", "growth", "share", "stock", "measure"]
ORDINALS = "一二三四五六七八九十"
LAST_YEAR = 2024


@dataclass(frozen=True)
class Topic:
    """Something that reports count or measure."""

    name: str  # the usual statistical name
    unit: str
    low: float  # of a city
    high: float
    digits: int  # behind the point
    kind: Kind
    nouns: tuple[str, ...]  # as reports print it, the usual name among them
    asked: tuple[str, ...]  # as people ask for it
    verbs: tuple[str, ...] = ()  # in front of it: 实现, 完成
    new: str = "新增"  # of a stock: the verb of its increments


# Names are those of ingest/terms; what a reader calls anything else is a matter of taste.
TOPICS = (
    Topic("地区生产总值", "亿元", 400, 9000, 1, "amount", ("地区生产总值", "生产总值", "GDP"), ("GDP", "地区生产总值", "生产总值"), ("实现",)),
    Topic("一般公共预算收入", "亿元", 30, 900, 1, "amount", ("一般公共预算收入",), ("一般公共预算收入", "公共预算收入"), ("完成", "实现")),
    Topic("社会消费品零售总额", "亿元", 200, 4000, 1, "amount", ("社会消费品零售总额",), ("社零", "社会消费品零售总额", "社零总额"), ("实现",)),
    Topic("货物进出口总额", "亿元", 20, 6000, 1, "amount", ("货物进出口总额", "进出口总额", "外贸进出口总额"), ("进出口总额", "外贸进出口"), ("完成", "实现")),
    Topic("城镇居民人均可支配收入", "元", 32000, 79000, 0, "amount", ("城镇居民人均可支配收入",), ("城镇居民人均可支配收入", "城镇居民收入")),
    Topic("农村居民人均可支配收入", "元", 15000, 48000, 0, "amount", ("农村居民人均可支配收入",), ("农村居民人均可支配收入", "农民人均可支配收入")),
    Topic("技术合同成交额", "亿元", 5, 1400, 1, "amount", ("技术合同成交额",), ("技术合同成交额",), ("实现",)),
    Topic("旅游总收入", "亿元", 40, 1900, 1, "amount", ("旅游总收入", "旅游收入"), ("旅游总收入", "旅游收入"), ("实现",)),
    Topic("接待游客人次", "万人次", 500, 12000, 1, "measure", ("接待游客",), ("接待游客", "游客")),
    Topic("粮食总产量", "万吨", 20, 600, 1, "measure", ("粮食总产量", "粮食产量"), ("粮食总产量", "粮食产量")),
    Topic("城镇新增就业", "万人", 1, 22, 2, "measure", ("城镇新增就业",), ("城镇新增就业",)),
    Topic("常住人口", "万人", 90, 1200, 1, "measure", ("常住人口",), ("常住人口",)),
    Topic("固定资产投资", "%", -6, 14, 1, "growth", ("固定资产投资",), ("固定资产投资", "固投")),
    Topic("规模以上工业增加值", "%", -3, 13, 1, "growth", ("规模以上工业增加值", "规上工业增加值"), ("规上工业增加值", "规模以上工业增加值")),
    Topic("工业投资", "%", -8, 22, 1, "growth", ("工业投资",), ("工业投资",)),
    Topic("民间投资", "%", -9, 15, 1, "growth", ("民间投资",), ("民间投资",)),
    Topic("常住人口城镇化率", "%", 45, 85, 2, "share", ("常住人口城镇化率",), ("城镇化率", "常住人口城镇化率")),
    Topic("空气质量优良率", "%", 70, 99, 1, "share", ("空气质量优良率", "空气质量优良天数比例"), ("空气优良率", "空气质量优良天数比例")),
    Topic("全社会R&D经费投入强度", "%", 1, 5, 2, "share", ("全社会R&D经费投入强度",), ("R&D投入强度", "全社会R&D经费投入强度")),
    Topic("高新技术企业", "家", 60, 900, 0, "stock", ("高新技术企业",), ("高企", "高新技术企业"), new="新认定"),
    Topic("科技型中小企业", "家", 200, 2600, 0, "stock", ("科技型中小企业",), ("科技型中小企业",)),
    Topic("专精特新中小企业", "家", 20, 400, 0, "stock", ("专精特新中小企业",), ("专精特新中小企业", "专精特新企业")),
    Topic("规模以上工业企业", "家", 40, 700, 0, "stock", ("规上工业企业", "规模以上工业企业"), ("规上工业企业",)),
    Topic("家庭农场", "家", 100, 2500, 0, "stock", ("家庭农场",), ("家庭农场",)),
    Topic("众创空间", "家", 3, 60, 0, "stock", ("众创空间",), ("众创空间",)),
    Topic("5G基站", "个", 500, 9000, 0, "stock", ("5G基站",), ("5G基站",), new="新建"),
    Topic("养老床位", "张", 300, 6000, 0, "stock", ("养老床位",), ("养老床位",)),
)  # fmt: skip
BY_NAME = {topic.name: topic for topic in TOPICS}


@dataclass(frozen=True)
class Fact:
    """A topic in one place and year."""

    topic: Topic
    value: Decimal  # of a stock: what was added
    before: Decimal  # a year earlier
    total: Decimal  # of a stock: all there are
    rank: int

    @cached_property
    def growth(self) -> Decimal:
        """In percent, from the printed values."""
        return rounded((self.value / self.before - 1) * 100, 1)

    @property
    def change(self) -> Decimal:
        return self.value - self.before


def fact(seed: int, place: str, topic: Topic, year: int, share: float = 1.0) -> Fact:
    """What is true; it depends on nothing but its arguments.

    Args:
        share: how much of a city the place is; what is measured a head does not shrink with it.
    """
    size = 1.0 if topic.unit in ("%", "元") else share
    value, before = level(seed, place, topic, year, size), level(seed, place, topic, year - 1, size)
    chance = random.Random(f"{seed}/{place}/{topic.name}/{year}/rest")
    total = value * chance.randint(3, 9) + chance.randint(1, 50)
    return Fact(topic, value, before, total, chance.randint(1, 10))


@cache
def level(seed: int, place: str, topic: Topic, year: int, size: float) -> Decimal:
    """The value of a year, near that of the year before; equal in neither of two years."""
    base = random.Random(f"{seed}/{place}/{topic.name}")
    start = base.uniform(topic.low, topic.high) * size
    if topic.kind == "growth":
        drawn = random.Random(f"{seed}/{place}/{topic.name}/{year}").uniform(topic.low, topic.high)
        return rounded(Decimal(drawn), topic.digits) or Decimal("0.4")
    step = 0.012 if topic.kind == "share" else 0.06
    for moved in range(LAST_YEAR - 10, year + 1):
        chance = random.Random(f"{seed}/{place}/{topic.name}/{moved}")
        drift = chance.uniform(0.3, 1) * step * (1 if chance.random() < 0.85 else -1)
        start *= 1 + drift * (0.2 if topic.kind == "share" else 1)
    high = min(topic.high * 1.3, 99.5) if topic.kind == "share" else topic.high * 4
    return rounded(Decimal(min(start, high - (year % 7) / 10)), topic.digits)


def rounded(value: Decimal, digits: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def cities(count: int) -> list[Region]:
    """Cities, from many provinces first.

    Raises:
        ValueError: there are not so many.
    """
    regions = Regions.load()
    by_province = [
        [one for one in regions.children(province.code) if one.level == "city"]
        for province in regions.children("")
    ]
    found = [
        province[n]
        for n in range(max(map(len, by_province)))
        for province in by_province
        if n < len(province)
    ]
    if count > len(found):
        raise ValueError(f"there are {len(found)} cities, not {count}")
    return found[:count]


def districts(city: Region) -> Sequence[Region]:
    """Up to four counties of a city whose names no other county has."""
    return [one for one in Regions.load().children(city.code) if _is_unique(one.name)][:4]


def _is_unique(name: str) -> bool:
    mentions = Regions.load().find(name)
    return len(mentions) == 1 and len(mentions[0].codes) == 1 and mentions[0].end == len(name)
