"""The local Telegram, spoken to over real HTTP."""
