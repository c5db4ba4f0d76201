"""A local Telegram: the Bot API, people and chats to play, a movable clock. It imports nothing of the bot."""
