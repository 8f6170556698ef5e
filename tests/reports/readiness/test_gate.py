"""The gate of a report in the database: what only that knows, what it costs, and what an edition keeps of it."""

import pytest
from django.core.files.base import ContentFile
from django.utils.translation import override

from accounts.enums import Role
from cases.enums import RevisionReason
from cases.models import Case, Publication
from cases.reviewing import resolve, say
from cases.revisions import freeze as freeze_case
from cases.sealing import check, give
from cases.workflow import take
from reports import editions
from reports.editions import Blocked, Refused, freeze
from reports.models import Block, Part, Placement, Report, ShortLink, Signer
from reports.placements import place_case, stay, take_over
from reports.readiness import Door, Severity, examine
from reports.readiness.checks import BY_CODE, CHECKS
from reports.settling import judged, settle
from reports.shortening import Answer, mark_of, shorten
from reports.signing.signatures import sign
from reports.signing.standing import state
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return Report.objects.create(year=2030, title_zh_hans="报告", title_en="Report")


@pytest.fixture
def part(report):
    return Part.objects.create(report=report, key="one", title_zh_hans="一", title_en="One")


@pytest.fixture
def block(part):
    return Block.objects.create(part=part, kind="case")


@pytest.fixture
def case(block):
    case = make.case()
    make.published(case)
    place_case(block, case)
    return Case.objects.get(pk=case.pk)


def found(report, code):
    """What one check says: how much is in order, and the sentences of what is not."""
    with override("en"):
        result = next(each for each in examine(report).results if each.check.code == code)
        return result.done, [obstacle.what for obstacle in result.obstacles]


def entries(report):
    """What there is but for the part's chain, which no report here has."""
    return [obstacle for obstacle in examine(report).obstacles if obstacle.check != "signatures"]


def stamped(case):
    by = make.editor(case.organisation)
    seal = give(case, revision=case.revisions.order_by("-number").first(), file=ContentFile(b"%PDF-1.7\n%%EOF\n", name="x.pdf"), by=by)
    check(seal, by=make.user(Role.REVIEWER), accept=True)
    return seal


# --- What the database knows -----------------------------------------------------------------------------------------


def test_a_case_is_stamped_when_its_company_has_stamped_what_is_placed(report, case):
    assert found(report, "seals") == (0, ["The company has not stamped the case as it is printed."])
    seal = stamped(case)
    assert found(report, "seals") == (1, [])
    type(seal).objects.update(state="waiting")
    assert found(report, "seals") == (0, ["A stamped sheet of the case waits to be checked."])


def test_a_stamp_under_another_text_is_none(report, case):
    Case.objects.filter(pk=case.pk).update(title_zh_hans="另一个标题")
    freeze_case(Case.objects.get(pk=case.pk), reason=RevisionReason.KEPT, by=case.created_by)
    stamped(case)
    assert found(report, "seals") == (0, ["The company has not stamped the case as it is printed."])


def test_a_comment_blocks_until_it_is_resolved(report, case):
    reviewer = make.user(Role.REVIEWER, name="王审核")
    thread = say(case=case, field="title_zh_hans", text="请写得更具体。", by=reviewer, visibility="company")
    say(case=case, field="title_zh_hans", text="再议。", by=reviewer, visibility="inside")
    say(case=make.case(), field="title_zh_hans", text="别的案例。", by=reviewer, visibility="inside")
    assert found(report, "comments") == (0, ["The company has not yet done what 王审核 asked of it.", "A comment by 王审核 is open."])
    resolve(thread=thread, by=reviewer)
    assert found(report, "comments") == (1, ["A comment by 王审核 is open."])


def test_a_case_that_has_moved_on_is_told_with_both_numbers(report, case):
    assert found(report, "newer") == (1, [])
    Case.objects.filter(pk=case.pk).update(title_zh_hans="新标题")
    newer = freeze_case(Case.objects.get(pk=case.pk), reason=RevisionReason.PUBLISHED, by=case.created_by)
    Publication.objects.update(revision=newer)
    assert found(report, "newer") == (0, [f"The report has revision 1 of the case; revision {newer.number} is public."])
    (obstacle,) = [each for each in examine(report).obstacles if each.check == "newer"]
    assert (obstacle.door, obstacle.name) == (Door.NEWER, str(Placement.objects.get().pk))


