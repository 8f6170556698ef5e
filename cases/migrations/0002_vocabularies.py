"""Write the fixed vocabularies: concepts, goals and their targets, sectors, regions."""

from django.db import migrations

from cases import vocabularies


def write(apps, schema_editor):
    tags = apps.get_model("cases", "Tag").objects.using(schema_editor.connection.alias)

    def add(vocabulary, slug, zh, en, order, **more):
        return tags.create(vocabulary=vocabulary, slug=slug, name=zh, name_zh_hans=zh, name_en=en, order=order, **more)

    for order, (slug, zh, en, colour) in enumerate(vocabularies.CONCEPTS, 1):
        add("concept", slug, zh, en, order, colour=colour)
    for number, (zh, en, colour, *_counts) in enumerate(vocabularies.GOALS, 1):
        goal = add("goal", str(number), zh, en, number, code=str(number), colour=colour)
        for order, code in enumerate(vocabularies.target_codes(number), 1):
            slug = code.replace(".", "-")
            add("target", slug, f"具体目标{code}", f"Target {code}", number * 100 + order, code=code, parent=goal)
    for vocabulary, rows in (("sector", vocabularies.SECTORS), ("region", vocabularies.REGIONS)):
        for order, (slug, zh, en) in enumerate(rows, 1):
            add(vocabulary, slug, zh, en, order)
    apps.get_model("cases", "SiteVersion").objects.using(schema_editor.connection.alias).create(pk=1)


def erase(apps, schema_editor):
    apps.get_model("cases", "Tag").objects.using(schema_editor.connection.alias).exclude(vocabulary="topic").delete()
    apps.get_model("cases", "SiteVersion").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(write, erase)]
