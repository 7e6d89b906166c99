"""Questions over web pages of social bureaus: what is left undone, whom to call, who a news item is by, fires and courts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service
from tests.fakes import HashEmbedder

NEWS = """云和县消防救援大队:守牢平安底线
来源:云和县消防救援大队 | 作者:王明 | 2025-07-09 10:20
今年以来,大队持续守护平安。上半年,全县发生火灾96起,亡1人,伤2人,同比起数下降8.5%。
发现火灾隐患640处,整改612处。举办消防培训会18场。
"""
COURT = """云和县人民检察院2024年工作总结
批准逮捕112人,提起公诉268人,同比分别下降6.1%、上升2.4%。起诉电信网络诈骗犯罪47人,批捕涉黑恶犯罪8人、起诉13人。
发出检察建议30件,采纳28件。办理各类案件815件,办理人大建议3件。
登记离校未就业毕业生512名,已帮助476名实现就业。应届中职毕业生305人,已就业290人。全县9家卫生院,7家达标。
每千人口托位数4.2个。慰问退役军人42户。微信公众号推送信息210条,关注人数8600人。
二、2025年计划
新建社区食堂2个。每千人口托位数达到4.8个。
联系人:陈立   联系电话:0578-5120001
"""


BRIEF = """景宁县信访局二季度工作简报
(第5期)
景宁县信访局    2025年7月6日
二季度,全县受理网上信访118件。排查矛盾纠纷96起,化解88起。
基本医保参保15.2万人,其中居民医保13.1万人,参保率98.4%。
不足之处:基层力量薄弱;积案化解较慢。
下一步,力争年底前积案清零。
"""

CONFERENCE = """中国人民政治协商会议遂昌县委员会常务委员会工作报告
——2025年1月6日在政协遂昌县第十届委员会第四次会议上
一、2024年工作回顾
共收到提案126件,经审查立案110件,其中重点提案6件。现有委员180名。
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("social")
    (folder / "消防.txt").write_text(NEWS, encoding="utf-8")
    (folder / "检察.txt").write_text(COURT, encoding="utf-8")
    (folder / "信访.txt").write_text(BRIEF, encoding="utf-8")
    (folder / "政协.txt").write_text(CONFERENCE, encoding="utf-8")
    with open_store(IngestSettings(home=folder / "data"), embedder=HashEmbedder()) as store:
        ingest(sorted(folder.glob("*.txt")), store)
        yield Service(store)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云和县2025年上半年发生火灾多少起", "96起"),
        ("云和县2025年上半年火灾死了几个人", "亡1人"),
        ("云和县火灾隐患还有多少没整改", "28处"),
        ("云和县消防培训会一共办了几场", "18场"),
        ("云和县检察院2024年起诉了多少人", "提起公诉268人"),
        ("云和县批捕人数比上年是增是减", "下降6.1%"),
        ("云和县涉黑恶犯罪起诉了多少人", "起诉13人"),
        ("云和县检察建议没被采纳的有几件", "还有2件"),
        ("云和县离校未就业毕业生还有多少没就业", "还有36名"),
        ("云和县中职毕业生还有几个没就业", "还有15人"),
        ("云和县没达标的卫生院有几家", "还有2家"),
        ("云和县2024年办了多少人大建议", "3件"),
        ("云和县检察院2024年办了多少案子", "815件"),
        ("云和县2025年要建几个社区食堂", "2个"),
        ("云和县2025年每千人口托位数比2024年提高多少", "0.6个"),
        ("云和县公众号有多少粉丝", "8600人"),
        ("云和县检察院联系电话多少", "0578-5120001"),
        ("云和县检察院联系人是谁", "陈立"),
        ("遂昌县政协2024年收到多少提案", "126件"),
        ("遂昌县政协立案了多少件提案", "立案110件"),
        ("遂昌县政协有多少委员", "180名"),
        ("景宁县矛盾纠纷还有几起没化解", "还有8起"),
        ("景宁县居民医保参保人数占比多少", "86.2%"),
        ("景宁县网上信访多少件", "2025年二季度受理网上信访118件"),
        ("景宁县信访局有哪些不足", "积案化解较慢"),
        ("景宁县信访局二季度主要工作概括一下", "排查矛盾纠纷96起"),
    ],
)
def test_what_a_page_tells_is_answered(service: Service, question: str, said: str) -> None:
    assert said in service.ask(question).answer


@pytest.mark.parametrize(
    "question",
    [
        "云和县退役军人慰问了多少人",
        "云和县检察院2023年起诉了多少人",
        "云和县公安局联系电话多少",
        "云和县检察院地址在哪里",
        "景宁县二季度信访多少件",
    ],
)
def test_what_a_page_does_not_tell_is_refused(service: Service, question: str) -> None:
    assert service.ask(question).refused
