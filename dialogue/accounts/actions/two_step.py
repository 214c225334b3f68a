"""The second step of signing in: set up, used, put away."""

from __future__ import annotations

from sqlalchemy import delete, update

from dialogue.accounts import passwords, two_step
from dialogue.accounts.actions.devices import end_all
from dialogue.accounts.actions.signing import failed, refuse_while_waiting, signed_in
from dialogue.accounts.models import Account, SpareCode
from dialogue.accounts.signals import record
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.unit_of_work import unit_of_work
from dialogue.extensions import db

WRONG = "Mã chưa đúng hoặc đã hết hạn. Xin xem mã mới trên điện thoại rồi gõ lại."


def turn_on(account: Account, *, secret: str, code: str) -> list[str]:
    """Ask for a code at each sign-in from now on; the spare codes, shown this once.

    Every other device is signed out. Raises ``NotAllowed`` for a role that does not use it,
    ``Conflict`` where it is on already, ``InvalidInput`` for a code that does not fit.
    """
    if not two_step.may_use(account):
        raise NotAllowed
    step = two_step.step_of(secret, code, clock.now())
    if step is None:
        raise InvalidInput(WRONG, field="code")
    spare = two_step.spare_codes()
    with unit_of_work() as session:
        if account.totp_secret is not None:
            raise Conflict("Đăng nhập hai bước đã bật từ trước.")
        account.totp_secret, account.totp_step = secret, step
        session.add_all(
            SpareCode(account_id=account.id, digest=two_step.spare_digest(one)) for one in spare
        )
        end_all(account)
        record(account, account, "two_step_on", "Bật đăng nhập hai bước")
    return spare


def turn_off(account: Account, *, password: str) -> None:
    """Ask for the password only again. Raises ``InvalidInput`` beside a wrong ``password``."""
    if not passwords.verify_password(account.password_hash, password):
        raise InvalidInput("Mật khẩu chưa đúng.", field="password")
    with unit_of_work():
        _put_away(account)
        record(account, account, "two_step_off", "Tắt đăng nhập hai bước")


def take_off(account: Account, *, actor: Account) -> None:
    """The administrator does it for who lost his phone. Not for himself (``InvalidInput``)."""
    if not actor.has("admin"):
        raise NotAllowed
    if actor.id == account.id:
        raise InvalidInput("Của mình thì tắt ở trang “Tài khoản của tôi”, có ghi mật khẩu.")
    with unit_of_work():
        if account.totp_secret is None:
            raise Conflict("Tài khoản này không bật đăng nhập hai bước.")
        _put_away(account)
        end_all(account)
        record(actor, account, "two_step_off", "Tắt đăng nhập hai bước cho người mất điện thoại")


def confirm(account: Account, code: str, *, address: str) -> None:
    """The second step: a code of the phone, or a spare one, each once.

    Raises ``InvalidInput``; wrong codes count as wrong passwords do.
    """
    refuse_while_waiting(account.username, field="code")
    with unit_of_work() as session:
        secret = account.totp_secret
        if secret is None:
            raise Conflict("Tài khoản này không còn bật đăng nhập hai bước. Xin đăng nhập lại.")
        step = two_step.step_of(secret, code, clock.now(), after=account.totp_step)
        if step is not None:
            account.totp_step = step
            fits = True
        else:
            used = session.execute(
                update(SpareCode)
                .where(
                    SpareCode.account_id == account.id,
                    SpareCode.digest == two_step.spare_digest(code),
                    SpareCode.used_at.is_(None),
                )
                .values(used_at=clock.now())
            )
            fits = used.rowcount == 1  # type: ignore[attr-defined]
            if fits:
                record(account, account, "spare_code", "Đăng nhập bằng một mã dự phòng")
        if fits:
            signed_in(account)
        else:
            failed(account.username, address)
    if not fits:
        refuse_while_waiting(account.username, field="code")
        raise InvalidInput(WRONG, field="code")


def _put_away(account: Account) -> None:
    """Within the caller's act."""
    account.totp_secret = account.totp_step = None
    db.session.execute(delete(SpareCode).where(SpareCode.account_id == account.id))
