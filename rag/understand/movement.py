"""Whether something moved, and which way, as people ask it: 涨没涨, 是不是变少了, 掉了多少, 比去年少发了几成."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rag.records import Direction

# 少发了几成
_DEED = "[发罚收花用卖接办招引投建产来出领拿]"
# 是不是变多了, 涨了多少
_UP = (
    r"正增长|是正的?|(?<![负然])增长|增加|增多|增大|上升|上涨|走高|攀升|提高|提升|抬升|回升|反弹|扩大|拉大|延长|加快|提速|增产|"
    r"增收|[往朝向]上(?:走|涨|升|蹿)?|变(?:多|大|高|贵|快|长|强)|上去|涨|(?<![晋])升|(?<![新净递倍负])增(?!收|几)|"
    rf"(?<![改新])扩(?!几)|(?<![至最大许更])多(?:{_DEED}|(?=了))"
)
# 掉了几成, 比去年少罚了多少
_DOWN = (
    r"负增长|是负的?|下降|(?<!自然)减少|降低|回落|下滑|下跌|走低|滑坡|放缓|缩水|萎缩|收缩|缩小|缩短|缩减|收窄|减产|减收|下去|跌|"
    r"[往朝向]下(?:走|掉|滑|降|跌)?|变(?:少|小|低|便宜|慢|短|弱)|(?<![压沉])降|(?<![压精裁削核])减|(?<![压])缩|"
    rf"(?<![用花卖拆换关扔丢])掉|(?<![多至最缺减])少(?:{_DEED}|(?=了))"
)
# which way is not said, or hangs on what it is: PM2.5 that is 变好了 has fallen
_EITHER = (
    r"正的?还是负的?|变化|变动|变(?=了多少|了几)|波动|好转|恶化|改善|变[好差坏]|(?<![一-鿿])[好坏差](?=了)|"
    r"提(?=了|多少|几)|增减|涨跌|升降"
)
_MOVE = rf"(?:(?:{_UP})|(?:{_DOWN})|(?:{_EITHER}))了?"
_IS = r"(?:是不是|是否|有没有|有无|(?<!还)是|出现|仍|还|在|又|真的?|一直|有(?=变化|所))*"
_MORE = rf"(?:(?:还是|或者?|没有?|不|是|呢)?(?:在|是)?{_MOVE})*"
_HOW_MUCH = r"(?=(?:多少|几(?!乎)|好多|百分之|幅度|多大|有多))"
# 变少了吗, 是涨是跌, 增没增, 掉了几成; but not 增长点
_ASKED = re.compile(
    rf"(?P<lead>{_IS})(?P<moved>{_MOVE}{_MORE})(?:(?P<much>{_HOW_MUCH})|"
    r"(?:过|的)?(?P<tail>(?:没有?|吗|么|吧|呢|不)?)(?=\W|$))"
)
_UPWARD, _DOWNWARD = re.compile(_UP), re.compile(_DOWN)


@dataclass(frozen=True)
class Movement:
    """A movement that is asked about."""

    direction: Direction  # "" where none is named, or both: 是升是降
    spans: tuple[tuple[int, int], ...]  # of the words that ask for it; 减产 names what is produced


def movement_in(text: str) -> Movement | None:
    """The movement that a question asks about; None of one that asks about none."""
    found = [m for m in _ASKED.finditer(text) if _is_asked(m)]
    words = " ".join(m["moved"] for m in found)
    up, down = bool(_UPWARD.search(words)), bool(_DOWNWARD.search(words))
    direction: Direction = "" if up == down else "up" if up else "down"
    return Movement(direction, tuple(m.span() for m in found if "产" not in m["moved"])) if found else None


def moves_against(direction: Direction, said: str) -> bool:
    """Whether words tell of the other direction alone."""
    ways = {"up": _UPWARD, "down": _DOWNWARD}
    own = ways.pop(direction, None)
    return own is not None and not own.search(said) and any(way.search(said) for way in ways.values())


def _is_asked(match: re.Match[str]) -> bool:
    """A character alone (增, 降) asks for a movement only with 是不是 in front, or 了, 吗 or 多少 behind."""
    return len(match["moved"]) > 1 or bool(match["lead"] or match["tail"] or match["much"] is not None)
