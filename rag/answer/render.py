"""Claims as the sentence a person reads, with its [n]; and the labels that keep place, time and status said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.normalize import fold
from ingest.numerals import find_numbers
from ingest.periods import find_periods, first_year, period_label, year_of
from ingest.records import Figure, Paragraph, Report
from ingest.verbs import NEW_ACTIONS
from rag.records import Cell, Citation, Claim, ComparisonTable, Grid
from rag.wording.overlap import coverage

# 市级158项，其中新增省级8项: the item's own name, not the one it is said behind
_LEVELS = ("国家级", "省级", "市级", "县级", "区级")
MAX_MEASURE = 3  # characters of a name that says how a thing is measured, not what
# 力争新增138家
_TARGET_WORDS = re.compile(r"目标|力争|计划|预期|争取|确保|拟|将")


def label_figure(figure: Figure, quote: str) -> str:
    """Place, time and status of a figure, as far as the quote does not say them itself."""
    place = "" if _says_place(figure, quote) else figure.region_name
    time = _time_before(figure, quote)
    if (
        figure.subject
        and not _is_of_its_like(figure)
        and figure.subject not in quote
        and figure.subject not in figure.region_name
        and not figure.subject.startswith(figure.region_name[:2] or "-")
    ):
        time += f"（{figure.indicator if figure.name in _LEVELS else figure.subject}）"
    elif _is_short_for(figure):
        time += f"（{figure.indicator}）"  # 小龙虾养殖面积…、产量34.1万吨
    if figure.action in NEW_ACTIONS and figure.action not in quote:
        time += figure.action  # 净增，其中规上工业企业34家: not how many there are
    if figure.status == "target" and not _TARGET_WORDS.search(quote):
        return f"{place}{time}目标：" if place or time else "目标："
    if figure.status == "expected" and "预" not in quote:
        return f"{place}{time}预计"
    return place + time


def _is_of_its_like(figure: Figure) -> bool:
    """生猪出栏…，年末存栏176.4万头: 生猪存栏, and not 存栏 of 生猪出栏."""
    is_front = figure.indicator.startswith(figure.subject)  # 粮食 of 粮食总产量
    front = figure.indicator[: figure.indicator.find(figure.name)]
    return _is_short_for(figure) and not is_front and figure.subject.startswith(front)


def _is_short_for(figure: Figure) -> bool:
    """产量, said of 小龙虾产量 behind its 养殖面积."""
    is_measure = 0 < len(figure.name) <= MAX_MEASURE
    return is_measure and figure.indicator.find(figure.name) > 0  # 产量 of 小龙虾产量, 男性 of 户籍男性人口


def word_cell(figure: Figure) -> str:
    """A cell of a table in words: 接待游客120万人次; its row is the quote."""
    unit = "" if figure.raw.endswith(figure.unit) else figure.unit
    link = figure.comparator if figure.kind in ("growth", "change", "ratio") else ""
    link = "位次" if figure.kind == "rank" else re.sub(r"[(（].*?[)）]", "", link)
    name = figure.name
    # 规上工业增加值, 规上工业增加值增速; 技术合同成交额, 成交额增速: what both say is said once
    shared = next((k for k in range(len(name), 1, -1) if link.startswith(name[-k:])), 0)
    link = "" if name in link[shared:] else link[shared:]
    subject = f"{figure.subject}的" if figure.subject else ""
    is_run_on = re.search(r"[\dA-Za-z.]$", name + link)  # PM2.5|24微克/立方米
    colon = "：" if is_run_on or figure.kind in ("growth", "change", "rank") else ""
    before, after = _BOUND_BEFORE.get(figure.bound, ""), _BOUND_AFTER.get(figure.bound, "")
    if figure.action and figure.kind in ("growth", "change"):  # 支出 | 下降 17.9%: the cell says which way
        link, colon = _WAY.sub("", link) + figure.action, ""
    number = f"第{figure.raw}位" if figure.kind == "rank" and figure.raw.isdigit() else figure.raw + unit
    return f"{subject}{name}{link}{colon}{before}{number}{after}"


# 比上年|增长
_WAY = re.compile("(?:增长|增减|增速|变化)率?$")


def word_item(figure: Figure) -> str:
    """One number of a spread list by itself: 城镇居民人均可支配收入增长4.5%; the whole list is the quote."""
    if figure.name in _LEVELS:  # 新增国家级创新平台2家
        figure = replace(figure, name=figure.indicator, subject="")
    subject = figure.subject if figure.subject not in (figure.region_name, figure.name) else ""
    is_said = (
        subject in figure.region_name
        or figure.name.startswith(subject)
        or coverage(subject, figure.name) == 1
    )
    subject = "" if is_said else subject
    number = _BOUND_BEFORE.get(figure.bound, "") + _with_unit(figure) + _BOUND_AFTER.get(figure.bound, "")
    how_often = _HOW_OFTEN.findall(figure.context[: figure.context.rfind(figure.raw)])
    if figure.unit == "元" and how_often:  # 每人每月815元、每人每年|7560元
        number = how_often[-1] + number
    if figure.kind == "rank" and (printed := _rank_of_growth(figure)):
        return printed
    if figure.kind in ("growth", "change"):
        against = figure.comparator if len(figure.comparator) < 8 or "相比" in figure.comparator else ""
        action = "" if figure.action and figure.action in against else figure.action
        of_growth = (
            _BY_POINTS.match(against) and figure.unit.endswith("百分点") and _GROWS.search(figure.name)
        )
        return f"{subject}{figure.name}{'增速' if of_growth else ''}{against}{action}{number}"
    if figure.kind == "ratio" and figure.comparator.startswith(("完成", "为", "相当")):
        return f"{subject}{figure.name}{figure.comparator}{number}"  # 送戏下乡完成年度任务的104%
    if figure.action == "占":
        return f"{figure.name}占{figure.scope}{number}"
    action = "" if figure.action in figure.name or figure.kind in ("rank", "ratio") else figure.action
    return f"{subject}{action}{figure.name}{figure.scope if figure.kind == 'rank' else ''}{number}"


# 城乡低保标准分别达到|每人每年|8136元、6100元
_HOW_OFTEN = re.compile("每人每[年月天日]|每[年月](?=\\d)")
# 增长4.9%，低于全市1.4个百分点: amounts differ by points in their growth alone
_BY_POINTS = re.compile(r"[高低快慢]于")
# 地区生产总值
_GROWS = re.compile(r"(?:生产总值|GDP|收入|投资|增加值|产值|总额|税收|出口|进口)$")
_BOUND_BEFORE = {"more_than": "超", "nearly": "近", "at_most": "不超过", "less_than": "不到"}
_BOUND_AFTER = {"about": "左右", "at_least": "以上"}


def _rank_of_growth(figure: Figure) -> str:
    """增长7.8%,居首位: as printed, for the rank may be the growth's and not the thing's; "" of a rank of the thing."""
    printed = figure.context[: figure.context.rfind(figure.raw) + len(figure.raw)]
    clauses = re.split(r"[,，;；。]", printed)
    spread = re.search(r"(?P<of>总量|增速|增幅|降幅)?(?:分别|依次)", clauses[-1])
    if spread and (spread["of"] or re.search(r"(?:增长|下降)[^,，]*\d", "".join(clauses[-2:-1]))):
        # 甲增长7.4%，乙增长21.3%，增速分别居第4位、第2位: the clause before is the other's
        return f"{figure.name}{spread['of'] or '增速'}{figure.scope}{figure.raw}"
    if len(clauses) > 2 and figure.comparator == "由" and re.search(r"(?:增长|下降)[^,，]*\d", clauses[0]):
        return f"{figure.name}增速{figure.scope}{figure.raw}"  # 增长10.6%，…，全市排名由年初的第9位
    if len(clauses) < 2 or not re.search(r"(?:增长|增速|增幅|下降|提[高升])[^,，]*\d", clauses[-2]):
        return ""
    return f"{figure.name}{clauses[-2].replace(figure.region_name, '')}，{clauses[-1]}"


def _with_unit(figure: Figure) -> str:
    """The number with the unit that its list prints once: 0.05个、0.04个百分点; 3.2万、1.8万平方米; 70、80座."""
    raw, unit = figure.raw, figure.unit
    if unit == "个百分点" and raw.endswith("个"):
        return raw + "百分点"
    if not re.fullmatch(r"[\d.,]+[百千万亿]*", raw) or raw.endswith(unit):
        return raw
    return raw + (unit.lstrip("百千万亿") if raw[-1] in "百千万亿" else unit)


def _says_place(figure: Figure, quote: str) -> bool:
    short = figure.region_name[:-1] if len(figure.region_name) > 2 else figure.region_name
    if (listed := _PLACES_LISTED.match(quote)) and figure.region_name in listed.group():
        return True
    return bool(figure.region_name) and quote.startswith(
        (figure.region_name, short + "市", short + "县", short + "区")
    )


# 梓潼县、平武县
_PLACES_LISTED = re.compile(r"(?:[一-鿿]{1,7}[市县区镇乡][、和与及])+[一-鿿]{1,7}[市县区镇乡]")


def _time_before(figure: Figure, quote: str) -> str:
    """The label's time; only the year where the quote names the part of it, at its head or behind another number.

    一季度工业产值…; in 投资进度63.4%，一季度还只是第5 the quarter is that of the last number alone.
    """
    period, label = figure.period, period_label(figure.period)
    if not period or quote.startswith(label):
        return ""
    said = next((m for m in find_periods(fold(quote), first_year(period)) if m.period == period), None)
    if said is None or year_of(period) is None or len(period) == 4 or said.start > quote.rfind(figure.raw):
        return label
    if said.start and not find_numbers(fold(quote[: said.start])):
        return label
    year = f"{year_of(period)}年"
    return "" if year in quote else year


def cite(index: int, report: Report, paragraph: Paragraph, start: int, end: int) -> Citation:
    """The citation of a run of a paragraph."""
    return Citation(
        index=index,
        document_id=report.id,
        title=report.title,
        publisher=report.publisher,
        published=report.published,
        region=report.region_name,
        paragraph_id=paragraph.id,
        section=paragraph.section,
        text=paragraph.text,
        quote=paragraph.text[start:end],
        start=start,
        end=end,
        source=report.source,
    )


class Prose:
    """The answer as it is written, piece by piece; equal spans share a citation, numbered in the order of the text."""

    def __init__(self, opening: str = "") -> None:
        self.citations: list[Citation] = []
        self.pieces: list[str] = []
        self._opening = opening
        self._by_span: dict[tuple[str, int, int], int] = {}
        self._said: set[str] = set()

    @property
    def text(self) -> str:
        """All that has been written."""
        return "".join(self.pieces)

    def cite(self, claim: Claim) -> int:
        """The number of the claim's citation."""
        evidence = claim.evidence
        span = (evidence.paragraph.id, evidence.start, evidence.end)
        if span not in self._by_span:
            self._by_span[span] = len(self.citations) + 1
            self.citations.append(
                cite(self._by_span[span], evidence.report, evidence.paragraph, evidence.start, evidence.end)
            )
        return self._by_span[span]

    def add(self, words: str, claims: Sequence[Claim]) -> str:
        """The next statement with the marks of what it stands on, as it is read."""
        said = _readable(words) + "".join(f"[{i}]" for i in dict.fromkeys(map(self.cite, claims)))
        self._write(said)
        return said

    def close(self, gaps: Sequence[str]) -> None:
        """What is missing, and the full stop."""
        for gap in gaps:
            self._write(gap)
        if self._said:
            self.pieces.append("。")

    def _write(self, said: str) -> None:
        if said not in self._said:
            self.pieces.append(("；" if self._said else self._opening) + said)
            self._said.add(said)


