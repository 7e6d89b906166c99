"""A question and what was said before it, read as slots: places, times, indicator, intent. No I/O."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.indicators import TermMention, Terms
from ingest.normalize import fold, simplify
from ingest.numerals import find_numbers
from ingest.periods import PeriodMention, find_periods, period_label
from ingest.records import Status
from ingest.regions import RegionMention
from ingest.verbs import NEW_ACTIONS
from ingest.words import segment
from rag.knowledge import Knowledge
from rag.records import Intent, Question, Turn

_RANK = re.compile(
    r"第几|排多少|(?:全省|全国|全市|全区|全县|世界|全球)第[一二三\d]|排名|排位|位次|名次|排第|排几|几位(?!专家|院士|同志)|排在|排到|位列|居全.{0,3}(?:几|多少)|前几|进位|排行"
)
_CHANGE = re.compile(
    r"同比|环比|(?:增长|提升|提高|上升|下降|减少|降低|回落|增加|上涨|涨|降|下滑|变化|波动|提|升)(?:了)?(?:多少|几|幅度|情况|率|多大)|"
    r"增速|增幅|降幅|涨幅|增长率|比(?:上年|去年|前年|上一年|\d{4}年).{0,8}(?:多|少|高|低|增|降|升|好|差|强)|怎么变|变了|(?:是|还是).{0,2}(?:增长|下降|上涨|减少|提高)的?(?:吧|吗|么)|是(?:增|升|涨|降)|(?:增长|下降|提高|减少|上升|增速|增幅)(?:呢|[?？\\s])*$|(?:跌|掉|涨|降|少|多)了?(?:多少|几)|同比|(?:增|涨|升|降)了(?:吗|没)"
)
_FASTER = re.compile(
    r"(?:增|涨|升|降)得|谁.{0,6}(?:快|慢)|哪个.{0,8}(?:快|慢)|(?:提高|提升|增加|下降|降低)了?几个(?:百分)?点"
)
_RATIO = re.compile(
    r"占比|占.{0,12}(?:多少|几成|几分之几|比重|比例|百分之几)|比例|比重|百分之几|几分之几|几成|份额"
)
_COMPARE = re.compile(
    r"对比|相比|比一比|比较|哪个(?:市|县|区|地方|城市)?(?:更|多|高|大|少|低)|哪个(?:市|县|区|地方|城市).{0,16}(?:更|最)|谁.{0,12}(?:更|最)|谁(?:更|多|高|大|少|低|的)|孰|和.{1,20}(?:哪个|谁)|还是.{0,12}(?:多|高|少|低|大)|差多少|相差|比.{1,12}(?:多多少|少多少|高多少|低多少|多吗|高吗|少吗|低吗)"
)
_YES_NO = re.compile(r"是否|有没有|是不是|有无|能否|吗\W*$|吗|(?<![什怎])么\W*$|没有?\W*$|对不对|对吧|了没")
_LIST = re.compile(
    r"哪些|哪[几两二三四五六七八九十]+[个家项所座位名件]?|有啥|有什么|什么样的|列出|列举|包括什么|包含什么|都有谁|清单|名单|分别是"
)
_WHO = re.compile(r"谁|哪个|哪家|哪里|哪儿|哪位|哪一|哪所|哪座|何地|何时|什么时候|什么|啥|叫什么|何")
_SUMMARY = re.compile(
    r"主要成效|主要成绩|主要工作|主要做法|亮点|总体情况|工作总结|总结一下|概括|成效有哪些|成绩有哪些|干了什么|做了什么|做了哪些|取得了?哪些(?:成效|成绩|进展)|重点工作|重点任务|工作思路|工作打算|工作计划|下一步(?:工作)?(?:打算|安排|计划|怎么)|有哪些(?:打算|举措|安排)|主要内容"
)
_VALUE = re.compile(
    r"多少|几(?=[家个项件人名位所座条台套次户亩吨亿万千百成倍批种])|多大|多高|多长|是多|数量|规模|总额|金额|数值|数据|情况怎么样|情况如何|怎么样$|如何$|几何|多不多"
)
_TARGET = re.compile(
    r"目标|力争|计划(?=新|建设|建成|引|培|完成(?!率)|实现|投资|投入|数|是|多少|增|招|安排|目标|$)|(?:投资|招生|年度)计划(?!完成率)|预期(?!寿命)|打算|任务(?!书)|规划|拟|要(?:到|达|新增|达到|建|完成|实现|培育|增长|引进|新建|新认定)|将(?:要|会)?(?:新增|达到|建|完成|实现|培育|增长|引进)"
)
_ACTUAL = re.compile(r"实际(?!利用|使用|到账|到位)|完成了|实现了|达到了|完成情况|结果|已经|实绩")
_EXPECTED = re.compile(r"预计|预估")
_PLAN = re.compile(
    r"工作思路|工作打算|工作计划|下一步|重点任务|工作安排|明年.{0,4}(?:工作|打算|重点)|打算|计划怎么|将怎么|怎么干"
)
_STOCK_ONLY = re.compile(
    r"累计|总数|总量|共有|现有|拥有|保有量|存量|总计|总共|一共|一共有|目前有|有多少|有几[家个项所座]|总规模|总面积|总里程|总人数|总户数"
)
_UNIT = re.compile(
    r"(?:多少|几)(?P<unit>万亿元|亿元|万元|个百分点|百分点|平方公里|平方米|公里|标箱|万人次|人次|万人|元|亩|吨|度|家|个|项|件|名|人|位|所|座|条|台|套|次|户|张|辆|篇|场|处|批|支|倍|成|种|例|起|宗|岁|%)"
)
_SCOPE = re.compile(r"全省|全国|省内|国内|全市|世界|全球")
_FOLLOW = re.compile(
    r"^(?:那么?|那|再|还有|另外|然后|换成|如果是|要是)|呢\W*$|^(?:它|他们|这个|其中|其|该|上面|刚才|同一)"
)
_MANNER = re.compile(r"怎么(?!样)|怎样|如何(?!$)|为什么|为何|凭什么")
_ASKS = re.compile(r"呢|多少|几|什么|哪|谁|怎|吗|那|还有|目标|计划|预计|完成|排名|增|降|占|同比|累计|总")
# What a question says besides its subject: phrases first, then whole words as the segmenter cuts them.
_NOISE = re.compile(
    r"请问一?下?|统计公报|公报|工作报告|是升是降|咋样|咋|准备|\(?20\d\d\)?(?!年)|谢谢|感谢|两市|两地|两个城市|三地|各市|方面|指的是|是指|拿到|拿下|数?居(?=全|第|$)|排位|还是|里头|增减|还要|还将|[建卖办签招引种修开做搞设发增减涨跌降升查产用干罚花]了|到(?=\s|$)|数列(?=全)|想(?:请教|知道|了解|问|查)(?:一下|下)?|我想|我要|帮我|帮忙|查(?:一下|下|询|查)|告诉我|麻烦你?|一下|你好|您好|能否|可否|能不能|第几(?:位|名)?|排第?几|"
    r"(?:是|有|达|为|去了|来了|还要|要|会|能)?(?:多少|几|哪几)(?:万亿元|亿元|万元|个百分点|百分点|平方公里|平方米|公里|标准箱|标箱|万人次|人次|万人|个点|分之几|名次|[元亩吨度家个项件名人位所座条台套次户张辆篇场处批支倍成种例起宗岁%亿万点])?|"
    r"哪[几两二三四五六七八九十]+[个家项所座位名件]?|多大(?:比例)?|多高|多长|多久|百分之几|是多|哪些|哪个(?:市|县|区|地方|城市|部门|单位|公司|地区|平台|项目)?|啥时候|哪家|哪里|哪儿|哪位|哪一?[家个所座]?|什么时候|什么|怎么样|怎样|如何|为什么|是否|有没有|有无|是不是|"
    r"情况|(?:数据|数字|数值)$|一年|一共|具体|大概|到底|究竟|一共|总共|合计|列出|列举|说说|介绍|包括|包含|对比|相比|比较|比一比|提到|写到|写了|说到|显示|今年|去年|那边|这边|分别|各自|给我|给出|看看|看一下|"
    r"数量|数目|累计|目前|现在|现有|拥有|共有|总数|总量|全市|全县|全区|我市|我县|本市|全年|当年|年度(?!计划|目标)|全省平均|全国平均|全省|全国|省内|国内|排名|位次|名次|位居|位列|同比|环比|增长率|增速|增幅|降幅|涨幅|增长|增加|"
    r"提升幅度|提升|提高|上升|下降|减少|降低|回落|上涨|变化|是增是减|占比|比例|比重|目标|力争|(?<!建设)(?<!行动)(?<!研发)(?<!培养)(?<!人才)计划(?!完成率|单列|生育)|预期(?!寿命)|预计|实际完成|实际(?!利用|使用|到账|到位)|完成情况|完成(?!率)|实现(?!率)|任务(?!书)|打算|当初|年初|年底|定的|"
    r"新增|新认定|净增|高不高|多不多|更多|更高|谁更|增得快|增得|涨得|怎么|市里|县里|区里|局里|一直|以来|其中|那么|然后|另外|上年|上一年|前一年|截至|截止|了没|没有$|没$|超过|突破|达到|比[上去前]年|报告(?:里|中)?|里面"
)
_NOISE_WORDS = frozenset(
    "的 了 吗 呢 么 吧 啊 呀 哦 嘛 是 有 在 里 和 与 跟 及 为 达 还 也 都 又 再 就 只 各 请 给 要 将 会 能 比 占 排 居 从 到 由 于 对 把 被 让 向 那 这 它 其 该 谁 啥 哪 几 多 更 高 低 大 少 快 慢 过 破 超 涨 升 降 增 减 "
    "指 居 跌 叫 钱 说 写 讲 提 问 查 看 去 来 做 干 搞 弄 年 月 底 末 初 份 个 家 项 件 名 位 第 所 座 没 不 很 最 太 挺 样 点 时 期 数 值 额 之 以 等 至 已 曾 刚 才 吗 哪个 哪里 同志 时候 有多 多大 怎 何 何时 何地 为何 哪儿 报告 多少 什么 左右 提到".split()
)
_PUNCTUATION = re.compile(r"[\s,;:!?。、？！“”\"'‘’()《》<>\[\]【】~…—\-]+|(?<!\d)\.|\.(?!\d)")
_TOWN_KIND = re.compile(r"古?镇|乡(?!村|镇|贤)|街道")
_OTHER_COUNTY = re.compile(r"[县旗](?![域级城区里长委市政内下乡])")
_TITLES = re.compile(r"《[^《》]*》|“[^“”]*”")
_MODIFIER = re.compile(
    r"^(?:国家级|省级|市级|县级|区级|镇级|省|国家|全国|有效|重点|规上|限上|首批|第[一二三]产业|城镇|农村|男|女|新|老|人均|进口|出口)+$"
)


@dataclass(frozen=True)
class _Reading:
    question: Question
    brings_indicator: bool
    brings_place: bool
    brings_time: bool


def understand(text: str, history: Sequence[Turn], knowledge: Knowledge) -> Question:
    """The question in its conversation; slots it leaves open are filled from the user's last question."""
    reading = _read(text, knowledge)
    earlier = [turn.content for turn in history if turn.role == "user" and turn.content.strip()]
    if not earlier:
        return reading.question
    previous: _Reading | None = None
    for content in earlier[-6:]:
        current = _read(content, knowledge)
        previous = replace(current, question=_carry(current, previous, knowledge)) if previous else current
    return _carry(reading, previous, knowledge) if previous else reading.question


