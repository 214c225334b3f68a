"""The suggestions on real opinions, each left out once: a floor under what was measured."""

from __future__ import annotations

from flask import Flask

from bench import triage
from dialogue.accounts.models import Account
from tests.opinions.conftest import REAL


def test_what_is_suggested_is_mostly_right(app: Flask, account: object) -> None:
    assert REAL == triage.REAL
    office: Account = account("vanphong")  # type: ignore[operator]
    figures = triage.leave_one_out(office, triage.load(office))
    assert figures["opinions"] >= 60
    assert figures["field"]["coverage"] >= 0.25, figures
    assert figures["field"]["precision"] >= 0.75, figures
