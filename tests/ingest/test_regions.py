"""Regions by full and short names, and the words that only look like them."""

from __future__ import annotations

import itertools

import pytest

from ingest.normalize import fold
from ingest.regions import Regions, own_words


@pytest.fixture(scope="module")
def regions() -> Regions:
    return Regions.load()


def codes(regions: Regions, text: str, within: str | None = None) -> list[str]:
    return [mention.code for mention in regions.find(fold(text), within)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("绍兴市", "330600"),
        ("绍兴", "330600"),
        ("紹興市", "330600"),
        ("绍兴黄酒", "330600"),
        ("浙江省", "330000"),
        ("内蒙古", "150000"),
        ("内蒙", "150000"),
        ("新疆维吾尔自治区", "650000"),
        ("广西", "450000"),
        ("香港", "810000"),
        ("北京市", "110000"),
        ("浦东新区", "310115"),
        ("浦东", "310115"),
        ("柯桥", "330603"),
        ("乐清", "330382"),
        ("临平区", "330113"),
        ("延边", "222400"),
        ("延边州", "222400"),
        ("延边朝鲜族自治州", "222400"),
        ("恩施", "422800"),
        ("恩施市", "422801"),
        ("西双版纳", "532800"),
        ("黔东南州", "522600"),
        ("巴音郭楞", "652800"),
        ("大兴安岭", "232700"),
        ("锡林郭勒盟", "152500"),
        ("土默特左旗", "150121"),
        ("神农架林区", "429021"),
        ("景宁县", "331127"),
        ("互助县", "630223"),
        ("乾县", "610424"),
        ("芒市", "533103"),
        ("东莞", "441900"),
        ("济源", "419001"),
        ("襄樊", "420600"),
    ],
)
def test_a_region_is_known_by_its_full_and_its_short_name(regions: Regions, text: str, code: str) -> None:
    assert codes(regions, text) == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("吉林市", "220200"),
        ("吉林省", "220000"),
        ("吉林", "220000"),
        ("吉林省吉林市", "220200"),
        ("海南州", "632500"),
        ("海南省", "460000"),
        ("海南", "460000"),
        ("河南县", "632324"),
        ("河南", "410000"),
        ("朝阳市", "211300"),
    ],
)
def test_regions_that_share_a_name_are_told_apart(regions: Regions, text: str, code: str) -> None:
    assert codes(regions, text) == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("浙江省绍兴市柯桥区", "330603"),
        ("绍兴市柯桥区", "330603"),
        ("绍兴柯桥", "330603"),
        ("浙江温州", "330300"),
        ("湖州市长兴县", "330522"),
        ("南京市鼓楼区", "320106"),
        ("北京朝阳区", "110105"),
        ("晋城市城区", "140502"),
        ("台州三门", "331022"),
        ("青岛市北区", "370203"),
        ("青岛市市北区", "370203"),
        ("济南市中区", "370103"),
    ],
)
def test_a_chain_of_names_is_one_mention_of_the_innermost(regions: Regions, text: str, code: str) -> None:
    (mention,) = regions.find(text)
    assert (mention.code, text[mention.start : mention.end]) == (code, text)


def test_regions_in_a_list_are_mentions_of_their_own(regions: Regions) -> None:
    text = "越城、柯桥、上虞和诸暨"
    assert codes(regions, text) == ["330602", "330603", "330604", "330681"]
    assert codes(regions, "瑞安和平阳") == ["330381", "330326"]


@pytest.mark.parametrize(
    "text",
    [
        "资源共享",
        "加强合作",
        "和平发展",
        "新建5家",
        "新兴产业",
        "东方卫视",
        "通道建设",
        "平安建设",
        "示范县",
        "循环县域经济",
        "人文县城",
        "全市城区",
        "城乡居民和企业",
        "全面推广东西部协作",
        "长江西岸",
        "渤海南岸",
        "全面振兴国有经济",
        "提高安全水平",
        "提高要素保障",
        "创新会议",
        "创新密集",
        "新乡村建设",
        "大连接",
        "牡丹文化节",
        "洛邑古城",
        "新建温泉酒店",
        "宁德时代二期",
        "重大理论成果",
        "扩大庆典",
        "建成都市圈",
        "委员会理事",
        "沿河整治",
        "主义乌托邦",
        "美丽水库",
        "新增城镇就业",
        "净增城乡居民",
        "跨越城乡",
        "红色达标",
        "位于都市",
        "近日土地",
        "交通辽阔",
        "公开平台",
        "隆重庆祝",
        "幸福安康",
        "高密度",
        "日照时数",
        "确保定点",
        "风景宁静",
        "股东营收",
        "资金华丽",
        "联合肥料",
        "道德清风",
        "浙江工业大学",
        "绍兴文理学院",
        "温州医科大学",
        "杭州银行",
        "浙、苏、沪",
    ],
)
def test_words_that_hold_a_name_are_no_regions(regions: Regions, text: str) -> None:
    assert codes(regions, text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("杭州市场", "杭州"), ("吉林市场", "吉林"), ("上海南站", "上海"), ("从江苏引进", "江苏")],
)
def test_a_name_ends_where_the_next_word_begins(regions: Regions, text: str, found: str) -> None:
    (mention,) = regions.find(text)
    assert text[mention.start : mention.end] == found


