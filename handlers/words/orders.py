"""Verbs that take words of their own and no item: 查找 低保, 请假 12月1日, 停用 王某, 例行39跳过, 交办 …."""

import re

from handlers.words.phrases import LEAD
from handlers.words.references import AROUND, Said, any_of
from handlers.words.vocabulary import BACK, OF_DAYS, OF_PEOPLE, OF_TERMS, OF_WORDS, OF_WORK

_OF_PERSON = re.compile(
    rf"(?P<verb>{any_of(OF_PEOPLE)})(?:[ \t]*[ \t:])[ \t:]*"
    rf"(?P<name>[\u3400-\u9fff\u00b7]{{2,12}}(?:\s\S{{1,30}}){{0,3}})"
)
_OF_WORK = re.compile(rf"请?(?P<verb>{any_of(OF_WORK)})(?:[给至][\s:]*|[\s:]+)(?P<work>\S.*)", re.DOTALL)
#: Right behind a verb of looking they make it a word of what was found: 查找到3户.
_WITH_WORDS = re.compile(
    rf"(?:{LEAD})?(?P<verb>{any_of(OF_WORDS)})(?:一下)?(?:[\s:“\"]+|(?<=[^a-zA-Z])(?![到了出不过着完]))(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
#: 抽查 5, 变动清单上月, 清单梳理 12月4日前; not 抽查20户无误, 抽查 20户无误, 例行检查已完成.
_WITH_TERMS = re.compile(
    rf"(?:{LEAD})?(?P<verb>{any_of(OF_TERMS)})(?:\s*[:“\"]?\s*)"
    r"(?P<words>(?:(?<=\s)(?!\d+[户份人次家处本笔宗起个])[^,\u3002;!?\n]{1,60}"
    r"|\d[\d年月日号前项件.\-/至到~]*|(?:上|本|这)个?月|[本今去上]年)\s*)",
    re.IGNORECASE,
)
#: 例行39跳过, 例行39 改为每月28日前: the bot itself writes 例行39.
_OF_SERIES = re.compile(
    r"(?P<verb>例行(?:工作)?)\s*第?(?P<number>\d{1,6})号?[\s:,]*"
    r"(?P<words>(?:不?跳过|撤销跳过|本期不办|结束|停止|终止|取消|不再办|恢复|继续)\S{0,4}|(?:改[为到]?|责任人|标题|事项|周期|时间|[每逐按]).+)"
)
#: 请假 12月1日至12月5日 乙某: days follow, perhaps behind the name of whose leave it is.
_OF_DAYS = re.compile(
    rf"(?:{any_of(OF_DAYS)})[\s:,]*(?P<words>(?:[\u3400-\u9fff\u00b7]{{2,8}}[\s,]+)?"
    r"(?:[0-9]|[今明后]天|大后天|[今明]日|[本下]?个?(?:周|星期|礼拜)|[一二三四五六七八九十]{1,3}[月天日]).*)",
    re.DOTALL,
)
#: 明天请假，乙某代办: they stand before it, and nothing but days.
_DAYS_FIRST = re.compile(
    r"(?:我|本人)?(?:想|要)?(?P<days>(?=.*[天日号周月])[0-9今明后大本下上这周星期礼拜年月日号天一二三四五六七八九十起至到./~-]{2,24})"
    r"(?:想|要)?(?:请假|休假)(?P<rest>.*)",
    re.DOTALL,
)
_BACK = re.compile(rf"(?:我|本人)?(?:已|申请|提前)*{BACK}了?[\s:,]*(?P<name>[\u3400-\u9fff\u00b7]{{2,8}})?")


def of_days(plain: str, words: str) -> Said | None:
    """请假 12月1日至12月5日 乙某, 明天请假, 销假 乙某: the days, or that somebody is back."""
    command = OF_DAYS["请假"]
    back = _BACK.fullmatch(plain.strip(AROUND))
    if back:
        return Said(command, f"{back['name'] or ''} {BACK}".strip())
    follows = _OF_DAYS.fullmatch(plain)
    if follows:
        return Said(command, words[follows.start("words") :])
    first = _DAYS_FIRST.fullmatch(plain)
    if first is None:
        return None
    return Said(command, f"{words[slice(*first.span('days'))]} {words[first.start('rest') :]}")


def of_person(plain: str) -> Said | None:
    """停用 王某, 恢复 王某 社会救助股."""
    found = _OF_PERSON.fullmatch(plain)
    return Said(OF_PEOPLE[found["verb"]], found["name"]) if found else None


def of_words(plain: str) -> Said | None:
    """查找 低保, 搜索“审计”, 抽查 5."""
    found = _WITH_WORDS.fullmatch(plain)
    if found:
        return Said(OF_WORDS[found["verb"].lower()], found["words"])
    found = _OF_SERIES.fullmatch(plain)
    if found:
        return Said(OF_TERMS[found["verb"]], f"{found['number']} {found['words']}")
    found = _WITH_TERMS.fullmatch(plain)
    return Said(OF_TERMS[found["verb"].lower()], found["words"].strip()) if found else None


def of_work(plain: str, words: str) -> Said | None:
    """交办 社会救助股 甲某 7月底前 完成低保核查: what follows the verb is taken as it is, on several lines as well."""
    found = _OF_WORK.fullmatch(plain)
    return Said(OF_WORK[found["verb"]], words[found.start("work") :]) if found else None
