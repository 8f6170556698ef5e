"""Share cards: the picture that networks and messengers show beside a link to a case, a goal, a concept or the site.

Each function draws one and gives the bytes of an image file. `language` is zh-hans or en.
"""

from collections.abc import Callable
from functools import partial

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import override
from PIL import Image

from cases import periods
from cases.document import CaseDocument, FigureDoc, OrganisationRef, Text
from cases.enums import Status
from cases.media.canvas import ACCENT, HEIGHT, INK, MUTED, PAPER, WIDTH, Canvas, Type
from cases.media.derivatives import derived_name
from cases.media.linebreaks import clamped, spaced
from cases.vocabularies import CONCEPTS, GOALS

# Raised when cards are drawn differently: those kept are then drawn anew.
DESIGN = 1
MARGIN = 72
# A picture fills the right of the card, up to its edges.
PICTURE_WIDTH = 420
# The line at the foot has the site's name on its left and goal tiles on its right; the key figure stands on a line above it.
FOOT, FIGURE = 572, 486
TILE, TILE_GAP, MOST_GOALS = 56, 8, 6
# Between two things on one line.
APART = 26


def suffix_of(document: CaseDocument) -> str:
    """The format of a case's card: jpg with a picture, else png."""
    return "jpg" if document.pictures else "png"


def case_card(document: CaseDocument, language: str) -> bytes:
    """Says nothing but what the document holds. Reads its first picture from the storage."""
    with override(language):
        card = _Card(language)
        card.case(document, _first_picture(document))
        return card.encoded(suffix_of(document))


def goal_card(number: int, language: str) -> bytes:
    with override(language):
        card = _Card(language)
        card.goal(number)
        return card.encoded("png")


def concept_card(slug: str, language: str) -> bytes:
    with override(language):
        card = _Card(language)
        card.concept(slug)
        return card.encoded("png")


def site_card(language: str) -> bytes:
    with override(language):
        card = _Card(language)
        card.site()
        return card.encoded("png")


# Those that hang on no case, by the name that addresses give them.
CARDS: dict[str, Callable[[str], bytes]] = {
    "site": site_card,
    **{slug: partial(concept_card, slug) for slug, *_rest in CONCEPTS},
    **{f"goal-{number}": partial(goal_card, number) for number in range(1, len(GOALS) + 1)},
}


def _first_picture(document: CaseDocument) -> Image.Image | None:
    """In the size of pages; None where there is none, or the storage has lost it."""
    for picture in document.pictures[:1]:
        try:
            with default_storage.open(derived_name(picture.digest, 960)) as file, Image.open(file) as image:
                return image.convert("RGB")
        except OSError:
            return None
    return None


