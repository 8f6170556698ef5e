"""What a writer says when it cannot write: the sentence is for the person who asked for the file."""

from django.utils.translation import gettext_lazy as _


class WriterFailed(Exception):
    """`detail` is for the log: what the typesetter said, with its own names and places."""

    def __init__(self, message: object, *, detail: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.detail = detail


class GlyphsMissing(WriterFailed):
    """Some `characters` are in none of the report's fonts: a report is never printed with holes in it."""

    def __init__(self, characters: list[str], *, places: list[str] | None = None, detail: str = "") -> None:
        self.characters = characters
        shown = ", ".join(f"{character} (U+{ord(character[0]):04X})" for character in characters)
        message = _("The fonts of the report have no shape for %(characters)s. Replace it in the text.")
        if places:
            message = _("The fonts of the report have no shape for %(characters)s. Replace it in: %(places)s")
        super().__init__(message % {"characters": shown, "places": " · ".join(places or ())}, detail=detail)


class WriterTimeout(WriterFailed):
    def __init__(self, seconds: float) -> None:
        super().__init__(
            _("Typesetting took longer than %(seconds)s seconds and was stopped; make the report smaller or try again later.")
            % {"seconds": round(seconds)}
        )
