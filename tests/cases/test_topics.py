"""Topics renamed, merged, taken back, proposed; and what the public sees of it."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from cases.document import Text
from cases.enums import ProposalState, Rank, Vocabulary
from cases.models import CaseTag, Publication, Tag, TagChange, TopicProposal
from cases.publishing import rebuild
from cases.search.facets import current_index
from cases.tagging import Choice, find_topics, new_topic, set_tags
from cases.topics import Effect, Refused, decline, effect_of_merge, merge, propose, rename, take_up, undo
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer():
    return make.user(Role.REVIEWER)


@pytest.fixture
def storage():
    return new_topic("储能", "Energy storage", synonyms=["蓄能"])


@pytest.fixture
def batteries():
    return new_topic("电池储能", "Battery storage")


def tagged(*topics, public=True, **columns):
    case = make.case(**columns)
    set_tags(case, Vocabulary.TOPIC, [Choice(topic, Rank.SECONDARY, Text("因为", "")) for topic in topics])
    if public:
        make.published(case)
    return case


def shown(tag):
    """The slugs of the published cases that stand under a topic, as sets and as rows say."""
    by_set = set(current_index().sets.get("topic", {}).get(tag.slug, ()))
    by_row = {row.pk for row in Publication.objects.live() if f"topic={tag.slug}" in row.facets}
    assert by_set == by_row
    return {row.slug for row in Publication.objects.filter(pk__in=by_set)}


def test_a_renamed_topic_is_found_by_its_former_name_and_keeps_its_address(storage, reviewer, client):
    case = tagged(storage)
    rename(storage, zh="新型储能", en="New energy storage", by=reviewer)
    assert find_topics(["储能", "energy storage", "新型储能"]) == dict.fromkeys(["储能", "energy storage", "新型储能"], storage)
    page = client.get(f"/topics/{storage.slug}/")
    assert (page.status_code, "新型储能" in page.text, shown(storage)) == (200, True, {case.slug})


def test_a_name_that_another_topic_has_is_refused(storage, batteries, reviewer):
    for name in ("电池储能", "Battery Storage"):
        with pytest.raises(Refused):
            rename(storage, zh=name, en="", by=reviewer)
    with pytest.raises(Refused):
        rename(storage, zh="  ", en="", by=reviewer)
    with pytest.raises(Refused):
        rename(storage, zh="储能", en="Energy storage", by=reviewer)
    assert not TagChange.objects.exists()


def test_a_rename_taken_back_is_as_it_was(storage, reviewer):
    change = rename(storage, zh="新型储能", en="", by=reviewer)
    undo(change, by=reviewer)
    storage.refresh_from_db()
    assert (storage.name_zh_hans, storage.name_en, storage.synonyms) == ("储能", "Energy storage", ["蓄能"])
    with pytest.raises(Refused):
        undo(change, by=reviewer)


def test_what_a_merge_would_change_is_what_it_changes(storage, batteries, reviewer):
    one, draft, both = tagged(batteries), tagged(batteries, public=False), tagged(batteries, storage)
    other = tagged(storage)
    assert effect_of_merge(batteries, storage) == Effect(cases=2, both=1, public=2)
    merge(batteries, storage, by=reviewer)
    assert set(CaseTag.objects.filter(tag=storage).values_list("content_object", flat=True)) == {one.pk, draft.pk, both.pk, other.pk}
    assert not CaseTag.objects.filter(tag=batteries).exists()
    assert (shown(storage), shown(batteries)) == ({one.slug, both.slug, other.slug}, set())


def test_a_merged_topics_address_and_names_lead_to_the_kept_one(storage, batteries, reviewer, client):
    tagged(batteries)
    merge(batteries, storage, by=reviewer)
    answer = client.get(f"/topics/{batteries.slug}/")
    assert (answer.status_code, answer["Location"]) == (301, reverse("topic", args=[storage.slug]))
    assert find_topics(["电池储能"]) == {"电池储能": storage}
    english = client.get(f"/en/topics/{batteries.slug}/")
    assert english["Location"] == f"/en/topics/{storage.slug}/"


def test_a_chain_of_merges_leads_to_its_end_in_one_hop(storage, batteries, reviewer, client):
    cells = new_topic("电芯", "Cells")
    tagged(cells)
    merge(cells, batteries, by=reviewer)
    merge(Tag.objects.get(pk=batteries.pk), storage, by=reviewer)
    assert client.get(f"/topics/{cells.slug}/")["Location"] == reverse("topic", args=[storage.slug])
    undo(TagChange.objects.first(), by=reviewer)
    assert client.get(f"/topics/{cells.slug}/")["Location"] == reverse("topic", args=[batteries.slug])


def test_a_merge_taken_back_leaves_everything_as_it_was(storage, batteries, reviewer):
    one, both, other = tagged(batteries), tagged(batteries, storage), tagged(storage)
    before = sorted(CaseTag.objects.values_list("content_object", "tag", "rank", "reason_zh_hans"))
    change = merge(batteries, storage, by=reviewer)
    later = tagged(Tag.objects.get(pk=storage.pk))
    undo(change, by=reviewer)
    after = sorted(CaseTag.objects.exclude(content_object=later).values_list("content_object", "tag", "rank", "reason_zh_hans"))
    assert after == before
    assert shown(batteries) == {one.slug, both.slug}
    assert shown(storage) == {both.slug, other.slug, later.slug}
    storage.refresh_from_db()
    assert storage.synonyms == ["蓄能"]


def test_a_frozen_text_put_out_again_or_rebuilt_stands_under_the_kept_topic(storage, batteries, reviewer):
    case = tagged(batteries)
    merge(batteries, storage, by=reviewer)
    rebuild()
    assert (shown(storage), shown(batteries)) == ({case.slug}, set())


def test_a_change_that_another_rests_on_is_not_taken_back_first(storage, batteries, reviewer):
    first = rename(storage, zh="新型储能", en="", by=reviewer)
    merge(batteries, storage, by=reviewer)
    with pytest.raises(Refused):
        undo(first, by=reviewer)


@pytest.mark.parametrize("role", [Role.COMPILER, Role.OPERATOR, None])
def test_others_than_reviewers_change_no_topic(storage, batteries, role):
    person = make.user(role)
    for act in (
        lambda: rename(storage, zh="别的", en="", by=person),
        lambda: merge(batteries, storage, by=person),
        lambda: take_up([], by=person),
        lambda: decline([], by=person),
    ):
        with pytest.raises(Refused):
            act()


def test_goals_are_neither_renamed_nor_merged(storage, reviewer):
    goal = Tag.objects.of(Vocabulary.GOAL).first()
    with pytest.raises(Refused):
        rename(goal, zh="别的", en="", by=reviewer)
    with pytest.raises(Refused):
        merge(goal, storage, by=reviewer)
    with pytest.raises(Refused):
        merge(storage, storage, by=reviewer)


# --- Proposals ----------------------------------------------------------------------------------------------------


def test_a_proposal_waits_and_gives_the_case_its_topic_once_taken(reviewer):
    case = make.case()
    proposal = propose(case, " 虚拟　电厂 ", by=case.changed_by)
    assert (proposal.name, propose(case, "虚拟 电厂", by=case.changed_by)) == ("虚拟 电厂", proposal)
    assert not Tag.objects.of(Vocabulary.TOPIC).exists()
    topic = take_up([proposal], by=reviewer, en="Virtual power plant")
    proposal.refresh_from_db()
    assert (topic.name_zh_hans, topic.slug, proposal.state, proposal.topic) == (
        "虚拟 电厂",
        "virtual-power-plant",
        ProposalState.TAKEN,
        topic,
    )
    assert [item.tag for item in case.case_tags.filter(tag__vocabulary="topic")] == [topic]
    with pytest.raises(Refused):
        take_up([proposal], by=reviewer)


def test_a_proposal_taken_as_a_topic_there_is_becomes_its_synonym(storage, reviewer):
    case = make.case()
    take_up([propose(case, "储电", by=case.changed_by)], by=reviewer, topic=storage)
    assert find_topics(["储电"]) == {"储电": storage}


def test_what_the_vocabulary_has_or_too_much_is_not_proposed(storage):
    case = make.case()
    for name in ("蓄能", "ENERGY STORAGE", "x", "长" * 61, "\0"):
        with pytest.raises(Refused):
            propose(case, name, by=case.changed_by)
    for number in range(10):
        propose(case, f"新词 {number}", by=case.changed_by)
    with pytest.raises(Refused):
        propose(case, "再来一个", by=case.changed_by)
    with pytest.raises(Refused):
        propose(case, "新词", by=make.editor(make.organisation()))


def test_a_declined_proposal_stays_declined(reviewer):
    case = make.case()
    proposal = propose(case, "虚拟电厂", by=case.changed_by)
    assert (decline([proposal], by=reviewer), decline([proposal], by=reviewer)) == (1, 0)
    with pytest.raises(Refused):
        take_up([proposal], by=reviewer)
    assert TopicProposal.objects.get().state == ProposalState.DECLINED
