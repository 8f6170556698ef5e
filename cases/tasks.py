from django.tasks import task

from cases.search import index


@task
def seal_search() -> int:
    return index.seal()
