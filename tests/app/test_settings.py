"""Settings come from the environment alone, and a wrong one is refused in a sentence that names it."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from app.settings import load_settings
from data.errors import PortalError
from models.access import Role

HOME = {"HOME": "/home/someone"}
SECRET = "0123456789abcdef" * 2
PROVIDER = {
    "PORTAL_OIDC_ISSUER": "https://login.example/",
    "PORTAL_OIDC_CLIENT_ID": "alongside",
    "PORTAL_OIDC_CLIENT_SECRET": "secret",
}


def test_nothing_need_be_set() -> None:
    settings = load_settings(HOME)
    assert (settings.environment, settings.host, settings.port) == ("development", "127.0.0.1", 8050)
    assert (settings.workers, settings.threads, settings.trusted_proxies) == (2, 8, 0)
    assert (settings.cache, settings.redis_url) == ("filesystem", None)
    assert (settings.sessions, settings.work) == ("database", "processes")
    assert settings.cache_dir == Path("/home/someone/.cache/alongside")
    assert settings.snapshot_dir.parts[-2:] == ("data", "published")


def test_every_variable_is_read(tmp_path: Path) -> None:
    settings = load_settings(
        {
            "PORTAL_ENV": "production",
            "PORTAL_SECRET_KEY": SECRET,
            "PORTAL_HOST": "0.0.0.0",
            "PORTAL_PORT": "9000",
            "PORTAL_WORKERS": "4",
            "PORTAL_THREADS": "16",
            "PORTAL_TRUSTED_PROXIES": "1",
            "PORTAL_SNAPSHOT_DIR": str(tmp_path),
            "PORTAL_CACHE": "redis",
            "PORTAL_CACHE_DIR": "/cache",
            "REDIS_URL": "redis://host:6379/0",
            "DATABASE_URL": "postgresql://someone:secret@host/portal",
            "PORTAL_SESSIONS": "database",
            "PORTAL_WORK": "celery",
            "PORTAL_CLOSED": "yes",
            "PORTAL_API_RATE": "600",
            "PORTAL_URL": "https://portal.example.gov.uk/",
            "PORTAL_SMTP_URL": "smtp://host:25",
            "PORTAL_MAIL_FROM": "portal@council.gov.uk",
            "PORTAL_OIDC_ISSUER": "https://login.example/tenant/v2.0",
            "PORTAL_OIDC_CLIENT_ID": "alongside",
            "PORTAL_OIDC_CLIENT_SECRET": "secret",
            "PORTAL_OIDC_GROUPS": "1a2b=southampton:contributor,approver; 3c4d=portsmouth:viewer",
        }
    )
    assert settings.database_url == "postgresql+psycopg://someone:secret@host/portal"
    assert settings.api_rate == 600
    assert (settings.closed, settings.url, settings.mail_url) == (
        True,
        "https://portal.example.gov.uk",
        "smtp://host:25",
    )
    assert (settings.sessions, settings.work) == ("database", "celery")
    assert settings.mail_from == "portal@council.gov.uk"
    assert settings.provider is not None
    assert settings.provider.groups == {
        "1a2b": ("southampton", (Role.CONTRIBUTOR, Role.APPROVER)),
        "3c4d": ("portsmouth", (Role.VIEWER,)),
    }
    assert "secret" not in repr(settings).replace("secret_key", "")
    assert (settings.environment, settings.secret_key) == ("production", SECRET)
    assert (settings.host, settings.port, settings.workers, settings.threads) == ("0.0.0.0", 9000, 4, 16)
    assert (settings.trusted_proxies, settings.snapshot_dir) == (1, tmp_path)
    assert (settings.cache, settings.cache_dir, settings.redis_url) == ("redis", Path("/cache"), "redis://host:6379/0")


@pytest.mark.parametrize(
    ("given", "port"),
    [
        ({"PORT": "5000"}, 5000),  # as the platforms that read a Procfile say it
        ({"PORT": "5000", "PORTAL_PORT": "6000"}, 6000),
        ({"PORTAL_PORT": " 6000 "}, 6000),
        ({"PORTAL_PORT": ""}, 8050),
    ],
)
def test_the_port(given: dict[str, str], port: int) -> None:
    assert load_settings(HOME | given).port == port


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"PORTAL_ENV": "staging"}, "PORTAL_ENV"),
        ({"PORTAL_ENV": "production"}, "PORTAL_SECRET_KEY"),
        ({"PORTAL_ENV": "production", "PORTAL_SECRET_KEY": "short"}, "PORTAL_SECRET_KEY"),
        ({"PORTAL_CACHE": "memcached"}, "PORTAL_CACHE"),
        ({"PORTAL_CACHE": "redis"}, "REDIS_URL"),
        ({"REDIS_URL": "http://host"}, "REDIS_URL"),
        ({"PORTAL_PORT": "0"}, "PORTAL_PORT"),
        ({"PORTAL_PORT": "65536"}, "PORTAL_PORT"),
        ({"PORT": "http"}, "PORT"),
        ({"PORTAL_WORKERS": "-1"}, "PORTAL_WORKERS"),
        ({"PORTAL_THREADS": "2.5"}, "PORTAL_THREADS"),
        ({"PORTAL_TRUSTED_PROXIES": "²"}, "PORTAL_TRUSTED_PROXIES"),
        ({"PORTAL_SNAPSHOT_DIR": "/no/such/folder"}, "PORTAL_SNAPSHOT_DIR"),
        ({"HOME": ""}, "PORTAL_CACHE_DIR"),
        ({"PORTAL_SMTP_URL": "http://host"}, "PORTAL_SMTP_URL"),
        ({"PORTAL_SMTP_URL": "smtp://name:pass/word@host:25"}, "PORTAL_SMTP_URL"),
        ({"PORTAL_SMTP_URL": "smtp://host:25"}, "PORTAL_URL"),
        ({"PORTAL_MAIL_FROM": "The portal"}, "PORTAL_MAIL_FROM"),
        (PROVIDER | {"PORTAL_ENV": "production", "PORTAL_SECRET_KEY": SECRET}, "PORTAL_URL"),
        (PROVIDER | {"PORTAL_OIDC_CLIENT_SECRET": ""}, "PORTAL_OIDC_CLIENT_SECRET"),
        (PROVIDER | {"PORTAL_OIDC_ISSUER": "http://login.example"}, "PORTAL_OIDC_ISSUER"),
        (PROVIDER | {"PORTAL_OIDC_ISSUER": "http://127.0.0.1.login.example"}, "PORTAL_OIDC_ISSUER"),
        (PROVIDER | {"PORTAL_OIDC_GROUPS": "g=southampton:reader"}, "PORTAL_OIDC_GROUPS"),
        (PROVIDER | {"PORTAL_OIDC_GROUPS": "g=southampton"}, "PORTAL_OIDC_GROUPS"),
        (PROVIDER | {"PORTAL_OIDC_GROUPS": "g=:viewer"}, "PORTAL_OIDC_GROUPS"),
        (PROVIDER | {"PORTAL_OIDC_GROUPS": "=southampton:viewer"}, "PORTAL_OIDC_GROUPS"),
        (PROVIDER | {"PORTAL_OIDC_GROUPS": "g=southampton:viewer;g=portsmouth:viewer"}, "PORTAL_OIDC_GROUPS"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(given: dict[str, str], named: str) -> None:
    with pytest.raises(PortalError, match=rf"\b{named}\b") as refusal:
        load_settings(HOME | given)
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


def test_an_issuer_is_kept_to_the_letter() -> None:
    """The provider's tokens must say the very same, a slash at its end included."""
    provider = load_settings(HOME | PROVIDER).provider
    assert provider is not None
    assert provider.issuer == "https://login.example/"


def test_a_secret_is_made_for_development_and_never_shown() -> None:
    first, second = load_settings(HOME), load_settings(HOME | {"REDIS_URL": "redis://:password@host"})
    assert len(first.secret_key) >= 32
    assert first.secret_key != second.secret_key
    assert first.secret_key not in repr(first)
    assert "password" not in repr(second)


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        load_settings(HOME).port = 1  # type: ignore[misc]
