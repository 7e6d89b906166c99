"""The sentence that says nearly all that is asked, where nothing answers it in every slot: quoted, and said to be that.

A word that no report says in the place of a question's is no reason to refuse where it carries little (那篇, 一揽子), so
words are weighed by their part of speech. What tells figures and sentences apart (place, time, goal or result, sort of
number) is held to as everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ingest.normalize import fold
from ingest.records import Figure
from ingest.segments import tagged
from ingest.verbs import NEW_ACTIONS
from rag.answer.bearing import bears, is_bare_heading, is_within
from rag.answer.holder import tell_holder
from rag.answer.issue import tell_issue
from rag.answer.lasting import tell_lasting
from rag.answer.text import is_title, text_claim
from rag.match import is_barred
from rag.records import OF_A_PLACE, Draft, Evidence, Filters, Question
from rag.retrieve.choose import is_less_than_named
from rag.retrieve.retriever import FittedFigure, Found, Retriever
from rag.wording.alike import alike
from rag.wording.deeds import meanings

MIN_SAID = 0.81  # of the weight of what is asked: at 0.7 登记失业率 answers for 调查失业率
LOOKED_AT = 60  # sentences
MIN_CHARS = 3  # that name something
NOTE = "没有与问法完全对应的内容，这是原文里最接近的一句，请核对"
_ASKS_NUMBER = ("value", "change", "rank", "ratio")
_ANSWERED = (*_ASKS_NUMBER, "text", "who", "list", "yes_no")
# checks that words alone fail: what tells two things apart holds here as everywhere
_SOFT = ("", "a word", "a word, anywhere")
_OF_PLACES = (*OF_A_PLACE, "city")
# 一共多少, 占几成: one number may state it
_STATED_BY_ONE = ("sum", "share")
# 清了多少钱、清偿率多高
_HOW_MUCH = re.compile(r"多[少高大长久]|(?<!第)几")
# 全国第26位。
_SENTENCE_END = re.compile("[。；;\n]")
# 床位420张，
_CLAUSE_END = re.compile("[，,；;。]")
# 第一医院
_HOUSE = re.compile(
    "医院|学校|[中小]学|大学|学院|幼儿园|公司|集团|银行|水库|大桥|公园|园区|宾馆|酒店|机场|码头|港|社区|项目"
)
# 四大主导产业
_SO_MANY = re.compile("[两二三四五六七八九十][大类]")
# 没恢复
_UNDONE = re.compile("[没未尚](?!有)[一-鿿]")
# 减了多少所得税
_DONE_TO = re.compile("(?P<verb>[减增免加])了?(?:多少|几)[个家张]?[一-鿿]{2}")
# 任务完成了吗
_HOW_FAR = re.compile("完成|任务|目标")


def tell_closest(question: Question, found: Found, retriever: Retriever, filters: Filters) -> Draft | None:
    """The sentence nearest to what is asked; None where none says enough of it."""
    words = _weighed(question.content)
    if told := _told_first(question, words, found, retriever):
        return Draft((text_claim(told),), None, (), NOTE, (), 0.5)
    named = question.content + "".join(code.partition("/")[2] for code in question.regions)
    if not _may_be_told_by_one(question) or len(named) < MIN_CHARS or not words:
        return None
    if any(way(question, retriever, filters) for way in (tell_issue, tell_holder, tell_lasting)):
        return None  # refused by what knows how such things are told
    names = {code: retriever.store.reader.regions.name(code) for code in question.regions}
    spans = [s for s in retriever.spans(question, found)[:LOOKED_AT] if _may_answer(question, s, names)]
    best = max(spans, key=lambda span: _said(words, span), default=None)
    if best is None or _said(words, best) < MIN_SAID:
        return None
    if question.intent in _ASKS_NUMBER and not best.states:
        best = _to_its_number(best, retriever)
    is_money = question.intent == "text" and question.wants_money  # 2024年业务收入, of a line headed so
    wants_number = question.intent in _ASKS_NUMBER or is_money or (question.intent == "text" and best.states)
    if wants_number and not _states_such(question, words, best, retriever):
        return None
    stated = [(question, figure, best.paragraph, found.figures) for figure in best.states]
    if stated and all(is_less_than_named(*one) for one in stated):
        return None
    return Draft((text_claim(best),), None, (), NOTE, (), round(_said(words, best) / 2, 3))


_PLACE_NAMED = r"[一-鿿]{2,8}(?:[镇乡县区市村]|街道|社区)(?:只|仅)?(?:有|达|为|\d)"
# 居各县区之首, 最高的是莆田市, 前三位为福州市; 最低的是三明市
_FIRST = {
    "highest": re.compile(
        r"居[^,，。;；\d]{0,8}?(?:之首|首位|第一)|最[高大多快]的?[是为]|"
        rf"最[高大多快]的?{_PLACE_NAMED}|(?:[镇乡县区市村]|街道|社区)最[高大多快](?=[,，。;；])|"
        r"为全[省市县]最[高大多快]|前[一二三四五六七八九十\d]+[位名个]?[是为:：]"
    ),
    "lowest": re.compile(
        rf"最[低小少慢]的?(?:[是为]|{_PLACE_NAMED})|[居列]末位|倒数第一|垫底|为全[省市县]最[低小少慢]"
    ),
}


def _told_first(
    question: Question, words: list[tuple[str, float]], found: Found, retriever: Retriever
) -> Evidence | None:
    """The sentence that says which place is first or last, where their numbers are not told to be compared."""
    operation = question.operation
    pattern = _FIRST.get(operation.kind) if operation and operation.level in _OF_PLACES else None
    if pattern is None or not words or question.status == "target":
        return None
    names = {code: retriever.store.reader.regions.name(code) for code in question.regions}
    wholes = (_whole(span) for span in retriever.spans(question, found)[:LOOKED_AT])
    told = [one for one in wholes if pattern.search(one.paragraph.text, one.start, one.end)]
    told = [one for one in told if not one.paragraph.is_plan and is_within(question, one, names)]
    told = [one for one in told if _names_places(one, retriever) and _said(words, one) >= MIN_SAID]
    return max(told, key=lambda one: _said(words, one), default=None)


def _whole(span: Evidence) -> Evidence:
    """The part of the sentence, up to the next semicolon, that a span stands in."""
    text = span.paragraph.text
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, span.start)), default=0)
    end = _SENTENCE_END.search(text, span.end)
    return replace(span, start=start, end=end.start() if end else len(text))


def _names_places(span: Evidence, retriever: Retriever) -> bool:
    quote, own = fold(span.paragraph.text[span.start : span.end]), span.report.region
    if re.search(rf"最[一-鿿]的?{_PLACE_NAMED}|(?:[镇乡村]|街道|社区)最[一-鿿]", quote):
        return True  # 最少的刘猴镇: a town is in no table
    return any(m.code != own for m in retriever.store.reader.regions.find(quote, own))


def _may_be_told_by_one(question: Question) -> bool:
    """Whether one sentence may answer: 任务完成了吗 is not answered by how many, nor 哪个县最多 by one number."""
    operation = question.operation
    is_of_one = operation is None or (operation.level == "" and operation.kind in _STATED_BY_ONE)
    is_of_one &= not (operation and operation.kind == "sum" and _SO_MANY.search(question.text))
    is_how_far = question.intent == "yes_no" and _HOW_FAR.search(question.text)
    return is_of_one and question.intent in _ANSWERED and not is_how_far


def _weighed(content: str) -> list[tuple[str, float]]:
    """The words of what is asked and how much each carries: things most, deeds half, 那篇 and 一共 next to nothing."""
    weights = {"v": 0.5, "a": 0.4}
    found = []
    for word, tag in tagged(content):
        is_thing = tag[0] in "nNlijsbxm" or tag in ("vn", "an", "eng")
        if re.search(r"\w", word):
            found.append((word, len(word) * (1.0 if is_thing else weights.get(tag[0], 0.15))))
    return found


def _said(words: list[tuple[str, float]], span: Evidence) -> float:
    """How much of the weight a sentence and its heading say, in [0, 1]."""
    said = fold(span.paragraph.text[span.start : span.end])
    headed = fold(" ".join((span.report.title, *span.paragraph.section)))
    total = sum(weight for _, weight in words)
    return sum(weight * _share(word, said, headed) for word, weight in words) / total if total else 0.0


def _share(word: str, said: str, headed: str) -> float:
    if word in said or any(one in said for one in (*alike(word), *meanings(word))):
        return 1.0
    if word in headed:
        return 0.8
    between, behind = (".{0,4}?", "") if len(word) > 2 else ("[一-鿿]", "[一-鿿]")
    if re.search(between.join(map(re.escape, word)) + behind, said):
        return 0.8  # 登革热本地病例 for 登革热病例, 考核评价 for 考评
    pairs = [word[k : k + 2] for k in range(len(word) - 1)]
    return 0.5 * sum(pair in said for pair in pairs) / len(pairs) if pairs else 0.0


# 力争新增高企100家
_AIMED = re.compile(r"力争|争取|确保|拟|将|(?<!按)(?<!年度)计划|目标|打算")


def _may_answer(question: Question, span: Evidence, names: Mapping[str, str]) -> bool:
    quote = span.paragraph.text[span.start : span.end]
    is_open = bool(_UNDONE.search(question.text)) and not re.search("[未没尚剩余缺]", quote)
    is_open |= "累计" in question.text and not re.search("累计|历年|[总共]", quote)
    is_open |= question.intent == "list" and not re.search("[、；;]", quote)
    is_aim = span.paragraph.is_plan or bool(_AIMED.search(quote))
    return (
        not (is_open or is_title(span.paragraph))
        and not is_bare_heading(question, span)
        and (question.status == "target" or question.is_plan or not is_aim)
        and is_within(question, span, names)
        and bears(question, span)
    )


def _to_its_number(span: Evidence, retriever: Retriever) -> Evidence:
    """The span up to the number behind it in the sentence: 在综合考评中,|列第26位."""
    text = span.paragraph.text
    sentence_end = _SENTENCE_END.search(text, span.end)
    end = sentence_end.start() if sentence_end else len(text)
    figures = retriever.store.library.figures_of([span.paragraph.id])
    behind = next((f for f in figures if span.end <= f.start < end), None)
    if behind is None:
        return span
    stop = _CLAUSE_END.search(text, behind.end, end)
    end = stop.start() if stop else end
    return replace(span, end=end, states=tuple(f for f in figures if span.start <= f.start < end))


def _states_such(
    question: Question, words: list[tuple[str, float]], span: Evidence, retriever: Retriever
) -> bool:
    """Whether a number of the sentence is of the place, the time, the status and the sort asked, and none fits better."""
    fitted = retriever.fitted(question, span.states)
    best = next(iter(fitted), None)
    if best is None or _names_several(question, span):
        return False
    is_of_any_kind = len(_HOW_MUCH.findall(question.text)) > 1 and len(fitted) > 1
    alike = [one for one in fitted if _sort_of(one.figure) == _sort_of(best.figure)]
    return any(
        _may_be_told(question, one, is_of_any_kind)
        and (is_of_any_kind or _is_said_before(words, span, one.figure))
        and not is_barred(question, one.figure, span.paragraph, retriever.store.reader.terms)
        for one in alike
    )


def _names_several(question: Question, span: Evidence) -> bool:
    """第一医院投入使用,中医医院完成主体,新增床位450张: whose they are is open."""
    quote = span.paragraph.text[span.start : span.end]
    return any(quote.count(house) > 1 for house in _HOUSE.findall(question.content))


def _sort_of(figure: Figure) -> tuple[str, str, str]:
    return figure.kind, figure.unit, figure.action


def _may_be_told(question: Question, one: FittedFigure, is_of_any_kind: bool) -> bool:
    """Whether the words of the sentence may stand for what the figure misses; what came new is never all there is."""
    figure = one.figure
    if (figure.action in NEW_ACTIONS and not question.action) or not _is_sort_asked(question, figure):
        return False
    towns = [code.partition("/")[2] for code in question.regions]
    led = re.split("[;；。]", one.evidence.paragraph.text[: figure.start])[-1]
    free = {
        "indicator": one.fit.why in _SOFT,
        "action": not question.action,
        "kind": is_of_any_kind
        or bool((deed := _DONE_TO.search(question.text)) and deed["verb"] in figure.action),
        "region": "/" not in figure.region and any(town and town in led for town in towns),
    }
    return all(free.get(slot, False) for slot in one.fit.misses) and not _is_longer_name(question, figure)


# 城镇化率, 平均年龄
_OF_RATE = re.compile(r"率|[意晓]度|占|比[重例]|强度|水平|指数|几成|百分")
_OF_TIME = ("岁", "年", "个月", "月", "天", "日", "小时", "分钟")


def _is_sort_asked(question: Question, figure: Figure) -> bool:
    """城镇常住人口多少 is told by no rate, 在编人员多少 by no age."""
    asked = question.text + question.unit
    is_rate = figure.kind == "ratio" and question.intent != "ratio" and not _OF_RATE.search(asked)
    return not is_rate and (figure.unit not in _OF_TIME or figure.unit in asked)


def _is_longer_name(question: Question, figure: Figure) -> bool:
    """猪牛羊禽肉产量 is no 禽肉产量."""
    name = fold(figure.name)
    return name != question.content and name.endswith(question.content)


def _is_said_before(words: list[tuple[str, float]], span: Evidence, figure: Figure) -> bool:
    """Whether all is said up to the end of the number's clause: 宾馆床位420张,医院总投资5.6亿元 tells no 医院床位."""
    end = _CLAUSE_END.search(span.paragraph.text, figure.end, span.end)
    return _said(words, replace(span, end=end.start() if end else span.end)) >= MIN_SAID
