"""What is told in words and not by a number: names, documents, deeds done or not, tasks, meanings."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

CITY = """# 三明市民政局2024年工作总结和2025年工作计划

三明市民政局　2025年1月20日

一、2024年工作总结

（一）养老服务。首创“邻里养老”服务模式，发起闽西北养老服务联盟，新建长者食堂36家、示范基地5个。获评全国居家养老试点，首夺全省“敬老杯”。
（二）制度建设。制定印发《三明市养老服务补贴办法》《社区助餐实施方案》，发布区划地名图3幅。
（三）社会事务。全年未发生重特大安全事故。养老床位建设任务1200张，全部完成。办理婚姻登记1.2万对。

注：
[1] 长者食堂统计范围为面积60平方米以上的固定场所。

二、2025年工作计划

（一）制度建设。出台《三明市殡葬服务办法》，争创“慈善杯”。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "city.md").write_text(CITY, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("三明首创的那个养老服务模式叫什么名字", ["“邻里养老”"]),
        ("三明发起的联盟叫什么", ["闽西北养老服务联盟"]),
        ("三明出台了哪些养老政策文件", ["《三明市养老服务补贴办法》"]),
        ("三明市民政局制定了哪些方案", ["《社区助餐实施方案》"]),
        ("三明有没有拿过省里的“敬老杯”", ["首夺全省“敬老杯”"]),
        ("三明2024年出过重特大安全事故吗", ["未发生重特大安全事故"]),
        ("三明养老床位建设任务都完成了吗", ["1200张，全部完成"]),
        ("三明长者食堂的统计口径是啥", ["60平方米以上"]),
        ("三明长者食堂是怎么界定的", ["60平方米以上"]),
    ],
)
def test_what_is_asked_in_everyday_words_is_told_in_those_of_the_report(
    service: Service, question: str, told: list[str]
) -> None:
    answer = service.ask(question)
    assert not answer.refused and all(words in answer.answer for words in told), answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "三明的示范基地叫什么名字",
        "三明出台了哪些殡葬政策",
        "三明出台了哪些条例",
        "三明拿过“慈善杯”吗",
        "三明2023年出过重特大安全事故吗",
        "三明婚姻登记的统计口径是什么",
    ],
)
def test_no_sentence_stands_for_a_name_a_document_a_deed_or_a_meaning_that_it_does_not_give(
    service: Service, question: str
) -> None:
    answer = service.ask(question)
    assert answer.refused, answer.answer
