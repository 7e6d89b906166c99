"""Where a command finds the library: behind the service that owns it, or by opening it here."""

from __future__ import annotations

import logging
from pathlib import Path

from api.settings import ApiSettings, check_all_keys
from api.wire import TOKEN_NAME, Wenju
from ingest.errors import NoLibraryError
from ingest.lock import read_owner
from ingest.settings import IngestSettings


def open_wenju(rebuild: bool = False, makes: bool = False) -> Wenju:
    """The library as the settings name it.

    Args:
        rebuild: also open a library that waits for `reindex`, to do just that.
        makes: make one where there is none.
    Raises:
        SettingsError: a setting is unknown or wrong.
        NoLibraryError: there is none.
        LibraryLockedError: a process that serves nothing has it.
    """
    check_all_keys()
    settings = IngestSettings.read()
    logging.basicConfig(level=ApiSettings.read().log_level.upper(), format="%(message)s")
    owner = read_owner(settings.home)
    # Only the branch taken is imported: each brings what the other never needs.
    if owner and owner.address:
        from api.client import RemoteWenju

        remote = RemoteWenju(owner.address, _read_token(settings.home))
        remote.wait_until_ready()
        return remote
    if owner is None and not makes and not settings.has_library:
        raise NoLibraryError(str(settings.home.absolute()))
    from api.local import open_local

    return open_local(settings, rebuild)


def _read_token(home: Path) -> str:
    """The token that the service left for the owner of the directory; "" for anybody else."""
    try:
        return (home / TOKEN_NAME).read_text(encoding="utf-8")
    except OSError:
        return ""
