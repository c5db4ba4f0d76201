"""Leaving the mail lines of a closed month out of the journal: the ledger's own chain still holds."""

from pathlib import Path

from store.errors import JournalDamaged, NotSaved
from store.journal import checkpoint
from store.journal.disk import Disk, RealDisk, write_whole
from store.journal.lines import Chain, Header, MailLink, Misfit, header
from store.journal.months import file_of, folder_of, months


def strip_mail(path: Path, month: str, *, disk: Disk | None = None) -> int:
    """Rewrite a closed month's file without correspondence; returns how many lines were left out.

    The month must be older than the newest, and older than the ledger file's checkpoint, which holds what those lines
    said. A month that is stripped already stays as it is.
    """
    chosen = disk or RealDisk()
    folder = folder_of(path)
    names = months(chosen, folder)
    file = file_of(folder, month)
    found = checkpoint.load(chosen, path)
    if month not in names[:-1] or found is None or found.meta is None or found.meta.position.month <= month:
        raise NotSaved(file, "only a closed month that the ledger file has behind it can be stripped")
    data = chosen.read(file)
    chain = Chain(None)
    kept: list[bytes] = []
    left_out = 0
    try:
        for read in chain.read(data, is_last=False):
            if isinstance(read.link, Header):
                begins = read.link
                kept.append(header(month, begins.seq, begins.head, begins.mail, stripped=True)[0])
            elif isinstance(read.link, MailLink):
                left_out += 1
            else:
                kept.append(bytes(read.line))
    except Misfit as misfit:
        raise JournalDamaged(file, chain.line, misfit.why) from misfit
    if left_out:
        write_whole(chosen, file, kept)
    return left_out
