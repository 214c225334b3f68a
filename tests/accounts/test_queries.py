"""The lists cost the same at 1, 3 and 50 rows more."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from dialogue.accounts import actions
from dialogue.accounts.models import Unit
from dialogue.core.unit_of_work import unit_of_work


def test_the_lists_cost_the_same(
    client_as: Callable[[str], FlaskClient],
    unit: Callable[[str], Unit],
    count_queries: Callable[[], object],
) -> None:
    costs: dict[str, set[int]] = {"/accounts": set(), "/units": set()}
    made = 0
    for rows in (1, 3, 50):
        with unit_of_work():
            while made < rows:
                made += 1
                extra = actions.create_unit(
                    name=f"Tổ thêm {made}", short_name="", kind="residential_group"
                )
                actions.create_account(
                    username=f"them{made}",
                    full_name=f"Người Thêm {made}",
                    title="",
                    unit=extra,
                    roles=["group_leader"],
                    password="song-tra-hai-ben-7",
                )
        admin = client_as("quantri")
        for path, seen in costs.items():
            admin.get(path)
            with count_queries() as counted:  # type: ignore[attr-defined]
                page = admin.get(path).get_data(as_text=True)
            assert f"Tổ thêm {rows}" in page
            seen.add(len(counted))
    assert {path: len(seen) for path, seen in costs.items()} == {"/accounts": 1, "/units": 1}, costs
