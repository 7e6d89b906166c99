"""Blocks into sections and paragraphs, each with the period that its sentences describe."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from ingest.headings import CAPTION, HAN, PLAN_NOUNS, SIGN, UNNUMBERED, Heading, find_headings
from ingest.normalize import fold
from ingest.periods import contains, find_periods, first_year, months, shift, year_of
from ingest.records import Block, LoadedFile, Paragraph, ParagraphKind, Report
from ingest.sentences import Span, split_evenly

MAX_PARAGRAPH = 800  # characters: above, a citation no longer shows at a glance where the quote stands
OUTERMOST = -100.0  # rank of the report itself
POINT = re.compile(rf"(?<=[。;:!?”])\s*(?=[{HAN}]是)")  # "…工作。二是抓实…"

# 工作总结
RESULT_WORDS = re.compile(r"总结|成效|回顾|情况|成绩|进展|亮点|完成|成就|取得|以来")
# 工作思路
PLAN_WORDS = re.compile(
    r"思路|打算|下一?步|下一?阶段|重点任务|工作任务|工作安排|工作重点|工作要点|目标|计划|展望|今后|明年|设想|构想|谋划|"
    r"总体要求|主要任务|工作举措|安排|规划(?:》|纲要|草案|建议|[(（]|$)"
)
# "2025年工作思路": a year and the noun of a whole part
# 2025年工作思路
WHOLE_PART = re.compile(rf"年.{{0,14}}(?:总结|成效|回顾|情况|重点|{PLAN_NOUNS})[。:]?$")
# "今年，我们将…", "今年发展主要预期目标是"; "全年实施市级重点项目36个" and "全年主要指标…" report what was done
THIS_YEAR_WILL = re.compile(
    r"今年[^。;]{0,30}?(?:将|要(?!素|求|闻|点)|目标|预期|重点(?:抓|做|推|是|工作|任务)|力争|总体要求)|"
    r"全年[^。;\d]{0,14}?(?:预期目标|目标(?:任务)?[是为:]|力争|总体要求)"
)
# 下一步
PLAN_LEAD = re.compile(r"(?:下一?步|下一?阶段|接下来|今后|新的一年|明年|来年|展望未来)")
# 5.2025年
ITEM_MARK = re.compile(r"^(?:\(\d{1,2}\)|\d{1,2}[.、])\s*(?=20\d\d年|\D)")  # "5.2025年,计划…"
# 在2025年全区市场监管工作会议上的讲话
OF_MEETING = re.compile("(?:会议?|大会|例会)(?:上的?)?(?:工作)?(?:讲话|报告|发言|致辞|实录|主持词)")
# 2025年
LEAD_YEAR = re.compile(
    r"(?:展望|新的一年|到|在)?(\d{4})年(?!以来|来|(?:第?[一二三四1-4]季度)|\d|上半年|末|底)"
)

# 各县区情况如下:
ANNOUNCES = re.compile(r":$|[下附]表|如下|单位:")


@dataclass
class Section:
    """An open heading, and what it says of the sentences under it."""

    rank: float
    title: str
    period: str
    is_plan: bool
    is_settled: bool  # a heading has said whether this is plan or result; else each lead sentence may


@dataclass(frozen=True)
class Piece:
    """Text of one kind in one section, not yet cut to the size of a paragraph."""

    start: int
    end: int
    kind: ParagraphKind
    section: tuple[str, ...]
    period: str
    is_plan: bool


def split_paragraphs(loaded: LoadedFile, head: Sequence[Span], report: Report) -> list[Paragraph]:
    """The paragraphs of a report, in order; each character of its blocks, spaces aside, is in exactly one.

    Args:
        head: what title and header table take; they become paragraphs of kind "heading".
        report: its `period` and `plan_period` hold where no heading or lead sentence says otherwise.
    """
    folded = fold(loaded.text)
    runs = list(without_head(loaded.blocks, head))
    headings = find_headings(loaded.text, folded, runs)
    pieces = [Piece(start, end, "heading", (), report.period, False) for start, end in head]
    pieces += SectionReader(folded, report).read(runs, headings)
    pieces.sort(key=lambda piece: piece.start)
    spans = [(piece, span) for piece in pieces for span in cut_piece(folded, piece)]
    return [paragraph(report, index, piece, span) for index, (piece, span) in enumerate(spans)]


def paragraph(report: Report, index: int, piece: Piece, span: Span) -> Paragraph:
    """The record of one span of a piece; a label in front (【2025年打算】) is a section of its own."""
    text = report.text[span[0] : span[1]]
    if piece.kind == "body" and (label := LABEL_IN_FRONT.match(text)):
        piece = labelled(piece, label[1].strip(), report)
    return Paragraph(
        id=f"{report.id}-p{index:03d}",
        report_id=report.id,
        index=index,
        start=span[0],
        end=span[1],
        text=text,
        kind=piece.kind,
        section=piece.section,
        period=piece.period,
        is_plan=piece.is_plan,
    )


def without_head(blocks: Iterable[Block], head: Sequence[Span]) -> Iterator[Block]:
    """The blocks, without what the head takes of them."""
    for block in blocks:
        start = max(
            (high for low, high in head if low < block.end and high > block.start), default=block.start
        )
        if start < block.end:
            yield replace(block, start=start)


def cut_piece(folded: str, piece: Piece) -> Iterator[Span]:
    """The spans of its paragraphs: itself, or when too long its points (一是 …) and runs of sentences."""
    parts = [(piece.start, piece.end)]
    if piece.kind == "body" and piece.end - piece.start > MAX_PARAGRAPH:
        places = [match.end() for match in POINT.finditer(folded, piece.start, piece.end)]
        parts = list(zip([piece.start, *places], [*places, piece.end], strict=True))
    for start, end in parts:
        longest = MAX_PARAGRAPH if piece.kind == "body" else end - start
        for low, high in split_evenly(folded[start:end], longest):
            span = without_edges(folded, start + low, start + high)
            if span[0] < span[1]:
                yield span


def without_edges(text: str, start: int, end: int) -> Span:
    """The span without spaces at its edges."""
    run = text[start:end]
    return start + len(run) - len(run.lstrip()), start + len(run.rstrip())


class SectionReader:
    """Walks through a report once and keeps the stack of open headings."""

    def __init__(self, folded: str, report: Report) -> None:
        self.folded = folded
        self.report = report
        self.plan_year = first_year(report.plan_period)
        self.result_year = first_year(report.period.rpartition("/")[2])  # the last of five
        only_plans = bool(report.plan_period) and not report.period
        self.open = [Section(OUTERMOST, "", self.default_period(only_plans), only_plans, False)]
        self.captions: tuple[str, ...] = ()
        self.ahead: deque[Heading] = deque()

    def default_period(self, is_plan: bool) -> str:
        part_of_year = self.report.period and not self.report.period.isdigit()
        if is_plan and not self.report.plan_period and part_of_year:
            return str(first_year(self.report.period))  # 下半年重点 of half a year's report
        return self.report.plan_period if is_plan else self.report.period

    def read(self, runs: Sequence[Block], headings: Sequence[Heading]) -> Iterator[Piece]:
        """The pieces of all runs, in order."""
        self.ahead = deque(headings)
        for run, below in zip_longest(runs, runs[1:]):
            inside = bool(self.ahead) and self.ahead[0].start < run.end
            if run.kind == "table":
                yield self.piece(run.start, run.end, "table")
                self.captions = ()
            elif not inside and below and self.is_caption(run, below):
                yield self.piece(run.start, run.end, "heading")
                self.captions += (self.report.text[run.start : run.end],)
            else:
                yield from self.read_run(run)
                self.captions = self.announced(run, below)

    def is_caption(self, run: Block, below: Block) -> bool:
        """Whether a line names the table under it, or its unit."""
        line = self.folded[run.start : run.end].strip(SIGN)
        if below.kind == "table":
            return bool(CAPTION.fullmatch(line)) or (len(line) <= 40 and bool(UNNUMBERED.fullmatch(line)))
        next_line = self.folded[below.start : below.end].strip(SIGN)
        return bool(CAPTION.fullmatch(line) and CAPTION.fullmatch(next_line))

    def announced(self, run: Block, below: Block | None) -> tuple[str, ...]:
        """The sentence that announces the table under it: 投诉举报前五类如下表:"""
        line = self.folded[run.start : run.end].rstrip()
        if below is None or below.kind != "table" or run.kind == "heading" or not ANNOUNCES.search(line):
            return ()
        start = max(line.rfind(mark, 0, -1) for mark in "。;\n") + 1
        return (self.report.text[run.start + start : run.start + len(line)].strip(),)

    def read_run(self, run: Block) -> Iterator[Piece]:
        """The pieces of one run: what stands before, in and after each of its headings."""
        start = run.start
        while self.ahead and self.ahead[0].start < run.end:
            if self.ahead[0].is_item and self.open[-1].rank < self.ahead[0].rank:
                self.ahead.popleft()  # an item of a list in running text begins no paragraph
                continue
            yield from self.body(start, self.ahead[0].start)
            heading = self.ahead.popleft()
            start = heading.start
            self.close(heading.rank)
            if heading.is_item:
                continue
            section = self.section(heading)
            if not heading.stays:
                piece = self.piece(heading.start, heading.end, "heading")
                yield replace(piece, period=section.period, is_plan=section.is_plan)
                start = heading.end
            self.open.append(section)
        yield from self.body(start, run.end)

    def close(self, rank: float) -> None:
        """Closes the sections that a heading of this rank ends."""
        while self.open[-1].rank >= rank:
            self.open.pop()

    def section(self, heading: Heading) -> Section:
        """The section that a heading opens under the one now open."""
        above = self.open[-1]
        title = _DAY.sub("", fold(heading.title))  # of issue: it says nothing of what is told
        is_plan = self.outlook(title)
        is_whole_part = bool(WHOLE_PART.search(title))
        is_result = is_plan is False and NEW_YEAR.search(
            title
        )  # 一、今年工作完成情况, in a summary of January
        base = self.result_year if is_result and self.result_year else self.base_year()
        named = {mention.period for mention in find_periods(title, base)}
        if is_plan is None or (above.is_settled and not is_whole_part):
            narrower = (
                named.pop() if len(named) == 1 else ""
            )  # 2021年工作, the last of the five years told of
            period = narrower if is_one_of(narrower, above.period) else above.period
            return Section(heading.rank, heading.title, period, above.is_plan, above.is_settled)
        period = named.pop() if len(named) == 1 else self.default_period(is_plan)
        return Section(heading.rank, heading.title, period, is_plan, True)

    def outlook(self, title: str) -> bool | None:
        """Whether a heading speaks of plans; None when it does not say."""
        is_plan = speaks_of_plans(title)
        year = LEAD_YEAR.search(title)
        if is_plan is None and self.plans_this_year() and NEW_YEAR.search(title):
            return True
        if is_plan is None and self.is_ahead(title):
            return True
        return self.is_plan_year(int(year[1])) if is_plan is None and year else is_plan

    def is_ahead(self, title: str) -> bool:
        """Whether a heading names a time behind the one that is reported on: 下半年工作措施."""
        end = months(self.report.period)[1] if self.report.period else None
        named = [m.period for m in find_periods(title, self.base_year()) if m.period]
        return end is not None and any(months(period)[0] > end for period in named)

    def plans_this_year(self) -> bool:
        """Whether 今年 is the year of plans: of half a year's report it is what that reports on."""
        return self.plan_year != self.result_year and told_in(self.report) == str(self.plan_year)

    def is_plan_year(self, year: int) -> bool | None:
        """Whether the report plans for a year; None when it may be either."""
        if self.result_year and year == self.result_year:
            return None if self.plan_year == self.result_year else False
        if self.plan_year:
            return year >= self.plan_year or None
        return bool(self.result_year and year > self.result_year) or None

    def base_year(self) -> int | None:
        """The year that 今年 means."""
        if self.plans_this_year():
            return self.plan_year
        return self.result_year or self.plan_year or int(self.report.published[:4] or 0) or None

    def body(self, start: int, end: int) -> Iterator[Piece]:
        """The body text of a span, if it has any, with what its first words say of it."""
        start, end = without_edges(self.folded, start, end)
        if start == end:
            return
        lead = self.lead(self.folded[start : min(end, start + 80)])
        if lead and not self.open[-1].is_plan and self.ahead and self.ahead[0].restarts:
            self.close(self.ahead[0].rank)  # "2025年,我局将:" over a new (一): a part without a heading
        section = self.open[-1]
        year = LEAD_YEAR.match(self.folded, start)
        if year and self.folded[end - 1] == ":" and is_one_of(year[1], section.period):
            section.period = year[1]  # 2021年是“十四五”开局之年。一年来,我们主要抓了以下工作:
        if lead is None or lead == section.is_plan:
            yield self.piece(start, end, "body")
            return
        if (
            lead or not section.is_settled
        ):  # what follows speaks of the same; but a look back at results is short
            section.is_plan, section.period = lead, self.default_period(lead)
        yield replace(self.piece(start, end, "body"), is_plan=lead, period=self.default_period(lead))

    def lead(self, words: str) -> bool | None:
        """Whether the first words of a paragraph turn to plans (下一步, …) or to results (2024年,全市…)."""
        words = _ORDINAL.sub("", ITEM_MARK.sub("", words.lstrip(SIGN + "-")))
        if PLAN_LEAD.match(words):
            return True
        year = LEAD_YEAR.match(words)
        if year:
            return self.is_plan_year(int(year[1]))
        if self.plans_this_year() and THIS_YEAR_WILL.match(words):
            return True
        if self.report.plan_period.endswith("-H2") and words.startswith("下半年"):
            return True
        ahead = _REST_OF_YEAR.match(words)
        return True if ahead and self.is_ahead(ahead.group()) else None

    def piece(self, start: int, end: int, kind: ParagraphKind) -> Piece:
        section = self.open[-1]
        titles = tuple(entry.title for entry in self.open[1:])
        if kind == "table":
            titles += self.captions
        return Piece(start, end, kind, titles, section.period, section.is_plan)


