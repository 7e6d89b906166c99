"""The noun phrase of a number as the name of an indicator."""

from __future__ import annotations

import re

from ingest.clauses import Lead
from ingest.figures.draft import Draft
from ingest.figures.kind import MONEY_UNIT
from ingest.figures.label import labelled
from ingest.figures.sentence import Sentence
from ingest.normalize import fold
from ingest.numerals import Number
from ingest.records import FigureKind
from ingest.verbs import NEW_ACTIONS

# 旅游收入增速
_GROWTH_SUFFIX = re.compile(r"(?:同比)?(?:增速|增幅|增长率|增长|涨幅|降幅|下降率|下降)$")
# what is ranked: 旅游收入增速居第2位, 营商环境评价全省排名升至第3位
# 旅游收入增速
_RANKED_BY = re.compile(
    r"(?:(?:同比)?(?:增速|增幅|增长率|涨幅)|(?:在?(?:全省|全国|全市|全球))?(?:综合)?(?:排名|位次|名次)|数?总量|规模)$"
)
# 县域经济综合竞争力列全国百强县, 全国县域经济百强榜上
_HONOUR = re.compile(r"(?P<list>(?:全国|全省|中国|世界)[一-鿿]{0,10}?[百千十]强[一-鿿]{0,2}?)[上中里]?$")
# 高新技术企业总量
_TOTAL = re.compile(r"(?:总量|总数|保有量)$")  # 高新技术企业总量达120家
# 孵化器中国家级
_LEVEL_BACK = re.compile(r"(?P<noun>[一-鿿]{2,12}?)(?:中|的)?(?P<level>国家级|省级|市级|县级|部级|世界级)")
# 国家级
_LEVEL_ONLY = re.compile(r"(?:国家|省|市|县|区)(?:部)?级|国家|省|世界级|国际级|[大中小]\(?[12一二]?\)?型")


def is_level(name: str) -> bool:
    """省级, 国家级: a name that leans on a noun said before."""
    return _LEVEL_ONLY.fullmatch(name) is not None


# 省级以上孵化器
LEVEL_FRONT = re.compile(r"^(?:国家级|全国|省级|市级|县级|区级|国家|省部级)(?:及以上|以上)?")


def indicator_of(
    sentence: Sentence, name: str, lead: Lead, kind: FigureKind, is_behind: bool
) -> tuple[str, FigureKind, tuple[str, ...]]:
    """The indicator, the kind where its name tells it (GDP增速), and the nouns that share one number."""
    if not name:
        return "", kind, ()
    joint: tuple[str, ...] = ()
    if len(lead.items) > 1 and not lead.is_distributed and not is_behind:
        names = [sentence.clean(item) for item in lead.items]
        is_rate_of_all = kind == "ratio" and names[-1][-1] in "率比" and names[0][-1] not in "率比"
        if all(len(n) >= 3 for n in names) and not is_rate_of_all:  # 图书馆、文化馆免费开放率
            joint = tuple(sentence.canonical(n) for n in names)
            return "、".join(names), kind, joint
    if is_behind and (listed := _listed_behind(name)):  # 启动11家概念验证、中试平台
        return name, kind, tuple(sentence.canonical(each) for each in listed)
    if level := _LEVEL_BACK.fullmatch(name):  # 非遗项目国家级13项
        name = level["level"] + level["noun"]
        return sentence.canonical(name), kind, ()
    folded = fold(name)
    rest = _TOTAL.sub("", folded) if kind in ("count", "amount") else folded
    if rest != folded and sentence.terms.canonical(folded) is None and sentence.terms.canonical(rest):
        return sentence.canonical(rest), kind, ()
    if kind == "rank":
        honour = _HONOUR.search(folded)
        if honour and sentence.terms.canonical(honour["list"]):
            return sentence.canonical(honour["list"]), kind, ()
        stripped = _RANKED_BY.sub("", folded)
        is_measure = folded[len(stripped) :].endswith(("量", "规模"))  # 游客总量 may be all that is said
        if stripped and not (is_measure and sentence.terms.canonical(stripped) is None):
            folded = stripped
        return sentence.canonical(folded), kind, ()
    canonical = sentence.terms.canonical(folded)
    growth = _GROWTH_SUFFIX.search(folded)
    if canonical is None and growth and growth.start() > 1 and kind in ("ratio", "growth", "change"):
        moved: FigureKind = "change" if kind == "change" else "growth"
        return sentence.canonical(folded[: growth.start()]), moved, ()
    return sentence.canonical(name), kind, ()


