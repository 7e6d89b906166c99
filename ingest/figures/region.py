"""The place that owns a figure."""

from __future__ import annotations

import re

from ingest.clauses import Lead
from ingest.figures.distribution import are_side_by_side, numbers_alike, places_in_front
from ingest.figures.kind import kind_of_unit
from ingest.figures.passage import is_named_after
from ingest.figures.sentence import Sentence
from ingest.numerals import Number
from ingest.regions import RegionMention
from ingest.verbs import ACTION


def region_of(sentence: Sentence, number: Number, lead: Lead) -> tuple[str, str]:
    """The place that owns a figure: the last one to open a clause or item as subject, else the report's own.

    A place outside the report's own that opens a list of places, or stands before 等, owns nothing for sure:
    then the figure has no place, and answers for none.
    """
    report = sentence.passage.report
    if (behind := _in_brackets_behind(sentence, number)) is not None:
        return behind
    found: RegionMention | None = None
    for mention in sentence.passage.regions:
        if not sentence.start <= mention.start < number.start:
            continue
        if sentence.text[mention.start] == "\x00":  # in parentheses that this is not in
            found = mention if _is_all_in_brackets(sentence, mention) else found
            continue
        if owns(sentence, mention) and not is_scope(sentence, mention, number):
            found = mention
        elif mention.start == sentence.clause_start(mention.start) and _gives_the_title(sentence, mention):
            found = None  # 浏阳经开区获批核心区,湖南省某实验室获批建设,新增平台6家: not of the zone
    if found is None or _is_of_another(sentence, found, number) or _was_only_met(sentence, found, number):
        return report.region, report.region_name
    if not found.code and found.codes == ("",):
        return wider_place(sentence, found)
    if _is_outside(sentence, found) and (
        not found.code or re.match(r"[、等和与镇乡]", sentence.text[found.end : found.end + 1])
    ):
        return "", ""
    if (not lead.is_distributed and _is_one_of_several(sentence, found)) or _is_beside_unknown(
        sentence, found
    ):
        return "", ""
    return (found.code, found.name) if found.code else (report.region, report.region_name)


# 长葛市税收32亿元,|市高新区8.6亿元; 建安区增长18%,|双龙湖片区完成3.1亿元: of none of the places named before
_ANOTHER_OWNER = re.compile(
    r"[\s\x00]*(?:市(?![场民政值容盈面售级外内县区本直属管辖])[一-鿿]{2}|"
    r"[一-鿿]{0,8}?(?:示范|集聚|保税|管理|合作|度假|风景|片|景)区|[一-鿿]{1,8}?(?:管委会|产业园|物流园|[林农]场|新城))"
)


def _is_of_another(sentence: Sentence, mention: RegionMention, number: Number) -> bool:
    """Whether the clause of a number opens with a zone or house of its own, behind the clause of the place."""
    start = sentence.clause_start(number.start)
    return mention.end < start and _ANOTHER_OWNER.match(sentence.text, start, number.lead_end) is not None


# 在禹州市|召开现场会, where people met
# 召开现场会
_MET = re.compile(r"[^,;。\d]{0,8}(?:召开|举行|举办|召集|开幕|参加)")


def _was_only_met(sentence: Sentence, mention: RegionMention, number: Number) -> bool:
    """在禹州市召开现场会,中药材种植面积32万亩: what is told behind the clause that says where they met is not of there."""
    is_where = sentence.text[mention.start - 1 : mention.start] in ("在", "于", "到", "赴")
    end = sentence.clause_end(mention.end)
    counts = any(mention.end < each.start < end for each in sentence.numbers)  # 举办招聘会12场,提供岗位3600个
    return is_where and end < number.start and not counts and bool(_MET.match(sentence.text, mention.end))


# 1990元(禹州市)、1840元(其他县市区)
_WHOSE = re.compile(r"(?<=[一-鿿%])\((?P<who>[一-鿿]{2,10})\)(?=[、,;。和]|$)")


def _in_brackets_behind(sentence: Sentence, number: Number) -> tuple[str, str] | None:
    """1990元(禹州市)、1840元(其他县市区): whose each number of a list is, where brackets behind them say so."""
    text, start = sentence.passage.text, sentence.clause_start(number.start)
    own = _WHOSE.match(text, number.end)
    all_of_list = [m.span("who") for m in _WHOSE.finditer(text, start, sentence.clause_end(number.end))]
    places = {(m.start, m.end): (m.code, m.name) for m in sentence.passage.regions if m.code}
    if own is None or len(all_of_list) < 2 or places.keys().isdisjoint(all_of_list):
        return None
    return places.get(own.span("who"), ("", ""))


