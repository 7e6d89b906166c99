"""Several questions in one: 社零多少、固投增速多少; each is asked on behind the one before it."""

from __future__ import annotations

import re

from ingest.segments import segment
from rag.understand.number import UNIT
from rag.understand.style import without_style
from rag.wording.deeds import is_verb

MAX_QUESTIONS = 4
# 高企有多少
_ASKS = re.compile(
    r"多少|几(?![乎近])|哪|谁|什么|怎么样|如何|吗|是不是|有没有|是否|多大|多高|增速|增幅|占比|排名|呢|了没有?\W*$"
)
# 哪几类资金，分别多少: one question
_EACH = re.compile(r"(?:又|都)?(?:各|分别|各自)(?:都)?[一-鿿]{0,4}?(?:多少|几|多大)[一-鿿]{0,4}[？?]?")
# 高企多少，研发投入多少
_BREAK = re.compile(
    r"[，,；;?？]|(?<=多少)、|(?<=几)、|(?<=[家个项人名位元吨亩%户件起场条处次辆座所])、(?=[^、]*(?:多少|几))|"
    r"(?<=[一-鿿])\s+(?=[一-鿿])"
)


# 培训了多少人次发了多少补贴
_NEXT_ASKED = re.compile(rf"{UNIT.pattern}(?=(?P<next>[一-鿿]{{1,6}}?)(?:了|出去)?(?:多少|几))")
# 多少户、多少人吃低保
_TWO_UNITS = re.compile(
    r"(?P<one>(?:多少|几)[户家个件起场条处次座所])[、,，和]?(?P<other>(?:多少|几)(?:人次|公里|[人户亩件个名]))"
    r"(?P<of>[一-鿿]{2,8}?|)(?=[?？呢啊]|$)"
)
# 社零谁多多多少: which of them, and by how much
_BY_HOW_MUCH = re.compile(
    r"(?P<who>谁|哪一?[个年边家类种]?[一-鿿]{0,4}?)(?P<more>更?(?P<by>[多少高低大小快慢]))[,，、]?(?P=by)(?=多少|几)"
)
# 完成率最高和最低的分别是哪里: two questions
_BOTH_ENDS = re.compile(
    r"(?P<about>.+?)最(?P<one>[高低多少大小快慢好差])的?(?:和|与|、|及|"
    r"跟)最(?P<other>[高低多少大小快慢好差])的?(?P<asked>(?:[市县区镇]|区县|县区|县市区|地方|地区)?(?:分别|"
    r"各)?(?:都)?(?:是|在|有)?(?:哪|谁|什么).*)"
)


def asks(clause: str) -> bool:
    """Whether a clause asks something."""
    return bool(_ASKS.search(clause))


def split_questions(text: str) -> list[str]:
    """The questions that a text asks one after the other; words that ask nothing stay with what follows, else go."""
    text, _ = without_style(text)
    ends = _BOTH_ENDS.fullmatch(text)
    if ends:
        asked = re.sub("分别|各", "", ends["asked"])
        return [f"{ends['about']}最{ends[end]}的{asked}" for end in ("one", "other")]
    text = _BY_HOW_MUCH.sub(r"\g<who>\g<more>，差", text)
    text = _NEXT_ASKED.sub(_parted, _TWO_UNITS.sub(r"\g<one>\g<of>，\g<other>\g<of>", text))
    pieces: list[str] = []
    waiting = ""
    for piece in _BREAK.split(text):
        if pieces and not waiting and _EACH.fullmatch(piece.strip()):
            pieces[-1] += "，" + piece.strip()
            continue
        waiting += ("，" if waiting else "") + piece.strip()
        if asks(piece):
            pieces.append(waiting)
            waiting = ""
    return pieces if 1 < len(pieces) <= MAX_QUESTIONS else [text]


def _parted(match: re.Match[str]) -> str:
    """A comma where a verb begins the next question: 案件多少件，罚没多少万元; none in 多少家企业获得多少资金."""
    first = next(iter(segment(match["next"], guesses=False)), "")
    return match.group() + "，" * (first != "占" and is_verb(first))
