"""Work on the vocabulary of topics: rename and merge with a preview and a way back, and proposals that the association settles.

Each is guarded (`Refused` with a sentence for a person, and nothing has changed), one transaction, and leaves a `TagChange`.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap

from accounts.roles import is_reviewer
from cases.access import may_edit
from cases.enums import Facet, ProposalState, TagAction, Vocabulary
from cases.models import Case, CaseTag, Publication, PublicationSet, Tag, TagChange, TopicProposal
from cases.search import sets
from cases.search.held import raise_version
from cases.tagging import find_topics, new_topic

# Proposals of one case that may wait at once.
MOST_OPEN = 10
# Publications changed with one statement.
BATCH = 1_000


class Refused(Exception):
    """`sentence` says to a person what stands against it."""

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence


@dataclass(frozen=True)
class Effect:
    """What a merge would change: cases that get the kept topic instead, cases that have both already, cases in public."""

    cases: int
    both: int
    public: int


def effect_of_merge(gone: Tag, kept: Tag) -> Effect:
    tagged = set(CaseTag.objects.filter(tag=gone).values_list("content_object", flat=True))
    both = CaseTag.objects.filter(tag=kept, content_object__in=tagged).count()
    return Effect(len(tagged) - both, both, len(_set(gone)))


def rename(tag: Tag, *, zh: str, en: str, by: Any) -> TagChange:
    """Another name; the old one becomes a synonym, so that it is found as before. The address stays."""
    _guard(by, tag)
    zh, en = _neat(zh), _neat(en)
    if not zh:
        raise Refused(_("Give the topic a Chinese name."))
    taken = [other for other in find_topics([zh, en] if en else [zh]).values() if other and other.pk != tag.pk]
    if taken:
        raise Refused(_("“%(topic)s” has this name already; merge the two instead.") % {"topic": taken[0].name_zh_hans})
    before = {"name_zh_hans": tag.name_zh_hans, "name_en": tag.name_en or "", "synonyms": list(tag.synonyms)}
    if (zh, en) == (before["name_zh_hans"], before["name_en"]):
        raise Refused(_("This is its name already."))
    with transaction.atomic():
        former = [name for name in (before["name_zh_hans"], before["name_en"]) if name and name not in (zh, en)]
        after = {"name_zh_hans": zh, "name_en": en, "synonyms": _with([word for word in tag.synonyms if word not in (zh, en)], former)}
        _write(tag, after)
        return TagChange.objects.create(action=TagAction.RENAME, tag=tag, by=by, detail={"before": before, "after": after})


def merge(gone: Tag, kept: Tag, *, by: Any) -> TagChange:
    """Every case of `gone` has `kept` from now on, in public too, at once; `gone`'s names become synonyms, its address leads on.

    Where a case has both, `kept` stays with its rank and reason.
    """
    _guard(by, gone)
    _guard(by, kept)
    if gone.pk == kept.pk:
        raise Refused(_("Choose another topic to merge this one into."))
    with transaction.atomic():
        version = raise_version(names=True)
        # In one order, so that two merges in opposite directions do not wait for each other.
        rows = {tag.pk: tag for tag in Tag.objects.select_for_update().filter(pk__in=[gone.pk, kept.pk]).order_by("pk")}
        gone, kept = rows[gone.pk], rows[kept.pk]
        if gone.merged_into_id or kept.merged_into_id:
            raise Refused(_("Somebody else has merged one of the two meanwhile."))
        having = set(CaseTag.objects.filter(tag=kept).values_list("content_object", flat=True))
        both = CaseTag.objects.filter(tag=gone, content_object__in=having)
        dropped = list(both.values("content_object_id", "rank", "reason_zh_hans", "reason_en"))
        both.delete()
        moved = list(CaseTag.objects.filter(tag=gone).values_list("pk", flat=True))
        CaseTag.objects.filter(pk__in=moved).update(tag=kept)
        chained = list(gone.absorbed.values_list("pk", flat=True))
        gone.absorbed.update(merged_into=kept)
        shown = _set(gone)
        already = shown & _set(kept)
        _move_public(shown, gone, kept, version)
        detail = {
            "synonyms": list(kept.synonyms),
            "moved": moved,
            "dropped": dropped,
            "chained": chained,
            "shown": list(shown),
            "already": list(already),
        }
        _write(kept, {"synonyms": _with(kept.synonyms, [gone.name_zh_hans, gone.name_en or "", *gone.synonyms], but=kept)})
        _write(gone, {"merged_into": kept})
        return TagChange.objects.create(action=TagAction.MERGE, tag=gone, into=kept, by=by, detail=detail)


def undo(change: TagChange, *, by: Any) -> None:
    """Take the change back: what it changed goes back, what came since stays. Only the last one of a tag can be taken back."""
    if not is_reviewer(by):
        raise Refused(_("Your role does not allow this."))
    with transaction.atomic():
        version = raise_version(names=True)
        change = TagChange.objects.select_for_update(of=("self",)).select_related("tag", "into").get(pk=change.pk)
        if change.undone_at:
            raise Refused(_("This was taken back already."))
        touched = [change.tag_id] + ([change.into_id] if change.into_id else [])
        later = TagChange.objects.filter(undone_at=None, pk__gt=change.pk)
        if later.filter(tag__in=touched).exists() or later.filter(into__in=touched).exists():
            raise Refused(_("Something was done with this topic since; take that back first."))
        if change.action == TagAction.RENAME:
            _write(change.tag, change.detail["before"])
        else:
            _undo_merge(change, version)
        change.undone_by, change.undone_at = by, timezone.now()
        change.save(update_fields=["undone_by", "undone_at"])


def _undo_merge(change: TagChange, version: int) -> None:
    gone, kept, detail = change.tag, change.into, change.detail
    assert kept is not None
    CaseTag.objects.filter(pk__in=detail["moved"], tag=kept).update(tag=gone)
    there = set(Case.objects.filter(pk__in=[row["content_object_id"] for row in detail["dropped"]]).values_list("pk", flat=True))
    CaseTag.objects.bulk_create(
        [CaseTag(tag=gone, **row) for row in detail["dropped"] if row["content_object_id"] in there], ignore_conflicts=True
    )
    Tag.objects.filter(pk__in=detail["chained"], merged_into=kept).update(merged_into=gone)
    _write(gone, {"merged_into": None})
    _write(kept, {"synonyms": detail["synonyms"]})
    # What is still shown under the kept topic goes back; what had both has both again.
    shown = BitMap(detail["shown"]) & _set(kept)
    _move_public(shown - BitMap(detail["already"]), kept, gone, version)
    _add_public(shown & BitMap(detail["already"]), gone, version)


def present(slug: str) -> str:
    """The slug of the topic that one of this slug was merged into; the same where it was not. One query."""
    return Tag.objects.filter(vocabulary=Vocabulary.TOPIC, slug=slug).values_list("merged_into__slug", flat=True).first() or slug


# --- Proposals -----------------------------------------------------------------------------------------------------


def propose(case: Case, name: str, *, by: Any) -> TopicProposal:
    """A topic that the case wants and the vocabulary lacks. Once for each name and case."""
    if not may_edit(by, case):
        raise Refused(_("Your role does not allow this."))
    name = _neat(name)
    if not 1 < len(name) <= 60:
        raise Refused(_("Give the topic a name of 2 to 60 characters."))
    if known := find_topics([name])[name]:
        raise Refused(_("There is a topic for this already: “%(topic)s”.") % {"topic": known.name_zh_hans})
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        if case.proposals.filter(state=ProposalState.OPEN).exclude(name=name).count() >= MOST_OPEN:
            raise Refused(_("%(most)s proposals of this case wait already.") % {"most": MOST_OPEN})
        proposal, _made = TopicProposal.objects.get_or_create(case=case, name=name, defaults={"by": by})
    return proposal


def take_up(proposals: Iterable[TopicProposal], *, by: Any, topic: Tag | None = None, en: str = "") -> Tag:
    """Make a topic of the first one's name, or take the one given; every proposal's case has it from now on.

    Another name than the topic's becomes a synonym of it.
    """
    if not is_reviewer(by):
        raise Refused(_("Your role does not allow this."))
    with transaction.atomic():
        rows = list(TopicProposal.objects.select_for_update().select_related("case").filter(pk__in=[row.pk for row in proposals]))
        if not rows or any(row.state != ProposalState.OPEN for row in rows):
            raise Refused(_("Somebody else has settled this proposal meanwhile."))
        if topic is None:
            topic = find_topics([rows[0].name])[rows[0].name] or new_topic(rows[0].name, en)
        elif topic.merged_into_id or topic.vocabulary != Vocabulary.TOPIC:
            raise Refused(_("Choose a topic that is in use."))
        _write(topic, {"synonyms": _with(topic.synonyms, [row.name for row in rows], but=topic)})
        for row in rows:
            CaseTag.objects.get_or_create(content_object=row.case, tag=topic)
            row.state, row.topic, row.settled_by, row.settled_at = ProposalState.TAKEN, topic, by, timezone.now()
            row.save(update_fields=["state", "topic", "settled_by", "settled_at"])
    return topic


def decline(proposals: Iterable[TopicProposal], *, by: Any) -> int:
    """How many were open and are declined now."""
    if not is_reviewer(by):
        raise Refused(_("Your role does not allow this."))
    return TopicProposal.objects.filter(pk__in=[row.pk for row in proposals], state=ProposalState.OPEN).update(
        state=ProposalState.DECLINED, settled_by=by, settled_at=timezone.now()
    )


# --- Pieces --------------------------------------------------------------------------------------------------------


def _guard(by: Any, tag: Tag) -> None:
    if not is_reviewer(by):
        raise Refused(_("Your role does not allow this."))
    if tag.vocabulary != Vocabulary.TOPIC:
        raise Refused(_("Only topics are renamed and merged; the other vocabularies are fixed."))
    if tag.merged_into_id:
        raise Refused(_("This topic was merged into another."))


def _neat(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name.replace("\0", "")).split())


def _with(words: Iterable[str], more: Iterable[str], *, but: Tag | None = None) -> list[str]:
    """Each once, in order, without the tag's own names."""
    own = {but.name_zh_hans, but.name_en} if but else set()
    return [word for word in dict.fromkeys([*words, *more]) if word and word not in own]


