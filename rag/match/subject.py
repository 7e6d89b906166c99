"""Whose figure it is: a part, a firm, a holiday that the question does not name."""

from __future__ import annotations

import re
from itertools import takewhile

from ingest.figures.passage import PART_OF_PLACE
from ingest.figures.subject import OWNER
from ingest.indicators import Terms
from ingest.normalize import fold
from ingest.records import Figure, Paragraph
from ingest.verbs import NEW_ACTIONS
from rag.match.words import is_said, last_word, part_of
from rag.records import Question
from rag.wording.overlap import coverage

MIN_SUBJECT = 0.34  # of whose figure it is, asked; 2, 2 (see indicator)
ALL_BUT_SAID = 0.95  # of a figure's name: as good as all of it

# 全市
_OF_ALL = re.compile("全[市县区州]")
# 12315平台接收投诉举报: who counts them
# 12315平台
_COUNTER = re.compile(r"(?:平台|热线|系统)$")
# 春节假期, 国庆黄金周
OCCASION = re.compile(r"节|元旦|清明|五一|端午|中秋|国庆|暑期|暑假|寒假|春运|黄金周|假期")


def subject_is_missed(question: Question, figure: Figure, terms: Terms) -> bool:
    """Whose figure it is, is not asked; unless its noun alone is as good as the question's words."""
    named = " ".join((question.text, question.content, *question.terms))
    is_of_place = bool(_OF_ALL.search(question.text)) or (figure.region_name[:-1] or "-") in question.text
    if OWNER.search(figure.subject) and is_of_place and coverage(figure.subject, named) < MIN_SUBJECT:
        return True  # 全市旅游收入呢, behind a question about a park in it
    asked = " ".join((question.content, question.text, question.around, *question.terms))
    owner = without_place(figure)
    if _is_of_sibling(figure, terms) and coverage(_own_words(figure), asked) < MIN_SUBJECT:
        return True
    if _is_one_of_its_class(owner, asked):
        return True
    if _needs_no_asking(figure) or coverage(owner, asked) >= MIN_SUBJECT:
        return False
    if (listed := _LISTED.match(owner)) and listed["kind"] in asked:
        return False
    if question.text.startswith("其中") and fold(figure.name) == question.content:
        return False  # asked on about a part of what was said
    if OCCASION.search(figure.subject) or OWNER.search(figure.subject) or PART_OF_PLACE.match(owner):
        return True  # a holiday's is not the year's, nor 玉门基地's that of 玉门
    return not (
        _is_of_the_new(question, figure, asked)
        or _is_part_by_definition(figure, terms)
        or _is_measured_whole(question, figure)
        or _says_full_name(question, figure)
        or _is_asked_with_its_whole(question, figure)
    )


# 大河家|高速公路, 龙潭|水库
_WORKS = re.compile(
    r"(?P<own>[一-鿿A-Z\d]{2,}?)(?P<sort>高速(?:公路)?|公路|铁路|快速路|大道|大桥|隧道|机场|水库|水电站|电站|灌区|"
    r"医院|中学|小学|学校|公园|产业园|工业园|园区|码头|景区)"
)


def _is_one_of_its_class(owner: str, asked: str) -> bool:
    """大河家高速公路, where 高速公路 of no name are asked for."""
    works = _WORKS.fullmatch(owner)
    return works is not None and works["sort"] in asked and coverage(works["own"], asked) == 0


def is_subject_asked(question: Question, figure: Figure) -> bool:
    """Whose figure it is, is asked besides what it is called: 工业园区 of their 工业总产值 is not by 工业总产值."""
    asked = (
        fold(question.text + question.around).replace(fold(figure.name), " ").replace(figure.indicator, " ")
    )
    is_said = fold(figure.subject) in fold(figure.name)  # 医院 of 公立医院
    return is_said or coverage(_own_words(figure), asked) >= MIN_SUBJECT


def _own_words(figure: Figure) -> str:
    """民营经济 of 民营经济增加值, whose 第二产业增加值 it is: what the two are called alike says nothing."""
    owner, name = without_place(figure), fold(figure.indicator)
    alike = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(owner[::-1], name[::-1], strict=False))
    )
    return owner[: len(owner) - alike] or owner


# 县级以上
_AND_ABOVE = re.compile("^[省市县区州]级及?以上")


