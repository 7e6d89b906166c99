"""Made-up work reports in any number, for measuring speed: the same seed gives the same files.

They have the shape of real ones (title, metadata line, numbered headings, sentences full of figures, plans
after results) and no truth in them; nothing about quality is measured on them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Bureau:
    """A publisher and what it counts: (indicator, unit, smallest, largest)."""

    name: str
    topics: tuple[str, ...]
    counts: tuple[tuple[str, str, int, int], ...]
    amounts: tuple[tuple[str, str, int, int], ...]
    works: tuple[str, ...]


BUREAUS = (
    Bureau(
        "科技局",
        ("创新主体培育", "创新平台建设", "成果转移转化", "人才引育", "科技体制改革", "孵化载体建设"),
        (
            ("高新技术企业", "家", 20, 900),
            ("科技型中小企业", "家", 80, 3000),
            ("省级重点实验室", "家", 1, 30),
            ("企业研发中心", "家", 10, 400),
            ("省级孵化载体", "家", 1, 40),
            ("发明专利授权", "件", 100, 9000),
        ),
        (
            ("技术交易额", "亿元", 10, 900),
            ("全社会R&D经费投入", "亿元", 5, 700),
            ("科技贷款余额", "亿元", 20, 2000),
        ),
        ("概念验证中心", "科技特派员工作站", "大型仪器共享平台", "创新联合体", "校地合作研究院"),
    ),
    Bureau(
        "农业农村局",
        ("粮食生产", "高标准农田建设", "和美乡村建设", "农业产业化", "种业振兴", "农民增收"),
        (
            ("农业龙头企业", "家", 5, 300),
            ("家庭农场", "家", 100, 9000),
            ("农民专业合作社", "家", 50, 4000),
            ("美丽乡村示范村", "个", 2, 90),
            ("农业标准化基地", "个", 3, 200),
        ),
        (("粮食产量", "万吨", 5, 400), ("农业总产值", "亿元", 20, 900), ("新建高标准农田", "万亩", 1, 60)),
        ("农产品冷链物流", "农机社会化服务", "数字农业工厂", "耕地地力提升", "村级集体经济"),
    ),
    Bureau(
        "商务局",
        ("外贸稳量提质", "利用外资", "消费促进", "开放平台", "电子商务", "口岸建设"),
        (
            ("外贸主体", "家", 50, 6000),
            ("限上商贸企业", "家", 20, 2000),
            ("跨境电商企业", "家", 10, 1500),
            ("外资项目", "个", 3, 200),
            ("海外仓", "个", 1, 60),
        ),
        (
            ("进出口总额", "亿元", 50, 9000),
            ("社会消费品零售总额", "亿元", 80, 5000),
            ("实际利用外资", "亿美元", 1, 60),
        ),
        ("一刻钟便民生活圈", "老字号振兴", "夜间经济集聚区", "国际贸易单一窗口", "以旧换新"),
    ),
    Bureau(
        "卫生健康委员会",
        ("公立医院改革", "基层医疗", "公共卫生", "人口家庭", "中医药传承", "智慧医疗"),
        (
            ("三级医院", "家", 1, 30),
            ("社区卫生服务站", "家", 20, 800),
            ("托育机构", "家", 10, 500),
            ("执业医师", "人", 500, 30000),
            ("互联网医院", "家", 1, 40),
        ),
        (("卫生总投入", "亿元", 5, 300), ("新增床位", "张", 100, 6000), ("家庭医生签约", "万人", 5, 400)),
        ("紧密型医共体", "检查结果互认", "名中医工作室", "急救站点布局", "健康小屋"),
    ),
    Bureau(
        "交通运输局",
        ("综合交通投资", "公路建设", "港航发展", "公共交通", "物流降本", "行业治理"),
        (
            ("公交线路", "条", 5, 200),
            ("充电桩", "个", 100, 9000),
            ("国际航线", "条", 1, 40),
            ("普通国省道项目", "个", 2, 60),
            ("物流园区", "个", 1, 30),
        ),
        (
            ("交通投资", "亿元", 20, 900),
            ("港口货物吞吐量", "万吨", 100, 60000),
            ("公路通车里程", "公里", 50, 9000),
        ),
        ("农村公路提升", "多式联运示范", "桥隧安全巡检", "智慧高速", "城乡公交一体化"),
    ),
    Bureau(
        "生态环境局",
        ("蓝天保卫", "碧水保卫", "净土保卫", "无废城市", "生态修复", "环境执法"),
        (
            ("治理项目", "个", 10, 500),
            ("绿色工厂", "家", 2, 120),
            ("入河排污口", "个", 20, 900),
            ("空气自动监测站", "座", 2, 80),
            ("环境案件", "件", 10, 600),
        ),
        (("环保投入", "亿元", 2, 120), ("修复湿地", "公顷", 10, 3000), ("减排二氧化碳", "万吨", 1, 200)),
        ("锅炉清洁化改造", "小微园区污水零直排", "危废集中收运", "幸福河湖", "噪声地图"),
    ),
)

OPENINGS = (
    "聚焦{topic}，",
    "扎实推进{topic}，",
    "围绕{topic}目标，",
    "持续深化{topic}，",
    "以{topic}为抓手，",
    "",
)
RESULTS = (
    "新增{count}{n}{unit}，累计达{total}{unit}",
    "全市{count}达{total}{unit}，比上年增加{n}{unit}",
    "新认定{count}{n}{unit}，居全省第{rank}位",
    "{amount}达{sum}{sum_unit}，同比增长{growth}%",
    "完成{amount}{sum}{sum_unit}，占全省的{share}%",
    "{amount}突破{sum}{sum_unit}，增速高于全省平均{points}个百分点",
    "建成{work}{small}个，惠及群众{people}万人次",
)
PLANS = (
    "{year}年力争新增{count}{n}{unit}以上",
    "{amount}增长{growth}%左右",
    "确保{amount}达到{sum}{sum_unit}",
    "计划建设{work}{small}个",
    "推动{count}突破{total}{unit}",
)
CLOSINGS = (
    "{work}经验在全省推广。",
    "牵头制定{work}地方标准。",
    "出台{work}实施方案，明确责任清单。",
    "{work}获评省级优秀案例。",
    "建立{work}月度会商机制。",
)


def write_reports(folder: Path, places: Sequence[str], paragraphs: int, seed: int = 7) -> int:
    """Write reports into `folder` until they hold at least so many paragraphs, headings included.

    Args:
        places: full names of cities, 绍兴市; each gets reports of several bureaus and years.
    Returns:
        How many files were written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = count = 0
    for place, bureau, year in _subjects(places, random.Random(seed)):
        if written >= paragraphs:
            break
        lines = _report(place, bureau, year, random.Random(f"{seed}/{place}/{bureau.name}/{year}"))
        (folder / f"{count:05d}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        written += len(lines)
        count += 1
    return count


def _subjects(places: Sequence[str], chance: random.Random) -> Iterator[tuple[str, Bureau, int]]:
    """Every city, bureau and year, in an order that mixes them from the start."""
    subjects = [(place, bureau, year) for place in places for bureau in BUREAUS for year in range(2016, 2026)]
    chance.shuffle(subjects)
    return iter(subjects)


def _report(place: str, bureau: Bureau, year: int, chance: random.Random) -> list[str]:
    """The lines of one report: title, metadata, results under headings, then plans."""
    lines = [f"{place}{bureau.name}{year}年工作总结和{year + 1}年工作思路"]
    date = f"{year + 1}-0{chance.randint(1, 6)}-{chance.randint(10, 28)}"
    lines.append(f"发布机构：{place}{bureau.name}  成文日期：{date}")
    lines.append(f"一、{year}年工作总结")
    lines += _sections(bureau, chance, RESULTS, year, per_section=4)
    lines.append(f"二、{year + 1}年工作思路")
    lines += _sections(bureau, chance, PLANS, year + 1, per_section=2)
    return lines


def _sections(
    bureau: Bureau, chance: random.Random, templates: Sequence[str], year: int, per_section: int
) -> Iterator[str]:
    for number, topic in enumerate(chance.sample(bureau.topics, len(bureau.topics))):
        yield f"（{ORDINALS[number]}）{topic}"
        for _ in range(per_section):
            yield _paragraph(bureau, topic, chance, templates, year)


def _paragraph(bureau: Bureau, topic: str, chance: random.Random, templates: Sequence[str], year: int) -> str:
    """About eighty characters: an opening, two or three figures, a closing sentence."""
    clauses = [
        _clause(bureau, template, chance, year)
        for template in chance.sample(templates, chance.choice((2, 2, 3)))
    ]
    closing = chance.choice(CLOSINGS).format(work=chance.choice(bureau.works))
    return chance.choice(OPENINGS).format(topic=topic) + "；".join(clauses) + "。" + closing


def _clause(bureau: Bureau, template: str, chance: random.Random, year: int) -> str:
    count, unit, low, high = chance.choice(bureau.counts)
    amount, sum_unit, least, most = chance.choice(bureau.amounts)
    new = chance.randint(low, high)
    return template.format(
        count=count,
        unit=unit,
        n=new,
        total=new + chance.randint(low, high * 3),
        amount=amount,
        sum=round(chance.uniform(least, most), 1),
        sum_unit=sum_unit,
        rank=chance.choice(ORDINALS),
        growth=round(chance.uniform(0.5, 30), 1),
        share=round(chance.uniform(1, 40), 1),
        points=round(chance.uniform(0.1, 9), 1),
        work=chance.choice(bureau.works),
        small=chance.randint(2, 60),
        people=round(chance.uniform(0.5, 90), 1),
        year=year,
    )