def test_a_withdrawn_case_blocks(report, case):
    take("withdraw", case=case, by=make.user(Role.PUBLISHER), message="撤回")
    assert found(report, "withdrawn") == (0, ["The case is withdrawn: take it out, or have it published again."])
    assert found(report, "newer") == (0, [])


def test_a_revision_that_somebody_stays_at_with_a_reason_is_in_order(report, case):
    Case.objects.filter(pk=case.pk).update(title_zh_hans="新标题")
    newer = freeze_case(Case.objects.get(pk=case.pk), reason=RevisionReason.PUBLISHED, by=case.created_by)
    Publication.objects.update(revision=newer)
    stay(Placement.objects.get(), number=newer.number, reason="已付印", by=make.user(Role.COMPILER))
    assert found(report, "newer") == (1, [])


def test_a_print_sentence_whose_source_has_moved_on_blocks_and_leads_to_where_it_is_mended(report, case):
    placement = Placement.objects.get()
    Case.objects.filter(pk=case.pk).update(body_zh_hans="<p>全年节电二十万度。</p><p>下一步扩大。</p>")
    Publication.objects.update(revision=freeze_case(Case.objects.get(pk=case.pk), reason=RevisionReason.PUBLISHED, by=case.created_by))
    number = Publication.objects.get().revision.number
    take_over(placement, number=number)
    placement.refresh_from_db()
    shorten(placement.pk, answers={"zh_hans": {0: Answer("节电二十万度。"), 1: Answer("")}}, own={}, seen=mark_of(placement))
    assert found(report, "shortened") == (1, [])
    Case.objects.filter(pk=case.pk).update(body_zh_hans="<p>全年节电三十万度。</p><p>下一步扩大。</p>")
    Publication.objects.update(revision=freeze_case(Case.objects.get(pk=case.pk), reason=RevisionReason.PUBLISHED, by=case.created_by))
    take_over(Placement.objects.get(), number=Publication.objects.get().revision.number)
    assert found(report, "shortened") == (0, ["The source of this print sentence has changed."])
    (obstacle,) = [each for each in examine(report).obstacles if each.check == "shortened"]
    assert (obstacle.door, obstacle.name, obstacle.about) == (Door.SHORTENED, str(placement.pk), "节电二十万度。")


def test_what_a_chain_has_not_signed_and_a_company_has_not_approved_blocks_and_what_is_signed_counts(report, part, case):
    chief = make.user(Role.COMPILER, name="王主编")
    Signer.objects.create(part=part, user=chief, role="主编")
    (standing,) = state(report).parts
    sign(part, by=chief, seen=[each.mark for each in standing.pieces if each.piece.place is None])
    done, sentences = found(report, "signatures")
    assert done == 1
    assert sentences == [
        "“One”, block 1: waits for the signature of 王主编 (主编).",
        f"“{case.title_en}”: its company has not been asked yet.",
    ]
    doors = [(each.door, each.severity) for each in examine(report).obstacles if each.check == "signatures"]
    assert doors == [(Door.SIGNING, Severity.BLOCKS), (Door.APPROVALS, Severity.BLOCKS)]


def test_a_short_link_without_an_address_is_dead(report, part):
    link = ShortLink.objects.create(code="film", title_zh_hans="影片", title_en="Film")
    Block.objects.create(part=part, kind="video", link=link)
    assert found(report, "links") == (0, ["The code leads to a page that says the video's address is not known yet."])
    ShortLink.objects.update(target="https://example.org/film")
    assert found(report, "links") == (1, [])


def test_a_link_of_the_text_to_a_page_of_ours_that_is_gone_blocks(report, part, case, settings):
    site = settings.SITE_URL
    text = f'<p><a href="{site}/cases/{case.slug}/">在</a><a href="{site}/en/cases/gone/#x">不在</a><a href="https://example.org/cases/x/">别处</a></p>'
    Block.objects.create(part=part, text_zh_hans=text, text_en="<p>x</p>")
    assert found(report, "references") == (1, [f"The text leads to {site}/en/cases/gone/, which is not public."])


def test_findings_of_the_number_audit_are_open_until_they_are_accepted(report, part):
    Block.objects.create(part=part, text_zh_hans="<p>2024年2月30日投产。</p>", text_en="<p>Text.</p>")
    assert found(report, "numbers")[0] == 0
    for row in judged(report):
        settle(report, row.finding, outcome="accepted", reason="如此", by=make.user(Role.COMPILER))
    assert found(report, "numbers") == (len(judged(report)), [])


