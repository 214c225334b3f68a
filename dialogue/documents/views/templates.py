"""The ward's own templates: download, change in Word, upload, go back."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from dialogue.core.errors import Conflict, InvalidInput, NotAllowed
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.documents import actions, queries
from dialogue.documents.forms import PlainForm, TemplateForm
from dialogue.documents.kind import Kind
from dialogue.documents.permissions import keeps_templates
from dialogue.documents.producing import default_template, file_name, template_bytes
from dialogue.documents.registry import KINDS, kind_of
from dialogue.documents.rendering import render
from dialogue.documents.views import bp
from dialogue.documents.views.downloads import send_word


@bp.get("/documents/templates")
@requires(keeps_templates)
def templates() -> Any:
    """Every kind with the template that is in force."""
    return render_template(
        "documents/templates.html",
        kinds=KINDS.values(),
        in_force=queries.all_in_force(),
        parent_line=queries.shows_parent_line(),
    )


@bp.post("/documents/templates/parent-line")
@requires(keeps_templates)
@shows_fresh("documents.templates")
def parent_line() -> Any:
    _pressed()
    shown = request.form.get("shown") == "1"
    actions.set_parent_line(shown, actor=actor())
    say(
        "Văn bản ghi dòng cơ quan cấp trên."
        if shown
        else "Văn bản không ghi dòng cơ quan cấp trên."
    )
    return go(url_for(".templates"))


@bp.route("/documents/templates/<kind>", methods=["GET", "POST"])
@requires(keeps_templates)
def template(kind: str) -> Any:
    """One kind: its fields, its versions; an upload is tried before it is taken."""
    one = kind_of(kind)
    form = TemplateForm()
    if form.is_submitted():
        if form.validate():
            try:
                version = actions.add_template(one, form.upload.data, actor=actor())
            except InvalidInput as refusal:
                form.upload.errors = [*form.upload.errors, refusal.message]
            else:
                say(f"Đã dùng mẫu mới, bản {version.number}. Xin tải văn bản thử để xem lại.")
                return go(url_for(".template", kind=kind))
        return _page(one, form), 422
    return _page(one, form)


def _page(kind: Kind, form: TemplateForm) -> str:
    versions = queries.versions(kind.code)
    return render_template(
        "documents/template.html",
        kind=kind,
        form=form,
        fields=kind.fields(),
        versions=versions,
        current=versions[0] if versions else None,
    )


@bp.get("/documents/templates/<kind>/file")
@requires(keeps_templates)
def template_file(kind: str) -> Any:
    """The template in force."""
    one = kind_of(kind)
    data = template_bytes(one, queries.in_force(one.code))
    return send_word(data, f"Mẫu {file_name(one.title)}.docx")


@bp.get("/documents/templates/<kind>/default-file")
@requires(keeps_templates)
def default_file(kind: str) -> Any:
    """The template that comes with the system."""
    one = kind_of(kind)
    return send_word(default_template(one.code), f"Mẫu mặc định {file_name(one.title)}.docx")


@bp.get("/documents/templates/<kind>/versions/<int:number>")
@requires(keeps_templates)
def version_file(kind: str, number: int) -> Any:
    """An earlier version of the ward's."""
    one = kind_of(kind)
    found = next((v for v in queries.versions(one.code) if v.number == number), None)
    if found is None or found.is_default:
        raise NotAllowed
    return send_word(template_bytes(one, found), found.name)


@bp.get("/documents/templates/<kind>/sample")
@requires(keeps_templates)
def sample(kind: str) -> Any:
    """The template in force filled with made-up data, to look at."""
    one = kind_of(kind)
    data = render(template_bytes(one, queries.in_force(one.code)), one.samples()[0])
    return send_word(data, f"Văn bản thử {file_name(one.title)}.docx")


@bp.post("/documents/templates/<kind>/default")
@requires(keeps_templates)
@shows_fresh("documents.template")
def back_to_default(kind: str) -> Any:
    _pressed()
    one = kind_of(kind)
    actions.back_to_default(one, actor=actor())
    say(f"“{one.title}” đã trở về mẫu mặc định. Các bản của phường vẫn được giữ.")
    return go(url_for(".template", kind=kind))


@bp.post("/documents/templates/<kind>/versions/<int:number>/restoration")
@requires(keeps_templates)
def restore(kind: str, number: int) -> Any:
    _pressed()
    one = kind_of(kind)
    form = TemplateForm(formdata=None)
    try:
        actions.restore_template(one, number, actor=actor())
    except InvalidInput as refusal:
        form.upload.errors = [refusal.message]
        return _page(one, form), 422
    say(f"Đã dùng lại bản {number}.")
    return go(url_for(".template", kind=kind))


def _pressed() -> None:
    if not PlainForm().validate_on_submit():
        raise Conflict("Trang này đã để lâu. Xin bấm lại.")
