"""What a paper of each kind says, by its kind; 督办单 and tables of a source: ``paper_forms.py``."""

from domain.paper_facts import Facts
from domain.papers import UNNUMBERED, Content, PaperKind
from domain.rules import Rules
from texts.paper_bulletins import bulletin_of, month_of, week_of
from texts.paper_reports import report_of
from texts.paper_words import (
    missing,
    say_date,
)

#: A longer title takes two lines.
ONE_LINE = 20


def content_of(facts: Facts, rules: Rules) -> Content:
    """The draft of one of these kinds."""
    title, body = _MAKERS[facts.wish.kind](facts, rules)
    fields = {
        "标题": _broken(title, rules.office_name),
        "编号": UNNUMBERED,
        "单位": rules.office_name,
        "主送": missing("主送机关"),
        "日期": say_date(facts.today),
        "签发人": "",
    }
    return Content(kind=facts.wish.kind, title=title, fields=fields, body=tuple(body))


def _broken(title: str, office: str) -> str:
    """A long title on two lines: before its bracket, else behind the name of the office."""
    if len(title) <= ONE_LINE:
        return title
    return title.replace("（", "\n（", 1) if "（" in title else title.replace(office, f"{office}\n", 1)


_MAKERS = {
    PaperKind.HALF_YEAR: report_of,
    PaperKind.YEAR: report_of,
    PaperKind.WEEK: week_of,
    PaperKind.MONTH: month_of,
    PaperKind.BULLETIN: bulletin_of,
}
