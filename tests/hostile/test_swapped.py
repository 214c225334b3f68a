"""Ids, tokens and file addresses swapped between groups, units and meetings: each is 404 and
nothing of the other stands in the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.hostile.facts import Facts
from tests.hostile.walk import Walker

Browse = Callable[[str | None], FlaskClient]


@pytest.fixture(scope="module")
def facts(ward: Flask) -> Iterator[Facts]:
    found = Facts(Path(ward.instance_path) / "dialogue.db")
    yield found
    found.connection.close()


@pytest.fixture(scope="module")
def browse(ward: Flask) -> Browse:
    """``browse("to3")``: a browser signed in as that account, one for the whole module."""
    walker, known = Walker(ward), dict[str | None, FlaskClient]()

    def browser(name: str | None) -> FlaskClient:
        if name not in known:
            known[name] = walker.sign_in(name)
        return known[name]

    return browser


def gone(answer: TestResponse, *private: Any) -> None:
    """404, with nothing of ``private`` in it."""
    assert answer.status_code == 404, answer.request.path
    page = answer.get_data(as_text=True)
    for value in private:
        assert value, "an empty text proves nothing"
        assert str(value) not in page


def unit_of(facts: Facts, code: str) -> int:
    return int(facts.rows("select id from unit where code = ?", code)[0]["id"])


def test_an_opinion_of_group_1_asked_by_group_3(facts: Facts, browse: Browse) -> None:
    theirs = facts.rows("select * from opinion where unit_id = ?", unit_of(facts, "to-1"))
    assert len(theirs) >= 3
    for row in theirs:
        for way in ("", "/slip", "/thread", "/receipt", "/edit", "/consent", "/withdrawal"):
            path = f"/opinions/{row['id']}{way}"
            gone(browse("to3").get(path), row["words"][:25], row["receipt"] or "-none-")
    for page in ("/opinions", "/opinions?q=Bảy", "/opinions?state=all"):
        body = browse("to3").get(page).text
        assert not [row["id"] for row in theirs if row["words"][:25] in body]


def test_a_draft_is_its_units_alone(facts: Facts, browse: Browse) -> None:
    """Not even office and chair read what a group has not sent."""
    drafts = facts.rows("select * from opinion where state = 'draft'")
    assert drafts
    for row in drafts:
        for name in ("vanphong", "chutich", "quantri", "to1", "diachinh"):
            for way in ("", "/slip", "/edit", "/classification", "/merge"):
                path = f"/opinions/{row['id']}{way}"
                if name == "vanphong" and way in ("/classification", "/merge"):
                    answer = browse(name).get(path)
                    assert answer.status_code in (404, 409), path
                    assert row["words"][:25] not in answer.text
                else:
                    gone(browse(name).get(path), row["words"][:25])


def test_files_of_another_unit(facts: Facts, browse: Browse) -> None:
    """The address of a file is a number; who may not see its owner gets nothing."""
    (photo,) = facts.rows("select * from attachment where owner_type = 'task'")
    task = facts.row("task", photo["owner_id"])
    assert task is not None
    owner = facts.rows("select username from account where unit_id = ?", task["unit_id"])
    path = f"/files/{photo['id']}"
    assert browse(owner[0]["username"]).get(path).status_code == 200
    for name in ("quantri", "to1", "to3", "matran", "taichinh"):
        if name != owner[0]["username"]:
            gone(browse(name).get(path))
    answer = browse(None).get(path)
    assert answer.status_code == 303
    assert "/sign-in" in answer.location
    issued = facts.rows("select id from attachment where owner_type = 'issued_document'")
    assert issued
    for row in issued:  # these leave by the thing that they are about, never by their number
        gone(browse("vanphong").get(f"/files/{row['id']}"))


def test_issued_replies_bear_a_name(facts: Facts, browse: Browse) -> None:
    replies = facts.rows("select * from reply")
    assert replies
    for row in replies:
        units = facts.units_on(row["assignment_id"])
        for name in ("to8", "matran", "taichinh", "quantri"):
            if facts.who(name).unit_id in units | facts.units_that_sent(row["assignment_id"]):
                continue
            for path in (
                f"/replies/{row['id']}",
                f"/replies/{row['id']}/print",
                f"/replies/{row['id']}/edit",
                f"/documents/reply/{row['id']}",
                f"/documents/interim_reply/{row['id']}",
                f"/documents/reply/{row['id']}.pdf",
                f"/assignments/{row['assignment_id']}",
                f"/assignments/{row['assignment_id']}/replies/new",
            ):
                gone(browse(name).get(path), row["words"][:25])


def test_why_an_assignment_is_due_that_day(facts: Facts, browse: Browse) -> None:
    rows = facts.rows("select * from assignment")
    for row in rows:
        path = f"/due-dates/{row['due_id']}"
        for name in ("quantri", "taichinh", "doan", "to8"):
            sent = facts.who(name).unit_id in facts.units_that_sent(row["id"])
            if facts.who(name).unit_id not in facts.units_on(row["id"]) and not sent:
                gone(browse(name).get(path))
        lead = facts.rows("select username from account where unit_id = ?", row["lead_unit_id"])
        assert browse(lead[0]["username"]).get(path).status_code == 200


def test_the_list_of_another_unit(facts: Facts, browse: Browse) -> None:
    lists = facts.rows("select * from delegate_list where unit_id is not null")
    for row in lists:
        people = facts.rows("select * from delegate where list_id = ?", row["id"])
        for name in ("to1", "matran", "quantri", "diachinh"):
            if facts.who(name).unit_id == row["unit_id"]:
                continue
            path = f"/meetings/{row['meeting_id']}/attendance/{row['unit_id']}"
            gone(browse(name).get(path), *(one["full_name"] for one in people))
            gone(browse(name).get(path + "/file"))
            table = f"/meetings/{row['meeting_id']}/attendance.xlsx?who={row['unit_id']}"
            gone(browse(name).get(table))
            for one in people:
                gone(browse(name).get(f"/delegates/{one['id']}"), one["full_name"])
                sent = browse(name).post(f"/delegates/{one['id']}/removal", data={"reason": "x"})
                gone(sent, one["full_name"])


def test_an_invitation_code_of_another_meeting(facts: Facts, browse: Browse) -> None:
    """The desk of the live meeting opens its own codes; another's, and a group's own, no."""
    mine = facts.rows("select * from delegate where meeting_id = 5")
    other = facts.rows("select * from delegate where meeting_id = 6")
    assert mine
    assert other
    assert browse("doan").get(f"/diem-danh/{mine[0]['code']}").status_code == 200
    for row in other:
        gone(browse("doan").get(f"/diem-danh/{row['code']}"), row["full_name"])
        crossed = browse("doan").post(f"/meetings/5/check-in/delegates/{row['id']}")
        gone(crossed, row["full_name"])
    for row in (*mine, *other):
        gone(browse("to1").get(f"/diem-danh/{row['code']}"), row["full_name"])
        assert browse(None).get(f"/diem-danh/{row['code']}").status_code == 303


def test_screen_and_phone_tokens_swapped(facts: Facts, browse: Browse) -> None:
    halls = facts.rows("select * from hall_session")
    assert len(halls) >= 2
    for row in halls:
        screen, phone = row["screen_token"], row["phone_token"]
        for path in (
            f"/man-hinh/{phone}",
            f"/man-hinh/{phone}/part",
            f"/hoi-truong/{screen}",
            f"/hoi-truong/{screen}/part",
            f"/hoi-truong/{screen}/dang-ky",
            f"/hoi-truong/{screen}/ket-luan",
            f"/hoi-truong/{screen}/vi-sao/1",
            f"/man-hinh/{row['meeting_id']}",
            f"/hoi-truong/{row['meeting_id']}",
            f"/lich/{phone}.ics",
            f"/lich/{screen}.ics",
            f"/diem-danh/{phone}",
        ):
            answer = browse("vanphong" if "diem-danh" in path else None).get(path)
            gone(answer)
        other = next(one for one in halls if one["meeting_id"] != row["meeting_id"])
        asked = facts.rows("select * from speaking_request")
        for one in asked:  # somebody else's device, and another hall's token
            for token in (phone, other["phone_token"]):
                path = f"/hoi-truong/{token}/dang-ky/{one['id']}/rut"
                gone(browse(None).post(path), one["speaker_name"])


def test_a_calendar_is_known_by_its_token_alone(browse: Browse) -> None:
    page = browse("to3").post("/me/calendar").text
    found = re.search(r"/lich/([\w-]+)\.ics", page)
    assert found
    own = browse(None).get(f"/lich/{found[1]}.ics")
    assert own.status_code == 200
    other = browse("to1").post("/me/calendar").text
    theirs = re.search(r"/lich/([\w-]+)\.ics", other)
    assert theirs
    assert theirs[1] != found[1]
    assert browse(None).get(f"/lich/{theirs[1]}.ics").text != own.text
    for guess in ("1", "to3", found[1][:-1], found[1].swapcase(), found[1] + "a"):
        gone(browse("to3").get(f"/lich/{guess}.ics"))
    browse("to1").post("/me/calendar/removal")
    gone(browse("to1").get(f"/lich/{theirs[1]}.ics"))
    assert browse(None).get(f"/lich/{found[1]}.ics").status_code == 200


def test_a_receipt_tells_no_stranger_who_or_what(facts: Facts, browse: Browse) -> None:
    rows = facts.rows("select * from opinion where receipt is not null")
    held_back = 0
    for row in rows:
        answer = browse(None).get(f"/ket-qua/{row['receipt']}")
        assert answer.status_code in (200, 404)
        told = row["state"] == "concluded" or row["merged_into_id"]  # that went with another
        assert answer.status_code == 404 or told
        held_back += answer.status_code == 404
        for private in (row["resident_phone"], row["resident_address"]):
            assert not private or private not in answer.text
        named = row["resident_name"] if not row["consent_named"] else ""
        assert not named or named not in answer.text
    assert held_back > 20
    for guess in ("YK-2026-9999", "YK-1999-0001", "0", "99999", "../opinions/1"):
        gone(browse(None).get(f"/ket-qua/{guess}"))


def test_tasks_preparations_and_consolidations(facts: Facts, browse: Browse) -> None:
    for row in facts.rows("select * from task where unit_id = ?", unit_of(facts, "to-1")):
        gone(browse("to3").get(f"/tasks/{row['id']}"), row["title"][:40])
        gone(browse("to3").post(f"/tasks/{row['id']}/completion", data={"note": "x"}))
    for row in facts.rows("select * from preparation"):
        opinion = facts.row("opinion", row["opinion_id"])
        assert opinion is not None
        if row["lead_unit_id"] != unit_of(facts, "tai-chinh"):
            supporting = facts.rows(
                "select unit_id from preparation_support where preparation_id = ?", row["id"]
            )
            if unit_of(facts, "tai-chinh") not in {one["unit_id"] for one in supporting}:
                gone(browse("taichinh").get(f"/preparations/{row['id']}"), opinion["words"][:25])
    for row in facts.rows("select * from consolidation"):
        owner = row["unit_id"]
        for name in ("matran", "doan", "phunu", "to1", "diachinh", "quantri"):
            if facts.who(name).unit_id != owner:
                for way in ("", "/print", "/receipt", "/sending", "/headings"):
                    gone(browse(name).get(f"/consolidations/{row['id']}{way}"))


def test_a_row_of_one_thing_under_the_address_of_another(facts: Facts, browse: Browse) -> None:
    """The office may both; together they are no address: no act on the wrong thing."""
    (item,) = facts.rows("select * from programme_item where meeting_id = 4 limit 1")
    gone(browse("vanphong").get(f"/meetings/6/programme/{item['id']}"), item["title"])
    turn = facts.rows("select * from turn where meeting_id = 4")[0]
    for way in ("place", "time", "answer"):
        path = f"/meetings/5/console/turns/{turn['id']}/{way}"
        gone(browse("chutich").get(path), turn["speaker_name"])
    gone(browse("doan").get(f"/meetings/5/desk/turns/{turn['id']}/withdrawal"))
    notice = facts.rows("select * from notice_item where notice_id = 1")[0]
    gone(browse("vanphong").get(f"/notices/2/items/{notice['id']}"), notice["words"][:25])
    heading = facts.rows("select * from consolidation_heading")[0]
    wrong = 3 - heading["consolidation_id"]
    path = f"/consolidations/{wrong}/headings/{heading['id']}"
    for name in ("doan", "phunu", "vanphong"):
        answer = browse(name).get(path)  # its own, once sent, is changed no more
        assert answer.status_code in (404, 409), name
        assert heading["title"] not in answer.text
    line = facts.rows("select * from task_template where plan_id = 1")[0]
    gone(browse("vanphong").get(f"/plans/3/tasks/{line['id']}"), line["title"][:40])
