"""What a sentence or a row may be quoted for: of the place, the time and the very word that is asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

CITY = """# 曲靖市2024年工作总结和2025年工作计划

2025年1月20日

一、2024年工作回顾

马龙区启动智慧矿山试点。马龙区生猪出栏52万头；全市生猪出栏891.6万头，肉牛出栏64.2万头。
2023年全社会研发投入28.3亿元，研发投入强度0.71%，居全省第5位。
企业职工参保94.7万人、机关事业单位参保31.7万人。
向公安机关移送案件47件。婴儿死亡率2.03‰；报告传染病死亡11例。
全市共有国家级创新平台28个、省级创新平台266个。

| 产品 | 产量（万吨） | 比上年增长（%） |
| --- | --- | --- |
| 粮食 | 275.30 | 0.6 |
| 油料 | 12.41 | -1.3 |

| 乡镇 | 户籍人口（万人） | 财政收入（万元） |
| --- | --- | --- |
| 后所镇 | 7.8 | 9640 |
| 老厂镇 | 3.1 | 2150 |

二、2025年工作计划

集采药品累计达到800种。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "city.md").write_text(CITY, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    "question",
    ["马龙区肉牛", "马龙区肉牛出栏", "曲靖2024年研发投入强度", "曲靖2024年新增省级创新平台"],
)
def test_a_sentence_whose_numbers_are_of_another_place_or_year_is_no_answer(
    service: Service, question: str
) -> None:
    answer = service.ask(question)
    assert answer.refused, answer.answer


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("曲靖机关", "机关事业单位参保31.7万人", "公安"),
        ("曲靖死亡", "死亡11例", "婴儿"),
        ("马龙区智慧矿山", "启动智慧矿山试点", "出栏"),
        ("曲靖集采", "2025年计划：集采药品累计达到800种", "2024"),
    ],
)
def test_a_word_is_told_as_a_word_of_its_own_and_a_plan_with_its_year(
    service: Service, question: str, has: str, lacks: str
) -> None:
    answer = service.ask(question).answer
    assert has in answer, answer
    assert lacks not in answer, answer


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("曲靖后所镇", ["7.8万人", "9640万元"]),
        ("老厂镇", ["3.1万人", "2150万元"]),
        ("曲靖油料", ["12.41万吨"]),
    ],
)
def test_a_row_of_a_table_is_told_in_words(service: Service, question: str, numbers: list[str]) -> None:
    answer = service.ask(question).answer
    assert all(number in answer for number in numbers), answer
    assert "|" not in answer
