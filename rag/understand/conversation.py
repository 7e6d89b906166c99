"""A question in its conversation: slots it leaves open are those of the question before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.periods import year_of
from ingest.segments import segment
from rag.knowledge import Knowledge
from rag.records import Intent, Operation, Question, Turn, Wording
from rag.understand.intent import VALUE
from rag.understand.number import MONEY_NOUN
from rag.understand.operation import turned
from rag.understand.reading import Reading, read
from rag.wording.deeds import names_deed, split_deed

# 那温州呢
_FOLLOW = re.compile(
    r"^(?:那么?|那|再|还有|另外|然后|换成|如果是|要是)|呢\W*$|^(?:它|他们|这个|其中|其|该|上面|刚才|同一)"
)
# 其中超10亿的
_PART = re.compile(r"(?:那么?)?(?:其中|里面|这里面|当中)")
# 2023年呢
_YEAR = re.compile(r"\d{2}年|\d{4}|[一二〇零]{2,4}年|[今去前明上本]年")
# 同比呢
_ASKS = re.compile(
    r"呢|如何|涨|跌|变|多少|几|什么|哪|谁|怎|吗|那|还有|目标|计划|预计|完成|排名|增|降|占|同比|累计|总"
)
_RIVALS = (
    r"农村|城镇|城乡|城市",
    r"第[一二三]产业(?=增加值|产值|投资|$)",
    r"国家级|省级|市级|县级|区级",
    r"进出口|进口|出口",
    r"新?[开动]工|竣工|投产|签约|在建",
    r"收入|支出|结余",
    r"存款|贷款",
    r"职工|居民",
)


def understand(text: str, history: Sequence[Turn], knowledge: Knowledge) -> Question:
    """The question in its conversation; slots it leaves open are filled from the user's last question."""
    earlier = [turn.content for turn in history if turn.role == "user" and turn.content.strip()]
    asked: list[Question] = []
    for content in [*earlier[-6:], text]:
        content = _of_the_goal(content, asked)
        reading = read(content, knowledge, asked[-1].regions if asked else ())
        asked.append(
            _carry(reading, _before(reading, asked, knowledge), knowledge) if asked else reading.question
        )
    *asked, question = asked
    if asked and (ends := _between_the_ends(question, asked)):
        return ends
    if _works_on_what_was_asked(reading) and (worked := _of_the_last_two(question, asked)):
        return worked
    if (
        _works_on_what_was_asked(reading) and asked and len(asked[-1].parts) > 1
    ):  # 西瓜和辣椒面积哪个大，差多少
        return replace(asked[-1], text=question.text, operation=question.operation, intent=question.intent)
    if asked and _compares_earlier(reading):  # 哪个更多, after questions about one place each
        beside = asked[-1:] if reading.brings_place else asked
        places = (region for one in beside for region in one.regions)
        return replace(question, regions=tuple(dict.fromkeys((*places, *reading.question.regions))))
    return question


# 完成了吗
_DONE_YET = re.compile(r"(?:那么?)?(?P<done>完成|实现|达成|达到)(?P<yet>了?(?:吗|么|没有?))\W*")


def _of_the_goal(text: str, asked: Sequence[Question]) -> str:
    """完成目标了吗, for 完成了吗 behind a question about a goal."""
    bare = _DONE_YET.fullmatch(text) if asked and asked[-1].status == "target" else None
    return f"{bare['done']}目标{bare['yet']}" if bare else text


def _before(reading: Reading, asked: Sequence[Question], knowledge: Knowledge) -> Question:
    """What is asked on about: 支出呢, two questions behind 一般公共预算收入, of the last that has another side."""
    turned = [(one, _in_place_of(reading.question.content, one.content)) for one in reversed(asked)]
    sided = [one for one, words in turned if words]
    known = [one for one, words in turned if words and knowledge.terms.canonical(words)]
    return next(iter((*known, *sided)), asked[-1])


def _works_on_what_was_asked(reading: Reading) -> bool:
    """差多少, 占多少, 加起来呢: by themselves, of what the conversation was about."""
    question = reading.question
    operation = question.operation
    return (
        operation is not None
        and (operation.kind in ("sum", "difference", "ratio", "share") or _asks_which(question))
        and not (question.parts or question.regions or reading.brings_indicator or reading.brings_time)
        and not (operation.whole or operation.against or question.scope or question.statuses_compared)
    )


