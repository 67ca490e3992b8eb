"""The definitions that a build reads: the project's own, then those that an installation added.

    SOURCES/definitions/datasets.toml            one entry a data set
    SOURCES/definitions/indicators/NAME.toml     the indicators of one
    SOURCES/ees/NAME.csv                         its file

A snapshot carries its definitions, so that nothing but a build and `portal add-source` reads these.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.datasets import Dataset, datasets_from, load_datasets
from data.errors import PortalError
from data.indicators import Indicator, Indicators, indicator_from, load_indicators

DEFINITIONS = "definitions"
DATASETS = "datasets.toml"
INDICATORS = "indicators"
FILES = "ees"


@dataclass(frozen=True)
class Definitions:
    """What a build makes figures from. `added` are the data sets that are the installation's own, by name."""

    added: Mapping[str, Dataset]
    indicators: Indicators


def datasets_file(installation: Path) -> Path:
    """The file of an installation's data sets."""
    return installation / DEFINITIONS / DATASETS


def indicators_file(installation: Path, name: str) -> Path:
    """The file of the indicators of one added data set."""
    return installation / DEFINITIONS / INDICATORS / f"{name}.toml"


def figures_file(sources: Path, installation: Path, name: str) -> Path:
    """The file of an added data set: the one among a build's sources where there is one, else the installation's."""
    beside = sources / FILES / f"{name}.csv"
    return beside if beside.exists() else installation / FILES / f"{name}.csv"


def added_datasets(installation: Path) -> dict[str, Dataset]:
    """The data sets of an installation, by name. Raises PortalError for a file that is none of definitions."""
    path = datasets_file(installation)
    if not path.is_file():
        return {}
    try:
        return datasets_from(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as error:
        raise PortalError(f"The definition file {path} is not right: {error}.") from None


def load_definitions(installation: Path | None) -> Definitions:
    """The project's definitions and an installation's. A name or an id that stands in both is refused."""
    own = load_indicators()
    added = added_datasets(installation) if installation else {}
    names = [*added, *health_profiles(installation, added)] if installation else []
    if not names or installation is None:
        return Definitions({}, own)
    for name in added:
        if name in load_datasets():
            raise PortalError(
                f"The data set '{name}' in {datasets_file(installation)} has the name of one of the project's own; "
                "give it another with `portal add-source --name`."
            )
    of_others = {indicator.id: "the project itself" for indicator in own}
    indicators: list[Indicator] = []
    for name in names:
        for indicator in added_indicators(installation, name):
            if indicator.id in of_others:
                raise PortalError(
                    f"The indicator '{indicator.id}' in {indicators_file(installation, name)} has the id of one of "
                    f"{of_others[indicator.id]}; give it another."
                )
            of_others[indicator.id] = f"the data set '{name}'"
            indicators.append(indicator)
    return Definitions(added, Indicators((*own.all, *indicators)))


def health_profiles(installation: Path, added: Mapping[str, Dataset]) -> list[str]:
    """The files of indicators that stand for no data set: those of the public health profiles, which need no entry."""
    paths = sorted((installation / DEFINITIONS / INDICATORS).glob("*.toml"))
    return [path.stem for path in paths if path.stem not in added and "fingertips" in path.read_text("utf-8")]


def added_indicators(installation: Path, name: str) -> list[Indicator]:
    """The indicators of one added data set. Raises PortalError where their file is missing or not right."""
    path = indicators_file(installation, name)
    try:
        entries = tomllib.loads(path.read_text("utf-8")).get("indicator", [])
    except FileNotFoundError:
        raise PortalError(
            f"{path} is missing, and the data set '{name}' without it: add it again, or take it out with "
            f"`portal add-source --remove {name}`."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PortalError(f"The definition file {path} is not valid TOML: {error}.") from None
    return [indicator_from(entry, f"{path.name}, entry {number}") for number, entry in enumerate(entries, 1)]
