"""Word files and Excel lists as companies gave them: for how long they are kept."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from cases.intake import runs as word_files
from cases.lists.way import prune_all


def prune() -> int:
    """What the setting says has been kept for long enough goes; how many files and rows. The worker does so each hour."""
    if settings.UPLOADS_KEPT_DAYS <= 0:
        return 0
    before = timezone.now() - dt.timedelta(days=settings.UPLOADS_KEPT_DAYS)
    return sum(prune_all(before)) + sum(word_files.prune(before))
