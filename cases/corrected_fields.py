"""What of a case is corrected: its fields, those of its figures, quotations and pictures, and its tags, each by a path and as text.

`title_zh_hans` · `figures-12-value` · `tags-7-rank` (primary, secondary, or empty where the case has not the tag) · `tags-7-reason_en`.
A path's last name is the column's; a part's number is its row's, a tag's is the tag's.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from cases.diff import Pair, matched_figures, matched_pictures, matched_quotations, pairs
from cases.document import CaseDocument, TagRef
from cases.enums import CaseState, Claim, Rank, Vocabulary
from cases.models import Case, CaseTag, Figure, Picture, Quotation, Tag
from cases.revisions import build_document

RICH = ("body_zh_hans", "body_en")
PROSE = ("summary_zh_hans", "summary_en", *RICH)
PLAIN = ("title_zh_hans", "title_en", "place_zh_hans", "place_en", "period")
REASONS = ("reason_zh_hans", "reason_en")
AT_COMPANY = frozenset(state for state in CaseState if state.editable_by_company)


@dataclass(frozen=True)
class Part:
    """Rows of a case, which frozen one of them became which, and what is corrected in them."""

    model: type[models.Model]
    matched: Callable[[Sequence[Any], Sequence[Any]], list[tuple[int, int]]]
    names: tuple[str, ...]


def _both(*names: str) -> tuple[str, ...]:
    return tuple(f"{name}_{language}" for name in names for language in ("zh_hans", "en"))


PARTS: dict[str, Part] = {
    "figures": Part(Figure, matched_figures, (*_both("label"), "value", "unit", "qualifier", "period", "status", *_both("source", "note"))),
    "quotations": Part(
        Quotation, matched_quotations, (*_both("text"), "form", *_both("speaker", "role", "occasion"), "date", *_both("source"))
    ),
    "pictures": Part(Picture, matched_pictures, _both("caption", "alt", "credit")),
}


@dataclass(frozen=True)
class Proposal:
    """A pair at a field, before it is sent."""

    field: str
    pair: Pair


# --- Found ----------------------------------------------------------------------------------------------------------


def differences(case: Case, document: CaseDocument) -> Iterator[Proposal]:
    """How the case, loaded with its parts, differs from what was frozen. One query, for the tags."""
    for name in (*PLAIN, *PROSE):
        before, after = in_document(document, name), getattr(case, name) or ""
        if before != after:
            found = pairs(before, after, rich=name in RICH) if name in PROSE else [Pair(0, 1, before, after)]
            yield from (Proposal(name, pair) for pair in found)
    now = build_document(case)
    for prefix, part in PARTS.items():
        rows, frozen = list(getattr(case, prefix).all()), getattr(document, prefix)
        for old, new in sorted(part.matched(frozen, getattr(now, prefix))):
            for name in part.names:
                before = _as_text(part.model(**{name: _value(frozen[old], name)}), name)
                after = _as_text(rows[new], name)
                if before != after:
                    yield Proposal(f"{prefix}-{rows[new].pk}-{name}", Pair(0, 1, before, after))
    yield from _of_tags(case, document)


def _of_tags(case: Case, document: CaseDocument) -> Iterator[Proposal]:
    """In the order of the vocabularies; a tag that goes takes its reasons with it."""
    before = _frozen_tags(document)
    after = {item.tag_id: item for item in case.case_tags.all()}
    tags = {tag.pk: tag for tag, _ref in before.values()} | {item.tag_id: item.tag for item in after.values()}
    for pk, _tag in sorted(tags.items(), key=lambda one: (list(Vocabulary).index(Vocabulary(one[1].vocabulary)), one[1].order, one[0])):
        old = before[pk][1] if pk in before else None
        new = after.get(pk)
        ranks = (old.rank if old else "", str(new.rank) if new else "")
        if ranks[0] != ranks[1]:
            yield Proposal(f"tags-{pk}-rank", Pair(0, 1, *ranks))
        for name in REASONS if new else ():
            words = (_value(old, name) if old else "", getattr(new, name) or "")
            if words[0] != words[1]:
                yield Proposal(f"tags-{pk}-{name}", Pair(0, 1, *words))


def _frozen_tags(document: CaseDocument) -> dict[int, tuple[Tag, TagRef]]:
    """By number; what was merged into another since is that other one. One query."""
    known = Tag.objects.filter(slug__in={ref.slug for ref in document.tags}).select_related("merged_into")
    tags = {(tag.vocabulary, tag.slug): tag.merged_into or tag for tag in known}
    found = ((tags.get((ref.vocabulary, ref.slug)), ref) for ref in document.tags)
    return {tag.pk: (tag, ref) for tag, ref in found if tag is not None}


def in_document(document: CaseDocument, name: str) -> str:
    return str(_value(document, name))


def _value(frozen: Any, name: str) -> Any:
    """A column's value in a frozen document, or a part of one: `label_en` is the English of `label`."""
    for language in ("zh_hans", "en"):
        if name.endswith(f"_{language}"):
            return getattr(getattr(frozen, name.removesuffix(f"_{language}")), language)
    return getattr(frozen, name)


def _as_text(row: models.Model, name: str) -> str:
    column: Any = row._meta.get_field(name)
    return "" if getattr(row, name) is None else str(column.value_to_string(row))


