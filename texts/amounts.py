"""涉及金额、整改金额、出台制度 in words."""

from domain.amounts import Amounts


def say_sum(amount: float) -> str:
    """326.5万元."""
    return f"{amount:,.6f}".rstrip("0").rstrip(".") + "万元"


def say_amounts(amounts: Amounts | None) -> str:
    """涉及金额326.5万元，已整改180万元（55%），出台制度4项; nothing for none."""
    if amounts is None:
        return ""
    share = f"（{int(100 * amounts.put_right / amounts.involved)}%）" if amounts.involved else ""
    parts = (
        f"涉及金额{say_sum(amounts.involved)}" if amounts.involved else "",
        f"已整改{say_sum(amounts.put_right)}{share}" if amounts.involved or amounts.put_right else "",
        f"出台制度{amounts.rules_made}项" if amounts.rules_made else "",
    )
    return "，".join(filter(None, parts))
