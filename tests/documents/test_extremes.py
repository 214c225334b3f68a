"""Every kind with the worst that people write: a right document, or a clear refusal."""

from __future__ import annotations

import unicodedata
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from dialogue.accounts.models import Account, RoleGrant, Unit
from dialogue.attendance.models import Delegate
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.unit_of_work import unit_of_work
from dialogue.corrections import actions as corrections
from dialogue.corrections.models import CorrectionItem, NoticeCorrection
from dialogue.documents.kinds.invitation import Invitations
from dialogue.documents.registry import KINDS
from dialogue.extensions import db
from dialogue.followup import actions as followup
from dialogue.followup.models import (
    Conclusion,
    ConclusionNotice,
    NoticeItem,
    RegisterEntry,
    Reply,
)
from dialogue.opinions.models import Field, Opinion, OpinionVoice, Preparation
from dialogue.plans.models import Meeting, Plan, ProgrammeItem
from tests.documents.decree import faults
from tests.documents.support import CHAIR, default_with, facts, made, text_of, with_secretary
from tests.documents.things import THINGS
from tests.followup import support as after

NAME = ("Nguyễn Phước Quý Khánh " * 9)[:200].strip()
PAGES = "\n".join(f"Đoạn {n}: " + "đề nghị sửa đường, thoát nước. " * 24 for n in range(90))
CONTROL = (
    "lỗi\x00\x07\x0b\x1f\u2028\ufeff\ud800\uffff\u202e {{ config }} {% for x %} <w:p> & ]]> {_{ a"
)
EMOJI = "\U0001f600 rất cần \U0001f6b0 \U0001f468\u200d\U0001f469\u200d\U0001f467"
STACKED = unicodedata.normalize("NFD", "Nguyễn Trãi ngập ") + "o\u0302\u0301\u0323\u0309\u0303" * 9

WORDS = {
    "a name of 200 characters": NAME,
    "twenty pages": PAGES,
    "control characters and marks": CONTROL,
    "emoji": EMOJI,
    "stacked marks in NFD": STACKED,
    "one word of 500 letters": "a" * 500,
}
# What the system writes by itself, and the decree by its letter.
FIXED = {"number", "place_and_date", "authority", "body_names", "parent_body"}
SET_LINES = ("- Như trên;", "- Lưu: VT, VP.")


def _within(value: str, words: str) -> str:
    """``words`` in the midst of ``value``, whose beginning and end may be turns of the decree."""
    if not any(letter.isalpha() for letter in value) or value in SET_LINES:
        return value
    first, second, rest = (*value.split(" ", 2), "", "")[:3]
    said = words.upper() if value == value.upper() else words
    return " ".join(part for part in (first, second, said, rest) if part)


def _said_everywhere(value: Any, words: str) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        changed = {
            one.name: _said_everywhere(getattr(value, one.name), words)
            for one in fields(value)
            if one.name not in FIXED
        }
        return replace(value, **changed)
    if isinstance(value, list):
        return [_said_everywhere(one, words) for one in value]
    return _within(value, words) if isinstance(value, str) else value


def _three_hundred(value: Any, depth: int = 0) -> Any:
    """Each list of ``value`` with 300 rows; within such a row the lists stay as they are."""
    changed = {}
    for one in fields(value):
        its = getattr(value, one.name)
        if one.name in FIXED or not isinstance(its, list) or len(its) == 0:
            continue
        if is_dataclass(its[0]) or len(its) > 1:
            changed[one.name] = [its[0]] * (300 - len(its)) + its
    return replace(value, **changed)


@pytest.mark.parametrize("what", WORDS)
@pytest.mark.parametrize("code", KINDS)
def test_words_of_any_kind_make_a_right_document(app: Flask, code: str, what: str) -> None:
    sample = KINDS[code].samples()[0]
    data = default_with(code, _said_everywhere(sample, WORDS[what]))
    copies = len(getattr(sample, "guests", [1]))
    assert faults(data, facts(code, authority=CHAIR, copies=copies)) == []
    text = text_of(data)
    assert text == unicodedata.normalize("NFC", text)
    assert "\u202e" not in text, "it would turn the words after it around"
    kept = unicodedata.normalize("NFC", WORDS[what]).split()[-1][:40].lower()
    assert kept in text.lower()


@pytest.mark.parametrize("code", KINDS)
def test_three_hundred_rows_make_a_right_document(app: Flask, code: str) -> None:
    changed = _three_hundred(KINDS[code].samples()[0])
    copies = len(getattr(changed, "guests", [1]))
    data = default_with(code, changed)
    assert faults(data, facts(code, authority=CHAIR, copies=copies)) == []


TYPED = {
    Opinion: ("words", "resident_name", "place"),
    OpinionVoice: ("name",),
    Preparation: ("answer",),
    Conclusion: ("words",),
    ConclusionNotice: ("opening", "closing"),
    NoticeItem: ("words",),
    NoticeCorrection: ("reason",),
    CorrectionItem: ("before", "words"),
    Reply: ("words", "requirements", "responsibility", "plan"),
    Meeting: ("title", "place", "house_rules"),
    Plan: ("title", "grounds", "aims", "demands", "contents", "attendees", "timing", "place"),
    ProgrammeItem: ("title", "owner"),
    Delegate: ("full_name", "post", "body"),
    Account: ("full_name", "title"),
    Unit: ("name",),
    Field: ("name",),
}


