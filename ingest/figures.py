"""The figures that a paragraph states: what each number says, or knowingly nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ingest.clauses import Lead, Span, has_action, parse_lead, trim
from ingest.masks import mask_names
from ingest.naming import SECTOR, Lexicon, canonical_indicator, with_suffix
from ingest.normalize import fold
from ingest.numerals import Number, find_numbers
from ingest.periods import PeriodMention, contains, find_periods, months, previous
from ingest.places import find_places
from ingest.records import Figure, FigureKind, Paragraph, Report, Status
from ingest.regions import RegionMention
from ingest.tables import find_table_figures
from ingest.verbs import NEW_ACTIONS, PREDICATE, STOCK_ACTIONS, STRONG_ACTION

_SENTENCE_END = re.compile(r"[。!?！？\n;；]")
_WRAP = re.compile(r"(?<![。!?;:\n])\n(?!\n)")
# "1,824家", "3.7:46.9": marks between digits end nothing
_CLAUSE_END = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),|(?<!\d):|:(?!\d)|，")
# (含待完善8家): read after the clause around it
_PARENTHESES = re.compile(r"[(（][^()（）]{1,80}[)）]")
_ONE_OF = re.compile(r"^一[个家项座条场所批种件名位支处名类]")
_TARGET = re.compile(
    r"力争(?!上游)|确保(?!了)|预期目标|目标(?:任务)?(?:为|是|:|达|\d)|(?<!超过)年度目标(?!的)|计划(?=新|完成(?!率)|建|实|引|投资|总投资|培|安排|招)|年度计划(?!完成率|的|任务|目标)|"
    r"拟(?=新|建(?!、)|引|投|实)|将(?=新|建成|完成|实现|达到|力争|超|突破)|努力(?=实现|完成|新)|争取(?=全年|年底|实现|达到|新增|完成)|下半年,?(?=将|计划|力争)"
)
_EXPECTED = re.compile(r"预计|预期可|有望|预估")
_RESULT = re.compile(
    r"全年(?:共|累计)?(?:完成|实现|新增|建成)|累计(?:完成|实现|建成|新增)|已(?:完成|建成|实现|达|累计|有)|实际(?=新增|完成|实现|建成|到位)|截至|较上年|同比|比上年|目前"
)
_DONE = re.compile(r"已(?:完成|建成|实现|达|累计|有)|实际(?=新增|完成|实现|建成|到位)|截至|目前")
_BASE = re.compile(r"^.{0,6}的?基础上")
_COUNT_TAIL = re.compile(r"[一-鿿“‘《A-Za-z0-9]")
_TAIL_LIST_STOP = re.compile(r"[,，;；。!?！？:：()（）\x00\n]")
_TAIL_STOP = re.compile(r"[、,，;；。!?！？:：()（）\x00\n]")
_TAIL_NOT_NOUN = re.compile(
    r"^(?:左右|以上|以下|以内|上下|之多|及以上|的?目标|任务|的|和|与|及|以及|至|到(?!位|岗)|或|起|之间|高于|低于|同比|比|较|增长|下降|提高|提升|居(?!民|家)|排|位(?!于)|名列|占|均|都|分别|其中|"
    r"用于|用(?!地|水|电|户|人)|升|降|增|减|扩|进(?!出口|口)|为|不等|者|等(?!级)|外(?!国|资|贸|商|籍|来|地|出|语|部)|后(?!备|勤)|前(?!沿|期)|时|中(?!小|医|央|学|国|职|高|试|心|欧|介|部)|内(?!河|陆|资|科)|上(?!市|海|规|榜)|下(?!岗|乡|级))"
)
_GROWTH_SUFFIX = re.compile(r"(?:同比)?(?:增速|增幅|增长率|增长|涨幅|降幅|下降率|下降)$")
_BLANK_IN_NAME = re.compile(r"\s*\n\s*|(?<=[一-鿿])\s+(?=[一-鿿])")
_LEVEL_ONLY = re.compile(r"(?:国家|省|市|县|区)(?:部)?级|国家|省|世界级|国际级|[大中小]\(?[12一二]?\)?型")
_LEVEL_FRONT = re.compile(r"^(?:国家级|省级|市级|县级|区级|国家|省部级)(?:及以上|以上)?")
_NAMED_AFTER = re.compile(
    r"湾|研究院|理工|大学|学院|中学|小学|医院|高新区|经济|模式|样板|籍|话|菜|人|港|机场|海关|银行|集团|公司|古?镇|乡|老酒|黄酒|火腿|茶|路|站"
)
# 国庆假期,接待游客…: part of the year, which an annual figure is not
_OCCASION = re.compile(
    r"(?:春节|元旦|清明|五一|“五一”|劳动节|端午|中秋|国庆|暑期|暑假|寒假|春运|双节|元宵|黄金周|小长假)[^,，。;；\d]{0,6}(?=[,，])"
)
_MONEY_UNIT = re.compile(r"元|人民币|英镑")
_AREA_UNIT = re.compile(r"平方|亩|公顷|㎡|方$")
_COUNTED = re.compile(
    r"(?:家|个|项|件|人|名|位|户|所|座|条|台|套|张|部|册|处|支|只|头|辆|架|艘|例|起|宗|笔|批|场|次|种|类|份|篇|本|株|羽|尾|列|对|组|门|首|枚|块|片|段|盏|口|眼|道|人次|家次|户次|间|幅|棵|期|轮|方面|单|班|届|栋|幢|张床|床位|台套|村|社区|\))$"
)


@dataclass
class _Draft:
    """A figure while its sentence is being read."""

    number: Number
    lead: Lead
    noun: Span
    name: str
    indicator: str
    joint: tuple[str, ...]
    subject: str
    action: str
    kind: FigureKind
    region: str
    region_name: str
    period: str
    status: Status
    quote: Span
    context: Span
    clause: int
    scope: str = ""
    comparator: str = ""
    is_negative: bool = False
    tail_noun: bool = False
    of: tuple[_Draft, ...] = field(default=())


def find_figures(paragraph: Paragraph, report: Report, reader: Lexicon) -> list[Figure]:
    """Every figure stated in a paragraph, in the order of its numbers.

    One number yields several figures where the text says so (“均居全省第三” is a rank of each item before it).
    Headings and names yield none.
    """
    if paragraph.kind == "heading":
        return []
    if paragraph.kind == "table":
        return find_table_figures(paragraph, report, reader)
    return _ParagraphReading(paragraph, report, reader).read()


class _ParagraphReading:
    """One pass over a paragraph; what a sentence leaves behind (time, subject) serves the next ones."""

    def __init__(self, paragraph: Paragraph, report: Report, reader: Lexicon) -> None:
        self.paragraph, self.report, self.reader = paragraph, report, reader
        # a line that is wrapped in mid-sentence goes on: its break is a blank
        self.text = _WRAP.sub(" ", fold(paragraph.text)).replace("**", "  ")
        base = _year(paragraph.period) or _year(report.period)
        self.periods = [p for p in find_periods(self.text, base) if not p.in_title]
        self.regions = find_places(self.text, report, reader)
        self.terms = {m.end: m for m in reader.terms.find(self.text)}
        self.masked = mask_names(self.text, self.periods)
        self.opener_period = ""
        self.drafts: list[_Draft] = []
        self.groups = 0

    # --- places and times at the front of a phrase -------------------------------------------------------

    def skip(self, start: int, end: int) -> int:
        for mention in self.periods:
            if mention.start == start and mention.end <= end:
                return mention.end
        for region in self.regions:
            if region.start == start and region.end <= end and not self._starts_term(start, region.end):
                return region.end
        return start

    def _starts_term(self, start: int, region_end: int) -> bool:
        return any(m.start == start and m.end > region_end for m in self.terms.values())

    def term_at(self, end: int) -> Span | None:
        mention = self.terms.get(end)
        return (mention.start, mention.end) if mention else None

    # --- sentences ---------------------------------------------------------------------------------------

    def read(self) -> list[Figure]:
        numbers = [n for n in find_numbers(self.text) if self._may_be_figure(n)]
        start, topic = 0, ""
        carried: list[_Draft] = []
        for match in [*_SENTENCE_END.finditer(self.text), None]:
            end = match.start() if match else len(self.text)
            inside = [n for n in numbers if start <= n.start < end]
            self._note_opener(start, end)
            if inside:
                topic, carried = self._read_sentence(start, end, inside, topic, carried)
            goes_on = match is not None and (
                match.group() in ";；" or self.text.startswith("其中", match.end())
            )
            if not goes_on:  # a semicolon goes on about the same
                topic, carried = "", []
            start = match.end() if match else end
        return [figure for draft in self.drafts for figure in self._finish(draft)]

    def _may_be_figure(self, number: Number) -> bool:
        if any(self.masked[number.start : number.end]):
            return False
        if self._is_threshold(number):
            return False
        before = self.text[max(0, number.start - 1) : number.start]
        if (before == "第" and number.form != "rank") or before == "每":
            return False
        raw = self.text[number.start : number.end]
        if number.is_han and number.form == "plain":
            if _ONE_OF.match(raw):
                return False
            if number.value < 10 and not self._is_stated(number) and not self._goes_on(number):
                return False
        return True

    def _is_threshold(self, number: Number) -> bool:
        """“亿元以上项目118个”, “50亿元以上3个”: which ones, not how much."""
        bound = self.text[number.end : number.tail_start]
        following = self.text[number.tail_start : number.tail_start + 1]
        return (
            bound in ("以上", "以下", "及以上", "以内")
            and bool(re.match(r"[一-鿿\d]", following))
            and (
                following not in "的和与及至到或"
                or (
                    following == "的"
                    and not re.match(
                        r"的?(?:目标|任务|速度|增长|增幅|水平)",
                        self.text[number.tail_start : number.tail_start + 4],
                    )
                    and number.form == "plain"
                    and bool(_MONEY_UNIT.search(number.unit))
                )
            )
        )

    def _is_stated(self, number: Number) -> bool:
        """A small Chinese numeral counts only behind a verb or its noun: 新建三个园区, but not 三个全覆盖 or 十个“主要指标”."""
        following = self.text[number.end : number.end + 1]
        if following in '“"‘':
            return False
        before = self.text[max(0, number.start - 10) : number.start]
        if (
            following in "、,;。)" and re.search(r"[一-鿿]$", before) and number.value > 1
        ):  # 国家级两家、省级十一家
            return True
        clause = re.split(r"[,;。:]", before)[-1]
        return (
            has_action(clause)
            or bool(re.search(r"(?:达|共|有|等|为|增|建|获)$", clause))
            or self.terms.get(number.lead_end) is not None
        )

    def _goes_on(self, number: Number) -> bool:
        """The next of a list of numbers: 十二座、九座和七座."""
        before = self.text[max(0, number.start - 8) : number.start]
        return bool(number.unit) and bool(re.search(re.escape(number.unit) + r"[、和与及]$", before))

    def _note_opener(self, start: int, end: int) -> None:
        """“2024年,全市…” opens a time that holds until the next one."""
        for mention in self.periods:
            if (
                start <= mention.start < start + 3
                and mention.end < end
                and self.text[mention.end : mention.end + 1] in ",，"
            ):
                self.opener_period = mention.period

    def _read_sentence(
        self, start: int, end: int, numbers: list[Number], topic: str, carried: list[_Draft]
    ) -> tuple[str, list[_Draft]]:
        """Read one sentence; returns what it is about and its figures, for the next one to go on from."""
        outer = _blank_parentheses(self.text, start, end)
        inner = [n for n in numbers if outer[n.start] == "\x00"]
        before = len(self.drafts)
        sentence = _Sentence(
            self, outer, start, end, [n for n in numbers if n not in inner], topic=topic, carried=carried
        )
        for number in numbers:
            if number not in inner:
                sentence.take(number)
        for number in inner:
            self._read_parenthesis(number, start, end, before)
        return sentence.own_topic() or topic, sentence.done

    def _read_parenthesis(self, number: Number, start: int, end: int, first: int) -> None:
        opening = max(self.text.rfind("(", start, number.start), self.text.rfind("（", start, number.start))
        closing = min(
            (i for i in (self.text.find(")", number.end), self.text.find("）", number.end)) if i >= 0),
            default=end,
        )
        parents = [d for d in self.drafts[first:] if d.number.start < opening and d.number.form == "plain"]
        sentence = _Sentence(
            self, self.text, opening + 1, closing, [number], parents[-1] if parents else None
        )
        sentence.take(number)

    def _finish(self, draft: _Draft) -> list[Figure]:
        owners = draft.of or (draft,)
        figures = []
        for k, owner in enumerate(owners):
            figures.append(self._figure(draft, owner, f"-{k}" if len(owners) > 1 else ""))
        return figures

    def _figure(self, draft: _Draft, owner: _Draft, suffix: str) -> Figure:
        number = draft.number
        sign = -1 if draft.is_negative else 1
        text = self.paragraph.text
        return Figure(
            id=f"{self.paragraph.id}-f{number.start}{suffix}",
            report_id=self.report.id,
            paragraph_id=self.paragraph.id,
            indicator=owner.indicator,
            name=owner.name,
            joint=owner.joint,
            subject=draft.subject or owner.subject,
            action=draft.action,
            kind=draft.kind,
            value=number.value * sign if number.value else Decimal(0),
            value_max=number.value_max,
            unit=number.unit,
            raw=text[number.start : number.end],
            bound=number.bound,
            comparator=draft.comparator,
            scope=draft.scope,
            region=draft.region,
            region_name=draft.region_name,
            period=draft.period,
            status=draft.status,
            start=number.start,
            end=number.end,
            quote_start=draft.quote[0],
            quote_end=draft.quote[1],
            context=text[draft.context[0] : draft.context[1]],
        )


class _Sentence:
    """Reads the numbers of one sentence from left to right."""

    def __init__(
        self, reading: _ParagraphReading, text: str, start: int, end: int, numbers: Sequence[Number],
        parent: _Draft | None = None, topic: str = "", carried: Sequence[_Draft] = (),
    ) -> None:  # fmt: skip
        self.reading, self.text, self.start, self.end = reading, text, start, end
        self.numbers = numbers
        self.topic = topic  # of the sentence before, which a semicolon carries on
        self.carried = list(carried)  # its figures
        self.parent = parent
        self.done: list[_Draft] = []
        self.at = start  # where the next lead may begin
        self.tail_subject: Span | None = None
        self.distributed: list[_Draft] = []
        self.spread: list[_Draft] = []
        self.places: list[tuple[str, str]] = []  # of a list that the numbers of a clause are shared out to
        self.sectors = ""  # 三次产业增加值, where a list is of the three sectors

    # --- one number ---------------------------------------------------------------------------------------

    def take(self, number: Number) -> None:
        clause_start = self._clause_start(number.start)
        lead_start = max(self.at, clause_start)
        is_new_clause = clause_start >= self.at
        lead = parse_lead(
            self.text, lead_start, number.lead_end, number.form, self.reading.skip, self.reading.term_at
        )
        draft = self._draft(number, self._spread_unsaid(number, lead), lead_start, is_new_clause)
        if draft is not None:
            self.done.append(draft)
            self.reading.drafts.append(draft)
        self.at = max(number.end, number.tail_start)

    def _spread_unsaid(self, number: Number, lead: Lead) -> Lead:
        """“分别达7万元、5万元,增长4%、6%”: a list of as many numbers as the one before it spreads like it."""
        count = self._numbers_alike(number)
        if (
            lead.has_noun
            or lead.is_distributed
            or count < 2
            or not self.distributed
            or len(self.distributed) != count
        ):
            return lead
        is_first = self.distributed[-1].clause != self._clause_start(number.start)
        return replace(lead, is_distributed=True) if is_first else lead

    def _clause_start(self, position: int) -> int:
        start = self.start
        for match in _CLAUSE_END.finditer(self.text, self.start, position):
            start = match.end()
        return start

    def _clause_end(self, position: int) -> int:
        match = _CLAUSE_END.search(self.text, position, self.end)
        return match.start() if match else self.end

    def _draft(self, number: Number, lead: Lead, lead_start: int, is_new_clause: bool) -> _Draft | None:
        kind = _kind(number, lead)
        noun, tail_noun = lead.noun, False
        if not lead.has_noun and kind in ("count", "amount", "area", "quantity") and not lead.is_share:
            tail = self._tail_noun(number)
            if tail:
                noun, tail_noun = tail, True
        elif not lead.has_noun and kind == "ratio" and self.text.startswith("的", number.tail_start):
            tail = self._tail_noun(number)  # 近九成的村集体…
            if tail:
                noun, tail_noun = tail, True
        elif lead.has_noun and kind == "count" and self._is_predicate_only(lead, number):
            tail = self._tail_noun(number)
            if tail:
                noun, tail_noun = tail, True
        previous_draft = (
            self.done[-1] if self.done else self.parent or (self.carried[-1] if self.carried else None)
        )
        if lead.change_verb and re.match(
            r"的(?:全[省国市县区])?平均", self.text[number.tail_start : number.tail_start + 6]
        ):
            lead = replace(lead, is_reference=True, change_verb="")  # 高于全市68.9%的平均水平
        own = noun[1] > noun[0]
        name = self._clean(noun) if own else ""
        owners: tuple[_Draft, ...] = ()
        if not name:
            if previous_draft is None:
                name = self._fallback_name(lead, number)
                if not name:
                    return None
            else:
                owners = self._owners(number, lead, kind)
        indicator, kind, joint = self._indicator(name, noun, lead, kind, tail_noun)
        indicator = self._completed(indicator, name, lead, number.unit) if name and not joint else indicator
        subject = self._subject(lead, name, own, tail_noun)
        listed = self._listed_places(number, lead)
        region, region_name = self._region(lead_start, number, lead) if not lead.is_reference else ("", "")
        period = self._period(number, lead)
        quote_start = self._quote_start(lead, lead_start, noun, number, owners)
        quote_end = self._quote_end(number, noun, tail_noun)
        draft = _Draft(
            number=number, lead=lead, noun=noun, name=name, indicator=indicator, joint=joint, subject=subject,
            action=self._action(lead, kind, is_new_clause, tail_noun), kind=kind, region=region, region_name=region_name, period=period,
            status=self._status(number, lead, lead_start, period, is_new_clause), quote=(quote_start, quote_end),
            context=(self._context_start(quote_start, lead_start, number), self._context_end(number)), clause=self._clause_start(number.start),
            scope=lead.scope or (lead.share_of if lead.is_share else ""), comparator=lead.comparator or ("由" if lead.is_from else ""),
            is_negative=lead.is_down and not lead.is_level and kind in ("growth", "change"), tail_noun=tail_noun,
        )  # fmt: skip
        if owners:
            draft = self._adopt(draft, owners, kind)
        if listed is not None:
            draft.region, draft.region_name = listed
        if lead.is_reference:
            draft.region, draft.region_name, draft.comparator = "", "", "平均"
        if lead.is_share and draft.name:
            draft.indicator = self._share_indicator(draft, lead)
        self._distribute(draft, lead)
        return draft

    def _fallback_name(self, lead: Lead, number: Number) -> str:
        """“培训1200人次”: a verb alone names what was counted."""
        return lead.verbs[-1] if lead.verbs and number.form == "plain" else ""

    def _adopt(self, draft: _Draft, owners: tuple[_Draft, ...], kind: FigureKind) -> _Draft:
        last = owners[-1]
        if last.lead.is_from and draft.lead.is_level:
            draft = replace(draft, action=last.action, scope=last.scope, kind=last.kind)
        return replace(
            draft, of=owners if len(owners) > 1 else (), name=last.name, indicator=last.indicator, joint=last.joint,
            subject=draft.subject or last.subject,
            region=draft.region if self._names_place(last, draft) else last.region,
            region_name=draft.region_name if self._names_place(last, draft) else last.region_name,
            period=draft.period if self._has_own_period(draft) or last.lead.is_from else last.period,
            status=draft.status if draft.status != "actual" else last.status,
            noun=last.noun,
        )  # fmt: skip

    def _names_place(self, last: _Draft, draft: _Draft) -> bool:
        """“甲镇新增5家,乙镇新增3家”: a place named since then owns what follows."""
        since = (m for m in self.reading.regions if last.number.end <= m.start < draft.number.start)
        return any(m.code and self._owns(m) for m in since)

    def _share_indicator(self, draft: _Draft, lead: Lead) -> str:
        """“R&D经费支出228亿元,占GDP比重达3.6%” is the indicator that the terms call by both parts, if they do."""
        canonical = self.reading.reader.terms.canonical
        whole = fold(lead.share_of).strip("的")
        for owner in (fold(draft.name), draft.indicator):
            for phrase in (f"{owner}占{whole}比重", f"{owner}占{whole}的比重", f"{owner}占比"):
                if (found := canonical(phrase)) is not None:
                    return found
        return draft.indicator

    def _has_own_period(self, draft: _Draft) -> bool:
        return any(draft.context[0] <= p.start < draft.number.start for p in self.reading.periods)

    # --- its noun -----------------------------------------------------------------------------------------

    def _tail_noun(self, number: Number) -> Span | None:
        start = number.tail_start
        if self.text.startswith("的", start):
            start += 1
        if not _COUNT_TAIL.match(self.text, start) or _TAIL_NOT_NOUN.match(self.text[start : start + 4]):
            return None
        end = self._tail_end(start)
        following = list(find_numbers(self.text[start:end]))
        if following:
            end = start + following[0].lead_end
        term = self._term_from(start, end)
        search_from = term[1] if term else start + 2
        predicate = PREDICATE.search(self.text, min(search_from, end), end)
        if predicate:
            end = predicate.start()
        return (start, end) if end - start >= 2 else None

    def _tail_end(self, start: int) -> int:
        """Where the words behind a number end: a list of nouns goes on over 、 as long as no number follows in it."""
        stop = _TAIL_LIST_STOP.search(self.text, start, self.end)
        end = stop.start() if stop else self.end
        if any(start <= n.start < end for n in self.numbers):
            short = _TAIL_STOP.search(self.text, start, self.end)
            end = min(end, short.start() if short else end)
        return end

    def _term_from(self, start: int, end: int) -> Span | None:
        spans = [(m.start, m.end) for m in self.reading.terms.values() if m.start == start and m.end <= end]
        return max(spans, key=lambda s: s[1]) if spans else None

    def _is_predicate_only(self, lead: Lead, number: Number) -> bool:
        """“全市认定首批3家企业”, “支持企业建成5个平台”: the noun before the verb is the doer, what is counted follows."""
        text = self.text[lead.noun[0] : lead.noun[1]]
        following = self.text[number.tail_start : number.tail_start + 2]
        if self.reading.terms.get(lead.noun[1]) is not None or not following:
            return False
        ends_in_verb = bool(lead.verbs) and self.text[lead.noun[1] : number.lead_end].startswith(
            lead.verbs[-1]
        )
        return (ends_in_verb or text in ("首批", "首个")) and self._tail_noun(number) is not None

    def _clean(self, noun: Span) -> str:
        start, end = trim(self.text, noun[0], noun[1], self.reading.skip)
        return _BLANK_IN_NAME.sub("", self.reading.paragraph.text[start:end]).strip()

    def _indicator(
        self, name: str, noun: Span, lead: Lead, kind: FigureKind, tail_noun: bool
    ) -> tuple[str, FigureKind, tuple[str, ...]]:
        if not name:
            return "", kind, ()
        joint: tuple[str, ...] = ()
        if len(lead.items) > 1 and not lead.is_distributed and not tail_noun:
            names = [self._clean(item) for item in lead.items]
            if all(len(n) >= 3 for n in names):
                joint = tuple(self._canonical(n) for n in names)
                return "、".join(names), kind, joint
        folded = fold(name)
        canonical = self.reading.reader.terms.canonical(folded)
        growth = _GROWTH_SUFFIX.search(folded)
        if canonical is None and growth and growth.start() > 1 and kind in ("ratio", "growth", "change"):
            return self._canonical(folded[: growth.start()]), "growth", ()
        if canonical is None and growth and kind == "ratio":
            return self._canonical(folded), "growth", ()
        return self._canonical(name), kind, ()

    def _completed(self, indicator: str, name: str, lead: Lead, unit: str) -> str:
        """“粮食播种面积203万亩,总产23.6亿斤”: a noun cut short is whole with the front of what the sentence is about."""
        terms = self.reading.reader.terms
        if terms.canonical(fold(indicator)) is not None:
            return indicator
        for earlier in self.done:
            if earlier.name == name and earlier.indicator != indicator and not earlier.joint:
                return earlier.indicator
        if _LEVEL_ONLY.fullmatch(name) and self.done:  # 县级以上龙头企业162家,其中省级11家
            return self._canonical(
                name
                + _LEVEL_FRONT.sub(
                    "", self.done[-1].indicator if not self.done[-1].subject else self.done[-1].subject
                )
            )
        if (whole := self._with_measure(name, unit)) is not None:
            return whole
        fronts = [
            self._clean(lead.subject),
            self.own_topic(),
            self.topic,
            *(d.subject for d in self.done[-1:]),
        ]
        done = self.done or self.carried
        if done and not lead.verbs:
            before = done[-1].subject or done[-1].indicator  # 城镇居民67,894元;农村居民34,127元
            for k in range(len(before)):
                if (whole := terms.canonical(fold(name) + fold(before)[k:])) is not None and len(name) >= 3:
                    return whole
            fronts += [
                each[:k] for each in (done[-1].name, done[-1].indicator) for k in range(len(each), 1, -1)
            ]
        for front in fronts:
            whole = terms.canonical(fold(front + name)) if len(front) >= 2 and front not in name else None
            if whole is not None:
                return whole
        return indicator

    def _with_measure(self, name: str, unit: str) -> str | None:
        """出口1,562亿元 is 出口额, 总诊疗1,086万人次 is 总诊疗人次."""
        canonical = self.reading.reader.terms.canonical
        if canonical(fold(name)) is not None:
            return None
        base = unit.lstrip("万亿千百")
        measures = ("额", "总额") if _MONEY_UNIT.search(unit) else (base, "人数", "数", "量") if base else ()
        return next((found for m in measures if (found := canonical(fold(name) + m)) is not None), None)

    def own_topic(self) -> str:
        """What the sentence is about: the words before its first verb."""
        first = STRONG_ACTION.search(self.text, self.start, self._clause_end(self.start))
        return self._clean((self.start, first.start())) if first else ""

    def _canonical(self, name: str) -> str:
        return canonical_indicator(name, self.reading.reader)

    def _subject(self, lead: Lead, name: str, own: bool, tail_noun: bool) -> str:
        subject = self._clean(lead.subject).removesuffix("共")
        if len(subject) >= 2 and subject not in STOCK_ACTIONS:
            return subject
        occasion = _OCCASION.search(self.text, self.start, max(self.start, lead.start))
        if occasion:
            return occasion.group()
        previous_draft = self.done[-1] if self.done else self.parent
        if previous_draft is None:
            return ""
        if self.parent is not None and not self.done:
            return self.parent.indicator
        between = self.text[previous_draft.number.end : lead.start]
        if "其中" in between or "其中" in self.text[previous_draft.number.end : lead.noun[0]]:
            return previous_draft.indicator
        if previous_draft.tail_noun and not lead.verbs and own and len(name) <= 10:
            return previous_draft.name
        if (
            own
            and not lead.verbs
            and previous_draft.subject
            and len(name) <= 8
            and self.reading.reader.terms.canonical(name) is None
        ):
            return previous_draft.subject
        return ""

    # --- numbers without a noun of their own --------------------------------------------------------------

    def _owners(self, number: Number, lead: Lead, kind: FigureKind) -> tuple[_Draft, ...]:
        """The earlier figures whose indicator a number without a noun of its own goes on about."""
        if self.done and self.done[-1].lead.is_from and (lead.is_level or lead.change_verb):
            return (self.done[-1],)
        if (
            number.unit.endswith("百分点")
            and not lead.is_distributed
            and self.done
            and self.done[-1].kind == "ratio"
        ):
            return (self.done[-1],)
        done = self.done or self.carried
        base = [d for d in done if d.kind not in ("rank", "growth", "change") and not d.lead.is_share]
        if self.parent and not self.done:
            base = [self.parent]
        if not base:
            base = [d for d in done if not d.of]
        if not base:
            return ()
        if lead.is_distributed:
            base = [d for d in self.done if d.clause != self._clause_start(number.start)] or base
            self.spread = self._last_alike(base)[-self._numbers_alike(number) :]
            return (self.spread[0],)
        if (
            self.distributed
            and self.distributed[-1].clause == self._clause_start(number.start)
            and len(self.distributed) < len(self.spread)
        ):
            return (self.spread[len(self.distributed)],)
        if lead.is_shared and number.form == "rank":
            return tuple(self._group_of(base))
        return base[-1].of or (base[-1],)

    def _last_alike(self, base: list[_Draft]) -> list[_Draft]:
        """Figures that can share out a later list: levels if there are any, else the last list of changes."""
        levels = [d for d in base if d.kind not in ("rank", "growth", "change") and not d.lead.is_share]
        return levels or base

    def _numbers_alike(self, number: Number) -> int:
        """How many numbers of this unit the clause holds from here on."""
        end = self._clause_end(number.end)
        return (
            sum(
                n.form == number.form and (n.unit == number.unit or n.form != "plain")
                for n in self.numbers
                if number.start <= n.start < end
            )
            or 1
        )

    def _group_of(self, base: list[_Draft]) -> list[_Draft]:
        """The run of list items that ends with the last base figure: one verb, joined by 、 or 和."""
        group = [base[-1]]
        for earlier, later in zip(reversed(base[:-1]), reversed(base[1:]), strict=True):
            between = self.text[earlier.number.end : later.number.start]
            if "," in between or "，" in between:
                break
            group.insert(0, earlier)
        return group

    def _distribute(self, draft: _Draft, lead: Lead) -> None:
        """“A、B分别增长1%、2%”: hand the nouns of the list to the numbers one by one."""
        if lead.is_distributed:
            self.distributed = [draft]
            if _THREE_SECTORS.match(draft.name):
                self._give_sector(draft, lead, 0)
                return
            if len(lead.items) > 1:
                self._share_suffix(draft, lead, 0)
            return
        if self.distributed and self.distributed[0].clause == draft.clause and not lead.has_noun:
            first = self.distributed[0]
            k = len(self.distributed)
            if _THREE_SECTORS.match(self.sectors) and k < len(_SECTORS):
                self._give_sector(draft, first.lead, k)
            elif k < len(first.lead.items):
                self._share_suffix(draft, first.lead, k)
                draft.of = ()
            if first.lead.is_share:
                draft.indicator = self._share_indicator(draft, first.lead)
            draft.kind, draft.is_negative, draft.comparator = _same_sort(first, draft)
            draft.action = draft.lead.change_verb or first.action
            draft.scope = draft.scope or first.scope
            draft.quote = (first.quote[0], draft.quote[1])
            self.distributed.append(draft)
            for each in self.distributed:  # half of a spread list would read as if all had the first number
                each.quote = (each.quote[0], draft.quote[1])

    def _give_sector(self, draft: _Draft, lead: Lead, k: int) -> None:
        """“三次产业增加值分别增长2%、6%和5%”: the first, second and third, in this order."""
        self.sectors = self.sectors or draft.name
        draft.name = _THREE_SECTORS.sub(_SECTORS[k], self.sectors)
        draft.indicator = self._share_indicator(draft, lead) if lead.is_share else self._canonical(draft.name)
        draft.of, draft.joint = (), ()

    def _share_suffix(self, draft: _Draft, lead: Lead, k: int) -> None:
        """Give the k-th noun of the list its number; a place gets it as its region."""
        item = self._clean_item(lead.items[k])
        last = self._clean_item(lead.items[-1])
        has_object = lead.noun[0] >= lead.items[-1][1]
        places = [
            next((r for r in self.reading.regions if r.start == span[0] and r.code), None)
            for span in lead.items
        ]
        times = [next((m for m in self.reading.periods if m.start == span[0]), None) for span in lead.items]
        time = times[k]
        if time is not None and time.period:  # 2022年、2023年分别建成12万亩、15万亩
            draft.period = time.period
            if not has_object:
                last_time = times[-1]
                draft.name = self._clean(
                    (last_time.end if last_time else lead.items[-1][0], lead.items[-1][1])
                )
            draft.indicator, draft.kind, _ = self._indicator(
                draft.name, lead.noun, replace(lead, items=()), draft.kind, False
            )
            draft.joint = ()
            return
        place = places[k]
        if place is not None:
            draft.region, draft.region_name = place.code, place.name
            if not has_object:  # 甲区、乙区GDP分别增长5%、6%: the noun stands once, behind the last place
                last_place = places[-1]
                noun = (last_place.end if last_place else lead.items[-1][0], lead.items[-1][1])
                draft.name = self._clean(noun)
                draft.indicator = self._canonical(draft.name)
                draft.joint = ()
                return
        if has_object:
            draft.name = self._clean(lead.noun)
            draft.subject = item
            draft.indicator = self._canonical(draft.name)
        else:
            draft.name = (
                item
                if k == len(lead.items) - 1 and not SECTOR.match(item)
                else with_suffix(item, last, self.reading.reader.terms)
            )
            draft.indicator = self._canonical(draft.name)
        draft.joint = ()

    def _clean_item(self, item: Span) -> str:
        return self.reading.paragraph.text[item[0] : item[1]].strip(" \n、,，和与及的")

    # --- whose, when, whether -----------------------------------------------------------------------------

    def _action(self, lead: Lead, kind: FigureKind, is_new_clause: bool, tail_noun: bool) -> str:
        if lead.is_share:
            return "占"
        if lead.action:
            return lead.action
        if kind in ("growth", "change") and lead.change_verb:
            return lead.change_verb
        name = self.text[lead.noun[0] : lead.noun[1]]
        if re.search(r"(?:累计|总数|总量|保有量)$", name) or name.startswith(("累计", "共有", "现有")):
            return "累计"
        fresh = [a for a in NEW_ACTIONS if name.startswith(a)]  # 新增规上企业 where the terms hold it whole
        if fresh:
            return max(fresh, key=len)
        previous_draft = self.done[-1] if self.done else None
        if previous_draft and lead.has_noun and not lead.verbs and previous_draft.kind == kind:
            between = self.text[previous_draft.number.end : lead.noun[0]]
            if not is_new_clause or (previous_draft.action in NEW_ACTIONS and len(between) <= 3):
                return previous_draft.action
        return ""

    def _region(self, lead_start: int, number: Number, lead: Lead) -> tuple[str, str]:
        """The place that owns a figure: the last one to open a clause or item as subject, else the report's own.

        A place outside the report's own that opens a list of places, or stands before 等, owns nothing for sure:
        then the figure has no place, and answers for none.
        """
        report = self.reading.report
        found: RegionMention | None = None
        for mention in self.reading.regions:
            if (
                self.start <= mention.start < number.start
                and self._owns(mention)
                and not self._is_scope(mention, number)
            ):
                found = mention
        if found is None:
            return report.region, report.region_name
        if not found.code and found.codes == ("",):
            return "", ""
        if self._is_outside(found) and (
            not found.code or re.match(r"[、等和与镇乡]", self.text[found.end : found.end + 1])
        ):
            return "", ""
        if not lead.is_distributed and self._is_one_of_several(found):
            return "", ""
        return (found.code, found.name) if found.code else (report.region, report.region_name)

    def _is_scope(self, mention: RegionMention, number: Number) -> bool:
        """全省 of a rank, an average or a name like 全省首个 is no owner."""
        if mention.codes != ("",):
            return False
        return number.form == "rank" or bool(
            re.match(
                r"首|唯一|第|排|前|领先|率先|最|重点|一流|平均|百强|文明|先进|示范|统一|工作|范围|各|率",
                self.text[mention.end : mention.end + 2],
            )
        )

    def _listed_places(self, number: Number, lead: Lead) -> tuple[str, str] | None:
        """“依次为甲区、乙市,分别为12亿元、6亿元”: places listed since the last figure share out the numbers.

        None when no such list stands before; ("", "") when it does not fit the numbers.
        """
        if lead.has_noun or lead.items:
            return None
        if not lead.is_distributed:
            k = len(self.distributed)
            continues = (
                bool(self.places)
                and self.distributed
                and self.distributed[-1].clause == self._clause_start(number.start)
            )
            return (self.places[k] if k < len(self.places) else ("", "")) if continues else None
        since = self.done[-1].number.end if self.done else self.start
        places = [
            m
            for m in self.reading.regions
            if since <= m.start < number.start and m.code and m.code != self.reading.report.region
        ]
        if len(places) < 2:
            self.places = []
            return None
        fits = len(places) == self._numbers_alike(number)
        self.places = [(m.code, m.name) for m in places] if fits else [("", "")] * self._numbers_alike(number)
        return self.places[0]

    def _is_one_of_several(self, mention: RegionMention) -> bool:
        """“甲县、乙县、丙县合计310亿元” belongs to none of them alone."""
        following = [m for m in self.reading.regions if mention.end < m.start <= mention.end + 1]
        return bool(following) and self.text[mention.end] in "、和与及"

    def _is_outside(self, mention: RegionMention) -> bool:
        own = self.reading.report.region
        return bool(own) and not (mention.code and self.reading.reader.regions.is_within(mention.code, own))

    def _owns(self, mention: RegionMention) -> bool:
        """A place owns the figures behind it when it opens a clause as their subject, not inside a name."""
        ends = [
            n.end for n in self.numbers if n.end <= mention.start
        ]  # 甲区2亿元、乙区1亿元: or an item of a list
        opening = max([self._clause_start(mention.start), *ends])
        if re.search(
            r"(?:[比占较]|高于|低于|快于|慢于|好于|优于|超过|领先)$", self.text[opening : mention.start]
        ):
            return False  # 高于全市平均: held against, not owned
        if self._is_outside(mention) and re.search(
            r"[在于赴到向与从由对同跟把和]$", self.text[opening : mention.start]
        ):
            return False  # 在上海、深圳等地布局: where it was done, not whose it is
        between = self.text[opening : mention.start].strip("\x00 、其中和与在以及:")
        between = re.sub(r"^(?:\d{4}年(?:度|末|底)?|全年|去年|今年|上半年|其中)", "", between).strip(",、 ")
        if between:
            return False
        following = self.text[mention.end : mention.end + 6]
        if not following or mention.end >= self.end:
            return False
        # 绍兴黄酒, 杭州湾, 温州研究院 are names that begin with a place
        if any(m.start == mention.start and m.end > mention.end for m in self.reading.terms.values()):
            return False
        is_full = self.text[mention.end - 1] in "省市县区州盟旗镇乡道国" and (
            mention.end - mention.start > 2 or self.text[mention.start] in "全我本"
        )
        return is_full or not _NAMED_AFTER.match(following)

    def _period(self, number: Number, lead: Lead) -> str:
        paragraph, report = self.reading.paragraph, self.reading.report
        best: PeriodMention | None = None
        for mention in self.reading.periods:
            if not (self.start <= mention.start < number.start and mention.period):
                continue
            starting_point = "基础上" in self.text[mention.end : number.start]  # 在2024年1286家的基础上
            if not starting_point and not self._is_comparison(mention):
                best = mention
        if best and best.kind == "asof" and _ends_together(best.period, report.period):
            return report.period  # 截至6月底 in a half year's report is that half year
        base = best.period if best else self.reading.opener_period or paragraph.period or report.period
        if not lead.is_from:
            return base
        said = [m for m in self.reading.periods if number.start - 8 <= m.start and m.end <= number.start]
        return said[-1].period if said else previous(base) if base else ""

    def _is_comparison(self, mention: PeriodMention) -> bool:
        """比上年, 较2020年, 上年同期: what it is held against, not when it was."""
        before = self.text[max(0, mention.start - 2) : mention.start]
        if re.search(r"(?:是|为|于)$", before) and re.match(
            r"[年末底]{0,2}的?[\d一二两三四五六七八九十百]", self.text[mention.end : mention.end + 4]
        ):
            return True
        after = self.text[mention.end : mention.end + 6]
        if re.search(r"[比较与由从]$", before):
            return True
        if mention.text.endswith("同期"):
            return not self.text.startswith("为", mention.end)
        if re.match(r"的\d[\d.]*(?:倍|%)", self.text[mention.end : mention.end + 8]):
            return True
        return bool(re.match(r"(?:同期|水平|的?基础上|相比|平均)", after)) and not after.startswith("同期为")

    def _status(
        self, number: Number, lead: Lead, lead_start: int, period: str, is_new_clause: bool
    ) -> Status:
        clause_start = self._clause_start(number.start)
        own = self.text[clause_start : number.start]
        so_far = self.text[self.start : number.start]
        if _EXPECTED.search(own) or (
            _EXPECTED.search(so_far) and not lead.verbs and not self.reading.paragraph.is_plan
        ):
            return "expected"
        if self.reading.paragraph.is_plan:
            return "actual" if self._is_past(number, clause_start) else "target"
        if _TARGET.search(own) and not _result_is_last(own):
            return "target"
        if self.done and not _RESULT.search(own) and self.done[-1].status == "target":
            return "target"
        if not self.done and _TARGET.search(so_far.replace("确保", "")) and not _RESULT.search(own):
            return "target"
        newest = _year(self.reading.report.period)
        return "target" if newest and (_year(period) or 0) > newest else "actual"

    def _is_past(self, number: Number, clause_start: int) -> bool:
        """In a plan, what it starts from: 在2024年1286家的基础上, 目前已有…, or a figure of the time reported on."""
        if _BASE.match(self.text[number.end : number.end + 10]):
            return True
        own = self.text[clause_start : number.start]
        if re.search(r"目前|已(?:有|建|达|完成)|截至", own):
            return True
        reported = self.reading.report.period
        said = [m.period for m in self.reading.periods if clause_start <= m.start < number.start]
        return bool(said and reported and said[-1] == reported and reported != self.reading.paragraph.period)

    # --- its place ----------------------------------------------------------------------------------------

    def _quote_start(
        self, lead: Lead, lead_start: int, noun: Span, number: Number, owners: tuple[_Draft, ...]
    ) -> int:
        if owners and owners[0].number.start < number.start:
            return owners[0].quote[0]
        start, _ = trim(self.text, lead_start, number.start, _no_skip)
        for word in _EXPECTED.finditer(self.text, lead_start, number.start):
            start = min(start, word.start())
        inherited = (
            self.done
            and not lead.verbs
            and self.done[-1].action
            and self.done[-1].clause == self._clause_start(number.start)
        )
        if inherited and lead.has_noun and not self.done[-1].tail_noun:
            return self.done[-1].quote[0]
        return min(start, number.start)

    def _quote_end(self, number: Number, noun: Span, tail_noun: bool) -> int:
        end = max(number.end, number.tail_start)
        if not tail_noun:
            return end
        limit = self._tail_end(noun[1])
        return noun[1] if find_numbers(self.text[noun[1] : limit]) else limit

    def _context_start(self, quote_start: int, lead_start: int, number: Number) -> int:
        """Numbers side by side (30方面80项举措) lean on the same words."""
        start = min(quote_start, lead_start)
        alone = self.done and not self.text[lead_start : number.lead_end].strip()
        return min(start, self.done[-1].context[0]) if alone else start

    def _context_end(self, number: Number) -> int:
        limit = self._clause_end(number.end)
        following = find_numbers(self.text[number.tail_start : limit])
        if not following:
            return limit
        breaks = self.text.rfind("、", number.end, number.tail_start + following[0].start)
        return breaks if breaks > 0 else max(number.end, number.tail_start)


_THREE_SECTORS = re.compile(r"(?:一二三|三次|三大)产业")
_SECTORS = ("第一产业", "第二产业", "第三产业")


def _same_sort(first: _Draft, draft: _Draft) -> tuple[FigureKind, bool, str]:
    """A number of a spread list goes the way of the first, unless it says its own (增长8.1%和下降5.6%)."""
    if draft.lead.change_verb or first.kind not in ("growth", "change"):
        same = first.number.unit == draft.number.unit and not draft.lead.change_verb
        return (first.kind if same else draft.kind), draft.is_negative, draft.comparator or first.comparator
    kind: FigureKind = "growth" if draft.number.unit in ("%", "‰", "倍", "成") else "change"
    return kind, first.is_negative, first.comparator


def _kind(number: Number, lead: Lead) -> FigureKind:
    unit = number.unit
    if number.form == "rank":
        return "rank"
    if number.form == "structure":
        return "index"
    moved = bool(lead.change_verb) and not lead.is_level
    if unit in ("个百分点", "百分点", "个千分点"):
        return "change"
    if number.form == "times" or unit == "倍":
        return "growth" if moved or number.form == "times" else "multiple"
    if unit in ("%", "‰", "‱", "成") or number.form in ("fraction", "proportion"):
        return "growth" if moved else "ratio"
    if moved and not lead.is_share:
        return "change"
    if not unit:
        return "index"
    if _MONEY_UNIT.search(unit):
        return "amount"
    if _AREA_UNIT.search(unit):
        return "area"
    return "count" if _COUNTED.search(unit) else "quantity"


def _result_is_last(clause: str) -> bool:
    """“目标200家,已达212家” in one clause: a word that only results have stands behind the last target word."""
    results = [m.start() for m in _DONE.finditer(clause)]
    targets = [m.start() for m in _TARGET.finditer(clause)]
    return bool(results) and (not targets or results[-1] > targets[-1])


def _ends_together(part: str, whole: str) -> bool:
    return bool(part and whole) and contains(whole, part) and months(part)[1] == months(whole)[1]


def _no_skip(start: int, end: int) -> int:
    return start


def _year(period: str) -> int | None:
    return int(period[:4]) if period[:4].isdigit() else None


def _blank_parentheses(text: str, start: int, end: int) -> str:
    blanked = list(text)
    for match in _PARENTHESES.finditer(text, start, end):
        for i in range(match.start(), match.end()):
            blanked[i] = "\x00"
    return "".join(blanked)
