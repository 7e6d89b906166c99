"""Who holds an office, as the text of a report calls him: 科技局局长蒲某某表示."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.head import POSTS
from ingest.normalize import fold
from ingest.records import Report
from ingest.segments import segment
from rag.answer.summary import reports_asked
from rag.records import Claim, Draft, Evidence, Filters, Question, Refusal
from rag.retrieve.retriever import Retriever
from rag.understand.spans import blank

MAX_HOLDERS = 4
MAX_WORDS = 3  # beside the office: 市场 监管局; more than that asks for whoever did something
_OFFICES = rf"(?:{POSTS}|检察长|院长|校长|部长|厅长|处长|科长|所长|站长|总监|总经理|董事长)"
# 农业农村局局长是谁
_ASKED = re.compile(rf"(?P<post>副?{_OFFICES})(?:是谁|叫什么(?:名字)?|姓名|是哪位|是哪个)(?=\W*$)")
# 局长 刘某某 在会上发言, 局长蒲某某表示
_NAME = (
    r"[ \u3000:：]*(?:(?<=[ \u3000:：])(?P<apart>[一-鿿·]{2,8})(?=[ \u3000])|"
    r"(?P<joined>[一-鿿](?:[一-鿿]{1,2}| {1,2}[一-鿿])))"
    r"(?=$|[\s,，、。;；:：)）]|介绍|表示|说|指出|认为|透露|告诉|主持|出席|通报|作[了的]?|率|强调|坦言|回应|代表|就|在|宣布|"
    r"参加|获|荣|同志|被)"
)
# 市财政局, 顺庆区市场监管局: an organisation of its own
_ORG = re.compile("(?:局|委|厅|院|部|办|公司|银行|中心|街道|[镇乡村]|学校)[^局委厅院]{0,6}$")


def tell_holder(question: Question, retriever: Retriever, filters: Filters) -> Draft | None:
    """Who holds the office asked about; None where no such thing is asked."""
    asked = _ASKED.search(question.text)
    if asked is None or "《" in question.text:
        return None
    post = asked["post"]
    regions = retriever.store.reader.regions
    before = question.text[: asked.start()]
    for code in question.regions:  # a town is in no table
        town = code.partition("/")[2] or "\0"
        before = before.replace(town, "").replace(re.sub("(?:街道|镇|乡)$", "", town), "")
    words = [w for w in segment(blank(before, regions.find(before, ""))) if len(w.strip()) > 1]
    if len(words) > MAX_WORDS:
        return None
    reports = reports_asked(question, retriever, filters)
    found: dict[str, tuple[Report, Evidence]] = {}
    for report in reports:
        for name, one in _holders(question, report, post, words, retriever):
            found.setdefault(name, (report, one))
    if not found:
        owner = "、".join(regions.name(code) for code in question.regions)
        return Draft((), Refusal("no_text", f"{owner + '的' if owner else '库中的'}报告没有写明{post}是谁。"))
    claims = [
        Claim("text", f"{report.region_name}：", one.paragraph.text[one.start : one.end], one)
        for report, one in list(found.values())[:MAX_HOLDERS]
    ]
    return Draft(tuple(claims), None, (), question.notice, (), 0.9)


# 文旅局
_BUREAU = re.compile("[一-鿿]{2,}[局委办厅]")


def _is_said(word: str, said: str) -> bool:
    """Whether an office names an organisation, be it by a short name: 文旅局 is the 文广旅体局."""
    return word in said or bool(_BUREAU.fullmatch(word) and re.search("[一-鿿]?".join(word), said))


def _holders(
    question: Question, report: Report, post: str, words: list[str], retriever: Retriever
) -> Iterator[tuple[str, Evidence]]:
    """Each person whom the report gives the office, of the organisation and the place asked about."""
    regions = retriever.store.reader.regions
    holder = re.compile(rf"[一-鿿、]{{0,16}}(?<!副){post}{_NAME}")
    issuer = fold(report.publisher + report.title)
    for paragraph in retriever.store.library.paragraphs_of(report.id):
        for match in holder.finditer(paragraph.text):
            office = fold(match.group().partition(post)[0])
            said = office if _ORG.search(office) else office + issuer
            places = {m.code for m in regions.find(office, report.region)} or {report.region}
            is_of_place = bool(places & set(question.regions)) or not question.regions
            if is_of_place and all(_is_said(word, said) for word in words):
                name = (match["apart"] or match["joined"]).replace(" ", "")
                start = match.start() + max(map(office.rfind, "了由")) + 1  # 会议听取了|检察长
                yield name, Evidence(report, paragraph, start, match.end(), 1.0, ("holder",))
