"""Drafts, cases under review, withdrawn ones and edits since: nothing of them is answered anywhere (B28 to B30)."""

import pytest

from accounts.enums import Role
from cases.enums import Vocabulary
from cases.models import Attachment, Case, Figure
from cases.tagging import Choice, new_topic, set_tags
from cases.workflow import take
from tests import make
from tests.cases.api.samples import CASES, FACETS, failure, publish

pytestmark = pytest.mark.django_db

# Stands in everything that is not public.
CANARY = "金丝雀canary"


@pytest.fixture
def unpublished(three):
    """One case in every state but published, all full of what nobody may see, and a published one that was edited since."""
    owner = make.organisation("secret-company", name_zh_hans=CANARY, name_en=CANARY, short_name_zh_hans=CANARY)
    texts = {f"{field}_{language}": CANARY for field in ("title", "summary", "place") for language in ("zh_hans", "en")}
    texts |= {"body_zh_hans": f"<p>{CANARY}</p>", "body_en": f"<p>{CANARY}</p>"}
    topic = new_topic(CANARY, CANARY, slug="secret-topic")

    def secret(slug: str, **columns) -> Case:
        case = make.case(owner, slug=slug, goals=(1,), concept="sharing", year=2019, **texts | columns)
        set_tags(case, Vocabulary.TOPIC, [Choice(topic)])
        make.picture(case, caption_zh_hans=CANARY)
        return case

    draft = secret("secret-draft")
    make.submitted(secret("secret-submitted"))
    accepted = make.submitted(secret("secret-accepted"))
    reviewer, publisher = make.user(Role.REVIEWER, name=CANARY), make.user(Role.PUBLISHER)
    take("start_review", case=accepted, by=reviewer)
    take("accept", case=accepted, by=reviewer)
    take("request_changes", case=make.submitted(secret("secret-returned")), by=reviewer, message=CANARY)
    withdrawn = make.published(secret("secret-withdrawn")).case
    take("withdraw", case=withdrawn, by=publisher, message=CANARY)

    public = Case.objects.get(slug="a")
    Attachment.objects.create(case=public, title=CANARY, file="originals/canary.pdf")
    Case.objects.filter(pk=public.pk).update(**texts, parent=draft)
    Figure.objects.filter(case=public).update(label_zh_hans=CANARY, label_en=CANARY)
    Case.objects.filter(parent=None, organisation=owner).update(parent=Case.objects.get(slug="b"))


SECRETS = ("secret-draft", "secret-submitted", "secret-accepted", "secret-returned", "secret-withdrawn")
EVERYWHERE = (
    CASES,
    f"{CASES}?page_size=100&sort=title",
    f"{CASES}?q={CANARY}",
    f"{CASES}?topic=secret-topic",
    f"{CASES}?organisation=secret-company",
    f"{CASES}?sdg=1&sdg=7&year=2019&year=2021",
    FACETS,
    f"{FACETS}?topic=secret-topic&organisation=secret-company",
    f"{FACETS}?q=canary",
    *(f"{CASES}/{slug}" for slug in ("a", "b", "c", *SECRETS)),
    "/api/v1/openapi.json",
)


def test_nothing_of_an_unpublished_case_is_answered_anywhere(client, unpublished):
    for address in EVERYWHERE:
        for method in (client.get, client.options, client.post):
            answer = method(address)
            assert CANARY not in answer.content.decode(), address
            assert "secret-" not in answer.content.decode(), address
            assert "canary" not in str(answer.headers), address


def test_unpublished_cases_change_no_list_no_count_and_no_neighbour(get, client, request, three):
    addresses = [CASES, f"{CASES}?sdg=7&sdg=1", FACETS, f"{FACETS}?sdg=1", f"{CASES}/a", f"{CASES}/b", f"{CASES}?q=canary"]
    before = [client.get(address).json() for address in addresses]
    request.getfixturevalue("unpublished")
    assert [client.get(address).json() for address in addresses] == before


@pytest.mark.parametrize("slug", [slug for slug in SECRETS if slug != "secret-withdrawn"])
def test_an_unpublished_case_answers_as_one_that_never_was(client, unpublished, slug):
    real, none = client.get(f"{CASES}/{slug}"), client.get(f"{CASES}/no-such-case")
    assert (
        (real.status_code, real.json())
        == (none.status_code, none.json())
        == (404, failure("slug", "没有这一案例。", "There is no such case."))
    )


def test_a_withdrawn_case_is_gone_and_says_nothing_more(client, unpublished):
    response = client.get(f"{CASES}/secret-withdrawn")
    assert (response.status_code, response.json()) == (410, failure("slug", "这一案例已经撤回。", "This case was withdrawn."))


def test_an_umbrella_that_was_withdrawn_is_not_named_by_what_was_nested_in_it(get):
    umbrella = make.case(slug="umbrella", title_zh_hans=CANARY)
    publish(umbrella)
    publish(make.case(slug="below", parent=umbrella))
    umbrella.refresh_from_db()
    take("withdraw", case=umbrella, by=make.user(Role.PUBLISHER), message="…")
    assert get(f"{CASES}/below")["parent"] is None


def test_who_is_signed_in_makes_no_difference(client, unpublished):
    addresses = [CASES, FACETS, f"{CASES}/a"]
    stranger = [client.get(address).content for address in addresses]
    for role in Role:
        client.force_login(make.user(role))
        assert [client.get(address).content for address in addresses] == stranger
        assert client.get(f"{CASES}/secret-draft").status_code == 404
