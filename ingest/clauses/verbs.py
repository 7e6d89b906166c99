"""The verb of a lead, and what stands before and behind it."""

from __future__ import annotations

import re

from ingest.clauses.lead import Lead, Skip, TermAt, replace, trim
from ingest.clauses.lists import inside_quotes, list_items
from ingest.verbs import (
    ACTION_WORD,
    ACTIONS_ALONE,
    DOER_ACTION,
    LEADING_ACTION,
    NEW_ACTIONS,
    STRONG_ACTION,
    TRAILING_ACTION,
)

# 由
_FROM = re.compile(r"(?:(?<![理自缘])由|从(?!业|事|[严紧宽重轻快]))(?P<noun>[^,;。由从]{0,16})$")
# 重点项目已经|开工112个, 产值全年|冲刺700亿元
# 重点项目已经
_BEFORE_VERB = re.compile(
    r"(?:已经|已|全部|全年|年内|今年|陆续|先后|相继|顺利|正式|集中|如期|累计|力争|确保|预计|计划|争取|有望|可望|仅|"
    r"(?<![需主重首只想摘纲概])要|"
    r"只|才)$"
)


def split_verb(
    text: str,
    start: int,
    stop: int,
    lead: Lead,
    skip: Skip,
    term_at: TermAt,
) -> Lead:
    term = term_at(stop)
    if (
        term and term[0] > start and text.startswith(tuple(NEW_ACTIONS), term[0])
    ):  # 西峡县产业集聚区新增规上企业
        lead = replace(lead, subject=(start, term[0]), noun=(term[0], stop))
        return lead
    if term is None and (alone := ACTIONS_ALONE.fullmatch(text, start, stop)):  # 累计建成, 竣工
        verbs = tuple(ACTION_WORD.findall(alone.group()))
        fresh = next((v for v in verbs if v.startswith("新") or v == "累计"), verbs[-1])
        if fresh == "完成" and text.rstrip("\x00 ").endswith("超额", 0, start):  # 改造186公里,超额|完成26公里
            fresh = "超额完成"
        return replace(lead, action=_merge(lead.action, fresh), noun=(stop, stop), verbs=verbs)
    limit = max(term[0], start) if term else stop
    share = _FROM.search(text[start:stop])
    if share:
        lead = replace(lead, is_from=True)
        limit = stop = start + share.start() if not share["noun"] or not term else stop
    # a verb right before the number governs the noun before it: 技术中心立项21项 / 或 follows directly: 新增3家
    trailing = TRAILING_ACTION.search(text[start:limit]) if limit == stop else None
    if trailing and (
        (lead.is_share and trailing.start() >= 2) or _GOES_WITH.search(text, start, start + trailing.start())
    ):
        trailing = None
    before = TRAILING_ACTION.search(text[start : start + trailing.start()]) if trailing else None
    if trailing and before and before.group() == "累计":  # 工业投资累计完成1180亿元
        lead, trailing = replace(lead, action=_merge("累计", trailing.group())), before
        before = None
    is_new = trailing and trailing.group() in NEW_ACTIONS  # 灵活就业人员参保|新增1.5万人
    is_done = trailing and trailing.group() == "完成" and trailing.start() > 2  # 适老化改造|完成386户
    if trailing and (is_new or is_done or not (trailing.start() and before)):
        verb = trailing.group().rstrip("了")
        head_end = start + trailing.start()
        while (adverb := _BEFORE_VERB.search(text, start + 2, head_end)) and not term_at(head_end):
            head_end = adverb.start()
        if undone := _UNDONE.search(text, start, head_end):  # 已整改88个,未|整改9个
            verb, head_end = "未" + verb, undone.start()
        lead = replace(lead, action=_merge(lead.action, verb), verbs=(verb,))
        return _front(text, start, head_end, lead, skip)
    return _front(text, start, stop, lead, skip, limit)


# 法官人均|结案, 家庭无障碍|改造, 家庭适老化|改造: not without the verb
# 家庭无障碍
_GOES_WITH = re.compile("(?:人均|户均|日均|月均|亩均|化|无障碍|以旧换新|避险|生态|易地|安全|健康|质量|免费)$")


def _merge(total: str, verb: str) -> str:
    return verb if not total or verb.startswith("新") else total if verb in ("完成", "实现", "达到") else verb


