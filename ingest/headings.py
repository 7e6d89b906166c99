"""The headings of a report, at the start of a line and inside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest

from ingest.numerals import parse_han
from ingest.records import Block
from ingest.sentences import SENTENCE_END

MAX_TITLE = 60

HAN = "一二三四五六七八九十"
# PART 01, 01 创新平台 · 第一部分 · 第一章 · 第一节 · 一、 · (一) · 1. · (1): the order is their rank, outermost first.
MARK = re.compile(
    r"(?:(?i:part)[ .]{0,2}|(?<![\d.:/-])(?=0\d *[ 、.|]? *(?:[一-鿿“]|20\d\d年)))(?P<latin>\d{1,2})(?!\d)[ 、.|:]*"
    rf"|第(?P<part>[{HAN}]+)(?:部分|篇|编)|第(?P<chapter>[{HAN}]+)章|第(?P<clause>[{HAN}]+)节"
    rf"|(?<![第{HAN}])(?P<han>[{HAN}]{{1,3}}) ?[、.](?=\s*\S)"
    rf"|\((?P<paren>[{HAN}]{{1,3}})\)[、.]?"
    r"|(?<![\d.\-/])(?P<digit>\d{1,2})[.、](?!\d(?!\d{3}年))"
    r"|\((?P<bracket>\d{1,2})\)"
)
RANKS = ("latin", "part", "chapter", "clause", "han", "paren", "digit", "bracket")
UNNUMBERED_OUTER, UNNUMBERED_INNER = 2.5, 9.0
MARKDOWN_RANK = -10.0  # plus the number of #: outside of every numbered heading
# "三、四季度", "一、二、三产业", "二、三线城市": an enumeration, no heading
ENUMERATION = re.compile(
    rf"[{HAN}]+ ?、[{HAN}]+(?:、|和|与|及|季度|月|产业|期|批|级|线|类|次|等|档|季|年|环|楼|号|者)"
)
# what plans are called in a heading or title: 2025年工作谋划
PLAN_NOUNS = "思路|打算|安排|计划|目标|任务|要点|展望|谋划|设想|构想|部署|考虑|举措"
# "2024年工作总结", "下一步打算": words that end a heading, so that it ends before a space
# 2024年工作总结
HEADING_NOUN = re.compile(
    rf"(?:总结|成效|情况|回顾|重点|要求|问题|建议|措施|工作|进展|成绩|亮点|{PLAN_NOUNS})$"
)
# "716家", "5%", "3.5万余人", "709亿元"; not "2024年", "“315”", "十大"
STATED_NUMBER = re.compile(
    r"(?<![“\dA-Za-z.+])\d[\d.,]*(?:%|多?余?[十百千万亿个家项人件名户元公平倍位名座条所辆])|(?<=[列居排名])第\d"
)
# 主要经济指标
UNNUMBERED = re.compile(r"[\u4e00-\u9fff“《【（(\d][^。;:,!?|…\t]*[\u4e00-\u9fff”》】）)]")
# 空气:, 声环境 over what is told of it; not 各位代表:
LABEL_LINE = re.compile(r"(?!各|同志|一是|其中|主要|以下|如下)[\u4e00-\u9fff、]{2,8}(?<![下是为们])[:]?")
# "VI 2025年工作打算", "◈2025年目标任务": a part on the next year, however it is counted
# 2025年工作打算
NEXT_YEAR = re.compile(rf"20\d\d年[^。;,!?|…\t\d]{{0,14}}(?:{PLAN_NOUNS})$")
# 第三点,今年的事,说了就要算。: of a speech
SPOKEN = re.compile(rf"第[{HAN}](?:点|件事|个?方面|个问题)?[,:][^。;!?|…\d]{{2,40}}[。!:]?")
# 附表1 主要指标
CAPTION = re.compile(
    rf"(?:附?表|附?图(?= ?[\d{HAN}])) ?[\d{HAN}]*[ :、].{{2,40}}"
    r"|.{2,40}(?:情况|统计|一览|明细|对照|汇总)表"
    r"|\(?(?:计量)?单位:.{1,15}\)?"
)
# "(二)一般公共预算收入。完成45.3亿元": a name, which the sentence behind it does not say again
NAME = re.compile(rf"(?:\([\d{HAN}]+\)|[\d{HAN}]+[、.]) *[^,、。:]{{2,10}}[。:]")
# 主要目标: 增长6%, not 三、财政收入(单位:万元)
TITLE_COLON = re.compile(r"[^,。;:!?]{2,30}(?<!\(单位):(?=\s*\S)")
# 工作总结 一年来
TITLE_SPACE = re.compile(r"(?<=[\u4e00-\u9fff”)])\s+(?=\S)")

# 三、义务教育 小学在校生33.57万人: a heading that a blank sets apart from its sentence
RUN_IN = re.compile(rf"[{HAN}]{{1,3}}、[\u4e00-\u9fff]{{2,12}}(?=\s+[\u4e00-\u9fff“][^。;]{{2,60}}?\d)")

SIGN = " \t*#>·•●○◎■□◆◇▪▍▌▎★☆▲△▶►➤➢✓✔※\u3000"


@dataclass(frozen=True)
class Heading:
    """A heading, or an item of a list that is numbered like one, in the report's text."""

    start: int
    end: int
    rank: float  # smaller is further out
    title: str
    is_item: bool = False  # numbered, but nothing stands under it: its words are body
    stays: bool = False  # its words are body, too: they state a number, or name what the next words count
    restarts: bool = False  # begins to count anew beside others of its rank, as in a part without a heading


