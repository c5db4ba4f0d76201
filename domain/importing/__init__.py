"""How an import is worked out: each question of ``domain.plan`` in a file of its own, all pure."""
