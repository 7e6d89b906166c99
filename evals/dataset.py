"""Question sets: JSONL, CSV or XLSX, one question a row, every row checked when it is loaded.

The keys of a row are the fields of `Case`. In CSV and XLSX a cell holds a list as JSON or as lines:
gold_figures `138家`, evidence `file.txt: quote`, history `user: question`.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.errors import SetError
from evals.quantities import find_quantities, plain, read_wanted
from ingest.errors import os_reason
from ingest.invalid import sentence
from ingest.sheets import read_rows
from rag.records import Role, Turn

CATEGORIES = (
    "value", "change", "rank", "share", "list", "who", "text", "yes_no", "compare", "compute", "joint", "follow_up",
    "summary", "refusal", "adversarial",
)  # fmt: skip
LISTS = ("history", "gold_figures", "gold_any", "gold_all", "must_not", "evidence")
TRUE, FALSE = ("true", "1", "是", "yes"), ("false", "0", "否", "no")
# "138家", "-3.2%", "第三"
FIGURE_CELL = re.compile(r"(-?[第前]?[\d.,一二两三四五六七八九十百千万亿点零〇]+)(.*)")


@dataclass(frozen=True)
class GoldValue:
    """A figure that an answer has to state, as printed in the report or as computed."""

    value: str
    unit: str

    def __str__(self) -> str:
        return self.value + self.unit


@dataclass(frozen=True)
class Evidence:
    """A run of a document that the answer stands on."""

    doc: str  # file name
    quote: str


@dataclass(frozen=True)
class Case:
    """A question and what is right."""

    id: str
    question: str
    history: tuple[Turn, ...]
    category: str
    answerable: bool
    gold_figures: tuple[GoldValue, ...]  # all of them
    gold_any: tuple[str, ...]  # any one of them; () leaves it open
    gold_all: tuple[str, ...]  # each of them; "a|b" is either
    must_not: tuple[str, ...]  # none of them
    evidence: tuple[Evidence, ...]
    note: str
    place: str  # sets/dev.jsonl, row 7

    @property
    def gold(self) -> str:
        """What is right, in a few words."""
        if not self.answerable:
            return "（拒答）"
        figures = "、".join(map(str, self.gold_figures))
        parts = (figures, "、".join(self.gold_all), " / ".join(self.gold_any))
        return "；".join(part for part in parts if part)

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


def case_from_dict(row: Mapping[str, Any]) -> Case:
    """The inverse of `Case.to_dict`."""
    return Case(
        id=row["id"],
        question=row["question"],
        history=tuple(Turn(**turn) for turn in row["history"]),
        category=row["category"],
        answerable=row["answerable"],
        gold_figures=tuple(GoldValue(**gold) for gold in row["gold_figures"]),
        gold_any=tuple(row["gold_any"]),
        gold_all=tuple(row.get("gold_all", ())),  # runs stored earlier have none
        must_not=tuple(row["must_not"]),
        evidence=tuple(Evidence(**evidence) for evidence in row["evidence"]),
        note=row["note"],
        place=row["place"],
    )


# --- rows -------------------------------------------------------------------------------------------------


class _Turn(BaseModel):
    model_config = ConfigDict(extra="forbid")
    role: Role
    content: str = Field(min_length=1)


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)
    value: str = Field(min_length=1)
    unit: str = ""


class _Evidence(BaseModel):
    model_config = ConfigDict(extra="forbid")
    doc: str = Field(min_length=1)
    quote: str = Field(min_length=1)


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    history: list[_Turn] = []
    category: str = Field(min_length=1)
    answerable: bool
    gold_figures: list[_Value] = []
    gold_any: list[str] = []
    gold_all: list[str] = []
    must_not: list[str] = []
    evidence: list[_Evidence] = []
    note: str = ""


def read_set(path: Path) -> list[Case]:
    """The questions of a set.

    Raises:
        SetError: naming the row, the key and what was expected.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise SetError(f"{path}：不读 {path.suffix or '没有后缀的'} 文件，只读 {'、'.join(READERS)}")
    try:
        cases = [read_case(row, f"{path} 第 {number} 行") for number, row in reader(path)]
    except OSError as error:
        raise SetError(f"{path}：{os_reason(error)}") from error
    except UnicodeDecodeError as error:
        raise SetError(f"{path}：不是 UTF-8") from error
    check_ids(cases)
    return cases


