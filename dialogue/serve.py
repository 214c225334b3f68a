"""``make run``: bring the database up to date, load the demo on a first run, serve."""

from __future__ import annotations

import os
import socket
import sys

from flask import Flask

from dialogue import create_app
from dialogue.config import instance_dir
from dialogue.core.lock import FolderLock, Held
from dialogue.core.logs import write_to
from dialogue.live.endpoint import asgi_app
from dialogue.live.server import Server

SECRET_LENGTH, SECRET_VARIETY = 32, 10


def prepare() -> None:
    """Upgrade the schema; an empty database becomes the demo ward."""
    from dialogue import cli

    app = create_app()
    with app.app_context():
        first = cli.upgrade()
        if first:
            from dialogue.demo.build import demo

            print("Lần chạy đầu: đang tạo dữ liệu mẫu ...", flush=True)  # noqa: T201
            demo()
        if (problem := unsafe(app)) is not None:
            sys.exit(problem)


def unsafe(app: Flask) -> str | None:
    """Why a real ward must not be served like this, or None; the demo may be."""
    from dialogue.accounts.queries import ward

    found = ward()
    if found is None or found.is_demo:
        return None
    key = str(app.config["SECRET_KEY"])
    if len(key) < SECRET_LENGTH or len(set(key)) < SECRET_VARIETY:
        return (
            "Chưa chạy: khóa bí mật (tệp secret_key) quá yếu. Xóa tệp đó rồi chạy lại để có khóa "
            "mới; mọi người đăng nhập lại."
        )
    if app.debug or app.testing:
        return "Chưa chạy: đang bật chế độ gỡ lỗi, không dùng cho phường thật. Bỏ FLASK_DEBUG."
    return None


def main() -> None:
    """Serve on ``HOST``:``PORT`` until stopped; one server a folder."""
    folder = instance_dir()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FolderLock(folder):
            serve()
    except Held:
        sys.exit("Dữ liệu này đang có một máy chủ (hoặc một lần khôi phục) chạy rồi.")


def serve() -> None:
    """Prepare the data and answer until stopped; the folder is held by the caller."""
    write_to(instance_dir())
    prepare()
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    try:
        listening = _listen(host, port)
    except OSError as problem:
        sys.exit(f"Không mở được cổng {port}: {problem.strerror}. Thử: PORT=8001 make run")
    print(f"Đối thoại: http://{host}:{port}", flush=True)  # noqa: T201
    Server(asgi_app(create_app()), log_level="warning").run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.create_server((host, port), backlog=2048)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        # A phone that vanished frees its buffer after 20 s (measured: 512 KB each).
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, 20_000)
    return listening


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    main()
