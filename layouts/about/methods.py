"""How figures are made and judged, each method in a few sentences, with what it is used for."""

from dataclasses import dataclass

from markupsafe import Markup

from layouts.about.facts import Facts
from layouts.glossary import term
from layouts.markup import element, joined


@dataclass(frozen=True)
class Method:
    """A method: its name, what it does, and what it is used for."""

    name: str
    words: Markup
    used_for: str

    @property
    def id(self) -> str:
        """Its id on the page: `method-bands`."""
        return f"method-{'-'.join(self.name.lower().replace(',', '').split())}"


def methods(facts: Facts) -> tuple[Method, ...]:
    """Every method, from the figures to what is said of them."""
    return (*of_figures(), *of_comparison(), *of_certainty(), *of_likeness(facts), *of_places())


def of_figures() -> tuple[Method, ...]:
    """How a figure comes to stand on a page."""
    return (
        Method(
            "Figures as published",
            joined(
                "Every figure is the publisher's own. Where ",
                term("LAIT"),
                " and ",
                term("EES"),
                " both hold it, LAIT's stands and EES gives the counts and the reason where it is missing. Labels such "
                "as 2024/25 or 2025 become a first and a last day, and figures of different sources meet by the last.",
            ),
            "Every page.",
        ),
        Method(
            "Missing figures",
            joined(
                "A missing figure always has a reason, such as ",
                term("suppressed"),
                ". It is never counted as nought and never filled with an older one; averages leave it out and say how "
                "many figures they are made of.",
            ),
            "Every page, chart and download.",
        ),
    )


def of_comparison() -> tuple[Method, ...]:
    """How a figure is set beside others."""
    return (
        Method(
            "Neighbours' average",
            joined(
                "The mean of the published figures of the ten ",
                term("statistical neighbours"),
                ", each counting the same. Those without a figure are left out, and how many contributed is said. "
                "Figures of the region and of England are the publisher's, never our own sums.",
            ),
            "Compare, Indicator and every sentence that says better or worse.",
        ),
        Method(
            "Ranks",
            joined(
                "The ",
                term("rank", "place"),
                " among the authorities that were open in the period and have a figure; 1st is best, and equal figures "
                "share the better place. Where neither way is better there is no rank, and the place is counted from "
                "the highest.",
            ),
            "Compare and Indicator.",
        ),
        Method(
            "Bands",
            joined(
                "The authorities with a figure are cut into ",
                term("band", "four quarters"),
                " by their unrounded figures (quantiles of type 7); a figure on an edge belongs to the lower side. A "
                "is the best quarter. There are none where neither way is better, where the publisher advises against "
                "them, or where fewer than 40 authorities have a figure.",
            ),
            "Compare and Indicator.",
        ),
        Method(
            "Change",
            joined(
                "A figure is compared with that of the period exactly one year before, and with no other. Where counts "
                "are published the change is tested (Newcombe's method): where its 95% interval holds nought, there is "
                "no clear change.",
            ),
            "Sentences about what has moved.",
        ),
        Method(
            "Gap in children",
            joined(
                "How many children's outcomes would have to be different for the percentage to reach the neighbours' "
                "average, with the same number of children in all, rounded so that the average is reached. With 295 of "
                "336 and an average of 92.5%, it takes 311, which is 16 more.",
            ),
            "Compare and Indicator, where counts of children are published.",
        ),
    )


