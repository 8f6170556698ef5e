from django.db import models


class SignInAttempt(models.Model):
    """One try to sign in, for the limits of `accounts.limits`: digests only, so that the table tells nobody's address."""

    account = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    succeeded = models.BooleanField(default=False)

    class Meta:
        # Both limits count the tries of a short while; a try is asked for by its account or by its address.
        indexes = [
            models.Index(fields=["account", "-at"], name="attempt_by_account"),
            models.Index(fields=["address", "-at"], name="attempt_by_address"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {'in' if self.succeeded else 'refused'}"


class SharedEntry(models.Model):
    """The table of Django's database cache: what all processes must know at once, such as a code that was used."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "shared_cache"

    def __str__(self) -> str:
        return self.cache_key
