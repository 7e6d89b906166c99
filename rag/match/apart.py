"""What tells the figure asked for from another one, however alike their words: every check, by its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ingest.indicators import Terms
from ingest.normalize import fold
from ingest.records import Figure, Paragraph
from ingest.topics import ends_known
from ingest.verbs import ACTION, ACTIONS
from rag.match.counted import is_of_others_too
from rag.match.differences import (
    deeds_clash,
    houses_clash,
    is_narrowed,
    is_of_goal_unasked,
    is_of_measured,
    is_of_narrower_kind,
    is_of_other_industry,
    is_rate_unasked,
    is_rest_unasked,
    is_the_other,
    is_transfer_unasked,
    keeps_numerals,
    kinds_in,
    lacks_balance,
    lacks_each,
    lacks_level,
    lacks_loan,
    lacks_negation,
    lacks_qualifier,
    lacks_threshold,
    levels_clash,
    measures_clash,
    meets_clash,
    negation_clashes,
    payment_clashes,
    stages_clash,
    thresholds_clash,
)
from rag.match.said import heads_agree, says_each_word
from rag.match.scope import is_of_other_goal
from rag.match.together import counts_the_named, is_sum_of, together_in
from rag.match.told import leaves_out
from rag.match.words import (
    MIN_HEAD,
    indicators_of,
    last_word,
    noun_of,
    part_of,
    sentence_of,
    statement_of,
    terms_of,
)
from rag.records import Question
from rag.wording.alike import alike
from rag.wording.deeds import is_verb, meanings, says_deed
from rag.wording.overlap import coverage

# Scores of figures that miss, whose words are weighed no further; they only order what is near.
_NARROWER = 0.45
UNSAID = 0.35
_DIFFERENT = 0.3


class Pair(NamedTuple):
    """One wording of a question and a figure that may answer it."""

    question: Question
    figure: Figure
    paragraph: Paragraph
    terms: Terms

    @property
    def asked(self) -> str:
        return self.question.content

    @property
    def statement(self) -> str:
        return statement_of(self.figure)

    @property
    def sentence(self) -> str:
        return sentence_of(self.figure, self.paragraph)

    @property
    def part(self) -> str:
        return part_of(self.figure, self.paragraph)

    @property
    def names(self) -> str:
        """All names of the figure's indicator."""
        return " ".join(terms_of(self.figure, self.terms))

    @property
    def is_known(self) -> bool:
        """Both name one known indicator."""
        return not indicators_of(self.figure, self.terms).isdisjoint(self.question.terms)


class Check(NamedTuple):
    """One thing that may tell the two apart."""

    name: str
    holds: Callable[[Pair], bool]
    score: float  # of a figure that is told apart by it
    is_of_thing: bool = True  # another thing in whatever words; else the words do not say that it is the same
    needs_unknown: bool = False  # not looked at where both name one known indicator


def difference(pair: Pair) -> Check | None:
    """The first thing that tells the two apart."""
    is_known = pair.is_known
    checks = (check for check in CHECKS if not (is_known and check.needs_unknown))
    return next((check for check in checks if check.holds(pair)), None)


def is_barred(question: Question, figure: Figure, paragraph: Paragraph, terms: Terms) -> bool:
    """Whether something tells the two apart, however alike their words: a level, a kind, a numeral, what is measured."""
    pair = Pair(question, figure, paragraph, terms)
    return any(check.holds(pair) for check in CHECKS if check.is_of_thing)


def _lacks_kind(pair: Pair) -> bool:
    is_missing = bool(kinds_in(pair.asked)) and lacks_qualifier(pair.asked, pair.statement + pair.names)
    return is_missing or is_the_other(pair.asked + pair.question.text, fold(pair.figure.name))


def _is_not_done(pair: Pair) -> bool:
    """What was done is not said of the figure, nor earlier in its sentence where nothing else is."""
    figure, verb = pair.figure, pair.question.verb
    own = figure.action + fold(figure.context) + fold(figure.name)
    return bool(verb) and not says_deed(verb, own if figure.action else own + pair.sentence)


# 带动消费, 撬动社会资本
_MOVED_OTHERS = re.compile("[带拉撬]动")


def _moved_nothing(pair: Pair) -> bool:
    """消费券带动消费多少 is not how much of them was 发放."""
    is_asked = bool(_MOVED_OTHERS.search(pair.asked)) and pair.question.intent == "value"
    return is_asked and not _MOVED_OTHERS.search(pair.statement + pair.part)


# 涉及资金14.7亿元。
_SENTENCE_END = re.compile("[。；;\n]")