def _is_of_sibling(figure: Figure, terms: Terms) -> bool:
    """第二产业增加值 of 民营经济增加值, which like it is a part of 地区生产总值."""
    subject = _AND_ABOVE.sub("", fold(figure.subject))  # 县级以上龙头企业, of which 省级 are some
    whole = terms.canonical(subject)
    if not whole or not terms.knows(figure.indicator):
        return False
    wider = terms.ancestors(figure.indicator)
    return bool(wider) and not {whole, *terms.ancestors(whole)} & {figure.indicator} and whole not in wider


# 总投资35亿元的玉米精深加工产业园
_OWNER_BEHIND = re.compile(r"的(?!目标|任务|资金|水平|规模|速度|态势|比例|增速)(?P<owner>[一-鿿“”]{3,})")


def owner_is_missed(question: Question, figure: Figure, paragraph: Paragraph) -> bool:
    """Whose investment it is stands behind the number, and is not asked."""
    if paragraph.kind != "table" and _is_of_all_listed(question, figure, paragraph):
        return True
    owner = _OWNER_BEHIND.match(paragraph.text, figure.end)
    if owner is None or not figure.name.endswith("投资"):
        return False
    return coverage(owner["owner"], question.text + question.around) < MIN_SUBJECT


# 举办环湖自行车赛、桨板公开赛等赛事6场
_SEVERAL_LISTED = re.compile(
    r"(?P<items>[^,，;；。:：]*、[^,，;；。:：]*?)等(?P<sort>[^,，;；。、\d]{0,12}?)\d+[家个项场处座条所次]"
)
MIN_ITEM = 4  # characters


def _is_of_all_listed(question: Question, figure: Figure, paragraph: Paragraph) -> bool:
    """Asked of 环湖自行车赛 alone, what 环湖自行车赛、桨板公开赛等赛事6场 brought together is no answer."""
    before = paragraph.text[paragraph.text.rfind("。", 0, figure.start) + 1 : figure.end]
    for listed in _SEVERAL_LISTED.finditer(before):
        ends = {item[k:] for item in listed["items"].split("、") for k in range(len(item) - MIN_ITEM + 1)}
        named = any(end in question.content and end not in before[listed.end() :] for end in ends)
        if named and (listed["sort"] or "-") not in question.content:
            return True
    return False


# 建成县|妇幼保健院新院，设床位150张
# ,建成县
_AT_HEAD = re.compile(r"(?:^|[,，;；])(?:建成|新建|推进|加快|启动|依托|支持|我|[省市县区])*$")
# “科创贷”
_QUOTES = re.compile('[“”"]')
# 床位500张, 共120家: counted there, and so no owner of what follows
_COUNTED_THERE = re.compile(r"(?:[共约达超有为]|增至|累计)*\s*\d")
# ，县文化馆, 其中, 全市: from there on something else is told of
_OTHER_OWNER = re.compile(
    r"其中|全[省市县区州]|院(?![日内外感前])|[校园馆所站厂楼镇村县市区社队店场司贷]|中心|基地|项目|工程|大桥|街道|"
    r"集团|银行|平台|实验室|企业|产业"
)
MIN_OWNER, MIN_OWNED = 3, 2  # characters


def owner_before(asked: str, figure: Figure, paragraph: Paragraph) -> str:
    """Whose the figure is by what leads its sentence: 妇幼保健院新院 of “建成县妇幼保健院新院，设床位150张”.

    The beginning of what is asked, as long as it stands there as it is; "" where something else is told of behind it.
    """
    if figure.subject or paragraph.kind == "table" or len(asked) < MIN_OWNER + MIN_OWNED:
        return ""
    told, name = _QUOTES.sub("", part_of(figure, paragraph)), _QUOTES.sub("", fold(figure.name))
    before = told[: max(told.rfind(fold(figure.raw)), 0)]
    for end in range(len(asked) - MIN_OWNED, MIN_OWNER - 1, -1):
        at = before.find(asked[:end])
        if at < 0 or not _AT_HEAD.search(before[:at]):
            continue
        behind = before[at + end :]
        is_told_on = re.search("[,，]", behind) and not _OTHER_OWNER.search(behind.removesuffix(name))
        return asked[:end] if is_told_on and not _COUNTED_THERE.match(behind) else ""
    return ""