def _typed_everywhere(words: str) -> int:
    """Every row of ``TYPED`` as somebody may have typed it; how many were changed. A line holds
    as much as its column does."""
    changed = 0
    with unit_of_work() as session:
        for model, columns in TYPED.items():
            for row in session.scalars(select(model)):
                for name in columns:
                    kind = model.__table__.c[name].type
                    value = words[: getattr(kind, "length", None)]
                    old = getattr(row, name)
                    if old:
                        setattr(row, name, [value] * len(old) if isinstance(old, list) else value)
                        changed += 1
        session.flush()
        session.expire_all()
    return changed


@pytest.mark.parametrize("what", WORDS)
@pytest.mark.parametrize("code", KINDS)
def test_whatever_was_typed_makes_a_right_document(
    app: Flask, notice_day: Any, code: str, what: str
) -> None:
    thing = THINGS[code]()
    if code == "reminder":
        notice_day.move_to(after.moment(date(2024, 7, 1)))
    assert _typed_everywhere(WORDS[what].encode("utf-16", "ignore").decode("utf-16")) > 20
    copies = 2 if code == "invitation" else 1
    assert faults(made(code, thing).data, facts(code, copies=copies)) == []


def _empty(ordinal: int) -> Any:
    return after.make_meeting(ordinal=ordinal)


def _bare_plan() -> Any:
    return _empty(1).plan


def _begun() -> Any:
    meeting = after.make_meeting()
    after.conclude(after.make_opinion(meeting))
    notice = after.issued_notice(meeting)
    return corrections.begin(notice, reason="Nhầm.", actor=after.person("vanphong"))


# The same things with nothing in them; a phrase of the refusal where there is no document.
EMPTY: dict[str, tuple[Any, str]] = {
    "plan": (_bare_plan, ""),
    "programme": (lambda: _empty(1), "Chưa ghi chương trình"),
    "house_rules": (lambda: _empty(1), "Chưa ghi nội quy"),
    "run_sheet": (lambda: _empty(1), "Chưa ghi chương trình"),
    "speaker_slip": (lambda: _empty(1), ""),
    "invitation": (lambda: Invitations(_empty(1)), ""),
    "delegates": (lambda: _empty(1), ""),
    "summary": (lambda: _empty(1), ""),
    "minutes": (lambda: with_secretary(_empty(1)), ""),
    "notice": (lambda: after.compose(_empty(1)), ""),
    "correction": (_begun, ""),
    "report": (lambda: _empty(1), ""),
    "posting": (lambda: _empty(1), "Chưa ban hành thông báo"),
    "broadcast": (lambda: _empty(1), "Chưa ban hành thông báo"),
    "reply": (lambda: _worded(""), ""),
    "interim_reply": (lambda: _worded("", interim=True), ""),
    "reminder": (lambda: after.unit_of("dia-chinh"), "không có việc quá hạn"),
}


def _worded(words: str, *, interim: bool = False) -> Any:
    assignment = after.make_assignment()
    text = after.interim(date(2024, 5, 20)) if interim else after.FINAL
    return after.draft(assignment, replace(text, words=words))


@pytest.mark.parametrize("code", KINDS)
def test_nothing_in_it_is_a_right_document_or_told(app: Flask, code: str) -> None:
    make, refusal = EMPTY[code]
    if refusal:
        thing = make()
        with pytest.raises(InvalidInput, match=refusal):
            made(code, thing)
        return
    assert faults(made(code, make()).data, facts(code)) == []


# What nobody signs by name: the secretary and who presides sign minutes, a resident a slip.
UNSIGNED = {"speaker_slip"}


@pytest.mark.parametrize("code", [code for code in KINDS if code not in UNSIGNED])
def test_a_missing_signer_is_told_by_every_kind(app: Flask, notice_day: Any, code: str) -> None:
    thing = THINGS[code]()
    if code == "reminder":
        notice_day.move_to(after.moment(date(2024, 7, 1)))
    with unit_of_work() as session:
        for grant in session.scalars(select(RoleGrant)):
            if grant.role in ("chair", "vice_chair"):
                session.delete(grant)
        session.flush()
        session.expire_all()
    with pytest.raises(InvalidInput, match="Chưa có người ký"):
        made(code, thing)


@pytest.mark.parametrize("text", [after.FINAL, after.interim(date(2024, 5, 20))])
def test_a_reply_without_a_signer_is_refused_before_it_is_numbered(app: Flask, text: Any) -> None:
    reply = after.approved_reply(after.make_assignment(), text)
    entries = len(db.session.scalars(select(RegisterEntry)).all())
    with unit_of_work():
        reply.signer_name = " "
    with pytest.raises(InvalidInput, match="Chưa ghi số"):
        followup.issue_reply(reply, issued_on=clock.today(), actor=after.person("vanphong"))
    db.session.expire_all()
    assert (reply.state, reply.number, reply.symbol) == ("approved", None, "")
    assert len(db.session.scalars(select(RegisterEntry)).all()) == entries
