from django.db import migrations, models

REFUSE = {
    "sqlite": [
        f"CREATE TRIGGER inside_log_{what.lower()} BEFORE {what} ON cases_auditentry "
        "BEGIN SELECT RAISE(ABORT, 'The inside log is append-only.'); END"
        for what in ("UPDATE", "DELETE")
    ],
    "postgresql": [
        "CREATE FUNCTION inside_log_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'The inside log is append-only.'; END $$",
        "CREATE TRIGGER inside_log_refuses BEFORE UPDATE OR DELETE ON cases_auditentry FOR EACH ROW EXECUTE FUNCTION inside_log_refuses()",
    ],
}
ALLOW = {
    "sqlite": ["DROP TRIGGER inside_log_update", "DROP TRIGGER inside_log_delete"],
    "postgresql": ["DROP TRIGGER inside_log_refuses ON cases_auditentry", "DROP FUNCTION inside_log_refuses()"],
}


def refuse(apps, schema_editor):
    for statement in REFUSE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def allow(apps, schema_editor):
    for statement in ALLOW[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cases", "0014_left_over_of_word_files")]

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="entry")),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("signed_in", "Signed in"),
                            ("sign_in_failed", "Sign-in refused"),
                            ("denied", "Access refused"),
                            ("viewed", "Looked at an unpublished case"),
                            ("exported", "Took a file"),
                            ("step", "Step taken"),
                            ("published", "Published"),
                            ("rights", "Rights changed"),
                            ("restored", "Revision restored"),
                            ("sealed", "Stamped sheet"),
                            ("deleted", "Deleted"),
                        ],
                        max_length=20,
                        verbose_name="what happened",
                    ),
                ),
                ("who", models.CharField(blank=True, max_length=350, verbose_name="by")),
                ("who_number", models.BigIntegerField(null=True)),
                ("organisation", models.CharField(blank=True, max_length=400, verbose_name="organisation")),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="network address")),
                ("about", models.CharField(blank=True, max_length=400, verbose_name="about")),
                ("case_number", models.BigIntegerField(null=True, verbose_name="case number")),
                ("detail", models.TextField(blank=True, verbose_name="detail")),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("digest", models.CharField(max_length=64, verbose_name="SHA-256")),
            ],
            options={
                "verbose_name": "entry of the inside log",
                "verbose_name_plural": "inside log",
                "ordering": ["-number"],
                # Whether the same person did the same an hour ago.
                "indexes": [models.Index(fields=["who_number", "action", "at"], name="inside_log_once")],
            },
        ),
        migrations.RunPython(refuse, allow),
    ]
