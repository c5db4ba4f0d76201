"""``evidence``: every piece of evidence (佐证) as a file, fetched from Telegram."""

import asyncio
from datetime import datetime
from pathlib import Path

import click

from config import Config
from house.ledgers import copied, writing_to
from house.trouble import Refused
from reports.evidence_files import INDEX, evidence_files, write_index
from texts import command_line as words
from transport.api import build_application
from transport.fetch import fetch_all


def fetch_evidence(config: Config, folder: Path, now: datetime) -> None:
    """Fetch what is not in the folder yet, and list it. Raises ``Refused`` for what Telegram does not give."""
    with copied(config, now) as ledger:
        files = list(evidence_files(ledger.all_items()))
        app = build_application(token=config.token.reveal(), base_url=config.base_url)
        wanted = {folder / each.path: each.piece.file_id for each in files if each.path is not None}
        with writing_to(folder):
            folder.mkdir(parents=True, exist_ok=True)
            fetched = asyncio.run(fetch_all(app.bot, wanted, lambda path: click.echo(words.render_fetched(path))))
            write_index(files, config.rules.timezone, folder / INDEX)
    click.echo(words.render_evidence(len(wanted), len(fetched.new), folder))
    if fetched.failed:
        raise Refused(words.render_not_fetched(fetched.failed))
