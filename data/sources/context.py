"""Reader of the context profile: what is known of the place and its people, for each authority."""

from pathlib import Path

import pyarrow as pa
import pyarrow.csv

from data.authorities import Authorities
from data.errors import PortalError
from data.sources.reading import existing_file, require_columns

PROFILE = "context/authority_context.csv"
VARIABLES = "context/variables.csv"
CODE = "dfe_code"


def read_context(folder: Path, authorities: Authorities) -> pa.Table:
    """The profile: a row an authority (column `dfe_code`), a column a variable, null where nothing is published."""
    variables = _csv(existing_file(folder / VARIABLES))
    require_columns(VARIABLES, variables.column_names, ["variable", "domain", "source"])
    names = variables["variable"].to_pylist()
    path = existing_file(folder / PROFILE)
    profile = _csv(path)
    require_columns(path.name, profile.column_names, [CODE, *names])
    for row, code in enumerate(profile[CODE].to_pylist(), 2):
        try:
            authorities.by_code(code)
        except PortalError as error:
            raise PortalError(f"{path.name}, row {row}: {error}") from None
    for name in names:
        kind = profile[name].type
        if not (pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_null(kind)):
            raise PortalError(f"{path.name}, column '{name}' holds text where numbers were expected.")
    return profile.select([CODE, *names])


def _csv(path: Path) -> pa.Table:
    options = pa.csv.ConvertOptions(column_types={CODE: pa.string()})
    try:
        return pa.csv.read_csv(path, convert_options=options)
    except (pa.ArrowException, OSError) as error:
        raise PortalError(f"{path.name} cannot be read as a table: {str(error).splitlines()[0]}") from None
