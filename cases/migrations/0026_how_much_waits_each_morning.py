from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0025_questions_after_years")]

    operations = [
        migrations.AlterField(
            "mailsettings", "digest", models.BooleanField(default=False, verbose_name="each morning: how much waits for me")
        ),
    ]
