"""One's own account."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, session, url_for
from flask_login import logout_user

from dialogue.accounts import actions, queries
from dialogue.accounts.forms import PasswordForm
from dialogue.accounts.lifetimes import ends_at
from dialogue.accounts.session import current
from dialogue.accounts.two_step import may_use
from dialogue.accounts.views import bp, carried
from dialogue.accounts.views.signing import start_session
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires, signed_in
from dialogue.core.web import actor, go, say


@bp.get("/me")
@requires(signed_in)
def me() -> str:
    """Who I am here, and where I am signed in."""
    here = current()
    return render_template(
        "accounts/me.html",
        account=actor(),
        sign_ins=queries.sign_ins_of(actor()),
        here=here.id if here is not None else None,
        ends_at=ends_at,
        two_step=may_use(actor()),
    )


@bp.post("/me/sign-ins/<int:sign_in_id>/end")
@requires(signed_in)
def end_session(sign_in_id: int) -> Any:
    """Sign out on one device."""
    found = next((one for one in queries.sign_ins_of(actor()) if one.id == sign_in_id), None)
    if found is None:
        abort(404)
    actions.end_session(found, actor=actor())
    say("Đã đăng xuất thiết bị đó.")
    return go(url_for("accounts.me"))


@bp.route("/me/password", methods=["GET", "POST"])
@requires(signed_in)
def password() -> Any:
    """Change my password; the first sign-in leads here."""
    account, form = actor(), PasswordForm()
    brought = carried.through_sign_in()
    if form.validate_on_submit():
        try:
            actions.change_password(
                account, current=form.current.data or "", new=form.new.data or ""
            )
        except InvalidInput as problem:
            form[problem.field or "new"].errors = [problem.message]
        else:
            start_session(account, permanent=session.permanent)
            if brought:
                return carried.resume_page(brought)
            say("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất.")
            return go(url_for("home.index"))
    status = 422 if form.is_submitted() else 200
    page = render_template("accounts/password.html", form=form, account=account, carried=brought)
    return page, status


@bp.post("/me/end-sessions")
@requires(signed_in)
def end_sessions() -> Any:
    """Sign out everywhere."""
    actions.end_sessions(actor(), actor=actor())
    logout_user()
    session.clear()
    say("Đã đăng xuất khỏi mọi thiết bị.")
    return go(url_for("accounts.sign_in"))
