"""The noun phrase of a number as the name of an indicator."""

from __future__ import annotations

import re

from ingest.clauses import Lead
from ingest.figures.draft import Draft
from ingest.figures.sentence import Sentence
from ingest.normalize import fold
from ingest.records import FigureKind

# 旅游收入增速
_GROWTH_SUFFIX = re.compile(r"(?:同比)?(?:增速|增幅|增长率|增长|涨幅|降幅|下降率|下降)$")
# what is ranked: 旅游收入增速居第2位, 营商环境评价全省排名升至第3位
# 旅游收入增速
_RANKED_BY = re.compile(
    r"(?:(?:同比)?(?:增速|增幅|增长率|涨幅)|(?:在?(?:全省|全国|全市|全球))?(?:综合)?(?:排名|位次|名次)|数?总量|规模)$"
)
# 县域经济综合竞争力列全国百强县, 全国县域经济百强榜上
_HONOUR = re.compile(r"(?P<list>(?:全国|全省|中国|世界)[一-鿿]{0,10}?[百千十]强[一-鿿]{0,2}?)[上中里]?$")
# 高新技术企业总量
_TOTAL = re.compile(r"(?:总量|总数|保有量)$")  # 高新技术企业总量达120家
# 孵化器中国家级
_LEVEL_BACK = re.compile(r"(?P<noun>[一-鿿]{2,12}?)(?:中|的)?(?P<level>国家级|省级|市级|县级|部级|世界级)")
# 国家级
_LEVEL_ONLY = re.compile(
    r"(?:国家|省|市|州|盟|县|区)(?:部)?级|国家|省|世界级|国际级|[大中小]\(?[12一二]?\)?型"
)


def is_level(name: str) -> bool:
    """省级, 国家级: a name that leans on a noun said before."""
    return _LEVEL_ONLY.fullmatch(name) is not None


# 省级以上孵化器
LEVEL_FRONT = re.compile(r"^(?:国家级|全国|省级|市级|州级|盟级|县级|区级|国家|省部级)(?:及以上|以上)?")


def indicator_of(
    sentence: Sentence, name: str, lead: Lead, kind: FigureKind, is_behind: bool
) -> tuple[str, FigureKind, tuple[str, ...]]:
    """The indicator, the kind where its name tells it (GDP增速), and the nouns that share one number."""
    if not name:
        return "", kind, ()
    joint: tuple[str, ...] = ()
    if len(lead.items) > 1 and not lead.is_distributed and not is_behind:
        names = [sentence.clean(item) for item in lead.items]
        rates = [name.endswith(("率", "比")) for name in names]  # a name may be nothing but noise: ""
        is_rate_of_all = kind == "ratio" and rates[-1] and not rates[0]
        if all(len(n) >= 3 for n in names) and not is_rate_of_all:  # 图书馆、文化馆免费开放率
            joint = tuple(sentence.canonical(n) for n in names)
            return "、".join(names), kind, joint
    if is_behind and (listed := _listed_behind(name)):  # 启动11家概念验证、中试平台
        return name, kind, tuple(sentence.canonical(each) for each in listed)
    if level := _LEVEL_BACK.fullmatch(name):  # 非遗项目国家级13项
        name = level["level"] + level["noun"]
        return sentence.canonical(name), kind, ()
    folded = fold(name)
    rest = _TOTAL.sub("", folded) if kind in ("count", "amount") else folded
    if rest != folded and sentence.terms.canonical(folded) is None and sentence.terms.canonical(rest):
        return sentence.canonical(rest), kind, ()
    if kind == "rank":
        honour = _HONOUR.search(folded)
        if honour and sentence.terms.canonical(honour["list"]):
            return sentence.canonical(honour["list"]), kind, ()
        stripped = _RANKED_BY.sub("", folded)
        is_measure = folded[len(stripped) :].endswith(("量", "规模"))  # 游客总量 may be all that is said
        if stripped and not (is_measure and sentence.terms.canonical(stripped) is None):
            folded = stripped
        return sentence.canonical(folded), kind, ()
    canonical = sentence.terms.canonical(folded)
    growth = _GROWTH_SUFFIX.search(folded)
    if canonical is None and growth and growth.start() > 1 and kind in ("ratio", "growth", "change"):
        moved: FigureKind = "change" if kind == "change" else "growth"
        return sentence.canonical(folded[: growth.start()]), moved, ()
    return sentence.canonical(name), kind, ()


def _listed_behind(name: str) -> list[str]:
    """The nouns of a plain list behind a number, each long enough to be one."""
    names = name.split("、")
    plain = len(names) > 1 and not re.search("[等“”和与及()（）]", name)
    return names if plain and all(len(each) >= 4 for each in names) else []


def _whole_name(draft: Draft) -> str:
    name = fold(draft.name)
    return draft.indicator if name in draft.indicator else name


# 税收收入占一般公共预算收入的比重
_SHARE_OF = re.compile(r".+占(?P<whole>.+?)的?比重")


def _share_of_the_said(sentence: Sentence, draft: Draft, known: str) -> str:
    """新设经营主体6.2万户,第三产业占85.3%: a share of what was said before, and not the one that the terms know."""
    moves = ("ratio", "growth", "change", "rank")
    said = [d.indicator for d in sentence.done or sentence.carried if d.kind not in moves and d.indicator]
    of = _SHARE_OF.fullmatch(known)
    owner = known.partition("占")[0]
    is_of_itself = any(
        d.name == draft.name or d.indicator == owner for d in sentence.done
    )  # 增加值196亿元,占比9.1%
    if not said or of is None or of["whole"] in said or is_of_itself:
        return known
    return f"{fold(draft.name)}占{draft.subject or said[-1]}比重"


def share_indicator(sentence: Sentence, draft: Draft, lead: Lead) -> str:
    """“R&D经费支出228亿元,占GDP比重达3.6%” is the indicator that the terms call by both parts, if they do."""
    canonical = sentence.terms.canonical
    whole = fold(lead.share_of).strip("的")
    for owner in (fold(draft.name), draft.indicator):
        for phrase in (f"{owner}占{whole}比重", f"{owner}占{whole}的比重", f"{owner}占比"):
            if (found := canonical(phrase)) is not None:
                return found if whole else _share_of_the_said(sentence, draft, found)
    if lead.share_name and lead.has_noun and not whole and draft.indicator.startswith(fold(draft.name)):
        return fold(draft.name) + lead.share_name  # 过夜游客占比
    return _whole_name(draft) + lead.share_name if lead.share_name and lead.has_noun else draft.indicator
