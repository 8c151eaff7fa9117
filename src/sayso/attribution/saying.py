"""Cues of saying, thinking and wanting in one sentence: who, with which words, and what (part of the attribution step).

What counts is the dependency tree: a cue verb with a content clause, an infinitive, an object or a phrase after a
preposition; a parenthesis ("..., she said, ..."); nouns and adjectives with a clause; "according to"; "reportedly".
A cue that finds no content of its own is kept, since a quotation beside it may fill it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sayso.attribution.cue_words import SayingLexicon
from sayso.attribution.subjects import all_before, can_speak, clause_around, cue_tokens, find_speaker, trim
from sayso.syntax import Parse, Token


@dataclass(frozen=True, slots=True)
class Saying:
    """One cue in one sentence; all numbers are token indices.

    `speaker` is the head of the source, `source` all its tokens; both are empty where nobody is named. `content` is
    empty where only a quotation could fill it. `host` is the head of the saying that cites this source.
    """

    sentence: int
    head: int
    cue: tuple[int, ...]
    speaker: int | None = None
    source: tuple[int, ...] = ()
    content: tuple[int, ...] = ()
    host: int | None = None


def find_sayings(parse: Parse, lexicon: SayingLexicon) -> list[Saying]:
    """All cues of a sentence in order, with or without content."""
    found = []
    for token in parse.tokens:
        for find in _FINDERS.get(token.pos, ()):
            saying = find(parse, token, lexicon)
            if saying is not None:
                found.append(saying)
                break
    return found


# ---------------------------------------------------------------- verbs


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a frame found: content tokens, further cue tokens, and whether the subject is part of the content."""

    content: list[int]
    cue: tuple[int, ...] = ()
    unattributed: bool = False


def _find_verb(parse: Parse, verb: Token, lexicon: SayingLexicon) -> Saying | None:
    cited = _find_cited(parse, verb, lexicon)
    if cited is not None:
        return cited
    for frame in _VERB_FRAMES:
        found = frame(parse, verb, lexicon)
        if found is not None:
            saying = _build(parse, verb, found)
            return saying if _is_somebodys(parse, verb, saying, lexicon) else None
    if verb.lemma in lexicon.verbs.clause or verb.lemma in lexicon.verbs.quoting:
        return _build(parse, verb, _Frame([]))
    return None


def _is_somebodys(parse: Parse, verb: Token, saying: Saying, lexicon: SayingLexicon) -> bool:
    """False where the writer lets a thing speak ("the unrest shows that") or nobody ("it is safe to say").

    Also false for "who asked not to be named", which says something of the source and tells no news.
    """
    if " ".join(parse.tokens[i].lower for i in saying.content) in lexicon.unnamed:
        return False
    if saying.speaker is None:
        return True
    speaker = parse.tokens[saying.speaker]
    if speaker.lower == "it" and (verb.dep == "xcomp" or saying.speaker > verb.index):
        return False
    return verb.lemma not in lexicon.showing or can_speak(speaker, lexicon)


def _build(parse: Parse, head: Token, frame: _Frame) -> Saying:
    speaker = None if frame.unattributed else find_speaker(parse, head)
    cue = cue_tokens(parse, head, frame.cue)
    source = [] if speaker is None else parse.subtree(speaker)
    content = set(frame.content)
    source = trim(parse, [i for i in source if i not in cue and i not in content])
    if not source:
        speaker = None
    taken = {*cue, *source}
    content_left = trim(parse, [i for i in frame.content if i not in taken])
    return Saying(parse.sentence.index, head.index, tuple(cue), speaker, tuple(source), tuple(content_left))


def _frame_clause(parse: Parse, verb: Token, lexicon: SayingLexicon) -> _Frame | None:
    if verb.lemma not in lexicon.verbs.clause:
        return None
    clause = parse.child(verb.index, "ccomp") or _carried_clause(parse, verb, lexicon)
    if clause is None:
        return None
    content = set(parse.subtree(clause.index))
    if clause.index > verb.index and _is_between_commas(parse, verb):  # "after the raid, he said, people fled"
        subject = parse.children(verb.index, "nsubj")[0]
        content |= {i for i in parse.subtree(verb.index) if i < min(parse.subtree(subject.index)[0], verb.index)}
    for stray in _stray_cues(parse, verb, clause, lexicon):
        content -= set(parse.subtree(stray.index))
    return _Frame(sorted(content), unattributed=_is_agentless(parse, verb))


