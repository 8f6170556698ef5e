import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The database keeps the promise, whoever writes to it.
REFUSE = {
    "sqlite": [
        f"CREATE TRIGGER choice_no_{what.lower()} BEFORE {what} ON reports_choice "
        "BEGIN SELECT RAISE(ABORT, 'The log of choices is append-only.'); END"
        for what in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE FUNCTION choice_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'The log of choices is append-only.'; END $$",
        "CREATE TRIGGER choice_stays BEFORE UPDATE OR DELETE ON reports_choice FOR EACH ROW EXECUTE FUNCTION choice_stays()",
    ],
}
ALLOW = {
    "sqlite": ["DROP TRIGGER choice_no_update", "DROP TRIGGER choice_no_delete"],
    "postgresql": ["DROP TRIGGER choice_stays ON reports_choice", "DROP FUNCTION choice_stays()"],
}


def refuse(apps, schema_editor):
    for statement in REFUSE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0023_which_mail_people_want"),
        ("reports", "0007_gate_theme_cancelling"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="blockitem",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="reports.observation",
            ),
        ),
        migrations.CreateModel(
            name="Choice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "before",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("chosen", "Chosen"),
                            ("reserve", "In reserve"),
                            ("declined", "Not taken"),
                            ("dropped", "Decision taken back"),
                        ],
                        max_length=8,
                        verbose_name="before",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("chosen", "Chosen"),
                            ("reserve", "In reserve"),
                            ("declined", "Not taken"),
                            ("dropped", "Decision taken back"),
                        ],
                        max_length=8,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="by"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case", verbose_name="case"),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="choices", to="reports.report", verbose_name="report"
                    ),
                ),
            ],
            options={
                "verbose_name": "choice",
                "verbose_name_plural": "choices",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Quota",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "aspect",
                    models.CharField(
                        choices=[
                            ("cases", "All cases"),
                            ("newcomer", "Organisations new to the report"),
                            ("concept", "Concept"),
                            ("sdg", "Goal"),
                            ("sector", "Sector"),
                            ("region", "Region"),
                            ("kind", "Kind of organisation"),
                            ("owner", "Organisation"),
                        ],
                        max_length=12,
                        verbose_name="counted by",
                    ),
                ),
                ("value", models.CharField(blank=True, max_length=100, verbose_name="value")),
                ("minimum", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="at least")),
                ("maximum", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="at most")),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="quotas", to="reports.report", verbose_name="report"
                    ),
                ),
            ],
            options={
                "verbose_name": "quota",
                "verbose_name_plural": "quotas",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(models.F("report"), models.F("aspect"), models.F("value"), name="quota_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("minimum", None), _negated=True), models.Q(("maximum", None), _negated=True), _connector="OR"
                        ),
                        name="quota_says_a_number",
                        violation_error_message="Give a number: at least, at most, or both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minimum", None), ("maximum", None), ("maximum__gte", models.F("minimum")), _connector="OR"),
                        name="quota_is_not_reversed",
                        violation_error_message="“At most” is less than “at least”.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Selection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("chosen", "Chosen"), ("reserve", "In reserve"), ("declined", "Not taken")],
                        max_length=8,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, verbose_name="by"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="selections", to="cases.case", verbose_name="case"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="selections", to="reports.report", verbose_name="report"
                    ),
                ),
            ],
            options={
                "verbose_name": "selected case",
                "verbose_name_plural": "selected cases",
                "ordering": ["report", "at", "pk"],
                "constraints": [models.UniqueConstraint(models.F("report"), models.F("case"), name="selection_once_in_a_report")],
            },
        ),
        migrations.RunPython(refuse, allow),
    ]
