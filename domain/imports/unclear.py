"""The one thing that a reader of cells raises."""


class Unclear(ValueError):
    """A cell says nothing that its field can be; ``field`` is that of ``ItemRow``."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field
