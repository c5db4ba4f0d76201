"""The TinyDB ledger: journal, tables, indexes, inbox, outbox. Knows nothing of Telegram or of wording."""