# 老旧小区改造惠及
_REACHED = re.compile(
    r"(?P<thing>[一-鿿“”]{3,}?)(?:一共|总共|共|可|已)?(?P<verb>惠及|受益|带动|覆盖|安置|支持|涉及)(?P<who>[一-鿿]{0,4})"
)
MIN_THING = 0.82  # of what reached them, said in the clause before


def is_reached_by(asked: str, figure: Figure, paragraph: Paragraph) -> bool:
    """改造老旧小区11个,惠及居民1320户: how many the 老旧小区改造 reached."""
    reached = _REACHED.fullmatch(asked)
    if reached is None or reached["verb"] not in figure.action + fold(figure.name) or figure.kind != "count":
        return False
    clauses = re.split("[,，、]", part_of(figure, paragraph))
    is_who = reached["who"] in fold(figure.name)
    return is_who and len(clauses) > 1 and coverage(reached["thing"], clauses[-2]) >= MIN_THING


# 给多少企业发了稳岗返还
_SERVED = re.compile(r"(?:[为向给替]|帮助?)了?(?:多少|几)[户家名个]?(?P<told>[一-鿿]{4,})")
MIN_DEED = 0.6  # of what was done for them, said in the clause: 追回工资, 追发工资


def is_served(question: Question, figure: Figure, paragraph: Paragraph) -> bool:
    """向1.2万户企业发放稳岗返还资金3460万元: how many it was done for."""
    served = _SERVED.search(question.text)
    name = fold(figure.name)
    if served is None or figure.kind != "count" or not served["told"].startswith(name):
        return False
    deed = served["told"].removeprefix(name).replace("了", "")
    clause = fold(paragraph.text[figure.end : figure.quote_end])
    return coverage(deed, clause) >= MIN_DEED and is_said(last_word(deed), clause)


def without_place(figure: Figure) -> str:
    """常德马拉松 is 马拉松: the place is in every question about it."""
    name = fold(figure.region_name)
    short = name[:-1] if len(name) > 2 else name
    return fold(figure.subject).replace(name or " ", "").replace(short or " ", "")


def _needs_no_asking(figure: Figure) -> bool:
    return not without_place(figure) or bool(_COUNTER.search(figure.subject))


# 安坝、彭寨、下车三个典型镇, 四联村等26个典型村: the kind of those listed
_LISTED = re.compile(
    r".+?[、和等](?:[^、和等]*?)[\d一二三四五六七八九十]+[个家大类项条所座]?(?P<kind>[一-鿿]{3,})$"
)


def _is_of_the_new(question: Question, figure: Figure, asked: str) -> bool:
    """Of the new ones, those asked for."""
    return (
        bool(question.action)
        and figure.action in NEW_ACTIONS
        and coverage(fold(figure.name), asked) > ALL_BUT_SAID
    )


def _is_part_by_definition(figure: Figure, terms: Terms) -> bool:
    """教职工9.46万人，其中专任教师8.12万人: all of them."""
    whole = terms.canonical(fold(figure.subject))
    return bool(whole) and terms.knows(figure.indicator) and whole in terms.ancestors(figure.indicator)


# 交通和通信价格
_JOINED = re.compile("[和与及、]")


def _is_measured_whole(question: Question, figure: Figure) -> bool:
    """其中出口1,983亿元 is all of it; 其中规上企业120家 are only those of the whole before."""
    is_named = figure.indicator in question.terms
    names = (_JOINED.sub("", fold(name)) for name in (figure.name, figure.indicator))
    is_named |= _JOINED.sub("", question.content) in names  # 其中衣着上涨: 衣着价格
    return figure.kind != "count" and is_named


def _is_asked_with_its_whole(question: Question, figure: Figure) -> bool:
    """国家级龙头企业 is 国家级 of 市级以上农业产业化重点龙头企业: the two together say all that is asked, the name whole."""
    name, asked = fold(figure.name), question.content
    together = coverage(asked, f"{name} {fold(figure.subject)}") >= ALL_BUT_SAID - 0.15
    return together and asked.startswith(name) and asked.endswith(fold(figure.subject)[-2:])


def _says_full_name(question: Question, figure: Figure) -> bool:
    if fold(figure.name) == f"{question.content}增加值":  # 采矿业增速, among those of 规上工业增加值
        return True
    said = max(coverage(fold(figure.name), words) for words in (question.text, question.content))
    return said > ALL_BUT_SAID and len(figure.name) >= 5
