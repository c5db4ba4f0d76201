"""How much of a stranger's file is read: what an office's workbook never reaches, and what a hostile one runs into."""

from msgspec import Struct

MIB = 1024 * 1024


class WorkbookLimits(Struct, frozen=True, kw_only=True):
    """The caps on one workbook, from its bytes to the process that reads it."""

    file_bytes: int = 20 * MIB
    unpacked_bytes: int = 64 * MIB  # all parts of the package together, as its directory declares them
    parts: int = 2_000
    sheets: int = 50
    rows: int = 20_000  # rows up to the last cell that holds something
    columns: int = 200
    cell_text: int = 5_000  # characters
    merges: int = 20_000  # a sheet
    memory_bytes: int = 640 * MIB  # address space of the reading process
    cpu_seconds: int = 30
    wall_seconds: float = 60.0
    answer_bytes: int = 16 * MIB  # what the reading process may hand back