def _between_the_ends(question: Question, asked: Sequence[Question]) -> Question | None:
    """最多的是哪个县, 最少呢, 差多少: the first of the ranked less the last."""
    kinds = {one.operation.kind for one in asked[-2:] if one.operation}
    is_bare = (
        question.operation is not None and question.operation.kind == "difference" and not question.parts
    )
    if kinds != {"highest", "lowest"} or not is_bare or question.regions != asked[-1].regions:
        return None
    level = asked[-1].operation.level if asked[-1].operation else ""
    operation = Operation("difference", level=level, between_ends=True)
    return replace(asked[-1], text=question.text, operation=operation, intent="compare")


def _asks_which(question: Question) -> bool:
    """哪个增长快, of two things asked about before."""
    operation = question.operation
    return (
        operation is not None and operation.kind in ("highest", "lowest") and operation.level in ("any", "")
    )


def _of_the_last_two(question: Question, asked: Sequence[Question]) -> Question | None:
    """What was asked of one place last and before it, held against each other; a share is of the one before."""
    distinct = {(one.regions, one.periods, one.terms, one.content): one for one in asked}
    if len(distinct) < 2 or question.operation is None:
        return None
    first, last = list(distinct.values())[-2:]
    if first.status != last.status:
        return None
    is_share = question.operation.kind == "share"
    if len(first.regions) == 1 == len(last.regions) and first.regions != last.regions:
        is_alike = (first.terms, first.content) == (last.terms, last.content)
        operation = replace(question.operation, whole=first.regions[0])
        return replace(last, operation=operation, intent=question.intent) if is_alike and is_share else None
    if first.regions != last.regions:
        return None
    if first.periods != last.periods:
        is_alike = (first.terms, first.content) == (last.terms, last.content)
        return (
            replace(question, periods=(*first.periods, *last.periods)) if is_alike and not is_share else None
        )
    sides = (last, first) if is_share else (first, last)
    parts = tuple((one.terms[0] if one.terms else "", one.content) for one in sides)
    around = " ".join((first.content, *first.terms, first.around))
    return replace(question, parts=parts, around=around)


def _compares_earlier(reading: Reading) -> bool:
    operation = reading.question.operation
    if operation is None or reading.question.parts or len(reading.question.regions) > 1:
        return False
    if operation.kind in ("sum", "difference", "ratio"):
        return not operation.against
    is_beside = not reading.brings_place or bool(_BESIDE.search(reading.question.text))
    return operation.kind in ("highest", "lowest") and operation.level == "any" and is_beside


# 跟龙游比谁高
_BESIDE = re.compile(r"[跟和与同].{2,8}?(?:相?比|谁|哪)|^比")


def _carry(reading: Reading, before: Question, knowledge: Knowledge) -> Question:
    """Fill open slots of a follow-up; a question that brings place and indicator stands alone."""
    question = reading.question
    if not _is_follow_up(reading):
        return question
    if (deed := _deed_alone(question)) and not _in_place_of(question.content, before.content):
        question = replace(question, content="", wordings=())
        reading = replace(reading, question=question, brings_indicator=False)
        before = _done_otherwise(before, deed, knowledge)
    elif question.wants_total and not (question.content or before.wants_total):
        before = _done_otherwise(before, "", knowledge)  # 总数呢, behind 高企申报多少家
    wants_money = before.wants_money and not question.unit and not question.wants_rate
    filled = replace(
        question,
        regions=question.regions if reading.brings_place else before.regions,
        wants_money=question.wants_money or wants_money,
        around=" ".join((before.content, *before.terms, before.around)),
    )
    if operation := turned(question.text, before.operation):
        return replace(before, text=question.text, operation=operation)
    if _is_of_another(reading, before):
        filled = _of_another(filled, before, knowledge)
    elif reading.brings_indicator and _IT.search(question.text):
        filled = _of_it(filled, before, knowledge)
    elif not reading.brings_indicator or _in_place_of(question.content, before.content):
        filled = _of_same(filled, before, knowledge)
    return _timed(filled, reading, before)


