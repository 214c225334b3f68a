"""What is issued is kept as issued."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from dialogue.accounts.actions import rename_ward
from dialogue.accounts.queries import ward
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.unit_of_work import unit_of_work
from dialogue.documents import actions, queries
from dialogue.documents.models import IssuedDocument
from dialogue.documents.registry import KINDS
from dialogue.extensions import db
from dialogue.followup.models import RegisterEntry
from tests.documents.decree import faults
from tests.documents.support import default, facts, made, meeting_with, rewritten, text_of
from tests.followup import support as after
from tests.followup.support import person


def _approved() -> Any:
    meeting = meeting_with(0)
    after.conclude(after.make_opinion(meeting))
    return after.approved_notice(meeting)


def _issue(notice: Any) -> None:
    from dialogue.followup import actions as followup

    followup.issue_notice(notice, issued_on=after.NOTICE_DAY, actor=person("vanphong"))


def test_an_issued_notice_is_kept_with_its_hash(app: Flask) -> None:
    notice = _approved()
    _issue(notice)
    kept = queries.issued("notice", notice.id)
    assert kept is not None
    data = queries.stored_bytes(kept.sha256)
    assert hashlib.sha256(data).hexdigest() == kept.sha256
    assert (kept.size, kept.symbol) == (len(data), "01/TB-UBND")
    assert kept.template_version_id is None
    assert "Số: 01/TB-UBND" in text_of(data)
    assert faults(data, facts("notice")) == []
    assert after.verbs(kept) == ["keep"]


def test_replies_are_kept_each_as_its_kind(app: Flask) -> None:
    assignment = after.make_assignment()
    interim = after.issued_reply(assignment, after.interim(date(2024, 5, 20)))
    final = after.issued_reply(assignment)
    for code, reply, symbol in (
        ("interim_reply", interim, "02/UBND-VP"),
        ("reply", final, "02/UBND-VP"),
    ):
        kept = queries.issued(code, reply.id)
        assert kept is not None, code
        assert kept.symbol == reply.symbol
        assert f"Số: {reply.symbol}" in text_of(queries.stored_bytes(kept.sha256)), symbol


def test_later_changes_never_alter_it(app: Flask, client_as: Callable[[str], Any]) -> None:
    notice = _approved()
    _issue(notice)
    office = client_as("vanphong")
    before = office.get(f"/documents/notice/{notice.id}").data
    with unit_of_work():
        notice.items[0].words = "Lời khác hẳn"
        notice.meeting.place = "Nơi khác"
        notice.signer_name = "Người khác"
    actions.set_parent_line(False, actor=person("quantri"))
    office_after = client_as("vanphong").get(f"/documents/notice/{notice.id}").data
    assert office_after == before


def test_a_document_that_cannot_be_made_refuses_before_anything_is_numbered(app: Flask) -> None:
    notice = _approved()
    with unit_of_work():
        notice.signer_name = ""
    with pytest.raises(InvalidInput, match="Chưa ghi số"):
        _issue(notice)
    db.session.expire_all()
    assert (notice.state, notice.number, notice.symbol) == ("approved", None, "")
    assert db.session.scalars(select(RegisterEntry)).all() == []
    assert db.session.scalars(select(IssuedDocument)).all() == []


def test_the_page_says_why_it_was_refused(app: Flask, client_as: Callable[[str], Any]) -> None:
    notice = _approved()
    with unit_of_work():
        notice.signer_name = ""
    version = notice.version
    answer = client_as("vanphong").post(
        f"/notices/{notice.id}/issue", data={"issued_on": "2024-05-02", "version": version}
    )
    assert answer.status_code == 422
    assert "Chưa có người ký" in answer.text


def test_a_lost_template_refuses_the_issue(app: Flask) -> None:
    notice = _approved()
    _own_template("notice")
    version = queries.in_force("notice")
    assert version is not None
    assert version.sha256 is not None
    queries.stored_path(version.sha256).unlink()
    with pytest.raises(InvalidInput, match="Không đọc được tệp mẫu"):
        _issue(notice)
    db.session.expire_all()
    assert notice.number is None


def _own_template(code: str) -> None:
    from tests.documents.test_templates import upload

    changed = rewritten(default(code), lambda t: t.replace("THÔNG BÁO", "THÔNG BÁO "))
    actions.add_template(KINDS[code], upload(changed), actor=person("quantri"))


def test_the_version_of_the_template_is_on_record(app: Flask) -> None:
    _own_template("notice")
    notice = _approved()
    _issue(notice)
    kept, version = queries.issued("notice", notice.id), queries.in_force("notice")
    assert kept is not None
    assert version is not None
    assert kept.template_version_id == version.id


def test_it_is_kept_once(app: Flask) -> None:
    notice = _approved()
    _issue(notice)
    with pytest.raises(Conflict):
        actions.keep_issued(KINDS["notice"], notice, actor=person("vanphong"))


@pytest.mark.parametrize("table", ["issued_document", "template_version"])
@pytest.mark.parametrize("what", ["update {} set name = 'x'", "delete from {}"])
def test_nobody_edits_or_deletes_it(app: Flask, table: str, what: str) -> None:
    _own_template("notice")
    _issue(_approved())
    with pytest.raises(IntegrityError, match="append-only"), unit_of_work() as session:
        session.execute(text(what.format(table)))


def test_bodies_are_named_as_on_the_documents_day(app: Flask) -> None:
    """After a reform the notice of 2024 made anew still bears the names of 2024."""
    here = ward()
    assert here is not None
    old = here.name
    meeting = meeting_with(0)
    after.conclude(after.make_opinion(meeting))
    notice = after.issued_notice(meeting)
    with time_machine.travel("2025-08-01 02:00:00+00:00"):
        rename_ward(
            name="phường Cẩm Thành", parent_body="UBND tỉnh", place="Cẩm Thành",
            from_day=date(2025, 7, 1), actor=person("quantri"),
        )  # fmt: skip
        again = text_of(made("notice", notice).data)
        assert old.upper() in again
        assert "CẨM THÀNH" not in again
        fresh = text_of(made("summary", notice.meeting).data)
        assert "PHƯỜNG CẨM THÀNH" in fresh
