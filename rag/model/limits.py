"""What keeps a failing or dear model from being asked: a breaker, a budget of tokens, a cache."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from dataclasses import dataclass

from rag.errors import ModelBudgetError, ModelDownError
from rag.model.objects import JsonObject
from rag.model.prompt import Prompt


class Breaker:
    """Leaves a model alone that failed several times in a row; behind the pause one call may try it again."""

    def __init__(self, failures: int, pause_s: float) -> None:
        self._allowed, self._pause_s = failures, pause_s
        self._failures, self._open_until = 0, 0.0
        self._lock = threading.Lock()

    def check(self) -> None:
        """Raises:
        ModelDownError: it is left alone just now.
        """
        with self._lock:
            if self._failures < self._allowed:
                return
            now = time.monotonic()
            if now < self._open_until:
                raise ModelDownError(f"接连失败 {self._failures} 次，先不找它")
            self._open_until = now + self._pause_s  # this call tries; the others go on waiting

    def count(self, failed: bool) -> None:
        with self._lock:
            self._failures = self._failures + 1 if failed else 0
            if failed:
                self._open_until = time.monotonic() + self._pause_s


class Budget:
    """Tokens of the last minute."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._taken: deque[_Taken] = deque()
        self._lock = threading.Lock()

    def take(self, tokens: int) -> _Taken:
        """Raises:
        ModelBudgetError: with these the minute has more than it may.
        """
        with self._lock:
            now = time.monotonic()
            while self._taken and self._taken[0].at < now - 60:
                self._taken.popleft()
            if sum(one.tokens for one in self._taken) + tokens > self._per_minute:
                raise ModelBudgetError(f"一分钟用了 {self._per_minute} 个词元以上")
            taken = _Taken(now, tokens)
            self._taken.append(taken)
            return taken

    def settle(self, taken: _Taken, used: int) -> None:
        """What was used of it in the end."""
        with self._lock:
            taken.tokens = used


@dataclass
class _Taken:
    at: float
    tokens: int


class Cache:
    """What the model said to the last few prompts."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._known: OrderedDict[Prompt, tuple[JsonObject, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, prompt: Prompt) -> tuple[JsonObject, ...] | None:
        with self._lock:
            if prompt in self._known:
                self._known.move_to_end(prompt)
            return self._known.get(prompt)

    def put(self, prompt: Prompt, said: tuple[JsonObject, ...]) -> None:
        with self._lock:
            self._known[prompt] = said
            while len(self._known) > self._size:
                self._known.popitem(last=False)
