"""Every sentence that says why an index cannot be built or used, in English and Chinese."""

from corpus.wording import Reason, filled

WORDING: dict[str, dict[str, str]] = {
    "nothing_to_index": {
        "en": "there is no text to index in these documents",
        "zh": "这些文档里没有可以索引的文字",
    },
    # an index and what it was made from
    "no_index": {
        "en": "there is no index in {folder}: build one with `wenju build`",
        "zh": "{folder} 里没有索引：请用 `wenju build` 建立",
    },
    "no_index_of_ours": {
        "en": "{folder} holds no index of ours, or one that lost its {file}: build one with `wenju build`",
        "zh": "{folder} 里不是问据的索引，或缺少 {file}：请用 `wenju build` 建立",
    },
    "other_version": {
        "en": "the index in {folder} was built by another version of Wenju: build it again with `wenju build`",
        "zh": "{folder} 里的索引是另一个版本的问据建立的：请用 `wenju build` 重新建立",
    },
    "other_encoder": {
        "en": "the index in {folder} was built with another encoder ({known}): "
        "build it again with `wenju build --encoder {encoder}`",
        "zh": "{folder} 里的索引用的是另一个编码模型（{known}）：请用 `wenju build --encoder {encoder}` 重新建立",
    },
    "the_shipped_one": {"en": "the shipped one", "zh": "自带的模型"},
    "encoder_changed": {
        "en": "the encoder of the index in {folder} has changed: build it again with `wenju build`",
        "zh": "{folder} 里的索引所用的编码模型已经改变：请用 `wenju build` 重新建立",
    },
    "encoder_unfit": {
        "en": "the encoder does not fit the index: run `wenju build` again",
        "zh": "编码模型与索引不符：请重新运行 `wenju build`",
    },
    "files_changed": {
        "en": "{files} changed since the index in {folder} was built: bring it up to date with `wenju refresh`",
        "zh": "{folder} 里的索引建立之后，{files}有改动：请用 `wenju refresh` 更新",
    },
    "files_not_in_it": {
        "en": "{files} is not in the index in {folder}: bring it up to date with `wenju refresh`",
        "zh": "{folder} 里的索引没有收入{files}：请用 `wenju refresh` 更新",
    },
    "and_more": {"en": "{first} and {more} more", "zh": " {first} 和另外 {more} 个文件"},
    "only_one": {"en": "{first}", "zh": " {first} "},
    "origin_unknown": {
        "en": "nothing tells what the index in {folder} was made from: use `wenju build PATH`",
        "zh": "不知道 {folder} 里的索引是用哪些文件建立的：请用 `wenju build 路径`",
    },
    # its files
    "index_damaged": {
        "en": "the index in {folder} has a damaged {what}: build it again with `wenju build`",
        "zh": "{folder} 里的索引已损坏（{what}）：请用 `wenju build` 重新建立",
    },
    "index_unreadable": {
        "en": "the index in {folder} cannot be read ({fault}): build it again with `wenju build`",
        "zh": "无法读取 {folder} 里的索引（{fault}）：请用 `wenju build` 重新建立",
    },
    "index_lacks": {
        "en": "the index lacks {path}: build it again with `wenju build`",
        "zh": "索引缺少 {path}：请用 `wenju build` 重新建立",
    },
    "index_file_damaged": {
        "en": "the index file {path} is damaged (checksum): build it again with `wenju build`",
        "zh": "索引文件 {path} 已损坏（校验和不符）：请用 `wenju build` 重新建立",
    },
    "index_replaced": {
        "en": "the index in {folder} was built again meanwhile: give the command again",
        "zh": "{folder} 里的索引在此期间已被重新建立：请再做一次",
    },
    "index_not_written": {
        "en": "cannot write the index to {folder}: {why}; "
        "set WENJU_HOME or --index to a folder that can be written",
        "zh": "无法把索引写入 {folder}：{why}；请用 WENJU_HOME 或 --index 指定可以写入的文件夹",
    },
    "index_not_deleted": {
        "en": "cannot delete the index in {folder}: {why}",
        "zh": "无法删除 {folder} 里的索引：{why}",
    },
    # encoders
    "no_encoder": {
        "en": "there is no encoder {name!r} on this machine: give the folder of a sentence-transformers model, "
        "or fetch one first with `hf download NAME`",
        "zh": "这台机器上没有编码模型 {name!r}：请给出 sentence-transformers 模型的文件夹，"
        "或先用 `hf download 名称` 取得",
    },
    "encoder_incomplete": {
        "en": "the encoder {path} has no {name}: copy the whole model folder again",
        "zh": "编码模型 {path} 缺少 {name}：请重新复制整个模型文件夹",
    },
    "no_reranker": {
        "en": "there is no reranker {name!r} on this machine: give the folder of a cross-encoder of "
        "sentence-transformers, or fetch one first with `hf download NAME`",
        "zh": "这台机器上没有重排模型 {name!r}：请给出 sentence-transformers 交叉编码器的文件夹，或先用 `hf download 名称` 取得",
    },
    "reranker_unloaded": {
        "en": "cannot load the reranker {name!r} ({fault}): "
        "give the folder of a cross-encoder of sentence-transformers in search.reranker",
        "zh": "无法载入重排模型 {name!r}（{fault}）：请在 search.reranker 中给出 sentence-transformers 交叉编码器的文件夹",
    },
    "reranker_unfit": {
        "en": "the reranker {name!r} does not give one number for a question and a passage: "
        "name a cross-encoder with one label in search.reranker",
        "zh": "重排模型 {name!r} 没有为问题和段落给出一个分数：请在 search.reranker 中改用只有一个标签的交叉编码器",
    },
    "encoder_unloaded": {
        "en": "cannot load the encoder {path} ({fault}): copy the whole model folder again",
        "zh": "无法载入编码模型 {path}（{fault}）：请重新复制整个模型文件夹",
    },
    "encoder_unlike": {
        "en": "the encoder {path} has {pieces} pieces and weights of shape {shape}: "
        "copy the whole model folder again",
        "zh": "编码模型 {path} 有 {pieces} 个词片，与权重的形状 {shape} 不符：请重新复制整个模型文件夹",
    },
    "model_unloaded": {
        "en": "cannot load the encoder {name!r} ({fault}): give the folder of a sentence-transformers model",
        "zh": "无法载入编码模型 {name!r}（{fault}）：请给出 sentence-transformers 模型的文件夹",
    },
    "endpoint_failed": {
        "en": "the embeddings endpoint {address} failed for {model!r} ({fault}): "
        "check the address, the model's name and {key}",
        "zh": "向量服务 {address} 的 {model!r} 出错（{fault}）：请检查地址、模型名称和 {key}",
    },
}


def because(name: str, /, **values: object) -> Reason:
    """The sentence `name` with `values` in its braces, as `corpus.wording.because`."""
    return filled(WORDING[name], values)
