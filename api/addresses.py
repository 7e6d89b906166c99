"""Which addresses the service listens on."""

from __future__ import annotations

import ipaddress
import socket

from ingest.errors import SettingsError


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address: localhost, 127.0.0.0/8 or ::1."""
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def is_address(host: str) -> bool:
    """Whether a host is an IP address and not a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes any free one.

    Raises:
        SettingsError: if the port is taken or may not be used.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"{host}:{port} 用不了（{error.strerror}）：停掉占用它的程序，或换一个端口，"
            f"如 wenju serve --port {port + 1} 或 WENJU_PORT={port + 1}"
        ) from error
    return listener


def address_of(listener: socket.socket) -> str:
    """The URL at which this machine reaches a bound socket: http://127.0.0.1:8000."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
