"""What was done to it: an increment or a stock, and what a report does to only some of a kind."""

from __future__ import annotations

import re

from ingest.normalize import fold
from ingest.records import Figure
from ingest.verbs import NEW_ACTIONS, STOCK_ACTIONS
from rag.records import Question
from rag.wording.deeds import meanings, says_deed

# done within a period: an increment where one is asked for (新认定了多少家: 认定138家), and no 累计
FLOW_VERBS = frozenset(
    "完成 实现 获批 获得 获 荣获 入选 引进 招引 建成 认定 立项 争取 培育 签约 开工 投产 落地 出台 制定 发放 接待 "
    "办理 通过 举办 开展 推进 实施".split()
)
# what a report does to some of a kind, which says nothing of how many there are: 引进科研人员312人
_TREATED = re.compile(
    "覆盖|服务|惠及|带动|整治|检查|抽检|查处|办理|培训|走访|关停|清理|引进|招引|招聘|招录|补充|选派|选聘|慰问|救助|"
    "资助|帮扶|申报|通过|推荐|退库|注销|淘汰|吊销|修缮|修复|维修"
)
# 累计培训, 年末有效发明专利
_STANDING = re.compile(r"累计|总数|总量|共有|现有|拥有|年末|有效")
# 高企一共多少家, 汽车保有量
_HARD_TOTAL = re.compile(r"累计|总数|总量|总计|总共|一共|保有量|存量")


# what takes some of a thing away says nothing of how much there is, 累计 or not: 累计化解债务12.3亿元
_TAKEN = re.compile(
    "化解|处置|清退|撤并|撤销|取缔|关闭|拆除|压减|偿还|追回|挽回|盘活|腾退|收回|淘汰|关停|退库|注销|吊销|清零|消化|核销|追缴"
)
# 汽车产量
_MADE = re.compile(r"产量|销量|销售量|出口量|交易量")
# 有多少辆
_THERE_ARE = re.compile(r"有(?:多少|几)[辆台部架艘]")
_TOTALS = ("总数", "总量", "保有量")
# how many there are, and by how much that changed
_OF_THE_WHOLE = {
    ("value", "count"),
    ("yes_no", "count"),
    ("text", "count"),
    ("change", "change"),
    ("compute", "count"),
    ("compare", "count"),
}


def action_fits(question: Question, figure: Figure) -> bool:
    """An increment never answers for a stock, nor a stock for an increment."""
    if question.action:
        return _answers_for_increment(question, figure)
    if figure.action in _APPLIED and _asks_another_deed(question, figure):
        return False
    if question.intent in ("value", "yes_no") and (_is_taken(question, figure) or _is_made(question, figure)):
        return False
    if _LEFT.search(question.text) and _DEALT_WITH.search(figure.action):
        return False
    if _REMAINS.search(question.text) and not question.operation and not _says_remaining(figure):
        return False
    if claims_level(question) and _is_new(figure):
        return False
    if (question.intent, figure.kind) in _OF_THE_WHOLE and _is_only_treated(question, figure):
        return False
    return not _asks_for_stock(question) or _answers_for_stock(question, figure)


# what is asked for or handed in is not yet done: 加装电梯受理146部,投用103部
_APPLIED = ("申报", "申请", "受理", "上报")


def _asks_another_deed(question: Question, figure: Figure) -> bool:
    verbs = [w.verb for w in question.wordings if w.verb]
    is_said = figure.action in question.text or any(says_deed(verb, figure.action) for verb in verbs)
    return bool(verbs) and not is_said


# 危桥还有多少座: not how many were 改造
_LEFT = re.compile(r"[还仍](?:有|剩下?|余)(?:多少|几)")
# 还剩几所, 余下多少没投: not how many there are, nor how many are done
_REMAINS = re.compile(r"(?:[还仍]|^)[剩余]下?(?:多少|几)")


def _says_remaining(figure: Figure) -> bool:
    before, _, behind = fold(figure.context).partition(fold(figure.raw))
    own = re.split(r"[,;。、]", before)[-1] + fold(figure.name) + re.split(r"[,;。、]", behind)[0]
    return bool(re.search(r"[剩余尚未欠缺差存]|没有|结转", own))


# 改造
_DEALT_WITH = re.compile("改造|整治|整改|治理|修复|拆除|化解|消除|销号|办结|新增|新建|建成|竣工|完工")
# 一共发了多少: in the whole of the time, not in all there are
_DONE_IN_ALL = re.compile(r"(?:一共|总共)?(?<![有到达])了(?:一共|总共)?(?:多少|几)")
# 招聘会一共几场: events are no stock
_EVENTS = ("场", "次", "起", "例", "人次", "批次")
# 历年累计
_SINCE_EVER = re.compile(r"累计|历年|总数|总量|存量|保有量")


def claims_level(question: Question) -> bool:
    """托位数达到4个了吗: 新增1860个 has nothing to say of it."""
    stated = question.stated
    if stated is None or stated.form != "plain" or stated.direction or "新" in question.text:
        return False
    return stated.bound in ("at_least", "more_than")


def _is_new(figure: Figure) -> bool:
    return figure.action in NEW_ACTIONS or "新增" in figure.name


