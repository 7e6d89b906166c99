"""How far a figure tells what is asked, in whatever words.

What is asked is laid over the figure's wording run by run: a run is told as it stands, in a word that means the same
(rag.wording.alike), by what was done (rag.wording.deeds), or as the short form of a name (危桥 of 危旧桥梁). Only what
leads may stand in front of the figure in its sentence, and no kind (城镇, 规上) among it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from ingest.indicators import Terms
from ingest.normalize import fold
from ingest.records import Figure, Paragraph
from ingest.segments import segment
from ingest.verbs import ACTION, NEW_ACTIONS
from rag.match.differences import QUALIFIERS
from rag.match.said import OUTCOMES
from rag.match.words import MEASURE, mentions_in, part_of, sentence_of, statement_of, terms_of, words_of
from rag.records import Question
from rag.wording.alike import alike
from rag.wording.deeds import is_verb, meanings
from rag.wording.overlap import coverage

MAX_RUN = 10  # characters told at once
MAX_SHORT = 5  # characters of a short form
MIN_OWN = 2  # characters of what is asked, told by the figure itself
HALF = 0.5  # of a word
MIN_NAME = 0.8  # of another name of the indicator, asked

# what a question says of anything, and what carries a number in any report
# 完成了
_FREE = re.compile(
    r"了|过|的|给|得|着|掉|到|出来?|出去|来|去|上|下来?|里|中|要|能|想|会|又|还|已经?|把|被|跟|和|与|及|、|等|有|"
    r"做到?|搞|弄|干|达到?|完成|实现|"
    r"共有|现有|大概|方面|工作|情况|一?年|这|那|们|所有|各类|全部|家|个|数|叫|人|问题|对象|当中|以来|来着|大约|约|"
    r"左右|差不多|"
    r"共|产业|行业|领域|事业|今年|去年"
)
# 总额
_MONEY = re.compile(r"钱|总额|金额|数额|规模|额|元")
# 人数
_COUNTED = re.compile(r"人数|户数|家数|件数|次数|数量|总数|总量|人次|规模|量")
# 非法营运多少宗 asks for 案件
_COUNTED_AS = {
    "宗": "案件",
    "起": "案件 事故 纠纷",
    "场": "活动",
    "次": "活动",
    "岁": "年龄 寿命",
    "人": "人口 人员 人数",
    "名": "人员 人数",
    "亩": "面积",
    "平方米": "面积",
    "公里": "里程",
}
_LEVELS = ("count", "amount", "area", "quantity", "ratio")
# what a name may say beside what is asked
# 省级以上
_BESIDE = re.compile(
    r"全社会|全产业链|国家级?|[省市县区]级(?:以上)?|省|全市|企业|单位|机构|人员|人数|项目|数量|总[量数额]|中小|类|"
    r"各|年末|累计|主要|公共|群众(?=满意)|"
    r"实际|金额|资金|额|数|量|度|水平|情况|工作"
)
# names nothing by itself: 投资 of what
_GENERAL = re.compile(
    rf"{_BESIDE.pattern}|投资|总?产值|总?产量?|收入|支出|面积|人才|成交|营业|占比|比重|个体|建设|经费"
)
# words of deeds that name what is counted
_NAMING = frozenset("收入 利润 劳务收入 产量 面积 存款 贷款 支出 投资 花费 存栏 原煤 吞吐 借款 总产".split())
_NO_NOUN = frozenset("新老旧大小多少每各本该此何")  # 新装 is no 新能源装机
# 粮食播种
_MEASURED = re.compile(r"(?:保有|拥有|总产?|产|播种|面积|增加值|产值|里程|标准|成果)$")
# kinds that are usually meant where none is named; numbers per head and per something
_KINDS = (
    *(kind for kind in QUALIFIERS if kind not in ("国内", "城市", "有效", "重点")),
    *("万元", "每", "中央", "人均", "户均", "亩均", "单位", "平均", "网上"),
)
# “双报到”
_NO_WORD = re.compile(r"[^\w&]+")
# R&D经费
_LATIN = re.compile(r"([A-Za-z0-9&.+]+)")


class Telling(NamedTuple):
    """What a figure leaves untold of what is asked, and how much of its name is asked."""

    untold: int  # characters
    apart: int  # characters told in front of the figure, not by it
    share: float  # of the name, asked
    own: int  # characters told by the figure itself that say what it is of


class _Run(NamedTuple):
    """A run of what is asked, and the figure's word for it; "" for a run that needs none."""

    text: str
    word: str = ""
    is_noun: bool = False
    is_named: bool = False  # a verb that the figure's name holds: 成交额
    is_apart: bool = False
    is_untold: bool = False


