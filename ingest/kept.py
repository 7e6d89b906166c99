"""What was read of the library lately, in memory until the next write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Records by id. Safe to use from several threads."""

    def __init__(self, most: int) -> None:
        """`most`: beyond so many it begins anew, so that memory stays flat."""
        self._most = most
        self._held: tuple[int, dict[str, T]] = (0, {})

    def of(
        self, ids: Iterable[str], generation: int, load: Callable[[Sequence[str]], Mapping[str, T]]
    ) -> dict[str, T]:
        """The records of these ids, in their order; `load` reads those that are not held, and may know fewer.

        Args:
            generation: of the library, taken before anything is read: what was held under another one is gone.
        """
        held_at, held = self._held
        if held_at != generation or len(held) > self._most:
            held = {}
            self._held = generation, held
        wanted = list(dict.fromkeys(ids))
        missing = [one for one in wanted if one not in held]
        if missing:
            held.update(load(missing))
        return {one: held[one] for one in wanted if one in held}
