"""What can be configured in how wenju is served."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, Field

from evals.settings import EvalSettings
from ingest.settings import IngestSettings, LayerSettings, check_keys
from rag.settings import RagSettings

LogLevel = Literal["debug", "info", "warning", "error"]


class ApiSettings(LayerSettings):
    """Where the service listens, whom it lets in and what it tells of itself."""

    host: str = "127.0.0.1"  # any other than loopback wants a key made before
    port: int = Field(default=8000, ge=0, le=65535)  # 0 takes a free one
    log_level: LogLevel = "warning"  # info also logs each request
    log_questions: bool = False  # and what was asked
    # where spans go, as in http://127.0.0.1:4318; the variable that all OpenTelemetry programs know will do too
    otel_endpoint: str = Field(
        default="", validation_alias=AliasChoices("WENJU_OTEL_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
    )
    max_body_kb: int = Field(default=1024, ge=1, le=65536)  # larger request bodies are refused
    max_upload_mb: int = Field(default=200, ge=1, le=4096)  # of all the files of one upload together
    host_names: str = ""  # names that requests may call the service by, besides its own; separated by commas
    cors_origins: str = (
        ""  # pages of other sites that may ask from a browser: https://a.example,https://b.example
    )
    rate_limit: str = "1200/minute"  # of each key, and of each address without a valid one; "0" is no limit
    max_concurrent: int = Field(
        default=256, ge=1, le=10_000
    )  # requests under way; more are told to come back

    def listed(self, name: Literal["host_names", "cors_origins"]) -> frozenset[str]:
        """The parts of a setting that are separated by commas."""
        return frozenset(part.strip().lower() for part in getattr(self, name).split(",")) - {""}


LAYERS: tuple[type[LayerSettings], ...] = (IngestSettings, RagSettings, EvalSettings, ApiSettings)


def check_all_keys() -> None:
    """Refuse any `WENJU_` variable that no layer knows.

    Raises:
        SettingsError: naming it and the nearest known one.
    """
    check_keys(*LAYERS)
