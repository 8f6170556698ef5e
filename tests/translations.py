"""Which strings the interface says, and whether `locale/` says each in Chinese.

python -m tests.translations update            add what is new, drop what is gone, compile
python -m tests.translations fill FILE.json    {"English": "中文", …} into the catalogue, then the same
"""

import ast
import fcntl
import json
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"
CODE = ("config", "accounts", "cases", "reports")
# Strings of Django itself that its own Chinese lacks carry this comment, and stay.
OF_DJANGO = "Django's own; its Chinese lacks it."


class Message(NamedTuple):
    text: str
    plural: str = ""
    context: str = ""


def messages() -> dict[Message, list[str]]:
    """Each string that is marked for translation, and the files it stands in."""
    found: dict[Message, list[str]] = {}
    for file in sorted(path for folder in CODE for path in (ROOT / folder).rglob("*.py")):
        for message in in_code(file.read_text()):
            found.setdefault(message, []).append(str(file.relative_to(ROOT)))
    templates = [ROOT / "templates", *(ROOT / app / "templates" for app in CODE)]
    for file in sorted(path for folder in templates for path in folder.rglob("*") if path.suffix in {".html", ".txt", ".xml"}):
        for message in in_template(file.read_text()):
            found.setdefault(message, []).append(str(file.relative_to(ROOT)))
    return found


# What a call's arguments are, by the function's name. Each may end in `_lazy` or `_noop`.
SHAPES = {
    "_": ("text",),
    "gettext": ("text",),
    "ngettext": ("text", "plural"),
    "pgettext": ("context", "text"),
    "npgettext": ("context", "text", "plural"),
}


def in_code(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            shape = SHAPES.get(name.removesuffix("_lazy").removesuffix("_noop"))
            values = [argument.value for argument in node.args if isinstance(argument, ast.Constant) and isinstance(argument.value, str)]
            if shape and len(values) >= len(shape):
                yield Message(**dict(zip(shape, values, strict=False)))


LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")


def in_template(source: str) -> Iterator[Message]:
    for name, arguments in CALL.findall(templatize(source)):
        values = [ast.literal_eval(literal) for literal in re.findall(LITERAL, arguments)]
        yield Message(**dict(zip(SHAPES[name], values, strict=False)))


def of(entry: polib.POEntry) -> Message:
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def chinese_of(entry: polib.POEntry | polib.MOEntry) -> str:
    """Chinese has one form for every number."""
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def is_translated(entry: polib.POEntry) -> bool:
    return bool(chinese_of(entry).strip()) and not entry.fuzzy and not entry.obsolete


@contextmanager
def catalogue() -> Iterator[polib.POFile]:
    """The catalogue, for one writer at a time; saved in the order of its strings, so that two people's additions rarely meet."""
    with open(Path(tempfile.gettempdir()) / "casebook-translations.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        po = polib.pofile(str(CATALOGUE), wrapwidth=110)
        yield po
        po.sort(key=lambda entry: (entry.msgid, entry.msgctxt or ""))
        po.save(str(CATALOGUE))
        po.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))


def update(chinese: dict[str, str], *, prune: bool = False) -> None:
    """Bring the catalogue in line with the code, with these translations filled in; tell what is still without one."""
    said = messages()
    with catalogue() as po:
        for entry in list(po):
            if of(entry) not in said and entry.comment != OF_DJANGO and (prune or not is_translated(entry)):
                po.remove(entry)
        known = {of(entry) for entry in po}
        for message in said.keys() - known:
            po.append(
                polib.POEntry(
                    msgid=message.text,
                    msgid_plural=message.plural,
                    msgctxt=message.context or None,
                    msgstr_plural={0: ""} if message.plural else {},
                )
            )
        for entry in po:
            entry.occurrences = []
            if filled := chinese.get(entry.msgid):
                entry.msgstr, entry.msgstr_plural = ("", {0: filled}) if entry.msgid_plural else (filled, {})
        gone = sum(of(entry) not in said and entry.comment != OF_DJANGO for entry in po)
        missing = sorted(entry.msgid for entry in po if not is_translated(entry))
    print(f"{len(said)} strings, {len(missing)} without Chinese; {gone} in the catalogue are no longer said.")
    for text in missing:
        print(f"  {json.dumps(text, ensure_ascii=False)}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["update"]:
            update({})
        case ["prune"]:
            update({}, prune=True)
        case ["fill", name]:
            update(json.loads(Path(name).read_text()))
        case _:
            sys.exit(__doc__)
