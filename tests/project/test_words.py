"""Pages of words: both languages say the same parts, and what they promise is so."""

import re
from html import unescape

import pytest

from cases.views.words import PAGES

ADDRESSES = {page: f"/{page}/" for page in PAGES}
LANGUAGES = ["", "/en"]


@pytest.fixture
def read(client):
    """The page without its frame."""

    def main(page, language=""):
        response = client.get(language + ADDRESSES[page])
        assert response.status_code == 200
        return response.text.partition("<main")[2].partition("</main>")[0]

    return main


def links(html):
    return [unescape(address) for address in re.findall(r'<a [^>]*?href="([^"]+)"', html)]


def parts(html):
    """What both languages must have alike: headings and their ids, items, rows, and where links lead."""
    shape = re.findall(r"<(h[1-6]|li|dt|dd|p|tr|td)\b", html), re.findall(r'<h2 id="([^"]+)"', html)
    return *shape, [re.sub(r"^/en(?=/)|/en/cases\.atom|/cases\.atom", "", address) for address in links(html)]


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_parts(read, page):
    assert parts(read(page)) == parts(read(page, "/en"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_the_list_of_parts_is_the_list_of_headings(read, page, language):
    html = read(page, language)
    contents, _, text = html.partition("<nav")[2].partition("</nav>")
    assert [address.removeprefix("#") for address in links(contents) if address.startswith("#")] == re.findall(r'<h2 id="([^"]+)"', text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_words_asks_no_database_and_has_one_heading_and_its_description(client, page, language):
    # No `django_db` mark: pytest fails this test if the page asks the database.
    html = client.get(language + ADDRESSES[page]).text
    assert len(re.findall("<h1", html)) == 1
    assert len(re.search(r'<meta name="description" content="([^"]+)"', html)[1]) > 30
    chinese = re.findall("[\u4e00-\u9fff]+", re.sub(r'<(\w+)[^>]* lang="zh-Han[st]"[^>]*>[^<]*</\1>', "", html.partition("<main")[2]))
    assert bool(chinese) == (language == "")


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(client, read, page, language):
    inside = [address for address in set(links(read(page, language))) if address.startswith("/")]
    assert {address: client.get(address).status_code for address in inside} == dict.fromkeys(inside, 200)


@pytest.mark.parametrize("page", ["about", "accessibility"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_to_write_to_is_shown_when_there_is_one(read, settings, page, language):
    assert "mailto:" not in read(page, language)
    settings.CONTACT_EMAIL = "desk@association.example"
    assert '<a href="mailto:desk@association.example">desk@association.example</a>' in read(page, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_leads_to_them(client, language):
    footer = client.get(f"{language}/about/").text.partition("<footer")[2]
    assert {f"{language}{address}" for address in ADDRESSES.values()} <= set(links(footer))


# --- What the help on searching promises, over the collection -----------------------------------------------------


def found(client, q):
    response = client.get("/cases/", {"q": q})
    assert response.status_code == 200
    return set(response.context["found"].ids)


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_example_finds_something(client, collection, read, language):
    html = read("search-help", language).partition("<tbody")[2].partition("</tbody>")[0]
    examples = [unescape(re.sub("<[^>]+>", "", cell)).strip() for cell in re.findall(r'<th scope="row">(.*?)</th>', html, re.DOTALL)]
    assert len(examples) == 10
    assert [q for q in examples if not found(client, q)] == []


@pytest.mark.django_db
def test_the_examples_do_what_is_said_of_them(client, collection):
    grid, zhejiang = found(client, "电网"), found(client, "浙江")
    assert found(client, "光伏 浙江") == found(client, "光伏") & zhejiang
    assert found(client, "电网 -浙江") == grid - zhejiang
    assert found(client, "電網") == grid
    assert found(client, "５Ｇ") == found(client, "5G")
    assert found(client, "green factory") == found(client, "green") & found(client, "factory")
    assert found(client, "hw") >= found(client, "huawei") > set()
    assert found(client, "“弹性电网”") <= found(client, "弹性电网")
    assert found(client, "清洁能源") >= found(client, "“可再生能源”") > set()
