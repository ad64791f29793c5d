"""Every setting of Earshot, read from the environment only; README.md lists the variables."""

import ipaddress
import os
import zoneinfo
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from discovery import production

# One truth about time zones: the pinned tzdata package, never the machine's copy
# (trust.md B3.1: three copies on one machine disagree by an hour).
zoneinfo.reset_tzpath(to=[])

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name, default=None):
    """Return a variable's text, or that of the file which ``NAME_FILE`` names."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    if (value := os.environ.get(name, default)) is None:
        raise ImproperlyConfigured(
            f"Set the environment variable {name}; see README.md."
        )
    return value


def env_flag(name, default="0"):
    if (value := env(name, default)) not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def database(url):
    """Return Django's settings for a ``postgres://`` address; ``?host=`` may name a socket folder."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.removeprefix("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or query.get("host", [""])[0],
        "PORT": parts.port or "",
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 5},
            "options": "-c statement_timeout=15s -c lock_timeout=5s",
        },
        "TEST": {"NAME": os.environ.get("TEST_DATABASE_NAME")},
    }


DEBUG = env_flag("DEBUG")

# The one-command mode: the mail catcher's page and the style guide exist only there.
LOCAL_MODE = env_flag("LOCAL_MODE")

SECRET_KEY = env("SECRET_KEY", "insecure-development-key" if DEBUG else None)
if not DEBUG:
    production.refuse_weak_secret(SECRET_KEY)

SITE_URL = env("SITE_URL", "http://localhost:8000" if DEBUG else None).rstrip("/")
_host = urlsplit(SITE_URL).hostname
ALLOWED_HOSTS = [_host, "localhost", "127.0.0.1"] if LOCAL_MODE or DEBUG else [_host]
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# --- applications -----------------------------------------------------------------

INSTALLED_APPS = [
    "discovery.local",
    "discovery.live",
    "discovery.accounts",
    "discovery.workspaces",
    "discovery.audit",
    "discovery.mail",
    "discovery.notifications",
    "recruiting",
    "interviews",
    "snapshots",
    "opportunities",
    "discovery.digests",
    "discovery.home",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "discovery.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "discovery.accounts.middleware.LanguageChoiceMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "discovery.accounts.middleware.SessionActivityMiddleware",
    "discovery.accounts.middleware.SignInMiddleware",
    "discovery.accounts.middleware.PreferencesMiddleware",
]

ROOT_URLCONF = "discovery.urls"
WSGI_APPLICATION = "discovery.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "discovery.home.templatetags.frame",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "discovery.home.context_processors.frame",
            ],
        },
    },
    # For what is drawn thousands of times on one page; asked for by name (`using="jinja2"`).
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"trim_blocks": True, "lstrip_blocks": True},
    },
]

# --- data -------------------------------------------------------------------------

DATABASES = {
    "default": database(env("DATABASE_URL", "postgres://discovery@localhost/discovery"))
}
REDIS_URL = env("REDIS_URL", "redis://localhost:6379/0")

if not (DEBUG or LOCAL_MODE):
    production.refuse_plain_address(SITE_URL)
    production.refuse_superuser(env("DATABASE_URL", ""))
    production.refuse_open_broker(REDIS_URL)

# Only what allauth counts: attempts to sign in. In the database, so that its limits hold in
# every process alike and also when Valkey is down (docs/decisions/0801-sign-in-attempts-are-counted-in-the-database.md).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Uploads: a folder, or an S3-compatible bucket when STORAGE_BUCKET is set.
MEDIA_ROOT = Path(env("MEDIA_ROOT", str(BASE_DIR / ".data" / "media")))
STORAGE_BUCKET = env("STORAGE_BUCKET", "")
_files = (
    {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": STORAGE_BUCKET,
            "endpoint_url": env("STORAGE_ENDPOINT", "") or None,
            "access_key": env("STORAGE_ACCESS_KEY", "") or None,
            "secret_key": env("STORAGE_SECRET_KEY", "") or None,
            "default_acl": "private",
            "file_overwrite": False,
        },
    }
    if STORAGE_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
)

# --- static files -----------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(BASE_DIR / ".data" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    # First, because the file of that name in static/ is only its table of contents.
    "discovery.local.bundle.BundleFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "discovery.local.vendor.VendorFinder",
]
STORAGES = {
    "default": _files,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or LOCAL_MODE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or LOCAL_MODE
WHITENOISE_AUTOREFRESH = DEBUG

# --- people who sign in -----------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "discovery.accounts.passwords.LongestPasswordValidator"},
    {"NAME": "discovery.workspaces.passwords.ExpectedWordsValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_ADAPTER = "discovery.notifications.account_mails.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = True
PASSWORD_RESET_TIMEOUT = 3600
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or LOCAL_MODE
MFA_TOTP_ISSUER = "Earshot"
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_ADAPTER = "discovery.accounts.adapters.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sso",
                "name": env("OIDC_NAME", "Single sign-on"),
                "client_id": env("OIDC_CLIENT_ID", ""),
                "secret": env("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": env("OIDC_SERVER_URL", "")},
            }
        ]
        if env("OIDC_CLIENT_ID", "")
        else [],
    }
}

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# --- what a browser may do --------------------------------------------------------

