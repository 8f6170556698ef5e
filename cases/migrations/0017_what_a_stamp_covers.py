from django.db import migrations, models


def fill(apps, schema_editor):
    """The digest of what a stamp covers, for revisions frozen before it was kept. Seals keep the one that was printed."""
    from cases.document import from_json
    from cases.stamp import sealed_digest

    revisions = apps.get_model("cases", "Revision")._default_manager.filter(sealed="")
    for revision in revisions.iterator(chunk_size=200):
        revision.sealed = sealed_digest(from_json(revision.document))
        revision.save(update_fields=["sealed"])


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_seals")]

    operations = [
        migrations.AddField("revision", "sealed", models.CharField(blank=True, default="", max_length=64), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
