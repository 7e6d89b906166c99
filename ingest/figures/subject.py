"""What a figure is said of besides its indicator: the list it is one of, the occasion, the doer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ingest.clauses import Lead, Span
from ingest.figures.draft import Draft
from ingest.figures.indicator import LEVEL_FRONT, is_level
from ingest.figures.label import label_of
from ingest.figures.measures import BARE
from ingest.figures.owners import group_of
from ingest.figures.sentence import Sentence
from ingest.figures.shortened import BY_PARTS, EACH
from ingest.numerals import Number
from ingest.verbs import ACTIONS

# 国庆假期,接待游客…, 春节假期8天,…, 元旦3天|接待…: part of the year, which an annual figure is not
# 国庆假期,
_OCCASION = re.compile(
    r"(?:春节|元旦|清明|五一|“五一”|劳动节|端午|中秋|国庆|暑期|暑假|寒假|春运|双节|元宵|黄金周|"
    r"小长假)[^,，。;；\d]{0,6}(?:(?=[,，])|(?=\d{1,2}天))"
)


# 犯罪严重的,|依法起诉3900人; 对逾期未改的,|立案查处36起
# 犯罪严重的,
_CONDITION = re.compile(r"(?<![^,;:。\n])对?(?P<whose>[^,;:。\d\x00]{3,16}的),")


# “科贷通”|为76家企业放贷3.42亿元: by what it was lent
# “科贷通”已为
_BY_MEANS = re.compile(
    r"(?<![一-鿿])(?:全年|累计|用好|推广|发挥)*(?P<means>“[^“”]{2,10}”)[已共累计]*为[^,;。]*$"
)
# 启动第二水厂建设,
_BEGUN = re.compile(
    r"(?<![一-鿿])(?:全面|加快|积极|重点|顺利|持续)*"
    r"(?:启动|推进|实施|开工|开工建设|新开工|续建|筹建|谋划|建设)(?:了|县|区|市(?![民场政区级]))*"
    r"(?P<thing>(?!项目|工程|建设)[一-鿿“”]{3,20}?)(?:建设|(?:建设)?(?:工程|项目))?,$"
)
# 总投资
_OF_A_THING = re.compile(
    r"(?:计划|概算|预计|完成|累计|年度)*总?投资(?:额)?|全长|总?长度?|总?占地(?:面积)?|总?建筑面积|总?库容|概算|造价|床位"
)


def _just_begun(sentence: Sentence, number: Number, name: str) -> str:
    """改造小区12个,启动第二水厂建设,总投资2.8亿元: of what the clause right before names, without a number of its own."""
    start = sentence.clause_start(number.start)
    since = sentence.done[-1].number.tail_start if sentence.done else sentence.start
    begun = (
        _BEGUN.search(sentence.text, since, start) if since < start and _OF_A_THING.fullmatch(name) else None
    )
    return begun["thing"] if begun else ""


# 侦破“3·12”跨境诈骗案,|抓获43人: of that case alone
# 侦破“3·12”跨境诈骗案,
_ONE_CASE = re.compile(
    r"(?:(?<![^,;:。\n])|(?<=[一二三四五六七八九十]、))(?:[一-鿿]{0,4})"
    r"(?:办理|查办|查处|侦破|破获|侦办|审结|审理|起诉|督办|立案)了?"
    r"(?P<case>[^,;。\d“]{0,14}(?:“[^”]{2,16}”[^,;。\d]{0,18}|[^,;。\d]{0,6}(?:系列|特大|重大)[^,;。\d]{2,14})案(?:件)?),"
)


# 全年累计
_TOTAL = re.compile(r"(?:共|累计|合计|已经?|全年|年内|上半年|今年|当年|先后|成功|陆续)+$")


# 五年|建成高标准农田17.3万亩: how long
# 五年来
_HOW_LONG = re.compile("[近过]?去?[两二三四五六七八九十\\d]+年[来间内]?")
# 市级|核定我区债务限额, 省下达|新增债券: who set it
# 省下达
_ABOVE_US = re.compile(
    "(?:上级|中央|国家|[省市州]级?(?:政府|财政厅?局?|里)?)(?:核定|下达|转贷|分配|批复|安排)?"
)


_REACHES = ("惠及", "受益", "覆盖", "带动", "涉及")  # 改造小区146个,惠及居民2.87万户,完成投资4.63亿元


def _measured(sentence: Sentence, lead: Lead) -> str:
    """The thing counted last before a bare measure; "" when no count stands before it.

    Behind a comma that of the whole: 案件3286件,其中食品案件1124件,办结率96%; not 其中国家级项目29项、资金2.17亿元.
    """
    counted = [
        d for d in sentence.done if d.kind == "count" and not d.lead.is_share and d.action not in _REACHES
    ]
    if not counted:
        return ""
    is_joined = sentence.text[counted[-1].number.tail_start : lead.noun[0]] == "、"
    whole = next((d for d in counted if d.indicator == counted[-1].subject and not is_joined), counted[-1])
    listed = group_of(sentence, sentence.done)
    among = sentence.text[listed[0].number.end : listed[-1].number.start]
    if whole is counted[-1] and not is_joined and re.search("[、和及]", among):
        return ""  # 新建公园6个、绿道14公里,完成投资1.3亿元: of neither alone
    return whole.indicator if whole.name else whole.subject


@dataclass(frozen=True)
class _Said:
    """A figure and the one right before it; each step below says whose it is, "" for nobody's, None to go on."""

    sentence: Sentence
    number: Number
    lead: Lead
    name: str
    noun: Span
    before: Draft

    @property
    def has_own(self) -> bool:
        """Whether it has a noun of its own."""
        return self.noun[1] > self.noun[0]

    @property
    def names_it(self) -> bool:
        """省重点项目完成236亿元,重点项目开工率96%: the noun says whose."""
        return bool(self.before.subject) and self.before.subject[-4:] in self.name


