"""Search against the plain scan: whatever is scanned, indexed, moved or withdrawn, it finds what stands there and nothing else."""

import random
from dataclasses import replace

import pytest

from cases.document import Text, from_json
from cases.enums import Facet
from cases.models import PublicationSet, Revision, SearchGram, SearchSegment
from cases.publishing import put_out, rebuild, take_back
from cases.search import hits, index
from cases.search.facets import current_index
from cases.search.query import Query, Sort, search
from cases.search.tokens import normalise
from cases.tagging import Choice, new_topic, set_tags
from tests import make
from tests.cases.search import library

pytestmark = pytest.mark.django_db


@pytest.fixture
def rng() -> random.Random:
    return random.Random(2021)


@pytest.fixture(params=["scanned", "candidates read", "places compared"])
def library_of_150(request, rng, monkeypatch):
    """The same publications found in each of the ways: not indexed; indexed in several segments, with texts read; with places compared."""
    publications = library.publish([library.document(rng, number) for number in range(150)])
    if request.param != "scanned":
        monkeypatch.setattr(index, "LARGEST", 40)
        monkeypatch.setattr(hits, "FEW", 0 if request.param == "places compared" else 10_000)
        assert index.seal_all() == 150
    return publications


def found(run: str) -> set[int]:
    return set(hits.find([run], current_index())[run].text)


def test_every_run_finds_exactly_what_holds_it(library_of_150, rng):
    asked = library.runs(rng, 300)
    assert {run: found(run) for run in asked} == {run: library.holders(run) for run in asked}


def test_what_is_put_out_again_is_found_by_its_new_text_and_no_more_by_its_old(library_of_150, rng):
    publication = library_of_150[7]
    document = from_json(publication.revision.document)
    put_out(_next_revision(publication, title_zh="全新标题甲乙丙"))
    asked = [normalise(document.title.zh_hans), "全新标题甲乙丙", *library.runs(rng, 60)]
    assert {run: found(run) for run in asked} == {run: library.holders(run) for run in asked}
    assert found("全新标题甲乙丙") == {publication.pk}


def test_what_is_withdrawn_is_found_no_more(library_of_150, rng):
    for publication in library_of_150[::3]:
        take_back(publication.case)
    asked = library.runs(rng, 100)
    assert {run: found(run) for run in asked} == {run: library.holders(run) for run in asked}
    assert set(current_index().everything) == {publication.pk for i, publication in enumerate(library_of_150) if i % 3}


def test_publications_come_and_go_between_sealings_and_nothing_is_lost(rng, monkeypatch):
    monkeypatch.setattr(index, "LARGEST", 30)
    monkeypatch.setattr(hits, "FEW", 0)
    number = 0
    publications = []
    for _round in range(4):
        publications += library.publish([library.document(rng, number + i) for i in range(25)])
        number += 25
        for publication in rng.sample(publications, 5):
            put_out(_next_revision(publication, title_zh=library.words(rng, 7)))
        for publication in rng.sample(publications, 3):
            publications.remove(publication)
            take_back(publication.case)
        index.seal()
        asked = library.runs(rng, 40)
        assert {run: found(run) for run in asked} == {run: library.holders(run) for run in asked}


def test_small_segments_are_merged_and_what_is_idle_for_an_hour_is_dropped(rng, monkeypatch):
    for number in range(5):
        library.publish([library.document(rng, 10 * number + i) for i in range(10)])
        index.seal()
    assert PublicationSet.objects.filter(name__startswith="segment=", size__gt=0).count() == 1
    idle = SearchSegment.objects.exclude(idle_since=None)
    assert idle.count() > 0
    monkeypatch.setattr(index, "IDLE", -index.IDLE)
    index.seal()
    assert (idle.count(), SearchGram.objects.filter(segment__in=idle).count()) == (0, 0)


