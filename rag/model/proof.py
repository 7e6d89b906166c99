"""Whether a sentence that a model wrote says what the evidence says: nothing more, nothing less, nothing else.

Other words than those of the evidence prove nothing, so they are not weighed but refused. A sentence about figures is
proven when it is made of the slots of cited figures (place, time, status, action, name, number …) and a few words
without meaning, each number with all slots of its own figure and none of another's. A sentence about a text is proven
when it is whole clauses of its quote in their order. What is true but put otherwise fails too: then the extractive
claim is said, so that nothing is lost but wording.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.indicators import Terms
from ingest.normalize import fold
from ingest.numerals import find_numbers
from ingest.periods import period_label
from ingest.records import Figure
from ingest.verbs import NEW_ACTIONS
from rag.model.slots import STATUS_WORDS, Slot, Slots, slots_of
from rag.records import Claim

MAX_CHARS = 400  # of one sentence; the longest sentences of reports have about as many
MIN_CLAUSE = 4  # characters; less of a text is nothing that could be said by itself

_GAPS = ",、;。:() "
_RESTARTS = ";。"  # behind these, status, action and subject have to be said again
_JOINTS = ("以及", "和", "与", "及")  # between two numbers
# 138家
_DIGIT = re.compile(r"\d")
# 同比下降
_DOWN = re.compile(r"降|减|下滑|回落|收窄|缩|负增长|后退|跌|亏")
# 同比增长
_MOVED = re.compile(rf"增|升|提|扩|涨|快|前移|前进|进位|高|多|翻|{_DOWN.pattern}")
# 138家[1]
_MARK = re.compile(r"\[\d+\]|【\d+】")
# 增长5.7%;下降1.2%
_CLAUSE_MARK = re.compile(r"[,;。:]")
_WANTED = {
    "region": "地区",
    "period": "时期",
    "status": "“预计”或“目标”",
    "action": "动作",
    "subject": "所属的对象",
    "name": "指标名称",
}


@dataclass(frozen=True)
class Proof:
    """A sentence as it may be published and the claims that it bears out; none, and why, where it is not proven."""

    words: str
    claims: tuple[Claim, ...]
    reason: str = ""


class _UnprovenError(Exception):
    """Why; read by the model, which may try once more."""


def prove(words: str, cited: Sequence[Claim], around: Sequence[Figure], terms: Terms) -> Proof:
    """Hold a sentence against the claims that it cites.

    Args:
        words: one sentence as a model wrote it; marks such as [1] and the full stop are no part of it.
        cited: claims whose quotes and figures are known to be sound.
        around: all figures of the cited paragraphs.
        terms: whose names of one indicator stand for each other.
    """
    said = _MARK.sub("", words).strip().rstrip("。；;，,. ")
    try:
        return Proof(said, _proven(said, cited, around, terms))
    except _UnprovenError as unproven:
        return Proof(said, (), str(unproven))


def _proven(said: str, cited: Sequence[Claim], around: Sequence[Figure], terms: Terms) -> tuple[Claim, ...]:
    if not cited:
        raise _UnprovenError("没有引用给出的依据")
    if not said or len(said) > MAX_CHARS or "\n" in said:
        raise _UnprovenError("不是一句话")
    folded = fold(said)
    same = [claim for claim in cited if folded == fold(claim.text).strip().rstrip("。;,. ")]
    if same:
        return (same[0],)
    if any(claim.evidence.figure for claim in cited):
        return _FigureProof(slots_of(cited, around, terms)).run(folded)
    if find_numbers(folded) or _DIGIT.search(_unlabelled(folded, cited)[0]):
        raise _UnprovenError("原文里的数字只能连同整句照抄")
    return _proven_by_quotes(folded, cited)


# --- figures ----------------------------------------------------------------------------------------------


@dataclass
class _Said:
    """What the sentence has said so far, and what of it no number has taken up yet."""

    slots: dict[Slot, str] = field(default_factory=dict)
    pending: dict[Slot, str] = field(default_factory=dict)

    def note(self, slot: Slot, words: str) -> None:
        """甲市、乙市…: of two values for one number the number has one at the most."""
        before = self.pending.get(slot)
        if before not in (None, words):
            raise _UnprovenError(f"“{before}”和“{words}”后面只有一个数")
        self.slots[slot] = self.pending[slot] = words

    def copy(self) -> _Said:
        return _Said(dict(self.slots), dict(self.pending))


@dataclass(frozen=True)
class _FigureProof:
    slots: Sequence[Slots]

    def run(self, folded: str) -> tuple[Claim, ...]:
        said = _Said()
        proven: list[Slots] = []
        for clause, mark in _clauses(self._tiles(folded)):
            said, one = self._read(clause, said)
            proven += [one] if one else []
            if mark in _RESTARTS:
                said.slots = {k: v for k, v in said.slots.items() if k in ("region", "period")}
        if said.pending:
            raise _UnprovenError(f"“{next(iter(said.pending.values()))}”后面没有它的数")
        claims = tuple(dict.fromkeys(one.claim for one in proven if one.claim))
        if not claims:
            raise _UnprovenError("没有说出所引依据里的数")
        return claims

    @property
    def _phrases(self) -> Mapping[str, set[Slot]]:
        known: dict[str, set[Slot]] = defaultdict(set)
        for one in self.slots:
            for phrase, slot in one.phrases.items():
                known[phrase].add(slot)
        return known

    def _tiles(self, text: str) -> list[str]:
        """The text cut into as few known phrases as can be."""
        known = {*self._phrases, *_GAPS, *_JOINTS}
        longest = max(map(len, known))
        cuts: list[tuple[int, int] | None] = [(0, 0)] + [None] * len(
            text
        )  # phrases so far, where the last began
        for start in range(len(text)):
            best = cuts[start]
            if best is None:
                continue
            for end in range(start + 1, min(start + longest, len(text)) + 1):
                there = cuts[end]
                if text[start:end] in known and (there is None or there[0] > best[0] + 1):
                    cuts[end] = (best[0] + 1, start)
        return _followed(text, cuts)

    def _read(self, clause: Sequence[str], said: _Said) -> tuple[_Said, Slots | None]:
        """The clause taken in: its number, if it has one, proven."""
        numbers = {one.number for one in self.slots}
        printed = [tile for tile in clause if tile in numbers]
        if not printed:
            return self._read_words(clause, said), None
        if len(printed) > 1:
            raise _UnprovenError(f"“{printed[0]}”和“{printed[1]}”要用顿号或逗号分开，各说各的")
        reasons = []
        for one in self.slots:
            if one.number == printed[0]:
                try:
                    return _bound(clause, one, said.copy()), one
                except _UnprovenError as unproven:
                    reasons.append(str(unproven))
        raise _UnprovenError(reasons[0])

    def _read_words(self, clause: Sequence[str], said: _Said) -> _Said:
        """绍兴市2024年，: slots for the numbers to come."""
        for tile in clause:
            for slot in self._phrases[tile] - {"filler"}:
                said.note(slot, tile)
        return said


def _followed(text: str, cuts: Sequence[tuple[int, int] | None]) -> list[str]:
    if cuts[-1] is None:
        reached = max(k for k, cut in enumerate(cuts) if cut is not None)
        raise _UnprovenError(f"“{text[reached : reached + 12]}”在所引依据的这个数据里没有")
    tiles, end = [], len(text)
    while end:
        cut = cuts[end]
        assert cut is not None
        tiles.append(text[cut[1] : end])
        end = cut[1]
    return tiles[::-1]


def _clauses(tiles: Sequence[str]) -> list[tuple[list[str], str]]:
    """Runs of tiles and the mark behind each; a joint parts as a mark does."""
    clauses: list[tuple[list[str], str]] = [([], "")]
    for tile in tiles:
        if tile in _GAPS or tile in _JOINTS:
            clauses[-1] = (clauses[-1][0], tile)
            clauses.append(([], ""))
        else:
            clauses[-1][0].append(tile)
    return clauses


def _bound(clause: Sequence[str], one: Slots, said: _Said) -> _Said:
    """What is said behind this clause, its number being that of `one`; raises where a slot is not that of `one`."""
    figure, phrases = one.figure, one.phrases
    if figure.joint:
        raise _UnprovenError(f"{figure.raw}是几项的合计，要照抄原句")
    for tile in clause:
        if tile not in phrases:
            raise _UnprovenError(f"“{tile}”不是{figure.raw}的")
    own: dict[Slot, list[str]] = defaultdict(list)
    for tile in clause:
        if tile in own[phrases[tile]] and phrases[tile] != "filler":
            raise _UnprovenError(f"“{tile}”说了两遍")
        own[phrases[tile]].append(tile)
    if own["region"]:  # a place of its own begins anew
        fresh: tuple[Slot, ...] = ("subject", "status", "action") if own["action"] else ("subject",)
        said.slots = {k: v for k, v in said.slots.items() if k not in fresh or k in said.pending}
    for slot in ("region", "period", "status", "action", "subject", "name"):
        for tile in own[slot]:
            said.note(slot, tile)
    _check_slots(one, own, said)
    _check_order(clause, one)
    said.pending = {}
    return said


# words that make a level of the number behind them, and those that take one: 减少到3人 is not 减少3人, 增速为4.2% is
# 减少到
_LEVEL = re.compile(r"(?:到|至|为|达|达到)$")
# 增速为
_TAKES_LEVEL = re.compile(r"(?:速|率|幅|量|数)(?:到|至|为|达|达到)$")
# words on whose two sides different things stand
# 高于
_RELATES = re.compile(r"占|[高低快慢优多少]于|[高低快慢多少]出|超过|领先|落后|由|从")


def _check_order(clause: Sequence[str], one: Slots) -> None:
    """What stands in front of the number and on either side of 占 and 高于 stands there in the report too."""
    figure = one.figure
    before = "".join(clause[: clause.index(one.number)]) if one.number in clause else ""
    is_step = figure.kind in ("growth", "change") or figure.action in NEW_ACTIONS
    if is_step and _LEVEL.search(before) and not _TAKES_LEVEL.search(before):
        raise _UnprovenError(f"{figure.raw}是变化了多少，不是变到多少")
    context = fold(figure.context)
    if not _RELATES.search(before):
        return
    places = [
        at
        for tile in clause
        if one.phrases[tile] in ("words", "name", "action") and (at := context.find(tile)) >= 0
    ]
    if places != sorted(places):
        raise _UnprovenError(f"{figure.raw}前后的词要照原文的顺序")


def _check_slots(one: Slots, own: Mapping[Slot, Sequence[str]], said: _Said) -> None:
    figure = one.figure
    for words in said.pending.values():
        if one.phrases.get(words) is None:
            raise _UnprovenError(f"“{words}”不是{figure.raw}的")
    _check(one, said, "region", one.regions)
    _check(one, said, "period", one.periods)
    _check(one, said, "status", one.statuses)
    _check_action(one, own, said)
    subject = fold(figure.subject)
    is_place = bool(subject) and any(region.startswith(subject) for region in one.regions)
    if not is_place:  # 绍兴高新区 is not the place
        _check(one, said, "subject", (subject,) if subject else ())
    if one.needs_name:
        _check(one, said, "name", one.names)
    _check_direction(one, own)
    lacking = [words for words in one.needed if words not in "".join(own["words"])]
    whole = figure.scope if figure.scope in figure.context else ""  # 全市, where 金华第三 is printed
    lacking += [w for w in (fold(figure.comparator), fold(whole)) if w and not _is_in(w, own)]
    if lacking:
        raise _UnprovenError(f"{figure.raw}少了“{lacking[0]}”")


def _check_action(one: Slots, own: Mapping[Slot, Sequence[str]], said: _Said) -> None:
    """新增 is not 累计; what a rank or a growth stands behind (新增…，居全省第三) is no action of its own."""
    action, given = fold(one.figure.action), said.slots.get("action")
    is_named = bool(action) and any(action in name for name in one.names)
    is_measure = one.figure.kind in ("rank", "ratio", "growth", "change", "multiple")
    if is_measure and not own["action"]:
        given = None
    if given is not None and given != action:
        raise _UnprovenError(f"“{given}”不是{one.figure.raw}的动作")
    if given is None and action and not is_named:
        raise _UnprovenError(f"{one.figure.raw}前面没有写“{action}”")


def _check_direction(one: Slots, own: Mapping[Slot, Sequence[str]]) -> None:
    """A movement says which way, by a word of the report's or by its sign."""
    figure = one.figure
    said = "".join((*own["action"], *own["words"], *own["name"]))
    is_moved = figure.kind in ("growth", "change")
    if figure.value < 0 and "-" not in one.number and not _DOWN.search(said):
        raise _UnprovenError(f"{figure.raw}没有写明是下降")
    if is_moved and figure.value >= 0 and not _MOVED.search(said):
        raise _UnprovenError(f"{figure.raw}没有写明升降")


