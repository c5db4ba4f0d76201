"""数量目标 in dialogues: a figure by command or in words, of a unit's share, edited, and taken back."""

from msgspec.structs import replace

from domain.item import Quota
from domain.item_records import Share
from tests.domain.office import item
from tests.handlers.office import Bureau

PLAIN = replace(item("2026-12-31", number=33, title="党政信息报送"), quota=Quota(10, 6, "条", by_quarter=(3, 6, 8, 10)))
SHARED = replace(
    PLAIN,
    quota=Quota(10, 3, "条", shares=(Share("社会救助股", 4, 1), Share("养老服务股", 3), Share("儿童福利股", 3, 2))),
    partners=("养老服务股", "儿童福利股"),
)


def reached(bureau: Bureau) -> float:
    quota = bureau.item(33).quota
    assert quota is not None
    return quota.reached


async def test_a_figure_is_added_set_and_corrected_and_says_what_is_left(bureau: Bureau) -> None:
    bureau.add(PLAIN, item(number=12))
    [told] = await bureau.say("甲某", "/progress 33 +2")
    assert told.startswith("已记录第33号进展：+2条，已完成8/10条，还差2条；四季度应达10条。")
    [told] = await bureau.say("甲某", "33 +1条")
    assert "已完成9/10条，还差1条" in told
    await bureau.say("甲某", "/progress 33 -1")
    await bureau.say("甲某", "反馈 33 =12")
    assert "已完成12/10条，超出2条" in bureau.newest("甲某").text
    [card] = await bureau.say("甲某", "/item 33")
    assert "数量目标：已完成12/10条，超出2条；四季度应达10条" in card
    assert "序时目标：一季度3条、二季度6条、三季度8条、四季度10条" in card
    for words in ("/progress 33 +2篇", "/progress 33 -13", "/progress 33 +1000000000", "/progress 33 +0.5"):
        [refused] = await bureau.say("甲某", words)
        assert "第33号 党政信息报送" in refused, words
    assert reached(bureau) == 12
    [refused] = await bureau.say("甲某", "/progress 12 +2")
    assert "未设数量目标" in refused


async def test_words_that_are_no_plain_figure_are_recorded_and_not_counted(bureau: Bureau) -> None:
    bureau.add(PLAIN)
    [echo] = await bureau.say("甲某", "33 又报了2条")
    assert "计入" not in echo
    await bureau.press("甲某", "确认")
    assert "数字未计入目标。新增请发“33 +2条”" in bureau.newest("甲某").text
    assert (reached(bureau), bureau.item(33).progress) == (6, "又报了2条")
    [echo] = await bureau.say("甲某", "33 材料已上报，累计已完成8条")
    assert "计入数量目标：+2条，已完成8/10条，还差2条；四季度应达10条。" in echo
    assert reached(bureau) == 6
    await bureau.press("甲某", "确认")
    assert reached(bureau) == 8
    assert "失效" in (
        await bureau.forge("甲某", bureau.newest("甲某"), f"say:33:{bureau.newest('甲某').message_id}:1") or ""
    )
    assert reached(bureau) == 8
    [refused] = await bureau.say("甲某", "33 8篇")
    assert "以“条”计" in refused


async def test_each_unit_reports_its_share_and_takes_back_its_own(bureau: Bureau) -> None:
    bureau.add(SHARED)
    [told] = await bureau.say("别股长", "/progress 33 +2")
    assert told.startswith("已记录第33号进展：养老服务股+2条（2/3条），合计已完成5/10条，还差5条。")
    await bureau.say("丙某", "33 +1条")
    await bureau.say("办主任", "/progress 33 社会救助股 +1")
    [asked] = await bureau.say("办主任", "/progress 33 +1")
    assert "请写明单位" in asked
    [refused] = await bureau.say("丙某", "/progress 33 养老服务股 +1")
    assert refused == "养老服务股的完成数请由该单位或办公室填报。"
    [refused] = await bureau.say("丙某", "/progress 33 已报局办")
    assert "第33号" in refused
    [card] = await bureau.say("甲某", "/item 33")
    assert "任务分解：社会救助股2/4条、养老服务股2/3条、儿童福利股3/3条" in card
    await bureau.press("别股长", "撤回")
    assert "已完成5/10条" in bureau.newest("别股长").text
    assert reached(bureau) == 5
    answer = await bureau.forge("别股长", bureau.newest("别股长"), "undo:33:2:-1")
    assert answer
    assert reached(bureau) == 5


