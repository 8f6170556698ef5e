"""Generated cases: what a case of number and seed holds, and the rows that `generate_cases` makes of it."""

import re
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from accounts.models import Organisation
from benchmarks import search as search_benchmark
from benchmarks import site as site_benchmark
from benchmarks.site_ground import scratch
from benchmarks.words import kinds
from cases.document import digest, from_json, to_json
from cases.enums import CaseState, Vocabulary
from cases.generated.compose import compose_case
from cases.generated.load import Clash, lay_ground
from cases.generated.vocabulary import companies, topics
from cases.models import Case, Publication, Revision, StateChange, Tag
from cases.periods import parse
from cases.quantities import split_unit
from cases.revisions import build_document, with_parts
from cases.search.query import Query, search, shown
from cases.tagging import new_topic
from cases.text import clean_html, plain_text
from cases.units import RANK, UNITS
from cases.workflow import take
from tests import make

HAN = re.compile("[\u4e00-\u9fff]")
SAMPLE = [compose_case(number, 1) for number in range(1, 601)]


# --- Composed ------------------------------------------------------------------------------------------------------


# With the mark also where the module's own rows are read: tests without it run after those that empty the tables.
pytestmark = pytest.mark.django_db


def test_a_case_is_the_same_wherever_it_is_composed():
    assert compose_case(7, 1).title.zh_hans == "柔性直流进园区，檀淀轨道交通与工程建设二公司推动高质量发展"
    assert compose_case(7, 1) == compose_case(7, 1)


def test_number_and_seed_make_different_cases():
    assert len({digest(compose_case(number, seed)) for number in range(1, 30) for seed in range(30)}) == 29 * 30


def test_numbers_begin_at_one_and_seeds_at_nought():
    for number, seed in ((0, 1), (1, -1)):
        with pytest.raises(ValueError, match="begins"):
            compose_case(number, seed)


def test_a_document_survives_json_and_its_texts_are_clean():
    for document in SAMPLE[:200]:
        assert from_json(to_json(document)) == document
        assert (clean_html(document.body.zh_hans), clean_html(document.body.en)) == (document.body.zh_hans, document.body.en)


def test_a_text_is_as_long_as_a_real_one():
    lengths = sorted(len(HAN.findall(plain_text(document.body.zh_hans))) for document in SAMPLE)
    assert (lengths[6] >= 480, lengths[-6] <= 900) == (True, True)
    assert len({document.body.zh_hans for document in SAMPLE}) == len(SAMPLE)


def test_parts_come_in_the_numbers_that_real_cases_have():
    assert {len(document.figures) for document in SAMPLE} == {2, 3, 4, 5, 6}
    assert {len(document.key_figures) for document in SAMPLE} == {1, 2, 3, 4}
    assert {len(document.quotations) for document in SAMPLE} == {0, 1, 2}
    assert {len(document.goals) for document in SAMPLE} == {1, 2, 3, 4}
    assert {len(document.tagged("topic")) for document in SAMPLE} == {1, 2, 3, 4, 5, 6}
    assert {len(document.tagged("sector")) for document in SAMPLE} == {1, 2}
    assert {len(document.tagged("region")) for document in SAMPLE} == {1}
    assert {document.year for document in SAMPLE} == set(range(2012, 2025))
    assert {bool(document.goals[0].reason.zh_hans) for document in SAMPLE} == {True}
    assert all(
        len({tag.slug for tag in document.tags if tag.vocabulary == "topic"}) == len(document.tagged("topic")) for document in SAMPLE
    )


def test_three_in_five_have_english_and_four_in_five_a_concept():
    assert 0.5 < share(bool(document.title.en) for document in SAMPLE) < 0.7
    assert 0.7 < share(document.concept is not None for document in SAMPLE) < 0.9
    for document in SAMPLE:
        texts = (document.title.en, document.summary.en, document.body.en, document.place.en, document.figures[0].label.en)
        assert len({bool(text) for text in texts}) == 1


