"""The set that grows in use: questions from conversations, kept with what would have been right."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

from evals.dataset import Case, read_case, read_set
from evals.errors import SetError
from evals.quantities import plain

CASEBOOK = Path("evals") / "cases.jsonl"  # in the data directory
MAX_CASES = 20_000  # a set that people write by hand stays far below
_writing = threading.Lock()


def read_cases(home: Path) -> list[Case]:
    """All cases of a data directory; [] before the first."""
    path = home / CASEBOOK
    return read_set(path) if path.exists() else []


def add_case(home: Path, row: dict[str, Any]) -> Case:
    """Append a case, checked as a row of any set is; without an id it gets the next number.

    Raises:
        SetError: the row is wrong, or its id or question is there already.
    """
    path = home / CASEBOOK
    with _writing:
        known = read_cases(home)
        if len(known) >= MAX_CASES:
            raise SetError(f"{path}：已有 {MAX_CASES} 题，满了")
        row = row | {"id": row.get("id") or _next_id(known)}
        case = read_case(row, f"{path} 第 {len(known) + 1} 行")
        for other in known:
            if other.id == case.id:
                raise SetError(f"编号 {case.id} 在{other.place}已有")
            if (plain(other.question), other.history) == (plain(case.question), case.history):
                raise SetError(f"与{other.place}问的一样")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    return case


def _next_id(known: list[Case]) -> str:
    numbers = [
        int(case.id.removeprefix("chat-")) for case in known if case.id.removeprefix("chat-").isdigit()
    ]
    return f"chat-{max(numbers, default=0) + 1:04d}"
