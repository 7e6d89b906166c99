"""Keys: who may ask the service for what. A key is shown once; only its digest is stored."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from api.callers import Role
from api.tables import keys_table as table
from api.wire import JsonObject, KeyRequestError, UnknownKeyError
from ingest.database import Database, Row
from ingest.errors import StorageError
from ingest.groups import read_groups

PREFIX = "wj_"
ID_BYTES = 4  # tells keys apart in lists and logs; it is no secret
SECRET_BYTES = 32  # so much chance that a plain digest of it cannot be turned back
NOTE_EVERY_S = 60.0  # between two writes of when keys were last used
MAX_NAME_CHARS = 100


@dataclass(frozen=True)
class Key:
    """What is known of a key; not the key itself."""

    id: str
    name: str
    role: Role
    digest: str
    groups: frozenset[str] | None  # besides the reports in no group; None: every group
    created: str  # UTC, ISO 8601
    revoked: str | None
    last_used: str | None


class Keys:
    """The keys of a library, held in memory. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._keys = {key.id: key for key in map(_key, database.read(table.select()))}
        self._unwritten: set[str] = set()
        self._stopped = threading.Event()
        self._writer: threading.Thread | None = None

    @property
    def exist(self) -> bool:
        """Whether a key was ever made: from then on one is needed, also when all are revoked."""
        return bool(self._keys)

    @property
    def some_work(self) -> bool:
        """Whether there is a key that is not revoked."""
        return any(key.revoked is None for key in self._keys.values())

    def list(self) -> list[Key]:
        """All keys, the oldest first."""
        return sorted(self._keys.values(), key=lambda key: (key.created, key.id))

    def create(self, name: str, role: Role, groups: Collection[str] | None) -> tuple[Key, str]:
        """Make a key; the second is the key itself, which nobody can show again.

        Raises:
            KeyRequestError: the name is empty, too long or taken, or an administrator's groups are limited.
            GroupError: the name of a group cannot be used.
        """
        name = name.strip()
        with self._lock:
            self._check(name, role, groups)
            is_limited = groups is not None and role != "admin"
            id = secrets.token_hex(ID_BYTES)
            secret = f"{PREFIX}{id}_{secrets.token_urlsafe(SECRET_BYTES)}"
            named = read_groups(groups or ()) if is_limited else None
            key = Key(id, name, role, _digest(secret), named, _now(), None, None)
            with self._database.writing() as connection:
                connection.execute(table.insert(), _row(key))
            self._keys[id] = key
        return key, secret

    def revoke(self, wanted: str) -> Key:
        """End a key by its id or name; one that has ended stays as it is.

        Raises:
            UnknownKeyError: there is none.
        """
        with self._lock:
            key = self._wanted(wanted)
            if key.revoked is None:
                key = replace(key, revoked=_now())
                with self._database.writing() as connection:
                    connection.execute(table.update().where(table.c.id == key.id).values(revoked=key.revoked))
                self._keys[key.id] = key
        return key

    def find(self, secret: str) -> Key | None:
        """The key that was shown, unless it is none or revoked."""
        id = secret.removeprefix(PREFIX).partition("_")[0]
        key = self._keys.get(id)
        digest = key.digest if key else _digest("")  # as long for an unknown id as for a known one
        is_it = hmac.compare_digest(_digest(secret), digest)
        return key if key is not None and is_it and key.revoked is None else None

    def note_use(self, id: str) -> None:
        """Remember that a key was used just now; written down later, by a thread of its own."""
        with self._lock:
            key = self._keys[id]
            self._keys[id] = replace(key, last_used=_now())
            self._unwritten.add(id)
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_now_and_then, name="keys", daemon=True)
                self._writer.start()

    def close(self) -> None:
        """Write down what is not yet."""
        self._stopped.set()
        if self._writer is not None:
            self._writer.join()
        self._write_uses()

    def _check(self, name: str, role: Role, groups: Collection[str] | None) -> None:
        if not name or len(name) > MAX_NAME_CHARS:
            raise KeyRequestError(f"名字要有 1 到 {MAX_NAME_CHARS} 个字符")
        if any(key.name == name and key.revoked is None for key in self._keys.values()):
            raise KeyRequestError(f"已经有一把叫“{name}”的密钥；换个名字，或先用 wenju keys revoke 作废它")
        if role == "admin" and groups:
            raise KeyRequestError("admin 管理所有的报告，不能限定分组；要限定就用 reader 或 editor")

    def _wanted(self, wanted: str) -> Key:
        named = [key for key in self._keys.values() if key.name == wanted]
        found = self._keys.get(wanted) or max(
            named, key=lambda key: (key.revoked is None, key.created), default=None
        )
        if found is None:
            raise UnknownKeyError(wanted)
        return found

    def _write_now_and_then(self) -> None:
        while not self._stopped.wait(NOTE_EVERY_S):
            with suppress(StorageError):  # a full disk: the next time may do
                self._write_uses()

    def _write_uses(self) -> None:
        with self._lock:
            used = [(id, self._keys[id].last_used) for id in self._unwritten]
            self._unwritten.clear()
        if used:
            with self._database.writing() as connection:
                for id, last_used in used:
                    connection.execute(table.update().where(table.c.id == id).values(last_used=last_used))


def key_object(key: Key) -> JsonObject:
    """A key as it is listed."""
    return {
        "id": key.id,
        "name": key.name,
        "role": key.role,
        "groups": None if key.groups is None else sorted(key.groups),
        "created": key.created,
        "revoked": key.revoked,
        "last_used": key.last_used,
    }


def _key(row: Row) -> Key:
    groups = None if row.groups is None else frozenset(json.loads(row.groups))
    return Key(row.id, row.name, row.role, row.digest, groups, row.created, row.revoked, row.last_used)


def _row(key: Key) -> JsonObject:
    groups = None if key.groups is None else json.dumps(sorted(key.groups), ensure_ascii=False)
    return {**vars(key), "groups": groups}


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