def _write(tag: Tag, values: dict[str, Any]) -> None:
    for field, value in values.items():
        setattr(tag, field, value)
    tag.save()


def _name(tag: Tag) -> str:
    return f"{Facet.TOPIC.value}={tag.slug}"


def _set(tag: Tag) -> BitMap:
    """The live publications that stand under it."""
    row = PublicationSet.objects.filter(name=_name(tag)).values_list("ids", flat=True).first()
    return BitMap.deserialize(bytes(row)) if row else BitMap()


def _move_public(ids: BitMap, out_of: Tag, into: Tag, version: int) -> None:
    sets.write({_name(out_of): _set(out_of) - ids, _name(into): _set(into) | ids}, version)
    _rewrite(ids, _name(out_of), _name(into))


def _add_public(ids: BitMap, tag: Tag, version: int) -> None:
    sets.write({_name(tag): _set(tag) | ids}, version)
    _rewrite(ids, "", _name(tag))


def _rewrite(ids: BitMap, out_of: str, into: str) -> None:
    rows = []
    for publication in Publication.objects.filter(pk__in=list(ids)).only("facets").iterator(chunk_size=BATCH):
        publication.facets = sorted({*publication.facets, into} - {out_of})
        rows.append(publication)
    Publication.objects.bulk_update(rows, ["facets"], batch_size=BATCH)
