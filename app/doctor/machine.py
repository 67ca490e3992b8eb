"""The machine: room on its disks, folders that nobody else may write to, what PDFs need, and settings of production."""

import ctypes.util
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from app.doctor.findings import Finding, odd, well, wrong
from app.settings import Settings

DISK, FOLDERS, PDFS, SETTINGS = "disk", "folders", "PDFs", "settings"
LITTLE, VERY_LITTLE = 2 * 2**30, 200 * 2**20
"""Bytes that are free: below the first it should be seen to, below the second soon nothing can be written."""
LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def look_at_disk(settings: Settings) -> Iterator[Finding]:
    """How much room there is where the portal writes."""
    folders = {"cache": settings.cache_dir, "snapshots": settings.snapshot_dir, "finished packs": settings.packs_dir}
    rooms = {what: _free(folder) for what, folder in folders.items() if folder is not None}
    for what, room in rooms.items():
        if room < LITTLE:
            sentence = f"There are {room / 2**20:,.0f} MB left where the {what} are kept: make room."
            yield (wrong if room < VERY_LITTLE else odd)(DISK, sentence)
    if all(room >= LITTLE for room in rooms.values()):
        yield well(DISK, f"There are at least {min(rooms.values()) / 2**30:,.0f} GB left wherever the portal writes.")


def look_at_folders(settings: Settings) -> Iterator[Finding]:
    """Whether the folders can be written to, by the portal and by nobody else."""
    for folder in filter(None, (settings.cache_dir, settings.packs_dir, settings.sources_dir)):
        there = _existing(folder)
        if not os.access(there, os.W_OK):
            yield wrong(FOLDERS, f"{there} cannot be written to by whom the portal runs as: change its owner.")
        elif folder == settings.cache_dir and folder.exists() and folder.stat().st_mode & OTHERS_MAY_WRITE:
            yield wrong(FOLDERS, f"Others may write to {folder}, and what is kept there is unpickled: chmod 700 it.")
        else:
            yield well(FOLDERS, f"{folder} can be written to.")


def look_at_pdfs(_: Settings) -> Iterator[Finding]:
    """Whether PDFs can be set."""
    if missing := [name for name in LIBRARIES if ctypes.util.find_library(name) is None]:
        names = " and ".join(missing)
        yield odd(PDFS, f"{names} cannot be found, so packs cannot be made as PDF: install Pango (`make setup` does).")
    else:
        yield well(PDFS, "Pango is there, so packs can be made as PDF.")


def look_at_settings(settings: Settings) -> Iterator[Finding]:
    """Whether settings of production fit together; what cannot be used at all is refused before."""
    amiss = []
    if settings.environment != "production":
        amiss.append("PORTAL_ENV is not production: cookies go over HTTP too, and the key is made anew at each start.")
    else:
        if not settings.url:
            amiss.append("PORTAL_URL is not set, so links in packs and messages cannot lead anywhere.")
        if not settings.trusted_proxies:
            amiss.append("PORTAL_TRUSTED_PROXIES is 0, so everybody behind the proxy counts as one address.")
        if settings.mail_url is None:
            amiss.append("PORTAL_SMTP_URL is not set, so invitations and resets are handed over by hand.")
    yield from (odd(SETTINGS, sentence) for sentence in amiss)
    if not amiss:
        yield well(SETTINGS, "The settings fit together.")


def _free(folder: Path) -> int:
    return shutil.disk_usage(_existing(folder)).free


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that there is."""
    return next(each for each in (folder, *folder.absolute().parents) if each.exists())
