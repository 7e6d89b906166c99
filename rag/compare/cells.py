"""Questions that one table answers: its rows, its columns and what stands over it account for every word asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.periods import find_periods, period_label, previous, year_of
from ingest.records import Bound, Figure
from ingest.segments import segment
from rag.answer.judge import asks_whether
from rag.compare.compute import Operand, ranked_operands
from rag.compare.finder import Gathered
from rag.compare.sheets import INDUSTRY, LEVELS, MIN_INDUSTRIES, MOVES, Row, Sheet, bare, full, sheets
from rag.records import Filters, Operation, Question
from rag.retrieve.retriever import Retriever
from rag.understand.number import UNIT
from rag.understand.operation import find_operation
from rag.understand.several import split_questions
from rag.understand.spans import blank_spans
from rag.understand.subject import content_of
from rag.wording.alike import alike
from rag.wording.overlap import coverage

MIN_NAMED = 0.4  # of the name of a row that a question gives it: 绿道三期 of 邛海环湖绿道三期
MIN_HEADER = 0.6  # of a column's header, said by the question
# 税收收入小计, 其他: no row beside the others
_NO_ROW = re.compile(r"[小合]计$|^(?:其[他它余中]|#)")
# 区住建局, 市水务公司: whose it is goes without saying
_OWNER = re.compile(r"^[省市县区州盟旗镇](?=[一-鿿]{3})|[(（].*?[)）]|\s|(?<=[一-鿿]{2})[小合总]计$")
# 前五位, 主要: what is not among them may be less than the last
_ONLY_FIRST = re.compile(r"前[一二三四五六七八九十\d]+|居前|靠前|主要|部分|重点|较[多高大]")
# 幼儿园和小学, of 普通小学
_BESIDE = re.compile("[和与跟比、及]")
# 起数, 件次: how many of what the table is about
_COUNTER = re.compile(r"(?:[起户件宗家人个次批场]|总)?(?:数|数量|数额|总量|次|量)|合计|绝对[数值量]|情况|")
# 变化多少, 涨了百分之多少, 哪个涨得快
_ASKS_MOVE = re.compile(
    r"[增升涨降跌减]了?(?:百分之)?(?:多少|几|没)|增长|下降|同比|环比|[增涨降升跌]幅|增速|变化|上升|下滑|"
    r"[涨降升跌增][得没]|减少|回落"
)
# 排第几
_ASKS_RANK = re.compile(r"第几|排名|位次|名次|排多少|排老几")
# 哪个月: no table of places tells it
_WHICH_TIME = re.compile(r"(?:哪|几|什么)一?个?(?:月|年|季|时|天|星期)")
# 指数最好的, which may be the lowest
_OF_WORTH = re.compile("最[好差优]")
# 一天能处理多少
_PER = re.compile("[一每]天|每[日月年]|[日月年人户]均|/[日天]")
# 占几成
_ASKS_SHARE = re.compile(r"占|几成|比重|百分之几|比例")
# 多少
_ASKS_NUMBER = re.compile(r"多少|几|哪|谁|什么|最|多[高大长]|分别|各|呢|情况|[增升涨降跌减占]")
# 年度计划
_PLANNED = re.compile(r"计划|目标|任务|预算")
# 完成率, 结案比例
_OF_RATE = re.compile(r"[率占比]|几成|进度|百分")
# 占多少, 涨了没: more than 分别多少
_ASKS_ELSE = re.compile(rf"{_ASKS_MOVE.pattern}|{_ASKS_SHARE.pattern}|完成")
# 差多少
_BY_HOW_MUCH = re.compile(r"相?差|[多少高低]了?(?:多少|几)")
# 学位增加情况: the number is how many more
_OF_MORE = re.compile(r"新增|增加")
# 哪个镇街, 哪个旗: rows that are places
_WHICH_PLACE = re.compile(
    r"(?:哪|各)[^,，的]{0,3}?(?:[县市区镇乡旗州盟](?![场域舰])|街道|地方)|"
    r"(?:[县市镇乡旗]|(?<![小社园景校库灌片])区|街道)(?:里|中|是?哪)"
)
# what asks of rows, and how it would ask of districts
_ROWS_ASKED = tuple(
    (re.compile(asked), plain)
    for asked, plain in (
        # 超过10亿元的项目有几个
        (
            r"的(?P<sort>[一-鿿]{0,8}?)(?:都|总共|一共)?有(?:几|多少|哪)[个项家种类些]",
            r"的区县有哪些 \g<sort>",
        ),
        (r"(?:哪|什么|啥)些", "哪些区县"),
        (
            r"(?:哪|什么|啥)(?:[几两三四五]个?)?一?(?:[个家类种项样所座条名起位宗](?![位名年]))?",
            "哪个区县",
        ),  # 哪几类
        (
            r"最(?P<most>[高多大快低少小慢])的(?P<sort>[一-鿿]{1,8})(?=\W*$)",
            r"哪个区县最\g<most> \g<sort>",
        ),  # 最大的产品
        (r"(?:各|每|所有)[个类项种家]?(?=[一-鿿]{2})", "各区县"),  # 各重点项目
    )
)
# words that tell neither row nor column
# 数量
_GENERIC = re.compile(
    r"(?:数量|情况|总数|[种门]?类型?|方面|单位|部门|地方|地区|区县|全部|所有|整个|[数量额]|达到?|完成|实现|年度|全年|当年|"
    r"去年|今年|本年|目前|现在|累计|幅度|程度|排名?|名?次|位次?|占?比[例重]|占?比|同比|环比|增长|下降|变化|[增降涨]幅|"
    r"增速|上升|减少|增加|新增|一共|合计|[几成第总]|金额|发生|引发|造成|引起|"
    r"最?[多高大快低少小慢差好]|按|出|前|[的了是]|花费?|浓度"
    r")+|[有为和与跟各里中上属占在率项件个家起人年级]"
)
# 没有完成投资计划, 完成投资超过计划的有哪些, 完成了任务的有几个
_OF_PLAN: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    ("less_than", re.compile(r"(?:没有?|未)能?(?:完成|达到)|不到|低于|少于|落后")),
    ("more_than", re.compile(r"超额完成|超[额过出]?|多于|高于")),
    ("at_least", re.compile(r"(?:完成|达到)了?")),
)
_PLACES = ("town", "district", "city", "county_city")
Told = tuple[Operation | None, Gathered]


@dataclass(frozen=True)
class _Asked:
    """A question as a table is held against it."""

    question: Question
    text: str  # without places and times
    wide: str  # and in the words of reports
    regions: frozenset[str]  # that the table must have rows of


def over_cells(question: Question, retriever: Retriever, filters: Filters) -> Told | None:
    """What is asked of the cells of one table, and they; None where no table accounts for all that is asked."""
    if not _ASKS_NUMBER.search(question.text) or question.intent == "summary" or asks_whether(question.text):
        return None
    found = (over_sheet(question, sheet, retriever) for sheet in sheets(question, retriever, filters))
    return next(filter(None, found), None)


def over_sheet(question: Question, sheet: Sheet, retriever: Retriever) -> Told | None:
    """What is asked of the cells of a table; None where it does not account for all that is asked."""
    asked = _asked(question, sheet, retriever)
    named = _rows_named(asked, sheet)
    if named is None or (_WHICH_TIME.search(asked.text) and not sheet.times):
        return None
    rows, text = named
    if not rows and (told := _against_plan(asked, sheet)):
        return told
    operation, rest = _operation(asked, sheet, rows, text)
    kind = operation.kind if operation else ""
    if operation and (operation.level == "beside" or operation.undone or operation.whole):
        return None
    if kind in ("average", "balance") or not (rows or kind in ("highest", "lowest", "which", "each")):
        return None
    columns: list[int] = []
    for piece in _pieces(rest):
        words = content_of(UNIT.sub(" ", piece), ())
        if columns and not _telling(words) and _asks_no_more(piece, sheet, columns[0]):
            continue
        column = _column(asked, piece, sheet, rows, operation)
        if column is None or not _accounted(words, column, sheet) or _is_of_other(piece, column, sheet):
            return None
        columns += [column] * (column not in columns)
    return _told(asked, sheet, rows, operation, columns)


def _pieces(text: str) -> list[str]:
    """The questions of a text; the first, where it tells nothing by itself, with the next: 哪个多，各多少企业."""
    first, *rest = split_questions(text) or [text]
    tells = not rest or _telling(content_of(UNIT.sub(" ", first), ()))
    return [first, *rest] if tells else [f"{first} {rest[0]}", *rest[1:]]


def _asks_no_more(piece: str, sheet: Sheet, column: int) -> bool:
    """差多少, 分别多少, 多少人 behind a column that counts them."""
    unit = UNIT.search(piece)
    held = next((row[column].unit for row in sheet.rows.values() if column in row), "")
    is_same = not unit or not held or unit["unit"] == "个" or _is_same_unit(unit["unit"], held)
    return is_same and not _ASKS_ELSE.search(piece)


def _asked(question: Question, sheet: Sheet, retriever: Retriever) -> _Asked:
    text = full(question.text)
    if question.around and question.content not in text:
        text += f" {full(question.content)}"
    regions, own = retriever.store.reader.regions, sheet.report.region
    places = [m for m in (*regions.find(text, within=own), *regions.find_local(text, own)) if m.code]
    times = [m for m in find_periods(text, year_of(sheet.report.period), bare_years=True) if m.period]
    names = [(at, at + len(n)) for n in map(_form, sheet.rows) if (at := text.find(n)) >= 0]
    own_name = regions.name(own)  # 三门, which by itself may be no place
    spans = [(0, len(form)) for form in (own_name, own_name[:-1]) if len(form) > 1 and text.startswith(form)]
    spans += [(m.start, m.end) for m in times]
    inside = set()
    for m in places:  # 濯水镇敬老院 is no 濯水镇
        held = next((start for start, end in names if start < m.end < end), m.end)
        inside |= {m.code} if held < m.end else set()
        spans.append((m.start, max(held, m.start)))
    text = blank_spans(text, spans)
    wide = " ".join((text, question.content, *question.terms, *(w.content for w in question.wordings)))
    return _Asked(question, text, wide, frozenset(question.regions) - {own, *inside})


def _form(name: str) -> str:
    """A row without whose it is: 水务公司, of 市水务公司; 税收收入, of 税收收入小计."""
    return full(_OWNER.sub("", name))


# --- rows -------------------------------------------------------------------------------------------------


def _rows_named(asked: _Asked, sheet: Sheet) -> tuple[list[str], str] | None:
    """The rows that a question names, in its order, and the words left; None where a place that it names has none."""
    text, order = asked.text, asked.question.regions
    regions = {name: next(iter(cells.values())).region for name, cells in sheet.rows.items()}
    if asked.regions - set(regions.values()):
        return None
    if asked.regions:
        named = sorted(
            (n for n in regions if regions[n] in asked.regions), key=lambda n: order.index(regions[n])
        )
        return named, re.sub("|".join(map(re.escape, named)), " ", text)
    if sheet.times:
        return [n for p in asked.question.periods for n, own in sheet.times.items() if own == p], text
    found = []
    for name, said in sorted(_names_said(text, sheet), key=lambda one: -len(one[1])):
        if (at := text.find(said)) >= 0:
            found.append((at, name))
            text = text[:at] + " " * len(said) + text[at + len(said) :]
    return [name for _, name in sorted(found)], text


def _names_said(text: str, sheet: Sheet) -> list[tuple[str, str]]:
    """Rows and how the text names them: in full, without whose they are, or by what no other row has (中职, 绿道三期)."""
    forms = {n: _form(n) for n in sheet.rows}
    named = [(n, f) for n, f in forms.items() if f and f in text]
    if named and not _BESIDE.search(text):
        return named
    for _, form in named:
        text = text.replace(form, " ")
    told = {*forms.values()}
    rest = {n: f for n, f in forms.items() if (n, f) not in named and not _NO_ROW.search(n)}
    return named + [
        (n, part) for n, form in rest.items() if (part := _part_said(form, text, told, sheet.said))
    ]


def _part_said(form: str, text: str, names: Iterable[str], said: str) -> str:
    """What the text has of one name and of no other; "" where that is too little, or stands over the table as well."""
    run = max(_runs(form, text), key=len, default="")
    if run not in said and len(run) >= max(2, MIN_NAMED * len(form)) and sum(run in n for n in names) == 1:
        return run
    short = next((w for w in segment(text) if len(w) > 1 and _is_short(w, form)), "")
    return short if short and sum(_is_short(short, n) for n in names) == 1 else ""


def _is_short(word: str, name: str) -> bool:
    """中职, of 中等职业学校."""
    return name.startswith(word[0]) and bool(re.search(".+".join(map(re.escape, word)), name))


def _runs(words: str, told: str) -> Iterator[str]:
    """The runs of the words that are told, the longest at each place."""
    at = 0
    while at < len(words):
        end = next((e for e in range(len(words), at, -1) if words[at:e] in told), at)
        if end > at:
            yield words[at:end]
        at = max(end, at + 1)


def _operation(asked: _Asked, sheet: Sheet, rows: Sequence[str], text: str) -> tuple[Operation | None, str]:
    """What is asked of the rows, read as if they were districts, and the words that do not say so."""
    plain, _ = find_operation(text, max(len(rows), 1))
    is_place = bool(_WHICH_PLACE.search(text)) or bool(plain and plain.level in _PLACES)
    if is_place and not rows and not sheet.is_of_places:
        return None, text
    if not rows and not is_place:
        ways = (pattern.subn(plain, text, count=1) for pattern, plain in _ROWS_ASKED)
        text = next((turned for turned, n in ways if n), text)
    question = asked.question
    against = question.operation.against if question.operation and len(rows) < 2 else ""
    if against and _OF_MORE.search(sheet.said) and not re.search("[比较]", text):
        against = ""  # 学位增加了多少 is told itself
    operation, spans = find_operation(text, max(len(rows), 1), against)
    is_alone = len(rows) < 2 and len(question.periods) < 2 and not against
    if operation and operation.kind == "difference" and is_alone:
        operation = None
    text = blank_spans(text, spans)
    if operation and spans:  # 收案(最多),受理多少件: two questions
        text = text[: spans[0][0]] + "哪" + text[spans[0][1] :]
    if operation and operation.test:
        text = text.replace(operation.test.printed or " ", " ")
    is_of_rows = operation and (
        operation.level not in ("", "year", "beside") or (operation.level == "year" and sheet.times)
    )
    return replace(operation, level="row") if operation and is_of_rows else operation, text


# --- columns ----------------------------------------------------------------------------------------------


def _column(
    asked: _Asked, piece: str, sheet: Sheet, rows: Sequence[str], operation: Operation | None
) -> int | None:
    """The column asked about: by its header, the unit asked for, or as the only one of its sort; None where two are."""
    of_test = bool(operation and (operation.on_growth or (operation.test and operation.test.direction)))
    moves = of_test or bool(_ASKS_MOVE.search(piece))
    fitting = _fitting(asked, piece, sheet, rows, operation, moves)
    unit = UNIT.search(piece)
    counted = [k for k, f in fitting.items() if unit and f.unit and _is_same_unit(unit["unit"], f.unit)]
    heads = {
        k: bare(sheet.headers[k], moves) or (bare(sheet.columns[k], True) if moves else "")
        for k in counted or fitting
    }
    piece = UNIT.sub(" ", piece)
    unread = {
        k: bare(sheet.headers[k]) for k in sheet.columns if not any(k in row for row in sheet.rows.values())
    }
    chosen = _best_named(
        piece, piece if len(piece) < len(asked.text) / 2 else asked.wide, {**heads, **unread}
    )
    chosen = chosen or [k for k, h in heads.items() if _COUNTER.fullmatch(h)] or list(heads)
    return chosen[0] if len(chosen) == 1 and chosen[0] in heads else None


def _is_same_unit(one: str, other: str) -> bool:
    return one.lstrip("万千百亿") == other.lstrip("万千百亿")


def _best_named(piece: str, wide: str, heads: Mapping[int, str]) -> list[int]:
    """The columns whose headers say most of what is asked, and of these the longest; none where none says any of it."""
    score = {
        k: (_shared(piece, h), 0 if _COUNTER.fullmatch(h) else round(coverage(h, wide), 2))
        for k, h in heads.items()
    }
    best = max(score.values(), default=(0.0, 0.0))
    if not best[0] and best[1] < MIN_HEADER:
        return []
    named = [k for k, one in score.items() if one == best]
    return [k for k in named if len(heads[k]) == max(len(heads[n]) for n in named)]


def _fitting(
    asked: _Asked, piece: str, sheet: Sheet, rows: Sequence[str], operation: Operation | None, moves: bool
) -> Row:
    """The columns of the sort of number and of the time asked for, each with one of its cells."""
    cells = [sheet.rows[n] for n in rows] or list(sheet.rows.values())
    is_planned = asked.question.status == "target" or bool(_PLANNED.search(asked.text))
    of_rank = bool(_ASKS_RANK.search(piece)) and not operation
    found = {k: f for row in cells for k, f in row.items() if not rows or all(k in each for each in cells)}
    found = {
        k: f
        for k, f in found.items()
        if (is_planned or not (f.status == "target" or _PLANNED.search(sheet.headers[k])) or of_rank)
        and (f.kind == "rank" if of_rank else _is_of_sort(f, piece, moves, bare(sheet.headers[k])))
    }
    times = [] if sheet.times else _times(asked.question, sheet, operation)
    if times:
        return {k: f for k, f in found.items() if f.period == times[0] or f.kind == "rank"}
    if _ASKS_SHARE.search(piece) and (
        of_share := [k for k in found if re.search("[占比]", sheet.headers[k])]
    ):
        return {k: found[k] for k in of_share}
    newest = max((f.period for f in found.values() if f.status != "target"), default="")
    return {k: f for k, f in found.items() if f.period == newest or f.status == "target" or sheet.times}


def _is_of_sort(figure: Figure, piece: str, moves: bool, header: str) -> bool:
    if figure.kind == "rank" or (figure.kind in MOVES) != moves:
        return False
    return figure.kind != "ratio" or bool(_OF_RATE.search(piece)) or (len(header) > 1 and header in piece)


def _times(question: Question, sheet: Sheet, operation: Operation | None) -> list[str]:
    """The times asked about, as the cells have them: 2023年 for the middle of 2023 that a report is on."""
    held = {f.period for cells in sheet.rows.values() for f in cells.values()}
    same = {p: next((h for h in held if year_of(h) == year_of(p)), p) for p in question.periods}
    told = {sheet.report.period, previous(sheet.report.period)[:4] if "同期" in question.text else ""}
    asked = [p if p in held or p not in told else same[p] for p in question.periods]
    if operation and operation.against and len(asked) < 2:
        now = asked[0] if asked else max(held)
        return [now, previous(now) if operation.against == "previous" else operation.against]
    return asked


def _shared(words: str, header: str) -> float:
    """How many characters of what is asked a header says; one by itself counts half."""
    told = sum(len(w) for w in segment(words) if w not in header and any(a in header for a in alike(w)))
    return told + sum(len(run) if len(run) > 1 else 0.5 for run in set(_runs(words, header)))


def _accounted(words: str, column: int, sheet: Sheet) -> bool:
    """Whether the column, what stands over the table or the names of its rows say all that is asked."""
    told = f"{sheet.said} {sheet.columns[column]}"
    for end in sorted({name[-k:] for name in sheet.rows for k in (2, 3)}, key=len, reverse=True):
        words = words.replace(end, " ") if len(end) > 1 else words
    for word in sorted(set(segment(words)), key=len, reverse=True):
        is_told = len(word) > 1 and any(a in told for a in (word, *alike(word)))
        words = words.replace(word, " ") if is_told else words
    for run in sorted(_runs(words, told), key=len, reverse=True):
        words = words.replace(run, " ") if len(run.strip()) > 1 else words
    return all(set(word) <= {*sheet.headers[column], "了"} for word in _telling(words))  # 死人 of 死亡人数


def _is_of_other(piece: str, column: int, sheet: Sheet) -> bool:
    """Whether a question names another column in full (茶叶增长 beside 花生增长), or a day's where this is all year's."""
    own = f"{sheet.columns[column]} {sheet.headers[column]}"
    heads = (bare(h) for k, h in enumerate(sheet.headers) if k in sheet.columns)
    is_named = any(len(h) > 1 and h in piece and h not in own for h in heads)
    return is_named or bool(_PER.search(piece) and not _PER.search(own))


def _telling(words: str) -> list[str]:
    """The words that tell what is counted, and of what: 高中, though 高 and 中 by themselves tell nothing."""
    return [w for w in segment(words) if re.search(r"\w", w) and not _GENERIC.fullmatch(w)]


# --- answers ----------------------------------------------------------------------------------------------


def _told(
    asked: _Asked, sheet: Sheet, rows: Sequence[str], operation: Operation | None, columns: Sequence[int]
) -> Told | None:
    """The cells that answer, and what is to be worked out of them."""
    column, kind = columns[0], operation.kind if operation else ""
    if not rows:
        return _over_all(asked, sheet, operation, columns) if operation else None
    named = {n: sheet.rows[n][column] for n in rows}
    times = [] if sheet.times else _times(asked.question, sheet, operation)
    if len(times) > 1 or (kind == "difference" and len(rows) == 1):
        return _over_times(sheet, rows, operation if kind == "difference" else None, column, times)
    if _ASKS_SHARE.search(asked.text) and not any(f.kind == "ratio" for f in named.values()):
        return _share(named, sheet.wholes.get(column), sheet)
    if operation and kind in ("difference", "sum", "ratio", "highest", "lowest") and len(named) > 1:
        if kind in ("highest", "lowest") and len(named) == 2 and _BY_HOW_MUCH.search(asked.text):
            operation = replace(operation, kind="difference", level="")
        measure = (
            ""
            if asked.regions or _COUNTER.fullmatch(bare(sheet.headers[column]))
            else bare(sheet.headers[column])
        )
        return operation, _gathered({f"{n}{measure}": f for n, f in named.items()}, sheet)
    cells = {f"{n}{sheet.headers[k]}": sheet.rows[n][k] for n in rows for k in columns}
    return (None, _gathered(cells, sheet)) if kind in ("", "each") else None


def _share(named: Mapping[str, Figure], whole: Figure | None, sheet: Sheet) -> Told | None:
    """What a row is of another that is named behind it, or of all of them."""
    parts = {**named, "合计": whole} if whole and len(named) == 1 else named
    return (Operation("share"), _gathered(parts, sheet)) if len(parts) == 2 else None


def _over_times(
    sheet: Sheet, rows: Sequence[str], operation: Operation | None, column: int, times: Sequence[str]
) -> Told | None:
    """The cells of one row for each of the times; None where one lacks."""
    head = bare(sheet.headers[column])
    row = [
        f
        for k, f in sheet.rows[rows[0]].items()
        if f.kind not in (*MOVES, "rank") and bare(sheet.headers[k]) == head
    ]
    named = {period_label(p): f for p in times for f in row if f.period == p}
    return (operation, _gathered(named, sheet)) if len(named) == len(times) > 1 == len(rows) else None


def _over_all(asked: _Asked, sheet: Sheet, operation: Operation, columns: Sequence[int]) -> Told | None:
    """All rows that stand beside each other; of the first or last of them what else is asked."""
    rows = {n: cells for n, cells in sheet.rows.items() if columns[0] in cells and not _NO_ROW.search(n)}
    industries = {n: cells for n, cells in rows.items() if INDUSTRY.fullmatch(n)}
    rows = industries if "行业" in asked.text and len(industries) >= MIN_INDUSTRIES else rows
    named = {n: cells[columns[0]] for n, cells in _of_sort(asked.text, rows, sheet).items()}
    is_cut = operation.kind == "lowest" and _ONLY_FIRST.search(sheet.section)
    is_worth = _OF_WORTH.search(asked.text) and any(f.kind != "ratio" for f in named.values())
    if is_cut or is_worth or len(named) < 2 or len({f.unit for f in named.values()}) > 1:
        return None
    first = ranked_operands(operation, [Operand(n, f) for n, f in named.items()])[0].name
    beside = (sheet.fitted(rows[first][k]) for k in columns[1:] if k in rows[first])
    return operation, replace(_gathered(named, sheet), beside=tuple(beside))


def _of_sort(text: str, rows: Mapping[str, Row], sheet: Sheet) -> Mapping[str, Row]:
    """Of 敬老院 and other homes those, where 敬老院 are asked about that no header names."""
    ends = {name[-k:] for name in rows for k in (2, 3)}
    sort = max((end for end in ends if end in text and end not in sheet.said), key=len, default="")
    return {n: cells for n, cells in rows.items() if n.endswith(sort)}


def _against_plan(asked: _Asked, sheet: Sheet) -> Told | None:
    """Which rows have done what was planned for them, by a column of each; None where that is not asked, or not told."""
    side = next((side for side, words in _OF_PLAN if words.search(asked.text)), None)
    if (
        side is None
        or not _PLANNED.search(asked.text)
        or not re.search("哪|几个|几项|多少[个项]", asked.text)
    ):
        return None
    levels = [k for k, f in next(iter(sheet.rows.values())).items() if f.kind in LEVELS]
    plans = [k for k in levels if _PLANNED.search(sheet.headers[k])]
    done = [k for k in levels if re.search("完成|实际", sheet.headers[k]) and k not in plans]
    words = content_of(
        re.sub("|".join((_PLANNED.pattern, *(p.pattern for _, p in _OF_PLAN))), " ", asked.text), ()
    )
    rows = {n: cells for n, cells in sheet.rows.items() if {*plans, *done} <= set(cells)}
    if len(plans) != 1 or len(done) != 1 or not rows or not _accounted(words, done[0], sheet):
        return None
    pairs: Iterable[tuple[str, Figure]] = (
        pair for n, row in rows.items() for pair in ((n, row[done[0]]), (f"{n}计划", row[plans[0]]))
    )
    return Operation("which", level="row", against_plan=side), _gathered(dict(pairs), sheet)


def _gathered(named: Mapping[str, Figure], sheet: Sheet) -> Gathered:
    found = {name: sheet.fitted(figure) for name, figure in named.items()}
    return Gathered("项目", found, (), of_one_indicator=False, of_one_status=False, of_one_time=False)
