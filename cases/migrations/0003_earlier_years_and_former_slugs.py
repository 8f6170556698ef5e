"""Cases that carry on one of an earlier year, and the addresses at which the public once found a case."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_vocabularies")]

    operations = [
        migrations.AddField(
            model_name="case",
            name="continues",
            field=models.ForeignKey(
                blank=True,
                help_text="The case of an earlier year that this one carries on.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="continued_by",
                to="cases.case",
                verbose_name="carries on",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("continues", models.F("pk")), _negated=True), name="case_not_carried_on_by_itself"
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="continues_slug",
            field=models.SlugField(blank=True, db_index=False, default="", max_length=100),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("continues_slug", ""), _negated=True), fields=["continues_slug"], name="publication_continued"
            ),
        ),
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=100, unique=True, verbose_name="slug")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="former_slugs",
                        to="cases.case",
                        verbose_name="case",
                    ),
                ),
            ],
            options={"verbose_name": "former slug", "verbose_name_plural": "former slugs"},
        ),
    ]
