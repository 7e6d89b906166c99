"""The whole that a figure is held against or ranked in: 全国, 全省."""

from __future__ import annotations

import re

from ingest.normalize import fold
from ingest.records import Figure, Paragraph
from rag.match.words import statement_around, statement_of
from rag.records import Question
from rag.wording.overlap import coverage

# 全省平均, 全国4.5‰: what is held against, not 全省前列
_COMPARED = r"[^,，;；。第]{0,6}(?:平均|均值|水平|\d)"

# 比全省平均高多少 asks for the place's own against the whole
_AGAINST = re.compile(r"[高低快慢多少优好]于|[高低快慢多少]出|比|超|差|排|第|占|名次|位次|领先|落后|跑[赢输]")

# 公立医院占医院的多少
_WHOLE = re.compile(r"占(?:到|了|全部|所有|全市|全县|全区)?(?P<whole>[^的多几比百]+)")
# 年度计划
_PLAN = re.compile(r"计划|任务|目标|预算(?!收入|支出)")


# 比全省平均水平, 高于全国, 比徐州市平均水平
_HELD_AGAINST = re.compile(
    r"^(?:[比较与]|距离?|[高低快慢优多少]于|超过?|[高低快慢]出)?(?P<whole>[一-鿿]{2,}?)(?:的?平均.*|水平|增速|增幅)?$"
)


# 增速比全省高 says nothing of 收入比全省高
_GROWTH = re.compile(r"增速|增长|增幅|[增涨]得|[快慢]|跑[赢输]")
# 完成率
_RATE = re.compile(r"率|占|比重|强度|比例|水平|指数")


def is_held_against(figure: Figure, text: str) -> bool:
    """Whether a figure says how far it is above or below the whole that the question names, growth against growth."""
    whole = _HELD_AGAINST.match(figure.comparator) if figure.kind == "change" and figure.value else None
    name = whole["whole"] if whole else ""
    is_of_growth = "百分点" in figure.unit and not _RATE.search(figure.name + figure.indicator)
    is_named = bool(name) and (name in text or (len(name) > 2 and name[:-1] in text))
    return is_named and is_of_growth == bool(_GROWTH.search(text))


def scope_fits(question: Question, figure: Figure, paragraph: Paragraph) -> bool:
    """Whether the whole that is asked for is the figure's; a share is one of whatever whole."""
    scope = question.scope
    if _is_of_part(question, figure, paragraph):
        return False
    if _is_threshold(figure, paragraph) or _is_of_region(question, figure):
        return False
    if asks_wider(question) and not _is_of_whole_place(scope or question.text, figure):
        return False
    if question.intent == "ratio":
        if scope in ("全国", "全省") and figure.scope in ("全国", "全省") and scope != figure.scope:
            return False
        return not _is_share_of_less(
            question.text, fold(figure.scope or figure.comparator).removeprefix("全社会")
        )
    if not scope:
        return True
    if question.intent in ("yes_no", "compare", "change"):
        return bool(re.search(scope + _COMPARED, statement_around(figure, paragraph)))
    if question.intent == "rank":
        scope = scope.replace("省内", "全省").replace("国内", "全国")
        whole = figure.scope or "".join(re.findall("全[国省]", figure.name))  # 列全国百强县第53位
        return not whole or scope[:2] in whole or _is_all_within(scope, whole, figure)
    return scope in statement_of(figure) or _is_of_whole_place(scope, figure)


# 完成省民生工程目标任务的; not 全市目标
_GOAL_OF = re.compile(
    "(?<!全)(?P<who>[国省市州县区])(?:定|级|里|下达|考核|政府|民生|工程|实事)*的?(?:年度|全年)?(?:目标|任务|计划)"
)


def is_of_other_goal(question: Question, figure: Figure) -> bool:
    """完成省目标的130%: not how much of the 市's was met."""
    asked, own = _GOAL_OF.search(question.text), _GOAL_OF.search(fold(figure.comparator))
    return asked is not None and own is not None and asked["who"] != own["who"]