@dataclass(frozen=True)
class Mark:
    """A number that may begin a heading."""

    start: int
    rank: int
    number: int
    run: Block
    behind: str  # the last character before it in its run, spaces aside; "" at the beginning
    restarts: bool = False

    @property
    def begins_line(self) -> bool:
        return self.behind in ("", "\n")


def find_headings(text: str, folded: str, runs: Sequence[Block]) -> list[Heading]:
    """The headings and numbered items of a report, in order, none overlapping.

    Args:
        folded: `fold(text)`.
        runs: the report's lines.
    """
    marks = in_sequence([mark for run in runs for mark in find_marks(folded, run)])
    headings = [*numbered_headings(folded, marks), *unnumbered_headings(folded, runs, marks)]
    headings += [printed_heading(run) for run in runs if run.kind == "heading"]
    headings += appendix_headings(folded, runs, marks)
    headings.sort(key=lambda heading: heading.start)
    return [
        replace(heading, title=clean_title(text, heading)) for heading in set_items(folded, headings, runs)
    ]


def find_marks(folded: str, run: Block) -> Iterator[Mark]:
    """Every number in a run of text that stands where a heading may begin."""
    if run.kind != "text":
        return
    previous_end = run.start
    for match in MARK.finditer(folded, run.start, run.end):
        behind = last_character(folded, run.start, match.start())
        follows_heading = run.start < previous_end and is_short_title(folded[previous_end : match.start()])
        may_begin = behind in "\n。!?;:…”)" or folded[match.start() - 1] == " " or follows_heading
        if may_begin and not ENUMERATION.match(folded, match.start()):
            kind = str(match.lastgroup)
            number = int(match[kind]) if match[kind].isdigit() else int(parse_han(match[kind]))
            yield Mark(match.start(), RANKS.index(kind), number, run, behind)
            previous_end = match.end()


def last_character(folded: str, low: int, end: int) -> str:
    """The last character of `folded[low:end]` that is no space or mark of format; "" when there is none."""
    return next((folded[at] for at in range(end - 1, low - 1, -1) if folded[at] not in SIGN), "")


def is_short_title(words: str) -> bool:
    """Whether the words between two numbers are a heading right over the next: 一、工作总结(一)…"""
    return len(words) <= 30 and not re.search("[。,;]", words)


def in_sequence(marks: Sequence[Mark]) -> list[Mark]:
    """The marks that count on: 一、 二、 三、, and anew under each mark of higher rank."""
    last: dict[int, int] = {}
    kept: list[Mark] = []
    last_second = {mark.rank: mark.start for mark in marks if mark.number == 2}
    for mark in marks:
        goes_on = last_second.get(mark.rank, -1) > mark.start
        if counts_on(mark, last.get(mark.rank, 0), goes_on):
            kept.append(replace(mark, restarts=mark.number == 1 and mark.rank in last))
            last = {rank: number for rank, number in last.items() if rank < mark.rank}
            last[mark.rank] = mark.number
    return kept


def counts_on(mark: Mark, last: int, goes_on: bool) -> bool:
    """Whether the mark follows `last` (a line may skip some numbers) or begins a count that goes on."""
    if mark.begins_line:
        return mark.number == 1 or mark.number > last
    if mark.number > 1:
        return mark.number == last + 1 and last > 0
    return goes_on and (last == 0 or mark.behind == ":")


def numbered_headings(folded: str, marks: Sequence[Mark]) -> Iterator[Heading]:
    """Each mark as a heading with its words, or as an item when its words are no title."""
    for mark, following in zip_longest(marks, marks[1:]):
        limit = mark.run.end
        if following and following.run is mark.run:
            limit = following.start
        yield heading_at(folded, mark, limit)


def heading_at(folded: str, mark: Mark, limit: int) -> Heading:
    """The heading that begins at a mark and ends before `limit`."""
    length = title_end(folded[mark.start : limit])
    title = folded[mark.start : mark.start + length]
    states_number = bool(STATED_NUMBER.search(title.lstrip("0123456789.、")))  # "2.项目建设" are no 2 项
    is_item = length == 0 or title[-1] in ";," or (states_number and title[-1] in "。:")
    before = folded[mark.run.start : mark.start]
    start = mark.start if before.strip(SIGN) else mark.run.start
    end = mark.start + length
    end += len(folded[end:limit]) - len(folded[end:limit].lstrip("*"))  # "**(一)抓项目。**全年…"
    stays = states_number or (bool(folded[end:limit].strip()) and bool(NAME.fullmatch(title)))
    return Heading(start, end, float(mark.rank), "", is_item, stays, mark.restarts)


