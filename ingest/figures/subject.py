"""What a figure is said of besides its indicator: the list it is one of, the occasion, the doer."""

from __future__ import annotations

import re

from ingest.clauses import Lead, Span
from ingest.figures.draft import Draft
from ingest.figures.indicator import EACH, LEVEL_FRONT, is_level
from ingest.figures.label import label_of
from ingest.figures.measures import BARE
from ingest.figures.owners import group_of
from ingest.figures.sentence import Sentence
from ingest.numerals import Number
from ingest.verbs import STOCK_ACTIONS

# 国庆假期,接待游客…: part of the year, which an annual figure is not
_OCCASION = re.compile(
    r"(?:春节|元旦|清明|五一|“五一”|劳动节|端午|中秋|国庆|暑期|暑假|寒假|春运|双节|元宵|黄金周|"
    r"小长假)[^,，。;；\d]{0,6}(?=[,，])"
)


# 全年累计
_TOTAL = re.compile(r"(?:共|累计|合计|已经?|全年|年内|上半年|今年|当年|先后|成功|陆续)+$")


_REACHES = ("惠及", "受益", "覆盖", "带动", "涉及")  # 改造小区146个,惠及居民2.87万户,完成投资4.63亿元


def _measured(sentence: Sentence, lead: Lead) -> str:
    """The thing counted last before a bare measure; "" when no count stands before it.

    Behind a comma that of the whole: 案件3286件,其中食品案件1124件,办结率96%; not 其中国家级项目29项、资金2.17亿元.
    """
    counted = [
        d for d in sentence.done if d.kind == "count" and not d.lead.is_share and d.action not in _REACHES
    ]
    if not counted:
        return ""
    is_joined = sentence.text[counted[-1].number.tail_start : lead.noun[0]] == "、"
    whole = next((d for d in counted if d.indicator == counted[-1].subject and not is_joined), counted[-1])
    return whole.indicator if whole.name else whole.subject


def subject_of(sentence: Sentence, number: Number, lead: Lead, name: str, noun: Span) -> str:
    """The whole of 其中, the holiday, the doer or the list before; "" where the indicator says it all."""
    has_own = noun[1] > noun[0]
    subject = _TOTAL.sub("", sentence.clean(lead.subject))
    if len(subject) >= 2 and subject not in STOCK_ACTIONS and not _is_place(sentence, subject):
        return subject
    if label := label_of(sentence, name):
        return label
    occasion = _OCCASION.search(sentence.text, sentence.start, max(sentence.start, lead.start))
    if occasion:
        return occasion.group()
    previous_draft = sentence.done[-1] if sentence.done else sentence.parent
    if previous_draft is None:
        return ""
    if lead.is_whole and name.endswith("投资"):  # 新院区完成投资3.6亿元,占|总投资9.2亿元|的39.1%
        return previous_draft.subject
    if sentence.parent is not None and not sentence.done:
        return sentence.parent.indicator
    if has_own and (owner := _owner_before(sentence, number, previous_draft, lead, name)):
        return owner
    names_it = (
        bool(previous_draft.subject) and previous_draft.subject[-4:] in name
    )  # 省重点项目完成236亿元,重点项目开工率96%
    thing = _thing_invested_in(sentence, previous_draft, lead)
    if thing and not names_it:
        return thing
    between = sentence.text[previous_draft.number.end : lead.start]
    if "其中" in between or "其中" in sentence.text[previous_draft.number.end : lead.noun[0]]:
        whole = sentence.last_alike(number)  # 账款2.3亿元,清偿率92%,其中民营企业1.9亿元
        if lead.is_share and whole not in sentence.done:
            whole = previous_draft  # …占85.3%;实际使用外资1.86亿美元,其中制造业占58.3%
        last = whole or previous_draft
        if last.subject and (name == last.name or (lead.verbs and not has_own)):
            return last.subject  # 乙烯项目累计完成投资186亿元,其中当年完成(投资)104亿元
        of_all = EACH.sub("", last.indicator)  # 每千名老人拥有养老床位
        if is_level(name):  # 国家级平台28家、省级平台276家,其中新增国家级2家: of 平台, of whatever level
            of_all = LEVEL_FRONT.sub("", of_all) or of_all
        elif name and sentence.done and not lead.is_share:  # 合作社2140家、家庭农场3680家,其中省级示范社46家
            like = [d.indicator for d in group_of(sentence, sentence.done) if d.name[-1:] == name[-1:]]
            of_all = like[-1] if like else of_all
        return sentence.canonical(of_all)
    is_other = noun[0] > number.start and name != previous_draft.name  # 5家医院…,26所学校…
    if previous_draft.tail_noun and not lead.verbs and has_own and len(name) <= 10 and not is_other:
        return previous_draft.name
    if has_own and BARE.fullmatch(name):
        return _measured(sentence, lead)
    if (
        has_own
        and not lead.verbs
        and previous_draft.subject
        and not names_it
        and noun[1] - noun[0] <= 8
        and sentence.terms.canonical(name) is None
    ):
        return previous_draft.subject
    return ""


