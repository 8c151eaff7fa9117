"""What a number of people is a number of: killed, injured, arrested ..., told by the words that govern it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sayso.quantities.numbers import Number
from sayso.quantities.words import QuantityLexicon
from sayso.syntax import Parse, Token

# Where one person is told to have met two fates ("was shot and killed"), the first of these is the kind.
# Hit by a shot or a blade, with the outcome open.
HIT = "hit"
_ORDER = ("killed", "injured", HIT, "abducted", "arrested", "displaced", "participants")
_HURT = ("injured", HIT)
_SUBJECTS = ("nsubj", "nsubjpass")


def find_kind(parse: Parse, lowers: Sequence[str], number: Number, lexicon: QuantityLexicon) -> str | None:
    """The kind of a number of people, or None where no word governs it that tells one."""
    anchor = parse.tokens[number.anchor]
    noun = anchor if number.noun is None else parse.tokens[number.noun]
    return (
        _kind_next_to(lowers, number, lexicon)
        or kind_of_token(parse, anchor, lexicon)
        or (_kind_by_neighbours(lowers, number, lexicon) if number.noun is None or number.people else None)
        or (HIT if is_told_wounded(lowers, number.first, number.of_end, lexicon) else None)
        or lexicon.forms.get((noun.lower, "counted"))
    )


def _kind_next_to(lowers: Sequence[str], number: Number, lexicon: QuantityLexicon) -> str | None:
    """The kind of a number in a list of fates: `killed seven and kidnapped 15`, `10 killed and 30 others wounded`."""
    before = lowers[number.first - 1] if number.first else ""
    if number.first > 1 and lowers[number.first - 2] in ("and", ",", "but"):
        kind = lexicon.forms.get((before, "done"))
        if kind is not None:
            return kind
    after = lowers[number.of_end] if number.of_end < len(lowers) else ""
    if after == "fatally" and lowers[number.of_end + 1 : number.of_end + 2] != ["wounded"]:
        return "killed"
    noun = "" if number.noun is None else lowers[number.noun]
    return lexicon.forms.get((noun, "states")) or lexicon.forms.get((after, "states"))


def is_told_wounded(lowers: Sequence[str], first: int, after: int, lexicon: QuantityLexicon) -> bool:
    """True for wounds or a hospital in the words after a noun phrase: `were taken to hospital`, `with gunshot wounds`.

    The phrase is tokens `[first, after)`; the word before it may be the one that takes them there (`sent five to ...`).
    """
    if first and lowers[first - 1] in lexicon.wounded_by:
        return any(word in lexicon.wounds for word in lowers[after : after + 5])
    stop = min(after + 9, len(lowers))
    begin = next((at for at in range(after, min(after + 6, stop)) if lowers[at] in lexicon.wounded_by), None)
    if begin is not None and lowers[begin : begin + 2] == ["in", "front"]:
        return False
    return begin is not None and any(lowers[at] in lexicon.wounds for at in range(begin, stop))


def kind_of_token(parse: Parse, token: Token, lexicon: QuantityLexicon, *, depth: int = 0) -> str | None:
    """The kind that a noun (or a number that stands for one) gets from its modifiers and from what governs it."""
    kinds = [*_from_modifiers(parse, token, lexicon), *_from_governor(parse, token, lexicon)]
    if kinds:
        return _strongest(kinds)
    if token.dep in ("conj", "appos", "nummod", "nmod", "compound", "quantmod") and depth < 3:
        return kind_of_token(parse, parse.tokens[token.head], lexicon, depth=depth + 1)
    return None


def kinds_of_verb(parse: Parse, verb: Token, lexicon: QuantityLexicon, *, passive: bool) -> list[str]:
    """The kinds that a verb and the verbs coordinated with it give their common object (or passive subject)."""
    kinds = []
    for each in _sharing_verbs(parse, verb, *_SUBJECTS, "dobj"):
        if parse.child(each.index, "neg") is not None:
            continue
        kind = lexicon.forms.get((each.lower, "done"))
        if kind is None and passive:
            kind = lexicon.forms.get((each.lower, "own")) or _state_kind(parse, each, lexicon)
        if kind is not None:
            kinds.append("killed" if kind in _HURT and is_fatal(parse, each, lexicon) else kind)
    return kinds


def _sharing_verbs(parse: Parse, verb: Token, *own: str) -> Iterator[Token]:
    """The verb and those coordinated with it that have nothing of their own in the relations `own`."""
    yield verb
    for child in parse.children(verb.index, "conj"):
        if not parse.children(child.index, *own):
            yield from _sharing_verbs(parse, child, *own)


def is_fatal(parse: Parse, verb: Token, lexicon: QuantityLexicon) -> bool:
    """True for `fatally shot`, `shot dead`, `stabbed to death`."""
    near = [token.lower for token in parse.tokens[max(verb.index - 1, 0) : verb.index + 3]]
    ends = (parse.child(each.index, "pobj") for each in parse.children(verb.index, "prep") if each.lower == "to")
    if "none" in near:
        return False
    return any(word in lexicon.fatal for word in near if word != verb.lower) or any(
        end is not None and end.lower in lexicon.fatal for end in ends
    )


def _from_modifiers(parse: Parse, token: Token, lexicon: QuantityLexicon) -> Iterator[str]:
    """`12 people killed in ...`, `three wounded soldiers`, `five who died`."""
    if token.lower in lexicon.struck:
        before = (lexicon.forms.get((child.lower, "acts")) for child in parse.children(token.index, "compound", "amod"))
        yield from (kind for kind in before if kind is not None)
    for child in parse.children(token.index, "amod", "acl", "relcl", "acomp", "advcl", "appos", "nmod"):
        if child.dep == "relcl" and parse.children(child.index, "dobj"):
            continue
        if child.dep == "relcl":
            yield from _from_subject(parse, child, lexicon, headline=False)
        elif child.tag in ("VBN", "VBD", "JJ", "NN", "NNP", "NNS") and child.dep in ("amod", "acl"):
            yield from kinds_of_verb(parse, child, lexicon, passive=True)
            state = lexicon.forms.get((child.lower, "states"))
            if state is not None:
                yield state


def _from_governor(parse: Parse, token: Token, lexicon: QuantityLexicon) -> Iterator[str]:
    if token.head == token.index:
        return
    head = parse.tokens[token.head]
    if token.dep in _SUBJECTS:
        yield from _from_subject(parse, head, lexicon, passive=token.dep == "nsubjpass")
    elif token.dep in ("dobj", "dative", "oprd", "attr", "npadvmod"):
        yield from kinds_of_verb(parse, head, lexicon, passive=False)
        toll = _toll_kind(parse, head, lexicon)
        if toll is not None:
            yield toll
        if head.lower in lexicon.linking:
            kind = _state_kind(parse, head, lexicon) or _state_kind(parse, token, lexicon)
            if kind is not None:
                yield kind
    elif token.dep == "pobj" and head.head != head.index:
        kind = _from_preposition(parse, head, lexicon)
        if kind is not None:
            yield kind
    elif token.dep == "poss" and (head.lower, "acts") in lexicon.forms:
        yield kind_of_act(parse, head, lexicon)
    elif token.dep == "poss" and head.lower == "body" and parse.tokens[head.head].lower in lexicon.finds:
        yield "killed"


def _from_subject(
    parse: Parse, verb: Token, lexicon: QuantityLexicon, *, passive: bool = False, headline: bool = True
) -> Iterator[str]:
    """The kinds that a verb gives its subject; a headline may leave out the passive's auxiliary (`man shot in bar`)."""
    own = _own_kind(parse, verb, lexicon)
    if own is not None:
        yield own
    yield from _from_later_verbs(parse, verb, lexicon)
    bare = (
        headline
        and verb.tag in ("VBN", "VBD")
        and not any(parse.children(each.index, "dobj") for each in parse.conjuncts(verb.index))
    )
    subject = parse.child(verb.index, "nsubj")
    bare = bare and not (subject is not None and subject.tag == "PRP")
    bare = bare and not any(token.lower in lexicon.reflexives for token in parse.tokens[verb.index : verb.index + 3])
    if passive or parse.children(verb.index, "auxpass", "nsubjpass") or bare:
        yield from kinds_of_verb(parse, verb, lexicon, passive=True)
    state = lexicon.forms.get((verb.lower, "states")) if verb.pos in ("ADJ", "NOUN") else None
    state = state or _state_kind(parse, verb, lexicon)
    if state is not None:
        yield state


