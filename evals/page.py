"""A run as one HTML file that needs nothing else: scores, plots, and every question with its paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from math import log10
from pathlib import Path
from typing import Any

from evals.calibration import Bin
from evals.compare import Comparison, compare_runs
from evals.report import CATEGORY_WORDS, run_line, run_object
from evals.runs import Run, list_runs, run_before

JsonObject = Mapping[str, Any]
FOLDER = Path(__file__).parent
COLUMNS = {
    "answer": "答对",
    "citation_hit": "引用命中",
    "faithful": "数在引文",
    "refusal_precision": "拒答精确",
    "refusal_recall": "拒答召回",
    "over_refusal": "误拒",
    "p50_ms": "p50 毫秒",
    "p95_ms": "p95 毫秒",
}
WIDTH, HEIGHT, MARGIN = 420, 180, 30
RUNS_SHOWN = 30


def page_among_runs(run: Run) -> str:
    """The page of a run beside the runs before it."""
    ids = {case.id for case in run.cases}
    history = [
        one
        for one in list_runs(run.folder.parent)
        if one.id <= run.id and ids == {case.id for case in one.cases} and one.is_finished
    ]
    before = run_before(run)
    return html_report(run, history, compare_runs(before, run) if before else None)


def html_report(run: Run, history: Sequence[Run] = (), comparison: Comparison | None = None) -> str:
    """The page of a run.

    Args:
        history: runs over the same questions, the oldest first, this one last; their scores are plotted.
        comparison: with an earlier run; questions that changed are marked.
    """
    body = run_object(run)
    changes = _changes(comparison)
    states = ["wrong", "right", *(["better", "worse"] if comparison else [])]
    parts = [
        f"<h1>问据评测 {escape(run.id)}</h1>",
        f'<p class="dim">{_about(body)}</p>',
        _cards(body),
        _compared(comparison) if comparison else "",
        "<h2>各类</h2>",
        _scores_table(body["scores"]),
        _steps(body["steps"]),
        _judged(body["judge"]),
        '<h2>图</h2><div class="plots">',
        _history_plot([run_line(one) for one in history]),
        _latency_plot([question["ms"] for question in body["questions"]]),
        _reliability_plot([Bin(**one) for one in body["calibration"]["bins"]], body["calibration"]["ece"]),
        "</div><h2>逐题</h2>",
        _filters(states, list(body["scores"])[:-1], body["scores"]["合计"]["answer"]),
        *(_question(question, changes.get(question["case"]["id"], "")) for question in body["questions"]),
    ]
    style, script = ((FOLDER / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(run.id)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{style}</style></head><body>{''.join(parts)}<script>{script}</script></body></html>\n"
    )


# --- above the questions ----------------------------------------------------------------------------------


def _about(body: JsonObject) -> str:
    target, git = body["target"], body["git"]
    revision = git["revision"][:9] + ("（有改动）" if git["changed"] else "")
    parts = (
        body["started"],
        f"版本 {revision}" if revision else "",
        f"报告 {len(target.get('documents', []))} 份，摘要 {target.get('corpus_digest', '')}",
        f"嵌入模型 {target.get('model', '')}",
        "、".join(Path(one["path"]).name for one in body["sets"]),
    )
    return " · ".join(escape(part) for part in parts if part)


def _cards(body: JsonObject) -> str:
    total = body["scores"]["合计"]
    low, high = body["interval"]
    cards = [
        (_share(total["answer"]), f"答对（95% 区间 {_share(low)}–{_share(high)}）"),
        (str(total["wrong"]), "答而不对"),
        (_share(total["over_refusal"]), "误拒"),
        (_share(total["refusal_recall"]), "该拒答的拒答了"),
        (_share(total["citation_hit"]), "引用命中"),
        (_share(total["exact_spans"]), "引文逐字相同"),
        (_ms(total["p50_ms"]) + " / " + _ms(total["p95_ms"]), "毫秒，p50 / p95"),
    ]
    inner = "".join(
        f'<div class="card"><b>{value}</b><span class="dim">{words}</span></div>' for value, words in cards
    )
    return f'<div class="cards">{inner}</div>'


def _compared(comparison: Comparison) -> str:
    low, high = comparison.interval
    verdict = "不像是偶然" if comparison.is_significant else "可能只是偶然"
    return (
        f"<p>与 {escape(comparison.before.id)} 比：变好 {len(comparison.better)}，变坏 {len(comparison.worse)}；"
        f"答对率变化的 95% 区间 {low * 100:+.1f} 到 {high * 100:+.1f}，p = {comparison.p:.3g}：{verdict}。</p>"
    )


def _changes(comparison: Comparison | None) -> dict[str, str]:
    if comparison is None:
        return {}
    return {b.case.id: name for name in ("better", "worse") for _, b in getattr(comparison, name)}


def _scores_table(scores: Mapping[str, JsonObject]) -> str:
    head = "".join(f"<th>{word}</th>" for word in ("类别", "题数", *COLUMNS.values()))
    rows = "".join(_scores_row(name, row) for name, row in scores.items())
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _scores_row(name: str, row: JsonObject) -> str:
    cells = [_ms(row[key]) if key.endswith("_ms") else _share(row[key]) for key in COLUMNS]
    inner = "".join(
        f"<td>{cell}</td>" for cell in (escape(CATEGORY_WORDS.get(name, name)), row["questions"], *cells)
    )
    return f'<tr class="{"total" if name == "合计" else ""}">{inner}</tr>'


def _steps(steps: Mapping[str, JsonObject]) -> str:
    """How long each step took."""
    if not steps:
        return ""
    shown = (f"{escape(name)} {_ms(one['p50_ms'])} / {_ms(one['p95_ms'])}" for name, one in steps.items())
    return f'<p class="dim">各步毫秒 p50 / p95：{"，".join(shown)}</p>'


def judge_words(judge: JsonObject) -> str:
    """A judge's score, what its word is worth, and what went wrong, in a sentence."""
    labels = judge["labels"]
    kappa = "–" if labels["kappa"] is None else f"{labels['kappa']:.2f}"
    words = (
        f"评判模型 {judge['model']}：评 {judge['graded']} 题，判对 {_share(judge['score'])}"
        f"（{judge['not_answered']} 题没有作答，不评）；与人工标注 {labels['graded']} 对一致 "
        f"{_share(labels['agreement'])}，κ = {kappa}；与规则评分不同的 {len(judge['differs'])} 题"
    )
    missing = judge["ungraded"] + labels["pairs"] - labels["graded"]
    return words + (f"；没有评成 {missing} 份：{judge['troubles'][0]}" if missing else "")


