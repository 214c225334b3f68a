"""HTTP of plans, meetings, duties and tasks."""

from flask import Blueprint

bp = Blueprint("plans", __name__)

from dialogue.plans.views import dates, duties, meetings, plans, tasks  # noqa: E402, F401
