"""The words right before a number, taken off one by one: how it moved, against what, of which whole."""

from __future__ import annotations

import re

from ingest.clauses.lead import Lead, TermAt, replace
from ingest.verbs import (
    CHANGE,
    DOWN_WORDS,
)

# 稳定在
_LINKS = re.compile(
    r"(?:(?<=[一-鿿])(?<![归偿退返发交])[还尚](?=$)|(?:保持|实现)(?:正|稳定|较快|平稳)?增长、|始终|却|仍然|依然|"
    r"反而|逆势|逐步|逐年|同步|全部|基本|只有|仅有|只是|只剩|仅剩|保持|可比|现价|连年|平稳|有所|略有|小幅|较快|"
    r"显著|明显|进一步|双双|"
    r"受[^,;。\d]{1,16}?(?:影响|拖累|冲击|带动|制约|拉动|波及|牵引|支撑)|"
    r"(?<=.)连(?:续|着)[一二两三四五六七八九十\d]{1,3}个?(?:年|月|季度)|"
    r"(?<=[一-鿿])(?<!截至)(?<![由从比较是为于])20\d\d年[底末内]?|发展到目前|发展到|目前|有望|可望|"
    r"(?<=[一-鿿])(?<!前)[两三四五十]年(?:来|间)?|均在|都在|(?:收窄|扩大|转|回升|回落)(?:为|至|到)|最终核实数?|"
    r"折合(?:人民币)?|折人民币|约合|折算|预期|每[百千万]?(?:立方米|平方公里|平方米|公斤|斤|吨|亩|月|年)|"
    r"(?<=[一-鿿])远(?=$)|(?<![一不])再|每人每月|每人每年|统一|总共|共计|总计|合计|累计|(?<!公)共|已经|已|仅|只|"
    r"大约|的是|了|的|(?<!行)(?<!人)(?<!作)为|是|(?<![国私公民所特享拥持含自现建设实])有|达到|达成|"
    r"(?<![发抵通直送])达|"
    r"(?<![高中初平对同一二三四特头上优甲乙丙])等|至今|"
    r"(?<!人)(?<!户)(?<!年)(?<!月)(?<!日)(?<!平)(?<!亩)(?<!地)(?<!村)(?<!校)均|都|\s|\x00|:|"
    r"(?<!签)(?<!履)(?<!节)(?<!集)约|共有|(?<=全部|首次)过了?|过了|[还尚仍]剩|剩下|(?<=[一-鿿])剩余|(?<!迟)到|至|"
    r"(?:年初|调整后?|变动后?)的?预算(?:数|安排)?|(?<=[收支][入出])预算数?|(?<![一-鿿])(?:预算)?执行中|"
    r"首次|一举|成功|预计|(?<![许认])可(?=达|实现|完成|超|$)|将|"
    r"(?<![需主重首只想摘纲概])要|力争|确保|再次|实际|稳定在|保持在|控制在|稳控在|"
    r"维持在|巩固在|"
    r"(?:(?<![一-鿿])|(?<=们)|(?<=[还又也共]))[建配安装修办种开拿引添换铺拆治招培搞抓签谈买花]了|"
    r"(?<=[收支][入出])按|锁定在|严控在|稳固在|就有|占到|目标|创历史新高|快速|大幅|最高|最低|持续|继续|稳步|仍|总体|年均|同口径|"
    r"(?<!突)破(?=$)|(?<=[一-鿿]):[今全本]年(?:目标)?任务|按可比价格?(?:计算)?|"
    r"按不变价格?(?:计算)?|(?:剔除|扣除)(?:价格|物价)(?:变动|上涨)?(?:的?影响|"
    r"因素(?:影响)?)?后?|全年|年内|(?<=[一-鿿])每[万千百]人)$"
)
# 分别为
_DISTRIBUTE = re.compile(r"(?:分别|依次)(?:为|是|达到?|有)?$")
# 均
_SHARED = re.compile(r"(?:(?<![人户年月日平亩地村校])均|都|双双|同为)$")
_AVERAGE = r"(?:全省|全国|全市|全区|全县|上年|去年|预期|目标|计划)?(?:平均)?(?:水平|均值|平均数|增速|增幅|目标|计划|预期)?"
_PART_OF_YEAR = r"[一二三四]季度|上半年|前三季度|(?:1-)?1?\d月份?"
# 同比, 相比去年同期
_COMPARE = re.compile(
    r"(?:相(?=[比较])|对(?=比))?"
    r"(?P<word>同比(?:[上去]年(?:同期)?)?|环比|(?:(?<![同环占])比(?!重|例|率|值)|较|与|距离?)(?:[^,;。、]{0,6}?)"
    rf"(?:上年|去年|前年|[上前]一年|上月|上季度|{_PART_OF_YEAR}|年初|同期|上一?年度|\d{{4}}年|全省|全国|全市|城镇居民|"
    r"农村居民|城镇|农村|"
    r"平均水平|平均|近[三五十]年均值|"
    r"“?十[一二三四五]五”?(?:时期|期间|初|末)?|近[三五十]年|多年均值|上届|"
    r"上轮|上一轮|法定时限|法定时间|承诺时限|往年|疫情前|期初|上期|省均|国均)"
    r"(?:同期|年?末|年?底|初|平均水平|平均|水平)?(?:相比|比)?)(?:相|也|均|都|又|再|还|大幅|仅|略|小幅|名义|实际)?$"
)
# 高于全省平均水平
_ABOVE = re.compile(
    rf"(?P<word>(?P<verb>高于|低于|快于|慢于|高出|低出|超出|超过|超|领先|落后|优于|好于)(?:{_AVERAGE}|"
    r"[^,;。、]{0,8}(?:平均(?:水平)?|同期|增速|目标|水平|城镇(?:居民)?|农村(?:居民)?)))$"
)
BELOW_VERBS = ("低于", "慢于", "落后", "低出")
# 占GDP比重达
_SHARE = re.compile(
    r"(?P<base>(?:占(?!有[率量])了?|相当于|[为是](?=(?:全部?|总)[^,;。\d]{1,10}的$)|"
    r"与(?=[^,;。]{2,10}之比))(?P<whole>[^,;。]{0,24}?))(?P<word>的?(?:比重|比例|比)?|之比)(?P<each>分别|"
    r"依次)?(?:已|仍然?|高|约|均|都|仅|只|首次|降|升|预计|将|力争|压降|提高|提升|下降|降低|回落|上升)*(?:为|达到?|至|到|"
    r"超过?|过|近)?了?$"
)
# 调整预算
_PLAN = re.compile(
    r"(?:全年|年度|年初|本年|调整后?|[省市县区]定?|下达|考核)*的?(?:预算|任务|目标(?:任务)?|计划(?:任务)?)数?的?"
)
# 完成年初预算56.2%: how much of it, though no 的 says so
# 完成年初预算
_OF_PLAN = re.compile(rf"(?:完成|实现|达到?|[为是])了?{_PLAN.pattern[:-2]}$")
# 56.2%
_PERCENT = re.compile(r"\d[\d.]*%")
# 0.2个百分点
POINTS = re.compile(r"[^,;。\d]?\d[\d.]*个?百分点")