def lay_out(grid: Grid, prose: Prose) -> ComparisonTable:
    """A comparison as a table: one citation a cell, and 未见 where the reports do not say."""
    cells = {(row, column): claim for row, column, claim in grid.cells}

    def cell(row: str, column: str) -> Cell:
        claim = cells.get((row, column))
        figure = claim.evidence.figure if claim else None
        return Cell(stated(figure), prose.cite(claim)) if claim and figure else Cell("未见", None)

    rows = tuple((row, tuple(cell(row, column) for column in grid.columns)) for row in grid.rows)
    return ComparisonTable((grid.heading, *grid.columns), rows)


# 1,386
_BARE = re.compile(r"[-−+]?[\d,，.]+")


def printed(figure: Figure) -> str:
    """A figure's number as printed, with its direction, what bounds it and the unit that a cell leaves to its header."""
    unit = figure.unit if _BARE.fullmatch(figure.raw) else ""
    fell = figure.value < 0 and figure.kind in ("growth", "change") and not figure.raw.startswith(("-", "−"))
    sign = "下降" if fell else ""
    return (
        f"{sign}{_BOUND_BEFORE.get(figure.bound, '')}{figure.raw}{unit}{_BOUND_AFTER.get(figure.bound, '')}"
    )


def stated(figure: Figure) -> str:
    """A figure in a cell: its number and its status."""
    status = {"expected": "（预计）", "target": "（目标）", "actual": ""}[figure.status]
    return printed(figure) + status


# [1]
_FOOTNOTE = re.compile(r"[\[［【]\s*\d{1,2}\s*[\]］】]")


def _readable(text: str) -> str:
    """On one line, without the report's own note marks, which would read like ours: 生产总值（GDP）[2]."""
    return re.sub(r"\s*\n\s*", " ", _FOOTNOTE.sub("", text)).strip().rstrip("。；;，,")
