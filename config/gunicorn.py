"""How the web server runs, the same under `make run` and in production (`gunicorn -c python:config.gunicorn config.wsgi`)."""

import gc
from typing import Any

from config import env

bind = env.text("BIND", "127.0.0.1:8000")
workers = env.number("WEB_WORKERS", default=2)
# Threads, so that a browser's idle connection does not hold a worker, and a slow reader no other.
worker_class = "gthread"
threads = env.number("WEB_THREADS", default=4)
# Read once, before the workers are made: they share what they never change. With DEBUG a changed file is to be read again.
preload_app = not env.flag("DEBUG", default=False)
timeout = 60
graceful_timeout = 30
keepalive = 5
# The most that gunicorn knows, so that a long question gets our own refusal; beyond it the answer is a bare 414.
limit_request_line = 8_190
# Nobody's header says at which path we stand; as they are, a proxy on this machine could pass on a stranger's.
forwarder_headers = ""
# One address for its own process control would be shared by every Casebook of this user.
control_socket_disable = True
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"gunicorn.error": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}


def when_ready(server: Any) -> None:
    """No worker is made yet: views are read too, and the collector leaves all of it where it is, for those who are to share it."""
    if not preload_app:
        return
    from django.urls import get_resolver

    get_resolver().url_patterns  # noqa: B018  read for its effect
    gc.collect()
    gc.freeze()
