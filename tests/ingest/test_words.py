"""Full text, on a real Tantivy index."""

from __future__ import annotations

import logging
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.words import Entry, Words, tokenize

CORPUS = Path(__file__).parents[2] / "corpus"
HAN_PHRASE = re.compile(r"[\u4e00-\u9fff]{4,}")
FIGURE = re.compile(r"\d+(?:\.\d+)?(?:%|个百分点|亿元|万元|家|个|项|位|人)")


@pytest.fixture
def words(tmp_path: Path) -> Iterator[Words]:
    opened = Words(tmp_path / "words")
    yield opened
    opened.close()


def entry(paragraph_id: str, text: str, section: str = "") -> Entry:
    return Entry(paragraph_id, paragraph_id.split("-")[0], "body", text, section)


def found(words: Words, query: str, limit: int = 10, report_ids: list[str] | None = None) -> list[str]:
    return [paragraph_id for paragraph_id, _ in words.search(query, limit, report_ids)]


def corpus_entries() -> list[Entry]:
    """The paragraphs of the real reports, cut at full stops."""
    return [
        entry(f"r{n}-p{i}", text)
        for n, path in enumerate(sorted(CORPUS.glob("*.txt")))
        for i, text in enumerate(re.split(r"[。\n]", path.read_text(encoding="utf-8")))
        if text.strip()
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("达138家", ["达", "138", "138家"]),
        ("达3.12%", ["达", "3.12", "3.12%"]),
        ("377.3亿元", ["亿元", "377.3", "377.3亿", "377.3亿元"]),
        ("１，２３４.５家", ["1234.5", "1234.5家"]),
        ("R&D经费", ["经费", "r&d"]),
        ("新認定", ["新认", "认定"]),
        ("高新技术企业", ["高新", "新技", "技术", "术企", "企业", "高新技术"]),
        ("", []),
        ("，。——", []),
    ],
)
def test_tokens_are_pairs_words_and_figures(text: str, expected: list[str]) -> None:
    assert sorted(set(tokenize(text))) == sorted(set(expected))


def test_a_number_does_not_stand_inside_another() -> None:
    assert "12" not in tokenize("同比3.12%") and "38家" not in tokenize("138家")


def test_any_phrase_of_four_characters_finds_its_paragraph_before_those_without_it(words: Words) -> None:
    entries = corpus_entries()
    texts = {one.paragraph_id: one.text for one in entries}
    words.replace([], entries)
    phrases = {
        run[i : i + 4] for one in entries for run in HAN_PHRASE.findall(one.text) for i in range(len(run) - 3)
    }
    for phrase in random.Random(0).sample(sorted(phrases), 400):
        holders = {one for one, text in texts.items() if phrase in text}
        assert set(found(words, phrase, len(holders))) == holders, phrase


def test_any_figure_finds_its_paragraph(words: Words) -> None:
    entries = corpus_entries()
    words.replace([], entries)
    figures = {(raw, one.paragraph_id) for one in entries for raw in FIGURE.findall(one.text)}
    assert len(figures) > 60
    for raw, paragraph_id in figures:
        assert paragraph_id in found(words, raw, 20), raw


def test_the_paragraph_that_shares_most_with_a_question_comes_first(words: Words) -> None:
    words.replace(
        [],
        [
            entry("a-p0", "全年新增高新技术企业138家"),
            entry("a-p1", "全年新增省科技型中小企业2043家"),
            entry("b-p0", "高新技术产业投资增长5.2%"),
        ],
    )
    results = words.search("绍兴新增多少高新技术企业", 10)
    assert results[0][0] == "a-p0" and {one for one, _ in results} == {"a-p0", "a-p1", "b-p0"}
    assert [score for _, score in results] == sorted((score for _, score in results), reverse=True)


def test_headings_count_less_than_the_text(words: Words) -> None:
    words.replace(
        [], [entry("a-p0", "完成年度任务", "科技成果转化"), entry("a-p1", "科技成果转化加快", "年度任务")]
    )
    assert found(words, "科技成果转化") == ["a-p1", "a-p0"]


def test_a_scope_is_part_of_the_search(words: Words) -> None:
    words.replace([], [entry(f"r{n}-p0", "新增高新技术企业138家" + "、企业" * (n % 7)) for n in range(300)])
    assert found(words, "高新技术企业", 10, ["r288"]) == ["r288-p0"]
    assert found(words, "高新技术企业", 10, []) == []
    assert found(words, "高新技术企业", 10, ["nothing"]) == []


def test_a_scope_does_not_change_the_score(words: Words) -> None:
    words.replace([], [entry("a-p0", "新增企业"), entry("b-p0", "新增项目")])
    assert dict(words.search("新增企业", 5))["a-p0"] == dict(words.search("新增企业", 5, ["a"]))["a-p0"]


def test_nothing_in_common_finds_nothing(words: Words) -> None:
    words.replace([], [entry("a-p0", "新增高新技术企业138家")])
    assert found(words, "粮食播种面积") == [] and found(words, "？！") == []


def test_replacing_a_report_takes_out_all_of_the_old_one(words: Words) -> None:
    words.replace([], [entry("a-p0", "新增企业138家"), entry("a-p1", "新增项目")])
    words.replace(["a"], [entry("b-p0", "新增企业139家")])
    assert words.digests().keys() == {"b-p0"} and found(words, "新增") == ["b-p0"]
    words.delete(["b"])
    assert words.count() == 0 and words.digests() == {}


def test_what_was_written_is_there_when_opened_again(tmp_path: Path) -> None:
    first = Words(tmp_path)
    assert first.is_fresh
    first.replace([], [entry("a-p0", "新增企业138家")])
    first.close()
    second = Words(tmp_path)
    assert not second.is_fresh and found(second, "138家") == ["a-p0"]


def test_a_digest_changes_with_anything_indexed() -> None:
    variants = [
        Entry("a-p0", "a", "body", "一", "二"),
        Entry("a-p0", "b", "body", "一", "二"),
        Entry("a-p0", "a", "table", "一", "二"),
        Entry("a-p0", "a", "body", "一一", "二"),
        Entry("a-p0", "a", "body", "一", "二二"),
    ]
    assert len({one.digest for one in variants}) == len(variants)


@pytest.mark.parametrize("damage", ["meta.json cut", "segment gone", "segment cut"])
def test_a_damaged_index_is_begun_anew_with_a_warning(
    tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    first = Words(tmp_path)
    first.replace([], [entry("a-p0", "新增企业138家")])
    first.close()
    for path in sorted((tmp_path / "v1").iterdir()):
        if damage == "meta.json cut" and path.name == "meta.json":
            path.write_text("{")
        if damage == "segment gone" and path.suffix in (".store", ".term"):
            path.unlink()
        if damage == "segment cut" and path.suffix in (".store", ".term", ".idx"):
            path.write_bytes(path.read_bytes()[:3])
    with caplog.at_level(logging.WARNING):
        second = Words(tmp_path)
    assert second.is_fresh and "damaged" in caplog.text
    second.replace([], [entry("a-p0", "新增企业138家")])
    assert found(second, "138家") == ["a-p0"]


def test_an_index_of_older_tokens_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "v0").mkdir()
    assert Words(tmp_path).is_fresh and not (tmp_path / "v0").exists()
