"""Question sets by name: the shipped ones, those that somebody laid into the data directory, and the casebook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evals.casebook import CASEBOOK
from evals.corpus import shipped_sets
from evals.dataset import READERS
from evals.errors import SetError

OWN_SETS = Path("evals") / "sets"  # in the data directory
CASEBOOK_NAME = "cases"


def named_sets(home: Path) -> dict[str, Path]:
    """Name → file of every set that a data directory offers.

    A shipped set goes by its name without ending (`guards-dev`), one of the directory by its file name
    (`mine.xlsx`), the casebook by `cases`. Names are looked up, never joined to a path, so none leads elsewhere.
    """
    sets = {path.stem: path for path in shipped_sets()}
    own = sorted((home / OWN_SETS).glob("*"))
    sets |= {path.name: path for path in own if path.suffix.lower() in READERS and path.is_file()}
    return sets | ({CASEBOOK_NAME: home / CASEBOOK} if (home / CASEBOOK).is_file() else {})


def find_sets(names: Sequence[str], home: Path) -> list[Path]:
    """The files of the sets of these names, each once.

    Raises:
        SetError: there is no set of a name.
    """
    known = named_sets(home)
    for name in names:
        if name not in known:
            raise SetError(f"没有叫“{name}”的；有 {'、'.join(known)}")
    return [known[name] for name in dict.fromkeys(names)]
