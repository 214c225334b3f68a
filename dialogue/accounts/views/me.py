"""One's own account."""

from __future__ import annotations

from typing import Any

from flask import render_template, session, url_for
from flask_login import logout_user

from dialogue.accounts import actions
from dialogue.accounts.forms import PasswordForm
from dialogue.accounts.views import bp, carried
from dialogue.accounts.views.signing import start_session
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires, signed_in
from dialogue.core.web import actor, go, say


@bp.get("/me")
@requires(signed_in)
def me() -> str:
    """Who I am here, and where I am signed in."""
    return render_template("accounts/me.html", account=actor())


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
