"""Which language of a text is behind: a rule about two documents, and what freezing keeps of it."""

from dataclasses import replace

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import gettext as _

from cases.document import CaseDocument, OrganisationRef, Text, from_json, to_json
from cases.enums import RevisionReason
from cases.models import Case
from cases.newer import newer_texts
from cases.revisions import as_frozen_now, document_of, freeze
from tests import make

BASE = CaseDocument(
    slug="case",
    year=2021,
    title=Text("标题", "Title"),
    summary=Text("摘要", "Summary"),
    body=Text("<p>正文</p>", "<p>Text</p>"),
    organisation=OrganisationRef("one", Text("一")),
    place=Text("浙江", "Zhejiang"),
)
CHINESE, ENGLISH, BOTH, NEITHER = Text("新摘要", "Summary"), Text("摘要", "New"), Text("新摘要", "New"), Text("摘要", "Summary")


def marked(**texts):
    return newer_texts(BASE, replace(BASE, **texts))


def test_a_first_document_marks_nothing():
    assert newer_texts(None, BASE) == ()


@pytest.mark.parametrize(
    ("summary", "marks"),
    [(CHINESE, (("summary", "en"),)), (ENGLISH, (("summary", "zh-hans"),)), (BOTH, ()), (NEITHER, ())],
    ids=["Chinese", "English", "both", "neither"],
)
def test_the_language_that_was_not_changed_is_behind(summary, marks):
    assert marked(summary=summary) == marks


def test_each_text_is_marked_by_itself():
    assert marked(title=Text("新", "Title"), body=Text("<p>正文</p>", "<p>New</p>"), place=Text("上海", "Shanghai")) == (
        ("title", "en"),
        ("body", "zh-hans"),
    )


@pytest.mark.parametrize(
    ("then", "marks"),
    [
        (Text("再改", "Summary"), (("summary", "en"),)),
        (Text("新摘要", "Summary"), (("summary", "en"),)),
        (Text("新摘要", "Follows"), ()),
        (Text("再改", "Follows"), ()),
    ],
    ids=["changed again", "left", "followed", "both"],
)
def test_a_mark_stays_until_the_other_language_follows(then, marks):
    first = replace(BASE, summary=CHINESE, behind=(("summary", "en"),))
    assert newer_texts(first, replace(first, summary=then)) == marks


@pytest.mark.parametrize("summary", [Text("新摘要", ""), Text("", "New"), Text("", "")])
def test_a_text_that_is_missing_falls_back_and_is_not_behind(summary):
    assert marked(summary=summary) == ()


def test_a_first_translation_makes_nothing_newer():
    chinese_alone = replace(BASE, summary=Text("摘要", ""))
    assert newer_texts(chinese_alone, BASE) == ()


@pytest.mark.parametrize("body", ["<p><strong>正文</strong></p>", "<p>正 文</p>", "<h3>正文</h3>"])
def test_markup_and_spaces_alone_make_nothing_newer(body):
    assert marked(body=Text(body, BASE.body.en)) == ()


def test_an_older_document_is_read_as_one_that_said_nothing_of_this():
    old = to_json(BASE) | {"schema": 1}
    del old["behind"], old["continues"]
    assert from_json(old) == BASE


# --- As cases are frozen ------------------------------------------------------------------------------------------


def frozen(case, **columns):
    Case.objects.filter(pk=case.pk).update(**columns)
    return freeze(case, reason=RevisionReason.SUBMITTED, by=case.created_by)


@pytest.mark.django_db
def test_a_revision_keeps_its_marks_and_an_unchanged_case_stays_at_its_revision():
    case = make.case()
    revisions = [frozen(case), frozen(case, summary_zh_hans="新"), frozen(case), frozen(case, summary_en="New")]
    assert [(each.number, document_of(each).behind) for each in revisions] == [
        (1, ()),
        (2, (("summary", "en"),)),
        (2, (("summary", "en"),)),
        (3, ()),
    ]


@pytest.mark.django_db
def test_a_case_frozen_before_marks_were_known_is_not_frozen_again_for_their_sake(monkeypatch):
    case = make.case()
    monkeypatch.setattr("cases.revisions.to_json", lambda document: {k: v for k, v in to_json(document).items() if k != "behind"})
    monkeypatch.setattr("cases.revisions.digest", lambda document: "of another schema")
    first = frozen(case)
    assert frozen(case) == first


@pytest.mark.django_db
def test_a_preview_shows_the_marks_that_freezing_would_make():
    case = make.case()
    frozen(case)
    Case.objects.filter(pk=case.pk).update(title_en="Newer")
    assert as_frozen_now(case).behind == (("title", "zh-hans"),)


# --- As pages say it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "field", "link"),
    [
        ("en", "summary", '<a lang="zh-Hans" hreflang="zh-Hans" href="/cases/case/">阅读中文</a>'),
        ("zh-hans", "title", '<a lang="en" hreflang="en" href="/en/cases/case/">Read it in English</a>'),
        ("zh-hans", "summary", ""),
        ("en", "body", ""),
    ],
)
def test_a_reader_of_the_older_text_is_told_and_led_to_the_newer_one(language, field, link):
    case = replace(BASE, behind=(("title", "zh-hans"), ("summary", "en")))
    elsewhere = "/cases/case/" if language == "en" else "/en/cases/case/"
    template = Template('{% include "cases/_behind.html" with field=field %}')
    with translation.override(language):
        sentence = _("The Chinese text is newer.") if language == "en" else _("The English text is newer.")
        said = template.render(Context({"case": case, "field": field, "elsewhere": elsewhere})).strip()
    assert said == (f'<p class="fallback-note behind">{sentence} {link}</p>' if link else "")
