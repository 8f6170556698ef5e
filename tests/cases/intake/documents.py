# ruff: noqa: E501
"""Word files as people make them, put together from XML, so that each shows one habit."""

import io
import zipfile

from PIL import Image

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def p(text="", style="", before=""):
    properties = f"<w:pPr>{f'<w:pStyle w:val={chr(34)}{style}{chr(34)}/>' if style else ''}{before}</w:pPr>" if style or before else ""
    return f"<w:p>{properties}{r(text)}</w:p>"


def r(text, look=""):
    return f'<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows):
    return (
        "<w:tbl>"
        + "".join(
            "<w:tr>" + "".join(f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
        )
        + "</w:tbl>"
    )


def blip(reference):
    return f'<w:r><w:drawing><a:graphic><a:blip r:embed="{reference}"/></a:graphic></w:drawing></w:r>'


def png(colour="#0B6B57"):
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(buffer, "PNG")
    return buffer.getvalue()


def linked(reference, words):
    return f'<w:p><w:hyperlink r:id="{reference}">{r(words)}</w:hyperlink></w:p>'


def docx(body, *, media=(), types=TYPES, relations="", files=None, **parts):
    """`parts`: styles, numbering, header1, footer1, footnotes, comments: the inside of each; `media`: bytes of pictures, rId1 …

    A header shows the first picture as rId1 too. `relations` are further ones of the text, `files` further parts by their names.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", f"<w:document {NS}><w:body>{body}</w:body></w:document>")
        relations += "".join(f'<Relationship Id="rId{n}" Type="image" Target="media/image{n}.png"/>' for n in range(1, len(media) + 1))
        relations += '<Relationship Id="rIdX" Type="image" Target="file:///etc/passwd" TargetMode="External"/>'
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="r">{relations}</Relationships>')
        if media and "header1" in parts:
            first = '<Relationships xmlns="r"><Relationship Id="rId1" Type="image" Target="media/image1.png"/></Relationships>'
            archive.writestr("word/_rels/header1.xml.rels", first)
        for name, data in (files or {}).items():
            archive.writestr(name, data)
        for n, data in enumerate(media, start=1):
            archive.writestr(f"word/media/image{n}.png", data)
        for name, inside in parts.items():
            tag = {"header1": "hdr", "footer1": "ftr"}.get(name, name)
            archive.writestr(f"word/{name}.xml", f"<w:{tag} {NS}>{inside}</w:{tag}>")
    return buffer.getvalue()


STYLES = (
    '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="T"><w:name w:val="Title"/></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)
TEXT = "国网浙江电力投资2.4亿元建设弹性电网，服务超过2000万个用户。"
ENGLISH = "The grid serves more than twenty million users and fails less often than before."

# name → the file
UNTIDY = {
    "plain": docx(p("弹性电网") + p(TEXT)),
    "title by style, headings by style": docx(p("弹性电网", "T") + p("背景", "1") + p(TEXT) + p("做法", "2") + p(TEXT), styles=STYLES),
    "headings typed by hand": docx(p("弹性电网") + p("一、背景") + p(TEXT) + p("（一）做法") + p(TEXT)),
    "bold numbered headings": docx(p("弹性电网") + f"<w:p>{r('1. 背景', '<w:b/>')}</w:p>" + p(TEXT)),
    "fields with colons": docx(p("案例名称：弹性电网") + p("申报单位：国网浙江省电力有限公司") + p("摘要：一句话。") + p("地点：浙江") + p(TEXT)),
    "labels on lines of their own": docx(p("案例名称") + p("弹性电网") + p("【摘要】") + p("一句话。") + p("正文") + p(TEXT)),
    "a form in a table": docx(table(("案例名称", "弹性电网"), ("申报单位", "国网浙江"), ("摘要", "一句话。"), ("正文", p(TEXT) + p("第二段。")))),
    "a table of numbers": docx(p("弹性电网") + table(("年份", "投资"), ("2020", "2.4亿元")) + p(TEXT)),
    "merged cells": docx(p("标题行") + table(("合并", "", "三"), ("", "五", "六"))),
    "a frame around the text": docx(p("标题行") + table((p(TEXT) + p("• 甲"),))),
    "a table with a bold head and a cell over two columns": docx(
        p("标题行") + "<w:tbl><w:tr>" + "".join(f"<w:tc><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in "甲乙")
        + f'</w:tr><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("合")}</w:tc></w:tr></w:tbl>'
    ),
    "a table that is too large": docx(p("标题行") + table(tuple("值" * 21))),
    "a table in a table": docx(p("标题行") + table(("外", table(("内一", "内二")))) + p(TEXT)),
    "lists of Word": docx(
        p("标题行") + "".join(p(text, before='<w:numPr><w:numId w:val="1"/></w:numPr>') for text in ("甲", "乙"))
        + p("丙", before='<w:numPr><w:numId w:val="2"/></w:numPr>'), numbering=NUMBERING,
    ),
    "lists typed by hand": docx(p("标题行") + p("• 甲") + p("• 乙") + p("1）丙") + p(TEXT)),
    "tracked changes": docx(
        p("标题行") + f"<w:p>{r('原来')}<w:ins><w:r><w:t>加上</w:t></w:r></w:ins><w:del><w:r><w:delText>去掉</w:delText></w:r></w:del></w:p>"
    ),
    "a deleted paragraph": docx(p("标题行") + "<w:del><w:p><w:r><w:delText>整段去掉</w:delText></w:r></w:p></w:del>" + p(TEXT)),
    "moved text": docx(p("标题行") + f"<w:moveFrom>{p('旧处')}</w:moveFrom><w:moveTo>{p('新处')}</w:moveTo>"),
    "a text box with its stand-in": docx(
        p("标题行") + "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>" + p("框中文字")
        + "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>" + p("框中文字")
        + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    ),
    "an old text box": docx(p("标题行") + f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{p('旧框')}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"),
    "a picture with its caption": docx(p("标题行") + f"<w:p>{blip('rId1')}</w:p>" + p("图1 弹性电网调度大厅") + p(TEXT), media=[png()]),
    "a picture in a line of text": docx(p("标题行") + f"<w:p>{r('前')}{blip('rId1')}{r('后')}</w:p>", media=[png()]),
    "grouped pictures": docx(p("标题行") + "<w:p><w:r><w:drawing><a:group><a:blip r:embed='rId1'/><a:blip r:embed='rId2'/></a:group></w:drawing></w:r></w:p>", media=[png(), png("#112233")]),
    "an old picture": docx(p("标题行") + "<w:p><w:r><w:pict><v:shape><v:imagedata r:id='rId1'/></v:shape></w:pict></w:r></w:p>", media=[png()]),
    "a picture in a table": docx(p("标题行") + table((f"<w:p>{blip('rId1')}</w:p>", "说明")), media=[png()]),
    "the same picture twice": docx(p("标题行") + f"<w:p>{blip('rId1')}{blip('rId1')}</w:p>", media=[png()]),
    "a picture outside the file": docx(p("标题行") + f"<w:p>{blip('rIdX')}</w:p>" + p(TEXT)),
    "header and footer": docx(p("标题行") + p(TEXT), header1=p("页眉单位"), footer1=p("第 1 页")),
    "footnotes": docx(p("标题行") + p(TEXT), footnotes=f"<w:footnote>{p('脚注一')}</w:footnote><w:footnote>{p('脚注二')}</w:footnote>"),
    "comments": docx(p("标题行") + p(TEXT), comments=f"<w:comment>{p('批注')}</w:comment>"),
    "full-width digits": docx(p("标题行") + p("投资２．４亿元，服务超过２０００万个用户。")),
    "links and fields": docx(
        p("标题行") + f"<w:p><w:hyperlink r:id='x'>{r('链接文字')}</w:hyperlink><w:r><w:instrText>HYPERLINK</w:instrText></w:r><w:fldSimple>{r('域')}</w:fldSimple></w:p>"
    ),
    "content controls": docx(f"<w:sdt><w:sdtPr/><w:sdtContent>{p('标题行')}</w:sdtContent></w:sdt><w:p><w:sdt><w:sdtContent>{r('控件')}</w:sdtContent></w:sdt></w:p>"),
    "formulas, symbols, ruby": docx(
        p("标题行") + "<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath><w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>"
    ),
    "breaks and tabs": docx(p("标题行") + "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>"),
    "subscripts": docx(p("标题行") + f"<w:p>{r('CO')}{r('2', '<w:vertAlign w:val=' + chr(34) + 'subscript' + chr(34) + '/>')}{r('减排')}</w:p>"),
    "markup as text": docx(p("标题行") + p("&lt;script&gt;alert(1)&lt;/script&gt; &amp; 1 &lt; 2")),
    "a very long title": docx(p("长" * 130) + p(TEXT)),
    "nothing at all": docx(""),
    "English beneath the Chinese": docx(
        p("弹性电网") + p("A Resilient Power Grid") + p("背景") + p(TEXT) + p("Background") + p(ENGLISH) + p("ISO 14001") + p("结语。")
    ),
    "English in labelled fields": docx(
        p("案例名称：弹性电网") + p("Title: A Resilient Grid") + p("摘要：一句话。") + p("Abstract: In a word, it holds.") + p("正文") + p(TEXT)
        + p("English text") + p(ENGLISH)
    ),
    "a document in English": docx(p("A Resilient Grid", "T") + p(ENGLISH), styles=STYLES),
    "concept and goals in labelled lines": docx(p("标题行") + p("发展理念：绿色发展、创新") + p("可持续发展目标：SDG 7、目标13") + p(TEXT)),
    "concept and goals in the text": docx(p("标题行") + p("企业践行绿色发展理念，支持SDG 7和可持续发展目标13，目标2000万户。")),
    "a quotation with its speaker": docx(p("标题行") + p("“停电少了，日子亮了。”——张三（村民）") + p("总经理李四表示：“我们还要做得更好。”") + p(TEXT)),
    "a quotation in a sentence": docx(p("标题行") + p("他说“好”，大家都“同意”了。")),
    "videos": docx(
        p("标题行") + p("视频：弹性电网 https://v.qq.com/x/1") + p("另见 https://www.bilibili.com/video/BV1?p=2。") + linked("rIdV", "观看短片"),
        relations='<Relationship Id="rIdV" Type="x/hyperlink" Target="https://v.youku.com/3" TargetMode="External"/>',
    ),
    "links that lead elsewhere": docx(
        p("标题行") + linked("rIdJ", "点我") + linked("rIdH", "官网"),
        relations='<Relationship Id="rIdJ" Type="x/hyperlink" Target="javascript:alert(1)" TargetMode="External"/>'
        '<Relationship Id="rIdH" Type="x/hyperlink" Target="https://example.org/?a=1&amp;b=%22" TargetMode="External"/>',
    ),
    "captions above": docx(
        p("标题行") + p("图1 调度大厅") + f"<w:p>{blip('rId1')}</w:p>" + p("图2 变电站") + f"<w:p>{blip('rId2')}</w:p>" + p("图书馆也用上了电。"),
        media=[png(), png("#445566")],
    ),
    "two captions": docx(
        p("标题行") + f"<w:p>{blip('rId1')}</w:p>" + p("图1 调度大厅") + p("Figure 1 The control room") + p("图1：旧图注") + p(TEXT), media=[png()]
    ),
    "a letterhead": docx(p("标题行") + p(TEXT), header1=f"<w:p>{blip('rId1')}</w:p>", media=[png()]),
    "a picture struck out": docx(p("标题行") + f"<w:p><w:del>{blip('rId1')}</w:del></w:p>" + p(TEXT), media=[png()]),
    "a drawing that no browser shows": docx(p("标题行") + f"<w:p>{blip('rId1')}</w:p>" + p("图1 图纸"), media=[b"\x01\x00\x00\x00 EMF"]),
    "other files within": docx(
        p("标题行") + "<w:p><w:r><w:object/></w:r></w:p><w:altChunk r:id='rIdC'/>" + p(TEXT),
        relations='<Relationship Id="rIdC" Type="x/aFChunk" Target="afchunk.htm"/>',
        files={"word/afchunk.htm": "<p>别处写好的文字</p>", "word/embeddings/sheet1.xlsx": b"PK", "word/embeddings/oleObject1.bin": b"x"},
    ),
}  # fmt: skip
