"""The check of a local return: what the best analyst would find in it, each finding a sentence. Pure, and open to more.

    findings = check_return(read_return(path, snapshot.indicators), Published(snapshot, area))

A module a kind of check; `models.checking.check.CHECKS` lists them. Nothing is corrected: a finding says what was
stated, what was expected, from which source, and how to mend it.
"""