def telling(question: Question, figure: Figure, paragraph: Paragraph, terms: Terms) -> Telling:
    """How one figure tells one wording of what is asked."""
    titles = _titles(question, figure, terms)
    told = _Words(
        own=" ".join((statement_of(figure), *titles, figure.unit)),
        around=f"{_headed(paragraph)} {sentence_of(figure, paragraph)}",
        beside=part_of(figure, paragraph),
        names=(*titles, fold(figure.subject)),
        free=_MONEY if figure.kind == "amount" else _COUNTED,
        is_new=_is_new(figure),
    )
    content = f"{question.content} {question.verb}".split()
    runs = [run for part in content for run in told.lay(part)]
    nouns = [run for run in runs if run.is_noun]
    own = sum(
        len(run.word if run.is_named else _GENERAL.sub("", run.word)) for run in runs if not run.is_apart
    )
    if own < MIN_OWN or not _is_in_order(nouns):
        return Telling(sum(map(len, content)), 0, 0.0, own)
    counted = _COUNTED_AS.get(question.unit, "")
    said = " ".join((*(run.word for run in runs), counted, question.text))
    is_headed = figure.kind in _LEVELS and question.intent != "ratio"
    return Telling(
        sum(run.is_untold for run in runs),
        sum(len(run.text) for run in nouns if run.is_apart),
        max(_share_of(title, said, is_headed) for title in titles),
        own,
    )


def _headed(paragraph: Paragraph) -> str:
    """The innermost heading above a figure: 5.加装电梯 says of what it is that 14台 were 竣工."""
    return fold(paragraph.section[-1]) if paragraph.section and paragraph.kind != "table" else ""


def leaves_out(question: Question, figure: Figure, paragraph: Paragraph, terms: Terms) -> bool:
    """Whether a word of what is asked is told nowhere: 文化企业营业收入 are not those of all 企业, 牛存栏 no 生猪存栏."""
    if figure.kind not in _LEVELS:
        return False
    names = (fold(figure.name), fold(figure.indicator), *map(fold, terms_of(figure, terms)))
    told = _Words(
        own=" ".join((statement_of(figure), *names, figure.unit, *map(fold, paragraph.section))),
        around=sentence_of(figure, paragraph),
        beside=part_of(figure, paragraph),
        names=names,
        free=_COUNTED,
        is_new=_is_new(figure),
    )
    first, *others = words_of(question.content) or ("",)
    words = [word for word in (first, *(w for w in others if len(w) > 1)) if not MEASURE.search(word)]
    return any(
        told.tell(word) is None
        and word != "项目"
        and (not is_verb(word) or OUTCOMES.intersection(word))
        and coverage(word, told.own + told.around) < HALF
        for word in words
    )


def _is_new(figure: Figure) -> bool:
    return figure.action in NEW_ACTIONS or "新增" in figure.name


def _titles(question: Question, figure: Figure, terms: Terms) -> tuple[str, ...]:
    """What the figure is called: as printed, as known, and by another known name that is asked."""
    known = [
        name for name in map(fold, terms_of(figure, terms)) if _share_of(name, question.content) >= MIN_NAME
    ]
    mentions = [m.alias for m in mentions_in(question.content, terms) if m.name == figure.indicator]
    printed = map(fold, (figure.name, figure.indicator, *figure.joint))
    return tuple(dict.fromkeys(filter(None, (*printed, *known, *mentions))))


def _is_in_order(nouns: Sequence[_Run]) -> bool:
    """Whether only what leads stands apart from the figure, and no kind of thing does."""
    is_led = all(run.is_apart <= before.is_apart for before, run in pairwise(nouns))
    apart = "".join(run.word for run in nouns if run.is_apart)
    return bool(nouns) and is_led and not any(kind in apart for kind in QUALIFIERS)


