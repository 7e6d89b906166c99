"""The claims of an answer in a model's words: only sentences that are proven, and every claim said in the end."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from ingest.indicators import Terms
from ingest.records import Figure
from rag.errors import ModelBudgetError, ModelDownError, ModelError, ModelFormatError, ModelTimeoutError
from rag.model.llm import Llm
from rag.model.prompt import word_prompt
from rag.model.proof import Proof, prove
from rag.records import Claim, Mode

logger = logging.getLogger(__name__)

_TROUBLES = {
    ModelDownError: "语言模型没有回答",
    ModelTimeoutError: "语言模型没有按时答完",
    ModelFormatError: "语言模型答非所求",
    ModelBudgetError: "语言模型的用量到了上限",
}
_UNPROVEN = "语言模型的说法没有通过核验"


@dataclass(frozen=True)
class Statement:
    """A sentence of the answer and the claims that it stands on."""

    words: str
    claims: tuple[Claim, ...]


class Extractive:
    """The claims in the reports' own words; what there is without a model."""

    mode: Mode = "extractive"
    notice = ""

    def __init__(self, claims: Sequence[Claim]) -> None:
        self._claims = claims

    def __iter__(self) -> Iterator[Statement]:
        return (Statement(claim.text, (claim,)) for claim in self._claims)


class Worded:
    """The claims as the model words them, each sentence as soon as it is proven.

    What is not proven is asked for once more with the reason; a claim that no proven sentence says is then said in
    the report's own words. `mode` and `notice` tell how it went, once the last statement has come.
    """

    def __init__(
        self,
        llm: Llm,
        question: str,
        claims: Sequence[Claim],
        around: Sequence[Figure],
        terms: Terms,
        own_words: Callable[[Sequence[Claim]], Sequence[Claim]] = list,
    ) -> None:
        """Claims that no proven sentence says go through `own_words` and are said as they then stand."""
        self._own_words = own_words
        self._llm, self._question, self._claims = llm, question, tuple(claims)
        self._around, self._terms = around, terms
        self._open = list(self._claims)  # not said yet
        self._rejected: list[tuple[str, str]] = []
        self.mode: Mode = "extractive"
        self.notice = ""

    def __iter__(self) -> Iterator[Statement]:
        trouble = ""
        try:
            yield from self._asked(self._llm.deadline())
        except ModelError as error:
            logger.warning("model: %s: %s", type(error).__name__, error)
            trouble = _TROUBLES.get(type(error), _TROUBLES[ModelDownError])
        if self._open:
            own = "用报告的原话" if self.mode == "extractive" else "其余用报告的原话"
            self.notice = f"{trouble or _UNPROVEN}，{own}"
        yield from Extractive(self._own_words(self._open))

    def _asked(self, deadline: float) -> Iterator[Statement]:
        yield from self._said(deadline)
        if self._open and self._rejected and time.monotonic() < deadline:
            rejected, self._rejected = self._rejected, []
            yield from self._said(deadline, rejected)

    def _said(self, deadline: float, rejected: Sequence[tuple[str, str]] = ()) -> Iterator[Statement]:
        """Proven sentences that say something new, as they come."""
        prompt = word_prompt(self._question, self._claims, rejected)
        with closing(self._llm.objects(prompt, deadline)) as objects:
            for one in objects:
                proof = self._proof(one)
                if proof.reason:
                    self._rejected.append((proof.words, proof.reason))
                elif any(claim in self._open for claim in proof.claims):
                    self._open = [claim for claim in self._open if claim not in proof.claims]
                    self.mode = "model"
                    yield Statement(proof.words, proof.claims)
                if not self._open:
                    return

    def _proof(self, one: dict[str, Any]) -> Proof:
        """What an object of the model is worth; ids that were not given to it count for nothing."""
        words, ids = one.get("text"), one.get("evidence")
        if not isinstance(words, str) or not isinstance(ids, list):
            return Proof(str(words)[:80], (), "要有 text 和 evidence")
        known = [i for i in ids if type(i) is int and 1 <= i <= len(self._claims)]
        return prove(words, [self._claims[i - 1] for i in dict.fromkeys(known)], self._around, self._terms)
