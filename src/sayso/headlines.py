"""Mends parses of headlines in which a present-tense verb was read as a noun ("militias attack protesters").

Taggers take a base form between two plural nouns for part of a name, and a form in -s behind a singular noun for its
plural. Where such a word is a verb of the codebook, and nothing else in what is told can be the verb, the tree is
rebuilt around it. Who says so at the end ("..., doctors say") keeps a clause of its own. All offsets stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.codebook.senses import Lexicon
from sayso.syntax import Parse, Token

_PLURAL = frozenset({"NNS", "NNPS"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_STARTS_OBJECT = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "PRON"})
_INSIDE_NAME = frozenset({"compound", "amod", "nmod"})
_BREAKS = frozenset({",", "-", ":", ";"})
_JOINS = frozenset({",", "and", "&"})
_LOOSE = frozenset({"dep", "npadvmod", "nmod", "appos", "advmod"})
_ACTING_CLASSES = ("people", "groups", "fighters", "police", "protesters")
_ACTING_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_TRUE_AUXILIARIES = frozenset({"is", "has", "does"})
_ENDS = frozenset({".", "!", "?", '"'})
_MAX_NAME = 5  # words of one of two joined names
_MAX_TAIL = 8  # words of a source at the end of a headline; the longest in the papers read has seven


def mend_headlines(parses: Sequence[Parse], lexicon: Lexicon) -> tuple[Parse, ...]:
    """The parses, each with a verb of the codebook brought out where it was hidden in a name."""
    return tuple(mend_headline(parse, lexicon) for parse in parses)


def mend_headline(parse: Parse, lexicon: Lexicon) -> Parse:
    """The parse with a hidden verb brought out, or the same parse; mending twice changes nothing more."""
    for mend in (_set_source_apart, _mend_auxiliary, _mend_infinitive, _mend_name, _bring_out, _join_subjects):
        mended = mend(parse, lexicon)
        # Where the parser was wrong in more places than one, moving a word can close a circle: then nothing is moved.
        parse = mended if mended is parse or mended.is_tree() else parse
    return parse


def _set_source_apart(parse: Parse, _: Lexicon) -> Parse:
    """A source behind a dash at the end ("... - rights group") taken out of the phrase before it."""
    dash = next((token.index for token in parse.tokens if token.text == "-" and _stands_free(parse, token)), 0)
    tail = parse.tokens[dash + 1 :]
    if dash == 0 or not 0 < len(tail) <= _MAX_TAIL or any(_is_verb(token) or token.pos == "VERB" for token in tail):
        return parse
    left = [token for token in parse.tokens[:dash] if token.head >= dash]
    top = parse.tokens[_top(parse, dash + 1, dash, len(parse.tokens))]
    if not left or top.head >= dash or parse.tokens[dash - 1].pos not in ("NOUN", "PROPN", "NUM"):
        return parse
    tokens = list(parse.tokens)
    for each in left:
        tokens[each.index] = replace(each, head=dash - 1)
    tokens[dash - 1] = replace(tokens[dash - 1], dep=top.dep, head=top.head)
    root = next(token.index for token in parse.tokens if token.head == token.index)
    tokens[top.index] = replace(top, dep="dep", head=root)
    return Parse(parse.sentence, tuple(tokens), parse.entities)


def _stands_free(parse: Parse, token: Token) -> bool:
    last = len(parse.tokens) - 1
    if not 0 < token.index < last:
        return False
    return parse.tokens[token.index - 1].end < token.start and token.end < parse.tokens[token.index + 1].start


def _mend_auxiliary(parse: Parse, lexicon: Lexicon) -> Parse:
    """A form in -s read as an auxiliary of its own object ("union threatens strike") made the verb."""
    for token in parse.tokens:
        noun = parse.tokens[token.head]
        wrong = token.dep == "aux" and token.tag == "VBZ" and _is_event_verb(token, lexicon)
        if not wrong or noun.index != token.index + 1 or noun.lower not in lexicon.nouns:
            continue
        tokens = list(parse.tokens)
        on_top = noun.head == noun.index
        tokens[token.index] = replace(token, dep=noun.dep, head=token.index if on_top else noun.head)
        for each in parse.children(noun.index):
            if each.index != token.index:
                tokens[each.index] = replace(each, head=token.index)
        tokens[noun.index] = replace(noun, pos="NOUN", tag="NN", dep="dobj", head=token.index)
        return Parse(parse.sentence, tuple(tokens), parse.entities)
    return parse


def _mend_infinitive(parse: Parse, lexicon: Lexicon) -> Parse:
    """Somebody read as an infinitive behind "to" ("grants asylum to blogger") made its object."""
    for token in parse.tokens:
        below = parse.children(token.index)
        bare = token.dep == "xcomp" and token.tag == "VB" and [each.lower for each in below] == ["to"]
        if not bare or not lexicon.in_class(token.lower, "people") or token.lower in lexicon.verbs:
            continue
        tokens = list(parse.tokens)
        tokens[below[0].index] = replace(below[0], pos="ADP", tag="IN", dep="prep", head=token.head)
        tokens[token.index] = replace(token, pos="NOUN", tag="NN", dep="pobj", head=below[0].index)
        return Parse(parse.sentence, tuple(tokens), parse.entities)
    return parse


def _mend_name(parse: Parse, lexicon: Lexicon) -> Parse:
    """A name read as somebody else than the noun behind it ("accused Hausa tribesmen") made part of its phrase.

    Verbs of accusing and blaming give nothing to anybody, so that they have one object.
    """
    for token in parse.tokens[:-1]:
        after, verb = parse.tokens[token.index + 1], parse.tokens[token.head]
        one_object = lexicon.in_class(verb.lower, "charging") or lexicon.in_class(verb.lemma, "blaming")
        is_read_apart = token.dep == "dative" and token.pos == "PROPN" and not parse.children(token.index)
        if is_read_apart and one_object and after.dep == "dobj" and after.head == verb.index:
            tokens = list(parse.tokens)
            tokens[token.index] = replace(token, dep="compound", head=after.index)
            return Parse(parse.sentence, tuple(tokens), parse.entities)
    return parse


def _is_event_verb(token: Token, lexicon: Lexicon) -> bool:
    return token.lower in lexicon.verbs and token.lower not in _TRUE_AUXILIARIES


def _bring_out(parse: Parse, lexicon: Lexicon) -> Parse:
    told = _end_of_told(parse)
    if any(_is_verb(token) and not _is_relative(parse, token) for token in parse.tokens[:told]):
        return parse
    for token in parse.tokens[1:told]:
        if token.lower not in lexicon.verbs or (token.pos in ("VERB", "AUX") and token.dep not in _INSIDE_NAME):
            continue
        if _is_hidden(parse, token, lexicon):
            return _rebuild(parse, token, lexicon)
        if _acts(parse, token, told, lexicon):
            return _rebuild_flat(parse, token, told)
    return parse


def _is_verb(token: Token) -> bool:
    return token.tag in _FINITE and token.dep not in _INSIDE_NAME


def _is_relative(parse: Parse, token: Token) -> bool:
    """True for the verb of a relative clause and its auxiliaries, which is never the verb of the sentence."""
    clause = parse.tokens[token.head] if token.dep in ("aux", "auxpass") else token
    return clause.dep == "relcl"


def _end_of_told(parse: Parse) -> int:
    """Where what is told ends: before a source that stands with its verb at the end, else after the last word."""
    end = len(parse.tokens)
    last = end - 1
    while last > 0 and parse.tokens[last].pos == "PUNCT":
        last -= 1
    verb = parse.tokens[last] if last > 0 else None
    if verb is None or verb.dep != "ROOT" or verb.tag not in _FINITE:
        return end
    for index in range(last - 1, max(0, last - _MAX_TAIL), -1):
        if parse.tokens[index].text in _BREAKS:
            subject = parse.child(verb.index, "nsubj")
            return index if subject is not None and subject.index > index else end
    return end


def _is_hidden(parse: Parse, token: Token, lexicon: Lexicon) -> bool:
    before = parse.tokens[token.index - 1]
    after = parse.tokens[token.index + 1] if token.index + 1 < len(parse.tokens) else None
    if before.pos not in ("NOUN", "PROPN"):
        return False
    if token.dep in _INSIDE_NAME and token.head > token.index:
        if _far_subject(parse, token, lexicon) is not None:
            return True
        return _joins(parse, before, token) and _agrees(parse, before, token, lexicon)
    if token.dep != "ROOT" or before.head != token.index:
        return False
    ends = after is None or after.pos in ("ADP", "PUNCT", "ADV") or after.pos in _STARTS_OBJECT
    return ends and _agrees(parse, before, token, lexicon)


def _joins(parse: Parse, before: Token, token: Token) -> bool:
    """True where both words stand in the same noun phrase."""
    return before.head in (token.index, token.head) and parse.tokens[token.head].pos in ("NOUN", "PROPN")


def _agrees(parse: Parse, before: Token, token: Token, lexicon: Lexicon) -> bool:
    """A plural, or two joined, take the base form; a singular name takes the form in -s."""
    if token.lower.endswith("s"):
        return before.tag in ("NNP", "NN") and token.tag in ("NN", "NNS", "NNPS", "NNP", "VBZ")
    joined = before.index > 1 and parse.tokens[before.index - 1].lower in _JOINS
    plural = before.tag in _PLURAL or joined or lexicon.in_class(before.lower, "collectives")
    return plural and token.tag not in _PLURAL


def _acts(parse: Parse, token: Token, told: int, lexicon: Lexicon) -> bool:
    """True for a form between somebody who could act and what could be its object, however it was parsed."""
    before = parse.tokens[token.index - 1]
    after = parse.tokens[token.index + 1] if token.index + 1 < told else None
    if after is None or after.pos not in _STARTS_OBJECT or before.pos not in ("NOUN", "PROPN"):
        return False
    actor = before.entity in _ACTING_NAMES or any(lexicon.in_class(before.lemma, name) for name in _ACTING_CLASSES)
    return actor and _agrees(parse, before, token, lexicon)


def _far_subject(parse: Parse, token: Token, lexicon: Lexicon) -> Token | None:
    """A plural subject with a phrase of its own before the verb ("People from all parts stage protests")."""
    noun = parse.tokens[token.head]
    above = parse.tokens[noun.head]
    if noun.dep == "pobj" and above.dep == "prep":
        above = parse.tokens[above.head]
    elif noun.dep != "appos":
        return None
    is_top = above.dep == "ROOT" and above.index < token.index - 1 and above.pos in ("NOUN", "NUM")
    object_is_event = noun.lower in lexicon.nouns and token.lower in lexicon.light_verbs
    if is_top and _agrees(parse, above, token, lexicon) and (noun.dep == "pobj" or object_is_event):
        return above
    return None


def _rebuild(parse: Parse, token: Token, lexicon: Lexicon) -> Parse:
    """The tree with `token` as a verb: what stood before it is its subject, what it stood before its object."""
    verb, before, old = token.index, token.index - 1, token.head
    noun = parse.tokens[old]
    far = _far_subject(parse, token, lexicon) if old != verb else None
    subject = far.index if far is not None else before
    outside = noun.head in (old, verb) or far is not None
    tokens = list(parse.tokens)
    dep, head = ("ROOT", verb) if outside else ("ccomp" if noun.dep == "dep" else noun.dep, noun.head)
    tokens[verb] = _as_verb(token, dep, head)
    for each in parse.tokens[:verb]:
        if each.head in (old, verb) and each.index != before:
            tokens[each.index] = replace(each, head=before)
    if far is not None and noun.dep == "pobj":
        tokens[before] = replace(tokens[before], dep="pobj", head=noun.head)
    tokens[subject] = replace(tokens[subject], dep="nsubj", head=verb)
    if old != verb:
        _make_object(parse, tokens, old, verb)
    return _renewed(parse, tokens, verb)


def _rebuild_flat(parse: Parse, token: Token, told: int) -> Parse:
    """The tree with `token` as the main verb between the phrase before it and the phrase after it."""
    verb, before = token.index, token.index - 1
    tokens = list(parse.tokens)
    tail = next((each.index for each in parse.tokens[told:] if each.dep == "ROOT"), verb)
    tokens[verb] = _as_verb(token, "ROOT" if tail == verb else "ccomp", tail)
    for each in parse.tokens[:told]:
        on_left = each.index < verb
        stays = each.head < verb if on_left else verb < each.head < told
        if each.index != verb and (not stays or each.head == each.index):
            dep = "dep" if each.dep == "ROOT" else each.dep
            tokens[each.index] = replace(each, dep=dep, head=before if on_left else verb)
    tokens[before] = replace(tokens[before], dep="nsubj", head=verb)
    noun = _top(parse, verb + 1, verb, told)
    _make_object(parse, tokens, noun, verb)
    return _renewed(parse, tokens, verb)


def _make_object(parse: Parse, tokens: list[Token], noun: int, verb: int) -> None:
    """Hangs the object on its verb, and what came of it (", killing 30") on the verb too."""
    tokens[noun] = replace(tokens[noun], dep="dobj", head=verb)
    for each in parse.children(noun, "advcl", "acl"):
        if each.dep == "advcl" or parse.tokens[each.index - 1].text == ",":
            tokens[each.index] = replace(each, dep="advcl", head=verb)


def _top(parse: Parse, index: int, low: int, high: int) -> int:
    """The highest token above one that still lies between two places."""
    while low < parse.tokens[index].head < high and parse.tokens[index].head != index:
        index = parse.tokens[index].head
    return index


def _as_verb(token: Token, dep: str, head: int) -> Token:
    tag = "VBZ" if token.lower.endswith("s") else "VBP"
    return replace(token, pos="VERB", tag=tag, dep=dep, head=head, entity="")


def _renewed(parse: Parse, tokens: list[Token], verb: int) -> Parse:
    entities = tuple(e for e in parse.entities if not e.first <= verb < e.end)
    return Parse(parse.sentence, tuple(tokens), entities)


def _join_subjects(parse: Parse, _: Lexicon) -> Parse:
    """Two subjects with a bare comma between them ("Kenya, Uganda sign deal"), joined as "and" would join them."""
    comma = next((token.index for token in parse.tokens[:_MAX_NAME] if token.text == ","), 0)
    if comma == 0 or parse.tokens[-1].text in _ENDS:
        return parse
    first = parse.tokens[_top(parse, 0, -1, comma)]
    second = _subject_after(parse, comma)
    if second is None or any(_top(parse, index, -1, comma) != first.index for index in range(comma)):
        return parse
    verb = parse.tokens[second.head]
    loose = first.dep in _LOOSE and first.head in (verb.index, second.index)
    on_top = first.dep == "ROOT" and verb.head == first.index
    if not (loose or on_top) or first.pos not in ("NOUN", "PROPN") or first.entity in ("DATE", "TIME"):
        return parse
    tokens = list(parse.tokens)
    if on_top:
        tokens[verb.index] = replace(verb, dep="ROOT", head=verb.index)
    tokens[first.index] = replace(first, dep="nsubj", head=verb.index)
    tokens[second.index] = replace(second, dep="conj", head=first.index)
    return Parse(parse.sentence, tuple(tokens), parse.entities)


def _subject_after(parse: Parse, comma: int) -> Token | None:
    """The subject whose phrase begins right after a comma and ends right before its plural or past verb."""
    for token in parse.tokens[comma + 1 : comma + _MAX_NAME]:
        if token.dep == "nsubj" and token.head == token.index + 1:
            verb, phrase = parse.tokens[token.head], parse.subtree(token.index)
            starts = phrase[0] == comma + 1 and parse.tokens[phrase[0]].pos != "DET"
            return token if starts and verb.tag in ("VBP", "VBD") else None
    return None
