"""Which part may know which: config → faces → domain → models → leaves; reports → cases → accounts; writers know documents only."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("accounts", "cases", "reports")  # each may import those before it
FACES = {
    "adapter",
    "admin",
    "api",
    "apps",
    "backends",
    "emails",
    "explore",
    "feeds",
    "forms",
    "management",
    "print_views",
    "reauth",
    "sitemaps",
    "templatetags",
}
FACES |= {"reauth", "translation", "urls", "views"}
LEAVES = {
    "enums",
    "grids",
    "media.fonts",
    "media.likeness",
    "media.originals",
    "media.reuse",
    "media.signs",
    "nodes",
    "periods",
    "quantities",
    "signals",
    "tables",
    "targets",
    "text",
    "units",
    "validators",
    "vocabularies",
}
# The admin asks the user object itself whether it may come in, and the answer lies with the roles.
EXCEPTIONS = {("accounts.models.users", "accounts.roles")}
DOCUMENTS = {"cases.document", "reports.document"}
FORBIDDEN_NAMES = {"common", "helpers", "misc", "services", "utils"}
HTTP = ("django.http", "django.shortcuts", "django.views", "django.contrib.messages", "django.contrib.admin", "ninja")
LONGEST = 450

LEAF, MODEL, DOMAIN, FACE, CONFIG = range(5)


class Import(NamedTuple):
    by: str
    of: str
    line: int

    def __str__(self) -> str:
        return f"{self.by}:{self.line} imports {self.of}"


@cache
def modules() -> dict[str, ast.Module]:
    """Our modules by dotted name, without migrations and without the sample's loader data."""
    found = {}
    for folder in ("config", *APPS):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
                found[name] = ast.parse(file.read_text())
    return found


def layer(module: str) -> int:
    app, *inside = module.split(".")
    if app == "config":
        return CONFIG
    if not inside:
        return LEAF  # the package itself, which is empty
    if inside[0] in FACES:
        return FACE
    if inside[0] == "models":
        return MODEL
    return LEAF if inside[0] in LEAVES or ".".join(inside) in LEAVES else DOMAIN


@cache
def imports() -> list[Import]:
    """Every import of one of our modules, wherever in the file it stands; `if TYPE_CHECKING` left out. Read when first asked for."""
    return [found for by, tree in modules().items() for found in imports_of(by, tree)]


def imports_of(by: str, tree: ast.Module) -> Iterator[Import]:
    skipped = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (Import(by, alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = absolute(by, node)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield Import(by, whole if whole in modules() else base, node.lineno)


def absolute(by: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = by.split(".") if f"{by}.__init__" in modules() or is_package(by) else by.split(".")[:-1]
    return ".".join([*package[: len(package) - node.level + 1], *([node.module] if node.module else [])])


def is_package(module: str) -> bool:
    return (ROOT / module.replace(".", "/") / "__init__.py").exists()


def ours() -> list[Import]:
    return [found for found in imports() if found.of.split(".")[0] in ("config", *APPS)]


def broken(rule) -> list[str]:
    return [str(found) for found in ours() if not rule(found)]


def test_there_is_something_to_look_at():
    assert len(modules()) > 20
    assert len(ours()) > 20


def test_a_layer_knows_its_own_and_those_beneath_it():
    assert broken(lambda found: layer(found.of) <= layer(found.by) or (found.by, found.of) in EXCEPTIONS) == []


def test_reports_know_cases_and_cases_know_accounts_and_never_back():
    def downward(found: Import) -> bool:
        by, of = found.by.split(".")[0], found.of.split(".")[0]
        return by == "config" or (of in APPS and APPS.index(of) <= APPS.index(by))

    assert broken(downward) == []


def test_writers_know_documents_and_leaves_and_nothing_of_the_database():
    def allowed(found: Import) -> bool:
        ours = found.of.startswith("reports.writers") or found.of in DOCUMENTS or layer(found.of) == LEAF
        return ours or not found.by.startswith("reports.writers")

    assert broken(allowed) == []
    assert [str(found) for found in imports() if found.by.startswith("reports.writers") and found.of.startswith("django.db")] == []


def test_the_number_audit_knows_documents_and_nothing_of_the_database():
    def allowed(found: Import) -> bool:
        ours = found.of.startswith("reports.audit") or found.of in DOCUMENTS or layer(found.of) == LEAF
        return ours or not found.by.startswith("reports.audit")

    assert broken(allowed) == []
    assert [str(found) for found in imports() if found.by.startswith("reports.audit") and found.of.startswith("django.db")] == []


def test_documents_are_values_and_know_only_leaves():
    assert broken(lambda found: found.by not in DOCUMENTS or found.of in DOCUMENTS or layer(found.of) == LEAF) == []
    assert [str(found) for found in imports() if found.by in DOCUMENTS and found.of.startswith("django.db")] == []


def test_domain_modules_and_models_know_no_request_and_no_response():
    below = [name for name in modules() if layer(name) < FACE]
    assert [str(found) for found in imports() if found.by in below and found.of.startswith(HTTP)] == []
    takes_request = [
        f"{name}:{node.lineno} {node.name}()"
        for name in below
        for node in ast.walk(modules()[name])
        if isinstance(node, ast.FunctionDef)
        and "request" in {argument.arg for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]}
    ]
    assert takes_request == []


def test_no_module_is_a_drawer_for_odds_and_ends():
    assert [name for name in modules() if FORBIDDEN_NAMES & set(name.split("."))] == []


@pytest.mark.parametrize("folder", ["config", *APPS, "tests", "benchmarks"])
def test_no_file_grows_beyond_what_can_be_read_in_one_sitting(folder):
    lengths = {
        str(file.relative_to(ROOT)): len(file.read_text().splitlines())
        for file in (ROOT / folder).rglob("*.py")
        if "migrations" not in file.parts
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}
