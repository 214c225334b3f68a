"""What goes wrong, as a page in the ward's look: 404, 409, 413, 422, 429, 500, 503."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, current_app, make_response, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.logs import facts_of
from dialogue.core.web import error_code
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

WRONG_NAME = "Địa chỉ trang chưa đúng. Xin hỏi văn phòng địa chỉ của hệ thống.\n"

# What SQLite says when it cannot write, and what the person is told; nothing was saved.
CANNOT_WRITE = (
    ("disk is full", "Máy chủ đã hết chỗ trống nên chưa lưu được."),
    ("readonly", "Máy chủ đang chỉ cho đọc nên chưa lưu được."),
    ("locked", "Máy chủ đang bận việc khác quá lâu nên chưa lưu được."),
    ("disk I/O error", "Ổ đĩa của máy chủ không ghi được."),
)


def init_app(app: Flask) -> None:
    """Register the handlers. Every error page carries the code that stands in the log."""

    @app.errorhandler(NotAllowed)
    def not_allowed(_error: NotAllowed) -> Any:
        log.info("not allowed", extra=facts_of())
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
        if isinstance(error, SecurityError):  # asked under a foreign name: no page has an address
            return WRONG_NAME, 400, {"Content-Type": "text/plain; charset=utf-8"}
        if error.code == 500:  # a fault while another was being told
            return _crashed(getattr(error, "original_exception", None) or error)
        return _page(404 if error.code == 403 else error.code)

    @app.errorhandler(OperationalError)
    def no_database(error: OperationalError) -> Any:
        words = next((words for sign, words in CANNOT_WRITE if sign in str(error.orig)), None)
        if words is None:
            return crash(error)
        _write_down(error)
        answer = make_response(_page(503, words))
        answer.headers["Retry-After"] = "60"
        return answer

    @app.errorhandler(OverflowError)
    def beyond_the_database(error: OverflowError) -> Any:
        """No row has a number of more than 64 bits: an address with one leads nowhere."""
        if "SQLite INTEGER" not in str(error):
            return crash(error)
        asked = (request.view_args or {}).values()
        is_address = any(isinstance(one, int) and one.bit_length() > 63 for one in asked)
        if is_address or request.method != "POST":
            return _page(404)
        return _page(422, "Có một con số lớn quá mức cho phép. Xin xem lại.")

    @app.errorhandler(Exception)
    def crash(error: Exception) -> Any:
        if app.config.get("PROPAGATE_CRASHES"):
            raise error
        return _crashed(error)


def _crashed(error: Exception) -> Any:
    _write_down(error)
    return _page(500)


def _write_down(error: Exception) -> None:
    """Into the log, under the code that the person sees; never the address, which tells whose."""
    facts = facts_of()
    words = ("fault %s %s %s", error_code(), facts["method"], facts["route"])
    log.error(*words, exc_info=error, extra=facts)


def _page(status: int, message: str = "") -> Any:
    db.session.rollback()
    if status >= 500:
        # The page must come even where the database does not answer: no account, no ward.
        template = current_app.jinja_env.get_template("errors/500.html")
        return template.render(code=error_code(), message=message), status
    html = render_template(
        "errors/error.html",
        status=status,
        title=TITLES.get(status, TITLES[400]),
        message=message,
        code=error_code(),
    )
    return html, status
