"""Chinese words that ask or connect and say nothing of what is asked about."""

_LIGHT_CHARS = frozenset(
    "的了是有在由被把对和与及或要会能可个这那到从向就也都还才又再很更最将已所其之以于而但并说做搞弄年月日么呢吗吧啊得地着过给让跟比等各每该此哪几何谁图"
)
_LIGHT_WORDS = frozenset(
    """
    什么 怎么 怎样 如何 多少 哪些 哪个 哪里 为什么 是否 可以 可能 能够 应该 需要 以及 关于 对于 有关 相关 其中 这个 那个 这些 那些 它们 他们 我们 你们 自己 各自 分别
    具体 主要 大概 大约 一共 总共 合计 目前 现在 东西 事情 情况 内容 意思 方面 问题 区别 差别 不同 异同 对比 比较 一样 不一样 时候 时间 地方 地点 名字 名称 原因 目的
    数量 一下 一些 哪几 百分之 百分之几 到底 究竟 属于 打算 解释 含义 定义 概括 概述 总结 干嘛 干啥 干什么 列出 列举 已经 下一步 这份 这块 那份 怎么办 起来 作为 通过
    进行 里面 当中 之间 以后 以前 之后 之前 还有 另外 说说 介绍 文中 文件 文章 材料 报道 资料 提到 说到 讲到
    """.split()
)


def is_light(word: str) -> bool:
    """Whether a Chinese word only asks or connects."""
    return word in _LIGHT_CHARS or word in _LIGHT_WORDS
