"""What is answered in words: why, what a word stands for, which ones, what stands under a heading, what falls short."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

NOTICE = """寿光市水利局关于2023年河湖管护工作情况的通报

各镇(街道)河长办:
现将2023年河湖管护工作情况通报如下:

一、总体情况
受上游来水偏少影响,弥河径流量下降21%。丹河水质为Ⅳ类,未达到年度目标,主要原因是沿线养殖尾水直排。巡河6.2万人次,增长12.4%。砂石销售额下降9%,系采区停产检修所致。
全市3个国控断面水质全部达标。未发生较大及以上涉水安全生产事故。

二、问题通报
(一)小微水体审计。化龙镇、稻田镇占用河道搭建大棚17处,责令限期拆除。
(二)违建拆除。孙家集街道、洛城街道巡河超期,予以通报批评;羊口镇、侯镇连续三年零违建,予以通报表扬。
(三)投诉举报。垃圾倾倒、占用堤防、非法捕捞居前三位。排污口整治、水草打捞2项任务尚未完成。

三、存在的不足
工作中还存在一些不足:
1.镇级河长更换频繁,业务不熟;
2.水利设施管护经费不足,年缺口340万元。

四、下一步工作
1、实施幸福河湖建设项目3个。2、建立“河长+检察长”机制。3、开展无人机巡查。

注:“两高”指高耗水、高污染行业;小微水体,是指沟、渠、塘等分布在村庄周边的水体。
"""

PLAN = """茌平区人民政府工作报告(摘编)

一、2023年工作回顾
城镇新增就业6 120人。同时我们也清醒看到:产业链条短、附加值低;农村供水水压低、水质浑的问题尚未根本解决。

二、2024年工作安排
(一)抓实项目。开工项目40个。
(二)做优环境。办理事项提速两成。

2024年拟办的民生实事
1.新建充电桩200个;
2.改造农村危桥12座;
3.新增养老床位300张。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("reports")
    for name, text in (("notice", NOTICE), ("plan", PLAN)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    with open_store(IngestSettings(home=tmp_path_factory.mktemp("home")), embedder=HashEmbedder()) as store:
        assert [o.error for o in ingest([folder], store)] == [None, None]
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "has"),
    [
        ("寿光弥河径流量为什么下降", "来水偏少"),
        ("寿光丹河没达标是什么原因", "养殖尾水直排"),
        ("寿光说的两高是指什么", "高耗水"),
        ("小微水体是什么意思", "沟、渠、塘"),
        ("小微水体啥意思", "沟、渠、塘"),
        ("寿光砂石销售额下降是什么原因", "停产检修"),
        ("寿光水务存在哪些不足", "更换频繁"),
        ("寿光水利通报批评了哪两个街道", "孙家集街道、洛城街道"),
        ("寿光哪两个镇被点名占用河道", "化龙镇、稻田镇"),
        ("寿光小微水体审计发现了什么问题", "搭建大棚17处"),
        ("寿光河湖投诉举报前三位是什么", "垃圾倾倒"),
        ("寿光还剩哪几项任务没完成", "水草打捞"),
        ("寿光国控断面水质都达标了吗", "全部达标"),
        ("寿光2023年有没有发生重特大事故", "未发生较大及以上"),
        ("寿光水利存在哪些不足", "更换频繁"),
        ("寿光水利局自己承认有哪几方面的问题", "经费不足"),
        ("寿光水利2024年下一步打算干啥", "无人机"),
        ("茌平2024年民生实事都有啥", "危桥"),
        ("茌平农村供水有什么问题", "水质浑"),
        ("茌平2024年工作安排有哪几块", "抓实项目"),
    ],
)
def test_words_answer_what_no_number_tells(service: Service, question: str, has: str) -> None:
    answer = service.ask(question)
    assert has in answer.answer and not answer.refused, answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "寿光弥河径流量为什么上升",
        "寿光巡河人次为什么增长",
        "寿光哪几个镇街发生了溃坝",
        "寿光小微水体审计移送了哪些人",
        "寿光一共有哪些污水处理厂",
        "寿光水库前三位是什么",
        "寿光哪几家企业被通报批评",
        "寿光哪几家银行占用河道",
        "寿光哪几个村没通自来水",
        "寿光哪些干部受了处分",
        "寿光违建拆除为什么超期",
        "寿光巡河人次为什么下降",
        "茌平就业工作存在哪些问题",
        "茌平2024年开工的是哪几条高速",
    ],
)
def test_what_no_sentence_tells_is_refused(service: Service, question: str) -> None:
    answer = service.ask(question)
    assert answer.refused, answer.answer


@pytest.mark.parametrize(
    ("question", "lacks"),
    [("寿光小微水体审计发现了什么问题", "(一)小微水体审计。["), ("寿光水利存在哪些不足", "存在一些不足")],
)
def test_a_heading_by_itself_is_no_answer(service: Service, question: str, lacks: str) -> None:
    assert lacks not in service.ask(question).answer
