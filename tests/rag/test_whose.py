"""Whose a number is: not of one of the things counted before it, nor of where people met, nor of a part of its whole."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder
from tests.rag.test_misleading import ask, check

CITY = """临江市综合行政执法局2024年工作总结
2025年1月16日

一、2024年工作情况
查处食品案件214件、药品案件57件，共罚款326万元。残疾人新增就业143人，其中，城镇新增就业48人，农村新增就业95人。查处林业案件41起，处罚46人，罚款38.7万元。查处某公司发布虚假广告、未明码标价案，罚款18万元。
打造典型村12个，整治农村户厕4,600座，农村公路新改建86公里。新建口袋公园6个、绿道14公里，完成投资1.3亿元。
举办招聘会120场，提供岗位3.2万个，达成意向8,000人。拆除违建36处，清运垃圾1,200吨，整治占道经营860起，取缔摊点95个。
引进外资项目12个、内资项目36个，内资到位资金38亿元。办理建议12件、提案36件，办结率100%。
防汛抗旱任务进展顺利，修复堤防16公里。清欠任务完成92%。改厕任务全面完成。保交楼任务正在收尾。
对涉罪未成年人不起诉310人；犯罪严重的，起诉390人。起诉侵害未成年人犯罪670人。立案办理公益诉讼1,900件，其中行政公益诉讼1,680件。
全市完成水利投资45亿元，占年度任务44.4亿元的101.3%，其中重大水利项目18项。抽检不合格食品62批次。江北城区排涝工程完成投资3.3亿元。
重大项目中央投资计划完成率92.5%。发放消费券600万元，带动消费4,200万元。不可移动文物412处，完成文物修缮12处。
登记社会组织312家，其中社会团体128家。注册志愿者3.1万人。特困供养人员3,186人，发放供养金2,860万元。孤儿126人。
滨江路改造工程中标价格1,618万元。货运量2,685万吨，周转量38亿吨公里，同比增长-9.7%、11.4%。
猪牛羊禽肉产量2.9万吨，增长1.4%，其中猪肉产量2.1万吨。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    (folder / "city.txt").write_text(CITY, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "lacks"),
    [
        ("临江食品案件罚款多少", "326"),
        ("临江药品案件罚款多少", "326"),
        ("临江典型村农村公路新改建多少公里", "86公里"),
        ("临江口袋公园投资多少", "1.3亿元"),
        ("临江拆除违建取缔摊点多少个", "95"),
        ("临江外资项目到位资金多少", "38亿元"),
        ("临江禽肉产量多少", "2.9万吨"),
        ("临江防汛抗旱任务完成了吗", "进展顺利"),
        ("临江起诉涉罪未成年人多少人", "310"),
        ("临江起诉未成年人犯罪多少人", "670"),
        ("临江合格食品多少批次", "62"),
        ("临江重大水利项目占水利投资多少", "101.3"),
        ("临江滨江路改造工程谁中标", "1,618"),
        ("临江新登记社会组织多少家", "312"),
        ("临江新注册志愿者多少人", "3.1"),
        ("临江特困供养金多少", "3,186"),
        ("临江孤儿抚养金多少", "126"),
        ("临江药品案件罚款多少", "57"),
        ("临江消费券带动消费多少", "600"),
        ("临江文物多少处", "12处"),
        ("临江水利投资完成率", "92.5"),
    ],
)
def test_what_stands_beside_it_in_the_sentence_is_not_whose_it_is(
    service: Service, question: str, lacks: str
) -> None:
    assert lacks not in ask(service, question).answer


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("临江农村公路新改建多少公里", ["86公里"]),
        ("临江招聘会提供岗位多少个", ["3.2万个"]),
        ("临江招聘会达成意向多少人", ["8,000人"]),
        ("临江内资到位资金多少", ["38亿元"]),
        ("临江提案办结率多少", ["100%"]),
        ("临江虚假广告罚款多少", ["18万元", "未明码标价"]),
        ("临江林业案件罚款多少", ["38.7万元"]),
        ("临江残疾人农村新增就业多少人", ["95人"]),
        ("临江残疾人城镇新增就业多少人", ["48人"]),
        ("临江肉类总产量多少", ["2.9万吨"]),
        ("临江清欠任务完成了吗", ["92%"]),
        ("临江改厕任务完成了吗", ["全面完成"]),
        ("临江保交楼任务完成了吗", ["正在收尾"]),
        ("临江涉罪未成年人不起诉多少人", ["310人"]),
        ("临江侵害未成年人犯罪起诉多少人", ["670人"]),
        ("临江行政公益诉讼多少件", ["1,680件"]),
        ("临江不合格食品多少批次", ["62批次"]),
        ("临江水利投资完成年度任务多少", ["101.3%"]),
        ("临江江北城区排涝工程完成投资多少", ["3.3亿元"]),
        ("临江货运量增长多少", ["-9.7%"]),
        ("临江登记社会组织多少家", ["312家"]),
        ("临江文物修缮多少处", ["12处"]),
        ("临江重大项目中央投资计划完成率", ["92.5%"]),
        ("临江消费券发放多少", ["600万元"]),
        ("临江特困供养金多少", ["2,860万元"]),
    ],
)
def test_what_came_of_it_and_what_is_of_each_is_told(service: Service, question: str, has: list[str]) -> None:
    check(ask(service, question), has, [])
