"""The configuration: what the example says is true, and every fault is named at once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from pathlib import Path

import pytest

from config import BoardAddress, WebhookAddress, load, require_real_token
from domain.built_in_kinds import BUILT_IN_KINDS
from domain.rules import Figure, plain_escalation
from house.configuration.faults import ConfigFaults, Fault
from house.configuration.keys import KIND_KEYS, TABLE
from texts.command_line import render_faults

ROOT = Path(__file__).parent.parent


def _write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _faults(folder: Path, text: str, environment: dict[str, str] | None = None) -> dict[str, Fault]:
    with pytest.raises(ConfigFaults) as caught:
        load(_write(folder, text), environment or {})
    return {fault.key: fault for fault in caught.value.faults}


def test_example_holds_every_key_with_its_default(tmp_path: Path) -> None:
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    shown = load(_write(tmp_path, text), {})
    bare = load(_write(tmp_path, '[telegram]\ntoken = "1:a"'), {})
    assert shown.rules.kinds == bare.rules.kinds
    for name in ("base_url", "admins", "ledger_path", "per_second", "per_chat_second", "per_group_minute"):
        assert getattr(shown, name) == getattr(bare, name)
    for name in set(bare.rules.__struct_fields__) - {"work_days"}:
        assert getattr(shown.rules, name) == getattr(bare.rules, name), name
    for key in [*KIND_KEYS, *(key for keys in TABLE.values() for key in keys)]:
        assert f"\n{key} = " in text, f"{key} is not in the example"
    assert set(BUILT_IN_KINDS) == set(shown.rules.kinds)


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    faults = _faults(
        tmp_path,
        """
        [office]
        timezone = "Asia/Shangai"
        admins = ["me"]
        [reminders]
        digest_at = "25:00"
        digest_att = "08:30"
        quiet_hours = ["20:00"]
        [store]
        path = "/proc/nowhere/ledger.json"
        [limit]
        per_second = 30
        [kinds.visit]
        lead_days = [-1]
        """,
    )
    assert set(faults) == {
        "telegram.token",
        "office.timezone",
        "office.admins",
        "reminders.digest_at",
        "reminders.digest_att",
        "reminders.quiet_hours",
        "store.path",
        "limit",
        "kinds.visit.label",
        "kinds.visit.lead_days",
    }
    assert faults["reminders.digest_att"].near == "digest_at"
    assert faults["limit"].near == "limits"
    assert len(render_faults(faults.values()).splitlines()) == len(faults) + 1
    assert "reminders.digest_at：应为00:00 至 23:59 的时间，如 08:30（加引号），实为 '25:00'" in render_faults(
        faults.values()
    )


@pytest.mark.parametrize("name", [*TABLE, "kinds"])
def test_what_is_no_table_is_a_fault(tmp_path: Path, name: str) -> None:
    """``figures = 1`` ended in a traceback."""
    token = "" if name == "telegram" else '[telegram]\ntoken = "1:a"\n'
    assert _faults(tmp_path, f"{name} = 1\n{token}")[name].expected == "table"


def test_a_webhook_is_polling_without_an_address_and_only_tls_leads_to_it(tmp_path: Path) -> None:
    plain = '[telegram]\ntoken = "1:a"\n'
    assert load(_write(tmp_path, plain), {}).webhook is None
    found = load(_write(tmp_path, f'{plain}webhook_url = "https://duban.example.gov.cn/telegram/"'), {}).webhook
    assert found == WebhookAddress("127.0.0.1", 8443, "https://duban.example.gov.cn/telegram")
    for url in ("http://duban.example.gov.cn", "https://duban.example.gov.cn/?a=1", "duban.example.gov.cn"):
        faults = _faults(tmp_path, f'{plain}webhook_url = "{url}"')
        assert list(faults) == ["telegram.webhook_url"], url
    nowhere = f'{plain}webhook_url = "https://duban.example.gov.cn"\nwebhook_listen = ""'
    assert list(_faults(tmp_path, nowhere)) == ["telegram.webhook_listen"]


def test_a_wrong_token_is_not_echoed(tmp_path: Path) -> None:
    faults = _faults(tmp_path, '[telegram]\ntoken = "123:secret with space"')
    assert "secret" not in render_faults(faults.values())


@pytest.mark.parametrize(
    "text",
    [
        '[telegram]\ntokn = "123456:secret-secret-secret"',
        'token = "123456:secret-secret-secret"',
        '[telegram]\ntoken = "1:a"\nbase_url = "api.telegram.org/bot123456:secret-secret-secret"',
        '[telegram]\ntoken = "1:a"\n[office]\nadmins = ["123456:secret-secret-secret"]',
    ],
)
def test_a_token_in_the_wrong_place_is_not_echoed_either(tmp_path: Path, text: str) -> None:
    """docs/promises.md 30: a misspelt ``tokn`` used to print the token into the service's log."""
    assert "secret" not in render_faults(_faults(tmp_path, text).values())


