"""What a report is: title, publisher, region, date, number, and the periods it tells of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ingest.head import (
    DATE,
    HEAD_BLOCKS,
    ORG,
    ORG_END,
    SPACED,
    Found,
    dates,
    is_date_line,
    read_head,
    read_signature,
)
from ingest.headings import MARK, SIGN, Heading, find_headings
from ingest.normalize import fold
from ingest.periods import PeriodMention, contains, find_periods, months, period_label, year_of
from ingest.records import LoadedFile
from ingest.regions import LEVEL_RANK, ZONE_NAMES, Level, RegionMention, Regions, own_words
from ingest.sentences import Span
from ingest.structure import OF_MEETING, speaks_of_plans, without_head

OPENING = 600  # characters of the body in which a report says what year it speaks of
# 绍兴市科技局2024年工作总结
TITLE_ORG = re.compile(
    rf"(?:关于)?((?:中共)?[\u4e00-\u9fff]{{2,25}}?{ORG_END})(?= ?\d{{4}}|[〇零二][〇零一二三四五六七八九]{{3}}年|关于|"
    r"[上下]半年|年度|工作)"
)
# "2025年,全局将聚焦…": a line that turns to plans
# 2025年,全局将
ANNOUNCED = re.compile(r"^ *(?:展望)?(\d{4})年[^。;\n]{0,30}?(?:将|要|力争|争取|目标|计划)", re.MULTILINE)
# 2025年|虎门镇政府工作报告
# 2025年
OF_YEAR = re.compile(r"^\d{4}年度?")
# 省工业和信息化厅, 县教育局
BARE_LEVEL = re.compile(rf"(?:关于)?(?:中共)?([省市州县区])(?=[\u4e00-\u9fff]{{1,23}}?{ORG_END})")
LEVELS: dict[str, Level] = {
    "省": "province",
    "市": "city",
    "州": "city",
    "县": "county",
    "区": "county",
    "旗": "county",
}
# 现将2025年第三季度工作情况通报如下
ANNOUNCING = re.compile(
    r"现[将就](?P<what>[^。;\n]{2,60}?)(?:通报|报告|汇报|公布|总结|分析|发布|说明|简报|综述)(?:如下|:)"
)
# 过去一年,全区…; 总结2024年工作,安排2025年任务
LOOKS_BACK = re.compile(
    "过去的?一年|刚刚过去的|去年(?!同期)(?:以来)?,|"
    "总结(?:回顾)?(?:了)?(?:去年|20\\d\\d年)|回顾(?:总结)?(?:去年|20\\d\\d年)"
)
# 今年以来
SO_FAR = re.compile("今年以来|上半年|前三季度|年中|年初以来")
LATE = 3  # months: a report of November tells of the year
MIN_NAMED = 2  # as often a text names the region it is about, where neither its head nor its signature does
STANDS_OUT = 3  # times as often as any other region: 港口, 铁路 and projects bear many a place's name once
# 我代表市人民政府
# 我代表市人民政府
SPEAKER = re.compile(r"代表(?P<name>[\u4e00-\u9fff]{0,12}?)(?P<unit>省|市|州|县|区|旗)人民政府")
# 书写现代化某市新篇章, 某市人民: whose report says so
# 书写现代化
SLOGAN = re.compile(r"(?:现代化|美丽|新)新?$")
# 新篇章
SLOGAN_BEHIND = re.compile(r"(?:现代化)?(?:人民|儿女|答卷|[新实]?篇章?|实践|样板|新局面|高质量发展)")
# 居
HELD_BEFORE = re.compile(r"(?:[居列占比超全]|[高低快慢多少优好]于|获评?|入选|作为|领跑|领先|走在)$")
# 第一
HELD_BEHIND = re.compile(
    r"(?:第|前|首|唯一|平均|最|领先|先进|率先|排名|排位|[各\d一二三四五六七八九十]|的?(?:\d|一半|[一二三四五六七八九]))"
)
# 政府工作报告, 印发《政府工作报告》的通知; not 《政府工作报告》任务三季度进展情况
GOVERNMENT_REPORT = re.compile(r"政府工作报告(?!》(?!的?通知)|.{0,12}(?:任务|目标|进展|落实|分工|完成))")


@dataclass(frozen=True)
class Header:
    """What a report says of itself; "" where it does not."""

    title: str
    publisher: str
    region: str  # code, see ingest/regions.py
    published: str  # ISO date
    number: str
    period: str
    plan_period: str
    spans: tuple[Span, ...]  # what title, header table and signature take of the text, in order


def read_header(loaded: LoadedFile, regions: Regions) -> Header:
    """Reads a report's head and signature, and derives from headings and text what they do not state.

    A title that is missing is put together from the publisher and the file's own headings
    ("某市科技局" + "2024年主要工作成效" + "和" + "2025年工作思路"), with no word that is not in the file.
    """
    folded = fold(loaded.text)
    found = Found()
    read_head(folded, loaded.blocks, found)
    body = without_spans(folded, found.spans)
    read_signature(folded, loaded.blocks, found)
    spans = tuple(sorted(found.spans))
    headings = outer_headings(loaded, folded, spans)
    title = printed_title(loaded.text, found)
    named = fold(title).removeprefix("在")  # 在某街道安全工作会议上的讲话
    publisher = find_publisher(found, named)
    region = find_region(folded, regions, (publisher, named, found.meeting, *found.organisations))
    published = find_published(found) or next(dates(fold(title)), "") or date_of_notice(folded, named, loaded)
    phrases = [fold(heading.title) for heading in headings]
    undated = DATE.sub("", fold(title))  # (2024年6月5日通报) is when it was issued, not what it tells of
    period, plan_period = find_report_periods(undated, phrases, body, published)
    return Header(
        title=title or derive_title(publisher or regions.name(region), phrases, period),
        publisher=publisher,
        region=region,
        published=published,
        number=find_number(found),
        period=period,
        plan_period=plan_period,
        spans=spans,
    )


def without_spans(folded: str, spans: Sequence[Span]) -> str:
    """The text without what the head says of the report itself."""
    ordered = sorted(spans)
    starts, ends = [0, *(end for _, end in ordered)], [*(start for start, _ in ordered), len(folded)]
    return "\n".join(folded[start:end] for start, end in zip(starts, ends, strict=True))


def printed_title(text: str, found: Found) -> str:
    """The title as printed, its lines joined; "" when the file has none."""
    if not found.titles:
        return found.best("title")
    title = "".join(text[start:end] for start, end in found.titles)
    title = re.sub(r"\s*\n\s*", "", title).replace("**", "").strip(SIGN)
    return SPACED.sub(lambda run: run.group().replace(" ", ""), title)


def find_publisher(found: Found, title: str) -> str:
    """Who issued the report: by label, by title, by signature."""
    source = found.best("source")
    named = TITLE_ORG.match(title)
    candidates = (
        found.best("publisher"),
        named[1] if named else "",
        found.organisations[0] if found.organisations else "",
        source if ORG.fullmatch(source) else "",
    )
    first = next((name for name in candidates if name), "")
    # 省水利厅 of the title is the 某省水利厅 of the line below it, 某镇 its 某县某镇人民政府
    bare = _OF_GOVERNMENT.sub("", first)
    named_so = (name for name in (*found.organisations, source) if bare)
    fuller = (name for name in named_so if _OF_GOVERNMENT.sub("", name).endswith(bare))
    return max(fuller, key=len, default=first)


# 犀浦街道|办事处
_OF_GOVERNMENT = re.compile("(?:人民政府|办事处)$")


def find_published(found: Found) -> str:
    """The date of issue in ISO form; "" when none is stated."""
    printed = [*dates(found.best("published")), *found.dates, *dates(found.best("posted"))]
    return printed[0] if printed else ""


def date_of_notice(folded: str, title: str, loaded: LoadedFile) -> str:
    """The date under the few words that pass a report on (关于印发…的通知), in front of the report itself; "" without."""
    if not title.endswith("通知"):
        return ""
    lines = (folded[block.start : block.end].strip(SIGN) for block in loaded.blocks[:HEAD_BLOCKS])
    return next((day for line in lines if is_date_line(line) for day in dates(line)), "")


def find_number(found: Found) -> str:
    return found.best("number") or next(iter(found.numbers), "")


def outer_headings(loaded: LoadedFile, folded: str, spans: Sequence[Span]) -> list[Heading]:
    """The headings of whole parts, which name the years of a report."""
    runs = list(without_head(loaded.blocks, spans))
    headings = find_headings(loaded.text, folded, runs)
    headings = [
        heading for heading in headings if not heading.is_item and not is_date_line(fold(heading.title))
    ]
    outermost = sorted({heading.rank for heading in headings})[:2]
    return [heading for heading in headings if heading.rank in outermost]


def find_report_periods(title: str, headings: Sequence[str], body: str, published: str) -> tuple[str, str]:
    """What the results and the plans of a report describe: by title, by headings, by its first words."""
    base = int(published[:4]) if published else None
    result, plan = ("", "") if GOVERNMENT_REPORT.search(title) else stated_periods([title], base)
    if result.isdigit() and OF_MEETING.search(title) and looks_back(body, result, published):
        return str(int(result) - 1), plan or result
    if not result and (announced := ANNOUNCING.search(body, 0, OPENING)):
        result, of_plan = stated_periods([announced["what"]], base)
        plan = plan or of_plan
    if not result or not plan:
        year = year_of(result) or (year_of(plan) or 0) - 1
        below = stated_periods(headings, year if year > 0 else base)
        is_next = bool(result and below[0]) and months(below[0]) > months(result)  # 四季度工作要求
        result, plan = result or below[0], plan or below[1] or (below[0] if is_next else "")
    if GOVERNMENT_REPORT.search(title):
        if result and is_ahead(result, published):
            result, plan = "", plan or result
        return government_periods(title, published, result, plan)
    if result and is_ahead(result, published):  # 六、2025年工作, printed in February 2025
        so_far = f"{result[:4]}/{int(published[:4]) - 1}"
        is_run = year_of(result) is None and so_far[:4] < so_far[5:]  # “十四五”规划实施情况, of February 2025
        result, plan = so_far if is_run else "", plan if is_run else plan or result
    if not result and plan and year_of(plan) is None:
        return "", plan  # a plan for five years, which looks back on several times
    if not result:
        opening = opening_period(body[:OPENING], base, published)
        result = opening if not plan or (opening and months(opening) < months(plan)) else ""
    is_of_spring = plan.isdigit() and plan == published[:4] and published[5:7] <= "04"
    if (
        not result and is_of_spring
    ):  # a speech of February on what to do in the year looks back on the one before
        result = str(int(plan) - 1)
    return result, plan or announced_year(body, year_of(result))


def looks_back(body: str, year: str, published: str) -> bool:
    """Whether what was said at a meeting of a year begins with the year before, and not with what is done by then."""
    opening = body[:OPENING]
    back = LOOKS_BACK.search(opening)
    named = re.search(r"20\d\d", back.group()) if back else None
    is_later = published[5:7] > "04" or SO_FAR.search(opening)
    return back is not None and not is_later and (named is None or int(named.group()) < int(year))


def is_ahead(period: str, published: str) -> bool:
    """Whether a period ends long after the day of issue, so that no results of it can be told."""
    if not published:
        return False
    issued = months(published[:7])[1]
    return months(period)[1] > issued + LATE


# 半年工作推进会, 年中总结
_HALF = re.compile("(?:(?<![上下一二两每])半年|年中)(?=工作|总结|推进|调度|会议?|述职|经济|形势|运行)")


def stated_periods(phrases: Sequence[str], base: int | None) -> tuple[str, str]:
    """The first period of results and of plans that a title or headings name.

    What says neither (2023年主要工作) is of results, unless an earlier year is.
    """
    results: list[str] = []
    plans: list[str] = []
    for phrase in (_HALF.sub("上半年", each) for each in phrases):
        mentions = [mention for mention in find_periods(phrase, base) if mention.period]
        for mention, following in zip_longest(mentions, mentions[1:]):
            is_plan = speaks_of_plans(phrase[mention.end : following.start if following else None])
            if is_plan is None and phrase[mention.start - 1 : mention.start] == "(":  # 下一步安排(2026年)
                is_plan = speaks_of_plans(phrase[: mention.start - 1])
            is_later = bool(results) and months(mention.period) > months(results[0])
            (plans if is_plan or (is_plan is None and is_later) else results).append(mention.period)
    return next(iter(results), ""), next(iter(plans), "")


def government_periods(title: str, published: str, result: str, plan: str) -> tuple[str, str]:
    """A government's report of January 2025 tells the results of 2024 and the plans for 2025."""
    named = [year_of(mention.period) for mention in find_periods(title, None)]
    year = (
        year_of(plan)
        or (named[0] if named else None)
        or int(published[:4] or 0)
        or (year_of(result) or -1) + 1
    )
    return (result or str(year - 1), plan or str(year)) if year else (result, plan)


