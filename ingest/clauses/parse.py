"""The words before a number, taken apart, step by step."""

from __future__ import annotations

import re

from ingest.clauses.lead import Lead, Skip, TermAt, replace, trim
from ingest.clauses.lists import after_etc, list_items, list_start, pair_of
from ingest.clauses.peel import POINTS, peel
from ingest.clauses.ranks import peel_rank
from ingest.clauses.verbs import split_verb
from ingest.verbs import (
    ACTION,
    ACTIONS_ONLY,
    CHANGE,
    DOWN_WORDS,
)


def parse_lead(
    text: str,
    start: int,
    end: int,
    form: str,
    skip: Skip,
    term_at: TermAt,
) -> Lead:
    """Read the words text[start:end] that lead up to a number of the given form.

    `term_at(end)` gives the span of a known indicator name that ends at `end`, if one does.
    """
    lead = Lead(start, (end, end), (end, end))
    if of_whole := _WHOLE_OF.match(text, start, _after_number(text, end)):  # 占总投资9.2亿元的39.1%
        start = of_whole.end("of")
        lead = replace(lead, start=start, is_whole=True)
    if form == "rank":
        stop, lead = peel_rank(text, start, end, lead)
    else:
        stop, lead = peel(text, start, end, lead, term_at)
    middle = _DISTRIBUTED_OVER.search(text, start, stop)
    if middle and _ONLY_COMPARED.fullmatch(text, start, middle.start()):  # 比年初分别新增186亿元、241亿元
        start, middle = middle.end(), None
        lead = replace(lead, is_distributed=True)
    if middle:
        begin = list_start(text, start, middle.start(), skip)
        return _distribute_over(text, begin, middle, stop, lead, skip, term_at)
    opened, stop = trim(text, start, stop, skip)
    lead = replace(lead, start=opened, noun=(stop, stop), subject=(stop, stop))
    if stop <= opened:
        return lead
    if nameless := _held_against(text, lead, end) or _nameless(text, lead, end, form):
        return nameless
    lead = _named_by_nothing(text, split_verb(text, opened, stop, lead, skip, term_at))
    if lead.is_distributed and not lead.verbs:
        whole = (list_start(text, start, stop, skip), stop)
        items = list_items(text, whole) or pair_of(text, whole)
        return replace(lead, start=whole[0], noun=whole, items=items) if items else lead
    # 推出“A”“B”等八条举措: the list before 等 only illustrates what is counted
    is_etc = text[opened:end].rstrip().endswith("等") and not text[opened:end].endswith(
        ("高等", "甲等", "乙等")
    )
    if is_etc and not _A_SUM.match(text, end):  # 调入资金、上年结转收入等|149.74亿元: of all those
        return replace(lead, noun=(stop, stop), items=())
    return after_etc(text, lead)


def _held_against(text: str, lead: Lead, end: int) -> Lead | None:
    """增速比全国、全省分别高0.7个和0.2个百分点: no words but those that say against what; None for others."""
    held = _HELD_AGAINST.match(text, lead.start, lead.noun[0])
    if held is None:
        return None
    said = held.group()
    if fresh := _FRESH.search(said):  # 比上年净增402家
        return replace(lead, action=fresh.group(), verbs=(fresh.group(),))
    moved, beyond = CHANGE.search(said), _BEYOND.search(said)
    verb = lead.change_verb or (moved["verb"] if moved else beyond.group() if beyond else "")
    falls = bool(DOWN_WORDS.match(verb)) or "低于" in said or "慢于" in said
    return replace(
        lead,
        comparator=said + text[lead.noun[0] : end],
        change_verb=verb,
        is_down=falls and not said.startswith(("降幅", "跌幅")),  # 降幅收窄: it fell by less
        is_distributed=False,
    )


def _nameless(text: str, lead: Lead, end: int, form: str) -> Lead | None:
    """日均, 增速, 总量: words that say how a number is reckoned and name nothing; None for others."""
    opened, stop = lead.start, lead.noun[0]
    words = text[opened:stop]
    pulls = lead.change_verb and not lead.is_level and POINTS.match(text, end)
    if pulls and _PULLS.fullmatch(words):
        return lead
    daily = _BARE_DAILY.fullmatch(words)
    if daily and (not daily["verb"] or ACTIONS_ONLY.fullmatch(daily["verb"])):
        return replace(lead, action=daily["verb"] or "", each=daily.group())
    if _BARE_RATE.fullmatch(words):
        is_down = lead.is_down and words not in ("降幅", "跌幅")
        return replace(lead, change_verb=lead.change_verb or "增长", is_down=is_down)
    if form == "rank" and _BARE_RANKED.fullmatch(words):
        return lead
    return replace(lead, action="累计") if _BARE_TOTAL.fullmatch(words) else None


# 占总投资9.2亿元的39.1%
_WHOLE_OF = re.compile(r"(?P<of>[占])(?=[^,;。、\d]{2,12}\d[\d.,]*[百千万亿]*[一-鿿]{1,2}的\d[\d.]*%)")


def _after_number(text: str, end: int) -> int:
    return min(len(text), end + 24)


