"""Finds the words that tell of events, with type, mode and contexts as the codebook has them.

Every rule here is about English; every word and every decision on a type stands in the codebook. One event gives one
trigger: "staged a protest" is one, headed by its verb. Negated, future and wished-for events are triggers like others;
how far they are told as facts is the factuality step's to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from sayso.codebook import Codebook, Entry, EventType
from sayso.headlines import mend_headline
from sayso.records import Trigger
from sayso.roles import Predicate, Roles, conjuncts, fits, labels
from sayso.senses import Lexicon, Pattern, Rank, Sense
from sayso.syntax import Parse, Token

# Words between a verb and the next word of its phrase ("imposed new and tougher sanctions").
_MAX_GAP = 4
_NEAR = 8  # tokens each side that `near` and the modes' words look at
_MODE_REACH = 12

# A trigger's score says how plainly the sentence tells of its event. Set on cameo_class train, where the event with the
# highest score should be the sentence's main one; re-run eval on that set when these move.
_BASE = {"verb": 0.9, "passive": 0.9, "light-verb": 0.92, "noun": 0.8, "adjective": 0.4}
_BELOW_EVENT = 0.12  # less for every trigger that stands above
_BELOW_CLAUSE = {"relcl": 0.1, "acl": 0.08, "advcl": 0.1, "appos": 0.08, "pcomp": 0.04}

_FUTURE = frozenset({"will", "'ll", "shall", "wo"})
_CONDITIONAL = frozenset({"would"})
_SAYING = frozenset({"say", "announce", "state", "declare", "insist", "add", "tell", "reiterate"})
_NOT_FUTURE = frozenset({"relcl", "advcl"})
_INTENT = Entry(recipient=("with", "to"))
_CLAUSES = ("xcomp", "ccomp", "acl", "advcl", "oprd")


@dataclass(frozen=True, slots=True)
class _Hit:
    """A sense found at a token; `tokens` are all its words, `type` may differ from the sense's by rules of precedence."""

    head: int
    tokens: tuple[int, ...]
    sense: Sense
    rank: Rank
    construction: str
    type: str
    noun: int | None = None


def find_triggers(parses: Sequence[Parse], codebook: Codebook) -> tuple[Trigger, ...]:
    """The triggers of all sentences, in order of sentence and position."""
    return tuple(trigger for parse in parses for trigger in _read_sentence(parse, codebook))


def _read_sentence(parse: Parse, codebook: Codebook) -> list[Trigger]:
    if not parse.tokens:
        return []
    parse = mend_headline(parse, codebook.lexicon)
    search = _Search(parse, codebook.lexicon)
    hits = _join_light_verbs(parse, _without_overlap(search.all_hits()), codebook.lexicon)
    hits = [hit for hit in hits if hit.sense.type]
    hits = [*_apply_precedence(parse, hits, codebook), *_demands(parse, codebook)]
    heads = {hit.head for hit in hits}
    return [_build(parse, hit, heads, codebook) for hit in sorted(hits, key=lambda h: (h.tokens[0], h.head))]


