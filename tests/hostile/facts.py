"""Who is who and what is whose, read from the tables alone: not by the application's queries."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EVERYTHING = {"chair", "vice_chair", "office"}
SENDERS = {"front", "youth_union", "group_leader", "department", "office"}
ON_AGENDA = {"selected", "concluded"}


@dataclass(frozen=True)
class Who:
    """An account as the rules of the ward see it."""

    username: str
    id: int
    unit_id: int
    roles: frozenset[str]

    def has(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def takes_part(self) -> bool:
        return bool(self.roles - {"admin"})

    @property
    def sees_everything(self) -> bool:
        return not self.roles.isdisjoint(EVERYTHING)

    @property
    def sends(self) -> bool:
        return not self.roles.isdisjoint(SENDERS)


class Facts:
    """Rows by id."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.connection.row_factory = sqlite3.Row

    def rows(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        return self.connection.execute(sql, values).fetchall()

    def row(self, table: str, number: int) -> sqlite3.Row | None:
        found = self.rows(f"select * from {table} where id = ?", number)
        return found[0] if found else None

    def units(self, sql: str, *values: Any) -> set[int]:
        return {row[0] for row in self.rows(sql, *values)}

    def who(self, username: str) -> Who:
        (row,) = self.rows("select * from account where username = ?", username)
        roles = self.rows("select role from role_grant where account_id = ?", row["id"])
        return Who(username, row["id"], row["unit_id"], frozenset(r["role"] for r in roles))

    def holds(self, who: Who, meeting_id: int, *duties: str) -> bool:
        """Whether ``who`` holds one of ``duties`` at that meeting now."""
        held = self.rows(
            "select duty from meeting_duty where meeting_id = ? and account_id = ?"
            " and until is null",
            meeting_id,
            who.id,
        )
        return not {row["duty"] for row in held}.isdisjoint(duties)

    def presides(self, who: Who, meeting_id: int) -> bool:
        delegated = self.rows(
            "select account_id from meeting_duty where meeting_id = ? and duty = 'presider'"
            " and until is null",
            meeting_id,
        )
        return delegated[0]["account_id"] == who.id if delegated else who.has("chair")

    def units_given(self, opinion_id: int) -> set[int]:
        """Units that prepare or lead or support the answer to that opinion."""
        return self.units(
            "select lead_unit_id from preparation where opinion_id = :id"
            " union select s.unit_id from preparation_support s join preparation p"
            "   on p.id = s.preparation_id where p.opinion_id = :id"
            " union select a.lead_unit_id from assignment a join conclusion c"
            "   on c.id = a.conclusion_id where c.opinion_id = :id"
            " union select s.unit_id from conclusion_support s join conclusion c"
            "   on c.id = s.conclusion_id join assignment a on a.conclusion_id = c.id"
            "   where c.opinion_id = :id".replace(":id", str(int(opinion_id)))
        )

    def units_on(self, assignment_id: int) -> set[int]:
        """Lead and supporting units of an assignment."""
        return self.units(
            "select lead_unit_id from assignment where id = ?1 union select s.unit_id"
            " from conclusion_support s join assignment a on a.conclusion_id = s.conclusion_id"
            " where a.id = ?1",
            assignment_id,
        )

    def units_that_sent(self, assignment_id: int) -> set[int]:
        """Of the opinion behind an assignment and of those merged into it."""
        return self.units(
            "select o.unit_id from opinion o join conclusion c"
            " on c.opinion_id in (o.id, o.merged_into_id) join assignment a"
            " on a.conclusion_id = c.id where a.id = ?",
            assignment_id,
        )

    def sees_opinion(self, who: Who, number: int) -> bool:
        row = self.row("opinion", number)
        if row is None or not who.takes_part:
            return False
        if who.sends and row["unit_id"] == who.unit_id:
            return True
        if row["state"] == "draft":
            return False
        given = self.units_given(number)
        if row["merged_into_id"]:
            given |= self.units_given(row["merged_into_id"])
        if who.sees_everything or who.unit_id in given:
            return True
        duties = ("presider", "secretary", "desk")
        return row["state"] in ON_AGENDA and self.holds(who, row["meeting_id"], *duties)

    def sees_assignment(self, who: Who, number: int) -> bool:
        if who.sees_everything:
            return self.row("assignment", number) is not None
        return who.takes_part and who.unit_id in self.units_on(number)

    def sees_reply(self, who: Who, number: int) -> bool:
        row = self.row("reply", number)
        if row is None:
            return False
        issued = row["state"] == "issued" and who.takes_part
        sent = issued and who.unit_id in self.units_that_sent(row["assignment_id"])
        return sent or self.sees_assignment(who, row["assignment_id"])

    def sees_notice(self, who: Who, number: int) -> bool:
        row = self.row("conclusion_notice", number)
        if row is None or not who.takes_part:
            return False
        if who.sees_everything or row["state"] == "issued":
            return True
        return self.holds(who, row["meeting_id"], "presider", "secretary")

    def meeting_of(self, table: str, number: int) -> int:
        row = self.row(table, number)
        return row["meeting_id"] if row else 0
