"""What a question says of how its answer is to look, or whom it is for: 捋成几句话我好传达, 给领导看的, 要有数."""

from __future__ import annotations

import re

_FEW = "[一两二三四五几]{1,3}(?:句话?|段话|条|点)"
_SUM_UP = "(?:归拢|捋|理|梳理|归纳|概括|总结|浓缩|提炼|说|讲|列|介绍)"
# 捋成几句话我好传达, 给领导看的, 要有数, 人数花费都带上
_STYLE = re.compile(
    rf"(?:都|也|再|请|麻烦|帮忙?|替我|给我|我要|好)*"
    rf"(?:{_SUM_UP}(?:[一-鿿](?={_SUM_UP}))?{_SUM_UP}?(?:一?下|一[捋理]|成|为|出来|清楚?|个)*)?"
    rf"(?:{_FEW}(?:说清楚?|讲完|就行)?)?(?:一条|给我|给领导|我?好(?:传达|汇报|交差|写材料))?(?:[看听用]的?)?|"
    r"(?:给|是)?领导(?:看|汇报|用|要)+的?|[列写]个?(?:要点|重点|提纲|大纲|清单)|"
    r"我?要?(?:写|做|填)(?:材料|汇报|总结|报表|个[一-鿿]{0,6}表)(?:用|要)?的?|"
    r"(?:要有数|带上?数字?|[说讲列]几个带数的|数字带上|[一-鿿、]{2,10}都?带上)|"
    r"[挑拣](?:要紧|重要|重点|关键|主要)的(?:说|讲|列)*|点[一下]?名|都?列出来"
)
# 用几句话说说…, 跟街坊讲讲…, 给我把…, 给校长写个开场白，
_STYLED_FRONT = re.compile(
    rf"^(?:[用拿]?{_FEW}(?:说说|讲讲|概括|总结|归纳|说清楚?)?(?:一?下)?|"
    rf"[给跟向替](?:我|领导|校长|街坊|同事|群众|大家|市民|老板|记者)们?"
    rf"(?:讲讲|说说|介绍|概括|归纳|写个[一-鿿]{{2,4}}|{_FEW}(?:说说|讲讲)?)(?:一?下)?|"
    r"(?:领导|秘书|老板|校长|记者)[要想]?[一个]?(?:段话|短?材料|稿子|开场白)|麻烦[你您]?把?|给我把|"
    r"(?:概括|归纳|梳理|捋|总结)(?:一?下|一[捋理]))[,，:：]?"
)
# …干的几件事捋一捋
_STYLED_BACK = re.compile(r"(?:归拢|捋|梳理|理|归纳|概括|总结)(?:一?下|一[捋理]|出来)$")
# 归拢成两三句话
_SUMS_UP = re.compile(
    r"归拢|捋|梳理|归纳|概括|几句话|[两三]{2}句|亮点|短?材料|段话|开场白|[讲说](?=讲|说)|一句话一条"
)


# 哪些短板，归拢成两三句话
_BREAK = re.compile("[，,；;。:：?？!！]+")
MIN_ASKED = 4  # characters


def without_style(text: str) -> tuple[str, bool]:
    """A question without what says how its answer is to look or whom it is for, and whether it is to be summed up."""
    clauses = [clause for clause in _BREAK.split(text) if clause]
    bare = [_STYLED_BACK.sub("", _STYLED_FRONT.sub("", clause)) for clause in clauses]
    kept = [clause for clause in bare if not _STYLE.fullmatch(clause)]
    if kept == clauses or sum(map(len, kept)) < MIN_ASKED:
        return text, False
    return ",".join(kept), bool(_SUMS_UP.search(text))
