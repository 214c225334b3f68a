"""Finding what was said before, on real opinions."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from dialogue.accounts.models import Account
from dialogue.core.text import fold
from dialogue.core.unit_of_work import unit_of_work
from dialogue.opinions import actions, queries
from dialogue.opinions.models import Field, Opinion
from dialogue.plans.models import Meeting
from tests.opinions.conftest import REAL

Make = Callable[..., Opinion]


@pytest.fixture
def real(meeting: Meeting, account: Callable[[str], Account]) -> list[Opinion]:
    """Real opinions, each sent by a group leader."""
    found = []
    with unit_of_work():
        for number, line in enumerate(REAL.read_text().splitlines()):
            found.append(
                actions.submit(
                    actor=account(f"to{number % 8 + 1}"),
                    client_key=f"real {number:04d}",
                    meeting=meeting,
                    content=actions.Content(words=json.loads(line)["text"]),
                )
            )
    assert len(found) >= 60
    return found


def _said_again(words: str) -> str:
    """As another person types it on a phone: no marks, the middle of it, other words around."""
    middle = fold(words).split()
    cut = middle[len(middle) // 5 : max(len(middle) * 3 // 5, len(middle) // 5 + 8)]
    return "bà con chúng tôi nhắc lại: " + " ".join(re.findall(r"\w+", " ".join(cut)))


def test_a_repetition_finds_the_first_one(
    real: list[Opinion], draft: Make, account: Callable[[str], Account]
) -> None:
    office = account("vanphong")
    first = among_five = 0
    with unit_of_work():
        again = [
            (one, actions.send(draft(_said_again(one.words)), actor=account("to3")))
            for one in real[::2]
        ]
    for one, other in again:
        ids = [s.id for s in queries.similar(office, other)]
        first += ids[:1] == [one.id]
        among_five += one.id in ids[:5]
    assert first >= len(again) * 0.9, (first, len(again))
    assert among_five >= len(again) * 0.95, (among_five, len(again))


def test_place_and_field_decide_the_order(
    sent: Make, account: Callable[[str], Account], field: Callable[[str], Field]
) -> None:
    lamp = field("chieu_sang").id
    elsewhere = sent("Đèn đường hỏng, tối om mấy tháng nay", place="đường Trần Phú", field_id=lamp)
    here = sent("Đèn tối om cả tuần nay", place="kiệt 5 đường Lê Lợi", field_id=lamp)
    sent("Rác không ai thu gom", place="đường Lê Lợi")
    new = sent("Đèn đường không sáng, đi lại tối om", place="kiệt 5 đường Lê Lợi", field_id=lamp)
    found = queries.similar(account("vanphong"), new)
    assert [s.id for s in found][:2] == [here.id, elsewhere.id]
    assert "cùng kiệt, hẻm hoặc số nhà" in found[0].why
    assert "cùng đường, cùng nơi" not in found[1].why
    assert "cùng lĩnh vực" in found[1].why


def test_only_what_the_reader_may_see(sent: Make, account: Callable[[str], Account]) -> None:
    sent("Đèn đường kiệt 5 không sáng", by="to4")
    own = sent("Đèn đường kiệt 5 không sáng nữa")
    assert len(queries.similar(account("vanphong"), own)) == 1
    assert queries.similar(account("to3"), own) == []
