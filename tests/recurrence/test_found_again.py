"""Real opinions said again by hand: found among all, and rightly called the same."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

from flask import Flask

from bench import recurrence, triage
from dialogue.accounts.models import Account


def test_the_lines_are_enough_and_their_own() -> None:
    lines = tomllib.loads(recurrence.LINES.read_text(encoding="utf-8"))
    originals = triage.REAL.read_text(encoding="utf-8")
    count = len(originals.splitlines())
    assert {line["of"] for line in lines["again"]} == set(range(1, count + 1))
    assert len(lines["again"]) >= 60
    assert len(lines["other"]) >= 60
    for kind in ("elsewhere", "matter"):
        assert sum(line["why"] == kind for line in lines["other"]) >= 30
    for line in [*lines["again"], *lines["other"]]:
        assert line["words"] not in originals


def test_what_is_said_again_is_found_in_both_halves(
    app: Flask, account: Callable[[str], Account]
) -> None:
    office = account("vanphong")
    figures = recurrence.rates(office, triage.load(office))
    for half in ("tuned", "held_back"):
        found = figures[half]
        assert found["recall_at_5"] >= 0.98, figures
        assert found["recall_at_1"] >= 0.95, figures
        assert found["precision_of_likely"] >= 0.75, figures
        assert found["likely_among_paraphrases"] >= 0.85, figures
