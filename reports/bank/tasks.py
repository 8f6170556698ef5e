from django.tasks import task

from cases.lists.tasks import UPLOAD
from reports.bank import runs


@task(priority=UPLOAD)
def read_indicators(pk: int, reader: str) -> None:
    runs.read(pk, reader)
