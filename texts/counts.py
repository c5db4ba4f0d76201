"""Sentences that count items: the parts add up to the whole, and a part of nought is not named."""

from collections.abc import Mapping

from domain.views import BureauDigest, Light, OfficeDigest, Tally
from texts.glossary import LIGHTS


def say_parts(counts: Mapping[str, int], mark: str) -> str:
    """逾期1，今日到期1."""
    return mark.join(f"{word}{count}" for word, count in counts.items() if count)


def say_tally(tally: Tally) -> str:
    """在办4项：逾期1，今日到期1，正常2."""
    parts = say_parts(
        {
            "逾期": tally.late,
            "今日到期": tally.today,
            "临期": tally.near,
            "待销号": tally.waiting,
            "正常": tally.normal,
        },
        "，",
    )
    return f"在办{tally.in_hand}项" + (f"：{parts}" if parts else "")


def say_unit(tally: Tally) -> str:
    """在办9项：逾期1，今日到期1，3个工作日内到期1，待销号1，其余5项正常推进."""
    if not tally.in_hand:
        return "目前没有在办事项。"
    parts = say_parts(
        {"逾期": tally.late, "今日到期": tally.today, "3个工作日内到期": tally.near, "待销号": tally.waiting}, "，"
    )
    if not parts:
        return f"在办{tally.in_hand}项，均正常推进。"
    rest = f"，其余{tally.normal}项正常推进" if tally.normal else ""
    return f"在办{tally.in_hand}项：{parts}{rest}。"


def say_unit_row(tally: Tally) -> str:
    """逾期1、今日到期1、临期2."""
    return say_parts({"逾期": tally.late, "今日到期": tally.today, "临期": tally.near}, "、")


def say_bureau(view: BureauDigest, hour: str) -> str:
    """截至8:30，全局交办42项：办结14项，在办26项，中止2项."""
    paused = f"，中止{view.paused}项" if view.paused else ""
    return f"截至{hour}，全局交办{view.total}项：办结{view.closed}项，在办{view.tally.in_hand}项{paused}。"


def say_lights(tally: Tally) -> str:
    """在办中：🔴逾期3　🟠今日到期1　🟡临期3　⏳待销号3　🟢正常16."""
    shown = _lights(tally, Light.LATE, Light.TODAY, Light.NEAR, Light.WAITING, Light.NORMAL)
    return f"在办中：{shown}" if shown else ""


def _lights(tally: Tally, *lights: Light) -> str:
    counts = {
        Light.LATE: tally.late,
        Light.TODAY: tally.today,
        Light.NEAR: tally.near,
        Light.WAITING: tally.waiting,
        Light.NORMAL: tally.normal,
    }
    return say_parts({"".join(LIGHTS[light]): counts[light] for light in lights}, "　")


def say_whole(tally: Tally, secret: int) -> str:
    """全局在办35项：🔴逾期15　🟠今日到期3　⏳待销号4　其余13项正常；另有敏感事项2项."""
    shown = _lights(tally, Light.LATE, Light.TODAY, Light.NEAR, Light.WAITING)
    rest = f"其余{tally.normal}项正常" if shown and tally.normal else "均正常" if tally.normal else ""
    parts = "　".join(words for words in (shown, rest) if words)
    apart = f"；另有敏感事项{secret}项" if secret else ""
    return f"全局在办{tally.in_hand}项" + (f"：{parts}" if parts else "") + f"{apart}。"


def say_secret(secret: int) -> str:
    """（另有敏感事项1项）, which no group counts; or nothing."""
    return f"（另有敏感事项{secret}项）" if secret else ""


def say_items(counts: Mapping[str, int]) -> str:
    """已升级2项，待您审核1项."""
    return "，".join(f"{word}{count}项" for word, count in counts.items() if count) + "："


def say_needs(counts: Mapping[str, int], in_hand: int, secret: int = 0) -> str:
    """在办15项，需您过目3项：逾期1、今日到期1、待您审核1；其余12项暂无须处理."""
    needed = sum(counts.values())
    rest = in_hand + secret - needed
    tail = f"；其余{rest}项暂无须处理。" if rest > 0 else "。"
    whole = f"在办{in_hand}项{say_secret(secret)}，" if in_hand + secret else ""
    return f"{whole}需您过目{needed}项：{say_parts(counts, '、')}{tail}"


def say_office(view: OfficeDigest, opened: str) -> str:
    """待审2、未签收3、未启用2人、无期限4项, or nothing; ``opened`` is what the buttons say as well."""
    gaps = f"无期限{view.without_limit}项" if view.without_limit else ""
    faulty = f"台账数据有误{view.faulty}项" if view.faulty else ""
    lost = f"送达不明{len(view.lost)}条" if view.lost else ""
    counted = "、".join(words for words in (opened, gaps, faulty, lost) if words)
    return f"{counted}。" if counted else ""
