"""Questions that need several figures side by side: held to one measure, worked out, and laid out as a table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.normalize import fold
from ingest.numerals import scale
from ingest.periods import find_periods, first_year, period_label, previous
from ingest.records import Figure
from ingest.verbs import NEW_ACTIONS
from rag.answer.claim import claim_figure
from rag.answer.judge import asks_whether
from rag.answer.missing import wording_of
from rag.answer.render import label_figure, printed
from rag.answer.text import text_claim
from rag.compare.cells import Told, over_cells
from rag.compare.comparable import why_not
from rag.compare.compute import Operand, compute, passing, ranked_operands
from rag.compare.finder import Finder, Gathered
from rag.compare.flows import over_flows
from rag.compare.goals import said_of_goal, undone
from rag.compare.listed import over_listed
from rag.compare.operands import HAN, gather, left_over, own_of_whole
from rag.compare.targets import ASKS_RATE
from rag.compare.things import over_things
from rag.compare.worked import computation_of
from rag.match.together import together_in
from rag.records import (
    OF_A_PLACE,
    Claim,
    Draft,
    Filters,
    Grid,
    Operation,
    OperationKind,
    Question,
    Refusal,
    StatedNumber,
)
from rag.retrieve.retriever import FittedFigure, Retriever
from rag.wording.overlap import coverage

# 完成了目标的多少
_SHARE_OF_TARGET = re.compile(
    r"(?:目标|任务|计划|预算)(?:任务)?的?(?:多少|几成|百分之(?:几|多少)|比例|比重)|完成(?:率|进度|比例)"
)
# 超计划多少亿
_BEYOND_TARGET = re.compile(r"超(?:出|过)?了?(?:年度|全年|年初)?(?:目标|任务|计划|预算)了?多少(?!成)")
MIN_ASKED = 0.5  # of whose figure it is, asked
MIN_WHOLE = 0.8  # of what a sum is asked of, said
MIN_JOINT = 0.7  # of what a sum that is stated of several is asked of
MIN_LOWEST = 4  # places that a report has to give before one of them is said to be the lowest
MAX_LEFT_OUT = 6
MAX_OPERANDS = 12  # shown in an answer; all that were found are compared


def work_out(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """The draft of a question over several figures; None when it is not one, or names too little to work with."""
    operation = question.operation
    if question.statuses_compared and not (operation and operation.level):
        on_growth = operation.on_growth if operation else question.intent == "change"
        is_share = _SHARE_OF_TARGET.search(question.text) and not _BEYOND_TARGET.search(question.text)
        kind: OperationKind = "share" if is_share else "difference"
        against = operation.against if operation else ""
        operation = Operation(kind, on_growth=on_growth, against=against)
    if net := over_flows(question, Finder(retriever, filters)):
        return _draft(question, Operation("net"), net)
    if operation is None:
        return None
    if operation.undone and (left := left_over(question, operation.undone, Finder(retriever, filters))):
        return Draft((claim_figure(left),), None, (), question.notice, (), 0.8)
    whole = own_of_whole(question, retriever, filters) if operation.against_whole else None
    if operation.against_whole and (whole is None or whole.figure.bound):
        return None
    if whole:
        operation = replace(operation, test=_as_test(whole.figure, question, operation))
    gathered = gather(question, operation, retriever, filters)
    if gathered is None:
        return _not_told_apart(question, operation, retriever)
    if _lacks_goal(question, operation, gathered) and (
        said := said_of_goal(question, Finder(retriever, filters))
    ):
        return Draft((text_claim(said),), None, (), question.notice, (), 0.7)
    if len(gathered.found) < _least(question, operation, gathered):
        return _too_few(question, operation, gathered, retriever, filters)
    if _lacks_a_side(question, operation, gathered):
        return _one_sided(question, gathered, retriever)
    if whole:
        gathered = replace(gathered, beside=(whole,))
    return _draft(question, operation, gathered)


def _lacks_goal(question: Question, operation: Operation, gathered: Gathered) -> bool:
    """A result without its target, or with the one of another time: 上半年降幅超年度目标0.9个百分点 says it in words."""
    if not question.statuses_compared or gathered.heading:
        return False
    operands = [Operand(name, one.figure) for name, one in gathered.found.items()]
    return len(operands) < 2 or bool(why_not(operation, gathered, operands))


def _not_told_apart(question: Question, operation: Operation, retriever: Retriever) -> Draft | None:
    """还剩几个没开工, where no report says how many of how many are done: how many there are is no answer."""
    if not operation.undone:
        return None
    owner = "、".join(retriever.store.reader.regions.name(code) for code in question.regions)
    message = f"{owner + '的' if owner else '库中的'}报告没有写到{wording_of(question)}还有多少没有{operation.undone}。"
    return Draft((), Refusal("no_figure", message))


def _lacks_a_side(question: Question, operation: Operation, gathered: Gathered) -> bool:
    """How far a plan was met or by how much a year was more: nothing answers that where only one of the two is stated."""
    if (operation.kind == "share" or operation.takes_away) and gathered.missing:
        return True  # what one of the two is, says nothing of the share, nor of what is left
    is_of_two = operation.kind in ("difference", "ratio") and gathered.heading in ("", "时期")
    return is_of_two and len(gathered.missing) == 1 and len(question.regions) < 2


def _one_sided(question: Question, gathered: Gathered, retriever: Retriever) -> Draft:
    owner = "、".join(retriever.store.reader.regions.name(code) for code in question.regions)
    lacking = _lacking(gathered.missing[0], question, gathered)
    message = f"{owner + '的' if owner else '库中的'}报告里没有找到{lacking}，无从比较。"
    evidence = (claim_figure(one).evidence for one in gathered.found.values())
    why = "other_period" if gathered.heading else "other_status"
    return Draft((), Refusal("no_status", message), tuple((one, why) for one in evidence))


def _as_test(figure: Figure, question: Question, operation: Operation) -> StatedNumber:
    """The whole's own figure as what its parts have to pass."""
    said = f"{question.scope or '全部'}的{printed(figure)}"
    return StatedNumber(figure.value, figure.unit, operation.against_whole, "", "plain", said)


