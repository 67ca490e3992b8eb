"""The pages of people, set on a fresh database for each test; passwords are hashed as cheaply as can be."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from app.auth import passwords
from tests.app.pages.site import PASSWORD, Site, stock


@pytest.fixture(scope="session")
def _cheap() -> Iterator[None]:
    """What is slow on purpose is tested in tests/app/auth."""
    patch = pytest.MonkeyPatch()
    patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._of_nobody.cache_clear()
    yield
    patch.undo()
    passwords._of_nobody.cache_clear()


@pytest.fixture(scope="session")
def stocked(_cheap: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with people, to be copied."""
    file = tmp_path_factory.mktemp("stocked") / "portal.db"
    stock(f"sqlite:///{file}", passwords.hashed(PASSWORD))
    return file


@pytest.fixture(scope="session")
def _sites(tmp_path_factory: pytest.TempPathFactory, everywhere: Mapping[str, str]) -> Callable[..., Site]:
    """Sites by their settings, each made once."""
    made: dict[tuple[tuple[str, str], ...], Site] = {}

    def site(**environment: str) -> Site:
        key = tuple(sorted(environment.items()))
        if key not in made:
            made[key] = Site(tmp_path_factory.mktemp("site"), {**everywhere, **environment})
        return made[key]

    return site


@pytest.fixture
def sites(_sites: Callable[..., Site], stocked: Path, tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """`sites(PORTAL_CLOSED="yes")`: the pages with settings, on a fresh copy of the database."""
    opened: list[Site] = []

    def site(**environment: str) -> Site:
        found = _sites(**environment)
        found.open(tmp_path / f"portal{len(opened)}.db", stocked)
        opened.append(found)
        return found

    yield site
    for found in opened:
        found.close()


@pytest.fixture
def site(sites: Callable[..., Site]) -> Site:
    """The pages with nothing set: no mail, no provider, not closed."""
    return sites()
