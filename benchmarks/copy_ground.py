"""Copies what a benchmark has put into SQLite over to PostgreSQL, since composing a million cases takes far longer than writing them.

python -m benchmarks.copy_ground FROM TO

FROM and TO are folders as `benchmarks.site --ground` keeps them. TO is made anew, with every row of every table: ids too, so that both
databases answer the same questions with the same cases.
"""

import sqlite3
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.site_ground import Failed, end_on_signals, scratch

# SQLite has no types for these; what else it gives is taken as it is.
READ: dict[str, Callable[[Any], Any]] = {"boolean": bool, "timestamp with time zone": lambda text: f"{text}+00"}
KEPT = {"django_migrations"}


def copy(source: sqlite3.Connection, target: psycopg.Connection) -> int:
    """Every row, in one transaction; how many. No trigger runs: what refers to what was looked after by the first database."""
    rows = 0
    with target.transaction(), target.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        columns = _columns(cursor)
        cursor.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(map(sql.Identifier, columns))))
        for table, types in columns.items():
            read = [READ.get(kind) for kind in types.values()]
            names = sql.SQL(", ").join(map(sql.Identifier, types))
            into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
            with cursor.copy(into) as stream:
                for row in source.execute(f"SELECT {', '.join(f'"{name}"' for name in types)} FROM {table}"):
                    stream.write_row([to(value) if to and value is not None else value for to, value in zip(read, row, strict=True)])
                    rows += 1
            _set_sequence(cursor, table, types)
    return rows


def _columns(cursor: psycopg.Cursor[Any]) -> dict[str, dict[str, str]]:
    """Types by column by table."""
    cursor.execute(
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position"
    )
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in cursor.fetchall():
        if table not in KEPT:
            found.setdefault(table, {})[column] = kind
    return found


def _set_sequence(cursor: psycopg.Cursor[Any], table: str, types: dict[str, str]) -> None:
    if "id" in types and types["id"] in {"integer", "bigint"}:
        most = sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), GREATEST(max(id), 1)) FROM {}")
        cursor.execute(most.format(sql.Literal(table), sql.Identifier(table)))


def main(origin: Path, kept: Path) -> int:
    with scratch("postgresql", kept) as ground:
        ground.manage("migrate", "-v", "0")
        source = sqlite3.connect(f"file:{origin / 'casebook.sqlite3'}?mode=ro", uri=True)
        with psycopg.connect(ground.environment["DATABASE_URL"], autocommit=True) as target:
            rows = copy(source, target)
        ground.tidy_database()
    print(f"{rows:,} rows copied.")
    return 0


def arguments() -> Any:
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("origin", type=Path, metavar="FROM")
    parser.add_argument("kept", type=Path, metavar="TO")
    given = parser.parse_args()
    if not (given.origin / "casebook.sqlite3").exists():
        parser.error(f"{given.origin} holds no casebook.sqlite3; fill it with benchmarks.site --database sqlite --ground {given.origin}.")
    return given


if __name__ == "__main__":
    end_on_signals()
    try:
        sys.exit(main(**vars(arguments())))
    except Failed as failure:
        sys.exit(str(failure))
