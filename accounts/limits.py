"""How often somebody may try to sign in, counted in the database so that every process and node knows the same.

Three limits on wrong passwords, none of which locks a company out behind its one address or lets a stranger lock a known account:

- ten in 15 minutes of one account from one address: this pair waits;
- a hundred in 15 minutes from one address, whatever the accounts: this address waits;
- a hundred in an hour of one account, whatever the addresses: this account waits.

The last two do not hold where the same account has signed in from the same address within thirty days. A limit says nothing of whether
there is such an account: all are counted alike, by digest.
"""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import SignInAttempt

OF_PAIR, OF_ADDRESS, OF_ACCOUNT = 10, 100, 100
SHORT, LONG = timedelta(minutes=15), timedelta(hours=1)
KNOWN_FOR = timedelta(days=30)


def begin(account: str, address: str) -> SignInAttempt | None:
    """Note a try before its password is looked at, so that many at once are counted too; None when it must wait."""
    attempt = SignInAttempt.objects.create(account=digest(account.strip().lower()), address=digest(address))
    now = timezone.now()
    wrong = SignInAttempt.objects.filter(succeeded=False).exclude(pk=attempt.pk)
    of_account, of_address = wrong.filter(account=attempt.account), wrong.filter(address=attempt.address)
    waits = of_account.filter(address=attempt.address, at__gt=now - SHORT).count() >= OF_PAIR
    if not waits and not is_known(attempt):
        waits = of_address.filter(at__gt=now - SHORT).count() >= OF_ADDRESS or of_account.filter(at__gt=now - LONG).count() >= OF_ACCOUNT
    if waits:
        # One that was not even tried counts for nothing, or the wait would never end.
        attempt.delete()
        return None
    return attempt


def is_known(attempt: SignInAttempt) -> bool:
    since = timezone.now() - KNOWN_FOR
    return SignInAttempt.objects.filter(account=attempt.account, address=attempt.address, succeeded=True, at__gt=since).exists()


def succeed(attempt: SignInAttempt) -> None:
    """Keep the pair as known, and drop what is too old to count."""
    SignInAttempt.objects.filter(pk=attempt.pk).update(succeeded=True)
    now = timezone.now()
    SignInAttempt.objects.filter(at__lt=now - KNOWN_FOR).delete()
    SignInAttempt.objects.filter(succeeded=False, at__lt=now - LONG).delete()


def forget(account: str) -> None:
    """After a reset by mail: whoever reads the account's mail may try again from anywhere."""
    SignInAttempt.objects.filter(account=digest(account.strip().lower()), succeeded=False).delete()


def digest(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"sign-in:{text}".encode(), hashlib.sha256).hexdigest()
