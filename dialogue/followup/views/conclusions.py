"""Conclusions: the matters of a meeting, and the form for one of them."""

from __future__ import annotations

from typing import Any

from flask import abort, g, render_template, request, url_for

from dialogue.accounts.permissions import is_office
from dialogue.core.errors import Conflict, InvalidInput
from dialogue.core.forms import show_refusal
from dialogue.core.permissions import requires
from dialogue.core.web import actor, go, is_htmx, say, shows_fresh
from dialogue.followup import actions, queries
from dialogue.followup.forms import ConclusionForm, ReasonForm
from dialogue.followup.models import OUTCOMES, Conclusion
from dialogue.followup.permissions import HELD, OVER, may_conclude, sees_conclusions
from dialogue.followup.views import bp
from dialogue.followup.words import usual_sentence
from dialogue.followup.workflow import CONCLUSION, NOTICE
from dialogue.hall.queries import same_matter
from dialogue.opinions.models import Opinion
from dialogue.plans.permissions import takes_part
from dialogue.plans.queries import get_meeting


@bp.get("/meetings/<int:meeting_id>/conclusions")
@requires(takes_part)
def conclusions(meeting_id: int) -> Any:
    """Every matter of the meeting, concluded or not, and where its notice stands."""
    meeting = get_meeting(actor(), meeting_id)
    if not sees_conclusions(actor(), meeting):
        abort(404)
    matters = queries.matters(meeting)
    notice = queries.notice_of(meeting)
    return render_template(
        "followup/conclusions.html",
        meeting=meeting,
        matters=matters,
        left=sum(not matter.is_concluded for matter in matters),
        notice=notice,
        notice_due=queries.expected_notice_due(meeting),
        reply_due=queries.expected_reply_due(meeting, notice),
        may_write=may_conclude(actor(), meeting)
        and meeting.state in HELD
        and (notice is None or notice.state != "issued"),
        may_compose=is_office(actor()) and meeting.state in OVER,
        NOTICE=NOTICE,
        OUTCOMES=OUTCOMES,
    )


@bp.get("/opinions/<int:opinion_id>/conclusion")
@requires(takes_part)
def conclusion(opinion_id: int) -> Any:
    """The form for one matter; a part of the console when htmx asks."""
    opinion, known = queries.get_matter(actor(), opinion_id)
    form = _form(opinion, known)
    if request.method == "GET" and known is None:
        form.turn_id.data = request.args.get("turn_id", type=int)
    return _page(opinion, known, form)


@bp.post("/opinions/<int:opinion_id>/conclusion")
@requires(takes_part)
@shows_fresh("followup.conclusion")
def conclude(opinion_id: int) -> Any:
    opinion, known = queries.get_matter(actor(), opinion_id)
    _admit(opinion)
    form = ConclusionForm(queries.lead_units(), queries.supporting_units())
    if not form.validate_on_submit():
        return _page(opinion, known, form), 422
    told: dict[str, Any] = {
        "outcome": form.outcome.data,
        "words": form.words.data,
        "lead_unit": form.lead,
        "supporting": form.supports,
        "wanted_on": form.wanted_on.data,
        "actor": actor(),
    }
    mates = same_matter(opinion) if form.for_group.data else []
    try:
        if form.version.data:
            if known is None:
                raise Conflict("Kết luận này vừa được bỏ. Dưới đây là tình trạng mới nhất.")
            actions.change_conclusion(known, version=form.version.data, **told)
        else:
            also = [mate.opinion.root for mate in mates]
            actions.conclude(opinion, turn_id=form.turn_id.data, also=also, **told)
    except InvalidInput as refusal:
        show_refusal(form, refusal)
        return _page(opinion, known, form), 422
    if is_htmx():
        g.concluded_message = "Đã ghi kết luận."
        opinion, known = queries.get_matter(actor(), opinion_id)
        return _page(opinion, known, _form(opinion, known, formdata=None))
    say(f"Đã ghi kết luận về {opinion.receipt}.")
    return go(url_for(".conclusions", meeting_id=opinion.meeting_id))


@bp.post("/opinions/<int:opinion_id>/conclusion/revocation")
@requires(takes_part)
@shows_fresh("followup.conclusion")
def revoke_conclusion(opinion_id: int) -> Any:
    opinion, known = queries.get_matter(actor(), opinion_id)
    _admit(opinion)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(opinion, known, _form(opinion, known, formdata=None), revocation=form), 422
    if known is None:
        raise Conflict("Kết luận này đã được bỏ trước đó.")
    receipt, meeting_id = opinion.receipt, opinion.meeting_id
    actions.revoke_conclusion(
        known, reason=form.reason.data or "", actor=actor(), version=form.version.data
    )
    say(f"Đã bỏ kết luận về {receipt}; nội dung này đang chờ kết luận lại.")
    return go(url_for(".conclusions", meeting_id=meeting_id))


def _admit(opinion: Opinion) -> None:
    if not may_conclude(actor(), opinion.meeting):
        abort(404)


def _form(opinion: Opinion, known: Conclusion | None, **kwargs: Any) -> ConclusionForm:
    prepared = opinion.preparation
    if known is None:
        lead = prepared.lead_unit_id if prepared else 0
        supports = [s.unit_id for s in prepared.supporting] if prepared else []
        written = opinion.id in queries.written_roots(opinion.meeting_id)
        return ConclusionForm(
            queries.lead_units(), queries.supporting_units(), formdata=None,
            outcome="taken_on" if written else None, lead_unit=lead, supporting=supports,
        )  # fmt: skip
    return ConclusionForm(
        queries.lead_units(),
        queries.supporting_units(),
        formdata=None,
        outcome=known.outcome,
        words=known.words,
        lead_unit=known.lead_unit_id or 0,
        supporting=[support.unit_id for support in known.supporting],
        wanted_on=known.wanted_on,
        turn_id=known.turn_id,
        version=known.version,
    )


def _page(
    opinion: Opinion,
    known: Conclusion | None,
    form: ConclusionForm,
    revocation: ReasonForm | None = None,
) -> str:
    notice = queries.notice_of(opinion.meeting)
    due = queries.expected_reply_due(opinion.meeting, notice)
    unit = form.lead.name if form.lead else "‹đơn vị›"
    can_write = (
        CONCLUSION.can(actor(), known, "change")
        if known
        else may_conclude(actor(), opinion.meeting)
        and not (notice is not None and notice.state == "issued")
    )
    return render_template(
        "followup/_conclusion.html" if is_htmx() else "followup/conclusion.html",
        opinion=opinion,
        conclusion=known,
        form=form,
        due=due,
        mates=same_matter(opinion) if known is None else [],
        usual=usual_sentence(unit, due.due_on if due else None),
        can_write=can_write,
        revocation=revocation
        or ReasonForm(formdata=None, version=known.version if known else None),
        concluded_message=g.get("concluded_message"),
        is_part=is_htmx(),
        OUTCOMES=OUTCOMES,
    )
