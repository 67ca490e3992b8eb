"""The portal in this process, and its platform with a few addresses of its own for the tests of `app` to look at."""

from collections.abc import Iterator, Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.factory import create_platform, create_server, warm
from app.settings import Settings, load_settings
from tests.app.examples import with_examples


@pytest.fixture(scope="session")
def settings(shared_cache: str, tmp_path_factory: pytest.TempPathFactory, everywhere: Mapping[str, str]) -> Settings:
    local = str(tmp_path_factory.mktemp("local"))
    return load_settings({"PORTAL_CACHE_DIR": shared_cache, "PORTAL_DATA_DIR": local, **everywhere})


@pytest.fixture(scope="session")
def examples(settings: Settings) -> Flask:
    return warm(with_examples(create_platform(settings)).server)


@pytest.fixture
def browser(examples: Flask) -> Iterator[FlaskClient]:
    """A visitor to the examples."""
    with examples.test_client() as client:
        yield client


@pytest.fixture(scope="session")
def portal_server(settings: Settings) -> Iterator[Flask]:
    """The whole portal, as it is served."""
    server = create_server(settings)
    yield server
    server.extensions["alongside-database"].close()
