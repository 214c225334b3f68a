"""``make run``: bring the database up to date, load the demo on a first run, serve."""

from __future__ import annotations

import os
import sys

from dialogue import create_app


def prepare() -> None:
    """Upgrade the schema; an empty database becomes the demo ward."""
    from dialogue import cli

    app = create_app()
    with app.app_context():
        first = cli.upgrade()
        if first:
            from dialogue.demo import build

            print("Lần chạy đầu: đang tạo dữ liệu mẫu ...", flush=True)  # noqa: T201
            build.demo()


def main() -> None:
    """Serve on ``HOST``:``PORT`` until stopped."""
    import uvicorn

    prepare()
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    print(f"Đối thoại: http://{host}:{port}", flush=True)  # noqa: T201
    uvicorn.run("wsgi:asgi", host=host, port=port, timeout_graceful_shutdown=1, log_level="warning")


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    main()
