"""Which addresses the service listens on."""

from __future__ import annotations

import ipaddress
import socket

from ingest.errors import SettingsError


def check_loopback(host: str) -> None:
    """Refuse an address that other machines can reach: there are no keys yet to tell callers apart.

    Raises:
        SettingsError: if `host` is not localhost, 127.0.0.0/8 or ::1.
    """
    if host == "localhost":
        return
    try:
        is_loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_loopback = False
    if not is_loopback:
        raise SettingsError(
            f"不能在 {host} 上提供服务：目前没有访问密钥，只接受本机地址（127.0.0.1、localhost、::1）。"
            "要让别的机器访问，请在前面放一个做身份验证的反向代理"
        )


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
    """The URL of a bound socket: http://127.0.0.1:8000."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
