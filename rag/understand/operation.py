"""What a question wants worked out over several figures: a sum, a difference, a share, the highest of them. No I/O."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ingest.numerals import parse_han
from ingest.periods import PeriodMention
from ingest.records import Bound
from ingest.regions import RegionMention
from rag.records import Direction, Level, Operation, OperationKind, StatedNumber
from rag.understand.stated import test_in

_PLACE = (
    r"(?:地方|地区|设区市|地级市|地市|城市|县级市|县市区|市县|区县|县区|县市|区市县|市区县|区市|县（市、区）|"
    r"县\(市、区\)|区\(县、市\)|旗县市?区|旗县|旗区|"
    r"街道|乡镇|镇街|辖区|[市县区镇乡州旗](?![场域舰]))"
)
# 哪个区
_ASKED_PLACE = re.compile(
    rf"(?:哪(?:些|一|几|两|二|三|四|五)?个?|什么|各个?|是哪)(?P<level>{_PLACE})|"
    r"(?P<who>谁|哪里|哪儿|哪边|何地|哪个(?=更|最|多|高|低|少|快|[大小](?=\W*$)|(?:增长|增|涨|降)得?更?[快慢多少])|"
    r"(?<=是)哪个?(?=\W*$))"
)
_NUMBER = r"[一二两三四五六七八九十\d]+"
# 增速最快的县, GDP前三的区, 最多的三个镇
_SUCH_PLACE = re.compile(
    rf"(?:最[高多大快好强低少小慢差]|前{_NUMBER}(?:名|位|强)?|"
    rf"第{_NUMBER}[名位]?[高多大快低少小慢]?)的?(?:(?P<n>{_NUMBER})个)?(?P<level>{_PLACE})(?!的)"
)
# 下降的区县有几个, 超过100亿元的镇有哪些
_TESTED_PLACE = re.compile(
    rf"的(?P<level>{_PLACE})(?=(?:都|总共|一共|分别)?(?:有|是)?(?:哪|几|多少|谁)|\W*$)|"
    rf"(?P<many>(?:几|多少)个(?={_PLACE}))(?P<level2>{_PLACE})"
)
# 下降的有几个, 超过80亿的有哪些: places that go without saying
_TESTED = re.compile(
    r"(?:的|了)(?:都|总共|一共)?(?:有|是)(?:哪[些几]个?|几个|多少个|谁)\W*$|的(?:是谁|有谁|呢)\W*$"
)
# 签约项目中10亿元以上的有几个: things of a size, and no places
_OF_THINGS = re.compile(
    r"(?<![其集])(?:中|里面?|当中)[,，]?(?:超过?|过|大于|不足)?[\d十百千]+[\d.万亿]*元?(?:以上|以下)?的?"
)
# 六个县市区加起来, 三市合计: as many of a level, together or apart
_COUNTED_PLACE = re.compile(
    rf"(?<![前第最哪一二三四五六七八九十\d])(?P<n>{_NUMBER})(?:个(?P<level>{_PLACE})|"
    r"(?P<level2>[市县区镇州](?=合计|加起来|相加|一共|总共|共|平均|之和|分别|各(?!类|级|项|种)|谁|"
    r"哪)))(?![里域级长])"
)
# 哪一年
_YEAR = re.compile(r"哪一?个?年(?!度(?:计划|目标)|[均产检])")
# 两年各是多少, 近三年分别多少
_YEARS = re.compile(
    r"(?:最?近|这|前后)?(?P<n>[两二三四五])年(?:来|间)?的?(?:数据|情况)?(?=各|分别|都?是多少|的|$|[,，]|对比|比较|变化)"
)
# 前三名
_TOP = re.compile(
    r"(?:排名?|位列|居)?前(?P<n>[二两三四五六十\d]+)(?!个?[季月年天周期批]|季度)(?:名|位|强|个|的|大|类|种)?"
)
# 第二高, 倒数第一
_NTH = re.compile(
    r"(?:排名?|位列|居)?(?P<last>倒数|最后)?(?<!全[市区县州])(?<![省国])第(?P<n>[一二三四五六七八九十]|"
    r"\d{1,2})(?!产业|批|季度|书记|代|次|部|届|轮|期|类|方|医院|人民|中学|小学|师)(?:名|"
    r"位)?的?(?:(?P<low>[低少小慢])|[高多大快](?!新))?"
)
# 从高到低排个序
_RANKING = re.compile(
    r"排名|排行|排个?序|排个?队|(?:从|由)[高大多快]到[低小少慢]|(?P<rising>(?:从|由)[低小少慢]到[高大多快])|"
    r"排(?:一|个)(?:排|下|个?队|个?序)|排(?:个?名次|名?一下)"
)
# 从多到少排一排: what is left of it
_RANKED = re.compile(
    r"(?:按|依|照|以)?(?:降序|升序)?排(?:[一个]?[排下]|列|个?[序队名](?:次)?)(?:一下)?(?=\W*$)|各地(?!区)"
)
# 各区县
_EACH = re.compile(rf"(?:各|全部|所有|分)(?:个)?(?P<level>{_PLACE})")
# 在全市各县区排第几: among them, and not of each
_AMONG = re.compile(
    rf"在?(?:全[省市县区州])?(?:各|所有)个?{_PLACE}(?:里面?|中|当中|内)?(?=排第|排几|排多少|居(?!民)|位居|位列|第几)"
)
# 各镇投资增速: which asks for nothing else
# 哪个镇最多
_ASKS_OTHERWISE = re.compile(
    r"哪|什么|怎|为何|谁|吗|么|吧|是不是|是否|有没有|有无|最|更|前[一二三四五六七八九十\d]|平均"
)
# 六个区县平均多少; not 平均浓度
_AVERAGE = re.compile(r"平均(?:数|值)?(?=\s|是|为|有|达|多少|几|每|$)")
# 分别多少
_APART = re.compile(r"多少|几|分别|各是|各有|情况|如何|怎么样|数据|是啥|是什么")
# 加起来
_TOGETHER = re.compile(r"一共|总共|合计|共计|加起来|总计|(?<![一总合公])共(?=[有计建完实投发新])")
# 下降的
_DOWN_TEST = re.compile(r"下降|负增长|减少|下滑|回落|下跌|为负|降了|(?<!增)降(?=的)|跌(?=的)")
# 正增长
_UP_TEST = re.compile(r"增长|上升|正增长|提高|为正|增加|上涨")
EVERY = 100  # of a ranking: all places that there are
# 最高
_MOST = re.compile(r"最(?:高|多|大|快|好|强|长|领先|厉害|靠前|猛|狠)|(?:[排居列]|位居)(?:在)?(?:首位|榜首)")
# 垫底
_LEAST = re.compile(r"最(?:低|少|小|慢|差|短|弱|靠后)|垫底|末位")
# `asks` are the words of the operation; what stands between them may name what is asked about
_WHICH = r"(?:谁|哪个?(?:市|县|区|地方|城市)?)(?:的?[^,。?]{1,14})?"
_END = r"(?=些|一点|一些|\s*$|[?？,，、])"
# 哪个县更多
_MORE = re.compile(
    rf"(?P<asks>更(?:高|多|大|快|强|好))|{_WHICH}(?P<also>多|高|大|快|强|领先){_END}|(?P<either>[多高大快强]还是)"
)
# 哪个县更少
_LESS = re.compile(
    rf"(?P<asks>更(?:低|少|小|慢|差))|{_WHICH}(?P<also>少|低|小|慢){_END}|(?P<either>[少低小慢]还是)"
)
# 甲加乙, 甲加快速检测, but not 增加, 加快, 加工, 加计扣除
PLUS = (
    r"(?<![增参追附更添施外])加上?(?!快(?!速检|速筛|递|检|餐)|[计强大工速入班盟油权价总值氢征息密固深紧装])"
)
# 加起来
_SUM = re.compile(rf"加起来|加在一起|加一起|相加|之和|一共|合计|总共|总计|总和|合起来|共计|总数|{PLUS}")
# 扣除, but not 加计扣除, 税前扣除
MINUS = r"扣[掉去]|(?<![计前加])扣除|减[去掉除]|除[去掉]|刨[去掉除]|剔除|去掉"
# 扣掉
_TAKEN_AWAY = re.compile(MINUS)
_UNIT = (
    r"(?:[万亿千百]*(?:个百分点|平方公里|平方米|立方米|标箱|公里|人次|元|"
    r"[家个项件名人位所座条台套户张辆篇场处支起宗头只枚块部栋艘架亩吨度公斤])|[万亿])?"
)
# 相差多少
_DIFFERENCE = re.compile(
    rf"[多高大快]了?还是[少低小慢]|相差|差距|差额|差值|{MINUS}|还差|"
    rf"(?<![顺逆落温价时])差了?(?:多少|几|多大){_UNIT}|之差|"
    r"(?<!最)(?:多|(?<!减)少|(?<!提)高|(?<![降减])低|超|领先|落后)(?:出|了)?(?:多少|几)(?!年|岁)"
    rf"{_UNIT}|"
    r"(?<=[^最更])(?:多|少|高|低|大|小|快|慢)(?:吗|么|没|不)|"
    r"比[^,，]{1,14}(?P<asks>[还要]?(?:(?<!多)少|[多高低快慢]))(?=\W*$)"
)
# 净增了几家 where only 由83家增加到102家 is said
_ADDED = re.compile(
    r"净增|(?<!最)(?:增加|减少|压减|压降|压缩|缩减|削减|精简|裁减|核减|缩短|扩大|多|少)了?(?:多少|几)"
)
# 2024年少了多少家: than before, where nothing else stands beside it
_MOVED_BY = re.compile(r"[^比和与跟、较,，]*(?<![最减缺])[多少]了(?:多少|几)[^比和与跟、较]{0,4}")
# 提高了几个百分点, where only 由61%提升到73% is said
_BY_POINTS = re.compile(r"(?:提[高升]|[上回]升|下降|降低|回落|增加|减少)了?(?:多少|几)个?(?:百分)?点")
# 2025年托位数比2024年提高多少
_RISEN = re.compile(r"(?:提[高升]|[上回]升|下降|降低|回落)了?(?:多少|几)")
# 几倍
_TIMES = re.compile(r"(?:多少|几)倍|倍数")
# 占全市多少
_SHARE = re.compile(
    r"占.{0,16}?(?P<asks>多少|几成|几分之几|比重|比例|百分之几|份额|百分比|多大)|占(?=全市|全县|全区|全州|市里|全镇)"
)
# 增速
_GROWTH = re.compile(
    r"增速|增幅|增长|涨幅|降幅|增长率|[增涨升降长]得|几个(?:百分)?点|个百分点|(?:更|最|谁|哪个)[快慢](?![递速捷性病])"
)
# 降幅最大, 下降哪个大, 谁降得多: by what moved, the most of it the lowest growth
_FALL = re.compile(
    r"降幅|跌幅|(?:下降|下滑|回落|减少|降低|下跌|降|跌)(?:了|得)?的?(?:幅度)?(?:谁|哪|更|最|[多快大少慢小](?!少))"
)
_OPPOSITE: dict[OperationKind, OperationKind] = {"highest": "lowest", "lowest": "highest"}


Span = tuple[int, int]


@dataclass(frozen=True)
class _Asked:
    """An operation before its level is known: what is done, how many or which place, and the words that ask for it."""

    kind: OperationKind
    words: tuple[re.Match[str], ...] = ()
    count: int = 1
    position: int = 1
    test: StatedNumber | None = None
    against_whole: Bound = ""
    undone: str = ""
    between_ends: bool = False
    beside: bool = False  # whether the place named is the one, among those beside it


def find_operation(
    text: str, places: int, against: str = "", whole: str = ""
) -> tuple[Operation | None, list[Span]]:
    """The operation a question asks for, and where the words stand that ask for it.

    Args:
        text: the question with its places, times and known indicators blanked.
        places: how many places it names.
        against: the time that the one asked about is held up against: a period, "previous" or "".
        whole: code of the place that the one asked about is part of, or "".
    """
    text = _AMONG.sub(lambda among: " " * len(among.group()), text)
    is_open = bool(_TESTED.search(text)) and places == 1 and not _OF_THINGS.search(text)
    level = _level(text) or ("open" if is_open else "")
    group = level or _group_level(text)
    if not against and places < 2 and _BY_POINTS.search(text):
        against = "previous"
    # not 比近三年均值下降多少
    is_risen = _BY_POINTS.search(text) or ("/" not in against and _RISEN.search(text))
    found = (
        _balance(text)
        or _extreme(text, "" if level == "open" else level, places)
        or _filter(text, level)
        or _average(text, group, places)
        or (_Asked("difference") if against and (_ADDED.search(text) or is_risen) else None)
        or _arithmetic(text)
        or _of_each(text, group)
    )
    if found is None:
        is_change = places < 2 and bool(_ADDED.search(text))
        return (Operation("difference", against=against or "previous") if is_change else None), []
    if level == "open" and found.kind != "which":
        level = ""
    if places < 2 and found.kind == "difference" and not against and _MOVED_BY.fullmatch(text.strip()):
        against = "previous"
    is_of_all = found.kind in ("sum", "average", "each")
    counted = _COUNTED_PLACE.search(text) if is_of_all else None
    falls = bool(_FALL.search(text))
    operation = Operation(
        _OPPOSITE.get(found.kind, found.kind) if falls else found.kind,
        _number(counted["n"]) if counted else found.count,
        _level_asked(found, level, group),
        falls or bool(_GROWTH.search(_BY_POINTS.sub("", text))) or bool(found.test and found.test.direction),
        against,
        whole,
        position=found.position,
        test=found.test,
        takes_away=found.kind == "difference" and bool(found.undone or _TAKEN_AWAY.search(text)),
        undone=found.undone,
        of_falls=falls,
        between_ends=found.between_ends,
        against_whole=found.against_whole,
    )
    return operation, [_asking(match) for match in _words_of(text, found, level)]


# 最低的呢, 那排第二的呢
_OTHER_END = re.compile(
    rf"那?么?(?:(?:{_MOST.pattern})|(?P<low>{_LEAST.pattern}))的?(?:{_PLACE})?(?:呢|是谁|是哪.{{0,3}})?\W*"
)


def turned(text: str, before: Operation | None) -> Operation | None:
    """最低的呢, behind 最高的是哪个县: the same from the other end; None where nothing of the kind is asked."""
    end = _OTHER_END.fullmatch(text)
    if end is None or before is None or before.kind not in ("highest", "lowest"):
        return None
    return replace(before, kind="lowest" if end["low"] else "highest", position=1)


def _level_asked(found: _Asked, level: Level, group: Level) -> Level:
    """The level of the places that the operation goes over."""
    if found.beside:
        return "beside"
    if found.kind in ("sum", "average", "each") or found.between_ends:
        return group
    return level or ("any" if found.kind in ("highest", "lowest") else "")


def _words_of(text: str, found: _Asked, level: Level) -> list[re.Match[str]]:
    """All words that ask for the operation and name nothing."""
    patterns = [_ASKED_PLACE, _SUCH_PLACE, _RANKED, _COUNTED_PLACE]
    patterns += [_EACH] if found.kind in ("each", "sum", "average") else []
    patterns += [_YEAR] if level == "year" else []
    patterns += [_TESTED_PLACE, _TESTED] if found.kind == "which" else []
    return [*found.words, *(match for pattern in patterns for match in pattern.finditer(text))]


def _asking(match: re.Match[str]) -> Span:
    named = (
        name for name, words in match.groupdict().items() if words and name in ("asks", "also", "either")
    )
    return match.span(next(named, 0))


# 外贸顺差多少, 是顺差还是逆差; 顺差扩大多少 asks for a movement
_SURPLUS = re.compile(
    r"(?:是(?:贸易)?[顺逆]差还是(?:贸易)?[顺逆]差|[顺逆]差额?)(?!.{0,4}(?:[增减升降]|扩大|缩小|收窄|同比))"
)


def _balance(text: str) -> _Asked | None:
    return _Asked("balance") if _SURPLUS.search(text) else None


def _extreme(text: str, level: Level, places: int) -> _Asked | None:
    """The highest or lowest, where the question asks which place or year has it, or names the places."""
    ends = _MOST.search(text), _LEAST.search(text)
    apart = _DIFFERENCE.search(text)
    if apart and ends[0] and ends[1] and level not in ("", "year"):
        return _Asked("difference", (*(m for m in ends if m), apart), between_ends=True)
    ranking, top, nth = _RANKING.search(text), _TOP.search(text), _NTH.search(text)
    if _ENTERS.search(text):
        return None  # 进了前三吗: a rank to be confirmed
    if any(m and _OF_WIDER.search(text[: m.start()]) for m in (top, nth)):
        top = nth = None  # 全省县市第一的是谁: a rank that reports state
    claimed = _IS_MOST.search(text) if places == 1 and not _WIDER.search(text) else None
    if claimed:
        return _Asked("highest" if claimed["most"] else "lowest", (claimed,), beside=True)
    if not level and places < 2 and not (top or (nth and nth["last"])):
        return None  # 最低生活保障标准 ranks nothing
    if ranking and (_EACH.search(text) or places > 1):
        kind: OperationKind = "lowest" if ranking["rising"] else "highest"
        return _Asked(kind, (ranking,), EVERY)
    if nth and (level or places > 1 or nth["last"]):
        is_low = bool(nth["last"]) != bool(nth["low"])
        return _Asked("lowest" if is_low else "highest", (nth,), position=_number(nth["n"]))
    for kind, superlative, comparative in (("highest", _MOST, _MORE), ("lowest", _LEAST, _LESS)):
        match = superlative.search(text) or comparative.search(text)
        if match or (top and kind == "highest"):
            words = tuple(m for m in (match, top) if m)
            return _Asked(kind, words, max(_count(top), _count(_SUCH_PLACE.search(text))))
    return None


# 是不是全市最多的
_IS_MOST = re.compile(
    r"(?:是不是|是否|算不算|是)(?:在?全[市县区州])?(?:(?:所有|各)(?:区县|县区|县市区|镇|街道))?(?:里面?|中|当中)?"
    r"(?:(?P<most>最[高多大快好强])|最[低少小慢差])的?(?:一个|那个)?(?:[县区镇市]|地方|区县)?(?:吗|么|\W*$)"
)
# 进了前三吗
_ENTERS = re.compile(
    r"(?:进(?:入|了|到)?|是不是|是否|在不在)[^,，前]{0,8}前[\d一二三四五六七八九十]+.{0,4}(?:吗|么|没有?|了没)\W*$|"
    r"(?:是不是|是否|在不在)[^,，前]{0,8}前[\d一二三四五六七八九十]"
)
# 全省
_WIDER = re.compile(r"全省|全国|省内|国内|世界")
# 全省县市
_OF_WIDER = re.compile(r"(?:全省|全国|省内|国内|世界|全球).{0,10}$")


# 高于全市的区县; the mean of a province is in no city's table
_BEYOND_WHOLE = re.compile(
    r"(?:(?P<over>高于|超过|快于|大于|高过|好于|跑赢|领先)|低于|慢于|小于|不及|不如|跑输|"
    r"落后于?)全[市县区州镇](?:的?平均)?(?:水平|增速|增幅|平均)?"
)


def _filter(text: str, level: Level) -> _Asked | None:
    """Which of the districts pass a test: 超过100亿元的区县有哪些, 下降的有几个."""
    if level in ("", "year"):
        return None
    whole = _BEYOND_WHOLE.search(text)
    if whole:
        return _Asked("which", (whole,), against_whole="more_than" if whole["over"] else "less_than")
    test = test_in(text)
    if test:
        return _Asked("which", test=test)
    zero = StatedNumber(Decimal(0), "%", "", "", "plain", "")
    moves: tuple[tuple[re.Pattern[str], Direction], ...] = ((_DOWN_TEST, "down"), (_UP_TEST, "up"))
    for pattern, direction in moves:
        match = pattern.search(text)
        behind = text[match.end() :] if match else ""
        if match and (_TESTED_PLACE.match(behind) or re.match(r"(?:了)?(?:\W*$|的)", behind)):
            return _Asked("which", (match,), test=replace(zero, direction=direction, printed=match.group()))
    return None


def _of_each(text: str, level: Level) -> _Asked | None:
    """各县接待游客多少: each of a level by itself; of all of them together the place above reports."""
    years = _YEARS.search(text)
    if years and re.search(r"各|分别", text):
        return _Asked("each", (years,), _number(years["n"]))
    if level in ("", "year", "any") or _TOGETHER.search(text):
        return None
    each = _EACH.search(text)
    if _APART.search(text):
        return _Asked("each", (each,) if each else ()) if each or re.search(r"各|分别", text) else None
    return _Asked("each", (each,)) if each and not _ASKS_OTHERWISE.search(text) else None


def _average(text: str, level: Level, places: int) -> _Asked | None:
    """六个区县平均多少, of those of a level or those named."""
    match = _AVERAGE.search(text) if level not in ("", "year", "any") or places > 1 else None
    return _Asked("average", (match,)) if match else None


DONE = (
    r"完成|开工|投产|竣工|完工|办结|建成|整改|整治|验收|签约|落地|动工|交付|通车|揭榜|消除|销号|化解|兑[现付]|"
    r"结案|审结|执结|查结|采纳|答复|办复|就业|达标|达产|上岗|办完|成功|解决|处置|"
    r"拨付|支出|兑付|使用|到位|改造|拆除|搬迁|清退|归还|认领|"
    r"结(?![合构果婚核])|"
    r"[建修]完|[建修]好|修通|改(?![善变革制进])|[建修]"
)
_SO_MUCH = r"(?:多少|几)(?:[万亿]?(?:[个项件家座所条处宗起人名亩米套栋台笔根元]|户(?!厕))|公里)?"
_NOT_YET = r"(?:还|尚)?(?:没有?|未|待)(?:被|予以)?"
_RISK = r"(?:(?:返贫|致贫|返贫致贫)?风险)?"
# 还剩多少没完成, 还有几个没开工, 还有几条公路没修完
_LEFT = re.compile(
    rf"(?:还|尚)?(?:剩下?|余下|有|差)?{_SO_MUCH}(?:是)?{_RISK}{_NOT_YET}(?P<verb>{DONE}){_RISK}的?|"
    rf"{_NOT_YET}(?P<verb2>{DONE}){_RISK}的(?:还|尚)?(?:剩下?|余下|有)?{_SO_MUCH}|"
    rf"(?:还|尚)(?:剩下?|余下|有){_SO_MUCH}[一-鿿 ]{{2,14}}?(?P<asks>{_NOT_YET}(?P<verb3>{DONE})){_RISK}了?(?=\W*$)"
)


# 还剩多少亿没投, 离总投资还差多少
_INVEST_LEFT = re.compile(
    r"还?(?:剩下?|差|有|缺)(?:多少|几)[万亿]?元?(?:钱|资金|投资)?(?:还?没有?|尚?未|待|要)(?:完成)?投(?:资|入|完)?|"
    r"还(?:剩下?|有)多少投资(?:没有?|尚?未|待)(?:完成|到位)|还[差缺剩](?:多少|几)[万亿]?元?(?:投资|资金)(?=\W*$)|"
    r"[离距](?:离|完成)?总投资(?:额)?还?(?:差|有|剩)(?:多少|几)[万亿]?元?钱?"
)


def _arithmetic(text: str) -> _Asked | None:
    invested = _INVEST_LEFT.search(text)
    if invested:
        return _Asked("difference", (invested,), undone="投资")
    left = _LEFT.search(text)
    if left:
        return _Asked("difference", (left,), undone=left["verb"] or left["verb2"] or left["verb3"])
    patterns: tuple[tuple[OperationKind, re.Pattern[str]], ...] = (
        ("share", _SHARE),
        ("ratio", _TIMES),
        ("difference", _DIFFERENCE),
        ("sum", _SUM),
    )
    for kind, pattern in patterns:
        match = pattern.search(text)
        if match:  # 两区合起来占全市的比重: the sum is part of the share
            return _Asked(kind, (match, *_SUM.finditer(text)))
    return None


def _level(text: str) -> Level:
    if _YEAR.search(text) or (_YEARS.search(text) and re.search(r"各|分别", text)):
        return "year"
    return _level_of(_SUCH_PLACE.search(text) or _TESTED_PLACE.search(text) or _ASKED_PLACE.search(text))


def _group_level(text: str) -> Level:
    """六个县市区, 各镇: places that are asked about together or each."""
    return _level_of(_COUNTED_PLACE.search(text) or _EACH.search(text))


def _level_of(match: re.Match[str] | None) -> Level:
    if match is None:
        return ""
    words = match.groupdict()
    word = words["level"] or words.get("level2") or ""
    if word in ("镇", "乡", "街道", "乡镇", "镇街"):
        return "town"
    if word == "县级市":
        return "county_city"
    if word in ("市", "设区市", "地级市", "城市", "地市", "州"):
        return "city"
    return "any" if not word or word in ("地方", "地区") else "district"


def _count(match: re.Match[str] | None) -> int:
    return _number(match["n"]) if match and match["n"] else 1


def _number(text: str) -> int:
    return int(text) if text.isdigit() else int(parse_han(text))


# 上年同期
_YEAR_BEFORE = re.compile(r"上年|去年|上一年|前一年|上年同期|去年同期")


def held_up(text: str, mentions: Sequence[PeriodMention]) -> list[PeriodMention]:
    """The times behind 比: what the one asked about is held up against."""
    return [m for m in mentions if m.period and m.start and _is_held_up(text, m)]


# 2025年目标|和2024年实际比; not 和2024年占比
_BESIDE = re.compile(r"年?[^,，和与跟同占]{0,6}?(?:相?比|对比)(?![重例率])")


def _is_held_up(text: str, mention: PeriodMention) -> bool:
    before = text[mention.start - 1]
    return before in "比较" or (before in "和与跟同" and bool(_BESIDE.match(text, mention.end)))


def held_against(compared: Sequence[PeriodMention]) -> str:
    """The first of them as a period, "previous" for 上年, "" for none."""
    if not compared:
        return ""
    return "previous" if _YEAR_BEFORE.match(compared[0].text) else compared[0].period


def operands_in(text: str) -> str:
    """Of “甲减去乙，丙是多少” what is worked with, blanks for what the result is called."""
    taken = list(_TAKEN_AWAY.finditer(text))
    end = text.find(",", taken[-1].end()) if taken else -1
    return text if end < 0 else text[:end] + " " * (len(text) - end)


def whole_of(asked: Sequence[RegionMention], named: Sequence[RegionMention]) -> str:
    """Of “越城区占绍兴市多少”, the city: a place named besides the ones asked about."""
    codes = {m.code for m in asked}
    return next((m.code for m in named if m.code and m.code not in codes), "")