def _is_between_commas(parse: Parse, verb: Token) -> bool:
    subject = parse.child(verb.index, "nsubj")
    if subject is None or verb.index + 1 >= len(parse.tokens):
        return False
    own = parse.subtree(subject.index)
    first, last = min(own[0], verb.index), max(own[-1], verb.index)
    if first == 0 or last + 1 >= len(parse.tokens) or last - first > 8:
        return False
    return parse.tokens[first - 1].text == "," and parse.tokens[last + 1].text == ","


def _carried_clause(parse: Parse, verb: Token, lexicon: SayingLexicon) -> Token | None:
    """The clause that the parser hangs on the statement instead of the saying: "said in a statement that ..."."""
    for preposition in parse.children(verb.index, "prep"):
        for carrier in parse.children(preposition.index, "pobj"):
            if carrier.lemma in lexicon.carriers and carrier.index > verb.index:
                for clause in parse.children(carrier.index, "acl", "relcl", "ccomp"):
                    mark = parse.child(clause.index, "mark")
                    if mark is not None and mark.lower == "that":
                        return clause
    return None


def _stray_cues(parse: Parse, verb: Token, clause: Token, lexicon: SayingLexicon) -> list[Token]:
    """Cues that the parser coordinates with what is said instead of with the saying: "said she regretted it and vowed".

    A past-tense cue without a subject of its own goes with the past-tense saying before it.
    """
    verbs = lexicon.verbs
    return [
        other
        for other in parse.conjuncts(clause.index)
        if other.index > max(clause.index, verb.index)
        and other.tag == verb.tag == "VBD"
        and parse.child(other.index, "nsubj", "nsubjpass", "aux", "auxpass") is None
        and (other.lemma in verbs.clause or other.lemma in verbs.infinitive or other.lemma in verbs.object)
    ]


def _frame_parenthesis(parse: Parse, verb: Token, lexicon: SayingLexicon) -> _Frame | None:
    """A saying clause set into or behind what is said: its content is the rest of the clause around it."""
    inside = verb.dep in ("parataxis", "ccomp", "advcl") and verb.head != verb.index
    if verb.lemma not in lexicon.verbs.clause or not inside or parse.child(verb.index, "xcomp", "dobj"):
        return None
    mark = parse.child(verb.index, "mark")
    if mark is not None or (verb.index and parse.tokens[verb.index - 1].lower == "as"):
        return _frame_as(parse, verb)
    if parse.child(verb.index, "nsubj") is None:
        return None
    own = parse.subtree(verb.index)
    if not (_is_set_off(parse, own) or verb.dep == "parataxis"):
        return None
    rest = set(parse.subtree(verb.head)) - set(own)
    return _Frame(sorted(rest))


def _frame_as(parse: Parse, verb: Token) -> _Frame | None:
    """ "as the paper reported", "as reported by the paper": the clause around it is what is said."""
    own = parse.subtree(verb.index)
    if parse.tokens[own[0]].lower != "as" or verb.dep != "advcl":
        return None
    if parse.child(verb.index, "nsubj", "agent") is None:
        return None
    rest = set(parse.subtree(verb.head)) - set(own)
    return _Frame(sorted(rest))


def _is_set_off(parse: Parse, own: list[int]) -> bool:
    tokens = parse.tokens
    before = own[0] > 0 and tokens[own[0] - 1].text in (",", '"', "''", "-")
    after = own[-1] + 1 >= len(tokens) or tokens[own[-1] + 1].text in (",", ".", '"', "''", "-", ":")
    return before and after


def _frame_passive(parse: Parse, verb: Token, lexicon: SayingLexicon) -> _Frame | None:
    """ "is said to have fled": the subject and the infinitive are what is said, by nobody named."""
    subject = parse.child(verb.index, "nsubjpass")
    if subject is None or verb.lemma not in lexicon.verbs.passive:
        return None
    rest = parse.child(verb.index, "xcomp", "oprd", "ccomp")
    if rest is None:
        rest = next((p for p in parse.children(verb.index, "prep") if p.lower in ("as", "of", "with")), None)
    if rest is None or (subject.lower == "it" and rest.dep == "ccomp"):
        return None
    tokens = set(parse.subtree(subject.index)) | set(parse.subtree(rest.index))
    return _Frame(sorted(tokens), unattributed=parse.child(verb.index, "agent") is None)


def _frame_infinitive(parse: Parse, verb: Token, lexicon: SayingLexicon) -> _Frame | None:
    rest = parse.child(verb.index, "xcomp", "ccomp")
    if rest is None or rest.index < verb.index:
        return None
    subject = parse.child(rest.index, "nsubj")
    of_object = subject is not None or parse.child(verb.index, "dobj", "dative") is not None
    lemmas = lexicon.verbs.object_infinitive if of_object else lexicon.verbs.infinitive
    if verb.lemma not in lemmas:
        return None
    content = parse.subtree(rest.index)
    for named in parse.children(verb.index, "dobj", "dative"):
        if named.index > verb.index:
            content = sorted({*parse.subtree(named.index), *content})
    return _Frame(content)


