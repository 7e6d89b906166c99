"""The words before a number, taken apart: whose, what was done, which noun, which way it moved."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.verbs import (
    ACTION,
    ACTION_WORD,
    ACTIONS_ALONE,
    CHANGE,
    DOER_ACTION,
    DOWN_WORDS,
    HOW_DONE,
    LEADING_ACTION,
    NEW_ACTIONS,
    STRONG_ACTION,
    TRAILING_ACTION,
)

Span = tuple[int, int]

# Words that may open a clause and name nothing.
_OPENERS = re.compile(
    r"(?:[\s\x00、,:;]+|【[^】]{1,16}】|\d{1,2}[.、)]\s*(?=[一-鿿“])|与[^,;。、]{2,10}?(?=签约|共建|签署|签订|"
    r"合作)|其中|其余(?!额)|同时|此外|另外|并且|并(?!网|购|轨|列)|而且|而|和(?!平|谐|美|田|县|顺|静|硕|政|龙)|"
    r"与(?!会)|以及|及(?!格|时)|还(?!款|贷|建|林|田|草|房)|"
    r"也|再(?!生|就|造|制|保|贷|担|建|认|新|犯|利|次)|又|且(?!末)|等(?!级)|的|主要是|尤其是?|特别是|已经|已|其中含|"
    r"含(?!税|量)|包括|[一二三四五六七八九十]是|"
    r"加(?=上级|上年|上解|债务|调入|补助|转移|动用|地方)|(?:主)?汛期|全年|历年来?|年内|当年|当前|目前|期间|期末|"
    r"年底前|年底|截止|截至目前|截至|初步统计|据统计|据初步统计|初步核算|经初步核算|经核算|根据\w{0,8}核算结果|"
    r"我们|我市|我县|我区|我省|我镇|我局|我院|我街道|本市|本县|本区|全市上下|全市|全县|全区|全镇|全乡|全街道|"
    r"全系统|全局|全域|辖区内?|市本级|县本级|区本级|"
    r"成功(?!率)|有(?!机|色|线|效|限|轨|害|资质|关|偿|源|序)|顺利|积极|大力|持续|深入|扎实|"
    r"有效(?!期|发明|专利|高新|高企|注册|商标|率|灌溉|供给)|有力|稳步|全力以赴|全力|着力|"
    r"共(?!同|富|享|青|产|建|治|有|计)|率先|首次|正式|先后|陆续|统筹|牵头|联合|全面|加快|不断|进一步|"
    r"\d{1,3}个(?:市州|地级市|设区市|省辖市|县市区|区县|县区|地市)(?=[一-鿿])|各类(?!别|型)|[两三四五十]年(?=年均)|"
    r"(?:剔除|扣除)[^,;。]{1,10}(?:因素后|影响后|后)|街道(?=辖区|下辖|现有|常住|户籍)|当[月季]|"
    r"按(?:可比价格?|不变价格?|年?平?均?汇率)(?:计算|折算)?|总体|实际(?!使用外资|利用外资|到账|到位|用水|外资)|"
    r"统一|届时(?:可)?|再(?=[压])|原(?=计划)|原(?:先|本)?[定拟](?=[一-鿿])|规划到|据反馈|"
    r"连续[两二三四五六七八九十\d]+年|下辖|省市联合|市县联动|联动|分(?!布|级|类|行|公|局|支|会|院|校|店|散)|另有|"
    r"另(?!类)|仅|就(?!业|诊|读|医|地|餐)|均(?!价|衡|等|值|线)|都(?!市|江|匀|昌|安)|各地|各级|"
    r"到(?!位|岗|账|访|港|资|场|会|校|期)|至|在(?!站|校|建|册|岗|孵|园|地|线|职|编|库|网|营|研|产|逃|家|院|用|办|运|"
    r"售|租|保|学|读|田|馆|押|外)|为(?!民|老|企|侨|期)|对(?!外|口|接|标|台|华|俄)|将(?!军)|向(?!海|上|阳|日)|"
    r"但是?|不过|却|逆势|可比(?:价格?|口径)?|高标准(?=建|改|打|推)|高质量(?=建|完|打|推)|"
    r"年初(?=计划|安排|确定|下达)|位列|位居|名列|(?:合计|共计|总计)(?=[一-鿿]{2})|"
    r"[控制稳定保持]{2}在|力争|确保|预计|预期(?!目标)|计划(?!生|免|完成率)|拟|"
    r"争取(?=在|全年|年[底内]|到20|实现|达|新增|完成|[一-鿿]{0,12}(?:达到|突破|增长))|"
    r"(?:预期)?目标(?:任务|值)?[是为]?|(?:年度|全年|年初|当年|[省市县]定|[省市]?下达)*(?:任务|计划|指标)[数量]?$|"
    r"努力|用于|使(?!用)|让(?!利)|把(?!关)|由|从(?!业|事|化)|[一-鿿]{2,6}以来|"
    rf"{HOW_DONE})"
)
# 全省, 全国 as owner of an average; a name like 全省重点实验室 keeps them
_WIDER = re.compile(r"(?:全省|全国|省内|国内)(?=平均|总|人均|城镇|农村|居民|GDP|地区生产总值|经济)")

_LINKS = re.compile(
    r"(?:(?<=[一-鿿])(?<![归偿退返发交])[还尚](?=$)|(?:保持|实现)(?:正|稳定|较快|平稳)?增长、|始终|却|仍然|依然|"
    r"反而|逆势|逐步|逐年|同步|全部|基本|只有|仅有|只是|只剩|仅剩|保持|可比|现价|连年|平稳|有所|略有|小幅|较快|"
    r"显著|明显|进一步|双双|"
    r"受[^,;。\d]{1,16}?(?:影响|拖累|冲击|带动|制约|拉动|波及|牵引|支撑)|"
    r"(?<=.)连(?:续|着)[一二两三四五六七八九十\d]{1,3}个?(?:年|月|季度)|"
    r"(?<=[一-鿿])(?<!截至)(?<![由从比较是为于])20\d\d年[底末内]?|发展到目前|发展到|目前|有望|可望|"
    r"(?<=[一-鿿])(?<!前)[两三四五十]年(?:来|间)?|均在|都在|(?:收窄|扩大|转|回升|回落)(?:为|至|到)|最终核实|"
    r"折合(?:人民币)?|折人民币|约合|折算|预期|每[百千万]?(?:立方米|平方公里|平方米|公斤|斤|吨|亩|月|年)|"
    r"(?<=[一-鿿])远(?=$)|(?<![一不])再|每人每月|每人每年|统一|总共|共计|总计|合计|累计|(?<!公)共|已经|已|仅|只|"
    r"大约|的是|了|的|(?<!行)(?<!人)(?<!作)为|是|(?<![国私公民所特享拥持含自现建设实])有|达到|达成|"
    r"(?<![发抵通直送])达|"
    r"(?<![高中初平对同一二三四特头上优甲乙丙])等|至今|"
    r"(?<!人)(?<!户)(?<!年)(?<!月)(?<!日)(?<!平)(?<!亩)(?<!地)(?<!村)(?<!校)均|都|\s|\x00|:|"
    r"(?<!签)(?<!履)(?<!节)(?<!集)约|共有|(?<!迟)到|至|"
    r"首次|一举|成功|预计|可(?=达|实现|完成|超|$)|将|力争|确保|再次|实际|稳定在|保持在|控制在|稳控在|维持在|巩固在|"
    r"锁定在|严控在|稳固在|就有|占到|目标|创历史新高|快速|大幅|最高|最低|持续|继续|稳步|仍|总体|年均|同口径|"
    r"按可比价格?(?:计算)?|按不变价格?(?:计算)?|(?:剔除|扣除)(?:价格|物价)(?:变动|上涨)?(?:的?影响|"
    r"因素(?:影响)?)?后?|全年|年内|每[万千百]人)$"
)
_DISTRIBUTE = re.compile(r"(?:分别|依次)(?:为|是|达到?|有)?$")
_SHARED = re.compile(r"(?:(?<![人户年月日平亩地村校])均|都|双双|同为)$")
_AVERAGE = r"(?:全省|全国|全市|全区|全县|上年|去年|预期|目标|计划)?(?:平均)?(?:水平|均值|平均数|增速|增幅|目标|计划|预期)?"
_COMPARE = re.compile(
    r"(?P<word>同比|环比|(?:(?<![同环])比|较|与)(?:[^,;。、]{0,6}?)(?:上年|去年|前年|上月|上季度|一季度|年初|"
    r"上半年|同期|上一?年度|\d{4}年|全省|全国|全市|城镇居民|农村居民|城镇|农村|平均水平|平均|近[三五十]年均值|"
    r"近[三五十]年|多年均值|上届|上轮|上一轮|法定时限|法定时间|承诺时限|往年|疫情前|期初|上期|省均|国均)"
    r"(?:同期|年?末|年?底|初|平均水平|平均|水平)?(?:相比|比)?)(?:也|均|都|又|再|还|大幅|仅|略|小幅)?$"
)
_ABOVE = re.compile(
    rf"(?P<word>(?P<verb>高于|低于|快于|慢于|高出|低出|超出|超过|超|领先|落后|优于|好于)(?:{_AVERAGE}|"
    r"[^,;。、]{0,8}(?:平均(?:水平)?|同期|增速|目标|水平|城镇(?:居民)?|农村(?:居民)?)))$"
)
_BELOW_VERBS = ("低于", "慢于", "落后", "低出")
_SHARE = re.compile(
    r"(?P<base>(?:占|相当于|[为是](?=(?:全部?|总)[^,;。\d]{1,10}的$)|"
    r"与(?=[^,;。]{2,10}之比))(?P<whole>[^,;。]{0,24}?))(?P<word>的?(?:比重|比例|比)?|之比)(?P<each>分别|"
    r"依次)?(?:已|约|均|都|仅|只|首次|降|升|预计|将|力争|压降|提高|提升|下降|降低|回落|上升)*(?:为|达到?|至|到|"
    r"超过?|过|近)?$"
)
_FROM = re.compile(r"(?:(?<![理自缘])由|从(?!业|事|严|紧))(?P<noun>[^,;。由从]{0,16})$")
_RANK_WORDS = re.compile(
    r"(?:分列|分居|分获|位居|位列|居于|居|列|排名|排位|位次|排在|排|名列|位|稳居|跃居|"
    r"(?:前移|上升|提升|跃升|跃居|晋升|攀升|回升|下降|下滑|后移|退居|[升进退降])(?:至|到|为)|继续|保持|蝉联|并列|"
    r"均|都|分别|双双|"
    r"连续[一二三四五六七八九十两\d]{1,3}[年次季月个]*|首次|跻身|进入|挺进|晋升|进至|进到|进|稳定在|"
    r"全省|全国|全市|全区|全县|全球|世界|省内|国内|市内|各县\x00*|各区县\x00*|各县区|各区\x00*|各县市区|各地市|"
    r"全省设区市|设区市|地级市|各设区市|[一二三四五六七八九十\d]{1,3}个?设?区?市|县市区|各县市区|各县\(?市、?区\)?|"
    r"各地市|地市|"
    r"同类城市|山区县|山区\d+县|\d{1,3}个?(?:县|县市区|区县|山区县)|长三角|副省级城市|全州|全盟|"
    r"(?:全[省国市球区县州]|省内|国内)?\d{1,3}个[一-鿿、]{1,5}(?:中|(?=$))|省会(?:城市)?|县级市|是|的|了|为|达到|"
    r"达|到|至|在|在?(?:全[国省市县区])?[一二两三四五六七八九十\d]{1,3}个[一-鿿]{1,3}中|中|里|、|\s|\x00|第|再次|"
    r"一直|始终|城市|总|列入|荣登|登上|位于|综合)$"
)
_SCOPE = re.compile(
    r"(?:全省设区市|全省山区\d*县|全省|全国|全市|全区|全县|全球|世界|省内|国内|市内|同类城市|设区市|长三角)"
)


@dataclass(frozen=True)
class Lead:
    """What stands before a number; spans index into the paragraph."""

    start: int  # first word that belongs to the statement
    noun: Span  # the indicator's noun phrase; empty (n, n) when the lead names none
    subject: Span  # what precedes the verb
    items: tuple[Span, ...] = ()  # nouns that stand in a list before this one number, the last included
    action: str = ""
    change_verb: str = ""
    is_down: bool = False
    is_level: bool = False  # 增至, 下降到: the number is where it arrived, not by how much
    comparator: str = ""
    share_of: str = ""  # 占…: what the whole is
    is_share: bool = False
    share_name: str = ""  # 占固定资产投资比重, where the words call it a share
    is_distributed: bool = False  # 分别
    is_shared: bool = False  # 均
    last: int = 0  # 两项指标均居: so many figures before it
    is_from: bool = False  # 由A提高到B, at A
    is_reference: bool = False  # the average or standard that a figure is held against
    scope: str = ""
    is_whole: bool = False  # 占总投资9.2亿元的39.1%: the whole itself
    each: str = ""  # 日均, 日均新设: of a noun named before
    verbs: tuple[str, ...] = field(default=())

    @property
    def has_noun(self) -> bool:
        return self.noun[1] > self.noun[0]


def replace(lead: Lead, **changes: object) -> Lead:
    """What dataclasses.replace gives, without a constructor of two dozen fields: it took a twelfth of all reading."""
    changed = object.__new__(Lead)
    changed.__dict__.update(lead.__dict__, **changes)
    return changed


_AFTER_TIME = re.compile(r"(?:年?末|年?底|以来|期间|内|前(?!列|沿|期|海|哨|程|景)|,|、|的)")


def trim(text: str, start: int, end: int, skip: Callable[[int, int], int]) -> Span:
    """[start, end) without openers, times and places in front and blanks behind.

    `skip(start, end)` gives the end of a time or place that begins at `start`, else `start`.
    """
    moved = True
    while moved and start < end:
        moved = False
        match = _OPENERS.match(text, start, end) or _WIDER.match(text, start, end)
        if match and match.end() > start:
            start, moved = match.end(), True
            continue
        after = skip(start, end)
        if after > start:
            start, moved = after, True
            tail = _AFTER_TIME.match(text, start, end)
            if tail:
                start = tail.end()
    while end > start and (text[end - 1] in ' \x00、,:;"的'):
        end -= 1
    return min(start, end), end


def parse_lead(
    text: str,
    start: int,
    end: int,
    form: str,
    skip: Callable[[int, int], int],
    term_at: Callable[[int], Span | None],
) -> Lead:
    """Read the words text[start:end] that lead up to a number of the given form.

    `term_at(end)` gives the span of a known indicator name that ends at `end`, if one does.
    """
    lead = Lead(start, (end, end), (end, end))
    if of_whole := _WHOLE_OF.match(text, start, _after_number(text, end)):  # 占总投资9.2亿元的39.1%
        start = of_whole.end("of")
        lead = replace(lead, start=start, is_whole=True)
    if form == "rank":
        stop, lead = _peel_rank(text, start, end, lead)
    else:
        stop, lead = _peel(text, start, end, lead, term_at)
    middle = _DISTRIBUTED_OVER.search(text, start, stop)
    if middle and _ONLY_COMPARED.fullmatch(text, start, middle.start()):  # 比年初分别新增186亿元、241亿元
        start, middle = middle.end(), None
        lead = replace(lead, is_distributed=True)
    if middle and (above := _ABOVE_SEVERAL.fullmatch(text, middle.end(), stop)):
        verb = above["verb"]  # 增速分别高于全国、全省1.3个和0.5个百分点
        opened, head = trim(text, start, middle.start(), skip)
        noun = (head, head) if _BARE_RATE.fullmatch(text[opened:head]) else (opened, head)
        return replace(
            lead, start=opened, noun=noun, subject=(opened, opened), change_verb=verb,
            is_down=verb in _BELOW_VERBS, comparator=above.group(), is_distributed=False,
        )  # fmt: skip
    if middle:
        return _distribute_over(
            text, _list_start(text, start, middle.start(), skip), middle, stop, lead, skip, term_at
        )
    opened, stop = trim(text, start, stop, skip)
    if held := _HELD_AGAINST.match(text, opened, stop):  # 增速比全国、全省分别高0.7个和0.2个百分点
        fresh = _FRESH.search(held.group())
        if fresh:  # 比上年净增402家
            return replace(
                lead,
                start=opened,
                noun=(stop, stop),
                subject=(stop, stop),
                action=fresh.group(),
                verbs=(fresh.group(),),
            )
        moved = CHANGE.search(held.group())
        is_of_fall = held.group().startswith(("降幅", "跌幅"))  # 降幅收窄: it fell by less
        beyond = _BEYOND.search(held.group())
        verb = lead.change_verb or (moved["verb"] if moved else beyond.group() if beyond else "")
        return replace(
            lead, start=opened, noun=(stop, stop), subject=(stop, stop), comparator=held.group() + text[stop:end],
            change_verb=verb,
            is_down=not is_of_fall
            and (bool(DOWN_WORDS.match(verb)) or "低于" in held.group() or "慢于" in held.group()),
            is_distributed=False,
        )  # fmt: skip
    pulls = lead.change_verb and not lead.is_level and _POINTS.match(text, end)
    if pulls and _PULLS.fullmatch(text, opened, stop):
        return replace(lead, start=opened, noun=(stop, stop), subject=(stop, stop))
    daily = _BARE_DAILY.fullmatch(text, opened, stop)
    if daily and (not daily["verb"] or ACTIONS_ALONE.fullmatch(daily["verb"])):
        return replace(
            lead,
            start=opened,
            noun=(stop, stop),
            subject=(stop, stop),
            action=daily["verb"] or "",
            each=daily.group(),
        )
    if _BARE_RATE.fullmatch(text[opened:stop]):
        return replace(
            lead,
            start=opened,
            noun=(stop, stop),
            subject=(stop, stop),
            change_verb=lead.change_verb or "增长",
            is_down=lead.is_down and text[opened:stop] not in ("降幅", "跌幅"),
        )
    if form == "rank" and _BARE_RANKED.fullmatch(text[opened:stop]):
        return replace(lead, start=opened, noun=(stop, stop), subject=(stop, stop))
    if _BARE_TOTAL.fullmatch(text[opened:stop]):
        return replace(lead, start=opened, noun=(stop, stop), subject=(stop, stop), action="累计")
    lead = replace(lead, start=opened, noun=(stop, stop), subject=(stop, stop))
    if stop <= opened:
        return lead
    lead = _named_by_nothing(text, _split_verb(text, opened, stop, lead, skip, term_at))
    if lead.is_distributed and not lead.verbs:
        whole = (_list_start(text, start, stop, skip), stop)
        items = _items(text, whole) or _pair(text, whole)
        return replace(lead, start=whole[0], noun=whole, items=items) if items else lead
    # 推出“A”“B”等八条举措: the list before 等 only illustrates what is counted
    if text[opened:end].rstrip().endswith("等") and not text[opened:end].endswith(("高等", "甲等", "乙等")):
        return replace(lead, noun=(stop, stop), items=())
    return _after_etc(text, lead)


_WHOLE_OF = re.compile(r"(?P<of>[占])(?=[^,;。、\d]{2,12}\d[\d.,]*[百千万亿]*[一-鿿]{1,2}的\d[\d.]*%)")


def _after_number(text: str, end: int) -> int:
    return min(len(text), end + 24)


_ABOVE_SEVERAL = re.compile(r"(?P<verb>高于|低于|快于|慢于|优于|好于)[^,;。]{1,20}")
_ONLY_COMPARED = re.compile(
    r"[,、;:\s]*(?:同比|环比|[比较](?:上年|去年|年初|上月|前年|20\d\d年|上季度)(?:同期|[末底初])?)"
)
# 拉动规上工业增长1.6个百分点: a share in the growth of a whole, said of what was named before
_PULLS = re.compile(r"(?:拉动|带动)[^,;。]+")
_POINTS = re.compile(r"[^,;。\d]?\d[\d.]*个?百分点")
# 日均新设187户
_BARE_DAILY = re.compile(r"(?P<each>日均|月均)(?P<verb>[一-鿿]{2,3})?")
_HELD_AGAINST = re.compile(
    r"(?:(?:增速|增幅|增长率|比重|占比|位次|降幅|跌幅|涨幅)?(?:比|较|高于|低于|快于|慢于|高出|超过|超出|"
    r"超(?=时序|序时|年度|计划|目标))(?!重|例|亚迪|赛|拼|大|小|强|好|长|先进|发达|严重)|"
    r"(?:拉动|带动)[^,;。]*?(?=增长))[^,;。]*$"
)
_FRESH = re.compile(r"(?:净增|新增|再增)$")
_BEYOND = re.compile(r"高于|低于|快于|慢于|高出|超过|超出|超")
_BARE_RANKED = re.compile(
    r"(?:提升|增长|下降)?幅度|规模|总规模|金额|总额|数量|(?:新增|增加)数?量?|增量|总量|总数|"
    r"(?:在?(?:全省|全国|全市)的?)?(?:综合)?(?:排名|位次|名次)"
)
_BARE_TOTAL = re.compile(
    r"(?:累计)?(?:(?:立项|入选|获批|认定|签约|注册|登记)数量?|总数|总量|总计|总数量|总户数|总规模|存量|保有量|数量|"
    r"总人数|累计总数)"
)
_BARE_RATE = re.compile(
    r"(?:同比|(?:其余|其他|各)?(?:县市区|区县|各县|县|乡镇)\x00*)?(?:增速|增幅|涨幅|增长率|降幅|跌幅)"
)
_DISTRIBUTED_OVER = re.compile(r"分别|依次|分列|分居|(?<=[市县区镇乡])各(?=[一-鿿]{2})")
_ETC = re.compile(r"(?<![高中初平同对优甲乙上])等(?!级|次|于|额)")


# 两年提高13.6个百分点, 年均净增近80家, 超额完成28公里: how long, how reckoned, how well, but not what
_SAYS_HOW = re.compile(
    r"(?:(?:这一|该)(?:比[重例率]|占比|数[字据]|指标|水平|增速)?|前?(?:[两二三四五六七八九十]|\d{1,2})年(?:来|间|内)?|年均|每年|平均|可比|现价|同口径|超额|提前|首次|全面|"
    r"全部|实际|净|再次|进一步|一举|帮助?|为|给|只|还|又|也|仍|已|连续|累计|"
    r"剩余|余下|其余|逆势|逐[年季月步]|稳步|持续|不断|大幅|小幅|略|明显|显著|比重|"
    r"[已连续着]*[一二两三四五六七八九十\d]{1,3}个?(?:年|月|季度))+"
)


# 两项指标均居全国第一
_SO_MANY = re.compile(
    r"(?:上述|以上|这|前述)?(?P<many>[两二三四五六])[项个大]+(?:主要|核心|关键)?(?:指标|数据|(?:累计)?[数量]|总量|"
    r"增速|占比)"
)


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


_LIST_OPENER = re.compile(r"其中|全年|全市|全县|全区|年末|年底")


def _list_start(text: str, start: int, end: int, skip: Callable[[int, int], int]) -> int:
    """Where a list of owners begins; a place stays when the list is one of places."""
    while start < end:
        if text[start] in "、,:; \x00":
            start += 1
        elif (after := skip(start, end)) > start and text[after : after + 1] not in (
            "、",
            "和",
            "与",
            "及",
            "",
        ):
            start = after
        elif opener := _LIST_OPENER.match(text, start, end):
            start = opener.end()
        else:
            break
    return start


def _after_etc(text: str, lead: Lead) -> Lead:
    """“A、B等科技项目145项” counts 科技项目."""
    found = [m for m in _ETC.finditer(text, *lead.noun) if m.end() <= lead.noun[1] - 2]
    return replace(lead, noun=(found[-1].end(), lead.noun[1]), items=()) if found else lead


def _distribute_over(
    text: str,
    start: int,
    middle: re.Match[str],
    stop: int,
    lead: Lead,
    skip: Callable[[int, int], int],
    term_at: Callable[[int], Span | None],
) -> Lead:
    """“甲区、乙区分别完成投资12亿元、15亿元”: the list before 分别 owns what follows it."""
    opened, after = trim(text, middle.end(), stop, skip)
    pulls = bool(lead.change_verb) and _PULLS.fullmatch(text, opened, after)
    inner = _split_verb(text, opened, after, lead, skip, term_at) if after > opened and not pulls else lead
    head = (start, middle.start())
    noun = inner.noun if inner.has_noun else head
    items = _items(text, head) or _pair(text, head) or (head,)
    return replace(inner, start=start, noun=noun, subject=head, items=items, is_distributed=True)


# 在全省县域经济高质量发展评价中列第18名, 跻身全国成果转化前50名
_RANKED_IN = re.compile(
    r"(?:^|在|跻身|,|首次|入选|进入|位列|位居|名列)(?P<scope>全省|全国|全市|全区|全县|全球|省内|国内)[^,;。]*$"
)


_RANKED_AMONG = re.compile(
    r"(?:(?<![人户年月日平])均|都|双双|继续|稳|跃|首次)?(?<!分)(?:位居|位列|名列|居|列|排名|排|位)(?:在|于|到|至)?"
    r"(?:(?P<scope>全[国省市县区球]|省内|国内)(?![^,;。]*(?:强|榜))[^,;。、\d]{1,12}|"
    r"(?P<place>(?!民|住)[^,;。、\d全\x00]{1,10}(?:[市县区州盟省]|地区|城市)|"
    r"[一-鿿]{2,4}(?=各[县区市]))(?:各?(?:县市区|市县区|区县|县区|市县|县|区|市|乡镇|镇街)\x00*|"
    r"(?:所有|全部)?\d{1,2}个?(?:县|区|县区|县市区)\x00*)?)$"
)


def _peel_rank(text: str, start: int, end: int, lead: Lead) -> tuple[int, Lead]:
    stop = end
    scope = ""
    if among := _RANKED_AMONG.search(text[start:stop]):  # 居全省内河港口第二, 列全省第一类县(市、区)第4位
        scope = among["scope"] or among["place"]
        lead = replace(lead, is_shared=bool(re.search("均|都|双双", among.group())))
        stop = start + among.start()
    if before := _FROM_BEFORE.search(text[start:stop]):  # 位次由第14位前移到第8位
        lead = replace(lead, is_from=True)
        stop = start + before.start()
    while match := _RANK_WORDS.search(text[start:stop]):
        word = match.group()
        found = _SCOPE.findall(word)
        scope = scope or (found[-1] if found else "")
        if re.search("均|都|双双", word):
            lead = replace(lead, is_shared=True)
        if word in ("分别", "分列", "分居", "分获"):
            lead = replace(lead, is_distributed=True)
        stop = start + match.start()
        if before := _FROM_BEFORE.search(text[start:stop]):  # 由年初的第9位
            lead = replace(lead, is_from=True)
            stop = start + before.start()
    if not scope and (inside := _RANKED_IN.search(text[start:stop])):
        scope = inside["scope"]
    return stop, replace(lead, scope=scope)


def _peel(
    text: str, start: int, end: int, lead: Lead, term_at: Callable[[int], Span | None]
) -> tuple[int, Lead]:
    stop = end
    is_distance = bool(_POINTS.match(text, end))  # 占比下降3.2个百分点: no share, but how far it moved
    moved = True
    while moved and stop > start:
        moved = False
        # a known name is never peeled: 年末常住人口, 新增, 增加值
        term = term_at(stop)
        share = _SHARE.search(text[start:stop])
        is_whole = term is not None and not (share and term[0] > start + share.start())
        if is_whole and not CHANGE.search(text[start:stop]):
            break
        for step in (
            *((_peel_change, _peel_compare) if is_distance else ()),
            _peel_reference,
            _peel_from,
            _peel_times,
            _peel_share,
            _peel_distribute,
            _peel_above,
            _peel_compare_several,
            _peel_compare,
            _peel_change,
            _peel_did_more,
            _peel_link,
        ):
            taken, lead = step(text[start:stop], lead)
            if taken:
                stop -= taken
                moved = True
                break
    return stop, lead


# 占GDP比重由上年的11.4%提高到12.0%
_FROM_BEFORE = re.compile(
    r"(?:由|从)(?:(?:20\d\d年|上年|去年|前年|年初|原来|原先|此前|期初|当初|上年同期)(?:年?[底末初])?)?的?$"
)
# 是2020年的2.3倍, 相当于上年同期的1.5倍
_TIMES_BEFORE = re.compile(
    r"(?:约?为|是|相当于|达到|达|恢复[到至]|完成|(?P<poor>只有|仅有|仅为|不及|只及|"
    r"只相当于))(?P<base>[^,;。、是为]{2,14})的$"
)


def _peel_from(words: str, lead: Lead) -> tuple[int, Lead]:
    match = _FROM_BEFORE.search(words)
    return (len(match.group()), replace(lead, is_from=True)) if match and not lead.is_from else (0, lead)


def _peel_times(words: str, lead: Lead) -> tuple[int, Lead]:
    match = _TIMES_BEFORE.search(words)
    if (
        not match
        or lead.comparator
        or not (
            match["poor"]
            or re.search(
                r"年|同期|平均|水平|预算|目标|任务|计划|保有量|产能|能力|定额|末|[市县区省]$|^[国省市]定",
                match["base"],
            )
        )
    ):
        return 0, lead
    action = "恢复" if match.group().startswith("恢复") else ""
    return len(match.group()), replace(lead, comparator=match.group(), action=lead.action or action)


def _peel_share(words: str, lead: Lead) -> tuple[int, Lead]:
    if (lead.change_verb and not lead.is_level) or lead.is_share or lead.is_whole:
        return 0, lead
    match = _SHARE.search(words)
    if not match or not re.search(r"占(?!地(?!区|方)|道|用|据|领|补)|相当于|^[与为是]", match["base"]):
        return 0, lead
    each = lead.is_distributed or bool(match["each"])
    return len(match.group()), replace(
        lead, is_share=True, share_of=match["whole"], share_name=_share_name(match), is_distributed=each
    )


def _share_name(match: re.Match[str]) -> str:
    word = match["word"].removeprefix("的")
    joint = match["base"][0] if match["base"].startswith("与") else "占"
    return f"{joint}{match['whole'].removesuffix('的')}{word}" if word else ""


def _peel_distribute(words: str, lead: Lead) -> tuple[int, Lead]:
    if match := _DISTRIBUTE.search(words):
        return len(match.group()), replace(lead, is_distributed=True)
    if match := _SHARED.search(words):
        return len(match.group()), replace(lead, is_shared=True)
    return 0, lead


# 低于全国平均的4.5‰: the number is the average itself, not the distance from it
_REFERENCE = re.compile(
    r"(?:高于|低于|快于|慢于|好于|优于)(?P<scope>[^,;。]{0,8})(?:平均|均值|标准|水平)(?:水平|值)?的$"
)


def _peel_reference(words: str, lead: Lead) -> tuple[int, Lead]:
    match = _REFERENCE.search(words)
    if not match:
        return 0, lead
    return len(match.group()), replace(lead, is_reference=True, scope=match["scope"])


def _peel_above(words: str, lead: Lead) -> tuple[int, Lead]:
    match = _ABOVE.search(words)
    if (
        not match
        or lead.change_verb
        or (match["verb"] in ("超过", "超") and len(match["word"]) == len(match["verb"]))
    ):
        return 0, lead
    verb = match["verb"]
    return len(match.group()), replace(
        lead, change_verb=verb, is_down=verb in _BELOW_VERBS, comparator=match["word"]
    )


# 比全国、全省|分别高, 高于全省、全国平均水平, 高于全国、全省
_WHOM = (
    r"(?:全[国省市县区州球]|[一-鿿]{1,5}(?:省|市|县|区|平均(?:水平)?)|东部|中部|西部|长三角|城镇|农村|"
    r"城市)(?:平均(?:水平)?|增速|居民)?"
)
_COMPARE_SEVERAL = re.compile(
    rf"(?P<word>(?:(?P<verb>高于|低于|快于|慢于|高出|优于|好于)|[比较](?!率|重|例|值|高|低)){_WHOM}[、和与]{_WHOM})$"
)


def _peel_compare_several(words: str, lead: Lead) -> tuple[int, Lead]:
    match = _COMPARE_SEVERAL.search(words)
    if not match or bool(match["verb"]) == bool(lead.change_verb):
        return 0, lead
    verb = match["verb"] or lead.change_verb
    return len(match.group()), replace(
        lead,
        change_verb=verb,
        is_down=verb in _BELOW_VERBS or lead.is_down,
        comparator=match["word"] if match["verb"] else match["word"] + verb,
        is_distributed=False,
    )


def _peel_compare(words: str, lead: Lead) -> tuple[int, Lead]:
    match = _COMPARE.search(words)
    if not match:
        return 0, lead
    return len(match.group()), replace(lead, comparator=lead.comparator or match["word"])


def _peel_change(words: str, lead: Lead) -> tuple[int, Lead]:
    match = CHANGE.search(words)
    if (
        not match
        or lead.change_verb
        or re.search(
            r"(?:改造提升|整治提升|新增|净增|再增|最高|更高|提前|年多|很多|许多|占比高|众多|增设|率先|最快|最多)$",
            words,
        )
    ):
        return 0, lead
    verb = match["verb"]
    is_down = bool(DOWN_WORDS.match(verb))
    return len(match.group()), replace(lead, change_verb=verb, is_down=is_down, is_level=bool(match["level"]))


# 同比多转214户, 比上年少发生3起: more or fewer of what was done
_DID_MORE = re.compile(r"(?<=同比|环比|年初|同期|上年|去年|上月)(?P<verb>多|少)[一-鿿]{1,2}$")


def _peel_did_more(words: str, lead: Lead) -> tuple[int, Lead]:
    match = _DID_MORE.search(words)
    if not match or lead.change_verb:
        return 0, lead
    return len(match.group()), replace(lead, change_verb=match["verb"], is_down=match["verb"] == "少")


# 收入总计99.48亿元, with what was carried over
_IN_ALL = re.compile(
    r"^[\s,、]*(?:一般公共预算|政府性基金(?:预算)?|国有资本经营(?:预算)?|社会保险基金(?:预算)?)?(?:收入|支出)总计$"
)


def _peel_link(words: str, lead: Lead) -> tuple[int, Lead]:
    match = _LINKS.search(words)
    if not match or words.endswith(("目的", "重点", "指标", "坐标")):
        return 0, lead
    word = match.group()
    if word == "总计" and _IN_ALL.search(words):
        return 0, lead
    if word in ("合计", "共计", "总计") and re.search(r"[两二三四五六七][项者]$", words[: -len(word)]):
        return 0, lead  # 三项合计76亿元: none of the three
    if word in ("累计", "总数", "总计", "合计", "共计", "共有"):
        lead = replace(lead, action=lead.action or (word if word in ("共有", "合计") else "累计"))
    if word in ("均", "都"):
        lead = replace(lead, is_shared=True)
    return len(word), lead


# 重点项目已经|开工112个, 产值全年|冲刺700亿元
_BEFORE_VERB = re.compile(
    r"(?:已经|已|全部|全年|年内|今年|陆续|先后|相继|顺利|正式|集中|如期|累计|力争|确保|预计|计划|争取|有望|可望|仅|"
    r"只|才)$"
)


def _split_verb(
    text: str,
    start: int,
    stop: int,
    lead: Lead,
    skip: Callable[[int, int], int],
    term_at: Callable[[int], Span | None],
) -> Lead:
    term = term_at(stop)
    if (
        term and term[0] > start and text.startswith(tuple(NEW_ACTIONS), term[0])
    ):  # 西峡县产业集聚区新增规上企业
        lead = replace(lead, subject=(start, term[0]), noun=(term[0], stop))
        return lead
    if term is None and (alone := ACTIONS_ALONE.fullmatch(text, start, stop)):  # 累计建成, 竣工
        verbs = tuple(ACTION_WORD.findall(alone.group()))
        fresh = next((v for v in verbs if v.startswith("新") or v == "累计"), verbs[-1])
        return replace(lead, action=_merge(lead.action, fresh), noun=(stop, stop), verbs=verbs)
    limit = max(term[0], start) if term else stop
    share = _FROM.search(text[start:stop])
    if share:
        lead = replace(lead, is_from=True)
        cut = start + share.start()
        inner = share["noun"]
        limit = stop = cut if not inner or not term else stop
        if inner and term:
            start = cut + 1
    # a verb right before the number governs the noun before it: 技术中心立项21项 / 或 follows directly: 新增3家
    trailing = TRAILING_ACTION.search(text[start:limit]) if limit == stop else None
    if trailing and (
        (lead.is_share and trailing.start() >= 2) or _GOES_WITH.search(text, start, start + trailing.start())
    ):
        trailing = None
    before = TRAILING_ACTION.search(text[start : start + trailing.start()]) if trailing else None
    if trailing and before and before.group() == "累计":  # 工业投资累计完成1180亿元
        lead, trailing = replace(lead, action=_merge("累计", trailing.group())), before
        before = None
    if trailing and not (trailing.start() and before):
        verb = trailing.group().rstrip("了")
        head_end = start + trailing.start()
        while (adverb := _BEFORE_VERB.search(text, start + 2, head_end)) and not term_at(head_end):
            head_end = adverb.start()
        if head_end == start:
            return replace(lead, action=_merge(lead.action, verb), noun=(stop, stop), verbs=(verb,))
        inner_lead = _front(
            text, start, head_end, replace(lead, action=_merge(lead.action, verb), verbs=(verb,)), skip
        )
        return inner_lead
    return _front(text, start, stop, lead, skip, limit)


# 法官人均|结案, 家庭无障碍|改造, 家庭适老化|改造: not without the verb
_GOES_WITH = re.compile("(?:人均|户均|日均|月均|亩均|化|无障碍|以旧换新|避险|生态|易地|安全|健康|质量)$")


def _merge(total: str, verb: str) -> str:
    return verb if not total or verb.startswith("新") else total if verb in ("完成", "实现", "达到") else verb


_COULD = re.compile(r"(?:能够|能|可|可望|有望|将)(?=(?:增加|新增|提供|惠及|带动|节约)[一-鿿]{2})")


# 为|经济困难老人|发放|补贴860万元
_FOR_THEM = re.compile(
    r"(?:(?<=[为向])|给)(?P<whom>[一-鿿]{2,14}?)(?P<verb>发放|提供|办理|减免|配备|落实|安排|开展|配送|投放|赠送|"
    r"支付|返还|送去|兑现|拨付|节省|节约|减轻)了?"
)


def _front(
    text: str, start: int, stop: int, lead: Lead, skip: Callable[[int, int], int], limit: int | None = None
) -> Lead:
    """Split at the last strong verb before `limit`, then take verbs off the front of what follows it."""
    limit = stop if limit is None else limit
    subject = (start, start)
    verbs = lead.verbs
    noun_start = start
    per_head = PER_HEAD.match(text, start, limit)
    verbs_from = per_head.end() if per_head else start
    for match in sorted(
        [*STRONG_ACTION.finditer(text, start, limit), *DOER_ACTION.finditer(text, start, limit)],
        key=lambda found: found.start(),
    ):
        if (
            match.start() >= max(noun_start, verbs_from)
            and match.end() < stop
            and not _inside_quotes(text, start, match.start())
        ):
            subject = (start, match.start())
            verbs = (*verbs, match.group())
            noun_start = match.end()
    if (given := _FOR_THEM.match(text, noun_start, limit)) and given.end() < stop - 1:
        subject, verbs, noun_start = given.span("whom"), (*verbs, given["verb"]), given.end()
    if could := _COULD.search(text, noun_start, stop):
        noun_start = could.end()  # 9月份开学能增加学位2700个
    if glued := _GLUED.search(text, noun_start, limit):
        subject, noun_start = (start, start), glued.end()
    noun_start, stop = trim(text, noun_start, stop, skip)
    while (
        (leading := LEADING_ACTION.match(text, noun_start))
        and leading.end() <= limit
        and leading.end() < stop - 1  # 整治村 is a noun
        and not (leading.group() not in _MAKES and _OWN_RATE.fullmatch(text, leading.end(), stop))
    ):
        verbs = (*verbs, leading.group().rstrip("了"))
        noun_start, stop = trim(text, leading.end(), stop, skip)
    action = lead.action
    if verbs:
        fresh = next((v for v in verbs if v.startswith("新")), "累计" if "累计" in verbs else verbs[-1])
        action = lead.action if lead.action and lead.action not in ("累计",) else _merge(lead.action, fresh)
    noun = (noun_start, stop)
    return replace(lead, noun=noun, subject=subject, action=action, verbs=verbs, items=_items(text, noun))


# 劳动关系和谐稳定|全市|受理案件: a heading without a stop before its text
_GLUED = re.compile(
    ".*[一-鿿]{5}(?<![占居比较于列为在和与及对给])(?:全[市县区镇乡]|我[市县区])(?=[一-鿿]{2})"
)
# 每千名老人拥有|养老床位: the verb stands inside the name
PER_HEAD = re.compile("每[^,;。、]{1,14}?(?:拥有|配备|享有|占有)")
# 调解|成功率, 抽检|合格率: a verb in front of a rate says whose rate it is, but one that makes it so says nothing
_OWN_RATE = re.compile("[一-鿿]{2}(?:率|比例)|比例")
_MAKES = ("完成", "实现", "达到", "提升", "提高", "确保", "保持", "降低", "推动", "取得")


def _inside_quotes(text: str, start: int, position: int) -> bool:
    before = text[start:position]
    return before.count("“") > before.count("”") or before.count("《") > before.count("》")


def _items(text: str, noun: Span) -> tuple[Span, ...]:
    """The nouns of a list that shares one number; a list that ends in 等 only illustrates the noun behind it."""
    phrase = text[noun[0] : noun[1]]
    if phrase.startswith("“") and "”“" in phrase and "、" not in phrase:  # “甲”“乙”品牌价值分别为
        ends = [noun[0] + m.start() + 1 for m in re.finditer("”“", phrase)]
        return tuple(pairwise([noun[0], *ends, noun[1]]))
    if (
        "、" not in phrase
        or "等" in phrase
        or _inside_quotes(phrase, 0, phrase.find("、"))
        or ("“" in phrase and "”、" in phrase and not phrase.endswith("”"))
    ):
        return ()
    spans: list[Span] = []
    at = noun[0]
    for match in re.finditer(r"、", phrase):
        spans.append((at, noun[0] + match.start()))
        at = noun[0] + match.end()
    last = (at, noun[1])
    joined = re.search(r"和|与|以及|及", text[last[0] : last[1]])
    if joined and joined.start() >= 2:
        spans.append((at, at + joined.start()))
        last = (at + joined.end(), noun[1])
    spans.append(last)
    return tuple(spans)


# 起数和死亡人数分别…, 甲县与乙县分别…
_BETWEEN_TWO = re.compile(r"(?<=[一-鿿]{2})(?:和(?!平|谐|美|田|县|顺|静|硕|政|龙)|与|及)(?=[一-鿿]{2})")


def _pair(text: str, noun: Span) -> tuple[Span, ...]:
    """The two nouns of a list without 、 that shares out two numbers."""
    found = list(_BETWEEN_TWO.finditer(text, *noun))
    return ((noun[0], found[0].start()), (found[0].end(), noun[1])) if len(found) == 1 else ()


def has_action(words: str) -> bool:
    return bool(ACTION.search(words))
