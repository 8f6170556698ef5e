from django.tasks import task

from cases.lists import runs

# After mail, before everything that takes long.
UPLOAD = 10


@task(priority=UPLOAD)
def read_list(pk: int, reader: str) -> None:
    runs.read(pk, reader)


@task(priority=UPLOAD)
def make_list(pk: int, reader: str) -> None:
    runs.make(pk, reader)
