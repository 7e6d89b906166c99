"""/admin/*: what `wenju ingest`, `reindex` and `doctor` ask of the service that owns the library.

These name files of this machine, so being on it is not enough: they want an administrator's key, or the token
that stands beside the lock, in a file that only the owner of the data directory can read: who can read it could
have run the same command there.
Work that takes a while answers in lines of JSON: {"progress": …} any number of times, then {"result": …} or
{"error": …}; the status is 200 as soon as work has begun.
"""

from __future__ import annotations

import contextvars
import json
import logging
import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue

from fastapi import APIRouter, Depends
from fastapi.responses import Response, StreamingResponse

from api.access import known_admin
from api.routes.opened import Opened, send_json
from api.schemas import DoctorBody, PathsBody, ProgressLine, Responses, json_response
from api.wire import JsonObject, Progress, describe_error, error_object
from ingest.errors import WenjuError

log = logging.getLogger("wenju.api")


router = APIRouter(prefix="/admin", tags=["管理"], dependencies=[Depends(known_admin)])

NDJSON = "application/x-ndjson"


def _streamed(*errors: int) -> Responses:
    described = json_response(ProgressLine, *errors)
    described[200] = {
        "description": "逐行的 JSON：progress …，最后是 result 或 error",
        "content": {NDJSON: {}},
    }
    return described


@router.post("/ingest", responses=_streamed(400, 413, 422, 503), summary="入库")
def ingest(body: PathsBody, wenju: Opened) -> Response:
    return _stream(lambda progress: wenju.ingest(body.paths, progress, body.groups))


@router.post("/reindex", responses=_streamed(422, 503), summary="重建索引")
def reindex(wenju: Opened) -> Response:
    return _stream(wenju.reindex)


@router.post("/doctor", responses=json_response(DoctorBody, 422, 500, 503, 507), summary="检查并修复")
def doctor(wenju: Opened) -> Response:
    return send_json(wenju.doctor())


def _stream(work: Callable[[Progress], JsonObject]) -> StreamingResponse:
    """Run `work` on a thread of its own, so that it finishes even when nobody listens any more."""
    lines: SimpleQueue[JsonObject] = SimpleQueue()
    run = contextvars.copy_context().run  # so that what is done is known to be this caller's
    worker = threading.Thread(target=run, args=(_run, work, lines), name="admin", daemon=True)
    worker.start()
    return StreamingResponse(_until_done(lines), media_type=NDJSON)


def _run(work: Callable[[Progress], JsonObject], lines: SimpleQueue[JsonObject]) -> None:
    try:
        lines.put({"result": work(lambda step: lines.put({"progress": step}))})
    except WenjuError as error:
        lines.put(describe_error(error))
    except Exception:
        log.exception("admin work failed")
        lines.put(error_object("internal_error", "服务内部出错，详情已记入日志"))


def _until_done(lines: SimpleQueue[JsonObject]) -> Iterator[str]:
    is_done = False
    while not is_done:
        line = lines.get()
        is_done = "progress" not in line
        yield json.dumps(line, ensure_ascii=False) + "\n"