# 增速最高的县
_SUCH_A_PLACE = re.compile(r"最.{1,2}的?(?:[县区市镇乡]|地区)?[\x00(]*$")


def _is_all_in_brackets(sentence: Sentence, mention: RegionMention) -> bool:
    """(禹州市)生产总值1012亿元, 增速最高的县(禹州市)8.1%: the brackets hold whose it is and nothing else."""
    text, start = sentence.passage.text, sentence.clause_start(mention.start)
    is_whole = text[mention.start - 1 : mention.start] + text[mention.end : mention.end + 1] == "()"
    before = text[start : mention.start - 1].strip().removesuffix("其中")
    return (
        is_whole
        and text[mention.end - 1] in "县市区旗"
        and (not before or bool(_SUCH_A_PLACE.search(before)))
    )


def wider_place(sentence: Sentence, mention: RegionMention) -> tuple[str, str]:
    """全省 is the province of the report, 全国 the country, which has no code."""
    word = sentence.text[mention.start : mention.end]
    regions, own = sentence.passage.reader.regions, sentence.passage.report.region
    if "省" in word and own[:2].isdigit():
        code = own[:2] + "0000"
        return code, regions.name(code)
    return "", "全国" if "国" in word else ""


def is_scope(sentence: Sentence, mention: RegionMention, number: Number) -> bool:
    """全省 of a rank, an average or a name like 全省首个 is no owner."""
    if mention.codes != ("",):
        return False
    if _OCCASION.match(sentence.text, mention.end):
        return True
    return number.form == "rank" or bool(
        re.match(
            r"占比|占有率|的[\d百近约]|首|唯一|第|排|前|领先|率先|最|重点|一流|百强|文明|先进|示范|统一|工作|范围|"
            r"各|率",
            sentence.text[mention.end : mention.end + 2],
        )
    )


# 全国职业院校技能大赛, 全省运动会, 全国两会期间: what it is called, not where it counts
_OCCASION = re.compile(
    r"(?:(?![举承主]办|开展|召开|组织|参加)[^,，、;；:。\d\x00]){0,12}?"
    r"(?:大赛|竞赛|比赛|联赛|锦标赛|邀请赛|决赛|运动会|展览会|博览会|交易会|两会|大会|现场会|论坛|比武|会演|展演|"
    r"汇演|艺术节|名单|榜单|高考|统考|联考)"
)


def listed_places(sentence: Sentence, number: Number, lead: Lead) -> tuple[str, str] | None:
    """“依次为甲区、乙市,分别为12亿元、6亿元”: places listed since the last figure share out the numbers.

    None when no such list stands before; ("", "") when it does not fit the numbers.
    """
    if (lead.has_noun and not lead.is_distributed) or len(lead.items) > 1:
        return None
    if not lead.is_distributed:
        k = len(sentence.distributed)
        continues = (
            bool(sentence.places)
            and sentence.distributed
            and sentence.distributed[-1].clause == sentence.clause_start(number.start)
        )
        return (sentence.places[k] if k < len(sentence.places) else ("", "")) if continues else None
    since = sentence.done[-1].number.end if sentence.done else sentence.start
    places = [
        m
        for m in sentence.passage.regions
        if since <= m.start < number.start and m.code and m.code != sentence.passage.report.region
    ]
    if not places and not lead.has_noun and sentence.done and not sentence.done[-1].region:
        places = [  # 甲区、乙县产量占全市六成以上,分别为68万吨、52万吨
            m
            for m in sentence.passage.regions
            if sentence.start <= m.start < number.start
            and m.code
            and m.code != sentence.passage.report.region
        ]
        places = places if are_side_by_side(sentence, places) else []
    if lead.has_noun:  # 甲市、乙县体量较大,地区生产总值分别为231亿元、214亿元
        before = [m for m in places if m.end < sentence.clause_start(number.start)]
        before = before if are_side_by_side(sentence, before) else []
        places = places_in_front(sentence, number, lead) or before
    if len(places) < 2 or (lead.has_noun and len(places) != numbers_alike(sentence, number)):
        sentence.places = []
        return None
    fits = len(places) == numbers_alike(sentence, number)
    sentence.places = (
        [(m.code, m.name) for m in places] if fits else [("", "")] * numbers_alike(sentence, number)
    )
    return sentence.places[0]


