from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("Cases")

    def ready(self) -> None:
        from django.db.models.signals import post_delete, post_save

        # Facets and headings show the names of these as they are now; processes hold them by the site's version.
        for sender in ("cases.Tag", "accounts.Organisation"):
            for signal in (post_save, post_delete):
                signal.connect(_names_changed, sender=sender, dispatch_uid=f"{sender} changed")

        from cases.leaving import membership_ended

        post_delete.connect(membership_ended, sender="accounts.Membership", dispatch_uid="membership ended")


def _names_changed(*, raw: bool = False, **kwargs: Any) -> None:
    from cases.search.held import raise_version

    if not raw:
        raise_version(names=True)
