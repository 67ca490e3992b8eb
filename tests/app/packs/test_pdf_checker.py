"""The PDF before an independent checker of PDF/UA-1 (page-validation, MIT): every rule that a machine can decide."""

import page
import pytest

from app.packs.pdf import as_pdf
from tests.layouts.pack.sample import sample_pack


@pytest.fixture(scope="module")
def report() -> page.ValidationReport:
    """Every rule over the sample, hostile words among its own."""
    return page.validate_pdf_bytes(as_pdf(sample_pack(3)), profile=page.ValidationProfile.PDF_UA_1)


def test_every_rule_of_pdf_ua_1_is_met(report: page.ValidationReport) -> None:
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    assert report.rules.total > 100
