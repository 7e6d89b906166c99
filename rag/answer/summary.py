"""What a report says in the main: the points of its results or plans, of one topic of it, or its shortcomings, each cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from ingest.headings import MARK, SIGN
from ingest.normalize import fold
from ingest.periods import contains, period_label, previous
from ingest.records import Paragraph, Report
from ingest.sentences import split_sentences
from rag.match.words import words_of
from rag.records import Claim, Draft, Evidence, Filters, Question
from rag.retrieve.retriever import Retriever
from rag.understand.intent import asks_how
from rag.understand.publishers import is_field_of, is_in_order, names_publisher
from rag.wording.alike import alike
from rag.wording.overlap import coverage

MAX_POINTS = 12
MAX_OF_TOPIC = 6  # sentences of the one section asked about
MIN_TOPIC = 0.5  # share of the topic's wording in a heading or a title
MIN_TOLD = 0.8  # in a run of a plan that has no headings
SENTENCES_OF_RUN = 2
MAX_LEAD = 20  # characters in which a paragraph owns up to shortcomings: 我们也清醒地看到…问题
MAX_HEAD = 9  # characters of a heading in front: (一)主要目标。
MIN_GOALS = 3  # targets in one sentence that sets the year's goals out
# 短板
SHORTCOMINGS = re.compile(
    r"问题|不足|短板|弱项|困难|难[处题]|毛病|软肋|瓶颈|薄弱环节|差距|挑战|压力(?!容器|管道|表)"
)
# 主要成效
_ASKING = re.compile(
    r"经济社会|经济|发展|建设|事业|领域|方面|运行|主要|成效|成绩|工作|情况|做法|目标|预期|方面|重点抓好?|抓好?|推进|"
    r"[干做办]好?|怎么样?|如何|举措|动作|几件?事?|件事|年|亮点|总体|总结|概括|介绍|取得|进展|存在|一下|哪些|内容|简单|简要|"
    r"重点|任务|发现|查出|反映|集中|问题|思路|打算|计划|安排|举措|措施|下一步|是?什么?|都?有"
)
# ：一是; 。2、推进复工
_ORDINAL = re.compile(r"(?<=[：:。；;\s])(?=[一二三四五六七八九十]是|\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[)）])")


def asks_goals(question: Question) -> bool:
    """Whether the year's goals are asked for, and not that of one thing: 2025年主要目标是什么, 有哪些旅游目标."""
    is_bare = question.intent in ("text", "who") and len(_ASKING.sub("", question.content)) < 2
    return question.status == "target" and not question.terms and (question.intent == "list" or is_bare)


