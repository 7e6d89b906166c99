"""How far the words of a question are borne out by a figure, its sentence and the headings above it."""

from __future__ import annotations

import re

from ingest.indicators import Terms
from ingest.normalize import fold
from ingest.records import Figure, Paragraph
from ingest.verbs import ACTIONS, NOMINAL
from rag.match.action import FLOW_VERBS
from rag.match.words import (
    MEASURE,
    MIN_HEAD,
    is_said,
    last_word,
    noun_of,
    sentence_of,
    statement_of,
    terms_of,
    words_of,
)
from rag.records import Question
from rag.wording.deeds import is_verb, says_deed
from rag.wording.overlap import coverage

MAX_BRIEF = 6  # characters; in more than these a word may go unsaid

# 引进 and 招聘 are none of these: 引进教师 are not all 教师
_CARRIERS = frozenset("完成 实现 获得 获 获批 争取 达到".split())
OUTCOMES = frozenset("伤死亡罚破抓拆赔")
_ANY_END = frozenset("人家户个项里上中下内外者类种级年月天了的得着过数额剩差")
_BOUNDS = ("以上", "以下", "以内")


def heads_agree(question: Question, figure: Figure, paragraph: Paragraph, terms: Terms) -> bool:
    """大型水库库容 are not 大型水库, 农贸市场快检室 no 农贸市场: the last word of either is said by the other."""
    head = last_word(question.content)
    if len(head) == 1 and is_verb(head):
        return says_deed(head, statement_of(figure) + sentence_of(figure, paragraph))
    if _is_own_mark(head) and head not in statement_of(figure) + "".join(terms_of(figure, terms)):
        return False  # 科技创新鼎 is no 科技创新券
    if figure.kind == "amount" and question.intent == "value" and len(head) > 1:
        # 农业保险保障 is no 保费收入; 资金, 收入, 投资 may go unsaid beside 亿元, 利润 may not
        told = statement_of(figure) + "".join(terms_of(figure, terms)) + sentence_of(figure, paragraph)
        return (head in ACTIONS and head not in NOMINAL) or _is_head_said(head, told)
    if figure.kind != "count" or question.intent not in ("value", "text", "yes_no"):
        return True
    if head in _BOUNDS or len(head) < 2:
        return True
    told = statement_of(figure) + figure.unit + "".join(terms_of(figure, terms))
    if head in ACTIONS:
        return _is_head_said(head, told + sentence_of(figure, paragraph))
    return _is_head_said(head, told) and _is_own_head_asked(question, figure, head)


def _is_own_mark(head: str) -> bool:
    """Whether a character at the end of a name makes it another's: 鼎, 券; not 数, 人, 建."""
    return len(head) == 1 and not (MEASURE.search(head) or is_verb(head) or head in _ANY_END)


# 规上工业利润: money of one sort, unlike 资金
_SORT_OF_MONEY = re.compile("利润|产值|税[收额]|工资|增加值|均价")


def _is_head_said(head: str, told: str) -> bool:
    if (sort := _SORT_OF_MONEY.search(head)) and sort.group()[0] not in told:
        return False
    return bool(MEASURE.search(head)) or coverage(head, told) >= MIN_HEAD


# 奶牛存栏2.1万头: how many there are
# 存栏
HELD = re.compile("(?:年末|期末)?存栏[量数]?$")
_SPOTS = tuple("点站室岗亭厅")  # where something is done
# “四乱”问题
_TROUBLE = re.compile("(?<=..)问题$")
# 重点项目: the segmenter has it as one word
# 重点
_FOREMOST = re.compile("^(?:重点|重大|主要)(?=.{2})")


def _is_own_head_asked(question: Question, figure: Figure, head: str) -> bool:
    """Of names that say the question's last word; others name what was done with it."""
    asked = question.content + question.text + question.around
    names = [fold(name) for name in figure.joint] or [noun_of(figure)]
    if figure.unit.lstrip("十百千万亿") in ("头", "只", "羽", "匹"):
        names = [HELD.sub("", name) or name for name in names]
    names = [_TROUBLE.sub("", name) or name for name in names]
    if all(name[-1:] in _SPOTS for name in names) and not any(spot in asked for spot in _SPOTS):
        return False  # 电动车上牌数 is not how many 上牌点 there are
    named = [name for name in names if coverage(head, name) >= MIN_HEAD]
    return not named or any(
        _is_asked(_FOREMOST.sub("", last_word(name)), asked) or is_coupled_asked(name, asked)
        for name in named
    )


# 诉求建议: two of what people come with, counted as one
_COUPLED = re.compile(
    "(?:投诉|举报|诉求|建议|意见|问题|线索|矛盾|纠纷|咨询|求助|信访|提案|困难|难题|隐患|风险){2,}$"
)


def is_coupled_asked(name: str, asked: str) -> bool:
    """诉求 of 诉求建议218条."""
    coupled = _COUPLED.search(name)
    return coupled is not None and any(word in asked for word in re.findall("..", coupled.group()))


def _is_asked(head: str, asked: str) -> bool:
    return len(head) < 2 or head in ("犯罪", "案件") or _is_head_said(head, asked)


def says_each_word(question: Question, figure: Figure, paragraph: Paragraph) -> bool:
    """中考报名 is not 高考报名: of a few words asked each has to be said."""
    words = [word for word in words_of(question.content) if len(word) > 1 and not MEASURE.search(word)]
    told = statement_of(figure) + sentence_of(figure, paragraph) + "".join(paragraph.section) + figure.unit
    if figure.kind == "ratio" and words and not is_said(words[0], told):
        return False  # 化妆品合格率 is not 药品合格率
    return len(question.content) > MAX_BRIEF or all(is_said(word, told) for word in words)


# 高新区, 经开区
_ZONE = re.compile(r"(?:[新发术开]|合作|试验|示范|园)区$")
# what makes another thing of the noun before it
_THINGS = frozenset("港园库区群链站网城院馆所厅厂场店社团队会员街")


def rest_said(rest: str, figure: Figure, paragraph: Paragraph) -> float:
    """How far the words asked beside an indicator are said, by the figure itself or before it in its sentence."""
    statement = statement_of(figure)
    if rest in _CARRIERS and (not figure.action or figure.action in FLOW_VERBS):
        return 1.0  # 获得…资金, stated as 资金3014万元: a verb that only carries the number
    if _ZONE.search(rest) and rest not in statement + sentence_of(figure, paragraph):
        return 0.0  # 高新区高企: not those of all districts
    if rest[-1:] in _THINGS and rest[-1] not in statement + sentence_of(figure, paragraph):
        return 0.0  # 高企园, 高企库企业… are other things than 高企
    if len(rest) == 1 and is_verb(rest) and rest not in OUTCOMES:  # 招了多少教师: not all there are
        return float(says_deed(rest, statement + sentence_of(figure, paragraph)))
    if len(rest) < 2:  # 生产安全事故伤了多少人: not the dead
        return 0.0 if rest and rest in OUTCOMES and rest not in statement else 1.0
    sentence = sentence_of(figure, paragraph)
    if len(rest) == 2 and rest not in statement + sentence + "".join(paragraph.section):
        return 0.0  # 举 and 办 somewhere are not 举办
    own = coverage(rest, statement + " " + " ".join(paragraph.section))
    return max(own, 0.8 * coverage(rest, sentence))
