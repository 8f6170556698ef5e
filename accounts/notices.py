"""What follows when somebody's password, address or second factor changes: their other sessions end, and the old address is told."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import limits
from accounts.models import User
from accounts.sessions import begin, end_sessions
from accounts.tasks import send_notice


@receiver(user_logged_in, dispatch_uid="accounts.session_begins")
def begin_session(sender: Any, user: Any, **kwargs: Any) -> None:
    begin(kwargs["request"].session)


@receiver([authenticator_added, authenticator_removed, authenticator_reset], dispatch_uid="accounts.other_sessions_end")
def end_other_sessions(sender: Any, user: Any, **kwargs: Any) -> None:
    """Who holds one of these sessions came in by what held before. The one that made the change goes on."""
    end_sessions(user, but=kwargs["request"].session.session_key)


@receiver([password_changed, password_set, password_reset], dispatch_uid="accounts.sessions_end")
def end_all_sessions(sender: Any, user: Any, **kwargs: Any) -> None:
    end_sessions(user, but=kwargs["request"].session.session_key)
    limits.forget(user.email)


def tell_old_address(user: User, *, old: str) -> None:
    """By mail, in both languages, since the address may have been taken over and is the only way to its owner."""
    end_sessions(user)
    texts = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words = _(
                "The e-mail address of the account “%(name)s” at %(site)s was changed; this address no longer opens it. "
                "If you did not ask for this, write to the association at once."
            ) % {"name": user.name, "site": settings.SITE_URL}
            texts.append(str(words))
    with translation.override(settings.LANGUAGE_CODE):
        subject = _("The address of your account was changed")
    send_notice.enqueue(subject=str(subject), text="\n\n".join(texts), to=old)
