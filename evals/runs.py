"""Stored runs: a folder each, with what was asked, what was answered, and by what.

`run.json` says what was run on what, `cases.jsonl` holds the questions, `answers.jsonl` each answer as it came.
Verdicts are not stored: they follow from the two, so that a mended metric judges old and new runs alike.
"""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from evals.dataset import Case, case_from_dict
from evals.errors import RunError
from evals.metrics import Scores, Verdict, judge, score

JsonObject = dict[str, Any]
ROOT = Path(__file__).parent.parent
# Those whose version may change an answer.
PACKAGES = (
    "wenju",
    "chromadb",
    "tantivy",
    "rjieba",
    "openvino",
    "tokenizers",
    "sentence-transformers",
    "opencc",
)


@dataclass(frozen=True)
class Given:
    """An answer as it came, and how long it took."""

    id: str
    answer: Mapping[str, Any]
    ms: float


@dataclass(frozen=True)
class Judged:
    """A question, its answer and what is to be said of it."""

    case: Case
    given: Given
    verdict: Verdict


@dataclass(frozen=True)
class Run:
    """A run as stored."""

    folder: Path
    about: JsonObject
    cases: tuple[Case, ...]
    answers: Mapping[str, Given]

    @property
    def id(self) -> str:
        return self.folder.name

    @property
    def is_finished(self) -> bool:
        return len(self.answers) == len(self.cases)

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """Every answered question with its verdict, in the order of the sets."""
        pairs = ((case, self.answers.get(case.id)) for case in self.cases)
        return tuple(Judged(case, given, judge(given.answer, case)) for case, given in pairs if given)

    def scores(self) -> dict[str, Scores]:
        """The scores of each category, in the order they first occur, and of all as "合计"."""
        groups: dict[str, list[Judged]] = {}
        for one in self.judged:
            groups.setdefault(one.case.category, []).append(one)
        return {name: score_of(group) for name, group in groups.items()} | {"合计": score_of(self.judged)}


def score_of(judged: Iterable[Judged]) -> Scores:
    """The scores of judged answers."""
    return score([(one.case, one.verdict, one.given.ms) for one in judged])


# --- the folder -------------------------------------------------------------------------------------------


def create_run(
    folder: Path, cases: Sequence[Case], sets: Sequence[Path], target: JsonObject, tag: str, workers: int
) -> Run:
    """A new run, nothing answered yet.

    Args:
        folder: of all runs.
    """
    started = datetime.now().astimezone()
    stamp, ending = f"{started:%Y%m%d-%H%M%S}", f"-{_safe(tag)}" if tag else ""
    home = folder / (stamp + ending)
    for n in range(2, 1000):  # two runs in one second; "." sorts behind "-"
        if not home.exists():
            break
        home = folder / f"{stamp}.{n}{ending}"
    about = {
        "tag": tag,
        "started": started.isoformat(timespec="seconds"),
        "sets": [{"path": str(path), "sha256": _sha256(path)} for path in sets],
        "questions": len(cases),
        "workers": workers,
        "target": target,
        "versions": versions(),
        "git": git_state(),
    }
    home.mkdir(parents=True)
    lines = (json.dumps(case.to_dict(), ensure_ascii=False) for case in cases)
    (home / "cases.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    _write_json(home / "run.json", about)  # last: a folder that has it has all its questions
    return Run(home, about, tuple(cases), {})


def read_run(folder: Path, name: str) -> Run:
    """A run by its name, the end of its name, its folder's path, or "last"; the newest that fits.

    Raises:
        RunError: there is none, or it cannot be read.
    """
    home = _find(folder, name)
    try:
        about = json.loads((home / "run.json").read_text(encoding="utf-8"))
        cases = tuple(case_from_dict(row) for row in _lines(home / "cases.jsonl"))
        answers = {
            row["id"]: Given(row["id"], row["answer"], row["ms"]) for row in _lines(home / "answers.jsonl")
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RunError(f"{home}：读不出（{error}）") from error
    return Run(home, about, cases, answers)


def list_runs(folder: Path) -> list[Run]:
    """All runs, the oldest first."""
    return [read_run(folder, path.parent.name) for path in sorted(folder.glob("*/run.json"))]


def run_before(run: Run) -> Run | None:
    """The last finished run before this one that asks some of the same questions."""
    ids = {case.id for case in run.cases}
    for earlier in reversed(list_runs(run.folder.parent)):
        if earlier.id < run.id and earlier.is_finished and ids & {case.id for case in earlier.cases}:
            return earlier
    return None


def add_answer(run: Run, given: Given) -> None:
    """Store an answer, so that a run that is broken off goes on where it stopped."""
    line = json.dumps({"id": given.id, "ms": round(given.ms, 3), "answer": given.answer}, ensure_ascii=False)
    with (run.folder / "answers.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


def drop_broken_answer(run: Run) -> None:
    """Cut off half a line that a broken run left, so that the next answer begins a line of its own."""
    path = run.folder / "answers.jsonl"
    if path.exists():
        content = path.read_bytes()
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            path.write_bytes(whole)


def finish_run(run: Run, seconds: float) -> Run:
    """The run with all its answers, its end, its scores and how long the asking took written down."""
    done = read_run(run.folder.parent, run.folder.name)
    finished = datetime.now().astimezone().isoformat(timespec="seconds")
    scores = {name: vars(one) for name, one in done.scores().items()}
    seconds += done.about.get("seconds", 0.0)  # of an earlier part that was closed
    about = done.about | {"finished": finished, "seconds": round(seconds, 3), "scores": scores}
    _write_json(done.folder / "run.json", about)
    return Run(done.folder, about, done.cases, done.answers)


def read_about(folder: Path, name: str) -> JsonObject:
    """What `run.json` of a run says; `name` is the whole name, never a path.

    Raises:
        RunError: there is none, or it cannot be read.
    """
    if name not in run_names(folder):
        raise RunError(name)
    try:
        about: JsonObject = json.loads((folder / name / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise RunError(f"{name}：读不出（{error}）") from error
    return about


def run_names(folder: Path) -> list[str]:
    """The names of all runs, the oldest first."""
    return sorted(path.parent.name for path in folder.glob("*/run.json"))


def count_answers(folder: Path, name: str) -> int:
    """How many questions of a run have their answer, without reading one."""
    path = folder / name / "answers.jsonl"
    return path.read_bytes().count(b"\n") if path.exists() else 0


def note(folder: Path, name: str, **what: Any) -> None:
    """Write something down beside what a run says of itself."""
    _write_json(folder / name / "run.json", read_about(folder, name) | what)


def _find(folder: Path, name: str) -> Path:
    if (Path(name) / "run.json").is_file():
        return Path(name)
    known = sorted(path.parent for path in folder.glob("*/run.json"))
    if name == "last" and known:
        return known[-1]
    found = [path for path in known if path.name == name] or [p for p in known if p.name.endswith(name)]
    if not found:
        names = "、".join(path.name for path in known[-5:])
        raise RunError(f"{folder} 里没有 {name}（{f'最近的有 {names}' if names else '还没有评测过'}）")
    return found[-1]


def _lines(path: Path) -> list[JsonObject]:
    """The rows of a file; a last line that was broken off is left out."""
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    whole = lines[:-1]  # behind the last line end stands nothing, or half a row
    return [json.loads(line) for line in whole if line]


def _write_json(path: Path, body: JsonObject) -> None:
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(body, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)


def _safe(tag: str) -> str:
    return "".join(char if char.isalnum() or char in "-_." else "-" for char in tag)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def versions() -> dict[str, str]:
    """Python and the packages that answers depend on."""
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def git_state() -> JsonObject:
    """The revision of the code and whether it was changed since; empty outside a repository."""

    def git(*arguments: str) -> str:
        try:
            done = subprocess.run(
                ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=True, timeout=10
            )
        except (OSError, subprocess.SubprocessError):
            return ""
        return done.stdout.strip()

    revision = git("rev-parse", "HEAD")
    return {"revision": revision, "changed": bool(revision and git("status", "--porcelain", "-uno"))}
