"""One delegate: named, put right, taken off, put back, invited, found at the desk."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from dialogue.accounts.models import Account, Unit
from dialogue.attendance import actions, queries
from dialogue.attendance.models import Delegate, DelegateList
from dialogue.attendance.parsing import Person, person, read
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.history.queries import timeline
from dialogue.plans import actions as plans
from dialogue.plans.models import Meeting

Find = Callable[[str], Account]
Named = Callable[..., Delegate]
Roll = Callable[..., DelegateList]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"name": ""}, "name", "Cần ghi họ và tên"),
        ({"name": "An"}, "name", "đủ họ và tên"),
        ({"name": "Tổ 3"}, "name", "không giống"),
        ({"name": "Tổng cộng: ba người"}, "name", "không giống"),
        ({"name": "Người lập bảng"}, "name", "không giống"),
        ({"name": "Đỗ An", "year": "hai mươi"}, "year", "năm sinh"),
        ({"name": "Đỗ An", "phone": "12345"}, "phone", "Số điện thoại"),
        ({"name": "Đỗ An", "phone": "049095001234"}, "phone", "căn cước"),
        ({"name": "Đỗ An", "post": "CCCD 049095001234"}, "post", "căn cước"),
        ({"name": "Đỗ An", "year": "049 095 001 234"}, "year", "căn cước"),
        ({"name": "Đỗ An", "body": "x" * 161}, "body", "dài nhất"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_its_field(
    typed: dict[str, str], field: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match=words) as refused:
        person(**typed)
    assert refused.value.field == field


def test_what_people_type_becomes_one_form() -> None:
    one = person(name=" ĐỖ  VĂN AN ", year="12/5/1990", phone="01681234567", post="Tổ phó")
    assert one == Person("Đỗ Văn An", 1990, "+84381234567", "Tổ phó", "")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(
        st.sampled_from(["name", "year", "phone", "post", "body"]),
        st.one_of(st.text(max_size=200), st.floats(allow_nan=False), st.booleans(), st.none()),
    )
)
def test_whatever_stands_in_a_row_is_taken_or_refused_in_words(cells: dict[str, object]) -> None:
    found, problems = read(cells)
    assert (found is None) == bool(problems)
    assert all(problems.values())


PEOPLE = st.builds(
    Person,
    full_name=st.sampled_from(["Đỗ An", "đỗ án"]),
    birth_year=st.sampled_from([None, 1990, 1991]),
    phone=st.sampled_from(["", "+84905123456", "+84914111222"]),
)


@given(PEOPLE, PEOPLE)
def test_being_the_same_is_mutual_and_sure_is_stronger_than_perhaps(a: Person, b: Person) -> None:
    assert a.is_surely(b) == b.is_surely(a)
    assert a.may_be(b) == b.may_be(a)
    assert not a.is_surely(b) or a.may_be(b)
    if None not in (a.birth_year, b.birth_year) and a.birth_year != b.birth_year:
        assert not a.may_be(b)


def test_the_same_person_is_not_doubled(roll: Roll, account: Find) -> None:
    leader = account("to3")
    actions.add(roll(), Person("Đỗ An", 1990, "+84905123456"), actor=leader)
    with pytest.raises(InvalidInput, match="đã có trong danh sách này"):
        actions.add(roll(), Person("do an", 1990), actor=leader, another=True)
    with pytest.raises(InvalidInput, match="trùng tên") as refused:
        actions.add(roll(), Person("Đỗ An"), actor=leader)
    assert refused.value.field == "another"
    actions.add(roll(), Person("Đỗ An"), actor=leader, another=True)
    actions.add(roll(), Person("Đỗ An", 1991), actor=leader, another=True)
    assert queries.count_people(roll()) == 3


def test_editing_says_what_changed_without_the_number_itself(named: Named, account: Find) -> None:
    one = named("Đỗ An", phone="+84905123456")
    actions.edit(
        one, Person("Đỗ Ân", 1990, "+84914111222"), actor=account("to3"), version=one.version
    )
    assert (one.full_name, one.birth_year, one.phone) == ("Đỗ Ân", 1990, "+84914111222")
    label = timeline(one)[-1].label
    assert label == "Sửa họ và tên, năm sinh, số điện thoại của Đỗ An (nay là Đỗ Ân)"
    with pytest.raises(Conflict):
        actions.edit(one, Person("Đỗ Ấn"), actor=account("to3"), version=1)
    with pytest.raises(NotAllowed):
        actions.edit(one, Person("Đỗ Ấn"), actor=account("to4"))


def test_saving_what_is_there_writes_nothing(named: Named, account: Find) -> None:
    one = named("Đỗ An")
    actions.edit(one, Person("Đỗ An"), actor=account("to3"))
    assert [event.verb for event in timeline(one)] == ["add"]


def test_taken_off_and_put_back(named: Named, account: Find, roll: Roll) -> None:
    one = named("Đỗ An")
    actions.remove(one, actor=account("to3"), version=one.version)
    assert (one.state, queries.count_people(roll())) == ("removed", 0)
    with pytest.raises(Conflict):
        actions.remove(one, actor=account("to3"))
    actions.restore(one, actor=account("to3"))
    assert one.state == "listed"
    assert [event.label for event in timeline(one)] == [
        "Thêm Đỗ An", "Bỏ tên Đỗ An", "Đưa Đỗ An lại vào danh sách",
    ]  # fmt: skip


def test_who_was_named_again_meanwhile_is_not_put_back(named: Named, account: Find) -> None:
    one = named("Đỗ An", birth_year=1990)
    actions.remove(one, actor=account("to3"))
    named("Đỗ An", birth_year=1990)
    with pytest.raises(InvalidInput, match="đã có trong danh sách"):
        actions.restore(one, actor=account("to3"))


def test_invitations_have_no_gap_and_no_number_comes_back(
    meeting: Meeting, named: Named, send: Callable[..., DelegateList], account: Find
) -> None:
    office = account("vanphong")
    for name in ("Đỗ An", "Lê Bình", "Phạm Cường"):
        named(name)
    named("Trần Dũng", "to-4")  # not sent
    named("Khách Mời", None)
    send()
    invited = actions.invite_all(meeting, actor=office)
    assert [(d.full_name, d.number) for d in invited] == [
        ("Khách Mời", 1), ("Đỗ An", 2), ("Lê Bình", 3), ("Phạm Cường", 4),
    ]  # fmt: skip
    with pytest.raises(InvalidInput, match="giấy mời số 4"):
        actions.remove(invited[3], actor=account("to3"))
    actions.remove(invited[3], actor=account("to3"), reason="Đi công tác")
    assert actions.invite_all(meeting, actor=office) == []
    send("to-4")
    assert [d.number for d in actions.invite_all(meeting, actor=office)] == [5]
    actions.restore(invited[3], actor=account("to3"))
    assert (invited[3].state, invited[3].number) == ("invited", 4)


def test_the_database_keeps_an_invitation_number(
    meeting: Meeting, named: Named, send: Callable[..., DelegateList], account: Find
) -> None:
    named("Đỗ An")
    send()
    one = actions.invite_all(meeting, actor=account("vanphong"))[0]
    for statement in (
        "DELETE FROM delegate WHERE id = :id",
        "UPDATE delegate SET number = 9 WHERE id = :id",
        "UPDATE delegate SET number = NULL, state = 'listed' WHERE id = :id",
    ):
        with pytest.raises((IntegrityError, sqlite3.IntegrityError)):
            db.session.execute(text(statement), {"id": one.id})
        db.session.rollback()


@pytest.mark.parametrize("username", ["to3", "chutich", "quantri"])
def test_only_the_office_invites(meeting: Meeting, account: Find, username: str) -> None:
    with pytest.raises(NotAllowed):
        actions.invite_all(meeting, actor=account(username))


def test_answers_are_noted_and_taken_back(
    meeting: Meeting, named: Named, send: Callable[..., DelegateList], account: Find
) -> None:
    one = named("Đỗ An")
    send()
    with pytest.raises(Conflict):
        actions.answer(one, "confirm", actor=account("to3"))
    actions.invite_all(meeting, actor=account("vanphong"))
    for verb, state in (
        ("confirm", "confirmed"), ("decline", "declined"), ("unanswer", "invited"),
    ):  # fmt: skip
        actions.answer(one, verb, actor=account("to3"), version=one.version)
        assert one.state == state
    with pytest.raises(NotAllowed):
        actions.answer(one, "edit", actor=account("to3"))
    with pytest.raises(NotAllowed):
        actions.answer(one, "confirm", actor=account("to4"))


def test_one_person_in_two_lists_counts_once_and_is_invited_once(
    meeting: Meeting, named: Named, send: Callable[..., DelegateList], account: Find
) -> None:
    named("Đỗ An", "to-3", birth_year=1990, phone="+84905123456")
    named("ĐỖ AN", "doan-thanh-nien", phone="+84905123456")
    named("Đỗ An", "to-4", birth_year=1975)  # somebody else
    for code in ("to-3", "doan-thanh-nien", "to-4"):
        send(code)
    twins = queries.twins_of(meeting)
    lines = queries.overview(meeting)
    assert (twins.people(), sum(line.named for line in lines)) == (2, 3)
    assert [(d.full_name, d.lists) for d in queries.doubled(twins, lines)] == [
        ("Đỗ An", ["Tổ 3", "Đoàn Thanh niên"])
    ]
    invited = actions.invite_all(meeting, actor=account("vanphong"))
    assert len(invited) == 2
    assert queries.to_invite(meeting, queries.twins_of(meeting)) == []


def test_a_unit_is_not_told_whose_list_the_other_is(
    meeting: Meeting, named: Named, send: Callable[..., DelegateList], account: Find, roll: Roll
) -> None:
    mine = named("Đỗ An", "to-3", birth_year=1990)
    named("Đỗ An", "to-4", birth_year=1990)

    def note(username: str) -> str | None:
        twins = queries.twins_of(meeting)
        return queries.notes_of(account(username), roll(), [mine], twins).get(mine.id)

    assert note("to3") is None  # the other list is not sent yet
    assert "Tổ 4" in (note("vanphong") or "")
    send("to-4")
    assert "đơn vị khác" in (note("to3") or "")
    assert "Tổ 4" not in (note("to3") or "")


def test_the_desk_learns_nothing_of_lists_that_are_not_sent(
    meeting: Meeting, named: Named, send: Callable[..., DelegateList], account: Find, roll: Roll,
    client_as: Callable[[str], FlaskClient],
) -> None:  # fmt: skip
    plans.name_duty(meeting, account("doan"), "desk", actor=account("vanphong"))
    mine = named("Đỗ An", "doan-thanh-nien", birth_year=1990)
    named("Đỗ An", "to-3", birth_year=1990)
    url = f"/meetings/{meeting.id}/attendance"
    desk = client_as("doan")
    page = desk.get(url).text
    assert "Tổ dân phố 3" not in page
    assert "hai danh sách" not in page
    twins = queries.twins_of(meeting)
    own = roll("doan-thanh-nien")
    assert queries.notes_of(account("doan"), own, [mine], twins) == {}
    send("to-3")
    send("doan-thanh-nien")
    page = desk.get(url).text
    assert "Tổ dân phố 3" in page
    assert "Có tên trong hai danh sách" in page


def test_the_desk_finds_people_by_whatever_it_hears(
    meeting: Meeting, named: Named, send: Callable[..., DelegateList], account: Find
) -> None:
    one = named("Đường Thị Hoà", "to-3", phone="+84905123456", post="Tổ phó", body="Chi hội 2")
    named("Lê Bình", "to-4")
    named("Ẩn Danh", "to-5")  # not sent
    send("to-3")
    send("to-4")
    actions.invite_all(meeting, actor=account("vanphong"))

    def ids(words: str) -> list[int]:
        return [d.id for d in queries.find(meeting, words)]

    for words in (
        "duong hoa", "HOÀ", "hoa thi", "to dan pho 3", "to pho", "chi hoi 2 hoa", "456",
        "0905123456", str(one.number), one.code, one.code.lower(),
    ):  # fmt: skip
        assert one.id in ids(words), words
    for words in ("", "  ", "xyz", "an danh", "%", "_", "999", "hoa binh"):
        assert ids(words) == [], words


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(words=st.text(max_size=30))
def test_no_words_break_the_search(words: str, meeting: Meeting) -> None:
    assert queries.find(meeting, words) == []


def test_who_may_see_a_delegate(
    meeting: Meeting, named: Named, send: Callable[..., DelegateList], account: Find,
    unit: Callable[[str], Unit],
) -> None:  # fmt: skip
    one = named("Đỗ An")

    def seers() -> set[str]:
        found = set()
        for username in ("to3", "to4", "doan", "congan", "vanphong", "chutich", "quantri"):
            try:
                queries.get_delegate(account(username), one.id)
            except NotAllowed:
                continue
            found.add(username)
        return found

    assert seers() == {"to3", "vanphong", "chutich"}
    plans.name_duty(meeting, account("congan"), "desk", actor=account("vanphong"))
    assert seers() == {"to3", "vanphong", "chutich"}  # not sent yet
    send()
    assert seers() == {"to3", "vanphong", "chutich", "congan"}