def _carry(reading: _Reading, previous: _Reading, knowledge: Knowledge) -> Question:
    """Fill open slots of a follow-up; a question that brings place and indicator stands alone."""
    question, before = reading.question, previous.question
    if not (
        reading.brings_indicator or reading.brings_place or reading.brings_time or question.content
    ) and not _ASKS.search(question.text):
        return question  # 谢谢, 你好: nothing is asked
    is_follow_up = bool(_FOLLOW.search(question.text)) or not (
        reading.brings_indicator and reading.brings_place
    )
    if not is_follow_up:
        return question
    filled = replace(
        question,
        wants_money=question.wants_money
        or (before.wants_money and not question.unit and not question.wants_rate),
        around=" ".join((before.content, *before.terms, before.around)),
    )
    if not reading.brings_place:
        filled = replace(filled, regions=before.regions)
    if not reading.brings_indicator and question.content:  # 省级的有几家: narrows what was asked before
        content = question.content + _without_rivals(before.content, question.content)
        terms = tuple(dict.fromkeys(t.name for t in knowledge.terms.find(content)))
        filled = replace(
            filled, content=content, terms=terms, intent=before.intent, unit=question.unit or before.unit
        )
    elif not reading.brings_indicator:
        intent = (
            before.intent
            if question.intent in ("text", "value", "who", "yes_no") and not _has_own_intent(question)
            else question.intent
        )
        filled = replace(
            filled, terms=before.terms, content=before.content, unit=filled.unit or before.unit, intent=intent,
            action=filled.action or before.action, wants_total=filled.wants_total or (before.wants_total and not filled.action),
            scope=filled.scope or before.scope,
        )  # fmt: skip
        filled = replace(filled, is_plan=filled.is_plan or before.is_plan)
    if not reading.brings_time:
        keeps_time = filled.status == before.status or (
            filled.status is None and not reading.brings_indicator
        )
        if keeps_time:
            filled = replace(filled, periods=before.periods, notice=before.notice)
        if not reading.brings_indicator and filled.status is None:
            filled = replace(filled, status=before.status)
    return filled


