"""Lines of a fixed width, as PDF and mail leave them, into whole paragraphs."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.head import FURNITURE, LABEL, MEETING, NUMBER, is_date_line, is_title
from ingest.headings import HEADING_NOUN, MARK
from ingest.normalize import fold
from ingest.records import Block, LoadedFile

_LEAST_WIDTH, _MOST_WIDTH = 20, 100  # 全角 of a full line; a longer one is a paragraph, not wrapped at all
_RAGGED = 3  # 全角 by which lines of one width differ
_SOME = 4  # lines that no chance makes as wide
_FULL = 0.85  # of the widest line, so that the first one, which is indented, is full as well
# 增长5.7%。: folded, 增长5.7%!
_LINE_END = re.compile("[。!?;:…][”)]?$|[|]$")


# 发布机构:某市统计局  成文日期:2025-10-22
_LABELS = re.compile("[ \u3000]{2}")
# 实现营收达, 新增高企、
_CUT_END = re.compile("(?:[,、和与及的达为至占较超约]|[^\\d]\\d[\\d.]{0,5})$")
# 占规上工业增加
_HAN_END = re.compile("[一-鿿]$")
# 值的61.5%, 率4.4%, 亿元
_CUT_START = re.compile("[值率额量的了着、,;。)%]|[万亿]?[元个家户](?![人体庭籍电居])")
# 首位。: all that is left for the last line
_REST = re.compile("[^,。;:]{1,8}[。;]")


def unwrap(loaded: LoadedFile) -> LoadedFile:
    """The file with each paragraph on one line, without the breaks in mid-sentence and the blanks beside them."""
    folded = fold(loaded.text)
    width = _line_width(loaded)
    parts: list[str] = []
    blocks: list[Block] = []
    above, size = Block(0, 0, "heading"), 0
    for block in loaded.blocks:
        is_full = bool(width) and _FULL * width <= _width(loaded.text, above) <= width + _RAGGED
        goes_on = (is_full and _continues(folded, above, block)) or _is_cut(folded, above, block)
        parts.append(_glue(folded, above, block) if goes_on else loaded.text[above.end : block.start])
        size += len(parts[-1])
        start = blocks.pop().start if goes_on else size
        parts.append(loaded.text[block.start : block.end])
        size += len(parts[-1])
        blocks.append(replace(block, start=start, end=size))
        above = block
    return LoadedFile("".join(parts) + loaded.text[above.end :], tuple(blocks))


def _line_width(loaded: LoadedFile) -> float:
    """The width to which the lines of a file are filled; 0 where they are paragraphs."""
    lines = [block for block in loaded.blocks if block.kind == "text"]
    widths = [_width(loaded.text, block) for block in lines]
    if _LEAST_WIDTH <= max(widths, default=0) <= _MOST_WIDTH:
        return max(widths)
    # paragraphs of one line stand between those that are wrapped
    unfinished = sorted(
        width
        for block, width in zip(lines, widths, strict=True)
        if _LEAST_WIDTH <= width <= _MOST_WIDTH
        and not _LINE_END.search(fold(loaded.text[block.start : block.end]))
    )
    median = unfinished[len(unfinished) // 2] if unfinished else 0
    alike = sum(1 for width in unfinished if abs(width - median) <= _RAGGED)
    return median if alike >= max(_SOME, 0.7 * len(unfinished)) else 0


def _is_cut(folded: str, above: Block, below: Block) -> bool:
    """Whether a line, however wide, ends in mid-phrase: 营收达 | 12.93亿元。, 占规上工业增加 | 值的61.5%;"""
    if not above.kind == below.kind == "text" or not folded[above.end : below.start].isspace():
        return False
    line, rest = folded[above.start : above.end], folded[below.start : below.end]
    is_prose = bool(
        re.search("[,。;、]", MARK.sub("", line)) and re.search("[,。;]", rest)
    ) and not MARK.match(rest)
    is_short_rest = bool(_REST.fullmatch(rest)) and not _LINE_END.search(line)
    return is_prose and bool(
        is_short_rest or _CUT_END.search(line) or (_HAN_END.search(line) and _CUT_START.match(rest))
    )


def _continues(folded: str, above: Block, below: Block) -> bool:
    """Whether a line goes on with the paragraph of the full one right above it, which ends no sentence."""
    line, between = folded[above.start : above.end], folded[above.end : below.start]
    return (
        above.kind == below.kind == "text"
        and between.count("\n") == 1
        and between.isspace()
        and not _LINE_END.search(line)
        and not _LABELS.search(line)
        and not HEADING_NOUN.search(line)
        and not MARK.match(folded, below.start)
        and not _is_of_head(line)
        and not _is_of_head(folded[below.start : below.end])
    )


def _is_of_head(line: str) -> bool:
    """来源:某市财政局, 2025-01-18, 某发〔2025〕3号: lines of their own, however wide."""
    words = line.strip()
    is_whole = any(pattern.fullmatch(words) for pattern in (NUMBER, MEETING, FURNITURE))
    return is_whole or is_date_line(words) or is_title(words) or LABEL.search(words) is not None


def _width(text: str, line: Block) -> float:
    """How wide a line is printed, in 全角: digits and letters take half."""
    return sum(0.5 if char < "\u2000" else 1 for char in text[line.start : line.end])


def _glue(folded: str, above: Block, below: Block) -> str:
    """A blank between two words of letters."""
    ends = folded[above.end - 1] + folded[below.start]
    return " " if ends.isascii() and ends.isalpha() else ""
