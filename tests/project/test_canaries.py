"""The other company's words stand in every column that takes text, so that a sweep for them proves something; and in no mail to others."""

import pytest
from django.core import mail

from cases.models import Mail
from cases.outbox import send_due
from cases.workflow import take
from tests.project.world import World, make_world, texts_of

pytestmark = pytest.mark.django_db

INSIDERS = ["reviewer", "publisher", "compiler", "operator", "superuser"]


@pytest.fixture
def world() -> World:
    return make_world()


# Rows that tell of others: mails and their keys, what is public anyway, and links for which the tests of their own stand.
DERIVED = {"Mail", "Publication", "SearchText", "PublishedFile", "VideoAddress", "Invitation", "CaseTag", "FormerSlug"}


def test_every_column_that_takes_text_holds_such_a_word(world):
    """A field that is added tomorrow fails here until `world.fill` writes a word into it: a sweep for no word finds nothing."""
    without = []
    for model, pks in world.rows().items():
        if model._meta.app_label == "accounts" or model.__name__ in DERIVED:
            continue
        for name in texts_of(model):
            values = " ".join(map(str, model._default_manager.filter(pk__in=pks).values_list(name, flat=True)))
            if not any(word in values for word in world.secrets):
                without.append(f"{model.__name__}.{name}")
    assert without == []


def test_no_mail_to_others_holds_a_word_of_theirs(world):
    """A whole way of our own case, with comments, requests and an approval, while theirs waits beside it."""

    people, case = world.people, world.cases["our_submitted"]
    for step, by, words in (
        ("start_review", "reviewer", ""),
        ("request_changes", "reviewer", "Why?"),
        ("submit", "editor", ""),
        ("start_review", "reviewer", ""),
        ("accept", "reviewer", ""),
        ("publish", "publisher", ""),
        ("withdraw", "publisher", "Asked for."),
    ):
        take(step, case=case, by=people[by], message=words)
    Mail.objects.update(send_after="2020-01-01T00:00Z", state="waiting")
    while send_due():
        pass
    theirs = {people["their_editor"].email, people["known_editor"].email}
    inside = {people[name].email for name in INSIDERS}
    others = [message for message in mail.outbox if set(message.to).isdisjoint(theirs | inside) and "zq" not in "".join(message.to)]
    assert {message.to[0] for message in others} >= {people["editor"].email, people["colleague"].email}
    found = [(message.to, word) for message in others for word in world.secrets if word in str(message.message())]
    assert found == []