def announced_year(body: str, result_year: int | None) -> str:
    """The later year that a line begins with and makes plans for: "2025年，将新建…"; "" when none does."""
    years = {int(match[1]) for match in ANNOUNCED.finditer(body)}
    later = sorted(year for year in years if result_year and year > result_year)
    return str(later[0]) if later else ""


# 7月19日
_DAY = re.compile(r"(?<!至)(?<!-)\d{1,2}月\d{1,2}日(?![-至起])")
# 恢复到
_HELD_UP = re.compile("(?:恢复到|相当于|[比较与自由从])$")


def opening_period(opening: str, base: int | None, published: str) -> str:
    """The first period that the first words name; 今年 counts if issue is dated.

    今年以来 of a report of July is the part of the year that is told of behind it: 上半年, 1-6月.
    """
    opening = _HALF.sub("上半年", _DAY.sub("", opening))  # 7月19日,记者获悉: when it was told
    mentions = [m for m in find_periods(opening, base) if m.period]
    issued = months(published[:7])[1] if published else 0
    if mentions and is_run_of_years(mentions[0], opening) and months(mentions[0].period)[1] <= issued:
        return mentions[0].period
    named = [
        m.period
        for m in mentions
        if year_of(m.period) and not _HELD_UP.search(opening, max(0, m.start - 4), m.start)
    ]
    first = next(iter(named), "")
    if not first or months(first)[1] <= issued:
        return first
    parts = (period for period in named if contains(first, period) and months(period)[1] <= issued)
    return next((part for part in parts if months(part)[0] == months(first)[0]), first)


