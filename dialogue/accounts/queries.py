"""Reads of the ward, its units and accounts."""

from __future__ import annotations

import hashlib
from datetime import date

import phonenumbers
from sqlalchemy import func, or_, select

from dialogue.accounts.lifetimes import holds
from dialogue.accounts.models import Account, FormerWard, RoleGrant, SignIn, SpareCode, Unit, Ward
from dialogue.core import clock
from dialogue.core.text import clean_line, fold
from dialogue.extensions import db


def ward() -> Ward | None:
    """The ward, or None before it is set up."""
    return db.session.get(Ward, 1)


def ward_on(day: date | None = None) -> Ward | FormerWard | None:
    """The ward as it was called on ``day`` (default: today); None before it is set up."""
    if day is not None:
        former = db.session.scalar(
            select(FormerWard)
            .where(FormerWard.valid_to >= day)
            .order_by(FormerWard.valid_to)
            .limit(1)
        )
        if former is not None:
            return former
    return ward()


def former_wards() -> list[FormerWard]:
    """The names before today's, newest first."""
    return list(db.session.scalars(select(FormerWard).order_by(FormerWard.valid_to.desc())))


def units(*kinds: str) -> list[Unit]:
    """The units valid today, of ``kinds`` (all when none is given), in the ward's order."""
    query = select(Unit).order_by(Unit.position, Unit.id)
    if kinds:
        query = query.where(Unit.kind.in_(kinds))
    today = clock.today()
    return [u for u in db.session.scalars(query) if u.is_valid(today)]


def accounts_with_role(*roles: str) -> list[Account]:
    """The active accounts that hold one of ``roles`` today, by given name."""
    query = (
        select(Account)
        .join(RoleGrant)
        .where(RoleGrant.role.in_(roles), Account.active)
        .order_by(Account.name_key)
        .distinct()
    )
    return [a for a in db.session.scalars(query).unique() if a.has(*roles)]


def phone_number(typed: str) -> str | None:
    """``typed`` as +84…, or None when it is no Vietnamese phone number."""
    try:
        number = phonenumbers.parse(typed, "VN")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def login_key(login: str) -> str:
    """What a person typed to sign in, in one form: a phone number or a lower-case name."""
    login = clean_line(login).lower()
    return phone_number(login) or login


def find_login(key: str) -> Account | None:
    """The account with that user name or phone number."""
    return db.session.scalar(
        select(Account).where(or_(Account.username == key, Account.phone == key))
    )


def search(words: str = "", *, with_inactive: bool = True) -> list[Account]:
    """Accounts whose name, user name, post or unit holds ``words`` (folded), by given name."""
    query = select(Account).order_by(Account.name_key)
    if not with_inactive:
        query = query.where(Account.active)
    wanted = fold(words)
    return [
        one
        for one in db.session.scalars(query).unique()
        if wanted in fold(f"{one.full_name} {one.username} {one.title} {one.unit.name}")
    ]


def get_account(account_id: int) -> Account | None:
    return db.session.get(Account, account_id)


def get_unit(unit_id: int) -> Unit | None:
    return db.session.get(Unit, unit_id)


def all_units() -> list[Unit]:
    """Every unit, ended ones too, in the ward's order."""
    return list(db.session.scalars(select(Unit).order_by(Unit.position, Unit.id)))


def first_accounts() -> list[Account]:
    """The active accounts in the order in which they were made."""
    query = select(Account).where(Account.active).order_by(Account.id)
    return list(db.session.scalars(query).unique())


def digest(token: str) -> str:
    """What the table of sign-ins keeps of a browser's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in_of(account_id: int, token: object) -> SignIn | None:
    """The sign-in of that token; None where it is over, another's, or no token at all."""
    if not isinstance(token, str) or not token:
        return None
    found = db.session.scalar(select(SignIn).where(SignIn.digest == digest(token)))
    if found is None or found.account_id != account_id or not holds(found, clock.now()):
        return None
    return found


def spare_codes_left(account: Account) -> int:
    """How many of the codes written down can still be used."""
    query = select(func.count()).where(
        SpareCode.account_id == account.id, SpareCode.used_at.is_(None)
    )
    return db.session.scalar(query) or 0


def sign_ins_of(account: Account) -> list[SignIn]:
    """Where ``account`` is signed in now, the latest used first."""
    query = (
        select(SignIn)
        .where(SignIn.account_id == account.id, SignIn.ended_at.is_(None))
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    now = clock.now()
    return [one for one in db.session.scalars(query) if holds(one, now)]
