import dataclasses

import pytest

from cases.document import digest, from_json, to_json
from cases.enums import RevisionReason
from cases.models import Case, Figure, Revision
from cases.revisions import build_document, document_of, freeze, with_parts
from tests import make

pytestmark = pytest.mark.django_db


def frozen(case):
    return build_document(with_parts(Case.objects.all()).get(pk=case.pk))


def test_a_document_goes_to_json_and_back_unchanged():
    case = make.case(concept="green")
    make.picture(case)
    document = frozen(case)
    assert from_json(to_json(document)) == document


def test_a_number_keeps_the_zeros_it_was_printed_with():
    case = make.case()
    Figure.objects.update(value="0.20")
    (figure,) = frozen(case).figures
    assert to_json(frozen(case))["figures"][0]["value"] == "0.20"
    assert str(figure.value) == "0.20"


def test_freezing_what_has_not_changed_gives_the_same_revision():
    case = make.case()
    first = freeze(case, reason=RevisionReason.SUBMITTED, by=case.created_by)
    assert freeze(case, reason=RevisionReason.ACCEPTED, by=case.created_by) == first


def test_freezing_after_a_change_gives_the_next_number():
    case = make.case()
    first = freeze(case, reason=RevisionReason.SUBMITTED, by=case.created_by)
    Case.objects.filter(pk=case.pk).update(title_zh_hans="新标题")
    second = freeze(case, reason=RevisionReason.SUBMITTED, by=case.created_by)
    assert [(r.number, document_of(r).title.zh_hans) for r in (first, second)] == [(1, case.title_zh_hans), (2, "新标题")]


def test_a_revision_cannot_be_changed_or_deleted():
    case = make.case()
    revision = freeze(case, reason=RevisionReason.SUBMITTED, by=case.created_by)
    attempts = [
        lambda: revision.save(),
        lambda: revision.delete(),
        lambda: Revision.objects.all().delete(),
        lambda: Revision.objects.update(number=9),
    ]
    for attempt in attempts:
        with pytest.raises(TypeError, match="append-only"):
            attempt()


def test_the_digest_depends_on_content_alone():
    case = make.case()
    document = frozen(case)
    assert digest(document) == digest(from_json(to_json(document)))
    assert digest(document) != digest(dataclasses.replace(document, year=2022))


@pytest.mark.parametrize("count", [1, 3])
def test_freezing_reads_a_case_in_the_same_queries_however_many_rows_it_has(count, django_assert_num_queries):
    case = make.case(goals=(7, 9, 13)[:count])
    for _ in range(count):
        make.picture(case)
    # the case with owner and parent; organisations; tags; figures; quotations; pictures; videos
    with django_assert_num_queries(8):
        frozen(case)


def test_attachments_are_no_part_of_what_is_frozen():
    case = make.case()
    case.attachments.create(title_zh_hans="盖章扫描件", file="originals/aa/secret.pdf")
    assert "盖章扫描件" not in str(to_json(frozen(case)))