def _share_of(title: str, said: str, is_headed: bool = False) -> float:
    """How much of a name is said, what any name may say and what was not asked to be done left out.

    Nothing of one whose last word is not said: 农贸市场快检室 are no 农贸市场.
    """
    name = ACTION.sub(lambda verb: verb.group() if verb.group() in said else "", title)
    name = _NO_WORD.sub("", _MEASURED.sub("", _BESIDE.sub("", name))) or title
    words = [(word, min(1.0, coverage(word, said))) for word in _split(name)]
    whole = title.replace("人均可支配收入", "")
    is_of_kind = any(kind in whole and kind not in said for kind in _KINDS)
    if is_of_kind or (is_headed and words[-1][1] < HALF and words[-1][0][-2:] not in said):
        return 0.0
    return sum(len(word) * told for word, told in words) / len(name)


def _split(name: str) -> list[str]:
    """The words of a name; R&D is one."""
    parts = (part for part in _LATIN.split(name) if part)
    return [word for part in parts for word in ([part] if _LATIN.match(part) else words_of(part))]


@dataclass(frozen=True)
class _Words:
    """The wording of one figure."""

    own: str
    around: str
    beside: str
    names: tuple[str, ...]
    free: re.Pattern[str]
    is_new: bool

    def lay(self, part: str) -> list[_Run]:
        """The way to tell a phrase run by run that leaves least untold, then least apart, in the fewest runs."""
        bounds = {0, *accumulate(map(len, segment(part, guesses=False)))}
        best: list[tuple[int, int, int, list[_Run]]] = [(0, 0, 0, [])]
        for end in range(1, len(part) + 1):
            ways = []
            for start in range(max(0, end - MAX_RUN), end):
                run = self.tell(part[start:end], is_whole={start, end} <= bounds)
                if run is None and end - start == 1:
                    run = _Run(part[start:end], is_noun=True, is_untold=True)
                if run is not None:
                    untold, apart, count, runs = best[start]
                    apart += len(run.text) * run.is_apart
                    ways.append((untold + run.is_untold, apart, count + 1, [*runs, run]))
            best.append(min(ways, key=lambda way: way[:3]))
        return best[-1][3]

    def tell(self, text: str, *, is_whole: bool = True) -> _Run | None:
        """How a run is told; None where it is not. Only what is a word by itself may need none: 中 of 中考 does."""
        words = (text, *alike(text))
        is_deed = is_verb(text) and text not in _NAMING
        own = max((w for w in words if len(w) > 1 and w in self.own), key=len, default="")
        if own and not is_deed:
            return _Run(text, own, is_noun=True)
        is_free = _FREE.fullmatch(text) or self.free.fullmatch(text) or (self.is_new and text in NEW_ACTIONS)
        if is_free and (is_whole or len(text) > 1):
            return _Run(text)
        if len(text) == 1 and is_whole and any(name.startswith(text) for name in self.names):
            return _Run(text, text, is_noun=True)  # 钛产业, told by 钛及新材料产业链
        if is_deed and (done := self._done(text)):
            return done
        if len(words) == 1 and 1 < len(text) <= MAX_SHORT and (name := self._named(text)):
            return _Run(text, name, is_noun=True)
        apart = next((w for w in words if len(w) > 1 and w in self.around), "")
        return _Run(text, apart, is_noun=True, is_apart=True) if apart else None

    def _done(self, verb: str) -> _Run | None:
        words = sorted(meanings(verb), key=lambda word: (-len(word), word))
        named = next((w for w in words if any(w in name for name in self.names)), "")
        word = named or next((w for w in words if w in self.own or w in self.beside), "")
        return _Run(verb, word, is_named=bool(named)) if word else None

    def _named(self, short: str) -> str:
        return next((long for name in self.names if (long := long_form(short, name))), "")


@lru_cache(maxsize=50_000)
def long_form(short: str, name: str) -> str:
    """The words of a name that a short form stands for, neighbours all; "" where it stands for none.

    计生奖扶 stands for 计划生育家庭奖励扶助金: each character begins a word, or stands in the one that the last began.
    """
    words = [word for word in segment(name, guesses=False) if word.strip()]
    taken: list[str] = []
    at = 0
    for char in () if _NO_NOUN & set(short) else short:
        place = next((n for n in range(at, len(words)) if words[n][0] == char), None)
        if place is None and taken and char in taken[-1][1:]:
            continue
        if place is None or (taken and place - at > 1):
            return ""
        taken.append(words[place])
        at = place + 1
    return "".join(taken)
