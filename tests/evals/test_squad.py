"""A question set in the SQuAD format becomes files, and each question knows its file."""

from __future__ import annotations

import json
from pathlib import Path

from evals.squad import rank_of, read_squad, right_ranks
from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.settings import RagSettings
from tests.fakes import HashEmbedder

CONTEXTS = {
    "新认定高企716家，居全省第三。": ["新认定高企多少家", "高企居全省第几"],
    "粮食总产量达到1.39万亿斤，\n再创历史新高。": ["粮食总产量是多少"],
    "新建公交线路12条。": ["新建公交线路几条"],
}


def squad_file(folder: Path) -> Path:
    paragraphs = [
        {"context": context, "qas": [{"question": question} for question in questions]}
        for context, questions in CONTEXTS.items()
    ]
    paragraphs[2]["qas"].append({"question": "没有答案的问题", "is_impossible": True})  # type: ignore[attr-defined]
    path = folder / "set.json"
    articles = [{"paragraphs": paragraphs[:2]}, {"paragraphs": paragraphs}]
    path.write_text(json.dumps({"data": articles}), encoding="utf-8")
    return path


def test_a_context_that_stands_twice_is_one_file(tmp_path: Path) -> None:
    squad = read_squad(squad_file(tmp_path))
    assert list(squad.contexts) == ["00000.txt", "00001.txt", "00002.txt"]
    assert squad.contexts["00001.txt"] == "粮食总产量达到1.39万亿斤， 再创历史新高。"


def test_questions_without_an_answer_are_left_out(tmp_path: Path) -> None:
    squad = read_squad(squad_file(tmp_path))
    assert "没有答案的问题" not in squad.questions
    assert dict(zip(squad.questions, squad.files, strict=True))["新建公交线路几条"] == "00002.txt"


def test_every_retriever_finds_the_right_file(tmp_path: Path) -> None:
    squad = read_squad(squad_file(tmp_path))
    squad.write_files(tmp_path / "files")
    with open_store(IngestSettings(home=tmp_path / "home"), embedder=HashEmbedder()) as store:
        ingest([tmp_path / "files"], store)
        ranks = right_ranks(store, squad, RagSettings())
    assert {name: set(found) for name, found in ranks.items()} == {"向量": {0}, "全文": {0}, "融合": {0}}


def test_a_file_that_is_not_found_has_no_rank() -> None:
    assert (rank_of("b", ["a", "b"]), rank_of("c", ["a", "b"])) == (1, None)