_RIVALS = (
    r"农村|城镇|城乡",
    r"第[一二三]产业(?=增加值|产值|投资|$)",
    r"国家级|省级|市级|县级|区级",
    r"进口|出口",
)


def _without_rivals(content: str, modifier: str) -> str:
    """城镇居民收入, asked on with 农村呢, gives up its 城镇; 第二产业增加值 its 第二产业."""
    for group in _RIVALS:
        if re.search(group, modifier):
            return re.sub(group, "", content)
    return content


def _has_own_intent(question: Question) -> bool:
    return bool(
        question.intent != "value" and question.intent != "text" and question.intent != "who"
    ) or bool(_VALUE.search(question.text) and len(question.text) > 6)


def _read(text: str, knowledge: Knowledge) -> _Reading:
    folded = fold(simplify(text)).strip()
    terms = _find_terms(folded, knowledge.terms)
    regions, places = _own_regions(folded, terms, knowledge)
    codes = tuple(dict.fromkeys(r.code for r in regions if r.code))
    periods = _periods(folded, terms, codes, knowledge)
    terms = [t for t in terms if not _inside(t, places)]
    blanked = _blank(folded, [*places, *periods])
    bare = _blank(blanked, terms)
    if not terms:
        terms, blanked = _misspelt_terms(blanked, knowledge.terms)
        bare = _blank(blanked, terms)
    action = _action(bare)
    content = _content(blanked, terms).replace(action, "") if action else _content(blanked, terms)
    question = Question(
        text=folded,
        regions=codes,
        periods=tuple(dict.fromkeys(p.period for p in periods)),
        terms=tuple(dict.fromkeys(t.name for t in terms)),
        content=content,
        action=action,
        wants_total=bool(_STOCK_ONLY.search(bare)),
        status=_status(bare),
        statuses_compared=_compares_statuses(bare),
        intent=_intent(blanked, terms, codes, periods),
        unit=m["unit"] if (m := _UNIT.search(folded)) else "",
        scope=_scope(bare, terms),
        is_plan=bool(_PLAN.search(folded)),
        notice=_notice(periods),
        numbers=tuple(_printed_numbers(blanked)),
        parts=_parts(blanked, terms),
        wants_money=bool(_MONEY.search(bare) or _MONEY_NOUN.search(content)),
        wants_rate=bool(_RATE.search(content)),
    )
    if not content and not terms:
        zones = [r.name for r in regions if "/" in r.code]
        question = replace(question, content="".join(zones))
    brings_indicator = bool(terms) or (len(content) >= 2 and not _MODIFIER.match(content))
    return _Reading(question, brings_indicator, bool(codes), bool(periods))


