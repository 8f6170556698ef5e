"""What is wrong with the words beside a picture: an alternative text that says nothing, a caption that is a file's name."""

import re
import unicodedata

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# A camera's, a phone's or a messenger's name for a file, or a mere number.
FILE_NAME = re.compile(
    r"(?:.*\.(?:jpe?g|png|webp|heic|gif|bmp|tiff?|avif))|(?:image|img|picture|photo|pic|dscn?|dji|pxl|mmexport|untitled|screenshot|图片|照片|图像|图|微信图片|截图|未命名)?[\s_#.（(-]*\d*[\s_)）-]*\d*",
    re.I,
)
# “A picture of …”: those who hear it know that it is one.
SAYS_PICTURE = re.compile(r"(?:an? |the )?(?:image|picture|photo(?:graph)?) of\b|(?:这是)?(?:一张|一幅)(?:图片|照片)", re.I)
LEAST = 4


def looks_like_a_file(text: str | None) -> bool:
    return bool(FILE_NAME.fullmatch(_even(text)))


def alt_hint(alt: str | None, caption: str | None) -> str | Promise | None:
    """A sentence on what to do better with an alternative text; None when nothing speaks against it, or it is empty."""
    text, given = _even(alt), (alt or "").strip()
    if not text:
        return None
    if looks_like_a_file(text):
        return _("The alternative text “%(text)s” is a file's name or a number. Say what is to be seen.") % {"text": given}
    if text == _even(caption):
        return _("The alternative text repeats the caption. Say what is to be seen; the caption is read out anyway.")
    if SAYS_PICTURE.match(text):
        return _("The alternative text begins with saying that it is a picture; that is told anyway. Begin with what is to be seen.")
    if len(text) < LEAST:
        return _("The alternative text “%(text)s” is very short. Say what is to be seen in a sentence.") % {"text": given}
    return None


def caption_hint(caption: str | None) -> str | Promise | None:
    if caption and caption.strip() and looks_like_a_file(caption):
        return _("The caption “%(text)s” is a file's name or a number. Say what the picture shows, where and when.") % {
            "text": caption.strip()
        }
    return None


def _even(text: str | None) -> str:
    """In one form: width, case, spaces, and no full stop at the end."""
    return " ".join(unicodedata.normalize("NFKC", text or "").casefold().split()).rstrip("。.")