def _deed_alone(question: Question) -> str:
    """认定 of 认定多少家, behind 高企申报多少家: nothing else is named; "" where something is."""
    deeds = [word for word in segment(question.text) if names_deed(word)]
    alone = len(deeds) == 1 and not question.terms and question.content in ("", *deeds)
    return deeds[0] if alone else ""


def _done_otherwise(before: Question, deed: str, knowledge: Knowledge) -> Question:
    """高企认定, for 高企申报: what was asked about, with another thing done to it."""
    verb, noun = split_deed(before.content)
    if not (deed or verb):
        return before
    wholes = [noun + deed, before.content + deed] if deed else [noun]  # 供水改造惠及
    ways = tuple(Wording(whole, _terms_in(whole, knowledge)) for whole in wholes)
    ways += (Wording(noun, _terms_in(noun, knowledge), deed),)
    return replace(before, content=ways[0].content, terms=ways[0].terms, wordings=ways, unit="")


def _is_follow_up(reading: Reading) -> bool:
    question = reading.question
    brings = reading.brings_indicator or reading.brings_place or reading.brings_time or question.operation
    if not brings and not question.content and not _ASKS.search(question.text):
        return False  # 谢谢, 你好: nothing is asked
    return bool(_FOLLOW.search(question.text)) or not (reading.brings_indicator and reading.brings_place)


# 乙项目的呢
_OF_ANOTHER = re.compile(r"的呢\W*$")


def _is_of_another(reading: Reading, before: Question) -> bool:
    """乙项目的呢, behind 甲项目的投资完成率: the same measure of something else."""
    is_measure = before.wants_rate or bool(MONEY_NOUN.search(before.content))
    return reading.brings_indicator and is_measure and bool(_OF_ANOTHER.search(reading.question.text))


# 袁湾水库总投资
_MEASURED = re.compile(r"[总年]?(?:投资额?|面积|库容|里程|人数|产值|收入|规模|进度|工期|床位数?|占地)$")
# 那它总库容多少, 这个项目投资多少
_IT = re.compile("它|[这那该]个?(?:项目|工程|水库|园区|企业|公司|平台|医院|学校|基地|条路|座桥)")


def _of_it(question: Question, before: Question, knowledge: Knowledge) -> Question:
    """Another measure of what was asked about: 袁湾水库总库容, behind 袁湾水库总投资."""
    words = segment(_MEASURED.sub("", before.content))
    content = _IT.sub("", question.content)
    contents = ["".join(words[:k]) + content for k in range(len(words), 0, -1)]
    wordings = tuple(Wording(each, _terms_in(each, knowledge), "") for each in contents)
    if not wordings:
        return question
    first = wordings[0]
    return replace(
        question,
        content=first.content,
        terms=first.terms,
        wordings=wordings if len(wordings) > 1 else (),
        wants_money=bool(MONEY_NOUN.search(content)),
    )


def _of_another(question: Question, before: Question, knowledge: Knowledge) -> Question:
    """What was asked of one thing, asked of another: 乙项目投资完成率, 乙项目完成率."""
    words = segment(before.content)
    contents = [question.content + "".join(words[k:]) for k in range(1, len(words))]
    wordings = tuple(Wording(each, _terms_in(each, knowledge), "") for each in contents)
    if not wordings:
        return question
    return replace(
        question,
        content=wordings[0].content,
        terms=wordings[0].terms,
        wordings=wordings if len(wordings) > 1 else (),
        intent=before.intent,
        wants_rate=before.wants_rate,
        unit=before.unit,
    )


def _of_same(question: Question, before: Question, knowledge: Knowledge) -> Question:
    """A question without an indicator: of the one before, or of what it narrows that to."""
    zones = {name for code in question.regions if (name := code.partition("/")[2])}
    if question.content and question.content not in zones:  # 省级的有几家: narrows what was asked before
        turned = [_in_place_of(question.content, each.content) for each in before.wordings or (before,)]
        contents = [each for each in turned if each] or [
            question.content + _without_rivals(before.content, question.content)
        ]
        wordings = tuple(Wording(each, _terms_in(each, knowledge), "") for each in contents)
        first = wordings[0]
        return replace(
            question,
            content=first.content,
            terms=first.terms,
            wordings=wordings if len(wordings) > 1 else (),
            intent=before.intent,
            unit=question.unit or before.unit,
        )
    if _PART.match(question.text) and question.numbers:
        content = _above(question.numbers[0], before.content)
        return replace(question, terms=before.terms, content=content, wordings=(), intent=before.intent)
    return replace(
        question,
        terms=before.terms,
        content=before.content,
        wordings=before.wordings,
        unit=question.unit or before.unit,
        intent=_intent_of(question, before),
        operation=_operation_of(question, before),
        action=question.action or before.action,
        wants_total=question.wants_total
        or (before.wants_total and not (question.action or question.periods)),
        scope=question.scope or (before.scope if _is_of_rank(question, before) else ""),
        is_plan=question.is_plan or before.is_plan,
    )


