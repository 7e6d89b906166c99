"""`wenju serve`: one process that owns the library and answers over HTTP until it is told to stop."""

from __future__ import annotations

import json
import secrets
import signal
from collections.abc import Callable

import uvicorn

from api.addresses import address_of, is_loopback, listen
from api.app import build_app
from api.bad_requests import TellingProtocol
from api.keys import Keys
from api.local import LocalWenju, open_local
from api.logs import set_up_logs
from api.settings import ApiSettings, check_all_keys
from api.terminal import show_answer, show_lines
from api.warmup import Warmup
from api.wire import describe_error
from ingest.database import Database
from ingest.errors import SettingsError, WenjuError
from ingest.lock import HomeLock
from ingest.settings import IngestSettings
from rag.records import Filters

# A request that is under way when the service is told to stop may take this long to finish.
GRACE_S = 10


def serve(host: str | None, port: int | None, question: str, as_json: bool) -> None:
    """Serve until SIGINT or SIGTERM; `None` takes the configured value.

    Raises:
        SettingsError: a setting is wrong, the port is taken, or others could reach the service and there is no key.
        WenjuError: the library cannot be opened.
    """
    check_all_keys()
    settings = ApiSettings.read()
    ingest_settings = IngestSettings.read()
    set_up_logs(settings.log_level)
    host = settings.host if host is None else host
    if not is_loopback(host):
        _check_keys(host, ingest_settings)
    listener = listen(host, settings.port if port is None else port)
    address, token = address_of(listener), secrets.token_urlsafe()

    def opened() -> LocalWenju:
        wenju = open_local(ingest_settings)
        wenju.announce(address, token)
        return wenju

    def stop() -> None:
        server.should_exit = True

    greet = _greeting(address, question, as_json)

    def go_on(wenju: LocalWenju) -> None:
        greet(wenju)
        wenju.evaluations.resume()

    warmup = Warmup(opened, on_ready=go_on, on_failure=stop)
    app = build_app(warmup, token, settings, is_loopback(host))
    config = uvicorn.Config(
        app,
        http=TellingProtocol,
        log_config=None,
        access_log=False,  # api/logs.py writes a line a request
        timeout_keep_alive=75,  # longer than clients keep a connection unused, or they write into a closing one
        timeout_graceful_shutdown=GRACE_S,
    )
    server = uvicorn.Server(config)
    _end_quietly_on_signals()
    server.run(sockets=[listener])
    if warmup.error is not None:
        raise warmup.error


def _check_keys(host: str, settings: IngestSettings) -> None:
    """Refuse to listen where others can reach the service while nobody has a key: nothing would tell them apart."""
    if not settings.has_library or not _some_key_works(settings):
        raise SettingsError(
            f"不能在 {host} 上提供服务：还没有密钥，别的机器谁都能进来。先运行 wenju keys create 名字 --role admin，"
            "或只在本机提供服务（127.0.0.1）"
        )


def _some_key_works(settings: IngestSettings) -> bool:
    lock = HomeLock(settings.home)
    try:
        database = Database(settings.sql_url)
        some_work = Keys(database).some_work
        database.close()
        return some_work
    finally:
        lock.release()


def _end_quietly_on_signals() -> None:
    """uvicorn raises a signal again once it has shut down; by then there is nothing left to do."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)


def _greeting(address: str, question: str, as_json: bool) -> Callable[[LocalWenju], None]:
    """What to say once the service can answer."""

    def greet(wenju: LocalWenju) -> None:
        ready = wenju.ready()
        if as_json:
            print(json.dumps({"address": address, **ready}, ensure_ascii=False), flush=True)
            return
        show_lines([f"问据已就绪：{address}（{ready['documents']} 份报告；Ctrl-C 结束）"])
        if question:
            show_lines(["", f"问：{question}"])
            try:
                show_answer(wenju.ask(question, (), Filters()))
            except WenjuError as error:
                show_lines([describe_error(error)["error"]["message"]])

    return greet
