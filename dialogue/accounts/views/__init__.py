"""HTTP of accounts: signing in, one's own account, the administrator's pages."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from dialogue.accounts.views import me, people, signing, two_step, units, ward  # noqa: E402,F401