def test_an_unknown_key_is_named_with_the_known_one_it_resembles(tmp_path: Path) -> None:
    text = render_faults(_faults(tmp_path, '[telegram]\ntokn = "x"').values())
    assert "telegram.tokn：没有这个配置项；是否应为 token" in text


def test_two_kinds_of_one_label_are_a_fault(tmp_path: Path) -> None:
    """A workbook's 类别 could mean either of them."""
    faults = _faults(tmp_path, '[telegram]\ntoken = "1:a"\n[kinds.visit]\nlabel = "整改"')
    assert list(faults) == ["kinds.visit.label"]
    assert "其他类别没有用过" in render_faults(faults.values())


CLOCKS = """
[telegram]
token = "1:a"
[kinds.visit]
label = "走访"
clocks = [
  { name = "a", label = "告知", days = 5, months = 1 },
  { name = "a", label = "核查", days = 5, after = "z" },
  { name = "c", label = "", days = -1, lead = [1] },
  { name = "d", label = "答复", months = 3, work_days = true, optional = true, restarts = true },
]
"""


def test_each_fault_of_a_kinds_clocks_is_named(tmp_path: Path) -> None:
    faults = _faults(tmp_path, CLOCKS)
    assert sorted(faults) == [
        "kinds.visit.clocks[1]",
        "kinds.visit.clocks[2].after",
        "kinds.visit.clocks[2].name",
        "kinds.visit.clocks[3].days",
        "kinds.visit.clocks[3].label",
        "kinds.visit.clocks[3].lead",
        "kinds.visit.clocks[4]",
        "kinds.visit.clocks[4].optional",
        "kinds.visit.clocks[4].restarts",
    ]
    assert "days 与 months 任填一项" in render_faults(faults.values())
    assert list(_faults(tmp_path, '[telegram]\ntoken = "1:a"\n[kinds.task]\nclocks = 5')) == ["kinds.task.clocks"]


def test_the_further_kinds_of_the_example_are_read_once_their_signs_are_taken_away(tmp_path: Path) -> None:
    text = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    begin = text.index("# Further kinds with two steps")
    further = "\n".join(line.removeprefix("# ") for line in text[begin:].splitlines()[1:])
    kinds = load(_write(tmp_path, text[:begin] + further), {}).rules.kinds
    assert [len(kinds[name].clocks) for name in ("relief", "disclosure", "motion")] == [2, 3, 2]
    answer = kinds["disclosure"].clocks[-1]
    assert (answer.days, answer.work_days, answer.prolong, answer.basis) == (
        20,
        True,
        20,
        "《政府信息公开条例》第三十三条",
    )
    assert kinds["motion"].clocks[-1].months == 3


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    """Such editors put a byte order mark first."""
    assert load(_write(tmp_path, '\ufeff[telegram]\r\ntoken = "1:a"\r\n'), {}).token.reveal() == "1:a"


def test_the_environment_wins(tmp_path: Path) -> None:
    path = _write(tmp_path, '[telegram]\ntoken = "1:file"')
    config = load(path, {"DUBAN_TOKEN": "2:hidden"})
    assert config.token.reveal() == "2:hidden"
    assert "2:hidden" not in repr(config)


def test_a_missing_or_broken_file_is_one_clear_fault(tmp_path: Path) -> None:
    with pytest.raises(ConfigFaults):
        load(tmp_path / "none.toml", {})
    assert list(_faults(tmp_path, "[office\n")) == [str(tmp_path / "config.toml")]
    assert list(_faults(tmp_path, 'kinds = "x"\n[telegram]\ntoken = "1:a"')) == ["kinds"]


def test_a_kind_changes_a_built_in_one_or_adds_another(tmp_path: Path) -> None:
    text = '[telegram]\ntoken = "1:a"\n[kinds.task]\nverify = true\n[kinds.visit]\nlabel = "走访"\nlead_days = [0, 5]'
    kinds = load(_write(tmp_path, text), {}).rules.kinds
    assert kinds["task"].verify
    assert kinds["task"].label == "任务"
    assert kinds["visit"].lead_days == (5, 0)


def test_single_days_override_the_calendar(tmp_path: Path) -> None:
    text = '[telegram]\ntoken = "1:a"\n[calendar]\nrest = [2026-11-23]\nwork = ["2026-11-22"]'
    days = load(_write(tmp_path, text), {}).rules.work_days
    assert days.is_work_day(date(2026, 11, 22))
    assert not days.is_work_day(date(2026, 11, 23))


