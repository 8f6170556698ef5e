"""The sitemap as a search engine reads it."""

import datetime as dt
from typing import Any, NamedTuple
from xml.etree import ElementTree

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
SITE = "http://127.0.0.1:8000"


class Address(NamedTuple):
    """`languages` are its alternates by hreflang."""

    address: str
    changed: dt.datetime | None
    languages: dict[str, str]


def parts(client: Any) -> list[str]:
    """The paths of the parts, from the index."""
    root = _xml(client.get("/sitemap.xml"))
    assert root.tag.endswith("}sitemapindex")
    return [_path(element.findtext("s:loc", "", NAMES)) for element in root.findall("s:sitemap", NAMES)]


def addresses(client: Any, part: str) -> list[Address]:
    root = _xml(client.get(part))
    assert root.tag.endswith("}urlset")
    found = []
    for url in root.findall("s:url", NAMES):
        changed = url.findtext("s:lastmod", None, NAMES)
        links = [link.attrib for link in url.findall("x:link", NAMES)]
        assert {link["rel"] for link in links} == {"alternate"}
        languages = {link["hreflang"]: _path(link["href"]) for link in links}
        assert len(languages) == len(links)
        path = _path(url.findtext("s:loc", "", NAMES))
        found.append(Address(path, dt.datetime.fromisoformat(changed) if changed else None, languages))
    return found


def everything(client: Any) -> list[Address]:
    return [address for part in parts(client) for address in addresses(client, part)]


def _xml(response: Any) -> Any:
    assert (response.status_code, response["Content-Type"], response["X-Robots-Tag"]) == (200, "application/xml", "noindex")
    return ElementTree.fromstring(response.content)


def _path(address: str) -> str:
    assert address.startswith(SITE)
    return address.removeprefix(SITE)
