"""The 2021 collection: facts and figures of a real report, in sentences of our own, as TOML beside this file."""

import tomllib
from pathlib import Path
from typing import Any

from cases.document import Text

FOLDER = Path(__file__).parent


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def case_files() -> list[Path]:
    """In the order of the report, so that an umbrella comes before what is nested in it."""
    return sorted((FOLDER / "cases").glob("*.toml"))


def text(value: dict[str, str] | None) -> Text:
    """`{zh = …, en = …}` as a bilingual text; nothing at all as an empty one."""
    return Text((value or {}).get("zh", ""), (value or {}).get("en", ""))


def columns(field: str, value: Text | dict[str, str] | None) -> dict[str, str]:
    """The two columns of a bilingual field."""
    both = value if isinstance(value, Text) else text(value)
    return {f"{field}_zh_hans": both.zh_hans, f"{field}_en": both.en}
