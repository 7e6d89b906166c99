"""Which numbers of a paragraph may be figures at all: not names, dates, thresholds or articles."""

from __future__ import annotations

import re

from ingest.clauses import has_action
from ingest.figures.kind import MONEY_UNIT
from ingest.figures.passage import Passage
from ingest.numerals import Number

# 13个地市中排, 9个县(市)区、4个开发区中排
_RANKED_AMONG = re.compile(
    r"[^,;。\d]{1,10}(?:[、和](?:\d{1,2}|[二三四五六七八九十]{1,3})个[^,;。\d]{1,8})?中,?(?:综合)?(?:排|列|居|位|名)|"
    r"[^,;。\d]{1,14}[中里内](?:[^,;。\d]{0,6}(?:仅|只)?(?:排名?|位?列|位?居)|由?(?:从|由)?(?:20\d\d年)?的?)第\d|"
    r"[一-鿿]{1,6}(?:\([^()]{1,8}\))?第[\d一二三四五六七八九十]"
)
# 位居全省
_WIDE = re.compile("(?:全[国省市县区州球]|省内|国内|位列|位居|名列|排名|列|居|排|在)$")
# 全市9个县(市)区、
_BESIDE_OTHERS = re.compile(r"全[省市县区州](?:\d{1,2}|[二三四五六七八九十]{1,3})个[^,;。\d]{1,10}[、和]$")
# 一家
_ONE_OF = re.compile(r"^一[个家项座条场所批种件名位支处名类]")


_SPANS = ("个月", "个季度", "天", "周")
# 来新高
_BEST_SINCE = re.compile("以?来的?(?:[新最][高低好快大差]|首次|同期)")
# 40万吨级航道, 500千伏级
_GRADE = re.compile(r"级(?!别|数|差)")


# 举办培训班
_HELD = re.compile("(?:举办|开展|组织|开办|办|共|累计|培训班?|出版|发行|了)$")
# 十万人
_OF_SO_MANY = re.compile("[十百千]?[百千万]人")
# 死亡率
_RATE_BEHIND = re.compile("[一-鿿]{2,6}率")


def may_be_figure(passage: Passage, number: Number) -> bool:
    if any(passage.masked[number.start : number.end]):
        return False
    if _is_threshold(passage, number) or _is_among(passage, number) or _is_of_the_rest(passage, number):
        return False
    before = passage.text[max(0, number.start - 1) : number.start]
    if (before == "第" and number.form != "rank") or before == "每":
        return False
    if number.form == "plain" and _GRADE.match(passage.text, number.end):
        return False
    if number.unit in _SPANS and passage.text.endswith("连续", 0, number.start):
        return False  # 连续8个月保持增长
    if number.unit in _SPANS and _BEST_SINCE.match(passage.text, number.tail_start):
        return False  # 创近40个月来新高
    raw = passage.text[number.start : number.end]
    if number.form == "plain" and passage.text.endswith(("没有", "没有一", "未有"), 0, number.start):
        return False
    if _OF_SO_MANY.fullmatch(raw) and _RATE_BEHIND.match(passage.text, number.end):
        return False  # 十万人死亡率
    if number.is_han and number.form == "plain":
        if number.unit == "期" and number.value < 10 and not _HELD.search(passage.text, 0, number.start):
            return False  # 食品产业园三期
        if _ONE_OF.match(raw) or _is_of_the_list(passage, number):
            return False
        if passage.text[number.end : number.end + 1] in ("“", '"', "‘") and number.value < 100:
            return False  # 提升十个“主要指标”
        if _may_be_article(number) and not _is_stated(passage, number) and not _goes_on(passage, number):
            return False
    return True


# 教育、卫生等|八项支出479亿元: how many were listed, within the name of what is counted
_LISTED = re.compile(r"[一-鿿]{2,10}?(?:共|合计|累计|完成|达到?|为|实现|增长|下降)*\d")


def _is_of_the_list(passage: Passage, number: Number) -> bool:
    is_listed = number.unit in ("项", "类") and passage.text.endswith("等", 0, number.start)
    return is_listed and bool(_LISTED.match(passage.text, number.end))


# 社区合计13件
_OF_THE_REST = re.compile(r"[一-鿿]{1,6}?(?:合计|共计?|总计)(?:完成|实现)?约?\d")


def _is_of_the_rest(passage: Passage, number: Number) -> bool:
    """其余|5个|社区合计13件: how many the rest are names it."""
    is_rest = passage.text.endswith(("其余", "其他", "剩余", "余下"), 0, number.start)
    return is_rest and bool(_OF_THE_REST.match(passage.text, number.end))