def _listed_behind(name: str) -> list[str]:
    """The nouns of a plain list behind a number, each long enough to be one."""
    names = name.split("、")
    plain = len(names) > 1 and not re.search("[等“”和与及()（）]", name)
    return names if plain and all(len(each) >= 4 for each in names) else []


# 重点项目开工率、|竣工率: of the same as the rate before
BARE_RATE = re.compile(
    "(?:开工|竣工|完工|投产|入库|完成|支出|[按]?[时期]?办结|办复|满意|结案|执结|调撤|合格|达标|覆盖|普及|回收|"
    "利用|处[理置]|调处|调解成功|化解|及格|优[秀良]|入学|升学|就业|签约|履约|参保|接通|好评|知晓|参与|支持|成活|"
    "兑[现付]|中标|开标|整改|破案|好转)率$"
)


def completed(
    sentence: Sentence, indicator: str, name: str, lead: Lead, number: Number, is_behind: bool = False
) -> str:
    """“粮食播种面积203万亩,总产23.6亿斤”: a noun cut short is whole with the front of what the sentence is about."""
    if under_label := labelled(sentence, name):
        return under_label
    terms, unit = sentence.terms, number.unit
    if (
        front := _each_front(sentence, name, lead, number)
    ) and not is_behind:  # 每千人拥有医师3.1人、护士3.5人
        return sentence.canonical(front + name)
    if (each := _A_HEAD.fullmatch(name)) and sentence.done:  # 发放劳务报酬2680万元、人均2.16万元
        if lead.change_verb in _BETTER_OFF:
            return sentence.canonical(each["each"] + lead.change_verb)  # 带动茶农18万人,户均增收6800元
        shared = sentence.last_alike(number) or sentence.done[-1]
        return sentence.canonical(each["each"] + shared.indicator)
    if BARE_RATE.fullmatch(name) and sentence.done and not lead.verbs:
        named = [d.indicator for d in sentence.done if d.name.endswith(name) and not d.joint]
        if named:
            return named[-1]  # 签约项目履约率96.2%、到位率41.3%,履约率提高5个百分点
        of_rate = BARE_RATE.sub("", sentence.done[-1].name)  # 重点项目开工率96.2%,完成率104.3%
        if sentence.done[-1].name.endswith("率") and of_rate != sentence.done[-1].name:
            return sentence.canonical(of_rate + name)
    if name in _WORTH and sentence.done and sentence.done[-1].kind == "count":
        return sentence.canonical(sentence.done[-1].indicator + name)
    if lead.verbs and name == lead.verbs[-1] and sentence.done:  # 生产安全事故37起,死亡29人
        whole = terms.canonical(fold(sentence.done[-1].indicator + name))
        if whole is not None:
            return whole
    if _BARE_LEVEL.fullmatch(name) and sentence.done and (of := _LEVEL_OF.fullmatch(sentence.done[-1].name)):
        return sentence.canonical(of["of"] + name)  # 一般债务限额38.6亿元,余额36.2亿元
    if _OF_A_WHOLE.fullmatch(name) and (whole := _with_front(sentence, name)) is not None:
        return whole
    if (group := _of_a_group(sentence, name, lead, number)) is not None:
        return group
    if (in_full := _said_in_full(sentence, name, lead, number)) is not None:
        return in_full
    if terms.canonical(fold(indicator)) is not None:
        return indicator
    for earlier in sentence.done:
        if earlier.name == name and earlier.indicator != indicator and not earlier.joint:
            return earlier.indicator
    if is_level(name) and (said := sentence.done or sentence.carried):
        last = said[-1]  # 县级以上龙头企业162家,其中省级11家
        of_level = LEVEL_FRONT.match(last.indicator) and last.lead.noun[1] - last.lead.noun[0] > 3
        whole = last.indicator if of_level or not last.subject else last.subject
        return sentence.canonical(name + LEVEL_FRONT.sub("", whole))
    if (kind := _kind_of_the_whole(sentence, name, lead, number)) is not None:
        return kind
    if (part := _part_of_the_whole(sentence, name, lead, number)) is not None:
        return part
    if (crop := _of_the_crop(sentence, name, lead)) is not None:
        return crop
    if not is_behind and (whole := _of_the_kind(sentence, name, lead, number)) is not None:
        return whole
    if (whole := _with_measure(sentence, name, unit)) is not None:
        return whole
    if is_behind and name in _SAYS_LITTLE:
        return indicator  # 新登记…3120户;帮215家企业: those are not the ones newly registered
    fronts = [sentence.clean(lead.subject), sentence.own_topic(), *(d.subject for d in sentence.done[-1:])]
    done = sentence.done or sentence.carried
    if done and not lead.verbs:
        before = done[-1].subject or done[-1].indicator  # 城镇居民67,894元;农村居民34,127元
        last_alike = sentence.last_alike(number)
        alike = last_alike is not None and last_alike.indicator == done[-1].indicator
        for k in range(len(before)) if alike else ():
            if (whole := terms.canonical(fold(name) + fold(before)[k:])) is not None and len(name) >= 3:
                return whole
        is_back = bool(done[-1].subject) and ";" in sentence.text[done[-1].number.end : lead.noun[0]]
        if is_back:  # 机构8705个,其中医院201个;床位6.52万张: those of all again
            fronts += [done[-1].subject]
        else:
            fronts += [
                each[:k] for each in (done[-1].name, done[-1].indicator) for k in range(len(each), 1, -1)
            ]
    for front in fronts if sentence.done else (*fronts, sentence.topic):
        whole = terms.canonical(fold(front + name)) if len(front) >= 2 and front not in name else None
        if whole is not None and not (LEVEL_FRONT.match(whole) and not LEVEL_FRONT.match(name)):
            return whole
    of_fund = _INCOME.fullmatch(done[-1].indicator) if done and _OUTGO.fullmatch(name) else None
    return sentence.canonical(of_fund["of"] + name) if of_fund else indicator


