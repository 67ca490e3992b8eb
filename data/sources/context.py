"""Reader of the context profile: what is known of the place and its people, for each authority."""

from pathlib import Path

import pandas as pd

from data.authorities import Authorities
from data.errors import PortalError
from data.sources.reading import existing_file, require_columns

PROFILE = "context/authority_context.csv"
VARIABLES = "context/variables.csv"
CODE = "dfe_code"


def read_context(folder: Path, authorities: Authorities) -> pd.DataFrame:
    """The profile: one row an authority (index: DfE code), one column a variable, NaN where nothing is published."""
    path = existing_file(folder / PROFILE)
    variables = _csv(existing_file(folder / VARIABLES), {})
    require_columns(VARIABLES, list(variables.columns), ["variable", "domain", "source"])
    names = variables["variable"].tolist()
    profile = _csv(path, {CODE: str})
    require_columns(path.name, list(profile.columns), [CODE, *names])
    for row, code in enumerate(profile[CODE], 2):
        try:
            authorities.by_code(code)
        except PortalError as error:
            raise PortalError(f"{path.name}, row {row}: {error}") from None
    profile = profile.set_index(CODE)[names]
    for name in names:
        if not pd.api.types.is_numeric_dtype(profile[name]):
            raise PortalError(f"{path.name}, column '{name}' holds text where numbers were expected.")
    return profile


def _csv(path: Path, types: dict[str, type]) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=types)
    except (ValueError, OSError) as error:
        raise PortalError(f"{path.name} cannot be read as a table: {str(error).splitlines()[0]}") from None
