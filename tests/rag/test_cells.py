"""Questions that one table answers in all their words: its row, its column, and what stands over it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

SCHOOLS = """武平县2023年教育事业发展情况
武平县教育局
2024年3月6日

一、各学段基本情况
学段 | 学校数(所) | 在校生(人) | 比上年增长(%) | 专任教师(人)
幼儿园 | 61 | 9240 | -8.4 | 688
普通小学 | 34 | 28150 | 1.7 | 1702
中等职业学校 | 2 | 3310 | 12.5 | 214
合计 | 97 | 40700 | -0.3 | 2604

二、近三年招生人数
年份 | 小学招生 | 初中招生
2021年 | 4520 | 3980
2022年 | 4310 | 4115
2023年 | 4075 | 4260

三、各乡镇学前教育经费(单位:万元)
乡镇 | 计划投入 | 实际投入 | 占比(%)
全县 | 1000 | 1000 | 100.0
岩前镇 | 420 | 465 | 46.5
十方镇 | 380 | 310 | 31.0
中堡镇 | 200 | 225 | 22.5

下坝乡新建幼儿园1所,投入50万元。

四、培训班次居前的学校
学校 | 培训班次 | 参训教师
武平一中 | 18 | 240
实验小学 | 12 | 310
城厢中学 | 9 | 155
"""
# what is said over a table tells what its 起数 are of; two columns of one header tell nothing apart
FIRES = """尤溪县2023年消防工作情况
尤溪县消防救援大队
2024年1月9日

全年共接报火灾86起,死亡1人,直接财产损失412.6万元。
起火原因 | 起数 | 损失(万元)
电气 | 41 | 233.5
用火不慎 | 27 | 96.1
遗留火种 | 18 | 83.0

出动情况
队站 | 出动 | 出动
城关站 | 311 | 25
洋中站 | 124 | 17

水域救援站点
站点 | 冲锋舟 | 救起人数 | 装备达标率 | 达标率增长
梅仙镇水上站 | 4 | 13 | 96.0% | 2.5%
西滨镇水上站 | 2 | 8 | 88.5% | 1.0%
坂面志愿队 | 1 | 3 | 71.0% | 4.0%

各乡镇隐患整改(单位:处)
名次 | 乡镇 | 隐患 | 整改 | 责任人
1 | 梅仙镇 | 52 | 50 | 张某
2 | 西滨镇 | 47 | 41 | 李某
3 | 坂面镇 | 61 | 46 | 王某
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "schools.txt").write_text(SCHOOLS, encoding="utf-8")
    (folder / "fires.txt").write_text(FIRES, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None, None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("武平普通小学在校生多少人", "28150人"),
        ("武平中职在校生涨了百分之多少", "12.5%"),
        ("武平有多少所幼儿园", "61所"),
        ("武平哪个学段在校生最多，多少人", "普通小学最高（28150人）"),  # the total is no row
        ("武平哪个学段的在校生增长最快", "中等职业学校增速最高"),
        ("武平哪些学段在校生是下降的", "有1个：幼儿园"),
        ("武平幼儿园和小学的专任教师差多少", "1014人"),
        ("武平小学在校生占全部的比重", "69.2%"),
        ("武平哪年小学招生最多", "2021年最高（4520"),  # rows that are years
        ("岩前镇学前教育经费实际投入多少万元", "465万元"),
        ("武平十方镇学前教育经费投入多少万元", "310万元"),  # what was planned is no result
        ("武平十方镇学前教育经费计划投入是多少", "380万元"),
        ("武平哪个乡镇学前教育经费实际投入最多", "岩前镇最高（465万元）"),
        ("武平中职有几所", "2所"),
        ("武平2021年和2022年小学招生差多少", "2021年小学招生比2022年小学招生高210"),
        ("武平2022年初中招生多少人", "4115"),  # 初中, not 年初
        ("武平学前教育经费投入没有完成计划的有哪些乡镇", "有1个：十方镇"),
        ("武平各乡镇学前教育经费占比最低的是哪个", "中堡镇最低"),
        ("武平培训班次最多的是哪个学校", "武平一中最高"),
        ("武平实验小学参训教师多少人", "310"),
        ("尤溪电气引起的火灾多少起", "41起"),
        ("尤溪用火不慎火灾占几成", "31.4"),  # of the 86起 that the cells add up to
        ("尤溪哪种起火原因造成的损失最大", "电气最高（233.5万元）"),
        ("尤溪造成损失最大的是什么", "电气最高（233.5万元）"),
        ("尤溪哪种起火原因造成的损失最大，多少起", "电气的起数41起"),  # and what else there is of it
        ("尤溪哪种起火原因造成的损失最大，花了多少万元", "电气最高（233.5万元）"),
        ("尤溪遗留火种火灾占电气火灾的几成", "43.9%"),
        ("尤溪梅仙镇水上站救起多少人", "13人"),  # a row with the name of a place in it
        ("尤溪装备达标率最差的水上站是哪个", "西滨镇水上站最低（88.5%）"),  # 志愿队 is none
        ("尤溪坂面镇整改了多少处", "46处"),
        ("尤溪西滨镇隐患排第几", "位次：第2位"),
        ("梅仙镇隐患比西滨镇多多少", "5处"),
    ],
)
def test_a_question_that_a_table_accounts_for_is_answered_from_its_cells(
    service: Service, question: str, has: str
) -> None:
    answer = service.ask(question)
    assert has in answer.answer and not answer.refused, answer.answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("武平普通高中在校生多少人", "28150"),  # a row that no table has
        ("武平小学2022年在校生多少人", "28150"),  # the cells are of another year
        ("武平幼儿园专任教师比上年增长多少", "8.4"),  # pupils grew so
        ("武平小学女教师多少人", "1702"),
        ("武平民办幼儿园多少所", "61"),
        ("武平哪个月在校生最多", "28150"),  # rows that are no times
        ("武平2020年小学招生多少人", "4520"),
        ("平川街道学前教育经费实际投入多少", "465"),  # a town without a row
        ("岩前镇和下坝乡学前教育经费实际投入各多少万元", "465"),  # and nothing of the other
        ("岩前镇专任教师多少人", "1702"),
        ("岩前镇小学在校生多少人", "28150"),
        ("武平培训班次最少的是哪个学校", "城厢中学"),  # those in front are told only
        ("尤溪电气火灾死亡多少人", "41"),
        ("尤溪哪个镇火灾最多", "41"),  # no table of places
        ("尤溪厂房火灾多少起", "86"),
        ("尤溪电气引起的火灾同比下降多少", "41"),
        ("尤溪哪个队站出动最多", "最高"),  # two columns fit alike
    ],
)
def test_what_another_row_column_year_or_part_tells_is_no_answer(
    service: Service, question: str, told: str
) -> None:
    answer = service.ask(question)
    assert told not in answer.answer, answer.answer
