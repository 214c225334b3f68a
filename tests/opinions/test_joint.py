"""One matter, several residents: counted, named where they wish, kept through merges."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from dialogue.accounts.models import Account
from dialogue.followup.privacy import public_words
from dialogue.opinions import actions, queries
from dialogue.opinions.actions import Voice
from dialogue.opinions.forms.voices import MAX_VOICES, read_voices, show_voices
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting

Make = Callable[..., Opinion]
Who = Callable[[str], Account]


@pytest.mark.parametrize(
    ("line", "voice"),
    [
        ("Trần Thị Lan", Voice("Trần Thị Lan")),
        ("Trần Thị Lan, 0905 123 456", Voice("Trần Thị Lan", "+84905123456")),
        ("1. Trần Thị Lan - 0905.123.456 - đồng ý", Voice("Trần Thị Lan", "+84905123456", True)),
        ("Trần Thị Lan 0905123456", Voice("Trần Thị Lan", "+84905123456")),
        ("2) Lê Văn Bảy; dong y", Voice("Lê Văn Bảy", "", True)),
        ("Lê Văn Bảy, không đồng ý", Voice("Lê Văn Bảy", "", False)),
        ("Lê Văn Bảy\t+84 905 123 456\tĐồng ý", Voice("Lê Văn Bảy", "+84905123456", True)),
    ],
)
def test_a_line_is_read_as_people_write_it(line: str, voice: Voice) -> None:
    assert read_voices(line) == ((voice,), [])


def test_what_cannot_be_read_is_said_by_line() -> None:
    found, wrong = read_voices("Lê Văn Bảy\n0905 123 456\nTrần Thị Lan, 0905 12 3\n\nLê Văn Bảy")
    assert [voice.name for voice in found] == ["Lê Văn Bảy"]
    assert [line.split(":")[0] for line in wrong] == ["Dòng 2", "Dòng 3"]
    assert read_voices("\n".join(f"Người {n}" for n in range(MAX_VOICES + 1)))[1]


def test_what_is_shown_is_read_again() -> None:
    voices = (Voice("Trần Thị Lan", "+84905123456", True), Voice("Lê Văn Bảy"))
    assert read_voices(show_voices(voices)) == (voices, [])


def test_whoever_is_named_is_counted(draft: Make, account: Who) -> None:
    voices = (Voice("Trần Thị Lan"), Voice("Lê Văn Bảy"))
    named = draft(resident_name="Nguyễn Văn An", voices=voices)
    assert named.people_count == 3
    assert draft(people_count=12, voices=voices).people_count == 12
    assert actions.Content.of(named).voices == voices
    again = actions.save_draft(
        actor=account("to3"),
        client_key=named.client_key,
        meeting=named.meeting,
        content=actions.Content(words="Ít người hơn", voices=voices[:1]),
    )
    assert [one.name for one in again.voices] == ["Trần Thị Lan"]
    actions.discard(again, actor=account("to3"))


def test_counts_go_with_a_merge_and_come_back(sent: Make, account: Who) -> None:
    office = account("vanphong")
    root, other, single = sent(people_count=12), sent(people_count=5), sent()
    for one in (other, single):
        actions.merge(one, root, actor=office)
    assert (root.people_raised, root.times_raised, root.is_joint) == (18, 3, True)
    assert not single.is_joint
    rows = {row.id: row for row in queries.list_opinions(office, queries.Wanted())}
    assert (rows[root.id].people_raised, rows[root.id].is_joint) == (18, True)
    assert rows[other.id].people_raised == 5
    actions.unmerge(other, actor=office)
    assert root.people_raised == 13


def test_it_is_shown_where_the_matter_is(
    sent: Make,
    account: Who,
    field: Callable[[str], object],
    client_as: Callable[[str], FlaskClient],
    meeting: Meeting,
) -> None:
    office = account("vanphong")
    opinion = sent(people_count=12, voices=(Voice("Trần Thị Lan", "+84905123456"),))
    desk = client_as("vanphong").get(f"/triage?id={opinion.id}").get_data(as_text=True)
    assert "12 người cùng ý kiến" in desk
    actions.classify_and_select(
        opinion,
        field=field("thoat_nuoc"),  # type: ignore[arg-type]
        competence="ward",
        actor=office,
    )
    own, chair = client_as("to3"), client_as("chutich")
    for page in (
        own.get("/opinions"),
        own.get(f"/opinions/{opinion.id}"),
        chair.get(f"/meetings/{meeting.id}/agenda"),
    ):
        assert "12 người cùng ý kiến" in page.get_data(as_text=True)
    # Names go to who leads the dialogue, phones only to who has to ask.
    assert "0905 123 456" not in own.get(f"/opinions/{opinion.id}").get_data(as_text=True)
    assert "0905 123 456" in own.post(f"/opinions/{opinion.id}/contact").get_data(as_text=True)
    assert chair.post(f"/opinions/{opinion.id}/contact").status_code == 404
    seen = chair.get(f"/opinions/{opinion.id}").get_data(as_text=True)
    assert "Trần Thị Lan" in seen
    assert "0905 123 456" not in seen


def test_names_are_published_only_with_consent(draft: Make) -> None:
    opinion = draft(
        "Bà Trần Thị Lan và ông Lê Văn Bảy cùng nêu",
        voices=(Voice("Trần Thị Lan"), Voice("Lê Văn Bảy", "", True)),
    )
    assert public_words(opinion) == "Bà T.T.L. và ông Lê Văn Bảy cùng nêu"