def _misspelt_terms(blanked: str, terms: Terms) -> tuple[list[TermMention], str]:
    """“可支配收人”: a known indicator with one character wrong, put right where it stands."""
    content = _content(blanked, [])
    start = blanked.find(content)
    near = terms.near(content, 1) if len(content) >= 5 and start >= 0 else []
    if not near or not _sounds_or_looks_alike(content, near[0]):
        return [], blanked
    mended = blanked[:start] + near[0] + blanked[start + len(content) :]
    return [TermMention(start, start + len(near[0]), near[0], near[0])], mended


# characters that are mistaken for each other by eye
_LOOK_ALIKE = (
    "人入八",
    "己已巳",
    "未末",
    "士土",
    "干千于",
    "日曰目",
    "侯候",
    "的地得",
    "账帐",
    "辨辩",
    "拔拨",
)


def _sounds_or_looks_alike(written: str, meant: str) -> bool:
    """A slip of the hand, not another word: 收人 for 收入, but not 海洋 for 远洋."""
    from pypinyin import lazy_pinyin

    if len(written) != len(meant):
        return False
    slips = [(a, b) for a, b in zip(written, meant, strict=True) if a != b]
    return all(
        lazy_pinyin(a) == lazy_pinyin(b) or any(a in group and b in group for group in _LOOK_ALIKE)
        for a, b in slips
    )


