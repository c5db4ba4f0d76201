"""The rules of the business: pure values and functions, no clock, no file, no Telegram, no sentence."""
