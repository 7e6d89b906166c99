"""Reports whose every figure was written down by hand: evals/gold/*.yaml.

A gold file names its report and lists passages of it, verbatim and in order; under each passage stand the
figures that it states, each in one line, `raw indicator field=value …`:

    138家 高新技术企业 action=新认定

What a line does not say goes without saying: value and unit are those of `raw`, region and period the
report's, status is actual (in a plan: target, of the plan's period), there is no bound and no action, and the
kind is what the unit tells. `a|b` leaves either, `*` is not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from evals.errors import GoldError
from ingest.errors import os_reason
from ingest.loaders import load_file
from ingest.normalize import fold
from ingest.records import LoadedFile

FIELDS = (
    "value", "value_max", "unit", "indicator", "action", "kind", "bound", "region", "period", "status", "scope", "joint",
    "subject",
)  # fmt: skip
MAX_BYTES = 40 * 2**20
# "1,824.5亿元", "3.5万余人", "-0.4"
SIMPLE = re.compile(r"([+-]?[\d,]*\d(?:\.\d+)?)(\D*)")
# 3.5万余人
ROUGH = re.compile("[余多几]")
# 第三
RANK = re.compile("第.|首位|榜首|首席|前.+[名位强]?$")
NUMERALS = "〇零一二两三四五六七八九十百千万亿"
# 三千二百家, 3.5万余人, 十余万人: what stands before the unit
NUMBER = re.compile(rf"[+-]?[\d,.{NUMERALS}余多几]+")

# 亿元
MONEY = re.compile("元|人民币|英镑")
# 万亩
AREA = re.compile("平方|亩|公顷|㎡|(?<!立)方$")
POINTS = ("个百分点", "百分点", "个千分点")
SHARES = ("%", "‰", "‱", "成", "倍", "番")
# Measured, not counted.
# 万吨
MEASURES = re.compile(
    "吨|斤|公里|千米|[海毫厘]?米|升|千瓦|兆瓦|吉瓦|立方|克|标准?箱|TEU|标煤|天|小时|分钟|秒|个月|工作日|岁|度|℃|"
    "分贝|分|[GMk]?Wh?|KW|"
    "PFlops|[TPG]B|[GM]bps|/",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Ground:
    """What holds of a figure when its line does not say."""

    region: str
    period: str
    is_plan: bool = False


@dataclass(frozen=True)
class GoldFigure:
    """A figure as an expert reads it; `fields` holds, by name, what may stand there."""

    line: int  # in the gold file
    raw: str
    fields: Mapping[str, str]  # "" none, "a|b" either, "*" anything
    start: int  # in the report's text
    end: int


@dataclass(frozen=True)
class Passage:
    """A run of the report's text and every figure that it states."""

    line: int
    start: int
    end: int
    text: str
    is_plan: bool
    figures: tuple[GoldFigure, ...]


@dataclass(frozen=True)
class GoldReport:
    """A report and what stands in it."""

    path: Path  # of the gold file
    report: Path
    loaded: LoadedFile
    region: str
    period: str
    passages: tuple[Passage, ...]

    @property
    def figures(self) -> tuple[GoldFigure, ...]:
        return tuple(figure for passage in self.passages for figure in passage.figures)

    def passage_at(self, offset: int) -> Passage | None:
        """The passage around a character of the report; None outside all of them."""
        return next((p for p in self.passages if p.start <= offset < p.end), None)

    def uncovered(self) -> list[str]:
        """The digits of the report that stand in no passage, each with a few characters around it."""
        text = self.loaded.text
        loose = [m for m in re.finditer(r"\d+", text) if self.passage_at(m.start()) is None]
        return [" ".join(text[max(0, m.start() - 8) : m.end() + 8].split()) for m in loose]


# --- a line -----------------------------------------------------------------------------------------------


def parse_line(line: str, ground: Ground) -> dict[str, str]:
    """What a figure's line states and what goes without saying, action and kind left out unless given.

    Raises:
        ValueError: the line cannot be read; the message says why.
    """
    raw, indicator, pairs = _split(line)
    simple = SIMPLE.fullmatch(fold(raw))
    value, unit = simple.groups() if simple else ("", "位" if raw.endswith("位") and raw != "首位" else "")
    fields = {
        "raw": raw,
        "indicator": indicator,
        "value": value.replace(",", ""),
        "unit": re.sub("^([百千万亿]*)[余多几]", r"\1", unit),
        "region": ground.region,
        "period": ground.period,
        "status": "target" if ground.is_plan else "actual",
        "bound": "more_than" if ROUGH.search(unit) else "",
    } | pairs
    if not fields["value"]:
        raise ValueError(f"从“{raw}”读不出数；写明 value=…")
    return fields