@pytest.mark.parametrize(
    ("text", "within", "code"),
    [
        ("鼓楼区", None, ""),
        ("鼓楼区", "320100", "320106"),
        ("鼓楼区", "350000", "350102"),
        ("鼓楼区", "320000", ""),  # 南京 and 徐州 both have one
        ("普陀区", "330100", "330903"),
        ("朝阳", None, "211300"),
        ("朝阳", "220100", "220104"),
        ("新华区", "410400", "410402"),
        ("新华区", "330000", ""),
    ],
)
def test_the_region_of_the_text_decides_between_namesakes(
    regions: Regions, text: str, within: str | None, code: str
) -> None:
    (mention,) = regions.find(text, within)
    assert mention.code == code
    assert len(mention.codes) > 1
    assert mention.name == (regions.name(code) if code else text)


@pytest.mark.parametrize(
    ("text", "within", "names"),
    [
        ("东区、西区、仁和区养老床位", "510400", ["东区", "西区", "仁和区"]),
        ("泽州县和城区新建学校", "140500", ["泽州县", "城区"]),
        ("东区", "510400", ["东区"]),
        ("城区道路、东区停车场", "510400", []),
        ("市南区新增企业86家,其中市北区占三成", "370200", ["市南区", "市北区"]),
        ("全市南区域建设,城市北区扩容,市南区域", "370200", []),
        ("老城区改造21个小区、涧西区18个", "410300", ["老城区", "涧西区"]),
        ("老城区改造持续推进,涧西区改造18个", "410300", ["涧西区"]),
        ("东区、西区两个食堂", "330600", []),
    ],
)
def test_districts_whose_names_are_words_count_in_a_list_of_districts(
    regions: Regions, text: str, within: str, names: list[str]
) -> None:
    assert [mention.name for mention in regions.find(text, within)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [("土右旗工业投资", "土默特右旗"), ("科右前旗牛存栏", "科尔沁右翼前旗"), ("东乌旗", "东乌珠穆沁旗")],
)
def test_banners_are_known_by_their_usual_short_names(regions: Regions, text: str, name: str) -> None:
    assert [mention.name for mention in regions.find(text)] == [name]


def test_levels_parents_and_neighbours_follow_from_the_code(regions: Regions) -> None:
    assert [regions.level(c) for c in ("330000", "330600", "330603", "419001", "330603/柯岩街道")] == [
        "province",
        "city",
        "county",
        "county",
        "town",
    ]
    assert regions.get("330603").parent == "330600"
    assert regions.get("110105").parent == "110000"
    assert regions.get("419001").parent == "410000"
    assert len(regions.children("330600")) == 6


@pytest.mark.parametrize(
    ("code", "ancestor", "inside"),
    [
        ("330603", "330600", True),
        ("330603", "330000", True),
        ("330600", "330600", True),
        ("330603/柯岩街道", "330603", True),
        ("330603/柯岩街道", "330603/柯岩街道", True),
        ("330600", "330603", False),
        ("330300", "330600", False),
        ("110105", "110000", True),
        ("", "330600", False),
        ("330600", "", False),
    ],
)
def test_a_region_lies_in_those_above_it(regions: Regions, code: str, ancestor: str, inside: bool) -> None:
    assert regions.is_within(code, ancestor) is inside


def test_an_unknown_code_is_a_key_error(regions: Regions) -> None:
    with pytest.raises(KeyError):
        regions.get("999999")
    assert regions.name("") == ""


def test_no_placeholder_of_the_source_is_a_region(regions: Regions) -> None:
    assert regions.find("省直辖县级行政区划、市辖区、自治区直辖县级行政区划") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("柯桥区柯岩街道", "330603/柯岩街道"),
        ("在柯岩街道", "330600/柯岩街道"),
        ("推动柯岩街道发展", "330600/柯岩街道"),
        ("绍兴高新区完成", "330600/绍兴高新区"),
        ("乐清经济开发区", "330382/乐清经开区"),
    ],
)
def test_towns_and_zones_are_named_under_their_region(regions: Regions, text: str, code: str) -> None:
    assert [mention.code for mention in regions.find_local(text, "330600")] == [code]


@pytest.mark.parametrize(
    "text", ["全市各乡镇街道", "国家级高新区", "特色小镇", "新增省级高新区3家", "中心镇", "每个街道", "乡愁"]
)
def test_kinds_of_places_are_no_places(regions: Regions, text: str) -> None:
    assert regions.find_local(text, "330600") == []


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("全市", "city"),
        ("我市", "city"),
        ("本县", "county"),
        ("全区", "county"),
        ("我省", "province"),
        ("全州", "city"),
        ("全镇", "town"),
        ("全国", "country"),
    ],
)
def test_a_writers_own_region_is_known_by_its_level(text: str, level: str) -> None:
    (word,) = own_words(f"{text}新增高企5家")
    assert (word.text, word.level) == (text, level)


@pytest.mark.parametrize(
    "text", ["全市场", "本区间", "安全市政", "健全省级机制", "我国家庭", "全区域", "根本省情"]
)
def test_words_that_hold_an_own_word_are_none(text: str) -> None:
    assert own_words(text) == []


def test_find_keeps_order_offsets_and_no_overlap(regions: Regions) -> None:
    text = fold("浙江省绍兴市柯桥区、溫州市樂清市、丽水和景宁畲族自治县，与上海浦东协作。" * 20)
    mentions = regions.find(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))
    assert [m.code for m in mentions] == ["330603", "330382", "331100", "331127", "310115"] * 20


@pytest.mark.parametrize("name", ["绍兴市", "温州", "景宁畲族自治县", "浦东新区", "GDP增速"])
def test_what_begins_with_a_region_may_open_with_one(regions: Regions, name: str) -> None:
    begins = [m for m in regions.find(name) if m.start == 0]
    assert regions.may_open(name) or not begins
    assert regions.may_open(name) == (name != "GDP增速")
