"""What a stamp covers, when it is void, and the way of a stamped sheet."""

import io
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from accounts.enums import Role
from cases.document import CaseDocument, OrganisationRef, Text, VideoDoc
from cases.enums import RevisionReason, Vocabulary
from cases.models import AuditEntry, Case, Seal, Tag
from cases.revisions import document_of, freeze
from cases.sealing import SealRefused, check, differences, give, scan_suffix, standing, with_stamp
from cases.stamp import sealed_digest
from cases.tagging import Choice, set_tags
from cases.workflow import take
from tests import make

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n...\n%%EOF\n"


@pytest.fixture
def editor():
    return make.editor(make.organisation("ours"))


@pytest.fixture
def reviewer():
    return make.user(Role.REVIEWER)


@pytest.fixture
def case(editor):
    case = make.case(editor.memberships.get().organisation, by=editor)
    make.picture(case, caption_zh_hans="图")
    return make.submitted(case)


def sheet(data=PDF, name="scan.pdf"):
    return ContentFile(data, name=name)


def given(case, by):
    return give(case, revision=case.revisions.first(), file=sheet(), by=by)


def sealed(case, editor, reviewer):
    check(given(case, editor), by=reviewer, accept=True)


def frozen(case, by, **columns):
    Case.objects.filter(pk=case.pk).update(**columns)
    return freeze(Case.objects.get(pk=case.pk), reason=RevisionReason.KEPT, by=by)


# --- What it covers ---------------------------------------------------------------------------------------------------


def changed(document, **values):
    return sealed_digest(replace(document, **values)) != sealed_digest(document)


def test_what_will_be_printed_in_the_companys_name_is_covered_and_nothing_else(case):
    document = document_of(case.revisions.first())
    figure, picture = document.figures[0], document.pictures[0]
    other = Text("别的", "Other")
    covered = [
        *({name: other} for name in ("title", "summary", "body", "place")),
        {"period": "2020"},
        {"year": 2022},
        {"organisation": replace(document.organisation, name=other)},
        {"figures": ()},
        *(
            {"figures": (replace(figure, **each),)}
            for each in ({"unit": "吨"}, {"qualifier": "chao"}, {"note": other}, {"status": "target"})
        ),
        *({"pictures": (replace(picture, **each),)} for each in ({"caption": other}, {"credit": other}, {"digest": "0" * 64})),
    ]
    free = [
        {"slug": "another-slug"},
        {"tags": ()},
        {"videos": (VideoDoc(other, "https://example.org/v"),)},
        {"behind": (("title", "en"),)},
        {"figures": (replace(figure, claim="checked", is_key=not figure.is_key),)},
        {"pictures": (replace(picture, alt=other, focus=(1, 2), licence="CC BY"),)},
    ]
    assert [change for change in covered if not changed(document, **change)] == []
    assert [change for change in free if changed(document, **change)] == []


def test_a_schema_that_grows_voids_no_stamp():
    """What is left at its default is not part of the digest, so that a field added tomorrow changes none of today's."""
    document = CaseDocument("slug", 2021, Text("题"), Text("要"), Text("<p>文</p>"), OrganisationRef("ours", Text("单位")))
    assert sealed_digest(document) == "984d48bfaed06ad7f45c385f4627941e27440bd5d5bc3c1845d16a0086eacb29"


# --- Its way ------------------------------------------------------------------------------------------------------------


def test_a_sheet_is_given_checked_and_then_the_case_is_sealed(case, editor, reviewer):
    assert standing(case).name == "none"
    seal = given(case, editor)
    assert (standing(case).name, standing(case).waiting, seal.file.name.startswith("originals/")) == ("waiting", seal, True)
    check(seal, by=reviewer, accept=True)
    now = standing(case)
    assert (now.name, now.seal, now.waiting, now.seal.checked_by) == ("sealed", seal, None, reviewer)
    told = list(AuditEntry.objects.filter(action="sealed").order_by("number").values_list("who_number", "case_number"))
    assert told == [(editor.pk, case.pk), (reviewer.pk, case.pk)]


