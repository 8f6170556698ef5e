from django.tasks import task

from cases.intake import runs
from cases.lists.tasks import UPLOAD


@task(priority=UPLOAD)
def read_word(pk: int, reader: str) -> None:
    runs.read(pk, reader)