def _may_be_article(number: Number) -> bool:
    """三个 of 三个全覆盖 counts nothing; 百分之五 and 零点六平方米 always do."""
    return number.value < 10 and number.value == int(number.value) and number.unit not in ("%", "‰", "‱")


def _is_among(passage: Passage, number: Number) -> bool:
    """“在全省14个市州中列第3位”: how many there are to rank among is no figure of the report."""
    before = passage.text[max(0, number.start - 3) : number.start]
    counts = number.form == "plain" and bool(number.unit)
    is_wide = _WIDE.search(before) or _BESIDE_OTHERS.search(passage.text, 0, number.start)
    return counts and bool(is_wide) and bool(_RANKED_AMONG.match(passage.text, number.end))


# 超10亿元项目11个, 投资过5000万元的工业项目6个: a noun right behind, and how many of it there are
# 投资超过
_MORE_THAN = re.compile(r"[超过逾]$|[超大高]于$|不足$")
# 的企业达到138家, 的县(市、区)有4个
_COUNTED_SO = re.compile(
    r"的?(?!增|下降|提高|同比|占|较|比)(?:[一-鿿]{2,8}?|[县市区][(（][市县区、]+[)）])?"
    r"(?:达到?|有|为|共|共有|不少于)?\d+(?:[个家项户宗座]|多?[个家项])"
)


# 其中10亿元|项目不少于2个
_SIZED = re.compile(r"级?(?:工业|产业)?(?:项目|企业)(?:达到?|有|不少于|不低于|超过?|共|约)?\d+[个家]")
# 其中
_OPENS = re.compile(r"(?:^|[,、;。:]|其中|新增|引进|签约|开工|实施|培育)$")
# 营业收入前30名|的企业
_SUCH_AS = re.compile("的(?:企业|行业|产品|单位|项目|品牌|国家|贸易伙伴)")


def _is_threshold(passage: Passage, number: Number) -> bool:
    """“亿元以上项目118个”, “50亿元以上3个”: which ones, not how much."""
    more_than = (
        number.form == "plain"
        and number.unit
        and _MORE_THAN.search(passage.text[max(0, number.start - 2) : number.start])
    )
    if more_than and _COUNTED_SO.match(passage.text, number.end):
        return True
    if MONEY_UNIT.search(number.unit) and not number.bound and _SIZED.match(passage.text, number.end):
        return _OPENS.search(passage.text[max(0, number.start - 4) : number.start]) is not None
    if number.form == "rank" and number.bound and _SUCH_AS.match(passage.text, number.end):
        return not _WIDE.search(passage.text[max(0, number.start - 3) : number.start])
    bound = passage.text[number.end : number.tail_start]
    if number.unit.endswith("岁") and bound and passage.text.startswith("的", number.tail_start):
        return True
    following = passage.text[number.tail_start : number.tail_start + 1]
    return (
        bound in ("以上", "以下", "及以上", "以内")
        and bool(re.match(r"[一-鿿\d]", following))
        and (
            following not in "的和与及至到或"
            or (
                following == "的"
                and not re.match(
                    r"的?(?:目标|任务|速度|增长|增幅|水平)",
                    passage.text[number.tail_start : number.tail_start + 4],
                )
                and number.form == "plain"
                and bool(MONEY_UNIT.search(number.unit))
            )
        )
    )


def _is_stated(passage: Passage, number: Number) -> bool:
    """A small Chinese numeral counts only behind a verb or its noun: 新建三个园区, but not 三个全覆盖 or 十个“主要指标”."""
    following = passage.text[number.end : number.end + 1]
    before = passage.text[max(0, number.start - 10) : number.start]
    if (
        following in "、,;。)" and re.search(r"[一-鿿]$", before) and number.value > 1
    ):  # 国家级两家、省级十一家
        return True
    clause = re.split(r"[,;。:]", before)[-1]
    return (
        has_action(clause)
        or bool(re.search(r"(?:达|共|有|等|为|增|建|获)$", clause))
        or passage.terms.get(number.lead_end) is not None
    )


def _goes_on(passage: Passage, number: Number) -> bool:
    """The next of a list of numbers: 十二座、九座和七座."""
    before = passage.text[max(0, number.start - 8) : number.start]
    return bool(number.unit) and bool(re.search(re.escape(number.unit) + r"[、和与及]$", before))