def subject_of(sentence: Sentence, number: Number, lead: Lead, name: str, noun: Span) -> str:
    """The whole of 其中, the holiday, the doer or the list before; "" where the indicator says it all."""
    if means := _BY_MEANS.search(sentence.text, sentence.start, number.start):
        return means["means"]
    subject = _TOTAL.sub("", sentence.clean(lead.subject))
    if len(subject) >= 2 and not (
        subject in ACTIONS
        or _ABOVE_US.fullmatch(subject)
        or _HOW_LONG.fullmatch(subject)
        or _is_place(sentence, subject)
        or ("/" in sentence.passage.report.region and _THE_ZONE.fullmatch(subject))
    ):
        return subject
    if label := label_of(sentence, name):
        return label
    if condition := _CONDITION.search(sentence.text, sentence.start, sentence.clause_start(number.start)):
        return condition["whose"]
    if thing := _just_begun(sentence, number, name) or _found_of(sentence, number, name):
        return thing
    if among := _AMONG.search(sentence.text, _part_start(sentence, number), lead.noun[0]):
        return among["whole"]
    if case := _ONE_CASE.search(sentence.text, sentence.start, sentence.clause_start(number.start)):
        return case["case"]
    occasion = _OCCASION.search(sentence.text, sentence.start, max(sentence.start, lead.start))
    if occasion:
        return occasion.group()
    before = sentence.done[-1] if sentence.done else sentence.parent
    if before is None:
        return _of_the_parted(sentence, number, lead, name) or _of_carried(sentence, lead, name)
    said = _Said(sentence, number, lead, name, noun, before)
    return next((found for step in _STEPS if (found := step(said)) is not None), "")


# 园区完成产值286亿元: the zone that reports, as 全市 is
_THE_ZONE = re.compile("(?:园|开发|高新|经开|新|全)区")
# 食品抽检4126批次,不合格89批次: how so many of them turned out
_OUTCOME = re.compile(
    "不合格|合格|不达标|达标|阳性|异常|不符合|优良|合格率|不合格率|问题发现率|达标率|阳性率|检出率"
)


def _found_of(sentence: Sentence, number: Number, name: str) -> str:
    """食品抽检, of 不合格89批次 and 合格率97.8% behind how many were tested; "" of other names."""
    if not _OUTCOME.fullmatch(name):
        return ""
    start = _part_start(sentence, number)
    tested = [d for d in sentence.done if d.number.start >= start and d.kind == "count" and d.name]
    whole = next((d for d in tested if not _OUTCOME.fullmatch(d.name)), None)
    return sentence.canonical(whole.name) if whole else ""


