"""Messages that ask nothing of the documents: greetings, thanks, requests to do something else, attempts to take over.

Only clear cases: a message is small talk if all of it is. What holds a question is a question, whatever else it says.
"""

import re

from assistant.records import Lang
from assistant.understanding.question import in_script_of
from assistant.wording import say
from index.segment import has_han, simplified

_LONGEST = 160  # characters; a longer message says more than this
_TAIL = r"(?:[啊呀哦喔啦了吧哈呢嘛哟哒～~]|\s)*"
_YOU = r"(?:你们?|您|这个(?:助手|系统|机器人|网站|工具|程序)|问据)"

_CLAUSES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "greeting",
            rf"(?:(?:你|您|大家|各位)好|嗨|哈[喽罗]|喂|早上?好|早安|上午好|中午好|下午好|晚上好|在吗|在不在|有人吗|您好呀|hello|hi|hey|hiya"
            rf"|greetings|good (?:morning|afternoon|evening|day)|how are you(?: (?:doing|today))?|你好吗|最近(?:好吗|怎么样)|nice to meet you){_TAIL}(?: (?:there|all|everyone|wenju))?",
        ),
        (
            "thanks",
            rf"(?:非常|十分|太|多)?(?:谢谢|感谢|多谢|谢啦|谢了|辛苦)(?:{_YOU}|大家)?(?:的?(?:帮助|帮忙|回答|解答|耐心))?{_TAIL}"
            r"|(?:many )?thanks?(?: you)?(?: (?:so|very) much| a lot| again)?(?: for (?:your|the) (?:help|answer|reply|information))?|thx|ty|cheers|much appreciated",
        ),
        (
            "farewell",
            rf"(?:再见|拜拜|回见|回头见|明天见|晚安|88|bye(?:[ -]?bye)?|goodbye|see you(?: later| soon| tomorrow)?|good night){_TAIL}",
        ),
        (
            "praise",
            rf"(?:好的?|行|嗯+|哦+|噢|可以|对|明白|知道|了解|懂|清楚|收到|原来如此|不错|很好|太好|太棒|真棒|厉害|没问题|没事|哈+|呵+|真聪明|不用了?|没有了|好极|完美|赞){_TAIL}"
            r"|ok(?:ay)?|great|good|nice|perfect|got it|i see|understood|cool|awesome|well done|right|alright|no problem|never ?mind|lol|haha+|good (?:job|answer|bot)|that(?:['’]s| is) (?:all|great|good|helpful)",
        ),
        (
            "identity",
            rf"{_YOU}(?:到底|究竟)?(?:是谁|是什么|是啥|叫什么(?:名字)?|叫啥|什么名字|是(?:真?人|机器人|ai|人工智能|chatgpt|gpt|大?模型|什么(?:模型|机器人|系统|软件|东西|助手))(?:还是(?:真?人|机器人|ai|人工智能))?(?:吗)?|是(?:谁|哪家公司|哪个公司|什么公司)(?:做|开发|研发|训练|创造)的|多大了|几岁了?){_TAIL}"
            r"|谁(?:做|开发|创造|训练)了?(?:你|您)(?:的)?|(?:请)?(?:做个|简单)?自我介绍(?:一下)?|介绍一下(?:你|您)自己"
            r"|who are you|what are you|what(?:['’]s| is) your name|are you (?:a )?(?:human|robot|bot|real person|real|an ai|ai|chatgpt|gpt|an llm)|who (?:made|built|created|developed|trained) you|introduce yourself|tell me about yourself",
        ),
        (
            "ability",
            rf"(?:那)?{_YOU}(?:都|还|到底)?(?:能|会|可以|有)(?:为我|帮我|给我)?(?:做|干|回答|查|提供|帮忙?)?(?:些|点|到)?(?:什么|啥|哪些)(?:样的?)?(?:事情?|问题|功能|用处?|本事|能力|帮助|忙)?(?:的)?{_TAIL}"
            rf"|{_YOU}有(?:什么|啥|哪些)(?:功能|用处?|本事|能力)|(?:我)?(?:能|可以)(?:问|向)(?:你|您)?(?:问)?(?:些|点)?(?:什么|啥|哪些)(?:问题)?|(?:请问)?(?:怎么|如何)(?:用|使用)(?:你|您|这个(?:助手|系统|网站|工具|程序))?|使用(?:说明|方法|帮助)|帮助|help(?: me)?(?: please)?"
            r"|what can (?:you|i) (?:do|ask)(?: for me| you)?|what do you do|how (?:do|can|should) i (?:use|ask) (?:you|this)(?: (?:site|page|tool|app))?|how (?:do you|does this) work|what are you (?:able to do|capable of|for)",
        ),
        (
            "abuse",
            r"(?:你(?:们|这个?)?)?(?:真的?|太|好|这么|怎么这么|就是个?)?(?:是个?)?(?:笨蛋?|蠢(?:货|猪|蛋)?|傻(?:瓜|子|[逼比叉])?|垃圾|白痴|废物|弱智|脑残|没用|智障|神经病|去死|滚(?:蛋|开)?|闭嘴|他妈的|妈的|sb|tmd)(?:透顶|死了|极了|东西|玩意)?(?:[啊呀了吧!！]*)"
            r"|(?:you(?:['’]re| are| r)?(?: (?:so|such|a|an|really|totally|just))* )?(?:stupid|idiot|dumb|useless|garbage|trash|moron|worthless|rubbish)(?: (?:bot|machine|thing|ai))?|f+u+c+k+(?: (?:you|off|this))?|shut up|(?:go to hell|damn you|screw you)|this is (?:rubbish|useless|garbage|stupid)",
        ),
    )
)
_TASK = re.compile(
    r"^(?:请|麻烦|劳驾|帮忙|帮我|替我|给我|为我|能不能|可不可以|可以|能|你|您|来|我想让?你?|要|再|，|,|\s)*"
    r"(?:(?:写|作|创作|编|来|念|背|讲|说|唱|画|做|生成|弹)(?:给我)?(?:一?[首个段篇张封幅支曲则份点]|些|几[首个段篇句])?(?:关于|有关)?[^，,。？?]{0,14}?(?:诗|诗歌|词|歌曲?|故事|笑话|小说|情书|邮件|信|代码|程序|脚本|作文|画|图片|图|段子|谜语|绕口令|对联|文案|ppt|菜谱|食谱|祝福语?)"
    r"|(?:订|预订|预定|预约|购?买|叫|打)(?:一?[张份个辆间]|几[张份])?(?:[^，,。？?]{0,12}的)?[^，,。？?的]{0,6}?(?:机票|车票|火车票|高铁票|电影票|门票|票|酒店|房间|外卖|餐|车|出租车|专车|东西)"
    r"|(?:打|拨)(?:一?个)?电话(?:给[^？?，,]{1,8})?|(?:发|寄)(?:一?[封条个])?(?:邮件|短信|微信|消息|快递)|(?:放|播放?)(?:一?[首点段])?(?:歌|音乐|视频|电影)|设(?:置|定)?(?:一?个)?(?:闹钟|提醒)|(?:关|开)(?:一下)?(?:灯|空调|电视|窗帘)|翻译(?:成|一下)[^？?]{0,12}|(?:陪|跟|和)我(?:聊聊?天?|玩)[^？?]{0,6})"
    r"(?:吧|好吗|好不好|行吗|可以吗|呗|啊|呀)?[。！!？?\s]*$",
    re.IGNORECASE,
)
_TASK_EN = re.compile(
    r"^\W*(?:please |can you |could you |will you |would you |i want you to |help me (?:to )?|now )*"
    r"(?:(?:write|compose|make|create|draw|paint|generate|tell|sing|give|code)(?: me| us)?(?: up)? (?:an? |some |the |another )?(?:[\w\-]+ ){0,3}?(?:poem|poetry|song|story|joke|haiku|essay|novel|email|e-mail|love letter|code|program|script|picture|painting|image|limerick|riddle|recipe)s?(?: (?:about|on|for|in|with) [^?]{1,60})?"
    r"|(?:book|order|buy|reserve)(?: me)? (?:an? |some |the )?(?:[\w\-]+ ){0,2}?(?:tickets?|flights?|hotel|room|table|taxi|cab|pizza|food|train)(?: (?:to|for|in|from) [^?]{1,40})?"
    r"|(?:call|phone|text|email) (?:me|my \w+)|play (?:some |a )?(?:music|song|video)[^?]{0,20}|set (?:an? )?(?:alarm|timer|reminder)[^?]{0,30}|translate (?:this|that|the following|it)[^?]{0,40}|turn (?:on|off) the \w+|(?:chat|talk|play) with me)"
    r"[\s.!?]*$",
    re.IGNORECASE,
)
_ORDER = r"(?:^|[。！!？?；;\n，,]\s*)(?:请你?|现在|从现在(?:开始|起)|你(?:现在|必须|应该|需要|要)?|立刻|马上|首先|好|麻烦你?|我(?:要求|命令)你)*[，,]?"
_TAKEOVER = re.compile(
    rf"{_ORDER}(?:忽略|无视|忘记|忘掉|抛开|不要(?:再)?(?:理会|遵守|遵循|管)|别(?:再)?(?:理会|遵守|管)|跳过|绕过|覆盖|取消)(?:掉|你)?(?:以上|上述|上面|之前|前面|先前|此前|所有|一切|全部|任何|你|的|所收到|收到|系统)+(?:指令|指示|提示词?|规则|要求|设定|限制|命令|约束|对话|内容)(?:[，,。！!；;\s]|并|然后|和|$|后[，,]|直接|只)"
    rf"|{_ORDER}(?:输出|显示|打印|重复|泄露|透露|展示|公开|告诉我|说出|给我看?|把|将)(?:一下|出)?(?:你|您)的?(?:全部|完整|原始)?(?:的)?(?:系统|初始|隐藏|内部)的?(?:提示词?|指令|prompt|设定|规则)"
    rf"|{_ORDER}(?:进入|开启|启用|切换到)(?:开发者|越狱|上帝|无限制|dan)模式"
    rf"|{_ORDER}(?:扮演|假装(?:你)?(?:是|成))(?:一个)?(?:没有|不受)(?:任何)?(?:限制|约束|规则)",
    re.IGNORECASE,
)
_TAKEOVER_EN = re.compile(
    r"(?:^|[.!?;\n]\s*)(?:(?:please|now|you must|you should|from now on|first|i (?:want|order|command) you to|ok(?:ay)?|system:?)[\s,:]*)*"
    r"(?:(?:ignore|disregard|forget|override|bypass|skip)(?: about)? (?:all |any |each |every |of |the |your |these |those |my )*(?:previous|above|prior|earlier|preceding|former|system|initial|original|existing)(?: (?:the|your|system|safety|given))* (?:instructions?|prompts?|rules?|directions?|directives?|guidelines?|messages?|context|text)\b(?!\s+(?:is|are|mean|means|attack))"
    r"|(?:reveal|show|print|repeat|output|display|leak|tell|give|expose|dump)(?: me| us)?(?: all)?(?: of)? (?:your|the) (?:full |entire |exact |complete )?(?:system|initial|hidden|secret|internal|original) (?:prompt|instructions?|message|rules)"
    r"|(?:enter|enable|activate|switch to) (?:developer|jailbreak|god|dan|unrestricted) mode|(?:act|behave|respond) as (?:if you (?:have|had) no|an? (?:unrestricted|unfiltered)|dan\b))",
    re.IGNORECASE,
)
_ABOUT_IT = re.compile(
    r"什么是|是什么意思|怎么(?:防|办|处理|识别)|如何(?:防|识别|处理)|为什么|what (?:is|are|does)|how (?:do|to|can|does)|why\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“「『\"‘].*?[”」』\"’]", re.DOTALL)
