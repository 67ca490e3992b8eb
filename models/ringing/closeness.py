"""What a list of neighbours says of how close each is."""

from collections.abc import Mapping

from data.authorities import Area
from data.editions import Edition
from models.lenses import Similarity


def published_closeness(edition: Edition, area: Area) -> Mapping[str, str]:
    """The publisher's grade of each neighbour, by its code: `Very close`."""
    return dict(edition.of(area.code, area.name))


def modelled_closeness(similarity: Similarity, area: Area) -> Mapping[str, str]:
    """The model's word for each neighbour and how steady it is, by its code."""
    return {one.authority: f"{one.closeness}, {one.stability}" for one in similarity.of(area).neighbours}