def is_run_of_years(mention: PeriodMention, opening: str) -> bool:
    """2019-2023年,是投资最多的五年: whether a text begins with the years that it looks back on."""
    is_first = not opening[: mention.start].rpartition("\n")[2].strip()
    return is_first and re.fullmatch(r"\d{4}/\d{4}", mention.period) is not None


def find_region(folded: str, regions: Regions, named: Sequence[str]) -> str:
    """The region a report is of: by publisher, title or meeting, else the one its text is clearly about; else "".

    A place in no table is taken at its word: what such a report says of the province around it is not its own.
    """
    counts: Counter[str] = Counter()
    for mention in regions.find(folded):
        if mention.code:
            counts[mention.code] += weight(folded, mention)
    own = level_of_name(next((name for name in named if name), "")) or own_level(folded)
    about = region_about(counts, own, regions)
    mostly = about or max(counts, key=lambda code: counts[code], default="")
    speaker = SPEAKER.search(folded)
    named = (*named, speaker["name"] + speaker["unit"]) if speaker and speaker["name"] else named
    known = [code for words in named if (code := region_of_name(words, regions, mostly))]
    unknown = (code for words in named if (code := regions.opening(OF_YEAR.sub("", words))))
    return fullest_zone(innermost(known)) or next(unknown, about)


