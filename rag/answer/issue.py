"""What a report says of itself: who issued it, when, under what number, and whom to call; told by the line that says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial

from ingest.head import DATE, HAN_DATE, ORG, POSTS, dates
from ingest.normalize import fold
from ingest.records import Paragraph, Report
from rag.answer.summary import reports_asked
from rag.records import Claim, Draft, Evidence, Filters, Question, Refusal
from rag.retrieve.retriever import Retriever
from rag.understand.publishers import names_publisher
from rag.wording.overlap import coverage

HEAD, SIGNATURE = 8, 4  # paragraphs at either end of a report where its own lines stand
MAX_LINE = 80  # characters of such a line
MIN_NAMED = 0.8  # of what the question calls the report, said by its head
MIN_TITLE = 4  # characters of a title that calls itself none: 河塘区市场监督管理工作

_ISSUED = r"(?:发布|印发|公布|发出|公开|成文|制发|刊发|发|出)(?:的|了|出来)*"
# 发文字号是什么
_NUMBER = re.compile(r"(?:发文字?号|文号|文件编号)(?:是|为)?(?:什么|多少|几号|啥|的)*")
# 什么时候发布的
_DATE = re.compile(
    rf"(?:什么时[候间]|何时|哪一?[天年]|几月(?:份|几[日号])?){_ISSUED}|"
    r"(?:发布|印发|成文|公开|公布|发文)(?:日期|时间)(?:是|为)?(?:什么时候|哪天|几号)?"
)
# 是哪两家单位发的
_WHO = re.compile(
    rf"(?:谁|(?:哪[一两二三几]?[个家]?|什么)(?:单位|部门|机构|机关|局))(?:联合|共同)?(?:{_ISSUED}|编?写的?|编[制印]的?|起草的?)|"
    r"(?:发布|发文|制发|印发)(?:单位|机构|机关|部门)(?:是|为)?(?:哪个|谁|哪家)?"
)
# 政府工作报告是谁作的, 县长是谁
_SPEAKER = re.compile(
    r"(?:是?谁(?:来)?(?:作|做|宣读)的?|(?:哪位(?:领导)?|哪个人)(?:作|做|宣读|发布)的?|报告人(?:是谁)?|"
    rf"(?P<post>副?{POSTS})(?:是谁|叫什么(?:名字)?|姓名|是哪位))(?:报告)?"
)
# what stands behind its label: 联系电话: 0571-1234567
_CONTACTS = {
    "联系人": "[一-鿿]{2,4}(?![一-鿿])",
    "电话": r"\d[\d()—-]{5,}\d",
    "地址": r"[^,，;；。)）\s]+",
    "邮编": r"\d{6}",
    "邮箱": r"[\w.-]+@[\w.-]+",
}
# 办公室电话是多少, 联系人是谁; not 电话打了多少个
_CONTACT = re.compile(
    rf"(?:联系|咨询|办公|电子|通讯|单位)?(?P<contact>{'|'.join(_CONTACTS)})(?:号码)?(?:(?:是|叫|在|为)?"
    r"(?:谁|多少(?![个通次部条]|\w)|几号|什么(?:名字)?|哪里?|哪儿|哪位)|(?=\W*$))"
)
# 报告人: 李某某, 县长 李某某
_NAMED = re.compile(
    r"(?:(?:报告人|发布人|宣读人)[: ]*[^\n]{2,40}|"
    rf"[一-鿿、]{{0,20}}{POSTS} *[一-鿿](?: {{0,3}}[一-鿿]){{1,3}})$"
)
# 统计公报, 这份报告
_REPORT = re.compile(r"公报|报告|总结|通报|通知|公告|快报|简报|文件|材料|要点|思路|文章|资料|[这该][份篇]")
# 各乡镇人民政府,县直各单位:
_ADDRESSED = re.compile(r"^各|:$")
_Asked = tuple[str, re.Pattern[str]]
_ASKED: tuple[_Asked, ...] = (
    ("文号", _NUMBER),
    ("发布时间", _DATE),
    ("报告人", _SPEAKER),
    ("发布单位", _WHO),
    ("联系方式", _CONTACT),
)


def tell_issue(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """Who issued the report asked about, when or under what number; None where no such thing is asked."""
    what, pattern = next((one for one in _ASKED if one[1].search(question.asked)), ("", None))
    if pattern is None or "《" in question.text:
        return None
    called = re.sub(r"\W|[是由的]", "", pattern.sub("", question.asked))
    named = _REPORT.sub("", called)
    is_report = what == "文号" or named != called
    for report in reports_asked(question, retriever, filters):
        paragraphs = retriever.store.library.paragraphs_of(report.id)
        head = fold(report.title + report.publisher + paragraphs[0].text)
        is_named = (
            coverage(named, head) >= MIN_NAMED if is_report else len(named) >= MIN_TITLE and named in head
        )
        contact = _CONTACT.search(question.asked) if what == "联系方式" else None
        is_named |= bool(contact) and names_publisher(question.asked, report.publisher)
        if (question.regions and report.region not in question.regions) or (named and not is_named):
            continue
        ends = (*paragraphs[:HEAD], *paragraphs[HEAD:][-SIGNATURE:])
        lines = [p for p in ends if len(p.text) <= MAX_LINE or _is_label_table(p)]
        if (post := _SPEAKER.search(question.asked)) and post["post"]:  # 副县长 is no 县长
            lines = [p for p in lines if re.search(f"(?<!副){post['post']}", fold(p.text))]
        if contact:
            what, lines = contact["contact"], paragraphs
        if post and post["post"] and not any(_SAID[what](report, lines)):
            continue  # the text may say who: see rag.answer.holder
        return _draft(question, report, what, list(_SAID.get(what, partial(_contact, what))(report, lines)))
    return None


def _is_label_table(paragraph: Paragraph) -> bool:
    """发布机构: | 某市科技局 | 成文日期: | 2025-04-16, of as many lines as a web page has."""
    return paragraph.kind == "heading" and len(re.findall(r"[:：] *\|", paragraph.text)) > 1


def _draft(question: Question, report: Report, what: str, told: Sequence[Evidence]) -> Draft:
    if not told:
        message = f"{report.region_name}的报告没有写明{what}。"
        return Draft((), Refusal("no_text", message))
    label = f"{report.region_name}的报告，{what}："
    quotes = [one.paragraph.text[one.start : one.end] for one in told]
    claims = [
        Claim("text", "" if k else label, quote, one)
        for k, (quote, one) in enumerate(zip(quotes, told, strict=True))
    ]
    return Draft(tuple(claims), None, (), question.notice, (), 0.9)


def _number(report: Report, lines: Sequence[Paragraph]) -> Iterator[Evidence]:
    for line in lines if report.number else ():
        start = fold(line.text).find(fold(report.number))
        if start >= 0:
            yield _evidence(report, line, start, start + len(report.number))
            return


def _date(report: Report, lines: Sequence[Paragraph]) -> Iterator[Evidence]:
    for line in lines:
        folded = fold(line.text)
        for match in (*DATE.finditer(folded), *HAN_DATE.finditer(folded)):
            if report.published in dates(match.group()):
                yield _evidence(report, line, *match.span())
                return


def _publisher(report: Report, lines: Sequence[Paragraph]) -> Iterator[Evidence]:
    """Each organisation on a line of its own or behind a label; else the one that the title opens with."""
    said = set()
    own = (one for one in lines if one.kind == "heading" and not _ADDRESSED.search(fold(one.text)))
    for line in own:
        for name in re.finditer(r"[^\s|·,，、/:：()（）]+", line.text):
            if ORG.fullmatch(fold(name.group())) and name.group() not in said:
                said.add(name.group())
                yield _evidence(report, line, *name.span())
    for line in lines[:1] if report.publisher and not said else ():
        start = line.text.find(report.publisher)
        if start >= 0:
            yield _evidence(report, line, start, start + len(report.publisher))


def _speaker(report: Report, lines: Sequence[Paragraph]) -> Iterator[Evidence]:
    for line in lines:
        if match := _NAMED.search(fold(line.text).rstrip()):
            yield _evidence(report, line, *match.span())
            return


def _contact(what: str, report: Report, paragraphs: Sequence[Paragraph]) -> Iterator[Evidence]:
    label = rf"{what}[: ]*" if what != "电话" else r"(?:电话|联系人|联系方式)[^\d,，。;；]{0,20}"
    said = re.compile(rf"{label}(?P<told>{_CONTACTS[what]})")
    found = ((p, m) for p in paragraphs if (m := said.search(fold(p.text))))
    yield from (_evidence(report, p, *m.span("told")) for p, m in list(found)[-1:])


_SAID = {"文号": _number, "发布时间": _date, "报告人": _speaker, "发布单位": _publisher}


def _evidence(report: Report, line: Paragraph, start: int, end: int) -> Evidence:
    return Evidence(report, line, start, end, 1.0, ("head",))
