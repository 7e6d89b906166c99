"""What every test folder shares."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from ingest.e5.folder import unpacked_e5

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def model_home() -> Path:
    """A data directory with the default model unpacked, kept between runs until the unpacking changes."""
    unpacking = [ROOT / "ingest" / "e5" / name for name in ("packed.py", "graph.py", "folder.py")]
    digest = zlib.crc32(b"".join(source.read_bytes() for source in unpacking))
    home = ROOT / "build" / f"test-models-{digest:08x}"
    unpacked_e5(home)
    return home
