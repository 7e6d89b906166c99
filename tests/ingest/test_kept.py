"""What is kept of the library in memory: read once, and never older than the last write."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.kept import Kept


class Table:
    """Rows that say how often they were read."""

    def __init__(self) -> None:
        self.reads: list[str] = []

    def load(self, ids: Sequence[str]) -> dict[str, str]:
        self.reads += ids
        return {one: f"{one} read {self.reads.count(one)}" for one in ids if one != "unknown"}


def test_what_is_held_is_not_read_again_and_comes_in_the_order_asked() -> None:
    table, kept = Table(), Kept[str](10)
    assert list(kept.of(["a", "b"], 1, table.load)) == ["a", "b"]
    assert list(kept.of(["c", "b", "a", "b"], 1, table.load)) == ["c", "b", "a"]
    assert table.reads == ["a", "b", "c"]


def test_behind_a_write_everything_is_read_anew() -> None:
    table, kept = Table(), Kept[str](10)
    kept.of(["a"], 1, table.load)
    assert kept.of(["a"], 2, table.load) == {"a": "a read 2"}


def test_what_a_slow_reader_read_before_a_write_is_not_held_behind_it() -> None:
    table, kept = Table(), Kept[str](10)

    def load_slowly(ids: Sequence[str]) -> dict[str, str]:
        old = table.load(ids)
        kept.of(["b"], 2, table.load)  # meanwhile the library was written, and somebody read it
        return old

    assert kept.of(["a"], 1, load_slowly) == {"a": "a read 1"}
    assert kept.of(["a"], 2, table.load) == {"a": "a read 2"}


def test_unknown_ids_are_left_out_and_memory_stays_flat() -> None:
    table, kept = Table(), Kept[str](3)
    assert kept.of(["unknown", "a"], 1, table.load) == {"a": "a read 1"}
    for n in range(100):
        kept.of([str(n)], 1, table.load)
        assert len(kept._held[1]) <= 4