def read_sets(paths: Sequence[Path]) -> list[Case]:
    """The questions of several sets, whose ids may not meet either."""
    cases = [case for path in paths for case in read_set(path)]
    check_ids(cases)
    return cases


def check_ids(cases: Iterable[Case]) -> None:
    """Refuse two cases of one id."""
    places: dict[str, str] = {}
    for case in cases:
        if case.id in places:
            raise SetError(f"{case.place}：编号 {case.id} 在{places[case.id]}已有")
        places[case.id] = case.place


def read_case(raw: Any, place: str) -> Case:
    """A row as a case, checked by itself.

    Raises:
        SetError: naming the key and what was expected.
    """
    try:
        row = _Row.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"])) or "这一行"
        raise SetError(f"{place}，{key} {sentence(first)}") from error
    case = Case(
        row.id, row.question, tuple(Turn(turn.role, turn.content) for turn in row.history), row.category,
        row.answerable, tuple(GoldValue(one.value, one.unit) for one in row.gold_figures),
        tuple(row.gold_any), tuple(row.gold_all), tuple(row.must_not),
        tuple(Evidence(one.doc, one.quote) for one in row.evidence), row.note, place,
    )  # fmt: skip
    if complaint := _contradiction(case):
        raise SetError(f"{place}：{complaint}")
    return case


def _contradiction(case: Case) -> str:
    """What cannot be meant; "" when nothing is wrong."""
    for gold in case.gold_figures:
        try:
            read_wanted(gold.value, gold.unit)
        except ValueError as error:
            return str(error)
    has_gold = bool(case.gold_figures or case.gold_any or case.gold_all)
    if case.answerable and not has_gold:
        return "answerable 为真，而 gold_figures、gold_any、gold_all 都没有写对的是什么"
    if not case.answerable and has_gold:
        return "answerable 为假，而 gold_figures、gold_any 或 gold_all 写着答案"
    if "" in (*case.gold_any, *case.gold_all, *case.must_not):
        return "gold_any、gold_all 或 must_not 里有空字符串"
    if both := set(map(plain, case.gold_any)) & set(map(plain, case.must_not)):
        return f"“{both.pop()}”既要又不许"
    figures = {plain(str(gold)) for gold in case.gold_figures}
    if both := figures & set(map(plain, case.must_not)):
        return f"“{both.pop()}”既要又不许"
    return ""


# --- formats ----------------------------------------------------------------------------------------------


def _read_jsonl(path: Path) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except json.JSONDecodeError as error:
            raise SetError(f"{path} 第 {number} 行：不是 JSON（第 {error.colno} 个字符）") from error


