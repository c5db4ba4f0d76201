"""The environment of a process of its own, be it a workbook's reader or a wall chart's painter."""

import sys


def child_environment() -> dict[str, str]:
    """Nothing of the bot's own environment, which may hold the token.

    It says where compiled modules are: without them each start compiles the house anew, which takes most of its time.
    """
    kept = {"PYTHONUTF8": "1"}
    if sys.pycache_prefix:
        kept["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    if sys.dont_write_bytecode:
        kept["PYTHONDONTWRITEBYTECODE"] = "1"
    return kept
