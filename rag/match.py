"""How well a figure answers a question: slot by slot, with what stands in the way said."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from ingest.indicators import Terms
from ingest.normalize import fold
from ingest.records import Figure, Paragraph
from ingest.verbs import ACTION, ACTIONS, NEW_ACTIONS, STOCK_ACTIONS
from ingest.words import segment
from rag.overlap import coverage
from rag.records import Question

Miss = Literal["indicator", "region", "period", "status", "action", "kind", "subject", "scope"]

# Chosen on the development questions of evals/sets: below, words merely resemble; see `make bench` and README.
MIN_CONTENT = 0.68
MIN_NOUN = 0.5
MIN_SUBJECT = 0.34
MIN_PREDICATE = 0.35
MIN_HINT = 0.3
MIN_SENTENCE = 0.85
NEAR_CONTENT = 0.45
MIN_HEAD = 0.35
MAX_BRIEF = 6  # characters; in more than these a word may go unsaid

_LEVELS = ("count", "amount", "area", "ratio", "quantity", "index", "multiple")
_MOVES = ("growth", "change")
_UNIT_KINDS = {
    "元": ("amount",), "亿元": ("amount",), "万元": ("amount",), "万亿元": ("amount",), "%": ("ratio", "growth"), "个百分点": ("change",),
    "百分点": ("change",), "个点": ("change", "growth"), "平方米": ("area",), "平方公里": ("area",), "亩": ("area",), "倍": ("growth", "multiple"), "成": ("ratio", "growth"),
}  # fmt: skip
# a case is counted in any of these, a firm or a household too, an animal too
_ALIKE_UNITS = (
    frozenset("件宗起例次"),
    frozenset("家户"),
    frozenset("头只羽口"),
    frozenset("台辆部"),
    frozenset("人名位"),
)
_OCCASION = re.compile(r"节|元旦|清明|五一|端午|中秋|国庆|暑期|暑假|寒假|春运|黄金周|假期")
_STANDING = re.compile(r"累计|总数|总量|共有|现有|拥有|年末|有效")
_HARD_TOTAL = re.compile(r"累计|总数|总量|总计|总共|一共|保有量|存量")
_MOVED = re.compile(r"提升|上升|前移|前进|进位|下降|后退|变化|提高|跃升")
_HOW = re.compile(r"怎么样|如何|情况")
_FLOW_VERBS = frozenset(
    "完成 实现 获批 获得 获 荣获 入选 引进 招引 建成 认定 立项 争取 培育 签约 开工 投产 落地 出台 制定 发放 接待 办理 举办 开展 推进 实施".split()
)


@dataclass(frozen=True)
class Fit:
    """How a figure fits: `misses` empty means that it answers."""

    score: float
    misses: frozenset[Miss]
    is_another: bool = False  # question and figure name known indicators, and not the same


def fit_figure(question: Question, figure: Figure, paragraph: Paragraph, terms: Terms) -> Fit:
    """Hold one figure against every slot of the question."""
    indicator = max(
        (_fit_indicator(one, figure, paragraph, terms) for one in _worded(question)),
        key=lambda fit: (not fit.is_miss, not fit.subject_is_miss, fit.score),
    )
    misses: set[Miss] = set()
    if indicator.is_miss:
        misses.add("indicator")
    if indicator.subject_is_miss:
        misses.add("subject")
    if question.regions and figure.region not in question.regions:
        misses.add("region")
    if question.periods and figure.period not in question.periods:
        misses.add("period")
    if question.status and not _status_fits(question, figure):
        misses.add("status")
    if not _action_fits(question, figure):
        misses.add("action")
    if not _kind_fits(question, figure):
        misses.add("kind")
    if (
        question.scope
        and question.intent in ("yes_no", "compare", "change")
        and not re.search(question.scope + _COMPARED, _whole_sentence(figure, paragraph))
    ):
        misses.add("scope")
    if (
        question.scope
        and question.intent not in ("rank", "yes_no", "ratio", "compare", "change")
        and question.scope not in statement_of(figure)
        and not (question.scope[0] == "全" and figure.region_name.endswith(question.scope[1]))
    ):
        misses.add("scope")
    if (
        question.intent == "rank"
        and question.scope
        and figure.scope
        and question.scope[:2] not in figure.scope
        and figure.scope not in question.scope
    ):
        misses.add("scope")
    return Fit(indicator.score + _bonus(question, figure), frozenset(misses), indicator.is_another)


@dataclass(frozen=True)
class _IndicatorFit:
    score: float
    is_miss: bool
    subject_is_miss: bool
    is_another: bool = False


@lru_cache(maxsize=64)
def _worded(question: Question) -> tuple[Question, ...]:
    """The question in each of its wordings; none but its own where it was asked on with another content."""
    first, *others = question.wordings or (None,)
    if first is None or first.content != question.content:
        return (question,)
    return (question, *(replace(question, content=w.content, terms=w.terms) for w in others if w))


def _fit_indicator(question: Question, figure: Figure, paragraph: Paragraph, terms: Terms) -> _IndicatorFit:
    wanted = question.content
    if not wanted and not question.terms:
        return _IndicatorFit(0.0, True, False)
    statement = statement_of(figure)
    if _is_narrowed(question, figure) or _lacks_qualifier(
        wanted, statement + " ".join(terms_of(figure, terms))
    ):
        return _IndicatorFit(0.45, True, False)
    if not keeps_numerals(wanted, statement, sentence_of(figure, paragraph)):
        return _IndicatorFit(0.3, True, False)
    if _levels_clash(wanted, fold(figure.name + figure.indicator)) or _measures_clash(wanted, figure):
        return _IndicatorFit(0.3, True, False)
    if question.terms and not {figure.indicator, *figure.joint}.isdisjoint(question.terms):
        rest = _without_terms(wanted, {figure.indicator, *figure.joint}, terms)
        over = _rest_said(rest, statement, figure, paragraph)
        return _IndicatorFit(
            0.5 + 0.5 * over, over < NEAR_CONTENT, _subject_is_missed(question, figure, terms)
        )
    if not _heads_agree(question, figure, paragraph, terms) or not _says_each_word(
        question, figure, paragraph
    ):
        return _IndicatorFit(0.35, True, False)
    said = coverage(wanted, statement)
    bare = ACTION.sub("", wanted)
    if len(bare) >= 4 and bare != wanted:  # 团队入选几个: the verb stands earlier in the list
        said = max(said, coverage(bare, statement) - 0.05)
    if (
        said < MIN_CONTENT
        and _ends_with(wanted, figure)
        and coverage(wanted, sentence_of(figure, paragraph)) >= MIN_SENTENCE
    ):
        said = MIN_CONTENT  # the rest of what is asked stands earlier in its sentence
    if said < MIN_HINT:
        return _IndicatorFit(0.75 * said, True, False)
    noun = (
        _ADDED_VALUE.sub("", fold(figure.name or figure.indicator))
        if question.intent == "ratio"
        else fold(figure.name or figure.indicator)
    )
    own = max(
        coverage(noun, wanted + question.text + question.around),
        coverage(figure.indicator, " ".join(question.terms)),
        *(coverage(fold(name), wanted) for name in terms_of(figure, terms)),
        coverage(_GENERIC.sub("", _AGENT.sub("", noun)), wanted),
        coverage(_ASIDE.sub("", _MEASURE.sub("", noun)), wanted) if question.unit else 0.0,
    )
    if wanted and noun.endswith(wanted) and coverage(fold(figure.subject), question.around) >= MIN_SUBJECT:
        own = 1.0  # 完成率呢, behind a question about its subject
    is_miss = said < MIN_CONTENT or own < MIN_NOUN or _is_another_term(question, figure, terms)
    is_another = bool(question.terms) and any(
        terms.canonical(fold(n)) for n in (figure.indicator, *figure.joint)
    )
    missed = _subject_is_missed(question, figure, terms)
    return _IndicatorFit(0.75 * said + 0.2 * own, is_miss, missed, is_another)


MEASURE = re.compile(r"[次量数额率值费款金比重度积资入出润本]$")


def _heads_agree(question: Question, figure: Figure, paragraph: Paragraph, terms: Terms) -> bool:
    """大型水库库容 are not 大型水库, 农贸市场快检室 no 农贸市场: the last word of either is said by the other."""
    if figure.kind != "count" or question.intent not in ("value", "text", "yes_no"):
        return True
    names = [fold(name) for name in figure.joint or (figure.name or figure.indicator,)]
    told = statement_of(figure) + figure.unit + "".join(terms_of(figure, terms))
    asked = question.content + question.text + question.around
    head = _last_word(question.content)
    if head in ACTIONS:
        told += sentence_of(figure, paragraph)
    if head in ("以上", "以下", "以内") or len(head) < 2:
        return True
    is_told = bool(MEASURE.search(head)) or coverage(head, told) >= MIN_HEAD
    if head in ACTIONS or not is_told:
        return is_told
    named = [name for name in names if coverage(head, name) >= MIN_HEAD]  # else it is what was done with them
    return not named or any(_is_asked(_last_word(name), asked) for name in named)


def _is_asked(tail: str, asked: str) -> bool:
    return (
        tail in ("", "结果", "情况", "工作")
        or bool(MEASURE.search(tail))
        or coverage(tail, asked) >= MIN_HEAD
        or len(tail) == 1
    )


def is_said(word: str, told: str, least: float = MIN_HEAD) -> bool:
    """Two characters as they stand, of longer words the better part (锂电池 in 锂离子电池)."""
    return word in told if len(word) == 2 else coverage(word, told) >= least


@lru_cache(maxsize=20_000)
def words_of(phrase: str) -> tuple[str, ...]:
    """The words of a phrase; characters that the segmenter leaves alone beside each other are one."""
    words: list[str] = []
    for word in segment(phrase):
        if len(word) == 1 and words and len(words[-1]) == 1:
            words[-1] += word
        else:
            words.append(word)
    return tuple(words)


@lru_cache(maxsize=20_000)
def _last_word(phrase: str) -> str:
    words = [word for word in segment(phrase) if re.search(r"\w", word)]
    return words[-1] if words else ""


# 引进 and 招聘 are none of these: 引进教师 are not all 教师
_CARRIERS = frozenset("完成 实现 获得 获 获批 争取 达到".split())
_QUOTED = re.compile(r"^[“\"](?P<kind>[^“”\"\d]+)[”\"].")
_OUTCOMES = "伤死亡罚破抓拆赔"
_SCREENED = re.compile(r"规上|规模以上|限上|限额以上")
_LEVEL = re.compile(r"国家级?|省级|省(?=[科重高企工实示])|市级|县级|区级|世界级|国际")


def keeps_numerals(asked: str, stated: str, around: str = "") -> bool:
    """二本 is not 一本, 50亿以上 not 亿元以上: numerals that tell kinds apart stand on both sides.

    A name of four digits and more (12345热线) may stand in the text around.
    """
    missing = set(_DIGITS.findall(asked)) - set(_DIGITS.findall(stated))
    return all(len(digits) >= 4 and digits in around for digits in missing)


def _levels_clash(asked: str, stated: str) -> bool:
    """省级 is not 国家级: levels named on both sides have to share one."""
    wanted = {m.group()[0] for m in _LEVEL.finditer(asked)}
    there = {m.group()[0] for m in _LEVEL.finditer(stated)}
    return bool(wanted and there) and wanted.isdisjoint(there)


_MEASURES = re.compile(
    "价格|均价|房价|面积|产量|产值|收入|支出|销售额|利润|投资|余额|人数|户数|里程|增加值|存栏|出栏|库容|工资|标准|时间|吞吐量"
)


def _measures_clash(asked: str, figure: Figure) -> bool:
    """商品房销售价格 is not 商品房销售面积: what is measured has to be one where both name it."""
    wanted = set(_MEASURES.findall(asked))
    there = set(_MEASURES.findall(fold(figure.name + figure.indicator + figure.subject)))
    return bool(wanted and there) and wanted.isdisjoint(there)


def _rest_said(rest: str, statement: str, figure: Figure, paragraph: Paragraph) -> float:
    """How far the question's other words are borne out, by the figure itself or before it in its sentence."""
    if rest in _CARRIERS and figure.action in ("", *_FLOW_VERBS):
        return 1.0  # 获得…资金, stated as 资金3014万元: a verb that only carries the number
    if len(rest) < 2:  # 生产安全事故伤了多少人: not the dead
        return 0.0 if rest and rest in _OUTCOMES and rest not in statement else 1.0
    if len(rest) == 2 and rest not in statement + sentence_of(figure, paragraph) + "".join(paragraph.section):
        return 0.0  # 举 and 办 somewhere are not 举办
    own = coverage(rest, statement + " " + " ".join(paragraph.section))
    return max(own, 0.8 * coverage(rest, sentence_of(figure, paragraph)))


