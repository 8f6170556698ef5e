import re
from itertools import batched

from django.db import migrations
from django.db.models import Q

# As `cases.outbox` had it when this was written.
SECRET_LINK = re.compile(r"((?:invitations|approvals)/)[\w-]{43}/")
BATCH = 500


def strip(apps, schema_editor):
    """Hide the secrets in links of mails that were sent or dropped before they came to be hidden at once."""
    mails = apps.get_model("cases", "Mail")._default_manager.using(schema_editor.connection.alias)
    linked = Q(body__contains="invitations/") | Q(body__contains="approvals/")
    gone = mails.filter(linked, state__in=["sent", "dropped"]).only("body")
    for batch in batched(gone.iterator(chunk_size=BATCH), BATCH):
        for mail in batch:
            mail.body = SECRET_LINK.sub(r"\1●●●●●●/", mail.body)
        mails.bulk_update(batch, ["body"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_how_much_waits_each_morning")]

    operations = [migrations.RunPython(strip, migrations.RunPython.noop)]
