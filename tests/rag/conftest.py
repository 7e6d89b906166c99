"""The two real reports in a library with the real embedder, as `make run` builds it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import open_store
from rag.service import Service

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="package")
def two_reports(model_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service over corpus/; the library lives as long as the tests of this folder."""
    home = tmp_path_factory.mktemp("two-reports")
    (home / "models").symlink_to((model_home / "models").resolve())
    with open_store(IngestSettings(home=home)) as store:
        outcomes = ingest([CORPUS], store)
        assert [(o.status, o.error) for o in outcomes] == [("added", None)] * 2
        yield Service(store)
