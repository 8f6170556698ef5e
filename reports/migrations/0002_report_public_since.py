from django.db import migrations, models
from django.utils import timezone


def since_now(apps, schema_editor):
    """Nobody wrote down since when; a feed then gives it as new."""
    apps.get_model("reports", "Report").objects.filter(is_public=True).update(public_since=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        migrations.AddField("report", "public_since", models.DateTimeField(blank=True, editable=False, null=True)),
        migrations.RunPython(since_now, migrations.RunPython.noop),
    ]
