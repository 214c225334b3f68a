"""The ward's own templates: tried before they are used, kept, and given up in one click."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.documents import actions, queries
from dialogue.documents.models import TemplateVersion
from dialogue.documents.registry import KINDS
from dialogue.extensions import db
from tests.documents.support import default, made, meeting_with, rewritten, text_of
from tests.followup.support import compose, person, verbs

NOTICE = KINDS["notice"]


def upload(data: bytes, name: str = "Mẫu của phường.docx") -> FileStorage:
    return FileStorage(io.BytesIO(data), filename=name)


def changed(old: str, new: str, code: str = "notice") -> bytes:
    """The default template as someone changed it in Word."""
    return rewritten(default(code), lambda text: text.replace(old, new))


def add(data: bytes) -> TemplateVersion:
    return actions.add_template(NOTICE, upload(data), actor=person("quantri"))


@pytest.mark.parametrize("code", KINDS)
def test_every_default_template_passes_its_own_trial(app: Flask, code: str) -> None:
    version = actions.add_template(KINDS[code], upload(default(code)), actor=person("quantri"))
    assert version.number == 1
    assert verbs(version) == ["add"]


def test_the_wards_wording_is_used_from_then_on(app: Flask) -> None:
    notice = compose(meeting_with(0))
    add(changed("CÁC NỘI DUNG ĐÃ KẾT LUẬN", "BẢNG KẾT LUẬN CỦA PHƯỜNG"))
    assert "BẢNG KẾT LUẬN CỦA PHƯỜNG" in text_of(made("notice", notice).data)
    actions.back_to_default(NOTICE, actor=person("quantri"))
    assert "BẢNG KẾT LUẬN CỦA PHƯỜNG" not in text_of(made("notice", notice).data)
    actions.restore_template(NOTICE, 1, actor=person("quantri"))
    assert "BẢNG KẾT LUẬN CỦA PHƯỜNG" in text_of(made("notice", notice).data)
    assert [(v.number, v.is_default) for v in queries.versions("notice")] == [
        (3, False), (2, True), (1, False),
    ]  # fmt: skip


def test_back_to_default_twice_is_one_version(app: Flask) -> None:
    actions.back_to_default(NOTICE, actor=person("quantri"))
    assert queries.versions("notice") == []
    add(default("notice"))
    actions.back_to_default(NOTICE, actor=person("quantri"))
    actions.back_to_default(NOTICE, actor=person("quantri"))
    assert len(queries.versions("notice")) == 2


CODE = {
    "an attribute of Python": "{{ subject.__class__.__mro__ }}",
    "an attribute by index": "{{ subject['__class__'] }}",
    "a call": "{{ subject.upper() }}",
    "a filter": "{{ subject|attr('x') }}",
    "a built-in": "{{ range(999999999) }}",
    "arithmetic": "{{ 'a' * 999999999 }}",
    "a set block": "{% set x = subject %}{{ x }}",
    "an import": "{% import 'x' as y %}",
    "the loop's own calls": "{% for x in recipients %}{{ loop.cycle('a') }}{% endfor %}",
    "loops without end": "{% for a in recipients %}{% for b in recipients %}{% for c in recipients"
    " %}{% for d in recipients %}x{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
}


@pytest.mark.parametrize("what", CODE)
def test_a_template_that_runs_code_is_refused(app: Flask, what: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        add(changed("{{ total }}", CODE[what]))
    assert refusal.value.field == "upload"
    assert "lệnh không được dùng" in refusal.value.message
    assert db.session.scalars(select(TemplateVersion)).all() == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{{ total }}", "{{ tatol }}", "“tatol”"),
        ("{{ row.due }}", "{{ row.deu }}", "“deu”"),
        ("{{ total }}", "{{ total }", "viết chưa đúng"),
        ("{%p endfor %}", "", "viết chưa đúng"),
        ("{{ signer }}", "Nguyễn Văn A", "{{ signer }} (Họ và tên người ký)"),
        ("{{ number }}", "Số: 01/TB-UBND", "thiếu mục bắt buộc"),
    ],
)
def test_a_typo_or_a_missing_field_is_told(app: Flask, old: str, new: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        add(changed(old, new))
    assert said in refusal.value.message
    assert queries.in_force("notice") is None


def test_a_field_within_a_branch_that_a_draft_takes_is_tried_too(app: Flask) -> None:
    with pytest.raises(InvalidInput, match="lạ"):
        actions.add_template(
            KINDS["reply"],
            upload(changed("Kế hoạch giải quyết tiếp:", "{{ lạ }}", "reply")),
            actor=person("quantri"),
        )


def test_a_field_torn_apart_by_word_is_still_a_field(app: Flask) -> None:
    torn = '{{ </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">total }}'
    assert add(changed("{{ total }}", torn)).number == 1


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.docx", "không có nội dung"),
        (b"not a Word file", "a.docx", "không phải"),
        (b"%PDF-1.4 x", "a.pdf", "phải là tệp Word"),
    ],
)
def test_what_is_no_word_file_is_refused(app: Flask, data: bytes, name: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        actions.add_template(NOTICE, upload(data, name), actor=person("quantri"))


def test_a_broken_word_file_is_refused(app: Flask) -> None:
    broken = rewritten(default("notice"), lambda text: text[: len(text) // 2])
    with pytest.raises(InvalidInput, match="bị hỏng"):
        add(broken)
    empty = changed("{{ total }}", "x")
    assert add(empty).number == 1


@pytest.mark.parametrize("username", ["vanphong", "chutich", "diachinh", "to3"])
def test_only_the_administrator_keeps_templates(
    app: Flask, client_as: Callable[[str], Any], username: str
) -> None:
    user = person(username)
    for act in (
        lambda: actions.add_template(NOTICE, upload(default("notice")), actor=user),
        lambda: actions.restore_template(NOTICE, 1, actor=user),
        lambda: actions.back_to_default(NOTICE, actor=user),
        lambda: actions.set_parent_line(False, actor=user),
    ):
        with pytest.raises(NotAllowed):
            act()
    client = client_as(username)
    assert client.get("/documents/templates").status_code == 404
    assert client.get("/documents/templates/notice/file").status_code == 404
    assert client.post("/documents/templates/notice/default").status_code == 404


def test_the_pages_lead_from_the_list_to_a_new_version_and_back(
    app: Flask, client_as: Callable[[str], Any]
) -> None:
    admin = client_as("quantri")
    listed = admin.get("/documents/templates")
    assert all(kind.title in listed.text for kind in KINDS.values())
    current = admin.get("/documents/templates/notice/file")
    assert current.data == default("notice") or text_of(current.data) == text_of(default("notice"))
    own = changed("CÁC NỘI DUNG ĐÃ KẾT LUẬN", "BẢNG KẾT LUẬN")
    answer = admin.post(
        "/documents/templates/notice", data={"upload": (io.BytesIO(own), "Mẫu 1.docx")}
    )
    assert answer.status_code == 303
    page = admin.get("/documents/templates/notice").text
    assert "bản 1" in page
    assert "Mẫu 1.docx" in page
    assert text_of(admin.get("/documents/templates/notice/versions/1").data) == text_of(own)
    assert "BẢNG KẾT LUẬN" in text_of(admin.get("/documents/templates/notice/sample").data)
    assert admin.post("/documents/templates/notice/default").status_code == 303
    assert "Đang dùng mẫu mặc định" in admin.get("/documents/templates/notice").text
    assert admin.post("/documents/templates/notice/versions/1/restoration").status_code == 303
    assert admin.get("/documents/templates/notice/versions/2").status_code == 404
    assert admin.post("/documents/templates/notice/versions/9/restoration").status_code == 404
    assert admin.get("/documents/templates/nothing").status_code == 404


def test_a_wrong_upload_comes_back_with_its_line(
    app: Flask, client_as: Callable[[str], Any]
) -> None:
    admin = client_as("quantri")
    wrong = changed("{{ total }}", "{{ tatol }}")
    answer = admin.post(
        "/documents/templates/notice", data={"upload": (io.BytesIO(wrong), "a.docx")}
    )
    assert answer.status_code == 422
    assert "“tatol”" in answer.text
    nothing = admin.post("/documents/templates/notice", data={})
    assert nothing.status_code == 422
    assert "Cần chọn tệp Word" in nothing.text


def test_the_parent_line_is_on_until_it_is_taken_off(
    app: Flask, client_as: Callable[[str], Any]
) -> None:
    notice = compose(meeting_with(0))
    parent = "UBND THÀNH PHỐ"
    assert parent in text_of(made("notice", notice).data)
    admin = client_as("quantri")
    assert admin.post("/documents/templates/parent-line", data={"shown": "0"}).status_code == 303
    assert parent not in text_of(made("notice", notice).data)
    admin.post("/documents/templates/parent-line", data={"shown": "1"})
    assert parent in text_of(made("notice", notice).data)


def test_the_list_costs_the_same_whatever_was_uploaded(
    app: Flask, client_as: Callable[[str], Any], count_queries: Callable[[], Any]
) -> None:
    admin = client_as("quantri")
    costs = []
    for rows in (1, 3, 50):
        while len(queries.versions("notice")) < rows:
            last = queries.in_force("notice")
            if last is None or last.is_default:
                add(default("notice"))
            else:
                actions.back_to_default(NOTICE, actor=person("quantri"))
        for url in ("/documents/templates", "/documents/templates/notice"):
            with count_queries() as n:
                admin.get(url)
            costs.append(len(n))
    assert costs[0::2] == [costs[0]] * 3
    assert costs[1::2] == [costs[1]] * 3
