"""A page's form as a browser would send it: every field with what stands in it."""

from html.parser import HTMLParser
from typing import Any


class _Reader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside, self.fields = form_id, False, []
        self.select = self.textarea = self.option = None
        self.first_option = None

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        attrs = dict(attributes)
        if tag == "form":
            self.inside = attrs.get("id") == self.form_id or not self.form_id
        if not self.inside:
            return
        name = attrs.get("name")
        match tag:
            case "input" if name:
                kind = attrs.get("type", "text")
                if kind in {"submit", "button", "image", "file"} or (kind in {"checkbox", "radio"} and "checked" not in attrs):
                    return
                self.fields.append((name, attrs.get("value", "on" if kind in {"checkbox", "radio"} else "") or ""))
            case "textarea":
                self.textarea = [name, ""]
            case "select":
                self.select = [name, [], None, "multiple" in attrs]
            case "option" if self.select:
                self.option = [attrs.get("value", ""), "selected" in attrs]
                if self.option[1]:
                    self.select[1].append(self.option[0])
                if self.select[2] is None:
                    self.select[2] = self.option[0]

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.textarea[1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea:
            self.fields.append((self.textarea[0], self.textarea[1].removeprefix("\n")))
            self.textarea = None
        elif tag == "select" and self.select:
            name, chosen, first, multiple = self.select
            values = chosen or ([] if multiple or first is None else [first])
            self.fields += [(name, value) for value in values]
            self.select = None
        elif tag == "form" and self.inside:
            self.inside = False


def filled(response: Any, form_id: str = "") -> dict[str, Any]:
    """`{name: value}`, a list where a name comes several times; rows that scripts would copy are left out."""
    reader = _Reader(form_id)
    reader.feed(response.text)
    found: dict[str, Any] = {}
    for name, value in reader.fields:
        if name and "__prefix__" not in name and name != "csrfmiddlewaretoken":
            found[name] = [*(found[name] if isinstance(found[name], list) else [found[name]]), value] if name in found else value
    return found
