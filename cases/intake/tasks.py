from django.tasks import task

from cases.intake import runs


@task
def read_word(pk: int, reader: str) -> None:
    runs.read(pk, reader)
