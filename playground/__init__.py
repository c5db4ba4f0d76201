"""A local Telegram to rehearse in: the Bot API on loopback, people and chats that can be played, a clock that moves.

``server.Playground`` is the way in for tests; ``control/`` the way in for other processes; ``front`` answers bots.
"""
