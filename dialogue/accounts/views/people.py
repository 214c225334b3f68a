"""The administrator's accounts."""

from __future__ import annotations

from typing import Any

from flask import abort, render_template, request, url_for

from dialogue.accounts import actions, passwords, queries
from dialogue.accounts.forms import AccountForm, RoleForm
from dialogue.accounts.models import ROLES, Account
from dialogue.accounts.permissions import is_admin
from dialogue.accounts.views import bp
from dialogue.core import clock
from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh


@bp.get("/accounts")
@requires(is_admin)
def index() -> str:
    """Everyone with an account, by given name."""
    words = request.args.get("q", "")
    return render_template("accounts/index.html", accounts=queries.search(words), words=words)


@bp.route("/accounts/new", methods=["GET", "POST"])
@requires(is_admin)
def new() -> Any:
    """Make an account; its temporary password is shown once."""
    form = AccountForm()
    if form.validate_on_submit():
        password = passwords.temporary()
        try:
            account = actions.create_account(
                username=form.username.data or "",
                full_name=form.full_name.data or "",
                title=form.title.data or "",
                unit=_unit(form),
                roles=form.roles.data or [],
                phone=form.phone_stored,
                password=password,
                actor=actor(),
            )
        except InvalidInput as problem:
            form[problem.field or "username"].errors = [problem.message]
        else:
            return render_template("accounts/once.html", account=account, password=password)
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/edit.html", form=form, account=None), status


@bp.get("/accounts/<int:account_id>")
@requires(is_admin)
def show(account_id: int) -> str:
    """One account: who, which roles from when to when, what was done to it."""
    account = _account(account_id)
    grants = sorted(account.grants, key=lambda g: (g.valid_from, g.id), reverse=True)
    return render_template("accounts/show.html", account=account, grants=grants, roles=ROLES)


@bp.route("/accounts/<int:account_id>/details", methods=["GET", "POST"])
@requires(is_admin)
@shows_fresh("accounts.show")
def edit(account_id: int) -> Any:
    """Change who a person is and what roles are held."""
    account = _account(account_id)
    form = AccountForm(obj=account, data={"roles": sorted(account.roles)})
    if form.validate_on_submit():
        try:
            actions.update_account(
                account,
                full_name=form.full_name.data or "",
                title=form.title.data or "",
                unit=_unit(form),
                phone=form.phone_stored,
                roles=form.roles.data or [],
                actor=actor(),
                version=form.version.data,
            )
        except InvalidInput as problem:
            form[problem.field or "roles"].errors = [problem.message]
        else:
            say(f"Đã lưu tài khoản {account.full_name}.")
            return go(url_for("accounts.show", account_id=account.id))
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/edit.html", form=form, account=account), status


@bp.route("/accounts/<int:account_id>/roles", methods=["GET", "POST"])
@requires(is_admin)
def role(account_id: int) -> Any:
    """Give a role for a time."""
    account = _account(account_id)
    form = RoleForm(data={"valid_from": clock.today()})
    if form.validate_on_submit():
        try:
            actions.grant_role(
                account,
                role=form.role.data,
                valid_from=form.valid_from.data or clock.today(),
                valid_to=form.valid_to.data,
                actor=actor(),
            )
        except InvalidInput as problem:
            form[problem.field or "role"].errors = [problem.message]
        else:
            say(f"Đã giao vai trò {ROLES[form.role.data]} cho {account.full_name}.")
            return go(url_for("accounts.show", account_id=account.id))
    status = 422 if form.is_submitted() else 200
    return render_template("accounts/role.html", form=form, account=account), status


@bp.post("/accounts/<int:account_id>/roles/end")
@requires(is_admin)
@shows_fresh("accounts.show")
def end_role(account_id: int) -> Any:
    """End a role before its time."""
    account = _account(account_id)
    grant_id = request.form.get("grant", type=int) or abort(404)
    actions.end_role(account, grant_id, actor=actor())
    say(f"Đã thôi giao một vai trò của {account.full_name}.")
    return go(url_for("accounts.show", account_id=account.id))


@bp.post("/accounts/<int:account_id>/password")
@requires(is_admin)
def reset_password(account_id: int) -> str:
    """A new temporary password, shown once."""
    account = _account(account_id)
    password = actions.reset_password(account, actor=actor())
    return render_template("accounts/once.html", account=account, password=password)


@bp.post("/accounts/<int:account_id>/end-sessions")
@requires(is_admin)
def end_anothers_sessions(account_id: int) -> Any:
    """Sign another out everywhere: a lost phone, a shared machine left open."""
    account = _account(account_id)
    actions.end_sessions(account, actor=actor())
    say(f"Đã đăng xuất {account.full_name} khỏi mọi thiết bị.")
    return go(url_for("accounts.show", account_id=account.id))


@bp.post("/accounts/<int:account_id>/lock")
@requires(is_admin)
@shows_fresh("accounts.show")
def lock(account_id: int) -> Any:
    """Lock the account."""
    account = _account(account_id)
    actions.deactivate(account, actor=actor())
    say(
        f"Đã khóa tài khoản {account.full_name}.",
        undo_url=url_for("accounts.unlock", account_id=account.id),
    )
    return go(url_for("accounts.show", account_id=account.id))


@bp.post("/accounts/<int:account_id>/unlock")
@requires(is_admin)
@shows_fresh("accounts.show")
def unlock(account_id: int) -> Any:
    """Let the account sign in again."""
    account = _account(account_id)
    actions.reactivate(account, actor=actor())
    say(f"Đã mở lại tài khoản {account.full_name}.")
    return go(url_for("accounts.show", account_id=account.id))


def _account(account_id: int) -> Account:
    return queries.get_account(account_id) or abort(404)


def _unit(form: AccountForm) -> Any:
    return queries.get_unit(form.unit_id.data) or abort(404)