def _frame_object(parse: Parse, verb: Token, lexicon: SayingLexicon) -> _Frame | None:
    if verb.lemma not in lexicon.verbs.object and verb.lemma not in lexicon.verbs.predicative:
        return None
    named = parse.child(verb.index, "dobj", "oprd")
    if named is None:
        named = next((c for c in parse.children(verb.index, "xcomp", "ccomp") if c.tag == "VBG"), None)
    if named is None:
        named = parse.child(verb.index, "nsubjpass")
    if named is None or named.lower in ("itself", "himself", "herself", "themselves"):
        return None
    content = set(parse.subtree(named.index))
    for child in parse.children(verb.index, "prep", "oprd", "xcomp", "ccomp", "dative"):
        if child.dep != "prep" or child.lower in ("of", "for", "as", "with", "to", "against", "from"):
            content |= set(parse.subtree(child.index))
    return _Frame(sorted(content), unattributed=_is_agentless(parse, verb))


def _frame_preposition(parse: Parse, verb: Token, lexicon: SayingLexicon) -> _Frame | None:
    for preposition in parse.children(verb.index, "prep"):
        word = preposition.lower
        if verb.lemma in lexicon.verbs.preposition.get(word, frozenset()) and preposition.index > verb.index:
            content = {i for i in parse.subtree(preposition.index) if i != preposition.index}
            if word in ("for", "on", "upon"):  # "called on both sides to stop"
                for task in parse.children(verb.index, "xcomp", "advcl"):
                    content |= set(parse.subtree(task.index)) if task.tag == "VB" else set()
            if content:
                return _Frame(sorted(content), (preposition.index,), _is_agentless(parse, verb))
    return _frame_for_somebody(parse, verb, lexicon)


def _frame_for_somebody(parse: Parse, verb: Token, lexicon: SayingLexicon) -> _Frame | None:
    """ "called for both sides to stop": the parser makes the "for" a mark of the clause."""
    for clause in parse.children(verb.index, "advcl", "ccomp", "xcomp"):
        mark = parse.child(clause.index, "mark")
        if mark is not None and mark.lower == "for" and verb.lemma in lexicon.verbs.preposition["for"]:
            content = [i for i in parse.subtree(clause.index) if i != mark.index]
            return _Frame(content, (mark.index,), _is_agentless(parse, verb))
    return None


def _is_agentless(parse: Parse, verb: Token) -> bool:
    passive = parse.child(verb.index, "nsubjpass", "auxpass", "csubjpass") is not None
    subject = parse.child(verb.index, "nsubj")
    impersonal = subject is not None and subject.lower == "it" and parse.child(verb.index, "auxpass") is not None
    return (passive or impersonal) and parse.child(verb.index, "agent") is None


_VERB_FRAMES: tuple[Callable[[Parse, Token, SayingLexicon], _Frame | None], ...] = (
    _frame_passive,
    _frame_clause,
    _frame_infinitive,
    _frame_object,
    _frame_preposition,
    _frame_parenthesis,
)


def _find_cited(parse: Parse, verb: Token, lexicon: SayingLexicon) -> Saying | None:
    """ "..., citing officials": the object is the source of what the clause around it tells."""
    named = parse.child(verb.index, "dobj")
    if verb.lemma not in lexicon.verbs.citing or verb.tag != "VBG" or named is None or verb.head == verb.index:
        return None
    if not can_speak(named, lexicon):
        return None
    own = set(parse.subtree(verb.index))
    content = [i for i in clause_around(parse, verb.index) if i not in own]
    source = trim(parse, parse.subtree(named.index))
    host = next((above.index for above in parse.ancestors(verb.index) if above.pos in ("VERB", "AUX")), None)
    return Saying(
        parse.sentence.index, verb.index, (verb.index,), named.index, tuple(source), tuple(trim(parse, content)), host
    )


# ---------------------------------------------------------------- nouns, adjectives, adverbs, phrases


def _find_noun(parse: Parse, noun: Token, lexicon: SayingLexicon) -> Saying | None:
    content = _noun_content(parse, noun, lexicon)
    if content is None:
        return None
    cue, tokens = content
    speaker = _owner(parse, noun, cue)
    source = [] if speaker is None else [i for i in parse.subtree(speaker) if parse.tokens[i].dep != "case"]
    source = trim(parse, source)
    tokens = trim(parse, [i for i in tokens if i not in source and i not in cue])
    return Saying(parse.sentence.index, noun.index, cue, speaker, tuple(source), tuple(tokens))


