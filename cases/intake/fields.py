"""What the site's own Word form asks, and the words by which an answer is found again.

Both languages stand in the form, and forms come back long after they were handed out: these words are data, not interface. A field is
found by the tag of its content control, or by its label where a program or a hand has removed the control.
"""

import unicodedata
from dataclasses import dataclass
from typing import Literal

Rows = Literal["goals", "figures", "quotations", "pictures", "videos"]


@dataclass(frozen=True)
class Field:
    """`tag` is the field's name in an `Intake` or in one of its rows; `width` is its share of a table of rows."""

    tag: str
    zh: str
    en: str
    width: int = 1


FIELDS = (
    Field("title_zh_hans", "案例标题（中文）", "Title (Chinese)"),
    Field("title_en", "案例标题（英文）", "Title (English)"),
    Field("organisation", "企业名称", "Organisation"),
    Field("concept", "主要发展理念", "Main development concept"),
    Field("concepts", "其他发展理念", "Other development concepts"),
    Field("place_zh_hans", "地点（中文）", "Place (Chinese)"),
    Field("place_en", "地点（英文）", "Place (English)"),
    Field("period", "案例时间", "Period"),
    Field("summary_zh_hans", "摘要（中文）", "Summary (Chinese)"),
    Field("summary_en", "摘要（英文）", "Summary (English)"),
    Field("body_zh_hans", "正文（中文）", "Text (Chinese)"),
    Field("body_en", "正文（英文）", "Text (English)"),
)
ROWS: dict[Rows, tuple[Field, ...]] = {
    "goals": (
        Field("goal", "可持续发展目标", "Goal", 3),
        Field("reason_zh_hans", "选择理由（中文）", "Reason (Chinese)", 3),
        Field("reason_en", "选择理由（英文）", "Reason (English)", 3),
    ),
    "figures": (
        Field("label_zh_hans", "指标（中文）", "Label (Chinese)", 3),
        Field("label_en", "指标（英文）", "Label (English)", 3),
        Field("value", "数值", "Value", 2),
        Field("unit", "单位", "Unit", 2),
        Field("qualifier", "限定词", "Qualifier", 2),
        Field("period", "时间", "When", 2),
    ),
    "quotations": (
        Field("text_zh_hans", "引语（中文）", "Quotation (Chinese)", 4),
        Field("text_en", "引语（英文）", "Quotation (English)", 4),
        Field("speaker_zh_hans", "讲话人", "Speaker", 2),
        Field("role_zh_hans", "职务", "Role", 2),
    ),
    "pictures": (
        Field("picture", "图片", "Picture", 4),
        Field("caption_zh_hans", "图注（中文）", "Caption (Chinese)", 3),
        Field("caption_en", "图注（英文）", "Caption (English)", 3),
        Field("credit_zh_hans", "摄影或来源", "Credit", 2),
    ),
    "videos": (
        Field("title_zh_hans", "视频标题", "Title of the video", 2),
        Field("url", "视频链接", "Address of the video", 3),
    ),
}
# What a list to choose from shows until something is chosen.
UNCHOSEN = "（请选择）"
# The property of the file that names its call and kind: "call 3 kind 0".
MARK = "casebook-form"


def folded(text: str) -> str:
    """A label as it is compared: whatever its width, case, spaces, stars and colons."""
    even = unicodedata.normalize("NFKC", text).casefold()
    return "".join(even.replace("*", "").replace(":", "").split())


FIELD_OF = {folded(word): field.tag for field in FIELDS for word in (field.zh, field.en)}
TAGS = {field.tag for field in FIELDS}
COLUMN_OF = {rows: {folded(word): field.tag for field in fields for word in (field.zh, field.en)} for rows, fields in ROWS.items()}
COLUMN_TAGS: dict[str, tuple[Rows, str]] = {f"{rows}.{field.tag}": (rows, field.tag) for rows, fields in ROWS.items() for field in fields}
