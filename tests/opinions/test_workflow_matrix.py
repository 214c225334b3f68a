"""Every role × state × verb, and other units' people among them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dialogue.accounts.models import Account, Unit
from dialogue.opinions import actions
from dialogue.opinions.models import Opinion
from dialogue.opinions.workflow import OPINION, PREPARATION

# The sender (tổ 3), another group, the office, leaders, and everyone with another role.
PEOPLE = (
    "to3", "to4", "vanphong", "chutich", "phochutich", "matran", "doan", "diachinh", "quantri",
)  # fmt: skip
SENDER = {"save", "discard", "send", "resend", "withdraw"}
OFFICE = {
    "classify", "reclassify", "unclassify", "return", "take_back", "take_back_classified",
    "refuse", "refer", "restore", "restore_classified", "merge", "unmerge", "select", "unselect",
    "gather",
    "reorder", "ask_preparation", "cancel_preparation", "conclude", "reopen",
    "take_up", "split", "unsplit", "unsplit_classified", "drop_part",
}  # fmt: skip
PRESIDER = {"conclude", "reopen", "take_up", "gather"}
# What the state alone allows for one that is neither merged nor stands for others.
BY_STATE = {
    "draft": {"save", "discard", "send"},
    "sent": {
        "withdraw", "classify", "return", "refuse", "refer", "merge", "take_up", "split",
    },
    "returned": {"resend", "withdraw", "take_back", "merge"},
    "classified": {
        "reclassify", "unclassify", "return", "refuse", "refer", "merge", "select",
        "ask_preparation", "take_up", "split",
    },
    "selected": {
        "reclassify", "merge", "gather", "unselect", "reorder", "ask_preparation", "conclude",
    },
    "concluded": {"reopen"},
    "refused": {"restore"},
    "referred": {"restore"},
    "withdrawn": set(),
    "split": {"unsplit"},
}  # fmt: skip
WHO = {"to3": SENDER, "vanphong": OFFICE, "chutich": PRESIDER}


def test_the_table_is_covered() -> None:
    assert set(BY_STATE) == set(OPINION.states)
    assert {row.verb for row in OPINION.rows} == SENDER | OFFICE


@pytest.mark.parametrize("state", BY_STATE)
def test_every_role_and_verb_in_this_state(
    state: str, in_state: Callable[..., Opinion], account: Callable[[str], Account]
) -> None:
    opinion = in_state(state)
    for username in PEOPLE:
        user = account(username)
        expected = BY_STATE[state] & WHO.get(username, set())
        allowed = {row.verb for row in OPINION.available(user, opinion)}
        assert allowed == expected, (username, state)


def test_a_merged_one_can_only_be_split_off(
    in_state: Callable[..., Opinion], account: Callable[[str], Account]
) -> None:
    office = account("vanphong")
    root = in_state("classified")
    for state in ("sent", "returned", "classified", "selected"):
        opinion = in_state(state)
        actions.merge(opinion, root, actor=office)
        assert {row.verb for row in OPINION.available(office, opinion)} == {"unmerge"}
        assert OPINION.available(account("to3"), opinion) == []


def test_one_that_stands_for_others_is_not_refused_or_split(
    in_state: Callable[..., Opinion], account: Callable[[str], Account]
) -> None:
    office = account("vanphong")
    root = in_state("classified")
    actions.merge(in_state("sent"), root, actor=office)
    verbs = {row.verb for row in OPINION.available(office, root)}
    assert verbs == BY_STATE["classified"] - {"refuse", "refer", "split"}


def test_what_was_classified_goes_back_to_classified(
    in_state: Callable[..., Opinion], account: Callable[[str], Account]
) -> None:
    office = account("vanphong")
    for act, undo, verb in (
        (actions.refuse, actions.restore, "restore_classified"),
        (actions.refer, actions.restore, "restore_classified"),
    ):
        opinion = in_state("classified")
        act(opinion, reason="Nhầm", actor=office)
        assert [row.verb for row in OPINION.available(office, opinion)] == [verb]
        undo(opinion, actor=office)
        assert opinion.state == "classified"
    opinion = in_state("classified")
    actions.return_for_clarification(opinion, question="Ở đâu?", actor=office)
    assert OPINION.can(office, opinion, "take_back_classified")
    actions.take_back(opinion, actor=office)
    assert opinion.state == "classified"


@pytest.mark.parametrize("written", [False, True])
@pytest.mark.parametrize("state", ["classified", "selected", "concluded"])
def test_only_the_lead_unit_writes_the_answer(
    state: str,
    written: bool,
    in_state: Callable[..., Opinion],
    account: Callable[[str], Account],
    unit: Callable[[str], Unit],
) -> None:
    opinion = in_state("classified" if state == "classified" else "selected")
    preparation = actions.ask_preparation(
        opinion,
        lead_unit=unit("dia-chinh"),
        supporting=[unit("tai-chinh")],
        actor=account("vanphong"),
    )
    if written:
        actions.write_preparation(preparation, answer="Sẽ nạo vét", actor=account("diachinh"))
    if state == "concluded":
        actions.conclude(opinion, actor=account("chutich"))
    for username in (*PEOPLE, "taichinh"):
        verbs = {row.verb for row in PREPARATION.available(account(username), preparation)}
        expected = set()
        if state != "concluded" and username == "diachinh":
            expected = {"rewrite" if written else "write"}
        elif state != "concluded" and username in ("vanphong", "chutich", "phochutich"):
            expected = {"ask_more"} if written else set()
        assert verbs == expected, username


def test_a_part_of_a_letter_goes_its_own_way(
    in_state: Callable[..., Opinion], account: Callable[[str], Account]
) -> None:
    office, letter = account("vanphong"), in_state("sent")
    part, _other = actions.split(
        letter, [actions.Part("Cống nghẹt"), actions.Part("Đèn hỏng")], actor=office
    )
    verbs = {row.verb for row in OPINION.available(office, part)}
    assert verbs == BY_STATE["sent"] - {"withdraw", "split"} | {"drop_part"}
    assert OPINION.can(account("to3"), part, "withdraw")
    assert OPINION.available(account("to3"), letter) == []
    actions.refuse(part, reason="Xúc phạm", actor=office)
    assert OPINION.available(office, letter) == []


def test_a_classified_letter_goes_back_to_classified(
    in_state: Callable[..., Opinion], account: Callable[[str], Account]
) -> None:
    office, letter = account("vanphong"), in_state("classified")
    actions.split(letter, [actions.Part("Cống"), actions.Part("Đèn")], actor=office)
    assert [row.verb for row in OPINION.available(office, letter)] == ["unsplit_classified"]
    actions.unsplit(letter, actor=office)
    assert letter.state == "classified"
