"""Numbers without a noun of their own, and the earlier figures they go on about."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.clauses import Lead
from ingest.figures.distribution import numbers_alike
from ingest.figures.draft import Draft
from ingest.figures.goal import is_of_goal, is_planned
from ingest.figures.region import is_scope, owns
from ingest.figures.sentence import Sentence
from ingest.figures.status import is_of_reported, is_told_by_then, says_result, was_missed
from ingest.numerals import Number
from ingest.records import FigureKind
from ingest.verbs import NEW_ACTIONS, STOCK_ACTIONS

# 新增瞪羚企业14家|(去年为|11家)
_YEAR_BEFORE = re.compile(r"[(,;]*(?:去年|上年|20\d\d年)(?:同期)?[为是仅有约近]*")
# 增至
_TO = re.compile(r",?(?:至|到|达到?|降至|升至|增至)")
# 达到
_ARRIVES = re.compile(r"[,、]?(?:达到?|为|升至|降至|提[高升]到|增至)")
# 年度任务完成率
HOW_FAR_DONE = re.compile("(?:完成|任务|计划|目标)[率比]?例?$|完成进度$")
# 辣椒3.1万亩、|其余3.5万亩: of none of those named
# 、其余
_THE_REST = re.compile(r"[,;、]?(?:其余|其他|其它)[均都约为有\x00]*$")
# 投资增速
_RATE_NAME = re.compile(r"(?:增速|增幅|增长率)$")


def owners_of(sentence: Sentence, number: Number, lead: Lead, kind: FigureKind) -> tuple[Draft, ...]:
    """The earlier figures whose indicator a number without a noun of its own goes on about."""
    if sentence.text.startswith("被", number.tail_start) and not lead.has_noun:
        return ()  # 特殊类型上线1286人;8人|被清华、北大录取
    if is_other(sentence, number) and not is_left(sentence, number):
        return ()
    if not sentence.done and any(d.name in ("其他", "其它") for d in sentence.carried[-1:]):
        return ()  # 建筑业5起、其他1起。7-9月为高发期,共13起: of the whole, which nobody named
    done = [d for d in sentence.done or sentence.carried if not d.lead.is_reference]
    if not done and lead.change_verb == "差" and sentence.done:  # 覆盖率与全省60%的平均水平相比还差2个百分点
        own = sentence.passage.report
        return (replace(sentence.done[-1], region=own.region, region_name=own.region_name),)
    if first := _of_place_before(sentence, number, lead):
        return (first,)
    if in_front := _in_front(sentence, number, lead, kind, done):
        return in_front
    base = _base(sentence, number, lead, done)
    if not base:
        return ()
    if kind == "growth":  # 产值90亿元,年度任务完成率119%;累计增速19%: of the 产值
        base = [d for d in base if not HOW_FAR_DONE.search(d.name)] or base
    if lead.is_distributed:
        base = [d for d in sentence.done if d.clause != sentence.clause_start(number.start)] or base
        sentence.spread = _spread_over(sentence, number, kind, base)
        return (sentence.spread[0],)
    if listed := _next_of_list(sentence, number):
        return (listed,)
    if lead.last and len(base) >= lead.last:
        return tuple(base[-lead.last :])
    if lead.is_shared and kind == "growth" and len(sentence.distributed) > 1:
        return tuple(sentence.distributed)  # 甲区、乙区产值分别突破240亿元、190亿元,增速均超8%
    if lead.is_shared and number.form == "rank":
        return tuple(group_of(sentence, base))
    last = _alike(sentence, number, lead, kind, base)[-1]
    return last.of or (last,)


def _of_place_before(sentence: Sentence, number: Number, lead: Lead) -> Draft | None:
    """甲区38个、完工26个,乙区|21个、完工11个: the first of a place goes on about the first of the place before."""
    last = sentence.last_alike(number)
    if last is None or lead.verbs or lead.has_noun or not last.lead.verbs:
        return None
    start = sentence.clause_start(number.start)
    opens = any(start <= m.start < number.start and m.code != last.region for m in sentence.passage.regions)
    alike = [d for d in sentence.done if d.region == last.region and d.number.unit == last.number.unit]
    return alike[0] if opens and len(alike) > 1 and not alike[0].lead.verbs else None


def _in_front(
    sentence: Sentence, number: Number, lead: Lead, kind: FigureKind, done: list[Draft]
) -> tuple[Draft, ...]:
    """The figure right in front, where the words between the two numbers say that this one is of it."""
    last = sentence.last
    if last and number.form == "plain" and last.number.tail_start == number.lead_end:
        return (last,)  # 老旧小区132个3.6万户
    if last and last.lead.is_from and (lead.is_level or lead.change_verb or last.kind == kind == "rank"):
        return (last,)
    if number.unit.endswith("百分点") and not lead.is_distributed and done and done[-1].kind == "ratio":
        return (done[-1],)
    if last:
        between = (sentence.text, last.number.tail_start, number.lead_end)
        if last.lead.is_share and _ARRIVES.fullmatch(*between):
            return (last,)  # 占比首次过半,达52.8%
        if last.kind == "change" and _TO.fullmatch(*between):
            return (last,)  # 亏损面收窄2.7个百分点至18.3%
    is_of_places = number.unit in ("位", "位次", "个位次", "名") and bool(lead.change_verb)
    if is_of_places and done and done[-1].kind == "rank":
        return done[-1].of or (done[-1],)  # 居全省第4位,较上年前移1位
    return ()


def _base(sentence: Sentence, number: Number, lead: Lead, done: list[Draft]) -> list[Draft]:
    """The figures that may own another: levels and changes of what they name themselves; else whatever stands by itself."""
    named = number.form == "rank"  # 工业增加值占GDP比重达62.8%,居全市首位
    base = [
        d
        for d in done
        if (d.kind not in ("rank", "growth", "change") or _names_own(sentence, d))
        and (not d.lead.is_share or (named and d.lead.has_noun and bool(d.lead.share_name)))
    ]
    if sentence.parent and not sentence.done:
        base = base if lead.is_distributed else [sentence.parent]
    return [d for d in base if not d.is_goal] or base or [d for d in done if not d.of]


def _names_own(sentence: Sentence, draft: Draft) -> bool:
    """贷款余额812亿元,存款余额增长9.7%,居全省首位: by how much another thing moved than the one before."""
    listed = sentence.distributed
    is_item = any(d is draft for d in listed) and len(listed[0].lead.items) > 1
    return draft.kind != "rank" and (draft.lead.has_noun or is_item)


def _next_of_list(sentence: Sentence, number: Number) -> Draft | None:
    """The next of the figures that a list in this clause is spread over; without such, the first of the list."""
    listed, spread = sentence.distributed, sentence.spread
    start = sentence.clause_start(number.start)
    if listed and listed[-1].clause == start and len(listed) < len(spread):
        return spread[len(listed)]
    return listed[0] if listed and not spread and listed[0].clause == start else None


def _alike(
    sentence: Sentence, number: Number, lead: Lead, kind: FigureKind, base: list[Draft]
) -> list[Draft]:
    """Those of the figures that the number can be of: of the whole, not of the part before; in the same unit."""
    part = base[-1].subject
    is_back = bool(part) and _own_place_since(sentence, base[-1], number)  # 其中工业投资…;全市增长7.4%
    # 新登记企业7214户,其中第三产业5630户;注销3105户
    if is_back or (part and lead.verbs and not sentence.done):
        base = [d for d in base if d.indicator == part] or base
    alike = [d for d in base if d.number.unit.lstrip("百千万亿") == number.unit.lstrip("百千万亿")]
    per_head = base[-1].name.startswith(("人均", "户均", "亩均"))  # 亩均3000元;累计建成764.8万亩
    return (
        alike if alike and (kind in ("count", "area", "change") or per_head) else base
    )  # …投资251亿元;竣工57个


def _own_place_since(sentence: Sentence, last: Draft, number: Number) -> bool:
    own = sentence.passage.report.region
    return any(
        m.code == own and last.number.end <= m.start < number.start and owns(sentence, m)
        for m in sentence.passage.regions
    )


def _spread_over(sentence: Sentence, number: Number, kind: FigureKind, base: list[Draft]) -> list[Draft]:
    """The figures that a list of numbers goes on about, one each; a list of levels goes on about levels alike."""
    count = numbers_alike(sentence, number)
    if count == 1:  # 分别比上年提高0.1个百分点、增长2.3%
        end = sentence.clause_end(number.end)
        count = sum(number.start <= n.start < end for n in sentence.numbers)
    alike = _last_alike(base)[-count:]
    last_alone = alike[-1].number.unit == number.unit != alike[0].number.unit
    return [base[-1]] * count if last_alone and kind not in ("growth", "rank", "change") else alike


def _last_alike(base: list[Draft]) -> list[Draft]:
    """Figures that can share out a later list: the last changes of their own, else levels if there are any."""
    if base[-1].kind in ("growth", "change"):
        return [d for d in base if d.kind == base[-1].kind]
    levels = [d for d in base if d.kind not in ("rank", "growth", "change") and not d.lead.is_share]
    return levels or base


def group_of(sentence: Sentence, base: list[Draft]) -> list[Draft]:
    """The run of list items that ends with the last base figure: one verb, joined by 、 or 和."""
    group = [base[-1]]
    for earlier, later in zip(reversed(base[:-1]), reversed(base[1:]), strict=True):
        between = sentence.text[earlier.number.end : later.number.start]
        if "," in between or "，" in between:
            break
        group.insert(0, earlier)
    return group


# 监测对象2386户,已消除1973户,剩余413户
# 尚剩余
_LEFT = re.compile(r"[,;、]?(?:还|尚|仍|现|仅|只|目前|其中)*(?:剩余|剩下|余下|剩)[的有约\x00]*")
# 年度投资
_OF_YEAR = re.compile("(?:年度|当年|本年度?|全年)(?=[一-鿿]{2})")
# 协议引资
_AGREED = re.compile("(?:协议|合同|签约)(?:引资|资金|投资|金额|总投资)")
# 摸排毕业生320人,已帮助280人|实现就业; 项目11个,9个|已完工
# 实现就业
_DONE_BEHIND = re.compile(
    r"(?:已经?|均|全部|顺利|成功|实现|得到|完成)*(?P<verb>"
    r"(?:尚|还|仍)?[没未](?:[办整]改?[结完]?|销号|完[成工]|开工|化解|验收|交付|建成|达标)|"
    r"就业|完工|[开竣]工|投[产用]|办结|结案|整改|签约|达标|上岗|销号|"
    r"建成|化解|验收|交付|采纳)(?=[,;。、\x00]|$)"
)


def adopt(sentence: Sentence, draft: Draft, owners: tuple[Draft, ...]) -> Draft:
    """The draft with what its owners say and it does not."""
    last = owners[-1]
    if not draft.action and last.number.tail_start == draft.number.lead_end:  # 起诉7件8人
        draft = replace(draft, action=last.action)
    elif not draft.action and is_left(sentence, draft.number):
        draft = replace(draft, action="剩余")
    elif draft.action == "累计" and (
        of_year := _OF_YEAR.match(last.name)
    ):  # 完成年度投资9.8亿元,累计完成41.5亿元
        bare = last.name[of_year.end() :]
        last = replace(last, name=bare, indicator=sentence.canonical(bare))
    elif draft.action == "到位" and _AGREED.match(last.name):  # 协议引资182亿元,实际到位63亿元
        last = replace(last, name="到位资金", indicator=sentence.canonical("到位资金"))
    elif not draft.action and (done := _DONE_BEHIND.match(sentence.text, draft.number.tail_start)):
        draft = replace(draft, action=done["verb"])
    if last.lead.is_from and draft.lead.is_level:
        draft = replace(draft, action=last.action, scope=last.scope, kind=last.kind)
    is_goal_of_growth = last.kind == "growth" and draft.status == "target"  # 增长5.0%(年初计划5.5%)
    if draft.action == "死亡" and last.name.startswith("出生"):  # 全年出生3214人,死亡7096人
        last = replace(last, name="死亡人口", indicator=sentence.canonical("死亡人口"))
    if draft.kind == "ratio" and (
        _RATE_NAME.search(last.name) or is_goal_of_growth
    ):  # 增速排名前三的为:甲市12.6%
        draft = replace(draft, kind="growth")
    if last.lead.is_share and draft.kind == "ratio" and not draft.action:  # 占比首次过半,达52.8%
        draft = replace(draft, action=last.action)
    if not draft.action and _YEAR_BEFORE.fullmatch(sentence.text[last.number.end : draft.number.start]):
        draft = replace(draft, action=last.action)
    if last.lead.is_from and draft.kind == "rank":  # 由第9位跃升至第3位
        draft = replace(draft, scope=draft.scope or last.scope)
    is_new_alike = draft.action in NEW_ACTIONS and draft.action == last.action
    if (draft.lead.verbs or draft.action in STOCK_ACTIONS) and not is_new_alike:
        last = _no_longer_new(sentence, last)
    if last.status == "expected" and draft.status == "target" and not sentence.passage.drafts[-1].is_goal:
        draft = replace(draft, status="expected")
    has_own_period = (
        _has_own_period(sentence, draft)
        or _is_years_goal(draft)
        or is_of_goal(sentence)
        or last.lead.is_from
        or draft.lead.is_from
        or draft.period.endswith(f"/{last.period}")  # 五年来由59%提高到65%,累计提高6个百分点
        or (last.status == "target" and _is_result(sentence, draft))  # 年度计划建设45万亩,已建成38.2万亩
    )
    has_own_status = (
        draft.status != "actual"
        or last.is_goal
        or _is_result(sentence, draft)
        or _is_done_of_plan(sentence, last, draft)
        or _is_of_earlier(sentence, last, draft)
        or was_missed(sentence, last.number, draft.number)
        or is_told_by_then(sentence, sentence.text[draft.clause : draft.number.start], draft.period)
        or (has_own_period and is_of_reported(sentence, draft.period))
    )
    return replace(
        draft,
        of=owners if len(owners) > 1 else (),
        name=last.name,
        indicator=last.indicator,
        joint=last.joint,
        subject=draft.subject
        or (last.subject if last.subject != last.region_name else "")
        or _deed(sentence, last, draft),
        region=draft.region if _names_place(sentence, last, draft) else last.region,
        region_name=draft.region_name if _names_place(sentence, last, draft) else last.region_name,
        period=draft.period if has_own_period else last.period,
        status=draft.status if has_own_status else last.status,
        noun=last.noun,
    )


def is_other(sentence: Sentence, number: Number) -> bool:
    """辣椒3.1万亩、其余|3.5万亩: of things that are not named."""
    last = sentence.last
    return last is not None and bool(_THE_REST.search(sentence.text, last.number.tail_start, number.lead_end))


def is_left(sentence: Sentence, number: Number) -> bool:
    """监测对象2386户,已消除风险1973户,剩余|413户: what is left of the thing counted; 隐患413处,已整改405处,其余|8处."""
    done = sentence.done[-2:]
    is_rest = is_other(sentence, number) and len({d.indicator for d in done}) < len(done) == 2
    return is_rest or bool(
        _LEFT.fullmatch(sentence.text, sentence.clause_start(number.start), number.lead_end)
    )


def _deed(sentence: Sentence, last: Draft, draft: Draft) -> str:
    """项目开工26个、竣工19个,分别增加4个、3个: which of the deeds grew; "" where one thing was done only."""
    spread = [d for d in sentence.spread if d.indicator == last.indicator and d.action]
    deeds = {d.action for d in spread}
    is_one_of_them = (
        last.action in deeds and len(deeds) == len(spread) > 1 and deeds.isdisjoint(STOCK_ACTIONS)
    )
    return last.action if is_one_of_them and draft.kind in ("growth", "change") else ""


# 新投产
_NEW = re.compile("|".join(sorted(NEW_ACTIONS, key=len, reverse=True)))


def _no_longer_new(sentence: Sentence, last: Draft) -> Draft:
    """新增“四上”企业412家,退库87家; 新设经营主体6.2万户,总量达58.6万户: what left or is there is not what is new."""
    fresh = _NEW.match(last.indicator)
    action = last.action if last.action and last.indicator.startswith(last.action) else ""
    front = action or (fresh.group() if fresh else "")
    bare = last.indicator.removeprefix(front)
    if not front or len(bare) < 2:
        return last
    fresh = _NEW.match(last.name)
    name = last.name.removeprefix(fresh.group() if fresh else action) or last.name
    return replace(last, name=name, indicator=sentence.canonical(bare))


def _is_years_goal(draft: Draft) -> bool:
    """完成投资18.4亿元,年度计划36亿元 in half a year's report: the year's, though what was done is not."""
    return draft.status == "target" and draft.period.isdigit()


def _is_of_earlier(sentence: Sentence, last: Draft, draft: Draft) -> bool:
    """新增经营主体9500户以上(2024年8416户): the year before, beside what is planned for this one."""
    return sentence.is_aside and _has_own_period(sentence, draft) and draft.period < last.period


def _is_result(sentence: Sentence, draft: Draft) -> bool:
    """目标是20万户,实际新增24.6万户: what goes on about a goal may say what became of it."""
    return says_result(sentence.text[draft.clause : draft.number.start])


def _is_done_of_plan(sentence: Sentence, last: Draft, draft: Draft) -> bool:
    """税收收入年初预算70亿元,完成69.2亿元: what was done of what had been planned."""
    return draft.action in ("完成", "实现") and is_planned(sentence.text[last.clause : last.number.start])


def _names_place(sentence: Sentence, last: Draft, draft: Draft) -> bool:
    """“甲镇新增5家,乙镇新增3家”: a place named since then owns what follows; not the others of a list, 分别增长4%."""
    start = max(last.number.end, *(each.number.end for each in sentence.spread), 0)
    since = (m for m in sentence.passage.regions if start <= m.start < draft.number.start)
    return any(owns(sentence, m) and not is_scope(sentence, m, draft.number) for m in since)


def _has_own_period(sentence: Sentence, draft: Draft) -> bool:
    return any(draft.context[0] <= p.start < draft.number.start for p in sentence.passage.periods)
