from django.tasks import task

from reports.building import run_build


@task
def carry_out(build_pk: int, reader: str) -> None:
    run_build(build_pk, reader)
