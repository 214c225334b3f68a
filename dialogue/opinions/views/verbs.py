"""The verbs of the desk: each a page of its own without scripts, a part of the desk with them;
then the next one comes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from dialogue.opinions.views.desk import desk_page
from dialogue.opinions.views.place import Back, wants_part

MERGE_HINT = "Các ý kiến giữ nguyên nội dung; tách ra được bất cứ lúc nào trước khi kết luận."


def load(opinion_id: int) -> Opinion:
    return queries.get(actor(), opinion_id)


def back_of(form: DeskForm) -> Back:
    return Back.read(form.back.data or request.args.get("back"))


def form_page(opinion: Opinion, form: DeskForm, verb: str, label: str, hint: str = "") -> Any:
    """The verb's form, as typed if it has errors (422)."""
    back = back_of(form)
    form.back.data = str(back)
    if wants_part() and form.errors and not back.is_thread:
        return desk_page(back, opinion.id, failed=form), 422
    page = render_template(
        "opinions/verb.html", opinion=opinion, form=form, verb=verb, label=label, hint=hint
    )
    return page, 422 if form.errors else 200


def done(opinion: Opinion, back: Back, following: int | None, words: str, undo: str) -> Any:
    """Say what was done, with its way back, and let the next one come."""
    say(
        f"{words} ({opinion.receipt}).",
        undo_url=url_for(undo, opinion_id=opinion.id, back=str(back)) if undo else None,
        undo_target=None if back.is_thread else "desk",
    )
    if wants_part() and not back.is_thread:
        return desk_page(back, following)
    return go(back.url(following))


@bp.route("/opinions/<int:opinion_id>/classification", methods=["GET", "POST"])
@requires(can_triage)
@shows_fresh("opinions.desk")
def classify(opinion_id: int) -> Any:
    """Classify; "then" = "select" puts it on the agenda in the same act."""
    opinion = load(opinion_id)
    form = ClassifyForm()
    if request.method == "GET":
        form.show(opinion)
    field = queries.field_of(form.field.data)
    if not form.validate_on_submit() or field is None:
        return form_page(opinion, form, "classify", "Phân loại")
    back = back_of(form)
    following = back.following(opinion_id)
    goes_on = request.form.get("then") == "select"
    was_new = opinion.state == "sent"
    act = actions.classify_and_select if goes_on else actions.classify
    act(
        opinion,
        field=field,
        competence=form.competence.data,
        kind=form.kind.data,
        actor=actor(),
        version=form.version.data,
    )
    if goes_on:
        return done(opinion, back, following, "Đã phân loại và đưa vào chương trình", ".unselect")
    words = "Đã phân loại" if was_new else "Đã sửa phân loại"
    return done(opinion, back, following, words, ".unclassify" if was_new else "")


@dataclass(frozen=True)
class Written:
    """A verb that needs words; they go to the sender."""

    path: str
    endpoint: str
    form: type[QuestionForm] | type[ReasonForm]
    argument: str
    act: Callable[..., Opinion]
    label: str
    hint: str
    said: str


WRITTEN = (
    Written(
        "clarification",
        "return_to_sender",
        QuestionForm,
        "question",
        actions.return_for_clarification,
        "Trả lại để làm rõ",
        "Câu hỏi này được gửi cho đơn vị gửi ý kiến.",
        "Đã trả lại để làm rõ",
    ),
    Written(
        "refusal",
        "refuse",
        ReasonForm,
        "reason",
        actions.refuse,
        "Không tiếp nhận",
        "Dùng cho nội dung không có căn cứ, ảnh hưởng danh dự, uy tín của tổ chức, cá nhân "
        "(Kế hoạch I.2.5).",
        "Đã ghi không tiếp nhận",
    ),
    Written(
        "referral",
        "refer",
        ReasonForm,
        "reason",
        actions.refer,
        "Chuyển tiếp công dân",
        "Dùng cho khiếu nại, tố cáo: không giải quyết qua đối thoại.",
        "Đã chuyển bộ phận tiếp công dân",
    ),
)


def _written(verb: Written) -> Callable[[int], Any]:
    @requires(can_triage)
    @shows_fresh("opinions.desk")
    def view(opinion_id: int) -> Any:
        opinion = load(opinion_id)
        form = verb.form()
        if request.method == "GET":
            form.version.data = opinion.version
        if not form.validate_on_submit():
            return form_page(opinion, form, verb.endpoint, verb.label, verb.hint)
        back = back_of(form)
        following = back.following(opinion_id)
        given = {verb.argument: form.reason.data or "", "version": form.version.data}
        verb.act(opinion, actor=actor(), **given)
        return done(opinion, back, following, verb.said, ".restore")

    return view


