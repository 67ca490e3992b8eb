"""`portal claim`: the contract's record, the readable report, and how it refuses."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask

from app.cli import main

EET = "45% of care leavers aged 19 to 21 in EET, up 7 points, below statistical neighbours"
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "claims.md"


@pytest.fixture(autouse=True)
def _own_cache(shared_cache: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_CACHE_DIR", shared_cache)


def test_the_record_is_as_the_contract_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("claim", EET, "--authority", "Southampton", "--format", "json")) == 0
    record = json.loads(capsys.readouterr().out)
    understood = record["understood"]
    assert (understood["indicator"], understood["authority"], understood["period"]) == (
        "care-leavers-education-employment-and-training-eet-percent",
        "Southampton",
        "2024-25",
    )
    assert (understood["cohort"], understood["sure"], understood["period_assumed"]) == (
        "Care leavers aged 19 to 21",
        "certain",
        True,
    )
    told = [(part["part"], part["stated"], part["found"], part["verdict"]) for part in record["parts"]]
    assert told == [
        ("value", 45, 55, "wrong"),
        ("change", 7, 10, "wrong"),
        ("compared with statistical neighbours", "lower", "higher", "wrong"),
    ]
    assert "45% was the figure in 2023-24; in 2024-25 it is 55%." in record["parts"][0]["notes"]
    assert record["parts"][0]["source"].startswith("CareLeaverEET; ")
    assert record["parts"][0]["release"].startswith("LAIT, updated ")
    assert record["not_understood"] == []


def test_what_was_not_understood_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    text = "90 per 10,000 children are looked after at 31 March 2025; 96% of pathway plans are on time, target 98%."
    assert main(("claim", text, "--authority", "852", "--format", "json")) == 0
    record = json.loads(capsys.readouterr().out)
    assert [part["verdict"] for part in record["parts"]] == ["right"]
    (unread,) = record["not_understood"]
    assert unread["text"].startswith("96% of pathway plans")
    assert unread["why"] == "no figures are published of pathway plans"
    assert record["left_aside"] == ["target 98%"]


def test_a_text_may_name_its_authority(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(("claim", "Hampshire had 60 per 10,000 children looked after in 2025", "--format", "json")) == 0
    record = json.loads(capsys.readouterr().out)
    assert (record["understood"]["authority"], record["parts"][0]["verdict"]) == ("Hampshire", "right")


def test_another_edition_can_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    text = "90 per 10,000 looked after in 2025, statistical neighbours 94.8"
    found = []
    for edition in ("2025", "2021"):
        assert main(("claim", text, "--authority", "Southampton", "--edition", edition, "--format", "json")) == 0
        found.append(json.loads(capsys.readouterr().out)["parts"][1]["verdict"])
    assert found == ["wrong", "right"]


def test_a_statement_is_read_from_the_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.read", lambda: EET)
    assert main(("claim", "-", "--authority", "852")) == 0
    assert capsys.readouterr().out.startswith(
        "Understood as: Care Leavers - Education, Employment & Training (EET) (%)"
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((EET,), "No authority is named"),
        (("The bins were late, 45% of them", "--authority", "852"), "Nothing could be compared for Southampton"),
        (("Children do well here", "--authority", "852"), "no figure or comparison was found in it"),
        (("96% of pathway plans on time", "--authority", "852"), "no figures are published of pathway plans"),
        (("children in care: 45%", "--authority", "852"), "Nothing could be compared"),
        ((EET, "--authority", "South East"), "South East is a region"),
        (("x" * 20_001, "--authority", "852"), "a statement may have 20,000"),
    ],
)
def test_a_refusal_is_one_sentence_that_says_why(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str
) -> None:
    assert main(("claim", *arguments)) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert len(output.err.splitlines()) == 1
    assert sentence in output.err


def test_a_wrong_format_is_a_usage_error() -> None:
    with pytest.raises(SystemExit) as exit_:
        main(("claim", EET, "--format", "xml"))
    assert exit_.value.code == 2


EXAMPLES = re.findall(
    r"\$ portal claim \"([^\"]+)\" --authority (\w+)\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL
)


def test_the_document_has_examples() -> None:
    assert len(EXAMPLES) >= 4


@pytest.mark.parametrize(("text", "authority", "printed"), EXAMPLES, ids=[example[0][:40] for example in EXAMPLES])
def test_the_examples_of_the_document_print_what_it_says(
    capsys: pytest.CaptureFixture[str], text: str, authority: str, printed: str
) -> None:
    main(("claim", text, "--authority", authority))
    output = capsys.readouterr()
    assert (output.out or output.err).strip() == printed.strip()


def test_the_parts_that_are_taken_away_are_kept_by_no_cache(portal_server: Flask) -> None:
    answer = portal_server.test_client().get("/download/claims/parts.csv", query_string={"text": EET})
    assert answer.status_code == 200
    assert "Value,45%,55%,wrong" in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers
