"""Every error as one JSON shape with an honest status: {"error": {"code", "message", "expected",
"request_id"}}. What is none of ours is answered by api/logs.py.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException
from starlette.types import Receive, Scope, Send

from api.conversations import ConversationError, ConversationFullError
from api.openai import OPENAI_PATHS, openai_error_object
from api.wire import (
    BusyError,
    FeedbackError,
    ForbiddenError,
    HistoryError,
    JobError,
    JsonObject,
    KeyRequestError,
    NoFileError,
    NoTermsFileError,
    NotReadyError,
    OpenAIModelError,
    OpenAIRequestError,
    StoppingError,
    TooManyJobsError,
    TooManyRequestsError,
    UnauthorizedError,
    UnknownFeedbackError,
    UnknownJobError,
    UnknownKeyError,
    describe_error,
    error_object,
)
from evals.errors import (
    EvalError,
    GoldError,
    JudgeError,
    LimitError,
    NothingInCommonError,
    RunError,
    SetError,
    TargetError,
    TooManyRunsError,
)
from ingest.errors import (
    BinaryFileError,
    CorpusError,
    DatabaseDownError,
    EmbedderError,
    EmbedderMismatchError,
    EmptyFileError,
    EncodingError,
    FileAccessError,
    FileTooLargeError,
    GroupError,
    LibraryLockedError,
    ManifestError,
    NoLibraryError,
    NotFoundError,
    SettingsError,
    StorageError,
    TermsError,
    TermsRejectedError,
    UnsupportedFormatError,
    WenjuError,
)
from ingest.invalid import Problem, bound, reason
from rag.errors import (
    EmptyQuestionError,
    FilterError,
    ModelBudgetError,
    ModelDownError,
    ModelError,
    ModelFormatError,
    ModelTimeoutError,
    QuestionError,
    QuestionTooLongError,
)

log = logging.getLogger("wenju.api")

# 422: the request was read and cannot be used. 409: the state of the library is in the way. 503: try again
# later, or mend the service. 507: nothing can be stored.
STATUSES: dict[type[WenjuError], int] = {
    WenjuError: 500,
    CorpusError: 422,
    EmptyFileError: 422,
    BinaryFileError: 422,
    EncodingError: 422,
    FileAccessError: 422,
    FileTooLargeError: 413,
    UnsupportedFormatError: 415,
    ManifestError: 422,
    TermsError: 500,
    SettingsError: 500,
    StorageError: 507,
    LibraryLockedError: 409,
    DatabaseDownError: 503,
    NoLibraryError: 503,
    EmbedderMismatchError: 409,
    EmbedderError: 503,
    NotFoundError: 404,
    QuestionError: 422,
    EmptyQuestionError: 422,
    QuestionTooLongError: 422,
    FilterError: 422,
    ModelError: 503,
    ModelDownError: 503,
    ModelTimeoutError: 503,
    ModelFormatError: 503,
    ModelBudgetError: 503,
    NotReadyError: 503,
    UnauthorizedError: 401,
    ForbiddenError: 403,
    TooManyRequestsError: 429,
    BusyError: 503,
    UnknownKeyError: 404,
    KeyRequestError: 422,
    GroupError: 422,
    StoppingError: 503,
    HistoryError: 422,
    ConversationError: 404,
    ConversationFullError: 409,
    OpenAIRequestError: 400,
    OpenAIModelError: 404,
    EvalError: 422,
    GoldError: 422,
    SetError: 422,
    TargetError: 503,
    RunError: 404,
    NothingInCommonError: 422,
    TooManyRunsError: 429,
    FeedbackError: 422,
    UnknownFeedbackError: 404,
    NoTermsFileError: 409,
    TermsRejectedError: 422,
    UnknownJobError: 404,
    JobError: 409,
    TooManyJobsError: 429,
    NoFileError: 404,
    JudgeError: 422,
    LimitError: 422,
}


def error_response(
    status: int, code: str, message: str, expected: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """An error that is not one of ours, in the one shape."""
    return _send(status, error_object(code, message, expected), headers)


def _send(
    status: int, body: JsonObject, headers: Mapping[str, str] | None = None, param: str | None = None
) -> Response:
    """The one builder of error responses."""
    return _ErrorResponse(status, body, dict(headers or {}), param)


class _ErrorResponse(Response):
    """An error in the one shape, or, where OpenAI's clients ask, in theirs: known only when it is sent."""

    def __init__(self, status: int, error: JsonObject, headers: dict[str, str], param: str | None) -> None:
        super().__init__(_text(error), status, headers, "application/json")
        self._sent = (status, error, headers, param)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not scope["path"].startswith(OPENAI_PATHS):
            await super().__call__(scope, receive, send)
            return
        status, error, headers, param = self._sent
        shaped = _text(openai_error_object(status, error, param))
        # OpenAI says 400 to whatever it cannot use
        response = Response(shaped, 400 if status == 422 else status, headers, "application/json")
        await response(scope, receive, send)


def _text(body: JsonObject) -> str:
    return json.dumps(body, ensure_ascii=False)


