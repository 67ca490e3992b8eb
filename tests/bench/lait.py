"""LAIT's own figures: they were not measured by this benchmark."""

FIGURES = (
    ("address to first table", "13.6 s"),
    ("changing the indicator, authority view", "1.9 s"),
    ("changing the indicator, neighbour view", "3.5 s"),
    ("processor of the server for each change", "6 to 7 s"),
    ("memory of one process", "580 MB"),
    ("ten people at once, each change", "19 to 114 s"),
)


def lines() -> list[str]:
    """The figures, marked as measured elsewhere."""
    return [
        "**Measured elsewhere, not by this benchmark:** the Local Authority Interactive Tool on a machine of this "
        "kind (2 cores), as the project's task of being fast gives it. Its code is not part of this project, and it "
        "is not run here, so these figures stand beside ours for scale and no ratio is taken.",
        "",
        "| what | LAIT |",
        "| --- | --- |",
        *(f"| {what} | {figure} |" for what, figure in FIGURES),
    ]
