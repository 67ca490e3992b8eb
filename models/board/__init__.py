"""What a board does about an authority: pins, dismissals, rules of its own, commentary, actions, targets.

Everything is an event (`data.local.board`). `fold.state_of` says what events come to, `changes` which may follow, and
`seen.seen_by` what of it is for whom.
"""
