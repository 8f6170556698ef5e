#!/usr/bin/env python
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed for this Python. Use .venv/bin/python; `make run` makes it.")
    try:
        settings.INSTALLED_APPS  # noqa: B018  read now, so that a wrong variable is one sentence and no traceback
    except ImproperlyConfigured as error:
        sys.exit(f"Casebook cannot start. {error}")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