def _from_later_verbs(parse: Parse, verb: Token, lexicon: QuantityLexicon) -> Iterator[str]:
    """The kinds that verbs which share the subject give it: `was hit and pronounced dead`, `hurt after being shot`."""
    for each in _sharing_verbs(parse, verb, *_SUBJECTS):
        if each.index != verb.index:
            own = _own_kind(parse, each, lexicon)
            if own is not None:
                yield own
            if parse.child(each.index, "auxpass") is not None:
                yield from kinds_of_verb(parse, each, lexicon, passive=True)
    if _moves_wounded(parse, verb, lexicon):
        yield HIT
    for preposition in parse.children(verb.index, "prep"):
        inner = parse.child(preposition.index, "pcomp")
        if inner is not None and parse.child(inner.index, "auxpass") is not None:
            yield from kinds_of_verb(parse, inner, lexicon, passive=True)


def _moves_wounded(parse: Parse, verb: Token, lexicon: QuantityLexicon) -> bool:
    """`was taken to a hospital`, however far the subject stands from its verb."""
    if verb.lower not in lexicon.wounded_by or verb.tag not in ("VBN", "VBD"):
        return False
    below = [parse.tokens[at].lower for at in parse.subtree(verb.index) if verb.index < at <= verb.index + 8]
    return any(word in lexicon.wounds for word in below)