# 已整改88个,尚未|整改9个
# 尚未
_UNDONE = re.compile("(?:尚|还|仍)?(?:未能?|没有)$")
# 可新增就业
_COULD = re.compile(r"(?:能够|能|可|可望|有望|将)(?=(?:增加|新增|提供|惠及|带动|节约)[一-鿿]{2})")
# 为|经济困难老人|发放|补贴860万元
# 为经济困难老人发放
_FOR_THEM = re.compile(
    r"(?:(?<=[为向])|给)(?P<whom>[一-鿿、]{2,20}?)(?P<verb>发放|提供|办理|减免|配备|落实|安排|开展|配送|投放|赠送|"
    r"支付|返还|送去|兑现|拨付|节省|节约|减轻)了?"
)


def _front(text: str, start: int, stop: int, lead: Lead, skip: Skip, limit: int | None = None) -> Lead:
    """Split at the last strong verb before `limit`, then take verbs off the front of what follows it."""
    limit = stop if limit is None else limit
    subject = (start, start)
    verbs = lead.verbs
    noun_start = start
    per_head = PER_HEAD.match(text, start, limit)
    verbs_from = per_head.end() if per_head else start
    for match in sorted(
        [*STRONG_ACTION.finditer(text, start, limit), *DOER_ACTION.finditer(text, start, limit)],
        key=lambda found: found.start(),
    ):
        if (
            match.start() >= max(noun_start, verbs_from)
            and match.end() < stop
            and not inside_quotes(text, start, match.start())
        ):
            subject = (start, match.start())
            verbs = (*verbs, match.group())
            noun_start = match.end()
    if (given := _FOR_THEM.match(text, noun_start, limit)) and given.end() < stop - 1:
        subject, verbs, noun_start = given.span("whom"), (*verbs, given["verb"]), given.end()
    if could := _COULD.search(text, noun_start, stop):
        noun_start = could.end()  # 9月份开学能增加学位2700个
    if glued := _GLUED.search(text, noun_start, limit):
        subject, noun_start = (start, start), glued.end()
    noun_start, stop = trim(text, noun_start, stop, skip)
    among = _AMONG_THEM.fullmatch(text, noun_start, stop) if verbs else None
    if among:
        return replace(lead, noun=among.span("them"), subject=(start, start), verbs=verbs, action=lead.action)
    while (
        (leading := LEADING_ACTION.match(text, noun_start))
        and leading.end() <= limit
        and leading.end() < stop - 1  # 整治村 is a noun
        and not (leading.group() not in _MAKES and _OWN_RATE.fullmatch(text, leading.end(), stop))
    ):
        verbs = (*verbs, leading.group().rstrip("了"))
        noun_start, stop = trim(text, leading.end(), stop, skip)
    action = lead.action
    if verbs:
        fresh = next((v for v in verbs if v.startswith("新")), "累计" if "累计" in verbs else verbs[-1])
        action = lead.action if lead.action and lead.action not in ("累计",) else _merge(lead.action, fresh)
    noun = (noun_start, stop)
    return replace(lead, noun=noun, subject=subject, action=action, verbs=verbs, items=list_items(text, noun))


# 签约项目中已|开工52个: of those that are signed
# 签约项目中
_AMONG_THEM = re.compile(
    "(?P<them>[一-鿿]{2,10}(?:项目|企业|工程|小区|人员|对象|问题|案件|线索|任务))(?:当中|之中|中|里面?)"
)
# 劳动关系和谐稳定|全市|受理案件: a heading without a stop before its text
# 劳动关系和谐稳定全市受理
_GLUED = re.compile(
    ".*[一-鿿]{5}(?<![占居比较于列为在和与及对给])(?:全[市县区镇乡]|我[市县区])(?=[一-鿿]{2})"
)
# 每千名老人拥有|养老床位: the verb stands inside the name
PER_HEAD = re.compile("每[^,;。、]{1,14}?(?:拥有|配备|享有|占有)")
# 调解|成功率, 签约|项目开工率: a verb in front of a rate says whose rate it is, but one that makes it so says nothing
_OWN_RATE = re.compile("[一-鿿]{0,8}(?:率|比例)")
_MAKES = ("完成", "实现", "达到", "提升", "提高", "确保", "保持", "降低", "推动", "取得")
