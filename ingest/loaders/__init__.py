"""Files into text: one module a format, each turning canonical text into blocks."""

from __future__ import annotations

import re
from collections.abc import Callable
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


def load_file(path: Path, max_bytes: int) -> LoadedFile:
    """A report file as canonical text and its blocks.

    Raises:
        FileAccessError: it is not there, is a folder, or may not be read.
        UnsupportedFormatError, FileTooLargeError, EmptyFileError, BinaryFileError, EncodingError.
    """
    raw = read_bytes(path, max_bytes)
    text = tight(tabbed(LINE_END.sub("\n", decode(raw, path))))
    if not any(char.isalnum() for char in text):
        raise EmptyFileError(f"{path}：{len(raw)} 字节里没有文字")
    return unwrap(LoadedFile(text, tuple(FORMATS[path.suffix.lower()](text))))


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
