"""What sort of number is asked for: a level or a movement, money, a share, a rank, a count of 家 or 件."""

from __future__ import annotations

import re

from ingest.normalize import fold
from ingest.periods import previous
from ingest.records import Figure, Paragraph
from rag.match.scope import is_held_against
from rag.match.words import without_scale, words_of
from rag.records import Question
from rag.wording.overlap import coverage

_LEVELS = ("count", "amount", "area", "ratio", "quantity", "index", "multiple")
MOVES = ("growth", "change")
_UNIT_KINDS = {
    **dict.fromkeys(("元", "万元", "亿元", "万亿元"), ("amount",)),
    **dict.fromkeys(("平方米", "平方公里", "亩"), ("area",)),
    **dict.fromkeys(("个百分点", "百分点"), ("change",)),
    "个点": ("change", "growth"),
    "%": ("ratio", "growth"),
    "倍": ("growth", "multiple"),
    "成": ("ratio", "growth"),
}
# PM2.5年均浓度18微克/立方米|，与上年持平; 428.37万人次|，与2021年度基本持平
UNCHANGED = re.compile(
    r"[,，]?(?:[与较比和同](?:上年|去年|(?P<year>20\d\d)年)(?:度|[末底])?(?:同期)?(?:相比)?|同比)(?:基本|大体|总体)?持平"
)
# a case is counted in any of these, a firm or a household too, an animal too
_ALIKE_UNITS = (
    frozenset("件宗起例次"),
    frozenset("场次期趟"),
    frozenset("块枚面"),
    frozenset("本册"),
    frozenset("家户"),
    frozenset("头只羽口"),
    frozenset("台辆部"),
    frozenset("人名位"),
    frozenset(("天", "日", "工作日", "个工作日")),
)
# asked in 几家, stated as 5所
_COMMON_UNITS = frozenset("家个所座项条场处")
# 排名提升了几位
_MOVED = re.compile(
    r"提升|上升|前移|前进|进[位步]|退步|下降|后退|变化|提高|跃升|[进升退降掉]了?(?:几|多少)[位名]"
)
# 提升幅度居全省第二, 增速居全市首位
_OTHERS = ("高于", "低于", "快于", "慢于", "高出", "低出")
# 提升幅度
_MOVEMENT = re.compile(r"幅度|涨幅|增幅|增速|增量|提速|降幅|增长|速度")
# 总量稳居全省第2位
_TOTAL = re.compile(r"总量|总额|总数|总规模|数量")
# 拉动规上工业增长1.6个百分点; 增速高于全国1.3个百分点: no growth of its own
_PULL = re.compile(r"拉动|带动|贡献")
# 增速高于全省
_AGAINST = re.compile(
    r"[高低快慢多少优]于|[高低快慢]出?(?:多少|几)|比(?!上年|去年|上一年|\d{4}年|重|例)|跑[赢输]|拉动|带动|贡献"
)
# 增速比“十三五”快多少
_AGAINST_ANOTHER = re.compile(
    r"比(?!上年|去年|上一年|同期|\d{4}年|重|例|较)[^,，比]{2,12}[快慢高低多少](?:了|出)?(?:多少|几)"
)
# 增幅缩小了吗: by how much it grew does not tell
_OF_GROWTH = re.compile(
    r"(?:增速|[增降涨]幅|增长率)(?:是不是|有没有|是否|在)?(?:缩小|扩大|收窄|放缓|加快|回[落升]|变[快慢大小])"
)
# 孵化空间多大
_HOW_LARGE = re.compile(r"(?:面积|空间|土地|地盘?|园)(?:有|是)?多大")
# GDP总量目标多少亿: no growth
_ASKS_SIZE = re.compile(r"总量|(?:多少|几)[万亿]")
# 外贸进出口情况如何
_HOW = re.compile(r"怎么样|如何|情况")
# 城镇新增就业…，目标完成率最高，达131.7%
_COMPLETION = re.compile(r"完成(?:率|进度|比例)[^,，;；。]{0,8}(?:[,，][^,，;；。\d]{0,3})?[\d.]+[%％]")
# 年度任务
_GOAL = re.compile(r"完成|任务|目标|计划|预算|进度")
# 技改投资占比提高了吗
_SHARE = re.compile(r"占比|比重|比例")
# 第三产业占GDP比重, 研发投入强度, 城镇化率
_SHARE_NOUN = re.compile(r"占|比重|强度|率")