def _periods(
    text: str, terms: Sequence[TermMention], codes: Sequence[str], knowledge: Knowledge
) -> list[PeriodMention]:
    """Times asked for, those held up for comparison (比上年) left out.

    A part of a year without its year (上半年, 6月底) is that of the newest year for which the library has it.
    """
    base = knowledge.base_year_of(codes)
    for year in knowledge.years_of(codes):
        mentions = _asked_periods(text, terms, year)
        partial = [m for m in mentions if m.kind != "explicit" or not re.search(r"\d{4}|\d{2}年", m.text)]
        if (
            partial
            and all(not _YEAR_WORD.search(m.text) for m in partial)
            and any(m.period in knowledge.held_periods(codes) for m in partial)
        ):
            return mentions
    return _asked_periods(text, terms, base)


def _asked_periods(text: str, terms: Sequence[TermMention], base: int | None) -> list[PeriodMention]:
    mentions = [
        m
        for m in find_periods(text, base, bare_years=True)
        if m.period and not m.in_title and m.text != "全年"
    ]
    return [
        m for m in mentions
        if not (m.start and text[m.start - 1] in "比较" and text[m.start - 2 : m.start] not in ("占比", "同比", "环比")) and not text.startswith(("同期", "相比"), m.end)
        and not any(t.start <= m.start and m.end <= t.end for t in terms)
    ]  # fmt: skip


_YEAR_WORD = re.compile(r"今年|去年|前年|明年|上年|本年|全年")


def _own_regions(
    text: str, terms: Sequence[TermMention], knowledge: Knowledge
) -> tuple[list[RegionMention], list[RegionMention]]:
    """Places asked about, and all places named; of several of one name, the one the library holds."""
    found: list[RegionMention] = []
    titles = [m.span() for m in _TITLES.finditer(text)]
    for mention in knowledge.regions.find(text):
        if any(start < mention.start and mention.end < end for start, end in titles):
            continue
        if any(
            t.start <= mention.start
            and mention.end <= t.end
            and t.end - t.start > mention.end - mention.start
            for t in terms
        ):
            continue
        if _TOWN_KIND.match(text, mention.end):
            continue  # 三河镇 is a town, not the city of 三河
        if (
            mention.code
            and _OTHER_COUNTY.match(text, mention.end)
            and text[mention.end - 1] not in "省市县区州盟旗"
        ):
            name = text[mention.start : mention.end + 1]  # 某县, where only a city of that name is known
            code = f"{mention.code.partition('/')[0]}/{name}"
            found.append(RegionMention(mention.start, mention.end + 1, code, name, (code,)))
            continue
        if text[mention.end : mention.end + 1] == "长" and text[mention.end - 1] in "省市县区镇乡州":
            mention = replace(mention, end=mention.end - 1)  # 肥西县长: the office keeps its word
        held = [code for code in (mention.codes or (mention.code,)) if _is_held(code, knowledge)]
        code = (
            mention.code
            if mention.code and _is_held(mention.code, knowledge)
            else held[0]
            if len(held) == 1
            else mention.code
        )
        found.append(replace(mention, code=code or (mention.codes[0] if mention.codes else "")))
    return _with_held(text, terms, found, knowledge)


