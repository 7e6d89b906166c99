"""The running service, spoken to over HTTP as if it were the library itself."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from api.callers import Role
from api.wire import JsonObject, Progress, RemoteError, error_object
from rag.lookup.queries import CompareQuery, DocumentQuery, FigureQuery
from rag.records import Filters, Turn, dataclass_to_json

# An answer takes milliseconds; only work that reports its progress may take longer between two lines
# (a large file is one line).
ANSWER_TIMEOUT_S = 60.0
WORK_TIMEOUT_S = 3600.0
# Unpacking the model on a first start takes up to a minute.
READY_TIMEOUT_S = 90.0


class RemoteWenju:
    """`Wenju` by way of the service at `address`; its errors arrive as `RemoteError`.

    Spoken with the standard library: httpx takes longer to import than the answer takes to come.
    """

    def __init__(self, address: str, token: str) -> None:
        self._place = urlsplit(address).netloc
        self._owner = {"X-Wenju-Token": token}

    def wait_until_ready(self, timeout_s: float = READY_TIMEOUT_S) -> None:
        """Return once the service can answer.

        Raises:
            RemoteError: it still cannot when the time is over, or it is gone.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                self._call("GET", "/readyz")
                return
            except RemoteError as error:
                if error.body["error"]["code"] != "not_ready" or time.monotonic() > deadline:
                    raise
            time.sleep(0.1)

    def ask(self, question: str, history: Sequence[Turn], filters: Filters) -> JsonObject:
        body = {"question": question, "history": dataclass_to_json(list(history))}
        return self._call("POST", "/chat", body | {"filters": _named(filters)})

    def search(self, question: str, filters: Filters, limit: int, offset: int) -> JsonObject:
        body = {"question": question, "limit": limit, "offset": offset}
        return self._call("POST", "/search", body | {"filters": _named(filters)})

    def figures(self, query: FigureQuery, limit: int, offset: int) -> JsonObject:
        page = {"limit": limit, "offset": offset, "sort": ("-" if query.falling else "") + query.sort}
        return self._call("GET", f"/figures?{_parameters(query, page)}")

    def group_figures(self, query: FigureQuery) -> JsonObject:
        return self._call("GET", f"/figures?{_parameters(query, {'group_by': 'region,period'})}")

    def compare(self, query: CompareQuery) -> JsonObject:
        more = {"measure": query.measure, "status": query.statuses}
        return self._call("GET", f"/compare?{_parameters(query, more)}")

    def documents(self, query: DocumentQuery, limit: int, offset: int) -> JsonObject:
        named = {name: value for name, value in vars(query).items() if value}
        return self._call("GET", f"/documents?{urlencode(named | {'limit': limit, 'offset': offset})}")

    def document(self, document_id: str, limit: int, offset: int) -> JsonObject:
        page = urlencode({"limit": limit, "offset": offset})
        return self._call("GET", f"/documents/{_segment(document_id)}?{page}")

    def terms(self, q: str, limit: int, offset: int) -> JsonObject:
        return self._call("GET", f"/terms?{urlencode({'q': q, 'limit': limit, 'offset': offset})}")

    def add_terms(self, entries: Sequence[JsonObject], reread: bool) -> JsonObject:
        return self._call("POST", "/terms", {"terms": list(entries), "reread": reread})

    def job(self, job_id: str) -> JsonObject:
        return self._call("GET", f"/jobs/{_segment(job_id)}")

    def delete(self, document_id: str) -> JsonObject:
        return self._call("DELETE", f"/documents/{_segment(document_id)}")

    def ingest(self, paths: Sequence[str], progress: Progress, groups: Sequence[str] = ()) -> JsonObject:
        # The service stands in another directory, so it needs the whole path.
        whole = [str(Path(path).absolute()) for path in paths]
        return self._work("/admin/ingest", {"paths": whole, "groups": list(groups)}, progress)

    def reindex(self, progress: Progress) -> JsonObject:
        return self._work("/admin/reindex", None, progress)

    def doctor(self) -> JsonObject:
        with self._response("POST", "/admin/doctor", None, WORK_TIMEOUT_S) as response:
            return _result(json.load(response))

    def audit_page(self, limit: int, before: int | None, action: str, key: str | None) -> JsonObject:
        named = {"limit": limit, "before": before, "action": action, "key": key}
        wanted = {name: value for name, value in named.items() if value is not None}
        return self._call("GET", f"/audit?{urlencode(wanted)}")

    def list_groups(self) -> JsonObject:
        return self._call("GET", "/groups")

    def groups_of(self, document_id: str) -> JsonObject:
        return self._call("GET", f"/documents/{_segment(document_id)}/groups")

    def set_groups(self, document_id: str, groups: Sequence[str]) -> JsonObject:
        return self._call("PUT", f"/documents/{_segment(document_id)}/groups", {"groups": list(groups)})

    def list_keys(self) -> JsonObject:
        return self._call("GET", "/admin/keys")

    def create_key(self, name: str, role: Role, groups: Sequence[str] | None) -> JsonObject:
        named = None if groups is None else list(groups)
        return self._call("POST", "/admin/keys", {"name": name, "role": role, "groups": named})

    def revoke_key(self, key: str) -> JsonObject:
        return self._call("DELETE", f"/admin/keys/{_segment(key)}")

    def close(self) -> None:
        """Nothing stays open between two calls."""

    def _call(self, method: str, path: str, body: JsonObject | None = None) -> JsonObject:
        with self._response(method, path, body, ANSWER_TIMEOUT_S) as response:
            return _result(json.load(response))

    def _work(self, path: str, body: JsonObject | None, progress: Progress) -> JsonObject:
        """Follow the lines of a long task to its result."""
        with self._response("POST", path, body, WORK_TIMEOUT_S) as response:
            for line in map(json.loads, response):
                if "progress" not in line:
                    result: JsonObject = _result(line)["result"]
                    return result
                progress(line["progress"])
            raise HTTPException("没有结果就结束了")

    @contextmanager
    def _response(
        self, method: str, path: str, body: JsonObject | None, timeout_s: float
    ) -> Iterator[HTTPResponse]:
        connection = HTTPConnection(self._place, timeout=timeout_s)
        try:
            text = None if body is None else json.dumps(body)
            connection.request(method, path, text, {"Content-Type": "application/json", **self._owner})
            yield connection.getresponse()
        except (OSError, HTTPException, ValueError) as error:  # ValueError: not JSON, so not our service
            raise _broken(error) from error
        finally:
            connection.close()