# 缴存职工中,国有企业占14.08%,…
# 缴存职工中,
_AMONG = re.compile(
    r"(?<![^,;。:\n])(?:在)?(?:全[市县区省州]|已|新|所有)?(?P<whole>[一-鿿]{0,8}(?:人员|职工|居民|企业|单位|项目|产品|商品|作品|"
    r"收入|支出|金额|[额数]|贷款|存款|案件|[户人]口|学生|教师|毕业生|党员|代表|委员|干部|建议|提案|工单|投诉|隐患|"
    r"主体|车辆|用户|机构|面积|专利|合同|人才|产值|进口|出口|消费))[当之]?中,(?!有|其)"
)


def _part_start(sentence: Sentence, number: Number) -> int:
    """Where the part between semicolons begins that a number stands in."""
    return max(sentence.start, sentence.text.rfind(";", sentence.start, number.start) + 1)


# 分行业看:, 其中:
_PARTED = re.compile(rf"{BY_PARTS}|\s*其中")


def _of_the_parted(sentence: Sentence, number: Number, lead: Lead, name: str) -> str:
    """发放贷款213亿元,惠及企业2160家。分行业看:制造业98亿元: of the 贷款, the only one counted in 元; so behind 。其中:, too."""
    if not (name and _PARTED.match(sentence.text, sentence.start)) or sentence.terms.canonical(name):
        return ""
    alike = [d for d in sentence.carried if d.number.unit == number.unit and not d.lead.is_share]
    wholes = {d.indicator for d in alike if (d.kind == "growth") == bool(lead.change_verb)}
    return wholes.pop() if len(wholes) == 1 else ""


def _of_carried(sentence: Sentence, lead: Lead, name: str) -> str:
    """民营经济增加值78.6亿元。其中,第一产业增加值27.5亿元;第二产业增加值17.9亿元: of no 地区生产总值, whose parts they are."""
    term = sentence.terms.canonical(name)
    wider = set(sentence.terms.ancestors(term)) if term else set()
    said = [d for d in sentence.carried if d.kind == "amount"]
    if not term or not wider or not said or any(d.indicator in (term, *wider) for d in said):
        return ""
    last = sentence.terms.canonical(said[-1].name)
    if said[-1].subject and last and wider & set(sentence.terms.ancestors(last)):
        return said[-1].subject
    opens = "其中" in sentence.text[sentence.start : max(lead.start, lead.noun[0])]
    return said[0].indicator if opens and said[0].indicator[-2:] == term[-2:] else ""


def _of_the_invested(said: _Said) -> str | None:
    """新院区完成投资3.6亿元,占总投资9.2亿元的39.1%."""
    return said.before.subject if said.lead.is_whole and said.name.endswith("投资") else None


def _of_the_parent(said: _Said) -> str | None:
    parent = said.sentence.parent
    return parent.indicator if parent is not None and not said.sentence.done else None


def _of_the_whole(said: _Said) -> str | None:
    """账款2.3亿元,清偿率92%,其中民营企业1.9亿元."""
    sentence, lead, name, before = said.sentence, said.lead, said.name, said.before
    if "其中" not in sentence.text[before.number.end : max(lead.start, lead.noun[0])]:
        return None
    whole = sentence.last_alike(said.number)
    like_it = [d for d in sentence.done if len(name) > 2 and name[-2:] in d.indicator]
    if lead.is_share and like_it:  # 接待游客860万人次,旅游收入68亿元,其中过夜游客占比23%
        whole = like_it[-1]
    elif lead.is_share and whole not in sentence.done:
        whole = before  # …占85.3%;实际使用外资1.86亿美元,其中制造业占58.3%
    last = whole or before
    if last.subject and (name == last.name or (lead.verbs and not said.has_own)):
        return last.subject  # 乙烯项目累计完成投资186亿元,其中当年完成(投资)104亿元
    of_all = EACH.sub("", last.indicator)  # 每千名老人拥有养老床位
    if is_level(name):  # 国家级平台28家、省级平台276家,其中新增国家级2家: of 平台, of whatever level
        of_all = LEVEL_FRONT.sub("", of_all) or of_all
    elif name and sentence.done and not lead.is_share:  # 合作社2140家、家庭农场3680家,其中省级示范社46家
        like = [d.indicator for d in group_of(sentence, sentence.done) if d.name[-1:] == name[-1:]]
        of_all = like[-1] if like else of_all
    return sentence.canonical(of_all)