def summarize(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """The main points of the one newest report in scope; None where it has none of what is asked."""
    report = _report(question, retriever, filters)
    if report is None:
        return None
    paragraphs = retriever.store.library.paragraphs_of(report.id)
    if SHORTCOMINGS.search(question.text):
        return _draft(_shortcomings(question, report, paragraphs, retriever), question, report)
    wants_plan = _wants_plan(question, report)
    topic = _own_topic(_ASKING.sub("", question.content), report)
    has_topic = len(topic) >= 2 and not set(topic) <= set(report.title + report.publisher)  # 人社, 发改委
    if asks_goals(question) and not has_topic:
        is_of_year = not question.periods or report.plan_period in question.periods
        if not is_of_year or (question.regions and report.region not in question.regions):
            return None  # those of another year, or of the city for its county
        if goals := _goals(paragraphs, retriever):
            return _draft(goals, question, report)
    parts = _parts(paragraphs, wants_plan)
    if not parts:
        runs = _runs(paragraphs, wants_plan)
        spans = [run for run in runs if not has_topic or _is_about(topic, run)]
        return _draft(spans[:MAX_POINTS], question, report)
    if has_topic:
        part = _of_topic(parts, topic)
        bodies = _bodies(paragraphs, wants_plan)
        spans = _telling(part, retriever) if part else _under(topic, report, bodies, retriever)
        spans = (spans or _saying(parts, topic))[:MAX_OF_TOPIC]
    else:
        spans = [
            *_opening(paragraphs, parts, retriever),
            *(s for part in parts[:MAX_POINTS] for s in _point(part, retriever)),
        ]
    return _draft(spans, question, report)


def _own_topic(topic: str, report: Report) -> str:
    """体会 of 科技局体会, asked of what the 科学技术局 wrote; the topic itself where it is nothing else."""
    office = report.title + report.publisher
    own = [w for w in words_of(topic) if not any(is_in_order(one, office) for one in (w, *alike(w)))]
    return "".join(own) if sum(map(len, own)) >= 2 else topic


def of_section(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """What a report says under the heading that names just what is asked: 农业情况怎么样; None where there is none."""
    for report in reports_asked(question, retriever, filters):
        if question.regions and report.region not in question.regions:
            continue  # what the city says of 教育 is not its district's
        paragraphs = retriever.store.library.paragraphs_of(report.id)
        topic = topic_of(question.content)
        if is_field_of(topic, report.publisher) or _is_of_all(topic, paragraphs):
            return summarize(question, retriever, filters)  # 科技工作 of a 科学技术局 is all its report
        wants_plan = _wants_plan(question, report)
        own = [
            p for p in paragraphs if p.kind == "body" and p.is_plan == wants_plan
        ]  # (一)小微水体审计 of 问题通报
        bodies = _bodies(paragraphs, wants_plan) if asks_how(question.text) else own
        bodies = [p for p in bodies if _is_of_time(question, p)]
        for content in dict.fromkeys((question.content, *(way.content for way in question.wordings))):
            if spans := _under(topic_of(content), report, bodies, retriever):
                return _draft(spans, question, report)
    return None


def _is_of_all(topic: str, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the title names just the field asked about: 某市生态环境状况(通报)."""
    title = fold(paragraphs[0].text) if paragraphs and paragraphs[0].kind == "heading" else ""
    return len(topic) > 2 and topic in title


def topic_of(content: str) -> str:
    """What is asked without words that only ask how it went: 项目 of 项目建设; 经济运行 where there is nothing else."""
    return "".join(word for word in words_of(content) if _ASKING.sub("", word)) or content


def _under(topic: str, report: Report, bodies: Sequence[Paragraph], retriever: Retriever) -> list[Span]:
    """What stands under the outermost headings that name the topic: of several, the first sentence of each."""
    for depth in (1, 2, 3, None):
        parts = [part for part in _headed(bodies, depth) if _is_named(topic, part.title, report)]
        if len(parts) == 1 and depth and (points := _by_points(parts[0], depth + 1, report, retriever)):
            return points
        if len(parts) == 1:
            told = [one for one in _sentences(parts[0]) if not _is_heading(one, parts[0])]
            telling = _telling(parts[0], retriever)
            # of 工业和建筑业, what is said of the one asked about
            ranked = sorted(told, key=lambda one: (topic not in _said(one), one not in telling))
            return sorted(ranked[:MAX_OF_TOPIC], key=told.index)
        if parts:
            return [span for part in parts[:MAX_POINTS] for span in _telling(part, retriever)[:1]]
    return []


def _headed(
    bodies: Sequence[Paragraph], depth: int | None, paragraphs: Sequence[Paragraph] = ()
) -> list[_Part]:
    """The parts under the headings of one level; None: each paragraph under its first words, 一年来，民生福祉不断增进。"""
    if depth is None:
        leads = [(fold(p.text).split("。")[0], p) for p in bodies]
        return [_Part(lead, None, (p,)) for lead, p in leads if not re.search(r"\d", lead)]
    under: dict[tuple[str, ...], list[Paragraph]] = {}
    for paragraph in bodies:
        if len(paragraph.section) >= depth:
            under.setdefault(paragraph.section[:depth], []).append(paragraph)
    heads = {(*p.section, title): p for p in paragraphs if p.kind == "heading" for title in (_title(p),)}
    return [_Part(prefix[-1], heads.get(prefix), tuple(body)) for prefix, body in under.items()]


def _title(heading: Paragraph) -> str:
    """The words of a heading as they stand in the sections under it."""
    return heading.text.replace("**", "").strip(SIGN).rstrip("。：:;；")


def _is_named(topic: str, heading: str, report: Report) -> bool:
    """Whether a heading says each word of a topic, or the end of it where the report itself is of the rest."""
    *words, last = words_of(topic) or ("",)
    said, office = fold(heading), report.publisher
    ends = ((word[k:], word[:k]) for word in (last, *alike(last)) for k in range(len(word) - 1))
    return any(end in said and is_in_order(rest, office) for end, rest in ends) and all(
        is_in_order(word, office) or any(one in said + report.title for one in (word, *alike(word)))
        for word in words
    )


def _is_of_time(question: Question, paragraph: Paragraph) -> bool:
    return not question.periods or any(
        contains(asked, paragraph.period) for asked in question.periods if paragraph.period
    )


Span = tuple[Paragraph, int, int]


@dataclass(frozen=True)
class _Part:
    """A part of a report under one heading."""

    title: str
    heading: Paragraph | None  # None where the heading stands in its first paragraph
    body: tuple[Paragraph, ...]


def _draft(spans: Sequence[Span], question: Question, report: Report) -> Draft | None:
    if not spans:
        return None
    first = spans[0][0]
    time = period_label(first.period) if first.period else ""
    label = f"{report.region_name}{time}{'计划' if first.is_plan else ''}："
    points = [Evidence(report, *span, 1.0, ("sections",)) for span in spans]
    claims = tuple(
        Claim("text", label if k == 0 else "", e.paragraph.text[e.start : e.end], e)
        for k, e in enumerate(points)
    )
    return Draft(claims, None, (), question.notice, (), 0.8)


def _wants_plan(question: Question, report: Report) -> bool:
    return question.is_plan or (
        report.plan_period in question.periods and report.period not in question.periods
    )


def _parts(paragraphs: Sequence[Paragraph], wants_plan: bool) -> list[_Part]:
    """The parts of the outermost level of headings that has two or more with text of their own."""
    bodies = _bodies(paragraphs, wants_plan)
    levels = (_headed(bodies, depth, paragraphs) for depth in (1, 2, 3))
    return next((parts for parts in levels if len(parts) > 1), [])


def _bodies(paragraphs: Sequence[Paragraph], wants_plan: bool) -> list[Paragraph]:
    """Text under a heading where there are any, a numbered one at best; none that owns up to shortcomings."""
    bodies = [p for p in paragraphs if p.kind == "body" and p.is_plan == wants_plan]
    bodies = [p for p in bodies if not _NOTE.match(p.text)]
    headed = [(p, fold("".join(p.section[:1]))) for p in bodies if p.section] or [(p, "") for p in bodies]
    headed = [(p, head) for p, head in headed if not (SHORTCOMINGS.search(head) or _owns_up(p))]
    return [p for p, head in headed if MARK.match(head.strip(SIGN))] or [p for p, _ in headed]


# 注：火灾数据由消防救援站提供。
_NOTE = re.compile(r"\s*[*＊]?(?:注|备注|说明|附件|附表)\s*\d?[:：]")


def _owns_up(paragraph: Paragraph) -> bool:
    """同时，我们也清醒看到，工作中还存在…问题: a paragraph that begins so."""
    lead = _LEAD.search(fold(paragraph.text))
    return lead is not None and lead.start() < MAX_LEAD


def _runs(paragraphs: Sequence[Paragraph], wants_plan: bool) -> list[Span]:
    """Of a part without headings below it, its paragraphs, each cut at 一是, 二是: the head and a sentence of each."""
    runs = [run for p in _bodies(paragraphs, wants_plan) for run in _cut(p)]
    return [(p, start, _end_of(p.text[start:end], start)) for p, start, end in runs]


def _is_about(topic: str, run: Span) -> bool:
    """Whether a run names the topic, or stands under a heading that does: 四季度工作要求."""
    headed = fold("".join(run[0].section))
    return coverage(topic, _said(run)) >= MIN_TOLD or coverage(topic, headed) >= MIN_TOLD


def _end_of(text: str, start: int) -> int:
    sentences = split_sentences(text)[:SENTENCES_OF_RUN]
    return _trimmed(text, 0, sentences[-1][1])[1] + start


def _cut(paragraph: Paragraph) -> list[Span]:
    text = paragraph.text
    ends = [0, *(m.start() for m in _ORDINAL.finditer(text) if m.start()), len(text)]
    runs = [(paragraph, *_trimmed(text, a, b)) for a, b in pairwise(ends)]
    return [run for run in runs if run[1] < run[2]]


def _said(run: Span) -> str:
    paragraph, start, end = run
    return fold(paragraph.text[start:end])


def _goals(paragraphs: Sequence[Paragraph], retriever: Retriever) -> list[Span]:
    """The sentence that sets the year's goals out, else the table that does."""
    plans = [p for p in paragraphs if p.is_plan]
    figures = retriever.store.library.figures_of([p.id for p in plans])
    starts = {p.id: [f.start for f in figures if f.paragraph_id == p.id] for p in plans}
    for paragraph in (p for p in plans if p.kind == "body"):
        for start, end in split_sentences(paragraph.text):
            told = sum(start <= at < end for at in starts[paragraph.id])
            headed = "".join(paragraph.section[-1:]) + paragraph.text[max(0, start - MAX_HEAD) : end]
            if told >= MIN_GOALS and _SETS_GOALS.search(fold(headed)):
                return [(paragraph, *_trimmed(paragraph.text, start, end))]
    return next((_rows(p) for p in plans if p.kind == "table"), [])


# 力争
_SETS_GOALS = re.compile(r"目标|确保|力争")


def _rows(table: Paragraph) -> list[Span]:
    """The rows of a table, its header first."""
    spans, at = [], 0
    for line in table.text.split("\n"):
        if re.search(r"[\w一-鿿]", line):
            cells = re.search(r"[^|\s　].*[^|\s　]", line)
            spans.append(
                (table, at + cells.start(), at + cells.end()) if cells else (table, at, at + len(line))
            )
        at += len(line) + 1
    return spans[: MAX_POINTS + 1]


def _of_topic(parts: Sequence[_Part], topic: str) -> _Part | None:
    """The part whose heading names the topic."""
    best = max(parts, key=lambda part: coverage(topic, fold(part.title)), default=None)
    return best if best and coverage(topic, fold(best.title)) >= MIN_TOPIC else None


def _saying(parts: Sequence[_Part], topic: str) -> list[Span]:
    """Sentences that name a topic which no heading names."""
    sentences = [
        (p, *_trimmed(p.text, start, end))
        for part in parts
        for p in part.body
        for start, end in split_sentences(p.text)
    ]
    return [one for one in sentences if coverage(topic, _said(one)) >= MIN_TOLD]


def _by_points(part: _Part, depth: int, report: Report, retriever: Retriever) -> list[Span]:
    """A part by its own parts, where it has two or more."""
    inner = _headed(part.body, depth, retriever.store.library.paragraphs_of(report.id))
    return [span for one in inner for span in _point(one, retriever)] if len(inner) > 1 else []


def _point(part: _Part, retriever: Retriever) -> list[Span]:
    """The heading, where it says something, and the first sentence under it that states a figure."""
    heading = part.heading or part.body[0]  # “(一)旅游提速。接待游客…”: the heading opens the first paragraph
    start = len(heading.text) - len(heading.text.lstrip(SIGN))  # **（一）旅游提速。**
    named = heading is part.heading or heading.text.startswith(part.title, start)
    end = len(heading.text.rstrip("*")) if heading is part.heading else start + len(part.title)
    words = fold(heading.text[:end]).strip(SIGN)
    mark = MARK.match(words)
    says = part.body[0].is_plan or not _TOPIC.fullmatch(words[mark.end() if mark else 0 :].strip(SIGN))
    return [*([(heading, start, end)] if named and says else []), *_telling(part, retriever)[:1]]


# 综合; 人口、人民生活和社会保障: what it is about, and nothing of it; not 文化服务提质
_TOPIC = re.compile(r"(?!.*[提增扩优强壮推深稳促升见显加破])(?:[^,。:;]{1,7}|[^,。:;]*、[^,。:;]*)")


def _opening(paragraphs: Sequence[Paragraph], parts: Sequence[_Part], retriever: Retriever) -> list[Span]:
    """What is said in front of the parts, under the heading that they share or none: the overview in figures."""
    told = {p.id for part in parts for p in part.body}
    first = min((p for part in parts for p in part.body), key=lambda p: p.index, default=None)
    if first is None:
        return []
    before = [p for p in paragraphs if p.kind == "body" and p.index < first.index and p.id not in told]
    lead = tuple(p for p in before if p.is_plan == first.is_plan)
    if not lead or not retriever.store.library.figures_of([p.id for p in lead]):
        return []
    return _telling(_Part("", None, lead), retriever)[:1]


def _telling(part: _Part, retriever: Retriever) -> list[Span]:
    """Sentences of a part that state figures; where none does, its first sentence."""
    figures = retriever.store.library.figures_of([p.id for p in part.body])
    starts = {p.id: [f.start for f in figures if f.paragraph_id == p.id] for p in part.body}
    sentences = _sentences(part)
    telling = [s for s in sentences if any(s[1] <= at < s[2] for at in starts[s[0].id])]
    return telling or sentences[:1]


def _sentences(part: _Part) -> list[Span]:
    return [(p, *_trimmed(p.text, start, end)) for p in part.body for start, end in split_sentences(p.text)]


def _is_heading(one: Span, part: _Part) -> bool:
    """Whether a sentence is but a heading, at the front of its paragraph: （一）粮食生产。"""
    said = _said(one).strip(SIGN + "。")
    return not said or any(said in fold(title) for title in (part.title, *one[0].section))


# 局长坦言, 报告里承认: who owns up to them
_OWNER = re.compile(
    r"承认|坦言|检讨|指出|点出|点名|提到|遇到|碰到|会上|分管|自己|报告|讲话|通报|领导|"
    r"[局县市区镇]长|系统|面临|政府|目前|当前|督导|检查|反馈|审计"
)


def _shortcomings(
    question: Question, report: Report, paragraphs: Sequence[Paragraph], retriever: Retriever
) -> list[Span]:
    """The shortcomings that a report owns up to; those of a field where one is asked: 农村供水有什么问题."""
    results = [p for p in paragraphs if p.kind == "body" and not p.is_plan]
    words = words_of(_OWNER.sub("", _ASKING.sub("", SHORTCOMINGS.sub("", question.content))))
    office = report.title + report.publisher + fold(paragraphs[0].text)
    known = [w for w in words if any(is_in_order(one, office) for one in (w, *alike(w)))]
    field = "".join(w for w in words if len(w) > 1 and w not in known)
    own = [one for one in _owned(results) if not field or coverage(field, _said(one)) >= MIN_TOLD]
    return own or (_under(field, report, results, retriever) if field else [])


def _owned(results: Sequence[Paragraph]) -> list[Span]:
    """What stands under a heading of that name, else behind “存在的问题：一是…二是…”, point by point."""
    lines = {b.id for a, b in pairwise(results) if _SPOKEN.match(a.text) and SHORTCOMINGS.search(a.text)}
    headed = [p for p in results if any(map(SHORTCOMINGS.search, p.section)) or p.id in lines]
    lead = next(((p, m.start()) for p in results if (m := _LEAD.search(fold(p.text)))), None)
    if headed or lead is None:
        runs = [run for p in headed for run in _cut(p)]
        return [run for run in runs if not _said(run).endswith(":")][:MAX_POINTS]  # 还存在一些不足：
    paragraph, start = lead
    runs = [run for run in _cut(paragraph) if run[1] > start]
    return runs or [(paragraph, *_trimmed(paragraph.text, start, len(paragraph.text)))]


# 第二点，看问题要往深处看。
_SPOKEN = re.compile(r"第[一二三四五六]点.{,30}$")
# 存在以下问题
_LEAD = re.compile(
    r"(?:存在|看到|认识|面临|还有)[^。]{0,30}(?:问题|不足|短板|困难|薄弱|差距|压力)|"
    r"(?:问题|不足|短板|困难|挑战)[^。，,]{0,4}(?:不容|依然|仍然|突出)[^。]{0,8}[:：]|"
    r"也(?:要|应当?|必须)?(?:清醒|深刻)?地?(?:看到|认识到)[:：]|"
    r"(?:^|[。；;])(?:主要|存在的?)?(?:问题|不足|短板|困难)(?:之处)?[:：]"
)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in SIGN + "\n":
        start += 1
    while end > start and text[end - 1] in " \t\n　；;。*":
        end -= 1
    return start, end


def list_below(evidence: Evidence, retriever: Retriever) -> list[Evidence]:
    """What an announcement announces: behind its colon, in the headings that follow it, or in the table that it names."""
    text = evidence.paragraph.text.rstrip()
    following = [
        p
        for p in retriever.store.library.paragraphs_of(evidence.report.id)
        if p.index > evidence.paragraph.index
    ]
    if evidence.paragraph.kind != "table" and _NAMES_TABLE.search(fold(text[evidence.start : evidence.end])):
        table = next((p for p in following[:2] if p.kind == "table"), None)
        return [replace(evidence, paragraph=p, start=a, end=b) for p, a, b in _rows(table)] if table else []
    items = list(takewhile(lambda p: p.kind == "body" and _ITEM.match(p.text), following))
    if len(items) > 1 and not re.search("[。；;，,]", text):  # 十件民生实事 over 1.新增停车位1500个；
        return [replace(evidence, paragraph=p, start=0, end=len(p.text.rstrip("；; \n"))) for p in items]
    if text.endswith((":", "：")) and evidence.end >= len(text) - 1:
        return _headings_below(evidence, following)
    return _behind_colon(evidence) or _points_below(evidence, following)


# 2.新增停车位1500个；
_ITEM = re.compile(r"\s*[(（]?\d{1,2}[.、．)）]")
# 一是抓实
_POINT = re.compile(r"(?:^|[：:。；;])\s*[一二三四五六七八九十]是")


def _points_below(evidence: Evidence, following: Sequence[Paragraph]) -> list[Evidence]:
    """抓实“五类项目” as a heading: the points 一是, 二是 of the text under it, the first clause of each."""
    body = following[0] if evidence.paragraph.kind == "heading" and following else None
    if body is None or body.kind != "body" or len(_POINT.findall(body.text)) < 2:
        return []
    runs = [run for run in _cut(body) if re.match(r"[一二三四五六七八九十]是", body.text[run[1] :])]
    ends = [re.compile("[。；;，,]").search(p.text, start, end) for p, start, end in runs]
    return [
        replace(evidence, paragraph=p, start=start, end=mark.start() if mark else end)
        for (p, start, end), mark in zip(runs, ends, strict=True)
    ]


# 见下表
_NAMES_TABLE = re.compile(r"^(?:\*\*)?表\s*\d|见(?:下表|表\s*\d)")


def _behind_colon(evidence: Evidence) -> list[Evidence]:
    """主要预期目标是：…；…；…: the whole sentence, where only its first clause was found."""
    text = evidence.paragraph.text
    start, end = next((s for s in split_sentences(text) if s[0] <= evidence.start < s[1]), (0, 0))
    colon = re.search("[:：]", text[evidence.start : evidence.end])
    if not colon or evidence.end >= end - 1:
        return []
    first = text[evidence.start + colon.end() :][:2]  # 体会是：必须…，必须…
    if not re.search(f"；|[，,]{re.escape(first)}", text[evidence.end - 1 : end]):
        return []
    start, end = _trimmed(text, start, end)
    return [replace(evidence, start=start, end=end)]


def _headings_below(evidence: Evidence, following: Sequence[Paragraph]) -> list[Evidence]:
    """The headings behind “九大攻坚战:”, one level, up to the next text of its own."""
    headings = [p for p in following if p.kind == "heading"]
    depth = len(headings[0].section) if headings else 0
    listed: list[Evidence] = []
    for heading in headings:
        if len(heading.section) < depth or len(listed) == MAX_POINTS:
            break
        if len(heading.section) == depth:
            listed.append(replace(evidence, paragraph=heading, start=0, end=len(heading.text)))
    return listed


def _report(question: Question, retriever: Retriever, filters: Filters) -> Report | None:
    return next(iter(reports_asked(question, retriever, filters)), None)


def reports_asked(question: Question, retriever: Retriever, filters: Filters) -> list[Report]:
    """The reports in scope, likeliest first; none where they are of several places and the question names none."""
    scope = retriever.scope(question.regions, filters)
    reports = [r for r in retriever.store.library.reports() if scope is None or r.id in scope]
    reports = [r for r in reports if names_publisher(question.text, r.publisher)] or reports
    if question.periods:
        reports = [r for r in reports if any(_speaks_of(r, p, question.is_plan) for p in question.periods)]
    own = [r for r in reports if r.region in question.regions]
    reports = own or reports
    if len({r.region for r in reports}) > 1 and not question.regions:
        return []
    topic = _ASKING.sub("", question.content)
    return sorted(
        reports, key=lambda r: (round(coverage(topic, r.title), 1), r.period, r.published), reverse=True
    )


def _speaks_of(report: Report, period: str, of_plans: bool) -> bool:
    """下一步工作 of a report on 2023 is of 2024, where it does not say."""
    is_next = of_plans and not report.plan_period and previous(period) == report.period
    return is_next or period in (report.period, report.plan_period) or contains(report.period, period)
