"""What the values of facets are called, in both languages; held in each process and keyed by the site's version."""

from collections.abc import Mapping

from accounts.models import Organisation
from cases.document import Text
from cases.enums import Facet, Vocabulary
from cases.models import Tag
from cases.publishing import FACET_OF
from cases.search.facets import FacetIndex
from cases.search.held import Held

Names = Mapping[Facet, Mapping[str, Text]]

held: Held[Names] = Held()


def names_of(index: FacetIndex) -> Names:
    """Facet → value → name, fixed vocabularies in their order. No query when held for this version, two otherwise."""
    return held.at(index.version, lambda: _read(index))


def _read(index: FacetIndex) -> Names:
    names: dict[Facet, dict[str, Text]] = {facet: {} for facet in Facet}
    tags = Tag.objects.exclude(vocabulary=Vocabulary.TARGET).order_by("vocabulary", "order", "slug")
    for vocabulary, slug, code, zh, en in tags.values_list("vocabulary", "slug", "code", "name_zh_hans", "name_en"):
        value = code if vocabulary == Vocabulary.GOAL else slug
        # A topic that only drafts use is nobody's business yet.
        if vocabulary != Vocabulary.TOPIC or value in index.sets.get(Facet.TOPIC, {}):
            names[FACET_OF[vocabulary]][value] = Text(zh or "", en or "")
    public = index.sets.get(Facet.ORGANISATION, {})
    columns = ("slug", "name_zh_hans", "name_en", "short_name_zh_hans", "short_name_en")
    for slug, zh, en, short_zh, short_en in Organisation.objects.order_by().values_list(*columns):
        if slug in public:
            names[Facet.ORGANISATION][slug] = Text(short_zh or zh or "", short_en or en or "")
    for year in sorted(index.sets.get(Facet.YEAR, {}), reverse=True):
        names[Facet.YEAR][year] = Text(year, year)
    return names
