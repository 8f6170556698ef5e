"""How the web server runs, the same under `make run` and in production (`gunicorn -c python:config.gunicorn config.wsgi`)."""

from config import env

bind = env.text("BIND", "127.0.0.1:8000")
workers = env.number("WEB_WORKERS", default=2)
# Threads, so that a browser's idle connection does not hold a worker, and a slow reader no other.
worker_class = "gthread"
threads = env.number("WEB_THREADS", default=4)
timeout = 60
graceful_timeout = 30
keepalive = 5
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
