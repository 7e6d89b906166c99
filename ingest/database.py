"""The database: the engine, its migrations, and its errors as ours. Whoever owns tables reads and writes through it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError, InterfaceError, SQLAlchemyError

from ingest.errors import CorpusError, DatabaseDownError, StorageError, os_reason

HEAD = "0002"  # the newest migration; a test holds it to ingest/migrations

metadata = sa.MetaData()  # of all tables, whichever package owns them
Row: TypeAlias = Any  # sqlalchemy.Row, whose columns mypy cannot know


class Database:
    """SQLite or PostgreSQL, opened and up to date. Safe to use from several threads."""

    def __init__(self, url: str) -> None:
        """Open the database at a SQLAlchemy URL, made or brought up to date if need be.

        Raises:
            StorageError: it cannot be read or written.
        """
        with _translated(url):
            self.engine = _engine(url)
            try:
                _upgrade(self.engine)
            except BaseException:
                self.engine.dispose()
                raise

    def close(self) -> None:
        """Give every connection back."""
        self.engine.dispose()

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """One transaction: all of it is kept, or nothing.

        Raises:
            CorpusError: a row breaks a rule of its table.
            StorageError: it cannot be written.
        """
        with _translated(self.engine.url), self.engine.begin() as connection:
            yield connection

    def read(self, query: sa.Executable) -> Sequence[Row]:
        """All rows of a query.

        Raises:
            StorageError: it cannot be read.
        """
        with _translated(self.engine.url), self.engine.connect() as connection:
            return connection.execute(query).all()


def _engine(url: str) -> sa.Engine:
    parsed = sa.make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+pg8000")  # the driver that comes with us
    engine = sa.create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    if parsed.get_backend_name() == "sqlite":
        Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _prepare_sqlite)
    else:
        event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    return engine


def _without_nul(_connection: Any, _cursor: Any, statement: str, rows: Any, *_: Any) -> tuple[str, Any]:
    """PostgreSQL keeps no NUL in text; the sign for what cannot be shown leaves every offset as it is."""
    if isinstance(rows, list):
        return statement, [tuple(map(_shown, row)) for row in rows]
    return statement, tuple(map(_shown, rows))


def _shown(value: Any) -> Any:
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    # FULL: with NORMAL a power cut may take back transactions that the indexes have followed already
    for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _upgrade(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        if sa.inspect(connection).has_table("alembic_version"):
            version = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
            if version == HEAD:
                return
    # here and not above: alembic takes 0.5 s to import and is needed once in a library's life
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StorageError(f"数据库 {engine.url!r} 是更新的版本建的（{error}）") from error


# What SQLite says → how we do.
_SAID = {
    "database or disk is full": "磁盘满了",
    "disk I/O error": "磁盘读写出错",
    "attempt to write a readonly database": "没有写的权限",
    "unable to open database file": "打不开",
    "file is not a database": "不是数据库文件",
    "database disk image is malformed": "文件坏了，请用备份恢复",
    "database is locked": "正被别的程序占用",
}


# What PostgreSQL says, by its codes, when it lets nobody in.
_SHUT = {
    "28000": "没有这个用户，或不许他从这里连",
    "28P01": "用户名或密码不对",
    "3D000": "没有这个数据库",
    "53300": "连接太多了",
    "57P01": "正在停止",
    "57P03": "还没有启动好",
}
_FULL = "53100"


def _said(reason: object) -> str:
    """Why the database refused; in its own words where we have none."""
    if (told := _told(reason)) is not None:
        return _SAID["database or disk is full"] if told.get("C") == _FULL else str(told.get("M", reason))
    text = os_reason(reason) if isinstance(reason, OSError) else str(reason)
    return next((ours for theirs, ours in _SAID.items() if theirs in text), text)


def _told(reason: object) -> Mapping[str, str] | None:
    """The fields of an error that a PostgreSQL server sent: C its code, M its message."""
    told = getattr(reason, "args", ())[:1]
    return told[0] if told and isinstance(told[0], Mapping) else None


def _shut_by(error: Exception) -> str:
    """Why the server cannot be used at all; "" where it can."""
    reason = getattr(error, "orig", None)
    if (told := _told(reason)) is not None:
        return _SHUT.get(told.get("C", ""), "")
    is_of_server = isinstance(error, InterfaceError) and type(reason).__module__ != "sqlite3"
    return "连不上" if is_of_server else ""


@contextmanager
def _translated(url: sa.URL | str) -> Iterator[None]:
    """Turns the database's errors into ours."""
    try:
        yield
    except IntegrityError as error:
        raise CorpusError(f"读出的内容自相矛盾（{error.orig}）") from error
    except (SQLAlchemyError, OSError) as error:
        reason = getattr(error, "orig", None) or error
        place = sa.make_url(url).render_as_string(hide_password=True) if isinstance(url, str) else repr(url)
        if shut := _shut_by(error):
            raise DatabaseDownError(f"{place}：{shut}") from error
        raise StorageError(f"数据库 {place}：{_said(reason)}") from error
