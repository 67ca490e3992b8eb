"""All that is looked at, in the order in which it is told."""

from collections.abc import Iterator

from app.doctor import figures, local, machine, services
from app.doctor.findings import Finding, Look, found_by
from app.settings import Settings

LOOKS: tuple[tuple[str, Look], ...] = (
    (machine.SETTINGS, machine.look_at_settings),
    (machine.DISK, machine.look_at_disk),
    (machine.FOLDERS, machine.look_at_folders),
    (figures.PART, figures.look),
    (figures.MODELS, figures.look_at_models),
    (local.DATABASE, local.look),
    (services.REDIS, services.look_at_redis),
    (services.MAIL, services.look_at_mail),
    (services.PROVIDER, services.look_at_provider),
    (machine.PDFS, machine.look_at_pdfs),
)


def examined(settings: Settings) -> Iterator[Finding]:
    """What is found in an installation, part by part."""
    return found_by(settings, LOOKS)
