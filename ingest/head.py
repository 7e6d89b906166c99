"""The lines over and under the body of a report: labels, title, meeting, date, signature."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise, zip_longest

from ingest.headings import CAPTION, MARK, PLAN_NOUNS, SIGN
from ingest.numerals import parse_han
from ingest.records import Block
from ingest.sentences import Span

HEAD_BLOCKS = 20  # a header table and a title take no more lines
TAIL_BLOCKS = 4
MAX_TITLE = 70

# In each row the better source first; a date of posting is that of a web page.
LABELS = {
    "title": ("标题", "名称", "信息名称", "文件名称", "title"),
    "publisher": (
        *"发布机构 发文机关 发文机构 发布单位 发文单位 制发机关 公开机构 发布机关 发布部门 公开主体".split(),
        *"公开单位 公开部门 责任部门 制作单位 publisher".split(),
    ),
    "source": tuple(
        "信息来源 文章来源 稿件来源 来源 发布于 发布者 发布 供稿单位 供稿部门 供稿 信息提供 source".split()
    ),
    "published": ("成文日期", "成文时间", "发文日期", "印发日期", "date"),
    "posted": (
        *"发布日期 公开日期 生成日期 发布时间 公开时间 发文时间 发表时间 更新时间 上传时间".split(),
        "日期",
        "时间",
    ),
    "number": ("发文字号", "文件编号", "发文号", "文号"),
    "other": (
        *("索引号", "主题分类", "公开方式", "公开范围", "公开形式", "有效性", "统一编号", "主题词", "关键词"),
        *"浏览次数 浏览量 点击数 点击量 阅读次数 字号 字体 责任编辑 编辑 作者 审核".split(),
        *("体裁分类", "服务对象", "组配分类", "废止日期", "信息分类", "文件状态", "分类", "访问次数"),
        *"文章类别 信息类别 公文种类 所属栏目 栏目 责编 校对 录入 核稿 撰稿 审核人 浏览 点击 阅读".split(),
    ),
}
ROLES = {label: role for role, labels in LABELS.items() for label in labels}


def _any_of(labels: Iterable[str]) -> str:
    return "|".join(" *".join(label) for label in sorted(labels, key=len, reverse=True))


# "索引号: | …", "来 源:…", "| 成文日期 | …", "**来源**:…", "生成日期 2024-07-12 公开方式 …", "[ 标 题 ] …", and
# "标题\t…" of two cells; not "主要来源:"
LABEL = re.compile(
    rf"(?<![\u4e00-\u9fffA-Za-z])(?:(?:{_any_of(ROLES)})\** *[:|\]】]|"
    rf"(?:{'|'.join(label for label in ROLES if len(label) > 3)}|索引号)\**(?= +[^ ])|(?<!\S)(?:标题|文号)(?= +[^ ]))",
    re.IGNORECASE,
)
# 2025年4月16日
DATE = re.compile(r"(\d{4}) ?[年\-/.] ?(\d{1,2}) ?[月\-/.] ?(\d{1,2})(?!\d) ?日?")
# 二〇二五年四月十六日
HAN_DATE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
# (2024年3月), which tells no day
MONTH_LINE = re.compile(r"\(?(\d{4})年(1[0-2]|0?[1-9])月\)?")
# "绍市科〔2025〕12号"
NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[(【]\d{4}[〕\])】] ?第? ?\d+ ?号")
# "(2025年1月14日在某某市第八届人民代表大会第五次会议上)", also without brackets or with a dash before it
MEETING = re.compile(
    r"[(\-]*(?:\d{4}年\d{1,2}月\d{1,2}日)?在.{4,50}(?:会议|大会|全会)上\)?|[(\-]*\d{4}年\d{1,2}月\d{1,2}日在.{4,50}"
)
POSTS = r"(?:省长|市长|州长|县长|区长|镇长|乡长|主席|主任|局长|书记)"
# 各位代表:
GREETING = re.compile(
    r"各[\u4e00-\u9fff、,()]{2,80}:|(?:各位(?:代表|委员|同志|领导)|同志们)[,、:!各位委员代表同志们]*"
)
# "当前位置:首页 > 政务公开", "打印 关闭": of the web page, not of the report
FURNITURE = re.compile(
    r"(?:当前位置|您的位置|首页 ?>|上一篇|下一篇|扫一扫|附件下载).*"
    r"|(?:打印|关闭|返回顶部|收藏|分享|[ |/【】\[\]])+"
    r"|[\u4e00-\u9fff]{2,8}(?:日报|晚报|时报|早报)[ /]?\d{4}年.{4,20}版|\(?总第? ?\d+ ?期\)?"
    r"|\(?(?:\d{4}年)?第 ?[\d一二三四五六七八九十]+ ?期[ ,]?(?:\(?总第? ?\d+ ?期\)?)?\)?"
    r"|[=—_═━─-]{4,}"  # 简报(第2期)
    r"|[\u4e00-\u9fff]{2,12}第[\u4e00-\u9fff]{1,4}届[\u4e00-\u9fff]{2,30}文件"  # 第六次会议文件(二)
    r"(?:之?\(?[一二三四五六七八九十\d]+\)?)?"
    r"|\([^()]{0,12}(?:录音|整理|审[阅定核]|摘[登要编]|节选|书面|送审稿?|讨论稿|征求意见稿?|有删节)[^()]{0,16}\)"
)
ORG_END = (
    r"(?:人民政府|政府|办事处|委员会|管委会|办公室|调查队|街道|中心|联合会|红十字会|总工会|[大支总]队|局|厅|委|办|镇|"
    r"乡|院|处)"
)
# 镇长 王某某; 某市交通运输局 党组书记、局长 王某某
OFFICER = re.compile(
    rf"(?P<office>[\u4e00-\u9fff]{{2,25}}?{ORG_END}(?= |党|{POSTS}))? *"
    rf"(?:[\u4e00-\u9fff]{{2,12}}[、 ] *)*[\u4e00-\u9fff]{{0,20}}?{POSTS} *[\u4e00-\u9fff×*](?: {{0,3}}[\u4e00-\u9fff×*·]){{1,5}}"
)
# 绍兴市科技局
ORG = re.compile(rf"(?:中共)?(?!.{{3}}$)[\u4e00-\u9fff]{{2,25}}{ORG_END}")
# 2024年工作总结
TITLE_END = re.compile(
    rf"(?:总结|报告|公报|情况|方案|意见|通知|规划|纲要|简报|汇报|综述|成效|回顾|{PLAN_NOUNS}|"
    r"状况|分析|简析|通报|快报|公告|概况|简况|动态|介绍|解读|专报|月报|季报|年报|统计数据|"
    r"答复|复函|(?:推进会|汇报|交流|会议|经验|工作)材料|"
    r"讲话(?:稿|要点|摘要)?|发言(?:稿|材料)?|致辞|述评|白皮书|纪要|发布稿|回眸|巡礼|侧记|纪实|会实录)"
    r"(?:\([^()]{1,24}\))?"
)


# ——市税务局召开新闻通气会; 概况, a line by itself
SECOND_HALF = re.compile(rf"-{{1,2}}[^-。;:,|]{{6,}}|{TITLE_END.pattern}")
# (2023—2024学年初)
OF_TIME = re.compile(r"\([^()]*\d{4}[^()]*\)")


@dataclass
class Found:
    """What has been read of the head so far."""

    values: dict[str, str] = field(default_factory=dict)  # label → value as printed
    titles: list[Span] = field(default_factory=list)
    meeting: str = ""
    organisations: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def best(self, role: str) -> str:
        """The value of the best label of a role that has one."""
        return next((self.values[label] for label in LABELS[role] if self.values.get(label)), "")


def read_head(folded: str, blocks: Sequence[Block], found: Found) -> None:
    """Reads the blocks over the body: labels, dates, the meeting, the title, until the body begins."""
    above: Block | None = None  # a line that says nothing by itself: the first half of a title, perhaps
    pieces = [piece for block in blocks[:HEAD_BLOCKS] for piece in cut_labels(folded, block)]
    for block in pieces:
        words = folded[block.start : block.end].strip(SIGN)
        if is_value_of(folded, above, words, found) or read_line(folded, block, words, found):
            if above and is_headline(folded, above, found):
                take_title(above.start, above.end, found)
            found.spans.append((block.start, block.end))
            above = block
            continue
        first = above if above and not found.titles and is_first_half(folded, above, block) else None
        end = block.end if first and SECOND_HALF.fullmatch(words) else title_end(folded, block, found)
        if end:
            take_title((first or block).start, end, found)
        is_body = found.titles or MARK.match(words) or len(words) > 2 * MAX_TITLE
        if end < block.end and is_body and not is_among_labels(folded, block, pieces):
            return
        above = block


LABELS_NEAR = 3  # lines


def is_among_labels(folded: str, block: Block, pieces: Sequence[Block]) -> bool:
    """Whether a short line, whatever it says (公开目录:工作总结), stands over others with labels: no body yet."""
    words = folded[block.start : block.end].strip(SIGN)
    at = pieces.index(block) + 1
    below = [folded[one.start : one.end].strip(SIGN) for one in pieces[at : at + LABELS_NEAR]]
    is_line = len(words) <= MAX_TITLE // 2 and not MARK.match(words) and not re.search("[。;,]", words)
    return is_line and any(len(line) <= MAX_TITLE and LABEL.match(line) for line in below)


def is_value_of(folded: str, above: Block | None, words: str, found: Found) -> bool:
    """Takes a line as the value of the label that stands alone above it: 发布机构: / 市教育局."""
    label = LABEL.fullmatch(folded[above.start : above.end].strip(SIGN + " ") + ":") if above else None
    label = label or (LABEL.fullmatch(folded[above.start : above.end].strip(SIGN)) if above else None)
    if label is None or LABEL.match(words) or len(words) > MAX_TITLE:
        return False
    found.values[_label(label)] = words
    return True


def cut_labels(folded: str, block: Block) -> list[Block]:
    """A line that holds a whole report, its labels set apart: 标题 发布机构:某局 发布日期:2024-01-18 2023年,…"""
    if block.kind != "text" or block.end - block.start <= 2 * MAX_TITLE:
        return [block]
    first_mark = re.compile(r"\s[一1][、.]").search(folded, block.start, block.end)
    labels = list(
        LABEL.finditer(folded, block.start, first_mark.start() if first_mark else block.start + 4 * MAX_TITLE)
    )
    if not labels:
        return [block]
    value = re.compile(r"\s*[^\s|]+").match(folded, labels[-1].end(), block.end)
    cuts = [block.start, labels[0].start(), value.end() if value else labels[-1].end(), block.end]
    return [replace(block, start=a, end=b) for a, b in pairwise(cuts) if b > a]


def take_title(start: int, end: int, found: Found) -> None:
    """Notes a title, or its second line; what it takes of the lines above is no longer theirs."""
    found.spans = [span for span in found.spans if span[1] <= start]
    found.titles.append((start, end))
    found.spans.append((start, end))


def title_end(folded: str, block: Block, found: Found) -> int:
    """Where the title, or its second line, that begins a block ends; 0 when none does."""
    words = folded[block.start : block.end]
    if block.kind == "table" or MARK.match(words.strip(SIGN)):
        return 0
    if found.titles:
        is_second = re.match("[与和及暨]", words) and is_title(words)
        is_below = words.startswith("-") and SECOND_HALF.fullmatch(words)
        goes_on = is_second or is_below or OF_TIME.fullmatch(words)
        return block.end if goes_on and found.titles[-1] == found.spans[-1] else 0
    if is_title(words) or (block.kind == "heading" and block.level == 1):
        return block.end
    spaces = (space.start() for space in re.finditer(r"\s+", words[: MAX_TITLE + 1]))
    return next((block.start + at for at in spaces if is_title(words[:at])), 0)


def is_headline(folded: str, above: Block, found: Found) -> bool:
    """Whether a line stands alone over the one that says where and when a page was posted: what news is called."""
    words = folded[above.start : above.end].strip(SIGN)
    is_posted = any(found.values.get(label) for role in ("source", "posted") for label in LABELS[role])
    is_read = above.kind == "table" or (above.start, above.end) in found.spans
    is_line = 7 < len(words) <= MAX_TITLE and "。" not in words
    return is_line and is_posted and not (is_read or found.titles or found.best("title"))


def is_first_half(folded: str, above: Block, below: Block) -> bool:
    """Whether a title begins a line above: 某市科技局 over 2024年工作总结, 关于…发展 over 计划的报告."""
    words, rest = folded[above.start : above.end].strip(SIGN), folded[below.start : below.end].strip(SIGN)
    if len(words) > 40 or re.search("[。;:!?|,/]", words):
        return False
    if ORG.fullmatch(words.replace(" ", "")):
        return bool(re.match(r"\d{4}年|[〇零一二三四五六七八九]{4}年|关于|政府工作报告|工作", rest))
    is_cut = words.count("《") > words.count("》")
    return is_cut or bool(SECOND_HALF.fullmatch(rest)) or bool(re.search(r"\d{4}年|^关于", words))


# 2024 年 工 作 总 结
SPACED = re.compile(r"(?:[\u4e00-\u9fff\d]+ ){2,}[\u4e00-\u9fff](?: [\u4e00-\u9fff])*")


# 国民经济和社会发展统计公报[1]
_FOOTNOTE = re.compile(r"\[\d{1,2}\]$")


def is_title(words: str) -> bool:
    """Whether words read as the title of a report."""
    words = SPACED.sub(lambda run: run.group().replace(" ", ""), _FOOTNOTE.sub("", words.strip(SIGN)))
    if not 4 <= len(words) <= MAX_TITLE or re.search("[。;:!?|>»]| / ", words) or CAPTION.fullmatch(words):
        return False
    ends = list(TITLE_END.finditer(words))
    return bool(ends) and ends[-1].end() == len(words)


def read_line(folded: str, block: Block, words: str, found: Found) -> bool:
    """Reads a line of the head that is no title; False when it says nothing of the report."""
    labels = list(LABEL.finditer(folded, block.start, block.end))
    before = folded[block.start : labels[0].start()].strip(SIGN + " ") if labels else ""
    if labels and (len(labels) > 1 or len(before) <= 2 or ORG.fullmatch(before)):
        read_labels(folded, block, labels, found)
        return True
    if block.kind == "table" or len(words) > 80:
        return False
    if MEETING.fullmatch(words):
        found.meeting = words
        found.dates.extend(dates(words))
    elif NUMBER.fullmatch(words):
        found.numbers.append(words)
    elif is_date_line(words):
        found.dates.extend(dates(words))
    elif month := MONTH_LINE.fullmatch(words):
        found.dates.append(f"{month[1]}-{int(month[2]):02}")
    elif ORG.fullmatch(words.replace(" ", "")):
        names = words.split()
        found.organisations += names if all(map(ORG.fullmatch, names)) else ["".join(names)]
    elif officer := OFFICER.fullmatch(_ASIDE.sub("", words)):
        found.organisations += filter(None, [officer["office"]])
        found.dates.extend(dates(words))
    elif names := read_issue(words):
        found.organisations += names
        found.dates.extend(dates(words))
    elif _POSTED.match(words) and len(words) < MAX_TITLE and not re.search("[。,;!?]", words):
        found.dates.extend(dates(words))
    else:
        return any(pattern.fullmatch(words) for pattern in (GREETING, FURNITURE))
    return True


# 市政府副市长 李×× (根据录音整理,2025年10月9日)
# (根据录音整理,2025年10月9日)
_ASIDE = re.compile(r" *\([^()]*(?:录音|整理|\d{4}年)[^()]*\)$")
# 2025-07-21 18:30 某地文旅 记者 某某
_POSTED = re.compile(r"(?:[\u4e00-\u9fffA-Za-z]{2,20} +)?\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日? \d{1,2}:\d{2}")


def read_issue(words: str) -> list[str]:
    """The organisations of a line that says who issued the report and when (某省水利厅 2025年7月18日); else none."""
    parts = [
        part
        for part in re.split(r"(?:[ |·、]|,(?!\d{3})|(?<!\d)/|/(?!\d))+", _NOTED.sub("", words).strip("()"))
        if part
    ]
    names = [part for part in parts if ORG.fullmatch(part)]
    others = "".join(p for p in parts if p not in names and (is_date_line(p) or not _OF_PAGE.fullmatch(p)))
    return names if is_date_line(others.removesuffix("印发")) else []


# 〔信息公开编号 XL-2025-047〕
_NOTED = re.compile(r"[〔\[【(][^〔\[【(]*(?:编号|索引号|文号|总?第 ?\d+ ?[期号])[^〕\]】)]*[〕\]】)]")
# 18:02, 阅读2.3万+, 编: beside who issued a report and when
_OF_PAGE = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?|(?:阅读|浏览|点击|访问)(?:量|次数|数)?:?(?:[\d.,]+万?\+?次?)?|[\d.,]+万?\+?次?|编印?|主办|印发|"
    r"[\u4e00-\u9fff]{0,6}(?:办公室|[科处股])"
)


def read_labels(folded: str, block: Block, labels: Sequence[re.Match[str]], found: Found) -> None:
    """Reads the value after each label, up to the end of its cell, its line, or the next label; a date before them all."""
    before = folded[block.start : labels[0].start()]
    found.dates.extend(dates(before))
    found.organisations += [name for name in before.split() if ORG.fullmatch(name)]  # 某县财政局  公开时间:…
    for label, following in zip_longest(labels, labels[1:]):
        end = following.start() if following else block.end
        value = folded[label.end() : end].split("\n")[0].strip(" |[]【】*")
        value = re.split(r"\||\t| {2,}", value)[0].strip()
        found.values.setdefault(_label(label), value)
    if not any(ROLES.get(_label(label)) in ("published", "posted") for label in labels):
        found.dates.extend(dates(folded[block.start : block.end]))  # 来源:某局 | 作者:某某 | 2025-10-16 09:11


def _label(match: re.Match[str]) -> str:
    return re.sub(r"[] :|*】]", "", match[0]).lower()


def is_date_line(words: str) -> bool:
    """Whether a line is a date, with or without brackets."""
    bare = re.sub(r" \d{1,2}:\d{2}(?::\d{2})?$", "", words.strip("()- ").removesuffix("印发"))
    if words.startswith("("):
        bare = re.sub(r",[^\d,。]{2,10}$", "", bare)  # (2024年2月23日,根据录音整理)
    return bool(DATE.fullmatch(bare) or HAN_DATE.fullmatch(bare))


def read_signature(folded: str, blocks: Sequence[Block], found: Found) -> None:
    """Reads publisher and date from the last lines, if they stand there alone."""
    for block in reversed(blocks[-TAIL_BLOCKS:]):
        words = folded[block.start : block.end].strip(SIGN)
        if block.kind != "text" or (block.start, block.end) in found.spans or len(words) > 30:
            return
        if GREETING.fullmatch(words) or not read_line(folded, block, words, found):
            return
        found.spans.append((block.start, block.end))


def dates(words: str) -> Iterator[str]:
    """The dates in folded words, in ISO form; 2024-02-30 is none."""
    numbers = [[int(part) for part in match.groups()] for match in DATE.finditer(words)]
    for match in HAN_DATE.finditer(words.replace("○", "〇")):
        numbers.append([int(parse_han(part)) for part in match.groups()])
    for year, month, day in numbers:
        try:
            yield date(year, month, day).isoformat()
        except ValueError:
            continue


# 钦州港|2024年运行情况: what a whole report is of, where that is no place
# 钦州港2024年
_SUBJECT = re.compile(
    r"(?P<name>[一-鿿]{2,12}?(?:港|口岸|机场|海关|景区|大学|学院|医院|集团|公司|保税区|自贸区|片区|水库|灌区))(?=“|\s*20\d\d)"
)


def subject_of_title(title: str) -> str:
    """钦州港 of 钦州港2024年运行情况; "" of a title that names no such thing."""
    match = _SUBJECT.match(title)
    return match["name"] if match else ""
