"""The word by which a finding is accepted."""

from models.checking.findings import Finding, Kind, Severity, finding_word

FINDING = Finding(6, "Feb-22", Severity.ERROR, Kind.ARITHMETIC, "25% (52/218)", "24%", "its own counts", "52 of 218.")


def test_a_finding_has_one_word_however_its_record_was_kept() -> None:
    record = FINDING.record
    assert finding_word(dict(reversed(record.items()))) == finding_word(record)
    assert len(finding_word(record)) == 16


def test_any_other_finding_has_another() -> None:
    record = FINDING.record
    changed = [record | {name: "something else"} for name in record]
    assert len({finding_word(each) for each in [record, *changed]}) == len(record) + 1
