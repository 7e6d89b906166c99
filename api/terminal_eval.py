"""What a person sees of an evaluation in a terminal."""

from __future__ import annotations

from rich.table import Table
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


def show_run(body: JsonObject, with_misses: bool) -> None:
    """The scores by category; then each question that was not answered right, if wanted."""
    out = make_console()
    out.print(
        make_scores_table(body["scores"]),
    )
    total = body["scores"]["合计"]
    notes = [f"答错 {total['wrong']}", f"误拒 {share(total['over_refusal'])}%", f"已存为 {body['id']}"]
    out.print(Text("，".join(notes), style="dim"))
    if with_misses:
        for question in body["questions"]:
            if not question["verdict"]["right"]:
                _show_question(question)


def make_scores_table(scores: dict[str, JsonObject]) -> Table:
    """One row a category."""
    table = make_table(
        "类别", "题数", "答对", "引用命中", "数在引文", "拒答精确", "拒答召回", "误拒", "p50 毫秒", "p95 毫秒"
    )
    names = ("answer", "citation_hit", "faithful", "refusal_precision", "refusal_recall", "over_refusal")
    for category, row in scores.items():
        shares = (share(row[name]) for name in names)
        table.add_row(
            category, str(row["questions"]), *shares, *(_ms(row[name]) for name in ("p50_ms", "p95_ms"))
        )
    return table


def _show_question(question: JsonObject) -> None:
    """A question, what it should be, what came, and why that is wrong."""
    out = make_console()
    case, verdict = question["case"], question["verdict"]
    before = "".join(f"‹{turn['content']}› " for turn in case["history"])
    out.print(Text(f"\n{case['id']} [{case['category']}] {before}{case['question']}", style="bold"))
    out.print(Text(f"  应为：{question['gold']}", style="green"))
    refused = "（拒答）" if verdict["refused"] else ""
    out.print(Text(f"  答为：{refused}{question['answer']['answer']}", style="yellow" if refused else "red"))
    out.print(Text(f"  原因：{'；'.join(verdict['reasons'])}", style="dim"))


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


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
