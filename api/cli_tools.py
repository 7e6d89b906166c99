"""What the commands share: the open library, and the two ways to show what came back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingest.errors import FileAccessError, os_reason

if TYPE_CHECKING:
    from api.wire import JsonObject, Wenju

EXIT_ERROR = 1
EXIT_USAGE = 2
EXIT_REFUSED = 3
EXIT_INTERRUPTED = 130

AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


@contextmanager
def opened(rebuild: bool = False, makes: bool = False) -> Iterator[Wenju]:
    """The library: through the service when one owns it, else opened here, and made if need be where `makes` says so."""
    from api.opening import open_wenju

    wenju = open_wenju(rebuild, makes)
    try:
        yield wenju
    finally:
        wenju.close()


def show(body: JsonObject, as_json: bool, view: str, module: str = "api.terminal") -> None:
    """Print what came back: as JSON, or with the function of that name and module."""
    if as_json:
        print(json.dumps(body, ensure_ascii=False, indent=2))
        return
    shown: Callable[[JsonObject], None] = getattr(import_module(module), view)
    shown(body)


def write_file(path: Path, content: bytes) -> None:
    """Write what a command was asked to put into a file.

    Raises:
        FileAccessError: it cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise FileAccessError(f"{path}：{os_reason(error)}") from error
