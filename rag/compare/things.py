"""Questions over things of one sort, each told in a sentence or a paragraph of its own: 哪个税种降得最多, 哪个项目投资最大."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from ingest.normalize import fold
from ingest.numerals import scale
from ingest.records import Figure, Report
from rag.compare.cells import Told, over_sheet
from rag.compare.sheets import Sheet, full, reports_asked, without_places
from rag.records import Filters, Question
from rag.retrieve.retriever import Retriever

MIN_LISTED = 2  # things of the sort, told alike
# what the things of a sort are called; projects by whatever stands before their money
_CALLED = {
    "税种": re.compile(r"[一-鿿]{1,8}税"),
    "产业": re.compile(r"[一-鿿、“”]+(?<!企)业"),
    "行业": re.compile(r"[一-鿿、“”]+(?<!企)业"),
    "项目": re.compile(r"[\w“”()（）、-]{3,30}"),
    "案件": re.compile(r"[一-鿿、]+案件"),
    "景区": re.compile(r"[一-鿿“”]+(?:景区|古镇|古城|公园|度假区)"),
}
# 哪个文旅项目; not 第一产业和第二产业哪个高
_ASKED = re.compile(rf"哪(?:一|些|几|两|三)?[个类种项]?[一-鿿]{{0,6}}?(?P<sort>{'|'.join(_CALLED)})")
# 完成投资
_MEASURE = re.compile(r"(?:总?投资额?|总?产值|增加值|营业收入|营收|税收|产量|面积|接待游客|门票收入)$")
# how much was made, by whichever measure
# 产值
_OUTPUT = re.compile(r"总?产值|增加值|营业收入|营收")
# 规模以上工业
_NO_THING = re.compile(r"[一-鿿]*工业|第[一二三]产业|[一-鿿]{0,4}(?:主导|支柱|传统|新兴|特色|重点)产业")
_MOVES = ("growth", "change")


def over_things(question: Question, retriever: Retriever, filters: Filters) -> Told | None:
    """What is asked of things of one sort, by a paragraph that tells of several; else by a chapter, each in its own."""
    asked = _ASKED.search(without_places(question, retriever))
    reports = reports_asked(question, retriever, filters)[:1]
    told = _told(reports[0], asked["sort"], retriever) if asked and reports else []
    return next(filter(None, (over_sheet(question, sheet, retriever) for sheet in told)), None)


def _told(report: Report, sort: str, retriever: Retriever) -> list[Sheet]:
    library = retriever.store.library
    told = [p for p in library.paragraphs_of(report.id) if p.kind == "body" and not p.is_plan]
    chapters = (tuple(each) for _, each in groupby(told, key=lambda p: p.section[:1]))
    found = []
    for paragraphs in (*((p,) for p in told), *chapters):
        columns = columns_of(library.figures_of([p.id for p in paragraphs]), sort)
        if columns:
            rows: dict[str, dict[int, Figure]] = defaultdict(dict)
            for k, cells in enumerate(columns.values(), 1):
                for thing, figure in cells.items():
                    rows[thing][k] = figure
            by_id = {p.id: p for p in paragraphs}
            texts = (*paragraphs[0].section[-2:], *(p.text for p in paragraphs))
            said = full(" ".join((sort, "收入" * (sort == "税种"), *columns, *texts)))
            found.append(Sheet(report, by_id, "", (sort, *columns), rows, said, dict(enumerate(columns, 1))))
    return sorted(found, key=lambda sheet: (len(sheet.paragraphs) > 1, -len(sheet.rows)))


def columns_of(figures: Sequence[Figure], sort: str) -> dict[str, dict[str, Figure]]:
    """What is told of the things of a sort → thing → its figure; no whole whose parts are told, and no single thing."""
    columns: dict[tuple[str, str, str, str], dict[str, Figure]] = defaultdict(dict)
    wholes = {fold(f.indicator) for f in figures if f.kind == "count"}
    for figure in figures:
        thing, measure = _thing(figure, sort)
        # 其中大气类案件17起; 重点项目12个,总投资46亿元
        is_part = bool(figure.subject) if figure.kind == "count" else thing not in wholes
        if thing and is_part and figure.status != "target" and not figure.joint:
            whole = figure.subject if figure.kind == "count" else ""
            moved = _OUTPUT.sub("", measure) + "增速"
            header = moved if figure.kind in _MOVES else figure.action * ("投资" in measure) + measure
            columns[header, figure.period, whole, scale(figure.unit)[1]].setdefault(thing, figure)
    best = sorted(columns.items(), key=lambda column: len(column[1]))
    best = [
        (key, things) for key, things in best if (*key[:3], "倍") not in columns
    ]  # 增长1.4倍 beside 增长4.7%
    return {header: things for (header, *_), things in best if len(things) >= MIN_LISTED}


def _thing(figure: Figure, sort: str) -> tuple[str, str]:
    """(新能源产业, 产值) of a figure of a thing of the sort; ("", "") of any other."""
    subject, name = fold(figure.subject), fold(figure.name)
    measured = _MEASURE.search(name)
    bare = name[: measured.start()] if measured else name
    is_cost = sort != "项目" or figure.kind == "count" or (measured and "投资" in measured.group())
    thing = next((w for w in (bare, subject) if is_cost and _CALLED[sort].fullmatch(w)), sort)
    is_none = thing == sort or (sort in ("产业", "行业") and _NO_THING.fullmatch(thing))
    return ("", "") if is_none else (thing, measured.group() if measured else "")
