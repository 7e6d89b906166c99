"""One sentence while its numbers are read from left to right."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.clauses import Span, trim
from ingest.figures.draft import Draft
from ingest.figures.passage import FOOTNOTE, Passage
from ingest.indicators import Terms
from ingest.naming import canonical_indicator
from ingest.numerals import Number
from ingest.regions import RegionMention
from ingest.verbs import STRONG_ACTION

# "1,824家", "3.7:46.9": marks between digits end nothing
_CLAUSE_END = re.compile(r",(?!\d{3}(?!\d))|(?<!\d),|(?<!\d):|:(?!\d)|，")
# 绍兴 市
_BLANK_IN_NAME = re.compile(r"(?<=[一-鿿])\s+(?=[一-鿿])")
# 社有企业|全年|营业收入, 农村自来水普及率|年底
# 社有企业全年营业收入
_TIME_IN_NAME = re.compile(
    r"(?<=[一-鿿]{2})(?:(?:上|下)半年|前三季度|[一二三四]季度|全年|年[末底]|期末|今年以来|今年|20\d\d年)(?=[一-鿿]{2}|$)"
)


@dataclass
class Sentence:
    """What is known of a sentence so far."""

    passage: Passage
    text: str  # of the whole paragraph; parentheses blanked, unless one is what is read
    start: int
    end: int
    numbers: Sequence[Number]
    parent: Draft | None = None  # the figure before the parenthesis that is read
    topic: str = ""  # of the sentence before, which a semicolon carries on
    carried: Sequence[Draft] = ()  # its figures
    done: list[Draft] = field(default_factory=list)
    at: int = 0  # where the next lead may begin
    distributed: list[Draft] = field(default_factory=list)  # of a list of numbers, those read so far
    spread: list[Draft] = field(default_factory=list)  # the earlier figures that such a list goes on about
    years: list[str] = field(default_factory=list)  # those that it is shared out to
    each_built: list[RegionMention] = field(default_factory=list)  # places of the clause before, one a number
    part_action: str = ""  # what was done to so many of those just counted: 12处中的|9处
    each_owner: list[str] = field(default_factory=list)  # things of the clause before, one a number
    places: list[tuple[str, str]] = field(default_factory=list)  # those that such a list is shared out to
    is_aside: bool = False  # in parentheses
    clause_marks: list[int] = field(default_factory=list)  # where clauses end, and right behind
    clause_ends: list[int] = field(default_factory=list)
    sectors: str = ""  # 三次产业增加值, where a list is of the three sectors

    def __post_init__(self) -> None:
        self.at = self.start
        marks = list(_CLAUSE_END.finditer(self.text, self.start, self.end))
        self.clause_marks, self.clause_ends = [m.start() for m in marks], [m.end() for m in marks]

    @property
    def last(self) -> Draft | None:
        """The last figure read in it."""
        return self.done[-1] if self.done else None

    @property
    def before(self) -> Draft | None:
        """The figure that a number without a noun may go on about."""
        return self.last or self.parent or (self.carried[-1] if self.carried else None)

    def last_alike(self, number: Number) -> Draft | None:
        """The last figure that is counted in the same unit, those of the sentence before included."""
        unit = number.unit.lstrip("百千万亿")
        said = [*self.carried, *self.done]
        return next((d for d in reversed(said) if d.number.unit.lstrip("百千万亿") == unit), None)

    def clause_start(self, position: int) -> int:
        """Where the clause that holds a position begins."""
        k = bisect_right(self.clause_ends, position)
        return self.clause_ends[k - 1] if k else self.start

    def clause_end(self, position: int) -> int:
        k = bisect_left(self.clause_marks, position)
        return self.clause_marks[k] if k < len(self.clause_marks) else self.end

    @property
    def terms(self) -> Terms:
        return self.passage.reader.terms

    def clean(self, noun: Span) -> str:
        """A noun phrase as printed, without openers and the blanks of a broken line."""
        start, end = trim(self.text, noun[0], noun[1], self.passage.skip)
        times = (m.start for m in self.passage.periods if m.end == end and m.start > start + 1)
        places = (
            m.start for m in self.passage.regions if m.end == end and m.start > start + 1 and m.code.isdigit()
        )
        end = next(times, next(places, end))  # 规上工业增加值|1至11月, 农村低保对象|米易县
        if self.passage.text[noun[1] - 1 : noun[1]] == ")" and self.text[end : end + 1] == "\x00":
            end = noun[1]  # 县(市、区)
        name = FOOTNOTE.sub("", self.passage.paragraph.text[start:end])
        return _TIME_IN_NAME.sub("", _BLANK_IN_NAME.sub("", name)).strip()

    def canonical(self, name: str) -> str:
        return canonical_indicator(name, self.passage.reader)

    def own_topic(self) -> str:
        """What the sentence is about: the words before its first verb."""
        first = STRONG_ACTION.search(self.text, self.start, self.clause_end(self.start))
        return self.clean((self.start, first.start())) if first else ""