async def test_a_figure_that_was_reported_that_day_is_counted_and_named(bureau: Bureau) -> None:
    """Two of a unit may report what they did together; the same figure of another unit is another one."""
    bureau.add(SHARED)
    [told] = await bureau.say("甲某", "/progress 33 +2")
    assert "同一批" not in told
    [told] = await bureau.say("别股长", "/progress 33 +2")
    assert "同一批" not in told
    bureau.wait(minutes=3)
    [told] = await bureau.say("股长", "33 +2条")
    assert told.startswith("已记录第33号进展：社会救助股+2条（5/4条），合计已完成9/10条，还差1条。")
    assert told.endswith("甲某11月20日16:05已报+2条，如系同一批，请点〔撤回〕。")
    await bureau.press("股长", "撤回")
    assert reached(bureau) == 7
    bureau.wait(days=1)
    [told] = await bureau.say("股长", "33 +2条")
    assert "同一批" not in told


async def test_an_edited_figure_counts_once(bureau: Bureau) -> None:
    """The figure as it was written first goes, and the new one comes, when its writer says so."""
    bureau.add(PLAIN)
    written = await bureau.players["甲某"].say(None, "/progress 33 +2")
    await bureau.breathe()
    await bureau.players["甲某"].edit(None, written, "/progress 33 +3")
    await bureau.breathe()
    assert reached(bureau) == 8
    question = bureau.newest("甲某", "更正")
    await bureau.press("甲某", "更正", question)
    assert reached(bureau) == 9
    await bureau.forge("甲某", question, f"fix:0:{written}:1")
    assert reached(bureau) == 9
    await bureau.players["甲某"].edit(None, written, "/progress 33 +1")
    await bureau.breathe()
    await bureau.press("甲某", "更正")
    assert reached(bureau) == 7


async def test_in_a_group_the_count_is_said_and_a_reply_is_enough(bureau: Bureau) -> None:
    bureau.add(SHARED)
    group = bureau.group("养老股", "养老服务股", "别股长")
    [told] = await bureau.say("别股长", "/progress@duban_bot 33 +1", group)
    assert "养老服务股+1条（1/3条）" in told
    for words, sign in {"/progress@duban_bot +1条": "（2/3条）", "+1条": "（3/3条）"}.items():
        [told] = await bureau.say("别股长", words, group, reply_to=bureau.newest("别股长", chat=group))
        assert f"养老服务股+1条{sign}" in told
    assert bureau.newest("甲某").text.startswith("【分解任务完成】第33号 党政信息报送\n别股长11月20日16:05报：")
    await bureau.say("别股长", "/item 33")
    await bureau.press("别股长", "反馈进展")
    [told] = await bureau.say("别股长", "-1")
    assert "养老服务股-1条（2/3条）" in told


async def test_the_office_sets_a_quota_divides_it_and_takes_it_back(bureau: Bureau) -> None:
    bureau.add(item("2026-12-31", number=33, title="党政信息报送"))
    [ask] = await bureau.say("办主任", "/edit 33 目标 10条")
    assert ask == "【请核对】拟调整\n第33号 党政信息报送\n数量目标：无 → 10条"
    await bureau.press("办主任", "确认调整")
    await bureau.say("甲某", "33 +3条")
    [ask] = await bureau.say("办主任", "调整 33 分解 社会救助股4、养老服务股6 季度 3 6 8 10")
    assert "数量目标：10条 → 10条（分解：社会救助股4条、养老服务股6条；一季度3条、二季度6条" in ask
    await bureau.press("办主任", "确认调整")
    assert bureau.item(33).quota == Quota(
        10, 3, "条", by_quarter=(3, 6, 8, 10), shares=(Share("社会救助股", 4, 3), Share("养老服务股", 6))
    )
    assert bureau.item(33).partners == ("养老服务股",)
    [told] = await bureau.say("别股长", "33 +1条")
    assert "养老服务股+1条（1/6条），合计已完成4/10条" in told
    for words in ("分解 社会救助股4、养老服务股5", "分解 社会救助股10", "目标 十条", "季度 1 2 3 4", "目标 12条"):
        [refused] = await bureau.say("办主任", f"/edit 33 {words}")
        assert "拟调整" not in refused, words
    [refused] = await bureau.say("股长", "/edit 33 取消目标")
    assert "数量目标" in refused
    assert "拟调整" not in refused
    [ask] = await bureau.say("办主任", "/edit 33 取消目标 不再考核")
    await bureau.say("别股长", "33 +1条")
    assert "状态已变化" in (await bureau.press("办主任", "确认调整") or bureau.newest("办主任").text)
    assert reached(bureau) == 5


async def test_an_assignment_may_have_a_target(bureau: Bureau) -> None:
    [ask] = await bureau.say("办主任", "/add 社会救助股 甲某 12月20日前 报送党政信息 目标10条")
    assert "数量目标：10条" in ask
    await bureau.press("办主任", "确认交办")
    assert bureau.item(1).quota == Quota(10, counted_in="条")
    assert bureau.item(1).title == "报送党政信息"