def body_too_large(most_bytes: int = 0) -> Response:
    """A request body over the limit."""
    limit = f"不超过 {most_bytes // 1024:,} KB；" if most_bytes else ""
    setting = "WENJU_MAX_BODY_KB（上传为 WENJU_MAX_UPLOAD_MB）"
    return error_response(413, "body_too_large", "请求体太大", f"{limit}缩小请求，或调大 {setting}")


def status_of(error: WenjuError) -> int:
    """The HTTP status of one of our errors: its own, or that of its nearest ancestor in the table."""
    return next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)


def install_error_handlers(app: FastAPI) -> None:
    """Make every error of `app` leave in the one shape."""
    app.add_exception_handler(WenjuError, _on_wenju_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_error)


async def _on_wenju_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, WenjuError)
    if status_of(error) in (500, 507):
        log.error("%s %s: %s: %s", request.method, request.url.path, error.code, error)
    return answer_error(error)


def answer_error(error: WenjuError) -> Response:
    """The response for one of our errors."""
    return _send(status_of(error), describe_error(error), _headers(error), getattr(error, "param", None))


def _headers(error: WenjuError) -> dict[str, str]:
    """When to come back, and what RFC 6750 wants beside a refusal for want of a key."""
    if isinstance(error, TooManyRequestsError):
        return {"Retry-After": str(error.retry_after_s)}
    if isinstance(error, UnauthorizedError):
        reason = ', error="invalid_token"' if error.is_invalid else ""
        return {"WWW-Authenticate": f'Bearer realm="wenju"{reason}'}
    if isinstance(error, ForbiddenError):
        return {"WWW-Authenticate": 'Bearer realm="wenju", error="insufficient_scope"'}
    return {}


async def _on_invalid_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    problems = error.errors()
    broken = next((problem for problem in problems if problem["type"] == "json_invalid"), None)
    if broken is not None:
        place = f"第 {broken['loc'][-1]} 个字符附近"
        return error_response(400, "broken_json", f"请求体不是完整的 JSON，{place}", "UTF-8 编码的 JSON 对象")
    message = "；".join(f"{_field_name(problem['loc'])}{reason(problem)}" for problem in problems)
    expected = _expected(problems, request.scope.get("route"))
    return _send(422, error_object("invalid_request", message, expected), param=_param(problems[0]))


def _param(problem: Mapping[str, Any]) -> str | None:
    """("body", "messages", 0, "role") → "messages"."""
    names = [str(part) for part in problem["loc"][1:2]]
    return names[0] if names else None


def _field_name(path: Sequence[str | int]) -> str:
    """("body", "filters", "regions", 0) → "filters.regions.0 "; the whole body → "请求体"."""
    names = [str(part) for part in path[1:]]
    return ".".join(names) + " " if names else "请求体"


def _expected(problems: Sequence[Problem], route: Any) -> str:
    """The values or bounds that would have been taken, the fields that there are; else where they are described."""
    found = [f"{_field_name(one['loc'])}{allowed}" for one in problems if (allowed := bound(one))]
    strange = (one for one in problems if one["type"] == "extra_forbidden")
    names = dict.fromkeys(_known_fields(one, route) for one in strange)
    return "；".join([*found, *filter(None, names)]) or "见 /openapi.json"


def _known_fields(problem: Problem, route: Any) -> str:
    """可用的字段：question、history…: those that stand where the unknown one does."""
    names = problem.get("ctx", {}).get("known") or fields_at(route, problem["loc"])
    inside = ".".join(str(part) for part in problem["loc"][1:-1])
    return f"{inside + ' 里' if inside else ''}可用的字段：{'、'.join(names)}" if names else ""


def fields_at(route: Any, place: Sequence[str | int]) -> list[str]:
    """The names of the fields that may stand where ("body", "filters", "foo") does, as a route describes them."""
    where, *path = place
    taken = {"body": [route.body_field] if route.body_field else [], "query": route.dependant.query_params}
    models = [model for param in taken.get(str(where), []) for model in _models(param.field_info.annotation)]
    for part in path[:-1]:
        if isinstance(part, str):
            fields = [model.model_fields[part] for model in models if part in model.model_fields]
            models = [model for field in fields for model in _models(field.annotation)]
    known = [field for model in models for field in model.model_fields.items()]
    return list(dict.fromkeys(field.alias or name for name, field in known))


def _models(annotation: Any) -> list[Any]:
    """The models that an annotation names: list[TurnBody] → TurnBody, FiltersBody | None → FiltersBody."""
    if hasattr(annotation, "model_fields"):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models(inner)]


async def _on_http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    place = f"{request.method} {request.url.path}"
    if error.status_code == 404:
        return error_response(404, "unknown_route", f"没有这个地址：{place}", "GET / 列出全部地址")
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        return error_response(405, "method_not_allowed", f"不支持 {place}", allowed, error.headers)
    if error.status_code == 413:
        return body_too_large()
    if error.status_code == 400:
        return error_response(400, "broken_json", "请求体不是 UTF-8 编码的 JSON", "UTF-8 编码的 JSON 对象")
    return error_response(error.status_code, "http_error", str(error.detail), headers=error.headers)


def internal_error() -> Response:
    """What nobody thought of; its inside is only in the log."""
    return error_response(
        500, "internal_error", "服务内部出错，详情已记入日志", "稍后再试；仍不行请联系管理员"
    )