def test_a_report_with_a_gap_is_looked_at_all_the_same(report, part):
    """The incomplete block is told of, and what stands beside it is still led to by its number."""
    Block.objects.create(part=part, kind="tiles")
    Block.objects.create(part=part, order=1, text_zh_hans="<p>没有英文。</p>")
    assert found(report, "incomplete") == (1, ["The block is not complete. There is nothing in it yet."])
    assert [(each.place.part, each.place.block) for each in entries(report)] == [("one", 0), ("one", 1)]


def test_an_empty_report_is_not_ready(report):
    assert found(report, "incomplete") == (0, ["There is nothing in the report yet."])


def test_a_report_in_chinese_alone_asks_for_no_english(report, part):
    Block.objects.create(part=part, text_zh_hans="<p>没有英文。</p>")
    assert len(examine(report).blocking) == 1
    report.in_english = False
    assert entries(report) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_gate_costs_the_same_whatever_there_is_in_the_report(report, part, count, django_assert_num_queries):
    for number in range(count):
        case = make.case()
        make.published(case)
        place_case(Block.objects.create(part=part, kind="case", order=3 * number), case)
        say(case=case, field="title_zh_hans", text="？", by=make.user(Role.REVIEWER), visibility="inside")
        link = ShortLink.objects.create(code=f"film-{number}", title_zh_hans="影片")
        Block.objects.create(part=part, kind="video", link=link, order=3 * number + 1)
        Block.objects.create(part=part, order=3 * number + 2, text_zh_hans="<p>减排6.42万吨。</p>")
    # Ten to compose what there is; settlements; blocks, placements, what is public of them and who stays; shortened texts; comments;
    # suggestions from Word; the parts' chains, blocks and signatures, companies' answers (6); short links.
    with django_assert_num_queries(QUERIES):
        examine(report)


QUERIES = 24


def test_each_check_has_a_code_and_a_sentence_of_its_own():
    assert len({check.asks for check in CHECKS}) == len(BY_CODE) == len(CHECKS)


# --- Freezing --------------------------------------------------------------------------------------------------------


@pytest.fixture
def _no_files(monkeypatch):
    monkeypatch.setattr(editions, "FILES", ())


UNSIGNED = {"signatures": {"warns": 1}}


@pytest.fixture
def blocked(report, part, _no_files):
    Block.objects.create(part=part, text_zh_hans="<p>没有英文。</p>")
    return report


def test_what_blocks_printing_is_not_frozen_without_a_reason(blocked):
    with override("en"), pytest.raises(Blocked, match="1 entry of the readiness list blocks printing") as refused:
        freeze(blocked, by=make.user(Role.COMPILER), reason=" \0 ")
    assert (refused.value.readiness.tally(), blocked.editions.count()) == (UNSIGNED | {"english": {"blocks": 1}}, 0)


def test_with_a_reason_it_is_and_the_manifest_keeps_both(blocked):
    edition = freeze(blocked, by=make.user(Role.COMPILER), reason=" 给理事会看。 ")
    assert edition.manifest["readiness"] == {"open": UNSIGNED | {"english": {"blocks": 1}}, "reason": "给理事会看。"}


def test_a_report_that_is_ready_needs_no_reason_and_keeps_none(blocked):
    blocked.in_english = False
    blocked.save()
    edition = freeze(blocked, by=make.user(Role.COMPILER), reason="多余的理由")
    assert edition.manifest["readiness"] == {"open": UNSIGNED, "reason": ""}


def test_a_report_in_chinese_alone_gets_its_files_in_chinese(blocked, monkeypatch):
    monkeypatch.setattr(editions, "FILES", ("json",))
    blocked.in_english = False
    blocked.save()
    edition = freeze(blocked, by=make.user(Role.COMPILER))
    assert [(build.format, build.language) for build in edition.builds.all()] == [("json", "zh-hans")]


def test_what_is_changed_while_the_gate_looks_is_not_frozen_unseen(blocked, monkeypatch):
    def meanwhile(report):
        seen = examine(report)
        Block.objects.update(text_zh_hans="<p>刚刚改过。</p>")
        return seen

    monkeypatch.setattr(editions, "examine", meanwhile)
    with override("en"), pytest.raises(Refused, match="has been changed in this moment"):
        freeze(blocked, by=make.user(Role.COMPILER), reason="给理事会看。")
    assert blocked.editions.count() == 0
