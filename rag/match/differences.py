"""What tells things of like names apart: kinds, numerals, levels, what is measured, what narrows them."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.normalize import fold
from ingest.records import Figure
from rag.match.words import MIN_HEAD
from rag.records import Question
from rag.wording.overlap import coverage

MIN_PREDICATE = 0.35  # of what is said of those counted, asked; 0, 0 (see indicator)

QUALIFIERS = tuple(
    "农村 城镇 城市 城乡 出口 进口 入境 出境 国内 国际 门诊 住院 第一产业 第二产业 第三产业 规上 限上 规模以上 限额以上 民营 "
    "国有 公办 民办 高中 初中 小学 幼儿园 "
    "职业 学前 男 女 新能源 高技术 战略性 装备制造 数字经济 省外 市外 境外 贫困 重点 有效 发明 实用新型 外观 "
    "存款 职工 主板 创业板 科创板 北交所 公立 上届 甲等 乙等 牛 羊 猪".split()
)
_IN_FULL = {"规上": "规模以上", "限上": "限额以上", "规模以上": "规上", "限额以上": "限上"}
_EITHER = (("门诊", "住院"), ("出口", "进口"), ("入境", "出境"))
# 12345热线, 一本上线人数, 三四级手术 (which are not 四级手术)
_NUMERALS = re.compile(r"\d+|[一二三四五六七八九十]+(?=[本级类期等线档型产批届轮])")
# 第十五届运动会
_EDITION = re.compile(r"第[一二三四五六七八九十\d]+[届轮批次期季]")
# 劣Ⅴ类, 优Ⅲ断面
_ROMAN = re.compile(r"(?<![A-Za-z])(?:IV|V|I{1,3}|[Ⅰ-Ⅴ])(?![A-Za-z])")
_HAN_OF = dict(zip(("I", "II", "III", "IV", "V", *"ⅠⅡⅢⅣⅤ"), "一二三四五" * 2, strict=True))
# 10亿元以上项目, 亿元以上项目, 超亿元项目
_THRESHOLD = re.compile(r"(\d*[十百千]?[万亿])元?(?:以上|及以上)|[超过](\d*[十百千]?[万亿])元")
# 国家级孵化器, 省级, 省重点实验室
_LEVEL = re.compile(
    r"国(?=家)|(?<=全)国(?=重点)|国(?=际)|省(?=级|[科重高企工实示])|市(?=级|重)|县(?=级)|区(?=级)|世(?=界级)"
)
# 商品房销售面积
_MEASURED = re.compile(
    "价格|均价|房价|面积|产量|产值|周转量|运量|工资性收入|(?:经营|财产|转移)净收入|收入|支出|"
    "销售额|利润|投资|余额|人数|户数|里程|增加值|存栏|出栏|库容|工资|标准|时间|吞吐量|率(?!先|领|队)"
)
# 规模以上服务业企业
_SCREENED = re.compile(r"规上|规模以上|限上|限额以上")
# 其他服务业, 营利性服务业: no part of 服务业 is all of it
# 其他服务业
_OTHERS = re.compile(r"其他|非?营利性")
# 职工医保基金累计结余, no more than a part of 医保基金累计结余
_KIND_OF_PEOPLE = re.compile("(?:城乡|城镇)?(?P<kind>职工|居民|公办|民办)(?!人均|收入|消费)")
# 市第二人民医院新院区, 市中医院, 市一中
_HOUSE = re.compile(
    r"(?:第[一二三四五六七八九十]+)?(?:人民医院|中医|妇幼|精神病|精神卫生|口腔|儿童医院|肿瘤|传染病|疾控)|公立|民营|社会办|"
    r"宾馆|酒店|敬老院|养老院|福利院|"
    r"(?:第[一二三四五六七八九十]+|[一二三四五六七八九十])(?:中学?|小学?)(?!全会|型|微|时|企|组|区)"
)
# 中心城区三级医院
_PART_OF_PLACE = re.compile(r"中心城区|主城区|老城区")
# 每千人口床位数, 人均支出
PER_HEAD = re.compile(r"每[一百千万]?[万千]?[人名户亩位老]|人均|户均|亩均|地均")
# “双报到”党员
_QUOTED = re.compile(r"^[“\"](?P<kind>[^“”\"\d]+)[”\"].")
# 没有研发活动
_NEGATED = re.compile(
    r"(?<![有是达])(?:没有?(?!收|\W*$)|尚?未(?!来|成年)|无(?!锡|人机|障碍|线|偿|害|忧|缝)|"
    r"不(?=具备|符合|达标|合格|存在|开展))"
)
# 年度评价结果均为“优秀”: said of all of them
_OF_ALL = re.compile(r"[一-鿿]{0,8}?(?:均|都|全部)|共|已")

# 推动25个项目早开工: of what is planned, what is to become of all of them
_TO_COME = re.compile(
    r"(?:尽?早日?|尽快|加快|全面|顺利|如期)(?:开工|建设|投产|落地|竣工|建成|达产|见效|实施)+"
)


def lacks_qualifier(asked: str, stated: str) -> bool:
    """农村居民收入 is not 居民收入: words that tell kinds of one thing apart have to stand on both sides."""
    for pair in ("中小学", "进出口"):  # 进出口总额 says nothing of 出口 alone
        if pair not in asked:
            stated = stated.replace(pair, "")
    return any(word not in stated and _IN_FULL.get(word, word) not in stated for word in kinds_in(asked))


@lru_cache(maxsize=1_000)
def kinds_in(asked: str) -> tuple[str, ...]:
    """The kinds that are asked for; most questions name none."""
    return tuple(word for word in QUALIFIERS if word in asked)


def keeps_numerals(asked: str, stated: str, around: str = "") -> bool:
    """二本 is not 一本, 50亿以上 not 亿元以上: numerals that tell kinds apart stand on both sides.

    A name of four digits and more (12345热线) and which of its kind it was (第十五届) may stand in the text around.
    """
    asked = _EDITION.sub(lambda edition: "" if edition.group() in around else edition.group(), asked)
    if _clash(_THRESHOLD, asked, stated):
        return False
    wanted = _named(_NUMERALS, asked)
    if not wanted:
        return True
    missing = wanted - _named(_NUMERALS, stated) - {_HAN_OF[roman] for roman in _named(_ROMAN, stated)}
    return all(len(digits) >= 4 and digits in around for digits in missing)


def thresholds_clash(asked: str, figure: Figure) -> bool:
    """超10亿元项目, said behind 超亿元项目, are not those: a threshold in the name of what is counted has to be asked."""
    return _clash(_THRESHOLD, asked, fold(figure.name))


# 营收过亿的, 过千亿的产业; not 突破千亿了吗
_ABOVE = re.compile(r"(?:超过?|过|破|上)(?P<scale>[十百千]?[万亿])元?(?=的)")


def lacks_threshold(asked: str, told: str) -> bool:
    """高企多少家, 营收过亿的: not all there are."""
    above = _ABOVE.search(asked)
    return above is not None and not re.search(rf"(?<!\d){above['scale']}(?:级|元|以上|的|企业|项目)", told)


def levels_clash(asked: str, figure: Figure) -> bool:
    """省级 is not 国家级: levels named on both sides have to share one."""
    return _clash(_LEVEL, asked, _called(figure))


def lacks_level(asked: str, figure: Figure, told: str) -> bool:
    """省重点项目 are not the 重点项目 of all levels: a level that is asked for has to be said, where or before it stands."""
    return bool(_named(_LEVEL, asked)) and not _LEVEL.search(told + _called(figure))


def _called(figure: Figure) -> str:
    return fold(figure.name + figure.indicator + figure.subject)


def _clash(pattern: re.Pattern[str], asked: str, stated: str) -> bool:
    """Whether both sides name something of a sort, and nothing that is the same."""
    wanted = _named(pattern, asked)
    return bool(wanted) and bool(there := _named(pattern, stated)) and wanted.isdisjoint(there)


@lru_cache(maxsize=8_000)
def _named(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    """What a pattern finds; what is asked is held against hundreds of figures."""
    return frozenset(pattern.findall(text))


# 持证率, 平均年龄
_RATE_OR_AGE = re.compile("(?:率|年龄)$")
# 参保比例, 城镇化水平
_ASKS_RATE = re.compile(r"率|年龄|岁|多大|占|比|水平|程度|[几成]成|百分|情况|怎么样|如何|指标|目标")


def is_rate_unasked(question: Question, figure: Figure) -> bool:
    """高级导游多少 is told by no 高级导游持证率, 在编人员多少 by no 在编人员平均年龄."""
    asked = question.text + question.content
    is_level = question.intent == "value" and figure.kind not in ("growth", "change", "rank")
    return is_level and bool(_RATE_OR_AGE.search(fold(figure.name))) and not _ASKS_RATE.search(asked)


# 调出到一般公共预算
_TRANSFER = re.compile("调[出入]|[转划]入|[转划]出|上解|结转")


def is_transfer_unasked(asked: str, figure: Figure) -> bool:
    """调出到一般公共预算3200万元 is no 一般公共预算收入."""
    return bool(_TRANSFER.search(figure.action + fold(figure.name))) and not _TRANSFER.search(asked)


# 剩余, 未办结
_LEFT = re.compile("剩余|[未没]")


def is_rest_unasked(asked: str, figure: Figure) -> bool:
    """安置房剩余368套未交 is no 安置房, as long as nobody asks what is left; nor is 加固296座 what 没加固 asks for."""
    deeds = [deed for deed in (figure.action, fold(figure.name)) if 1 < len(deed) <= 4]
    undone = [f"(?<!有)(?:没有?|未能?){re.escape(deed)}" for deed in deeds]
    if any(re.search(words, asked) and not re.search(words, fold(figure.name)) for words in undone):
        return True
    return bool(_LEFT.match(figure.action)) and not re.search("剩|未|没|[尚仍]|待|缺", asked)


def is_the_other(asked: str, name: str) -> bool:
    """次均门诊费用 of a sentence on 住院 is none of 次均住院费用."""
    pairs = (*_EITHER, *((b, a) for a, b in _EITHER))
    return any(a in asked and b not in asked and b in name and a not in name for a, b in pairs)


# 没过重新认定, 没办完的, 没被采纳的有几件
_UNDONE = re.compile(
    r"(?:没有?|未)能?(?:通过|过|达|整改|解决|消除|参|纳入|[^,，的]{1,6}的(?:还?有|占)?(?:多少|几))"
)


def lacks_negation(question: Question, told: str) -> bool:
    """未通过重新认定的高企 are not those that were 重新认定."""
    return bool(_UNDONE.search(question.text)) and not re.search(r"[未没不尚剩缺欠待]", told)


# 非税收入, 非公企业, 离校未就业毕业生; not 非遗
_NOT_OF = re.compile(r"非(?=[税公农住化煤国])|[未没](?:有|能|找到)?(?=就业|工作|成年|参保|达标|整改|办结)")


# 养护资金缺口
_LACK = re.compile(r"缺口|不良|亏损|拖欠|逾期|欠(?=[薪款费税])")
# 还缺多少资金
_LACKED = re.compile(r"[缺差亏欠逾坏]|不[良够足]")


def negation_clashes(asked: str, figure: Figure) -> bool:
    """税收 is not 非税收入, 就业人数 not 未就业毕业生, nor the other way round."""
    if _LACK.search(fold(figure.name)) and not _LACKED.search(asked):
        return True  # 养护资金缺口2.3亿元 is no 养护资金
    return bool(_NOT_OF.search(fold(figure.name + figure.indicator))) != bool(_NOT_OF.search(asked))


# 不起诉, 不合格
_NOT_DONE = re.compile(r"(?:不予|不|免予)(?P<deed>[一-鿿]{2})")
# 侵害未成年人犯罪: what was done to them, not by them
# 侵害
_DONE_TO = re.compile(r"侵害|侵犯|伤害|虐待|拐卖|欺凌|欺诈")


def deeds_clash(asked: str, figure: Figure) -> bool:
    """不起诉 is not 起诉, nor 不合格 合格; 侵害未成年人犯罪 are no 未成年人犯罪."""
    told = fold(figure.name + figure.indicator + figure.action + figure.subject)
    for one, other in ((asked, told), (told, asked)):
        if any(
            m["deed"] in other.replace(m.group(), "") and m.group() not in other
            for m in _NOT_DONE.finditer(one)
        ):
            return True
    done = _DONE_TO.match(fold(figure.name))
    return done is not None and done.group() not in asked


# 占年度任务
_OF_GOAL = re.compile(r"[占为](?:年度|全年|当年|年初)?[一-鿿]{0,6}(?:任务|计划|目标|预算(?!收入|支出))")
# 完成率
_ASKS_GOAL = re.compile("任务|计划|目标|预算|完成|进度|达到|执行")


def is_of_goal_unasked(asked: str, figure: Figure) -> bool:
    """完成投资45亿元,占年度任务的101%: how much of a goal it is, which no share in another thing is."""
    led = fold(figure.context).rpartition(fold(figure.raw))[0]
    is_of_goal = bool(_OF_GOAL.search(led.rpartition(",")[2]))
    return figure.kind == "ratio" and is_of_goal and not _ASKS_GOAL.search(asked)


def measures_clash(asked: str, figure: Figure) -> bool:
    """商品房销售价格 is not 商品房销售面积, 职工医保 not 居民医保: what is measured has to be one where both name it."""
    called = _called(figure)
    return _clash(_MEASURED, asked, called) or _clash(_INSURED, asked, called)


# 森林火灾受害面积: what of it is measured
_MEASURED_OF = re.compile(r"[一-鿿]{2}(?P<measure>面积|人数|户数|金额|损失|产值|产量|里程|价格)$")


def is_of_measured(asked: str, figure: Figure, sentence: str) -> bool:
    """森林火灾4起,受害森林面积31亩,分别下降60%、82%: by how much the fires fell is not by how much the 面积 did."""
    measured = _MEASURED_OF.search(asked)
    if measured is None or figure.kind not in ("growth", "change", "rank"):
        return False
    return measured["measure"] in sentence and measured["measure"] not in _called(figure)


# 医药制造业
_INDUSTRY = re.compile(
    r"(?P<of>汽车|医药|食品|纺织|服装|化工|化学|电子|设备|器材|信息|装备|机械|家具|金属|造纸|制品|烟草|船舶|航空|航天|"
    r"仪器|仪表|橡胶|塑料|纤维|玻璃|饮料|高技术|先进|高端|现代|生产性|生活性|营利性)(?P<kind>制造业|服务业)"
)


def is_of_other_industry(asked: str, figure: Figure) -> bool:
    """医药制造业 is not all 制造业, nor 高技术制造业; 农业增加值 is not that of 农林牧渔业."""
    called = _called(figure)
    return ("农林牧渔" in asked and fold(figure.name).startswith("农业")) or any(
        m["kind"] in called and m["of"] not in called for m in _INDUSTRY.finditer(asked)
    )


# 职工养老保险
_INSURED = re.compile("职工|居民")


# 市星光|医院: the end of a house's own name
# 星光医院
_OWN_NAME = re.compile(r"(?P<name>[一-鿿]{2})(?:医院|公司|集团|大学|银行|实验室|研究院|机场)")


def lacks_house(asked: str, told: str) -> bool:
    """星光医院 is asked for and nothing of that name is told."""
    return any(m["name"] not in told for m in _OWN_NAME.finditer(asked))


# 科创贷的不良率: what a loan is called is told in full (甲科贷 is no 乙科贷)
_LOAN = re.compile(r"[一-鿿](?!放)[一-鿿]贷(?![款了到出给多过着得几])")


def lacks_loan(asked: str, told: str) -> bool:
    return any(name not in told for name in _LOAN.findall(asked))


def houses_clash(asked: str, stated: str, around: str = "") -> bool:
    """中医院 is not 人民医院, nor 市一中 市二中: hospitals and schools named on both sides have to be one.

    Args:
        around: the part of the sentence, whose house it is where the figure itself names none.
    """
    return _clash(_HOUSE, asked, stated if _named(_HOUSE, stated) else stated + around)


# 省第十七届运动会, 全运会
_MEET = re.compile(r"([全省市县亚奥青残])国?(?:第[一二三四五六七八九十\d]+届)?运(?:动会|会)")


def meets_clash(asked: str, told: str) -> bool:
    """全运会 is not 省第十七届运动会: medals are those of one meet."""
    return _clash(_MEET, asked, told)


# 天使基金投了多少
_PUT_IN = re.compile(r"投(?:资|入|放|出)?了?(?:多少|几)")
# how large a thing is to be, and how much of it was done
# 总投资
_TO_BE = re.compile(r"总投资|投资总额|总造价|概算")
# 累计完成投资
_DONE_OF_IT = re.compile(r"完成|累计投|到位|计划投|年度")


# 失业保险金 is paid, 失业保险 is joined
_PAID = re.compile(r"(?:保险|养老|公积|补助|救助|抚恤|保障|助学|奖学)金(?!额|收|支|基|结|累)")


# 护理补贴标准
_PAY_RATE = re.compile(r"(?:补贴|补助|低保|保障|供养|工资|养老金|生活费|救助|收费|费用)标准")
# 特困供养金多少
_SUM_PAID = re.compile(
    r"[一-鿿](?:(?<!基)金|款|费)(?:一共|总共|共|是|有|为|发了?)*(?:多少|几)(?:[万亿]*元|钱)?\W*$"
)


def payment_clashes(asked: str, text: str, figure: Figure) -> bool:
    """失业保险金 is not 失业保险: who asks for what is paid does not ask how many have joined; 补贴标准 is no sum paid."""
    paid, called = _PAID.search(asked), _called(figure)
    if _PAY_RATE.search(asked) and figure.kind == "amount":
        return not re.search(r"标准|[单均]价|价格|[每均/月]", called + figure.unit + figure.context)
    if figure.kind == "count" and _SUM_PAID.search(text):
        return True  # 特困供养金多少 is not how many 特困供养人员 there are, nor 罚款多少 how many 案件
    return paid is not None and "金" not in called and paid.group()[:-1] in called


def lacks_balance(asked: str, told: str) -> bool:
    """发放住房贷款32亿元 says nothing of the 余额, 累计结余 nothing of 当年结余."""
    is_of_year = bool(re.search("(?:当[期年]|本年|年度)结余", asked)) and bool(
        re.search("累计|滚存|滚动", told)
    )
    return is_of_year or ("余额" in asked and "余" not in told and "各项" not in told)


def stages_clash(question: Question, figure: Figure) -> bool:
    """总投资 is not 累计完成投资 of the same project, nor 年度计划投资, nor the other way round; 基金规模 is not what it 投."""
    if figure.kind != "amount":
        return False
    if figure.name.endswith("规模") and _PUT_IN.search(question.text):
        return True
    led = fold(figure.context).rpartition(fold(figure.raw))[0] or fold(figure.context)
    led = re.split(r"[,，;；。、]", led)[-1] + fold(figure.name + figure.action)
    asks_size = bool(_TO_BE.search(question.text)) and not re.search(r"完成|占|还差|离", question.text)
    if asks_size and not _TO_BE.search(led):
        return bool(_DONE_OF_IT.search(led))
    return not asks_size and bool(_TO_BE.search(led)) and bool(_DONE_OF_IT.search(question.text))


# 对俄进口
_TRADE_WITH = re.compile(r"[对向从自](?P<whom>[一-鿿“”]{1,8}?)(?:进出口|出口|进口|贸易)")


def is_narrowed(question: Question, figure: Figure) -> bool:
    """“11家孵化载体考核优秀” counts only those; asked for the 孵化载体 it does not answer; 对俄进口 is not all 进口."""
    with_whom = _TRADE_WITH.match(fold(figure.name))
    if with_whom and with_whom["whom"] not in question.text + question.around:
        return True
    at = figure.context.find(figure.raw)
    if at < 0:
        return False
    behind = figure.context[at + len(figure.raw) :]
    predicate = behind[len(figure.name) :] if behind.startswith(figure.name) else ""
    predicate = re.split("[、并]", predicate.strip("，,；;。 "))[0]
    if _OF_ALL.match(predicate) or (figure.status == "target" and _TO_COME.fullmatch(predicate)):
        return False
    if _NEGATED.match(predicate) and not _NEGATED.search(question.text):
        return True  # 1661家企业没有研发活动, where those that have it are asked for
    return len(predicate) >= 2 and coverage(fold(predicate), question.content + question.text) < MIN_PREDICATE


# 一户拿到多少, 户均: for each of them; not 一户一档
_FOR_EACH = re.compile(r"[一每](?:户|亩|头|村)(?=[^一]{0,8}(?:多少|几))|[户亩头村]均")


# 一个月能领多少
_A_MONTH = re.compile(r"(?:一个|每个?)月[^一]{0,6}(?:多少|几)")


def lacks_each(question: Question, told: str) -> bool:
    """一户拿到多少 is not how many got it: what is asked for each, or a month, is told so."""
    if _A_MONTH.search(question.text) and not re.search(r"月|标准|工资|薪", told):
        return True
    return bool(_FOR_EACH.search(question.text)) and not re.search(r"[均每]", told)


def is_of_narrower_kind(question: Question, figure: Figure) -> bool:
    """规上服务业企业 are not all 服务企业, “双报到”党员 not all 党员, 中心城区三级医院 not all 三级医院."""
    name = fold(figure.name)
    part = _PART_OF_PLACE.match(name)
    if part and part.group() not in question.text + question.around:
        return True
    led, stands, _ = fold(figure.context).partition(name or "-")
    led = (led + name if stands else name) + " " + fold(figure.indicator)
    if PER_HEAD.search(led.replace("人均可支配收入", "")) and not re.search(
        r"每|均", question.text + question.content + question.around
    ):
        return True
    if (other := _OTHERS.match(name)) and other.group() not in question.text + question.around:
        return True
    if _SCREENED.match(name) and not _SCREENED.search(question.content + question.text):
        return True
    kinds = filter(None, map(_KIND_OF_PEOPLE.match, (name, fold(figure.subject))))
    if "其中" in figure.context and any(
        kind["kind"] not in question.text + question.around for kind in kinds
    ):
        return True
    quoted = _QUOTED.match(name)
    return quoted is not None and coverage(quoted["kind"], question.text + question.around) < MIN_HEAD
