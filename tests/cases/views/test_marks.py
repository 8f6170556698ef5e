"""Words that were searched for, as cards and rows show them."""

import re
from html import unescape

import pytest

from tests import make

pytestmark = pytest.mark.django_db


def marked(page, part):
    """The parts of cards of one class, words that are marked in brackets."""
    html = page.html.replace("<mark>", "[").replace("</mark>", "]")
    found = re.findall(rf'<(p|h2) class="{part}">(.*?)</\1>', html, re.DOTALL)
    return [" ".join(unescape(re.sub("<[^>]+>", " ", words)).split()) for _tag, words in found]


def test_words_are_marked_in_title_and_summary_and_shown_in_the_text_where_neither_has_them(see):
    make.published(
        make.case(title_zh_hans="弹性電網", summary_zh_hans="电网的摘要。", body_zh_hans="<p>正文说到<strong>光</strong>伏。</p>")
    )
    page = see("/cases/?q=电网 光伏")
    assert marked(page, "card-title") == ["弹性[電網]"]
    assert marked(page, "card-summary") == ["[电网]的摘要。"]
    assert marked(page, "card-excerpt") == ["正文说到[光伏]。"]
    assert marked(see("/cases/?q=弹性"), "card-excerpt") == []
    assert "<mark>" not in see("/cases/").html


def test_what_stands_in_the_other_language_alone_is_shown_in_it_and_says_so(see):
    make.published(make.case(title_zh_hans="疫苗合作", title_en="Cooperation", body_zh_hans="<p>一百万剂疫苗。</p>"))
    page = see("/en/cases/?q=疫苗")
    assert marked(page, "card-title") == ["Cooperation"]
    assert marked(page, "card-excerpt") == ["in Chinese 一百万剂[疫苗]。"]
    assert '<span lang="zh-Hans">一百万剂<mark>疫苗</mark>。</span>' in page.html


def test_a_title_that_is_missing_in_the_language_is_marked_in_the_other(see):
    make.published(make.case(title_zh_hans="疫苗合作", title_en=""))
    page = see("/en/cases/?q=疫苗")
    assert '<span lang="zh-Hans"><mark>疫苗</mark>合作</span> <span class="only"' in page.html


def test_marks_are_escaped_with_their_text(see):
    make.published(make.case(title_zh_hans="<script>电网</script>", body_zh_hans="<p>&lt;img src=x&gt; 光伏</p>"))
    page = see("/cases/?q=电网 光伏")
    assert "&lt;script&gt;<mark>电网</mark>&lt;/script&gt;" in page.html
    assert "&lt;img src=x&gt; <mark>光伏</mark>" in page.html
