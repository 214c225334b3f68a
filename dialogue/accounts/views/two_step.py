"""The second step of signing in: its page, and the question after the password."""

from __future__ import annotations

from typing import Any

from flask import abort, g, render_template, request, session, url_for

from dialogue.accounts import actions, queries, two_step
from dialogue.accounts.forms import CodeForm, SignInForm, TurnOffForm
from dialogue.accounts.models import Account
from dialogue.accounts.permissions import is_admin
from dialogue.accounts.views import bp, carried
from dialogue.accounts.views.signing import go_on, sign_in_page, start_session
from dialogue.core import clock
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.permissions import public, requires
from dialogue.core.qr import qr_of
from dialogue.core.web import actor, go, local_path, say, shows_fresh
from dialogue.extensions import db, limiter

NEW, HALF = "two_step_new", "two_step_half"
HALF_SECONDS = 5 * 60
TOO_LATE = "Đã quá 5 phút từ lúc ghi mật khẩu. Xin đăng nhập lại từ đầu."


@bp.route("/me/two-step", methods=["GET", "POST"])
@requires(two_step.may_use)
def two_step_page() -> Any:
    """Turn it on: a picture for the phone's camera, and a code of the phone as proof."""
    account, form = actor(), CodeForm()
    if account.totp_secret is not None:
        return _off_page(account, TurnOffForm(formdata=None))
    secret = session.setdefault(NEW, two_step.new_secret())
    if form.validate_on_submit():
        try:
            spare = actions.turn_on(account, secret=secret, code=form.code.data or "")
        except InvalidInput as problem:
            form.code.errors = [problem.message]
        else:
            start_session(account, permanent=session.permanent)
            return render_template("accounts/spare_codes.html", spare=spare)
    page = render_template(
        "accounts/two_step.html",
        form=form,
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        qr=qr_of(two_step.address_of(secret, account)),
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/me/two-step/off")
@requires(two_step.may_use)
def two_step_off() -> Any:
    """Ask for the password only again."""
    account, form = actor(), TurnOffForm()
    if form.validate_on_submit():
        try:
            actions.turn_off(account, password=form.password.data or "")
        except InvalidInput as problem:
            form.password.errors = [problem.message]
        else:
            say("Đã tắt đăng nhập hai bước.")
            return go(url_for("accounts.me"))
    return _off_page(account, form), 422


@bp.post("/accounts/<int:account_id>/two-step/off")
@requires(is_admin)
@shows_fresh("accounts.show")
def two_step_take_off(account_id: int) -> Any:
    """For who has lost the phone and the spare codes."""
    account = queries.get_account(account_id) or abort(404)
    actions.take_off(account, actor=actor())
    say(f"Đã tắt đăng nhập hai bước của {account.full_name}.")
    return go(url_for("accounts.show", account_id=account.id))


@bp.post("/sign-in/code")
@public
@limiter.limit("60 per minute; 600 per hour")
def sign_in_code() -> Any:
    """The code after the password; half signed in is signed in nowhere."""
    half, form = _half(), CodeForm()
    target, brought = local_path(request.form.get("next")), carried.through_sign_in()
    account = queries.get_account(half.get("account", 0))
    if account is None or not account.active or half.get("epoch") != account.session_epoch:
        session.pop(HALF, None)
        return sign_in_page(SignInForm(formdata=None), target, brought, TOO_LATE), 422
    if form.validate_on_submit():
        try:
            actions.confirm(account, form.code.data or "", address=request.remote_addr or "")
        except (InvalidInput, Conflict) as problem:
            db.session.rollback()
            form.code.errors = [problem.message]
        else:
            start_session(account, permanent=bool(half.get("kept")))
            return go_on(target, brought)
    return code_page(form, target, brought), 422


def ask_for_code(account: Account, *, kept: bool, target: str, brought: carried.Carried) -> str:
    """The page after the password, with what it must know kept in the browser's own session."""
    session.clear()
    g.pop("csrf_token", None)  # of the session that was
    session[HALF] = {
        "account": account.id,
        "epoch": account.session_epoch,
        "kept": kept,
        "at": clock.now().timestamp(),
    }
    return code_page(CodeForm(formdata=None), target, brought)


def code_page(form: CodeForm, target: str, brought: carried.Carried) -> str:
    return render_template("accounts/code.html", form=form, target=target, carried=brought)


def _half() -> dict[str, Any]:
    half = session.get(HALF)
    if not isinstance(half, dict) or not 0 <= clock.now().timestamp() - half["at"] < HALF_SECONDS:
        return {}
    return half


def _off_page(account: Account, form: TurnOffForm) -> str:
    return render_template(
        "accounts/two_step_on.html", form=form, left=queries.spare_codes_left(account)
    )
