"""Lists ask as much of the database at one row as at fifty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import time_machine
from flask.testing import FlaskClient

from dialogue.extensions import db
from dialogue.followup.models import Assignment, ConclusionNotice, Reply
from tests.followup.support import (
    FINAL,
    approved_reply,
    assignment_of,
    conclude,
    interim,
    issued_notice,
    issued_reply,
    make_assignment,
    make_meeting,
    make_opinion,
    moment,
)
from tests.publishing.support import publish_all

SignIn = Callable[[str], FlaskClient]


def _many(number: int, ordinal: int) -> None:
    meeting = make_meeting(ordinal=ordinal)
    for index in range(number):
        root = make_opinion(meeting, sender=f"to-{index % 8 + 1}")
        make_opinion(meeting, sender="phu-nu", merged_into_id=root.id, state="sent")
        conclude(root, supporting=["tai-chinh", "cong-an"])
    notice = issued_notice(meeting)
    for item in notice.items[:30]:
        issued_reply(assignment_of(item.conclusion), interim(date(2024, 6, 10)))


PAGES = {
    "/assignments": ("vanphong", "diachinh"),
    "/overdue": ("vanphong",),
    "/ket-qua": (None,),
    "/meetings/{meeting}/conclusions": ("vanphong",),
    "/notices/{notice}": ("vanphong", "to3"),
    "/notices/{notice}/print": ("vanphong",),
    "/notices/{notice}/publication": ("vanphong",),
    "/notices/{notice}/publication/preview": ("vanphong",),
    "/ket-qua/thong-bao/{notice}": (None,),
}


def test_query_counts_do_not_grow_with_the_rows(
    client_as: SignIn,
    client: FlaskClient,
    count_queries: Callable[[], Any],
    notice_day: time_machine.Traveller,
) -> None:
    counts: dict[str, list[int]] = {}
    for ordinal, number in enumerate((1, 3, 50), start=1):
        for table in (Reply, Assignment):  # what earlier rounds left is answered: off the lists
            for row in db.session.query(table):
                row.state = "issued" if table is Reply else "answered"
        db.session.commit()
        _many(number, ordinal)
        notice = db.session.query(ConclusionNotice).order_by(ConclusionNotice.id.desc()).first()
        assert notice is not None
        ids = {"meeting": notice.meeting_id, "notice": notice.id}
        publish_all()
        notice_day.move_to(moment(date(2024, 6, 20)))
        for path, readers in PAGES.items():
            for username in readers:
                browser = client_as(username) if username else client
                browser.get(path.format(**ids))
                with count_queries() as queries_made:
                    assert browser.get(path.format(**ids)).status_code == 200
                counts.setdefault(f"{path} {username}", []).append(len(queries_made))
        notice_day.move_to(moment(date(2024, 5, 2)))
    uneven = {page: found for page, found in counts.items() if len(set(found)) != 1}
    assert not uneven


def test_signed_out_people_are_sent_to_sign_in(client: FlaskClient) -> None:
    reply = approved_reply(make_assignment(), FINAL)
    for path in ("/assignments", "/overdue", f"/replies/{reply.id}", "/notices/1"):
        assert "/sign-in" in client.get(path).headers["Location"]
