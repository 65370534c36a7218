"""Irregular forms of English words, which no ending tells: grown is a form of grow, children of child."""

_IRREGULAR = """
    arise arose arisen, awake awoke, bear bore borne, beat beaten, become became, begin began begun, bend bent,
    bind bound, bite bit bitten, bleed bled, blow blew blown, break broke broken, breed bred, bring brought, build built,
    burn burnt, buy bought, catch caught, child children, choose chose chosen, come came, creep crept,
    criterion criteria, deal dealt, dig dug, draw drew drawn, drink drank drunk, drive drove driven, eat ate eaten,
    fall fell fallen, feed fed, feel felt, fight fought, find found, flee fled, fly flew flown, foot feet,
    forbid forbade forbidden, forget forgot forgotten, forgive forgave forgiven, freeze froze frozen, give gave given,
    go went gone, goose geese, grind ground, grow grew grown, half halves, hang hung, hear heard, hide hid hidden,
    hold held, keep kept, knife knives, know knew known, lay laid, lead led, leaf leaves, learn learnt, leave left,
    lend lent, life lives, lie lain, light lit, lose lost, make made, man men, mean meant, medium media, meet met,
    mistake mistook mistaken, mouse mice, overcome overcame, oversee oversaw overseen, pay paid,
    phenomenon phenomena, ride rode ridden, ring rang rung, rise rose risen, run ran, see saw seen, seek sought,
    sell sold, send sent, shake shook shaken, shelf shelves, shine shone, shoot shot, show shown, shrink shrank shrunk,
    sing sang sung, sink sank sunk, sit sat, sleep slept, speak spoke spoken, speed sped, spend spent, spin spun,
    spring sprang sprung, stand stood, steal stole stolen, stick stuck, strike struck, swear swore sworn, sweep swept,
    swim swam swum, swing swung, teach taught, tear tore torn, thief thieves, think thought, throw threw thrown,
    tooth teeth, undergo underwent undergone, understand understood, undertake undertook undertaken, wake woke woken,
    wear wore worn, weave wove woven, wife wives, win won, wolf wolves, woman women, withdraw withdrew withdrawn,
    write wrote written
"""
_BASES = {
    form: base
    for base, *forms in (entry.split() for entry in _IRREGULAR.replace("\n", " ").split(","))
    for form in forms
}


def base_of(word: str) -> str:
    """The word that an irregular form of lower-case letters belongs to; any other word as it is."""
    return _BASES.get(word, word)