class _Search:
    """Looks the words of one sentence up in the lexicon."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self._parse = parse
        self._lexicon = lexicon
        self._roles = Roles(parse, lexicon)

    def all_hits(self) -> Iterator[_Hit]:
        """The best sense of each token that has one."""
        for token in self._parse.tokens:
            hit = self._hit(token)
            if hit is not None:
                yield hit

    def _hit(self, token: Token) -> _Hit | None:
        if _is_adjective(token):
            return self._first(token, self._lexicon.adjectives.get(token.lower, ()), "adjective")
        if _is_verb(self._parse, token):
            if _is_title_gerund(self._parse, token):
                return None
            return self._first(token, self._lexicon.verbs.get(token.lower, ()), "verb")
        if token.pos in ("NOUN", "PROPN") and token.dep != "compound" and token.entity != "DATE":
            found = self._first(token, self._lexicon.nouns.get(token.lower, ()), "noun")
            if found is None and token.lower.endswith("ing") and token.pos == "NOUN":
                return self._gerund(token)
            return found
        return None

    def _gerund(self, token: Token) -> _Hit | None:
        """A verb's own noun ("the shelling of the port"), where somebody does it or it is done to somebody."""
        if not any(c.dep in ("poss", "det") or c.lower in ("of", "by") for c in self._parse.children(token.index)):
            return None
        return self._first(token, self._lexicon.verbs.get(token.lower, ()), "noun")

    def _first(self, token: Token, patterns: Iterable[Pattern], construction: str) -> _Hit | None:
        for pattern in patterns:
            words = self._match(token, pattern)
            if words is None or not self._holds(token, words, pattern, construction):
                continue
            kind = construction
            if construction == "verb" and self._roles.is_passive(token.index):
                kind = "passive"
            noun = token.index if construction == "noun" else self._phrase_noun(token, words)
            tokens = tuple(sorted({token.index, *words}))
            return _Hit(token.index, tokens, pattern.sense, pattern.rank, kind, pattern.sense.type, noun)
        return None

    def _phrase_noun(self, token: Token, words: tuple[int, ...]) -> int | None:
        nouns = [i for i in words if i != token.index and self._parse.tokens[i].pos in ("NOUN", "PROPN")]
        return nouns[-1] if nouns else None

    def _match(self, token: Token, pattern: Pattern) -> tuple[int, ...] | None:
        """Indices of the pattern's further words, or None where one is missing."""
        if not pattern.words:
            return ()
        if pattern.kind == "noun":
            return self._match_before(token, pattern.words)
        if pattern.kind == "particle":
            return self._match_particles(token, pattern.words)
        return self._match_object(token, pattern.words) or self._match_after(token, pattern.words)

    def _match_before(self, token: Token, words: tuple[frozenset[str], ...]) -> tuple[int, ...] | None:
        found = []
        at = token.index - 1
        for alternatives in reversed(words):
            while at >= 0 and self._parse.tokens[at].text == "-":
                at -= 1
            if at < 0 or not _is_word(self._parse.tokens[at], alternatives):
                return None
            found.append(at)
            at -= 1
        return tuple(found)

    def _match_particles(self, token: Token, words: tuple[frozenset[str], ...]) -> tuple[int, ...] | None:
        found: list[int] = []
        above = token.index
        for alternatives in words:
            child = self._particle(above, alternatives)
            if child is None:
                return None
            found.append(child.index)
            above = child.index if child.dep == "prep" else above
        return tuple(found)

    def _particle(self, index: int, alternatives: frozenset[str]) -> Token | None:
        for child in self._parse.children(index, "prep", "prt", "advmod", "agent", "dative", "acomp"):
            if child.lower in alternatives and not self._brings_a_day(child):
                return child
        for below in self._parse.children(index, "ccomp", "advcl"):
            mark = self._parse.child(below.index, "mark")
            if mark is not None and mark.lower in alternatives:
                return mark
        after = index + 1
        if after < len(self._parse.tokens):
            token = self._parse.tokens[after]
            fits_in = token.pos in ("ADP", "SCONJ", "PART", "ADV") and token.tag != "TO"
            if token.lower in alternatives and fits_in and not self._brings_a_day(token):
                return token
        return None

    def _brings_a_day(self, preposition: Token) -> bool:
        below = self._parse.child(preposition.index, "pobj")
        return below is not None and below.entity in ("DATE", "TIME")

    def _match_object(self, token: Token, words: tuple[frozenset[str], ...]) -> tuple[int, ...] | None:
        """A phrase of verb and object, wherever the object stands ("sanctions were imposed", "was called off")."""
        before = self._match_particles(token, words[:-1])
        if before is None:
            return None
        last = self._object_word(token, words[-1])
        if last is None and before:
            below = self._parse.child(before[-1], "pobj")
            last = below.index if below is not None and _is_word(below, words[-1]) else None
        return None if last is None else (*before, last)

    def _object_word(self, token: Token, alternatives: frozenset[str]) -> int | None:
        for found in conjuncts(self._parse, self._roles.objects(token.index)):
            if _is_word(found, alternatives):
                return found.index
            if not self._lexicon.in_class(found.lemma, "partitives") and found.pos != "NUM":
                continue
            for of in self._parse.children(found.index, "prep"):
                inner = self._parse.child(of.index, "pobj")
                if of.lower == "of" and inner is not None and _is_word(inner, alternatives):
                    return inner.index
        return None

    def _match_after(self, token: Token, words: tuple[frozenset[str], ...]) -> tuple[int, ...] | None:
        found: list[int] = []
        at = token.index + 1
        for alternatives in words:
            stop = min(len(self._parse.tokens), at + _MAX_GAP + 1)
            place = next((i for i in range(at, stop) if self._reaches(at, i, alternatives)), None)
            if place is None:
                return None
            found.append(place)
            at = place + 1
        return tuple(found)

    def _reaches(self, start: int, index: int, alternatives: frozenset[str]) -> bool:
        between = self._parse.tokens[start:index]
        if any(t.pos in ("VERB", "PUNCT", "SCONJ", "ADP") and t.text not in "-,\"'" for t in between):
            return False
        token = self._parse.tokens[index]
        if token.entity in ("DATE", "TIME"):
            return False
        if not _is_word(token, alternatives):
            return False
        return not (token.pos == "NOUN" and token.dep == "compound")

    def _holds(self, token: Token, words: tuple[int, ...], pattern: Pattern, construction: str) -> bool:
        when = pattern.sense.entry.when
        if when is None:
            return True
        near = self._window(token.index, wide=when.complement == "any")
        if when.near and not _mentions(near, when.near) or when.not_near and _mentions(near, when.not_near):
            return False
        predicate = Predicate(None, token.index) if construction == "noun" else Predicate(token.index, None)
        if when.passive is not None and when.passive != self._roles.is_passive(token.index):
            return False
        if when.complement is not None and not self._has_complement(token, words, when.complement):
            return False
        if when.prepositions and not any(self._has_preposition(token, w) for w in when.prepositions):
            return False
        return self._participants_hold(predicate, pattern)

    def _participants_hold(self, predicate: Predicate, pattern: Pattern) -> bool:
        when = pattern.sense.entry.when
        if when is None:
            return True
        if when.subject or when.not_subject:
            found = self._subject_labels(predicate)
            if when.subject and not fits(when.subject, found, self._lexicon):
                return False
            if when.not_subject and fits(when.not_subject, found, self._lexicon):
                return False
        if when.object or when.not_object:
            found = self._object_labels(predicate)
            if when.object and not fits(when.object, found, self._lexicon):
                return False
            if when.not_object and fits(when.not_object, found, self._lexicon):
                return False
        return True

    def _subject_labels(self, predicate: Predicate) -> list[frozenset[str]]:
        heads = self._roles.find(predicate, "subject")
        if predicate.verb is None:
            roles = ("possessive", "by", "modifier")
            heads = next((found for role in roles if (found := self._roles.find(predicate, role))), [])
        return [labels(self._parse, each, self._lexicon) for each in conjuncts(self._parse, heads)]

    def _object_labels(self, predicate: Predicate) -> list[frozenset[str]]:
        heads = self._roles.find(predicate, "object")
        if not heads and predicate.verb is not None:
            prepositions = ("with", "at", "on", "into", "against", "from", "of", "out", "to")
            heads = [h for word in prepositions for h in self._roles.preposition(predicate, word) if h.entity != "DATE"]
        return [labels(self._parse, each, self._lexicon) for each in conjuncts(self._parse, heads)]

    def _has_complement(self, token: Token, words: tuple[int, ...], wanted: str) -> bool:
        clauses = [child for index in (token.index, *words) for child in self._parse.children(index, *_CLAUSES)]
        infinitive = any(c.lower == "to" for each in clauses for c in self._parse.children(each.index))
        if wanted == "to":
            return infinitive
        gerund = any(self._parse.child(p.index, "pcomp") for p in self._parse.children(token.index, "prep"))
        found = infinitive or gerund or any(each.dep in ("xcomp", "ccomp", "oprd") for each in clauses)
        return found == (wanted == "any")

    def _has_preposition(self, token: Token, word: str) -> bool:
        return any(child.lower == word for child in self._parse.children(token.index))

    def _window(self, index: int, *, wide: bool) -> str:
        """The words near a token; where a clause must follow it, that clause counts as near."""
        end = max(index + _NEAR + 1, self._parse.subtree(index)[-1] + 1) if wide else index + _NEAR + 1
        return _words_around(self._parse, max(0, index - _NEAR), end, without=index)


