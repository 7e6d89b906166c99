"""Files into text: one module a format, each turning canonical text into blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

from ingest.errors import (
    EmptyFileError,
    FileAccessError,
    FileTooLargeError,
    UnsupportedFormatError,
    os_reason,
)
from ingest.loaders.columns import tabbed
from ingest.loaders.encoding import decode
from ingest.loaders.markdown import read_markdown
from ingest.loaders.plain import read_plain
from ingest.loaders.spacing import tight
from ingest.loaders.wrapped import unwrap
from ingest.records import Block, LoadedFile

FORMATS: dict[str, Callable[[str], list[Block]]] = {
    ".txt": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
}
# Word pastes U+000B, old printers U+000C, web pages U+2028: all end a line.
LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# &nbsp; &ldquo; &#8220; as pages leave them in what is copied from their source
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6});")
# ## 主要工作, also in a file that is called .txt
_MARKDOWN = re.compile(r"^#{1,6} \S", re.MULTILINE)


def load_file(path: Path, max_bytes: int) -> LoadedFile:
    """A report file as canonical text and its blocks.

    Raises:
        FileAccessError: it is not there, is a folder, or may not be read.
        UnsupportedFormatError, FileTooLargeError, EmptyFileError, BinaryFileError, EncodingError.
    """
    raw = read_bytes(path, max_bytes)
    text = tight(tabbed(LINE_END.sub("\n", _ENTITY.sub(_character, decode(raw, path)))))
    if not any(char.isalnum() for char in text):
        raise EmptyFileError(f"{path}：{len(raw)} 字节里没有文字")
    read = read_markdown if _MARKDOWN.search(text) else FORMATS[path.suffix.lower()]
    return unwrap(LoadedFile(text, tuple(read(text))))


def _character(entity: re.Match[str]) -> str:
    return unescape(entity.group())


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """The bytes of a file that is there, has a known format and is not too large."""
    try:
        if path.is_dir():
            raise FileAccessError(f"{path}：是文件夹，不是文件")
        size = path.stat().st_size
        if path.suffix.lower() not in FORMATS:
            raise UnsupportedFormatError(
                f"{path}：不读 {path.suffix or '没有后缀的'} 文件，只读 {'、'.join(FORMATS)}"
            )
        if size > max_bytes:
            raise FileTooLargeError(f"{path}：{size:,} 字节，最多 {max_bytes:,}")
        return path.read_bytes()
    except OSError as error:
        raise FileAccessError(f"{path}：{os_reason(error)}") from error
