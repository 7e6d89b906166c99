"""What is said of the noun behind a number: “26项成果获省科学技术奖” counts 省科学技术奖成果."""

from __future__ import annotations

import re

from ingest.clauses import Span
from ingest.figures.sentence import Sentence
from ingest.numerals import Number
from ingest.verbs import ACTION

# Nouns that say little by themselves.
# 项目
_GENERIC = re.compile(
    r"(?:企业|成果|项目|单位|机构|实验室|中心|研究院|院所|高校|人才|专家|作品|案例|产品|团队|学校|[中小]学|"
    r"幼儿园|医院|村|社区|园区|平台|个人|集体|品牌|县|镇|区|市|基地|"
    r"景区|课题|论文|人|专利|工程)"
)
# 成功入选国家创新型城市
_BESTOWED = re.compile(
    r"(?:首批|首次|成功|均|全部|先后|新|再次|同时)*(?P<verb>获批|获评|荣获|获得|入选|入围|列入|纳入|上榜|创成|建成|"
    r"评为|被评为|被认定为|被列为|获)(?:了|为)?"
    r"(?P<object>[一-鿿“”‘’《》A-Za-z\d、]{3,30})$"
)


def bestowed(sentence: Sentence, noun: Span, end: int) -> tuple[str, str]:
    """The verb and the honour behind a noun that says little by itself; ("", "") for any other."""
    if not _GENERIC.fullmatch(sentence.text, *noun):
        return "", ""
    has_number = any(noun[1] <= n.start < end for n in sentence.numbers)  # 320家企业获得贷款12亿元
    match = None if has_number else _BESTOWED.match(sentence.text, noun[1], end)
    return (match["verb"], match["object"]) if match else ("", "")


# 为152户残疾人家庭|实施无障碍改造
# 实施无障碍改造
_DONE_FOR = re.compile(r"(?P<verb>实施|进行|开展|完成)了?(?P<what>[一-鿿“”]{2,14})$")


def done_for(sentence: Sentence, start: int, end: int) -> tuple[str, str]:
    """The verb and what was done for so many behind their noun; ("", "") where that has a number of its own."""
    has_number = any(start <= n.start < end for n in sentence.numbers)
    match = None if has_number else _DONE_FOR.match(sentence.text, start, end)
    return (match["verb"], match["what"]) if match else ("", "")


# 蝉联全国综合实力百强县,位列第96位: the clause before a rank without a noun says what it is a rank of
# 蝉联全国综合实力百强县,
_HONOUR_CLAUSE = re.compile(
    r"(?:再次|首次|成功)?(?:蝉联|入选|跻身|荣登|入围|上榜|荣获|荣膺|获评|获得|获(?=全|省|国家|“)|"
    r"被?评为|被(?:认定|评选|授予|列入)为?)"
    r"(?P<honour>(?P<scope>全国|全省|全市|全球)?[^,;。、\d]{2,20}),$"
)