# 市第二人民医院新院区总投资12.6亿元、设置床位1000张: what is told behind the money is of the same building
_INVESTED = re.compile(
    r"(?P<thing>[一-鿿“”()（）]{2,24}(?:院区?|校区?|园区?|馆|中心|基地|项目|工程|厂|站|楼|大桥|广场|公园|学校|"
    r"小区))(?:计划|项目|概算)?总?投资额?"
)


# 总投资2.3亿元，已于9月建成招生，提供学位2700个
_STILL_OF_IT = re.compile(
    r"[、,，](?:[^,;。，]{0,12}(?:建成|竣工|投用|使用|招生|开工|完工|封顶|通车|运营)[^,;。，]{0,4}[,，])?"
)


def _thing_invested_in(sentence: Sentence, last: Draft, lead: Lead) -> str:
    """The building or project that the figure right before is of; "" where it is of none."""
    if not _STILL_OF_IT.fullmatch(sentence.text[last.number.end : lead.start].strip("\x00 ")):
        return ""
    if invested := _INVESTED.fullmatch(last.name):
        return invested["thing"]
    begun = (_INVESTED.fullmatch(earlier.name) for earlier in sentence.done)
    return last.subject if any(m and m["thing"] == last.subject for m in begun) else ""


# 牡丹文化节期间|接待游客, 三河古镇|接待游客: an own place or time, whose is also what follows
OWNER = re.compile(
    r"(?:春节|元旦|清明|“?五一”?|端午|中秋|国庆|元宵|黄金周|(?:文化|旅游|购物|艺术|音乐|美食|消费|丰收|花)节)"
    r"(?:假期|期间|小长假)?|"
    r"古镇|古城|景区|石窟|度假区|院区|实验室|机场|院校"
)
# 其中
_NOT_ITS = re.compile("[;；]|其中|全[省市县区州]")
# 春节假期的
_OWNED = re.compile(rf"(?P<owner>[一-鿿\dA-Z“”]{{0,12}}?(?:{OWNER.pattern}))(?P<rest>[一-鿿]{{2,}})")


def _owner_before(sentence: Sentence, number: Number, last: Draft, lead: Lead, name: str) -> str:
    """三河古镇接待游客813万人次,实现旅游收入41亿元: whose the figure before is; "" behind 全县 or a semicolon."""
    between = sentence.text[last.number.end : lead.noun[0]]
    is_own = len(name) > 8 or bool(OWNER.search(name)) or bool(_NOT_ITS.search(between))
    is_own = is_own or (number.unit in ("家", "户") and not lead.verbs)  # 天府实验室…,新型研发机构累计40家
    if is_own or last.lead.is_distributed:
        return ""
    owned = _OWNED.fullmatch(last.name)
    if owned and sentence.terms.canonical(last.name) is None:
        return owned["owner"]
    return last.subject if OWNER.search(last.subject) else ""


def _is_place(sentence: Sentence, subject: str) -> bool:
    """Whose a figure is, its region says."""
    return any(sentence.text[m.start : m.end] == subject for m in sentence.passage.regions)