def title_end(words: str) -> int:
    """Where the title at the start of `words` ends; 0 when the words are too long for one."""
    for space in TITLE_SPACE.finditer(words, 0, MAX_TITLE):
        if HEADING_NOUN.search(words[: space.start()]) and not re.search("[。,;]", words[: space.start()]):
            return space.start()
    if run_in := RUN_IN.match(words):
        return run_in.end()
    colon = TITLE_COLON.match(words)
    if colon:
        return colon.end()
    sentence = SENTENCE_END.search(words)
    end = sentence.end() if sentence else len(words)
    return len(words[:end].rstrip()) if end <= MAX_TITLE else 0


def unnumbered_headings(folded: str, runs: Sequence[Block], marks: Sequence[Mark]) -> Iterator[Heading]:
    """Short lines without a number or a full stop, over a longer line or a numbered one; labels over any sentence."""
    marked = {mark.run.start for mark in marks}
    numbered = {mark.run.start for mark in marks if mark.begins_line}
    inside = False
    for run, below in pairwise(runs):
        inside = inside or run.start in numbered
        is_alone = is_label(folded, run, below) or is_printed_alone(
            folded, run, below, below.start in numbered
        )
        is_spoken = run.kind == "text" and bool(SPOKEN.fullmatch(folded[run.start : run.end].strip(SIGN)))
        if is_spoken or (run.start not in marked and is_alone):
            outer = is_spoken or not inside or bool(HEADING_NOUN.search(folded[run.start : run.end]))
            yield Heading(run.start, run.end, UNNUMBERED_OUTER if outer else UNNUMBERED_INNER, "")


def is_label(folded: str, run: Block, below: Block) -> bool:
    """Whether a line names what the sentences under it are about: 近岸海域:"""
    line, told = (folded[block.start : block.end].strip(SIGN) for block in (run, below))
    return run.kind == below.kind == "text" and bool(LABEL_LINE.fullmatch(line)) and told[-1:] in "。;"


def is_printed_alone(folded: str, run: Block, below: Block, below_is_numbered: bool) -> bool:
    """Whether a line looks like a heading: short, no stop or number in it, and more under it."""
    line = folded[run.start : run.end].strip(SIGN)
    if run.kind != "text" or below.kind == "heading" or not 2 <= len(line) <= 30:
        return False
    if (
        not (UNNUMBERED.fullmatch(line) or NEXT_YEAR.search(line))
        or STATED_NUMBER.search(line)
        or CAPTION.fullmatch(line)
    ):
        return False
    return below_is_numbered or (below.kind == "text" and below.end - below.start >= 30)


def printed_heading(run: Block) -> Heading:
    """A heading that the file's format marks."""
    return Heading(run.start, run.end, MARKDOWN_RANK + run.level, "")


# 附:2024年基金运行数据, 附件2:主要指标完成情况
_APPENDIX = re.compile(rf"附(?:件|录|注)?[\d{HAN}]{{0,3}} ?[:.、 ] ?[^。;|]{{2,40}}")
APPENDIX_RANK = MARKDOWN_RANK + 1


def appendix_headings(folded: str, runs: Sequence[Block], marks: Sequence[Mark]) -> Iterator[Heading]:
    """Lines that open an appendix, which ends every part of the report before it, its plans above all."""
    first = min((mark.start for mark in marks), default=len(folded))  # before it 附件 only names what is sent
    for run, below in pairwise(runs):
        line = folded[run.start : run.end].strip(SIGN)
        is_caption = below.kind == "table" and CAPTION.fullmatch(line)
        if run.start > first and run.kind == "text" and _APPENDIX.fullmatch(line) and not is_caption:
            yield Heading(run.start, run.end, APPENDIX_RANK, "")


def set_items(folded: str, headings: Sequence[Heading], runs: Sequence[Block]) -> list[Heading]:
    """The headings, those with nothing under them as items of a list."""
    end = runs[-1].end if runs else 0
    marked: list[Heading] = []
    for heading, following in zip_longest(headings, headings[1:]):
        gap = folded[heading.end : following.start if following else end].strip(SIGN + "\n")
        is_over = following is not None and following.rank > heading.rank
        has_body = is_over or (bool(gap) and not gap.startswith("注:"))
        is_item = heading.is_item or (heading.rank >= 0 and not has_body)
        marked.append(replace(heading, is_item=is_item))
    return marked


def clean_title(text: str, heading: Heading) -> str:
    """The words of a heading as a section title, without marks of format and a last colon or stop."""
    title = re.sub(r"\s*\n\s*", "", text[heading.start : heading.end])
    return title.replace("**", "").strip(SIGN).rstrip("。：:;；")