def innermost(codes: Sequence[str]) -> list[str]:
    """The codes, a zone or street of the first place in front of it: 长兴县人民政府 over what 长兴经开区 wrote."""
    inner = [c for c in codes[1:2] if "/" in c and "/" not in codes[0] and c.startswith(f"{codes[0]}/")]
    return [*inner, *codes]


def fullest_zone(codes: Sequence[str]) -> str:
    """The first code; of a 开发区 of no kind that another is of the same city's (经济技术开发区), the other; "" for none."""
    first = next(iter(codes), "")
    if not first.endswith("开发区"):
        return first
    of_city = (code for code in codes if code != first and code.partition("/")[0] == first.partition("/")[0])
    return next((code for code in of_city if code.endswith(tuple(ZONE_NAMES.values()))), first)


def weight(folded: str, mention: RegionMention) -> int:
    """How plainly a place is named: 绍兴市 and 绍兴人民 say it as plainly as 绍兴 twice."""
    in_full = folded[mention.start : mention.end].endswith(mention.name)
    is_own = SLOGAN.search(folded, max(mention.start - 4, 0), mention.start) or SLOGAN_BEHIND.match(
        folded, mention.end
    )
    return 2 if in_full or is_own else 1


def region_of_name(words: str, regions: Regions, own: str) -> str:
    """The innermost region that begins a name: 绍兴市柯桥区教育局 → 柯桥区; "" when none does.

    Args:
        own: the region that the report names most; it tells which 鼓楼区 is meant, and where a street lies.
    """
    words = _ABOVE_STREET.sub("", words)
    code, end = "", 0
    for mention in regions.find(words, own):
        is_beside = mention.start <= end + 1 or words.startswith("分局", mention.end)
        is_inner = regions.is_within(mention.code, code) and is_beside  # 丽水市生态环境局|庆元|分局
        if not mention.code or (code and not is_inner):  # 广西科技工作会议(南宁)
            break
        code, end = mention.code, mention.end
    local = [mention for mention in regions.find_local(words, code or own) if mention.start <= end]
    return local[0].code if local else code


