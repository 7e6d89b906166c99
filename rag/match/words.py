"""The words of a figure and of a phrase, and whether the one says the other."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from functools import lru_cache

from ingest.indicators import TermMention, Terms
from ingest.normalize import fold
from ingest.records import Figure, Paragraph
from ingest.segments import segment
from rag.wording.overlap import coverage

MIN_HEAD = 0.35  # of a word of three characters and more; 0, 0 (see indicator)

# 发病率, 用水量: the end of a word that tells how something is measured, not what
MEASURE = re.compile(r"[次量数额率值费款金比重度积资入出润本]$")
# 高技能人才（含技师）
PARENTHESES = re.compile(r"[(（][^()（）]*[)）]")
# 2024年,全市高企|658|家
_COUNT = re.compile(r"(?<![\d.])\d[\d.,]*(?![\d.年月日至、])")
# 全县接待游客1860万人次
_OF_ALL = re.compile(r"全[市县区州]")
# 完成投资12亿元。
_SENTENCE_END = re.compile(r"[。！？!?\n]")


@lru_cache(maxsize=8_000)  # each holds its figure: 2 KB
def statement_of(figure: Figure) -> str:
    """All wording that a figure carries."""
    return fold(
        " ".join(
            (
                figure.subject,
                figure.indicator,
                figure.name,
                figure.action,
                PARENTHESES.sub("", figure.context),
                figure.comparator,
                figure.scope,
                *figure.joint,
            )
        )
    )


def sentence_of(figure: Figure, paragraph: Paragraph) -> str:
    """What of its sentence tells of a figure: what leads it, and the figure's part of it up to where its quote ends.

    甲古镇旅游收入41亿元;全县旅游总收入126亿元: nothing of 甲古镇 tells of the second.
    """
    lead, own = _lead_and_part(figure, paragraph)
    return f"{_COUNT.split(lead)[0]} {own}" if lead and not _OF_ALL.match(own) else own


def part_of(figure: Figure, paragraph: Paragraph) -> str:
    """The figure's part of its sentence alone, where what was done has to be said."""
    return _lead_and_part(figure, paragraph)[1]


def _lead_and_part(figure: Figure, paragraph: Paragraph) -> tuple[str, str]:
    folded, starts = _sentences_of(paragraph.text)
    start = starts[bisect_right(starts, figure.start) - 1]
    part = max(start, *(folded.rfind(mark, start, figure.start) + 1 for mark in ";；"))
    return folded[start:part], folded[part : max(figure.end, figure.quote_end)]


@lru_cache(maxsize=2_000)
def _sentences_of(text: str) -> tuple[str, list[int]]:
    """A paragraph's text, folded, and where its sentences begin; each of its figures asks."""
    return fold(text), [0, *(mark.end() for mark in _SENTENCE_END.finditer(text))]


def statement_around(figure: Figure, paragraph: Paragraph) -> str:
    """The figure's part of its sentence, from one semicolon to the next; it may repeat the end of the quote."""
    behind = re.split("[;；。\n]", paragraph.text[figure.end :], maxsplit=1)[0]
    return re.split("[;；]", sentence_of(figure, paragraph))[-1] + behind


def noun_of(figure: Figure) -> str:
    """What the report calls it where it says so, else the indicator."""
    return fold(figure.name or figure.indicator)


def terms_of(figure: Figure, terms: Terms) -> tuple[str, ...]:
    """All names of the figure's indicator, so that 规上 and 规模以上 are one."""
    if not terms.knows(figure.indicator):
        return ()
    term = terms.get(figure.indicator)
    return (term.name, *term.aliases)


def indicators_of(figure: Figure, terms: Terms) -> frozenset[str]:
    """What the figure is of, as it is held and as the terms call it: 农业产值 beside 农林牧渔业总产值."""
    return frozenset((figure.indicator, *figure.joint, terms.canonical(figure.indicator) or ""))


@lru_cache(maxsize=1_000)
def mentions_in(content: str, terms: Terms) -> tuple[TermMention, ...]:
    """The indicators named by what is asked; each figure is held against them."""
    return tuple(terms.find(content))


def without_terms(content: str, names: Collection[str], terms: Terms) -> str:
    """What is asked besides these indicators."""
    rest = content
    for mention in reversed(mentions_in(content, terms)):
        if mention.name in names:
            rest = rest[: mention.start] + " " + rest[mention.end :]
    return rest.strip()


def without_scale(unit: str) -> str:
    """The classifier of 万户, 亿件."""
    return unit.lstrip("万千百亿")


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
def last_word(phrase: str) -> str:
    """The last word of a phrase, as the segmenter has it; "" where there is none."""
    words = [word for word in segment(phrase) if re.search(r"\w", word)]
    return words[-1] if words else ""


def stands_inside_words(word: str, told: str) -> bool:
    """Whether one word is told only inside longer ones: 公安机关 is no 机关, 婴儿死亡率 no 死亡."""
    return word in told and len(segment(word)) == 1 and word not in segment(told)


def is_said(word: str, told: str, least: float = MIN_HEAD) -> bool:
    """Two characters as they stand, of longer words the better part with its end (锂电池 in 锂离子电池; 消费 is no 消费券)."""
    return word in told if len(word) == 2 else word[-1:] in told and coverage(word, told) >= least