def test_the_ledger_lies_beside_the_configuration(tmp_path: Path) -> None:
    config = load(_write(tmp_path, '[telegram]\ntoken = "1:a"\n[store]\npath = "ledger.json"'), {})
    assert config.ledger_path == tmp_path / "ledger.json"


@pytest.mark.parametrize(
    ("token", "is_example"),
    [
        ("123456:paste-the-token-from-BotFather-here", True),
        ("123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11", True),
        ("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", False),
    ],
)
def test_a_token_left_as_the_example_has_it_is_a_fault(tmp_path: Path, token: str, is_example: bool) -> None:
    """Fault 6.12."""
    config = load(_write(tmp_path, f'[telegram]\ntoken = "{token}"'), {})
    with pytest.raises(ConfigFaults) if is_example else nullcontext():
        require_real_token(config)


def test_escalation_is_one_table_by_kind_and_chase_after_its_short_form(tmp_path: Path) -> None:
    token = '[telegram]\ntoken = "1:a"\n'
    example = (ROOT / "config.example.toml").read_text(encoding="utf-8")
    table = [line[2:] for line in example.splitlines() if line.startswith(("# [escalation.", "# steps", "# stops"))]
    shown = load(_write(tmp_path, "\n".join([token, *table])), {}).rules
    assert shown.escalation("task") == plain_escalation((1, 3, 5)), "the example says in full what the short form means"
    own = load(_write(tmp_path, token + '[escalation.hotline]\nsteps = [{ after = 2, to = ["head"] }]'), {}).rules
    assert [step.after for step in own.escalation("hotline").steps] == [2]
    assert own.escalation("task") == plain_escalation((1, 3, 5))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[escalation.taks]\nsteps = []", "escalation.taks"),
        ('[escalation.task]\nsteps = [{ after = 1, to = ["mayor"] }]', "escalation.task.steps"),
        ("[escalation.task]\nsteps = [{ after = 3 }, { after = 1 }]", "escalation.task.steps"),
        ("[escalation.task]\nsteps = [{ after = 1, bulletn = true }]", "escalation.task.steps"),
        ('[escalation.task]\nsteps = []\nstops = ["never"]', "escalation.task.stops"),
        ("[escalation.task]\nstop = []\nsteps = []", "escalation.task.stop"),
        ("[escalation.task]\nstops = []", "escalation.task.steps"),
    ],
)
def test_a_fault_of_the_table_is_named(tmp_path: Path, text: str, key: str) -> None:
    assert set(_faults(tmp_path, f'[telegram]\ntoken = "1:a"\n{text}')) == {key}


def test_sources_are_a_list_of_names_each_once(tmp_path: Path) -> None:
    for written in ('"工作要点"', '["工作要点", "工作要点"]', "[3]", f'["{"长" * 41}"]'):
        assert set(_faults(tmp_path, f'[telegram]\ntoken = "1:a"\n[office]\nsources = {written}')) == {"office.sources"}
    found = load(_write(tmp_path, '[telegram]\ntoken = "1:a"\n[office]\nsources = ["县委督办", "工作要点"]'), {})
    assert found.rules.sources == ("县委督办", "工作要点")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('counted = ["assigned", "speed"]', "figures.counted"),
        ("counted = []", "figures.counted"),
        ('kinds = ["taks"]', "figures.kinds"),
        ("weights = { on_time = true }", "figures.weights"),
        ("weights = { praise = 1 }", "figures.weights"),
        ('counted = ["late"]\nweights = { on_time = 1 }', "figures.weights"),
    ],
)
def test_a_fault_of_the_figures_is_named(tmp_path: Path, text: str, key: str) -> None:
    faults = _faults(tmp_path, f'[telegram]\ntoken = "1:a"\n[figures]\n{text}')
    assert set(faults) == {key}
    assert "应为" in render_faults(faults.values())


def test_figures_are_counted_in_the_order_of_the_paper_and_weigh_what_is_written(tmp_path: Path) -> None:
    text = '[telegram]\ntoken = "1:a"\n[figures]\ncounted = ["late", "on_time"]\nweights = { late = -1.5 }'
    figures = load(_write(tmp_path, text), {}).rules.figures
    assert figures.counted == (Figure.ON_TIME, Figure.LATE)
    assert figures.weights == {Figure.LATE: -1.5}