# 武侯区人民政府簇桥街道办事处
# 人民政府
_ABOVE_STREET = re.compile("(?<=[区县市旗])人民政府(?=[\u4e00-\u9fff]{2,4}(?:街道|[镇乡]))")


def region_about(counts: Mapping[str, int], own: Level | None, regions: Regions) -> str:
    """The region of level `own` that most of the regions a text names are or lie in; "" where none stands out.

    A wrong place is worse than none: every figure of the report would be told as that place's.
    """
    codes = [code for code in counts if own is None or LEVEL_RANK[regions.level(code)] >= LEVEL_RANK[own]]
    if own == "city":  # 北京市, a province by level
        codes += [c for c in counts if regions.level(c) == "province" and regions.name(c).endswith("市")]
    support: Counter[str] = Counter()
    for code in codes:
        support[regions.above(code, own) if own else code] += counts[code]
    best, times = support.most_common(1)[0] if support else ("", 0)
    inside = [code for code in codes if regions.is_within(code, best)]
    if len(inside) > 1 and counts[best] < sum(counts[code] for code in inside if code != best):
        inside = [code for code in inside if code != best]  # 居扬州各县市首位 of 仪征, which writes 全市
    is_city = len(inside) == 1 and regions.name(inside[0]).endswith("市")
    if own == "city" and is_city:  # a county-level city writes 全市 too, a district never
        best = inside[0]
    others = [count for code, count in support.items() if code != best]
    stands_out = 2 * times > support.total() or times >= STANDS_OUT * max(others, default=0)
    return best if times >= MIN_NAMED and stands_out else ""


def own_level(folded: str) -> Level | None:
    """The level of 我代表市人民政府, or of 全市, 我县 and the like where they name whom the text is about."""
    if speaker := SPEAKER.search(folded):
        return LEVELS[speaker["unit"]]
    levels = Counter(
        word.level
        for word in own_words(folded)
        if word.level != "country" and not is_yardstick(folded, word.start, word.end)
    )
    return levels.most_common(1)[0][0] if levels else None


def is_yardstick(folded: str, start: int, end: int) -> bool:
    """居全省第三, 高于全市平均: the whole that a place is held against, and not whom a text is about."""
    return bool(HELD_BEFORE.search(folded[max(start - 4, 0) : start]) or HELD_BEHIND.match(folded, end))


def level_of_name(name: str) -> Level | None:
    """The level of an office that its name leaves to those who know where they are: 省水利厅, 县教育局."""
    match = BARE_LEVEL.match(name)
    return LEVELS[match[1]] if match else None


def derive_title(publisher: str, headings: Sequence[str], period: str) -> str:
    """A title from the publisher and the headings that name what was and will be done; "" without either."""
    parts = [MARK.sub("", phrase, count=1).strip() for phrase in headings]
    dated = [part for part in parts if re.match(r"\d{4}年", part)][:2]
    return publisher + ("和".join(dated) or period_label(period)) if publisher else ""
