"""Small valid files of every format, made by the libraries that write them or by hand where none does."""

import zipfile
from email.message import EmailMessage
from io import BytesIO

from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

from corpus.document import Document, Source
from corpus.formats.registry import extract
from corpus.structure import build_document

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = """<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="{name}"/></w:style>'
    for i, name in enumerate(("Normal", "heading 1", "heading 2", "Title", "toc 1"))
)
_CHAPTER = (
    '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>'
)
_CORE = """<?xml version="1.0"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator></cp:coreProperties>"""


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip archive of some parts, always the same bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def word_paragraph(text: str, style: int | str = 0) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def word_table(rows: list[list[str]]) -> str:
    cells = ("".join(f"<w:tc>{word_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def docx(
    body: str,
    *,
    title: str = "",
    author: str = "",
    head: str = "",
    styles: str = _STYLES,
    numbering: str = "",
) -> bytes:
    return zipped(
        {
            **({"word/numbering.xml": f'<?xml version="1.0"?>{numbering}'} if numbering else {}),
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELS,
            "word/document.xml": f'<?xml version="1.0"?>{head}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
            "word/styles.xml": f'<?xml version="1.0"?><w:styles xmlns:w="{_W}">{styles}</w:styles>',
            "docProps/core.xml": _CORE.format(title=title, author=author),
        }
    )


def pptx() -> bytes:
    presentation = Presentation()
    presentation.core_properties.author = "柳川市发展改革委"
    first = presentation.slides.add_slide(presentation.slide_layouts[1])
    first.shapes.title.text = "青湖科技园"
    first.placeholders[1].text = "分三期建设\n引进企业"
    first.notes_slide.notes_text_frame.text = "说明投资来源。"
    second = presentation.slides.add_slide(presentation.slide_layouts[5])
    second.shapes.title.text = "主要指标"
    table = second.shapes.add_table(2, 3, Inches(1), Inches(2), Inches(6), Inches(1)).table
    for row, cells in enumerate((("指标", "单位", "2025年"), ("森林覆盖率", "%", "35"))):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    return saved(presentation)


def xlsx(rows: list[list[object]], *, merged: tuple[str, ...] = (), sheet: str = "指标") -> bytes:
    workbook = Workbook()
    workbook.active.title = sheet
    for row in rows:
        workbook.active.append(row)
    for cells in merged:
        workbook.active.merge_cells(cells)
    return saved(workbook)


def saved(file: object) -> bytes:
    buffer = BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def epub(chapters: dict[str, str], *, spine: tuple[str, ...] | None = None, extra: str = "") -> bytes:
    items = "".join(
        f'<item id="{name}" href="text/{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in chapters
    )
    order = "".join(f'<itemref idref="{name}"/>' for name in spine or chapters)
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
            "OEBPS/content.opf": '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            "<dc:title>青湖镇志</dc:title><dc:creator>张三</dc:creator><dc:language>zh-CN</dc:language><dc:date>2019-03</dc:date>"
            f"{extra}</metadata><manifest>{items}</manifest><spine>{order}</spine></package>",
            **{
                f"OEBPS/text/{name}.xhtml": f"{_CHAPTER}<body>{body}</body></html>"
                for name, body in chapters.items()
            },
        }
    )


def eml(
    body: str = "", html: str = "", *, subject: str = "园区会议通知", attached: tuple[str, ...] = ()
) -> bytes:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "柳川市政府办公室 <office@liuchuan.example>"
    message["To"] = "all@liuchuan.example"
    message["Date"] = "Fri, 05 May 2023 10:00:00 +0800"
    if body:
        message.set_content(body)
    if html:
        (message.add_alternative if body else message.set_content)(html, subtype="html")
    for name in attached:
        message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()


HTML = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>青湖镇建设科技园_柳川市政府网</title>
<meta property="og:site_name" content="柳川市政府网"></head><body>
<header><div class="logo">柳川市人民政府</div></header><nav><ul><li><a href="/">首页</a></li><li><a href="/x">政务公开</a></li></ul></nav>
<div class="breadcrumb"><a href="/">首页</a> &gt; <a href="/n">新闻</a></div>
<div class="wrap"><h1>青湖镇建设科技园</h1><div class="info">发布时间：2023-05-06 来源：柳川日报</div>
<div class="content"><p>　　青湖镇与柳川市共同建设科技园区，规划面积8.05平方公里，总投资120亿元，预计2026年建成投用。</p>
<h2>建设内容</h2><p>园区分三期建设，<b>重点</b>发展新能源、新材料
产业，吸引企业入驻，带动就业。</p><ul><li>第一项任务</li><li>第二项任务<ol><li>小项</li></ol></li></ul>
<table><tr><th>指标</th><th>单位</th><th colspan="2">目标</th></tr><tr><td>森林覆盖率</td><td>%</td><td>35</td><td>40</td></tr></table>
<p>园区建成后，将带动就业两万人，成为柳川市新的增长点。</p></div>
<div class="related"><h3>相关新闻</h3><ul><li><a href="/1">另一个新闻标题在这里出现</a></li></ul></div></div>
<script>var hidden = "不是正文";</script><footer>版权所有 柳川市人民政府</footer></body></html>"""

MARKDOWN = """---
title: "青湖规划"
date: 2023-05-06
---
# 总则 #

这是**重点**内容，the **bold** word `x*y` - bar，见[链接](http://a.example/b_c)。
第二行

- **粗**体项
- 任务
  1. 小项

> 引用

| 指标 | 值 |
|---|---|
| GDP | 5 |

```py
x = "**no**"
```
"""

VALID: dict[str, bytes] = {
    ".txt": "青湖镇与柳川市共同建设科技园区。\n园区分三期建设。\n".encode(),
    ".md": MARKDOWN.encode(),
    ".docx": docx(word_paragraph("总则", 1) + word_paragraph("园区分三期建设。") + word_table([["指标", "值"], ["GDP", "5"]])),
    ".pptx": pptx(),
    ".xlsx": xlsx([["指标", "单位", 2025], ["森林覆盖率", "%", 35]], merged=("A3:A4",)),
    ".csv": "指标,单位,2025年\n森林覆盖率,%,35\n".encode("gb18030"),
    ".html": HTML.encode(),
    ".epub": epub({"a": "<h1>第一章</h1><p>青湖镇在柳川市。</p>", "b": "<p>园区分三期。</p>"}),
    ".eml": eml("各部门：\n请于五月十日参加会议。\n", attached=("议程.pdf",)),
}  # fmt: skip
"""One small file of each format, by its suffix."""


def read(data: bytes, suffix: str) -> Document:
    """The document of a file."""
    return build_document(Source("doc", f"doc{suffix}"), extract(data, suffix), "0" * 64)


def lines(data: bytes, suffix: str) -> list[str]:
    """The lines of its text, without the empty ones."""
    return [line for line in extract(data, suffix).text.splitlines() if line.strip()]