# 甲区、乙县接待游客增长较快,增速分别为15.6%、13.7%: the clause before names what grew
# 接待游客增长较快,
_GROWING = re.compile(
    r"(?P<noun>[一-鿿]{2,16}?)(?:增长|增速|增幅|下降|体量|规模|总量)?(?:由负转正|由降转增|止跌回升|企稳回升|较快|"
    r"较慢|最快|领先|居前|较大|最大|明显),$"
)
# 非税收入有所回落,完成38.6亿元; 公路客运继续萎缩,运量1240万人次; 利润总额与上年持平,为14.3亿元
# 在全省消费者满意度测评中,我市得分86.7分
# 在全省消费者满意度测评中,
_IN_CONTEST = re.compile(
    r"(?:^|[,;。])(?:\d{4}年(?:度)?)?在?(?:全国|全省|全市|省|市|国家)?(?P<noun>[^,;。、\d]{2,20}?(?:测评|评价|考核|"
    r"考评|评估|评比|调查))(?:考核|评价|工作)?(?:中|里),(?:我[市县区省]|全[市县区])?$"
)
# 在国家级经开区考核评价中,我区列
_RANKED_IN = re.compile(
    r"(?:[^,;。]{2,12}?(?:公布|发布|组织|开展|通报|评选)的)?在?"
    r"(?P<noun>[^,;。、\d]{2,30}?(?:测评|评价|考核|考评|评估|评比|排行榜?|排名|百强))(?:结果|工作)?(?:中|里|上),"
    r"(?:我[市县区省州旗镇]|全[市县区州旗]|本[市县区])?(?:综合)?(?:排名?|位?[列居]|名列)?(?:全[国省市县区])?$"
)
_BARE_RATE = re.compile(
    "(?:同比)?(?:增速|增幅|涨幅|降幅|增长)"
)  # 甲区、乙区增速较快: of what was said before
_HOW = (
    r"(?:总体|整体|依然|依旧|仍然|仍|继续|持续|稳步|不断|逐步|逐季|明显|显著|略有|有所|小幅|大幅|快速|双双|均|都|"
    r"也|已|再次|首次|成功|比较|相对|不太|不够|不甚|较为|较|很|最|更|表现|运行|形势|走势|态势|保持|呈现|实现|全部|"
    r"全面|如期|顺利)"
)
_STATE = (
    r"(?:(?:建成|全线|主体)?(?:开工(?:建设)?|复工|竣工|投产|通车|封顶|贯通|投用|完工)|建成(?:开放|使用)|"
    r"理想|平稳|稳健|稳定|平淡|良好|强劲|亮眼|抢眼|回落|回升|回暖|下滑|"
    r"下降|下行|承压|萎缩|收缩|趋缓|放缓|趋稳|向好|走高|走低|走弱|加快|提速|增加|增长|提高|提升|改善|优化|扩大|"
    r"壮大|缩小|收窄|缩短|"
    r"乏力|疲软|低迷|活跃|旺盛|火热|红火|突破|跃升|增强|减少|丰收|偏弱|偏低|偏慢|偏少|较少|不足|不高|不强|不够|"
    r"短缺|紧缺|匮乏|薄弱|滞后|困难|未(?:能)?(?:实现|取得)?(?:零的)?突破|与上年(?:基本|大体)?持平|"
    r"受[^,;。]{1,14}?(?:影响|拖累|冲击|制约)|[迈登跨]上新?的?(?:台阶|高度|水平)|再上新台阶|创(?:历史)?新高)"
)
# 公路客运继续萎缩, G318线城东段改建工程建成通车,
_IN_STATE = re.compile(
    rf"(?P<noun>(?:[A-Z]\d{{2,4}}线?)?[一-鿿“”A-Za-z&]{{2,18}}?){_HOW}*{_STATE}(?:态势|势头|局面)?,$"
)


# 提前两年完成“十四五”高标准农田建设目标,累计建成980万亩
# 完成高标准农田建设目标,
_GOAL_CLAUSE = re.compile(r"完成(?:“[^”]{1,6}”)?(?P<noun>[一-鿿]{3,16}?)(?:建设)?(?:目标|任务),$")


def said_before(sentence: Sentence, number: Number) -> tuple[str, int]:
    """The noun of a clause before that says how a thing is doing, and where it begins; "" where none does.

    Behind another figure only the clause right before counts, and only an indicator that the terms know:
    税收增长5%,非税收入有所回落,完成38.6亿元.
    """
    if (most := _most_before(sentence, number))[0]:
        return most
    if sentence.before is not None:
        match = _state_before(sentence, number)
        noun = sentence.clean(match.span("noun")) if match else ""
        return (noun, match.start("noun")) if match and sentence.terms.canonical(noun) else ("", 0)
    start = sentence.clause_start(number.start)
    places = [m.end for m in sentence.passage.regions if sentence.start <= m.start < start]
    opened = max([sentence.start, *places])
    match = _GROWING.search(sentence.text, opened, start) or in_state(sentence, opened, start)
    if match and _BARE_RATE.fullmatch(match["noun"]):
        return "", 0
    match = match or _GOAL_CLAUSE.search(sentence.text, sentence.start, start)
    return (sentence.clean(match.span("noun")).strip("、,"), match.start("noun")) if match else ("", 0)


