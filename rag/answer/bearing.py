"""What keeps a sentence that has the words of a question from answering it: one check a reason, by name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ingest.headings import MARK, SIGN
from ingest.normalize import fold
from ingest.regions.table import stem
from ingest.sentences import split_sentences
from ingest.verbs import NEW_ACTIONS
from rag.match import (
    MAX_BRIEF,
    MEASURE,
    asks_wider,
    houses_clash,
    is_said,
    keeps_numerals,
    lacks_house,
    lacks_qualifier,
    last_word,
)
from rag.match.words import stands_inside_words, words_of
from rag.records import Claim, Evidence, Question
from rag.understand.intent import asks_how, asks_meaning, asks_reason
from rag.understand.movement import movement_in, moves_against
from rag.wording.alike import alike
from rag.wording.deeds import is_verb, says_deed
from rag.wording.overlap import coverage

MIN_TEXT = 0.56  # share of the question's wording that a sentence must say
MIN_NEARBY = 0.3
MIN_NAMED = 2  # characters, beside an amount
MAX_APART = 0.25  # of what is asked, told in another part of the sentence


# 全市肉牛出栏64万头
_OF_ALL = re.compile("全[市县区州]")


class Sentence(NamedTuple):
    """A span of a report as it is held against a question."""

    span: Evidence
    quote: str  # as printed
    said: str  # the quote, folded
    told: str  # and with the headings above it

    @classmethod
    def of(cls, span: Evidence) -> Sentence:
        quote = span.paragraph.text[span.start : span.end]
        said = fold(quote)
        return cls(span, quote, said, said + fold(" ".join(span.paragraph.section)))

    @property
    def whole(self) -> str:
        """The sentence from its beginning up to where the span ends."""
        text, span = self.span.paragraph.text, self.span
        start = max((a for a, _ in split_sentences(text) if a <= span.start), default=0)
        return text[start : span.end]

    @property
    def part(self) -> str:
        """The part of it that the span stands in: 全市肉牛出栏64万头 behind 马龙区生猪出栏52万头; is not of 马龙区."""
        *_, part = re.split("[;；]", self.whole)
        return part if _OF_ALL.match(part.strip()) else self.whole


def is_within(question: Question, span: Evidence, names: Mapping[str, str]) -> bool:
    """Whether a span is of the places, the times, the status and the whole that are asked about."""
    sentence = Sentence.of(span)
    return (
        _is_of_places(question, sentence, names)
        and _is_of_status(question, sentence)
        and _is_of_times(question, sentence)
        and _is_of_whole(question, sentence)
        and not _states_others(question, sentence, names)
    )


def bears(question: Question, span: Evidence) -> bool:
    """Whether a span answers, as far as its words go: no check of the list below stands in the way."""
    sentence = Sentence.of(span)
    return not any(stands_in_way(question, sentence) for stands_in_way in _IN_THE_WAY)


def tells_kind(question: Question, span: Evidence) -> bool:
    """Whether a sentence below the heading that names what is asked is of the kind asked: places, those at the top."""
    sentence, checks = Sentence.of(span), (_names_none_of_kind, _is_no_top, _is_not_undone, _is_not_new)
    return not any(stands_in_way(question, sentence) for stands_in_way in checks)


def tells_deed(question: Question, claims: Sequence[Claim]) -> bool:
    """Whether what is asked to have been done is said: 总投资4,860万元 does not tell whether it is 竣工."""
    return any(_says_done(question, fold(claim.quote)) for claim in claims)


# 只减不增, 与上年持平
_MOVED = re.compile(
    r"持平|不变|只[增减]不[增减]|增[长加]|减少|[上回]升|上涨|提[高升]|降低|下[降滑跌]|回落|扩大|缩小|改善|好转|恶化"
)
MIN_CLAUSE = 0.82  # of what is asked, in the clause that says what became of it


def tells_so(question: Question, span: Evidence) -> bool:
    """Whether one clause of a span names what is asked and says that it moved, or that the deed was done or not."""
    said = fold(span.paragraph.text[span.start : span.end]) if span.paragraph.kind != "table" else ""
    clauses = [c for c in re.split("[,;。]", said) if coverage(question.content, c) >= MIN_CLAUSE]
    if question.verb:
        return any(_says(question.verb, clause) for clause in clauses)
    return any(_MOVED.search(clause) and not re.search(r"\d", clause) for clause in clauses)


# --- places, times, status, whole ---------------------------------------------------------------------------


def _is_of_places(question: Question, sentence: Sentence, names: Mapping[str, str]) -> bool:
    """Of a report of a place asked about, or naming it: the city's sentence is not its district's."""
    codes = [code for code in question.regions if code]
    paragraph = sentence.span.paragraph
    said = "".join((*paragraph.section, paragraph.text[:20], sentence.part))
    return (
        not codes
        or any(_speaks_for(sentence.span.report.region, code) for code in codes)
        or _is_named(codes, said, names)
    )


def _is_named(codes: Sequence[str], said: str, names: Mapping[str, str]) -> bool:
    """Whether one of these places is said, in full or by its short name."""
    short = (names.get(code, code.rpartition("/")[2]) for code in codes)
    return any(name in said or (len(name) > 2 and name[:-1] in said) for name in short if len(name) > 1)


def _speaks_for(region: str, code: str) -> bool:
    """A zone's report for its city; a county's for neither its city nor its province."""
    return region == code or region.startswith(f"{code}/")


# 达到目标, 超预期3个百分点
_HELD_TO_GOAL = re.compile(r"目标|任务|计划|预期|预算|完成|指标|时序|[超达]")
# 力争新增高企100家
_AIMED = re.compile(r"目标|任务|计划|力争|争取|确保|预期|拟|将")


def _is_of_status(question: Question, sentence: Sentence) -> bool:
    """Of goals where goals are asked for: 其中博士43人 is no goal."""
    if question.statuses_compared and not _HELD_TO_GOAL.search(sentence.quote):
        return False  # 目标完成了吗 is not answered by 房地产持续下行
    is_plan = sentence.span.paragraph.is_plan or bool(_AIMED.search(sentence.quote))
    return question.status != "target" or is_plan


# 2023年研发投入286亿元
_DATED = re.compile(r"(?<![比较与同\d])(20\d{2})年")


def _is_of_times(question: Question, sentence: Sentence) -> bool:
    """Of a year asked about, or naming it."""
    span = sentence.span
    years = {year for period in question.periods for year in re.findall(r"\d{4}", period)}
    told = set(re.findall(r"\d{4}", span.paragraph.period or span.report.period))
    if not years or not told or any(year in sentence.quote for year in years):
        return True
    if dated := _DATED.findall(sentence.whole):
        return not years.isdisjoint(dated)  # 2023年研发投入286亿元,|强度7.08%: not of 2024
    return bool(min(years) <= max(told) and min(told) <= max(years))


def _states_others(question: Question, sentence: Sentence, names: Mapping[str, str]) -> bool:
    """Whether all that its numbers say is of other places, or of other years, than those asked about.

    马龙区生猪出栏52万头;全市肉牛出栏64.2万头 tells of no 马龙区肉牛.
    """
    figures, codes = sentence.span.states, [code for code in question.regions if code]
    years = {year for period in question.periods for year in re.findall(r"\d{4}", period)}
    # 敖汉旗、宁城县挪用1268万元: of no one
    regions = {f.region or sentence.span.report.region for f in figures}
    is_elsewhere = codes and not any(region.startswith(stem(c)) for region in regions for c in codes)
    if figures and is_elsewhere and not _is_named(codes, sentence.quote, names):
        return True
    told = sentence.quote + "".join(figure.period for figure in figures)
    return bool(figures and years) and not any(year in told for year in years)


# 高于全省
_HELD_AGAINST = re.compile(r"[高低快慢优]于全[国省市]|比全[国省市]")


def _is_of_whole(question: Question, sentence: Sentence) -> bool:
    """全省平均多少: a sentence on the place alone does not say it, nor one that is held against 全省."""
    is_held = _HELD_AGAINST.search(sentence.quote)
    return not asks_wider(question) or (question.scope in sentence.quote and not is_held)


# --- what stands in the way ---------------------------------------------------------------------------------

# 什么时候通车
_WHEN = re.compile(r"什么时候|啥时候|何时|几月|哪(?:一)?[天年月]")
# 10月底建成通车
_TIME = re.compile(
    r"\d\s*[年月日]|[一二三四五六七八九十〇]月|季度|[年月]底|[上下]半年|[上中下]旬|年内|今年|明年"
)


def _tells_no_time(question: Question, sentence: Sentence) -> bool:
    """什么时候通车 is not answered by 通车 alone."""
    return bool(_WHEN.search(question.text)) and not _TIME.search(sentence.quote)


# 建设
_OF_ANY = re.compile("建设|审计|工作|情况|方面|发展|管理|推进|开展|加强|主要|及|和|与|的")
MIN_OWN = 3  # characters of a heading that say something


def is_bare_heading(question: Question, span: Evidence) -> bool:
    """Whether a span is but a heading: (二)高标准农田建设审计 says no more than is asked, nor 新能源跨越发展 how it went."""
    said = fold(span.paragraph.text[span.start : span.end]).strip(SIGN + "。:")
    is_title = any(said in fold(one) for one in span.paragraph.section)
    bare = _OF_ANY.sub("", MARK.sub("", said, count=1))
    is_bare = question.intent in ("list", "who", "text") and len(set(bare) - set(question.content)) < MIN_OWN
    is_heading = span.paragraph.kind == "heading"
    if is_heading and question.intent == "list" and not re.search(r"[\d,，、。；;]", bare):
        return True  # 四、下半年工作措施 lists none
    return is_title if asks_how(question.text) else is_bare and (is_title or is_heading)


# 统计范围为年主营业务收入2000万元及以上的工业法人单位; “三资”指农村集体资金、资产、资源
_DEFINES = re.compile(
    r"范围|口径|标准|包括|定义|即|(?<![是也])不是.{2,40}而是|[是”\"：:，,]\s*指(?![标数导出])|指的是|(?<=[一-鿿])指[^标数导出挥]"
)


def _defines_nothing(question: Question, sentence: Sentence) -> bool:
    """规模以上工业的统计口径 is not told by how many 规模以上工业企业 there are."""
    return asks_meaning(question.text) and not _DEFINES.search(sentence.quote)


# 因冬春连旱减产3.1%, 受沙尘天气偏多影响, 得益于大学生免票, 系企业停产检修所致
_REASON = re.compile(
    r"(?<!原)因(?![此而子素地材病公])|由于|受.{1,60}?(?:影响|拖累|制约|冲击|[带拉]动|支撑)|原因|导致|致使|所致|引[起发]|"
    r"[得受]益于|[源缘]于|[带拉推]动下|主要[是靠]"
)
# 在线监测数据造假，被罚款86万元: a trouble in front of what came of it
_TROUBLE = re.compile(
    r"(?:低迷|不[足利畅力]|造假|违[法规反]|未批先|停[运产]|直排|疲软|受阻|[短紧]缺|超期|故障|萎缩|退出|[干连]旱|问题|"
    r"偏[多高低少慢])[^。；;]*?[，,]"
)


def _gives_no_reason(question: Question, sentence: Sentence) -> bool:
    """PM10为什么上升 is not told by how far it rose, nor by why it fell."""
    if not asks_reason(question.text):
        return False
    moved, deed = movement_in(question.text), last_word(question.content)
    behind = (sentence.quote[m.end() :] for m in _TROUBLE.finditer(sentence.quote))
    is_told = _REASON.search(sentence.quote) or any(coverage(deed, fold(part)) >= MIN_TEXT for part in behind)
    names = (deed, *alike(deed), *question.terms)  # 外部需求不足 says nothing of 外资
    is_told = is_told and any(is_said(name, sentence.told) for name in names if name)
    return not is_told or (moved is not None and moves_against(moved.direction, sentence.said))


# 那个融资模式叫什么名字
_ASKS_NAME = re.compile(r"叫(?:做|什么|啥)|名字|名称|全称")


def _gives_no_name(question: Question, sentence: Sentence) -> bool:
    """融资模式叫什么 wants a name in quotes beside the noun, or one that it ends (滇中联盟); 基地2个 has none."""
    if not _ASKS_NAME.search(question.text):
        return False
    noun = re.escape(last_word(question.content))
    quoted = rf"[“《\"][^”》\"]*(?:[”》\"][^，,。；;]{{0,14}})?{noun}|{noun}[^，,。；;]{{0,6}}[“《]"
    leads = re.findall(rf"([一-鿿)]+){noun}(?![\d一-鿿]{{0,2}}\d)", sentence.said) if len(noun) > 1 else ()
    own = (
        w for lead in leads for w in itertools.takewhile(lambda w: not is_verb(w), reversed(words_of(lead)))
    )
    ends_name = any(len(word) > 1 and word not in question.text for word in own)
    return not (ends_name or re.search(quoted, sentence.quote))


# 下小路谁中标, 由哪家公司施工
_BY_WHOM = re.compile(
    r"(?:谁|哪[家个一](?:公司|单位|企业)?)(?:中标|施工|承建|建设|设计|承办|主办|牵头|运营|负责|[建修盖办管])"
)
# 由某某建设有限公司中标
_BODY = re.compile(r"公司|集团|企业|院|局|委|办|厂|中心|协会|合作社|大学|政府|由")


def _names_nobody(question: Question, sentence: Sentence) -> bool:
    """谁中标 is not answered by what the 中标价格 was."""
    return bool(_BY_WHOM.search(question.text)) and not _BODY.search(sentence.quote)


# 哪三个旗县, 哪几家银行
_WHICH_KIND = re.compile(
    r"哪(?:些|[几两二三四五六七八九十\d]+)\s*[个家项所座位名件条类种处]?(?P<kind>[一-鿿]+)"
)
_ANY_KIND = frozenset("方面 问题 工作 内容 情况 地方 原因 领域 荣誉 称号 措施 事情".split())
# 企业
_KIND_OF_BODY = re.compile("(?:企业|公司|单位|部门|医院|学校|银行|商家|机构)$")
# 敖汉旗、宁城县; 白水、盘江、大坡3个乡镇; not 农村自来水
_LEVELS = tuple(
    re.compile(rf"(?<![农全各我本部分个])(?:{one})") for one in ("[乡镇街]", "[县市区旗]", "村|社区")
)
# 敖汉旗、宁城县; 白水和大坡
_SEVERAL = re.compile(r"[一-鿿”》][、和与及][一-鿿“《]")


def _names_none_of_kind(question: Question, sentence: Sentence) -> bool:
    """哪几个县区 wants their names, as 部分县区 has none; 哪几家银行 what is said to be a 银行, or several by name."""
    asked = _WHICH_KIND.search(question.text)
    kind = words_of(asked["kind"])[0] if asked else ""
    is_several = bool(_SEVERAL.search(sentence.whole))
    if level := next((one for one in _LEVELS if kind and one.match(kind)), None):
        return not (is_several and level.search(sentence.whole))
    if _KIND_OF_BODY.search(kind) and kind not in sentence.told:
        return not _BODY.search(sentence.quote)
    is_named = is_verb(kind) or any(one in sentence.told for one in (kind, *alike(kind)))
    return len(kind) > 1 and kind not in _ANY_KIND and not (is_named or is_several)


# 哪个社区
_WHICH_PLACE = re.compile("哪一?个(?P<kind>社区|村|镇|乡|街道)")


def _names_no_such_place(question: Question, sentence: Sentence) -> bool:
    """哪个社区信访最多 wants the name of one: 全月接信访86件 has none."""
    asked = _WHICH_PLACE.search(question.text)
    return asked is not None and not re.search(f"(?<![全各本该])[一-鿿]{asked['kind']}", sentence.whole)


# 前三位
_TOP = re.compile("前[二两三四五六七八九十]")


def _is_no_top(question: Question, sentence: Sentence) -> bool:
    """前三大贸易伙伴 are not told by what is not said to be at the top."""
    asked = _TOP.search(question.text) if question.intent in ("list", "who") else None
    return asked is not None and asked.group() not in sentence.whole


# 哪些断面没达标, 还没完成的是哪两项
_UNDONE = re.compile(r"(?<!有)(?:没有?|未|不)(?!同|少|断|足|动产|锈|仅|良|同|限|含|是)[一-鿿]{2}")
# 剩余2项, 逾期, 超标因子
_SAYS_UNDONE = re.compile(r"[未没尚剩欠缺]|不(?!断|仅|锈)|超[标期]|逾期|滞后|正在|仍")


def _is_not_undone(question: Question, sentence: Sentence) -> bool:
    """哪些断面没达标 is not told by which are 达标."""
    is_asked = question.intent in ("list", "who") and _UNDONE.search(question.text)
    return bool(is_asked) and not _SAYS_UNDONE.search(sentence.whole)


def _is_not_new(question: Question, sentence: Sentence) -> bool:
    """新开工项目 is not 实施重点项目168个: where what is new is asked, the sentence says of anything that it is new."""
    said = sentence.whole.replace("创新", "")
    return bool(question.action) and not any(new in said for new in (*NEW_ACTIONS, "新", "净"))


# 大楼竣工了吗, 新院区投用了没有
_DONE_YET = re.compile(
    r"(?P<verb>竣工|完工|建成|投用|使用|投产|启用|封顶|通车|开工|动工|开业|运营|运行|交付|验收|开通|贯通|挂牌)"
    r"了?(?:吗|么|没有?)\W*$"
)


def _leaves_deed_open(question: Question, sentence: Sentence) -> bool:
    """大楼竣工了吗 is not answered by what the 大楼 cost."""
    return not _says_done(question, sentence.said)


# 门诊楼拆了没有, 保健院搬走了吗
_DEED = re.compile(r"(?P<verb>[一-鿿]{3})[了过](?:吗|么|没有?)\W*$")


# 改厕任务完成了吗
_FINISHED_YET = re.compile(r"完成了?(?:吗|么|没有?)\W*$")
# 全面完成, 完成92%, 正在收尾; 进展顺利 says neither
_HOW_FAR = re.compile(
    r"完成|完工|达标|超额|提前|落实|实现|收官|收尾|收口|正在|尚|未|[仍还]有|\d%|[零清]零|过半"
)


def _says_done(question: Question, said: str) -> bool:
    if _FINISHED_YET.search(question.text) and not _HOW_FAR.search(said):
        return False
    if asked := _DONE_YET.search(question.text):
        return says_deed(asked["verb"], said)
    verb = asked["verb"] if (asked := _DEED.search(question.text)) else ""
    bare = verb.rstrip("走掉完好")
    known = next((word for word in (verb, verb[-2:], bare[-2:], bare[-1:]) if is_verb(word)), "")
    return not known or _says(known, said)


def _says(verb: str, said: str) -> bool:
    """Whether a deed is said, or a word that begins as it does: 夺得, by 首夺."""
    return says_deed(verb, said) or verb[0] in said


# 力争夺得“科技创新鼎”
_STRIVES = re.compile(r"争[创取]|力争|拟|申[报创]")


def _leaves_verb_unsaid(question: Question, sentence: Sentence) -> bool:
    """争创“科技创新鼎” is not 夺得: the verb of the wording is said (首夺), and not only aimed at."""
    verb = question.verb
    aims = question.status != "target" and bool(_STRIVES.search(sentence.quote))
    return bool(verb) and (aims or not (says_deed(verb, sentence.said) or verb[0] in sentence.quote))


def _is_of_another_sort(question: Question, sentence: Sentence) -> bool:
    """牛存栏 is no 母猪存栏: a sort of one character stands as it is asked."""
    first = next(iter(words_of(question.content)), "")
    return len(first) == 1 and not is_verb(first) and first not in sentence.quote


def _is_inside_words(question: Question, sentence: Sentence) -> bool:
    """公安机关 is no 机关, 婴儿死亡率 no 死亡: what is asked in one word and no more stands as a word of its own."""
    return question.asked == question.content and stands_inside_words(question.content, sentence.told)


# 50亿元以上的呢
_AMOUNT = re.compile(r"(?<![A-Za-z.\d])\d[\d.,]*[万亿千百]*(?:元|个|家|项|人|件)?(?:以上|以下|以内)?")


def _says_an_amount_only(question: Question, sentence: Sentence) -> bool:
    """50亿元以上的呢: an amount alone names nothing, and what is named beside it has to be said."""
    named = _AMOUNT.sub("", question.content)
    if named == question.content:
        return False
    return len(named) < MIN_NAMED or coverage(named, sentence.said) < MIN_TEXT


# 局长是谁: only a sentence that names the office names its holder
_ROLE = re.compile(
    r"(?:局|厅|部|处|科|市|县|区|镇|乡|州|院|校|站|所|馆)长|主任|书记|负责人|董事长|总经理|主席"
)
# 首次突破千亿元的是什么
_BARE_SCALE = re.compile(r"(?<![\d.一二两三四五六七八九十几数多])(?:[十百千]亿|万亿|[百千]万)(?=元|的|\W)")


def offices_in(question: Question) -> list[str]:
    """The offices that are asked about: 局长."""
    return _ROLE.findall(question.content)


def _lacks_name(question: Question, sentence: Sentence) -> bool:
    """Numbers, offices and thresholds that the question names stand in the sentence as they are."""
    named = (*question.numbers, *offices_in(question), *_BARE_SCALE.findall(question.text))
    return any(name not in sentence.quote for name in named)


def _is_of_other_numeral(question: Question, sentence: Sentence) -> bool:
    """二本上线人数 is not 一本上线人数."""
    return not keeps_numerals(question.content, sentence.said)


# 科创飞地都布局在哪些城市
_WHICH = re.compile("些[一-鿿]{1,4}$")


def _is_of_wider_kind(question: Question, sentence: Sentence) -> bool:
    """农村居民收入 is not 居民收入; 城市 of 哪些城市 is no kind."""
    return lacks_qualifier(_WHICH.sub("", question.content), sentence.told)


def _is_of_other_house(question: Question, sentence: Sentence) -> bool:
    """中医院 is not 人民医院, nor any hospital 星光医院."""
    is_missing = question.intent != "list" and lacks_house(question.content, sentence.told)
    return is_missing or houses_clash(question.text, sentence.told)


def _is_said_in_pieces(question: Question, sentence: Sentence) -> bool:
    """甲院床位1,000张；乙院总投资5.2亿元 tells of no 乙院床位: one part of a sentence says it all."""
    if question.intent == "list":
        return False
    at_once = max(coverage(question.content, part) for part in re.split("[;。]", sentence.said))
    return at_once < coverage(question.content, sentence.said) - MAX_APART


def _leaves_noun_out(question: Question, sentence: Sentence) -> bool:
    """What is asked last is said: its noun; how it was done (航道修得怎么样) may have other words."""
    last = last_word(question.content)
    is_deed = last.endswith("得") or is_verb(last)
    return question.intent == "text" and not is_deed and coverage(last, sentence.told) < MIN_NEARBY


def _leaves_word_out(question: Question, sentence: Sentence) -> bool:
    """对东盟出口 says nothing of 欧盟出口: of a few words asked each is said, or another word for it."""
    content = question.content
    words = [w for w in words_of(content) if len(w) > 1 and not (is_verb(w) or MEASURE.search(w))]
    said = sentence.told + fold(sentence.whole)
    is_brief = len(content) <= MAX_BRIEF and not question.wordings and question.intent != "list"
    return (is_brief or asks_how(question.text)) and not all(
        any(is_said(each, said) for each in (w, *alike(w))) for w in words
    )


_IN_THE_WAY = (
    _tells_no_time,
    _names_no_such_place,
    _defines_nothing,
    _gives_no_reason,
    _gives_no_name,
    _names_nobody,
    _names_none_of_kind,
    _is_no_top,
    _is_not_undone,
    _is_not_new,
    _leaves_deed_open,
    _leaves_verb_unsaid,
    _is_of_another_sort,
    _is_inside_words,
    _says_an_amount_only,
    _lacks_name,
    _is_of_other_numeral,
    _is_of_wider_kind,
    _is_of_other_house,
    _is_said_in_pieces,
    _leaves_noun_out,
    _leaves_word_out,
)