QUALIFIERS = tuple(
    "农村 城镇 城市 城乡 出口 进口 入境 出境 国内 国际 第一产业 第二产业 第三产业 规上 限上 规模以上 限额以上 民营 国有 公办 民办 高中 初中 小学 幼儿园 "
    "职业 学前 男 女 新能源 高技术 战略性 装备制造 数字经济 省外 市外 境外 贫困 重点 有效 发明 实用新型 外观".split()
)


def _lacks_qualifier(asked: str, stated: str) -> bool:
    """农村居民收入 is not 居民收入: words that tell kinds of one thing apart have to stand on both sides."""
    if "中小学" not in asked:
        stated = stated.replace("中小学", "")
    return any(word in asked and word not in stated for word in QUALIFIERS)


def _says_each_word(question: Question, figure: Figure, paragraph: Paragraph) -> bool:
    """中考报名 is not 高考报名: of a few words each has to be said, and 规上服务业企业 are not all 服务企业."""
    words = [word for word in words_of(question.content) if len(word) > 1 and not MEASURE.search(word)]
    told = statement_of(figure) + sentence_of(figure, paragraph) + "".join(paragraph.section) + figure.unit
    if _SCREENED.match(fold(figure.name)) and not _SCREENED.search(question.content + question.text):
        return False
    if figure.kind == "ratio" and words and not is_said(words[0], told):
        return False  # 化妆品合格率 is not 药品合格率
    quoted = _QUOTED.match(fold(figure.name))
    if quoted and coverage(quoted["kind"], question.text + question.around) < MIN_HEAD:
        return False  # “双报到”党员 are not all 党员
    return len(question.content) > MAX_BRIEF or all(is_said(word, told) for word in words)