def peel(text: str, start: int, end: int, lead: Lead, term_at: TermAt) -> tuple[int, Lead]:
    stop = end
    is_distance = bool(POINTS.match(text, end))  # 占比下降3.2个百分点: no share, but how far it moved
    plan = _OF_PLAN.search(text[start:end]) if _PERCENT.match(text, end) else None
    if plan and not lead.comparator:
        stop, lead = start + plan.start(), replace(lead, comparator=plan.group())
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
            _peel_than_noun,
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
# 占GDP比重由上年的
FROM_BEFORE = re.compile(
    r"(?:由|从)(?:(?:20\d\d年|上年|去年|前年|年初|原来|原先|此前|期初|当初|上年同期)(?:年?[底末初])?)?的?$"
)
# 是2020年的2.3倍, 相当于上年同期的1.5倍
# 是2020年的
_TIMES_BEFORE = re.compile(
    r"(?:约?为|是|相当于|达到|(?<!下)达|恢复[到至]|完成|(?P<poor>只有|仅有|仅为|不及|只及|"
    r"只相当于)|^[,、]?(?=(?!分别|完成|达)[^,;。、\d]{0,9}(?:目标|任务|计划)的$))(?P<base>[^,;。、是为]{2,14})的$"
)


def _peel_from(words: str, lead: Lead) -> tuple[int, Lead]:
    match = FROM_BEFORE.search(words)
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
    if not lead.comparator and _PLAN.fullmatch(match["whole"].strip("\x00")):
        return len(match.group()), replace(lead, comparator=match["base"].strip("\x00"))  # 占调整预算105.47%
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
# 低于全国平均的
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
        lead, change_verb=verb, is_down=verb in BELOW_VERBS, comparator=match["word"]
    )


