"""Settings refuse what they do not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import SettingsError
from ingest.settings import IngestSettings, LayerSettings, check_keys


class OtherLayer(LayerSettings):
    port: int = 8000


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of the machine, no .env of the repository."""
    monkeypatch.chdir(tmp_path)
    for name in IngestSettings.keys() | OtherLayer.keys():
        monkeypatch.delenv(name, raising=False)


def test_defaults_need_nothing_configured() -> None:
    settings = IngestSettings.read()
    assert (settings.home, settings.max_file_mb, settings.terms) == (Path("data"), 40, None)
    assert settings.sql_url == f"sqlite:///{Path.cwd()}/data/library.sqlite3"


def test_the_environment_goes_before_the_file_and_empty_counts_as_not_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Path(".env").write_text("WENJU_HOME=from-file\nWENJU_MAX_FILE_MB=7\nOTHER=1\n")
    monkeypatch.setenv("WENJU_HOME", "from-environment")
    monkeypatch.setenv("WENJU_TERMS", "")
    settings = IngestSettings.read()
    assert (settings.home, settings.max_file_mb, settings.terms) == (Path("from-environment"), 7, None)


def test_an_unknown_key_is_refused_with_the_one_that_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENJU_HMOE", "x")
    with pytest.raises(SettingsError, match="环境变量里的 WENJU_HMOE 不认识；是不是 WENJU_HOME？"):
        check_keys(IngestSettings, OtherLayer)


def test_an_unknown_key_in_the_file_is_refused() -> None:
    Path(".env").write_text("WENJU_NOTHING_LIKE_IT=1\n")
    with pytest.raises(SettingsError, match=r"\.env 里的 WENJU_NOTHING_LIKE_IT 不认识；.*WENJU_PORT"):
        check_keys(IngestSettings, OtherLayer)


def test_every_layer_knows_its_own_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENJU_PORT", "9000")
    check_keys(IngestSettings, OtherLayer)
    with pytest.raises(SettingsError):
        check_keys(IngestSettings)


def test_a_malformed_value_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WENJU_MAX_FILE_MB", "many")
    with pytest.raises(SettingsError, match="WENJU_MAX_FILE_MB"):
        IngestSettings.read()


@pytest.mark.parametrize("url", ["mysql://a:secret@host/x", "wenju", "postgresql://host"])
def test_a_database_that_we_cannot_use_is_refused_without_its_password(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WENJU_DATABASE_URL", url)
    with pytest.raises(SettingsError, match="WENJU_DATABASE_URL：应当写成 postgresql://") as refused:
        IngestSettings.read()
    assert "secret" not in str(refused.value)