# 年度评价结果均为“优秀”: said of all of them
_OF_ALL = re.compile(r"[一-鿿]{0,8}?(?:均|都|全部)|共|已")


def _is_narrowed(question: Question, figure: Figure) -> bool:
    """“11家孵化载体考核优秀” counts only those; asked for the 孵化载体 it does not answer."""
    at = figure.context.find(figure.raw)
    if at < 0:
        return False
    behind = figure.context[at + len(figure.raw) :]
    predicate = behind[len(figure.name) :] if behind.startswith(figure.name) else ""
    predicate = predicate.strip("，,；;。 ").split("、")[0]
    if _OF_ALL.match(predicate):
        return False
    return len(predicate) >= 2 and coverage(fold(predicate), question.content + question.text) < MIN_PREDICATE


def _ends_with(wanted: str, figure: Figure) -> bool:
    """The last words of the question are the figure's noun: 科创贷发放[贷款]."""
    noun = _COUNT_WORD.sub("", fold(figure.name))
    return len(noun) >= 2 and _COUNT_WORD.sub("", wanted).endswith(noun)


def sentence_of(figure: Figure, paragraph: Paragraph) -> str:
    """The figure's sentence up to where its quote ends."""
    start = max(paragraph.text.rfind(mark, 0, figure.start) for mark in "。！？!?\n") + 1
    return fold(paragraph.text[start : max(figure.end, figure.quote_end)])


