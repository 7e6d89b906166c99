"""A paragraph's text and what stands in it: times, places, known names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from ingest.clauses import Span
from ingest.figures.draft import Draft
from ingest.masks import mask_names
from ingest.naming import Lexicon
from ingest.normalize import fold
from ingest.periods import PeriodMention, find_periods, first_year, in_parentheses, previous, shift, year_of
from ingest.places import find_places
from ingest.records import Paragraph, Report
from ingest.regions import Regions
from ingest.segments import tagged
from ingest.structure import told_in
from ingest.verbs import ACTION

# 杭州湾, 温州研究院, 绍兴黄酒: names that begin with a place
_NAMED_AFTER = re.compile(
    r"湾|研究院|理工|大学|学院|中学|小学|医院|高新区|经济|模式|样板|籍|话|菜|人|港|机场|海关|银行|集团|公司|古?镇|"
    r"乡|大[街道桥厦]|街(?!道)|江(?![段堤景河])|河(?![道长湖流段])|湖(?![泊区景])|广场|老酒|黄酒|火腿|茶|路|站"
)
# 玉门基地, 诸暨园区: a thing there that is called by its place, and whose number is still the place's
PART_OF_PLACE = re.compile(
    r"基地|园区|[校院港矿景库厂]区|[水电]站|电厂|水库|示范区|产业园|[厂矿](?![房商长网务级山业产井石泉])"
)
# 浙江清华长三角研究院, 江苏未来网络实验室: the name of a house, as long as no verb stands in it (绍兴新建研究院3家)
_HOUSE_OF = re.compile(r"(?P<name>[一-鿿]{1,10}?)(?:研究院|科学院|大学|学院|实验室|公司|集团|医院)")
# 全国文明城市
_DISTINCTION = re.compile(r"示范|先进|文明|百强|优秀|首批|重点文物|劳模|五一|道德模范")
# 谢边村、太平村2个项目签约率分别为91.4%和83.7%: how many are listed is no figure
# 谢边村、太平村2个项目签约率分别
_COUNTED = re.compile(
    r"(?P<items>[一-鿿]{2,12}(?:[、和与][一-鿿]{2,12})+)(?P<number>[2-9两三四五六七八九])[个家所条名户座项处]"
    r"(?:医院|学校|企业|公司|单位|[县市]?区县?|县[区市]?|乡镇|镇街|社区|园区|景区|部门|行业|产业|地区|城市)?"
    r"(?=[一-鿿A-Z]{2,16}分别)"
)
_SO_MANY = dict(zip("23456789两三四五六七八九", (*range(2, 10), *range(2, 10)), strict=True))
# * 合作社1318个
_BULLET = re.compile(r"(?m)^ *\* +")
# ●动力电池。产量148.6吉瓦时, 二是高标准农田。累计建成376万亩: a label, whatever stands behind it
# ●动力电池。
_LABELLED = re.compile(
    r"(?:(?m:^) *[●◆■▲△★•·▪○□▶➤√]\s*|(?:(?m:^) *|(?<=[。;]))[一二三四五六七八九十]是)"
    r"(?P<label>[一-鿿“”]{2,12})。(?=\S)"
)
# 生产总值[2]5086亿元
FOOTNOTE = re.compile(r"\[\d{1,2}\]|[①-⑳]")
# 同比+5.8%, (↓2.4%): a sign stands for its word
_SIGN = re.compile(
    r"(?:(?<![a-zA-Z0-9.%])(?:(?P<up>[+↑▲])|[↓▼])|(?:(?<=[:,，(、和与])|(?<=[同环]比))-)(?=\d[\d.]*(?:%|个百分点))"
)

# 城镇新增就业:|到6月底为|30.08万人: the label names it, and the time is known
# 城镇新增就业:到6月底为30.08万人
_BEHIND_LABEL = re.compile(
    r"(?<=[一-鿿”)]:)(?:[截到至止]*(?:20\d\d年)?\d{1,2}月[底末份]?|20\d\d年|全年|年末|上半年|今年(?:以来)?|"
    r"目前|达到?|为|共)+(?=[\d约超近])"
)
# ,年中经区人大常委会批准|调整为34.8亿元: by whom, and not of what
# ,年中经区人大常委会批准调整为
_APPROVED = re.compile(
    r"(?<=[,;。])(?:年度?[中初底内]|年度执行中)?(?:经|报)[一-鿿]{2,16}?(?:批准|审议通过|同意)后?(?=[调核追变修])"
)
# 由初步核算的2810.39亿元更正为2796.52亿元: what was corrected holds no longer
_CORRECTED = re.compile(
    r"由[^,;。\d]{0,8}\d[\d.,]*[^,;。\d]{0,8}?(?:更正|修正|修订|订正|核定|核减|核增)[为成]"
)


# 金华|排名第3, 潍坊|第一, 佛山|各县区首位, 喀什地区|12个县市中居第4位
_RANKED_IN = re.compile(
    r"(?:各?(?:\d{1,3}个?)?(?:县\(市、区\)|县市区|区县|县[区市]|设区市|[市县区])(?:当?中|里|内)?)?(?:排名?|位次|位居|位列|居|列)?"
    r"(?:第[\d一二三四五六七八九十]|首位|前[\d一二三四五六七八九十]|唯一|倒数)"
)


def whole_word(regions: Regions, code: str) -> str:
    """全省, 全市, 全县: what the writers inside a region call it."""
    name = regions.name(code)
    if name.endswith("地区"):  # 喀什地区
        return "全市"
    return "全" + (name[-1] if name[-1] in "省市州县区盟旗" else "省")


# 三、今年怎么干, 今年经济社会发展主要预期目标是: a line of its own
_OF_THIS_YEAR = re.compile(
    r"^(?:.{0,16}今年(?!.{0,10}(?:完成|开展|情况|回顾|总结|以来)).{0,12}"
    r"(?:怎么[干办抓]|干什么|的事|任务|目标|安排|打算|思路|重点|工作).{0,20}|"
    r"[# ]*(?:[（(]?[一二三四五六七八九十\d]+[）)]?[、.．]|第[一二三四五].{0,4}[，,：:、]) ?今年"
    r"(?!.{0,16}(?:完成|开展|情况|回顾|总结|以来|成效|上半年)).{0,14})$",
    re.MULTILINE,
)


@lru_cache(maxsize=8)
def _is_told_next_year(report: Report) -> bool:
    """Whether the report of a year was written in the next, and means that one by 今年."""
    is_later = report.plan_period[:4] == told_in(report) != report.period == report.period[:4]
    is_spoken = _SPOKEN.search(report.title) or _OF_THIS_YEAR.search(report.text)
    return is_later and bool(told_in(report)) and bool(is_spoken)


# 在全市科技工作会议上的讲话
_SPOKEN = re.compile("讲话|发言|致辞|答记者问|实录|访谈")


def is_named_after(text: str, end: int) -> bool:
    """Whether the place that ends here begins the name of something."""
    if _NAMED_AFTER.match(text, end):
        return True
    house = _HOUSE_OF.match(text, end)
    return house is not None and not ACTION.search(house["name"])


def _as_written(
    mention: PeriodMention, paragraph: Paragraph, report: Report, found: Sequence[PeriodMention]
) -> PeriodMention:
    """明年 among the plans of a report of December is the year that these plans are for.

    去年 of a speech that calls its plans those of 今年 is the year reported on; 去年同期 of a month's report is a month.
    """
    period = paragraph.period or report.period
    is_first = not any(m.start < mention.start and m.period.isdigit() for m in found)
    if mention.text.endswith("同期") and mention.period.isdigit() and is_first and mention.kind == "relative":
        is_year_before = mention.period == str((first_year(period) or 0) - 1) and year_of(period) is not None
        return replace(mention, period=previous(period)) if is_year_before else mention
    if mention.text[:2] in ("去年", "前年") and not paragraph.is_plan and _is_told_next_year(report):
        return replace(mention, period=shift(mention.period, 1))
    is_planned = paragraph.is_plan and report.published[:4] == report.period[:4] != paragraph.period[:4]
    if not is_planned or mention.kind != "relative" or mention.text[:2] not in ("明年", "来年"):
        return mention
    return replace(mention, period=paragraph.period[:4] + mention.period[4:])


def _this_year(paragraph: Paragraph, report: Report) -> int | None:
    """The year that 今年 means: of a look back on several years the last one, of plans for several the first."""
    period = paragraph.period or report.period
    is_look_back = (
        not paragraph.is_plan and year_of(period) is None and period[-4:].isdigit() and "/" in period
    )
    return int(period[-4:]) if is_look_back and len(period) == 9 else first_year(period)


class Passage:
    """What every sentence of a paragraph is read against."""

    def __init__(self, paragraph: Paragraph, report: Report, reader: Lexicon) -> None:
        self.paragraph, self.report, self.reader = paragraph, report, reader
        self.text = fold(paragraph.text).replace("**", "  ").replace("→", ",").replace("全地区", "\x00全市")
        self.text = _BULLET.sub(lambda mark: "\x00" * len(mark.group()), self.text)
        self.text = _LABELLED.sub(_as_label, self.text)
        self.text = _COUNTED.sub(_uncounted, self.text)
        self.text = _SIGN.sub(lambda sign: "增" if sign["up"] else "降", self.text)
        self.text = _CORRECTED.sub(lambda old: "\x00" * (len(old.group()) - 1) + "为", self.text)
        self.text = _APPROVED.sub(lambda words: "\x00" * len(words.group()), self.text)
        self.text = FOOTNOTE.sub(lambda mark: "\x00" * len(mark.group()), self.text)
        base = _this_year(paragraph, report)
        found = [
            p for p in find_periods(self.text, base) if not (p.in_title or _NAMED_SO.match(self.text, p.end))
        ]
        self.periods = _in_their_year(
            [_as_written(p, paragraph, report, found) for p in found],
            self.text,
            base,
        )
        self.text = _BEHIND_LABEL.sub(lambda words: "\x00" * len(words.group()), self.text)
        self.regions = find_places(self.text, report, reader)
        self._rank_in_wholes(report, reader)
        self.terms = {m.end: m for m in reader.terms.find(self.text)}
        self.masked = mask_names(self.text, self.periods)
        self.opener_period = ""
        self.sentence_period = ""  # “十四五”以来, 截至11月底
        self.drafts: list[Draft] = []

    def _rank_in_wholes(self, report: Report, reader: Lexicon) -> None:
        """金华排名第3 of a county of 金华 reads as 全市排名第3: the place is no owner but the whole of the rank."""
        for mention in [m for m in self.regions if _RANKED_IN.match(self.text, m.end)]:
            if mention.code != report.region and reader.regions.is_within(report.region, mention.code):
                whole = whole_word(reader.regions, mention.code).rjust(mention.end - mention.start, "\x00")
                self.text = self.text[: mention.start] + whole + self.text[mention.end :]
                self.regions.remove(mention)

    def skip(self, start: int, end: int) -> int:
        for mention in self.periods:
            if mention.start == start and mention.end <= end:
                return mention.end
        for region in self.regions:
            if region.start != start or region.end > end or self._starts_term(start, region.end):
                continue
            is_full = self.text[region.end - 1] in "省市县区州" and region.end - region.start > 2
            if not is_full and (
                is_named_after(self.text, region.end) or PART_OF_PLACE.match(self.text, region.end)
            ):
                return start  # 芜湖港, 绍兴黄酒, 玉门基地
            if region.codes == ("",) and _DISTINCTION.match(self.text, region.end):
                return start  # 全国示范性老年友善医疗机构
            is_level = self.text[region.end - 1 : region.end + 1] in ("省级", "市级", "县级", "区级")
            return region.end - is_level  # 苏州|市级研发机构
        return start

    def _starts_term(self, start: int, region_end: int) -> bool:
        return any(m.start == start and m.end > region_end for m in self.terms.values())

    def term_at(self, end: int) -> Span | None:
        mention = self.terms.get(end)
        return (mention.start, mention.end) if mention else None


def _uncounted(counted: re.Match[str]) -> str:
    is_so_many = _SO_MANY[counted["number"]] == len(re.split("[、和与]", counted["items"]))
    return counted["items"].ljust(len(counted.group()), "\x00") if is_so_many else counted.group()


def _as_label(run: re.Match[str]) -> str:
    return f"{run['label']}:".rjust(len(run.group()), "\x00") if _is_noun(run["label"]) else run.group()


# 全力攻坚项目
_ZEAL = re.compile("[全大着聚奋合加]力|深入|持续|有[力序]|坚[决持]|从[严快]|精准|统筹|攻坚|高[效位]")


def _is_noun(label: str) -> bool:
    """动力电池, 城乡低保; not 强化领导, nor 全力攻坚项目."""
    tags = [tag for _, tag in tagged(label)]
    is_named = tags[0][0] not in "dapl" and all(tag[0] != "v" or tag == "vn" for tag in tags[:-1])
    return is_named and tags != ["v"] and not (ACTION.match(label) or _ZEAL.match(label))


_NAMED_SO = re.compile("结余|结转")  # 上年结余1.35亿元 came in this year
# 上半年
_YEARLESS = re.compile(r"全年|年[末底]|[^年]*(?:月|季度|半年).*")


def _in_their_year(mentions: list[PeriodMention], text: str, base: int | None) -> list[PeriodMention]:
    """“2023年…支出173亿元。全年输出…”: 全年 of a new sentence is the report's year again, unless one was opened."""
    opened, year = base, base
    kept: list[PeriodMention] = []
    sentence = -1
    for mention in mentions:
        start = max(text.rfind("。", 0, mention.start), text.rfind("\n", 0, mention.start))
        if start != sentence:
            sentence, year = start, opened
        elif kept and year and base and ";" in text[kept[-1].end : mention.start]:
            # 预计2025年投用;已于9月建成, 2022年R&D占比3.02%;全年完成投资52亿元
            year = opened if year > base or mention.text == "全年" else year
        said = year_of(mention.period) if mention.period else None
        if said is None or year is None or in_parentheses(text, mention.start):
            pass
        elif _YEARLESS.fullmatch(mention.text) and said != year:
            mention = replace(mention, period=shift(mention.period, year - said))
        elif mention.kind == "explicit":
            year = said
            if text[mention.end : mention.end + 1] == "," and mention.start <= start + 3:
                opened = said
        kept.append(mention)
    return kept
