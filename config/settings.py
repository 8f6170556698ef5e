"""Casebook's settings, in reading order: where it runs, what it is made of, what it keeps, how it is guarded.

Everything that differs between installations comes from the environment; `docs/operators.md` lists each variable.
"""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import env

# --- Where it runs ---------------------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR") or BASE_DIR / "data").expanduser().resolve()
DEBUG = env.flag("DEBUG", default=False)
SITE_URL = env.address("SITE_URL", default=f"http://127.0.0.1:{env.number('PORT', default=8000)}")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
# Behind a proxy that sets X-Forwarded-Proto and X-Forwarded-For itself; otherwise these headers are anyone's word.
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)

try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"DATA_DIR is {str(DATA_DIR)!r} and cannot be made: {error.strerror}.") from None


def _secret_key() -> str:
    """The variable; without HTTPS, so not in public, a key made once and kept in DATA_DIR, so that sign-ins outlive a restart."""
    if key := env.text("SECRET_KEY"):
        return key
    if HTTPS:
        raise ImproperlyConfigured("SECRET_KEY is not set, and SITE_URL is public; give 50 or more random characters.")
    file = DATA_DIR / "secret-key"
    try:
        with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return file.read_text()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

# --- What it is made of ----------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",
    "accounts",
    "cases",
    "reports",
    "config.apps.CasebookConfig",
    "config.apps.CasebookAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_tasks_db",
    "django_htmx",
    "django_prose_editor",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "config.middleware.RequestLogMiddleware",
    "config.edge.HeldPagesMiddleware",
    "config.middleware.LanguageMiddleware",
    "config.middleware.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.sign_in.SessionAgeMiddleware",
    "cases.admin.watching.WatchMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.RefusedMethodMiddleware",
    "config.middleware.DatabaseDownMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context_processors.site",
            ],
        },
    },
]

# --- What it keeps ---------------------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'casebook.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that all processes and nodes know which code of a second factor was used and how many were wrong.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Culled entries are forgotten limits; each has a life of an hour at most, so this many are never reached in peace.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
# Public pages, in each process. With DEBUG templates and code take effect at once, so nothing is held.
PAGES_HELD_MB = env.number("PAGES_HELD_MB", default=0 if DEBUG else 32)
MEDIA_ROOT = DATA_DIR / "media"
# Not an address anybody can open: files leave through views that ask who may see them.
MEDIA_URL = "/files/"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
# The words of a form. Files do not count here; their limits stand in cases/validators.py.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# A case with 300 inline rows must not lose text to the default of 1,000 fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 12_000

TASKS = {"default": {"BACKEND": env.text("TASKS_BACKEND", "django_tasks_db.DatabaseBackend")}}

# --- Languages -------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
MODELTRANSLATION_FALLBACK_LANGUAGES = ("zh-hans", "en")
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Asia/Shanghai")

# --- Who may come in -------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend", "accounts.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.OrganisationNameValidator"},
    {"NAME": "accounts.passwords.VarietyValidator"},
    {"NAME": "accounts.passwords.GuessableValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Accounts are made by the association; a forgotten password answers the same for every address.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {"reset_password": "accounts.forms.ResetPasswordForm"}
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Wrong passwords are counted by accounts/limits.py; this one is for wrong codes of a second factor.
# A company of hundreds behind one address may all come at nine.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,100/15m/ip", "login": "120/m/ip"}
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60
# Whether whoever works for the association must have a second factor before the admin opens. Off for trying out alone.
MFA_REQUIRED = env.flag("MFA_REQUIRED", default=not DEBUG)
# Addresses are the association's to know; allauth's own table of them is not used.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "accounts.forms.AddWebAuthnForm"}
# A browser makes passkeys for http://localhost as well, and for no other plain address.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
# A session ends after an hour without a request, and after twelve hours however busy: config/sign_in.py.
SESSION_COOKIE_AGE = SESSION_ABSOLUTE = 12 * 60 * 60
SESSION_IDLE = 60 * 60

# With MAIL_HOST mail is sent; without, it is printed to the log's stream.
MAIL_HOST = env.text("MAIL_HOST")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": MAIL_HOST,
            "port": env.number("MAIL_PORT", default=587),
            "username": env.text("MAIL_USER"),
            "password": env.text("MAIL_PASSWORD"),
            "use_tls": env.flag("MAIL_TLS", default=True),
            # A mail server that does not answer must not hold a worker for minutes.
            "timeout": 20,
        },
    }
    if MAIL_HOST
    else {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
}
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "casebook@localhost")
# Mail about a case waits so long for second thoughts; or, with hold, until staff let it go.
MAIL_WAIT_MINUTES = env.number("MAIL_WAIT_MINUTES", default=0)
MAIL_HOLD = env.flag("MAIL_HOLD", default=False)
# Word files and Excel lists as they were given: of published cases, or so many days old, they go; with 0 they stay.
UPLOADS_KEPT_DAYS = env.number("UPLOADS_KEPT_DAYS", default=0)
# Where readers write to; public pages show it.
CONTACT_EMAIL = env.text("CONTACT_EMAIL")

# --- How it is guarded -----------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
CSRF_COOKIE_HTTPONLY = True
SECURE_SSL_REDIRECT = HTTPS
# A probe speaks plain HTTP to the process itself.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

# --- What it says of itself ------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": env.choice("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], default="INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # Our own line per request has every status; here only what went wrong on our side.
        "django.request": {"level": "ERROR"},
        # A host that is not ours is a stranger's mistake or probe: our own line has its 400, and a traceback for each hides what matters.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Our own line per request says more than the development server's.
        "django.server": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
