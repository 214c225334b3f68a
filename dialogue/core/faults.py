"""What goes wrong, as a page in the ward's look: 404, 409, 413, 422, 429, 500."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, g, render_template, request
from werkzeug.exceptions import HTTPException

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db

log = logging.getLogger("dialogue.faults")

TITLES = {
    400: "Yêu cầu chưa đúng",
    404: "Không tìm thấy trang này",
    405: "Không tìm thấy trang này",
    409: "Việc này vừa thay đổi",
    413: "Tệp gửi lên quá lớn",
    422: "Nội dung chưa đúng",
    429: "Thao tác quá nhanh",
    500: "Hệ thống gặp lỗi",
}


def init_app(app: Flask) -> None:
    """Register the handlers. Every error page carries the code that stands in the log."""

    @app.errorhandler(NotAllowed)
    def not_allowed(_error: NotAllowed) -> Any:
        return _page(404)

    @app.errorhandler(Conflict)
    def conflict(error: Conflict) -> Any:
        return _page(409, error.message)

    @app.errorhandler(InvalidInput)
    def invalid(error: InvalidInput) -> Any:
        return _page(422, error.message)

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Any:
        if error.code is None or error.code < 400:
            return error
        code = {401: 401, 403: 404, 405: 405}.get(error.code, error.code)
        return _page(code)

    @app.errorhandler(Exception)
    def crash(error: Exception) -> Any:
        log.exception("%s %s %s", g.get("request_id"), request.method, request.path)
        if app.config.get("PROPAGATE_CRASHES"):
            raise error
        return _page(500)


def _page(status: int, message: str = "") -> Any:
    db.session.rollback()
    if status >= 500:
        # The page must come even where the database does not answer.
        html = render_template("errors/500.html", code=g.get("request_id", "?"))
        return html, status
    html = render_template(
        "errors/error.html",
        status=status,
        title=TITLES.get(status, TITLES[400]),
        message=message,
        code=g.get("request_id", "?"),
    )
    return html, status