class _Card(Canvas):
    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language
        self.english = language == "en"

    def case(self, document: CaseDocument, picture: Image.Image | None) -> None:
        right = WIDTH - MARGIN
        if picture:
            self.picture(picture, WIDTH - PICTURE_WIDTH, 0, PICTURE_WIDTH, HEIGHT, focus=document.pictures[0].focus)
            if document.pictures[0].stand_in:
                self.corner(_("Stand-in drawing"))
            right = WIDTH - PICTURE_WIDTH - 56
        self.head(document)
        bottom = self.title(104, right, document.title, sizes=(56, 48, 42) if picture else (68, 52))
        self.line(bottom + 40, right, self.type(30, MUTED), self.whose(document.organisation, right), str(document.year))
        for figure in document.key_figures[:1]:
            self.figure(figure, right, top=bottom + 84)
        self.foot()
        goals = [int(goal.code) for goal in document.goals if goal.code.isdigit() and 1 <= int(goal.code) <= len(GOALS)][:MOST_GOALS]
        left = right - len(goals) * (TILE + TILE_GAP) + TILE_GAP
        for place, goal in enumerate(goals):
            self.tile(left + place * (TILE + TILE_GAP), FOOT - 38, goal, TILE)

    def goal(self, number: int) -> None:
        zh, en, *_rest = GOALS[number - 1]
        self.tile(MARGIN, MARGIN, number, 176)
        self.text(MARGIN, 318, _("Sustainable Development Goal"), self.type(32, MUTED))
        self.title(336, WIDTH - MARGIN, Text(zh, en), sizes=(76, 64))
        self.foot()

    def concept(self, slug: str) -> None:
        zh, en, colour = next(rest for known, *rest in CONCEPTS if known == slug)
        self.rule(MARGIN, MARGIN, WIDTH - 2 * MARGIN, colour, height=14)
        self.text(MARGIN, 300, _("Development concept"), self.type(32, MUTED))
        self.text(MARGIN - 5, 446, en if self.english else zh, self.type(136, colour, serif=True))
        self.foot()

    def site(self) -> None:
        width = WIDTH // len(CONCEPTS)
        for place, (*_names, colour) in enumerate(CONCEPTS):
            self.rule(place * width, 0, width, colour, height=28)
        self.text(MARGIN - 5, 330, _("Casebook"), self.type(136, serif=True))
        self.line(420, WIDTH - MARGIN, self.type(44, MUTED), _("Sustainable development, case by case"))

    # --- Its parts

    def type(self, size: int, colour: str = INK, *, serif: bool = False, weight: int = 400) -> Type:
        return Type(size, colour, serif, weight, leading=1.22 if self.english else 1.34, narrow=self.english)

    def head(self, document: CaseDocument) -> None:
        """The concept as a rule and a word; without one the sector's word, as in lists."""
        concept = document.concept
        tag = concept or next(iter(document.tagged("sector")), None)
        self.rule(MARGIN, 64, 64, concept.colour if concept else ACCENT, height=10)
        if tag:
            colour = concept.colour if concept else MUTED
            self.text(MARGIN + 84, 80, tag.name.get(self.language), self.type(30, colour, weight=600))

    def title(self, top: float, right: float, title: Text, *, sizes: tuple[int, ...]) -> float:
        types = [self.type(size, serif=True) for size in sizes]
        return self.lines(MARGIN, top, right - MARGIN, title.get(self.language), types, most=3)

    def line(self, baseline: float, right: float, type: Type, text: str, *after: str) -> None:
        """A text, cut off where it is too long for the line, and after it others that never are."""
        after = tuple(filter(None, after))
        room = right - MARGIN - sum(type.measure(each) + APART for each in after)
        x = self.text(MARGIN, baseline, "".join(clamped(spaced(text), room, type.measure, most=1)), type)
        for each in after:
            x = self.text(x + APART, baseline, each, type)

    def whose(self, organisation: OrganisationRef, right: float) -> str:
        """Its name, or the short one where that would be cut off."""
        name, short = organisation.name.get(self.language), organisation.short_name.get(self.language)
        return short if short and self.type(30).measure(name) > right - MARGIN - 100 else name

    def figure(self, figure: FigureDoc, right: float, *, top: float) -> None:
        """Its label with when that was, and beneath the number with its unit and its words; a target or a forecast says so.

        The number is as large as the place allows that `top` leaves; where it would be small, it is left out.
        """
        quantity = figure.quantity(self.language)
        digits = quantity.number.replace("-", "−")
        fact = figure.status == Status.FACT
        small, unit = self.type(28, MUTED), self.type(34, INK if fact else MUTED)
        gap = 0 if quantity.joined else 10
        around = small.measure(quantity.before + quantity.after) + unit.measure(quantity.unit) + gap + 20
        numbers = [self.type(size, unit.colour, serif=True) for size in (84, 72, 60, 52)]
        number = next((n for n in numbers if n.measure(digits) + around <= right - MARGIN and FIGURE - n.size - 32 >= top), None)
        if number is None:
            return
        x = self.text(MARGIN, FIGURE, quantity.before, small) + (10 if quantity.before else 0)
        x = self.text(x, FIGURE, digits, number) + gap
        x = self.text(x, FIGURE, quantity.unit, unit) + 10
        self.text(x, FIGURE, quantity.after, small)
        status = "" if fact else str(Status(figure.status).label)
        label, period = figure.label.get(self.language), periods.words(figure.period, self.language)
        self.line(FIGURE - number.size - 8, right, self.type(26, MUTED), label, spaced(period), status)

    def foot(self) -> None:
        self.text(MARGIN, FOOT, _("Casebook"), self.type(30, weight=600))

    def corner(self, words: str) -> None:
        """Said of the picture, in its corner."""
        type = self.type(20, MUTED)
        left = WIDTH - round(type.measure(words)) - 32
        self.pen.rectangle((left, HEIGHT - 40, WIDTH, HEIGHT), fill=PAPER)
        self.text(left + 16, HEIGHT - 14, words, type)
