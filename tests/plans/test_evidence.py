"""A task done with several photos and files; taken back by the unit, returned by the office."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from dialogue.accounts.models import Account
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.extensions import db
from dialogue.files.queries import attachments_of
from dialogue.history.queries import timeline
from dialogue.notifications.models import Notification
from dialogue.plans import actions, queries
from dialogue.plans.actions.tasks import MOST_AT_ONCE, MOST_FILES
from dialogue.plans.models import Meeting, Task
from dialogue.plans.views.uploads import UPLOAD_BYTES
from tests.plans.test_tasks import photo

Find = Callable[[str], Account]
SignIn = Callable[[str], FlaskClient]


def pdf(name: str = "bao-cao.pdf") -> FileStorage:
    return FileStorage(BytesIO(b"%PDF-1.4\n%%EOF\n"), filename=name)


def docx(name: str = "bao-cao.docx") -> FileStorage:
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    data.seek(0)
    return FileStorage(data, filename=name)


@pytest.fixture
def task(announced: Meeting, account: Find) -> Task:
    """Văn hóa: a general task."""
    found = queries.task_of_kind(announced, account("vanhoa").unit_id, "general")
    assert found is not None
    return found


def last_told() -> Notification:
    line = db.session.scalars(select(Notification).order_by(Notification.id.desc())).first()
    assert line is not None
    return line


def test_several_photos_and_files_at_once(task: Task, account: Find) -> None:
    uploads = [photo("image.jpg"), photo("image.jpg"), pdf(), docx()]
    actions.complete_task(task, "", *uploads, actor=account("vanhoa"))
    files = attachments_of(task)
    assert [f.name for f in files] == ["image.jpg", "image.jpg", "bao-cao.pdf", "bao-cao.docx"]
    assert task.state == "done"
    assert timeline(task)[-1].details["files"] == [f.name for f in files]


def test_neither_words_nor_a_file_is_no_report(task: Task, account: Find) -> None:
    empty = FileStorage(BytesIO(), filename="")
    with pytest.raises(InvalidInput) as refusal:
        actions.complete_task(task, "  ", empty, actor=account("vanhoa"))
    assert refusal.value.field == "note"
    assert task.state == "open"


def test_one_bad_file_saves_none(task: Task, account: Find) -> None:
    bad = FileStorage(BytesIO(b"MZ"), filename="virus.exe")
    with pytest.raises(InvalidInput) as refusal:
        actions.complete_task(task, "Xong", photo(), bad, actor=account("vanhoa"))
    assert "virus.exe" in refusal.value.message
    assert attachments_of(task) == []


def test_files_are_bounded_in_number(task: Task, account: Find) -> None:
    unit = account("vanhoa")
    with pytest.raises(InvalidInput, match="nhiều nhất 10"):
        actions.complete_task(task, "", *[pdf()] * (MOST_AT_ONCE + 1), actor=unit)
    for _ in range(MOST_FILES // MOST_AT_ONCE):
        many = [pdf(f"{n}.pdf") for n in range(MOST_AT_ONCE)]
        if task.state == "open":
            actions.complete_task(task, "", *many, actor=unit)
        else:
            actions.add_evidence(task, *many, actor=unit)
    with pytest.raises(InvalidInput, match="nhiều nhất 30"):
        actions.add_evidence(task, pdf(), actor=unit)


def test_more_evidence_for_what_is_done(task: Task, account: Find) -> None:
    unit = account("vanhoa")
    with pytest.raises(Conflict):
        actions.add_evidence(task, photo(), actor=unit)
    actions.complete_task(task, "Đã treo", actor=unit)
    version = task.version
    actions.add_evidence(task, photo(), actor=unit, version=version)
    assert len(attachments_of(task)) == 1
    assert task.state == "done"
    assert timeline(task)[-1].verb == "add_evidence"
    with pytest.raises(Conflict):
        actions.add_evidence(task, photo(), actor=unit, version=version)
    with pytest.raises(NotAllowed):
        actions.add_evidence(task, photo(), actor=account("to3"))
    with pytest.raises(InvalidInput):
        actions.add_evidence(task, actor=unit)


def test_undone_at_once_later_only_with_a_reason(
    task: Task, account: Find, traveller: time_machine.Coordinates
) -> None:
    unit = account("vanhoa")
    actions.complete_task(task, "Đã treo", actor=unit)
    assert task.done_at is not None
    traveller.move_to(task.done_at + timedelta(minutes=16))
    with pytest.raises(Conflict, match="ghi lý do"):
        actions.undo_task(task, actor=unit)
    with pytest.raises(InvalidInput) as refusal:
        actions.take_back_task(task, reason=" ", actor=unit)
    assert refusal.value.field == "reason"
    version = task.version
    actions.take_back_task(task, reason="Băng rôn bị gió cuốn", actor=unit, version=version)
    assert task.state == "open"
    assert task.done_at is None
    assert not task.is_returned
    event = timeline(task)[-1]
    assert (event.verb, event.reason) == ("take_back", "Băng rôn bị gió cuốn")
    told = last_told()
    assert "rút lại việc đã báo xong" in told.text
    with pytest.raises(Conflict):
        actions.take_back_task(task, reason="Lần nữa", actor=unit, version=version)


@pytest.mark.parametrize("username", ["vanphong", "to4", "chutich", "quantri"])
def test_only_the_unit_takes_it_back(task: Task, account: Find, username: str) -> None:
    actions.complete_task(task, "Đã treo", actor=account("vanhoa"))
    with pytest.raises(NotAllowed):
        actions.take_back_task(task, reason="x", actor=account(username))


def test_returned_until_done_again(task: Task, account: Find) -> None:
    actions.complete_task(task, "Đã treo", actor=account("vanhoa"))
    actions.reopen_task(task, reason="Chưa có ảnh", actor=account("vanphong"))
    assert task.is_returned
    assert task.returned_why == "Chưa có ảnh"
    todo = next(t for t in queries.todos(account("vanhoa")) if t.url == f"/tasks/{task.id}")
    assert todo.detail.startswith("Văn phòng trả lại: Chưa có ảnh")
    actions.complete_task(task, "", photo(), actor=account("vanhoa"))
    assert not task.is_returned
    assert (task.returned_at, task.returned_why) == (None, "")


def test_the_page_of_a_phone(task: Task, account: Find, client_as: SignIn) -> None:
    unit = client_as("vanhoa")
    url = f"/tasks/{task.id}"
    page = unit.get(url).text
    assert 'name="photos"' in page
    assert "Rút lại" not in page
    sent = unit.post(
        f"{url}/completion",
        data={
            "version": task.version,
            "photos": [(photo().stream, "a.jpg"), (photo().stream, "b.jpg")],
            "evidence": [(pdf().stream, "c.pdf")],
        },
    )
    assert sent.status_code == 303
    page = unit.get(url).text
    assert page.count("<img") >= 2
    assert "c.pdf" in page
    more = unit.post(f"{url}/evidence", data={"evidence": [(pdf().stream, "d.pdf")]})
    assert more.status_code == 303
    assert "d.pdf" in unit.get(url).text
    assert unit.post(f"{url}/evidence", data={}).status_code == 422
    assert client_as("to3").post(f"{url}/evidence", data={}).status_code == 404
    returned = client_as("vanphong").post(f"{url}/reopening", data={"reason": "Ảnh mờ quá"})
    assert returned.status_code == 303
    page = unit.get(url).text
    assert "Bị trả lại" in page
    assert "Ảnh mờ quá" in page


def test_taking_back_on_the_page(
    task: Task, account: Find, client_as: SignIn, traveller: time_machine.Coordinates
) -> None:
    actions.complete_task(task, "Đã treo", actor=account("vanhoa"))
    assert task.done_at is not None
    traveller.move_to(task.done_at + timedelta(hours=3))
    unit, url = client_as("vanhoa"), f"/tasks/{task.id}"
    assert "Chưa xong, rút lại để làm tiếp" in unit.get(url).text
    assert unit.post(f"{url}/undo", data={}).status_code == 409
    empty = unit.post(f"{url}/taking-back", data={"reason": " "})
    assert empty.status_code == 422
    assert client_as("to3").post(f"{url}/taking-back", data={"reason": "x"}).status_code == 404
    assert unit.post(f"{url}/taking-back", data={"reason": "Chưa treo hết"}).status_code == 303
    assert unit.post(f"{url}/taking-back", data={"reason": "Lại"}).status_code == 409


def test_too_much_at_once_is_a_clear_line(
    task: Task, client_as: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit, url = client_as("vanhoa"), f"/tasks/{task.id}/completion"
    data = {"note": "Đã treo", "evidence": [(pdf().stream, "to.pdf")]}
    refused = unit.post(url, data=data, environ_overrides={"CONTENT_LENGTH": f"{UPLOAD_BYTES + 1}"})
    assert refused.status_code == 413
    assert "nhiều nhất 60 MB" in refused.text
    other = unit.post(
        f"/tasks/{task.id}/undo", environ_overrides={"CONTENT_LENGTH": f"{UPLOAD_BYTES}"}
    )
    assert other.status_code == 413
    assert "nhiều nhất 25 MB" in other.text
    monkeypatch.setattr("dialogue.files.checks.FILE_BYTES", 10)
    refused = unit.post(url, data=data | {"evidence": [(pdf().stream, "to.pdf")]})
    assert refused.status_code == 422
    assert "Tệp “to.pdf” quá lớn" in refused.text
    assert "Đã treo" in refused.text