def _whole_sentence(figure: Figure, paragraph: Paragraph) -> str:
    ends = [at for mark in "。！？!?\n" if (at := paragraph.text.find(mark, figure.end)) >= 0]
    return (
        sentence_of(figure, paragraph) + paragraph.text[figure.end : min(ends, default=len(paragraph.text))]
    )


_COMPARED = r"[^,，;；。]{0,6}(?:平均|均值|水平|\d)"  # 全省平均, 全国4.5‰: what is held against, not 全省前列
_ADDED_VALUE = re.compile(r"(?:增加值|总产值|产值|收入)?(?:占.*)?$")
_COUNTER = re.compile(r"(?:平台|热线|系统)$")
_GENERIC = re.compile(r"(?:总量|总额|总数|金额|数量|人数|件数|个数|家数)$")
# 12315平台接收投诉举报 are the 投诉举报, whoever counts them
_AGENT = re.compile(rf"^.*(?:平台|热线|系统)(?:{'|'.join(ACTIONS)}|处置|接收)")
RATE_NOUN = re.compile(r"率|占比|比重|比例|强度|水平|覆盖|指数")
_DIGITS = re.compile(r"\d+|[一二三四五六七八九十](?=[本级类期等线档型产批届轮])")
_COUNT_WORD = re.compile(r"(?:数量|数|金额|额|量)$")


