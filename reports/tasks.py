from django.tasks import task

from reports.building import run_build

# Takes minutes, so mail and uploads go first.
REPORT = -10


@task(priority=REPORT)
def carry_out(build_pk: int, reader: str) -> None:
    run_build(build_pk, reader)
