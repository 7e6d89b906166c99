"""Whether a figure's indicator is the one asked for: by its known name, or word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ingest.indicators import Terms
from ingest.normalize import fold
from ingest.records import Figure, Paragraph
from ingest.verbs import ACTION, ACTIONS
from rag.match.apart import UNSAID, Pair, difference
from rag.match.differences import is_the_other
from rag.match.said import HELD, is_coupled_asked, rest_said
from rag.match.subject import MIN_SUBJECT, is_reached_by, is_served, owner_before, subject_is_missed
from rag.match.together import is_sum_of, says_no_more, together_in
from rag.match.words import (
    PARENTHESES,
    indicators_of,
    last_word,
    mentions_in,
    noun_of,
    sentence_of,
    statement_of,
    terms_of,
    without_terms,
    words_of,
)
from rag.records import Question
from rag.wording.alike import alike
from rag.wording.overlap import coverage, word_coverage

# Chosen on the development questions of evals/sets: below, words merely resemble. Behind each, as behind those of the
# modules beside: how many of the 339 questions of evals/sets and tests/rag/two_reports.yaml, asked over eight reports,
# get another answer (or other things near it) with 0.05 less and with 0.05 more.
MIN_CONTENT = 0.68  # of what is asked, said by the figure; 4, 7
MIN_YES_NO = 0.82  # more where nothing but that it is so is asked: 科技创新鼎 is no 科技创新券
MIN_NOUN = 0.5  # of what the figure is called, asked; 0, 1
MIN_HINT = 0.3  # of what is asked, for its noun to be weighed at all; 0, 0
MIN_SENTENCE = 0.85  # of what is asked, said by the sentence; 0, 1
MIN_KNOWN = 0.6  # of a known indicator that the question names, said by the figure
MIN_OWN_NAME = 0.55  # of the figure's name, asked beside whose it is
NEAR_CONTENT = 0.45  # of what is asked beside a known indicator; 0, 0

# 规上工业增加值占GDP比重, 数字经济核心产业增加值: of a share, what it is a share of goes unsaid
_ADDED_VALUE = re.compile(r"(?:增加值|总产值|产值|收入)?(?:占.*)?$")
# 项目花了多少钱, told by 项目12项、3600万元
_SPENT = ("支出", "投入", "经费", "花")
# 留抵退税金额, 案件数量
_HOW_MUCH = {"amount": re.compile("[总金数]额"), "count": re.compile("[总件人户家个]数|数量|总量")}
# 贷款总额, 企业家数
_GENERIC = re.compile(r"(?:总量|总额|总数|金额|数量|人数|件数|个数|家数)$")
# 贷款额, 企业数量
_COUNT_WORD = re.compile(r"(?:数量|数|金额|额|量)$")
# 12315平台接收投诉举报 are the 投诉举报, whoever counts them
_AGENT = re.compile(rf"^.*(?:平台|热线|系统)(?:{'|'.join(ACTIONS)}|处置|接收)")
# 省级
_LEVEL = re.compile(r"^(?:国家|[省市县区州])级(?:及?以上)?")
# 县级以上龙头企业68家: all that have a level
# 县级以上
_AND_ABOVE = re.compile(r"^[省市县区州]级及?以上")
# 再生稻“一种两收”面积, asked for in 万亩: what is measured, without the measure and what is added in quotes
_MEASURE_NOUN = re.compile(r"(?:面积|产量|数量|里程|人数|户数)$")
# “一种两收”
_ASIDE = re.compile(rf"“[^“”]*”|{PARENTHESES.pattern}")


@dataclass(frozen=True)
class IndicatorFit:
    """How the indicator fits, and whether it is that of somebody else."""

    score: float
    is_miss: bool
    subject_is_miss: bool = False
    why: str = ""  # the check that tells the two apart, see `apart`


def fit_indicator(question: Question, figure: Figure, paragraph: Paragraph, terms: Terms) -> IndicatorFit:
    """Hold the figure's indicator and subject against one wording of the question."""
    fit = _fit(question, figure, paragraph, terms)
    owner = owner_before(question.content, figure, paragraph) if fit.is_miss else ""
    if fit.is_miss and not owner and (bare := _without_measure(question.content, figure, paragraph)):
        return _fit(replace(question, content=bare, terms=()), figure, paragraph, terms)
    if not owner or is_the_other(question.content + question.text, fold(figure.name)):
        return fit
    own = replace(question, content=question.content.removeprefix(owner), terms=())
    own = replace(own, terms=tuple(m.name for m in mentions_in(own.content, terms)))
    led = _fit(own, figure, paragraph, terms)
    return led if coverage(noun_of(figure), own.content) >= MIN_OWN_NAME else fit


# 玉米面积 of 玉米69.5万亩
_AREA = re.compile("(?:播种|种植|栽培)?面积$")


# 医药化工产值 of 磁性材料产值187亿元;医药化工96亿元,降2.3%
_MADE = re.compile("(?:产值|营业收入|营收|销售额|销售收入)$")


def _without_measure(asked: str, figure: Figure, paragraph: Paragraph) -> str:
    """玉米, where 玉米面积 is asked for and so many 亩 of 玉米 are told; "" otherwise."""
    name = fold(figure.name)
    made = _MADE.search(asked)
    if made and figure.kind in ("amount", "growth") and paragraph.kind != "table":
        bare = asked.removesuffix(made.group())
        before = fold(paragraph.text[: figure.start]).rpartition("。")[2]
        is_plain = made.group() not in name and made.group() in before
    else:
        bare = _AREA.sub("", asked)
        is_plain = figure.kind == "area" and "面积" not in name and bare != asked
    return bare if is_plain and len(bare) > 1 and name == bare else ""


