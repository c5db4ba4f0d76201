"""An office's workbook as it was read: rows with their headings understood, nothing judged yet.

``reports`` fills these in a process of its own and hands them over as JSON, so everything is text: a real date, a
serial number of a date column and a date-time arrive as ISO text, whatever the workbook's epoch.
"""

from enum import StrEnum

from msgspec import Struct


class WorkbookFault(StrEnum):
    """Why a file can't be taken as a workbook at all (``BadWorkbook.reason``)."""

    MISSING = "missing"  # no such file, or it can't be opened
    EMPTY = "empty"  # no bytes
    TOO_BIG = "too_big"  # more bytes than the limit
    OLD_FORMAT = "old_format"  # .xls or .et: to be saved as .xlsx
    BINARY_FORMAT = "binary_format"  # .xlsb: to be saved as .xlsx
    ENCRYPTED = "encrypted"  # protected by a password
    OPEN_DOCUMENT = "open_document"  # .ods: to be saved as .xlsx
    TEXT_FORMAT = "text_format"  # .csv, .txt: to be saved as .xlsx
    WEB_PAGE = "web_page"  # a table exported as HTML or XML, mostly called .xls
    NOT_A_WORKBOOK = "not_a_workbook"  # anything else: Word, pictures, random bytes
    DAMAGED = "damaged"  # looks like .xlsx, but can't be read
    BOMB = "bomb"  # unpacks to more than the limit, or has too many parts
    ENTITIES = "entities"  # its XML declares a document type: nothing an office programme writes
    TOO_MANY_SHEETS = "too_many_sheets"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_HEAVY = "too_heavy"  # reading it took more memory or time than it may
    NOTHING_FOUND = "nothing_found"  # no sheet has a header of an item sheet or of a 花名册


class CellFault(StrEnum):
    """Why one cell can't be read. The row is refused and the rest of the workbook goes on."""

    HOLLOW_FORMULA = "hollow_formula"  # a formula whose result was never saved
    ERROR = "error"  # #REF!, #N/A and the like
    TOO_LONG = "too_long"


class BadCell(Struct, frozen=True, gc=False):
    """A cell that can't be read, by its column's heading as written."""

    heading: str
    fault: CellFault


class OtherLimit(Struct, frozen=True, gc=False):
    """A second limit of a row, in a column that counts as much as the first."""

    heading: str
    text: str


class ItemRow(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One row of an item sheet, cells of merged areas filled downwards. ``row`` counts from 1 as on the screen."""

    row: int
    own_number: str = ""  # 督办号: the item's number in the ledger, written by ``export``
    number: str = ""  # 序号
    kind: str = ""  # 类别
    title: str = ""  # 事项, 存在问题
    unit: str = ""  # 责任单位
    owner: str = ""  # 责任人
    due: str = ""  # 完成时限, 整改期限; of several columns the one that counts most: 调整后 before 原
    due_heading: str = ""  # the heading over it, where that is not the sheet's first
    other_dues: tuple[OtherLimit, ...] = ()  # other limits, of columns that count as much
    given_on: str = ""  # 交办时间, 受理时间: what 三日内 counts from; several days on several lines
    start_on: str = ""  # 开始时间
    leader: str = ""  # 责任领导
    partners: str = ""  # 配合单位
    source: str = ""  # 来源
    reference: str = ""  # 文号
    measures: str = ""  # 措施
    standard: str = ""  # 完成标准
    progress: str = ""  # 进展
    state: str = ""  # 办理状态
    crossed_off: str = ""  # 是否销号
    evidence: str = ""  # 佐证材料
    marks: str = ""  # 标记
    sensitive: str = ""  # 敏感
    remark: str = ""  # 备注
    score: str = ""  # 分值
    highlight: str = ""  # 亮点
    parent: str = ""  # 上级事项: a 序号 of the workbook, a 督办号, or a title
    quota_target: str = ""  # 目标值
    quota_reached: str = ""  # 已完成数
    counted_in: str = ""  # 计量单位
    amount: str = ""  # 涉及金额
    amount_put_right: str = ""  # 整改金额
    rules_made: str = ""  # 出台制度
    instruction: str = ""  # 领导批示
    instruction_leader: str = ""  # 批示领导
    instruction_day: str = ""  # 批示日期
    instruction_limit: str = ""  # 批示办理时限
    shares: str = ""  # 目标分解
    quarters: str = ""  # 季度目标
    report_every: str = ""  # 报告周期
    urgency: str = ""  # 紧急程度
    criterion: str = ""  # 复查标准
    observe_until: str = ""  # 观察期至
    verifier: str = ""  # 复查人
    bad: tuple[BadCell, ...] = ()


class ItemSheet(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One sheet whose header is that of an item sheet. Headings are given as the office wrote them, by field name."""

    name: str
    title: str = ""  # the text above the header, such as 2026年整改台账
    header_row: int
    headings: dict[str, str]  # field name of ``ItemRow`` -> heading as written
    limit_headings: tuple[str, ...] = ()  # of all columns of limits
    unknown: tuple[str, ...] = ()  # headings that no field takes
    rows: tuple[ItemRow, ...] = ()
    hidden: tuple[int, ...] = ()  # rows among them that are hidden; they count like the others


class PersonRow(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One row of a roster sheet (花名册)."""

    row: int
    name: str = ""  # 姓名
    unit: str = ""  # 股室
    role: str = ""  # 角色
    telegram_id: str = ""
    oversees: str = ""  # 分管单位
    liaisons: str = ""  # 联络员
    post: str = ""  # 职务, where there is no 角色
    state: str = ""  # 状态
    on_duty: str = ""  # 是否在岗
    off_duty: str = ""  # 停用
    remark: str = ""  # 备注
    bad: tuple[BadCell, ...] = ()


class RosterSheet(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One sheet whose header is that of a roster."""

    name: str
    header_row: int
    headings: dict[str, str]
    unknown: tuple[str, ...] = ()
    rows: tuple[PersonRow, ...] = ()


class Sheets(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything a workbook says, in its own order."""

    items: tuple[ItemSheet, ...] = ()
    rosters: tuple[RosterSheet, ...] = ()
    unrecognised: tuple[str, ...] = ()  # names of sheets with content, but without such a header
    hidden: tuple[str, ...] = ()  # names of hidden sheets, which are left out whatever they hold
