"""What the portal owes its readers in writing: accessibility, privacy, licences."""

from dataclasses import dataclass

from markupsafe import Markup

from layouts.markup import element, joined
from layouts.shell import LICENCE

LICENCE_FILES = "/assets/vendor/licences"


@dataclass(frozen=True)
class Library:
    """What others made and the portal ships: what for, under which licence, and the file with the licence's text."""

    name: str
    purpose: str
    licence: str
    file: str

    @property
    def address(self) -> str:
        """Where the licence can be read."""
        return f"{LICENCE_FILES}/{self.file}"


LIBRARIES = (
    Library("Atkinson Hyperlegible Next", "the type", "SIL Open Font Licence 1.1", "atkinson-hyperlegible-next.txt"),
    Library("Bootstrap", "the base of the style", "MIT licence", "bootstrap.txt"),
    Library("plotly.js", "some of the charts", "MIT licence and others", "charts.txt"),
    Library(
        "Components of Dash and Bootstrap", "the controls", "MIT licence, Apache licence and others", "components.txt"
    ),
    Library("accessible-autocomplete", "the search box", "MIT licence", "accessible-autocomplete.txt"),
    Library("Preact", "part of the search box", "MIT licence", "preact.txt"),
    Library("core-js", "part of the search box", "MIT licence", "core-js.txt"),
)

STANDARD = (
    "The aim is the Web Content Accessibility Guidelines 2.2, level AA. No independent audit has been made, so "
    "nothing more than the aim, and what follows, is claimed."
)
TESTED = (
    "Every page is checked by axe-core for violations of levels A and AA, at 1,280 and 390 pixels wide, in light and "
    "dark colours.",
    "Every page is gone through with the keyboard alone, in Chromium, by tests that run at every change.",
    "Every chart has a sentence that says what it shows, and a table of its figures.",
    "Colours have been measured for contrast, and no meaning is told by colour alone.",
)
NOT_TESTED = (
    "People who use screen readers, magnifiers or voice control have not tried the portal yet.",
    "Only Chromium is tested; Firefox and Safari are not.",
)
KNOWN = (
    "Pages of figures are drawn with JavaScript and cannot be read without it. Pages of forms, such as those of local "
    "returns, need none.",
    "The points of a chart cannot be reached one by one with the keyboard. The table under the chart has the same "
    "figures.",
    "Wide tables scroll sideways in a frame of their own on a narrow screen.",
    "Titles of indicators are the publishers', with abbreviations such as CLA. The glossary explains them.",
    "Publishers' own pages and files, to which there are links, may be less accessible.",
)
REPORT = (
    "Tell the operator of this portal, whoever gave you its address, what you could not do, on which page and with "
    "which browser or aid. Where something has failed, the page gives a reference: quote it. Ask the operator too if "
    "you need figures in another form."
)
PRIVACY = (
    "Pages of published figures set no cookie and store nothing about you in your browser; there are no analytics and "
    "there is no advertising. A page with a form sets one cookie, so that no other site can send the form for you, and "
    "signing in sets another, so that you are known until you sign out or close the browser.",
    "Your browser asks no other host for anything. What you type into the search box stays in the browser.",
    "What you have chosen stands in the address, so it is in your browser's history and in every link that you send.",
    "The portal keeps no record of visits to published figures. When something fails it writes down a reference, the "
    "time and the page. The operator may run it behind another server that keeps records of its own: ask.",
    "Of people with an account it keeps their name, work e-mail address, organisation and roles, and a log of what "
    "they changed and which unpublished figures they saw. Administrators of their organisation can read it.",
    "All figures here are about areas. Counts of 1 to 5 that are not published yet are masked for all but their owner.",
)


def accessibility() -> Markup:
    """The accessibility statement."""
    return joined(
        element("p", STANDARD),
        element("h3", "How it is tested"),
        bullets(TESTED),
        element("h3", "What is not tested yet"),
        bullets(NOT_TESTED),
        element("h3", "What is known not to work well"),
        bullets(KNOWN),
        element("h3", "If something stands in your way"),
        element("p", REPORT),
    )


def privacy() -> Markup:
    """What is, and is not, known of readers."""
    return bullets(PRIVACY)


def licences() -> Markup:
    """Whose figures, outlines and libraries these are."""
    ogl = element("a", "Open Government Licence v3.0", href=LICENCE, rel="license")
    figures = joined("Figures contain public sector information licensed under the ", ogl, ".")
    outlines = (
        "Outlines of authorities: Office for National Statistics licensed under the Open Government Licence v3.0. "
        "Contains OS data © Crown copyright and database right 2023."
    )
    neighbours = (
        "Statistical neighbours: Department for Education, made by the National Foundation for Educational Research. "
        "Modelled neighbours, clusters, averages, bands, ranks and tests are this portal's own."
    )
    shipped = [
        joined(f"{library.name}, {library.purpose}: ", element("a", library.licence, href=library.address), ".")
        for library in LIBRARIES
    ]
    frame = "Pages are put together by Dash and React (MIT licences)."
    return bullets((figures, neighbours, outlines, *shipped, frame))


def bullets(points: tuple[str, ...]) -> Markup:
    """Points as a list."""
    return element("ul", *(element("li", point) for point in points), class_="points")
