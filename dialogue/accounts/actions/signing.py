"""Signing in, one's own password, ending one's sessions."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select

from dialogue.accounts import passwords
from dialogue.accounts.actions.devices import end_all
from dialogue.accounts.models import Account, SignInFailure
from dialogue.accounts.queries import find_login, login_key
from dialogue.accounts.signals import record
from dialogue.core import clock
from dialogue.core.errors import InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db

FREE_TRIES = 5
WINDOW = timedelta(hours=1)
LONGEST_WAIT = timedelta(minutes=15)
KEPT = timedelta(days=1)
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."


def sign_in(login: str, password: str, *, address: str) -> Account:
    """The account of ``login`` (user name or phone number) when ``password`` fits.

    Where it has a second step, it is not signed in before ``confirm``.

    Raises ``InvalidInput`` that does not tell which half was wrong, or for how long one must
    wait after too many failures at this account.
    """
    key = login_key(login)
    account = find_login(key)
    if account is not None:
        key = account.username  # by name or by phone: the tries count together
    refuse_while_waiting(key)
    fits = passwords.verify_password(
        account.password_hash if account else passwords.dummy_hash(), password
    )
    if account is None or not fits or not account.active:
        failed(key, address)
        refuse_while_waiting(key)
        raise InvalidInput(WRONG, field="password")
    with unit_of_work():
        if account.totp_secret is None:
            signed_in(account)
        if passwords.needs_rehash(account.password_hash):
            account.password_hash = passwords.hash_password(password)
    return account


def failed(key: str, address: str) -> None:
    """Count one more failure at the account ``key``; those of yesterday are forgotten."""
    with unit_of_work() as session:
        session.execute(delete(SignInFailure).where(SignInFailure.at < clock.now() - KEPT))
        session.add(SignInFailure(login=key[:60], address=address[:60], at=clock.now()))


def signed_in(account: Account) -> None:
    """The person is who he says: his failures are forgotten."""
    with unit_of_work() as session:
        session.execute(delete(SignInFailure).where(SignInFailure.login == account.username))
        account.last_seen_at = clock.now()


def refuse_while_waiting(key: str, *, field: str = "password") -> None:
    """Raise ``InvalidInput`` with the minutes left, after too many failures at ``key``."""
    since = clock.now() - WINDOW
    count, last = db.session.execute(
        select(func.count(), func.max(SignInFailure.at)).where(
            SignInFailure.login == key, SignInFailure.at >= since
        )
    ).one()
    if count < FREE_TRIES or last is None:
        return
    wait = min(timedelta(seconds=30) * 2 ** (count - FREE_TRIES), LONGEST_WAIT)
    left = last + wait - clock.now()
    if left > timedelta():
        minutes = int(left.total_seconds() // 60) + 1
        raise InvalidInput(
            f"Đã nhập sai nhiều lần. Xin thử lại sau {minutes} phút, "
            "hoặc nhờ người quản trị đặt lại mật khẩu.",
            field=field,
        )


def change_password(account: Account, *, current: str, new: str) -> None:
    """Give ``account`` a new password; every other session of it ends.

    Raises ``InvalidInput`` beside ``current`` or ``new``.
    """
    if not passwords.verify_password(account.password_hash, current):
        raise InvalidInput("Mật khẩu hiện tại chưa đúng.", field="current")
    problem = passwords.weakness(new, account.username, account.full_name)
    if problem is None and passwords.verify_password(account.password_hash, new):
        problem = "Mật khẩu mới phải khác mật khẩu hiện tại."
    if problem is not None:
        raise InvalidInput(problem, field="new")
    hashed = passwords.hash_password(new)
    with unit_of_work():
        account.password_hash = hashed
        account.must_change_password = False
        end_all(account)
        record(account, account, "change_password", "Đổi mật khẩu")


def end_sessions(account: Account, *, actor: Account) -> None:
    """Sign ``account`` out everywhere: one's own, or the administrator another's."""
    if actor.id != account.id and not actor.has("admin"):
        raise NotAllowed
    with unit_of_work():
        end_all(account)
        record(actor, account, "end_sessions", "Đăng xuất khỏi mọi thiết bị")