_SPLIT = re.compile(r"[，,。.！!？?；;、~～…\s]+")


def small_talk(text: str, lang: Lang) -> str:
    """What to say to a message that asks nothing of the documents, in its language; empty for a question."""
    name = manner(text)
    return in_script_of(say(f"reply_{name}", lang), text) if name else ""


def manner(text: str) -> str:
    """Which kind of small talk a message is (`greeting`, `thanks`, …); empty if it may be a question."""
    plain = simplified(text)
    unquoted = _QUOTED.sub("", plain)
    if (_TAKEOVER.search(unquoted) or _TAKEOVER_EN.search(unquoted)) and not _ABOUT_IT.search(unquoted[:20]):
        return "instruction"
    if len(plain) > _LONGEST:
        return ""
    if _TASK.match(unquoted) or _TASK_EN.match(unquoted):
        return "task"
    return _all_small(plain)


def _all_small(plain: str) -> str:
    """The kind of the last clause, if the message as a whole or each of its clauses is small talk."""
    bare = "".join(char for char in plain if char.isalnum() or char in " '’-" or has_han(char)).strip()
    if whole := _kind(bare):
        return whole
    clauses = [clause for clause in _clauses(plain) if any(char.isalnum() for char in clause)]
    kinds = [_kind(clause) for clause in clauses]
    return max(kinds, key=_WEIGHT.index) if kinds and all(kinds) else ""


def _clauses(plain: str) -> list[str]:
    parts = _SPLIT.split(plain) if has_han(plain) else re.split(r"[,.!?;~…]+", plain)
    return [re.sub(r"[^\w'’\- ]+", "", part).strip() for part in parts]


def _kind(clause: str) -> str:
    return next((name for name, pattern in _CLAUSES if pattern.fullmatch(clause.strip())), "")


_WEIGHT = ("", "greeting", "praise", "thanks", "farewell", "abuse", "ability", "identity")
