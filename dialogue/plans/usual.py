"""What a meeting has until its office changes it: the programme of II.4.2, house rules."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from dialogue.plans.models import ProgrammeItem

SOURCE = Path(__file__).parent / "data" / "plan_2024.toml"


@cache
def _text() -> str:
    return SOURCE.read_text(encoding="utf-8")


def plan_text() -> dict[str, Any]:
    """The plan of 2024 as data; each call gives its own copy."""
    return tomllib.loads(_text())


def usual_programme() -> list[ProgrammeItem]:
    """The lines of II.4.2, not yet of any meeting."""
    return [
        ProgrammeItem(
            position=position, minutes=line["minutes"], title=line["title"], owner=line["owner"]
        )
        for position, line in enumerate(plan_text()["programme"])
    ]


def usual_house_rules() -> list[str]:
    """One line each."""
    return list(plan_text()["house_rules"])
