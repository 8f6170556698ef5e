"""Give goals and concepts the words that speak for them."""

from django.db import migrations

from cases import clues


def write(apps, schema_editor):
    tags = apps.get_model("cases", "Tag").objects.using(schema_editor.connection.alias)
    for number, words in clues.GOALS.items():
        tags.filter(vocabulary="goal", code=str(number)).update(clues=list(words))
    for slug, words in clues.CONCEPTS.items():
        tags.filter(vocabulary="concept", slug=slug).update(clues=list(words))


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_tags_at_work")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