def _with_held(
    text: str, terms: Sequence[TermMention], found: list[RegionMention], knowledge: Knowledge
) -> tuple[list[RegionMention], list[RegionMention]]:
    """Also the towns and zones that the library's figures are about, and its places by a short name that is a word too."""
    places = list(found)
    for code, name in knowledge.held_names.items():
        for form in dict.fromkeys(
            (fold(name), _TOWN_END.sub("", fold(name)) if "/" in code else _short(name))
        ):
            start = text.find(form)
            if any(m.start() < start < m.end() for m in _TITLES.finditer(text)):
                continue
            if (
                start < 0
                or len(form) < 2
                or ("/" not in code and _covered(start, start + len(form), places, terms))
            ):
                continue
            if form != fold(name) and not _begins_word(text, start, places):
                continue
            end = start + len(form)
            if any(m.start <= start and end < m.end and "/" in m.code for m in places):
                continue
            places = [m for m in places if not (start <= m.start and m.end <= end)]
            if text[end : end + 1] == "长" and form[-1] in "省市县区镇乡州":
                end -= 1
            places.append(RegionMention(start, end, code, name, (code,)))
            break
    places = _with_unknown_towns(text, places, terms, knowledge) or _misspelt(text, knowledge)
    inner = {m.code for m in places}
    asked = [
        m
        for m in places
        if not any(c != m.code and m.code and knowledge.regions.is_within(c, m.code) for c in inner if c)
    ]
    return sorted(asked, key=lambda m: m.start), sorted(places, key=lambda m: m.start)


_TOWN_END = re.compile(r"(?:街道|镇|乡)$")


def _begins_word(text: str, start: int, places: Sequence[RegionMention]) -> bool:
    """A short name inside a longer word (独秀峰) names no place."""
    if start <= 0 or not re.match(r"[一-鿿]", text[start - 1]):
        return True
    return text[start - 1] in "和与跟及比在请问查到那看找说由从向、" or any(m.end == start for m in places)


def _spans(places: Sequence[RegionMention], terms: Sequence[TermMention]) -> list[tuple[int, int]]:
    return [(m.start, m.end) for m in places] + [(t.start, t.end) for t in terms]


def _covered(start: int, end: int, places: Sequence[RegionMention], terms: Sequence[TermMention]) -> bool:
    return any(a <= start and end <= b for a, b in _spans(places, terms))


# 煤山镇2024年…: a town at the front of a question, or behind a place, is a place even if the library has nothing of it
_TOWN = re.compile(r"[一-鿿]{2,4}?(?:街道|镇|乡)(?!村|卫生|企|域|级|贤|亲|土)")
_NO_TOWN = re.compile(
    r"(?:乡|城|特色小|重点|中心|强|示范|各|些|多少|个|全)(?:街道|镇|乡)$|全省|全国|全市|全县"
)


def _with_unknown_towns(
    text: str, places: list[RegionMention], terms: Sequence[TermMention], knowledge: Knowledge
) -> list[RegionMention]:
    starts = {m.end for m in places} | {0}
    found = list(places)
    for start in sorted(starts):
        match = _TOWN.match(text, start)
        if not match or any(a < match.end() and match.start() < b for a, b in _spans(places, terms)):
            continue
        if not _NO_TOWN.search(match.group()):
            parents = [m.code for m in places if m.end == start and m.code] or [
                c for c in knowledge.held_names if c
            ]
            code = f"{parents[0].partition('/')[0]}/{match.group()}" if parents else ""
            found.append(RegionMention(start, match.end(), code, match.group(), (code,)))
    return found


