from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class CasebookConfig(AppConfig):
    """Casebook's own checks and commands that belong to no app."""

    name = "config"
    verbose_name = "Casebook"

    def ready(self) -> None:
        from config import checks, sqlite  # noqa: F401  registers the checks

        sqlite.watch()


class CasebookAdminConfig(AdminConfig):
    default = False
    default_site = "config.admin_site.CasebookAdminSite"
