"""What is put to the test: the service in this process, or a running one by its address."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from evals.errors import TargetError
from ingest.errors import os_reason
from ingest.pipeline import ingest
from ingest.store import Store
from rag.records import Turn, dataclass_to_json
from rag.service import Service

JsonObject = dict[str, Any]
Progress = Callable[[int, int, str], None]
TIMEOUT_S = 120.0
PAGE = 500  # documents asked for at a time, the most that are given


class Target(Protocol):
    """Something that answers."""

    def ask(self, question: str, history: Sequence[Turn]) -> JsonObject:
        """The answer object."""
        ...

    def describe(self) -> JsonObject:
        """What answers: kind, model, settings, documents and their digest."""
        ...


class LocalTarget:
    """The service over an open library."""

    def __init__(self, store: Store, service: Service | None = None) -> None:
        self._store = store
        self._service = service or Service(store)

    def ask(self, question: str, history: Sequence[Turn]) -> JsonObject:
        answer: JsonObject = self._service.ask(question, history).to_dict()
        return answer

    def describe(self) -> JsonObject:
        reports = self._store.library.reports()
        documents = [{"id": report.id, "source": report.source} for report in reports]
        settings = self._service.settings.model_dump(mode="json")
        return {
            "kind": "library",
            "library": str(self._store.home),
            "model": self._store.model,
            "settings": settings,
            "documents": documents,
            # read by other code or with other terms, the same files are another library
            "corpus_digest": digest_of(report.fingerprint for report in reports),
        }


class RemoteTarget:
    """A running service."""

    def __init__(self, base_url: str, key: str = "") -> None:
        """`key` is shown to a service that wants one."""
        self._base_url = base_url.rstrip("/")
        self._headers = {"Content-Type": "application/json"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        self._open = build_opener(ProxyHandler({})).open  # a service nearby is not behind a proxy

    def ask(self, question: str, history: Sequence[Turn]) -> JsonObject:
        return self._call("/chat", {"question": question, "history": dataclass_to_json(list(history))})

    def describe(self) -> JsonObject:
        ready = self._call("/readyz")
        documents = [{"id": one["id"], "source": one["source"]} for one in self._documents()]
        return {
            "kind": "service",
            "base_url": self._base_url,
            "model": ready["model"],
            "settings": {},
            "documents": documents,
            "corpus_digest": digest_of(one["id"] for one in documents),
        }

    def _documents(self) -> Iterator[JsonObject]:
        """All reports, page after page."""
        offset = 0
        while page := self._call(f"/documents?limit={PAGE}&offset={offset}")["documents"]:
            yield from page
            offset += len(page)

    def _call(self, path: str, body: JsonObject | None = None) -> JsonObject:
        data = None if body is None else json.dumps(body).encode()
        request = Request(self._base_url + path, data, self._headers)
        try:
            with self._open(request, timeout=TIMEOUT_S) as response:
                result: JsonObject = json.load(response)
                return result
        except HTTPError as error:
            raise TargetError(f"{self._base_url}{path}：{error.code} {_message(error)}") from error
        except (URLError, OSError, ValueError) as error:
            raise TargetError(f"{self._base_url}{path}：{_reason(error)}") from error


def _reason(error: Exception) -> str:
    """Why no answer came; urllib wraps the system's own error."""
    inner = getattr(error, "reason", error)
    return os_reason(inner) if isinstance(inner, OSError) else str(inner)


def _message(error: HTTPError) -> str:
    try:
        return str(json.load(error)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return str(error.reason)


def digest_of(parts: Any) -> str:
    """One digest for any number of strings, in whatever order."""
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:16]


def fill(store: Store, paths: Sequence[Path], only: bool, progress: Progress) -> None:
    """Put reports into a library.

    Args:
        only: take out every other report.
    Raises:
        TargetError: a file cannot be read.
    """
    outcomes = ingest(list(paths), store, progress)
    failed = [str(outcome.error) for outcome in outcomes if outcome.error]
    if failed:
        raise TargetError("；".join(failed))
    wanted = {outcome.report_id for outcome in outcomes}
    for report in store.library.reports() if only else ():
        if report.id not in wanted:
            store.delete(report.id)
