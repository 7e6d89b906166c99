"""What stands before a number, and the openers, times and places around it that name nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.verbs import (
    HOW_DONE,
)

Span = tuple[int, int]
Skip = Callable[[int, int], int]  # (start, end) → the end of a time or place that begins at start, else start
TermAt = Callable[[int], Span | None]  # the span of a known indicator name that ends there, if one does
# Words that may open a clause and name nothing.
_OPENERS = re.compile(
    r"(?:[\s\x00、,:;]+|--+|[●○◎■□◆◇▪▍▌▎★☆▲△▶►➤➢✓✔※]+|"
    r"【[^】]{1,16}】|\d{1,2}[.、)]\s*(?=[一-鿿“]|20\d\d年|1\d{4}(?=[一-鿿])|$)|与[^,;。、]{2,10}?(?=签约|共建|签署|签订|"
    r"合作)|其中|其余(?!额)|同时|此外|另外|并且|并(?!网|购|轨|列)|而且|而|和(?!平|谐|美|田|县|顺|静|硕|政|龙)|"
    r"与(?!会)|以及|及(?!格|时)|还(?!款|贷|建|林|田|草|房)|"
    r"也|[尚仍](?=[有未无]|$)|"
    r"再(?!生|就|造|融|制|保|贷|担|建|认|新|犯|利|次)|又|且(?!末)|等(?!级)|的|主要是|尤其是?|特别是|已经|已|其中含|"
    r"含(?!税|量)|包括|[一二三四五六七八九十](?:是|$)|"
    r"加(?=上[级年解]|税收返还|债务|调入|补助|转移|动用|地方)|(?:主)?汛期|全年|历年来?|年内(?!蒙)|当年|当前|目前|期间|期末|"
    r"年底前|年底|截止|截至目前|截至|初步统计|据统计|据初步统计|初步核算|经初步核算|经核算|根据\w{0,8}核算结果|"
    r"我们|我市|我县|我区|我省|我镇|我局|我院|我街道|本市|本县|本区|全市上下|全市|全县|全区|全镇|全乡|全街道|"
    r"全系统|全局|全域|辖区内?|[省市州县区]本级|"
    r"该[市县区省镇](?=[一-鿿]{2})|成功(?!率)|有(?!机|色|线|效|限|轨|害|资质|关|偿|源|序)|顺利|积极|大力|持续|深入|扎实|"
    r"有效(?!期|发明|专利|高新|高企|注册|商标|率|灌溉|供给)|有力|稳步|全力以赴|全力|着力|"
    r"共(?!同|富|享|青|产|建|治|有|计)|率先|首次|正式|先后|陆续|统筹|牵头|联合|全面|加快|不断|进一步|"
    r"\d{1,3}个(?:市州|地级市|设区市|省辖市|县市区|区县|县区|地市)(?=[一-鿿])|各类(?!别|型)|[两三四五十]年(?=年均)|"
    r"(?:剔除|扣除)[^,;。]{1,10}(?:因素后|影响后|后)|"
    r"街道(?=辖区|下辖|现有|常住|户籍|社零|社会消费|一般公共|财政|规上|规模以上|固定资产|税收|GDP|地区生产)|"
    r"[当全][月季]|"
    r"(?:充分)?发挥(?=$|全[国省市州县区]|\d)|多渠道|"
    r"按(?:可比价格?|不变价格?|年?平?均?汇率)(?:计算|折算)?|总体|实际(?!使用外资|利用外资|到账|到位|用水|外资)|"
    r"统一|届时(?:可)?|再(?=[压])|原(?=计划)|原(?:先|本)?[定拟](?=[一-鿿])|规划到|据反馈|"
    r"连续[两二三四五六七八九十\d]+年|下辖|省市联合|市县联动|联动|分(?!别|布|级|类|行|公|局|支|会|院|校|店|散)|另有|"
    r"另(?!类)|仅|就(?!业|诊|读|医|地|餐)|均(?!价|衡|等|值|线)|都(?!市|江|匀|昌|安)|各地|各级|"
    r"到(?!位|岗|账|访|港|资|场|会|校|期)|至|在(?!站|校|建|谈|册|岗|孵|园|地|线|职|编|库|网|营|研|产|逃|家|院|用|办|运|"
    r"售|租|保|学|读|田|馆|押|外)|为(?!民|老|企|侨|期)|"
    # 对美国出口
    r"对(?!外|口|接|标|台|华|俄|[一-鿿“”、]{1,16}?(?:进?出口|进口)(?:[\d总额增下占达比同为超实,、]|分别|$))|"
    r"将(?!军)|向社会(?=公布|公开|发布|征集)|向(?!海|上|阳|日)|"
    r"但是?|不过|却|逆势|可比(?:价格?|口径)?|高标准(?=建|改|打|推)|高质量(?=建|完|打|推)|"
    r"围绕|锚定|紧扣|紧盯|瞄准|年初(?:确定|提出|明确)的?|"
    r"年初(?=计划|安排|确定|下达)|位列|位居|名列|(?:合计|共计|总计)(?=[一-鿿]{2})|"
    r"[控制稳定保持]{2}在|力争|确保|预计|预期(?!目标)|计划(?!生|免|完成率)|拟|"
    r"争取(?=在|全年|年[底内]|到20|实现|达|新增|完成|[一-鿿]{0,12}(?:达到|突破|增长))|"
    r"(?:年度)?任务(?=(?:新|改|建|整治|培育|治理|完成(?!率|情况))[一-鿿])|"
    r"(?:预期|考核)?目标(?:任务|值)?[是为]?|(?:年度|全年|年初|当年|考核|[省市县]定|[省市]?下达)*(?:目标|任务|计划|指标)[数量]?$|"
    r"[建配安装修办种开拿引添换铺拆治招培搞抓签谈]了|努力|用于|使(?!用)|让(?!利)|把(?!关)|由|从(?!业|事|化)|[一-鿿]{2,6}以来|"
    rf"{HOW_DONE})"
)
# 全省, 全国 as owner of an average; a name like 全省重点实验室 keeps them
# 全省人均
_WIDER = re.compile(r"(?:全省|全国|省内|国内)(?=平均|总|人均|城镇|农村|居民|GDP|地区生产总值|经济)")


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


# 年末
_AFTER_TIME = re.compile(r"(?:年?末|年?底|以来|期间|内(?!蒙)|前(?!列|沿|期|海|哨|程|景)|,|、|的)")


# 十二、|种植面积28.6万亩; not 一、二、三产业, 三、四季度
# 十二、种植
_HEAD_MARK = re.compile(
    "\\s*[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十]{1,3}(?:、|季度|产业|[级线类批次]))(?=[一-鿿“])"
)


def trim(text: str, start: int, end: int, skip: Skip) -> Span:
    """[start, end) without openers, times and places in front and blanks behind.

    `skip(start, end)` gives the end of a time or place that begins at `start`, else `start`.
    """
    if start == 0 and (mark := _HEAD_MARK.match(text, start, end)):
        start = mark.end()
    moved = True
    while moved and start < end:
        moved = False
        if (after := skip(start, end)) > start:  # before the openers: 让胡路区
            tail = _AFTER_TIME.match(text, after, end)
            start, moved = tail.end() if tail else after, True
        elif match := _OPENERS.match(text, start, end) or _WIDER.match(text, start, end):
            moved = match.end() > start
            start = match.end()
    while end > start and (text[end - 1] in ' \x00、,:;"的'):
        end -= 1
    return min(start, end), end