def told_in(report: Report) -> str:
    """The year in which a report was given: that of issue, else that of the meeting it was spoken at; "" if unknown."""
    at_meeting = OF_MEETING.search(report.title) and report.plan_period[:4] in report.title
    return report.published[:4] or (report.plan_period[:4] if at_meeting else "")


# 某港管理机构 · 2025年1月20日
# 2025年1月20日
_DAY = re.compile(r"20\d\d年\d{1,2}月\d{1,2}日|20\d\d[-./]\d{1,2}[-./]\d{1,2}")
# 第二,今年任务要拎得清
# 第二,
_ORDINAL = re.compile(rf"^(?:第[{HAN}](?:点|件事|个?方面)?|[{HAN}]是|其[{HAN}])[,:]?(?=今年|明年|下半年)")
# 下半年重点:
_REST_OF_YEAR = re.compile(
    r"(?:下半年|[三四]季度|后[两三四]个?月)(?:的)?(?:工作)?(?:重点|打算|任务|安排|计划|目标|思路|措施)(?:工作)?(?:是|为)?[,:]"
)
# 第三点,今年的事
NEW_YEAR = re.compile("今年(?!以来)")
# 【经济发展】全年完成…
LABEL_IN_FRONT = re.compile(r"\s*【([^【】\n]{2,16})】")