def _is_of_rank(question: Question, before: Question) -> bool:
    """全省排第几, asked on with 那新增了多少家, is no longer of 全省."""
    return before.intent != "rank" or _intent_of(question, before) == "rank"


def _operation_of(question: Question, before: Question) -> Operation | None:
    """谁高, behind a question about a growth: the growths are held against each other."""
    operation = question.operation
    return replace(operation, on_growth=True) if operation and before.intent == "change" else operation


def _intent_of(question: Question, before: Question) -> Intent:
    """What is wanted of the indicator before: the same as then, unless the question says."""
    if question.status == "target" and before.status != "target" and question.intent != "change":
        return "value"  # 同比呢, 全年目标呢: whatever the goal is set in
    if before.intent == "rank" and question.unit:
        return question.intent  # 那有多少枚
    is_open = question.intent in ("text", "value", "who", "yes_no") and not _has_own_intent(question)
    return before.intent if is_open else question.intent


def _timed(question: Question, reading: Reading, before: Question) -> Question:
    """The times asked about, those of the question before where none are named; and the status with them."""
    if reading.brings_time:
        is_open = bool(before.periods) and not _YEAR.search(question.text)
        return replace(question, periods=_of_year(question.periods, before.periods)) if is_open else question
    is_bare = _BARE.search(question.text) and not _ASKS_VALUE.search(question.text)
    has_no_status = question.status is None and (is_bare or not reading.brings_indicator)
    if question.status == before.status or has_no_status:
        question = replace(question, periods=before.periods, notice=before.notice)
    return replace(question, status=before.status) if has_no_status else question


# 规上工业增加值呢, behind a question about a goal: that of the goals
_BARE = re.compile(r"呢\W*$")
# 现在多少
_ASKS_VALUE = re.compile(r"多少|几|现[在有]|目前|实际|完成|去年|今年")


def _above(number: str, content: str) -> str:
    """其中超10亿的呢, behind a question about 超亿元项目: 超10亿元项目."""
    return f"超{number.removesuffix('元')}元{_THRESHOLD.sub('', content)}"


# 超亿元
_THRESHOLD = re.compile(r"超?\d*[十百千]?[万亿]元?(?:以上|及以上)?")


def _terms_in(content: str, knowledge: Knowledge) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.name for mention in knowledge.terms.find(content)))


def _in_place_of(word: str, content: str) -> str:
    """支出呢 behind 职工医保基金收入: 职工医保基金支出; "" where the word is no rival of anything in it."""
    group = next((g for g in _RIVALS if re.fullmatch(g, word) and re.search(g, content)), "")
    return re.sub(group, word, content, count=1) if group and word not in content else ""


def _without_rivals(content: str, modifier: str) -> str:
    """城镇居民收入, asked on with 农村呢, gives up its 城镇; 第二产业增加值 its 第二产业."""
    for group in _RIVALS:
        if re.search(group, modifier):
            return re.sub(group, "", content)
    return content


def _has_own_intent(question: Question) -> bool:
    says_value = bool(VALUE.search(question.text)) and len(question.text) > 6
    return question.intent not in ("value", "text", "who") or says_value


def _of_year(periods: Sequence[str], before: Sequence[str]) -> tuple[str, ...]:
    """那年末呢 behind a question about 2024 is the end of 2024, whatever year the library ends with."""
    years = {year_of(p) for p in before}
    year = years.pop() if len(years) == 1 else None
    return tuple(f"{year}{p[4:]}" if year and year_of(p) else p for p in periods)
