"""Every fixed sentence that a person can see, in Chinese and English."""

from typing import Literal

from corpus.wording import Reason, filled

WORDING: dict[str, dict[str, str]] = {
    # the page
    "promise": {"zh": "每一句回答，都能翻到原文。", "en": "Every answer opens at its source."},
    "other_language": {"zh": "English", "en": "中文"},
    "new_conversation": {"zh": "新对话", "en": "New chat"},
    "welcome": {"zh": "想从这些文档里知道什么？", "en": "What would you like to know?"},
    "welcome_more": {
        "zh": "回答只取自文档原句。点开引用，就能在原文里看到它。",
        "en": "Answers are made only of sentences from the documents. Open a citation to read it in place.",
    },
    "try_asking": {"zh": "试试这样问", "en": "Try asking"},
    "placeholder": {"zh": "输入问题，可以接着追问", "en": "Ask a question, then follow up"},
    "question_label": {"zh": "问题", "en": "Question"},
    "send": {"zh": "提问", "en": "Ask"},
    "pending": {"zh": "正在查阅文档", "en": "Reading the documents"},
    "pending_writing": {"zh": "正在撰写", "en": "Writing"},
    "understood": {"zh": "问题理解为", "en": "Understood as"},
    "sources": {"zh": "来源", "en": "Sources"},
    "source": {"zh": "来源", "en": "Source"},
    "nearest": {"zh": "最接近的段落", "en": "Nearest passages"},
    "conversation": {"zh": "对话", "en": "Conversation"},
    "history": {"zh": "历史", "en": "History"},
    "history_where": {
        "zh": "只保存在这个浏览器里。打开时会重新提问。",
        "en": "Kept in this browser only. Opening one asks its questions anew.",
    },
    "history_none": {"zh": "还没有问过问题。", "en": "Nothing has been asked yet."},
    "forget": {"zh": "删除这次对话", "en": "Delete this conversation"},
    "forget_all": {"zh": "全部删除", "en": "Delete all"},
    "corpus": {"zh": "语料", "en": "Corpus"},
    "opinions": {"zh": "反馈与未答问题", "en": "Feedback"},
    "menu": {"zh": "菜单", "en": "Menu"},
    "log_out": {"zh": "退出登录", "en": "Log out"},
    "keys": {
        "zh": "Ctrl+K 提问，n / p 下一处、上一处引用，/ 在文中查找，Esc 返回",
        "en": "Ctrl+K to ask, n / p for the next or previous citation, / to find in the source, Esc to go back",
    },
    "stop": {"zh": "停止", "en": "Stop"},
    "stopped": {"zh": "已停止，这个问题没有回答。", "en": "Stopped. This question was not answered."},
    "close_notice": {"zh": "关闭提示", "en": "Close the notice"},
    "server_away": {
        "zh": "与服务器的连接断了，正在重新连接。",
        "en": "The connection to the server was lost; trying again.",
    },
    # what can be done with an answer
    "copy": {"zh": "复制", "en": "Copy"},
    "copy_plain": {"zh": "纯文本", "en": "Plain text"},
    "copy_markdown": {"zh": "Markdown", "en": "Markdown"},
    "copy_reference": {"zh": "参考文献（GB/T 7714—2015）", "en": "References (GB/T 7714-2015)"},
    "references": {"zh": "参考文献", "en": "References"},
    "copied": {"zh": "已复制。", "en": "Copied."},
    "not_copied": {"zh": "浏览器不允许复制。", "en": "The browser does not allow copying."},
    "link": {"zh": "复制链接", "en": "Copy link"},
    "link_copied": {"zh": "链接已复制。", "en": "Link copied."},
    "again": {"zh": "重新回答", "en": "Answer again"},
    "edit": {"zh": "修改", "en": "Edit"},
    "edit_question": {"zh": "修改问题", "en": "Edit the question"},
    "edit_drops": {"zh": "重新提问后，后面的问答会去掉。", "en": "Asking again removes what comes after it."},
    "cancel": {"zh": "取消", "en": "Cancel"},
    "go_on": {"zh": "可以接着问", "en": "You could go on with"},
    "instead": {"zh": "这些文档可以回答", "en": "These documents can answer"},
    "rating_good": {"zh": "有用", "en": "Helpful"},
    "rating_bad": {"zh": "没有用", "en": "Not helpful"},
    "rating_wrong_source": {"zh": "来源不对", "en": "Wrong source"},
    "rating_why": {"zh": "可以写一句原因（选填）", "en": "Say why, if you like"},
    "rating_send": {"zh": "发送", "en": "Send"},
    "rating_kept": {"zh": "已记下，谢谢。", "en": "Noted, thank you."},
    "rating_taken_back": {"zh": "已撤回。", "en": "Taken back."},
    # which documents are asked
    "asked_some": {"zh": "只问了选中的 {count} 份文档", "en": "Asked of {count} selected documents only"},
    "asked_of_all": {"zh": "提问范围：全部文档", "en": "Asking all documents"},
    "asked_of_some": {"zh": "提问范围：选中的 {count} 份文档", "en": "Asking {count} selected documents"},
    "ask_all": {"zh": "改为全部", "en": "Ask all"},
    "ask_only_this": {"zh": "只问选中的文档：", "en": "Ask only selected documents:"},
    "ask_only_shown": {"zh": "只问列出的", "en": "Ask only these"},
    "filter_title": {"zh": "按标题筛选", "en": "Filter by title"},
    "filter_publisher": {"zh": "全部发布者", "en": "Any publisher"},
    "filter_year": {"zh": "全部年份", "en": "Any year"},
    "no_document": {"zh": "没有这样的文档。", "en": "There is no such document."},
    # the documents and what reading did to them; what readers said
    "back_to_chat": {"zh": "返回问答", "en": "Back to the chat"},
    "loading_view": {"zh": "正在打开…", "en": "Opening…"},
    "view_failed": {"zh": "没有打开，请再试一次。", "en": "It could not be opened. Please try again."},
    "holdings_hint": {
        "zh": "点标题看全文。略去、相接和移动的每一处，都可以在“原文件”里看到。",
        "en": "Open a title to read it. Everything left out, joined or moved is shown under “As in the file”.",
    },
    "index_name": {"zh": "索引", "en": "Index"},
    "index_documents": {"zh": "文档", "en": "Documents"},
    "index_passages": {"zh": "段落", "en": "Passages"},
    "index_characters": {"zh": "字符", "en": "Characters"},
    "index_fingerprint": {"zh": "指纹", "en": "Fingerprint"},
    "count_passages": {"zh": "{count} 段", "en": "{count} passages"},
    "count_characters": {"zh": "{count} 字", "en": "{count} characters"},
    "count_pages": {"zh": "{count} 页", "en": "{count} pages"},
    "count_dropped": {"zh": "略去 {count} 字", "en": "{count} characters left out"},
    "nothing_dropped": {"zh": "没有略去文字", "en": "nothing left out"},
    "count_repairs": {"zh": "整理 {count} 处", "en": "{count} repairs"},
    "unanswered": {"zh": "没有回答的问题", "en": "Unanswered questions"},
    "unanswered_none": {"zh": "还没有。", "en": "None yet."},
    "asked_times": {"zh": "次数", "en": "Times"},
    "asked_last": {"zh": "最近一次", "en": "Last asked"},
    "feedback": {"zh": "反馈", "en": "Feedback"},
    "feedback_none": {"zh": "还没有。", "en": "None yet."},
    "feedback_rating": {"zh": "评价", "en": "Rating"},
    "feedback_comment": {"zh": "说明", "en": "Comment"},
    "feedback_at": {"zh": "时间", "en": "Time"},
    # several indexes, and changing one
    "ask_index": {"zh": "提问的索引", "en": "Index to ask"},
    "upkeep": {"zh": "增减文档", "en": "Add and remove documents"},
    "upkeep_off": {
        "zh": "这里不能增减文档。对外提供服务时，须用 --auth 设置登录。",
        "en": "Documents cannot be changed here. A server that others reach needs --auth for that.",
    },
    "upkeep_busy": {
        "zh": "另一项改动正在进行，请等它结束。",
        "en": "Another change is under way. Please wait until it has ended.",
    },
    "index_embedded": {
        "zh": "内置文档的索引不能在这里改动。可以用自己的文件新建一个索引。",
        "en": "The index of the embedded documents cannot be changed here. Make an index of your own files.",
    },
    "index_elsewhere": {
        "zh": "这个索引在自己的文件夹里，不能在这里改动。请用 wenju add、remove 和 refresh 命令。",
        "en": "This index lies in a folder of its own and cannot be changed here. Use wenju add, remove and refresh.",
    },
    "index_exists": {
        "zh": "已经有名为“{index}”的索引，或者它留下的文件。请换一个名字。",
        "en": "There is an index “{index}” already, or files that one left. Please choose another name.",
    },
    "index_name_bad": {
        "zh": "“{index}”不能作索引的名字。请用文字和数字，不带斜线。",
        "en": "“{index}” cannot be the name of an index. Use letters and digits, without a slash.",
    },
    "index_changed": {
        "zh": "索引刚刚有变化。请看过新的文档列表再操作。",
        "en": "The index has just changed. Please look at the new list of documents first.",
    },
    "upload_nothing": {"zh": "没有收到文件。", "en": "No file was received."},
    "upload_name": {
        "zh": "“{file}”不能作文件名。请改名后再上传。",
        "en": "“{file}” cannot be the name of a file here. Rename it and upload it again.",
    },
    "upload_kind": {
        "zh": "不读“{file}”这种文件。能读的是：{known}",
        "en": "Files like “{file}” are not read. These are: {known}",
    },
    "upload_twice": {
        "zh": "有两个文件都叫“{file}”。请分两次上传，或改名。",
        "en": "Two files are called “{file}”. Rename one, or upload them one after the other.",
    },
    "upload_not_written": {
        "zh": "文件没有存下来（{why}）。请检查磁盘空间和权限。",
        "en": "The files could not be stored ({why}). See that there is room and that the folder can be written.",
    },
    "upload_large": {
        "zh": "这些文件超过 {mb} MB，请分几次上传。",
        "en": "These files are more than {mb} MB. Upload them in several goes.",
    },
    "upload_hint": {
        "zh": "一次最多 {mb} MB。建立索引时可以照常提问。",
        "en": "At most {mb} MB at once. Questions are answered as usual meanwhile.",
    },
    "upload_choose": {"zh": "选择文件", "en": "Choose files"},
    "upload_drop": {"zh": "或拖到这里", "en": "or drop them here"},
    "upload_add": {"zh": "添加到这个索引", "en": "Add to this index"},
    "upload_create": {"zh": "新建索引", "en": "Make a new index"},
    "upload_chosen": {"zh": "已选 {count} 个文件", "en": "{count} files chosen"},
    "new_index_name": {"zh": "新索引的名字", "en": "Name of the new index"},
    "rebuild": {"zh": "读入有变化的文件", "en": "Read changed files"},
    "remove": {"zh": "移除", "en": "Remove"},
    "remove_sure": {"zh": "确定移除", "en": "Really remove"},
    "unread": {"zh": "没有读成的文件", "en": "Files that could not be read"},
    "upload_proxy": {
        "zh": "服务器前面的代理不接受这么大的上传，索引没有变化。请分几次上传，或调高代理的上限。",
        "en": "The proxy in front of the server does not take so much at once. The index is as it was. "
        "Upload the files in several goes, or raise the limit of the proxy.",
    },
    "upload_failed": {
        "zh": "文件没有传完，索引没有变化。请再试一次。",
        "en": "The files did not arrive. The index is as it was. Please try again.",
    },
    "sending": {"zh": "正在上传 {percent}%", "en": "Uploading {percent}%"},
    "stage_begin": {"zh": "正在准备", "en": "Starting"},
    "stage_read": {"zh": "正在读取文档 {done} / {total}", "en": "Reading documents, {done} of {total}"},
    "stage_chunk": {"zh": "正在划分段落 {done} / {total}", "en": "Finding passages, {done} of {total}"},
    "stage_count": {"zh": "正在统计词语 {done} / {total}", "en": "Counting words, {done} of {total}"},
    "stage_segment": {"zh": "正在分词 {done} / {total}", "en": "Segmenting, {done} of {total}"},
    "stage_bridge": {
        "zh": "正在整理译词 {done} / {total}",
        "en": "Gathering translations, {done} of {total}",
    },
    "stage_encode": {"zh": "正在编码段落 {done} / {total}", "en": "Encoding passages, {done} of {total}"},
    "change_done": {
        "zh": "“{index}”已更新：新读 {read} 份，沿用 {reused} 份，去掉 {removed} 份，现有 {documents} 份。",
        "en": "“{index}” is up to date: {read} read, {reused} as before, {removed} gone; {documents} in all.",
    },
    "change_same": {
        "zh": "另有 {count} 份与别的文件内容相同，没有重复收入。",
        "en": "Left out, as they are the same as others: {count}.",
    },
    "change_stopped": {"zh": "已停止，索引没有变化。", "en": "Stopped. The index is as it was."},
    "change_failed": {"zh": "没有完成，索引没有变化。", "en": "It failed. The index is as it was."},
    "change_died": {
        "zh": "处理进程意外结束（状态 {status}），多半是内存不足",
        "en": "its process ended unexpectedly (status {status}), as when memory runs out",
    },
    "open_index": {"zh": "向“{index}”提问", "en": "Ask “{index}”"},
    "keep_index": {
        "zh": "下次启动时用 wenju serve --index “名字” 提供这个索引。",
        "en": "To serve it next time too, start wenju serve with --index and its name.",
    },
    # the source pane
    "wider": {"zh": "展开", "en": "Expand"},
    "citation_of": {"zh": "引用 {n} / {total}", "en": "Citation {n} of {total}"},
    "citation_before": {"zh": "上一处引用", "en": "Previous citation"},
    "citation_after": {"zh": "下一处引用", "en": "Next citation"},
    "find": {"zh": "在文中查找", "en": "Find in the text"},
    "found": {"zh": "{place} / {total}", "en": "{place} of {total}"},
    "found_none": {"zh": "没有找到", "en": "Not found"},
    "find_before": {"zh": "上一处", "en": "Previous match"},
    "find_after": {"zh": "下一处", "en": "Next match"},
    "pane": {"zh": "原文", "en": "Source text"},
    "pane_documents": {"zh": "可以查阅的文档", "en": "Documents you can ask about"},
    "pane_hint": {
        "zh": "回答中的引用会在这里打开，并标出所引的文字。",
        "en": "Citations open here, with the quoted words highlighted.",
    },
    "all_documents": {"zh": "全部文档", "en": "All documents"},
    "characters": {"zh": "字", "en": "characters"},
    "close": {"zh": "关闭原文", "en": "Close the source"},
    "loading": {"zh": "正在打开原文…", "en": "Opening the source…"},
    "source_failed": {
        "zh": "原文没有打开，请再点一次引用。",
        "en": "The source could not be opened. Please try the citation again.",
    },
    "source_moved": {
        "zh": "这份文档在回答之后换过了，引文不在原处。请重新提问。",
        "en": "This document was replaced after the answer, so the quotation is not marked. Please ask again.",
    },
    "view_repaired": {"zh": "整理后", "en": "As repaired"},
    "view_file": {"zh": "原文件", "en": "As in the file"},
    "view_page": {"zh": "页面图像", "en": "Page picture"},
    "views": {"zh": "原文的显示方式", "en": "How the source is shown"},
    "more_before": {"zh": "显示前面的内容", "en": "Show what comes before"},
    "more_after": {"zh": "显示后面的内容", "en": "Show what comes after"},
    "on_page": {"zh": "第 {page} 页", "en": "p. {page}"},
    "of_pages": {"zh": "第 {page} / {pages} 页", "en": "Page {page} of {pages}"},
    "page_before": {"zh": "上一页", "en": "Previous page"},
    "page_after": {"zh": "下一页", "en": "Next page"},
    "enlarge": {"zh": "放大或缩小", "en": "Enlarge or shrink"},
    "continued": {
        "zh": "接自其他版面，开头不在这个文件里。",
        "en": "Continued from another page; its beginning is not in this file.",
    },
    "no_headline": {
        "zh": "另一篇。哪个标题属于它，不能确定。",
        "en": "Another article. Which headline is its own is not certain.",
    },
    # what reading did to a stretch of the file, and the rules by which it did so
    "edit_dropped": {"zh": "整理时略去", "en": "left out when repaired"},
    "edit_joined": {"zh": "与别处的文字相接", "en": "joined with text elsewhere"},
    "edit_moved": {"zh": "移到别处阅读", "en": "read elsewhere"},
    "edit_split": {"zh": "另一篇由此开始", "en": "another article begins"},
    "edit_recognised": {
        "zh": "这一页是图片，文字由识别得来，可能有误",
        "en": "the text of this page was recognised on its picture, and may be wrong",
    },
    "rule_box": {"zh": "专栏的后文", "en": "the rest of a box"},
    "rule_bracket": {"zh": "括号或引号在别处闭合", "en": "a bracket closes elsewhere"},
    "rule_byline": {"zh": "记者署名", "en": "byline"},
    "rule_caption": {"zh": "图片说明", "en": "caption"},
    "rule_column_break": {"zh": "跨栏", "en": "across a column break"},
    "rule_continued": {"zh": "接自其他版面", "en": "continued from another page"},
    "rule_credit": {"zh": "图片署名", "en": "picture credit"},
    "rule_cut_word": {"zh": "词语被截断", "en": "a word was cut in two"},
    "rule_dateline": {"zh": "日期、版次或电头", "en": "date, page or dateline"},
    "rule_editor": {"zh": "编辑署名", "en": "names of the editors"},
    "rule_first": {"zh": "这一版的第一篇", "en": "the first article of the page"},
    "rule_headline": {"zh": "标题归到正文之前", "en": "a headline, put before its text"},
    "rule_hotline": {"zh": "联系电话", "en": "telephone line"},
    "rule_interruption": {"zh": "跨过插入的内容", "en": "across something set in between"},
    "rule_invisible": {"zh": "页面上看不见的文字", "en": "text that cannot be seen on the page"},
    "rule_jump": {"zh": "转到其他版面的提示", "en": "pointer to another page"},
    "rule_markup": {"zh": "残留标记", "en": "leftover markup"},
    "rule_masthead": {"zh": "报头", "en": "masthead"},
    "rule_ocr_partly": {"zh": "没有把握的行未读", "en": "lines that are not sure were left out"},
    "rule_off_page": {"zh": "页面以外的文字", "en": "text outside the page"},
    "rule_page_break": {"zh": "跨页", "en": "across a page break"},
    "rule_page_number": {"zh": "页码", "en": "page number"},
    "rule_page_without_text": {"zh": "这一页没有文字层", "en": "this page has no text layer"},
    "rule_running_head": {"zh": "页眉或页脚", "en": "running head or foot"},
    "rule_same_article": {"zh": "归入同一篇", "en": "brought to the rest of its article"},
    "rule_nearest": {"zh": "用词与前文不同", "en": "its words differ from those before"},
    "rule_slanted": {"zh": "斜排的文字或水印", "en": "slanted text, such as a watermark"},
    "rule_vocabulary": {"zh": "用词与前文不同", "en": "its words differ from those before"},
    # what can go wrong
    "failure": {
        "zh": "这次没有完成：程序内部出了错。请稍后再问一次。",
        "en": "Something went wrong inside the assistant. Please ask again in a moment.",
    },
    "busy": {"zh": "现在提问的人较多，请稍后再试。", "en": "The assistant is busy; try again shortly."},
    "bad_request": {
        "zh": "请求的格式不对：{where}。",
        "en": "The request is not in the expected form: {where}.",
    },
    "too_large": {"zh": "请求太大，上限是 1 MB。", "en": "The request is too large; the limit is 1 MB."},
    "unknown_document": {"zh": "没有编号为“{doc_id}”的文档。", "en": "There is no document “{doc_id}”."},
    "bad_spans": {
        "zh": "spans 应写成“12-40,55-60”，并且不超出文档。",
        "en": "spans must look like “12-40,55-60” and lie inside the document.",
    },
    "no_pictures": {
        "zh": "这份文档没有可以显示的页面图像。",
        "en": "This document has no pages that can be shown as pictures.",
    },
    "no_such_sheet": {
        "zh": "没有第 {page} 页：这份文档共 {pages} 页。",
        "en": "There is no page {page}: the document has {pages}.",
    },
    "file_gone": {
        "zh": "原文件已经不在原处或不能读取，无法显示页面图像。",
        "en": "The file is gone or cannot be read, so its page cannot be shown.",
    },
    "file_changed": {
        "zh": "原文件在建立索引之后有改动，无法标出引文。请重新建立索引。",
        "en": "The file has changed since it was indexed, so the quotation cannot be marked. Build the index again.",
    },
    "not_drawn": {
        "zh": "这一页无法画成图像。请改看原文件的文字。",
        "en": "This page cannot be drawn. Please read the text of the file instead.",
    },
    "both_ends": {
        "zh": "start 和 end 只能给出一个。",
        "en": "Give either start or end, not both.",
    },
    "too_often": {
        "zh": "提问过于频繁，请稍后再试。",
        "en": "Too many requests in a short time; try again shortly.",
    },
    "too_slow": {
        "zh": "请求没有及时传完，请再试一次。",
        "en": "The request did not arrive in time. Please try again.",
    },
    "login_needed": {"zh": "请先登录。", "en": "Please log in first."},
    "not_allowed": {
        "zh": "这里不允许这个请求。",
        "en": "This request is not allowed here.",
    },
    "login": {"zh": "登录", "en": "Log in"},
    "user_name": {"zh": "用户名", "en": "Name"},
    "password": {"zh": "密码", "en": "Password"},
    "wrong_password": {
        "zh": "用户名或密码不对。",
        "en": "The name or the password is wrong.",
    },
    "other_index": {
        "zh": "这里没有名为“{index}”的索引，有的是：{served}。",
        "en": "The index “{index}” is not served here; these are: {served}.",
    },
    "no_last_question": {
        "zh": "最后一条消息应是用户的问题。",
        "en": "The last message must be a question of the user.",
    },
    "feedback_off": {"zh": "这里不收集反馈。", "en": "Feedback is not collected here."},
    "feedback_lost": {
        "zh": "反馈没有存下来，请稍后再试。",
        "en": "The feedback could not be stored. Please try again later.",
    },
    "no_such_page": {"zh": "没有这个地址。", "en": "There is nothing at this address."},
    "refused": {"zh": "这个请求没有被接受。", "en": "The request was not accepted."},
    # answers that a language model writes
    "llm_by": {
        "zh": "由语言模型撰写，每一句都与原文核对过。",
        "en": "Written by a language model; every sentence was checked against the source.",
    },
    "llm_mark": {"zh": "（原文中找不到依据）", "en": "(not supported by the sources)"},
    "llm_left_out": {
        "zh": "语言模型写的 {count} 句在原文中找不到依据，已略去。",
        "en": "Left out, as the sources do not support it: {count} of the model's sentences.",
    },
    "llm_marked": {
        "zh": "语言模型写的 {count} 句在原文中找不到依据，已标明或略去。",
        "en": "Marked or left out, as the sources do not support it: {count} of the model's sentences.",
    },
    "llm_broke_off": {
        "zh": "语言模型没有写完，以上是核对过的部分。",
        "en": "The language model broke off; this is the part that was checked.",
    },
    "llm_unreachable": {
        "zh": "连不上语言模型，这里是原文摘句。",
        "en": "The language model could not be reached; these are sentences of the documents.",
    },
    "llm_refused": {
        "zh": "语言模型拒绝了请求，这里是原文摘句。",
        "en": "The language model refused the request; these are sentences of the documents.",
    },
    "llm_busy": {
        "zh": "语言模型正忙，这里是原文摘句。",
        "en": "The language model is busy; these are sentences of the documents.",
    },
    "llm_slow": {
        "zh": "语言模型没有及时回答，这里是原文摘句。",
        "en": "The language model did not answer in time; these are sentences of the documents.",
    },
    "llm_broken": {
        "zh": "语言模型的回答不完整，这里是原文摘句。",
        "en": "The language model's answer was broken; these are sentences of the documents.",
    },
    "llm_cut": {
        "zh": "语言模型没有写完，这里是原文摘句。",
        "en": "The language model broke off; these are sentences of the documents.",
    },
    "llm_stopped": {
        "zh": "已停止语言模型，这里是原文摘句。",
        "en": "The language model was stopped; these are sentences of the documents.",
    },
    "llm_empty": {
        "zh": "语言模型没有给出回答，这里是原文摘句。",
        "en": "The language model gave no answer; these are sentences of the documents.",
    },
    "llm_declined": {
        "zh": "语言模型认为这些段落没有回答问题，这里是最接近的原文摘句。",
        "en": "The language model found no answer in the passages; these are the nearest sentences of the documents.",
    },
    "llm_unsupported": {
        "zh": "语言模型写的内容在原文中找不到依据，没有采用。这里是原文摘句。",
        "en": "What the language model wrote is not supported by the sources and was not used; these are sentences of the documents.",
    },
    # why this answer
    "why": {"zh": "为什么这样回答", "en": "Why this answer"},
    "why_gone": {
        "zh": "为什么这样回答，服务器已经不记得了：请重新提问。",
        "en": "The server no longer remembers why it answered so: ask again.",
    },
    "why_understood": {"zh": "问题", "en": "The question"},
    "why_searched": {"zh": "查找：{content}", "en": "Searched for: {content}"},
    "kind_definition": {"zh": "问的是定义", "en": "It asks for a definition"},
    "kind_quantity": {"zh": "问的是数字", "en": "It asks for a figure"},
    "kind_date": {"zh": "问的是时间", "en": "It asks for a date"},
    "kind_place": {"zh": "问的是地点", "en": "It asks for a place"},
    "kind_name": {"zh": "问的是人或机构", "en": "It asks for a person or an organisation"},
    "kind_list": {"zh": "问的是若干项", "en": "It asks for several things"},
    "kind_reason": {"zh": "问的是原因或办法", "en": "It asks for a reason or a way"},
    "kind_comparison": {"zh": "问的是比较", "en": "It asks for a comparison"},
    "kind_yes_no": {"zh": "问的是是或不是", "en": "It asks for yes or no"},
    "kind_source": {"zh": "问的是出处", "en": "It asks where something is said"},
    "kind_topic": {"zh": "问的是一个话题", "en": "It asks for a topic"},
    "why_terms": {"zh": "查找的词", "en": "Words looked for"},
    "why_also": {"zh": "也作 {forms}", "en": "also as {forms}"},
    "why_unknown": {"zh": "文档里没有", "en": "not in the documents"},
    "why_found": {"zh": "找到的段落", "en": "Passages found"},
    "why_ranks": {"zh": "按词第 {words}，按意思第 {meaning}", "en": "{words} by words, {meaning} by meaning"},
    "why_quoted": {"zh": "为什么是这些句子", "en": "Why these sentences"},
    "why_nearest": {"zh": "最接近的句子差在哪里", "en": "What the nearest sentences lack"},
    "why_says": {"zh": "句中有 {words}", "en": "says {words}"},
    "why_near": {"zh": "上下文或标题有 {words}", "en": "{words} in its surroundings or headings"},
    "why_lacks": {"zh": "没有 {words}", "en": "lacks {words}"},
    "why_short": {"zh": "含有所问的内容", "en": "holds what is asked for"},
    "why_sure": {
        "zh": "把握 {confidence}，低于 {threshold} 就说没有找到",
        "en": "Confidence {confidence}; below {threshold} the answer is “not found”",
    },
    "stage_understand": {"zh": "理解", "en": "understanding"},
    "stage_retrieve": {"zh": "检索", "en": "retrieval"},
    "stage_answer": {"zh": "组织回答", "en": "answer"},
    "stage_write": {"zh": "撰写", "en": "writing"},
    # questions and answers
    "empty_question": {"zh": "请输入一个问题。", "en": "Please type a question."},
    "long_question": {
        "zh": "问题太长：{chars} 个字符，上限是 {limit}。请缩短后再问。",
        "en": "The question is too long: {chars} characters, the limit is {limit}. Please shorten it.",
    },
    "wordless_question": {
        "zh": "问题里没有文字。请用文字提问。",
        "en": "There are no words in the question. Please ask in words.",
    },
    # what is said where nothing is to be looked up
    "reply_greeting": {
        "zh": "你好。我从这些文档里找答案，每一句都能翻到原文。想知道什么？",
        "en": "Hello. I answer from these documents, and every sentence opens at its source. What would you like to know?",
    },
    "reply_thanks": {
        "zh": "不客气。还想知道什么，可以接着问。",
        "en": "You are welcome. Ask on if there is more you need.",
    },
    "reply_farewell": {"zh": "再见。", "en": "Goodbye."},
    "reply_praise": {
        "zh": "好的。还想知道什么，可以接着问。",
        "en": "Good. Ask on if there is more you need.",
    },
    "reply_identity": {
        "zh": "我是问据，只根据这里的文档回答问题，每一句都注明出处。",
        "en": "I am Wenju. I answer questions from the documents here and cite the source of every sentence.",
    },
    "reply_ability": {
        "zh": "我从这里的文档里查答案：数字、时间、地点、名称、列举、原因、比较都可以问，也可以接着上一问追问。文档里没有的，我会说没有。",
        "en": "I look up answers in the documents here: figures, dates, places, names, lists, reasons, comparisons, and follow-ups. "
        "If the documents do not say, I tell you so.",
    },
    "reply_task": {
        "zh": "这件事我做不了。我只能从这里的文档里查找答案，请问一个与文档内容有关的问题。",
        "en": "I cannot do that. I only look up answers in the documents here; please ask something about what they say.",
    },
    "reply_instruction": {
        "zh": "我只根据文档回答问题，不执行改变这一点的指令。请问一个与文档内容有关的问题。",
        "en": "I only answer questions from the documents and do not follow instructions to do otherwise. Please ask about what they say.",
    },
    "reply_abuse": {
        "zh": "抱歉没能帮上忙。把问题换个说法，或者写得更具体些，我再查一次。",
        "en": "I am sorry that I was no help. Put the question another way or more exactly, and I will look again.",
    },
    "reply_unclear": {
        "zh": "“{word}”指的是什么？请写出名称，再问一次。",
        "en": "What does “{word}” refer to? Please name it and ask again.",
    },
    "reply_nothing_before": {
        "zh": "前面还没有问过问题。请把要问的内容写完整。",
        "en": "Nothing was asked before this. Please write out the whole question.",
    },
    "reply_other_language": {
        "zh": "目前只能读懂中文和英文的问题。 I can only read questions in Chinese or English.",
        "en": "I can only read questions in Chinese or English. 目前只能读懂中文和英文的问题。",
    },
    "not_found": {
        "zh": "这些文档里没有找到答案。",
        "en": "These documents do not say.",
    },
    "lacks_words": {
        "zh": "没有一段文字同时谈到“{words}”和问题的其余部分。",
        "en": "No passage speaks of “{words}” together with the rest of the question.",
    },
    "lacks_all": {
        "zh": "没有一段文字谈到这个问题。",
        "en": "No passage speaks of this question.",
    },
    "lacks_value": {
        "zh": "文档谈到了它，但没有给出所问的{what}。",
        "en": "The documents speak of it but give no {what}.",
    },
    "lacks_answer": {
        "zh": "有几段文字与问题相近，但都没有回答它。",
        "en": "Some passages come near the question, but none answers it.",
    },
    "unmentioned": {
        "zh": "没有找到提到“{words}”的段落。",
        "en": "No passage mentions “{words}”.",
    },
    "publisher_said": {"zh": "《{title}》由{value}发布：", "en": "“{title}” was published by {value}:"},
    "publisher_noted": {
        "zh": "《{title}》登记的发布者是{value}，开头和结尾没有写：",
        "en": "“{title}” is catalogued as published by {value}; its beginning and end do not say so:",
    },
    "number_said": {"zh": "《{title}》的文号是 {value}：", "en": "“{title}” has the number {value}:"},
    "passed_said": {"zh": "《{title}》于{value}通过：", "en": "“{title}” was passed on {value}:"},
    "approved_said": {"zh": "《{title}》于{value}批准：", "en": "“{title}” was approved on {value}:"},
    "date_said": {"zh": "《{title}》的日期是 {value}：", "en": "“{title}” is dated {value}:"},
    "date_noted": {
        "zh": "《{title}》登记的日期是 {value}，开头和结尾没有写：",
        "en": "“{title}” is catalogued with the date {value}; its beginning and end do not say so:",
    },
    "other_time": {
        "zh": "没有找到{asked}的内容；{years} 年的是：",
        "en": "Nothing was found for {asked}; for {years} the documents say:",
    },
    "other_date": {
        "zh": "没有找到{asked}的内容；{date} 的文档说：",
        "en": "Nothing was found for {asked}; a document of {date} says:",
    },
    "contradictory": {"zh": "各处的说法不一致：", "en": "The sources do not agree:"},
    "says_one": {"zh": "《{title}》{gloss}：", "en": "《{title}》 says, in Chinese{gloss}:"},
    "says_several": {"zh": "文档{gloss}：", "en": "The documents say, in Chinese{gloss}:"},
    "yes": {"zh": "是", "en": "Yes"},
    "no": {"zh": "否", "en": "No"},
    "what_quantity": {"zh": "数字", "en": "figure"},
    "what_date": {"zh": "时间", "en": "date"},
    "what_place": {"zh": "地点", "en": "place"},
    "what_name": {"zh": "名字", "en": "name"},
    # settings
    "setting_not_pair": {
        "zh": "--set {pair}：请写成 KEY=VALUE，如 read.max_file_mb=500",
        "en": "--set {pair}: write it as KEY=VALUE, like read.max_file_mb=500",
    },
    "setting_unknown": {
        "zh": "{place}：没有设置项 {key}；全部列在 docs/settings.md",
        "en": "{place}: {key} is no setting; docs/settings.md lists them",
    },
    "setting_unknown_like": {
        "zh": "{place}：没有设置项 {key}：是指 {like} 吗？",
        "en": "{place}: {key} is no setting: did you mean {like}?",
    },
    "setting_wrong": {
        "zh": "{place}：{key} 应是{expected}，不是 {value!r}",
        "en": "{place}: {key} must be {expected}, not {value!r}",
    },
    "whole_number": {"zh": "整数", "en": "a whole number"},
    "any_number": {"zh": "数字", "en": "a number"},
    "any_text": {"zh": "文本", "en": "a text"},
    "from": {"zh": "不小于 {low} 的{what}", "en": "{what} of at least {low}"},
    "up_to": {"zh": "不大于 {high} 的{what}", "en": "{what} of at most {high}"},
    "from_to": {"zh": " {low} 到 {high} 之间的{what}", "en": "{what} of at least {low} and at most {high}"},
}


def say(name: str, lang: Literal["zh", "en"], **values: object) -> str:
    """The sentence `name` in `lang`, with `values` in its braces. Raises KeyError for an unknown name."""
    return WORDING[name][lang].format(**values)


def because(name: str, /, **values: object) -> Reason:
    """The sentence `name` in both languages, as `corpus.wording.because`."""
    return filled(WORDING[name], values)
