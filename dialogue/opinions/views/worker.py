"""The form that opens with no contact at all, and the worker that keeps it on the phone."""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Response, current_app, make_response, render_template

from dialogue.core.permissions import public
from dialogue.opinions import queries
from dialogue.opinions.forms import OpinionForm
from dialogue.opinions.forms.intake import FIRST_FIELDS
from dialogue.opinions.views import bp

_IN_PAGE = re.compile(r'(?:src|href)="(/static/[^"?#]+)')
_IN_STYLE = re.compile(r'url\(["\']?([^"\')?#]+)')
_IN_SCRIPT = re.compile(r'from "(\.{1,2}/[^"]+)"')


@bp.get("/sw.js")
@public
def service_worker() -> Response:
    """The worker of this version, or the one that takes every earlier one away."""
    folder = Path(current_app.static_folder or "")
    if current_app.config.get("SERVICE_WORKER", True):
        script = (folder / "js/sw.js").read_text()
        version, assets = _assets(folder, _form(), script)
        known = f"const VERSION = {json.dumps(version)};\nconst ASSETS = {json.dumps(assets)};\n"
        script = known + script
    else:
        script = (folder / "js/sw-gone.js").read_text()
    response = Response(script, mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/opinions/offline")
@public
def offline_form() -> Response:
    """The bare form, the same for everybody: no name, no unit, nothing that anybody wrote."""
    response = make_response(_form())
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/offline")
@public
def offline() -> Any:
    """What other pages show while there is no contact."""
    return render_template("errors/offline.html")


def _form() -> str:
    meetings = queries.open_meetings()
    form = OpinionForm(formdata=None)
    form.arrange(None, meetings)
    form.meeting.data = meetings[0].id if meetings else None
    choices: list[Any] = list(form.field.iter_choices())
    return render_template(
        "opinions/form_offline.html",
        form=form,
        meetings=meetings,
        first_fields=choices[:FIRST_FIELDS],
        more_fields=choices[FIRST_FIELDS:],
    )


def _assets(folder: Path, page: str, script: str) -> tuple[str, list[str]]:
    """The version of what the form needs to be drawn, and the addresses of all of it."""
    return _gather(folder, tuple(sorted(set(_IN_PAGE.findall(page)))), script)


@lru_cache(maxsize=4)
def _gather(folder: Path, first: tuple[str, ...], script: str) -> tuple[str, list[str]]:
    found: dict[Path, bytes] = {}
    waiting = [folder / path.removeprefix("/static/") for path in first]
    while waiting:
        path = waiting.pop().resolve()
        if path in found or not path.is_file():
            continue
        found[path] = path.read_bytes()
        rule = {".css": _IN_STYLE, ".js": _IN_SCRIPT}.get(path.suffix)
        if rule is not None:
            waiting += [path.parent / name for name in rule.findall(found[path].decode())]
    names = {f"/static/{path.relative_to(folder.resolve()).as_posix()}": path for path in found}
    digest = hashlib.sha256(script.encode())
    for name in sorted(names):
        digest.update(name.encode() + found[names[name]])
    return digest.hexdigest()[:16], sorted(names)
