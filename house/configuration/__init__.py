"""How a configuration is read: its keys, their values, and every fault of it."""