def kind_fits(question: Question, figure: Figure, paragraph: Paragraph) -> bool:
    """Whether the figure is the sort of number that is asked for."""
    if (
        _is_in_question(question, figure)
        or _is_for_comparison(question, figure)
        or not _has_sort_worded(question, figure)
        or _is_turned_round(question, figure)
    ):
        return False
    if question.intent == "rank":
        return _is_rank(question, figure) or _is_move_in_rank(question, figure)
    if question.intent == "change":
        return _is_change(question, figure) or _tells_change(question, figure, paragraph)
    if question.intent == "ratio":
        return figure.kind == "ratio"
    if question.intent in ("value", "compare", "yes_no", "text"):
        return _is_value(question, figure)
    return figure.kind in _LEVELS


def _is_in_question(question: Question, figure: Figure) -> bool:
    """总投资1042亿元的项目完成了多少: the number that the question names is not the one it asks for."""
    return (
        question.stated is None
        and not (question.operation and question.operation.test)
        and question.intent in ("value", "change", "ratio", "text")
        and (figure.raw in question.numbers or figure.raw in question.text)
    )


def _is_for_comparison(question: Question, figure: Figure) -> bool:
    """A number that a report only holds its own against: 全省平均4.5%."""
    if figure.comparator == "平均":
        return True
    if figure.comparator == "由":  # 由83家增加到102家: the year before's, for those who ask about it
        return figure.period not in question.periods
    # 为预算的100.2%, 完成年度目标的121%, 目标只完成45.7%
    is_met = (
        bool(figure.comparator)
        or (figure.action == "完成" and not _SHARE_NOUN.search(figure.indicator))
        or bool(_OF_GOAL.search(_led_by(figure)[0]))
        or ("率" not in figure.name and bool(_COMPLETION.search(figure.context)))
    )
    is_of_goal = bool(_GOAL.search(figure.comparator) or _COMPLETION.search(figure.context))
    is_asked = question.intent == "ratio" and (not is_of_goal or bool(_GOAL.search(question.text)))
    return is_met and figure.kind == "ratio" and not is_asked


# 高新技术企业占规上企业多少 is not 高新技术产业增加值占规模以上工业
# 规上企业
_COUNTED_HEAD = re.compile(r"(?P<head>企业|人才|人员|项目|机构|学校|医院)$")


def _lacks_counted(words: str, figure: Figure) -> bool:
    head = _COUNTED_HEAD.search(words)
    told = fold(figure.name + figure.indicator + figure.scope + figure.subject + figure.context)
    return head is not None and head["head"] not in told


def _lacks_part(question: Question, figure: Figure) -> bool:
    """基础研究经费占研发经费多少 is not the 研发投入强度: what tells the part from its whole is said."""
    part, whole = (f"{name} {words}" for name, words in question.parts)
    told = fold(f"{figure.subject}{figure.name}{figure.indicator}{figure.context}")
    own = [word for word in words_of(part) if len(word) > 1 and word not in whole]
    return bool(own) and not any(word in told for word in own)


def _is_turned_round(question: Question, figure: Figure) -> bool:
    """公立医院占医院多少 is not how many 占公立医院的45.3%."""
    is_share = question.operation is not None and question.operation.kind == "share"
    if is_share and len(question.parts) == 2 and figure.kind == "ratio" and _lacks_part(question, figure):
        return True
    if not is_share or len(question.parts) != 2 or figure.action != "占" or not figure.scope:
        return False
    if any(_lacks_counted(words, figure) for _, words in question.parts):
        return True
    part, whole = (coverage(fold(figure.scope), f"{name} {words}") for name, words in question.parts)
    return part > whole


# 仅完成年初预算37.5亿元的98.2%
# 年初预算37.5亿元的
_OF_GOAL = re.compile(r"(?:目标|任务|计划|预算(?!收入|支出))(?:任务)?[\d.亿万千]*[^,，;；\d]{0,3}的$")


