"""Retrieval on a question set in the SQuAD format: a context is a file, and its questions should find it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.store import Store
from rag.retrieve.retriever import Retriever
from rag.settings import RagSettings


@dataclass(frozen=True)
class SquadSet:
    """Contexts as files, and for each question the name of the file that holds its answer."""

    contexts: dict[str, str]  # file name → text
    questions: tuple[str, ...]
    files: tuple[str, ...]

    def write_files(self, folder: Path) -> None:
        """One file a context."""
        folder.mkdir(parents=True)
        for name, text in self.contexts.items():
            (folder / name).write_text(text + "\n", encoding="utf-8")


def read_squad(path: Path) -> SquadSet:
    """The set in a file as SQuAD 1.1, CMRC 2018 or DRCD publish it; questions without an answer are left out.

    Raises:
        KeyError: the file has another shape.
    """
    contexts: dict[str, str] = {}
    questions: list[str] = []
    files: list[str] = []
    names: dict[str, str] = {}
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    for paragraph in (paragraph for article in articles for paragraph in article["paragraphs"]):
        text = " ".join(paragraph["context"].split())
        name = names.setdefault(text, f"{len(names):05d}.txt")
        contexts[name] = text
        answerable = [item["question"] for item in paragraph["qas"] if not item.get("is_impossible")]
        questions += answerable
        files += [name] * len(answerable)
    return SquadSet(contexts, tuple(questions), tuple(files))


Ranks = dict[str, list[int | None]]


def right_ranks(store: Store, squad: SquadSet, settings: RagSettings) -> Ranks:
    """For each retriever, and for both fused, where the right file stands in each question's list.

    Returns:
        name → ranks from 0, None where it is not in the list.
    """
    retriever = Retriever(store, settings)
    searches: dict[str, Callable[[str], list[str]]] = {
        "向量": lambda question: retriever.by_vectors(retriever.store.embedder.query(question), None),
        "全文": lambda question: retriever.by_words(question, None),
        "融合": lambda question: [paragraph.id for paragraph, _ in retriever.search(question, None)],
    }
    names = {report.id: Path(report.source).name for report in store.library.reports()}
    ranks: Ranks = {}
    for name, search in searches.items():
        found = (_files(search(question), names) for question in squad.questions)
        ranks[name] = [rank_of(right, files) for right, files in zip(squad.files, found, strict=True)]
    return ranks


def rank_of(right: str, files: Sequence[str]) -> int | None:
    """The place of a file in a list, from 0."""
    return files.index(right) if right in files else None


def _files(paragraph_ids: Sequence[str], names: dict[str, str]) -> list[str]:
    """The files of paragraphs, each once, best first. A paragraph's id begins with its report's."""
    return list(dict.fromkeys(names[paragraph_id.partition("-")[0]] for paragraph_id in paragraph_ids))
