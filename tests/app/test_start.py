"""What a process that serves pages does not import: each would cost every start, and every process, time and memory."""

import json
import subprocess
import sys

from data.local.database import NEWEST_REVISION
from data.local.migrating import configuration

SELDOM_NEEDED = (
    "alembic",  # where the tables are not up to date
    "authlib",  # where a council's own sign-in is set up
    "celery",
    "docx",  # packs, which processes of their own make
    "matplotlib",
    "openpyxl",  # an uploaded workbook
    "pandas",
    "pptx",
    "pyarrow",
    "redis",  # where there is one
    "requests",
    "scipy.optimize",
    "scipy.stats",
    "shapely",
    "sklearn",
    "weasyprint",
)
PORTAL_OF_DEFAULTS = """
import json, sys
from app.factory import create_server
from app.settings import load_settings
browser = create_server(load_settings()).test_client()
assert all(browser.get(address).status_code == 200 for address in ("/", "/view/now/", "/view/now/board"))
print(json.dumps(sorted(sys.modules)))
"""


def imported_by(program: str) -> set[str]:
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    return set(json.loads(told.stdout.splitlines()[-1]))


def test_a_web_process_imports_nothing_that_is_seldom_needed() -> None:
    from tempfile import TemporaryDirectory
    from unittest.mock import patch

    with TemporaryDirectory() as folder, patch.dict("os.environ", {"PORTAL_DATA_DIR": folder}):
        imported_by(PORTAL_OF_DEFAULTS)  # the first of all makes the tables of local returns
        found = imported_by(PORTAL_OF_DEFAULTS)
    assert "app.factory" in found
    assert found.isdisjoint(SELDOM_NEEDED)


def test_the_command_line_imports_nothing_to_compute_with() -> None:
    found = imported_by("import json, sys, app.cli; print(json.dumps(sorted(sys.modules)))")
    assert "app.commands.serve" in found
    assert found.isdisjoint(("dash", "flask", "numpy", "scipy", "sqlalchemy", *SELDOM_NEEDED))


def test_the_database_is_brought_to_the_newest_migration() -> None:
    from alembic.script import ScriptDirectory

    assert ScriptDirectory.from_config(configuration()).get_current_head() == NEWEST_REVISION