# 城乡低保人数
_NUMBER_OF = re.compile(r"[人户家件]数$")
# 给多少企业发了稳岗返还; not 多少企业贷款
_COUNTS_THEM = re.compile(
    r"多少(?:农民工|企业|职工|群众|居民|学生|儿童|老人|家庭|单位|毕业生|游客|患者|农户|学校)"
    r"(?=[了发追拿获享参有在被受挽办做]|$|[,，?？])"
)


def _has_sort_worded(question: Question, figure: Figure) -> bool:
    """Money where the question's words ask for money, a rate where they ask for a rate."""
    needs_money = question.wants_money and question.intent in ("value", "text", "compare")
    asks_number = _NUMBER_OF.search(question.content) or _COUNTS_THEM.search(question.text)
    if asks_number and figure.kind in ("amount", "area"):
        return False  # 城乡低保人数: no 低保资金
    needs_rate = question.wants_rate and question.intent in ("value", "text", "ratio")
    is_rate = figure.kind in ("ratio", "growth") or figure.name.endswith("率")  # 孕产妇死亡率8.9/10万
    is_money = figure.kind in ("amount", "growth") or (figure.kind == "change" and "元" in figure.unit)
    return (not needs_money or is_money) and (not needs_rate or is_rate)


def _is_rank(question: Question, figure: Figure) -> bool:
    """提升幅度居全省第二 ranks the movement, not what moved: asked about one, the other is no answer."""
    before, clause = _led_by(figure)
    asked = bool(_MOVEMENT.search(question.text))
    if asked:  # 增长6.3％，总量居全省第2位
        return figure.kind == "rank" and bool(_MOVEMENT.search(before)) and not _TOTAL.search(clause)
    return figure.kind == "rank" and not _MOVEMENT.search(clause)


def _led_by(figure: Figure) -> tuple[str, str]:
    """The context in front of the number, and its last clause."""
    before = figure.context[: max(figure.context.rfind(figure.raw), 0)]
    return before, re.split(r"[,，;；]", before)[-1] or before


def _is_move_in_rank(question: Question, figure: Figure) -> bool:
    """前移3位, where it is asked how far a place moved."""
    return figure.kind == "change" and "位" in figure.unit and bool(_MOVED.search(question.text))


def _is_change(question: Question, figure: Figure) -> bool:
    is_held_up = (figure.comparator or figure.action).startswith(_OTHERS) or _PULL.search(_led_by(figure)[1])
    if figure.kind == "change" and is_held_up and not _AGAINST.search(question.text):
        return False
    if _LAST_YEAR.search(question.text) and is_against_another_time(figure):
        return False
    if figure.kind == "growth" and question.operation is None and _AGAINST_ANOTHER.search(question.text):
        return False
    if figure.kind == "growth" and _OF_GROWTH.search(question.text):
        return False
    if "环比" in question.text and "环比" not in figure.comparator:
        return False
    if "年均" in _led_by(figure)[1] and "均" not in question.text and "".join(question.periods).isdigit():
        return False  # 2021年增长多少: no 年均增长
    if figure.kind == "growth" and _SHARE.search(question.text) and not _SHARE_NOUN.search(figure.name):
        return False
    is_of_share = (
        "百分点" in figure.unit and "拉动" not in figure.name and _SHARE_NOUN.search(_led_by(figure)[0])
    )
    if is_of_share and not _SHARE_NOUN.search(question.text + figure.name + figure.indicator):
        return False  # 三四级手术1.84万台次，占比58.4%，提高4.1个百分点 says nothing of how many there were
    claimed = _UNIT_KINDS.get(question.stated.unit) if question.stated else None
    return figure.kind in (claimed or MOVES) or (figure.kind == "multiple" and "翻" in figure.raw)


# 比上年下降多少
_LAST_YEAR = re.compile("[上去]一?年|同比")
# 与近五年均值相比, 较2019年同期
_ANOTHER_TIME = re.compile("均值|平均|疫情前|(?P<year>20\\d\\d)年")