def _is_done_behind(pair: Pair) -> bool:
    """涉及资金14.7亿元,收回低效资金5230万元: asked what was 收回, what is told before that is no answer."""
    figure, text = pair.figure, pair.paragraph.text
    if pair.paragraph.kind == "table":
        return False
    behind = fold(_SENTENCE_END.split(text[figure.end : figure.end + 80])[0])
    clause = re.split("[,，、;；:：]", text[figure.quote_start : figure.end])[-1]
    own = figure.action + fold(figure.name + figure.subject + clause)
    asked = {m.group() for m in ACTION.finditer(pair.asked) if len(m.group()) > 1} - {"完成"}
    ways = ((deed, *meanings(deed)) for deed in asked if not pair.asked.endswith("率"))
    return any(
        not any(way in own for way in each)
        and any(re.search(rf"{way}[^,，、\d]{{0,10}}\d", behind) for way in each)
        for each in ways
    )


def _was_done_to_another(pair: Pair) -> bool:
    """吸纳、输出技术合同成交额分别为621亿元和402亿元: asked what was 输出, what was 吸纳 is no answer."""
    action, context = pair.figure.action, fold(pair.figure.context)
    asked = pair.question.text + pair.question.verb
    deed = pair.figure.subject  # 项目开工26个、竣工19个,分别增加4个、3个
    if deed in ACTIONS and deed not in asked:
        return any(verb in asked and verb in context for verb in ACTIONS if len(verb) > 1)
    if not action or "分别" not in context or action in asked:
        return False
    beside = re.findall(rf"(?:(?<={action}、)[一-鿿]{{2}}|[一-鿿]{{2}}(?=、{action}))", context)
    return any(verb in asked for verb in beside)


# 图书馆[总藏书量]: what they hold, and not how many there are
# 总藏书量
_HELD = re.compile(r"^(?!(?:拥有|保有|授权|申请|业务)?总?[数量]).*[藏存容库](?:[书储纳]|存)?量$")
# 一天能烘多少吨, 日处理能力; 一年能产多少, 年产能
_IN_TIME = {
    span: re.compile(rf"[一每]{word}{more}|{span}(?:均|产|处理|[一-鿿]{{1,4}}能力)")
    for span, word, more in (("日", "[天日]", ""), ("年", "年", "最?多?(?:可以|能够|能|可)"))
}


def _is_of_other_time(pair: Pair) -> bool:
    """What is done in a day is not what is done in a year."""
    asked, told = (
        {s for s, said in _IN_TIME.items() if said.search(t)}
        for t in (pair.question.text, fold(pair.figure.name))
    )
    return bool(asked and told) and asked.isdisjoint(told)


# 给多少企业放款
_WHO_GOT = re.compile(r"(?:多少|几)[家户个名]?(?P<who>企业|公司|商户|农户|居民|群众|学生|老人|职工|家庭)")
# 长者食堂一天服务多少老人
_COUNTED = re.compile(r"(?:多少|几)(?P<noun>[一-鿿]{2,6})\W*$")


def _counts_another(pair: Pair) -> bool:
    """长者食堂一天服务多少老人 counts 老人: 长者食堂6个 is no answer."""
    question, figure = pair.question, pair.figure
    asked = _COUNTED.search(question.text)
    noun = last_word(asked["noun"].removeprefix(question.unit)) if asked else ""
    if len(noun) < 2 or is_verb(noun) or figure.kind != "count" or question.intent != "value":
        return False
    _, stands, behind = noun_of(figure).rpartition(noun)
    if stands and question.unit in ("个", "家", "座", "所") and _HELD.search(behind):
        return True
    told = pair.statement + figure.unit + "".join(terms_of(figure, pair.terms))
    return all(coverage(word, told) < MIN_HEAD for word in (noun, *alike(noun)))


def _is_no_such_sum(pair: Pair) -> bool:
    """三项资金合计 is not any 资金."""
    asked = together_in(pair.question.text)
    return asked is not None and pair.question.operation is not None and not is_sum_of(asked, pair.figure)


def _is_got_by_counted(pair: Pair) -> bool:
    """授信多少企业 is not how much they got."""
    who = _WHO_GOT.search(pair.question.text)
    told = (fold(pair.figure.subject), fold(pair.figure.name))
    return pair.figure.kind == "amount" and who is not None and any(t.startswith(who["who"]) for t in told)


def _is_of_other_whole(pair: Pair) -> bool:
    """全社会研发投入 is not 规上企业的."""
    subject = pair.figure.subject
    return "全社会" in pair.question.text and bool(subject) and "全社会" not in subject


# 总收入
_BARE = re.compile(r"总?(?:收入|支出|投资|产值|产量|面积|人数|金额|资金|规模)")


def _is_of_something(pair: Pair) -> bool:
    """总收入 by itself is not 旅游总收入: of what it is has to be asked too."""
    name = noun_of(pair.figure)
    rest = name.replace(pair.asked, "") if _BARE.fullmatch(pair.asked) else ""
    return bool(rest) and coverage(rest, pair.question.text + pair.question.around) < MIN_HEAD


def _makes_another(pair: Pair) -> bool:
    return any(pair.terms.makes_another(fold(pair.figure.name), name) for name in pair.question.terms)