def _misspelt(text: str, knowledge: Knowledge) -> list[RegionMention]:
    """衢洲 for 衢州: a place of the library written with characters that sound the same, tones included."""
    from pypinyin import Style, lazy_pinyin

    titles = [m.span() for m in _TITLES.finditer(text)]

    def sound(word: str) -> tuple[str, ...]:
        return tuple(lazy_pinyin(word, style=Style.TONE3))

    sounds = {
        (sound(form), len(form)): (code, name)
        for code, name in knowledge.held_names.items()
        for form in (fold(name), _short(name))
        if len(form) > 1
    }
    spoken = sound(text) if re.fullmatch(r"[一-鿿]+", text) else ()
    for size in sorted({length for _, length in sounds}, reverse=True):
        for start in range(len(text) - size + 1):
            window = text[start : start + size]
            if any(a < start < b for a, b in titles):
                continue
            if not re.fullmatch(r"[一-鿿]+", window):
                continue
            heard = spoken[start : start + size] if spoken else sound(window)
            if (heard, size) in sounds:
                code, name = sounds[heard, size]
                return [RegionMention(start, start + size, code, name, (code,))]
    return []


def _short(name: str) -> str:
    return (
        re.sub(r"(?:自治州|自治县|自治区|新区|地区|街道|[省市县区州盟旗镇乡])$", "", name)
        if len(name) > 2
        else name
    )


def _is_held(code: str, knowledge: Knowledge) -> bool:
    return code in knowledge.held_regions


def _inside(term: TermMention, regions: Sequence[RegionMention]) -> bool:
    return any(r.start <= term.start and term.end <= r.end for r in regions)


def _blank(text: str, mentions: Sequence[RegionMention | PeriodMention | TermMention]) -> str:
    chars = list(text)
    for mention in mentions:
        chars[mention.start : mention.end] = " " * (mention.end - mention.start)
    return "".join(chars)


def _content(blanked: str, terms: Sequence[TermMention]) -> str:
    """What the question is about: known indicators whole, of the rest whatever is not question wording."""
    parts, at = [], 0
    for term in terms:
        parts += [_subject_words(blanked[at : term.start]), blanked[term.start : term.end]]
        at = term.end
    parts.append(_subject_words(blanked[at:]))
    return "".join(parts)


_MONEY = re.compile(
    r"(?:多少|几)(?:资金|经费|钱|投资|收入|产值|贷款|补助|补贴)|(?:金额|资金|投资|经费|成交额|销售额|总额|余额)(?:是|有|达|共)?(?:多少|几)|[额](?:是|有)?多少"
)
_MONEY_NOUN = re.compile(
    r"(?:投资|总额|金额|交易额|成交额|销售额|零售额|收入|产值|资金|经费|利润|营收|余额|支出)$"
)
_RATE = re.compile(r"(?:率|占比|比重|强度)$")


_JOINS = re.compile(r"\s*(?:、|和|与|跟|以及|及|,)\s*(?:新增|新认定|的|数量|数)?\s*")


def _find_terms(text: str, terms: Terms) -> list[TermMention]:
    """Known indicators; in 全国高企 it is 高企, not 国高企."""
    found = terms.find(text)
    for mention in found:
        if text[mention.start - 1 : mention.start + 1] in ("全国", "全省", "全市", "全县", "全区"):
            return terms.find(text[: mention.start - 1] + "  " + text[mention.start + 1 :])
    return found


def _scope(bare: str, terms: Sequence[TermMention]) -> str:
    """全省, 全国 as the question says it, also in front of an indicator whose own name has no such word."""
    match = _SCOPE.search(bare)
    if match:
        return match.group()
    return next((m.group() for t in terms if (m := _SCOPE.match(t.alias)) and m.group() not in t.name), "")


def _parts(text: str, terms: Sequence[TermMention]) -> tuple[tuple[str, str], ...]:
    """“高企和科技型中小企业各多少” asks twice; terms that only stand in one phrase do not."""
    joined = all(_JOINS.fullmatch(text[a.end : b.start]) for a, b in pairwise(terms))
    if len(terms) < 2 or not joined or len({t.name for t in terms}) != len(terms):
        return ()
    return tuple((t.name, t.alias) for t in terms)


