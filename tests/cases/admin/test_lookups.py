"""A list answers no question that its page does not offer: each would tell, by what is left, of what the person does not read."""

import pytest

from accounts.enums import Role
from cases import assigning
from cases.reviewing import say
from tests import make

pytestmark = pytest.mark.django_db

# right and wrong, of what stands behind the editor's own case and is not theirs to read
GUESSES = [
    ("comments__text__startswith=Weak", "comments__text__startswith=Strong"),
    ("assignment__reviewer__name__startswith=Wang", "assignment__reviewer__name__startswith=Li"),
    ("changed_by__password__startswith=md5", "changed_by__password__startswith=xyz"),
    ("changed_by__email__contains=example", "changed_by__email__contains=nowhere"),
    ("statechange__by__name=Wang", "statechange__by__name=Li"),
]


@pytest.mark.parametrize(("right", "wrong"), GUESSES)
def test_a_right_guess_is_answered_as_a_wrong_one(client, right, wrong):
    ours = make.organisation("ours")
    editor, reviewer = make.editor(ours), make.user(Role.REVIEWER, name="Wang")
    case = make.submitted(make.case(ours, by=editor))
    say(case=case, field="title_zh_hans", text="Weak, decline it.", by=reviewer, visibility="inside")
    assigning.assign_one(case, reviewer=reviewer, by=reviewer, company_due=None, review_due=None)
    client.force_login(editor)
    assert client.get("/admin/cases/case/").context["cl"].result_count == 1
    answers = [client.get(f"/admin/cases/case/?{guess}") for guess in (right, wrong)]
    assert [answer.status_code for answer in answers] == [400, 400]
