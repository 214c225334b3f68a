"""Sign in, sign out; what was typed when a session ended goes on after signing in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user

from dialogue.accounts import actions, queries
from dialogue.accounts.forms import SignInForm
from dialogue.accounts.views import bp
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import public, requires, signed_in
from dialogue.core.web import go, local_path, say
from dialogue.extensions import limiter

REMEMBER = timedelta(days=30)
NEVER_CARRIED = ("csrf_token", "password", "current", "new", "again", "version")


@bp.route("/sign-in", methods=["GET", "POST"])
@public
# Generous: a whole ward may stand behind one address; guessing at one account is slowed apart.
@limiter.limit("60 per minute; 600 per hour", methods=["POST"])
def sign_in() -> Any:
    """The sign-in page; after it, where the person wanted to go."""
    form = SignInForm()
    target = local_path(request.values.get("next"))
    carried = request.form.get("carried", "")
    action = local_path(request.form.get("carried_to"), "")
    if request.method == "GET" and current_user.is_authenticated:
        return go(target)
    if form.validate_on_submit():
        try:
            account = actions.sign_in(
                form.login.data or "", form.password.data or "", address=request.remote_addr or ""
            )
        except InvalidInput as problem:
            form.password.errors = [problem.message]
        else:
            session.clear()
            login_user(account)
            session.permanent = bool(form.remember.data)
            if carried and action:
                return render_template(
                    "accounts/resume.html", action=action, fields=parse_qsl(carried)
                )
            return go(target)
    status = 422 if request.method == "POST" else 200
    return sign_in_page(form, target, carried, action), status


def sign_in_page(form: SignInForm, target: str, carried: str = "", action: str = "") -> str:
    """The page itself; the demo's accounts are listed only while the ward is a demo."""
    ward = queries.ward()
    demo = queries.first_accounts() if ward is not None and ward.is_demo else []
    return render_template(
        "accounts/sign_in.html",
        form=form,
        target=target,
        carried=carried,
        carried_to=action,
        demo_accounts=demo,
    )


def interrupted() -> Any:
    """The answer to a request without a session: nothing that was typed is lost."""
    if "text/event-stream" in request.headers.get("Accept", ""):
        return "", 401
    if request.headers.get("HX-Request") == "true":
        return "", 401
    if request.method != "POST":
        wanted = request.full_path if request.query_string else request.path
        return go(url_for("accounts.sign_in", next=None if wanted == "/" else wanted))
    fields = [
        (name, value)
        for name, values in request.form.lists()
        if name not in NEVER_CARRIED
        for value in values
    ]
    form = SignInForm(formdata=None)
    return sign_in_page(form, "/", urlencode(fields), request.full_path.rstrip("?")), 401


@bp.post("/sign-out")
@requires(signed_in)
def sign_out() -> Any:
    """End this session."""
    logout_user()
    session.clear()
    say("Đã đăng xuất.")
    return go(url_for("accounts.sign_in"))
