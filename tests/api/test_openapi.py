"""The whole OpenAPI description held against the running service: whatever is sent, no server error, and every
response is one that the description knows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CheckFunction, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.local import LocalWenju
from api.warmup import Warmup
from tests.api.conftest import SHAOXING, app_without_library, open_test_store, running

CHECKS: list[CheckFunction] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
FEW, MANY = 5, 200
TIMEOUT_S = 60  # of one request: the machine may be busy
schema = schemathesis.openapi.from_dict(app_without_library().openapi())


def bounded(examples: int) -> settings:
    """Without a database of examples and without deadlines: the machine may be busy."""
    phases = (Phase.explicit, Phase.generate)
    checks = list(HealthCheck)
    return settings(
        max_examples=examples, deadline=None, database=None, derandomize=True, phases=phases, suppress_health_check=checks
    )  # fmt: skip


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service over a library of one report."""
    folder = tmp_path_factory.mktemp("service")
    report = folder / "reports" / "shaoxing.txt"
    report.parent.mkdir()
    report.write_text(SHAOXING, encoding="utf-8")
    wenju = LocalWenju(open_test_store(folder / "home"))
    wenju.ingest([str(report)], lambda step: None)
    with running(Warmup(lambda: wenju)) as address:
        yield address


@schema.parametrize()
@bounded(FEW)
def test_a_few_requests_of_every_kind_are_answered_as_described(
    case: schemathesis.Case, service: str
) -> None:
    case.call_and_validate(base_url=service, checks=CHECKS, timeout=TIMEOUT_S)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@schema.parametrize()
@bounded(MANY)
def test_many_requests_of_every_kind_are_answered_as_described(case: schemathesis.Case, service: str) -> None:
    case.call_and_validate(base_url=service, checks=CHECKS, timeout=TIMEOUT_S)