# --- Read and written -------------------------------------------------------------------------------------------------


@dataclass
class Fields:
    """One case's fields by their paths. What is set is in memory until `save`."""

    case: Case
    parts: dict[str, dict[int, Any]]
    items: dict[int, CaseTag]
    tags: dict[int, Tag]
    _changed: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, case: Case, paths: Iterable[str]) -> "Fields":
        """Loads what these paths are of. At most five queries."""
        asked = {path.split("-")[0] for path in paths if "-" in path}
        numbers = [int(path.split("-")[1]) for path in paths if path.startswith("tags-")]
        return cls(
            case,
            {prefix: {row.pk: row for row in getattr(case, prefix).all()} for prefix in PARTS if prefix in asked},
            {item.tag_id: item for item in CaseTag.objects.filter(content_object=case).select_related("tag")} if numbers else {},
            {tag.pk: tag for tag in Tag.objects.filter(pk__in=numbers, merged_into=None)} if numbers else {},
        )

    def text(self, path: str) -> str | None:
        """What stands there now; None where the row is gone."""
        prefix, pk, name = _parted(path)
        if prefix == "tags":
            item = self.items.get(pk)
            if name == "rank":
                return (str(item.rank) if item else "") if pk in self.tags else None
            return (getattr(item, name) or "") if item else None
        row = self.parts[prefix].get(pk) if prefix else self.case
        return _as_text(row, name) if row is not None else None

    def set(self, path: str, text: str) -> None:
        """A figure that changes by a company's hand loses the mark of having been checked, as in the form."""
        prefix, pk, name = _parted(path)
        if prefix == "tags":
            self._changed.add(f"tags-{pk}")
            if name == "rank":
                self._set_rank(pk, text)
            elif pk in self.items:
                setattr(self.items[pk], name, text)
            return
        row = self.parts[prefix].get(pk) if prefix else self.case
        if row is None:
            return
        column: Any = row._meta.get_field(name)
        setattr(row, name, column.to_python(text))
        if prefix:
            self._changed.add(f"{prefix}-{pk}")
        if isinstance(row, Figure) and name in Figure.CHECKED and self.case.state in AT_COMPANY:
            row.claim = Claim.DECLARED

    def _set_rank(self, pk: int, rank: str) -> None:
        """Of each vocabulary one tag at most is primary."""
        if not rank:
            self.items.pop(pk, None)
            return
        item = self.items.setdefault(pk, CaseTag(content_object=self.case, tag=self.tags[pk], reason_zh_hans="", reason_en=""))
        item.rank = Rank(rank)
        for other in self.items.values():
            if rank == other.rank == Rank.PRIMARY and other is not item and other.tag.vocabulary == item.tag.vocabulary:
                other.rank = Rank.SECONDARY
                self._changed.add(f"tags-{other.tag_id}")

    def put_back(self, document: CaseDocument, found: Iterable[Proposal]) -> None:
        """What was frozen, in the place of each of these. Of prose a pair is a sentence, and the whole text goes back."""
        for proposal in found:
            self.set(proposal.field, in_document(document, proposal.field) if proposal.field in PROSE else proposal.pair.before)
        for pk, (_tag, ref) in _frozen_tags(document).items():
            if f"tags-{pk}" in self._changed:
                for name in REASONS:
                    setattr(self.items[pk], name, _value(ref, name))

    def save(self) -> None:
        """The rows that were changed, and the case."""
        for path in sorted(self._changed):
            prefix, number = path.split("-")
            pk = int(number)
            if prefix != "tags":
                self.parts[prefix][pk].save()
            elif pk in self.items:
                self.items[pk].save()
            else:
                CaseTag.objects.filter(content_object=self.case, tag=pk).delete()
        self.case.save()


def _parted(path: str) -> tuple[str, int, str]:
    if "-" not in path:
        return "", 0, path
    prefix, pk, name = path.split("-")
    return prefix, int(pk), name


# --- Said to a person -------------------------------------------------------------------------------------------------


def names_of_tags(paths: Iterable[str]) -> dict[str, str]:
    """What paths of tags are called. One query, and none where there are none."""
    asked = [path for path in paths if path.startswith("tags-")]
    if not asked:
        return {}
    tags = {tag.pk: tag for tag in Tag.objects.filter(pk__in={_parted(path)[1] for path in asked})}
    found = {}
    for path in asked:
        _tags, pk, name = _parted(path)
        if tag := tags.get(pk):
            told = {"vocabulary": Vocabulary(tag.vocabulary).label, "tag": tag}
            if name == "rank":
                found[path] = _("%(vocabulary)s: %(tag)s") % told
            elif name == "reason_en":
                found[path] = _("%(vocabulary)s: %(tag)s · reason (English)") % told
            else:
                found[path] = _("%(vocabulary)s: %(tag)s · reason (Chinese)") % told
    return found


def in_words(path: str, text: str) -> str:
    """A value as a person reads it: what is chosen from a list by its name there."""
    prefix, _pk, name = _parted(path)
    if not prefix or not text:
        return text
    model: type[models.Model] = CaseTag if prefix == "tags" else PARTS[prefix].model
    column: Any = model._meta.get_field(name)
    return str(dict(column.flatchoices).get(text, text))
