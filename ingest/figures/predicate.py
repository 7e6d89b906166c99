"""What is said of the noun behind a number: “26项成果获省科学技术奖” counts 省科学技术奖成果."""

from __future__ import annotations

import re

from ingest.clauses import Span
from ingest.figures.sentence import Sentence
from ingest.numerals import Number

# Nouns that say little by themselves.
_GENERIC = re.compile(
    r"(?:企业|成果|项目|单位|机构|作品|案例|产品|团队|学校|医院|村|社区|园区|平台|个人|集体|品牌|基地|景区|课题|论文|人|专利|工程)"
)
_BESTOWED = re.compile(
    r"(?:首批|首次|成功|均|全部|先后|新|再次|同时)*(?P<verb>获批|获评|荣获|获得|入选|入围|列入|纳入|上榜|被评为|被认定为|被列为|获)(?:了|为)?"
    r"(?P<object>[一-鿿“”‘’《》A-Za-z\d、]{3,30})$"
)


def bestowed(sentence: Sentence, noun: Span, end: int) -> tuple[str, str]:
    """The verb and the honour behind a noun that says little by itself; ("", "") for any other."""
    if not _GENERIC.fullmatch(sentence.text, *noun):
        return "", ""
    match = _BESTOWED.match(sentence.text, noun[1], end)
    return (match["verb"], match["object"]) if match else ("", "")


# 蝉联全国综合实力百强县,位列第96位: the clause before a rank without a noun says what it is a rank of
_HONOUR_CLAUSE = re.compile(
    r"(?:再次|首次|成功)?(?:蝉联|入选|跻身|荣登|入围|上榜|荣获|获评)(?P<honour>(?P<scope>全国|全省|全市|全球)?[^,;。、\d]{2,20}),$"
)


# 甲区、乙县接待游客增长较快,增速分别为15.6%、13.7%: the clause before names what grew
_GROWING = re.compile(
    r"(?P<noun>[一-鿿]{2,16}?)(?:增长|增速|增幅|下降|体量|规模|总量)?(?:由负转正|由降转增|止跌回升|企稳回升|较快|较慢|最快|领先|居前|较大|最大|明显),$"
)


# 提前两年完成“十四五”高标准农田建设目标,累计建成980万亩
_GOAL_CLAUSE = re.compile(r"完成(?:“[^”]{1,6}”)?(?P<noun>[一-鿿]{3,16}?)(?:建设)?(?:目标|任务),$")


def said_before(sentence: Sentence, number: Number) -> str:
    """The noun of the clause before, places left out; "" where that clause says nothing of how it moved."""
    start = sentence.clause_start(number.start)
    places = [m.end for m in sentence.passage.regions if sentence.start <= m.start < start]
    match = _GROWING.search(sentence.text, max([sentence.start, *places]), start)
    if not match and (goal := _GOAL_CLAUSE.search(sentence.text, sentence.start, start)):
        return goal["noun"]
    return match["noun"].strip("、,") if match else ""


def honour_before(sentence: Sentence, number: Number) -> str:
    """What the clause before a rank names: 全国综合实力百强县; "" when it states a number or names nothing."""
    start = sentence.clause_start(number.start)
    since = sentence.done[-1].number.end if sentence.done else sentence.start
    match = _HONOUR_CLAUSE.search(sentence.text, max(since, sentence.start), start)
    return match["honour"] if match else ""
