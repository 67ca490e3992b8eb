"""Local returns: what authorities write down themselves, read from their files as plain data, nothing guessed."""
