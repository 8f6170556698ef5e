"""Two case documents compared: every field in both languages, and every part as what it is. Data; a template says it."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, fields
from operator import eq
from typing import Any, Literal

from cases.diff.blocks import BlockChange, blocks_of, compare_blocks
from cases.diff.texts import Run, marks
from cases.document import CaseDocument, CaseRef, FigureDoc, OrganisationRef, PictureDoc, QuotationDoc, TagRef, Text, VideoDoc

PartKind = Literal["gone", "new", "changed", "moved"]
LANGUAGES = ("zh_hans", "en")


@dataclass(frozen=True)
class FieldChange:
    """A field of the case that changed, in one language ("" where it has none); `blocks` instead of `runs` for the text."""

    name: str
    language: str
    runs: tuple[Run, ...] = ()
    blocks: tuple[BlockChange, ...] = ()


@dataclass(frozen=True)
class PartChange:
    """A figure, quotation, picture, tag, organisation or video that came, went, changed or moved to another place.

    `fields`: what of it changed, by the names of the document's fields.
    """

    part: str
    kind: PartKind
    before: Any
    after: Any
    fields: tuple[FieldChange, ...] = ()

    @property
    def shown(self) -> Any:
        return self.before if self.after is None else self.after


@dataclass(frozen=True)
class Comparison:
    fields: tuple[FieldChange, ...]
    parts: tuple[PartChange, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.parts)


def compare(before: CaseDocument, after: CaseDocument) -> Comparison:
    changed = [
        *_field("title", before.title, after.title),
        *_field("summary", before.summary, after.summary),
        *_body(before.body, after.body),
        *_field("place", before.place, after.place),
        *_field("period", before.period, after.period),
        *_field("year", str(before.year), str(after.year)),
        *_field("slug", before.slug, after.slug),
        *_field("parent", _title(before.parent), _title(after.parent)),
        *_field("continues", _title(before.continues), _title(after.continues)),
    ]
    parts: list[PartChange] = []
    organisations = ((before.organisation, *before.organisations), (after.organisation, *after.organisations))
    for name, old, new, key, alike in (
        ("organisation", *organisations, _slug, None),
        ("tag", before.tags, after.tags, _tag, None),
        ("figure", before.figures, after.figures, _figure, _figures_alike),
        ("quotation", before.quotations, after.quotations, _quotation, _quotations_alike),
        ("picture", before.pictures, after.pictures, _picture, None),
        ("video", before.videos, after.videos, _video, None),
    ):
        parts += _parts(name, old, new, key, alike)
    return Comparison(tuple(changed), tuple(parts))


def _field(name: str, before: Any, after: Any) -> list[FieldChange]:
    if isinstance(before, Text):
        return [
            FieldChange(name, language, tuple(marks(old, new)))
            for language in LANGUAGES
            if (old := getattr(before, language)) != (new := getattr(after, language))
        ]
    return [FieldChange(name, "", tuple(marks(str(before), str(after))))] if before != after else []


def _body(before: Text, after: Text) -> list[FieldChange]:
    return [
        FieldChange("body", language, blocks=tuple(compare_blocks(blocks_of(old), blocks_of(new))))
        for language in LANGUAGES
        if (old := getattr(before, language)) != (new := getattr(after, language))
    ]


def _title(case: CaseRef | None) -> Text:
    return case.title if case else Text()


# --- Parts: the same one is known by what it is about, and else by being much like it -------------------------------


def _parts(name: str, before: Sequence[Any], after: Sequence[Any], key: Callable[[Any], Hashable], alike: Any) -> list[PartChange]:
    pairs = _matched(before, after, key, alike)
    by_new = {new: old for old, new in pairs}
    old_of = {old for old, _new in pairs}
    kept_order = _in_order([old for old, _new in sorted(pairs, key=lambda pair: pair[1])])
    changes = [PartChange(name, "gone", part, None) for at, part in enumerate(before) if at not in old_of]
    for at, part in enumerate(after):
        if at not in by_new:
            changes.append(PartChange(name, "new", None, part))
            continue
        old = before[by_new[at]]
        if old != part:
            changes.append(PartChange(name, "changed", old, part, tuple(_differing(old, part))))
        elif by_new[at] not in kept_order:
            changes.append(PartChange(name, "moved", old, part))
    return changes


def _matched(before: Sequence[Any], after: Sequence[Any], key: Callable[[Any], Hashable], alike: Any) -> list[tuple[int, int]]:
    free_old, free_new = list(range(len(before))), list(range(len(after)))
    pairs: list[tuple[int, int]] = []

    def same_key(old: Any, new: Any) -> bool:
        return key(old) == key(new)

    for agree in (eq, same_key, *([alike] if alike else [])):
        for old in list(free_old):
            new = next((at for at in free_new if agree(before[old], after[at])), None)
            if new is not None:
                pairs.append((old, new))
                free_old.remove(old)
                free_new.remove(new)
    return pairs


def matched_figures(before: Sequence[FigureDoc], after: Sequence[FigureDoc]) -> list[tuple[int, int]]:
    """Which figure became which, by their places."""
    return _matched(before, after, _figure, _figures_alike)


def matched_quotations(before: Sequence[QuotationDoc], after: Sequence[QuotationDoc]) -> list[tuple[int, int]]:
    """Which quotation became which. Where none came or went, one that was put in other words is known by its place."""
    found = _matched(before, after, _quotation, _quotations_alike)
    if len(before) == len(after):
        old, new = {pair[0] for pair in found}, {pair[1] for pair in found}
        found += [(at, at) for at in range(len(before)) if at not in old and at not in new]
    return found


def matched_pictures(before: Sequence[PictureDoc], after: Sequence[PictureDoc]) -> list[tuple[int, int]]:
    return _matched(before, after, _picture, None)


def _in_order(sequence: Sequence[int]) -> set[int]:
    """A longest rising subsequence: what did not move."""
    chains: list[list[int]] = [[]]
    for number in sequence:
        fitting: list[list[int]] = [chain for chain in chains if not chain or chain[-1] < number]
        chains.append([*max(fitting, key=len), number])
    longest: list[int] = max(chains, key=len)
    return set(longest)


def _differing(before: Any, after: Any) -> list[FieldChange]:
    return [change for field in fields(before) for change in _field(field.name, _said(before, field.name), _said(after, field.name))]


def _said(part: Any, name: str) -> Any:
    """A file is told apart by its title and, where that is the same, by its digest."""
    value = getattr(part, name)
    if name != "evidence":
        return value
    return Text(*(f"{title} {value.digest[:8]}".strip() for title in (value.title.zh_hans, value.title.en))) if value else Text()


def _slug(organisation: OrganisationRef) -> Hashable:
    return organisation.slug


def _tag(tag: TagRef) -> Hashable:
    return (tag.vocabulary, tag.slug)


def _figure(figure: FigureDoc) -> Hashable:
    return (figure.label, figure.period)


def _figures_alike(before: FigureDoc, after: FigureDoc) -> bool:
    """The same label with another period, or the same number under another label."""
    return before.label.zh_hans == after.label.zh_hans or (before.value, before.unit, before.period) == (
        after.value,
        after.unit,
        after.period,
    )


def _quotation(quotation: QuotationDoc) -> Hashable:
    return quotation.text


def _quotations_alike(before: QuotationDoc, after: QuotationDoc) -> bool:
    return bool(before.speaker) and before.speaker == after.speaker


def _picture(picture: PictureDoc) -> Hashable:
    return picture.digest


def _video(video: VideoDoc) -> Hashable:
    return video.url
