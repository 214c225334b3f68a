"""Signing in, one's own password, ending one's sessions."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, func, select

from dialogue.accounts import passwords
from dialogue.accounts.models import Account, SignInFailure
from dialogue.accounts.queries import find_login, login_key
from dialogue.accounts.signals import record
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db

FREE_TRIES = 5
WINDOW = timedelta(hours=1)
LONGEST_WAIT = timedelta(minutes=15)
KEPT = timedelta(days=1)
WRONG = "Tên đăng nhập hoặc mật khẩu chưa đúng."


def sign_in(login: str, password: str, *, address: str) -> Account:
    """The account of ``login`` (user name or phone number) when ``password`` fits.

    Raises ``InvalidInput`` that does not tell which half was wrong, or for how long one must
    wait after too many failures at this account.
    """
    key = login_key(login)
    account = find_login(key)
    if account is not None:
        key = account.username  # by name or by phone: the tries count together
    _refuse_while_waiting(key)
    fits = passwords.verify_password(
        account.password_hash if account else passwords.dummy_hash(), password
    )
    if account is None or not fits or not account.active:
        with unit_of_work() as session:
            session.execute(delete(SignInFailure).where(SignInFailure.at < clock.now() - KEPT))
            session.add(SignInFailure(login=key[:60], address=address[:60], at=clock.now()))
        _refuse_while_waiting(key)
        raise InvalidInput(WRONG, field="password")
    with unit_of_work() as session:
        session.execute(delete(SignInFailure).where(SignInFailure.login == key))
        account.last_seen_at = clock.now()
        if passwords.needs_rehash(account.password_hash):
            account.password_hash = passwords.hash_password(password)
    return account


def _refuse_while_waiting(key: str) -> None:
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
            field="password",
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
        account.session_epoch += 1
        record(account, account, "change_password", "Đổi mật khẩu")


def end_sessions(account: Account, *, actor: Account) -> None:
    """Sign ``account`` out everywhere."""
    with unit_of_work():
        account.session_epoch += 1
        record(actor, account, "end_sessions", "Đăng xuất khỏi mọi thiết bị")