# 甲市、乙县|各3家, 甲市、乙县|各新建公园5个, 甲区、乙区|均为57家, 甲区、乙区|到位资金均超过150亿元
_EACH = re.compile(r"(?:[^,;。、\d]{2,12}?)??(?:各(?![类级地界项种])|[均都](?![衡匀价值等]))")


# 甲县、乙县|不足60%, 甲区、乙县|增长超过8%: of each, for a rate is no sum
_LEVEL = re.compile(
    r"(?:[两三四五六七八九]?[县市区])?(?:已|也|还|只|仅|约|近)*(?:同比)?(?:增长|下降|增速)?(?:达到?|为|在)?(?:不足|"
    r"不到|低于|超过?|突破)?"
)


# 甲县、乙县|高新技术企业不足20家: what is too little is that of each
_TOO_FEW = re.compile(r"[一-鿿]{0,12}?(?:不足|不到|低于|少于)")


def places_each(sentence: Sentence, number: Number, lead_start: int) -> tuple[tuple[str, str], ...]:
    """The places of a list that has the number each; () where it is no such list."""
    places = [m for m in sentence.passage.regions if lead_start <= m.start < number.start and m.code]
    if (
        len(places) < 2
        or numbers_alike(sentence, number) > 1
        or not are_side_by_side(sentence, places)
        or not owns(sentence, places[0])
    ):
        return ()
    behind = places[-1].end
    is_each = (
        _EACH.match(sentence.text, behind)
        or (number.unit == "%" and _LEVEL.fullmatch(sentence.text, behind, number.lead_end))
        or _TOO_FEW.fullmatch(sentence.text, behind, number.start)
    )
    return tuple((m.code, m.name) for m in places) if is_each else ()


def _is_one_of_several(sentence: Sentence, mention: RegionMention) -> bool:
    """“甲县、乙县、丙县合计310亿元” belongs to none of them alone."""
    following = [m for m in sentence.passage.regions if mention.end < m.start <= mention.end + 1]
    return bool(following) and sentence.text[mention.end] in "、和与及"


# 城关街道、|开发区街道|新增企业
# 、开发区街道
_UNKNOWN = re.compile("[、和与及][一-鿿]{1,6}?(?:街道|镇|乡|园区|开发区|[县市区](?=[一-鿿]))")


def _is_beside_unknown(sentence: Sentence, mention: RegionMention) -> bool:
    """A place that stands in a list with one that no table knows owns nothing for sure."""
    following = any(m.start == mention.end + 1 for m in sentence.passage.regions)
    is_own = mention.code == sentence.passage.report.region
    return not (following or is_own) and bool(_UNKNOWN.match(sentence.text, mention.end))


def _is_outside(sentence: Sentence, mention: RegionMention) -> bool:
    own = sentence.passage.report.region
    return bool(own) and not (mention.code and sentence.passage.reader.regions.is_within(mention.code, own))


# 高于全国平均1.4个百分点、全省|平均0.6个百分点
_DISTANCE = re.compile(r"(?:平均)?(?:水平|增速)?\d[\d.]*个?百分点")
# 吴川至机场段快速路
_ROUTE = re.compile(r"(?:至|到(?![位账岗达])|-)[一-鿿]")


# 通往|米易县12公里, 拨付|米易县300万元
# 通往
_TOWARDS = re.compile(rf"(?:[在于赴到至向与从由对同跟把和距离及给往]|{ACTION.pattern})$")


def _is_behind_noun(sentence: Sentence, mention: RegionMention, noun: str) -> bool:
    """农村低保对象|米易县8320人、盐边县1.14万人: what is counted, whose, and how many."""
    # of a town in no table nobody can tell where its name begins
    words = sentence.text[mention.start : mention.end]
    is_full = mention.code.isdigit() and words[-1] in "县区市旗" and words[0] not in "全我本"
    is_counted = any(n.lead_end == mention.end for n in sentence.numbers)
    return is_full and is_counted and not _is_outside(sentence, mention) and not _TOWARDS.search(noun)


# 其中|甲县50家, 分别为|甲县50家、乙县70家
_NO_SUBJECT = re.compile(
    r"^(?:\d{4}年(?:度|末|底)?|全年|去年|今年|上半年|其中|(?:分别|依次)(?:[为是有]|达到?)?)"
)


