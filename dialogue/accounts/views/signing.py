"""Sign in, sign out; what was typed when a session ended goes on after signing in."""

from __future__ import annotations

import logging
from typing import Any

from flask import g, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user

from dialogue.accounts import actions, queries
from dialogue.accounts.forms import PasswordForm, SignInForm
from dialogue.accounts.models import Account
from dialogue.accounts.session import KEPT_AS, current
from dialogue.accounts.views import bp, carried
from dialogue.accounts.views.carried import Carried
from dialogue.core.errors import InvalidInput
from dialogue.core.logs import facts_of
from dialogue.core.permissions import public, requires, signed_in
from dialogue.core.web import actor, go, is_htmx, local_path, say
from dialogue.extensions import limiter

log = logging.getLogger("dialogue.sign_in")
OVER = "Phiên làm việc đã hết. Xin đăng nhập lại."
OVER_CARRIED = "Phiên làm việc đã hết. Nội dung vừa nhập vẫn còn: đăng nhập lại để gửi tiếp."
OPEN_TOO_LONG = "Trang này đã mở quá lâu. Xin ghi mật khẩu và bấm Đăng nhập lần nữa."


@bp.route("/sign-in", methods=["GET", "POST"])
@public
# Generous: a whole ward may stand behind one address; guessing at one account is slowed apart.
@limiter.limit("60 per minute; 600 per hour", methods=["POST"])
def sign_in() -> Any:
    """The sign-in page; after it, where the person wanted to go."""
    form = SignInForm()
    target = local_path(request.values.get("next"))
    brought = carried.through_sign_in()
    if request.method == "GET" and current_user.is_authenticated:
        return go(target)
    if form.validate_on_submit():
        try:
            account = actions.sign_in(
                form.login.data or "", form.password.data or "", address=request.remote_addr or ""
            )
        except InvalidInput as problem:
            form.password.errors = [problem.message]
            log.info("sign-in refused", extra=facts_of())
        else:
            kept = bool(form.remember.data)
            if account.totp_secret is not None:
                from dialogue.accounts.views.two_step import ask_for_code

                return ask_for_code(account, kept=kept, target=target, brought=brought)
            start_session(account, permanent=kept)
            return go_on(target, brought)
    status = 422 if request.method == "POST" else 200
    return sign_in_page(form, target, brought), status


def start_session(account: Account, *, permanent: bool) -> None:
    """A session of ``account``'s own; nothing of the one before stays, its form token neither."""
    log.info("signed in", extra=facts_of() | {"account": account.id})
    session.clear()
    g.pop("csrf_token", None)  # else this answer's page would carry the old one
    login_user(account)
    session[KEPT_AS] = actions.open_session(
        account,
        kept=permanent,
        agent=request.headers.get("User-Agent", ""),
        address=request.remote_addr or "",
    )
    session.permanent = permanent


def go_on(target: str, brought: Carried) -> Any:
    """Where the person wanted to go, or to what was typed when the session ended."""
    if not brought:
        return go(target)
    if actor().must_change_password:
        form = PasswordForm(formdata=None)
        return render_template(
            "accounts/password.html", form=form, account=actor(), carried=brought
        )
    return carried.resume_page(brought)


def sign_in_page(form: SignInForm, target: str, brought: Carried, notice: str = "") -> str:
    """The page itself; the demo's accounts are listed only while the ward is a demo."""
    ward = queries.ward()
    demo = queries.first_accounts() if ward is not None and ward.is_demo else []
    return render_template(
        "accounts/sign_in.html",
        form=form,
        target=target,
        carried=brought,
        notice=notice or (OVER_CARRIED if brought else ""),
        demo_accounts=demo,
    )


def interrupted() -> Any:
    """The answer to a request without a session: nothing that was typed is lost."""
    if is_htmx() or "text/event-stream" in request.headers.get("Accept", ""):
        return "", 401
    if request.method != "POST":
        wanted = request.full_path if request.query_string else request.path
        return go(url_for("accounts.sign_in", next=None if wanted == "/" else wanted))
    brought = carried.of_this_request()
    target = "/" if brought else carried.came_from()
    return sign_in_page(SignInForm(formdata=None), target, brought, "" if brought else OVER), 401


def stale() -> Any:
    """The answer to a form of an older session (its token no longer fits)."""
    if request.endpoint in ("accounts.sign_in", "accounts.sign_in_code"):
        return _stale_sign_in()
    if not current_user.is_authenticated:
        return interrupted()
    brought = carried.of_this_request()
    if brought:
        return carried.resume_page(brought), 409
    say("Trang trước đã mở quá lâu nên việc vừa bấm chưa được làm. Xin bấm lại.")
    return go(carried.came_from())


def _stale_sign_in() -> Any:
    target, brought = local_path(request.form.get("next")), carried.through_sign_in()
    if not current_user.is_authenticated:
        form = SignInForm()
        return sign_in_page(form, target, brought, OPEN_TOO_LONG), 422
    if brought:
        return carried.resume_page(brought), 409
    say(
        f"Máy này đang đăng nhập với tên {actor().full_name}. "
        "Muốn dùng tài khoản khác, xin đăng xuất trước."
    )
    return go(target)


@bp.post("/sign-out")
@requires(signed_in)
def sign_out() -> Any:
    """End this session, in the table as well: a copied cookie is worth nothing."""
    found = current()
    if found is not None:
        actions.end_session(found, actor=actor())
    logout_user()
    session.clear()
    say("Đã đăng xuất.")
    return go(url_for("accounts.sign_in"))