# 六区两县
_SO_MANY = re.compile(r"(?:[一二两三四五六七八九十\d]+个?(?:县市区|县区|区县|[县市区]))+")


def _is_all_within(scope: str, whole: str, figure: Figure) -> bool:
    """六区两县 of a district's report are those of its city: 全市."""
    over = "省" if figure.region_name.endswith(("市", "州", "盟")) else "市州盟"
    return bool(_SO_MANY.fullmatch(whole)) and scope in {f"全{level}" for level in over}


def _is_of_part(question: Question, figure: Figure, paragraph: Paragraph) -> bool:
    """新招引997个、占全市总数的28.8%: asked for 全市, the part that a report counts is no answer."""
    if figure.kind not in ("count", "amount", "area", "quantity") or "占" in question.text:
        return False
    if (named := _OF_OWN_WHOLE.match(paragraph.text, figure.end)) and figure.region_name.endswith(
        named["level"]
    ):
        noun = named["noun"]  # 青年人才3.5万余人，占全市新招引青年人才的四分之一
        if coverage(noun, question.text) >= ALL_SAID and coverage(noun, fold(figure.name)) < ALL_SAID:
            return True
    whole = re.search(r"全[市省县区国]", question.text)
    if not whole:
        return False
    return bool(re.match(rf"[,，、]?约?占到?{whole.group()}", paragraph.text[figure.end : figure.end + 8]))


ALL_SAID = 0.9
# ，占全市新招引青年人才的
_OF_OWN_WHOLE = re.compile(
    r"以?上?[,，、]?约?占到?全(?P<level>[市县区])(?P<noun>[一-鿿]{3,}?)(?:总数|总量|总额)?的"
)


# 仍有17个村集体经济收入不足10万元, 有3个县GDP超过500亿元: what those counted pass or fail
# 有3个县GDP超过
_COUNTED_BY = re.compile(
    r"有\d+[个家户名人所项座条][^,，。;；\d]{0,14}(?:不足|低于|超过|不到|突破|不满|高于|达到)$"
)


def _is_threshold(figure: Figure, paragraph: Paragraph) -> bool:
    before = fold(paragraph.text[max(0, figure.start - 40) : figure.start])
    return figure.kind in ("amount", "ratio", "quantity") and bool(_COUNTED_BY.search(before))


def _is_of_region(question: Question, figure: Figure) -> bool:
    """某县全区人均GDP: 全区 is the autonomous region that the county lies in."""
    is_wider = "全区" in question.text and not _AGAINST.search(question.text)
    return is_wider and figure.region_name.endswith(("县", "市", "镇", "乡"))


def asks_wider(question: Question) -> bool:
    """全省平均多少, 全省GDP增速: the wider whole's own number, which the place's is not, however it is held against it."""
    scope, text = question.scope, question.text
    if (
        not scope
        or question.intent in ("rank", "yes_no", "compare")
        or _AGAINST.search(text.replace("占比", ""))
    ):
        return False
    is_average = bool(re.search(scope + r"的?(?:平均|均值|总)|平均", text))
    is_of_county = scope == "全市" and bool(re.search(r"[县区]全市", text))
    return is_average or ((scope in ("全省", "全国") or is_of_county) and question.intent == "change")


def _is_share_of_less(text: str, whole: str) -> bool:
    """占公立医院的45.3% is no share of all 医院; 占年度计划的54.2% none of 全部投资."""
    asked = _WHOLE.search(text)
    if not asked or not whole:
        return False
    named = asked["whole"]
    behind = text[asked.start() :]
    is_narrower = len(named) >= 2 and whole != named and whole.endswith(named) and whole not in behind
    return is_narrower or (bool(_PLAN.search(whole)) and not _PLAN.search(text))


def _is_of_whole_place(scope: str, figure: Figure) -> bool:
    """全省 of a figure of 辽宁省."""
    return scope[0] == "全" and figure.region_name.endswith(scope[1])
