"""After an erasure nothing names the person; the matter, its answer and the record stay."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from dialogue.accounts.models import Account
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.text import fold
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.files import actions as files
from dialogue.files.models import Attachment
from dialogue.followup.actions.replies import Text
from dialogue.followup.models import Assignment
from dialogue.followup.privacy import public_name
from dialogue.history import chain
from dialogue.history.models import HistoryEvent, Redaction
from dialogue.opinions.models import Opinion
from dialogue.privacy import actions, erasing, queries
from tests.followup.support import issued_reply, make_opinion
from tests.privacy.conftest import NAME, PHONE
from tests.publishing.support import publish_all

Find = Callable[[str], Account]
GROUND = "Đơn ngày 02/05/2024"


def wish(**changes: object) -> erasing.Wish:
    rows = tuple(one.key for one in queries.find(NAME, PHONE))
    values = {"name": NAME, "phone": "0905 123 456", "rows": rows, "ground": GROUND,
              "despite_open": True, "sure": True}  # fmt: skip
    return erasing.Wish(**{**values, **changes})  # type: ignore[arg-type]


def everything() -> str:
    """All that any column of any table holds, folded, the search index included."""
    tables = db.session.scalars(
        text("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    ).all()
    rows = (row for table in tables for row in db.session.execute(text(f"SELECT * FROM {table}")))
    return fold(" ".join(str(cell) for row in rows for cell in row))


def test_no_table_names_the_person_any_more(app: Flask, opinion: Opinion, account: Find) -> None:
    found = actions.search(NAME, PHONE, actor=account("vanphong"))  # itself on record
    assert {one.place.code for one in found} == set(queries.BY_CODE)
    assert fold(NAME) in everything()
    assert "905123456" in re.sub(r"\D", "", everything())
    erasing.erase(wish(), actor=account("vanphong"))
    left = everything()
    assert fold(NAME) not in left
    assert "905123456" not in re.sub(r"[ .\-]", "", left)
    assert "nguyen nghiem" not in left
    assert "sua nap cong vo" in left  # the matter itself stays
    hits = text("SELECT count(*) FROM opinion_fts WHERE opinion_fts MATCH :q")
    assert db.session.scalar(hits, {"q": '"huynh thi sau be"'}) == 0
    assert db.session.scalar(hits, {"q": '"nap cong vo"'}) == 1


def test_the_record_still_proves_itself(app: Flask, opinion: Opinion, account: Find) -> None:
    sealed = dict(db.session.execute(select(HistoryEvent.id, HistoryEvent.content_digest)).all())
    erasing.erase(wish(), actor=account("vanphong"))
    verdict = chain.verify()
    assert verdict.broken is None
    assert verdict.redacted == db.session.scalar(
        text("SELECT count(*) FROM history_event WHERE redaction_id IS NOT NULL")
    )
    assert verdict.redacted >= 2
    now = dict(db.session.execute(select(HistoryEvent.id, HistoryEvent.content_digest)).all())
    assert {key: now[key] for key in sealed} == sealed
    said = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert said.exit_code == 0
    assert f"{verdict.redacted} dòng đã được bỏ lời" in said.output


def test_words_taken_out_without_an_erasure_are_found(opinion: Opinion, account: Find) -> None:
    redaction = erasing.erase(wish(), actor=account("vanphong"))
    clean = db.session.scalars(
        select(HistoryEvent).where(HistoryEvent.redaction_id.is_(None)).limit(1)
    ).one()
    with unit_of_work() as session:
        session.execute(text("DROP TRIGGER history_event_no_update"))
        change = "UPDATE history_event SET label = '', redaction_id = :r WHERE id = :id"
        session.execute(text(change), {"r": redaction.id, "id": clean.id})
    verdict = chain.verify()
    assert (verdict.broken, verdict.why) == (clean.id, "redaction")


def test_the_answer_is_still_public(
    client: FlaskClient, assignment: Assignment, account: Find
) -> None:
    issued_reply(assignment, Text(words=f"Đã sửa nắp cống cho bà {NAME}.", settled=True))
    publish_all()
    opinion = assignment.conclusion.opinion
    address = f"/ket-qua/{opinion.receipt}"
    assert "Đã sửa nắp cống" in client.get(address).text
    erasing.erase(wish(despite_open=False), actor=account("vanphong"))  # nothing is open
    page = client.get(address)
    assert page.status_code == 200
    assert "Đã sửa nắp cống" in page.text
    assert "H.T.S.B." not in page.text
    assert fold(NAME) not in everything()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE history_event SET label = ''",
        "UPDATE history_event SET label = '', redaction_id = (SELECT max(id) FROM redaction)",
        "UPDATE hall_command SET label = ''",
        "UPDATE redaction SET ground = 'khác'",
        "UPDATE redaction SET finished_at = NULL",
        "DELETE FROM redaction",
    ],
)
def test_the_database_refuses_all_else(change: str, opinion: Opinion, account: Find) -> None:
    erasing.erase(wish(), actor=account("vanphong"))
    with pytest.raises(IntegrityError, match="append-only"), unit_of_work() as session:
        session.execute(text(change))


@pytest.mark.parametrize(
    "change",
    [
        "actor_name = 'ai đó'",
        "at = '2020-01-01'",
        "content_digest = ''",
        "verb = 'khác'",
        "to_state = 'khác'",
        "subject_id = 99",
    ],
)
def test_facts_stay_even_while_an_erasure_is_open(
    change: str, opinion: Opinion, account: Find
) -> None:
    with pytest.raises(IntegrityError, match="append-only"), unit_of_work() as session:
        redaction = Redaction(ground=GROUND, actor_id=account("vanphong").id)
        session.add(redaction)
        session.flush()
        session.execute(text(f"UPDATE history_event SET redaction_id = {redaction.id}, {change}"))


def test_the_tombstone_and_the_rows(opinion: Opinion, account: Find) -> None:
    done = erasing.erase(wish(), actor=account("vanphong"))
    assert (done.ground, done.actor.username) == (GROUND, "vanphong")
    assert done.finished_at is not None
    assert done.counts["opinion"] >= 1
    assert opinion.resident_name == opinion.resident_phone == opinion.resident_address == ""
    assert public_name(opinion) == opinion.area.name  # type: ignore[union-attr]
    assert opinion.voices[0].name == erasing.GONE
    told = db.session.scalars(
        select(HistoryEvent).where(HistoryEvent.subject_type == "redaction")
    ).one()
    assert told.actor_name == account("vanphong").full_name


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rows": ()}, "rows"),
        ({"ground": " "}, "ground"),
        ({"ground": f"Đơn của bà {NAME}"}, "ground"),
        ({"sure": False}, "sure"),
        ({"despite_open": False}, "despite_open"),
        ({"name": "", "phone": ""}, "name"),
    ],
)
def test_an_incomplete_wish_changes_nothing(
    change: dict[str, object], field: str, opinion: Opinion, account: Find
) -> None:
    before = everything()
    with pytest.raises(InvalidInput) as refusal:
        erasing.erase(wish(**change), actor=account("vanphong"))
    assert refusal.value.field == field
    assert everything() == before


@pytest.mark.parametrize("username", ["chutich", "to3", "diachinh"])
def test_only_office_and_administrator(username: str, opinion: Opinion, account: Find) -> None:
    with pytest.raises(NotAllowed):
        erasing.erase(wish(), actor=account(username))


def test_a_namesake_keeps_his_own(opinion: Opinion, account: Find) -> None:
    other = make_opinion(opinion.meeting, words=f"Tôi là {NAME}.", resident_name=NAME)
    rows = tuple(key for key in wish().rows if key != f"opinion-{other.id}")
    erasing.erase(wish(rows=rows), actor=account("vanphong"))
    assert (other.resident_name, other.words) == (NAME, f"Tôi là {NAME}.")
    assert opinion.resident_name == ""
    assert NAME not in opinion.words


def test_who_signed_together_stays(opinion: Opinion, account: Find) -> None:
    with unit_of_work():
        opinion.resident_name = f"bà {NAME} và ông Lê Văn Tám"
    erasing.erase(wish(), actor=account("vanphong"))
    assert "Lê Văn Tám" in opinion.resident_name
    assert NAME not in opinion.resident_name


def test_marked_files_leave_the_disk(app: Flask, opinion: Opinion, account: Find) -> None:
    stored = files._keep(b"a picture")
    with unit_of_work() as session:
        row = Attachment(owner_type="opinion", owner_id=opinion.id, sha256=stored, name="x.jpg",
                         media_type="image/jpeg", size=9)  # fmt: skip
        session.add(row)
    path = Path(app.config["FILES_DIR"]) / stored[:2] / stored
    assert path.is_file()
    erasing.erase(wish(files=(row.id,)), actor=account("vanphong"))
    assert not path.exists()


def test_the_page(opinion: Opinion, client_as: Callable[[str], FlaskClient]) -> None:
    client = client_as("vanphong")
    page = client.post("/privacy/search", data={"name": "huynh thi sau be"})
    assert page.status_code == 200
    assert "Đại biểu" in page.text
    data = {"name": NAME, "phone": PHONE, "rows": list(wish().rows), "ground": GROUND}
    kept = client.post("/privacy/erasure", data={**data, "despite_open": "y"})
    assert kept.status_code == 422
    assert GROUND in kept.text
    assert client.post("/privacy/erasure", data={**data, "sure": "y"}).status_code == 422
    done = client.post("/privacy/erasure", data={**data, "sure": "y", "despite_open": "y"})
    assert done.status_code == 303
    assert GROUND in client.get("/privacy").text
    assert client_as("to3").get("/privacy").status_code == 404


def test_the_command(app: Flask, assignment: Assignment) -> None:
    words = ["erase-person", "--name", NAME, "--ground", GROUND, "--by", "vanphong"]
    run = app.test_cli_runner().invoke
    assert "Chưa xóa gì" in run(args=words).output
    assert run(args=[*words, "--do"]).exit_code == 1  # still to be answered
    done = run(args=[*words, "--do", "--despite-open"])
    assert done.exit_code == 0, done.output
    assert fold(NAME) not in everything()
