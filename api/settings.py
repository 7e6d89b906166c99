"""What can be configured in how wenju is served."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from evals.settings import EvalSettings
from ingest.settings import IngestSettings, LayerSettings, check_keys
from rag.settings import RagSettings

LogLevel = Literal["debug", "info", "warning", "error"]


class ApiSettings(LayerSettings):
    """Where the service listens and what it lets in."""

    host: str = "127.0.0.1"  # loopback only, until there are keys
    port: int = Field(default=8000, ge=0, le=65535)  # 0 takes a free one
    log_level: LogLevel = "warning"  # info also logs each request
    max_body_kb: int = Field(default=1024, ge=1, le=65536)  # larger request bodies are refused


LAYERS: tuple[type[LayerSettings], ...] = (IngestSettings, RagSettings, EvalSettings, ApiSettings)


def check_all_keys() -> None:
    """Refuse any `WENJU_` variable that no layer knows.

    Raises:
        SettingsError: naming it and the nearest known one.
    """
    check_keys(*LAYERS)