# 比全国、全省|分别高, 高于全省、全国平均水平, 高于全国、全省
_WHOM = (
    rf"(?:{_PART_OF_YEAR}|全[国省市县区州球]|[一-鿿]{{1,5}}(?:省|市|县|区|平均(?:水平)?)|东部|中部|西部|长三角|城镇|"
    r"农村|城市)(?:平均(?:水平)?|增速|居民)?"
)
# 分别高于全国、全省
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
        is_down=verb in BELOW_VERBS or lead.is_down,
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
            r"(?:改造提升|整治提升|[审核]减|新增|净增|再增|最高|更高|提前|年多|很多|许多|占比高|众多|增设|率先|最快|最多)$",
            words,
        )
    ):
        return 0, lead
    verb = match["verb"]
    is_down = bool(DOWN_WORDS.match(verb))
    return len(match.group()), replace(lead, change_verb=verb, is_down=is_down, is_level=bool(match["level"]))


# 同比多转214户, 比上年少发生3起: more or fewer of what was done
# 同比多转
_DID_MORE = re.compile(r"(?<=同比|环比|年初|同期|上年|去年|一年|上月)(?P<verb>多|少)[一-鿿]{1,2}$")


# 最高水位|较警戒水位高0.83米, 办理时间|比承诺时间短3天: held against a noun of its own
# 最高水位较警戒水位高
_THAN_NOUN = re.compile(
    r"(?P<word>(?<![占对环同配性价相无存])[比较](?![重例率值较赛为好快强大低高])(?P<whom>(?![一-鿿]{0,6}分别)[一-鿿“”]{2,10}?))"
    r"(?P<verb>(?<![增减缩偏提升降])[高低多少快慢长短])出?$"
)


def _peel_than_noun(words: str, lead: Lead) -> tuple[int, Lead]:
    match = _THAN_NOUN.search(words)
    if not match or lead.change_verb or lead.comparator:
        return 0, lead
    verb = match["verb"]
    return len(match.group()), replace(
        lead, change_verb=verb, is_down=verb in "低少慢短", comparator=match["word"]
    )


def _peel_did_more(words: str, lead: Lead) -> tuple[int, Lead]:
    match = _DID_MORE.search(words)
    if not match or lead.change_verb:
        return 0, lead
    return len(match.group()), replace(lead, change_verb=match["verb"], is_down=match["verb"] == "少")


# 收入总计99.48亿元, with what was carried over
# 收入总计
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
    if word in ("还剩", "尚剩", "仍剩", "剩下", "剩余"):
        lead = replace(lead, action="剩余")
    if word in ("累计", "总数", "总计", "合计", "共计", "共有"):
        lead = replace(lead, action=lead.action or (word if word in ("共有", "合计") else "累计"))
    return len(word), lead
