"""A small site that uses every component and every script, over the real templates and CSP."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, Response, flash, render_template, request
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from dialogue.core import pages
from dialogue.core.forms import Form
from dialogue.core.headers import CSP
from dialogue.core.todo import Todo

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2024, 4, 12, 2, 41, tzinfo=UTC)
NAME = "NGUYỄN THỊ Ẳ Ễ MỸ PHƯỢNG"
GROUPS = [SelectChoice(str(n), f"Tổ {n}") for n in range(1, 9)]
TOPICS = [SelectChoice("env", "Môi trường"), SelectChoice("road", "Giao thông")]
BODIES = [SelectChoice("ward", "Phường"), SelectChoice("city", "Cấp trên")]


class SampleForm(Form):
    """One field of each kind."""

    text = TextAreaField("Nội dung ý kiến", validators=[InputRequired(), Length(max=500)])
    full_name = StringField("Họ và tên")
    phone = TelField("Số điện thoại")
    group = SelectField("Tổ dân phố", choices=GROUPS)
    topic = RadioField("Lĩnh vực", choices=TOPICS)
    competence = RadioField("Thẩm quyền", choices=BODIES)
    units = SelectMultipleField("Đơn vị phối hợp", choices=GROUPS[:3])
    consent = BooleanField("Đồng ý nêu tên khi công khai kết quả")
    on = DateField("Ngày")
    hour = TimeField("Giờ")
    places = IntegerField("Số chỗ")
    secret = PasswordField("Mật khẩu")
    photo = FileField("Ảnh")


@dataclass
class Person:
    """Who is signed in."""

    id: int = 7
    full_name: str = NAME
    is_authenticated: bool = True
    unit: Any = field(default_factory=lambda: Named("Tổ dân phố 3"))


@dataclass
class Named:
    """Anything with a name."""

    name: str
    parent_body: str = "UBND thành phố Quảng Ngãi"


@dataclass
class Event:
    """A line of a timeline."""

    at: datetime
    label: str
    actor_name: str = NAME
    unit_name: str = "Văn phòng"
    from_label: str = ""
    to_label: str = ""
    reason: str = ""


def create_sample(folder: Path | None = None) -> Flask:
    """The site; ``app.extensions["seen"]`` holds what was posted, ``"state"`` what it shows."""
    app = Flask("sample", static_folder=str(ROOT / "static"), static_url_path="/static")
    app.jinja_loader = ChoiceLoader(  # type: ignore[assignment]
        [
            FileSystemLoader(str(ROOT / "templates")),
            FileSystemLoader(str(Path(__file__).parent / "pages")),
        ]
    )
    app.config.update(SECRET_KEY="only for tests", WTF_CSRF_ENABLED=False)
    app.jinja_env.undefined = StrictUndefined
    CSRFProtect(app)
    pages.init_app(app)
    seen: list[dict[str, Any]] = []
    state = {"number": 1, "up": True, "signed_in": True, "stream": True}
    app.extensions.update(seen=seen, state=state)
    app.context_processor(_context)
    app.after_request(_protect)
    _routes(app, seen, state)
    return app


def _protect(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CSP
    return response


def _context() -> dict[str, Any]:
    return {
        "ward": Named("phường Chánh Lộ"),
        "is_demo": True,
        "current_user": Person(),
        "nav_items": [
            {"label": "Việc của tôi", "url": "/", "icon": "house", "current": True},
            {"label": "Ý kiến", "url": "/form", "icon": "message-square", "current": False},
            {"label": "Buổi đối thoại", "url": "/hall", "icon": "mic", "current": False},
            {"label": "Lịch làm việc", "url": "/screen", "icon": "calendar", "current": False},
        ],
        "sign_out_url": "/sign-in",
        "account_url": "/",
        "help_url": "/",
        "home_url": "/",
        "time_url": "/time",
        "conflict_message": None,
        "now": NOW,
        "today": date(2024, 4, 12),
    }


def _routes(app: Flask, seen: list[dict[str, Any]], state: dict[str, Any]) -> None:
    @app.get("/")
    def index() -> str:
        flash({"text": "Đã gửi ý kiến", "undo_url": "/undo", "undo_label": "Hoàn tác"}, "done")  # type: ignore[arg-type]
        todos = [
            Todo("Trả lời", "Ý kiến số 12: đèn đường kiệt 45 hỏng", "/12", on=date(2024, 4, 10)),
            Todo("Gửi ý kiến", "Ý kiến của tổ 3", "/form", on=date(2024, 4, 12), count=3),
            Todo("Xem", "Dự thảo thông báo", "/n", detail="Đợt 1", waiting_for="Chủ tịch"),
        ]
        events = [
            Event(NOW, "Gửi ý kiến", to_label="Đã gửi"),
            Event(NOW, "Trả lại", from_label="Đã gửi", to_label="Trả lại", reason="Thiếu nơi"),
        ]
        return render_template(
            "all.html", clock_now=datetime.now(UTC), form=SampleForm(), todos=todos, events=events
        )

    @app.route("/form", methods=["GET", "POST"])
    def form() -> Any:
        if not state["signed_in"]:
            if request.headers.get("HX-Request"):
                return "", 401
            return render_template("signed_out.html")
        form = SampleForm()
        if not form.is_submitted():
            return render_template("form.html", form=form)
        time.sleep(float(form.full_name.data or 0) if form.full_name.data == "0.8" else 0)
        if not form.validate():
            return render_template("form.html", form=form), 422
        seen.append(dict(request.form))
        return render_template("sent.html", number="2024-0012")

    @app.post("/act/<int:status>")
    def act(status: int) -> Any:
        if status == 409:
            return render_template("form.html", form=SampleForm(), conflict_message="Đã đổi"), 409
        if status >= 500:
            return render_template("errors/500.html", code="ab12cd34"), status
        page = render_template(
            "errors/error.html", status=status, title="Lỗi", message="", code="ab12cd34"
        )
        return page, status

    @app.get("/error/<int:status>")
    def error(status: int) -> str:
        if status == 500:
            return render_template("errors/500.html", code="ab12cd34")
        if status == 0:
            return render_template("errors/offline.html")
        return render_template(
            "errors/error.html", status=status, title="Không tìm thấy", message="", code="ab12"
        )

    @app.get("/sign-in")
    def sign_in() -> str:
        return render_template("signed_out.html")

    @app.get("/paper")
    def paper() -> str:
        return render_template("paper.html")

    @app.get("/hall")
    def hall() -> str:
        return render_template("hall.html", state=state)

    @app.get("/hall/queue")
    def queue() -> Any:
        if not state["up"]:
            return "", 503
        return render_template("_queue.html", state=state)

    @app.get("/hall/stream/<mode>")
    def stream(mode: str) -> Any:
        if not state["up"] or not state["stream"]:
            return "", 503

        def messages() -> Iterator[str]:
            shown = None
            while state["up"] and state["stream"]:
                if shown != state["number"]:
                    shown = state["number"]
                    if mode == "signal":
                        yield f"event: changed\nid: {shown}\ndata: {shown}\n\n"
                    else:
                        with app.app_context():
                            part = app.jinja_env.get_template("_queue.html").render(state=state)
                        lines = "".join(f"data: {line}\n" for line in part.splitlines())
                        yield f"id: {shown}\n{lines}\n"
                time.sleep(0.05)

        return Response(messages(), mimetype="text/event-stream")

    @app.get("/screen")
    def screen() -> str:
        now = datetime.now(UTC)
        return render_template("wall.html", now=now, started=now - timedelta(seconds=89), name=NAME)

    @app.get("/clock/<int:elapsed>")
    def clock_page(elapsed: int) -> str:
        now = datetime.now(UTC)
        return render_template("clock_page.html", now=now, started=now - timedelta(seconds=elapsed))

    @app.get("/time")
    def server_time() -> Response:
        return Response(str(time.time() * 1000), mimetype="text/plain")
