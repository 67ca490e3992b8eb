"""The publisher's API, one method an address: https://api.education.gov.uk/statistics/docs describes it."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import requests

from data.errors import PortalError
from data.publisher import BASE
from data.publisher.answers import Changes, DataSet, DataSetVersion, Meta, Publication
from data.publisher.asking import Asked, Asking
from data.publisher.downloading import Progress, fetch, silent
from data.publisher.patience import Patience
from data.publisher.reading import Part
from data.publisher.whole_files import Downloaded

SHORTEST_SEARCH = 3
MOST_PUBLICATIONS, MOST_DATA_SETS, MOST_VERSIONS = 40, 20, 20
"""The largest pages that the description allows."""
MOST_PAGES = 500

Made = TypeVar("Made")


class Publisher:
    """A client that asks politely. Every method raises PortalError: the publisher is away, or answers otherwise."""

    def __init__(
        self, base_url: str = BASE, session: requests.Session | None = None, patience: Patience | None = None
    ) -> None:
        """`base_url` is what stands before `/v1`; only a server on this machine may be without https."""
        self._asking = Asking(base_url, session or requests.Session(), patience or Patience())

    def publications(self, search: str = "") -> tuple[Publication, ...]:
        """All publications that have data sets in the API, or those that a word of three letters or more finds."""
        asked: Asked = {"search": search} if len(search) >= SHORTEST_SEARCH else {}
        return self._pages("publications", asked, MOST_PUBLICATIONS, Publication.read)

    def data_sets(self, publication_id: str) -> tuple[DataSet, ...]:
        """The data sets of a publication."""
        return self._pages(f"publications/{_named(publication_id)}/data-sets", {}, MOST_DATA_SETS, DataSet.read)

    def data_set(self, data_set_id: str) -> DataSet:
        """One data set."""
        return DataSet.read(self._asking.json(f"data-sets/{_named(data_set_id)}"))

    def versions(self, data_set_id: str) -> tuple[DataSetVersion, ...]:
        """Every version of a data set in the publisher's order, the newest first."""
        return self._pages(f"data-sets/{_named(data_set_id)}/versions", {}, MOST_VERSIONS, DataSetVersion.read)

    def changes(self, data_set_id: str, version: str) -> Changes:
        """What a version changed against the one before it."""
        return Changes.read(self._asking.json(f"data-sets/{_named(data_set_id)}/versions/{_named(version)}/changes"))

    def meta(self, data_set_id: str, version: str) -> Meta:
        """The filter and indicator columns of a version's file, and their labels."""
        asked: Asked = {"dataSetVersion": version, "types": ["Filters", "Indicators"]}
        return Meta.read(self._asking.json(f"data-sets/{_named(data_set_id)}/meta", asked))

    def download(self, data_set_id: str, version: str, into: Path, progress: Progress = silent) -> Downloaded:
        """The CSV file of a version as the file `into`: resumed where it broke off, not asked for where it is whole.

        `version` is an exact one (`2.1`): what a wildcard stands for changes, and the file would not.
        """
        if "*" in version:
            raise ValueError(version)
        address = self._asking.address(f"data-sets/{_named(data_set_id)}/csv", {"dataSetVersion": version})
        return fetch(self._asking, address, into, progress)

    def _pages(self, path: str, asked: Asked, size: int, read: Callable[[Part], Made]) -> tuple[Made, ...]:
        found: list[Made] = []
        for page in range(1, MOST_PAGES + 1):
            answer = self._asking.json(path, {**asked, "page": str(page), "pageSize": str(size)})
            results, pages = answer.made("results", read), answer.part("paging").count("totalPages")
            found.extend(results)
            if page >= pages or not results:
                return tuple(found)
        raise PortalError(f"The publisher's list of {path} has more than {MOST_PAGES} pages: its API may have changed.")


def _named(part: str) -> str:
    return quote(part, safe="")
