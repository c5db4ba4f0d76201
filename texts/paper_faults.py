"""Refusals about papers (公文稿): what can't be drafted, files that nobody can open, templates that lack something."""

from collections.abc import Mapping

from domain import paper_errors as errors
from domain.actions import Action
from domain.papers import OF_AN_ITEM, PaperKind
from domain.roster import Role
from texts.actions import BUTTONS
from texts.glossary import ROLES
from texts.pages import shorten
from texts.papers import EXAMPLES, KINDS, TEMPLATE_WORD

SOURCES_SHOWN = 6
_TITLE_LIMIT, _FILE_LIMIT, _WRITTEN_LIMIT = 60, 60, 30

_FILE_FAULTS: Mapping[errors.PaperFault, str] = {
    errors.PaperFault.NOT_DOCX: "这不是 .docx 文件，请用 WPS 或 Word 另存为 .docx 后再发。",
    errors.PaperFault.OLD_FORMAT: "这是旧格式（.doc、.wps）或加密文件，请取消密码并另存为 .docx 后再发。",
    errors.PaperFault.TOO_BIG: "文件过大，请删去图片后再发。",
    errors.PaperFault.DAMAGED: "文件已损坏，无法读取，请打开确认并重新保存为 .docx 后再发。",
    errors.PaperFault.MACROS: "文件含有宏，不予收存，请另存为不含宏的 .docx 后再发。",
}
_TEMPLATE_FAULTS: Mapping[errors.TemplateFault, str] = {
    errors.TemplateFault.NO_FOLDER: (
        "（文件夹）不在原处，请恢复后再起草，或将配置项 papers.templates 留空以使用内置模板。"
    ),
    errors.TemplateFault.BROKEN: "打不开，请另存为 .docx 后替换，或移走以使用内置模板。",
    errors.TemplateFault.LACKS: "缺少占位符{{{{{name}}}}}，请补上后再起草，或移走以使用内置模板。",
    errors.TemplateFault.UNKNOWN: "有不能识别的占位符{{{{{name}}}}}，请改正后再起草。",
    errors.TemplateFault.BODY_NOT_ALONE: "占位符{{{{{name}}}}}须独占一段，且只用一次，请改正后再起草。",
}


def _say_unread(error: errors.PaperUnread) -> str:
    written = f"“{shorten(error.written, _WRITTEN_LIMIT)}”"
    if error.why is errors.PaperUnreadWhy.KIND:
        return f"{written}不是可起草的材料。可起草{'、'.join(KINDS.values())}，如：/paper 半年汇报"
    if error.why is errors.PaperUnreadWhy.TEMPLATE:
        return (
            f"请写明取哪种材料的模板：{'、'.join(KINDS.values())}，如：/paper {TEMPLATE_WORD} {KINDS[PaperKind.ORDER]}"
        )
    kind = PaperKind(error.kind)
    if error.why is errors.PaperUnreadWhy.SOURCE:
        known = "、".join(shorten(each, _WRITTEN_LIMIT) for each in error.known[:SOURCES_SHOWN])
        hint = f"现有来源：{known}。" if known else "台账中还没有问题整改事项。"
        return f"没有来源为{written if error.written else '审计'}的问题。{hint}"
    if kind in OF_AN_ITEM:
        return f"{written}中没有督办号或颜色有误。请写督办号，需要时加黄、橙、红，如：{EXAMPLES[kind]} 红"
    return f"{written}不是时段。请写上半年、三季度、10月等，如：{EXAMPLES.get(kind, f'/paper {KINDS[kind]}')}"


_OFFICE = ROLES[Role.OFFICE]
FAULTS = {
    errors.OfficeWritesPapers: lambda _, __: f"{BUTTONS[Action.PAPER]}由{_OFFICE}起草。请查看我的事项：/mytasks",
    errors.PaperUnread: lambda e, _: _say_unread(e),
    errors.PaperGone: lambda _, __: "这份材料的文件已不在原处（草稿保留90天），请重新起草：/paper",
    errors.PaperAltered: lambda e, _: (
        f"{shorten(e.title, _TITLE_LIMIT)}：留存文件与定稿时登记的校验值不一致，未取回。请从备份恢复该文件。"
    ),
    errors.PaperStale: lambda e, _: f"{shorten(e.title, _TITLE_LIMIT)}已有新稿，请在最新一稿下操作。",
    errors.PaperSettled: lambda e, _: (
        f"{shorten(e.title, _TITLE_LIMIT)}已定稿，不能再改。需要更改的，请重新起草：/paper"
    ),
    errors.PaperForeign: lambda e, _: (
        f"未收下：收到的是{shorten(e.other, _TITLE_LIMIT) or '其他材料'}的另一份稿件，"
        f"不是这份{shorten(e.title, _TITLE_LIMIT)}的。请核对后重新发送。"
    ),
    errors.PaperFileWanted: lambda _, __: "请发送 .docx 文件，文字不作为稿件。不再修改的，可不必理会。",
    errors.BadPaper: lambda e, _: _FILE_FAULTS[e.fault],
    errors.BadTemplate: lambda e, _: (
        f"模板{shorten(e.name, _FILE_LIMIT)}"
        + _TEMPLATE_FAULTS[e.fault].format(name=shorten(e.placeholder, _WRITTEN_LIMIT))
    ),
}