# 养老保险基金收入21.4亿元、支出15.9亿元,累计结余38.2亿元
_INCOME = re.compile(r"(?P<of>.{2,14}?)(?:总?收入|总?支出|当期结余|累计结余|结余)")
# 总支出
_OUTGO = re.compile("总?收入|总?支出|(?:当期|累计)?结余")
# 每千名老人床位
EACH = re.compile(
    r"^(?:每[百千万]?(?:名|个)?(?:常住|户籍|城镇|农村|老年)?(?:人口?|户|老人|学生|居民)|[百千万]人|人均|"
    r"户均)(?:拥有|占有|配备)?"
)


def _each_front(sentence: Sentence, name: str, lead: Lead, number: Number) -> str:
    last = sentence.last
    if last is None or lead.verbs or not name or EACH.match(name):
        return ""
    joined = sentence.text[last.number.tail_start : lead.noun[0]] in ("、", "和", "与", "及")
    front = EACH.match(sentence.text, last.lead.noun[0], last.lead.noun[1]) or EACH.match(
        fold(last.indicator)
    )
    is_one_sort = last.number.unit == number.unit or (front is not None and front.group()[0] == "每")
    return front.group() if joined and front and is_one_sort else ""


# 余额
_BARE_LEVEL = re.compile("余额|限额|额度|结余|缺口|存量")
# 地方政府债务余额
_LEVEL_OF = re.compile("(?P<of>.{2,12}?)(?:余额|限额|额度|总额|规模)")
_WORTH = (
    "面积",
    "长度",
    "里程",
    "价值",
    "总价值",
    "货值",
    "总货值",
    "案值",
    "市值",
)  # 查获卷烟860件,货值412万元
# 户均
_A_HEAD = re.compile(r"(?P<each>[人户亩村户]均)(?:每[月年天]|月|年)?")
_BETTER_OFF = ("增收", "减支", "减收")
_SAYS_LITTLE = ("企业", "项目", "群众", "居民", "学校", "单位", "农户")
# 规上工业企业营业收入7432亿元;利润总额287亿元: the terms know it, but mean less of it
_OF_A_WHOLE = re.compile(r"利润总额|利润|营业收入|税收|增加值|总产值|产值|利税")


