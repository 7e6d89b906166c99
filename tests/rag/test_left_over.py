"""What is left to do, as pages of bureaus tell it: 剩余3条, or what was found less what was put right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

COUNTY = """岳西县2024年农村交通工作总结
岳西县交通运输局
2025年1月16日

一、2024年工作
计划修建通村公路41条118公里,已完成36条102公里,剩余5条16公里正在铺设路面。
● 105国道改线工程:全长23.4公里,已建成通车15.1公里,剩余8.3公里计划2025年底完工。
● 菖蒲大桥:主桥合龙。
排查危险路段83处,已完成整治76处。冶溪客运站项目总投资9400万元,已完成投资6100万元。
排查水库56座,发现安全隐患388处,已整改371处。实施产业路项目27个,已完工22个。
完成农村公路大中修73公里,新认证绿色食品11个。企业难题“揭榜挂帅”张榜14项,揭榜9项。
肉羊出栏7.2万只,增长2.4%;黄牛出栏1.9万头。合作社412个,家庭农场267个。
交付安置房892套,剩余368套将于今年6月底前交付。巡查桥梁320座,已加固296座,未加固24座。
获批省“尖兵领雁+X”科技计划项目6项,其中“尖兵”4项、“领雁”2项。
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
        ("岳西通村公路还有几条没修完", "剩余5条"),
        ("岳西通村公路还剩多少公里没修", "16公里"),
        ("岳西105国道还剩多少公里没建", "8.3公里"),
        ("岳西105国道总长多少", "23.4公里"),
        ("岳西安全隐患还有多少没整改", "还有17处"),
        ("岳西还有几个产业路项目没完工", "还有5个"),
        ("岳西危险路段还有几处没整治", "还有7处"),
        ("岳西安置房还剩多少套没交付", "剩余368套"),
        ("岳西安置房交付了多少套", "892套"),
        ("岳西没加固的桥梁有几座", "24座"),
        ("岳西冶溪客运站项目还剩多少投资没完成", "还有3300万元"),
        ("岳西去年农村公路大中修多少公里", "73公里"),
        ("岳西绿色食品新认证几个", "11个"),
        ("岳西尖兵领雁项目获批几项", "6项"),
        ("岳西领雁项目几个", "2项"),
        ("岳西合作社多还是家庭农场多", "合作社最高"),
    ],
)
def test_what_is_left_and_what_was_done(service: Service, question: str, has: str) -> None:
    answer = service.ask(question).answer
    assert has in answer and "没有找到" not in answer, answer


@pytest.mark.parametrize(
    "question",
    [
        "岳西菖蒲大桥还剩多少没建",
        "岳西“揭榜挂帅”还有几项没揭榜",  # 揭榜9项 are those that were
        "岳西黄牛出栏增长多少",  # 2.4% is of 肉羊
    ],
)
def test_what_was_done_is_not_what_is_left(service: Service, question: str) -> None:
    assert service.ask(question).refused


def test_what_is_left_is_not_told_as_the_whole(service: Service) -> None:
    answer = service.ask("岳西安置房多少套")
    assert [figure.value for figure in answer.figures] == ["892"]
