"""What a person sees of an evaluation in a terminal."""

from __future__ import annotations

from rich.text import Text

from api.terminal import make_console, make_table
from api.wire import JsonObject

FIELD_WORDS = {
    "value": "数值",
    "unit": "单位",
    "indicator": "指标",
    "action": "动作",
    "kind": "类别",
    "bound": "界限",
    "region": "地区",
    "period": "时期",
    "status": "性质",
    "span": "位置",
    "scope": "范围",
    "joint": "合计",
    "value_max": "上限",
    "subject": "主语",
}
MISS_WORDS = {"wrong": "读错", "missing": "漏读", "surplus": "多读"}
MISS_STYLES = {"wrong": "yellow", "missing": "red", "surplus": "magenta"}


def show_readings(body: JsonObject, with_misses: bool) -> None:
    """Counts and scores of each report, then the share right of each field, then every miss if wanted."""
    rows = [*body["reports"], body["total"] | {"name": "合计"}]
    out = make_console()
    counts = make_table("报告", "标注", "读出", "全对", "精确率", "召回率", "F1")
    for row in rows:
        scores = (share(row[name]) for name in ("precision", "recall", "f1"))
        counts.add_row(row["name"], *(str(row[name]) for name in ("gold", "read", "right")), *scores)
    out.print(counts)
    names = [name for name in FIELD_WORDS if name in body["total"]["fields"]]
    fields = make_table("各项正确率", *(FIELD_WORDS[name] for name in names))
    for row in rows:
        fields.add_row(row["name"], *(_field_share(row["fields"].get(name)) for name in names))
    out.print()
    out.print(fields)
    if with_misses:
        for report in body["reports"]:
            _show_misses(report)


def _show_misses(report: JsonObject) -> None:
    out = make_console()
    out.print(Text(f"\n{report['name']}：{len(report['misses'])} 处", style="bold"))
    for around in report["uncovered"]:
        out.print(Text(f"  标注没有覆盖：…{around}…", style="dim"))
    passage = None
    for miss in report["misses"]:
        if miss["passage"] != passage:
            passage = miss["passage"]
            out.print(Text(f"\n  {passage or '（标注的段落之外）'}", style="dim"))
        out.print(
            Text(f"  第{miss['line']}行 {MISS_WORDS[miss['kind']]} ", style=MISS_STYLES[miss["kind"]])
            + Text(miss["raw"], style="bold")
            + Text("  " + "；".join(f"{FIELD_WORDS[name]}：{what}" for name, what in miss["wrong"].items()))
        )


def _field_share(counts: dict[str, int] | None) -> str:
    return share(counts["right"] / counts["checked"]) if counts else "–"


def share(value: float | None) -> str:
    """A share of 1 as a percentage with one decimal."""
    return "–" if value is None else f"{value * 100:.1f}"
