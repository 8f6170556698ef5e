"""An Atom feed as a program reads it, held to what RFC 4287 asks of one."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@dataclass
class Feed:
    lang: str
    id: str
    title: str
    subtitle: str
    address: str
    page: str
    updated: dt.datetime
    entries: list[dict[str, Any]]

    @property
    def titles(self) -> list[str]:
        return [entry["title"] for entry in self.entries]


def read(response: Any) -> Feed:
    """The feed of an answer; AssertionError where it is none, or not a sound one."""
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    root = ElementTree.fromstring(response.content)
    assert root.tag == f"{ATOM}feed"
    entries = [entry_of(element) for element in root.iter(f"{ATOM}entry")]
    ids = [entry["id"] for entry in entries]
    assert len(set(ids)) == len(ids)
    feed = Feed(
        lang=root.attrib[LANG],
        id=only(root, "id"),
        title=only(root, "title"),
        subtitle=only(root, "subtitle"),
        address=link(root, "self"),
        page=link(root, "alternate"),
        updated=moment(root, "updated"),
        entries=entries,
    )
    assert only(root.find(f"{ATOM}author"), "name")
    assert not entries or feed.updated == max(entry["updated"] for entry in entries)
    return feed


def entry_of(element: Any) -> dict[str, Any]:
    (summary,) = element.findall(f"{ATOM}summary")
    author = element.find(f"{ATOM}author")
    return {
        "lang": element.attrib[LANG],
        "id": only(element, "id"),
        "title": only(element, "title"),
        "summary": (summary.attrib["type"], summary.text),
        "page": link(element, "alternate"),
        "author": only(author, "name"),
        "published": moment(element, "published"),
        "updated": moment(element, "updated"),
        "categories": [category.attrib["term"] for category in element.findall(f"{ATOM}category")],
    }


def only(element: Any, name: str) -> str:
    (child,) = element.findall(ATOM + name)
    assert child.text
    return child.text


def link(element: Any, rel: str) -> str:
    (found,) = [child for child in element.findall(f"{ATOM}link") if child.attrib["rel"] == rel]
    return found.attrib["href"]


def moment(element: Any, name: str) -> dt.datetime:
    text = only(element, name)
    assert RFC_3339.fullmatch(text)
    return dt.datetime.fromisoformat(text)