_is_https = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = _is_https and env_flag("HTTPS_REDIRECT", "1")
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _is_https
SECURE_HSTS_PRELOAD = _is_https
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _is_https
if _is_https:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
X_FRAME_OPTIONS = "DENY"
# How many proxies in front of us may be believed about a client's address.
TRUSTED_PROXIES = int(env("TRUSTED_PROXIES", "0"))
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

_oidc = urlsplit(env("OIDC_SERVER_URL", ""))
_single_sign_on = [f"{_oidc.scheme}://{_oidc.netloc}"] if _oidc.netloc else []
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # Browsers hold a form's redirects to this as well: signing in by OIDC is one.
        "form-action": [SELF, *_single_sign_on],
    }
}
# Of what a browser could lend a page, only what one of ours asks for (trust.md A10.5).
PERMISSIONS_POLICY = {
    **{feature: [] for feature in ("geolocation", "microphone", "payment", "usb")},
    **{feature: [] for feature in ("display-capture", "midi", "serial", "hid")},
    "camera": "self",
    "screen-wake-lock": "self",
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- language and time ------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "discovery" / "locale"]
FORMAT_MODULE_PATH = ["discovery.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- mail: only through the outbox (discovery.mail) -----------------------------------

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = env_flag("EMAIL_USE_SSL")
EMAIL_TIMEOUT = int(env("EMAIL_TIMEOUT", "60"))
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", "Earshot <earshot@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where each worker notes how far a message has come; on a disk that survives the process.
MAIL_JOURNAL = Path(env("MAIL_JOURNAL", str(BASE_DIR / ".data" / "journal")))
# Tests kill workers at named points; production has no such points.
MAIL_FAILPOINTS = DEBUG and env_flag("MAIL_FAILPOINTS")
LOCAL_MAILS = Path(env("LOCAL_MAILS", str(BASE_DIR / ".data" / "mails")))

# --- automatic transcription: off unless one of the two engines is named ---------------

# The address up to and with /v1 of an API like OpenAI's, or a program of this machine.
TRANSCRIPTION_URL = env("TRANSCRIPTION_URL", "").rstrip("/")
TRANSCRIPTION_KEY = env("TRANSCRIPTION_KEY", "")
TRANSCRIPTION_MODEL = env("TRANSCRIPTION_MODEL", "whisper-1")
TRANSCRIPTION_COMMAND = env("TRANSCRIPTION_COMMAND", "")

# --- what texts mean: off unless the address of a model for embeddings is named ----------

EMBEDDING_URL = env("EMBEDDING_URL", "").rstrip("/")
EMBEDDING_KEY = env("EMBEDDING_KEY", "")
EMBEDDING_MODEL = env("EMBEDDING_MODEL", "all-minilm")

# --- chat webhooks: only to public addresses, unless the operator names others -----------

# Networks of the house that admins may post to, such as "10.0.5.0/24, fd00::/8".
OUTSIDE_NETWORKS = tuple(
    ipaddress.ip_network(network.strip())
    for network in env("OUTSIDE_NETWORKS", "").split(",")
    if network.strip()
)

# --- background work --------------------------------------------------------------

_broker = urlsplit(REDIS_URL)
CELERY_BROKER_URL = (
    f"redis+socket://{_broker.path}?virtual_host={parse_qs(_broker.query).get('db', ['0'])[0]}"
    if _broker.scheme == "unix"
    else REDIS_URL
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Measured: without the last two, a killed worker's tasks come back after 105 s.
    "visibility_timeout": 120,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
# All periodic work; each tick is idempotent and looks in tables for what is due.
CELERY_BEAT_SCHEDULE = {
    "sweep the outbox": {"task": "mail.sweep_outbox", "schedule": 15},
    "send due reminders": {"task": "interviews.send_due_reminders", "schedule": 30},
    "sweep unrendered PDFs": {"task": "snapshots.sweep_pdfs", "schedule": 30},
    "sweep story pages": {"task": "snapshots.sweep_story_pages", "schedule": 86_400},
    "sweep recordings": {"task": "interviews.sweep_recordings", "schedule": 900},
    "sweep transcriptions": {
        "task": "interviews.sweep_transcriptions",
        "schedule": 60,
    },
    "sweep reviews": {"task": "interviews.sweep_reviews", "schedule": 300},
    "remind of promises": {"task": "opportunities.remind_owners", "schedule": 600},
    "send due digests": {"task": "digests.send_due_digests", "schedule": 60},
    "sweep chat posts": {"task": "digests.sweep_chats", "schedule": 30},
    "tidy digests": {"task": "digests.tidy", "schedule": 6 * 3600},
    "seal the audit trail": {"task": "audit.seal_events", "schedule": 60},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
