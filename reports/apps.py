from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from django.db.models.signals import m2m_changed, post_delete, post_save

        for model in self.get_models(include_auto_created=True):
            # Files of a report, who works on it, and why it stays as it is show nothing of themselves on the site.
            if model.__name__ not in {"Build", "PartCheckout", "Stay"}:
                for signal in (post_save, post_delete, m2m_changed):
                    signal.connect(_what_is_public_changed, sender=model, dispatch_uid=f"{model.__name__} changed")


def _what_is_public_changed(**kwargs: Any) -> None:
    """A report is shown as its rows stand: in the transaction that changes them, what processes hold of the site becomes stale."""
    from cases.search.held import raise_version

    raise_version()
