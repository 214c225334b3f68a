"""7 days, 4 weeks, 12 months."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dialogue.care.keeping import to_keep

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
moments = st.integers(0, 50_000).map(lambda hours: NOON - timedelta(hours=hours))


def test_a_backup_every_night_for_two_years() -> None:
    made = [NOON - timedelta(days=n) for n in range(730)]
    kept = sorted(to_keep(made), reverse=True)
    assert kept[:7] == made[:7]
    # The last three weeks before this one end on Sunday; this week's is the newest itself.
    assert [m.date().isoformat() for m in kept[7:9]] == ["2026-11-08", "2026-11-01"]
    assert kept[-1].date().isoformat() == "2025-12-31"
    assert len({(m.year, m.month) for m in kept}) == 12
    assert len(kept) == 7 + 2 + 11


def test_several_a_day_leave_the_last() -> None:
    made = [NOON - timedelta(hours=n) for n in range(10)]
    assert to_keep(made) == {NOON}


def test_a_server_that_stood_still_keeps_what_it_had() -> None:
    made = [NOON - timedelta(days=400 * n) for n in range(1, 5)]
    assert to_keep(made) == set(made)


@given(st.lists(moments, max_size=60))
def test_the_newest_stays_and_no_more_than_the_rule(made: list[datetime]) -> None:
    kept = to_keep(made)
    assert kept <= set(made)
    assert len(kept) <= 7 + 4 + 12
    if made:
        assert max(made) in kept
        assert to_keep(kept) == kept