def test_a_later_change_voids_it_only_when_the_sealed_content_changed(case, editor, reviewer):
    sealed(case, editor, reviewer)
    set_tags(case, Vocabulary.GOAL, [Choice(Tag.objects.of(Vocabulary.GOAL).get(code="13"))])
    assert frozen(case, reviewer).number == 2
    assert standing(case).name == "sealed"
    frozen(case, reviewer, title_zh_hans="另一个标题")
    now = standing(case)
    assert (now.name, now.seal.revision.number) == ("void", 1)
    found = differences(now.seal, now.revision)
    assert ([(change.name, change.language) for change in found.fields], found.parts) == ([("title", "zh_hans")], ())
    # The old text again is what was stamped.
    frozen(case, reviewer, title_zh_hans=document_of(now.seal.revision).title.zh_hans)
    assert standing(case).name == "sealed"


def test_every_list_of_cases_names_the_stamp_as_the_cases_own_page_does(case, editor, reviewer):
    """One case goes through all that there is; another stands beside it with a seal of its own."""

    def named():
        (row,) = with_stamp(Case.objects.filter(pk=case.pk))
        assert row.stamp == standing(case).name
        return row.stamp

    other = make.submitted(make.case(case.organisation, by=editor))
    draft = make.case(case.organisation, by=editor)
    sealed(other, editor, reviewer)
    names = [named()]
    seal = given(case, editor)
    names.append(named())
    check(seal, by=reviewer, accept=False, remark="缺第二页")
    names.append(named())
    sealed(case, editor, reviewer)
    names.append(named())
    frozen(case, reviewer, title_zh_hans="另一个标题")
    names.append(named())
    given(case, editor)
    assert [*names, named()] == ["none", "waiting", "none", "sealed", "void", "waiting"]
    assert dict(with_stamp(Case.objects.all()).values_list("pk", "stamp")) == {case.pk: "waiting", other.pk: "sealed", draft.pk: "none"}


def test_the_list_is_narrowed_to_a_stamp_and_its_form_and_its_publication_say_how_it_stands(client, case, editor, reviewer):
    other = make.submitted(make.case(case.organisation, by=editor))
    sealed(case, editor, reviewer)
    client.force_login(editor)
    for name, rows in (("sealed", [case]), ("none", [other]), ("void", []), ("unheard-of", [other, case])):
        assert list(client.get(f"/admin/cases/case/?stamp={name}").context["cl"].result_list) == rows
    assert '<span class="stamp stamp-sealed">已盖章</span>' in client.get("/admin/cases/case/").text
    assert [client.get(f"/admin/cases/case/{each.pk}/change/").context["stamp"].name for each in (case, other)] == ["sealed", "none"]
    take("start_review", case=case, by=reviewer)
    client.force_login(reviewer)
    assert "stamp-sealed" in client.get(f"/admin/cases/case/{case.pk}/step/accept/").text


def test_the_next_sheet_goes_on_from_the_seal_before_it(case, editor, reviewer):
    sealed(case, editor, reviewer)
    first = standing(case).seal
    revision = frozen(case, reviewer, title_zh_hans="另一个标题")
    second = give(case, revision=revision, file=sheet(), by=editor)
    check(second, by=reviewer, accept=True)
    assert (second.since, standing(case).name, standing(case).seal) == (first, "sealed", second)


def test_a_sheet_sent_back_needs_a_remark_and_seals_nothing(case, editor, reviewer):
    seal = given(case, editor)
    with pytest.raises(SealRefused):
        check(seal, by=reviewer, accept=False)
    check(seal, by=reviewer, accept=False, remark="缺第二页")
    assert (standing(case).name, Seal.objects.get().remark) == ("none", "缺第二页")
    with pytest.raises(SealRefused):
        check(seal, by=reviewer, accept=True)


