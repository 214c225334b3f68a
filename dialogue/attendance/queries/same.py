"""One person in two lists of a meeting: shown as such, counted once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from dialogue.accounts.models import Account, Unit
from dialogue.accounts.permissions import sees_everything
from dialogue.attendance.models import GUESTS, Delegate, DelegateList
from dialogue.attendance.parsing import Person
from dialogue.extensions import db
from dialogue.plans.models import Meeting


@dataclass(frozen=True)
class Named:
    """A delegate as far as telling people apart needs."""

    id: int
    list_id: int
    unit_id: int | None
    is_sent: bool
    state: str
    number: int | None
    person: Person


@dataclass
class Twins:
    """``others``: delegate id → the other rows of the same meeting that are surely the same
    person. ``doubled``: how many rows are one too many in each list and in all."""

    named: list[Named] = field(default_factory=list)
    others: dict[int, list[Named]] = field(default_factory=dict)

    def people(self, within: Collection[int] | None = None) -> int:
        """How many people there are, each counted once; ``within``: on the lists of those ids."""
        counted: set[int] = set()
        people = 0
        for one in self.named:
            if within is not None and one.list_id not in within:
                continue
            if one.id not in counted:
                people += 1
            counted.add(one.id)
            counted.update(other.id for other in self.others.get(one.id, ()))
        return people

    def first_invited(self, delegate_id: int) -> Named | None:
        """Another row of the same person that has its invitation already."""
        return next((o for o in self.others.get(delegate_id, ()) if o.number is not None), None)


def as_person(delegate: Delegate) -> Person:
    """What is known of ``delegate``, to compare with another."""
    return Person(
        delegate.full_name, delegate.birth_year, delegate.phone, delegate.post, delegate.body
    )


def named_of(meeting: Meeting) -> list[Named]:
    """Everyone on any list of ``meeting``, in the order in which they were named."""
    query = (
        select(
            Delegate.id, Delegate.list_id, DelegateList.unit_id, DelegateList.state,
            Delegate.state, Delegate.number, Delegate.full_name, Delegate.birth_year,
            Delegate.phone,
        )
        .join(Delegate.roll)
        .where(Delegate.meeting_id == meeting.id, Delegate.state != "removed")
        .order_by(Delegate.id)
    )  # fmt: skip
    return [
        Named(id_, list_id, unit_id, sent == "sent", state, number, Person(name, year, phone))
        for id_, list_id, unit_id, sent, state, number, name, year, phone in db.session.execute(
            query
        )
    ]


def twins_of(meeting: Meeting) -> Twins:
    """Who stands in ``meeting``'s lists more than once."""
    named = named_of(meeting)
    return Twins(named, _same(named))


def _same(named: Sequence[Named]) -> dict[int, list[Named]]:
    by_name: dict[str, list[Named]] = {}
    for one in named:
        by_name.setdefault(one.person.key, []).append(one)
    found: dict[int, list[Named]] = {}
    for group in by_name.values():
        for cluster in _clusters(group):
            for one in cluster:
                found[one.id] = [other for other in cluster if other.id != one.id]
    return found


def _clusters(group: list[Named]) -> list[list[Named]]:
    """Of people with one name, those that are surely one; a chain by phone and year holds."""
    clusters: list[list[Named]] = []
    for one in group:
        linked = [c for c in clusters if any(one.person.is_surely(o.person) for o in c)]
        merged = [one]
        for cluster in linked:
            # A year that speaks against any of them keeps them apart.
            if all(a.person.may_be(b.person) for a in merged for b in cluster):
                merged = [*cluster, *merged]
                clusters.remove(cluster)
        clusters.append(merged)
    return [cluster for cluster in clusters if len(cluster) > 1]


@dataclass(frozen=True)
class Doubled:
    """One person with the lists that name him."""

    full_name: str
    lists: list[str]


def doubled(twins: Twins, lines: Sequence[Any]) -> list[Doubled]:
    """Who stands in two or more of the lists of ``lines`` (those that the reader may see)."""
    names = {line.roll.unit_id: line.roll.short_name for line in lines}
    found: list[Doubled] = []
    told: set[int] = set()
    for one in twins.named:
        others = [o for o in twins.others.get(one.id, ()) if o.unit_id in names]
        if one.unit_id not in names or not others or one.id in told:
            continue
        told.update((one.id, *(other.id for other in others)))
        lists = list(dict.fromkeys(names.get(o.unit_id, "") for o in (one, *others)))
        found.append(Doubled(one.person.full_name, lists))
    return found


def notes_of(
    user: Account, roll: DelegateList, people: Sequence[Delegate], twins: Twins
) -> dict[int, str]:
    """Delegate id → that this person is on another list, too.

    Which list, only for who sees every list; a unit learns nothing of what another has not sent.
    """
    everything = sees_everything(user)
    others = {
        one.id: [o for o in twins.others.get(one.id, ()) if everything or o.is_sent]
        for one in people
    }
    names = _names({o.unit_id for each in others.values() for o in each}) if everything else {}
    found = {}
    for delegate_id, each in others.items():
        where = ", ".join(dict.fromkeys(names.get(o.unit_id, GUESTS) for o in each))
        if each:
            where = where if everything else "đơn vị khác"
            found[delegate_id] = f"Cũng có trong danh sách của {where}: tính là một người."
    return found


def _names(ids: set[int | None]) -> dict[int | None, str]:
    return {
        unit.id: unit.short_name
        for unit in db.session.scalars(select(Unit).where(Unit.id.in_(ids - {None})))
    }
