"""Bytes into text, with no wrong reading passing for a right one."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from ingest.errors import BinaryFileError, EncodingError

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SIGNATURES = {
    b"%PDF-": "PDF",
    b"PK\x03\x04": "ZIP 或 Office",
    b"\xd0\xcf\x11\xe0": "旧版 Office",
    b"{\\rtf": "RTF",
}
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# Reports as they are: 0.999; in traditional characters: 0.69; Big5, Shift-JIS or UTF-8 read as GB18030
# 0.45 and less.
MIN_COMMON = 0.55


def decode(raw: bytes, path: Path) -> str:
    """The text of a file in UTF-8, GB18030, or UTF-16 with a byte order mark, which is removed.

    Raises:
        BinaryFileError: the bytes are no text.
        EncodingError: they are text in none of these encodings.
    """
    for signature, name in SIGNATURES.items():
        if raw.startswith(signature):
            raise BinaryFileError(f"{path}：是 {name} 文件，请先存成纯文本或 Markdown")
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            return refuse_binary(decode_as(raw[len(mark) :], encoding, path), path)
    if b"\x00" in raw:
        raise BinaryFileError(f"{path}：第 {raw.index(0) + 1:,} 个字节是 0，不是文字")
    return refuse_binary(decode_unmarked(raw, path), path)


def decode_as(raw: bytes, encoding: str, path: Path) -> str:
    """Text in the encoding that a byte order mark promises."""
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{path}：开头标着 {encoding}，其后第 {error.start + 1:,} 个字节却不是"
        ) from error


def decode_unmarked(raw: bytes, path: Path) -> str:
    """Text in UTF-8, else in GB18030 if it then reads as Chinese."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        utf8_at = error.start
    if is_damaged_utf8(raw):
        raise EncodingError(f"{path}：是 UTF-8，但从第 {utf8_at + 1:,} 个字节起坏了，请重新存成 UTF-8")
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{path}：不是 UTF-8（第 {utf8_at + 1:,} 个字节），也不是 GB18030（第 {error.start + 1:,} 个字节）"
        ) from error
    if common_share(text) < MIN_COMMON:
        raise EncodingError(
            f"{path}：不是 UTF-8（第 {utf8_at + 1:,} 个字节），当作 GB18030 又不成中文：{text[:20]!r}"
        )
    return text


def is_damaged_utf8(raw: bytes) -> bool:
    """Whether most of what is beyond ASCII is whole UTF-8 characters."""
    text = raw.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    # GB18030 read as UTF-8 has three broken characters for each that happens to look whole.
    return sum(char > "\x7f" for char in text) - broken > 3 * broken


def common_share(text: str) -> float:
    """Share of common characters (GB 2312 level 1 and its signs) in what is beyond ASCII; 1 if nothing is."""
    others = [char for char in text if char > "\x7f" and not char.isspace()]
    return sum(map(is_common, others)) / len(others) if others else 1.0


def is_common(char: str) -> bool:
    """Whether GB 2312 has the character among its signs or its 3,755 most used Han characters."""
    try:
        return char.encode("gb2312")[0] < 0xD8
    except UnicodeEncodeError:
        return char in "—–•·〔〕"


def refuse_binary(text: str, path: Path) -> str:
    """The text, unless control characters show that it is none."""
    found = CONTROL.findall(text)
    if "\x00" in found or len(found) > len(text) / 50:
        raise BinaryFileError(f"{path}：{len(text):,} 个字符里有 {len(found):,} 个控制字符，不是文字")
    return text
