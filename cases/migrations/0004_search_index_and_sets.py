"""The sets of publications and the search index take the place of one row for each facet value. Afterwards: `manage.py rebuild_search`."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_earlier_years_and_former_slugs"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicationSet",
            fields=[
                ("name", models.CharField(max_length=140, primary_key=True, serialize=False)),
                ("ids", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("version", models.PositiveBigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="SearchSegment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("idle_since", models.DateTimeField(default=django.utils.timezone.now, null=True)),
                ("members", models.BinaryField()),
                ("starts", models.BinaryField()),
                ("words", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchGram",
            fields=[
                ("pk", models.CompositePrimaryKey("segment_id", "gram", blank=True, editable=False, primary_key=True, serialize=False)),
                (
                    "segment",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="grams", to="cases.searchsegment"
                    ),
                ),
                ("gram", models.CharField(max_length=48)),
                ("titles", models.BinaryField()),
                ("summaries", models.BinaryField()),
                ("texts", models.BinaryField()),
                ("places", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="searched",
                        serialize=False,
                        to="cases.publication",
                    ),
                ),
                ("title", models.TextField()),
                ("summary", models.TextField()),
                ("text", models.TextField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="publicationfacet",
            name="publication_facet_once",
        ),
        migrations.AlterModelOptions(
            name="publication",
            options={"ordering": ["-pk"], "verbose_name": "published case", "verbose_name_plural": "published cases"},
        ),
        migrations.RemoveIndex(
            model_name="publication",
            name="publication_newest",
        ),
        migrations.AddField(
            model_name="publication",
            name="facets",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="publication",
            name="title_key_en",
            field=models.BinaryField(default=bytes),
        ),
        migrations.AddField(
            model_name="publication",
            name="title_key_zh_hans",
            field=models.BinaryField(default=bytes),
        ),
        migrations.AddField(
            model_name="siteversion",
            name="changed_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="siteversion",
            name="names",
            field=models.PositiveBigIntegerField(default=1),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)), fields=["title_key_zh_hans", "-id"], name="publication_title_zh"
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(condition=models.Q(("withdrawn_at", None)), fields=["title_key_en", "-id"], name="publication_title_en"),
        ),
        migrations.AddField(
            model_name="searchtext",
            name="revision",
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.revision"),
        ),
        # So that the way back can fill it.
        migrations.AlterField("publication", "search_text", models.TextField(default="", editable=False)),
        migrations.RemoveField(
            model_name="publication",
            name="search_text",
        ),
        migrations.DeleteModel(
            name="PublicationFacet",
        ),
    ]