def test_the_end_of_a_title_and_the_beginning_of_a_summary_are_no_neighbours(rng, monkeypatch):
    monkeypatch.setattr(hits, "FEW", 0)
    document = replace(library.document(rng, 1), title=Text("光伏 towns"), summary=Text("roofs of towns run dry"))
    [publication] = library.publish([document])
    assert index.seal_all() == 1
    asked = ["s r", "towns roofs", "s ru", "towns run", "伏 towns", "s o"]
    assert {run: found(run) for run in asked} == {run: library.holders(run) for run in asked}
    assert (found("s r"), found("towns roofs")) == ({publication.pk}, set())


def test_a_text_with_a_word_too_long_for_the_index_is_scanned_and_found(rng):
    document = library.document(rng, 1)
    [publication] = library.publish([_with_body(document, f"<p>{'x' * 60}光伏</p>")])
    assert index.seal_all() == 0
    assert found("x" * 50) == {publication.pk}


def test_a_sealing_that_is_overtaken_leaves_out_what_changed_meanwhile(rng, monkeypatch):
    publications = library.publish([library.document(rng, number) for number in range(10)])
    whole = index._put_in_use

    def overtaken(segment, revisions):
        put_out(_next_revision(publications[0], title_zh="后来居上的标题"))
        take_back(publications[1].case)
        return whole(segment, revisions)

    monkeypatch.setattr(index, "_put_in_use", overtaken)
    assert index.seal() == 8
    assert found("后来居上的标题") == {publications[0].pk}
    asked = library.runs(rng, 60)
    assert {run: found(run) for run in asked} == {run: library.holders(run) for run in asked}


def test_publishing_seals_in_the_background_when_enough_is_scanned(monkeypatch):
    monkeypatch.setattr(index, "SEAL_AT", 2)
    monkeypatch.setattr(index, "SEAL_EACH", 1)
    make.published(make.case())
    assert SearchSegment.objects.count() == 0
    make.published(make.case())
    assert [len(ids) for ids in current_index().kinds["segment"].values()] == [2]


# --- Words -------------------------------------------------------------------------------------------------------


def slugs(q: str, **more) -> list[str]:
    return [publication.slug for publication in search(Query(q, **more)).page(1, 100)]


@pytest.fixture
def five():
    """Published one after the other, each found for a reason of its own."""
    huawei = make.organisation("huawei", name_zh_hans="华为技术有限公司", short_name_zh_hans="华为", aliases=["华为集团"])
    grid = make.organisation("state-grid", name_zh_hans="国家电网有限公司", latin_name="State Grid")
    carbon = new_topic("碳达峰碳中和", "Carbon peak and neutrality", slug="dual-carbon", synonyms=["双碳"])

    def publish(slug, owner, title, summary="摘要", body="正文", topic=None, **more):
        case = make.case(owner, slug=slug, title_zh_hans=title, summary_zh_hans=summary, body_zh_hans=f"<p>{body}</p>", **more)
        if topic:
            set_tags(case, "topic", [Choice(topic)])
        make.published(case)

    publish("in-text", grid, "甲案例", body="在屋顶建设光伏电站，采用５Ｇ")
    publish("in-summary", grid, "乙案例", summary="光伏与储能并用", body="采用5G网络")
    publish("in-title", huawei, "光伏扶贫", body="减少CO₂排放")
    publish("topic", grid, "丁案例", topic=carbon)
    publish("last", huawei, "戊案例", body="實現雙碳目標，光伏 發電", body_en="<p>A green factory with solar roofs</p>")