def _words_around(parse: Parse, start: int, end: int, *, without: int) -> str:
    words: list[str] = []
    for token in parse.tokens[start:end]:
        if token.index != without:
            words.append(token.lower)
    lemmas = (t.lemma for t in parse.tokens[start:end] if t.index != without and t.lemma != t.lower)
    return f" {' '.join(words)} | {' '.join(lemmas)} "


def _mentions(window: str, words: Iterable[str]) -> bool:
    return any(f" {word} " in window for word in words)


def _is_word(token: Token, alternatives: frozenset[str]) -> bool:
    return token.lower in alternatives or token.lemma in alternatives


def _is_adjective(token: Token) -> bool:
    return token.dep == "amod" and token.tag in ("VBN", "VBD", "JJ", "VBG")


def _is_verb(parse: Parse, token: Token) -> bool:
    if token.pos in ("VERB", "AUX"):
        return token.dep not in ("aux", "auxpass", "compound") or token.dep == "compound" and token.tag == "VBD"
    if (
        token.pos == "ADJ"
        and token.lower.endswith(("ed", "en"))
        and token.dep in ("ROOT", "acomp", "conj", "acl", "ccomp", "advcl")
    ):
        return True
    return (
        token.pos in ("NOUN", "PROPN")
        and token.dep == "ROOT"
        and parse.child(token.index, "nsubj", "dobj", "agent") is not None
        and token.lower.endswith(("ed", "s"))
    )