def _noun_content(parse: Parse, noun: Token, lexicon: SayingLexicon) -> tuple[tuple[int, ...], list[int]] | None:
    frames = lexicon.nouns
    carried = noun.lemma in lexicon.carriers and noun.dep == "pobj"
    above = parse.tokens[parse.tokens[noun.head].head]
    if carried and above.lemma in lexicon.verbs.clause and _carried_clause(parse, above, lexicon) is not None:
        return None
    for clause in parse.children(noun.index, "acl", "ccomp", "relcl"):
        mark = parse.child(clause.index, "mark")
        infinitive = parse.child(clause.index, "aux")
        says = mark is not None and mark.lower in ("that", "whether") and noun.lemma in frames.clause
        to = infinitive is not None and infinitive.lower == "to" and noun.lemma in frames.infinitive
        if says or to:
            return (noun.index,), parse.subtree(clause.index)
    for preposition in parse.children(noun.index, "prep"):
        if noun.lemma in frames.preposition.get(preposition.lower, frozenset()):
            tokens = [i for i in parse.subtree(preposition.index) if i != preposition.index]
            return (noun.index, preposition.index), tokens
    return None


def _owner(parse: Parse, noun: Token, cue: tuple[int, ...]) -> int | None:
    owner = parse.child(noun.index, "poss")
    if owner is not None:
        return owner.index
    for preposition in parse.children(noun.index, "prep"):
        if preposition.index not in cue and preposition.lower in ("by", "from", "of", "among"):
            named = parse.child(preposition.index, "pobj")
            if named is not None:
                return named.index
    return None


def _find_adjective(parse: Parse, adjective: Token, lexicon: SayingLexicon) -> Saying | None:
    frames = lexicon.adjectives
    clause = parse.child(adjective.index, "ccomp", "xcomp")
    frame = None
    if clause is not None and clause.index > adjective.index:
        lemmas = frames.clause if clause.dep == "ccomp" else frames.infinitive
        frame = _Frame(parse.subtree(clause.index)) if adjective.lower in lemmas else None
    for preposition in parse.children(adjective.index, "prep") if frame is None else []:
        if adjective.lower in frames.preposition.get(preposition.lower, frozenset()):
            tokens = [i for i in parse.subtree(preposition.index) if i != preposition.index]
            frame = _Frame(tokens, (preposition.index,))
    if frame is None:
        return None
    return _build(parse, adjective, frame)


def _find_adverb(parse: Parse, adverb: Token, lexicon: SayingLexicon) -> Saying | None:
    if adverb.lower not in lexicon.adverbs or adverb.dep != "advmod":
        return None
    content = [i for i in parse.subtree(adverb.head) if i != adverb.index]
    return Saying(parse.sentence.index, adverb.index, (adverb.index,), content=tuple(trim(parse, content)))


def _find_phrase(parse: Parse, token: Token, lexicon: SayingLexicon) -> Saying | None:
    """ "according to X" and its like: the source follows, the clause around it is what is said."""
    for phrase in lexicon.phrases:
        words = phrase.split()
        last = token.index + len(words)
        if [t.lower for t in parse.tokens[token.index : last]] != words:
            continue
        named = next((c for i in range(token.index, last) for c in parse.children(i, "pobj") if c.index >= last), None)
        if named is None:
            return None
        source = trim(parse, parse.subtree(named.index))
        closes = token.index and parse.tokens[token.index - 1].text == ","
        around = all_before(parse, token) if closes else clause_around(parse, token.index)
        content = [i for i in around if not token.index <= i < last and i not in source]
        cue = tuple(range(token.index, last))
        return Saying(parse.sentence.index, token.index, cue, named.index, tuple(source), tuple(trim(parse, content)))
    return None


def _find_verb_or_phrase(parse: Parse, token: Token, lexicon: SayingLexicon) -> Saying | None:
    return _find_phrase(parse, token, lexicon) or _find_verb(parse, token, lexicon)


_FINDERS: dict[str, tuple[Callable[[Parse, Token, SayingLexicon], Saying | None], ...]] = {
    "VERB": (_find_verb_or_phrase,),
    "AUX": (_find_verb,),
    "NOUN": (_find_noun,),
    "ADJ": (_find_adjective,),
    "ADV": (_find_adverb,),
    "ADP": (_find_phrase,),
}
