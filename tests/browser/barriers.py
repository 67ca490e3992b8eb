"""Which barriers to look for: contrast depends on scheme and medium, all others on what is there; it takes longest."""

EVERYTHING: dict[str, object] = {}
CONTRAST: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ALL_BUT_CONTRAST: dict[str, object] = {"rules": {"color-contrast": {"enabled": False}}}