def _is_title_gerund(parse: Parse, token: Token) -> bool:
    """A bare gerund that heads the whole ("Attacking the embassy") names a subject; it does not tell of an event."""
    if token.tag != "VBG" or token.dep != "ROOT":
        return False
    return not parse.children(token.index, "nsubj", "nsubjpass", "aux", "agent")


def _without_overlap(hits: Iterable[_Hit]) -> list[_Hit]:
    """Hits that share no word, the more particular ones kept."""
    taken: set[int] = set()
    kept = []
    for hit in sorted(hits, key=lambda h: (h.rank, -len(h.tokens), h.head)):
        if not taken.intersection(hit.tokens):
            taken.update(hit.tokens)
            kept.append(hit)
    return kept


def _join_light_verbs(parse: Parse, hits: list[_Hit], lexicon: Lexicon) -> list[_Hit]:
    """Noun hits together with the light verb that they complete, one trigger instead of none or two."""
    heads = {index for hit in hits for index in hit.tokens}
    joined = []
    for hit in hits:
        verb = _light_verb(parse, hit, lexicon) if hit.construction == "noun" and hit.sense.type else None
        if verb is None or verb in heads:
            joined.append(hit)
            continue
        tokens = tuple(sorted({verb, *hit.tokens}))
        joined.append(replace(hit, head=verb, tokens=tokens, construction="light-verb", noun=hit.head))
        heads.add(verb)
    return joined


