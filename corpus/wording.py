"""Every sentence that says why something is not read, in English and Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass
from errno import EACCES, EIO, EISDIR, ELOOP, EMFILE, ENAMETOOLONG, ENOENT, ENOTDIR, EPERM, ESTALE

WORDING: dict[str, dict[str, str]] = {
    # around the sentence that says why
    "cannot_read": {"en": "cannot read {path}: {why}", "zh": "无法读取 {path}：{why}"},
    "cannot_list": {"en": "cannot list the folder {path}: {why}", "zh": "无法列出文件夹 {path}：{why}"},
    "none_of": {"en": "none of {count} files can be read: {why}", "zh": "{count} 个文件都无法读取：{why}"},
    # paths
    "no_such_path": {"en": "no such file or folder: {path}", "zh": "没有这个文件或文件夹：{path}"},
    "no_such_folder": {"en": "no such folder: {path}", "zh": "没有这个文件夹：{path}"},
    "nothing_in_folder": {
        "en": "no documents in the folder {path}: expected files in {known}",
        "zh": "文件夹 {path} 里没有可读的文档，能读的有：{known}",
    },
    "nothing_read_in_folder": {
        "en": "no documents in the folder {path}: expected files in {known} ({why})",
        "zh": "文件夹 {path} 里没有可读的文档，能读的有：{known}（{why}）",
    },
    "nothing_matches": {
        "en": "no document matches {path}: expected files in {known}",
        "zh": "没有文档与 {path} 相符，能读的有：{known}",
    },
    "nothing_left": {
        "en": "there is nothing left to read: every document is gone or left out",
        "zh": "没有剩下可读的文档：都已不在，或已略去",
    },
    "link_outside": {
        "en": "did not follow the link {path} out of its folder: name {real} itself to read it",
        "zh": "链接 {path} 指向文件夹之外，没有打开：要读它，请直接给出 {real}",
    },
    "not_a_file": {"en": "it is {kind}, not a file", "zh": "它是{kind}，不是文件"},
    "kind_folder": {"en": "a folder", "zh": "文件夹"},
    "kind_pipe": {"en": "a pipe", "zh": "管道"},
    "kind_socket": {"en": "a socket", "zh": "套接字"},
    "kind_device": {"en": "a device", "zh": "设备"},
    "changing": {
        "en": "it changes while it is read; try again when it is finished",
        "zh": "读取时文件在变动，请等写完再试",
    },
    "too_large": {
        "en": "it has {size} MB, more than the {most} MB allowed; split it or raise read.max_file_mb",
        "zh": "文件有 {size} MB，超过上限 {most} MB；请拆分，或调高 read.max_file_mb",
    },
    # readers that fail
    "no_memory": {"en": "there is not enough memory for it", "zh": "内存不足"},
    "fault": {
        "en": "its reader failed, which is a fault ({fault})",
        "zh": "读取程序出错，这是程序的缺陷（{fault}）",
    },
    "too_slow": {
        "en": "it takes longer than {seconds} s; raise read.max_seconds to wait longer",
        "zh": "读取超过 {seconds} 秒；要等更久，请调高 read.max_seconds",
    },
    "reader_killed": {
        "en": "its reader was killed, as the system does when memory runs out",
        "zh": "读取程序被系统终止，多半是内存不足",
    },
    "reader_crashed": {
        "en": "its reader crashed (exit status {status})",
        "zh": "读取程序崩溃（退出状态 {status}）",
    },
    # text and its encoding
    "empty": {"en": "it is empty", "zh": "文件是空的"},
    "not_text": {"en": "it is not text: it holds NUL bytes", "zh": "它不是文本：含有 NUL 字节"},
    "misfit": {
        "en": "it starts as {encoding} but byte {position} does not fit: it mixes encodings or is cut off; "
        "save it as UTF-8, or say its encoding",
        "zh": "开头是 {encoding}，但第 {position} 字节不符：编码混杂，或文件不完整；请存成 UTF-8，或指明编码",
    },
    "misfit_utf_8": {
        "en": "it is UTF-8 but for byte {position}: it mixes encodings or is cut off; "
        "save it as UTF-8, or say its encoding",
        "zh": "它是 UTF-8，但第 {position} 字节不符：编码混杂，或文件不完整；请存成 UTF-8，或指明编码",
    },
    "no_such_encoding": {
        "en": "there is no encoding of text called {encoding}",
        "zh": "没有名为 {encoding} 的文本编码",
    },
    "unknown_encoding": {
        "en": "it is not text in UTF-8, UTF-16, GB18030 or Big5: save it as UTF-8, or say its encoding",
        "zh": "它不是 UTF-8、UTF-16、GB18030 或 Big5 编码的文本：请存成 UTF-8，或指明编码",
    },
    # what a file is that is not read
    "password": {
        "en": "it is protected by a password: save it without one",
        "zh": "它有密码保护：请去掉密码再保存",
    },
    "old_word": {
        "en": "it is an old binary Word file: save it as .docx",
        "zh": "它是旧版 Word 文件：请另存为 .docx",
    },
    "old_slides": {
        "en": "it is an old binary PowerPoint file: save it as .pptx",
        "zh": "它是旧版 PowerPoint 文件：请另存为 .pptx",
    },
    "old_sheet": {
        "en": "it is an old binary Excel file: save it as .xlsx",
        "zh": "它是旧版 Excel 文件：请另存为 .xlsx",
    },
    "old_office": {
        "en": "it is an old binary Office file: save it as .docx, .pptx or .xlsx",
        "zh": "它是旧版 Office 文件：请另存为 .docx、.pptx 或 .xlsx",
    },
    "outlook": {
        "en": "it is an Outlook message: save it as .eml",
        "zh": "它是 Outlook 邮件：请另存为 .eml",
    },
    "open_document": {
        "en": "it is an OpenDocument file: save it as .docx, .pptx or .xlsx",
        "zh": "它是 OpenDocument 文件：请另存为 .docx、.pptx 或 .xlsx",
    },
    "binary_sheet": {
        "en": "it is a binary Excel file: save it as .xlsx",
        "zh": "它是二进制 Excel 文件：请另存为 .xlsx",
    },
    "other_zip": {
        "en": "it is a zip archive of something else: give it a name that ends in .zip",
        "zh": "它是装有其他内容的 zip 压缩包：请把文件名改成以 .zip 结尾",
    },
    "picture_unread": {
        "en": "it is a {format} picture: {install} to have its text recognised",
        "zh": "它是 {format} 图片：要识别其中的文字，请先运行 {install}",
    },
    "gif": {"en": "it is a GIF picture: save it as PNG", "zh": "它是 GIF 图片：请另存为 PNG"},
    "rar": {
        "en": "it is a RAR archive, which must be unpacked first",
        "zh": "它是 RAR 压缩包：请先解压",
    },
    "seven_zip": {
        "en": "it is a 7z archive, which must be unpacked first",
        "zh": "它是 7z 压缩包：请先解压",
    },
    "gzip": {
        "en": "it is compressed with gzip, and must be unpacked first",
        "zh": "它用 gzip 压缩过：请先解压",
    },
    "rich_text": {
        "en": "it is a rich text file: save it as .docx",
        "zh": "它是 RTF 文件：请另存为 .docx",
    },
    "program": {"en": "it is a program", "zh": "它是程序，不是文档"},
    "database": {"en": "it is a database", "zh": "它是数据库，不是文档"},
    "misnamed": {
        "en": "it is no {kind}, though its name says so: it is cut off or misnamed",
        "zh": "名称说它是{kind}，其实不是：文件不完整，或名称有误",
    },
    "kind_word": {"en": "Word document", "zh": " Word 文档"},
    "kind_slides": {"en": "presentation", "zh": "演示文稿"},
    "kind_sheet": {"en": "workbook", "zh": "电子表格"},
    "kind_epub": {"en": "electronic book", "zh": "电子书"},
    # what a reader's library cannot make sense of
    "broken_word": {
        "en": "it is not a readable Word document ({fault}): open it in Word and save it anew",
        "zh": "这个 Word 文档无法读懂（{fault}）：请用 Word 打开并重新保存",
    },
    "broken_slides": {
        "en": "it is not a readable presentation ({fault}): open it in PowerPoint and save it anew",
        "zh": "这个演示文稿无法读懂（{fault}）：请用 PowerPoint 打开并重新保存",
    },
    "broken_sheet": {
        "en": "it is not a readable workbook ({fault}): open it in Excel and save it anew",
        "zh": "这个电子表格无法读懂（{fault}）：请用 Excel 打开并重新保存",
    },
    "broken_table": {
        "en": "it is not a readable table of values ({fault}): open it in a spreadsheet and save it as .xlsx",
        "zh": "这个数据表无法读懂（{fault}）：请用电子表格软件打开，另存为 .xlsx",
    },
    "broken_mail": {
        "en": "it is not a readable mail message ({fault}): save it again from the mail program",
        "zh": "这封邮件无法读懂（{fault}）：请从邮件程序重新保存",
    },
    "broken_attachment": {
        "en": "it is not a readable attachment ({fault}): save it from the mail program",
        "zh": "这个附件无法读懂（{fault}）：请从邮件程序另存",
    },
    "broken_markdown": {
        "en": "it is not a readable Markdown file ({fault}): give it a name that ends in .txt",
        "zh": "这个 Markdown 文件无法读懂（{fault}）：请把文件名改成以 .txt 结尾",
    },
    "broken_epub": {
        "en": "it is not a readable electronic book ({fault}): convert it anew, or save it as .docx",
        "zh": "这本电子书无法读懂（{fault}）：请重新转换，或另存为 .docx",
    },
    "broken_picture": {
        "en": "it is not a readable picture ({fault}): get it again",
        "zh": "这张图片无法读懂（{fault}）：请重新获取",
    },
    "broken_page": {
        "en": "it is not a readable web page ({fault}): open it in a browser and save it again",
        "zh": "这个网页无法读懂（{fault}）：请用浏览器打开并重新保存",
    },
    # single formats
    "not_mail": {
        "en": "it is not a mail message: it has no sender, subject or date",
        "zh": "它不是邮件：没有发件人、主题和日期",
    },
    "locked_book": {
        "en": "it is locked by copy protection (DRM): only a copy without it can be read",
        "zh": "它有版权保护（DRM）：只能读没有保护的版本",
    },
    "no_book": {"en": "its container names no book: convert it anew", "zh": "里面没有书的内容：请重新转换"},
    "script_page": {
        "en": "the page has no text of its own: scripts make it; print it to PDF in a browser",
        "zh": "网页本身没有文字，文字由脚本生成：请在浏览器里打印成 PDF",
    },
    "xml_entities": {
        "en": "its part {part} declares XML entities, as an attack does: it was not read",
        "zh": "其中的 {part} 声明了 XML 实体，攻击文件才会这样：没有读取",
    },
    "damaged_pdf": {
        "en": "it is a damaged PDF, or none: it may be cut off, get it again",
        "zh": "PDF 已损坏，或不是 PDF：文件可能不完整，请重新获取",
    },
    "pdf_without_pages": {
        "en": "it is a PDF without pages: it may be cut off, get it again",
        "zh": "PDF 里没有页面：文件可能不完整，请重新获取",
    },
    "pdf_without_text": {
        "en": "it is a PDF without any text ({pages} pages)",
        "zh": "PDF 里没有文字（共 {pages} 页）",
    },
    "scanned_pdf": {
        "en": "it is a scanned PDF without a text layer ({pages} pages): {install} to have its pages "
        "recognised, or run OCR on it first, for example with ocrmypdf",
        "zh": "它是扫描的 PDF，没有文字层（共 {pages} 页）：请运行 {install} 以识别页面，"
        "或先做文字识别，例如用 ocrmypdf",
    },
    "nothing_recognised": {
        "en": "no text can be recognised on its pages ({pages})",
        "zh": "页面上没有识别出文字（共 {pages} 页）",
    },
    "unknown_characters": {
        "en": "its fonts do not say which characters they show: {install} to have its pages recognised, "
        "or run OCR on it first, for example with ocrmypdf --force-ocr",
        "zh": "字体没有说明显示的是什么字：请运行 {install} 以识别页面，"
        "或先做文字识别，例如用 ocrmypdf --force-ocr",
    },
    "many_pictures": {
        "en": "it holds more than {most} pictures: split it",
        "zh": "里面的图片超过 {most} 张：请拆分",
    },
    "large_picture": {
        "en": "it is a picture of {width} x {height} pixels, which is too large: scale it down",
        "zh": "图片有 {width} x {height} 像素，太大：请缩小",
    },
    # pictures of pages
    "no_page": {
        "en": "it has no page {page}: the file may have changed, build the index again",
        "zh": "没有第 {page} 页：文件可能有改动，请重新建立索引",
    },
    "other_page_text": {
        "en": "its page {page} has other text than was indexed: build the index again",
        "zh": "第 {page} 页的文字与索引里的不同：请重新建立索引",
    },
    "damaged_page": {
        "en": "its page {page} is damaged and cannot be drawn",
        "zh": "第 {page} 页已损坏，无法显示",
    },
    "page_without_size": {
        "en": "its page {page} has no size that can be drawn",
        "zh": "第 {page} 页的尺寸不对，无法显示",
    },
    "page_not_drawn": {"en": "its page {page} cannot be drawn", "zh": "第 {page} 页无法显示"},
    # archives and messages
    "not_in_it": {"en": "there is no {name} in it", "zh": "里面没有 {name}"},
    "not_in_archive": {"en": "there is no {name} in the archive", "zh": "压缩包里没有 {name}"},
    "not_in_message": {"en": "there is no {name} in the message", "zh": "邮件里没有 {name}"},
    "holds_nothing_read": {
        "en": "it holds no documents that are read",
        "zh": "里面没有可读的文档",
    },
    "holds_nothing_known": {
        "en": "it holds no documents in {known}",
        "zh": "里面没有可读的文档，能读的有：{known}",
    },
    "too_deep": {
        "en": "it lies in {most} archives or messages within each other: unpack them",
        "zh": "压缩包或邮件套了 {most} 层：请先解压",
    },
    "too_much": {
        "en": "there is too much in archives or messages within each other: unpack them",
        "zh": "压缩包或邮件里层层嵌套的内容太多：请先解压",
    },
    "name_outside": {
        "en": "its name points outside of its archive: pack it again under a name without ../ or /",
        "zh": "它的名称指向压缩包之外：请换一个不含 ../ 和 / 的名称重新打包",
    },
    "not_zip": {
        "en": "it is not a zip archive, or it is cut off: copy it again",
        "zh": "它不是 zip 压缩包，或不完整：请重新复制",
    },
    "not_opened": {"en": "it cannot be read: {why}", "zh": "无法读取：{why}"},
    "damaged_list": {
        "en": "its list of members is damaged: pack it again",
        "zh": "压缩包的目录已损坏：请重新打包",
    },
    "damaged_package": {
        "en": "it is damaged or cut off: copy it again, or open it and save it anew",
        "zh": "文件已损坏或不完整：请重新复制，或打开后重新保存",
    },
    "damaged_member": {
        "en": "it is damaged within its archive: copy or pack it again",
        "zh": "它在压缩包里已损坏：请重新复制或打包",
    },
    "unpacks_to_much": {
        "en": "it unpacks to {count} files of {size} MB: unpack it and give the folder",
        "zh": "解压后有 {count} 个文件、{size} MB：请先解压，再给出文件夹",
    },
    "large_part": {
        "en": "a part of it unpacks to {size} MB, which is too much",
        "zh": "其中一部分解压后有 {size} MB，太大",
    },
    "zip_bomb": {
        "en": "a small part of it unpacks to very much, as in a zip bomb: it was not read",
        "zh": "其中很小的一部分解压后极大，像压缩炸弹：没有读取",
    },
    "encrypted": {
        "en": "it is encrypted with a password: save it without one",
        "zh": "它用密码加密过：请去掉密码再保存",
    },
    # what a person says of documents
    "not_catalogued": {
        "en": "{path} differs from its catalogue (sha256): restore it or the entry",
        "zh": "{path} 与目录里的记录不同（sha256）：请恢复文件，或改正记录",
    },
    "lists_missing": {
        "en": "{path} lists {name}, which is not there",
        "zh": "{path} 列有 {name}，但没有这个文件",
    },
    "not_json": {"en": "{path} is not JSON: {fault}", "zh": "{path} 不是 JSON：{fault}"},
    "list_wanted": {
        "en": "{path} must be a list of objects with a path, not {found}",
        "zh": "{path} 应是一列带 path 的对象，不是{found}",
    },
    "entry": {"en": "{path}, entry {number}", "zh": "{path} 第 {number} 条"},
    "entry_of": {"en": "{place} ({name})", "zh": "{place}（{name}）"},
    "entry_object": {
        "en": "{place} must be an object with a path, not {found}",
        "zh": "{place}应是带 path 的对象，不是{found}",
    },
    "entry_path": {
        "en": "{place}: path must be the name of a file, not {found}",
        "zh": "{place}：path 应是文件名，不是{found}",
    },
    "entry_outside": {
        "en": "{place}: {name} is outside of the catalogue's folder",
        "zh": "{place}：{name} 在目录所在的文件夹之外",
    },
    "entry_twice": {"en": "{place}: {name} is listed twice", "zh": "{place}：{name} 列了两次"},
    "object_wanted": {
        "en": "{path} must be an object, not {found}",
        "zh": "{path} 应是一个对象，不是{found}",
    },
    "field_wrong": {
        "en": "{place}: {field} must be {expected}, not {found}",
        "zh": "{place}：{field} 应是{expected}，不是{found}",
    },
    "is_null": {"en": "null", "zh": "空值"},
    "is_truth": {"en": "a truth value", "zh": "真假值"},
    "is_object": {"en": "an object", "zh": "对象"},
    "is_list": {"en": "a list", "zh": "列表"},
    "is_text": {"en": "a text", "zh": "文本"},
    "is_number": {"en": "the number {value}", "zh": "数字 {value}"},
    "is_value": {"en": "{value}", "zh": " {value}"},
    "one_line": {"en": "one line of text", "zh": "一行文字"},
    "a_date": {
        "en": "a date like 2024, 2024-01 or 2024-01-31",
        "zh": "日期，如 2024、2024-01 或 2024-01-31",
    },
    "a_language": {"en": "a language code like zh or en", "zh": "语言代码，如 zh 或 en"},
    "an_encoding": {"en": "the name of a text encoding like gb18030", "zh": "文本编码的名称，如 gb18030"},
    "a_sha256": {"en": "64 hexadecimal digits", "zh": " 64 位十六进制数字"},
    # documents of an index
    "not_in_index": {
        "en": "no document of the index has the id or path {name}: see `wenju docs`",
        "zh": "索引里没有编号或路径为 {name} 的文档：请看 `wenju docs`",
    },
    "index_of_nothing": {
        "en": "that would leave an index of nothing: delete it with `wenju indexes --delete NAME`",
        "zh": "这样索引就空了：请用 `wenju indexes --delete NAME` 删除它",
    },
    "folder_gone": {
        "en": "{path} is gone: bring it back, or take it out with `wenju remove {path}`",
        "zh": "{path} 已经不在：请恢复它，或用 `wenju remove {path}` 去掉",
    },
    "all_gone": {
        "en": "{path} is gone, and with it all that the index was made from",
        "zh": "{path} 已经不在，索引所用的文件都没有了",
    },
}

_SYSTEM = {
    ENOENT: "没有这个文件",
    ENOTDIR: "没有这个文件",
    EACCES: "没有读取的权限",
    EPERM: "没有读取的权限",
    EISDIR: "它是文件夹",
    ELOOP: "链接绕成了圈",
    ENAMETOOLONG: "名称太长",
    EIO: "磁盘读取出错",
    ESTALE: "网络磁盘上的文件已经失效",
    EMFILE: "打开的文件太多",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence in English and in Chinese. Printed, it is English."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.en

    def replaced(self, old: str, new: str) -> "Reason":
        """The same with other words."""
        return Reason(self.en.replace(old, new), self.zh.replace(old, new))


def because(name: str, /, **values: object) -> Reason:
    """The sentence `name` with `values` in its braces; one that is a Reason stands in the sentence's language.

    Raises KeyError for an unknown name, or a value that is missing.
    """
    return filled(WORDING[name], values)


def filled(sentence: Mapping[str, str], values: Mapping[str, object]) -> Reason:
    """A sentence in both languages with `values` in its braces. Raises KeyError for one that is missing."""
    chinese = {key: value.zh if isinstance(value, Reason) else value for key, value in values.items()}
    return Reason(en=sentence["en"].format(**values), zh=sentence["zh"].format(**chinese))


def untranslated(text: str) -> Reason:
    """What others say, in their own words."""
    return Reason(text, text)


class ReasonedError(Exception):
    """An error whose `reason` is a sentence in both languages; where only a text was given, both are that."""

    def __init__(self, reason: Reason | str) -> None:
        super().__init__(reason)
        self.reason = reason if isinstance(reason, Reason) else untranslated(reason)


def of_system(error: Exception) -> Reason:
    """What the system says about a failure, without the path."""
    if not isinstance(error, OSError):
        return untranslated(str(error))
    text = error.strerror or str(error)
    return Reason(text, _SYSTEM.get(error.errno or 0, text))
