"""``components/due.html``: the words, the day and the way to its reasons."""

from __future__ import annotations

from datetime import date

import time_machine
from flask import Flask

from dialogue.deadlines import actions
from dialogue.deadlines.models import DueDate
from tests.support.html import check

PAGE = '{% from "components/due.html" import due %}{{ due(it) }}'


def render(app: Flask, it: DueDate | None) -> str:
    with app.test_request_context():
        html = app.jinja_env.from_string(PAGE).render(it=it)
    check(html)
    return " ".join(html.split())


def test_due_in_words_with_its_reasons(app: Flask) -> None:
    due = actions.set_due("assignment", date(2024, 5, 2))
    with time_machine.travel("2024-05-24T03:00:00+00:00"):
        html = render(app, due)
    assert 'datetime="2024-05-29">còn 3 ngày làm việc (thứ Tư 29/05/2024)</time>' in html
    assert f'href="/due-dates/{due.id}"' in html
    with time_machine.travel("2024-05-31T03:00:00+00:00"):
        late = render(app, due)
    assert "due-late" in late
    assert "quá hạn 2 ngày làm việc" in late


def test_no_due_date_yet(app: Flask) -> None:
    html = render(app, None)
    assert "chưa định ngày" in html
    assert "href" not in html
