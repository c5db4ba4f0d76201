"""What holds for every test."""

from hypothesis import settings


def pytest_configure() -> None:
    """Speed belongs in the benchmarks: an example that a busy machine makes slow is no fault."""
    settings.register_profile("duban", deadline=None, print_blob=True)
    settings.load_profile("duban")