def labelled(piece: Piece, label: str, report: Report) -> Piece:
    """A piece under its label: time and whether it is a plan, as the label says, else as above it."""
    plans = speaks_of_plans(label)
    said = [m.period for m in find_periods(fold(label), year_of(report.period)) if m.period]
    is_plan = piece.is_plan if plans is None else plans
    newest = report.plan_period or (shift(report.period, 1) if report.period else "")
    period = said[0] if said else newest if plans else piece.period
    return replace(piece, section=(*piece.section, label), period=period, is_plan=is_plan)


def is_one_of(year: str, years: str) -> bool:
    """Whether it is one of the years of a run."""
    return year.isdigit() and year_of(years) is None and contains(years, year)


def speaks_of_plans(phrase: str) -> bool | None:
    """Whether a heading or title speaks of plans (True) or results (False); None when of both or neither.

    The last word decides, as in "目标任务完成情况"; "工作总结和2025年工作思路" speaks of both.
    """
    results = [match.start() for match in RESULT_WORDS.finditer(phrase)]
    plans = [match.start() for match in PLAN_WORDS.finditer(phrase)]
    if results and plans:
        low, high = sorted((results[-1], plans[-1]))
        return None if re.search("[和与及、]", phrase[low:high]) else plans[-1] > results[-1]
    return bool(plans) if results or plans else None