def _of_the_counted(said: _Said) -> str | None:
    """新建公园12个、面积30公顷; 5家医院开设夜间门诊, but not 26所学校 behind it."""
    is_other = said.noun[0] > said.number.start and said.name != said.before.name
    if (
        said.before.tail_noun
        and not said.lead.verbs
        and said.has_own
        and len(said.name) <= 10
        and not is_other
    ):
        return said.before.name
    return _measured(said.sentence, said.lead) if said.has_own and BARE.fullmatch(said.name) else None


def _of_the_same(said: _Said) -> str | None:
    """A short noun of its own that the terms do not know is of what the figure before is of."""
    is_short = said.has_own and not said.lead.verbs and said.noun[1] - said.noun[0] <= 8
    if not is_short or said.names_it or said.sentence.terms.canonical(said.name) is not None:
        return None
    return said.before.subject


# 市第二人民医院新院区总投资12.6亿元、设置床位1000张: what is told behind the money is of the same building
_INVESTED = re.compile(
    r"(?P<thing>(?:[A-Z]\d{2,4})?[一-鿿“”()（）]{1,24}(?:院区?|校区?|园区?|馆|中心|基地|项目|工程|厂|站|楼|大桥|广场|公园|学校|"
    r"小区|公路|铁路|高速|大道|隧道|水库))(?:(?:计划|项目|概算)?总?投资额?|全长|总长度?|总?占地(?:面积)?|总?建筑面积)"
)


# 总投资2.3亿元，已于9月建成招生，提供学位2700个
_STILL_OF_IT = re.compile(
    r"[、,，](?:[^,;。，]{0,12}(?:建成|竣工|投用|使用|招生|开工|完工|封顶|通车|运营)[^,;。，]{0,4}[,，])?"
)


def _of_the_building(said: _Said) -> str | None:
    """The building or project that the figure right before is of."""
    last = said.before
    between = said.sentence.text[last.number.end : said.lead.start].strip("\x00 ")
    if said.names_it or not _STILL_OF_IT.fullmatch(between):
        return None
    if invested := _INVESTED.fullmatch(last.name):
        return invested["thing"]
    begun = (_INVESTED.fullmatch(earlier.name) for earlier in said.sentence.done)
    return last.subject or None if any(m and m["thing"] == last.subject for m in begun) else None


# 牡丹文化节期间|接待游客, 三河古镇|接待游客: an own place or time, whose is also what follows
OWNER = re.compile(
    r"(?:春节|元旦|清明|“?五一”?|端午|中秋|国庆|元宵|黄金周|(?:文化|旅游|购物|艺术|音乐|美食|消费|丰收|花)节)"
    r"(?:假期|期间|小长假)?|"
    r"古镇|古城|景区|石窟|度假区|院区|实验室|机场|院校"
)
# 其中
_NOT_ITS = re.compile("[;；]|其中|全[省市县区州]")
# 春节假期的
_OWNED = re.compile(rf"(?P<owner>[一-鿿\dA-Z“”]{{0,12}}?(?:{OWNER.pattern}))(?P<rest>[一-鿿]{{2,}})")


def _of_the_owner(said: _Said) -> str | None:
    """三河古镇接待游客813万人次,实现旅游收入41亿元: whose the figure before is; not behind 全县 or a semicolon."""
    sentence, last, name = said.sentence, said.before, said.name
    between = sentence.text[last.number.end : said.lead.noun[0]]
    is_own = len(name) > 8 or bool(OWNER.search(name)) or bool(_NOT_ITS.search(between))
    # 天府实验室…,新型研发机构累计40家
    is_own = is_own or (said.number.unit in ("家", "户") and not said.lead.verbs)
    if not said.has_own or is_own or last.lead.is_distributed:
        return None
    owned = _OWNED.fullmatch(last.name)
    if owned and sentence.terms.canonical(last.name) is None:
        return owned["owner"] or None
    return last.subject if OWNER.search(last.subject) else None


def _is_place(sentence: Sentence, subject: str) -> bool:
    """Whose a figure is, its region says."""
    return any(sentence.text[m.start : m.end] == subject for m in sentence.passage.regions)


# the first that knows whose it is decides
_STEPS: tuple[Callable[[_Said], str | None], ...] = (
    _of_the_invested,
    _of_the_parent,
    _of_the_owner,
    _of_the_building,
    _of_the_whole,
    _of_the_counted,
    _of_the_same,
)