def _judged(judge: JsonObject | None) -> str:
    return f'<p class="dim">{escape(judge_words(judge))}</p>' if judge else ""


# --- plots ------------------------------------------------------------------------------------------------


def _history_plot(lines: Sequence[JsonObject]) -> str:
    """The share of right answers, run by run."""
    shown = [line for line in lines if line["scores"]["answer"] is not None][-RUNS_SHOWN:]
    if not shown:
        return ""
    step = (WIDTH - 2 * MARGIN) / max(1, len(shown) - 1)
    points = [(MARGIN + n * step, _y(line["scores"]["answer"])) for n, line in enumerate(shown)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dots = "".join(
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4"><title>{escape(line["id"])}：'
        f"{_share(line['scores']['answer'])}</title></circle>"
        for (x, y), line in zip(points, shown, strict=True)
    )
    return _figure(f'{_grid()}<polyline class="line" points="{path}"/>{dots}', "各次评测的答对率")


def _latency_plot(times: Sequence[float]) -> str:
    """How many questions took how long, on a scale of tenfold steps."""
    if not times:
        return ""
    bins = 24
    low, high = log10(max(min(times), 0.1)), log10(max(*times, 0.2))
    width = max(high - low, 0.1) / bins
    counts = [0] * bins
    for one in times:
        counts[min(bins - 1, int((log10(max(one, 0.1)) - low) / width))] += 1
    bar = (WIDTH - 2 * MARGIN) / bins
    most = max(counts)
    bars = "".join(
        f'<rect class="bar" x="{MARGIN + n * bar:.1f}" y="{_y(count / most):.1f}" width="{bar - 1:.1f}" '
        f'height="{_y(0) - _y(count / most):.1f}"><title>{10 ** (low + n * width):.1f}–{10 ** (low + (n + 1) * width):.1f} '
        f"毫秒：{count} 题</title></rect>"
        for n, count in enumerate(counts)
        if count
    )
    ends = _label(MARGIN, HEIGHT - 8, f"{10**low:.1f} 毫秒") + _label(
        WIDTH - MARGIN, HEIGHT - 8, f"{10**high:.0f} 毫秒", "end"
    )
    return _figure(bars + ends, f"用时分布（对数刻度），最多一格 {most} 题")


def _reliability_plot(bins: Sequence[Bin], ece: float | None) -> str:
    """Confidence against the share that was right; a good one lies on the diagonal."""
    if ece is None:
        return ""
    diagonal = (
        f'<line class="grid" x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke-dasharray="4"/>'
    )
    dots = "".join(
        f'<circle class="dot" cx="{_x(one.confidence):.1f}" cy="{_y(one.accuracy):.1f}" r="{3 + one.count**0.5 / 2:.1f}">'
        f"<title>自信 {_share(one.confidence)}，答对 {_share(one.accuracy)}，{one.count} 题</title></circle>"
        for one in bins
    )
    return _figure(_grid() + diagonal + dots, f"自信程度与答对率（ECE {ece:.3f}，只看作答的）")


def _figure(inner: str, caption: str) -> str:
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(caption)}">{inner}</svg>'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def _grid() -> str:
    return "".join(
        f'<line class="grid" x1="{MARGIN}" y1="{_y(v)}" x2="{WIDTH - MARGIN}" y2="{_y(v)}"/>'
        + _label(4, _y(v) + 4, f"{v:.0%}")
        for v in (0, 0.5, 1)
    )