def _own_kind(parse: Parse, verb: Token, lexicon: QuantityLexicon) -> str | None:
    """The kind that a verb, or a verb with its next word ("took part", "turned out"), gives its subject."""
    phrases = (f"{verb.lower} {child.lower}" for child in parse.children(verb.index, "dobj", "prt", "xcomp", "conj"))
    found = (lexicon.forms.get((words, "own")) for words in (verb.lower, *phrases))
    return next((kind for kind in found if kind is not None), None)


def _state_kind(parse: Parse, verb: Token, lexicon: QuantityLexicon) -> str | None:
    """The kind of a state that a verb links to: `was found dead`, `left three wounded`."""
    for child in parse.children(verb.index, "acomp", "oprd", "attr", "xcomp", "ccomp", "advmod", "advcl", "amod"):
        if child.dep in ("ccomp", "advcl") and parse.children(child.index, *_SUBJECTS):
            continue
        kind = lexicon.forms.get((child.lower, "states"))
        if kind is None and child.dep in ("xcomp", "oprd") and child.tag == "VBN":
            kind = next(iter(kinds_of_verb(parse, child, lexicon, passive=False)), None)
        if kind is not None:
            return kind
    return None


def _from_preposition(parse: Parse, preposition: Token, lexicon: QuantityLexicon) -> str | None:
    """`the death of 12`, `a toll of 14`, `the toll rises to 14`."""
    head = parse.tokens[preposition.head]
    if head.pos == "ADP":
        head = parse.tokens[head.head]
    if preposition.lower == "of" and (head.lower, "acts") in lexicon.forms:
        return kind_of_act(parse, head, lexicon)
    if (head.lower, "tolls") in lexicon.forms:
        return lexicon.forms[head.lower, "tolls"]
    if preposition.lower in ("to", "at", "from", "about") and head.pos == "VERB":
        return _toll_kind(parse, head, lexicon)
    return None