# 149.74亿元,
_A_SUM = re.compile(r"\d[\d.,]*[百千万亿]*元(?=[,;。、)]|$)")
# 比上年
_ONLY_COMPARED = re.compile(
    r"[,、;:\s]*(?:同比|环比|[比较](?:上年|去年|年初|上月|前年|20\d\d年|上季度)(?:同期|[末底初])?)"
)
# 拉动规上工业增长1.6个百分点: a share in the growth of a whole, said of what was named before
_PULLS = re.compile(r"(?:拉动|带动)[^,;。]+")
# 日均新设187户
_BARE_DAILY = re.compile(r"(?P<each>日均|月均|每[万千百]人)(?P<verb>[一-鿿]{2,3})?")
# 比全国、全省
_HELD_AGAINST = re.compile(
    r"(?:(?:增速|增幅|增长率|比重|占比|位次|降幅|跌幅|涨幅)?(?:比|较|高于|低于|快于|慢于|高出|超过|超出|"
    r"超(?=时序|序时|年度|计划|目标))(?!重|例|亚迪|赛|拼|大|小|强|好|长|先进|发达|严重)|"
    r"(?:拉动|带动)[^,;。]*?(?=增长))(?:(?!--)[^,;。])*$"
)
# 比上年净增
_FRESH = re.compile(r"(?:净增|新增|再增)$")
# 高于
_BEYOND = re.compile(r"高于|低于|快于|慢于|高出|超过|超出|超")
# 总量
_BARE_RANKED = re.compile(
    r"(?:提升|增长|下降)?幅度|规模|总规模|金额|总额|数量|(?:新增|净增|新认定|增加|获批)数?量?|增量|总量|总数|"
    r"(?:在?(?:全省|全国|全市)的?)?(?:综合)?(?:排名|位次|名次)"
)
# 累计总数
_BARE_TOTAL = re.compile(
    r"(?:累计)?(?:(?:立项|入选|获批|认定|签约|注册|登记|入库|申报|通过|授权|成交)数量?|总数|总量|总计|总数量|总户数|"
    r"总规模|存量|保有量|数量|"
    r"总人数|累计总数)"
)
# 同比增速
_BARE_RATE = re.compile(
    r"(?:同比|累计|可比价|现价|(?:其余|其他|各)?(?:县市区|区县|各县|县|乡镇)\x00*)?(?:增速|增幅|涨幅|增长率|降幅|跌幅)"
)
# 分别
_DISTRIBUTED_OVER = re.compile(r"分别|依次|分列|分居|(?<=[市县区镇乡])各(?![级类界地项种])(?=[一-鿿]{2})")
# 两年提高13.6个百分点, 年均净增近80家, 超额完成28公里: how long, how reckoned, how well, but not what
_SAYS_HOW = re.compile(
    r"(?:(?:这一|该)(?:比[重例率]|占比|数[字据]|指标|水平|增速)?|前?(?:[两二三四五六七八九十]|\d{1,2})年(?:来|间|"
    r"内)?|年均|每年|平均|可比|现价|同口径|超额|提前|首次|全面|"
    r"全部|实际|净|再次|进一步|一举|帮助?|为|给|只|还|又|也|仍|已|连续|累计|"
    r"同期|单[季月]|后|可|而|剩余|余下|其余|逆势|逐[年季月步]|稳步|持续|不断|大幅|小幅|略|明显|显著|比重|"
    r"[已连续着]*[一二两三四五六七八九十\d]{1,3}个?(?:年|月|季度))+"
)
# 两项指标均居全国第一
_SO_MANY = re.compile(
    r"(?:上述|以上|这|前述)?(?P<many>[两二三四五六])[项个大]+(?:主要|核心|关键)?(?:指标|数据|(?:累计)?[数量]|总量|"
    r"增速|占比)(?:增速|增幅|总量)?"
)
# 司法机关
_OFFICE = re.compile(
    r"(?:(?:公安|司法|检察|监察|纪检|执法|主管|职能)[一-鿿]{0,4}|有关|相关|上级)(?:机关|部门|单位)"
)


def handed_over(words: str) -> bool:
    """全年查办案件187件,移送司法机关4件: to whom, not what."""
    return words.startswith("移送") and bool(_OFFICE.fullmatch(words, 2))


def _named_by_nothing(text: str, lead: Lead) -> Lead:
    """The lead without a noun where its words only tell how long or in what manner."""
    if not lead.has_noun:
        return lead
    if both := _SO_MANY.fullmatch(text, *lead.noun):
        lead = replace(lead, last="零一两三四五六".find(both["many"].replace("二", "两")), is_shared=True)
    elif not _SAYS_HOW.fullmatch(text, *lead.noun) and not (
        lead.verbs and handed_over(lead.verbs[-1] + text[slice(*lead.noun)])
    ):
        return lead
    return replace(lead, noun=(lead.noun[1], lead.noun[1]), subject=(lead.noun[1], lead.noun[1]), items=())


def _distribute_over(
    text: str,
    start: int,
    middle: re.Match[str],
    stop: int,
    lead: Lead,
    skip: Skip,
    term_at: TermAt,
) -> Lead:
    """“甲区、乙区分别完成投资12亿元、15亿元”: the list before 分别 owns what follows it."""
    opened, after = trim(text, middle.end(), stop, skip)
    pulls = bool(lead.change_verb) and _PULLS.fullmatch(text, opened, after)
    inner = split_verb(text, opened, after, lead, skip, term_at) if after > opened and not pulls else lead
    head = (start, middle.start())
    noun = inner.noun if inner.has_noun else head
    items = list_items(text, head) or pair_of(text, head) or (head,)
    return replace(inner, start=start, noun=noun, subject=head, items=items, is_distributed=True)


def has_action(words: str) -> bool:
    return bool(ACTION.search(words))
