"""Public question sets that one holds as files, as reports and rows of a set of ours.

Three shapes are read:

- squad: one JSON object as SQuAD 1.1, CMRC2018 and DRCD publish it; an answer is any of those given.
- rgb: a line of JSON a question (zh.json, zh_int.json, zh_fact.json): `query`, `answer`, `positive`, `negative`. Every element of
  `answer` has to be said, a list among them is any of it; false passages of the fact part are left out.
- crud: CRUD-RAG's split_merged.json; of its tasks the question answering ones: `questions`, `answers`, `news1` to
  `news3`. Answers there are sentences, so that only what a string can tell is told: all their numbers, else the sentence.

A text becomes one file, whatever stands in it twice becomes one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.errors import SetError
from evals.quantities import find_quantities, plain
from ingest.errors import os_reason

CRUD_TASKS = ("questanswer_1doc", "questanswer_2docs", "questanswer_3docs")


@dataclass
class PublicSet:
    """Texts as files, and rows of a question set over them."""

    texts: dict[str, str] = field(default_factory=dict)  # file name → text
    rows: list[dict[str, Any]] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)

    def add_text(self, text: str) -> str:
        """The file of a text, a new one unless it is there already."""
        words = " ".join(text.split())
        name = self._names.setdefault(words, f"{len(self._names):05d}.txt")
        self.texts[name] = words + "\n"
        return name

    def add_question(self, id: str, question: str, answers: list[list[str]], docs: list[str]) -> None:
        """A question; of `answers` each list has to be met by one of its strings."""
        first = answers[0] if len(answers) == 1 else []
        self.rows.append(
            {
                "id": id,
                "question": question,
                "history": [],
                "category": "text",
                "answerable": True,
                "gold_figures": [],
                "gold_any": list(dict.fromkeys(first)),
                "gold_all": ["|".join(dict.fromkeys(one)) for one in answers] if len(answers) > 1 else [],
                "must_not": [],
                "evidence": list(self._evidence(answers, docs)),
                "note": "",
            }
        )

    def _evidence(self, answers: list[list[str]], docs: list[str]) -> Iterator[dict[str, str]]:
        """For each document the answer that stands in it, else its beginning."""
        for doc in docs:
            text = self.texts[doc]
            quotes = [one for group in answers for one in group if one in text]
            if quotes or len(docs) == 1:
                yield {"doc": doc, "quote": quotes[0] if quotes else text[:30].strip()}


def read_public(format: str, path: Path, limit: int = 0) -> PublicSet:
    """The set in a file.

    Args:
        limit: questions at most; 0 takes all.
    Raises:
        SetError: the format is none of ours, or the file is of another shape.
    """
    if format not in FORMATS:
        raise SetError(f"不读 {format} 格式，只读 {'、'.join(FORMATS)}")
    public = PublicSet()
    try:
        for _ in FORMATS[format](path.read_text(encoding="utf-8"), public):
            if limit and len(public.rows) >= limit:
                break
    except OSError as error:
        raise SetError(f"{path}：{os_reason(error)}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SetError(f"{path}：不是 {format} 的样子（{type(error).__name__}: {error}）") from error
    return public


def write_public(public: PublicSet, folder: Path) -> None:
    """reports/, questions.jsonl and corpus.yaml."""
    (folder / "reports").mkdir(parents=True, exist_ok=True)
    for name, text in public.texts.items():
        (folder / "reports" / name).write_text(text, encoding="utf-8")
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in public.rows)
    (folder / "questions.jsonl").write_text("".join(lines), encoding="utf-8")
    (folder / "corpus.yaml").write_text("paths: [reports]\n", encoding="utf-8")


def _squad(text: str, public: PublicSet) -> Iterator[None]:
    for article in json.loads(text)["data"]:
        for paragraph in article["paragraphs"]:
            doc = public.add_text(paragraph["context"])
            for item in paragraph["qas"]:
                answers = [one["text"] for one in item.get("answers", ()) if one["text"].strip()]
                if answers and not item.get("is_impossible"):
                    public.add_question(f"squad-{item['id']}", item["question"], [answers], [doc])
                    yield


def _rgb(text: str, public: PublicSet) -> Iterator[None]:
    for line in text.splitlines():
        if not line.strip():
            continue
        item = json.loads(line)
        answer = item["answer"] if isinstance(item["answer"], list) else [item["answer"]]
        answers = [list(map(str, one)) if isinstance(one, list) else [str(one)] for one in answer]
        docs = [public.add_text(one) for one in _flat(item["positive"])]
        for one in item["negative"]:
            public.add_text(one)
        public.add_question(f"rgb-{item['id']}", item["query"], answers, list(dict.fromkeys(docs)))
        yield


def _flat(passages: list[Any]) -> Iterator[str]:
    """Passages, or lists of them, one for each part of the answer."""
    for one in passages:
        yield from one if isinstance(one, list) else [one]


def _crud(text: str, public: PublicSet) -> Iterator[None]:
    loaded = json.loads(text)
    tasks = {task: loaded[task] for task in CRUD_TASKS if task in loaded}
    if not tasks:
        raise KeyError(CRUD_TASKS[0])
    for task, items in tasks.items():
        for n, item in enumerate(items, 1):
            docs = [public.add_text(item[key]) for key in ("news1", "news2", "news3") if item.get(key)]
            public.add_question(f"{task}-{n}", item["questions"], _told(item["answers"]), docs)
            yield


def _told(answer: str) -> list[list[str]]:
    """What a sentence has to tell: each of its numbers with the character behind it, else the sentence."""
    words = plain(answer)
    numbers = [words[one.start : one.end + 1] for one in find_quantities(answer) if one.printed[:1].isdigit()]
    return [[one] for one in dict.fromkeys(numbers)] or [[answer]]


FORMATS: dict[str, Callable[[str, PublicSet], Iterator[None]]] = {"squad": _squad, "rgb": _rgb, "crud": _crud}