def _toll_kind(parse: Parse, verb: Token, lexicon: QuantityLexicon) -> str | None:
    """The kind of the toll that a verb gives a figure: `put the toll at 31`, `the crowd numbered 2,000`."""
    named = (_tolled(parse, each, lexicon) for each in parse.children(verb.index, *_SUBJECTS, "dobj"))
    return next((kind for kind in named if kind is not None), None)


def _tolled(parse: Parse, noun: Token, lexicon: QuantityLexicon) -> str | None:
    """The kind of a noun whose figure is the number: `the crowd`, `the number of marchers`."""
    if noun.lower == "number":
        inner = (parse.child(of.index, "pobj") for of in parse.children(noun.index, "prep") if of.lower == "of")
        counted = (lexicon.forms.get((each.lower, "counted")) for each in inner if each is not None)
        return next((kind for kind in counted if kind is not None), None)
    return lexicon.forms.get((noun.lower, "tolls"))


def kind_of_act(parse: Parse, act: Token, lexicon: QuantityLexicon) -> str:
    """`the shooting death of`, `the fatal shooting of` tell of a death."""
    kind = lexicon.forms[act.lower, "acts"]
    before = [child.lower for child in parse.children(act.index, "amod", "compound", "nmod")]
    return "killed" if kind in _HURT and any(word in lexicon.deadly for word in before) else kind


def _kind_by_neighbours(lowers: Sequence[str], number: Number, lexicon: QuantityLexicon) -> str | None:
    """The kind told by the words right after or before, where the parse shows none (headlines, capitals)."""
    begin = number.end if number.noun is None else number.of_end
    return kind_after(lowers, begin, lexicon) or _kind_before(lowers, number, lexicon)


# How far a fate may stand behind the noun ("three people, all of them guards, were reportedly killed"), in words.
_REACH = 8


def kind_after(lowers: Sequence[str], begin: int, lexicon: QuantityLexicon) -> str | None:
    """The kind that the words from token `begin` on give the people told of right before."""
    if begin < len(lowers) and lowers[begin] in lexicon.fatal:
        return "killed"
    after, stop = begin, min(begin + _REACH, len(lowers))
    while after < stop and lowers[after] in lexicon.between:
        after += 1
    passed = lowers[begin:after]
    if after == stop or passed.count(",") > 1 or lowers[after].endswith(("ing", "s")):
        return None
    uses = ("done", "states", "own")
    if not lexicon.linking.isdisjoint(passed) or lexicon.doers.isdisjoint(passed):
        kind = next((k for use in uses if (k := lexicon.forms.get((lowers[after], use))) is not None), None)
    else:
        kind = lexicon.forms.get((lowers[after], "own"))
    near = [word for word in lowers[after - 1 : after + 3] if word != lowers[after]]
    fatal = "none" not in near and any(
        word in lexicon.fatal or lexicon.forms.get((word, "done")) == "killed" for word in near
    )
    return "killed" if kind in _HURT and fatal else kind


def _kind_before(lowers: Sequence[str], number: Number, lexicon: QuantityLexicon) -> str | None:
    before = lowers[max(number.first - 5, 0) : number.first]
    if before[-1:] == [":"] and len(before) > 1:
        return lexicon.forms.get((before[-2], "states")) or lexicon.forms.get((before[-2], "done"))
    if before[-1:] == ["of"] and len(before) > 1:
        return lexicon.forms.get((before[-2], "acts"))
    tolls = (lexicon.forms.get((word, "tolls")) for word in before)
    return next((kind for kind in tolls if kind is not None), None) or lexicon.forms.get(((before or [""])[-1], "done"))


def _strongest(kinds: Sequence[str]) -> str:
    return next(kind for kind in _ORDER if kind in kinds)
