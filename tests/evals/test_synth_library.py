"""A made-up library: the same for a seed, true to its own world, and fit for every tool of evals."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from evals.corpus import corpus_of, read_documents
from evals.dataset import CATEGORIES, Case, check_cases, read_set
from evals.gold import read_gold
from evals.quantities import parse_number
from evals.synth.library import Written, write_library
from evals.synth.questions import short
from evals.synth.sentences import in_chinese, percent, print_number
from evals.synth.world import BY_NAME, TOPICS, cities, districts, fact
from ingest.indicators import Terms


def write(folder: Path, seed: int = 1) -> Written:
    return write_library(folder, 6, 2, seed, 6, lambda *_: None)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("made")
    write(folder)
    yield folder


def questions(library: Path) -> list[Case]:
    return read_set(library / "questions.jsonl")


def test_the_same_seed_writes_the_same_bytes(library: Path, tmp_path: Path) -> None:
    written = write(tmp_path / "again")
    assert contents(tmp_path / "again") == contents(library)
    assert written.reports == 12 and written.figures > 300 and written.questions > 50
    write(tmp_path / "other", seed=2)
    assert contents(tmp_path / "other")["questions.jsonl"] != contents(library)["questions.jsonl"]


def test_every_gold_figure_stands_in_its_report(library: Path) -> None:
    for path in sorted((library / "gold").glob("*.yaml")):
        gold = read_gold(path)
        assert len(gold.figures) > 15 and gold.uncovered() == []


def test_every_question_has_its_quote(library: Path) -> None:
    cases = questions(library)
    assert check_cases(cases, read_documents(corpus_of([library / "questions.jsonl"]))) == []
    kinds = {case.category for case in cases}
    assert {"value", "change", "compare", "compute", "follow_up", "refusal"} <= kinds <= set(CATEGORIES)


def test_what_is_to_be_refused_is_in_no_report(library: Path) -> None:
    documents = read_documents([library / "reports"])
    for case in questions(library):
        if case.answerable:
            continue
        topics = [topic for topic in TOPICS if any(noun in case.question for noun in topic.asked)]
        own = [
            t
            for t in documents.values()
            if t.split("2")[0].split("人民政府")[0] and short_in(case.question, t)
        ]
        year = next(one for one in ("2004", "2023", "2024") if one in case.question)
        results = [text.partition("年工作思路\n")[0] for text in own if f"{year}年主要工作成效" in text]
        assert topics and not any(noun in text for text in results for noun in topics[0].nouns), case.question


def short_in(question: str, text: str) -> bool:
    """Whether a report is of the city that a question names."""
    return any(short(city.name) in question and text.startswith(city.name) for city in cities(6))


def test_growth_follows_from_the_values() -> None:
    one = fact(1, "绍兴市", BY_NAME["地区生产总值"], 2024)
    assert one.before == fact(1, "绍兴市", BY_NAME["地区生产总值"], 2023).value
    assert abs((one.value / one.before - 1) * 100 - one.growth) <= Decimal("0.05")


def test_a_district_is_smaller_than_its_city_but_not_poorer() -> None:
    city, place = "绍兴市", districts(cities(1)[0])[0].name
    gdp, income = BY_NAME["地区生产总值"], BY_NAME["城镇居民人均可支配收入"]
    assert fact(1, place, gdp, 2024, 0.1).value < gdp.high
    assert fact(1, place, income, 2024, 0.1).value >= income.low * 0.5
    assert fact(1, city, gdp, 2024) == fact(1, city, gdp, 2024)


def test_every_topic_is_known_by_its_name() -> None:
    terms = Terms.load(None)
    assert [topic.name for topic in TOPICS if terms.canonical(topic.name) is None] == []


def test_there_are_only_so_many_cities() -> None:
    with pytest.raises(ValueError, match="not 999"):
        cities(999)


@pytest.mark.parametrize("value", ["0.4", "10", "110", "1050", "20000", "20304.5", "12", "100.03"])
def test_chinese_numerals_are_read_as_they_are_written(value: str) -> None:
    assert parse_number(in_chinese(Decimal(value))) == Decimal(value)


def test_numbers_are_printed_in_four_styles() -> None:
    printed = [print_number(Decimal("1824.5"), style) for style in ("plain", "comma", "wide", "chinese")]
    assert printed == ["1824.5", "1,824.5", "１８２４．５", "一千八百二十四点五"]
    assert percent(Decimal("5.3"), "chinese") == "百分之五点三"