def _is_in(words: str, own: Mapping[Slot, Sequence[str]]) -> bool:
    return any(words in tile for slot in ("words", "name", "action") for tile in own[slot])


def _check(one: Slots, said: _Said, slot: Slot, wanted: Sequence[str]) -> None:
    given = said.slots.get(slot)
    if given is None and wanted:
        raise _UnprovenError(f"{one.figure.raw}没有写明{_WANTED[slot]}（{wanted[0]}）")
    if given is not None and given not in wanted:
        raise _UnprovenError(f"“{given}”不是{one.figure.raw}的{_WANTED[slot]}")


# --- texts ------------------------------------------------------------------------------------------------


def _proven_by_quotes(folded: str, cited: Sequence[Claim]) -> tuple[Claim, ...]:
    """Whole clauses of the quotes in their order, behind place and time."""
    rest, labels = _unlabelled(folded, cited)
    used: list[Claim] = []
    at = 0  # where in the quote of the claim used last
    for clause in filter(None, (part.strip() for part in _CLAUSE_MARK.split(rest))):
        claim, at = _quoted(clause, cited, used[-1] if used else None, at)
        used += [claim] if claim not in used else []
    if not used:
        raise _UnprovenError("没有说出所引依据里的内容")
    for claim in used:
        _check_label(claim, set(labels), folded)
    return tuple(used)


