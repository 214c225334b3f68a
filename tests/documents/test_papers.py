"""One page with all documents of a meeting: what each is, whether issued, Word and PDF."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from flask import Flask

from dialogue.documents.papers import AFTER, BEFORE, HALL, MEANT, papers_of
from dialogue.documents.registry import KINDS
from dialogue.plans.models import Meeting
from tests.documents.support import dated, prepared_meeting, with_secretary
from tests.followup import support as after

As = Callable[[str], Any]


def test_every_document_of_a_meeting_has_its_place_and_meaning() -> None:
    of_a_person = {"reply", "interim_reply", "reminder"}
    assert {kind.title for code, kind in KINDS.items() if code not in of_a_person} <= set(MEANT)


def test_a_meeting_after_its_notice_has_all_in_order(app: Flask) -> None:
    meeting = dated(with_secretary(prepared_meeting()))
    after.conclude(after.make_opinion(meeting))
    office = after.person("vanphong")
    after.compose(meeting)
    with app.test_request_context():
        draft = papers_of(office, meeting)[AFTER]
    assert [one.state for one in draft if one.title == "Thông báo kết luận"] == ["Dự thảo"]
    after.issued_notice(meeting)
    with app.test_request_context():
        found = papers_of(office, meeting)
    assert list(found) == [BEFORE, HALL, AFTER]
    assert [one.title for one in found[AFTER]] == [
        "Biên bản",
        "Thông báo kết luận",
        "Báo cáo kết quả đối thoại",
        "Niêm yết kết quả",
        "Bài phát thanh",
    ]
    (notice,) = [one for one in found[AFTER] if one.title == "Thông báo kết luận"]
    assert (notice.state, notice.tone) == ("Đã ban hành 01/TB-UBND", "good")
    assert all(one.meaning for papers in found.values() for one in papers)
    assert all(one.pdf is None for papers in found.values() for one in papers)


def test_whatever_the_page_offers_is_given(app: Flask, client_as: As, tmp_path: Any) -> None:
    meeting = dated(with_secretary(prepared_meeting()))
    after.conclude(after.make_opinion(meeting))
    after.issued_notice(meeting)
    app.config["PDF_FINDER"] = lambda: str(tmp_path)
    for username in ("vanphong", "chutich", "to3"):
        client = client_as(username)
        page = client.get(f"/meetings/{meeting.id}/documents").text
        urls = re.findall(r'href="((?:/documents|/meetings|/opinions|/tasks)[^"]+)" download', page)
        assert urls
        words = {url for url in urls if url.startswith("/documents/") and ".pdf" not in url}
        assert {url for url in urls if ".pdf" in url} == {f"{url}.pdf" for url in words}
        for url in urls:
            if ".pdf" not in url:
                assert client.get(url.replace("&amp;", "&")).status_code == 200, (username, url)


def test_the_meeting_leads_to_its_documents(app: Flask, client_as: As) -> None:
    meeting: Meeting = dated(prepared_meeting())
    for username in ("vanphong", "to3"):
        page = client_as(username).get(f"/meetings/{meeting.id}").text
        assert f'href="/meetings/{meeting.id}/documents"' in page
    bare = dated(after.make_meeting(ordinal=2))
    idle = client_as("quantri").get(f"/meetings/{bare.id}").text
    assert f'href="/meetings/{bare.id}/documents"' not in idle
    assert client_as("to3").get("/meetings/999/documents").status_code == 404