def test_words_are_as_common_and_as_rare_as_in_real_texts():
    texts = [f"{document.title.zh_hans}{document.summary.zh_hans}{plain_text(document.body.zh_hans)}" for document in SAMPLE]
    common = [share(word in text for text in texts) for word in ("发展", "绿色", "人工智能", "数字化", "碳达峰")]
    assert (common[0] > 0.95, common[1] > 0.95, min(common) > 0.1) == (True, True, True)
    assert all(0 < share(word in text for text in texts) < 0.1 for word in ("5G", "±800千伏", "CO₂", "牡蛎", "霁"))
    assert [(kind.length, kind.name) for kind in kinds(1)] == [(n, name) for n in (2, 3, 4) for name in ("common", "medium", "rare")]


def test_a_few_companies_and_topics_have_most_of_the_cases():
    owners = Counter(document.organisation.slug for document in SAMPLE)
    assert owners.most_common(1)[0][1] > 20
    assert len(owners) > 200
    assert Counter(tag.slug for document in SAMPLE for tag in document.tagged("topic")).most_common(1)[0][0] == topics()[0].slug


def test_figures_have_units_and_periods_that_can_be_read():
    for figure in (figure for document in SAMPLE for figure in document.figures):
        assert figure.unit == RANK or split_unit(figure.unit)[1] in UNITS
        parse(figure.period)
        assert "None" not in str(figure.quantity("en"))


def test_every_company_is_marked_as_a_sample_and_has_an_address_of_its_own():
    assert {company.ref.name.zh_hans[-4:] for company in companies()} == {"（示例）"}
    assert len({company.ref.slug for company in companies()}) == 5_000
    assert len({topic.slug for topic in topics()}) == len({topic.name for topic in topics()}) == 2_000


def share(of) -> float:
    values = list(of)
    return sum(values) / len(values)