def _is_another_term(question: Question, figure: Figure, terms: Terms) -> bool:
    """The question names one known indicator and nothing else, the figure another known one."""
    if question.intent == "ratio" and figure.kind == "ratio" and question.content in fold(figure.name):
        return False  # 优良天数占多少: 优良天数比例
    return (
        len(question.terms) == 1
        and terms.canonical(fold(figure.indicator)) is not None
        and len(_without_terms(question.content, question.terms, terms)) < 2
    )


def _subject_is_missed(question: Question, figure: Figure, terms: Terms) -> bool:
    """Whose figure it is, is not asked; unless its noun alone is as good as the question's words."""
    if _COUNTER.search(figure.subject):  # 12315平台接收投诉举报: who counts them
        return False
    asked = " ".join((question.content, question.text, question.around, *question.terms))
    if (
        not figure.subject
        or figure.subject == figure.indicator
        or coverage(fold(figure.subject), asked) >= MIN_SUBJECT
    ):
        return False
    if question.text.startswith("其中") and fold(figure.name) == question.content:
        return False  # asked on about a part of what was said
    if _OCCASION.search(figure.subject):  # what came over a holiday is not the year's
        return True
    if question.action and figure.action in NEW_ACTIONS and coverage(fold(figure.name), asked) > 0.95:
        return False  # of the new ones, those asked for
    whole = terms.canonical(fold(figure.subject))
    if whole and terms.knows(figure.indicator) and whole in terms.ancestors(figure.indicator):
        return False  # 教职工9.46万人，其中专任教师8.12万人: all of them
    # 其中出口1,983亿元 is all of it; 其中规上企业120家 are only those of the whole before
    if figure.kind != "count" and (
        figure.indicator in question.terms or fold(figure.name) == question.content
    ):
        return False
    said = max(coverage(fold(figure.name), words) for words in (question.text, question.content))
    return not (said > 0.95 and len(figure.name) >= 5)


# 再生稻“一种两收”面积, asked for in 万亩: what is measured, without the measure and what is added in quotes
_MEASURE = re.compile(r"(?:面积|产量|数量|里程|人数|户数)$")
_ASIDE = re.compile(r"“[^“”]*”|[(（][^()（）]*[)）]")
_PARENTHESES = re.compile(r"[(（][^()（）]*[)）]")


def terms_of(figure: Figure, terms: Terms) -> tuple[str, ...]:
    """All names of the figure's indicator, so that 规上 and 规模以上 are one."""
    if not terms.knows(figure.indicator):
        return ()
    term = terms.get(figure.indicator)
    return (term.name, *term.aliases)


@lru_cache(maxsize=20_000)
def statement_of(figure: Figure) -> str:
    """All wording that a figure carries."""
    return fold(
        " ".join(
            (
                figure.subject,
                figure.indicator,
                figure.name,
                figure.action,
                _PARENTHESES.sub("", figure.context),
                figure.comparator,
                figure.scope,
                *figure.joint,
            )
        )
    )


def _without_terms(content: str, names: Collection[str], terms: Terms) -> str:
    rest = content
    for mention in reversed(terms.find(content)):
        if mention.name in names:
            rest = rest[: mention.start] + " " + rest[mention.end :]
    return rest.strip()


def _status_fits(question: Question, figure: Figure) -> bool:
    if question.status == "target":
        return figure.status == "target"
    if question.status == "expected":
        return figure.status == "expected"
    return figure.status in ("actual", "expected")


def _action_fits(question: Question, figure: Figure) -> bool:
    """An increment never answers for a stock, nor a stock for an increment."""
    is_new = (
        figure.action in NEW_ACTIONS
        or "新增" in figure.name
        or (bool(question.action) and question.action in figure.context)
    )
    is_stock = figure.action in STOCK_ACTIONS or figure.name.endswith(("总数", "总量", "保有量"))
    if question.action:
        return (
            is_new
            or (not is_stock and figure.action in _FLOW_VERBS)
            or figure.kind in ("rank", "growth", "change", "ratio")
        )
    if figure.kind == "count" and question.intent == "value" and _is_only_treated(question, figure):
        return False
    named_new = any("新增" in term for term in question.terms)  # 城镇新增就业有多少: an increment by its name
    if (
        question.wants_total
        and not named_new
        and (question.intent == "value" or _HARD_TOTAL.search(question.text))
    ):
        is_flow = figure.action in _FLOW_VERBS and not _STANDING.search(figure.context + figure.name)
        return not is_new and not (is_flow and bool(_HARD_TOTAL.search(question.text)))
    return True


