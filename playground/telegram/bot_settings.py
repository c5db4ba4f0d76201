"""Lines of configuration that every bot on a playground needs; ``str.format`` fills in what is in braces."""

OFFICE = """\
[telegram]
token = "{token}"
base_url = "{base_url}"
[office]
name = "{office}"
"""
#: The playground enforces none, so that weeks fit into seconds, and nothing waits but for a bot.
NO_LIMITS = """\
[limits]
per_second = 0
per_chat_second = 0
per_group_minute = 0
"""