# --- As rows -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def generated(django_db_setup, django_db_blocker):
    """Sixty cases, made once for the module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield generate(60)
        transaction.set_rollback(True)


def generate(*arguments, **options) -> str:
    out = StringIO()
    call_command("generate_cases", *map(str, arguments), stdout=out, **options)
    return out.getvalue().strip()


# These two want a database without the sixty, so they stand before the first that asks for them.
def test_real_cases_are_left_alone_unless_one_says_otherwise():
    make.case()
    with pytest.raises(CommandError, match="--add"):
        generate(3)
    assert Case.objects.count() == 1
    assert generate(3, add=True).startswith("cases made: 3,")
    assert Case.objects.count() == 4


def test_a_topic_of_that_name_at_another_address_is_not_overwritten():
    new_topic(topics()[5].name.zh_hans, slug="somewhere-else")
    with pytest.raises(Clash, match="already"):
        lay_ground()
    with pytest.raises(CommandError, match="already"):
        generate(3)


def test_the_command_says_what_it_made(generated):
    assert re.fullmatch(r"cases made: 60, there already: 0; \d+ s", generated)
    rows = (Case.objects, Revision.objects, Publication.objects.live())
    assert [manager.count() for manager in rows] == [60, 60, 60]


def test_every_row_would_pass_its_form(generated):
    for case in with_parts(Case.objects.order_by("pk")[:50]):
        case.full_clean()
        parts = [*case.case_tags.all(), *case.participations.all(), *case.figures.all(), *case.quotations.all()]
        for part in parts:
            part.full_clean()
    for row in (*Organisation.objects.order_by("-pk")[:50], *Tag.objects.of(Vocabulary.TOPIC).order_by("-pk")[:50]):
        row.full_clean()


def test_rows_freeze_to_the_document_that_was_published(generated):
    for number, case in enumerate(with_parts(Case.objects.order_by("pk")), 1):
        document = compose_case(number, 1)
        revision = case.revisions.get()
        assert build_document(case) == document
        assert (revision.document, revision.digest) == (to_json(document), digest(document))
        assert shown(case.publication) == document


def test_the_log_says_what_the_workflow_would_have_said(generated):
    case = Case.objects.order_by("pk")[0]
    log = StateChange.objects.filter(case=case).order_by("pk").values_list("action", "before", "after", "revision__number")
    assert list(log) == [
        ("submit", "draft", "submitted", 1),
        ("start_review", "submitted", "in_review", None),
        ("accept", "in_review", "accepted", 1),
        ("publish", "accepted", "published", 1),
    ]
    assert case.state == CaseState.PUBLISHED
    assert case.state_changes.get(action="publish").by != case.changed_by


def test_a_generated_case_goes_the_way_of_any_other_from_there(generated):
    with transaction.atomic():
        case = Case.objects.order_by("pk")[0]
        ground = lay_ground()
        Case.objects.filter(pk=case.pk).update(title_zh_hans="新的标题")
        for step in ("submit", "start_review", "accept"):
            take(step, case=case, by=ground.reviewer)
        take("publish", case=case, by=ground.publisher)
        assert shown(Publication.objects.get(case=case)).title.zh_hans == "新的标题"
        transaction.set_rollback(True)


def test_the_public_finds_them(generated, client):
    first = compose_case(1, 1)
    assert Case.objects.get(slug=first.slug).publication.pk in search(Query(words=first.title.zh_hans)).ids
    assert client.get(f"/cases/{first.slug}/").status_code == 200


def test_asking_again_makes_what_is_missing_and_nothing_twice(generated):
    with transaction.atomic():
        assert generate(60).startswith("cases made: 0, there already: 60")
        assert generate(70).startswith("cases made: 10, there already: 60")
        assert generate(10).startswith("cases made: 0, there already: 10")
        assert generate(5, seed=2).startswith("cases made: 5, there already: 0")
        assert Publication.objects.live().count() == 75
        transaction.set_rollback(True)


def test_for_the_public_alone_texts_are_short_and_parts_and_log_left_out(generated):
    with transaction.atomic():
        generate(5, seed=3, public_only=True)
        case = Case.objects.get(slug="generated-3-1")
        document, whole = shown(case.publication), compose_case(1, 3)
        assert (document.title, document.summary, document.tags) == (whole.title, whole.summary, whole.tags)
        assert whole.body.zh_hans.startswith(document.body.zh_hans)
        assert 80 < len(plain_text(document.body.zh_hans)) < len(plain_text(whole.body.zh_hans)) / 2
        assert (case.figures.count(), case.case_tags.count(), case.state_changes.count(), case.revisions.count()) == (0, 0, 0, 1)
        transaction.set_rollback(True)


@pytest.mark.parametrize("wrong", [["0"], ["10000001"], ["many"], ["5", "--seed", "-1"], ["5", "--seed", "4294967296"], []])
def test_what_cannot_be_meant_is_refused_with_a_sentence(wrong):
    with pytest.raises(CommandError, match=r"give|invalid|required"):
        call_command("generate_cases", *wrong)


# --- The benchmark -------------------------------------------------------------------------------------------------


def test_the_benchmark_reads_its_arguments():
    given = vars(site_benchmark.read_arguments(["--cases", "1000", "1,000,000", "--database", "postgresql", "--only", "list"]))
    assert given == {
        "cases": [1_000, 1_000_000],
        "database": "postgresql",
        "seed": 1,
        "public_only": False,
        "rounds": 3,
        "seconds": 1,
        "connections": 8,
        "workers": 2,
        "port": 8120,
        "log_level": "INFO",
        "only": ["list"],
        "ground": None,
    }
    given = vars(search_benchmark.read_arguments(["--ground", "kept"]))
    assert given == {"cases": [1_000, 10_000], "database": "sqlite", "seed": 1, "public_only": False, "ground": Path("kept")}


def test_a_kept_ground_is_there_the_next_time_and_another_is_gone(tmp_path):
    for kept in (tmp_path / "kept", None):
        with scratch("sqlite", kept) as ground:
            (ground.folder / "casebook.sqlite3").touch()
            assert ground.environment["DATABASE_URL"] == f"sqlite:///{ground.folder / 'casebook.sqlite3'}"
        assert (ground.folder / "casebook.sqlite3").exists() == (kept is not None)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (["--cases", "0"], "not a number from 1 to 10,000,000"),
        (["--cases", "1000", "10"], "rising numbers"),
        (["--cases", "many"], "'many' is not a number"),
        (["--database", "oracle"], "choose from"),
        (["--only", "nothing-of-the-kind"], "no row is named so. There are: home; list;"),
    ],
)
def test_a_wrong_argument_of_the_benchmark_gets_a_sentence(wrong, sentence, capsys):
    with pytest.raises(SystemExit):
        site_benchmark.read_arguments(wrong)
    assert sentence in capsys.readouterr().err


def test_the_rows_of_the_benchmark_are_addresses_of_the_site(generated, client):
    for row in site_benchmark.rows(60, 1):
        assert {client.get(address).status_code for address in row.addresses[:2]} == {200}, row.name