def with_action_and_kind(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields of a line with the action and kind that go without saying.

    Raises:
        ValueError: the unit does not tell the kind.
    """
    kind = fields.get("kind") or kind_of(fields["raw"], fields["unit"].split("|")[0])
    if not kind:
        raise ValueError(f"“{fields['raw']}”可以是占比也可以是增速；写明 kind=…")
    return {"action": ""} | dict(fields) | {"kind": kind}


def kind_of(raw: str, unit: str) -> str:
    """The kind that a printed number has by its unit; "" for a share, which may be a growth as well."""
    if unit == "*":
        unit = NUMBER.sub("", raw, count=1)
    if RANK.match(raw):
        return "rank"
    if unit in SHARES or "分之" in raw or raw in ("过半", "一半", "半数"):
        return ""
    if unit in POINTS:
        return "change"
    if MONEY.search(unit):
        return "amount"
    if AREA.search(unit):
        return "area"
    if MEASURES.search(unit):
        return "quantity"
    if unit == "位":  # 3位院士 and, after 居, 3位
        return "count|rank"
    return "count" if unit else "index"


def _split(line: str) -> tuple[str, str, dict[str, str]]:
    """The raw, the indicator and the field=value pairs of a line."""
    raw, *rest = line.split()
    if not rest or "=" in rest[0]:
        raise ValueError("一个数据写作 原文 指标 字段=值 …")
    pairs: dict[str, str] = {}
    for pair in rest[1:]:
        name, mark, value = pair.partition("=")
        if not mark:
            raise ValueError(f"“{pair}”不是 字段=值")
        if name not in FIELDS:
            raise ValueError(f"不认识的字段 {name}；有 {'、'.join(FIELDS)}")
        if name in pairs:
            raise ValueError(f"{name} 写了两次")
        pairs[name] = value
    return raw, rest[0].strip('"'), pairs


# --- a file -----------------------------------------------------------------------------------------------


def shipped_gold() -> list[Path]:
    """The gold files that come with wenju."""
    return sorted((Path(__file__).parent / "gold").glob("*.yaml"))


def read_gold(path: Path) -> GoldReport:
    """A gold file with its report, everything in it found in the report's text.

    Raises:
        GoldError: naming the line and what was expected.
    """
    root = _compose(path)
    header = _scalars(root.get("report"), _Place(path, 1))
    report = _find_report(header, path)
    loaded = load_file(report, MAX_BYTES)
    passages = tuple(_read_passages(root.get("passages"), header, loaded.text, path))
    return GoldReport(path, report, loaded, header["region"], header["period"], passages)


@dataclass(frozen=True)
class _Place:
    path: Path
    line: int

    def error(self, what: str) -> GoldError:
        return GoldError(f"{self.path} 第 {self.line} 行：{what}")


def _compose(path: Path) -> dict[str, yaml.Node]:
    """The top of the file as YAML nodes, which know their lines."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except OSError as error:
        raise _Place(path, 1).error(os_reason(error)) from error
    except UnicodeDecodeError as error:
        raise _Place(path, 1).error("不是 UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise _Place(path, line).error(f"不是 YAML（{error.problem}）") from error
    return _mapping(node, path)


def _find_report(header: Mapping[str, str], path: Path) -> Path:
    """The report's file, from the folder of the gold file or the nearest one above it that has it."""
    missing = [name for name in ("file", "region", "period") if not header.get(name)]
    if missing:
        raise _Place(path, 1).error(f"report 没有写 {'、'.join(missing)}")
    for folder in path.resolve().parents:
        if (folder / header["file"]).is_file():
            return folder / header["file"]
    raise _Place(path, 1).error(f"从这个文件夹往上，都没有报告 {header['file']}")


def _read_passages(
    node: yaml.Node | None, header: Mapping[str, str], text: str, path: Path
) -> Iterator[Passage]:
    if not isinstance(node, yaml.SequenceNode):
        raise _Place(path, 1).error("passages 不是列表")
    offset, is_plan = 0, False
    for item in node.value:
        passage = _read_passage(item, header, text, offset, is_plan, path)
        offset, is_plan = passage.end, passage.is_plan  # `plan: true` holds until `plan: false`
        yield passage


def _read_passage(
    node: yaml.Node, header: Mapping[str, str], text: str, offset: int, is_plan: bool, path: Path
) -> Passage:
    parts = _mapping(node, path)
    place = _Place(path, node.start_mark.line + 1)
    if unknown := [name for name in parts if name not in ("text", "figures", "plan")]:
        raise place.error(f"不认识的字段 {unknown[0]}；有 text、figures、plan")
    words = _text(parts.get("text"), place).rstrip("\n")
    start = text.find(words, offset)
    if start < 0:
        where = "在上一段的前面" if words in text else "不在报告里"
        raise place.error(f"“{words[:24]}”{where}")
    if "plan" in parts:
        is_plan = _text(parts["plan"], place) == "true"
    period = header.get("plan_period") if is_plan else header["period"]
    if not period:
        raise place.error("计划要有报告的 plan_period")
    figures = _read_figures(parts.get("figures"), Ground(header["region"], period, is_plan), place)
    spans = locate([fields["raw"] for _, fields in figures], words)
    if spans is None:
        raise _unplaced(figures, words, place)
    return Passage(
        place.line, start, start + len(words), words, is_plan,
        tuple(
            GoldFigure(line, fields["raw"], fields, start + begin, start + end)
            for (line, fields), (begin, end) in zip(figures, spans, strict=True)
        ),
    )  # fmt: skip


def _read_figures(node: yaml.Node | None, ground: Ground, place: _Place) -> list[tuple[int, dict[str, str]]]:
    """Each figure's line number and fields."""
    if not isinstance(node, yaml.SequenceNode):
        raise place.error("figures 不是列表（没有数据的写 figures: []）")
    figures = []
    for item in node.value:
        here = _Place(place.path, item.start_mark.line + 1)
        line = _text(item, here)
        try:
            figures.append((here.line, with_action_and_kind(parse_line(line, ground))))
        except ValueError as error:
            raise here.error(f"“{line}”：{error}") from error
    return figures


def _unplaced(figures: Sequence[tuple[int, dict[str, str]]], words: str, place: _Place) -> GoldError:
    """The first figure that the passage does not hold in its place."""
    raws = [fields["raw"] for _, fields in figures]
    first = next(n for n in range(1, len(raws) + 1) if locate(raws[:n], words) is None)
    line, fields = figures[first - 1]
    where = "次序不对" if locate([fields["raw"]], words) else "不在这一段里"
    return _Place(place.path, line).error(f"“{fields['raw']}”{where}：“{words[:24]}”")


# --- where raws stand -------------------------------------------------------------------------------------


def locate(raws: Sequence[str], text: str) -> list[tuple[int, int]] | None:
    """Where raws stand in a text, in order and not overlapping; None when they do not.

    One that is repeated right away may stand in one place only: 第三 of two counts, “均居全省第三”. Distinct places come first.
    """
    return _locate(tuple(raws), text, 0, None)


def _locate(
    raws: tuple[str, ...], text: str, offset: int, last: tuple[str, int, int] | None
) -> list[tuple[int, int]] | None:
    if not raws:
        return []
    found = _pattern(raws[0]).search(text, offset)
    places = [found.span()] if found else []
    if last and last[0] == raws[0]:
        places.append(last[1:])
    for start, end in places:
        rest = _locate(raws[1:], text, end, (raws[0], start, end))
        if rest is not None:
            return [(start, end), *rest]
    return None


def _pattern(raw: str) -> re.Pattern[str]:
    """A raw as printed, with blanks inside or not, but never as part of a longer number: 5家 is not in 15家."""
    body = r"\s*".join(re.escape(char) for char in raw)
    before = (
        r"(?<![\d.])(?<!\d,)" if raw[0].isdigit() else rf"(?<![{NUMERALS}])" if raw[0] in NUMERALS else ""
    )
    after = r"(?!\d|[.,]\d)" if raw[-1].isdigit() else ""
    return re.compile(before + body + after)


# --- YAML -------------------------------------------------------------------------------------------------


def _mapping(node: yaml.Node | None, path: Path) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _Place(path, node.start_mark.line + 1 if node else 1).error("应当一行一个 字段: 值")
    return {_text(key, _Place(path, key.start_mark.line + 1)): value for key, value in node.value}


def _scalars(node: yaml.Node | None, place: _Place) -> dict[str, str]:
    return {name: _text(value, place) for name, value in _mapping(node, place.path).items()}


def _text(node: yaml.Node | None, place: _Place) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise place.error("应当是文字")
    return str(node.value)
