"""Message text as Telegram treats it: markup read into entities, links and commands found, offsets in UTF-16."""