# what a report does to some of a kind, which says nothing of how many there are
_TREATED = re.compile(
    "覆盖|服务|惠及|带动|整治|检查|抽检|查处|办理|培训|走访|关停|清理|引进|招引|招聘|招录|补充|选派|选聘|慰问|救助|资助|帮扶"
)


def _is_only_treated(question: Question, figure: Figure) -> bool:
    """引进科研人员312人 are not all there are; unless that is asked (引进了多少)."""
    if figure.action in STOCK_ACTIONS or _STANDING.search(figure.context):
        return False
    name = fold(figure.name)
    before = fold(figure.context).partition(name)[0] if name else ""
    places = (figure.action, name, before, fold(figure.subject))
    verbs = {m.group() for place in places for m in _TREATED.finditer(place)}
    asked = question.text + "".join(w.content for w in question.wordings) + question.around
    return any(verb not in asked and not any(char in question.text for char in verb) for verb in verbs)


def _kind_fits(question: Question, figure: Figure) -> bool:
    if figure.comparator == "平均" or (figure.comparator == "由" and figure.period not in question.periods):
        return False  # 由83家增加到102家: the first is the year before's, for those who ask about it
    if figure.kind == "ratio" and figure.comparator not in ("", "由") and question.intent != "ratio":
        return False  # 为预算的100.2%, 完成年度目标的121%
    if (
        question.wants_money
        and question.intent in ("value", "text", "compare")
        and figure.kind not in ("amount", "growth")
    ):
        return False
    if (
        question.wants_rate
        and question.intent in ("value", "text", "ratio")
        and figure.kind not in ("ratio", "growth")
    ):
        return False
    if question.intent == "rank":
        return figure.kind == "rank" or (
            figure.kind == "change" and "位" in figure.unit and bool(_MOVED.search(question.text))
        )
    if question.intent == "change":
        claimed = _UNIT_KINDS.get(question.stated.unit) if question.stated else None
        return figure.kind in (claimed or _MOVES) or (figure.kind == "multiple" and "翻" in figure.raw)
    if question.intent == "ratio":
        return figure.kind == "ratio"
    if question.intent in ("value", "compare", "yes_no", "text"):
        if question.unit in _UNIT_KINDS:
            return figure.kind in _UNIT_KINDS[question.unit]
        if (
            figure.kind == "ratio"
            and figure.action == "占"
            and not re.search(r"占|比重|强度|率", figure.indicator)
        ):
            return False  # a share of something else than what is asked
        if question.unit and figure.kind in ("amount", "area"):
            return False  # asked in 家 or 项, stated in money or ground
        if question.unit and figure.kind == "count":
            return (
                question.unit in figure.unit
                or figure.unit.lstrip("万千百亿") in question.unit
                or {question.unit, figure.unit}
                <= {"家", "个", "所", "座", "项", "条", "人", "名", "位", "场", "处"}
                or "个" in (question.unit, figure.unit)
                or any({question.unit, figure.unit.lstrip("万千百亿")} <= alike for alike in _ALIKE_UNITS)
            )
        if figure.kind in _MOVES and (
            question.status in ("target", "expected") or _HOW.search(question.text)
        ):
            return True
        return figure.kind in _LEVELS and not (question.unit and figure.kind == "ratio")
    return figure.kind in _LEVELS


def _bonus(question: Question, figure: Figure) -> float:
    bonus = 0.0
    if question.unit and question.unit == figure.unit.lstrip("万千百亿"):
        bonus += 0.03
    if question.action and question.action == figure.action:
        bonus += 0.05
    if question.wants_total and figure.action in STOCK_ACTIONS:
        bonus += 0.05
    if not figure.subject or coverage(fold(figure.subject), question.text + question.around) >= MIN_SUBJECT:
        bonus += 0.03 if not figure.subject else 0.05
    if figure.action in NEW_ACTIONS and not question.action:
        bonus -= 0.04  # asked how many there are, what there is goes before what came new
    if figure.joint:
        bonus -= 0.03
    if figure.kind in _MOVES and question.intent == "value":
        bonus -= 0.1
    return bonus