def test_a_board_is_open_to_this_machine_or_behind_tls(tmp_path: Path) -> None:
    plain = '[telegram]\ntoken = "1:a"\n'
    assert load(_write(tmp_path, plain), {}).board is None
    own = load(_write(tmp_path, f'{plain}[board]\nlisten = "127.0.0.1:8090"'), {}).board
    assert own == BoardAddress("http://127.0.0.1:8090", ("127.0.0.1", 8090))
    proxied = load(_write(tmp_path, f'{plain}[board]\nlisten = "[::]:80"\nurl = "https://a.gov.cn/d/"'), {}).board
    assert proxied == BoardAddress("https://a.gov.cn/d", ("::", 80))
    elsewhere = load(_write(tmp_path, f'{plain}[board]\nurl = "https://a.gov.cn/d/"'), {}).board
    assert elsewhere == BoardAddress("https://a.gov.cn/d")  # another process serves it: docs/decisions/0095
    for board, key in (
        ('listen = "8090"', "listen"),
        ('listen = "127.0.0.1:0"', "listen"),
        ('listen = "127.0.0.1:99999"', "listen"),
        ('listen = "10.0.0.1:80"', "url"),
        ('listen = "127.0.0.1:80"\nurl = "http://a.gov.cn"', "url"),
        ('listen = "127.0.0.1:80"\nurl = "https://a.gov.cn/?x=1"', "url"),
    ):
        assert set(_faults(tmp_path, f"{plain}[board]\n{board}")) == {f"board.{key}"}


def test_the_folder_of_templates_must_be_there(tmp_path: Path) -> None:
    token = '[telegram]\ntoken = "1:a"\n[papers]\ntemplates = '
    assert set(_faults(tmp_path, f'{token}"nowhere"')) == {"papers.templates"}
    (tmp_path / "own").mkdir()
    assert load(_write(tmp_path, f'{token}"own"'), {}).templates == tmp_path / "own"
    assert load(_write(tmp_path, f'{token}""'), {}).templates is None


def test_an_office_says_by_how_urgent_a_call_is_how_many_work_days_it_takes(tmp_path: Path) -> None:
    head = '[telegram]\ntoken = "1:a"\n[kinds.hotline]\nurgency = '
    kinds = load(_write(tmp_path, head + '{ "特急" = 1, "一般" = 10 }'), {}).rules.kinds
    assert kinds["hotline"].urgency == (("特急", 1), ("一般", 10))
    for wrong in ('{ "特急" = 0 }', '{ "特急" = "一天" }', '["特急"]'):
        assert "kinds.hotline.urgency" in _faults(tmp_path, head + wrong)


def test_a_ledger_may_be_in_postgresql_and_its_password_in_the_environment(tmp_path: Path) -> None:
    plain = '[telegram]\ntoken = "1:a"\n'
    assert load(_write(tmp_path, plain), {}).store_url is None
    for url in ("postgresql://duban@db1:5433,db2/duban?sslmode=require", "postgres:///duban?host=/run/postgresql"):
        written = _write(tmp_path, f'{plain}[store]\nurl = "{url}"\nschema = "ju_2"')
        config = load(written, {})
        assert config.store_url is not None
        assert (config.store_url.reveal(), config.store_schema) == (url, "ju_2")
        guarded = load(written, {"DUBAN_STORE_PASSWORD": "a&b"})
        assert guarded.store_url is not None
        assert guarded.store_url.reveal() == f"{url}&password=a%26b"
        assert "password" not in repr(guarded)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('url = "mysql://u:hush@h/d"', "store.url"),
        ('url = "postgresql://u:hush@h"', "store.url"),
        ('url = "postgresql://u:hush@h/d e"', "store.url"),
        ("url = 5432", "store.url"),
        ('path = "/proc/postgresql://u:hush@h/d"', "store.path"),
        ('url = "postgresql://u@h/d"\nschema = "Duban"', "store.schema"),
        ('schema = "pg_duban"', "store.schema"),
        ('schema = "x;hush"', "store.schema"),
        ('adress = "postgresql://u:hush@h/d"', "store.adress"),
    ],
)
def test_a_fault_of_the_store_is_named_without_the_password(tmp_path: Path, text: str, key: str) -> None:
    faults = _faults(tmp_path, f'[telegram]\ntoken = "1:a"\n[store]\n{text}')
    assert set(faults) == {key}
    assert "hush" not in render_faults(faults.values()) or key == "store.schema"


@contextmanager
def as_no_root() -> Iterator[None]:
    """For root every file is writable: in the block it asks as somebody else does, and still makes files."""
    if os.getuid():
        yield
        return
    os.setresuid(65534, 0, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


def test_a_copy_for_readers_that_nobody_may_write_is_no_fault_of_the_configuration(tmp_path: Path) -> None:
    """Fault 8.7: from its second start on, a bot on PostgreSQL that was not root's took its own copy for a fault.

    So did a move back into the file, for which the configuration has no url.
    """
    path = tmp_path / "ledger.json"
    path.touch()
    path.chmod(0o440)
    text = f'[telegram]\ntoken = "1:a"\n[store]\npath = "{path}"\n'
    with as_no_root():
        for url in ("", 'url = "postgresql://u@h/d"\n'):
            assert load(_write(tmp_path, text + url), {}).ledger_path == path
