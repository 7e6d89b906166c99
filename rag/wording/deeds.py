"""What was done to what is asked about: 冷库建了多少座 asks for 冷库 that were built, whichever verb a report has for it.

A question's verb is no part of its noun. It is taken off, and a figure has to say it in its own words: the same verb, one
that holds its character (建: 新建, 建成), or another of its group.
"""

from __future__ import annotations

import itertools
from functools import cache, lru_cache

from ingest.segments import segment
from ingest.verbs import ACTIONS, NEW_ACTIONS, NOMINAL
from rag.wording.alike import wordings

MIN_OBJECT = 2  # characters that can name something

# verbs that only carry a number: what was got done is the noun itself
_LIGHT = frozenset(
    "做 干 弄 有 占 达 完成 实现 达到 实施 推进 开展 进行 落实 共有 现有 拥有 建有 设有".split()
)
_ASPECT = frozenset("了 过 掉 到 出 出去 来 回 回来 下 下来 好 完 成 上 走".split())


@cache
def _everyday() -> frozenset[str]:
    """Verbs of one character."""
    return frozenset(word for word in _known() if len(word) == 1)


@cache
def _verbs() -> frozenset[str]:
    """The others, and those of reports."""
    named = {word for word in _known() if len(word) > 1}
    return frozenset((named | set(ACTIONS) | _LIGHT) - NOMINAL - NEW_ACTIONS)


def _known() -> set[str]:
    return set().union(*wordings().verb_groups, wordings().verb_meanings)


@lru_cache(maxsize=20_000)
def split_deed(content: str) -> tuple[str, str]:
    """(verb, object) of what is asked: 引进博士, 冷库建了; the verb is "" where there is none beside a noun."""
    words = [word for word in segment(content, guesses=False) if word.strip()]
    while len(words) > 1 and words[-1] in _ASPECT:
        words.pop()
    for verb, rest in ((words[-1], words[:-1]), (words[0], words[1:])) if len(words) > 1 else ():
        noun = "".join(rest[1:] if rest[0] in _ASPECT else rest)
        if is_verb(verb) and len(noun) >= MIN_OBJECT:
            return verb, noun
    for at, word in enumerate(words[1:-1], start=1):  # 省运会拿金牌, 医院评上三甲
        if word in _everyday():
            behind = itertools.dropwhile(_ASPECT.__contains__, words[at + 1 :])
            return word, "".join((*words[:at], *behind))
    return "", content


def is_deed(content: str) -> bool:
    """Whether nothing is named but an everyday word for what was done: 投了, 建好; 投产 and 存栏 name what is asked."""
    words = segment(content, guesses=False)
    return bool(words) and words[0] in _everyday() and set(words[1:]) <= _ASPECT


def is_verb(word: str) -> bool:
    """Whether a word may say what was done."""
    return word in _verbs() or word in _everyday()


def names_deed(word: str) -> bool:
    """Whether a word of a report says that one thing and no other was done: 认定, 支持; not 完成."""
    return word in _verbs() and word not in _LIGHT and len(word) > 1


def says_deed(verb: str, told: str) -> bool:
    """Whether the words of a figure say that this was done."""
    return verb in _LIGHT or any(word in told for word in meanings(verb))


@lru_cache(maxsize=2_000)
def meanings(verb: str) -> frozenset[str]:
    """The verb and those that stand for it in reports."""
    known = wordings()
    compounds = {action for action in ACTIONS if len(verb) == 1 and verb in action}
    found = {verb, *compounds, *known.verb_meanings.get(verb, ())}.union(
        *(group for group in known.verb_groups if verb in group)
    )
    return frozenset(word for word in found if len(word) > 1 or word == verb)