def _read_csv(path: Path) -> Iterator[tuple[int, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, cells in enumerate(csv.DictReader(file), 2):
            yield number, _from_cells(cells, f"{path} 第 {number} 行")


def _read_xlsx(path: Path) -> Iterator[tuple[int, Any]]:
    """The first sheet; its first row names the columns."""
    rows = read_rows(path)
    try:
        names = [str(name or "").strip() for name in next(rows, ())]
    except ValueError as error:
        raise SetError(f"{path}：不是 XLSX 文件") from error
    for number, cells in enumerate(rows, 2):
        row = {name: _cell_text(cell) for name, cell in zip(names, cells, strict=True) if name}
        if any(row.values()):
            yield number, _from_cells(row, f"{path} 第 {number} 行")


READERS: dict[str, Callable[[Path], Iterator[tuple[int, Any]]]] = {
    ".jsonl": _read_jsonl,
    ".csv": _read_csv,
    ".xlsx": _read_xlsx,
}


def _cell_text(cell: Any) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _from_cells(cells: dict[str, Any], place: str) -> dict[str, Any]:
    """A row of a sheet with its cells as the lists and truths that they write."""
    row: dict[str, Any] = {}
    for name, cell in cells.items():
        if name is None or cell is None:
            raise SetError(f"{place}：格数与第一行不同")
        text = cell.strip()
        if name in LISTS:
            row[name] = _list_cell(name, text, place)
        elif name == "answerable" and text.lower() in (*TRUE, *FALSE):
            row[name] = text.lower() in TRUE
        else:
            row[name] = text
    return row


def _list_cell(name: str, text: str, place: str) -> list[Any]:
    if text.startswith("["):
        try:
            return list(json.loads(text))
        except json.JSONDecodeError as error:
            raise SetError(f"{place}，{name} 不是 JSON（第 {error.colno} 个字符）") from error
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if name == "gold_figures":
        return [_figure_cell(line, place) for line in lines]
    if name in ("evidence", "history"):
        keys = ("doc", "quote") if name == "evidence" else ("role", "content")
        return [dict(zip(keys, _two_parts(line, place, name), strict=True)) for line in lines]
    return lines


def _figure_cell(line: str, place: str) -> dict[str, str]:
    match = FIGURE_CELL.fullmatch(line)
    if match is None:
        raise SetError(f"{place}，gold_figures：“{line}”不是带单位的数")
    return {"value": match[1], "unit": match[2].strip()}


def _two_parts(line: str, place: str, name: str) -> tuple[str, str]:
    parts = re.split("[:：]", line, maxsplit=1)
    if len(parts) < 2:
        raise SetError(f"{place}，{name}：“{line}”里没有冒号")
    return parts[0].strip(), parts[1].strip()


# --- against the documents --------------------------------------------------------------------------------


def check_cases(cases: Sequence[Case], documents: dict[str, str]) -> list[str]:
    """What is wrong with a set beyond its rows, one line a fault; [] when nothing is.

    Args:
        documents: file name → text of every report that the questions are about.
    """
    faults = [fault for case in cases for fault in _check_evidence(case, documents)]
    return faults + list(_check_twins(cases))


def _check_evidence(case: Case, documents: dict[str, str]) -> Iterator[str]:
    """Quotes stand in their documents, and what is printed stands in the quotes."""
    for evidence in case.evidence:
        if evidence.doc not in documents:
            yield f"{case.place}：报告里没有 {evidence.doc}"
        elif evidence.quote not in documents[evidence.doc]:
            yield f"{case.place}：“{evidence.quote[:30]}”不在 {evidence.doc} 里"
    if case.answerable and not case.evidence:
        yield f"{case.place}：answerable 为真，而没有出处"
    if case.category == "compute":
        return
    quoted = [quantity for evidence in case.evidence for quantity in find_quantities(evidence.quote)]
    for gold in case.gold_figures:
        for wanted in read_wanted(gold.value, gold.unit):
            # the unit of a table's cell stands in the head of its column
            if not any(abs(wanted.magnitude - one.magnitude) == 0 for one in quoted) and not any(
                gold.value in evidence.quote for evidence in case.evidence
            ):
                yield f"{case.place}：{gold} 不在任何一条出处的原文里"


def _check_twins(cases: Sequence[Case]) -> Iterator[str]:
    """One question asked twice, worse with two answers."""
    seen: dict[tuple[str, tuple[Turn, ...]], Case] = {}
    for case in cases:
        twin = seen.setdefault((plain(case.question), case.history), case)
        if twin is not case:
            same = (twin.answerable, twin.gold_figures) == (case.answerable, case.gold_figures)
            yield f"{case.place}：与{twin.place}问的一样" + ("" if same else "，答案却不同")