def _is_of_unasked_topic(pair: Pair) -> bool:
    """住房公积金贷款余额, told in their report as 贷款余额, where the 贷款余额 of the place is asked for."""
    name, indicator = fold(pair.figure.name), fold(pair.figure.indicator)
    topic = indicator.removesuffix(name)
    if len(topic) < 2 or topic == indicator or pair.terms.knows(indicator):
        return False
    is_named = any(term in pair.question.terms for term in ends_known(name, pair.terms))
    return is_named and coverage(topic, pair.asked + pair.question.text + pair.question.around) < MIN_HEAD


CHECKS = (
    Check("counts only some", lambda p: is_narrowed(p.question, p.figure), _NARROWER),
    Check("kind", _lacks_kind, _NARROWER),
    Check("of a fund", _is_of_unasked_topic, _DIFFERENT),
    Check("deed", _is_not_done, UNSAID, is_of_thing=False),
    Check("moved", _moved_nothing, UNSAID),
    Check("done in turn", _was_done_to_another, UNSAID),
    Check("done behind", _is_done_behind, UNSAID),
    Check("what is counted", _counts_another, UNSAID, is_of_thing=False),
    Check("how many are named", lambda p: counts_the_named(p.figure), _DIFFERENT),
    Check("in what time", _is_of_other_time, _DIFFERENT),
    Check("so many together", _is_no_such_sum, _DIFFERENT),
    Check("who got it", _is_got_by_counted, _DIFFERENT),
    Check("numeral", lambda p: not keeps_numerals(p.asked, p.statement, p.sentence), _DIFFERENT),
    Check("threshold", lambda p: thresholds_clash(p.asked + p.question.text, p.figure), _DIFFERENT),
    Check(
        "threshold unsaid",
        lambda p: lacks_threshold(p.question.text, p.statement + p.sentence),
        _DIFFERENT,
    ),
    Check("level", lambda p: levels_clash(p.asked, p.figure), _DIFFERENT),
    Check(
        "level unsaid",
        lambda p: lacks_level(p.asked, p.figure, p.sentence + "".join(p.paragraph.section)),
        _DIFFERENT,
    ),
    Check("negation", lambda p: negation_clashes(p.asked + p.question.text, p.figure), _DIFFERENT),
    Check("not done", lambda p: deeds_clash(p.asked + p.question.text, p.figure), _DIFFERENT),
    Check("of a goal", lambda p: is_of_goal_unasked(p.question.text, p.figure), _DIFFERENT),
    Check("undone", lambda p: lacks_negation(p.question, p.sentence + p.statement), _DIFFERENT),
    Check("what is left", lambda p: is_rest_unasked(p.question.text, p.figure), _DIFFERENT),
    Check("measure", lambda p: measures_clash(p.asked, p.figure), _DIFFERENT),
    Check("moved between budgets", lambda p: is_transfer_unasked(p.question.text, p.figure), _DIFFERENT),
    Check("rate or age unasked", lambda p: is_rate_unasked(p.question, p.figure), _DIFFERENT),
    Check("industry", lambda p: is_of_other_industry(p.asked, p.figure), _DIFFERENT),
    Check("what of it", lambda p: is_of_measured(p.asked, p.figure, p.sentence), _DIFFERENT),
    Check(
        "house",
        lambda p: (
            houses_clash(p.question.text, fold(p.figure.name))
            or houses_clash(p.question.text, fold(p.figure.name + p.figure.subject), p.part)
        ),
        _DIFFERENT,
    ),
    Check("loan", lambda p: lacks_loan(p.asked, p.sentence), _DIFFERENT),
    Check("whose goal", lambda p: is_of_other_goal(p.question, p.figure), _DIFFERENT),
    Check("whole", _is_of_other_whole, _DIFFERENT),
    Check("meet", lambda p: meets_clash(p.question.text, p.part), _DIFFERENT),
    Check("stage", lambda p: stages_clash(p.question, p.figure), _DIFFERENT),
    Check("payment", lambda p: payment_clashes(p.asked, p.question.text, p.figure), _DIFFERENT),
    Check("balance", lambda p: lacks_balance(p.question.text, p.statement), _DIFFERENT),
    Check("for each", lambda p: lacks_each(p.question, p.statement + p.figure.unit), _DIFFERENT),
    Check("of others too", lambda p: is_of_others_too(p.asked, p.figure, p.paragraph), UNSAID),
    Check("of what", _is_of_something, UNSAID, needs_unknown=True),
    Check("another term", _makes_another, UNSAID, needs_unknown=True),
    Check("narrower", lambda p: is_of_narrower_kind(p.question, p.figure), UNSAID, needs_unknown=True),
    Check("last word", lambda p: not heads_agree(*p), UNSAID, is_of_thing=False, needs_unknown=True),
    Check(
        "a word",
        lambda p: not says_each_word(p.question, p.figure, p.paragraph),
        UNSAID,
        is_of_thing=False,
        needs_unknown=True,
    ),
    Check("a word, anywhere", lambda p: leaves_out(*p), UNSAID, is_of_thing=False, needs_unknown=True),
)