def tell_undone(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """What a report says was not done, where that is asked; else None."""
    found = undone(question, Finder(retriever, filters))
    claims = tuple(map(text_claim, found))
    return Draft(claims, None, (), question.notice, (), 0.7) if claims else None


def tell_cells(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """The draft of a question that one table answers; None where none accounts for all that is asked."""
    return _of_cells(question, over_cells(question, retriever, filters))


def work_out_rows(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """The draft of a question over what paragraphs list; None where none has such."""
    ways = (over_listed, over_things)
    return _of_cells(
        question, next((told for way in ways if (told := way(question, retriever, filters))), None)
    )


def _of_cells(question: Question, told: Told | None) -> Draft | None:
    if told is None:
        return None
    operation, gathered = told
    if operation is None:
        return Draft(tuple(map(claim_figure, gathered.found.values())), None, (), question.notice, (), 0.9)
    draft = _draft(question, operation, gathered)
    return draft if draft.computations or operation.kind == "each" else None


def _least(question: Question, operation: Operation, gathered: Gathered) -> int:
    """How many figures there have to be; of what is asked by name one is told, and that the others are missing."""
    if gathered.missing or operation.kind == "each":
        return 1
    if operation.level == "beside" or operation.between_ends:
        return MIN_LOWEST
    is_of_places = operation.level != "year" and not question.parts
    is_open_end = operation.kind == "lowest" and is_of_places and len(question.regions) == 1
    return MIN_LOWEST if is_open_end else 2


def is_stated_first(question: Question) -> bool:
    """Shares, multiples and changes stand in reports themselves; only what they do not state is worked out."""
    operation = question.operation
    if (
        question.statuses_compared
        and ASKS_RATE.search(question.content)
        and not (operation and operation.level)
    ):
        return len(question.regions) < 2
    if operation is None or len(question.regions) > 1 or len(question.periods) > 1:
        return False
    if operation.kind == "ratio":
        return not question.parts
    if operation.kind == "balance":
        return True
    is_change = operation.kind == "difference" and bool(operation.against) and not question.statuses_compared
    return operation.kind == "share" or is_change


def lacks_base(question: Question, stated: Draft) -> bool:
    """Whether a change is asked against a time that what is stated says nothing of: 比“十三五”快多少."""
    against = question.operation.against if question.operation else ""
    figures = [(c.evidence.figure, c.quote) for c in stated.claims if c.evidence.figure]
    if against in ("", "previous") or not figures:
        return False
    return not any(against in _times_of(figure, quote) for figure, quote in figures)


def _times_of(figure: Figure, quote: str) -> set[str]:
    said = {m.period for m in find_periods(fold(quote), first_year(figure.period))}
    return {*said, figure.period, previous(figure.period)}


def goes_before(question: Question, worked_out: Draft, stated: Draft) -> bool:
    """Whether what was worked out says more: how many 亿元 more, where the report states by how many per cent."""
    kind = question.operation.kind if question.operation else ""
    figures = [c.evidence.figure for c in stated.claims if c.evidence.figure]
    if kind == "share" and worked_out.computations:
        return not any(f.kind == "ratio" for f in figures)
    if kind != "difference" or not worked_out.computations:
        return False
    sides = {c.evidence.figure.id for c in worked_out.claims if c.evidence.figure}  # 新增14家(去年11家)
    return not any(f.kind == "change" or (f.action in NEW_ACTIONS and f.id not in sides) for f in figures)


def with_rest(question: Question, draft: Draft) -> Draft:
    """A sum that is not worked out: one of the things asked about is told, and that the others are missing."""
    kind = question.operation.kind if question.operation else ""
    figures = [c.evidence.figure for c in draft.claims if c.evidence.figure]
    if kind not in ("sum", "difference") or draft.refusal or draft.computations or draft.gaps:
        return draft
    if kind == "sum" and (added := _added(question, draft)):
        return added
    if figures and together_in(question.text):  # 三项合计, which no other figure answers
        return draft
    if kind == "sum" and (many := _SO_MANY.search(question.text)) and len(draft.claims) < HAN[many["n"]]:
        return replace(draft, gaps=("问的其余几项没有找到，不作合计",))  # 三个景区合计: one of them
    if not figures:
        return draft
    if kind == "difference":
        is_of_time = bool(question.operation and question.operation.against)
        is_told = any(f.kind == "change" or f.action.startswith(("净增", "剩", "未", "没")) for f in figures)
        is_told = is_told or (is_of_time and any(f.action == "新增" for f in figures))
        if not _ASKS_AMOUNT.search(question.text):
            is_told = is_told or any(f.kind == "growth" or f.comparator for f in figures)
            is_told = is_told or any(_TOLD_APART.search(c.quote) for c in draft.claims)
        return draft if is_told else replace(draft, gaps=("没有找到相差多少",))
    said = fold(" ".join(c.text for c in draft.claims) + " ".join(f.indicator for f in figures))
    least = MIN_JOINT if any(f.joint for f in figures) else MIN_WHOLE  # 专项债 of 地方政府专项债券
    if any(coverage(one, said) < least for one in question.terms or (question.content,)):
        return replace(draft, gaps=("问的其余几项没有找到，不作合计",))
    if len({(f.indicator, f.subject) for f in figures}) > 1 and _SEVERAL.search(question.text):
        return replace(draft, gaps=("没有找到它们的合计数",))
    return draft


def _added(question: Question, draft: Draft) -> Draft | None:
    """甲乡、乙乡集体收入分别为…: numbers of one list, of which the question names each; None of any others."""
    named = {_own_words(c): c for c in draft.claims if c.evidence.figure and not c.evidence.figure.joint}
    figures = [c.evidence.figure for c in named.values() if c.evidence.figure]
    is_one_list = len(named) == len(draft.claims) > 1 and len({f.paragraph_id for f in figures}) == 1
    alike = {(f.kind, f.unit, f.period, f.status, f.region, f.action) for f in figures}
    if not is_one_list or len(alike) > 1 or not all(name[:2] in question.text for name in named):
        return None
    operation = Operation("sum")
    result = compute(operation, [Operand(n, f) for n, f in zip(named, figures, strict=True)])
    if result is None or together_in(question.text):
        return None
    return replace(draft, computations=(computation_of(operation, result, named),))


def _own_words(claim: Claim) -> str:
    figure = claim.evidence.figure
    return f"{figure.subject}{figure.name}" if figure else ""


# 三个景区接待
_SO_MANY = re.compile(r"(?P<n>[两二三四五六七八九])[大个家项条类](?=[一-鿿]{2})")
# 差多少亿元
_ASKS_AMOUNT = re.compile(r"(?:多少|几)[万亿千百]*[元家个项件名人位所座台套户亩吨]|多少[万亿]")
# 高于全省
_TOLD_APART = re.compile(
    r"持平|[高低快慢多少优]于|比|较|超|差|净增|减少|增加|还剩|剩余|[尚还]有|余下|领先|落后"
)
# 两市
_SEVERAL = re.compile(r"[、和与及]|[两三四五六七八九]个?")


def _too_few(
    question: Question, operation: Operation, gathered: Gathered, retriever: Retriever, filters: Filters
) -> Draft | None:
    """With one figure or none nothing is compared; what was asked of named places the plain answer says."""
    if (
        operation.level in ("", "year")
        or (operation.kind == "each" and operation.level not in OF_A_PLACE)
        or len(question.regions) > 1
        or question.statuses_compared
    ):
        return None
    told = [c for one in gathered.found.values() if (c := _said_to_lead(operation, one))]
    if len(told) == 1:
        return Draft((told[0],), None, (), question.notice, (), 0.8)
    owner = "、".join(retriever.store.reader.regions.name(code) for code in question.regions)
    about = "各下辖地区的" if operation.kind == "each" else "可以互相比较的几个地区的"
    message = f"{owner + '的' if owner else ''}报告没有写到{about}{wording_of(question)}。"
    whole = own_of_whole(question, retriever, filters) if operation.kind == "each" else None
    near = [*gathered.found.values(), *([whole] if whole else [])]
    related = tuple((claim_figure(f).evidence, "other_region") for f in near)
    return Draft((), Refusal("no_figure", message), related)


# 粮食总产143.9万吨，继续位居全省县（市）第一: first there, and so first here
_LEADS = r"(?:第一|第1(?!\d)|首位|最[高多大快好])"
# ，增速全市最低
_TRAILS = r"(?:末位|最[低少小慢差])"
# 在各县(市、区)中: no other place
_AMONG = re.compile(r"[各全][省市县区州镇、()（）]+")
# 3.15%，亳州市最低
_OTHER_PLACE = re.compile(r"[一-鿿]{2}(?:[县市区镇乡州]|街道)")


def _said_to_lead(operation: Operation, one: FittedFigure) -> Claim | None:
    """The figure that a report says is the highest or lowest, in its statement: 目标完成率最高，达131.7%."""
    if operation.kind not in ("highest", "lowest") or operation.count > 1 or operation.position > 1:
        return None
    text, leads = one.evidence.paragraph.text, _LEADS if operation.kind == "highest" else _TRAILS
    behind = re.match(rf"[^。；;\d]{{0,16}}?{leads}", text[one.figure.end :])
    before = re.search(rf"{leads}[，,]?(?:[为是仅约]|达到?)*$", text[: one.figure.start])
    is_said = before or (behind and not _OTHER_PLACE.search(_AMONG.sub("", behind.group())))
    if not is_said or one.evidence.paragraph.kind == "table":
        return None
    end = one.figure.end + len(behind.group()) if behind and not before else one.figure.end
    start = max(
        text.rfind(mark, 0, before.start() if before else one.figure.start) + 1 for mark in "，,；;。\n"
    )
    evidence = replace(one.evidence, start=start, end=end)
    quote = text[start:end]
    name = "" if one.figure.name in quote else f"（{one.figure.name}）"
    return Claim("figure", label_figure(one.figure, quote) + name, quote, evidence)


def _draft(question: Question, operation: Operation, gathered: Gathered) -> Draft:
    operands = [Operand(name, one.figure) for name, one in gathered.found.items()]
    reason = why_not(operation, gathered, operands)
    if operation.kind in ("highest", "lowest", "which") and not operation.against_plan:
        operands = ranked_operands(operation, operands)
    if operation.between_ends and not reason:
        ranked = ranked_operands(replace(operation, kind="highest"), operands)
        operands = [ranked[0], ranked[-1]]
    claims = {o.name: claim_figure(gathered.found[o.name]) for o in operands}
    is_listing = gathered.is_completion or operation.kind == "each"
    result = None if reason or is_listing else compute(operation, operands)
    gaps = [_gap(name, question, gathered) for name in gathered.missing]
    if gathered.left_out and operation.level in ("city", "any"):
        gaps.append(_left_out(gathered.left_out))
    if result is None and not is_listing:
        gaps.append(f"{reason or '这类数据不能这样计算'}，不作计算")
    rows = (*claims, *gathered.missing)
    column = _column(operands)
    cells = tuple((name, column, claim) for name, claim in claims.items())
    grid = None if gathered.unclear else Grid(gathered.heading or "性质", rows, (column,), cells)
    shown = [claims[o.name] for o in passing(operation, operands) or operands]
    return Draft(
        claims=(*(shown or list(claims.values()))[:MAX_OPERANDS], *map(claim_figure, gathered.beside)),
        refusal=None,
        notice="；".join(filter(None, (question.notice, _extent(operation, gathered)))),
        gaps=tuple(gaps),
        confidence=min(0.95, round(min(f.fit.score for f in gathered.found.values()), 3)),
        computations=(computation_of(operation, result, claims),) if result else (),
        grid=grid,
        opening=_verdict(question, operation, operands) if result or _is_told(gathered) else "",
    )


def _extent(operation: Operation, gathered: Gathered) -> str:
    """How many places sentences name, which often tell but the first or the best; a table has them all."""
    is_prose = any(one.evidence.paragraph.kind != "table" for one in gathered.found.values())
    is_told_of_all = operation.kind in ("each", "sum", "average") or operation.between_ends
    is_of_places = is_told_of_all and operation.level in OF_A_PLACE
    return f"报告里找到的是{len(gathered.found)}个地区的数" if is_prose and is_of_places else ""


def _left_out(names: Sequence[str]) -> str:
    """Places of the library that the comparison does not hold: they may have more, or less."""
    told = "、".join(names[:MAX_LEFT_OUT]) + ("等" if len(names) > MAX_LEFT_OUT else "")
    return f"没有列入比较（没有找到同一时期的数）：{told}{len(names)}个地区"


def _is_told(gathered: Gathered) -> bool:
    """Whether a report says itself how far the target was met, and says it once."""
    return gathered.is_completion and not gathered.unclear


def _gap(name: str, question: Question, gathered: Gathered) -> str:
    """What is missing, by its own name where that is an indicator."""
    return f"{_lacking(name, question, gathered)}，没有找到"


def _lacking(name: str, question: Question, gathered: Gathered) -> str:
    times = "、".join(map(period_label, question.periods)) if not gathered.heading else ""
    if gathered.heading == "指标":
        return name
    about = wording_of(question)
    if gathered.heading:
        return f"{name}的{times}{about}"
    return f"{times}{ASKS_RATE.sub('', about) or about}的{name}"


def _verdict(question: Question, operation: Operation, operands: Sequence[Operand]) -> str:
    """Whether the target was met, or the place is the one, for those who ask so; "" where the figures do not show it."""
    if operation.level == "beside":
        own = [o.figure for o in operands if o.figure.region == question.regions[0]]
        top = operands[0].figure
        is_top = bool(own) and (own[0].value, own[0].unit) == (top.value, top.unit)
        return "" if not own else "是，" if is_top else "不是，"
    if len(operands) < 2 or not asks_whether(question.text) or not question.statuses_compared:
        return ""
    (result, against), told = (o.figure for o in operands[:2]), operands[1].name
    if any(_is_of_part(o.figure, question) for o in operands[:2]):
        return ""  # 投资目标完成了吗 is not decided by what 重点项目 did
    if told == "完成率":
        return "已完成；" if against.value >= 100 else "未完成；"
    if result.period != against.period or (result.status, against.status) != ("actual", "target"):
        return ""  # what is expected has not been reached yet
    done, asked = (f.value * scale(f.unit)[0] for f in (result, against))
    falls = against.bound in ("at_most", "less_than") or "控制" in against.context or asked < 0
    is_met = done <= asked if falls else done >= asked
    return "已达到目标；" if is_met else "未达到目标；"


def _is_of_part(figure: Figure, question: Question) -> bool:
    asked = " ".join((question.text, question.around, *question.terms))
    return bool(figure.subject) and coverage(fold(figure.subject), asked) < MIN_ASKED


def _column(operands: Sequence[Operand]) -> str:
    figure = operands[0].figure
    same_time = len({o.figure.period for o in operands}) == 1
    same_indicator = len({o.figure.indicator for o in operands}) == 1
    time = period_label(figure.period) if same_time and figure.period else ""
    growth = "增速" if figure.kind == "growth" else ""
    return time + (figure.indicator + growth if same_indicator else "") or "数值"
