"""Word files as their editors leave them: what `reports.roundtrip.writing` wrote, with one thing or another done to it."""

import io
import re
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

DOCUMENT = "word/document.xml"
WHO = 'w:author="李编辑" w:date="2030-05-06T07:08:09Z"'


def parts_of(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def packed(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return file.getvalue()


def changed(data: bytes, change: Callable[[str], str]) -> bytes:
    """With another text of the document."""
    parts = parts_of(data)
    parts[DOCUMENT] = change(parts[DOCUMENT])
    return packed(parts)


def retyped(data: bytes, number: int, inside: str) -> bytes:
    """With the paragraphs `inside` in the cell of this field."""

    def change(document: str) -> str:
        found = re.compile(rf'(w:name="casebook_[0-9a-f]+_{number}t"/><w:bookmarkEnd w:id="\d+"/>).*?(</w:tc>)', re.S)
        made, times = found.subn(lambda match: match[1] + inside + match[2], document)
        assert times == 1
        return made

    return changed(data, change)


def p(*runs: str, look: str = "") -> str:
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{''.join(runs)}</w:p>"


def r(text: str, look: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="900" {WHO}>{r(text)}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="901" {WHO}><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'


def on(pk: int, inside: str) -> str:
    """What a comment is on."""
    return f'<w:commentRangeStart w:id="{pk}"/>{inside}<w:commentRangeEnd w:id="{pk}"/><w:r><w:commentReference w:id="{pk}"/></w:r>'


def commented(data: bytes, *texts: str) -> bytes:
    """With these comments, from 0 on."""
    parts = parts_of(data)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace("</Relationships>", f'<Relationship Id="rC" Type="{kind}" Target="comments.xml"/></Relationships>')
    said = "".join(f'<w:comment w:id="{pk}" {WHO}>{p(r(text))}</w:comment>' for pk, text in enumerate(texts))
    parts["word/comments.xml"] = f'<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{said}</w:comments>'
    return packed(parts)