def _light_verb(parse: Parse, hit: _Hit, lexicon: Lexicon) -> int | None:
    noun = parse.tokens[hit.head]
    if noun.dep == "conj":
        return None
    if noun.dep in ("dobj", "nsubjpass") and parse.tokens[noun.head].lower in lexicon.light_verbs:
        return noun.head
    above = parse.tokens[noun.head]
    if noun.dep == "pobj" and above.dep in ("prep", "prt") and above.lower in ("in", "on", "out"):
        verb = parse.tokens[above.head]
        if verb.lower in lexicon.light_verbs and verb.pos == "VERB" and parse.child(verb.index, "dobj") is None:
            return verb.index
    acl = parse.child(noun.index, "acl")
    if acl is not None and acl.tag == "VBN" and acl.lower in lexicon.light_verbs:
        return acl.index
    return None


def _apply_precedence(parse: Parse, hits: list[_Hit], codebook: Codebook) -> list[_Hit]:
    """Hits with the type that the codebook puts before theirs: what is to come, refused, promised or meant."""
    at = {hit.head: hit for hit in hits}
    result = [_to_come(parse, hit, codebook.types[hit.type]) for hit in hits]
    result = [_promising(parse, hit, at, codebook) for hit in result]
    taken = {index for hit in result for index in hit.tokens}
    for token in parse.tokens:
        if token.index not in taken and token.lower in codebook.lexicon.intentions:
            meant = _intending(parse, token, at, codebook)
            if meant is not None:
                result.append(meant)
    return result


def _to_come(parse: Parse, hit: _Hit, event_type: EventType) -> _Hit:
    if hit.construction in ("noun", "adjective") or not (event_type.future or event_type.refused):
        return hit
    modal = _modal(parse, hit.head)
    if modal is None:
        return hit
    negation = parse.child(hit.head, "neg")
    new = event_type.refused if negation is not None else event_type.future
    if new is None:
        return hit
    extra = [modal.index] if negation is None else [modal.index, negation.index]
    return replace(hit, type=new, tokens=tuple(sorted({*hit.tokens, *extra})))


def _modal(parse: Parse, verb: int) -> Token | None:
    """The auxiliary that puts a main or reported clause into the future."""
    token = parse.tokens[verb]
    mark = parse.child(verb, "mark")
    if token.dep in _NOT_FUTURE or (mark is not None and mark.lower in ("if", "unless")):
        return None
    for child in parse.children(verb, "aux"):
        if child.lower in _FUTURE:
            return child
        above = parse.tokens[token.head]
        if child.lower in _CONDITIONAL and token.dep == "ccomp" and above.lemma in _SAYING:
            return child
    if token.dep == "conj" and parse.child(verb, "nsubj", "nsubjpass", "aux") is None:
        return _modal(parse, token.head)
    return None


def _complements(parse: Parse, tokens: Iterable[int]) -> Iterator[int]:
    """What stands below words of promise: clauses, their coordinates, and objects."""
    for index in tokens:
        for child in parse.children(index, "xcomp", "ccomp", "acl", "advcl", "dobj"):
            if child.dep == "advcl" and child.index < index:
                continue
            yield from (each.index for each in parse.conjuncts(child.index))
        for preposition in parse.children(index, "prep"):
            if preposition.lower == "to":
                yield from (child.index for child in parse.children(preposition.index, "pcomp"))


def _promised_type(parse: Parse, tokens: Iterable[int], at: dict[int, _Hit], codebook: Codebook) -> str | None:
    for index in _complements(parse, tokens):
        below = at.get(index)
        if below is not None and (promised := codebook.types[below.sense.type].promised) is not None:
            return promised
    return None


def _promising(parse: Parse, hit: _Hit, at: dict[int, _Hit], codebook: Codebook) -> _Hit:
    if not hit.sense.entry.promise:
        return hit
    return replace(hit, type=_promised_type(parse, hit.tokens, at, codebook) or hit.type)