def test_title_comes_before_summary_before_text_and_among_equals_the_newest(five):
    assert slugs("光伏") == ["in-title", "in-summary", "last", "in-text"]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("光伏 储能", ["in-summary"]),
        ("光伏 -储能", ["in-title", "last", "in-text"]),
        ('"光伏与储能"', ["in-summary"]),
        ("5g", ["in-summary", "in-text"]),
        ("５Ｇ網路", []),
        ("5G 網络", ["in-summary"]),
        ("co2", ["in-title"]),
        ("CO₂ 排放", ["in-title"]),
        ("光伏发电", ["last"]),
        ("实现双碳目标", ["last"]),
        ("實現", ["last"]),
        ("储", ["in-summary"]),
        ("green factory", ["last"]),
        ('"green factory"', ["last"]),
        ('"factory green"', []),
        ("factor", ["last"]),
        ("huawei", ["last", "in-title"]),
        ("HW", ["last", "in-title"]),
        ("gjdw", ["topic", "in-summary", "in-text"]),
        ("guojiadian", ["topic", "in-summary", "in-text"]),
        ("华为集团", ["last", "in-title"]),
        ("State Grid", ["topic", "in-summary", "in-text"]),
        ("双碳", ["topic", "last"]),
        ("碳达峰碳中和", ["topic", "last"]),
        ('"双碳"', ["last"]),
        ("carbon neutrality", ["topic"]),
        ("没有的词", []),
        ("-光伏", ["topic"]),
        ('"光伏', ["in-title", "in-summary", "last", "in-text"]),
    ],
)
def test_words_find(five, q, expected):
    assert slugs(q) == expected


def test_words_and_choices_narrow_together_and_counts_are_of_what_was_found(five):
    found = search(Query("光伏", {Facet.ORGANISATION: ("huawei",)}))
    assert len(found) == 2
    assert found.counts[Facet.ORGANISATION] == {"huawei": 2, "state-grid": 2}
    assert found.counts[Facet.YEAR] == {"2021": 2}


def test_lists_go_by_title_and_by_organisation_in_either_language(five):
    assert slugs("", sort=Sort.TITLE) == ["topic", "in-title", "in-text", "last", "in-summary"]
    assert slugs("", sort=Sort.ORGANISATION) == ["topic", "in-summary", "in-text", "last", "in-title"]


def test_what_a_draft_or_a_withdrawn_case_says_is_found_by_no_name(five):
    hidden = make.organisation("hidden", name_zh_hans="秘密能源公司")
    make.case(hidden, title_zh_hans="秘密光伏")
    assert (slugs("秘密"), slugs("mmny"), slugs("秘密能源公司")) == ([], [], [])


# --- Facets ------------------------------------------------------------------------------------------------------


def test_counts_equal_brute_force_for_a_thousand_combinations(rng, monkeypatch):
    """Words and choices at random, while publications come, change and go."""
    monkeypatch.setattr(index, "LARGEST", 60)
    publications = library.publish([library.document(rng, number) for number in range(120)])
    index.seal_all()
    checked = 0
    for round_ in range(10):
        publications += library.publish([library.document(rng, 1000 + 10 * round_ + i) for i in range(4)])
        put_out(_next_revision(rng.choice(publications), title_zh=library.words(rng, 6)))
        gone = rng.choice(publications)
        publications.remove(gone)
        take_back(gone.case)
        documents = {revision.publications.get().pk: from_json(revision.document) for revision in _shown()}
        facets = library.facets(documents)
        for run in library.runs(rng, 50):
            choices = library.choices(rng, facets)
            library.check(run if rng.random() >= 0.3 and '"' not in run else "", choices, facets)
            checked += 1
    assert checked == 1_000


def test_rebuilding_changes_nothing_that_is_found(rng):
    library.publish([library.document(rng, number) for number in range(30)])
    asked = library.runs(rng, 50)
    before = {run: found(run) for run in asked}, current_index().counts({})
    assert rebuild() == 30
    assert ({run: found(run) for run in asked}, current_index().counts({})) == before
    assert PublicationSet.objects.filter(name__startswith="segment=", size=30).count() == 1


def _next_revision(publication, *, title_zh: str) -> Revision:
    from dataclasses import replace

    from cases.document import digest, to_json

    document = from_json(publication.revision.document)
    document = replace(document, title=Text(title_zh, document.title.en))
    last = publication.case.revisions.order_by("-number").first()
    return Revision.objects.create(
        case=publication.case,
        number=last.number + 1,
        reason="published",
        document=to_json(document),
        digest=digest(document),
        created_by=last.created_by,
    )


def _with_body(document, body: str):
    from dataclasses import replace

    return replace(document, body=Text(body))


def _shown():
    return Revision.objects.filter(publications__withdrawn_at=None, publications__isnull=False)
