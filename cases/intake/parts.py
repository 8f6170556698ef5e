"""The parts of the .docx that the form is made of, besides its text. No name, no time and no path of anybody stands in them."""

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "application/vnd.openxmlformats-officedocument"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT, CUSTOM = "word/document.xml", "docProps/custom.xml"


def style(name: str, said: str, look: str, spacing: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{said}"/><w:basedOn w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{spacing}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


def spaced(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="微软雅黑"/><w:sz w:val="21"/>'
    '<w:lang w:val="en-GB" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    + style("Title", "Title", '<w:b/><w:sz w:val="34"/>', spaced(0, 120))
    + style("Heading1", "heading 1", '<w:b/><w:sz w:val="26"/>', spaced(160, 60) + '<w:outlineLvl w:val="0"/>')
    + style("Heading2", "heading 2", '<w:b/><w:sz w:val="23"/>', spaced(120, 60) + '<w:outlineLvl w:val="1"/>')
    + style("Kind", "Form kind", '<w:b/><w:color w:val="0B6B57"/><w:sz w:val="26"/>', spaced(0, 120))
    + style("Guidance", "Form guidance", "", spaced(0, 60))
    + style("Part", "Form part", '<w:b/><w:sz w:val="24"/>', '<w:keepNext/><w:spacing w:before="280" w:after="20"/>')
    + style("Label", "Form label", "<w:b/>", spaced(40, 0))
    + style("Hint", "Form hint", '<w:color w:val="5A6762"/><w:sz w:val="17"/>', '<w:keepNext/><w:spacing w:before="0" w:after="40"/>')
    + style("Answer", "Form answer", "")
)
PARTS = {
    "[Content_Types].xml": HEAD + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{OFFICE}.wordprocessingml.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{OFFICE}.wordprocessingml.styles+xml"/>'
    f'<Override PartName="/docProps/custom.xml" ContentType="{OFFICE}.custom-properties+xml"/></Types>',
    "_rels/.rels": HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONS}/custom-properties" Target="docProps/custom.xml"/></Relationships>',
    "word/_rels/document.xml.rels": HEAD + '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>',
    "word/styles.xml": HEAD + f'<w:styles xmlns:w="{W}">{STYLES}</w:styles>',
    DOCUMENT: HEAD + f'<w:document xmlns:w="{W}"><w:body>{{body}}'
    '<w:p/><w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    "</w:body></w:document>",
    CUSTOM: HEAD + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{mark}"><vt:lpwstr>{value}</vt:lpwstr></property>'
    "</Properties>",
}
