"""The pages of tasks: the list with its filters, done with evidence, reopened."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from dialogue.accounts.models import Account
from dialogue.plans import actions, queries
from dialogue.plans.models import Meeting
from tests.plans.test_tasks import photo

Find = Callable[[str], Account]
SignIn = Callable[[str], FlaskClient]


def test_a_unit_reports_its_task_done(announced: Meeting, account: Find, client_as: SignIn) -> None:
    task = queries.task_of_kind(announced, account("vanhoa").unit_id, "general")
    assert task is not None
    url = f"/tasks/{task.id}"
    browser = client_as("vanhoa")
    assert "Báo đã xong" in browser.get(url).text
    for username in ("to3", "quantri"):
        other = client_as(username)
        assert other.get(url).status_code == 404
        assert other.post(f"{url}/completion", data={"note": "x"}).status_code == 404
        assert other.post(f"{url}/undo").status_code == 404
    empty = browser.post(f"{url}/completion", data={"note": " "})
    assert empty.status_code == 422
    assert "Xin ghi ngắn gọn đã làm gì" in empty.text
    bad = photo("ke-hoach.exe")
    bad.stream.seek(0)
    bad.stream.truncate()
    bad.stream.write(b"MZ\x00\x00")
    bad.stream.seek(0)
    refused = browser.post(
        f"{url}/completion",
        data={"note": "Đã treo băng rôn", "evidence": (bad.stream, "ke-hoach.exe")},
    )
    assert refused.status_code == 422
    assert "Đã treo băng rôn" in refused.text
    done = browser.post(
        f"{url}/completion",
        data={
            "note": "Đã treo 6 băng rôn",
            "version": task.version,
            "evidence": (photo().stream, "bang-ron.jpg"),
        },
    )
    assert done.status_code == 303
    page = browser.get(url).text
    assert "Đã báo xong nhiệm vụ." in page
    assert "Đã treo 6 băng rôn" in page
    link = re.search(r'href="(/files/\d+)"', page)
    assert link is not None
    with browser.get(link[1]) as file:
        assert file.mimetype.startswith("image/")
    assert client_as("to3").get(link[1]).status_code == 404
    twice = browser.post(f"{url}/completion", data={"note": "Lần nữa"})
    assert twice.status_code == 409
    assert browser.post(f"{url}/undo").status_code == 303


def test_the_office_reopens_on_the_page(
    announced: Meeting, account: Find, client_as: SignIn
) -> None:
    task = queries.task_of_kind(announced, account("to3").unit_id, "general")
    assert task is not None
    actions.complete_task(task, "Đã mời", actor=account("to3"))
    url = f"/tasks/{task.id}"
    office = client_as("vanphong")
    assert "Trả lại nhiệm vụ này" in office.get(url).text
    assert "Trả lại nhiệm vụ này" not in client_as("to3").get(url).text
    empty = office.post(f"{url}/reopening", data={"reason": ""})
    assert empty.status_code == 422
    assert client_as("to3").post(f"{url}/reopening", data={"reason": "x"}).status_code == 404
    done = office.post(f"{url}/reopening", data={"reason": "Thiếu danh sách"})
    assert done.status_code == 303
    assert "Lý do: Thiếu danh sách" in client_as("to3").get(url).text
    assert office.post(f"{url}/reopening", data={"reason": "x"}).status_code == 409


def test_the_list_of_tasks_by_role_and_filter(
    announced: Meeting, account: Find, client_as: SignIn
) -> None:
    own = client_as("to3").get("/tasks").text
    assert "Nhiệm vụ của đơn vị tôi" in own
    assert own.count('-row"') == 6
    assert 'name="unit"' not in own
    foreign = client_as("to3").get(f"/tasks?unit={account('to4').unit_id}").text
    assert foreign.count('-row"') == 6  # another unit's number changes nothing
    office = client_as("vanphong")
    everything = office.get("/tasks").text
    assert everything.count('-row"') == queries.PAGE
    assert "page=2" in everything
    one = office.get(f"/tasks?unit={account('to4').unit_id}&meeting={announced.id}").text
    assert one.count('-row"') == 3
    assert "Không có nhiệm vụ nào ở đây" in office.get("/tasks?state=late").text
    assert office.get("/tasks?state=x&meeting=abc&unit=-1&page=0").status_code == 200
    assert client_as("quantri").get("/tasks").status_code == 404


def test_having_no_opinion_is_one_tap_from_the_task(
    announced: Meeting, account: Find, client_as: SignIn
) -> None:
    task = queries.task_of_kind(announced, account("to3").unit_id, "opinions")
    assert task is not None
    browser = client_as("to3")
    page = browser.get(f"/tasks/{task.id}").text
    assert browser.get(f"/opinions/new?meeting={announced.id}").status_code == 200
    link = re.search(r'action="(/meetings/\d+/opinions/nothing)"', page)
    assert link is not None
    assert browser.post(link[1]).status_code == 303
    after = browser.get(f"/tasks/{task.id}").text
    assert "Đã xong" in after
    assert "Gửi ý kiến</span>" not in after