# 新认定 may be told by 认定; who is 登记 or 注册 may be so for years
_FRESH = re.compile("^新(?!登记|注册)")


# 新增, 净增 say nothing of how something came new
_ANY_NEW = ("新增", "净增", "增设", "新增设", "再增", "新添")


def _is_another_new(asked: str, done: str) -> bool:
    """新开工12个, where 新签约 is asked for: each of its own time."""
    if asked in _ANY_NEW or done in _ANY_NEW or not (asked in NEW_ACTIONS and done in NEW_ACTIONS):
        return False
    own, other = asked.removeprefix("新"), done.removeprefix("新")
    return not (set(own) & set(other) or says_deed(own, other) or says_deed(asked, done))


def _answers_for_increment(question: Question, figure: Figure) -> bool:
    if figure.action.startswith("申报") and "申报" not in question.text:
        return False  # 申报认定318家,通过271家: what was applied for is not 新认定
    if _is_another_new(question.action, figure.action):
        return False
    is_named_new = figure.name.startswith("新") and question.content.startswith(figure.name[:3])
    return (
        _is_new(figure)
        or is_named_new  # 新开户单位412家
        or question.action in figure.context
        or (bool(figure.action) and says_deed(_FRESH.sub("", question.action), figure.action))
        or (figure.action in FLOW_VERBS and not figure.name.endswith(_TOTALS))
        or figure.kind in ("rank", "growth", "change", "ratio")
    )


def _asks_for_stock(question: Question) -> bool:
    if not question.wants_total or any("新增" in term for term in question.terms):
        return False  # 城镇新增就业有多少: an increment by its name
    is_of_events = question.unit in _EVENTS or _DONE_IN_ALL.search(question.text)
    if is_of_events and not _SINCE_EVER.search(question.text):
        return False
    return question.intent == "value" or bool(_HARD_TOTAL.search(question.text))


def _answers_for_stock(question: Question, figure: Figure) -> bool:
    if _is_new(figure):  # 认定的高企有多少: those that it says were 新认定
        is_hard = bool(_HARD_TOTAL.search(question.text))
        return not is_hard and any(w.verb and w.verb in figure.action for w in question.wordings)
    is_flow = figure.action in FLOW_VERBS and not _STANDING.search(figure.context + figure.name)
    return not (is_flow and _HARD_TOTAL.search(question.text))


def _is_taken(question: Question, figure: Figure) -> bool:
    """化解债务12.3亿元, where the debt itself is asked for."""
    if figure.kind not in ("count", "amount", "area", "quantity"):
        return False
    name = fold(figure.name)
    before = fold(figure.context).partition(name)[0] if name else ""
    taken = _TAKEN.search(before[-8:]) or _TAKEN.fullmatch(figure.action)
    asked = question.text + "".join(w.content for w in question.wordings) + question.around
    return taken is not None and taken.group()[0] not in asked.replace(name, "")


def _is_made(question: Question, figure: Figure) -> bool:
    """有多少辆汽车 asks for those that there are, not for 汽车产量."""
    made = _MADE.search(fold(figure.name))
    return (
        made is not None
        and _THERE_ARE.search(question.text) is not None
        and made.group()[0] not in question.text
    )


# 为1.64万名|农民工追回工资
# 为1.64万名
_DONE_FOR = re.compile(
    r"(?:^|[,;])(?:共|累计|已|先后|成功|全年)*(?:为|帮助?|向|给|替)[约近超]?\d[\d.]*[百千万亿]*[名人户家个位]?$"
)
# 为农民工追回多少
_DONE_FOR_ASKED = re.compile("[为帮给替向让]|受益|惠及|服务")


# 离婚登记
_CASE = re.compile("登记|业务|手续|许可|[案事][件项]$")


def _is_only_treated(question: Question, figure: Figure) -> bool:
    """引进科研人员312人 are not all there are; unless that is asked (引进了多少)."""
    if figure.action in STOCK_ACTIONS or _STANDING.search(figure.context):
        return False
    name = fold(figure.name)
    before, _, behind = fold(figure.context).partition(name) if name else ("", "", "")
    if figure.action and re.search(r"\d", behind.rpartition(fold(figure.raw))[0]):
        before = ""  # 申报高企262家,获批认定198家: what was done to the others
    if figure.kind == "change":  # 高企申报96家,同比减少7家
        before = fold(figure.context).rpartition(fold(figure.raw))[0]
    is_known = figure.indicator in question.terms  # 家庭医生签约服务, asked under that name
    if figure.kind == "count" and _DONE_FOR.search(before):
        return not _DONE_FOR_ASKED.search(question.text)
    places = (figure.action, "" if is_known else name, before, fold(figure.subject))
    verbs = {m.group() for place in places for m in _TREATED.finditer(place)}
    asked = question.text + "".join(w.content for w in question.wordings) + question.around
    meant = {word for wording in question.wordings if wording.verb for word in meanings(wording.verb)}
    is_case = question.unit in ("件", "起", "宗", "例", "批", "笔") or _CASE.search(name)
    if is_case:  # a case is one that is dealt with
        verbs -= {"办理", "查处", "抽检", "抽查"}
    unasked = (verb for verb in verbs - meant if verb not in asked)
    return any(not any(char in question.text for char in verb) for verb in unasked)
