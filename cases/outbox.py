"""The outbox: every mail is a row first, posted in the transaction of what it tells of, and sent afterwards by the worker.

`post` makes the text, from a template file of a fixed name; stored text is sent as it stands and never read as a template.
A mail about a case goes to its company's active editors and to the association, which is asked when it is posted and again when
it is sent.
"""

import logging
import re
from collections import defaultdict, deque
from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.enums import Role
from accounts.models import User
from accounts.roles import is_inside, organisation_ids
from cases.enums import MailState
from cases.models import Case, Mail, MailSettings

log = logging.getLogger("casebook.outbox")

# What has not gone, and can still be another text.
EDITABLE = frozenset({MailState.HELD, MailState.WAITING, MailState.FAILED})
# Minutes from one attempt to the next: a mail server that is down for a night costs nothing.
PAUSES = (1, 5, 15, 60, 240, 480)
# A worker that has said nothing for so long was killed. An attempt takes 20 seconds at most (see MAILERS).
TAKEN_FOR = timedelta(minutes=5)
# Control characters but line feed and tab, and lone surrogates: no mail carries them, and a database refuses some.
UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
KIND = re.compile(r"[a-z][a-z_]*")
# An address with a secret in it: whoever has it signs up, or answers, in the receiver's place. Nothing of open length stands in the
# expression, so that a long text costs what its length is.
SECRET_LINK = re.compile(r"((?:invitations|approvals)/)[\w-]{43}/")
MASK = "●●●●●●"
HIDDEN = rf"\1{MASK}/"


class NotTheirs(Exception):
    """Somebody who is not of a case would have got mail about it."""


def people_of(case: Case) -> list[User]:
    """The active editors of the case's organisation."""
    of_case = Q(memberships__organisation=case.organisation_id, memberships__role=Role.EDITOR)
    return list(User.objects.filter(of_case, is_active=True).distinct())


def post(
    kind: str, *, to: User | str, case: Case | None = None, key: str = "", language: str = "", **values: str | int | date
) -> Mail | None:
    """Put a mail into the outbox, inside the caller's transaction; None when one with this key was posted before.

    The text is `templates/mails/<kind>.<language>.txt`, in the language given, or else the receiver's: the subject, an empty line,
    the text. Besides `values` a template knows `name` (the receiver's), `title` and `link` (the case's page in the admin), and `site`.
    Raises NotTheirs for a receiver who may not see the case, and ValidationError for an address that is none.
    """
    if not KIND.fullmatch(kind):
        raise ValueError(f"{kind!r} is no kind of mail.")
    user = to if isinstance(to, User) else None
    address = user.email if user else str(to)
    validate_email(address)
    if case and not (user and _is_of(user, case)):
        raise NotTheirs(f"{address} is not of the case {case.pk}.")
    if key and Mail.objects.filter(key=key).exists():
        return None
    language = language or language_of(user)
    subject, body = _texts(kind, language, _known(user, case, language) | values)
    mail = Mail(kind=kind, case=case, to=user, address=address, language=language, subject=subject, body=body, key=key)
    mail.send_after = timezone.now() + timedelta(minutes=settings.MAIL_WAIT_MINUTES)
    mail.state = MailState.HELD if settings.MAIL_HOLD and case else MailState.WAITING
    try:
        with transaction.atomic():
            mail.save()
    except IntegrityError:
        if key and Mail.objects.filter(key=key).exists():
            return None
        raise
    return mail


def language_of(user: User | None) -> str:
    return settings_of(user).language


def settings_of(user: User | None) -> MailSettings:
    """How the person wants their mail; not stored until they say so. One query."""
    return (MailSettings.objects.filter(user=user).first() if user else None) or MailSettings(user=user)


def send_due() -> int:
    """Send what is due, one by one; how many went. Any number of workers may do this at once: each mail is taken by one."""
    sent = 0
    due = Mail.objects.filter(state__in=[MailState.WAITING, MailState.SENDING], send_after__lte=timezone.now())
    for pk in list(due.order_by("send_after", "pk").values_list("pk", flat=True)[:500]):
        if mail := _take(pk):
            sent += _send(mail)
    return sent


def hold(mail: Mail, *, by: User) -> bool:
    return _change(mail, {MailState.WAITING}, state=MailState.HELD, edited_by=by)


def release(mail: Mail, *, by: User) -> bool:
    """Let it go now, whether it was held, waits, or had failed."""
    return _change(mail, EDITABLE, state=MailState.WAITING, send_after=timezone.now(), attempts=0, edited_by=by)


def drop(mail: Mail, *, by: User) -> bool:
    return _change(mail, EDITABLE, state=MailState.DROPPED, body=without_secrets(mail.body), edited_by=by)


def edit(mail: Mail, *, subject: str, body: str, by: User) -> bool:
    """Another text, for as long as it has not gone. False when it has meanwhile; ValidationError for a subject of several lines.

    `body` as `without_secrets` shows it: see `with_secrets`.
    """
    if "\n" in subject or "\r" in subject or not subject.strip():
        raise ValidationError(_("A subject is one line of text."))
    return _change(mail, EDITABLE, edited_by=by, subject=UNFIT.sub("", subject).strip()[:250], body=with_secrets(mail, body))


