"""What a question says of how its answer is to look, or whom it is for, is nothing that it asks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from rag.understand.style import without_style
from tests.fakes import HashEmbedder

REPORT = """鹤岗市应急管理局2025年三季度工作情况通报
时间：2025-10-17
各县区：
现将2025年第三季度全市安全生产工作情况通报如下。
【一】事故情况
三季度，全市发生生产安全事故4起，死亡2人。检查企业1268家次，整改隐患3560处。
回顾这一年，我们的体会是：必须压实责任，必须科技强安。
【二】存在的问题
一是基层执法力量不足，乡镇专职安监员缺额43人；二是部分煤矿智能化改造滞后，有3处未按期完工。
【三】四季度工作要求
一要盯牢重点行业，12月底前完成26家重点企业第三方评估；二要新建微型消防站80个。
专家库3个，即兴安专家库、南山专家库、工农专家库。
注：火灾数据由消防救援支队提供。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "hegang.txt").write_text(REPORT, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("鹤岗还有哪些短板,归拢成两三句话给我", "鹤岗还有哪些短板"),
        ("给我把鹤岗四季度打算干的几件事捋一捋", "鹤岗四季度打算干的几件事"),
        ("鹤岗检查了多少家企业,给领导汇报用,列个要点", "鹤岗检查了多少家企业"),
        ("用几句话说说鹤岗安全生产情况,要有数", "鹤岗安全生产情况"),
        ("鹤岗检查了多少家企业,同比呢", "鹤岗检查了多少家企业,同比呢"),
        ("介绍一下", "介绍一下"),
    ],
)
def test_what_is_said_of_the_answer_is_taken_out(text: str, plain: str) -> None:
    assert without_style(text)[0] == plain


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("鹤岗应急局自己检讨还有哪些毛病，归拢成两三句话给我", ["缺额43人", "3处未按期完工"], "第三方"),
        ("鹤岗那份通报对四季度提了几条要求，捋成几句话我好传达", ["26家", "消防站80个"], "火灾数据"),
        ("鹤岗应急局有哪几条体会，一句话一条", ["压实责任", "科技强安"], "80个"),
        ("鹤岗三季度检查了多少家次企业，给领导汇报用", ["1268家次"], "3560"),
    ],
)
def test_it_is_answered_what_is_asked(service: Service, question: str, has: list[str], lacks: str) -> None:
    answer = service.ask(question).answer
    assert all(one in answer for one in has) and lacks not in answer, answer


def test_a_list_asked_for_by_name_is_the_one_that_is_told(service: Service) -> None:
    answer = service.ask("鹤岗专家库名单")
    assert not answer.refused and "南山专家库" in answer.answer and "工农专家库" in answer.answer
