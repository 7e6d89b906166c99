"""Lists of nouns, places or times that share out a list of numbers: “A、B分别增长1%、2%”."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from ingest.clauses import Lead, Span
from ingest.figures.draft import Draft
from ingest.figures.indicator import indicator_of, share_indicator
from ingest.figures.sentence import Sentence
from ingest.figures.shortened import BARE_RATE
from ingest.naming import SECTOR, with_suffix
from ingest.numerals import Number
from ingest.periods import PeriodMention
from ingest.records import FigureKind
from ingest.regions import RegionMention
from ingest.segments import segment
from ingest.verbs import ACTIONS_ALONE, LEADING_ACTION

# 机械、化工、医药三大产业分别…: the last of the list carries the word for all
_SEVERAL = re.compile(
    r"(?<!第)[两二三四五六七八九十]大?(?:主导|支柱|优势|特色|重点|传统|新兴|战略性|先进|千亿|百亿|级|"
    r"制造业)*(?P<word>(?:产业|行业|领域|板块|集群).*)$"
)
# 三个片区外贸进出口: those of one are 片区外贸进出口
_SO_MANY_PLACES = re.compile(
    r"^[两二三四五六七八九十]个?(?:(?:县市|市县|县区|市区|区县|[市县区镇乡地])(?=[一-鿿]{2})|地(?=[一-鿿]{2})|"
    r"(?=[片园]区|口岸))"
)
# 高企超千家的市, GDP过500亿元的县
_SUCH_PLACES = re.compile(
    r"(?P<what>[^\d]{2,}?)(?:超过?|过|突破|达到?|不足|不到|低于|高于)[\d.千百十两]+[一-鿿%]{0,3}(?:以上)?的"
    r"(?:区县|县区|市县|县市|县市区|[市县区镇][(（市县区、）)]*)"
)
# 三次产业
_THREE_SECTORS = re.compile(r"(?:一二三|三次|三大)产业")
# wholes that name their parts: 三次产业增加值分别增长…, 城乡居民人均可支配收入分别达…
_PARTS = (
    (_THREE_SECTORS, ("第一产业", "第二产业", "第三产业")),
    (re.compile("城乡(?=居民(?!最低))"), ("城镇", "农村")),
    (re.compile("城乡(?:居民)?(?=低保|最低|特困)"), ("城市", "农村")),
    (re.compile("国省考"), ("国考", "省考")),
    (re.compile("国省控"), ("国控", "省控")),
)


def spread_unsaid(sentence: Sentence, number: Number, lead: Lead) -> Lead:
    """“分别达7万元、5万元,增长4%、6%”: a list of as many numbers as the one before it spreads like it."""
    count = numbers_alike(sentence, number)
    if (in_turn := _done_by_turns(sentence, lead)) and count == len(in_turn.verbs):
        return in_turn
    if len(lead.items) == count > 1 and are_listed(sentence, number, count):
        return replace(lead, is_distributed=True)  # 高血压、2型糖尿病患者规范管理57万人、16万人
    if _are_growths_of_each(sentence, number, lead, count):
        return replace(lead, is_distributed=True)
    if len(places_in_front(sentence, number, lead)) == count > 1 and are_listed(sentence, number, count):
        return replace(lead, is_distributed=True)
    if (
        lead.has_noun
        or lead.is_distributed
        or count < 2
        or not sentence.distributed
        or len(sentence.distributed) != count
    ):
        return lead
    is_first = sentence.distributed[-1].clause != sentence.clause_start(number.start)
    return replace(lead, is_distributed=True) if is_first else lead


def _done_by_turns(sentence: Sentence, lead: Lead) -> Lead | None:
    """受理、办结案件分别为512件、498件: one noun, what was done to it standing in front in turn, be it a known verb or not."""
    start, end = lead.noun
    if not (lead.is_distributed and lead.action) or len(lead.items) > 1:
        return None
    words = segment(sentence.text[start:end]) if sentence.text[:start].endswith(f"{lead.action}、") else []
    if len(words) < 2 or not words[0].isalpha() or len(words[0]) < 2:
        return None
    verbs = (lead.action, words[0])
    return replace(lead, noun=(start + len(words[0]), end), verbs=verbs)


# 而|甲市、乙区|新增高企86家和73家
_IN_FRONT = re.compile(r"(?:而|其中|但|尤其是|特别是)?[:,]?")
# 两地的
_BETWEEN = re.compile(r"(?:[两三四五六七八九]地|的|均|都)?[一-鿿]{0,4}")


def places_in_front(sentence: Sentence, number: Number, lead: Lead) -> list[RegionMention]:
    """The places, two or more of them, that a clause opens with right before what its numbers count."""
    opening = sentence.clause_start(number.start)
    places = [m for m in sentence.passage.regions if opening <= m.start < lead.noun[0] and m.code]
    if len(places) < 2 or not lead.has_noun or not are_side_by_side(sentence, places):
        return []
    opens = _IN_FRONT.fullmatch(sentence.text, opening, places[0].start)
    return places if opens and _BETWEEN.fullmatch(sentence.text, places[-1].end, lead.noun[0]) else []


def of_one_place(name: str) -> str:
    """三地高企数, 高企超千家的市: what each of them has is 高企数, 高企."""
    return _SUCH_PLACES.sub(r"\g<what>", _SO_MANY_PLACES.sub("", name))


def are_side_by_side(sentence: Sentence, places: list[RegionMention]) -> bool:
    return all(
        sentence.text[before.end : after.start] in ("、", "和", "与", "及")
        for before, after in pairwise(places)
    )


def _are_growths_of_each(sentence: Sentence, number: Number, lead: Lead, count: int) -> bool:
    """接待892万人次,实现收入46亿元,增长14.8%、19.2%: as many growths as there are levels right before them."""
    if lead.has_noun or not lead.change_verb or lead.is_level or not 2 <= count <= len(sentence.done):
        return False
    levels = all(d.kind not in ("growth", "change", "rank", "ratio") for d in sentence.done[-count:])
    return levels and number.unit == "%" and are_listed(sentence, number, count)


def numbers_alike(sentence: Sentence, number: Number) -> int:
    """How many numbers of this unit the clause holds from here on."""
    end = sentence.clause_end(number.end)
    if sentence.is_aside and number is sentence.numbers[0] and not sentence.done:
        return len(sentence.numbers)  # (分别为12/10万、4.5‰、6‰)
    return (
        sum(
            n.form == number.form and (n.unit == number.unit or n.form != "plain")
            for n in sentence.numbers
            if number.start <= n.start < end
        )
        or 1
    )


def are_listed(sentence: Sentence, number: Number, count: int) -> bool:
    """Whether the next numbers stand side by side: 57.3万人、16.9万人."""
    following = [n for n in sentence.numbers if n.start >= number.start][:count]
    return len(following) == count and all(
        sentence.text[a.tail_start : b.lead_end] in ("、", "和", "与", "及") and a.unit == b.unit
        for a, b in pairwise(following)
    )


def items_by_number(sentence: Sentence, number: Number, lead: Lead) -> Lead:
    """一般公共服务、教育、社会保障和就业等支出增速分别为-9.4%、23.0%、26.4%: as many items as there are numbers."""
    count = numbers_alike(sentence, number)
    if lead.items and (quarters := _QUARTERS.match(sentence.text, lead.items[0][0])):
        return replace(lead, items=(), noun=(quarters.end(), lead.noun[1]))
    if not lead.is_distributed or count < 3 or len(lead.items) == count:
        return lead
    start, end = (lead.items[0][0], lead.items[-1][1]) if lead.items else lead.noun
    for mark in ("、", "[、和]"):
        ends = [m.start() for m in re.compile(mark).finditer(sentence.text, start, end)]
        if len(ends) == count - 1:
            return replace(lead, items=tuple((a + 1, b) for a, b in pairwise([start - 1, *ends, end])))
    return lead


def distribute(sentence: Sentence, draft: Draft, lead: Lead) -> None:
    """“A、B分别增长1%、2%”: hand the nouns of the list to the numbers one by one."""
    if lead.is_distributed:
        sentence.distributed = [draft]
        before = sentence.text[sentence.clause_start(draft.number.start) : draft.number.start]
        sentence.years = _years(draft.period, before, numbers_alike(sentence, draft.number))
        draft.period = sentence.years[0] if sentence.years else draft.period
        sentence.each_built = _places_before(sentence, draft, lead)
        sentence.each_owner = _things_before(sentence, draft, lead)
        _give_place(sentence, draft, 0)
        _give_owner(sentence, draft, 0)
        if len(_parts_in(draft.name)) == numbers_alike(sentence, draft.number):
            _give_part(sentence, draft, lead, 0)
            return
        if len(lead.verbs) == numbers_alike(sentence, draft.number) > 1:
            _give_verb(sentence, draft, lead.verbs[0])  # 新开工、竣工工业项目分别为98个、87个
        if len(lead.items) > 1:
            _share_suffix(sentence, draft, lead, 0)
            if lead.is_share:
                draft.indicator = share_indicator(sentence, draft, lead)
        return
    if sentence.distributed and sentence.distributed[0].clause == draft.clause and not lead.has_noun:
        first = sentence.distributed[0]
        k = len(sentence.distributed)
        if k < len(_parts_in(sentence.sectors)):
            _give_part(sentence, draft, first.lead, k)
        elif k < len(first.lead.items):
            _share_suffix(sentence, draft, first.lead, k)
            draft.of = ()
        if first.lead.is_share:
            draft.indicator = share_indicator(sentence, draft, first.lead)
        draft.kind, draft.is_negative, draft.comparator = _same_sort(first, draft)
        if first.lead.verbs and len(first.lead.verbs) == numbers_alike(sentence, first.number) > 1:
            _give_verb(sentence, draft, first.lead.verbs[k] if k < len(first.lead.verbs) else "")
        elif _verb_of_each(sentence, first.lead, 0) is None:
            draft.action = draft.lead.change_verb or first.action
        draft.scope = draft.scope or first.scope
        draft.quote = (first.quote[0], draft.quote[1])
        draft.period = sentence.years[k] if k < len(sentence.years) else draft.period
        _give_place(sentence, draft, k)
        _give_owner(sentence, draft, k)
        sentence.distributed.append(draft)
        for each in sentence.distributed:  # half of a spread list would read as if all had the first number
            each.quote = (each.quote[0], draft.quote[1])


# 甲区、乙县|各新建1所
_EACH_BUILT = re.compile("(?:各|均|都|分别)")


def _places_before(sentence: Sentence, draft: Draft, lead: Lead) -> list[RegionMention]:
    """乐都区、民和县各新建1所养老中心,投资分别为1860万元和2340万元: the places of the clause before, one a number."""
    start = sentence.clause_start(draft.number.start)
    named = [m for m in sentence.passage.regions if sentence.start <= m.start < draft.number.start]
    places = [m for m in named if m.code and m.end <= start]
    is_each = places == named and places and _EACH_BUILT.match(sentence.text, places[-1].end)
    is_shared = is_each and len(places) == numbers_alike(sentence, draft.number) > 1
    return places if is_shared and are_side_by_side(sentence, places) and len(lead.items) < 2 else []


def _give_place(sentence: Sentence, draft: Draft, k: int) -> None:
    if k < len(sentence.each_built):
        draft.region, draft.region_name = sentence.each_built[k].code, sentence.each_built[k].name


# 甲河、乙河、丙河三条河道,
_THINGS = re.compile(
    r"(?P<things>[^,;。:\d\x00]{2,}[、和与及][^,;。:\d\x00]{2,}?)"
    r"(?P<many>[两二三四五六七八九十\d]{1,2}[个条座所家处项块段大栋类种](?P<sort>[一-鿿]{0,8}))?"
    r"(?:(?:位列|位居|排名?|列|居|进入)(?:在|全[省市县区])?前[二两三四五六十\d]+[位名]?)?,$"
)
_MAX_THING = 12  # characters


def _things_before(sentence: Sentence, draft: Draft, lead: Lead) -> list[str]:
    """治理甲河、乙河、丙河三条河道,治理长度分别为11.2公里、8.6公里和6.3公里: the things of the clause before, one a number."""
    start, count = sentence.clause_start(draft.number.start), numbers_alike(sentence, draft.number)
    before = sentence.text[sentence.clause_start(start - 1) : start] if start else ""
    match = _THINGS.search(before)
    is_each_alike = match is not None and match["things"].endswith(("各", "均", "都"))
    if (
        match is None
        or is_each_alike
        or not (lead.has_noun or lead.verbs)
        or len(lead.items) > 1
        or count < 2
        or sentence.each_built
    ):
        return []
    things = re.split("[、和与及]", match["things"])
    named = {sentence.text[m.start : m.end] for m in sentence.passage.regions}
    if named & set(things):  # places have numbers of their own
        return []
    things = things[1:] if _MARK.fullmatch(things[0]) else things  # 六、|治理
    things[0] = _FRONT_VERBS.sub("", things[0])
    is_each = len(things) == count and all(2 <= len(thing) <= _MAX_THING for thing in things)
    sort = match["sort"] or ""
    return [t if set(sort) & set(t[-2:]) else t + sort for t in things] if is_each else []


# 十二
_MARK = re.compile("[一二三四五六七八九十]{1,3}")
# 治理河道
_FRONT_VERBS = re.compile(rf"^(?:{LEADING_ACTION.pattern})+")


def _give_owner(sentence: Sentence, draft: Draft, k: int) -> None:
    if k < len(sentence.each_owner):
        draft.subject = sentence.each_owner[k]
        own = sentence.passage.report
        start = sentence.clause_start(draft.number.start)
        is_named_there = any(m.code == draft.region and m.start < start for m in sentence.passage.regions)
        if is_named_there and draft.region != own.region:  # 缙云仙都、云和梯田: what is called after a place
            draft.region, draft.region_name = own.region, own.region_name


def _give_verb(sentence: Sentence, draft: Draft, verb: str) -> None:
    """What was done to it in its turn, and the indicator that the two make: 审结案件."""
    draft.action = verb
    draft.indicator = sentence.terms.canonical(verb + draft.name) or sentence.canonical(draft.name)


# 一至四季度, 一、二、三季度
_QUARTERS = re.compile(r"(?P<first>[一二三])(?:(?:、[二三])*、|至|到|-|和)(?P<last>[二三四])(?:个?季度)")


def _years(period: str, before: str, count: int) -> list[str]:
    """2021—2023年…分别为A、B和C: the years of a run, or the quarters, where there is a number for each of them."""
    first, _, last = period.partition("/")
    years = [str(y) for y in range(int(first), int(last) + 1)] if first.isdigit() and last.isdigit() else []
    if quarters := _QUARTERS.search(before):
        low, high = ("一二三四".index(quarters[side]) + 1 for side in ("first", "last"))
        years = [f"{period[:4]}-Q{k}" for k in range(low, high + 1)]
    return years if len(years) == count > 1 else []


def _parts_in(name: str) -> tuple[str, ...]:
    return next((parts for whole, parts in _PARTS if whole.match(name)), ())


def _give_part(sentence: Sentence, draft: Draft, lead: Lead, k: int) -> None:
    """“三次产业增加值分别增长2%、6%和5%”: the first, second and third, in this order."""
    sentence.sectors = sentence.sectors or draft.name
    whole = next(whole for whole, _ in _PARTS if whole.match(sentence.sectors))
    draft.name = whole.sub(_parts_in(sentence.sectors)[k], sentence.sectors)
    draft.indicator = (
        share_indicator(sentence, draft, lead) if lead.is_share else sentence.canonical(draft.name)
    )
    draft.of, draft.joint = (), ()


def _share_suffix(sentence: Sentence, draft: Draft, lead: Lead, k: int) -> None:
    """Give the k-th noun of the list its number; a place gets it as its region."""
    item = _clean_item(sentence, lead.items[k])
    several = _SEVERAL.search(item)
    if several and several.start():  # 大健康|三大产业产值 is 大健康产业产值
        item = item[: several.start()] + several["word"]
    ways = (_with_first, _of_rank, _of_time, _of_place, _as_before, _done_in_turn)
    if not any(give(sentence, draft, lead, k, item) for give in ways):
        _as_noun(sentence, draft, lead, k, item)
    draft.joint = ()


def _with_first(sentence: Sentence, draft: Draft, lead: Lead, k: int, item: str) -> bool:
    """道路交通事故起数、死亡人数: the first noun says of what the others are."""
    whole = with_front_of(sentence, _clean_item(sentence, lead.items[0]), item) if k else None
    if whole:
        draft.name, draft.indicator = item, whole
    return bool(whole)


def _of_rank(sentence: Sentence, draft: Draft, lead: Lead, k: int, item: str) -> bool:
    """总量、强度分列第6位和第7位: ranks of what was said before, or of the first noun."""
    if draft.kind != "rank":
        return False
    if (before := _ranked_before(sentence, item)) is not None:
        moved = item if before.kind == "growth" and not _LEVEL_RANKED.fullmatch(item) else ""
        draft.name, draft.indicator = before.indicator + moved, before.indicator
        return True
    ranked = _ranked_with(_clean_item(sentence, lead.items[0]), item) if k else ""
    if ranked:
        draft.name = ranked
        draft.indicator, _, _ = indicator_of(sentence, ranked, replace(lead, items=()), "rank", False)
    return bool(ranked)


def _of_time(sentence: Sentence, draft: Draft, lead: Lead, k: int, item: str) -> bool:
    """2022年、2023年分别建成12万亩、15万亩"""
    times = [next((m for m in sentence.passage.periods if m.start == span[0]), None) for span in lead.items]
    time = times[k]
    if time is None or not time.period:
        return False
    draft.period = time.period
    if not _has_object(lead):
        draft.name = sentence.clean(_behind(times[-1], lead))
    draft.indicator, draft.kind, _ = indicator_of(
        sentence, draft.name, replace(lead, items=()), draft.kind, False
    )
    return True


def _of_place(sentence: Sentence, draft: Draft, lead: Lead, k: int, item: str) -> bool:
    """甲区、乙区GDP分别增长5%、6%: the noun stands once, behind the last place."""
    places = [
        next((r for r in sentence.passage.regions if r.start == span[0] and r.code), None)
        for span in lead.items
    ]
    place = places[k]
    if place is None or None in places:  # 国家创新型城市、绍兴高新区: a list of names
        if any(places) and _NAMES_PLACE.search(sentence.text[slice(*lead.items[k])]):
            draft.region, draft.region_name = "", ""  # one of the places is in no table
        return False
    draft.region, draft.region_name = place.code, place.name
    if _has_object(lead) or draft.tail_noun:
        return False
    draft.name = of_one_place(sentence.clean(_behind(places[-1], lead)))
    draft.indicator = _said_earlier(sentence, draft.name) or sentence.canonical(draft.name)
    # 甲镇整治用地420亩,乙镇、丙镇分别整治610亩、385亩
    if not draft.name and (before := sentence.last_alike(draft.number) or sentence.before):
        draft.name, draft.indicator = before.name, before.indicator
    return True


# 漳浦县
_NAMES_PLACE = re.compile("(?:街道|[镇乡县]|(?<!城)市)$")


def _has_object(lead: Lead) -> bool:
    """Whether a noun stands behind the list: 甲区、乙区分别完成|投资…."""
    return lead.noun[0] >= lead.items[-1][1]


def _behind(last: RegionMention | PeriodMention | None, lead: Lead) -> Span:
    """What the last item says behind its place or time."""
    return (last.end if last else lead.items[-1][0], lead.items[-1][1])


def _as_before(sentence: Sentence, draft: Draft, lead: Lead, k: int, item: str) -> bool:
    """A brief word for what was said before."""
    before = sentence.last_alike(draft.number) if len(item) <= 4 else None
    if before is None or not _says_the_same(item, before):
        return False
    draft.name, draft.indicator = before.name, before.indicator
    return True


def _done_in_turn(sentence: Sentence, draft: Draft, lead: Lead, k: int, item: str) -> bool:
    done = _verb_of_each(sentence, lead, k)
    if done is not None:
        draft.action, draft.name = done
        draft.indicator = sentence.canonical(draft.name)
    return done is not None


# 教育支出增速
_RATE_BEHIND = re.compile("(?:增速|增幅|增长率)$")
# 农林水等三类支出, 社会保障和就业等支出同比增速
# 社会保障和就业等支出同比增速
_OF_ALL_LISTED = re.compile(
    r"(?<=[一-鿿]{2})等(?:[一二三四五六七八九十\d]+[个大]?[类项])?(?P<what>(?!级)[一-鿿]{2,8}?)"
    r"(?:同比)?(?P<rate>增速|增幅|增长率)?$"
)


def _as_noun(sentence: Sentence, draft: Draft, lead: Lead, k: int, item: str) -> None:
    """The item itself, with the end of the last one where it goes without; a part, where the noun stands behind."""
    is_last = k == len(lead.items) - 1
    if k and _clean_item(sentence, lead.items[0]).startswith("对") and not item.startswith("对"):
        item = "对" + item  # 对美国、欧盟出口分别增长3%、5%
    if _has_object(lead):
        is_place = item in (draft.region_name, draft.region_name[:-1])  # its region says whose
        draft.name, draft.subject = sentence.clean(lead.noun), "" if is_place else item
    elif (etc := _OF_ALL_LISTED.search(_clean_item(sentence, lead.items[-1]))) and lead.is_distributed:
        draft.name = item.removesuffix(etc.group()) + etc["what"] + (etc["rate"] or "")
    elif (is_last and not SECTOR.match(item)) or _COUNTED_BEFORE.fullmatch(item):
        draft.name = item
    else:
        draft.name = with_suffix(item, _clean_item(sentence, lead.items[-1]), sentence.terms)
    draft.indicator = sentence.canonical(_RATE_BEHIND.sub("", draft.name))


def _verb_of_each(sentence: Sentence, lead: Lead, k: int) -> tuple[str, str] | None:
    """“新开工、竣工、投产工业项目分别为…”: one noun, and what was done to it by turns; None for other lists."""
    if len(lead.items) < 2:
        return None
    *alone, last = lead.items
    leading = LEADING_ACTION.match(sentence.text, *last)
    if leading is None or leading.end() == last[1]:
        return None
    if not all(ACTIONS_ALONE.fullmatch(sentence.text, *item) for item in alone):
        return None
    verb = leading.group() if k == len(alone) else sentence.text[slice(*lead.items[k])]
    return verb, sentence.clean((leading.end(), last[1]))


# 增速
_BARE_RANKED = re.compile("增速|增幅|增长率|强度|占比|总量|规模|均量|质量|密度")


# 占比
_SHARE_RANKED = re.compile("强度|占比|比重")
# 总量
_LEVEL_RANKED = re.compile("总量|规模|总额")


def _ranked_before(sentence: Sentence, item: str) -> Draft | None:
    """R&D经费支出198亿元;占GDP比重3.3%,总量、强度分列第6位和第7位: the amount and the share said before."""
    said = [d for d in (*sentence.carried, *sentence.done) if d.kind != "rank"]
    if _SHARE_RANKED.fullmatch(item):
        return next((d for d in reversed(said) if d.kind == "ratio"), None)
    if _LEVEL_RANKED.fullmatch(item):
        return next((d for d in reversed(said) if d.kind not in ("ratio", "change")), None)
    if _BARE_RANKED.fullmatch(item):
        return next((d for d in reversed(said) if d.kind == "growth"), None)
    return None


def _ranked_with(first: str, item: str) -> str:
    """税收收入总量、增速分列…: the second is of the same as the first."""
    front = re.sub("(?:总量|规模|增速|增幅|数量|总额)$", "", first)
    return front + item if _BARE_RANKED.fullmatch(item) and front != first else ""


# 产量
_BARE_PART = re.compile(
    r"总?产量|总产|单产|产值|[存出]栏量?|存栏数|利润总额|营业收入|总?收入|总?支出|人次|面积|死亡人数|受伤人数|[存贷]款(?:余额)?"
)


# 抽检食品批次
_COUNTED_BEFORE = re.compile("(?P<of>[一-鿿]{2,8})(?:批次|批数|起数|次数|件次)")


def with_front_of(sentence: Sentence, first: str, item: str) -> str | None:
    """粮食播种面积、总产量分别达到…: a bare measure behind another, with the front of the first where the terms know it."""
    if BARE_RATE.fullmatch(item):
        front = BARE_RATE.sub("", first)
        return sentence.canonical(front + item) if front != first else None
    if item in ("人次", "人数") and (counted := _COUNTED_BEFORE.fullmatch(first)):  # 进京访批次、人次
        return sentence.canonical(counted["of"] + item)
    if not _BARE_PART.fullmatch(item):
        return None
    if item in ("死亡人数", "受伤人数") and (event := re.match(".*?(?:事故|火灾|灾害)", first)):
        return sentence.canonical(event.group() + item)  # 道路交通事故起数、受伤人数
    fronts = (first[:k] + item for k in range(len(first) - 1, 1, -1))
    return next((found for name in fronts if (found := sentence.terms.canonical(name))), None)


def _says_the_same(item: str, before: Draft) -> bool:
    """起数, 死亡人数 of a list: what was counted in 起, in 人死亡, right before it."""
    stem = re.sub(r"(?:人|件|起|宗|家|户)?数量?$", "", item)
    return stem in before.indicator


def _said_earlier(sentence: Sentence, name: str) -> str:
    """小龙虾产量34.1万吨。甲、乙两市产量分别为…: a bare yield is of what the paragraph said it of last."""
    if name not in ("产量", "总产量", "单产", "亩产"):
        return ""
    earlier = (d.indicator for d in reversed(sentence.passage.drafts) if d.indicator.endswith(name))
    return next((indicator for indicator in earlier if indicator != name), "")


def _clean_item(sentence: Sentence, item: Span) -> str:
    printed, read = sentence.passage.paragraph.text[slice(*item)], sentence.passage.text[slice(*item)]
    words = "".join(char for char, as_read in zip(printed, read, strict=True) if as_read != "\x00")
    words = words.strip(" \n、,，与及的")
    return words if words.startswith("和平") else words.strip("和")


def _same_sort(first: Draft, draft: Draft) -> tuple[FigureKind, bool, str]:
    """A number of a spread list goes the way of the first, unless it says its own (增长8.1%和下降5.6%)."""
    if draft.lead.change_verb or first.kind not in ("growth", "change"):
        same = first.number.unit == draft.number.unit and not draft.lead.change_verb
        return (first.kind if same else draft.kind), draft.is_negative, draft.comparator or first.comparator
    kind: FigureKind = "growth" if draft.number.unit in ("%", "‰", "倍", "成") else "change"
    return kind, first.is_negative, first.comparator
