"""What stands under "Việc của tôi" because of opinions, and what is waited for."""

from __future__ import annotations

from collections.abc import Callable

from flask.testing import FlaskClient

from dialogue.accounts.models import Account, Unit
from dialogue.opinions import actions, queries
from dialogue.opinions.models import Opinion
from dialogue.plans.models import Meeting

Make = Callable[..., Opinion]
Who = Callable[[str], Account]


def _things(user: Account) -> list[tuple[str, str]]:
    return [(todo.verb, todo.url) for todo in queries.todos(user)]


def test_a_draft_is_work_until_it_is_sent(draft: Make, announced: Meeting, account: Who) -> None:
    one = draft()
    todo = queries.todos(account("to3"))[0]
    assert (todo.thing, todo.url) == ("1 ý kiến CHƯA GỬI", f"/opinions/{one.id}/edit")
    assert announced.opinions_due is not None
    assert todo.due_on == announced.opinions_due.due_on
    draft("Thêm một ý nữa")
    assert queries.todos(account("to3"))[0].thing == "2 ý kiến CHƯA GỬI"
    assert queries.todos(account("to4")) == []
    assert queries.todos(account("vanphong")) == []


def test_each_step_is_somebodys_work(
    sent: Make,
    announced: Meeting,
    account: Who,
    unit: Callable[[str], Unit],
    field: Callable[[str], object],
    client_as: Callable[[str], FlaskClient],
) -> None:
    office, leader, helper = account("vanphong"), account("to3"), account("diachinh")
    opinion = sent()
    assert _things(office) == [("Phân loại", "/triage?show=new")]
    assert [t.waiting_for for t in queries.waiting(leader)] == ["Văn phòng"]
    actions.return_for_clarification(opinion, question="Kiệt nào?", actor=office)
    assert _things(leader) == [("Làm rõ", f"/opinions/{opinion.id}/edit")]
    assert [t.waiting_for for t in queries.waiting(office)] == ["Tổ dân phố 3"]
    actions.resend(opinion, content=actions.Content(words="Kiệt 12"), actor=leader)
    actions.classify(opinion, field=field("duong"), competence="ward", actor=office)  # type: ignore[arg-type]
    actions.select_for_agenda(opinion, actor=office)
    assert _things(office) == [("Giao chuẩn bị", "/triage?show=unasked")]
    preparation = actions.ask_preparation(opinion, lead_unit=unit("dia-chinh"), actor=office)
    todo = queries.todos(helper)[0]
    assert todo.url == f"/preparations/{preparation.id}"
    assert announced.answers_due is not None
    assert todo.due_on == announced.answers_due.due_on
    assert [t.waiting_for for t in queries.waiting(office)] == [unit("dia-chinh").name]
    # One tap away: the page is there and holds the form.
    page = client_as("diachinh").get(todo.url).get_data(as_text=True)
    assert "Lưu nội dung trả lời" in page
    actions.write_preparation(preparation, answer="Sẽ sửa", actor=helper)
    assert queries.todos(helper) == queries.todos(office) == queries.todos(leader) == []


def test_what_was_merged_asks_for_nothing(
    in_state: Make, account: Who, unit: Callable[[str], Unit]
) -> None:
    office = account("vanphong")
    root, other = in_state("selected"), in_state("selected")
    for one in (root, other):
        actions.ask_preparation(one, lead_unit=unit("dia-chinh"), actor=office)
    assert len(queries.todos(account("diachinh"))) == 2
    actions.merge(other, root, actor=office)
    assert len(queries.todos(account("diachinh"))) == 1
    actions.unmerge(other, actor=office)
    assert len(queries.todos(account("diachinh"))) == 2
