"""What a person sees of an evaluation in a terminal."""

from __future__ import annotations

from rich.table import Table
from rich.text import Text

from api.terminal import make_console, make_table
from api.wire import JsonObject
from evals.page import judge_words
from evals.report import CATEGORY_WORDS

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
    low, high = body["interval"]
    notes = [
        f"答对 {share(total['answer'])}%（95% 区间 {share(low)}–{share(high)}）",
        f"答而不对 {total['wrong']}",
        f"误拒 {share(total['over_refusal'])}%",
        f"存为 {body['id']}",
    ]
    if len(body["questions"]) < body["total"]:
        notes.append(f"没有做完（{len(body['questions'])} / {body['total']}），用 --resume 接着做")
    out.print(Text("，".join(notes), style="dim"))
    if body["steps"]:
        steps = (f"{step} {_ms(one['p50_ms'])} / {_ms(one['p95_ms'])}" for step, one in body["steps"].items())
        out.print(
            Text(f"各步毫秒 p50 / p95：{'，'.join(steps)}；每秒 {body['per_second']:.1f} 题", style="dim")
        )
    if body["judge"]:
        out.print(Text(judge_words(body["judge"]), style="dim"))
    if with_misses:
        for question in body["questions"]:
            if not question["verdict"]["right"]:
                _show_question(question)


def show_runs(lines: list[JsonObject]) -> None:
    """One row a run, the oldest first."""
    table = make_table("名字", "开始", "题数", "答对", "引用命中", "误拒", "p50 毫秒", "版本")
    for line in lines:
        asked = f"{line['answered']}" + ("" if line["finished"] else f" / {line['questions']}")
        shares = (share(line["scores"][name]) for name in ("answer", "citation_hit", "over_refusal"))
        revision = line["revision"][:9] + ("+" if line["changed"] else "")
        table.add_row(line["id"], line["started"], asked, *shares, _ms(line["scores"]["p50_ms"]), revision)
    make_console().print(table if lines else "还没有评测：用 wenju eval run")


def show_comparison(body: JsonObject) -> None:
    """Each question that got better or worse with both answers, and whether that is more than chance."""
    out = make_console()
    out.print(Text(f"\n{body['before']} → {body['after']}，共同的 {body['common']} 题", style="bold"))
    for name, word, style in (("worse", "变坏", "red"), ("better", "变好", "green")):
        for pair in body[name]:
            _show_pair(pair, word, style)
    table = make_table("", "答对", "引用命中", "拒答精确", "拒答召回", "误拒", "p50 毫秒", "p95 毫秒")
    for when, row in body["scores"].items():
        table.add_row(body[when], *_compared_cells(row))
    out.print()
    out.print(table)
    low, high = body["interval"]
    verdict = "不像是偶然" if body["is_significant"] else "可能只是偶然"
    changes = (
        f"变好 {len(body['better'])}，变坏 {len(body['worse'])}，仍不对但回答变了 {len(body['still_wrong'])}"
    )
    out.print(
        Text(
            f"{changes}；答对率变化的 95% 区间 {low * 100:+.1f} 到 {high * 100:+.1f}，p = {body['p']:.3g}：{verdict}"
        )
    )


def _compared_cells(row: JsonObject) -> list[str]:
    names = ("answer", "citation_hit", "refusal_precision", "refusal_recall", "over_refusal")
    return [share(row[name]) for name in names] + [_ms(row[name]) for name in ("p50_ms", "p95_ms")]


def _show_pair(pair: JsonObject, word: str, style: str) -> None:
    out = make_console()
    case = pair["after"]["case"]
    out.print(Text(f"\n{word} {case['id']} [{case['category']}] {case['question']}", style=style))
    out.print(Text(f"  应为：{pair['after']['gold']}"))
    for when, label in (("before", "原来"), ("after", "现在")):
        refused = "（拒答）" if pair[when]["verdict"]["refused"] else ""
        out.print(Text(f"  {label}：{refused}{pair[when]['answer']['answer']}", style="dim"))
    reasons = [*pair["before"]["verdict"]["reasons"], *pair["after"]["verdict"]["reasons"]]
    out.print(Text(f"  原因：{'；'.join(reasons)}", style="dim"))


def show_retrieval(body: JsonObject, with_misses: bool) -> None:
    """One row a retriever; then the questions whose gold paragraphs were not all brought, if wanted."""
    out = make_console()
    table = make_table("检索", "召回@1", "召回@5", "召回@10", "MRR", "nDCG@10")
    for name, row in body["retrievers"].items():
        table.add_row(name, *(share(one) for one in row.values()))
    out.print(table)
    out.print(Text(f"{body['questions']} 题，没有找全的 {len(body['misses'])} 题", style="dim"))
    for miss in body["misses"] if with_misses else ():
        out.print(Text(f"\n{miss['id']} {miss['question']}", style="bold"))
        for quote in miss["quotes"]:
            out.print(Text(f"  {quote}", style="dim"))


def show_gate(broken: list[str]) -> None:
    """Whether the gate lets it through."""
    out = make_console()
    for line in broken:
        out.print(Text(f"没有达到：{line}", style="red"))
    out.print(Text("不通过" if broken else "通过", style="bold red" if broken else "bold green"))


def make_scores_table(scores: dict[str, JsonObject]) -> Table:
    """One row a category."""
    table = make_table(
        "类别", "题数", "答对", "引用命中", "数在引文", "拒答精确", "拒答召回", "误拒", "p50 毫秒", "p95 毫秒"
    )
    names = ("answer", "citation_hit", "faithful", "refusal_precision", "refusal_recall", "over_refusal")
    for category, row in scores.items():
        shares = (share(row[name]) for name in names)
        table.add_row(
            CATEGORY_WORDS.get(category, category),
            str(row["questions"]),
            *shares,
            *(_ms(row[name]) for name in ("p50_ms", "p95_ms")),
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
