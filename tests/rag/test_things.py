"""Questions over things that a paragraph tells one after another: which tax fell, which trade grew fastest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

COUNTY = """宁强县2024年上半年经济运行情况
宁强县发展和改革局
2024年7月22日

一、财税
分税种看:增值税21340万元,增长3.9%;耕地占用税4170万元,下降17.2%;车船税1280万元,增长6.4%。
二、产业
规模以上工业总产值增长8.2%,规模以上工业增加值增长7.1%,工业投资增长6.5%。中药材加工产业产值18.4亿元,增长13.6%;食用菌产业产值11.2亿元,增长4.5%;建材行业下降5.3%。
三、项目
重点项目16个,总投资58.2亿元。
(一)青木川游客中心项目:总投资3.7亿元,完成投资1.9亿元。
(二)汉源物流园项目:总投资6.2亿元,完成投资0.8亿元。
四、执法
立案52起,其中食品类案件23起、药品类案件11起、计量类案件6起。
办理投诉案件318件。
五、下半年
富硒茶产业产值40亿元。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "county.txt").write_text(COUNTY, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("宁强哪个税种下降最多", "耕地占用税降幅最大"),
        ("宁强哪些税种下降了", "有1个：耕地占用税"),
        ("宁强收入最高的税种是哪个", "增值税最高"),
        ("宁强哪个产业增长最快", "中药材加工产业产值增速最高"),  # not 规模以上工业
        ("宁强哪个行业下降了", "有1个：建材行业"),
        ("宁强哪个产业产值最高", "中药材加工产业最高"),  # what is planned of another is no result
        ("宁强哪个项目总投资最大", "汉源物流园项目最高"),  # nor all of them together
        ("宁强哪个项目完成投资最多", "青木川游客中心项目最高"),
        ("宁强哪类案件最多", "食品类案件最高"),  # 318件 are no part of 立案
    ],
)
def test_things_told_one_after_another_are_held_against_each_other(
    service: Service, question: str, has: str
) -> None:
    answer = service.ask(question).answer
    assert has in answer, answer
