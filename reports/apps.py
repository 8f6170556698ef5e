from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Files of a report, what its compilers decide, and who signs it: the site shows nothing of them.
UNSEEN = {"Build", "Selection", "Choice", "Quota", "PrintApproval", "Signature", "Signer", "PartCheckout", "Stay", "IndicatorList"}
UNSEEN |= {"WordCopy", "WordReturn", "Suggestion"}
# What companies are asked for, and their own rows of it: model → where the organisation is found.
OF_COMPANIES = {"FigureRequest": "organisation", "AskedFigure": "request__organisation", "RequestStep": "request__organisation"}


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from django.db.models.signals import m2m_changed, post_delete, post_save

        from cases.access import belongs_to_company
        from cases.signals import data_asked, person_erased, waiting_asked
        from reports import personal
        from reports.asking.steps import count_waiting

        data_asked.connect(personal.given_out, dispatch_uid="reports")
        person_erased.connect(personal.rename, dispatch_uid="reports")
        waiting_asked.connect(count_waiting, dispatch_uid="reports")
        for name, path in OF_COMPANIES.items():
            belongs_to_company(self.get_model(name), path)

        for model in self.get_models(include_auto_created=True):
            if model.__name__ not in UNSEEN | OF_COMPANIES.keys():
                for signal in (post_save, post_delete, m2m_changed):
                    signal.connect(_what_is_public_changed, sender=model, dispatch_uid=f"{model.__name__} changed")


def _what_is_public_changed(**kwargs: Any) -> None:
    """A report is shown as its rows stand: in the transaction that changes them, what processes hold of the site becomes stale."""
    from cases.search.held import raise_version

    raise_version()