for verb in WRITTEN:
    bp.add_url_rule(
        f"/opinions/<int:opinion_id>/{verb.path}",
        verb.endpoint,
        _written(verb),
        methods=["GET", "POST"],
    )


@bp.route("/opinions/<int:opinion_id>/merge", methods=["GET", "POST"])
@requires(can_triage)
@shows_fresh("opinions.desk")
def merge(opinion_id: int) -> Any:
    """Into one of the similar ones, or by receipt number; what it stands for comes along."""
    opinion = load(opinion_id)
    form = MergeForm()
    if request.method == "GET":
        form.version.data, form.into.data = opinion.version, request.args.get("into", "")
    if not form.validate_on_submit():
        return form_page(opinion, form, "merge", "Gộp vào ý kiến khác", MERGE_HINT)
    into = queries.by_receipt(actor(), form.into.data or "")
    back = back_of(form)
    following = back.following(opinion_id)
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
        form["reason" if wrong.field == "reason" else "into"].errors = [wrong.message]
        return form_page(load(opinion_id), form, "merge", "Gộp vào ý kiến khác", MERGE_HINT)
    return done(opinion, back, following, f"Đã gộp vào {root.receipt}", ".unmerge")


@bp.route("/opinions/<int:opinion_id>/preparation", methods=["GET", "POST"])
@requires(can_triage)
@shows_fresh("opinions.desk")
def ask_preparation(opinion_id: int) -> Any:
    opinion = load(opinion_id)
    form = PreparationForm()
    if request.method == "GET":
        form.show(opinion)
    lead = answering_unit(form.lead_unit.data)
    if not form.validate_on_submit() or lead is None:
        return form_page(opinion, form, "ask_preparation", "Giao chuẩn bị trả lời")
    back = back_of(form)
    following = back.following(opinion_id)
    was_asked = opinion.preparation is not None
    actions.ask_preparation(
        opinion,
        lead_unit=lead,
        supporting=form.chosen_supporting(),
        actor=actor(),
        version=form.version.data,
    )
    undo = "" if was_asked else ".cancel_preparation"
    return done(opinion, back, following, f"Đã giao {lead.name} chuẩn bị trả lời", undo)


@dataclass(frozen=True)
class AtOnce:
    """A verb without input; it is also how another one is undone, and then comes back."""

    path: str
    endpoint: str
    act: Callable[..., Any]
    said: str
    undo: str = ""


def _take_back(opinion: Opinion, **given: Any) -> Opinion:
    """A return, a refusal or a referral."""
    act = actions.take_back if opinion.state == "returned" else actions.restore
    return act(opinion, **given)


AT_ONCE = (
    AtOnce("unclassification", "unclassify", actions.unclassify, "Đã bỏ phân loại"),
    AtOnce("restoration", "restore", _take_back, "Đã nhận lại ý kiến"),
    AtOnce("unmerge", "unmerge", actions.unmerge, "Đã tách ra thành ý kiến riêng"),
    AtOnce("unsplit", "unsplit", actions.unsplit, "Đã thôi tách, xử lý chung cả thư"),
    AtOnce(
        "selection", "select", actions.select_for_agenda, "Đã đưa vào chương trình", ".unselect"
    ),
    AtOnce("unselection", "unselect", actions.unselect, "Đã đưa ra khỏi chương trình", ".select"),
    AtOnce(
        "preparation/removal",
        "cancel_preparation",
        actions.cancel_preparation,
        "Đã thôi giao chuẩn bị trả lời",
    ),
)


def _at_once(verb: AtOnce) -> Callable[[int], Any]:
    @requires(can_triage)
    @shows_fresh("opinions.desk")
    def view(opinion_id: int) -> Any:
        opinion = load(opinion_id)
        back = back_of(DeskForm())
        is_undo = "back" in request.args
        following = opinion_id if is_undo else back.following(opinion_id)
        verb.act(opinion, actor=actor(), version=request.form.get("version", type=int))
        return done(opinion, back, following, verb.said, "" if is_undo else verb.undo)

    return view


for act in AT_ONCE:
    bp.add_url_rule(
        f"/opinions/<int:opinion_id>/{act.path}", act.endpoint, _at_once(act), methods=["POST"]
    )
