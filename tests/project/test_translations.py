"""Every string of the interface has its Chinese, and the compiled catalogue is the written one."""

import re

import polib
import pytest

from tests import translations

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|</?\w+")


@pytest.fixture(scope="module")
def catalogue():
    return polib.pofile(str(translations.CATALOGUE))


def test_every_marked_string_has_chinese(catalogue):
    chinese = {translations.of(entry) for entry in catalogue if translations.is_translated(entry)}
    missing = {
        f"{message.text!r} in {', '.join(sorted(set(files)))}"
        for message, files in translations.messages().items()
        if message not in chinese
    }
    assert missing == set(), "add them: `make translations`, then write the Chinese into locale/zh_Hans/LC_MESSAGES/django.po"


def test_the_catalogue_holds_no_string_that_is_no_longer_said(catalogue):
    said = translations.messages()
    assert [e.msgid for e in catalogue if translations.of(e) not in said and e.comment != translations.OF_DJANGO] == [], (
        "drop them: python -m tests.translations prune"
    )


def test_a_translation_keeps_every_placeholder_and_tag(catalogue):
    def parts(text):
        return sorted(PLACEHOLDER.findall(text))

    translated = [entry for entry in catalogue if translations.is_translated(entry)]
    assert [e.msgid for e in translated if parts(e.msgid_plural or e.msgid) != parts(translations.chinese_of(e))] == []


def test_the_compiled_catalogue_is_what_the_written_one_compiles_to(catalogue):
    def entries(file):
        return {(e.msgctxt or "", e.msgid, e.msgid_plural or ""): translations.chinese_of(e) for e in file}

    written = entries(entry for entry in catalogue if translations.is_translated(entry))
    assert entries(polib.mofile(str(translations.CATALOGUE.with_suffix(".mo")))) == written, "compile it: `make translations`"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('_("a")', [("a", "", "")]),
        ('gettext_lazy("a" "b")', [("ab", "", "")]),
        ('ngettext("one", "many", n)', [("one", "many", "")]),
        ('pgettext_lazy("month", "May")', [("May", "", "month")]),
        ("_(name)", []),
        ('print("a")', []),
    ],
)
def test_strings_are_found_in_code(source, found):
    assert list(translations.in_code(source)) == [translations.Message(*each) for each in found]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('{% translate "a" %}', [("a", "", "")]),
        ('{% translate "May" context "month" %}', [("May", "", "month")]),
        ("{% blocktranslate trimmed %}\n  a {{ b }}\n  c\n{% endblocktranslate %}", [("a %(b)s c", "", "")]),
        (
            "{% blocktranslate count n=n %}one{% plural %}{{ n }} many{% endblocktranslate %}",
            [("one", "%(n)s many", "")],
        ),
        ('{{ _("it\'s") }}{% include "x" with y=_("z") %}', [("it's", "", ""), ("z", "", "")]),
        ("{# _('no') #}<p>_('no')</p>", []),
    ],
)
def test_strings_are_found_in_templates(source, found):
    assert list(translations.in_template(source)) == [translations.Message(*each) for each in found]