def _label(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{words}</text>'


def _x(share: float) -> float:
    return MARGIN + share * (WIDTH - 2 * MARGIN)


def _y(share: float) -> float:
    return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN)


# --- the questions ----------------------------------------------------------------------------------------


def _filters(states: Iterable[str], categories: Sequence[str], answer: float | None) -> str:
    words = {"all": "全部", "wrong": "没答对的", "right": "答对的", "better": "变好的", "worse": "变坏的"}
    chosen = "all" if answer == 1.0 else "wrong"
    options = "".join(
        f'<option value="{name}"{" selected" if name == chosen else ""}>{words[name]}</option>'
        for name in ("all", *states)
    )
    kinds = "".join(
        f'<option value="{escape(one)}">{escape(CATEGORY_WORDS.get(one, one))}</option>' for one in categories
    )
    return (
        f'<form class="filters"><select name="state" aria-label="哪些题">{options}</select>'
        f'<select name="category" aria-label="类别"><option value="">各类</option>{kinds}</select>'
        '<input type="search" name="words" placeholder="找字" aria-label="找字"><span id="shown" class="dim"></span></form>'
    )


def _question(question: JsonObject, change: str) -> str:
    case, verdict, answer = question["case"], question["verdict"], question["answer"]
    state = "right" if verdict["right"] else "wrong"
    tags = [CATEGORY_WORDS.get(case["category"], case["category"]), f"{question['ms']:.0f} 毫秒"]
    tags += ["拒答"] if verdict["refused"] else []
    marks = "".join(f'<span class="tag">{escape(tag)}</span>' for tag in tags)
    if change:
        marks += f'<span class="tag {change}">{"变好" if change == "better" else "变坏"}</span>'
    rows = [
        *(_row("对话", escape(f"{turn['role']}：{turn['content']}")) for turn in case["history"]),
        _row("应为", escape(question["gold"]), "gold"),
        _row("答为", escape(answer["answer"])),
        *([_row("原因", escape("；".join(verdict["reasons"])), "why")] if verdict["reasons"] else []),
        *(
            [_row("无据的数", escape("、".join(verdict["unfaithful"])), "why")]
            if verdict["unfaithful"]
            else []
        ),
        *([_row("备注", escape(case["note"]))] if case["note"] else []),
        *(_row(f"引用 [{one['index']}]", _cited(one)) for one in answer["citations"]),
        *(
            _row("出处", f"<blockquote>{escape(one['quote'])}</blockquote>{escape(one['doc'])}")
            for one in case["evidence"]
        ),
    ]
    return (
        f'<details class="{state}" data-id="{escape(case["id"])}" data-state="{state} {change}" '
        f'data-category="{escape(case["category"])}"><summary><span class="sign">{"✓" if state == "right" else "✗"}</span> '
        f'<span class="dim">{escape(case["id"])}</span> {escape(case["question"])}{marks}</summary>'
        f'<div class="body">{"".join(rows)}</div></details>'
    )


def _row(word: str, inner: str, kind: str = "") -> str:
    return f'<div class="row"><span>{word}</span><span class="{kind}">{inner}</span></div>'


def _cited(citation: JsonObject) -> str:
    """The paragraph with the quote lit up."""
    text, start, end = citation["text"], citation["start"], citation["end"]
    lit = f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"
    return f"{escape(citation.get('title', ''))}<blockquote>{lit}</blockquote>"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value * 100:.1f}%"


def _ms(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
