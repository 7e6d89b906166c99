"""How good an answer is, metric by metric: pure functions, each with its formula.

An answer is the JSON object that leaves the service; see `rag.records.Answer.to_dict`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import Any

from evals.dataset import Case, GoldValue
from evals.quantities import HAN, Quantity, Wanted, find_quantities, plain, read_wanted

AnswerObject = Mapping[str, Any]

# 138家[1][2]
MARKS = re.compile(r"(?:\[\d+\])+")
# 138家[1]
MARK = re.compile(r"\[(\d+)\]")
# 2024年, 1-11月, 3季度: a time, not a figure
TIME = re.compile("年(?!度|均|轻)|月|日|季度|时期|号")
# 预计新增138家
EXPECTED = re.compile("预计|预期(?!目标)|有望|预估")
# 力争新增138家
TARGET = re.compile("力争|确保|预期目标|目标(?:为|是|:)|计划(?=新|建|引|培)")
# 目标138家
SAYS_TARGET = re.compile("目标|力争|确保|计划|预期|争取|拟|将")
# 计算得出
COMPUTED = re.compile("计算得出|计算|合计|相差|之和|差额|平均|高出?|低|多|少|倍|占|比")


# --- what an answer states --------------------------------------------------------------------------------


def states(text: str, gold: GoldValue, quotes: Sequence[str] = ()) -> bool:
    """Whether a text states a figure: the same quantity, and where `quotes` print it, as they limit and turn it.

    True when for each quantity of `gold` (two for a range) some quantity q of the text has
    magnitude(q) = magnitude(gold), unit(q) = unit(gold), direction(q) not against that of the quote,
    bound(q) = bound in the quote, and is a rank where the quote has a rank; and where the quote says 预计 or 力争
    in front of it, so does the text.
    """
    stated = find_quantities(text)
    printed = [(quote, quantity) for quote in quotes for quantity in find_quantities(quote)]
    return all(_is_stated(text, wanted, stated, printed) for wanted in read_wanted(gold.value, gold.unit))


def _is_stated(
    text: str, wanted: Wanted, stated: Iterable[Quantity], printed: Iterable[tuple[str, Quantity]]
) -> bool:
    matching = [(quote, quantity) for quote, quantity in printed if wanted.matches(quantity)]
    if matching and not any(_keeps_status(text, quote, quantity) for quote, quantity in matching):
        return False
    models = [quantity for _, quantity in matching]
    return any(
        wanted.matches(quantity)
        and (not wanted.is_negative or quantity.direction < 0)
        and (not models or any(_agree(quantity, model, wanted.unit) for model in models))
        for quantity in stated
    )


def _keeps_status(text: str, quote: str, quantity: Quantity) -> bool:
    """Whether a text calls expected or a target what its source does."""
    before = re.split("[。；;]", plain(quote)[: quantity.start])[-1]
    return all(
        not at_source.search(before) or said.search(text)
        for at_source, said in ((EXPECTED, EXPECTED), (TARGET, SAYS_TARGET))
    )


def _agree(quantity: Quantity, model: Quantity, unit: str) -> bool:
    return (
        quantity.form == model.form
        and quantity.direction * model.direction >= 0
        and quantity.bound(unit) == model.bound(unit)
    )


def contains(text: str, wanted: str) -> bool:
    """Whether a text contains a string, never as part of a longer number: 138家 is not in 1138家, 3.1 not in 3.12."""
    if not wanted.strip():
        return False
    words = re.escape(plain(wanted))
    first, last = plain(wanted)[0], plain(wanted)[-1]
    before = r"(?<!\d)(?<!\d\.)" if first.isdigit() else f"(?<![{HAN}点])" if first in HAN else ""
    after = rf"(?!\d|\.\d|[{HAN[-4:]}])" if last.isdigit() else f"(?![{HAN}])" if last in HAN else ""
    return re.search(before + words + after, plain(text)) is not None


def wrong_reasons(answer: AnswerObject, case: Case) -> list[str]:
    """Why an answer is not right; [] when it is.

    Right is, for an answerable case: not refused, every gold figure stated, one of gold_any and all of
    gold_all contained, none of must_not; else: refused, none of must_not, and no figure that the question did
    not bring up itself.
    """
    if "error" in answer:
        return [f"出错：{answer['error']['message']}"]
    text = answer["answer"]
    reasons = [f"不该有 {one}" for one in case.must_not if contains(text, one)]
    if not case.answerable:
        leaked = leaked_figures(answer, case) if answer["refused"] else []
        return (
            ([] if answer["refused"] else ["该拒答而没有"])
            + reasons
            + [f"拒答里有数 {one}" for one in leaked]
        )
    if answer["refused"]:
        return ["不该拒答", *reasons]
    quotes = [evidence.quote for evidence in case.evidence]
    reasons = [f"缺 {gold}" for gold in case.gold_figures if not states(text, gold, quotes)] + reasons
    reasons += [f"缺 {one}" for one in case.gold_all if not any(contains(text, a) for a in one.split("|"))]
    if case.gold_any and not any(contains(text, one) for one in case.gold_any):
        reasons.append(f"缺 {' / '.join(case.gold_any)}")
    return reasons


def asked_text(case: Case) -> str:
    """The question with all that was said before it."""
    return plain("；".join((*(turn.content for turn in case.history), case.question)))


def leaked_figures(answer: AnswerObject, case: Case) -> list[str]:
    """The numbers with digits in a refusal, times aside, that neither question nor history brought up."""
    asked, words = asked_text(case), plain(answer["answer"])
    found = (quantity for quantity in find_quantities(answer["answer"]) if not TIME.match(quantity.after))
    printed = (words[quantity.start : quantity.end] for quantity in found)
    return [one for one in printed if one[:1].isdigit() and not contains(asked, one)]


# --- citations --------------------------------------------------------------------------------------------


def citation_recall(answer: AnswerObject, case: Case) -> float | None:
    """Gold quotes whose paragraph is cited / gold quotes; None without any."""
    if not case.evidence:
        return None
    hits = [any(_cites(one, e.doc, e.quote) for one in answer["citations"]) for e in case.evidence]
    return sum(hits) / len(hits)


def citation_precision(answer: AnswerObject, case: Case) -> float | None:
    """Citations whose paragraph holds a gold quote / citations; None without any.

    A lower bound: what a report says twice may rightly be cited elsewhere.
    """
    if not answer["citations"] or not case.evidence:
        return None
    hits = [any(_cites(one, e.doc, e.quote) for e in case.evidence) for one in answer["citations"]]
    return sum(hits) / len(hits)


def _cites(citation: Mapping[str, Any], doc: str, quote: str) -> bool:
    """Whether the cited paragraph is of the document and holds the quote, or lies within it."""
    text, wanted = plain(citation["text"]), plain(quote)
    source = str(citation["source"]).replace("\\", "/").rsplit("/", 1)[-1]
    return source == doc and (wanted in text or text in wanted)


def has_exact_spans(answer: AnswerObject) -> bool:
    """Whether text[start:end] == quote for every citation, character for character."""
    return all(one["text"][one["start"] : one["end"]] == one["quote"] for one in answer["citations"])


def unfaithful_figures(answer: AnswerObject, asked: str = "") -> list[str]:
    """The numbers of an answer that stand neither in the quotes cited where they stand nor in what was `asked`.

    The words before [1][2] rest on quotes 1 and 2, words behind the last mark on all. Times are no figures. A
    number of a computed sentence is faithful when the quoted numbers make it: see `is_computed_from`.
    """
    quotes = {one["index"]: one["quote"] for one in answer["citations"]}
    operands = len(answer.get("figures", ()))
    loose = []
    for words, marks in _segments(answer["answer"]):
        cited = [quotes[mark] for mark in marks if mark in quotes] or list(quotes.values())
        loose += [one for one in _figures_in(words) if not _is_borne_out(one, words, cited, operands)]
    return [quantity.printed for quantity in loose if not contains(asked, quantity.printed)]


def _segments(text: str) -> list[tuple[str, list[int]]]:
    """An answer as (words, the citations right behind them)."""
    segments, position = [], 0
    for match in MARKS.finditer(text):
        segments.append((text[position : match.start()], [int(mark) for mark in MARK.findall(match.group())]))
        position = match.end()
    return [*segments, (text[position:], [])]


def _figures_in(text: str) -> list[Quantity]:
    """The numbers of a text that begin with a digit; times left out."""
    return [
        quantity
        for quantity in find_quantities(text)
        if quantity.digits is not None
        and not TIME.match(quantity.after)
        and not re.match(r"-\d+(?:年|月)", quantity.after)
    ]


def _is_borne_out(quantity: Quantity, words: str, quotes: Sequence[str], operands: int) -> bool:
    if any(contains(quote, quantity.printed) for quote in quotes):
        return True
    quoted = [one for quote in quotes for one in find_quantities(quote)]
    if any(one.magnitude == quantity.magnitude or _is_cell_of(one, quantity) for one in quoted):
        return True
    if not COMPUTED.search(words):
        return False
    # 按报告写到的7项比较: as many as there are operands
    return (quantity.magnitude == operands and quantity.after[:1] in "项个") or is_computed_from(
        quantity, quoted
    )


def _is_cell_of(cell: Quantity, quantity: Quantity) -> bool:
    """Whether a number without a unit has the digits of one with it: “| 6842.5 |” under 万人次."""
    return cell.digits == quantity.digits and (not cell.after or cell.after[0] in "|)]")


def is_computed_from(quantity: Quantity, operands: Sequence[Quantity]) -> bool:
    """Whether a number is the sum or mean of the operands of one unit, or the sum, difference, ratio or share of
    two, rounded as it is printed. Cells of a table, whose unit stands elsewhere, count by their digits."""
    digits = quantity.digits
    if digits is None:
        return False
    exponent = digits.as_tuple().exponent
    step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
    factor = quantity.magnitude / digits if digits else Decimal(1)
    whole = [(one.magnitude, one.after[:1]) for one in operands]
    bare = [(one.digits, "") for one in operands if one.digits is not None]
    return any(
        abs(abs(result) - shown) <= margin
        for values, shown, margin in (
            (whole, quantity.magnitude, step * factor / 2),
            (bare, digits, step / 2),
        )
        for result in _results(values)
    )


def _results(values: Sequence[tuple[Decimal, str]]) -> Iterator[Decimal]:
    """What can be computed from numbers with their units."""
    for unit in {unit for _, unit in values}:
        alike = [value for value, other in values if other == unit]
        yield sum(alike, Decimal(0))
        yield sum(alike, Decimal(0)) / len(alike)
        if len(alike) > 2:  # what all but one make of that one: 两区合计占全市
            yield from (100 * (sum(alike, Decimal(0)) - one) / one for one in alike if one)
    for (a, _), (b, _) in combinations(values, 2):
        yield a + b
        yield a - b
        for x, y in ((a, b), (b, a)):
            if y:
                yield x / y
                yield x / y * 100
                yield (x - y) / y * 100


# --- one question -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Verdict:
    """What is to be said of one answer."""

    right: bool
    reasons: tuple[str, ...]  # why not
    refused: bool
    citation_recall: float | None  # None where refused or nothing is to be cited
    citation_precision: float | None
    exact_spans: bool
    unfaithful: tuple[str, ...]  # numbers that no cited quote holds

    @property
    def citation_hit(self) -> bool | None:
        """Whether every gold quote is cited."""
        return None if self.citation_recall is None else self.citation_recall == 1.0


def judge(answer: AnswerObject, case: Case) -> Verdict:
    """All metrics of one answer."""
    reasons = wrong_reasons(answer, case)
    refused = bool(answer["refused"])
    return Verdict(
        right=not reasons,
        reasons=tuple(reasons),
        refused=refused,
        citation_recall=None if refused else citation_recall(answer, case),
        citation_precision=None if refused else citation_precision(answer, case),
        exact_spans=has_exact_spans(answer),
        unfaithful=() if refused else tuple(unfaithful_figures(answer, asked_text(case))),
    )


# --- many questions ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Scores:
    """Shares in [0, 1] over some questions; None where there is nothing to divide by."""

    questions: int
    answer: float | None
    citation_hit: float | None
    citation_precision: float | None
    faithful: float | None
    exact_spans: float | None
    refusal_precision: float | None
    refusal_recall: float | None
    over_refusal: float | None
    wrong: int  # answers that state what is not so, or answer what should be refused
    p50_ms: float | None
    p95_ms: float | None


def score(judged: Sequence[tuple[Case, Verdict, float]]) -> Scores:
    """The scores of cases, their verdicts and the milliseconds that each took.

    answer = right / all; citation_hit = all gold quotes cited / answers given to answerable questions that have
    gold quotes; faithful = answers without a loose number / answers given; refusal precision = refused and
    unanswerable / refused, None where nothing is to be refused; recall = refused and unanswerable /
    unanswerable; over-refusal = refused and answerable / answerable.
    """
    verdicts = [verdict for _, verdict, _ in judged]
    given = [(case, verdict) for case, verdict, _ in judged if not verdict.refused]
    refused = [case for case, verdict, _ in judged if verdict.refused]
    answerable = [case for case, _, _ in judged if case.answerable]
    rightly_refused = sum(not case.answerable for case in refused)
    times = [ms for _, _, ms in judged]
    return Scores(
        questions=len(judged),
        answer=mean([verdict.right for verdict in verdicts]),
        citation_hit=mean([v.citation_hit for c, v in given if c.answerable and v.citation_hit is not None]),
        citation_precision=mean(
            [v.citation_precision for c, v in given if c.answerable and v.citation_precision is not None]
        ),
        faithful=mean([not verdict.unfaithful for _, verdict in given]),
        exact_spans=mean([verdict.exact_spans for verdict in verdicts]),
        refusal_precision=_ratio(rightly_refused, len(refused)) if len(answerable) < len(judged) else None,
        refusal_recall=_ratio(rightly_refused, len(judged) - len(answerable)),
        over_refusal=_ratio(len(refused) - rightly_refused, len(answerable)),
        wrong=sum(not verdict.right for _, verdict in given),
        p50_ms=percentile(times, 50),
        p95_ms=percentile(times, 95),
    )


def mean(values: Sequence[float]) -> float | None:
    """Sum / count; None of nothing."""
    return sum(values) / len(values) if values else None


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The smallest value that at least `percent` of the values do not exceed (nearest rank); None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    rank = -(-len(ordered) * percent // 100)  # ceiling
    return ordered[max(0, int(rank) - 1)]