def _with_front(sentence: Sentence, name: str) -> str | None:
    done = sentence.done or sentence.carried
    for d in reversed(done[-2:]):
        for k in range(len(d.name) - 1, 3, -1):
            if (whole := sentence.terms.canonical(fold(d.name[:k]) + name)) is not None:
                return whole
    return None


# 人均预期寿命79.6岁,女性82.3岁、男性77.1岁; 零售额1243亿元,其中城镇1021亿元、乡村222亿元
_GROUP = re.compile(
    "女性|男性|男生|女生|城镇|农村|乡村|城市|城区|省[内外]|境[内外]|国[内外]|线[上下]|本地|外地|公[办立]|民办|"
    "国有|民营|职工|居民|小学|初中|高中|中职|幼儿园|[大中小微]+型?企业"
)

# 小学
_INSTITUTION = re.compile("学|高中|初中|园|中职|企业")
# 登记失业率女性
_GROUP_BEHIND = re.compile(rf"(?P<measured>[一-鿿]{{3,}})(?:{_GROUP.pattern})")


def _of_a_group(sentence: Sentence, name: str, lead: Lead, number: Number) -> str | None:
    """The group and what is measured of the whole, as long as both are counted in one unit."""
    whole = sentence.last_alike(number)
    if whole is None or lead.verbs or not _GROUP.fullmatch(name) or _SORT.fullmatch(name):
        return None
    if number.unit.endswith(("所", "家")) and _INSTITUTION.search(name):  # 中学182所、小学214所
        return None
    if behind := _GROUP_BEHIND.fullmatch(whole.indicator):  # 生均公用经费小学720元、初中940元
        return sentence.canonical(behind["measured"] + name)
    of_group = _GROUP.match(whole.indicator)
    measured = whole.indicator[of_group.end() :] if of_group else whole.subject or whole.indicator
    return sentence.canonical(name + measured)


BY_PARTS = r"\s*[从分按][一-鿿]{1,6}看,"
# 从街道分布看,
_BY_PARTS = re.compile(BY_PARTS)


def _said_in_full(sentence: Sentence, name: str, lead: Lead, number: Number) -> str | None:
    """What is named by its last word only, as it was said before.

    改造老旧小区73个。分区看,甲区改造21个小区; 新增新能源装机620万千瓦,累计装机达到3585万千瓦.
    """
    last = sentence.last_alike(number)
    if last is None or last.name == name or not last.name.endswith(name):
        return None
    by_parts = _BY_PARTS.match(sentence.text, sentence.start)
    in_all = lead.action == "累计" and last.action in NEW_ACTIONS and last in sentence.done[-1:]
    # 新增就业…,累计就业; 新增发明专利…,拥有专利
    is_own = (
        sentence.canonical(name) != name or last.indicator.startswith(last.action) or "拥有" in lead.verbs
    )
    return last.indicator if by_parts or (in_all and not is_own) else None


