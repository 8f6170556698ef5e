from django.tasks import task

from cases.media.derivatives import derive
from cases.models import Publication
from cases.revisions import document_of
from cases.search import index

# Nobody waits for it: the public page shows the other sizes meanwhile.
BULK = -20


@task
def seal_search() -> int:
    return index.seal()


@task(priority=BULK)
def make_smaller_pictures(publication_pk: int) -> int:
    """The AVIF sizes of what a publication shows; how many pictures it has. One withdrawn meanwhile needs none."""
    publication = Publication.objects.live().with_documents().filter(pk=publication_pk).first()
    if publication is None:
        return 0
    pictures = document_of(publication.revision).pictures
    for picture in pictures:
        derive(picture, "avif")
    return len(pictures)
