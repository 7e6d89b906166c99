"""Questions over what a paragraph lists with a number each: 哪个行业增长最快, 八大类里哪些价格下降了."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.normalize import fold
from ingest.records import Figure, Paragraph
from rag.compare.cells import Told, over_sheet
from rag.compare.finder import Gathered
from rag.compare.sheets import Sheet, full, reports_asked, without_places
from rag.records import Filters, Question
from rag.retrieve.retriever import Retriever

MIN_LISTED = 3
WHICH = r"(?:各个?|哪(?:一|些|几|两|三)*(?:[个项种类])?|(?:几|多少)[个项种类]?|每[个项种类])"
# 行业, and what such are called: 家具制造业 (规模以上工业 is no such), 汽车类零售额, 水泥产量
_SORTS = (
    (
        re.compile(r"行业|产业|门类|领域"),
        re.compile(r"(?<!企)(?:(?<!工)|(?<=加工))业(?:增加值|总?产值|投资)?$"),
    ),
    (re.compile(r"产品"), re.compile(r"产量$")),
    (re.compile(r"价格"), re.compile(r"价格$")),
    (re.compile(r"类(?:别|商品)?|商品(?:类别)?"), re.compile(r"类(?:$|零售额)|价格$")),
)
_KIND = "|".join(sort.pattern for sort, _ in _SORTS)
# 八大类里|哪些价格下降了
_POOL = re.compile(
    rf"(?:[几一二三四五六七八九十]|\d+)?大?(?P<kind>{_KIND})(?:商品|价格)*(?:里面?|当?中)的?[,，]?"
)
# 哪些服务业行业, 增长最快的行业
_ASKED = re.compile(rf"(?:{WHICH}|最[^,，]{{1,3}}的)(?P<sort>[一-鿿]{{0,6}}?)(?P<kind>{_KIND})")
# 哪些|下降了
_WHICH_OF = re.compile(r"(哪[些一几]?[个种项]?)")
_SAME = (("物价", "价格"), ("最厉害", "最多"), ("什么", "哪个"))


@dataclass(frozen=True)
class _Listed:
    sheet: Sheet
    lead: str  # what stands right before them: 分行业看
    figures: dict[str, Figure]  # by name, in order


def over_listed(question: Question, retriever: Retriever, filters: Filters) -> Told | None:
    """What is asked of things listed in one paragraph, and their figures; None where no list, or more than one, is meant."""
    text = without_places(question, retriever)
    for said, plain in _SAME:
        text = text.replace(said, plain)
    pool = _POOL.search(text)
    text = _POOL.sub("", text)
    asked = _ASKED.search(text)
    if pool and asked is None:
        text = _WHICH_OF.sub(r"\1类", text, count=1) if "哪" in text else f"哪个类{text.rstrip('的')}"
        asked = _ASKED.search(text)
    if asked is None or not re.search("哪|最", text):  # how many fell of all, a list of some does not tell
        return None
    kind = pool["kind"] if pool else asked["kind"]
    listed = _lists(question, retriever, filters, kind, asked["kind"])
    asked_of = replace(question, text=text)
    fits = [(one, told) for one in listed if (told := _told(asked_of, one, retriever))]
    fits = [(one, told) for one, told in fits if kind in one.lead] or fits
    rows = {name: cell for _, (_, gathered) in fits for name, cell in gathered.found.items()}
    of_one_sort = len({_sort_of(one) for one, _ in fits}) == 1 and len(rows) == sum(
        len(one.figures) for one, _ in fits
    )
    return (fits[0][1][0], Gathered("项目", rows, (), of_one_indicator=False)) if of_one_sort else None


# 规模以上工业增加值, 第二产业投资
_MEASURE = re.compile(r"(?:产量|产值|价格|投资|零售额|收入|利润)$")


def _sort_of(one: _Listed) -> tuple[str, ...]:
    """What lists have to share that one question is asked of: industry by industry, in agriculture and in manufacturing."""
    first = next(iter(one.figures.values()))
    measure = _MEASURE.search(fold(first.indicator))
    return measure.group() if measure else "", first.kind, first.unit, first.period


def _told(question: Question, one: _Listed, retriever: Retriever) -> Told | None:
    """What is asked of the list; None where it is about something else, or nothing in it fell."""
    told = over_sheet(question, one.sheet, retriever)
    falls = bool(told and told[0] and told[0].of_falls)
    return None if falls and min(figure.value for figure in one.figures.values()) >= 0 else told


def _lists(
    question: Question, retriever: Retriever, filters: Filters, kind: str, called: str
) -> Iterator[_Listed]:
    """The lists of such things in the newest report asked about."""
    is_row = next(row for sort, row in _SORTS if sort.search(kind if called in "类" else called))
    for report in reports_asked(question, retriever, filters)[:1]:
        section: tuple[str, ...] = ()
        before = ""
        for paragraph in retriever.store.library.paragraphs_of(report.id):
            for lead, figures in _runs(paragraph, retriever, is_row):
                said = full(
                    " ".join((called, "增加值" * (called == "行业"), *paragraph.section[-2:], before, lead))
                )
                rows = {name: {1: figure} for name, figure in figures.items()}
                sheet = Sheet(report, {paragraph.id: paragraph}, "", (called, ""), rows, said, {1: ""})
                yield _Listed(sheet, lead.rpartition("。")[2], figures)
            before = (before if paragraph.section == section else "") + fold(paragraph.text)
            section = paragraph.section


def _runs(
    paragraph: Paragraph, retriever: Retriever, is_row: re.Pattern[str]
) -> Iterator[tuple[str, dict[str, Figure]]]:
    """Each list of a paragraph of one kind of number between two full stops, and the words up to its first row."""
    if paragraph.kind == "table":
        return
    text = fold(paragraph.text)
    figures = retriever.store.library.figures_of([paragraph.id])
    runs: dict[tuple[int, int, str], list[Figure]] = defaultdict(list)
    for figure in sorted(figures, key=lambda f: f.start):
        place = text.count("。", 0, figure.start), text.count("其中", 0, figure.start)
        name = fold(figure.indicator)
        if is_row.search(name) or (runs[*place, figure.kind] and name.endswith("量")):
            runs[*place, figure.kind].append(figure)  # 发电量 behind 原煤产量 is one of the products
    for (stop, part, kind), run in runs.items():
        if kind not in ("growth", "amount", "quantity") or (stop, part, "multiple") in runs:
            continue  # 增长1.6倍 is not ranked beside 增长20.3%
        named = {f.name: f for f in run}
        is_one_measure = len({(f.unit, f.period, f.status, f.region) for f in run}) == 1
        if len(named) == len(run) >= MIN_LISTED and is_one_measure:
            yield text[: run[0].quote_start], named
