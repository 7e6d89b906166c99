"""What a question is about: its words without question wording."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.figures.measures import BARE
from ingest.indicators import TermMention
from ingest.numerals import find_numbers
from ingest.segments import segment
from rag.wording.noise import noise

# 发了
_DONE = re.compile("[发投建改签培植审]了")
# 超亿元项目, 再就业: no question wording in front of these
_KEPT = {"超": "亿", "再": "就业"}
_GRADES = ("甲等", "乙等", "丙等")  # 三级乙等医院
_ONE_WORD = ("案件", "证件", "信件")  # 涉税案|件: as the segmenter guesses
# 甲区、乙区两个区: says again what the places are
_PLACES = re.compile(r"(?:区|县|市|地方|地区|地|城市|镇|街道|县市|区县)(?![级域区场])")
# 高企，多少？
_PUNCTUATION = re.compile(r"[\s,;:!?。、？！“”\"'‘’()《》<>\[\]【】~…—\-]+|(?<!\d)\.|\.(?!\d)")


# 请问一下, 我想了解…那边…啊: nothing of what is asked
_CIVIL = re.compile(
    r"请问一?下?|麻烦你?|帮我|帮忙|(?<![筛检审调])查一?[下查]|告诉我|能不能|"
    r"(?:(?<![一-鿿])我?想?|想|[我你])(?:了解|知道|问|打听|咨询)(?:一下|下)?|"
    r"听(?:人|别人)?说|据说|"
    r"你好|您好|谢谢|那边|这边|到底|究竟|[，,]?是真的|(?:[吗呢啊呀吧嘛]|(?<![什怎那这])么)?\W*$|\s+"
)


def without_civilities(blanked: str) -> str:
    """The words of a question as they stand, places and times blanked: 案子收了多少."""
    return _CIVIL.sub("", blanked).strip("的,，、那去今年里在")


def content_of(blanked: str, terms: Sequence[TermMention]) -> str:
    """What the question is about: known indicators whole, of the rest whatever is not question wording."""
    parts, at = [], 0
    for term in terms:  # one named twice (甲市GDP和乙市GDP) is one
        repeats = any(t.name == term.name and t.start < term.start for t in terms)
        parts += [_subject_words(blanked[at : term.start]), "" if repeats else blanked[term.start : term.end]]
        at = term.end
    parts.append(_subject_words(blanked[at:]))
    return "".join(parts)


# “一件事一次办”
_QUOTED = re.compile('([“"][^“”"]{3,16}[”"])')


def _subject_words(text: str) -> str:
    """Of a name in quotes no word is question wording, nor a number of it one that is asked about."""
    pieces = _QUOTED.split(text)
    names = {k for k, piece in enumerate(pieces) if k % 2 and any(n.is_han for n in find_numbers(piece))}
    if not names:
        return _words_asked(text)
    return "".join(p.strip('“”"') if k in names else _words_asked(p) for k, p in enumerate(pieces))


def _words_asked(text: str) -> str:
    chars = list(text)
    for number in find_numbers(text):  # 超过70家, 三家县级医院: a number in a question is not its subject
        if (
            number.is_han
            and text[number.end - 1] in "本级类期等线档型产批"
            and text[number.start - 1 : number.start] != "哪"
        ):
            continue  # 二本上线率, 一级响应: which one, not how many
        if text[number.start - 1 : number.start] == "每":
            continue  # 每千人执业医师: a rate, not how many
        if text[number.end : number.tail_start] in ("以上", "以下") and re.match(
            r"[一-鿿]", text[number.tail_start : number.tail_start + 1]
        ):
            continue  # 50亿以上的项目: but it says which ones
        if (
            number.is_han
            and BARE.match(text, number.tail_start)
            and not text[: number.lead_end].endswith("哪")
        ):
            continue  # 八项支出: the name of one sort
        end = (
            m.end() if number.is_han and (m := _PLACES.match(text, number.tail_start)) else number.tail_start
        )
        chars[number.lead_end : end] = " " * (end - number.lead_end)
    wherever, alone = noise()
    bare = _PUNCTUATION.sub(" ", wherever.sub(" ", "".join(chars)))
    words = [w[0] if _DONE.fullmatch(w) else w for w in segment(bare)]
    around = zip(["", *words], words, [*words[1:], ""], strict=False)
    return "".join(
        word
        for before, word, following in around
        if word.strip()
        and (
            word not in alone
            or following.startswith(_KEPT.get(word, "\0"))
            or before + word in _GRADES
            or before[-1:] + word in _ONE_WORD
        )
    )
