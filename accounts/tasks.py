from django.tasks import task
from django.utils import translation

# Somebody waits for these before the screen; what takes long goes after them, see the other `tasks.py`.
MAIL = 20


@task(priority=MAIL)
def send_reset(email: str, language: str) -> None:
    """Mail a link for a new password to whoever has an account with this address, and nothing to anybody else."""
    from allauth.account.forms import default_token_generator
    from allauth.account.internal.flows.password_reset import request_password_reset
    from allauth.account.internal.userkit import filter_users_by_email

    with translation.override(language):
        if users := filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True):
            request_password_reset(None, email, users, default_token_generator)


@task(priority=MAIL)
def send_notice(subject: str, text: str, to: str) -> None:
    """A mail that is ready to be sent, sent while nobody waits."""
    from django.core.mail import EmailMessage

    EmailMessage(subject, text, to=[to]).send()
