"""A PostgreSQL server of the tests' own: started on a free port of this machine, gone when they end."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa


def find_programs() -> Path | None:
    """The folder of `initdb` and `postgres`, which Debian keeps off the PATH; None where there is none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


@contextmanager
def running_server(programs: Path, home: Path) -> Iterator[str]:
    """A fresh server; yields its URL without a database name. The server refuses root, so that root lends it a user."""
    user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    port = _free_port()
    if os.getuid() == 0:
        shutil.chown(home, user)
    command = [
        programs / "initdb",
        "-D",
        home / "db",
        "-A",
        "trust",
        "-U",
        "wenju",
        "-E",
        "UTF8",
        "--locale=C",
    ]
    subprocess.run(command, check=True, capture_output=True, user=user, cwd=home)
    serve = [programs / "postgres", "-D", home / "db", "-h", "127.0.0.1", "-p", str(port), "-k", home, "-F"]
    with open(home / "log", "w") as log:
        server = subprocess.Popen(serve, stdout=log, stderr=log, user=user, cwd=home)
    try:
        url = f"postgresql://wenju@127.0.0.1:{port}"
        _wait(programs, port, server, home / "log")
        yield url
    finally:
        server.send_signal(signal.SIGINT)  # does not wait for clients
        server.wait(30)


def make_database(url: str, name: str) -> str:
    """A new, empty database on the server; returns its URL."""
    engine = sa.create_engine(f"{_with_driver(url)}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return f"{url}/{name}"


def _with_driver(url: str) -> str:
    return url.replace("postgresql://", "postgresql+pg8000://")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(programs: Path, port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    ask = [programs / "pg_isready", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ask, capture_output=True).returncode != 0:
        assert server.poll() is None, log.read_text()
        time.sleep(0.1)
