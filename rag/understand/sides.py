"""The indicators that a question holds against each other: 出口比进口, 城镇和农村居民收入, 一产、二产、三产."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.indicators import TermMention, Terms
from ingest.naming import with_suffix
from ingest.regions import RegionMention
from rag.records import Intent, PlaceWording
from rag.understand.number import action_of, status_of
from rag.understand.operation import PLUS
from rag.understand.spans import blank_spans
from rag.understand.subject import content_of

# 一二三产, 三次产业: three indicators said in one breath; 城乡, 男女: two
_BREATHS = (
    (
        re.compile(
            r"第?一[、,和]?第?二[、,和]?第?三(?:次)?产业?(?!结构|比例|占比)|三次产业(?!结构|比例|占比)"
        ),
        "第一产业、第二产业、第三产业",
    ),
    (re.compile(r"一产(?:业)?[、,和]?二产(?:业)?[、,和]?三产(?:业)?"), "第一产业、第二产业、第三产业"),
    (
        re.compile(
            r"城乡(?=(?:常住)?(?:居民)?(?:人均)?(?:可支配)?"
            r"(?:收入|消费支出|支出)(?!比|差距|倍差|之比|比值)|低保标准)"
        ),
        "城镇、农村",
    ),
    (
        re.compile(r"(?:人大|代表)*建议[、,和]?(?:政协|委员)*提案(?=办理|[各分]|多少)"),
        "人大代表建议、政协提案",
    ),
    (re.compile(r"男女(?=各|分别|有多少|是多少|人数|相差|差)"), "男性、女性"),
)
# 夏粮秋粮, 进口出口, 二产三产: two of one kind in one breath
_TWO_OF_A_KIND = re.compile(
    r"(?<=[夏秋]粮)(?=[夏秋]粮)|(?<=[进出]口)(?=[进出]口)|(?<=[一二三]产)(?=[一二三]产)"
)
# 医药三大产业产值, behind a list: says again what they are
# 机电、医药三大产业产值
_OF_THEM = re.compile(
    r"(?P<last>、[^、,，]{1,10}?)(?:[两二三四五六七八九]|\d+)(?:[大个条类项](?:主导|支柱|重点|优势|特色|"
    r"新兴)*(?:产业链?|行业|领域|板块|集群)|[样项种类](?:钱|资金)?(?=合|加|总|共|一共|分别|各|相))"
)
# 收支相抵还剩多少, 收入减支出
_OFFSET = re.compile(
    r"(?P<of>财政|(?:职工|(?:城乡)?居民)?(?:基本)?(?:养老|医疗|医保|失业|工伤)(?:保险)?基金)?"
    r"(?:收支(?:相抵|相减|差额|之差)后?|收入减支出)(?:还?[剩差余]下?)?"
)
# 还剩多少个大气治理工程没完成: 大气治理工程还剩多少个没完成
_LEFT_OF = re.compile(
    r"(?P<left>还?(?:剩下?|余下|有|差)(?:多少|几)[个项件家座所条处宗起])(?P<what>[^没未尚还,，]{2,12}?)"
    r"(?P<undone>(?:还没|尚未|没|未|待)有?(?:完成|开工|投产|竣工|完工|办结|建成|整改|整治|验收))"
)
# 普惠园覆盖率 & 公办园占比
_AND = re.compile(r"(?<=[一-鿿])\s*&\s*(?=[一-鿿])")
# 城镇收入, 农村收入: the people's
_BARE_INCOME = re.compile(r"(?<=城镇|农村)(?=(?:人均)?收入)")
# 乡下人
_RURAL = re.compile(r"(?:乡下|农村)人(?![口均才居])")
# 出口占比: of all trade
_TRADE_SHARE = re.compile(r"(?<!进)(?P<side>出口|进口)额?占比")
# 三产增速, 第二产业增长多少: of its 增加值
_SECTOR = re.compile(r"第?(?P<n>[一二三])产业?(?=的?(?:增速|增幅|增[长加]了?多少|是?多少))")
# 对东盟出口占比: of the exports to all
_TRADE_WITH = re.compile(r"(?P<side>(?:对|向|从|自)[一-鿿“”]{1,8}?(?P<way>出口|进口))额?占比")
# 交通投资里高速公路占多少
_SHARE_WITHIN = re.compile(
    r"(?P<whole>[^,，]{2,}?)(?:里面?|当中|(?<![其集])中)(?P<part>[^,，]{2,}?)占了?(?P<asked>多少|几成|百分之几|"
    r"多大比例)"
)
# 赶上全省平均了吗, 快过全市, 跟上年比
_HELD_UP: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"(?:[赶追跟]上|赶超|达到?|够(?:不够|得?上|到)?|比得上)了?(?=[一-鿿]{2,5}(?:平均|均值))"),
        "高于",
    ),
    (re.compile(r"(?<=[快慢高低多少])过(?=全[国省市县区]|[一-鿿]{2,4}平均)"), "于"),
    (re.compile(r"[跟和与同](?P<time>[上去前]一?年(?:同期)?)相?比(?:较|起来)?"), r"比\g<time>"),
)
# 加起来
_APART = re.compile(
    r"合起来|总和|各(?=多少|几|是|有|为|达|增|占|降|[^类级项种界方位行地市县区镇省族自部单大]{0,8}(?:多少|几))|"
    r"分别|各自|一共|"
    r"合计|加起来|总共|之和|相差|差多少|哪个|谁|[几多]倍|多多少|高多少|快|慢"
)
# 比全市平均高吗: one indicator, and what it is held against
_NAMES_NOTHING = re.compile(r"(?:全[国省市县区州])?(?:平均)?(?:水平|值|数|增速)?(?:平均)?|各[县区市地]+|\d+")
# 哪几个县发放了贷款，各发了多少
_EACH_OF_THEM = re.compile(r"(?:各|分别)[一-鿿]{0,2}")
# 全部充电桩
_ALL = re.compile(r"^(?:全部|所有)(?=[一-鿿]{2})")
MIN_SIDE = 2  # characters that can name something; of a list of three (茶、藤铁、光电产值) the noun stands at its end
# 高企和孵化器
_BETWEEN = re.compile(
    rf"[、和与跟及占同,]|(?<!占)比(?![例重值率])|以及|相当于|是|里?(?:扣掉|扣除|减去|除去|刨去)|{PLUS}"
)
# 出口比进口: what is counted goes without saying
_MEASURES = ("", "额", "总额", "量", "数", "人数", "增加值")


# 万人专利, 千人床位
_PER_HEAD = re.compile(
    r"(?<![每均\d几多一二两三四五六七八九十百千万亿])(?=[百千万]人(?:口|有效|高价值|发明|专利|拥有|床位|病床|医|护|"
    r"执业|注册|托|公交|犯罪|刑事|警情|发案|起诉))"
)


def _one_less_other(match: re.Match[str]) -> str:
    """财政收支差额 is of one budget: no 支出 of another thing is taken away."""
    of = "一般公共预算" if match["of"] == "财政" else match["of"] or ""
    return f"{of}收入减去{of}支出"


def spelt_out(text: str) -> str:
    """一二三产增加值各多少 as 第一产业、第二产业、第三产业增加值各多少, where they are asked about apart."""
    for held_up, plain in _HELD_UP:
        text = held_up.sub(plain, text)
    text = _AND.sub("、", _BARE_INCOME.sub("居民", text))
    text = _RURAL.sub("农村居民", text.replace("城里人", "城镇居民"))
    text = _LEFT_OF.sub(r"\g<what>\g<left>\g<undone>", _OFFSET.sub(_one_less_other, text))
    text = _SECTOR.sub(r"第\g<n>产业增加值", _PER_HEAD.sub("每", text))
    text = _TRADE_WITH.sub(r"\g<side>占\g<way>额的比重", text)
    text = _TRADE_SHARE.sub(r"\g<side>占进出口总额的比重", text)
    text = _SHARE_WITHIN.sub(r"\g<part>占\g<whole>\g<asked>", text)
    if not _APART.search(text):
        return text
    text = _OF_THEM.sub(r"\g<last>", text)
    text = _TWO_OF_A_KIND.sub("、", text)
    for pattern, words in _BREATHS:
        text = pattern.sub(words, text)
    return text


# 甲项目和乙项目哪个投资多: what is measured stands behind both
_MEASURE_BEHIND = re.compile(
    r"(?P<one>[^,，、和与跟比]{2,}?)[和与跟、](?P<other>[^,，、和与跟比]{2,}?)(?P<where>[,，][^,，]{0,8}?|)(?P<which>哪个|谁)的?"
    r"(?P<measure>(?!增速|增幅|[涨降跌]幅|增长|下降|最|更|是)[一-鿿]{1,10}[^得的了最更])"
    r"(?P<how>更?[多高大快好少低小慢长])(?=些|一点|\W*$)"
)


def measured_apart(text: str) -> str:
    """甲项目和乙项目哪个投资多 as 甲项目投资和乙项目投资哪个多."""
    return _MEASURE_BEHIND.sub(r"\g<one>\g<measure>和\g<other>\g<measure>\g<where>\g<which>\g<how>", text)


def asks_apart(text: str, intent: Intent) -> bool:
    """Whether several things are asked for, each by itself: 各多少, 分别是多少, 柑橘和茶叶哪个减产了."""
    return bool(_EACH_BY_ITSELF.search(text) or (intent == "change" and "哪个" in text))


# 各有多少
_EACH_BY_ITSELF = re.compile(
    r"(?:各|分别|各自).{0,12}(?:多少|几|多大|怎么样|如何)|(?:各|分别)(?:是|为|有)?(?:多少|几)|"
    r"(?:多少|几)[^,，]{0,3}(?:分别|各)"
)


def sides_of(
    text: str, known: Sequence[TermMention], terms: Terms, asking: Sequence[tuple[int, int]] = ()
) -> tuple[tuple[str, str], ...]:
    """(indicator, wording) of each side, the indicator "" where no table knows it; () where there are no two sides.

    Args:
        text: the question with places and times blanked.
        known: indicators that stand in it whole: a mark inside one (软件和信息技术服务业) parts nothing.
        asking: where the words of the operation stand, which name nothing.
    """
    marks = [
        m
        for m in _BETWEEN.finditer(text)
        if not any(_is_inside_one(m, k, text, terms) for k in known)
        and not any(a <= m.start() and m.end() < b for a, b in asking)  # the 加 of 加起来 parts nothing
    ]
    edges = [0, *(edge for m in marks for edge in m.span()), len(text)]
    subject = blank_spans(text, asking)
    words = [_words(subject, a, b, known) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    sides = [_ALL.sub("", w) for w in words if w and not _EACH_OF_THEM.fullmatch(w)]
    if len(sides) < 2 or any(_NAMES_NOTHING.fullmatch(side) for side in sides):
        return ()
    # 城镇和农村居民收入; 城镇居民收入是农村的几倍: the noun stands once, at either end
    whole = [_whole(side, (sides[-1], sides[0]), terms) for side in sides]
    named = [terms.canonical(words) or "" for words in whole]
    if (
        len(set(whole)) < len(sides)
        or (min(map(len, whole)) < MIN_SIDE and (len(sides) < 3 or len(whole[-1]) < MIN_SIDE))
        or len(set(filter(None, named))) < sum(map(bool, named))
    ):
        return ()
    return tuple(zip(named, whole, strict=True))


def _is_inside_one(mark: re.Match[str], known: TermMention, text: str, terms: Terms) -> bool:
    """Whether a mark joins one name: 软件和信息技术服务业, but not the two of 人大代表建议、政协提案."""
    halves = text[known.start : mark.start()], text[mark.end() : known.end]
    return known.start < mark.start() and mark.end() < known.end and not all(map(terms.canonical, halves))


def _words(text: str, start: int, end: int, known: Sequence[TermMention]) -> str:
    inside = [
        replace(k, start=k.start - start, end=k.end - start)
        for k in known
        if start <= k.start and k.end <= end
    ]
    return content_of(text[start:end], inside)


def _whole(side: str, others: Sequence[str], terms: Terms) -> str:
    """The side as the terms know it, with what it leaves to be understood."""
    choices = [side + measure for measure in _MEASURES] + [
        with_suffix(side, other, terms) for other in others
    ]
    return next((words for words in choices if terms.canonical(words)), side)


def share_of(parts: Sequence[tuple[str, str]], terms: Terms) -> str:
    """The indicator that is the share of the first of two in the second; "" where no table knows one."""
    if len(parts) != 2 or not all(name for name, _ in parts):
        return ""
    (part, _), (whole, _) = parts
    return terms.canonical(f"{part}占{whole}比重") or ""


def parts_of_share(names: Sequence[str], terms: Terms) -> tuple[tuple[str, str], ...]:
    """The part and the whole of an indicator that is a share: 税收收入占一般公共预算收入比重; () of any other."""
    found = _IS_SHARE.fullmatch(names[0]) if len(names) == 1 else None
    parts = tuple((terms.canonical(side) or "", side) for side in found.groups()) if found else ()
    return parts if parts and all(name for name, _ in parts) else ()


# 税收收入占一般公共预算收入比重
_IS_SHARE = re.compile(r"(.+?)占(.+?)比重")


# 新增数, 的
_NOTHING_NAMED = re.compile(r"的?(?:数量?|总数|人数|户数)?的?是?")


def words_by_place(
    text: str,
    places: Sequence[RegionMention],
    known: Sequence[TermMention],
    asking: Sequence[tuple[int, int]],
) -> tuple[PlaceWording, ...]:
    """What is asked of each place, where a question words each side by itself: 甲市热线办结率和乙区热线按期办结率; else ().

    Where the sides differ in what was done (甲市新认定和乙市新增的高企), the noun may stand once.
    """
    if len(places) < 2:
        return ()
    subject = blank_spans(text, asking)
    ends = [*(place.start for place in places[1:]), len(text)]
    spans = [(place.end, end) for place, end in zip(places, ends, strict=True)]
    actions = [action_of(subject[a:b]) for a, b in spans]
    statuses = [status_of(subject[a:b]) for a, b in spans]
    words = [_words(subject, a, b, known).removesuffix("是") for a, b in spans]
    words = ["" if _NOTHING_NAMED.fullmatch(w) else w for w in words]
    if len(set(actions)) == len(actions) and all(actions):
        noun = next(filter(None, words), "")
        words = [w or noun for w in words]
    if not all(words):
        return ()
    each = zip(places, words, actions, statuses, strict=True)
    return tuple(PlaceWording(place.code, said, action, status) for place, said, action, status in each)