# 以武汉|具有全国影响力的科技创新中心建设为引领: what a report goes by, and not whose its numbers are
# 科技创新中心建设为引领
_AS_LEAD = re.compile(
    r"[^,，;；。\d]{0,30}为(?:引领|核心|龙头|中心|重点|依托|牵引|抓手|主|契机|载体|支撑|样板|标杆|试点|圆心)"
)


# 新增4A级景区2家--甲县云台山景区、|乙县星湖景区,A级景区总数74家: those counted, by their names
# 2家--甲县云台山景区、
_NAMED_ONE = re.compile(r"\d[万亿]?[一-鿿]{1,2}--[^,;。\d]*$")


def owns(sentence: Sentence, mention: RegionMention) -> bool:
    """A place owns the figures behind it when it opens a clause as their subject, not inside a name."""
    ends = [
        n.end for n in sentence.numbers if n.end <= mention.start
    ]  # 甲区2亿元、乙区1亿元: or an item of a list
    opening = max([sentence.clause_start(mention.start), *ends])
    if re.search(
        r"(?:[比占较]|高于|低于|快于|慢于|好于|优于|超过|领先)$", sentence.text[opening : mention.start]
    ):
        return False  # 高于全市平均: held against, not owned
    if _is_outside(sentence, mention) and re.search(
        r"[在于赴到向与从由对同跟把和]$", sentence.text[opening : mention.start]
    ):
        return False  # 在上海、深圳等地布局: where it was done, not whose it is
    if _NAMED_ONE.search(sentence.text, sentence.start, mention.start):
        return False
    if sentence.text[opening : mention.start].endswith("以") and _AS_LEAD.match(sentence.text, mention.end):
        return False
    between = sentence.text[opening : mention.start].strip("\x00 、其中和与在以及:")
    between = between.removesuffix("的").removesuffix("邻近").removesuffix("相邻").removesuffix("周边")
    between = _NO_SUBJECT.sub("", between).strip(",、 ")
    if between and not _is_behind_noun(sentence, mention, sentence.text[opening : mention.start]):
        return False
    following = sentence.text[mention.end : mention.end + 6]
    if _ROUTE.match(following) or _DISTANCE.match(sentence.text, mention.end):
        return False
    if not following or mention.end >= sentence.end:
        return False
    if _gives_the_title(sentence, mention):
        return False
    # 绍兴黄酒, 杭州湾, 温州研究院 are names that begin with a place
    if any(m.start == mention.start and m.end > mention.end for m in sentence.passage.terms.values()):
        return False
    is_full = sentence.text[mention.end - 1] in "省市县区州盟旗镇乡道国" and (
        mention.end - mention.start > 2 or sentence.text[mention.start] in "全我本"
    )
    if re.match("[一-鿿]{0,4}\x00", following) and _is_outside(sentence, mention) and not is_full:
        return False  # 合肥高新(金寨)科创园
    if not is_full and following[0] in "及和与" and not _is_one_of_several(sentence, mention):
        return False  # 平潭及闽江口水资源配置工程
    return is_full or not is_named_after(sentence.text, mention.end)


# 江苏省|共认定, 浙江省|平均, 河南省|全年; but 苏州市|认定的总部企业
_SUBJECT_OF = re.compile(
    rf"[,:的]|平均|人均|共|累计|全年|今年|去年|上半年|[一-四]季度|\d|(?:{ACTION.pattern})(?![一-鿿]{{0,4}}的)"
)

_OF_ALL = re.compile("总数|总量|保有量|存量|共有")  # 江苏省高新技术企业总数


def _gives_the_title(sentence: Sentence, mention: RegionMention) -> bool:
    """江苏省科技成果转化专项4项 in a report of 昆山: the wider place gave it, and does not own what is counted."""
    own, wider = sentence.passage.report.region, mention.code
    if not wider or wider == own or not sentence.passage.reader.regions.is_within(own, wider):
        return False
    if sentence.text.startswith("级", mention.end):  # 江苏省级补助资金
        return True
    end = sentence.clause_end(mention.end)
    counted = next((n for n in sentence.numbers if mention.end <= n.start < end), None)
    if counted and counted.form != "rank":
        is_bare = (
            sentence.text[mention.end - 1] not in "省市县区州"
        )  # 湖南铁道职院、湖南化工职院在校生1.6万人
        is_few = kind_of_unit(counted.unit) == "count" and (is_bare or counted.unit[0] not in "百千万亿")
        if not is_few or _OF_ALL.search(sentence.text, mention.end, counted.start):
            return False
    return not _SUBJECT_OF.match(sentence.text, mention.end)