# 石首市|优良率最高,|为88.9%; 公安县|PM2.5不降反升,
# 优良率最高,
_MOST = re.compile(
    r"(?P<noun>[A-Za-z\d.一-鿿“”]{2,16}?)(?:(?<!增[长速幅])(?<!下降)最[高低多少大小快慢好差]|不降反升|不升反降),$"
)


def _most_before(sentence: Sentence, number: Number) -> tuple[str, int]:
    """What the clause right before says that a place has most of; "" where it says no such thing of a place."""
    start = sentence.clause_start(number.start)
    before = sentence.clause_start(start - 1) if start else 0
    places = [m.end for m in sentence.passage.regions if before <= m.start < start]
    most = _MOST.match(sentence.text, places[-1], start) if places else None
    return (sentence.clean(most.span("noun")), most.start("noun")) if most else ("", 0)


def _state_before(sentence: Sentence, number: Number) -> re.Match[str] | None:
    """The clause between the last figure and the number's own, where it says how something is doing."""
    since, start = _since_last(sentence), sentence.clause_start(number.start)
    return in_state(sentence, since, start) if since < start else None


def _since_last(sentence: Sentence) -> int:
    return sentence.done[-1].number.tail_start if sentence.done else sentence.start


def in_state(sentence: Sentence, start: int, end: int) -> re.Match[str] | None:
    """The clause that ends here where it only says how the thing is doing that it names."""
    clause = max(start, sentence.clause_start(end - 1)) if end > start else start
    match = _IN_STATE.match(sentence.text, clause, end)
    return None if match and ACTION.match(match["noun"]) else match


def thing_before(sentence: Sentence, number: Number) -> str:
    """汽车及零部件不太理想,|产值118亿元: what a bare measure is of, said in the clause before."""
    start = sentence.clause_start(number.start)
    if contest := _IN_CONTEST.search(sentence.text[_since_last(sentence) : start]):
        return contest["noun"]
    match = _state_before(sentence, number)
    if sentence.before is None and not match:
        match = _INDUSTRY_BEFORE.search(sentence.text, 0, sentence.start)
    return sentence.clean(match.span("noun")) if match else ""


# 建筑业平稳发展。
_INDUSTRY_BEFORE = re.compile(
    rf"(?:^|[。;\s])(?P<noun>[一-鿿]{{2,6}}业){_HOW}*{_STATE}(?:增长|发展|运行|态势)*。$"
)


# 在全国178家国家高新区中排名
_AMONG_ALIKE = re.compile(
    r"(?:[一-鿿]{2,10}区)?在?全[国省市]\d{1,4}[家个]"
    r"(?P<noun>[一-鿿]{0,8}(?:高新区|经开区|开发区|综保区|园区|医院|高校|机场|港口))[中里](?:综合)?(?:排名?|位?列|位?居)"
)
# 获督查激励,|增速列全市第2位: of what grew, not of the honour
_MEASURE_RANKED = re.compile("(?:增速|增幅|涨幅|总量|规模|均量|占比|强度)")


def honour_before(sentence: Sentence, number: Number) -> str:
    """What the clause before a rank names: 全国综合实力百强县; "" when it states a number or names nothing."""
    start = sentence.clause_start(number.start)
    since = sentence.done[-1].number.end if sentence.done else sentence.start
    match = _HONOUR_CLAUSE.search(sentence.text, max(since, sentence.start), start)
    if match and not _MEASURE_RANKED.match(sentence.text, start):
        return match["honour"]
    contest = _RANKED_IN.search(sentence.text, max(since, sentence.start), number.start)
    if contest:
        return contest["noun"]
    among = _AMONG_ALIKE.match(sentence.text, start, number.start) if not sentence.done else None
    return f"{among['noun']}排名" if among else ""
