"""Whom the lists of a meeting have us invite: each person, each guest, each unit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dialogue.attendance.models import Delegate, DelegateList
from dialogue.attendance.queries import expected, overview, to_invite, twins_of
from dialogue.documents.kinds.invitation import Guest
from dialogue.plans.models import Meeting


@dataclass
class Invitees:
    """The sheets for ``meeting`` by its lists, in the order of the invitations' numbers."""

    meeting: Meeting

    @cached_property
    def _expected(self) -> list[Delegate]:
        return expected(self.meeting)

    @property
    def people(self) -> list[Guest]:
        """Everyone with a number who has not said that he stays away."""
        return [_person(one) for one in self._expected if _is_invited(one)]

    @property
    def guests(self) -> list[Guest]:
        """Of these only the office's guests."""
        return [_person(one) for one in self._expected if _is_invited(one) and one.roll.is_guests]

    @property
    def units(self) -> list[Guest]:
        """Every unit with places or people: how many it sends, by name once its list is sent."""
        named: dict[int, list[str]] = {}
        for one in self._expected:
            named.setdefault(one.list_id, []).append(one.full_name)
        sheets = []
        for line in overview(self.meeting):
            roll = line.roll
            names = named.get(roll.id or 0, [])
            if not roll.is_guests and (names or roll.places):
                sheets.append(_unit(roll, names))
        return sheets

    @property
    def waiting(self) -> int:
        """How many people of the sent lists have no number yet."""
        return len(to_invite(self.meeting, twins_of(self.meeting)))

    def of(self, whom: str) -> list[Guest]:
        """The sheets by that choice of the form; none for names that are only typed."""
        if whom == "typed":
            return []
        return {"people": self.people, "guests": self.guests, "units": self.units}[whom]


def _is_invited(one: Delegate) -> bool:
    return one.number is not None and one.state != "declined"


def _person(one: Delegate) -> Guest:
    unit = "" if one.roll.is_guests else one.roll.name
    said = [f"Ông (bà) {one.full_name}", one.post, one.body, unit]
    return Guest(", ".join(part for part in said if part), ticket=f"{one.number:02d}")


def _unit(roll: DelegateList, names: list[str]) -> Guest:
    count = len(names) or roll.places or 0
    listed = f": {'; '.join(names)}" if names else ""
    return Guest(roll.name, delegates=f"{count:02d} người{listed}")
