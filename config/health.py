"""Two questions for whoever keeps Casebook running: is the process alive, and can it do its work."""

import logging
import uuid
from collections.abc import Callable
from threading import Lock, Thread
from time import monotonic

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

log = logging.getLogger("casebook.health")
PATIENCE = 1.8  # seconds; a probe that asks every few seconds wants its answer within two


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Which of the things we lean on answer. Says no more than that: the reasons stand in the log."""
    probes = [Probe.of(name, check) for name, check in CHECKS.items()]
    deadline = monotonic() + PATIENCE
    checks = {probe.name: "ok" if probe.passed_by(deadline) else "failing" for probe in probes}
    ready = all(outcome == "ok" for outcome in checks.values())
    return JsonResponse(
        {"status": "ok" if ready else "failing", "checks": checks}, status=200 if ready else 503, headers={"Cache-Control": "no-store"}
    )


class Probe(Thread):
    """One check in a thread of its own, so that a thing that hangs costs the answer no more than its patience.

    While a check still hangs no second one is started beside it: each would hang too.
    """

    hanging: dict[str, "Probe"] = {}
    lock = Lock()

    def __init__(self, name: str, check: Callable[[], None]) -> None:
        super().__init__(name=name, daemon=True)
        self.check = check
        self.passed = False

    @classmethod
    def of(cls, name: str, check: Callable[[], None]) -> "Probe":
        with cls.lock:
            earlier = cls.hanging.get(name)
            if earlier is not None and earlier.is_alive():
                return earlier
            probe = cls.hanging[name] = cls(name, check)
            probe.start()
        return probe

    def passed_by(self, deadline: float) -> bool:
        self.join(max(0, deadline - monotonic()))
        return self.passed

    def run(self) -> None:
        try:
            self.check()
            self.passed = True
        except Exception:
            log.exception("%s does not answer", self.name)


def check_database() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    finally:
        connection.close()


def check_cache() -> None:
    key = f"readyz:{uuid.uuid4()}"
    cache.set(key, "here", timeout=10)
    found = cache.get(key)
    cache.delete(key)
    if found != "here":
        raise RuntimeError("The cache does not keep what it is given.")


def check_storage() -> None:
    name = default_storage.save(f"readyz/{uuid.uuid4()}", ContentFile(b"here"))
    try:
        with default_storage.open(name) as file:
            found = file.read()
    finally:
        default_storage.delete(name)
    if found != b"here":
        raise RuntimeError("The storage does not keep what it is given.")


CHECKS = {"database": check_database, "cache": check_cache, "storage": check_storage}
