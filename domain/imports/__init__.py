"""How an import is worked out: each question of the plan in a file of its own. All pure."""
