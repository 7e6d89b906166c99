"""Indicators by name and short form; what a longer phrase makes of them; files of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import TermsError
from ingest.indicators import Terms
from ingest.normalize import fold


@pytest.fixture(scope="module")
def terms() -> Terms:
    return Terms.load()


def found(terms: Terms, text: str) -> list[str]:
    return [mention.name for mention in terms.find(fold(text))]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("高企", "高新技术企业"),
        ("国家高新技术企业", "高新技术企业"),
        ("高企数量", "高新技术企业"),
        ("高新技术企业家数", "高新技术企业"),
        ("GDP", "地区生产总值"),
        ("gdp", "地区生产总值"),
        ("ＧＤＰ", "地区生产总值"),
        ("生产总值", "地区生产总值"),
        ("人均生产总值", "人均地区生产总值"),
        ("一般预算收入", "一般公共预算收入"),
        ("地方一般公共预算收入", "一般公共预算收入"),
        ("规上工业增加值", "规模以上工业增加值"),
        ("社零", "社会消费品零售总额"),
        ("社消零", "社会消费品零售总额"),
        ("固投", "固定资产投资"),
        ("新增城镇就业", "城镇新增就业"),
        ("省级科技型中小企业", "省科技型中小企业"),
        ("R&D经费投入强度", "全社会研究与试验发展经费投入强度"),
        ("全社会R&D经费投入比重", "全社会研究与试验发展经费投入强度"),
        ("全社会研发经费支出占GDP的比重", "全社会研究与试验发展经费投入强度"),
        ("研究与试验发展（R&D）经费支出与地区生产总值之比", "全社会研究与试验发展经费投入强度"),
        ("研发经费支出占生产总值比例", "全社会研究与试验发展经费投入强度"),
        ("规上工业企业研发经费占营业收入比重", "规模以上工业企业研究与试验发展经费支出占营业收入比重"),
        ("技术合同成交金额", "技术合同成交额"),
        ("AQI优良天数比例", "空气质量优良率"),
        ("PM₂.₅平均浓度", "PM2.5浓度"),
        ("细颗粒物（PM2.5）浓度", "PM2.5浓度"),
        ("5A级景区", "5A级旅游景区"),
        ("AAAAA级旅游景区", "5A级旅游景区"),
        ("5A景区", "5A级旅游景区"),
        ("接待游客", "接待游客人次"),
        ("農村居民人均可支配收入", "农村居民人均可支配收入"),
        ("专精特新“小巨人”企业", "专精特新小巨人企业"),
        ("城镇化率", "常住人口城镇化率"),
        ("实际利用外资", "实际使用外资"),
        ("外贸进出口", "货物进出口总额"),
    ],
)
def test_a_phrase_has_one_canonical_name(terms: Terms, written: str, name: str) -> None:
    assert terms.canonical(written) == name


@pytest.mark.parametrize(
    "written",
    ["", "企业", "新增", "高企研发", "GDPR", "出口", "城镇化率数", "规上工业增加值家数", "完成投资"],
)
def test_what_is_no_term_has_no_name(terms: Terms, written: str) -> None:
    assert terms.canonical(written) is None


DISTINCT = [
    ("进出口总额", "出口总额", "进口总额"),
    ("一般公共预算收入", "一般公共预算支出", "财政总收入", "税收收入"),
    ("城镇居民人均可支配收入", "农村居民人均可支配收入", "居民人均可支配收入"),
    ("规上工业增加值", "规上工业总产值", "工业增加值", "规上工业营业收入"),
    ("高企", "高企研发中心", "科技型中小企业", "省科技型中小企业"),
    ("全国重点实验室", "省级重点实验室", "市级重点实验室", "省实验室"),
    ("国家级孵化器", "省级孵化器", "孵化器"),
    ("专利授权量", "发明专利授权量", "有效发明专利", "每万人发明专利拥有量"),
    ("R&D经费支出", "R&D经费投入强度", "R&D人员"),
    ("第一产业增加值", "第二产业增加值", "第三产业增加值", "服务业增加值"),
    ("常住人口", "户籍人口", "城镇常住人口"),
    ("城镇登记失业率", "城镇调查失业率"),
    ("技术合同成交额", "技术交易额"),
    ("5A级景区", "4A级景区", "3A级景区", "A级景区"),
    ("森林覆盖率", "建成区绿化覆盖率", "林木覆盖率"),
    ("PM2.5", "PM10"),
    ("床位数", "养老床位", "每千人床位数", "医院床位"),
    ("CPI", "PPI"),
    ("存款余额", "贷款余额"),
    ("企业研究院", "重点企业研究院", "企业研发机构", "市级企业研发中心"),
    ("公路里程", "高速公路里程", "农村公路"),
    ("客运量", "货运量", "旅客周转量", "货物周转量"),
    ("国家级绿色工厂", "省级绿色工厂", "绿色工厂"),
]


@pytest.mark.parametrize("phrases", DISTINCT, ids=lambda phrases: phrases[0])
def test_different_indicators_keep_different_names(terms: Terms, phrases: tuple[str, ...]) -> None:
    names = [terms.canonical(phrase) for phrase in phrases]
    assert None not in names
    assert len(set(names)) == len(phrases)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("新认定高企716家、省科技型中小企业2043家", ["高新技术企业", "省科技型中小企业"]),
        ("新增高企研发中心97家", ["省级高新技术企业研究开发中心"]),
        ("高企培育入库企业50家", ["高新技术企业培育入库企业"]),
        ("房价高企", []),
        ("运价高企不下", []),
        ("能源成本高企", []),
        ("高企服务中心全覆盖", []),
        (
            "高新技术产业增加值占规上工业增加值的比重为62%",
            ["高新技术产业增加值占规模以上工业增加值比重"],
        ),
        ("规上工业增加值增长7.2%", ["规模以上工业增加值"]),
        ("出口额增长3%,进口额下降1%", ["出口额", "进口额"]),
        ("进出口总额增长3%", ["货物进出口总额"]),
        ("刑事案件立案下降5%", ["刑事案件立案"]),
        ("受GDPR影响", []),
        ("全省GDP总量第一", ["地区生产总值"]),
        ("新增5A级景区1家,15A级没有", ["5A级旅游景区"]),
        ("一般公共预算收入500亿元,其中税收收入420亿元", ["一般公共预算收入", "税收收入"]),
        ("每万人高价值发明专利拥有量达20件", ["每万人高价值发明专利拥有量"]),
        ("森林火灾0起", ["森林火灾"]),
        ("潜在独角兽企业5家", ["潜在独角兽企业"]),
    ],
)
def test_the_longest_phrase_decides(terms: Terms, text: str, names: list[str]) -> None:
    assert found(terms, text) == names


def test_a_mention_stands_where_it_says(terms: Terms) -> None:
    text = fold("绍兴新认定高企１３８家，ＧＤＰ增长５％")
    for mention in terms.find(text):
        assert text[mention.start : mention.end] == mention.alias


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("高薪技术企业", "高新技术企业"),
        ("科技形中小企业", "科技型中小企业"),
        ("城镇登记失业律", "城镇登记失业率"),
        ("社会消费品零售总", "社会消费品零售总额"),
        ("固定资产投姿", "固定资产投资"),
    ],
)
def test_a_slip_of_the_pen_is_near_its_term(terms: Terms, written: str, name: str) -> None:
    assert name in terms.near(written)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("4A级旅游景点", "5A级旅游景区"),
        ("第四产业增加值", "第三产业增加值"),
        ("第四产业增加值", "第一产业增加值"),
        ("6A级旅游景区", "5A级旅游景区"),
        ("PM3.5浓度", "PM2.5浓度"),
        ("高技术企业", "高新技术企业"),
        ("高奇", "高新技术企业"),
    ],
)
def test_a_digit_or_a_telling_character_is_no_slip(terms: Terms, written: str, name: str) -> None:
    assert name not in terms.near(written)


def test_a_known_phrase_is_nearest_to_itself(terms: Terms) -> None:
    assert terms.near("出口总额") == ["出口额"]


def test_parts_know_their_wholes(terms: Terms) -> None:
    assert terms.ancestors("三级甲等医院") == ["三级医院", "医院"]
    assert "省科技型中小企业" in terms.children("科技型中小企业")
    assert terms.get("省科技型中小企业").parents == ("科技型中小企业",)


def test_every_term_is_found_by_its_name_and_by_each_alias(terms: Terms) -> None:
    lost = [
        (phrase, name)
        for name in terms.names
        for phrase in (name, *terms.get(name).aliases)
        if [m.name for m in terms.find(fold(phrase))] != [name]
    ]
    assert lost == []


def test_every_term_says_what_it_is_counted_in(terms: Terms) -> None:
    assert len(terms.names) >= 400
    without = [
        n for n in terms.names if not terms.get(n).units and terms.get(n).kind not in ("index", "rank")
    ]
    assert without == []


def test_no_parent_is_its_own_descendant(terms: Terms) -> None:
    assert [name for name in terms.names if name in terms.ancestors(name)] == []


def test_two_loads_have_one_digest_and_a_new_alias_another(tmp_path: Path, terms: Terms) -> None:
    own = write(tmp_path, "terms:\n- name: 高新技术企业\n  aliases: [科技之星企业]\n")
    assert Terms.load().digest == terms.digest
    assert Terms.load(own).digest != terms.digest


def write(folder: Path, text: str) -> Path:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_staff_add_terms_and_aliases_in_a_file_of_their_own(tmp_path: Path) -> None:
    own = write(
        tmp_path,
        "terms:\n"
        "- name: 黄酒产量\n"
        "  aliases: [绍酒产量]\n"
        "  units: [万千升]\n"
        "  kind: quantity\n"
        "- name: 高新技术企业\n"
        "  aliases: [科技之星企业]\n",
    )
    terms = Terms.load(own)
    assert found(terms, "绍酒产量30万千升,科技之星企业5家,高企8家") == [
        "黄酒产量",
        "高新技术企业",
        "高新技术企业",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", r"own.yaml, line 1: is empty; expected a list under `terms:`"),
        ("terms: [", r"own.yaml, line \d: is not YAML"),
        ("hello", r"own.yaml, line 1: not fields"),
        ("terms: 高企", r"own.yaml, line 1: not a list"),
        (
            "stuff:\n- name: 高企\n",
            r"own.yaml, line 1: unknown field 'stuff'; expected domain, terms or spellings",
        ),
        ("terms:\n- aliases: [乙甲]\n", r"own.yaml, line 2: a term without a name"),
        (
            "terms:\n- name: 黄酒产量\n  alias: 绍酒\n",
            r"own.yaml, line 3: unknown field 'alias'; expected name, ",
        ),
        (
            "terms:\n- name: 黄酒产量\n  kind: 个数\n",
            r"own.yaml, line 3: unknown kind '个数'; expected count, ",
        ),
        ("terms:\n- name: 黄酒产量\n  aliases: 绍酒产量\n", r"own.yaml, line 3: not a list"),
        ("terms:\n- name: 黄酒产量\n  aliases: [酒]\n", r"own.yaml, line 3: '酒' is too short"),
        ("terms:\n- name: 黄酒产量\n- name: 黄酒产量\n", r"own.yaml, line 3: '黄酒产量' is also in line 2"),
        (
            "terms:\n- name: 黄酒产量\n  aliases:\n  - 绍酒产量\n  - 高企\n",
            r"own.yaml, line 5: '高企' already names '高新技术企业' \(science.yaml, line \d+\)",
        ),
        ("terms:\n- name: 黄酒产量\n  parents: [酒产量]\n", r"own.yaml, line 2: unknown parent '酒产量'"),
        ("terms:\n- name: 黄酒产量\n  name: 绍酒产量\n", r"own.yaml, line 3: 'name' stands twice"),
    ],
)
def test_a_mistake_in_a_file_of_ones_own_is_named_with_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(TermsError, match=message):
        Terms.load(write(tmp_path, text))


def test_a_file_that_is_missing_or_not_utf8_is_named(tmp_path: Path) -> None:
    with pytest.raises(TermsError, match=r"nowhere\.yaml, line 1: cannot be read"):
        Terms.load(tmp_path / "nowhere.yaml")
    path = tmp_path / "gb.yaml"
    path.write_bytes("terms:\n- name: 黄酒产量\n".encode("gb18030"))
    with pytest.raises(TermsError, match="is not UTF-8"):
        Terms.load(path)
