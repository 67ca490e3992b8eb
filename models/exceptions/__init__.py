"""A board's list: what is worse, worsening or missing, and what is strong, by rules that are data.

`published` looks at the indicators of a snapshot, `local` at the rows of local returns; `whole` puts both into one.
Every entry keeps each rule that put it there, as a `Reason`.
"""
