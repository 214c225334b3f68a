"""Review reports and the chair's summary: sent, replaced, removed, read by who may (B9)."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from itertools import product

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db
from dialogue.files.models import Attachment
from dialogue.files.queries import attachments_of
from dialogue.files.registry import may_see
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.plans import actions, queries
from dialogue.plans.file_workflow import PROGRAMME_FILE
from dialogue.plans.models import Meeting, ProgrammeFile, ProgrammeItem, Task
from tests.plans.test_evidence import docx, pdf

Find = Callable[[str], Account]
SignIn = Callable[[str], FlaskClient]
PEOPLE = {
    "admin": "quantri",
    "chair": "chutich",
    "vice_chair": "phochutich",
    "office": "vanphong",
    "front": "matran",
    "department": "motcua",
    "other_department": "congan",
    "group_leader": "to3",
}
# The file is Một cửa's. verb → (states it may start in, roles that may do it)
RULES = {
    "replace": ({"current"}, {"office", "department"}),
    "remove": ({"current"}, {"office", "department"}),
    "show_to": ({"current"}, {"office"}),
}


@pytest.fixture
def item(announced: Meeting) -> ProgrammeItem:
    found = queries.usual_item(announced.programme)
    assert found is not None
    return found


@pytest.fixture
def task(announced: Meeting, account: Find) -> Task:
    """Một cửa: rà soát."""
    found = queries.task_of_kind(announced, account("motcua").unit_id, "review")
    assert found is not None
    return found


@pytest.fixture
def report(item: ProgrammeItem, task: Task, account: Find) -> ProgrammeFile:
    [file] = actions.add_files(
        item, [pdf()], title="CCHC quý I", task=task, actor=account("motcua")
    )
    return file


def told_last() -> Notification:
    line = db.session.scalars(select(Notification).order_by(Notification.id.desc())).first()
    assert line is not None
    return line


def test_reports_go_under_the_item_that_speaks_of_them(item: ProgrammeItem) -> None:
    assert item.title.startswith("Báo cáo tóm tắt")
    assert queries.usual_item([]) is None


def test_a_report_completes_its_task(report: ProgrammeFile, task: Task, account: Find) -> None:
    assert task.state == "done"
    assert task.note == "Đã gửi báo cáo: CCHC quý I"
    assert (report.title, report.unit.code, report.audience) == ("CCHC quý I", "mot-cua", "leaders")
    assert [f.name for f in attachments_of(report)] == ["bao-cao.pdf"]
    assert [e.verb for e in timeline(report)] == ["add"]
    assert timeline(report.meeting)[-1].verb == "add_file"
    told = told_last()
    assert "Bộ phận Một cửa gửi báo cáo cho Đợt 1 năm 2024: CCHC quý I" in told.text
    assert told.url == f"/meetings/{report.meeting_id}/reports"


def test_several_files_are_reports_of_their_own(
    item: ProgrammeItem, task: Task, account: Find
) -> None:
    made = actions.add_files(
        item, [docx("a.docx"), pdf("b.pdf")], title="TTHC", task=task, actor=account("motcua")
    )
    assert [f.title for f in made] == ["TTHC – a", "TTHC – b"]
    again = actions.add_files(item, [pdf("phu-luc.pdf")], task=task, actor=account("motcua"))
    assert [f.title for f in again] == ["phu-luc"]
    assert len(queries.files_of_task(account("motcua"), task)) == 3


def test_what_is_refused_saves_nothing(item: ProgrammeItem, task: Task, account: Find) -> None:
    mine = account("motcua")
    bad = FileStorage(BytesIO(b"MZ"), filename="a.exe")
    for uploads in ([], [pdf(), bad], [pdf()] * 6):
        with pytest.raises(InvalidInput) as refusal:
            actions.add_files(item, uploads, task=task, actor=mine)
        assert refusal.value.field == "files"
    assert task.state == "open"
    assert db.session.scalars(select(ProgrammeFile)).all() == []


def test_who_may_add(item: ProgrammeItem, task: Task, account: Find) -> None:
    for username in ("to3", "congan", "chutich", "quantri"):
        with pytest.raises(NotAllowed):
            actions.add_files(item, [pdf()], task=task, actor=account(username))
    with pytest.raises(NotAllowed):  # without a task only the office
        actions.add_files(item, [pdf()], actor=account("motcua"))
    opinions = queries.task_of_kind(item.meeting, account("to3").unit_id, "opinions")
    with pytest.raises(NotAllowed):
        actions.add_files(item, [pdf()], task=opinions, actor=account("to3"))
    [by_office] = actions.add_files(item, [pdf()], task=task, actor=account("vanphong"))
    assert by_office.unit.code == "mot-cua"  # brought on paper: still that unit's report
    other = item.meeting.plan.meetings[1].programme[0]
    with pytest.raises(NotAllowed):
        actions.add_files(other, [pdf()], task=task, actor=account("motcua"))


def test_a_withdrawn_task_and_a_closed_meeting_take_none(
    item: ProgrammeItem, task: Task, account: Find
) -> None:
    actions.withdraw_task(task, reason="Không cần", actor=account("vanphong"))
    with pytest.raises(Conflict, match="đã rút"):
        actions.add_files(item, [pdf()], task=task, actor=account("motcua"))
    with unit_of_work():
        item.meeting.state = "closed"
    with pytest.raises(Conflict, match="khép lại"):
        actions.add_files(item, [pdf()], actor=account("vanphong"))


def test_the_older_version_stays(report: ProgrammeFile, account: Find) -> None:
    version = report.version
    newer = actions.replace_file(
        report, docx("ban-2.docx"), reason="Sửa số liệu", actor=account("motcua"), version=version
    )
    assert (report.state, newer.state) == ("replaced", "current")
    assert (newer.title, newer.replaces_id, newer.task) == (report.title, report.id, report.task)
    assert report.reason == "Sửa số liệu"
    (shown,) = queries.files_of(account("chutich"), report.meeting)
    assert shown.file is newer
    assert [old.file for old in shown.earlier] == [report]
    assert attachments_of(report)[0].name == "bao-cao.pdf"
    with pytest.raises(Conflict):
        actions.replace_file(report, pdf(), actor=account("motcua"), version=version)
    with pytest.raises(InvalidInput):
        actions.replace_file(newer, None, actor=account("motcua"))
    third = actions.replace_file(newer, pdf("ban-3.pdf"), actor=account("vanphong"))
    (shown,) = queries.files_of(account("chutich"), report.meeting)
    assert [old.file for old in shown.earlier] == [newer, report]
    assert told_last().unit_id == third.unit_id


def test_removed_with_a_reason(report: ProgrammeFile, account: Find) -> None:
    with pytest.raises(InvalidInput) as refusal:
        actions.remove_file(report, reason=" ", actor=account("vanphong"))
    assert refusal.value.field == "reason"
    actions.remove_file(report, reason="Gửi nhầm", actor=account("vanphong"))
    assert (report.state, report.reason) == ("removed", "Gửi nhầm")
    assert report.ended_by is account("vanphong")
    assert queries.files_by_item(account("chutich"), report.meeting) == {}
    told = told_last()
    assert told.unit_id == report.unit_id
    assert "Lý do: Gửi nhầm" in told.text
    with pytest.raises(Conflict):
        actions.remove_file(report, reason="Lần nữa", actor=account("motcua"))


def test_who_reads_it(report: ProgrammeFile, account: Find) -> None:
    def readers() -> set[str]:
        names = {*PEOPLE.values(), "doan"}
        seen = {name for name in names if may_see(account(name), "programme_file", report.id)}
        listed = {name for name in names if queries.files_of(account(name), report.meeting)}
        assert seen == listed  # one scope for the list and the file
        return seen

    inner = {"chutich", "phochutich", "vanphong", "motcua"}
    assert readers() == inner
    actions.name_duty(report.meeting, account("doan"), "desk", actor=account("vanphong"))
    assert readers() == {*inner, "doan"}
    actions.show_file_to(report, "units", actor=account("vanphong"))
    assert readers() == {*inner, "doan", "matran", "congan", "to3"}
    actions.remove_file(report, reason="Cũ", actor=account("vanphong"))
    assert readers() == {*inner, "doan"}
    with pytest.raises(NotAllowed):
        actions.show_file_to(report, "units", actor=account("motcua"))


@pytest.mark.parametrize(("role", "state"), list(product(PEOPLE, PROGRAMME_FILE.states)))
def test_matrix(report: ProgrammeFile, account: Find, role: str, state: str) -> None:
    assert set(RULES) == {row.verb for row in PROGRAMME_FILE.rows}
    user = account(PEOPLE[role])
    if state != "current":
        report.ended_at, report.reason = report.added_at, "Gửi nhầm"
    report.state = state
    for verb, (sources, roles) in RULES.items():
        allowed = state in sources and role in roles
        assert PROGRAMME_FILE.can(user, report, verb) is allowed
        if allowed:
            PROGRAMME_FILE.permit(user, report, verb, reason="vì sao")
        else:
            with pytest.raises(Conflict if role in roles else NotAllowed):
                PROGRAMME_FILE.permit(user, report, verb, reason="vì sao")
    db.session.rollback()


def test_nothing_changes_once_the_meeting_is_closed(report: ProgrammeFile, account: Find) -> None:
    with unit_of_work():
        report.meeting.state = "closed"
    for verb in ("replace", "remove"):
        assert not PROGRAMME_FILE.can(account("vanphong"), report, verb)


def test_the_pages_of_a_department(
    announced: Meeting, task: Task, account: Find, client_as: SignIn
) -> None:
    unit = client_as("motcua")
    page = unit.get(f"/tasks/{task.id}").text
    assert "Gửi tệp báo cáo" in page
    url = f"/meetings/{announced.id}/reports"
    form = f"{url}/new?task={task.id}"
    assert 'name="audience"' not in unit.get(form).text
    item = queries.usual_item(announced.programme)
    assert item is not None
    empty = unit.post(form, data={"item": item.id, "title": "Báo cáo CCHC"})
    assert empty.status_code == 422
    assert "Xin chọn tệp báo cáo." in empty.text
    assert "Báo cáo CCHC" in empty.text
    data = {"item": item.id, "title": "Báo cáo CCHC", "files": [(pdf().stream, "b.pdf")]}
    assert unit.post(form, data=data).status_code == 303
    shown = unit.get(url).text
    assert "Báo cáo CCHC" in shown
    assert "Cho mọi đơn vị xem" not in shown
    file = db.session.scalars(select(ProgrammeFile)).one()
    link = f"/files/{db.session.scalars(select(Attachment)).one().id}"
    assert link in shown
    assert link in client_as("chutich").get(f"/meetings/{announced.id}").text
    outsider = client_as("to3")
    assert link not in outsider.get(f"/meetings/{announced.id}").text
    assert "Báo cáo CCHC" not in outsider.get(url).text
    assert outsider.get(link).status_code == 404
    for path in (form, f"{url}/new", f"{url}/{file.id}/version", f"{url}/{file.id}/removal"):
        assert outsider.get(path).status_code == 404, path
        assert outsider.post(path, data={}).status_code == 404, path
    assert unit.post(f"{url}/{file.id}/audience", data={"audience": "units"}).status_code == 404
    assert unit.get(f"{url}/new").status_code == 404


def test_replace_remove_and_show_on_the_pages(
    report: ProgrammeFile, account: Find, client_as: SignIn
) -> None:
    office, url = client_as("vanphong"), f"/meetings/{report.meeting_id}/reports"
    shown = office.post(
        f"{url}/{report.id}/audience", data={"audience": "units", "version": report.version}
    )
    assert shown.status_code == 303
    assert "Chỉ lãnh đạo, Văn phòng xem" in office.get(url).text
    assert "CCHC quý I" in client_as("to3").get(url).text
    stale = office.post(
        f"{url}/{report.id}/version",
        data={"version": 1, "files": (pdf().stream, "b.pdf")},
    )
    assert stale.status_code == 409
    missing = office.post(f"{url}/{report.id}/version", data={"reason": "Sửa số liệu"})
    assert missing.status_code == 422
    assert "Sửa số liệu" in missing.text
    done = office.post(
        f"{url}/{report.id}/version",
        data={"files": (pdf().stream, "ban-2.pdf"), "reason": "Sửa số liệu"},
    )
    assert done.status_code == 303
    page = office.get(url).text
    assert "Các bản trước (1)" in page
    assert re.search(r"thay 08:00 18/03/2024: Sửa số liệu", page)
    assert "Các bản trước" not in client_as("to3").get(url).text
    newer = db.session.scalars(select(ProgrammeFile).where(ProgrammeFile.state == "current")).one()
    assert office.get(f"{url}/{newer.id}/removal").status_code == 200
    assert office.post(f"{url}/{newer.id}/removal", data={"reason": ""}).status_code == 422
    assert office.post(f"{url}/{newer.id}/removal", data={"reason": "Nhầm"}).status_code == 303
    assert "Đã gỡ (1)" in office.get(url).text
    assert "CCHC quý I" not in client_as("to3").get(url).text
    assert office.post(f"{url}/{newer.id}/removal", data={"reason": "Nhầm"}).status_code == 409


def test_the_office_adds_the_chairs_summary(
    announced: Meeting, item: ProgrammeItem, client_as: SignIn
) -> None:
    office, url = client_as("vanphong"), f"/meetings/{announced.id}/reports"
    data = {
        "item": item.id,
        "title": "Báo cáo tóm tắt của Chủ trì",
        "audience": "units",
        "files": [(docx().stream, "tom-tat.docx")],
    }
    assert office.post(f"{url}/new", data=data).status_code == 303
    assert "Báo cáo tóm tắt của Chủ trì" in client_as("to3").get(f"/meetings/{announced.id}").text
    wrong = office.post(f"{url}/new", data=data | {"item": 9999, "files": []})
    assert wrong.status_code == 422
    assert client_as("quantri").get(url).status_code == 404


@pytest.mark.parametrize("path", ["/meetings/1/reports", "/meetings/1"])
def test_it_costs_the_same_for_many(
    announced: Meeting,
    account: Find,
    client_as: SignIn,
    count_queries,  # type: ignore[no-untyped-def]
    path: str,
) -> None:
    browser = client_as("vanphong")
    office = account("vanphong").id
    senders = [account(name).unit_id for name in ("motcua", "tuphap", "congan")]
    items = [one.id for one in announced.programme]
    counted = []
    for rows in (1, 3, 50):
        with unit_of_work() as session:
            for n in range(len(session.scalars(select(ProgrammeFile)).all()), rows):
                session.add(
                    ProgrammeFile(
                        meeting_id=1,
                        item_id=items[n % 6],
                        unit_id=senders[n % 3],
                        title=f"Tệp {n}",
                        added_by_id=office,
                    )
                )
        with count_queries() as count:
            assert browser.get(path).status_code == 200
        counted.append(len(count))
    assert len(set(counted)) == 1, counted
