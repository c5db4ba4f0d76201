"""Of a ledger in PostgreSQL the figures say who has it, for how long, and when nobody may speak."""

from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families

from monitoring.figures import Figures, unready
from store.ledger import Ledger
from tests.domain.office import RULES
from tests.postgres import Place
from tests.store.conftest import engine_at
from tests.store.sample import NOW, an_item


def test_the_lease_of_a_ledger_in_postgresql_is_told_with_its_epoch_and_end(place: Place, tmp_path: Path) -> None:
    figures = Figures()
    for epoch in (1, 2):
        ledger = Ledger.open(tmp_path / "ledger.json", at=NOW, engine=engine_at(place, tmp_path))
        figures.attach("east", ledger, RULES, lambda: NOW, lambda: 1.0, lambda: 0)
        with ledger.transaction(at=NOW, by="test", did="add") as tx:
            tx.add_item(an_item())
        read = {s.name: s.value for f in text_string_to_metric_families(figures.page().decode()) for s in f.samples}
        assert (read["duban_lease_held"], read["duban_lease_epoch"]) == (1, epoch)
        assert 0 < read["duban_lease_seconds_left"] <= 5
        assert unready(figures.bureaux["east"]) == ()
        ledger.close()
        assert "lease" in unready(figures.bureaux["east"])