def with_secrets(mail: Mail, body: str) -> str:
    """The text as it will go out: a line that stands as it was shown gets its secret back, and no other does. One query.

    Raises ValidationError where a secret would be missing, be there twice, or leave its mask in what is sent.
    """
    kept = Mail.objects.values_list("body", flat=True).get(pk=mail.pk)
    lines: dict[str, deque[str]] = defaultdict(deque)
    for line in kept.split("\n"):
        lines[without_secrets(line)].append(line)
    shown = UNFIT.sub("", body.replace("\r\n", "\n")).split("\n")
    whole = "\n".join(lines[line].popleft() if lines[line] else line for line in shown)
    # A mask that stood there before is somebody's own text, or the mail has gone.
    if whole.count(MASK) > kept.count(MASK) or _secrets(whole) != _secrets(kept):
        raise ValidationError(_("Leave each line with “●●●●●●” as it was, once: its link goes to the receiver alone."))
    return whole


def without_secrets(body: str) -> str:
    """As anybody but the receiver may read it; and as it is kept once it has gone."""
    return SECRET_LINK.sub(HIDDEN, body)


def _secrets(body: str) -> list[str]:
    return sorted(link[0] for link in SECRET_LINK.finditer(body))


def _change(mail: Mail, before: Collection[MailState], **columns: Any) -> bool:
    """Conditional on the state, so that what a worker has just taken stays as it is."""
    changed = Mail.objects.filter(pk=mail.pk, state__in=before).update(**columns)
    mail.refresh_from_db()
    return bool(changed)


def _take(pk: int) -> Mail | None:
    """The mail, for this worker alone; None when another was faster."""
    now = timezone.now()
    free = Mail.objects.filter(pk=pk, state__in=[MailState.WAITING, MailState.SENDING], send_after__lte=now)
    if not free.update(state=MailState.SENDING, attempts=F("attempts") + 1, send_after=now + TAKEN_FOR):
        return None
    return Mail.objects.select_related("to", "case").get(pk=pk)


def _send(mail: Mail) -> bool:
    if mail.to and not (mail.to.is_active and (mail.case is None or _is_of(mail.to, mail.case))):
        gone = _("The receiver may not see this case any more, or their account is closed.")
        _finish(mail, state=MailState.DROPPED, last_error=gone, body=without_secrets(mail.body))
        return False
    address = mail.to.email if mail.to else mail.address
    # The same in every attempt, so that a mailbox shows it once even if a worker died right after sending it.
    headers = {"Message-ID": f"<casebook-{mail.pk}-{mail.created_at:%Y%m%d%H%M%S%f}@{_host()}>", "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(mail.subject, mail.body, to=[address], headers=headers).send()
    except Exception as error:  # whatever a mail server or its library comes up with, the next mail is not its business
        log.warning("Mail %s was not sent, attempt %s: %s", mail.pk, mail.attempts, error)
        over = mail.attempts > len(PAUSES)
        pause = timedelta(minutes=PAUSES[min(mail.attempts, len(PAUSES)) - 1])
        state = MailState.FAILED if over else MailState.WAITING
        _finish(mail, state=state, last_error=UNFIT.sub("", f"{type(error).__name__}: {error}"), send_after=timezone.now() + pause)
        return False
    _finish(mail, state=MailState.SENT, sent_at=timezone.now(), address=address, last_error="", body=without_secrets(mail.body))
    return True


def _finish(mail: Mail, **columns: Any) -> None:
    Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, attempts=mail.attempts).update(**columns)


def _is_of(user: User, case: Case) -> bool:
    """Asked anew each time: what the object remembers of its memberships may be old."""
    now = User.objects.filter(pk=user.pk).first()
    return now is not None and now.is_active and (is_inside(now) or case.organisation_id in organisation_ids(now))


def _known(user: User | None, case: Case | None, language: str) -> dict[str, Any]:
    known: dict[str, Any] = {"site": settings.SITE_URL, "name": str(user) if user else ""}
    if case:
        title = case.title_zh_hans if language != "en" else case.title_en or case.title_zh_hans
        with override(language):
            known |= {"title": title or case.slug, "link": settings.SITE_URL + reverse("admin:cases_case_change", args=[case.pk])}
    return known


def _texts(kind: str, language: str, values: dict[str, Any]) -> tuple[str, str]:
    """Subject and text."""
    template: Any = get_template(f"mails/{kind}.{language}.txt")
    clean = {name: UNFIT.sub("", value.replace("\r\n", "\n")) if isinstance(value, str) else value for name, value in values.items()}
    # What may stand in the subject is one line, so that no value adds a header or ends the subject; a message keeps its lines.
    clean |= {name: " ".join(value.split()) for name, value in clean.items() if isinstance(value, str) and name != "message"}
    with override(language):
        subject, _blank, body = template.template.render(Context(clean, autoescape=False)).partition("\n\n")
    return " ".join(subject.split())[:250], body.strip() + "\n"


def _host() -> str:
    return settings.SITE_URL.partition("://")[2].partition("/")[0].partition(":")[0]