def of_certainty() -> tuple[Method, ...]:
    """How chance is told from a difference."""
    return (
        Method(
            "Intervals",
            joined(
                "A ",
                term("confidence interval", "95% interval"),
                " says how far chance alone may have moved a figure. It is made by ",
                term("Wilson", "Wilson's method"),
                " for percentages and by ",
                term("Byar", "Byar's method"),
                " for rates (the exact one under ten events), and only from counts of children: sessions and "
                "full-time equivalents have none. 295 of 336 is 87.8%, with an interval from 83.9% to 90.9%.",
            ),
            "Wherever better, similar or worse is said.",
        ),
        Method(
            "Tests",
            joined(
                "A figure is ",
                term("better, similar or worse", "better or worse"),
                " if its 95% interval leaves the neighbours' average out, and similar if it does not. The average is "
                "taken as fixed. Without published counts nothing is tested, and only the side of the average is said.",
            ),
            "Compare, Indicator and the summary of where an authority stands.",
        ),
        Method(
            "False discovery",
            joined(
                "Of many figures that are tested at once, about one in twenty differs by chance alone. Lists of what "
                "most needs a look hold the ",
                term("false discovery rate"),
                " at 5% (Benjamini and Hochberg), so that about one in twenty of those listed is likely to be chance.",
            ),
            "Lists of many indicators at once.",
        ),
        Method(
            "Funnels",
            joined(
                "In a ",
                term("funnel plot"),
                " the average of all authorities is drawn with the limits within which chance keeps 95% and 99.8% of "
                "figures for each number of children. Where authorities differ among each other by more than chance, "
                "as they mostly do, the limits are widened by as much (Spiegelhalter's method).",
            ),
            "Indicators with counts.",
        ),
        Method(
            "Intervals of ranks",
            joined(
                "The places that an authority's true figure could have with a probability of 95%, given the counts of "
                "all authorities. They mostly span a third of England or more, and a rank whose interval is as wide as "
                "half of it is not printed large.",
            ),
            "Indicators with counts.",
        ),
        Method(
            "Trends",
            joined(
                "The last five yearly figures are called rising or falling if a straight line through them is steeper "
                "than chance makes it in 998 of 1,000 cases, and remains so with any one year left out (the rule of "
                "OHID's Fingertips).",
            ),
            "Indicators with counts.",
        ),
    )


def of_likeness(facts: Facts) -> tuple[Method, ...]:
    """How it is found who is like whom."""
    model, clusters = facts.neighbours, facts.clusters
    found = model.evaluation[-1] if model.evaluation else None
    how_well = f" It finds {found.overlap:.1f} of ten." if found else ""
    return (
        Method(
            "Modelled neighbours",
            joined(
                term("modelled neighbours", "A second opinion"),
                f" of this portal's own, never the Department's: {len(model.weights)} facts about each place, weighed "
                "so that they find the published lists of other authorities. An authority's own list was hidden while "
                f"its neighbours were sought.{how_well} Stability says how often a neighbour stays when facts are left "
                "out.",
            ),
            "Neighbours, and any page on which the modelled list is chosen.",
        ),
        Method(
            "Clusters",
            joined(
                "Places that are alike are put together by k-means on the main directions in which they differ. There "
                f"are {len(clusters.clusters)} ",
                term("cluster", "clusters"),
                ", as many as stay the same when authorities or facts are left out. Authorities pass into each other "
                "without sharp borders, so clusters only describe.",
            ),
            "The map of clusters on Neighbours.",
        ),
    )


def of_places() -> tuple[Method, ...]:
    """How authorities that change, and small numbers, are treated."""
    return (
        Method(
            "Authorities that change",
            joined(
                "An authority that has been replaced stays in history, and out of ranks, bands and averages of periods "
                "in which it was no more. A ",
                term("joint return"),
                " of two authorities is shown for both and marked.",
            ),
            "Every page.",
        ),
        Method(
            "Several authorities as one",
            joined(
                "The figure of a ",
                term("composite authority"),
                " is the sum of numerators over the sum of denominators, never the mean of percentages. A rate without "
                "members that make up more than a tenth of the whole is withheld, and a total without any member is "
                "too.",
            ),
            "Questions of reorganisation, in the portal's own calculations; no page shows it yet.",
        ),
        Method(
            "Disclosure",
            joined(
                "Published figures have had their publisher's rules applied, and are shown as they are. For figures "
                "that are not published, counts of 1 to 5 are masked for all but their owner, with every other figure "
                "from which they could be worked out.",
            ),
            "Local returns, on every page, download and answer of the API.",
        ),
    )


def method_list(facts: Facts) -> Markup:
    """The methods as a list of definitions, each with an id to link to."""
    return element(
        "dl",
        *(
            element(
                "div",
                element("dt", method.name, id=method.id),
                element("dd", method.words, element("span", f"Used for: {method.used_for}", class_="used")),
            )
            for method in methods(facts)
        ),
        class_="explained",
    )