def _quoted(clause: str, cited: Sequence[Claim], last: Claim | None, at: int) -> tuple[Claim, int]:
    for claim in cited:
        quote = fold(claim.quote)
        begin = quote.find(clause, at if claim is last else 0)
        while begin >= 0:
            end = begin + len(clause)
            if (
                len(clause) >= MIN_CLAUSE
                and _is_edge(quote, begin, ",;。:")
                and _is_edge(quote, end + 1, ",;。:")
            ):
                return claim, end
            begin = quote.find(clause, begin + 1)
    raise _UnprovenError(f"“{clause[:20]}”不是所引原文里完整的分句；文字要照抄原文的分句")


def _is_edge(quote: str, at: int, marks: str) -> bool:
    return at <= 0 or at > len(quote) or quote[at - 1] in marks


def _unlabelled(folded: str, cited: Sequence[Claim]) -> tuple[str, set[str]]:
    """The sentence without the place, time and 计划 that stand in front of it, and which of them do."""
    names = {fold(c.evidence.report.region_name) for c in cited} - {""}
    names |= {name[:-1] for name in names if len(name) > 2}
    times = {fold(period_label(c.evidence.paragraph.period)) for c in cited} - {""}
    labels: set[str] = set()
    words = sorted({*names, *times, "计划", "目标"}, key=len, reverse=True)
    while word := next((w for w in words if folded.startswith(w) and w not in labels), ""):
        labels.add(word)
        folded = folded[len(word) :].lstrip(" ,:")
    return folded, labels


def _check_label(claim: Claim, labels: set[str], folded: str) -> None:
    """In front stand place, time and plan of this claim, all that the extractive claim says there, and no others."""
    evidence, label = claim.evidence, fold(claim.label)
    region, time = fold(evidence.report.region_name), fold(period_label(evidence.paragraph.period))
    is_plan = evidence.paragraph.is_plan or "计划" in label or "目标" in label
    strange = labels - {region, region[:-1], time} - ({"计划", "目标"} if is_plan else set())
    if strange:
        raise _UnprovenError(f"“{min(strange)}”不是所引原文的")
    if region and region in label and labels.isdisjoint({region, region[:-1]}):
        raise _UnprovenError(f"没有写明地区（{region}）")
    if time and time in label and time not in labels:
        raise _UnprovenError(f"没有写明时期（{time}）")
    if is_plan and not STATUS_WORDS["target"].search(folded):
        raise _UnprovenError("没有写明这是计划")
    lacking = [word for word in STATUS_WORDS["target"].findall(fold(claim.quote)) if word not in folded]
    if lacking:
        raise _UnprovenError(f"少了“{lacking[0]}”")