# 境内外上市公司31家,其中主板18家、境外3家; 水库1157座,其中大型3座: which sort, without the noun
_SORT = re.compile(r"[一-鿿]{1,3}[板型类期]|[一二三四五甲乙丙特]级(?:[甲乙丙]等|及?以[上下])?|境[内外]|国内")


def _kind_of_the_whole(sentence: Sentence, name: str, lead: Lead, number: Number) -> str | None:
    """The sort and the noun of the whole, as long as both are counted in one unit."""
    whole = sentence.last_alike(number)
    if whole is None or lead.verbs or not _SORT.fullmatch(name):
        return None
    if "其中" not in sentence.text[sentence.start : lead.noun[0]]:
        return None
    noun = _SORTS_FRONT.sub("", whole.subject or whole.indicator)
    return sentence.canonical(name + noun) if len(noun) >= 2 else None


# 国内外
_SORTS_FRONT = re.compile(r"^(?:境内外|国内外|各类)")


# 签约项目中,10亿元以上的7个: the kind of thing stands before 中
_AMONG = re.compile(r"([一-鿿]{2,10})中,")
# 10亿元以上
_THRESHOLD = re.compile(r"\d[\d.]*[百千万亿]*[一-鿿]{0,2}(?:以上|以下|以内)")


# 脐橙种植面积195万亩、产量178万吨
# 脐橙产量
_YIELD_OF = re.compile(r"(?P<crop>.{2,8}?)(?:总产量?|产量)$")
# 脐橙种植面积
_AREA_OF = re.compile(r"(?P<crop>.{2,8}?)(?:(?:种植|播种|栽培|养殖)(?:面积)?|面积)$")


# 全社会用电量18.7亿千瓦时,其中工业11.2亿千瓦时; 综合机械化率86.3%,其中水稻91.7%
# 全社会用电量
_WHOLE_MEASURE = re.compile(
    r"(?:(?:综合)?(?:机械|城镇|绿|数字)化率|保险费率|[一-鿿]{2}率|用电量|用水量|发电量|吞吐量|货运量|客运量|周转量|"
    r"产量|"
    r"产值|增加值|投资|收入|支出|存款|贷款)(?:余额)?$"
)


def _part_of_the_whole(sentence: Sentence, name: str, lead: Lead, number: Number) -> str | None:
    """The part and what is measured, where the terms know it so or where it is a rate."""
    last = sentence.last_alike(number)
    if last is None or not sentence.done or lead.verbs or lead.is_share or lead.change_verb:
        return None
    if "其中" not in sentence.text[sentence.start : lead.noun[0]] or len(name) > 6:
        return None
    measure = _WHOLE_MEASURE.search(fold(last.indicator))
    if measure is None or _WHOLE_MEASURE.search(name):
        return None
    whole = name + measure.group()
    return sentence.terms.canonical(whole) or (whole if measure.group().endswith("率") else None)


def _of_the_crop(sentence: Sentence, name: str, lead: Lead) -> str | None:
    if name not in ("产量", "总产量", "总产", "产值", "单产") or not sentence.done:
        return None
    if lead.action == "合计" and len(sentence.distributed) > 1:  # 蔬菜、水果面积分别为…,产值合计56亿元
        return None
    grown = _AREA_OF.fullmatch(sentence.done[-1].name) or (
        _YIELD_OF.fullmatch(sentence.done[-1].indicator) if name in ("单产", "产值") else None
    )
    return sentence.canonical(grown["crop"] + name) if grown else None


