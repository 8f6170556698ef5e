from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.enums import ListState
from cases.models import GivenList


class IndicatorList(GivenList):
    """A list of indicators and their values. State is changed by `reports.bank.runs` alone; `rows` are `reports.bank.reading.BankRow`."""

    class Meta(GivenList.Meta):
        verbose_name = _("list of indicators")
        verbose_name_plural = _("lists of indicators")

    def get_state_display(self) -> str:
        return gettext("Taken into the bank") if self.state == ListState.DONE else str(ListState(self.state).label)
