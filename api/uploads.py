"""Reports that come over HTTP: kept by their content under the data directory, read in the background."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from api.wire import JsonObject, NoFileError, describe_error, outcome_object
from ingest.errors import (
    EmptyFileError,
    FileTooLargeError,
    StorageError,
    UnsupportedFormatError,
    WenjuError,
    os_reason,
)

if TYPE_CHECKING:
    from ingest.store import Store

FOLDER = "uploads"  # in the data directory
MANIFEST = "manifest.jsonl"
DRAFTS = ".drafts"
MAX_FILES = 200  # in one request
MAX_NAME_BYTES = 200  # of a file name; file systems take 255
BLOCK_BYTES = 1 << 20
DIGEST_CHARS = 32

# Everything that means something to a file system or a terminal; C:\fakepath\报告.txt is 报告.txt.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')


def safe_name(given: str) -> str:
    """A file name that names nothing but a file: no folders, no marks that reverse what is read, no hidden files.

    "../../etc/报告.txt" → "报告.txt"; "" when nothing is left.
    """
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = _UNSAFE.sub("", name).strip().lstrip(".").rstrip(". ")
    stem, dot, suffix = name.rpartition(".")
    room = MAX_NAME_BYTES - len(f"{dot}{suffix}".encode())
    short = stem.encode()[: max(room, 0)].decode(errors="ignore")
    return f"{short}{dot}{suffix}" if stem else name.encode()[:MAX_NAME_BYTES].decode(errors="ignore")


@dataclass(frozen=True)
class Kept:
    """An uploaded file in its place."""

    name: str  # as the sender calls it, made safe
    path: str  # within the folder of uploads
    size: int


class Uploads:
    """The folder of uploaded files; each stands in a folder named after the digest of its bytes."""

    def __init__(self, home: Path, max_file_bytes: int) -> None:
        self.folder = (home / FOLDER).resolve()
        self._max_file_bytes = max_file_bytes

    def keep(self, given: str, content: BinaryIO) -> Kept:
        """Write an uploaded file down, whole or not at all; the same bytes are kept once.

        Raises:
            UnsupportedFormatError, FileTooLargeError, EmptyFileError: it is not taken.
            StorageError: it cannot be written.
        """
        name = safe_name(given)
        self._check_format(name, given)
        try:
            digest, draft, size = self._draft(name, content)
            path = self._place(name, digest, draft)
        except OSError as error:
            raise StorageError(f"{self.folder}：{os_reason(error)}") from error
        return Kept(name, str(path.relative_to(self.folder)), size)

    def path(self, kept: str) -> Path:
        """The place of a kept file, and never one outside of the folder.

        Raises:
            NoFileError: it is not there.
        """
        path = (self.folder / kept).resolve()
        if not path.is_relative_to(self.folder) or not path.is_file():
            raise NoFileError(f"上传的文件 {Path(kept).name} 已不在")
        return path

    def drop_all(self, paths: Iterable[Path]) -> None:
        """Take away those of the files that are kept here."""
        for path in paths:
            self.drop(path)

    def sweep(self, wanted: Iterable[Path]) -> None:
        """Take away what neither the library nor a job holds: a kill came between the file and its note."""
        kept = {path.resolve().parent for path in wanted}
        for folder in self.folder.iterdir() if self.folder.is_dir() else ():
            if folder not in kept and folder.is_dir():
                shutil.rmtree(folder, ignore_errors=True)

    def drop(self, path: Path) -> None:
        """Take a kept file away with its folder."""
        folder = path.resolve().parent
        if folder.parent == self.folder and folder.name != DRAFTS:
            shutil.rmtree(folder, ignore_errors=True)

    def _check_format(self, name: str, given: str) -> None:
        from ingest.loaders import FORMATS

        suffix = Path(name).suffix.lower()
        if suffix not in FORMATS or not Path(name).stem:
            raise UnsupportedFormatError(
                f"{given[:200]}：不读 {suffix or '没有后缀的'} 文件，只读 {'、'.join(FORMATS)}"
            )

    def _draft(self, name: str, content: BinaryIO) -> tuple[str, Path, int]:
        """The bytes under a passing name; their digest and number."""
        drafts = self.folder / DRAFTS
        drafts.mkdir(parents=True, exist_ok=True)
        draft = drafts / secrets.token_hex(8)
        digest, size = hashlib.sha256(), 0
        try:
            with draft.open("wb") as file:
                while block := content.read(BLOCK_BYTES):
                    size += len(block)
                    if size > self._max_file_bytes:
                        raise FileTooLargeError(f"{name}：大于 {self._max_file_bytes:,} 字节")
                    digest.update(block)
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            if not size:
                raise EmptyFileError(f"{name}：0 字节")
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        return digest.hexdigest()[:DIGEST_CHARS], draft, size

    def _place(self, name: str, digest: str, draft: Path) -> Path:
        """Where these bytes are kept: where they were put first, under whatever name."""
        folder = self.folder / digest
        folder.mkdir(exist_ok=True)
        there = [one for one in sorted(folder.iterdir()) if one.name != MANIFEST]
        same = [one for one in there if one.suffix.lower() == Path(name).suffix.lower()]
        if same:
            draft.unlink()
            return same[0]
        return draft.rename(folder / name)

    def override(self, path: Path, overrides: Mapping[str, str]) -> None:
        """Note beside a kept file what its sender knows better than the file; see ingest/manifest.py.

        Raises:
            StorageError: it cannot be written.
        """
        entry = json.dumps({"file": path.name, **overrides}, ensure_ascii=False)
        draft = path.with_name(f".{MANIFEST}")
        try:
            draft.write_text(entry + "\n", encoding="utf-8")
            draft.replace(path.with_name(MANIFEST))
        except OSError as error:
            raise StorageError(f"{self.folder}：{os_reason(error)}") from error


# --- the work ---------------------------------------------------------------------------------------------


def read_uploads(
    body: JsonObject, store: Store, uploads: Uploads, progress: Callable[[int, int, str], None]
) -> JsonObject:
    """Read the files of a job into the library; a file that cannot be read is an outcome, not an error."""
    from ingest.pipeline import ingest

    names: dict[Path, str] = {}
    twins: list[tuple[Path, str]] = []  # sent twice in one request
    outcomes: list[JsonObject] = list(body["refused"])
    for kept in body["files"]:
        try:
            path = uploads.path(kept["path"])
            twins += [(path, kept["name"])] if path in names else []
            names.setdefault(path, kept["name"])
        except NoFileError as error:
            outcomes.append(refused_object(kept["name"], error))
    replaced: str = body["replaces"]
    before = [Path(one) for one in store.library.paths_of(replaced)] if replaced else []
    hidden = _hidden(store, body.get("sees"))
    for path in names if body.get("overrides") else ():
        if store.library.report_at(str(path)) not in hidden:  # of others' reports a sender changes nothing
            uploads.override(path, body["overrides"])
    for outcome in ingest(list(names), store, progress, body["groups"], replaced, names):
        path = Path(outcome.path)
        if outcome.status == "failed" and store.library.report_at(outcome.path) is None:
            uploads.drop(path)
        elif replaced and outcome.report_id != replaced:
            uploads.drop_all(before)
        shown = outcome_object(outcome)
        if outcome.report_id in hidden and not replaced:
            shown["status"] = "added"  # that somebody else has the same text is not for the sender to know
        outcomes.append(_named(shown, path, names[path]))
        outcomes += [_twin(outcomes[-1], name) for twin, name in twins if twin == path]
    return {"documents": outcomes}


def _twin(outcome: JsonObject, name: str) -> JsonObject:
    """The outcome of a file whose bytes were sent already under another name."""
    status = "failed" if outcome["status"] == "failed" else "unchanged"
    return outcome | {"path": name, "status": status}


def _hidden(store: Store, groups: list[str] | None) -> set[str]:
    """Ids of the reports that a sender with these groups does not see; None sees all."""
    if groups is None:
        return set()
    visible = store.library.visible_to(frozenset(groups)) or frozenset()
    return {report.id for report in store.library.reports()} - visible


def read_again(store: Store, progress: Callable[[int, int, str], None]) -> JsonObject:
    """Read the files of all reports with the terms of now; each goes by the name that it has in citations."""
    from ingest.pipeline import ingest

    names = {
        Path(path): one.source for one in store.library.reports() for path in store.library.paths_of(one.id)
    }
    outcomes = ingest(list(names), store, progress, names=names)
    return {
        "documents": [_named(outcome_object(one), Path(one.path), names[Path(one.path)]) for one in outcomes]
    }


def refused_object(name: str, error: WenjuError) -> JsonObject:
    """The outcome of a file that was not even taken."""
    return {
        "path": name,
        "document_id": None,
        "status": "failed",
        "error": describe_error(error)["error"],
        "paragraphs": 0,
        "figures": 0,
        "seconds": 0.0,
        "notice": None,
    }


def _named(outcome: JsonObject, path: Path, name: str) -> JsonObject:
    """The outcome by the sender's name of the file: where it is kept is nobody's business."""
    error = outcome["error"]
    if error is not None:
        error = error | {"message": error["message"].replace(str(path), name)}
    return outcome | {"path": name, "error": error}
