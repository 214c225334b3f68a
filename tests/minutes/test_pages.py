"""The pages of the minutes as people get them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from dialogue.accounts.models import Account
from dialogue.hall.models import Turn
from dialogue.minutes import actions
from dialogue.minutes.models import Minutes, MinutesLine
from dialogue.minutes.queries import revisions
from dialogue.plans.models import Meeting
from tests.minutes.conftest import end

SignIn = Callable[[str], FlaskClient]
QUIET = {"Accept": "application/json"}


def url(meeting: Meeting, rest: str = "") -> str:
    return f"/meetings/{meeting.id}/minutes{rest}"


def test_the_page_begins_the_minutes(
    client_as: SignIn, meeting: Meeting, spoken: Callable[..., Turn]
) -> None:
    spoken()
    page = client_as("thuky").get(url(meeting)).text
    assert "Số 1. Lê Thị Bông, Tổ dân phố 3" in page
    assert page.count("<textarea") == 3  # opening, speech, answer
    assert "js/minutes.js" in page


@pytest.mark.parametrize("name", ["to3", "bvdp", "diachinh"])
@pytest.mark.parametrize("rest", ["", "/part", "/blocks/0", "/token", "/print"])
def test_others_find_nothing(
    client_as: SignIn, meeting: Meeting, minutes: Minutes, name: str, rest: str
) -> None:
    assert client_as(name).get(url(meeting, rest)).status_code == 404


def test_leaders_read_what_is_written(
    client_as: SignIn, meeting: Meeting, speech: MinutesLine, clerk: Account
) -> None:
    actions.save(speech, "Kiệt 45 ngập nước", version=1, key="a", actor=clerk)
    page = client_as("chutich").get(url(meeting)).text
    assert "Kiệt 45 ngập nước" in page
    assert "<textarea" not in page


def test_a_reader_begins_nothing(client_as: SignIn, meeting: Meeting) -> None:
    assert "Chưa ghi biên bản" in client_as("chutich").get(url(meeting)).text


def send(client: FlaskClient, line: MinutesLine, text: str, version: Any, **more: Any) -> Any:
    data = {"text": text, "version": version, "submission_key": more.pop("key", text)}
    return client.post(f"/minutes/lines/{line.id}", data=data, **more)


def test_a_line_is_saved_by_its_button(client_as: SignIn, speech: MinutesLine) -> None:
    client = client_as("thuky")
    answer = send(client, speech, "Nước ngập", 1)
    assert answer.status_code == 303
    assert answer.location.endswith(f"#line-{speech.id}")
    assert "Đã lưu lúc" in client.get(answer.location).text


def test_the_page_saves_by_itself(client_as: SignIn, speech: MinutesLine) -> None:
    answer = send(client_as("thuky"), speech, "Nước ngập", 1, headers=QUIET)
    assert answer.status_code == 200
    assert answer.json["outcome"] == "saved"
    assert answer.json["version"] == 2
    assert re.fullmatch(r"\d\d:\d\d:\d\d", answer.json["at"])


@pytest.mark.parametrize("headers", [QUIET, {}])
def test_a_conflict_shows_both_texts(
    client_as: SignIn, speech: MinutesLine, headers: dict[str, str]
) -> None:
    send(client_as("vanphong"), speech, "Của văn phòng", 1)
    answer = send(client_as("thuky"), speech, "Của thư ký", 1, headers=headers)
    assert answer.status_code == 409
    assert [one.text for one in revisions(speech)] == ["Của thư ký", "Của văn phòng"]
    if headers:
        assert answer.json["outcome"] == "conflict"
        assert (answer.json["text"], answer.json["version"]) == ("Của văn phòng", 2)
        return
    for words in ("Của thư ký", "Của văn phòng", "Giữ của tôi", "Giữ của người kia", "Ghép"):
        assert words in answer.text
    assert "Của văn phòng\nCủa thư ký" in answer.text


def test_too_long_a_line_stays_as_typed(client_as: SignIn, speech: MinutesLine) -> None:
    long = "a" * 20_001
    answer = send(client_as("thuky"), speech, long, 1, key="a")
    assert answer.status_code == 422
    assert long in answer.text
    quiet = send(client_as("thuky"), speech, long, 1, key="a", headers=QUIET)
    assert (quiet.status_code, quiet.json["outcome"]) == (422, "invalid")


def test_what_comes_after_the_submission_is_told(
    client_as: SignIn, meeting: Meeting, minutes: Minutes, speech: MinutesLine, clerk: Account
) -> None:
    actions.save(speech, "Một", version=1, key="a", actor=clerk)
    end(meeting)
    actions.submit(minutes, actor=clerk)
    answer = send(client_as("thuky"), speech, "Hai", 2, headers=QUIET)
    assert (answer.status_code, answer.json["outcome"]) == (409, "refused")
    past = client_as("thuky").get(f"/minutes/lines/{speech.id}").text
    assert "Hai" in past
    assert "Chưa được ghi vào biên bản" in past


def test_the_part_is_the_same_until_something_changes(
    client_as: SignIn, meeting: Meeting, speech: MinutesLine
) -> None:
    client = client_as("thuky")
    first = client.get(url(meeting, "/part"))
    tag = {"If-None-Match": first.headers["ETag"]}
    assert client.get(url(meeting, "/part"), headers=tag).status_code == 304
    send(client, speech, "Nước ngập", 1)
    assert client.get(url(meeting, "/part"), headers=tag).status_code == 200


def test_a_line_of_ones_own(client_as: SignIn, meeting: Meeting, minutes: Minutes) -> None:
    client = client_as("thuky")
    answer = client.post(url(meeting, "/lines"), data={"after": "0"})
    assert answer.status_code == 303
    number = int(answer.location.rpartition("-")[2])
    page = client.get(answer.location)
    assert f'id="line-{number}"' in page.text
    gone = client.post(f"/minutes/lines/{number}/removal", data={"version": 1})
    assert "Lấy lại dòng" in client.get(gone.location).text
    assert client.post(f"/minutes/lines/{number}/restoration").status_code == 303
    assert client.post(f"/minutes/lines/{number}/removal", data={"version": 1}).status_code == 409


def test_the_way_to_the_signature(
    client_as: SignIn, meeting: Meeting, minutes: Minutes, speech: MinutesLine, clerk: Account
) -> None:
    secretary, presider = client_as("thuky"), client_as("chutich")
    seen = {"version": minutes.version}
    assert secretary.post(url(meeting, "/submission"), data=seen).status_code == 409  # still live
    end(meeting)
    empty = secretary.post(url(meeting, "/submission"), data=seen)
    assert empty.status_code == 422
    assert "chưa ghi dòng nào" in empty.text
    actions.save(speech, "Một", version=1, key="a", actor=clerk)
    assert secretary.post(url(meeting, "/submission"), data=seen).status_code == 303
    assert "Ký biên bản" in presider.get("/").text
    assert "Ký biên bản" in presider.get(url(meeting)).text
    wordless = presider.post(url(meeting, "/return"), data={"version": minutes.version})
    assert wordless.status_code == 422
    assert "Cần ghi rõ lý do." in wordless.text
    reason = {"version": minutes.version, "reason": "Thiếu lời đáp"}
    assert presider.post(url(meeting, "/return"), data=reason).status_code == 303
    assert "Thiếu lời đáp" in secretary.get(url(meeting)).text
    seen = {"version": minutes.version}
    assert secretary.post(url(meeting, "/submission"), data=seen).status_code == 303
    assert secretary.post(url(meeting, "/recall"), data=seen).status_code == 409  # stale
    assert presider.post(url(meeting, "/signature")).status_code == 303
    assert "<textarea" not in secretary.get(url(meeting)).text
    assert presider.post(url(meeting, "/signature")).status_code == 409
    assert secretary.post(url(meeting, "/signature")).status_code == 404


def test_the_paper(
    client_as: SignIn, meeting: Meeting, speech: MinutesLine, clerk: Account
) -> None:
    actions.save(speech, "Kiệt 45 ngập nước", version=1, key="a", actor=clerk)
    paper = client_as("thuky").get(url(meeting, "/print")).text
    for words in ("BIÊN BẢN", meeting.place, clerk.full_name, "1. Lê Thị Bông", "Kiệt 45 ngập",
                  "THƯ KÝ", "CHỦ TỌA"):  # fmt: skip
        assert words in paper


def test_the_secretary_is_called_while_it_is_live(client_as: SignIn, meeting: Meeting) -> None:
    assert "Ghi biên bản" in client_as("thuky").get("/").text
    assert "Ghi biên bản" not in client_as("to3").get("/").text
    end(meeting)
    assert "Trình ký" in client_as("thuky").get("/").text


@pytest.mark.parametrize("rest", ["", "/part", "/print"])
def test_as_many_queries_for_fifty_turns(
    client_as: SignIn, meeting: Meeting, spoken: Callable[..., Turn],
    count_queries: Callable[[], Any], rest: str,
) -> None:  # fmt: skip
    client, counts, made, address = client_as("thuky"), [], 0, url(meeting, rest)
    for upto in (1, 3, 50):
        for _ in range(upto - made):
            spoken()
        made = upto
        client.get(address)  # makes the places
        with count_queries() as found:
            assert client.get(address).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1] == counts[2]