def _of_the_kind(sentence: Sentence, name: str, lead: Lead, number: Number) -> str | None:
    """“10亿元以上的7个”, “20万元以上的村163个”: a name that leans on the noun said before."""
    end = lead.noun[1]
    if sentence.text.startswith("的", end) and not sentence.text[end + 1 : end + 2].strip("0123456789"):
        among = _AMONG.search(sentence.text, sentence.start, lead.noun[0])
        if among:
            return sentence.canonical(name + among[1])
        last = sentence.last_alike(number)
        return sentence.canonical(name + (last.subject or last.indicator)) if last else None
    if _THRESHOLD.fullmatch(name) and (last := sentence.last_alike(number)) and not is_money(number):
        nouns = [_THRESHOLD_FRONT.sub("", each) for each in (last.name, last.indicator)]
        noun = next((each for each in nouns if each), "")
        return sentence.canonical(name + noun)  # 签约项目63个,其中10亿元以上5个
    if _THRESHOLD.match(name):
        for earlier in sentence.done:
            front = _THRESHOLD.search(earlier.name)
            if front and front.start():
                return sentence.canonical(earlier.name[: front.start()] + name)
    return None


# 亿元以上项目
_THRESHOLD_FRONT = re.compile(
    r"^(?:新(?=签约|开工)|[\d.]*[百千万亿]*元?以上的?|\d+(?:[-—至到]\d+)?周?岁(?:及?以[上下])?)"
)


def is_money(number: Number) -> bool:
    return bool(MONEY_UNIT.search(number.unit))


def _with_measure(sentence: Sentence, name: str, unit: str) -> str | None:
    """出口1,562亿元 is 出口额, 总诊疗1,086万人次 is 总诊疗人次."""
    canonical = sentence.terms.canonical
    if canonical(fold(name)) is not None:
        return None
    base = unit.lstrip("万亿千百")
    measures = (
        ("额", "总额") if MONEY_UNIT.search(unit) or unit == "%" else (base, "人数", "量") if base else ()
    )
    found = (known for m in measures if (known := canonical(fold(name) + m)) is not None)
    return next((known for known in found if _may_be_in(sentence, known, base)), None)


def _may_be_in(sentence: Sentence, known: str, base: str) -> bool:
    """Whether the terms count an indicator in a unit: 降水量 in 毫米, not in 立方米."""
    units = sentence.terms.get(known).units
    return not units or not base or base == "%" or any(unit.endswith(base) for unit in units)


def _whole_name(draft: Draft) -> str:
    name = fold(draft.name)
    return draft.indicator if name in draft.indicator else name


# 税收收入占一般公共预算收入的比重
_SHARE_OF = re.compile(r".+占(?P<whole>.+?)的?比重")


def _share_of_the_said(sentence: Sentence, draft: Draft, known: str) -> str:
    """新设经营主体6.2万户,第三产业占85.3%: a share of what was said before, and not the one that the terms know."""
    moves = ("ratio", "growth", "change", "rank")
    said = [d.indicator for d in sentence.done or sentence.carried if d.kind not in moves and d.indicator]
    of = _SHARE_OF.fullmatch(known)
    is_of_itself = any(d.name == draft.name for d in sentence.done)  # 第一产业增加值196亿元,占比9.1%
    if not said or of is None or of["whole"] in said or is_of_itself:
        return known
    return f"{fold(draft.name)}占{draft.subject or said[-1]}比重"


def share_indicator(sentence: Sentence, draft: Draft, lead: Lead) -> str:
    """“R&D经费支出228亿元,占GDP比重达3.6%” is the indicator that the terms call by both parts, if they do."""
    canonical = sentence.terms.canonical
    whole = fold(lead.share_of).strip("的")
    for owner in (fold(draft.name), draft.indicator):
        for phrase in (f"{owner}占{whole}比重", f"{owner}占{whole}的比重", f"{owner}占比"):
            if (found := canonical(phrase)) is not None:
                return found if whole else _share_of_the_said(sentence, draft, found)
    if lead.share_name and lead.has_noun and not whole and draft.indicator.startswith(fold(draft.name)):
        return fold(draft.name) + lead.share_name  # 过夜游客占比
    return _whole_name(draft) + lead.share_name if lead.share_name and lead.has_noun else draft.indicator
