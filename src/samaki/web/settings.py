"""Settings. Everything an operator may set is an environment variable; see docs/settings.md."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import dj_database_url

PACKAGE = Path(__file__).resolve().parent
REPOSITORY = PACKAGE.parents[2]


def _data_dir() -> Path:
    if chosen := os.environ.get("SAMAKI_DATA_DIR"):
        return Path(chosen).expanduser().resolve()
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "samaki"


def _secret_key(folder: Path) -> str:
    """Return the installation's own key; the first start makes it, readable by its owner alone."""
    if given := os.environ.get("SAMAKI_SECRET_KEY"):
        return given
    path = folder / "secret.key"
    try:
        return path.read_text("ascii")
    except FileNotFoundError:
        key = secrets.token_urlsafe(48)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(key, "ascii")
        return key


def _database(folder: Path) -> dict[str, object]:
    if url := os.environ.get("DATABASE_URL"):
        return dict(dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "samaki.sqlite3"),
        # IMMEDIATE: a read transaction cannot become a writing one after another commit, so every
        # transaction takes the write lock first. FULL: a receipt once given survives a power cut.
        # secure_delete: what is shredded is overwritten in the file, not only left out of it.
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-20000; "
                "PRAGMA secure_delete=ON;"
            ),
        },
    }


DATA_DIR = _data_dir()
SECRET_KEY = _secret_key(DATA_DIR)
SAMAKI_DEMO = os.environ.get("SAMAKI_DEMO") == "1"  # the log-in page names the cast
# What the paste page offers as examples: a callable's dotted name, or nothing.
SAMAKI_EXAMPLES = "samaki.web.bulletins.examples" if SAMAKI_DEMO else ""
DEBUG = os.environ.get("SAMAKI_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("SAMAKI_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("SAMAKI_ORIGINS", "").split(",") if o]
DATABASES = {"default": _database(DATA_DIR)}

# What set-up makes out of packages: scripts, fonts, province outlines. Never in the repository.
BUILT_ASSETS = Path(os.environ.get("SAMAKI_ASSETS", REPOSITORY / "build" / "assets"))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "samaki.ground.places",
    "samaki.ground.agencies",
    "samaki.ground.journal",
    "samaki.ground.access",
    "samaki.ground.api",
    "samaki.ground.jobs",
    "samaki.ground.retention",
    "samaki.ground.sources",
    "samaki.ground.people",
    "samaki.ground.sites",
    "samaki.systems.directives",
    "samaki.systems.custody",
    "samaki.systems.claims",
    "samaki.systems.operations",
    "samaki.systems.listings",
    "samaki.systems.indicators",
    "samaki.systems.support",
    "samaki.systems.protection",
    "samaki.systems.immigration",
    "samaki.systems.border",
    "samaki.systems.gaming",
    "samaki.systems.discipline",
    "samaki.picture",
    "samaki.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "samaki.web.middleware.security_headers",
    "samaki.web.middleware.without_nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "samaki.web.middleware.says_saved",
    "samaki.web.middleware.refusals",
    "samaki.web.middleware.at_the_door",
    "samaki.web.once.sent_once",
]
ROOT_URLCONF = "samaki.web.urls"
WSGI_APPLICATION = "samaki.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samaki.web.context.page",
            ],
            "builtins": ["samaki.web.templatetags.samaki"],
        },
    },
]

AUTH_USER_MODEL = "access.Account"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_RESET_TIMEOUT = 48 * 3600  # seconds a set-up link is good
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "landing"
LOGOUT_REDIRECT_URL = "/"
CSRF_FAILURE_VIEW = "samaki.web.views.form_refused"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
_IS_HTTPS = os.environ.get("SAMAKI_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _IS_HTTPS
SAMAKI_PROXY = os.environ.get("SAMAKI_PROXY") == "1"  # a web server in front says who asks, and how
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SAMAKI_PROXY else None
# Sent with each answer over TLS: for so long a browser asks this host in no other way.
SECURE_HSTS_SECONDS = int(os.environ.get("SAMAKI_HSTS_SECONDS", "31536000")) if _IS_HTTPS else 0
SAMAKI_REQUIRE_SECOND_FACTOR = os.environ.get("SAMAKI_REQUIRE_SECOND_FACTOR") == "1"
# The ministry's own log-in, beside ours: the claim is the log-in name of an account that is there.
# A local model server that proposes drafts beside the grammar's; without an address none is asked.
SAMAKI_MODEL_URL = os.environ.get("SAMAKI_MODEL_URL", "")
SAMAKI_MODEL_NAME = os.environ.get("SAMAKI_MODEL_NAME", "")
SAMAKI_MODEL_KEY = os.environ.get("SAMAKI_MODEL_KEY", "")
SAMAKI_OIDC_ISSUER = os.environ.get("SAMAKI_OIDC_ISSUER", "")
SAMAKI_OIDC_CLIENT_ID = os.environ.get("SAMAKI_OIDC_CLIENT_ID", "")
SAMAKI_OIDC_CLIENT_SECRET = os.environ.get("SAMAKI_OIDC_CLIENT_SECRET", "")
SAMAKI_OIDC_CLAIM = os.environ.get("SAMAKI_OIDC_CLAIM", "preferred_username")
SECURE_REFERRER_POLICY = "same-origin"
# A form names up to some thousand people, and a text of a million Khmer letters is sent as 9 MB.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
# Files to be read are sent by the thousand; what they may weigh is asked where they are taken in.
DATA_UPLOAD_MAX_NUMBER_FILES = 5_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",  # of a small form
    "samaki.web.uploads.OneFileUploadHandler",
]
SESSION_COOKIE_AGE = 12 * 3600  # one long shift

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("km", "ខ្មែរ")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Phnom_Penh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = "samaki.web.formats"

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "static", *([BUILT_ASSETS] if BUILT_ASSETS.is_dir() else [])]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("SAMAKI_LOG", "WARNING")},
}
