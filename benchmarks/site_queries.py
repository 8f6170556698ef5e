"""Counts the SQL queries of a page in this process, with the settings of the environment. Run by `benchmarks.site`.

python -m benchmarks.site_queries FILE first|again, with JSON in the file: name of a row → addresses. Prints JSON: name → the most queries
that one of them costs, asked for the first time or again. The last address of a row is asked beforehand and not counted: what a
process makes once for a version of the site is made.
"""

import json
import sys
from pathlib import Path

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def main(file: str, time: str) -> None:
    django.setup()
    # A page that fails is told by its row, which asks a server.
    client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
    rows = json.loads(Path(file).read_text())
    for *counted, last in rows.values():
        for address in (last, *counted) if time == "again" else (last,):
            client.get(address)
    print(
        json.dumps({name: max(queries_of(client, address) for address in addresses[:-1] or addresses) for name, addresses in rows.items()})
    )


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


if __name__ == "__main__":
    main(*sys.argv[1:])
