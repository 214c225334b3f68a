"""The verbs of the desk, each a page of its own without scripts; then the next one comes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for

from dialogue.core.errors import InvalidInput
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, say, shows_fresh
from dialogue.opinions import actions, queries
from dialogue.opinions.forms import (
    ClassifyForm,
    DeskForm,
    MergeForm,
    PreparationForm,
    QuestionForm,
    ReasonForm,
    answering_unit,
)
from dialogue.opinions.models import Opinion
from dialogue.opinions.permissions import can_triage
from dialogue.opinions.views import bp
from dialogue.opinions.views.desk import Back

Act = Callable[[Opinion], Any]


def _load(opinion_id: int) -> Opinion:
    return queries.get(actor(), opinion_id)


def _back(form: DeskForm) -> Back:
    return Back.read(form.back.data or request.args.get("back"))


def _form_page(opinion: Opinion, form: DeskForm, verb: str, label: str, hint: str = "") -> Any:
    form.back.data = str(_back(form))
    page = render_template(
        "opinions/verb.html", opinion=opinion, form=form, verb=verb, label=label, hint=hint
    )
    return page, 422 if form.errors else 200


def _done(opinion: Opinion, back: Back, following: int | None, words: str, undo: str) -> Any:
    say(
        f"{words} ({opinion.receipt}).",
        undo_url=url_for(undo, opinion_id=opinion.id, back=str(back)) if undo else None,
    )
    return go(back.url(following))


@bp.route("/opinions/<int:opinion_id>/classification", methods=["GET", "POST"])
@requires(can_triage)
@shows_fresh("opinions.desk")
def classify(opinion_id: int) -> Any:
    """Classify; "then" = "select" puts it on the agenda in the same act."""
    opinion = _load(opinion_id)
    form = ClassifyForm()
    if request.method == "GET":
        form.show(opinion)
    if not form.validate_on_submit():
        return _form_page(opinion, form, "classify", "Phân loại")
    field = queries.field_of(form.field.data)
    assert field is not None
    back, following = _back(form), _back(form).following(opinion_id)
    if request.form.get("then") == "select":
        actions.classify_and_select(
            opinion,
            field=field,
            competence=form.competence.data,
            kind=form.kind.data,
            actor=actor(),
            version=form.version.data,
        )
        return _done(opinion, back, following, "Đã phân loại và đưa vào chương trình", ".unselect")
    was_new = opinion.state == "sent"
    actions.classify(
        opinion,
        field=field,
        competence=form.competence.data,
        kind=form.kind.data,
        actor=actor(),
        version=form.version.data,
    )
    words = "Đã phân loại" if was_new else "Đã sửa phân loại"
    return _done(opinion, back, following, words, ".unclassify" if was_new else "")


def _written(
    opinion_id: int, form: DeskForm, verb: str, label: str, hint: str, act: Act, said: str
) -> Any:
    """A verb that needs words: the reason or the question goes to the sender."""
    opinion = _load(opinion_id)
    if request.method == "GET":
        form.version.data = opinion.version
    if not form.validate_on_submit():
        return _form_page(opinion, form, verb, label, hint)
    back, following = _back(form), _back(form).following(opinion_id)
    act(opinion)
    return _done(opinion, back, following, said, ".restore")


@bp.route("/opinions/<int:opinion_id>/clarification", methods=["GET", "POST"])
@requires(can_triage)
@shows_fresh("opinions.desk")
def return_to_sender(opinion_id: int) -> Any:
    form = QuestionForm()
    return _written(
        opinion_id,
        form,
        "return_to_sender",
        "Trả lại để làm rõ",
        "Câu hỏi này được gửi cho đơn vị gửi ý kiến.",
        lambda one: actions.return_for_clarification(
            one, question=form.reason.data or "", actor=actor(), version=form.version.data
        ),
        "Đã trả lại để làm rõ",
    )


@bp.route("/opinions/<int:opinion_id>/refusal", methods=["GET", "POST"])
@requires(can_triage)
@shows_fresh("opinions.desk")
def refuse(opinion_id: int) -> Any:
    form = ReasonForm()
    return _written(
        opinion_id,
        form,
        "refuse",
        "Không tiếp nhận",
        "Dùng cho nội dung không có căn cứ, ảnh hưởng danh dự, uy tín của tổ chức, cá nhân "
        "(Kế hoạch I.2.5).",
        lambda one: actions.refuse(
            one, reason=form.reason.data or "", actor=actor(), version=form.version.data
        ),
        "Đã ghi không tiếp nhận",
    )


@bp.route("/opinions/<int:opinion_id>/referral", methods=["GET", "POST"])
@requires(can_triage)
@shows_fresh("opinions.desk")
def refer(opinion_id: int) -> Any:
    form = ReasonForm()
    return _written(
        opinion_id,
        form,
        "refer",
        "Chuyển tiếp công dân",
        "Dùng cho khiếu nại, tố cáo: không giải quyết qua đối thoại.",
        lambda one: actions.refer(
            one, reason=form.reason.data or "", actor=actor(), version=form.version.data
        ),
        "Đã chuyển bộ phận tiếp công dân",
    )


@bp.route("/opinions/<int:opinion_id>/merge", methods=["GET", "POST"])
@requires(can_triage)
@shows_fresh("opinions.desk")
def merge(opinion_id: int) -> Any:
    """Into one of the similar ones, or by receipt number."""
    opinion = _load(opinion_id)
    form = MergeForm()
    hint = "Hai ý kiến giữ nguyên nội dung; tách ra được bất cứ lúc nào trước khi kết luận."
    if request.method == "GET":
        form.version.data, form.into.data = opinion.version, request.args.get("into", "")
    if not form.validate_on_submit():
        return _form_page(opinion, form, "merge", "Gộp vào ý kiến khác", hint)
    into = queries.by_receipt(actor(), form.into.data or "")
    back, following = _back(form), _back(form).following(opinion_id)
    try:
        if into is None:
            raise InvalidInput("Không có ý kiến nào mang số biên nhận này.", field="into")
        root = actions.merge(
            opinion,
            into,
            reason=form.reason.data or "",
            actor=actor(),
            version=form.version.data,
        )
    except InvalidInput as wrong:
        form.into.errors = [wrong.message]
        return _form_page(_load(opinion_id), form, "merge", "Gộp vào ý kiến khác", hint)
    return _done(opinion, back, following, f"Đã gộp vào {root.receipt}", ".unmerge")


@bp.route("/opinions/<int:opinion_id>/preparation", methods=["GET", "POST"])
@requires(can_triage)
@shows_fresh("opinions.desk")
def ask_preparation(opinion_id: int) -> Any:
    opinion = _load(opinion_id)
    form = PreparationForm()
    if request.method == "GET":
        form.show(opinion)
    lead = answering_unit(form.lead_unit.data)
    if not form.validate_on_submit() or lead is None:
        return _form_page(opinion, form, "ask_preparation", "Giao chuẩn bị trả lời")
    back, following = _back(form), _back(form).following(opinion_id)
    was_asked = opinion.preparation is not None
    actions.ask_preparation(
        opinion,
        lead_unit=lead,
        supporting=form.chosen_supporting(),
        actor=actor(),
        version=form.version.data,
    )
    undo = "" if was_asked else ".cancel_preparation"
    return _done(opinion, back, following, f"Đã giao {lead.name} chuẩn bị trả lời", undo)


def _at_once(opinion_id: int, act: Act, said: str, undo: str = "") -> Any:
    """A verb without input; it is also how another one is undone, and then comes back."""
    opinion = _load(opinion_id)
    form = DeskForm()
    back = _back(form)
    is_undo = "back" in request.args
    following = opinion_id if is_undo else back.following(opinion_id)
    act(opinion)
    return _done(opinion, back, following, said, "" if is_undo else undo)


def _version() -> int | None:
    return request.form.get("version", type=int)


@bp.post("/opinions/<int:opinion_id>/unclassification")
@requires(can_triage)
@shows_fresh("opinions.desk")
def unclassify(opinion_id: int) -> Any:
    return _at_once(
        opinion_id,
        lambda one: actions.unclassify(one, actor=actor(), version=_version()),
        "Đã bỏ phân loại",
    )


@bp.post("/opinions/<int:opinion_id>/restoration")
@requires(can_triage)
@shows_fresh("opinions.desk")
def restore(opinion_id: int) -> Any:
    """Take back a return, a refusal or a referral."""

    def act(one: Opinion) -> Any:
        undo = actions.take_back if one.state == "returned" else actions.restore
        return undo(one, actor=actor(), version=_version())

    return _at_once(opinion_id, act, "Đã nhận lại ý kiến")


@bp.post("/opinions/<int:opinion_id>/unmerge")
@requires(can_triage)
@shows_fresh("opinions.desk")
def unmerge(opinion_id: int) -> Any:
    return _at_once(
        opinion_id,
        lambda one: actions.unmerge(one, actor=actor(), version=_version()),
        "Đã tách ra thành ý kiến riêng",
    )


@bp.post("/opinions/<int:opinion_id>/selection")
@requires(can_triage)
@shows_fresh("opinions.desk")
def select(opinion_id: int) -> Any:
    return _at_once(
        opinion_id,
        lambda one: actions.select_for_agenda(one, actor=actor(), version=_version()),
        "Đã đưa vào chương trình",
        ".unselect",
    )


@bp.post("/opinions/<int:opinion_id>/unselection")
@requires(can_triage)
@shows_fresh("opinions.desk")
def unselect(opinion_id: int) -> Any:
    return _at_once(
        opinion_id,
        lambda one: actions.unselect(one, actor=actor(), version=_version()),
        "Đã đưa ra khỏi chương trình",
        ".select",
    )


@bp.post("/opinions/<int:opinion_id>/preparation/removal")
@requires(can_triage)
@shows_fresh("opinions.desk")
def cancel_preparation(opinion_id: int) -> Any:
    return _at_once(
        opinion_id,
        lambda one: actions.cancel_preparation(one, actor=actor(), version=_version()),
        "Đã thôi giao chuẩn bị trả lời",
    )