def _named(filters: Filters) -> JsonObject:
    """Filters as a body; what the caller may see the service finds out itself."""
    body: JsonObject = dataclass_to_json({k: v for k, v in vars(filters).items() if k != "visible"})
    return body


# Fields of a query → parameters of its route.
_PARAMETERS = {
    "q": "q", "indicators": "indicator", "regions": "region", "periods": "period", "since": "from", "until": "to",
    "status": "status", "kind": "kind", "action": "action", "documents": "document",
}  # fmt: skip


def _parameters(query: FigureQuery | CompareQuery, more: Mapping[str, object]) -> str:
    """A query as a query string; what limits nothing is left out."""
    named = {name: getattr(query, field, None) for field, name in _PARAMETERS.items()}
    named |= {"districts": "true" if query.with_districts else None, **more}
    return urlencode({name: value for name, value in named.items() if value or value == 0}, doseq=True)


def _segment(document_id: str) -> str:
    """An id as one segment of a path, whatever the user typed."""
    return quote(document_id, safe="") or "-"


def _result(body: JsonObject) -> JsonObject:
    if "error" in body:
        raise RemoteError(body)
    return body


def _broken(error: Exception) -> RemoteError:
    message = f"与服务的连接断了：{error or type(error).__name__}"
    return RemoteError(error_object("service_unreachable", message, "服务正在运行；见服务的日志"))