def is_against_another_time(figure: Figure) -> bool:
    """Whether it moved against another time than the year before."""
    base = _ANOTHER_TIME.search(figure.comparator)
    return base is not None and not (base["year"] and figure.period[:4] == str(int(base["year"]) + 1))


# 自然增长率是正的吗
_SIGN = re.compile(r"是[正负]|[正负]的")
# 增加了多少张床位
_HOW_MANY_MORE = re.compile(r"(?:增加|多)了?(?:多少|几)(?!个?(?:百分)?点|%)")
# 平均住院日由上年同期的8.1天缩短为|7.6天
# 由上年同期的8.1天缩短为
_FROM = re.compile(r"[由从][^,，;；。]*\d[^,，;；。]*(?:到|至|为)$")


def _tells_change(question: Question, figure: Figure, paragraph: Paragraph) -> bool:
    """A level with the one that it came from, or said to be the year before's (18微克，与上年持平); 增长率 by its sign."""
    if _SIGN.search(question.text) and figure.name.endswith("增长率"):
        return True
    if figure.kind not in _LEVELS or figure.comparator == "由":
        return False
    if figure.action == "新增" and _HOW_MANY_MORE.search(question.text):
        return _is_value(question, figure)
    same = UNCHANGED.match(paragraph.text, figure.end)
    if same and same["year"] in (None, previous(figure.period)):
        return True
    return bool(_FROM.search(_led_by(figure)[1]))


def _is_value(question: Question, figure: Figure) -> bool:
    if question.unit in _UNIT_KINDS:
        return figure.kind in _UNIT_KINDS[question.unit]
    if figure.kind == "ratio" and figure.action == "占" and not _asks_share(question, figure):
        return False  # a share of something else than what is asked, or 占…比重 where an amount is
    if question.action == "净增" and figure.kind == "change" and figure.action == "增加":
        return _YEAR_BEFORE_HELD.match(figure.comparator) is not None  # 存款余额比年初增加172.8亿元
    if figure.kind in MOVES:
        is_held = is_held_against(figure, question.text)
        if question.status and _ASKS_SIZE.search(question.text):
            return is_held
        return is_held or question.status in ("target", "expected") or bool(_HOW.search(question.text))
    if figure.kind == "multiple" and "倍" not in question.text:
        return False  # 是上年的1.4倍 says how it moved
    if figure.kind in ("ratio", "index") and _ASKS_SIZE.search(question.text):
        return False  # 当期结余多少亿: no 当期结余率2.1%
    if figure.kind == "count" and _HOW_LARGE.search(question.text):
        return False  # 孵化空间多大: no 43家
    if not question.unit:
        return figure.kind in _LEVELS
    if figure.kind == "count":
        return _units_agree(question.unit, figure.unit, is_part=bool(figure.subject))
    if question.unit in "人名位户" and figure.kind == "quantity":
        return False  # 公路运了多少人: no 吨
    # asked in 家 or 项, stated in money, ground or per cent
    return figure.kind in _LEVELS and figure.kind not in ("amount", "area", "ratio")


# 比年初
_YEAR_BEFORE_HELD = re.compile(r"[比较](?:上?年初|[上去]年末?|上年底)")
# 比例, 三次产业结构
_ASKS_SHARE = re.compile(r"占|比[重例]|份额|结构|构成|强度|率")


def _asks_share(question: Question, figure: Figure) -> bool:
    is_named = figure.indicator in question.terms or bool(_ASKS_SHARE.search(question.text))
    return is_named and bool(_SHARE_NOUN.search(figure.indicator))


def _units_agree(asked: str, stated: str, *, is_part: bool = False) -> bool:
    """Whether they may count one thing; 床位4.7万张,其中医院3180张 counts no 医院."""
    bare = without_scale(stated)
    return (
        asked in stated
        or bare in asked
        or (asked == "个" and not (bare == "张" and is_part))
        or (bare == "个" and asked not in "人名户")  # 惠及多少人 is not said by 示范小区4个
        or {asked, stated} <= _COMMON_UNITS
        or any({asked, bare} <= alike for alike in _ALIKE_UNITS)
    )