def _fit(question: Question, figure: Figure, paragraph: Paragraph, terms: Terms) -> IndicatorFit:
    if not question.content and not question.terms:
        return _missed(0.0)
    pair = Pair(question, figure, paragraph, terms)
    together = together_in(question.text)
    if together and is_sum_of(together, figure) and says_no_more(together, figure):
        return IndicatorFit(0.8, is_miss=False)
    if is_served(question, figure, paragraph):
        return IndicatorFit(0.8, is_miss=False)
    if apart := difference(pair):
        return _missed(apart.score, apart.name)
    if is_reached_by(question.content, figure, paragraph):
        return IndicatorFit(0.8, is_miss=False)
    if pair.is_known:
        return _fit_by_name(question, figure, paragraph, terms)
    return _fit_by_words(question, figure, paragraph, terms)


def _missed(score: float, why: str = "") -> IndicatorFit:
    return IndicatorFit(score, is_miss=True, why=why)


def _fit_by_name(question: Question, figure: Figure, paragraph: Paragraph, terms: Terms) -> IndicatorFit:
    """Question and figure name one known indicator; what else is asked still has to be said."""
    rest = without_terms(question.content, indicators_of(figure, terms), terms)
    is_cost = figure.kind == "amount" and rest in _SPENT and "钱" in question.text
    is_how_much = figure.kind in ("amount", "count") and bool(_HOW_MUCH[figure.kind].fullmatch(rest))
    said = 1.0 if is_cost or is_how_much else rest_said(rest, figure, paragraph)
    return IndicatorFit(0.5 + 0.5 * said, said < NEAR_CONTENT, subject_is_missed(question, figure, terms))


def _fit_by_words(question: Question, figure: Figure, paragraph: Paragraph, terms: Terms) -> IndicatorFit:
    """What is asked is said by the figure, and what the figure is called is asked."""
    said = _content_said(question, figure, paragraph)
    if said < MIN_HINT:
        return _missed(0.75 * said)
    if not _says_known(question, figure, terms):
        return _missed(UNSAID)
    own = _noun_asked(question, figure, terms)
    is_doubted = question.intent == "yes_no" and question.stated is None
    return IndicatorFit(
        0.75 * said + 0.2 * own,
        said < (MIN_YES_NO if is_doubted else MIN_CONTENT)
        or own < MIN_NOUN
        or _is_another_term(question, figure, terms),
        subject_is_missed(question, figure, terms),
    )


def _says_known(question: Question, figure: Figure, terms: Terms) -> bool:
    """消费券拉动消费 is not any 拉动消费: an indicator that the question names has to be said, by any of its names."""
    statement = statement_of(figure)
    for mention in mentions_in(question.content, terms):
        names = (mention.alias, mention.name, *terms.get(mention.name).aliases)
        if max(coverage(fold(name), statement) for name in names) < MIN_KNOWN:
            return False
    return True


def _content_said(question: Question, figure: Figure, paragraph: Paragraph) -> float:
    wanted, statement = question.content, statement_of(figure)
    words = words_of(wanted)
    said = max(coverage(wanted, statement), 0.95 * word_coverage(words, statement))
    bare = ACTION.sub("", wanted)
    if len(bare) >= 4 and bare != wanted:  # 团队入选几个: the verb stands earlier in the list
        said = max(said, coverage(bare, statement) - 0.05)
    if said >= MIN_CONTENT or not _ends_with_noun(wanted, figure):
        return said
    # the rest of what is asked stands earlier in its sentence
    return MIN_CONTENT if word_coverage(words, sentence_of(figure, paragraph)) >= MIN_SENTENCE else said


def _ends_with_noun(wanted: str, figure: Figure) -> bool:
    """The last words of the question are the figure's noun: 科创贷发放[贷款]."""
    noun = _COUNT_WORD.sub("", fold(figure.name))
    return len(noun) >= 2 and _COUNT_WORD.sub("", wanted).endswith(noun)


def _noun_asked(question: Question, figure: Figure, terms: Terms) -> float:
    """How far the figure's noun is asked, in whichever of its wordings is met best."""
    wanted, noun = question.content, noun_of(figure)
    if question.intent == "ratio":
        noun = _ADDED_VALUE.sub("", noun)
    if noun.endswith(wanted) and coverage(fold(figure.subject), question.around) >= MIN_SUBJECT:
        return 1.0  # 完成率呢, behind a question about its subject
    if figure.kind == "count":
        noun = HELD.sub("", noun) or noun
    if is_coupled_asked(noun, wanted):
        return 1.0
    return max(
        coverage(noun, wanted + question.text + question.around + "".join(alike(last_word(wanted)))),
        coverage(figure.indicator, " ".join(question.terms)),
        *(coverage(fold(name), wanted) for name in terms_of(figure, terms)),
        coverage(_AND_ABOVE.sub("", noun), wanted),
        coverage(_GENERIC.sub("", _AGENT.sub("", noun)), wanted),
        coverage(_ASIDE.sub("", _MEASURE_NOUN.sub("", noun)), wanted) if question.unit else 0.0,
    )


def _is_another_term(question: Question, figure: Figure, terms: Terms) -> bool:
    """The question names one known indicator and nothing else, the figure another known one."""
    if question.intent == "ratio" and figure.kind == "ratio" and question.content in fold(figure.name):
        return False  # 优良天数占多少: 优良天数比例
    if terms.canonical(_LEVEL.sub("", fold(figure.indicator))) in question.terms:
        return False  # 省级和美乡村, asked for 和美乡村: that of one level, as 市级和美乡村 beside it
    return (
        len(question.terms) == 1
        and terms.canonical(fold(figure.indicator)) is not None
        and len(without_terms(question.content, question.terms, terms)) < 2
    )
