from django.tasks import task

from cases.lists import runs


@task
def read_list(pk: int, reader: str) -> None:
    runs.read(pk, reader)


@task
def make_list(pk: int, reader: str) -> None:
    runs.make(pk, reader)