def _intending(parse: Parse, token: Token, at: dict[int, _Hit], codebook: Codebook) -> _Hit | None:
    """Words of intent that have no type of their own take one from what is meant."""
    promised = _promised_type(parse, (token.index,), at, codebook)
    if promised is None or token.pos not in ("VERB", "ADJ"):
        return None
    sense = Sense(f"{promised}/intent", promised, _INTENT, Rank.PLAIN)
    return _Hit(token.index, (token.index,), sense, Rank.PLAIN, "verb", promised)


def _demands(parse: Parse, codebook: Codebook) -> Iterator[_Hit]:
    """What somebody says that somebody else must do."""
    wanted = {word: each for each in codebook.types.values() for word in each.modals}
    for token in parse.tokens:
        event_type = wanted.get(token.lower) if token.dep == "aux" else None
        clause = parse.tokens[token.head]
        if event_type is None or clause.dep != "ccomp" or parse.tokens[clause.head].lemma not in _SAYING:
            continue
        if parse.child(clause.index, "nsubj", "nsubjpass") is not None:
            sense = Sense(f"{event_type.name}/modal", event_type.name, _INTENT, Rank.PLAIN)
            yield _Hit(token.index, (token.index,), sense, Rank.PLAIN, "verb", event_type.name)


def _build(parse: Parse, hit: _Hit, heads: set[int], codebook: Codebook) -> Trigger:
    span_tokens = _close(hit.tokens, hit.noun if hit.construction == "light-verb" else hit.head)
    event_type = codebook.types[hit.type]
    same = hit.type == hit.sense.type
    mode = hit.sense.entry.mode if same and hit.sense.entry.mode else _mode(parse, hit, event_type)
    return Trigger(
        sentence=parse.sentence.index,
        head=hit.head,
        tokens=hit.tokens,
        span=parse.cut(span_tokens[0], span_tokens[-1] + 1),
        type=hit.type,
        mode=mode,
        contexts=_contexts(parse, hit, event_type, codebook),
        construction=hit.construction,
        score=_score(parse, hit, heads),
        entry=hit.sense.id,
    )


def _close(tokens: tuple[int, ...], anchor: int | None) -> tuple[int, ...]:
    """The tokens if they stand close together, else those about the anchor: a span of half a sentence tells nothing."""
    if tokens[-1] - tokens[0] <= len(tokens) + _MAX_GAP:
        return tokens
    return (anchor if anchor is not None else tokens[0],)


def _mode(parse: Parse, hit: _Hit, event_type: EventType) -> str | None:
    below = set(parse.subtree(hit.head))
    if hit.construction == "noun":
        below |= {each.index for each in parse.ancestors(hit.head) if each.pos in ("VERB", "AUX")}
    window = [i for i in sorted(below | set(hit.tokens)) if abs(i - hit.head) <= _MODE_REACH]
    words = " ".join(parse.tokens[i].lower for i in window)
    for name, mode in event_type.modes.items():
        if mode.words and _mentions(f" {words} ", mode.words):
            return name
    return event_type.default_mode


def _contexts(parse: Parse, hit: _Hit, event_type: EventType, codebook: Codebook) -> tuple[str, ...]:
    own = event_type.contexts + hit.sense.entry.contexts
    words = {token.lemma for token in parse.tokens} | {token.lower for token in parse.tokens}
    return tuple(
        name for name, context in codebook.contexts.items() if name in own or not words.isdisjoint(context.words)
    )


def _score(parse: Parse, hit: _Hit, heads: set[int]) -> float:
    weight = hit.sense.entry.weight if hit.construction != "light-verb" else 1.0  # the verb makes the noun plain
    score = _BASE[hit.construction] * weight
    score -= _BELOW_CLAUSE.get(parse.tokens[hit.head].dep, 0.0)
    for above in parse.ancestors(hit.head):
        if above.index in heads:
            score -= _BELOW_EVENT
        score -= _BELOW_CLAUSE.get(above.dep, 0.0)
    return round(min(1.0, max(0.05, score)), 3)
