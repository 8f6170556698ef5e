import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The database keeps the promise, whoever writes to it.
REFUSE = {
    "sqlite": [
        "CREATE TRIGGER edition_stays BEFORE UPDATE ON reports_edition BEGIN SELECT RAISE(ABORT, 'An edition does not change.'); END",
    ],
    "postgresql": [
        "CREATE FUNCTION edition_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'An edition does not change.'; END $$",
        "CREATE TRIGGER edition_stays BEFORE UPDATE ON reports_edition FOR EACH ROW EXECUTE FUNCTION edition_stays()",
    ],
}
ALLOW = {
    "sqlite": ["DROP TRIGGER edition_stays"],
    "postgresql": ["DROP TRIGGER edition_stays ON reports_edition", "DROP FUNCTION edition_stays()"],
}


def refuse(apps, schema_editor):
    for statement in REFUSE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_pictures_as_given"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="edition")),
                ("book", models.JSONField(verbose_name="content")),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("manifest", models.JSONField(verbose_name="manifest")),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="what is new in it")),
                ("frozen_at", models.DateTimeField(verbose_name="frozen")),
                (
                    "frozen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="frozen by"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="reports.report", verbose_name="report"
                    ),
                ),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "ordering": ["report", "-number"],
            },
        ),
        migrations.AddField(
            model_name="build",
            name="edition",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="builds",
                to="reports.edition",
                verbose_name="edition",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(models.F("report"), models.F("number"), name="edition_number_once"),
        ),
        migrations.RunPython(refuse, allow),
    ]
