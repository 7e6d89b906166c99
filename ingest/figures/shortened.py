"""A noun cut short by its sentence, whole again: 其中省级11家 of 龙头企业, 完成率 of 重点项目."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.clauses import Lead
from ingest.figures.draft import Draft
from ingest.figures.indicator import LEVEL_FRONT, is_level
from ingest.figures.kind import MONEY_UNIT
from ingest.figures.label import labelled
from ingest.figures.sentence import Sentence
from ingest.normalize import fold
from ingest.numerals import Number
from ingest.verbs import NEW_ACTIONS

# 重点项目开工率、|竣工率: of the same as the rate before
BARE_RATE = re.compile(
    "(?:开工|竣工|完工|投产|入库|完成|支出|[按]?[时期]?办结|办复|满意|结案|执结|调撤|合格|达标|覆盖|普及|回收|"
    "利用|处[理置]|调处|调解成功|化解|及格|优[秀良]|入学|升学|就业|签约|履约|参保|接通|好评|知晓|参与|支持|成活|"
    "兑[现付]|中标|开标|整改|破案|好转)率$"
)


@dataclass(frozen=True)
class Short:
    """A noun that may be cut short, with what stands around it; each step below makes it whole or leaves it."""

    sentence: Sentence
    indicator: str  # as far as its own words tell
    name: str
    lead: Lead
    number: Number
    is_behind: bool  # behind its number: 启动11家中试平台

    @property
    def said(self) -> Sequence[Draft]:
        """The figures that it may lean on."""
        return self.sentence.done or self.sentence.carried

    @property
    def last_alone(self) -> Draft:
        """The figure said last of one thing alone, which those of several go on beside; there is one that it leans on."""
        said = (*self.sentence.carried, *self.sentence.done)
        return next((d for d in reversed(said) if not d.joint), said[-1])

    @property
    def is_part(self) -> bool:
        """Whether it stands behind 其中."""
        return "其中" in self.sentence.text[self.sentence.start : self.lead.noun[0]]

    @property
    def alike(self) -> Draft | None:
        """The figure said last in the same unit."""
        return self.sentence.last_alike(self.number)


def completed(short: Short) -> str:
    """“粮食播种面积203万亩,总产23.6亿斤”: a noun cut short is whole with the front of what the sentence is about."""
    return next((whole for step in _STEPS if (whole := step(short))), short.indicator)


def _under_its_label(short: Short) -> str | None:
    return labelled(short.sentence, short.name)


def _for_each(short: Short) -> str | None:
    """每千人拥有医师3.1人、护士3.5人; 发放劳务报酬2680万元、人均2.16万元; 带动茶农18万人,户均增收6800元."""
    sentence, name, lead = short.sentence, short.name, short.lead
    if not short.is_behind and (front := _each_front(short)):
        return sentence.canonical(front + name)
    each = _A_HEAD.fullmatch(name)
    if each is None or not sentence.done:
        return None
    if lead.change_verb in _BETTER_OFF:
        return sentence.canonical(each["each"] + lead.change_verb)
    return sentence.canonical(each["each"] + (short.alike or sentence.done[-1]).indicator)


def _rate_of_the_same(short: Short) -> str | None:
    """签约项目履约率96.2%、到位率41.3%,履约率提高5个百分点; 重点项目开工率96.2%,完成率104.3%."""
    sentence, name = short.sentence, short.name
    if not BARE_RATE.fullmatch(name) or not sentence.done or short.lead.verbs:
        return None
    if named := [d.indicator for d in sentence.done if d.name.endswith(name) and not d.joint]:
        return named[-1]
    before = sentence.done[-1].name
    of_rate = BARE_RATE.sub("", before)
    return sentence.canonical(of_rate + name) if before.endswith("率") and of_rate != before else None


_EVENTS = ("事故", "火灾", "灾害")
# 亡人, 受伤人数, 事故起数
_HURT = re.compile("(?:(?P<died>死亡?|亡人?)|受?伤)(?:人数)?|(?P<times>(?:事故|火灾)?起数)")


def _of_the_last(short: Short) -> str | None:
    """缴获香烟860件,货值412万元; 生产安全事故37起,死亡29人; 一般债务限额38.6亿元,余额36.2亿元."""
    sentence, name, verbs = short.sentence, short.name, short.lead.verbs
    event = next((d.indicator for d in reversed(short.said) if d.indicator.endswith(_EVENTS)), "")
    if event and (hurt := _HURT.fullmatch(name)):
        how = "死亡" if hurt["died"] else "受伤"
        return event if hurt["times"] else sentence.canonical(f"{event}{how}人数")
    if not sentence.done:
        return None
    last = sentence.done[-1]
    if sold := _SOLD.fullmatch(last.name) if name in ("成交", "销售", "网签") else None:
        return sentence.canonical(f"{sold['what']}{name}量")
    if name == "缺口":
        return sentence.canonical(last.indicator + name)  # 停车位2.1万个,缺口6800个
    if name in _WORTH and last.kind == "count":
        return sentence.canonical(last.indicator + name)
    is_its_own = (verbs and name == verbs[-1]) or (last.number.unit == "所" and name in _OF_A_SCHOOL)
    if is_its_own and (whole := sentence.terms.canonical(fold(last.indicator + name))):
        return whole
    if _BARE_LEVEL.fullmatch(name) and (of := _LEVEL_OF.fullmatch(last.name)):
        return sentence.canonical(of["of"] + name)
    return None


def _known(short: Short) -> str | None:
    """What the terms know says enough."""
    return short.indicator if short.sentence.terms.canonical(fold(short.indicator)) is not None else None


def _named_before(short: Short) -> str | None:
    """What the same noun was before in the sentence."""
    named = (d for d in short.sentence.done if d.name == short.name and not d.joint)
    return next((d.indicator for d in named if d.indicator != short.indicator), None)


# 地区生产总值增长的贡献率
_CONTRIBUTED = re.compile("(?:[一-鿿A-Z()]{0,14}(?:增长|经济|发展))的?贡献率?")


# 文旅产业增加值|占GDP比重
_SHARE_BEHIND = re.compile("占.{2,10}比重$")


def _contributed(short: Short) -> str | None:
    """第二产业增加值311亿元,对地区生产总值增长的贡献率为26.2%: of what it was, said before."""
    start = short.lead.noun[0]
    if not short.sentence.done or not _CONTRIBUTED.fullmatch(short.name):
        return None
    doer = _SHARE_BEHIND.sub("", short.sentence.done[-1].indicator).removesuffix("增加值")
    return f"{doer}对{fold(short.name)}" if short.sentence.text.endswith("对", 0, start) else None


# 食品烟酒类
_GOODS = re.compile(
    "(?P<goods>[一-鿿、]{2,14}(?=类)|食品烟酒|衣着|居住|生活用品[和及]服务|交通[和及]?通信|教育文化[和及]?娱乐|医疗保健|"
    "其他用品[和及]服务|粮食|食用油|[鲜干]菜|鲜瓜?果|蛋类?|[猪牛羊畜]肉)类?"
)


# 主要产品产量:, 限额以上单位商品零售额中,, 八大类商品及服务价格“六涨二降”:
_MEASURED_ABOVE = re.compile(
    r"(?P<measure>产量|产值|增加值|零售额|销售额|价格|投资|进?出口额|"
    r"(?<![一-鿿])[一-鿿]{2,8}(?:经费|标准|补贴|补助金?|均价)(?=:[^:;]*$))(?:“[^”]{2,8}”|[一-鿿]升[一-鿿]降|情况)?"
    r"(?:中,|看,|:)(?!\d)(?=[^:]*$)"
)
# 水泥, 汽车类; not 发电量
_UNMEASURED = re.compile(r"(?!.*(?:面积|指数|\d)).*[^量值额率价格资入出积数]")


def _under_its_measure(short: Short) -> str | None:
    """主要产品产量:原煤9万吨; 零售额中,汽车类增长9%; 零售额8亿元。分商品类别看,汽车类2亿元; 价格上涨1%。其中,衣着类上涨2%."""
    sentence, name, lead = short.sentence, short.name, short.lead
    text = sentence.passage.text
    start = text.rfind("。", 0, sentence.start) + 1
    if text.startswith("其中", start):
        start = text.rfind("。", 0, max(start - 1, 0)) + 1
    if lead.verbs or lead.is_share or short.is_behind or not start <= lead.noun[0]:
        return None
    goods, whole = _GOODS.fullmatch(name), fold("".join(d.indicator for d in short.said[:1]))
    above = _MEASURED_ABOVE.search(text[: lead.noun[0]], start) if _UNMEASURED.fullmatch(name) else None
    measure = above["measure"] if above else ""
    if goods and not above:
        of_prices = lead.change_verb and whole.endswith(("价格指数", "价格"))
        measure = "价格" if of_prices else "零售额" if name.endswith("类") and "零售额" in whole else ""
    front = goods["goods"] if goods and measure == "价格" else name
    return sentence.canonical(front + measure) if measure and name not in measure else None


def _of_the_level(short: Short) -> str | None:
    """县级以上龙头企业162家,其中省级11家."""
    if not is_level(short.name) or not short.said:
        return None
    last = short.said[-1]
    of_level = LEVEL_FRONT.match(last.indicator) and last.lead.noun[1] - last.lead.noun[0] > 3
    whole = last.indicator if of_level or not last.subject else last.subject
    return short.sentence.canonical(short.name + LEVEL_FRONT.sub("", whole))


def _says_little(short: Short) -> str | None:
    """新登记…3120户;帮215家企业: those are not the ones newly registered."""
    return short.indicator if short.is_behind and short.name in _SAYS_LITTLE else None


def _known_with_front(short: Short) -> str | None:
    """What the terms know by the noun with the front of a subject, of the topic or of what was said last."""
    sentence, name, lead = short.sentence, short.name, short.lead
    fronts = [sentence.clean(lead.subject), sentence.own_topic(), *(d.subject for d in sentence.done[-1:])]
    if short.said and not lead.verbs:
        if whole := _known_with_back_of(short):
            return whole
        fronts += _fronts_of_the_last(short)
    for front in fronts if sentence.done else (*fronts, sentence.topic):
        joined = fold(front + name) if len(front) >= 2 and front not in name else ""
        if joined and any(joined in fold(d.subject) for d in sentence.done[-1:]):
            continue  # 投诉举报3.2万件,其中投诉2.4万件、举报0.8万件: no part is the whole
        whole = sentence.terms.canonical(joined)
        if whole is not None and not (LEVEL_FRONT.match(whole) and not LEVEL_FRONT.match(name)):
            return whole
    return None


def _known_with_back_of(short: Short) -> str | None:
    """城镇居民67,894元;农村居民34,127元: with the back of what was said last in the same unit."""
    last = short.said[-1]
    if short.alike is None or short.alike.indicator != last.indicator or len(short.name) < 3:
        return None
    before = fold(last.subject or last.indicator)
    wholes = (short.sentence.terms.canonical(fold(short.name) + before[k:]) for k in range(len(before)))
    return next((whole for whole in wholes if whole is not None), None)


def _fronts_of_the_last(short: Short) -> list[str]:
    """机构8705个,其中医院201个;床位6.52万张: behind a semicolon those of all again, else of the last."""
    last = short.last_alone
    if last.subject and ";" in short.sentence.text[last.number.end : short.lead.noun[0]]:
        return [last.subject]
    return [each[:k] for each in (last.name, last.indicator) for k in range(len(each), 1, -1)]


def _of_the_fund(short: Short) -> str | None:
    """养老保险基金收入21.4亿元、支出15.9亿元,累计结余38.2亿元; 预算收入36亿元,其中税收18亿元;支出89亿元: of the whole."""
    if not short.said or not _OUTGO.fullmatch(short.name):
        return None
    last = short.last_alone
    is_next = ";" in short.sentence.passage.text[last.number.end : short.lead.noun[0]]
    first = (*short.sentence.carried, *short.sentence.done)[0]
    of = _INCOME.fullmatch((first if is_next else last).indicator)
    return short.sentence.canonical(of["of"] + short.name) if of else None


# 低保标准提高到城市
_SET_AT = re.compile(
    r"(?P<what>[一-鿿]{2,}?(?:标准|价格|单价|待遇|工资))(?:提高|提升|调整|上调|下调|增加|统一|提标)?"
    r"(?:到|至|为)(?P<which>[一-鿿]{2,6})"
)


def _of_the_standard(short: Short) -> str | None:
    """补贴标准提高到一级200元、二级150元; 低保标准调整为城市每月780元、农村620元."""
    if own := _SET_AT.fullmatch(short.name):
        return short.sentence.canonical(own["which"] + own["what"])
    said = next(((d, set_at) for d in short.sentence.done if (set_at := _SET_AT.fullmatch(d.name))), None)
    if said is None or short.lead.verbs or said[0].number.unit != short.number.unit:
        return None
    is_next = "," not in short.sentence.text[said[0].number.end : short.number.start]
    return short.sentence.canonical(short.name + said[1]["what"]) if is_next else None


# 养老保险基金收入21.4亿元、支出15.9亿元,累计结余38.2亿元
_INCOME = re.compile(r"(?P<of>.{2,14}?)(?:总?收入|总?支出|当期结余|累计结余|结余)")
# 总支出
_OUTGO = re.compile("总?收入|总?支出|(?:当期|累计)?结余")
# 每千名老人床位
EACH = re.compile(
    r"^(?:每[百千万]?(?:名|个)?(?:常住|户籍|城镇|农村|老年)?(?:人口?|户|老人|学生|居民)|[百千万]人|人均|"
    r"户均)(?:拥有|占有|配备)?"
)


def _each_front(short: Short) -> str:
    sentence, name, lead, number = short.sentence, short.name, short.lead, short.number
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
# 商品住宅成交面积139.4万平方米、|成交12650套
# 商品住宅成交面积
_SOLD = re.compile("(?P<what>[一-鿿]{2,8}?)(?:成交|销售|网签)(?:面积|[总金]?额)")
# 小学142所,|在校学生10.87万人
_OF_A_SCHOOL = ("在校学生", "在校生", "专任教师")
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


def _of_the_enterprises(short: Short) -> str | None:
    if not _OF_A_WHOLE.fullmatch(short.name):
        return None
    fronts = (d.name[:k] for d in reversed(short.said[-2:]) for k in range(len(d.name) - 1, 3, -1))
    wholes = (short.sentence.terms.canonical(fold(front) + short.name) for front in fronts)
    return next((whole for whole in wholes if whole is not None), None)


# 人均预期寿命79.6岁,女性82.3岁、男性77.1岁; 零售额1243亿元,其中城镇1021亿元、乡村222亿元
_GROUP = re.compile(
    "女性|男性|男生|女生|城镇|农村|乡村|城市|城区|省[内外]|境[内外]|国[内外]|线[上下]|本地|外地|公[办立]|民办|"
    "国有|民营|职工|居民|小学|初中|(?:普通)?高中|普高|中职|中等职业(?:教育|学校)|职业高中|特殊教育|幼儿园|[大中小微]+型?企业"
)

# 低保标准城市
_STANDARD_OF = re.compile("(?P<standard>[一-鿿]{2,8}标准)(?P<whose>城市|城镇|农村|乡村)")
# 在校学生:
_OF_SCHOOLS = re.compile(
    r"[\s,。;]*(?P<label>在[校园](?:学生|生|幼儿)|招生人?数?|毕业生人?数?|(?:专任)?教师|教职工|生均[一-鿿]{2,8}):"
)
# 小学
_INSTITUTION = re.compile("学|高中|初中|园|中职|企业")
# 登记失业率女性
_GROUP_BEHIND = re.compile(rf"(?P<measured>[一-鿿]{{3,}})(?:{_GROUP.pattern})")


# 城镇人口
_RESIDENTS = re.compile("(?P<who>城镇|城市|乡村|农村|农业|非农业|男性?|女性?)(?:人口|居民)?")


def _of_the_registered(short: Short) -> str | None:
    """户籍人口90.55万人,其中城镇人口44.78万人;男性45.76万人: of those registered, not of those who live there."""
    who = _RESIDENTS.fullmatch(short.name)
    is_of_them = any(d.indicator.startswith("户籍") and d.indicator.endswith("人口") for d in short.said[-6:])
    if who is None or not is_of_them or not short.number.unit.endswith("人"):
        return None
    return short.sentence.canonical(f"户籍{who['who']}{'性' if who['who'] in '男女' else ''}人口")


def _of_a_group(short: Short) -> str | None:
    """The group and what is measured of the whole, as long as both are counted in one unit."""
    whole, name = short.alike, short.name
    label = _OF_SCHOOLS.match(short.sentence.text, short.sentence.start)
    if label and not short.sentence.done and not short.lead.verbs and _GROUP.fullmatch(name):
        return short.sentence.canonical(name + label["label"])  # 在校学生:小学7.24万人
    if own := _STANDARD_OF.fullmatch(name):  # 低保标准城市提到790元
        return short.sentence.canonical(own["whose"] + own["standard"])
    if whole is None or short.lead.verbs or not _GROUP.fullmatch(name) or _SORT.fullmatch(name):
        return None
    if short.number.unit.endswith(("所", "家")) and _INSTITUTION.search(name):  # 中学182所、小学214所
        return None
    if behind := _GROUP_BEHIND.fullmatch(whole.indicator):  # 生均公用经费小学720元、初中940元
        return short.sentence.canonical(behind["measured"] + name)
    of_group = _GROUP.match(whole.indicator)
    measured = whole.indicator[of_group.end() :] if of_group else whole.subject or whole.indicator
    return short.sentence.canonical(name + measured)


BY_PARTS = (
    r"\s*(?:分(?:品种|行业|领域|类[别型]|产业|区域|县区|学段|险种)|[从分按][一-鿿]{1,6}[看分])[,:]|"
    r"\s*[从分按][一-鿿]{1,6}(?:"
    r"(?<=社区|街道|乡镇|县区|行业|类型|来源|渠道|领域|部门|区域|产业|性质|年度|季度|月份):)"
)
# 从街道分布看,
_BY_PARTS = re.compile(BY_PARTS)


def _said_in_full(short: Short) -> str | None:
    """What is named by its last word only, as it was said before.

    改造老旧小区73个。分区看,甲区改造21个小区; 新增新能源装机620万千瓦,累计装机达到3585万千瓦.
    """
    sentence, name, lead, last = short.sentence, short.name, short.lead, short.alike
    if last is None or last.name == name or not last.name.endswith(name):
        return None
    by_parts = _BY_PARTS.match(sentence.text, sentence.start)
    if by_parts and (whole := _before_the_parts(short)):
        return whole.indicator
    in_all = lead.action == "累计" and last.action in NEW_ACTIONS and last in sentence.done[-1:]
    # 新增就业…,累计就业; 新增发明专利…,拥有专利
    is_own = (
        sentence.canonical(name) != name or last.indicator.startswith(last.action) or "拥有" in lead.verbs
    )
    return last.indicator if by_parts or (in_all and not is_own) else None


def _before_the_parts(short: Short) -> Draft | None:
    """事故19起。分行业看,铁路事故2起。分区域看,甲县事故8起: of 事故, and not of what was told part by part."""
    text = short.sentence.passage.text
    wholes = (
        said
        for said in reversed(short.sentence.passage.drafts)
        if said.number.unit == short.number.unit and said.name.endswith(short.name)
    )
    return next(
        (said for said in wholes if not _BY_PARTS.match(text, text.rfind("。", 0, said.number.start) + 1)),
        None,
    )


# 境内外上市公司31家,其中主板18家、境外3家; 水库1157座,其中大型3座: which sort, without the noun
_SORT = re.compile(r"[一-鿿]{1,3}[板型类期]|[一二三四五甲乙丙特]级(?:[甲乙丙]等|及?以[上下])?|境[内外]|国内")


def _kind_of_the_whole(short: Short) -> str | None:
    """The sort and the noun of the whole, as long as both are counted in one unit."""
    is_share = short.lead.is_share and bool(short.said)  # 养老床位3480张,护理型占62.1%
    whole = short.said[-1] if is_share else short.alike
    is_part = short.is_part or (is_share and whole is not None and whole.kind == "count")
    if whole is None or short.lead.verbs or not _SORT.fullmatch(short.name) or not is_part:
        return None
    noun = _SORTS_FRONT.sub("", whole.subject or whole.indicator)
    return short.sentence.canonical(short.name + noun) if len(noun) >= 2 else None


# 国内外
_SORTS_FRONT = re.compile(r"^(?:境内外|国内外|各类)")


# 18-34岁
_AGES = re.compile(r"\d+-\d+周?岁")
# 签约项目中,10亿元以上的7个: the kind of thing stands before 中
_AMONG = re.compile(r"([一-鿿]{2,10})中,")
# 10亿元以上
_THRESHOLD = re.compile(r"\d[\d.]*[百千万亿]*[一-鿿]{0,2}(?:以上|以下|以内)")


# 羊存栏12600只,出栏24000只
_HERD = re.compile("(?P<herd>[一-鿿]{1,6})[存出]栏")
# 脐橙种植面积195万亩、产量178万吨
# 脐橙产量
_YIELD_OF = re.compile(r"(?P<crop>.{2,8}?)(?:总产量?|产量)$")
# 脐橙种植面积
_AREA_OF = re.compile(r"(?P<crop>.{2,8}?)总?(?:(?:种植|播种|栽培|养殖|收获|移栽|采摘)(?:面积)?|面积)$")


MAX_CROP = 5  # characters


# 全社会用电量18.7亿千瓦时,其中工业11.2亿千瓦时; 综合机械化率86.3%,其中水稻91.7%
# 全社会用电量
_WHOLE_MEASURE = re.compile(
    r"(?:(?:综合)?(?:机械|城镇|绿|数字)化率|保险费率|[一-鿿]{2}率|用电量|用水量|发电量|吞吐量|货运量|客运量|周转量|"
    r"产量|"
    r"产值|增加值|投资|收入|支出|存款|贷款)(?:余额)?$"
)


def _part_of_the_whole(short: Short) -> str | None:
    """The part and what is measured, where the terms know it so or where it is a rate."""
    last, lead = short.alike, short.lead
    if last is None or not short.sentence.done or lead.verbs or lead.is_share or lead.change_verb:
        return None
    measure = _WHOLE_MEASURE.search(fold(last.indicator))
    if measure is None or _WHOLE_MEASURE.search(short.name) or not short.is_part or len(short.name) > 6:
        return None
    whole = short.name + measure.group()
    return short.sentence.terms.canonical(whole) or (whole if measure.group().endswith("率") else None)


def _of_the_crop(short: Short) -> str | None:
    sentence, name = short.sentence, short.name
    if name in ("出栏", "存栏") and sentence.done and (herd := _HERD.fullmatch(sentence.done[-1].name)):
        return sentence.canonical(herd["herd"] + name)
    if (
        name not in ("产量", "总产量", "总产", "产值", "单产", "亩产", "平均亩产", "平均单产")
        or not sentence.done
    ):
        return None
    if short.lead.action == "合计" and len(sentence.distributed) > 1:  # 蔬菜、水果面积分别为…,产值合计56亿元
        return None
    last = sentence.done[-1]
    grown = _AREA_OF.fullmatch(last.name) or (
        _YIELD_OF.fullmatch(last.indicator) if name.endswith(("单产", "亩产", "产值")) else None
    )
    planted = last.name if last.kind == "area" and len(last.name) <= MAX_CROP else ""  # 葡萄10.8万亩
    crop = grown["crop"] if grown else planted
    return sentence.canonical(crop + name) if crop else None


# 禽蛋, 园林水果, 小麦, 粗钢
_PRODUCE = re.compile(
    r"[一-鿿]{0,6}(?:[夏秋]粮|"
    r"[奶肉蛋]|水果|瓜果|坚果|干果|蔬菜|茶叶?|毛茶|油料|籽|棉花?|糖料|甘蔗|甜菜|药材|食用菌|水产品?|[鱼虾蟹贝]|"
    r"[西甜香黄南]瓜|辣椒|花椒|大蒜|生姜|[草蓝]莓|樱桃|番茄|山楂|板栗|油[茶菜]|[芝胡]麻|百合|魔芋|沙棘|"
    r"大豆|玉米|小麦|水稻|[早中晚]稻|稻谷|[杂豆]类?|青稞|谷子|高粱|薯|花生|烟叶|核桃|[红大小]枣|"
    r"苹果|柑橘|[橘桃李杏柚梨]|葡萄|枸杞|"
    r"蚕茧|羊[毛绒]|"
    r"原煤|原盐|原油|焦炭|钢材?|生铁|水泥|化肥|纱|塑料|铝|铜|玻璃)类?"
)
# 肉类产量2.86万吨;奶1.92万吨, 小麦播种面积92万亩、棉花71万亩
# 播种面积
_GROWN = re.compile(r"(?:产量|(?:播种|种植|栽培|养殖)面积)$")


def _of_the_goods(short: Short) -> str | None:
    """Produce behind other produce in the same unit: as much of it was brought in, or grown."""
    said, name = (*short.sentence.carried, *short.sentence.done), fold(short.name)
    last = next((d for d in reversed(said) if d.number.unit == short.number.unit), None)
    measure = _GROWN.search(fold(last.indicator)) if last and not last.lead.verbs else None
    is_bare = not (short.lead.verbs or short.lead.is_share or short.is_part or short.is_behind)
    if measure is None or not is_bare or not _PRODUCE.fullmatch(name):
        return None
    return short.sentence.canonical(name + measure.group())


def _of_the_kind(short: Short) -> str | None:
    """“10亿元以上的7个”, “20万元以上的村163个”: a name that leans on the noun said before."""
    if short.is_behind:
        return None
    sentence, name, last = short.sentence, short.name, short.alike
    end = short.lead.noun[1]
    if sentence.text.startswith("的", end) and not sentence.text[end + 1 : end + 2].strip("0123456789"):
        among = _AMONG.search(sentence.text, sentence.start, short.lead.noun[0])
        if among:
            return sentence.canonical(name + among[1])
        return sentence.canonical(name + (last.subject or last.indicator)) if last else None
    if (
        (_THRESHOLD.fullmatch(name) or _AGES.fullmatch(name))
        and last
        and not MONEY_UNIT.search(short.number.unit)
    ):
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


def _with_measure(short: Short) -> str | None:
    """出口1,562亿元 is 出口额, 总诊疗1,086万人次 is 总诊疗人次."""
    canonical, unit = short.sentence.terms.canonical, short.number.unit
    if canonical(fold(short.name)) is not None:
        return None
    base = unit.lstrip("万亿千百")
    measures = (
        ("额", "总额") if MONEY_UNIT.search(unit) or unit == "%" else (base, "人数", "量") if base else ()
    )
    found = (known for m in measures if (known := canonical(fold(short.name) + m)) is not None)
    return next((known for known in found if _may_be_in(short.sentence, known, base)), None)


def _may_be_in(sentence: Sentence, known: str, base: str) -> bool:
    """Whether the terms count an indicator in a unit: 降水量 in 毫米, not in 立方米."""
    units = sentence.terms.get(known).units
    return not units or not base or base == "%" or any(unit.endswith(base) for unit in units)


# the first that makes the noun whole decides
_STEPS: tuple[Callable[[Short], str | None], ...] = (
    _of_the_standard,
    _under_its_label,
    _for_each,
    _rate_of_the_same,
    _of_the_last,
    _of_the_enterprises,
    _of_the_registered,
    _of_a_group,
    _said_in_full,
    _contributed,
    _under_its_measure,
    _known,
    _named_before,
    _of_the_level,
    _kind_of_the_whole,
    _part_of_the_whole,
    _of_the_crop,
    _of_the_goods,
    _of_the_kind,
    _with_measure,
    _says_little,
    _known_with_front,
    _of_the_fund,
)
