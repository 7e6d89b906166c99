"""Names of groups that reports belong to: whoever is limited to some sees theirs and the reports in no group."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.errors import GroupError

MAX_NAME_CHARS = 100


def read_groups(names: Iterable[str]) -> frozenset[str]:
    """The names without blanks around them.

    Raises:
        GroupError: a name is empty or too long, or holds a character that cannot be seen.
    """
    cleaned = frozenset(name.strip() for name in names)
    for name in cleaned:
        if not name or len(name) > MAX_NAME_CHARS or not name.isprintable():
            raise GroupError(f"“{name[:MAX_NAME_CHARS]}”")
    return cleaned