def test_a_sheet_of_an_older_text_a_second_one_and_one_of_a_sealed_text_are_refused(case, editor, reviewer):
    first = case.revisions.first()
    frozen(case, reviewer, title_zh_hans="另一个标题")
    with pytest.raises(SealRefused):
        give(case, revision=first, file=sheet(), by=editor)
    seal = given(case, editor)
    with pytest.raises(SealRefused):
        given(case, editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seal.objects.create(case=case, revision=first, digest="", file="x.pdf", given_by=editor)
    check(seal, by=reviewer, accept=True)
    with pytest.raises(SealRefused):
        given(case, editor)


def test_strangers_give_none_and_a_company_ticks_off_none(case, editor):
    for person in (make.editor(make.organisation("theirs")), make.user(Role.COMPILER), make.user()):
        with pytest.raises(SealRefused):
            given(case, person)
    seal = given(case, editor)
    with pytest.raises(SealRefused):
        check(seal, by=editor, accept=True)
    other = make.submitted(make.case(editor.memberships.get().organisation, by=editor))
    with pytest.raises(SealRefused):
        give(case, revision=other.revisions.first(), file=sheet(), by=editor)


@pytest.mark.parametrize(("kind", "suffix"), [("JPEG", ".jpg"), ("PNG", ".png")])
def test_a_photograph_of_the_sheet_is_known_by_its_content(kind, suffix):
    assert scan_suffix(sheet(make.picture_file(kind=kind).read(), "whatever.exe")) == suffix


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"<script>alert(1)</script>", b"PK\x03\x04", b"%PDF-1.7 cut off"),
        *(make.picture_file(kind="WEBP").read(), make.picture_file().read()[:300]),
    ],
    ids=["empty", "html", "zip", "half a PDF", "webp", "half a picture"],
)
def test_anything_else_is_refused_by_its_content_whatever_it_is_called(data):
    with pytest.raises(ValidationError):
        scan_suffix(sheet(data, "sheet.pdf"))


# --- The page -----------------------------------------------------------------------------------------------------------


def page(case):
    return f"/admin/cases/case/{case.pk}/seal/"


def test_the_company_gives_a_sheet_on_the_page_and_a_reviewer_ticks_it_off(client, case, editor, reviewer):
    client.force_login(editor)
    assert "案例确认单（PDF）" in client.get(page(case)).text
    answer = client.post(page(case), {"act": "give", "revision": "1", "file": sheet()}, follow=True)
    assert "盖章确认单已收到，由审核人核对。" in answer.text
    seal = Seal.objects.get()
    assert client.post(page(case), {"act": "accept", "seal": seal.pk}).status_code == 404
    client.force_login(reviewer)
    answer = client.post(page(case), {"act": "accept", "seal": seal.pk}, follow=True)
    assert ("已盖章" in answer.text, standing(case).name) == (True, "sealed")
    scan = client.get(f"{page(case)}{seal.pk}/")
    assert (b"".join(scan.streaming_content), scan["Cache-Control"]) == (PDF, "private, no-store")
    assert scan["Content-Disposition"].startswith("attachment")


def test_a_wrong_file_gets_a_sentence_and_nothing_is_kept(client, case, editor):
    client.force_login(editor)
    for file in (sheet(b"<html>"), sheet(make.picture_file(kind="WEBP").read()), io.BytesIO(b"")):
        answer = client.post(page(case), {"act": "give", "revision": "1", "file": file}, follow=True)
        assert [message.level_tag for message in answer.context["messages"]] == ["error"]
    assert not Seal.objects.exists()


def test_the_code_on_a_sheet_tells_whether_it_is_of_the_present_text(client, case, editor, reviewer):
    digest = sealed_digest(document_of(case.revisions.first()))
    client.force_login(editor)
    assert client.get(f"{page(case)}?sheet={digest[:12]}").context["is_present"]
    frozen(case, reviewer, title_zh_hans="另一个标题")
    assert not client.get(f"{page(case)}?sheet={digest[:12]}").context["is_present"]
    assert "<scr-ipt>" not in client.get(f"{page(case)}?sheet=<script>").text
    client.logout()
    assert client.get(f"{page(case)}?sheet={digest[:12]}").status_code == 302


def test_where_something_was_stamped_before_the_page_offers_the_sheet_of_changes(client, case, editor, reviewer):
    sealed(case, editor, reviewer)
    frozen(case, reviewer, title_zh_hans="另一个标题")
    client.force_login(editor)
    link = f"/admin/sheets/{case.pk}/2/changes/"
    assert link in client.get(page(case)).text
    given(case, editor)
    assert link in client.get(page(case)).text


def test_strangers_find_no_page_no_scan_no_sheet_and_no_receipt(client, case, editor):
    seal, change = given(case, editor), case.state_changes.get(action="submit")
    sheets = f"/admin/sheets/{case.pk}/1/"
    addresses = [page(case), f"{page(case)}{seal.pk}/", sheets, f"{sheets}changes/", f"/admin/receipts/{change.pk}/"]
    for person in (make.editor(make.organisation("theirs")), make.user()):
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
        assert client.post(page(case), {"act": "give", "revision": "1", "file": sheet()}).status_code == 404
    colleague = make.editor(editor.memberships.get().organisation)
    client.force_login(colleague)
    assert [client.get(address).status_code for address in addresses[:2]] == [200, 200]
