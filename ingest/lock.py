"""Who owns a data directory: one process at a time, and others can learn which and where it listens."""

from __future__ import annotations

import json
import os
import socket
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.errors import LibraryLockedError, StorageError, os_reason

LOCK_NAME = "wenju.lock"
OWNER_NAME = "owner.json"
PRIVATE = (
    "library.sqlite3",
    "library.sqlite3-wal",
    "library.sqlite3-shm",
    "words",
    "vectors",
    "uploads",
    "evals",
)
PATIENCE_S = 0.3  # outlasts `read_owner` in another process, which holds the lock for a moment


@dataclass(frozen=True)
class Owner:
    """The process that has the data directory open."""

    pid: int
    host: str
    address: str  # of its service, "http://127.0.0.1:8000"; "" when it serves nothing


class HomeLock:
    """Ownership of a data directory; ends with `release` or with the process."""

    def __init__(self, home: Path) -> None:
        """Take the directory, made if need be.

        Raises:
            LibraryLockedError: another process has it; the message names it.
            StorageError: the directory cannot be written.
        """
        self._home = home
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._lock = FileLock(home / LOCK_NAME, timeout=PATIENCE_S, thread_local=False)
            self._lock.acquire()
        except Timeout:
            raise LibraryLockedError(_locked_message(home, _read_owner_file(home))) from None
        except OSError as error:
            raise StorageError(f"数据目录 {home}：{os_reason(error)}") from error
        # groups are to hide reports from each other: other accounts of this machine see none at all
        self._umask = os.umask(0o077)
        _close_to_others(home)
        self._owner = Owner(os.getpid(), socket.gethostname(), "")
        self._write_owner()

    def set_address(self, address: str) -> None:
        """Tell other processes where this one listens."""
        self._owner = replace(self._owner, address=address)
        self._write_owner()

    def release(self) -> None:
        """Let the directory go."""
        (self._home / OWNER_NAME).unlink(missing_ok=True)
        self._lock.release()
        os.umask(self._umask)

    def _write_owner(self) -> None:
        draft = self._home / f"{OWNER_NAME}.new"
        try:
            draft.write_text(json.dumps(asdict(self._owner)), encoding="utf-8")
            draft.replace(self._home / OWNER_NAME)
        except OSError as error:
            raise StorageError(f"数据目录 {self._home}：{os_reason(error)}") from error


def read_owner(home: Path) -> Owner | None:
    """The process that owns the directory now, or None.

    A file left behind by a process that died does not count: the lock itself is tried.
    """
    lock = FileLock(home / LOCK_NAME, thread_local=False)
    try:
        if not (home / OWNER_NAME).exists():
            return None
        lock.acquire(blocking=False)
    except Timeout:
        return _read_owner_file(home)
    except OSError as error:
        raise StorageError(f"数据目录 {home}：{os_reason(error)}") from error
    lock.release()
    return None


def _read_owner_file(home: Path) -> Owner | None:
    try:
        return Owner(**json.loads((home / OWNER_NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None  # it is just being written, or just gone


def _close_to_others(home: Path) -> None:
    """Shut what earlier versions left open; the directory itself may be somebody's choice, and hold more."""
    for name in PRIVATE:
        with suppress(OSError):  # not there, or another's
            path = home / name
            path.chmod(path.stat().st_mode & 0o700)


def _locked_message(home: Path, owner: Owner | None) -> str:
    if owner is None:
        return f"数据目录 {home} 正被另一个进程使用"
    where = f"，它在 {owner.address} 提供服务" if owner.address else ""
    return f"数据目录 {home} 正被 {owner.host} 上的进程 {owner.pid} 使用{where}"
