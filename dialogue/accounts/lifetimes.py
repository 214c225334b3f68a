"""How long one stays signed in, by kind of device (ASVS 5.0, 7.3.1 and 7.3.2)."""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogue.accounts.models import SignIn

# A shared machine: longer than the longest meeting, shorter than two working days.
SHARED_IDLE, SHARED_LONGEST = timedelta(hours=4), timedelta(hours=12)
# A leader's own phone, which he opens once a month.
OWN_IDLE, OWN_LONGEST = timedelta(days=30), timedelta(days=90)
SEEN_EVERY = timedelta(minutes=5)
KEPT_AFTER_END = timedelta(days=90)


def ends_at(found: SignIn) -> datetime:
    """When ``found`` ends by itself unless it is used before."""
    idle, longest = (OWN_IDLE, OWN_LONGEST) if found.kept else (SHARED_IDLE, SHARED_LONGEST)
    return min(found.seen_at + idle, found.started_at + longest)


def holds(found: SignIn, now: datetime) -> bool:
    """Whether one is still signed in there."""
    return found.ended_at is None and now < ends_at(found)


def device_of(agent: str) -> str:
    """``Chrome, Windows`` of a browser's own description; "" where it says nothing known."""
    browsers = {"coc_coc": "Cốc Cốc", "Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung",
                "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}  # fmt: skip
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows",
               "Mac OS": "Mac", "Linux": "Linux"}  # fmt: skip
    parts = (
        next((words for sign, words in known.items() if sign in agent), "")
        for known in (browsers, systems)
    )
    return ", ".join(part for part in parts if part)