def _printed_numbers(text: str) -> list[str]:
    """Numbers that the question itself states, as digits: 累计超20人的是什么人才."""
    return [
        text[n.start : n.end] for n in find_numbers(text) if n.form == "plain" and text[n.start].isdigit()
    ]


def _subject_words(text: str) -> str:
    chars = list(text)
    for number in find_numbers(text):  # 超过70家, 三家县级医院: a number in a question is not its subject
        if (
            number.is_han
            and text[number.end - 1] in "本级类期等线档型产批"
            and text[number.start - 1 : number.start] != "哪"
        ):
            continue  # 二本上线率, 一级响应: which one, not how many
        if text[number.end : number.tail_start] in ("以上", "以下") and re.match(
            r"[一-鿿]", text[number.tail_start : number.tail_start + 1]
        ):
            continue  # 50亿以上的项目: but it says which ones
        chars[number.lead_end : number.tail_start] = " " * (number.tail_start - number.lead_end)
    bare = _PUNCTUATION.sub(" ", _NOISE.sub(" ", "".join(chars)))
    return "".join(word for word in segment(bare) if word.strip() and word not in _NOISE_WORDS)


def _intent(
    text: str, terms: Sequence[TermMention], regions: Sequence[str], periods: Sequence[PeriodMention]
) -> Intent:
    bare = _blank(text, terms)
    asks_value = bool(_VALUE.search(text))
    if _SUMMARY.search(bare) and not terms:
        return "summary"
    if _RANK.search(bare):
        return "rank"
    if _CHANGE.search(bare) or _FASTER.search(bare):
        return "change"
    if (
        _COMPARE.search(bare)
        or (len(regions) > 1 and (asks_value or terms))
        or (len(periods) > 1 and (asks_value or terms))
    ):
        return "compare"
    if _RATIO.search(bare):
        return "ratio"
    if _LIST.search(bare):
        return "list"
    if _MANNER.search(bare):
        return "text"
    if asks_value:
        return "value"
    if _YES_NO.search(bare):
        return "yes_no"
    if _WHO.search(bare):
        return "who"
    return "value" if terms else "text"


def _action(bare: str) -> str:
    found = [a for a in NEW_ACTIONS if a in bare]
    if found:
        return max(found, key=len)
    loose = _LOOSELY_NEW.search(bare)  # 新开了多少, 新登的: any increment answers
    return "新增" if loose else ""


_LOOSELY_NEW = re.compile(r"新[开登办来收注招建获评认设批签](?!区|能源|型|兴|材料|城)了?")


def _status(text: str) -> Status | None:
    if _compares_statuses(text):
        return None
    if _EXPECTED.search(text):
        return "expected"
    if _TARGET.search(text):
        return "target"
    return "actual" if _ACTUAL.search(text) else None


def _compares_statuses(text: str) -> bool:
    return bool(
        re.search(
            r"(?:目标|计划|任务|预期).{0,12}(?:实际|完成(?!率)|结果|实现)|(?:实际|完成情况|结果).{0,10}(?:目标|计划|预期)|(?:完成|达到?|实现).{0,6}(?:目标|任务|计划|指标)(?:了|没|吗)",
            text,
        )
    )


def _notice(periods: Sequence[PeriodMention]) -> str:
    relative = [
        p for p in periods if p.kind == "relative" and re.search(r"今年|去年|前年|明年|上年|本年", p.text)
    ]
    return "；".join(f"“{p.text}”按库中最新报告的年份读作{period_label(p.period)}" for p in relative)


def standalone(question: Question, region_name: Callable[[str], str]) -> str:
    """The question in words that need no conversation."""
    regions = "、".join(region_name(code) for code in question.regions)
    periods = "、".join(period_label(p) for p in question.periods)
    status = {"target": "目标", "expected": "预计", "actual": "", None: ""}[question.status]
    total = "累计" if question.wants_total and not question.action else ""
    asked = {"rank": "排名", "change": "增减变化", "ratio": "占比", "compare": "对比", "value": "数值"}.get(
        question.intent, ""
    )
    about = question.content or "、".join(question.terms)
    action = question.action if question.action not in about else ""
    return f"{regions}{periods}{status}{action}{total}{about}" + (f"（{asked}）" if asked else "")
