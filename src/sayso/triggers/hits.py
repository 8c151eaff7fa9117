"""Looks up which words of a sentence tell of an event by themselves, and in which sense of the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.codebook import Entry, When
from sayso.codebook.participants import conjuncts, fits, labels
from sayso.codebook.roles import Predicate, Roles
from sayso.codebook.senses import ANY_VERB, Lexicon, Pattern, Rank, Sense
from sayso.syntax import Parse, Token

# Words between a verb and the next word of its phrase ("imposed new and tougher sanctions").
MAX_GAP = 4
_NEAR = 8  # tokens each side that `near` looks at; set on cameo_class train
_MAY_STAND_BETWEEN = frozenset({"-", ",", '"', "'"})
_CLAUSES = ("xcomp", "ccomp", "acl", "advcl", "oprd")


@dataclass(frozen=True, slots=True)
class Hit:
    """A sense found at the token `head`; `tokens` are all its words, `noun` the noun among them.

    `type` is the sense's, until rules of precedence put another before it.
    """

    head: int
    tokens: tuple[int, ...]
    sense: Sense
    rank: Rank
    construction: str
    type: str
    noun: int | None = None


def find_hits(parse: Parse, lexicon: Lexicon) -> list[Hit]:
    """Hits that share no word, the more particular sense kept; hits of words that tell of no event are among them."""
    return _without_overlap(_Search(parse, lexicon).all_hits())


def fits_when(parse: Parse, lexicon: Lexicon, token: Token, when: When, construction: str) -> bool:
    """True where the conditions hold for a word that no entry of the codebook need have."""
    sense = Sense("", "", Entry(when=when), Rank.PLAIN)
    return _Search(parse, lexicon)._holds(token, (), Pattern(sense, (), "word", Rank.PLAIN), construction)


def _without_overlap(hits: Iterable[Hit]) -> list[Hit]:
    """Hits that share no word, the more particular ones kept."""
    taken: set[int] = set()
    kept = []
    for hit in sorted(hits, key=lambda h: (h.rank, -len(h.tokens), h.head)):
        if not taken.intersection(hit.tokens):
            taken.update(hit.tokens)
            kept.append(hit)
    return kept


def _is_dated(parse: Parse, token: Token) -> bool:
    """True for the month of "the night of March 10", where the entity recogniser missed it."""
    after = parse.tokens[token.index + 1 : token.index + 2]
    return token.pos == "PROPN" and any(each.text.isdigit() for each in after)


class _Search:
    """Looks the words of one sentence up in the lexicon."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self._parse = parse
        self._lexicon = lexicon
        self._roles = Roles(parse, lexicon)
        self._sentence = _words_around(parse, 0, len(parse.tokens), without=-1)

    def all_hits(self) -> Iterator[Hit]:
        """The best sense of each token that has one."""
        for token in self._parse.tokens:
            hit = self._hit(token)
            if hit is not None:
                yield hit

    def _hit(self, token: Token) -> Hit | None:
        if _is_adjective(token):
            return self._first(token, self._lexicon.adjectives.get(token.lower, ()), "adjective")
        if _is_verb(self._parse, token) and not _is_gerund(self._parse, token):
            if _is_title_gerund(self._parse, token):
                return None
            verbs = self._lexicon.verbs
            return self._first(token, (*verbs.get(token.lower, ()), *verbs.get(ANY_VERB, ())), "verb")
        named = token.pos in ("NOUN", "PROPN") or _is_gerund(self._parse, token) or _is_tied(self._parse, token)
        if not named or token.dep == "compound" or token.entity == "DATE" or _is_dated(self._parse, token):
            return None
        found = self._first(token, self._lexicon.nouns.get(token.lower, ()), "noun")
        return self._gerund(token) if found is None and token.lower.endswith("ing") else found

    def _gerund(self, token: Token) -> Hit | None:
        """A verb's own noun ("the shelling of the port"), where somebody does it or it is done to somebody."""
        if not any(c.dep in ("poss", "det") or c.lower in ("of", "by") for c in self._parse.children(token.index)):
            return None
        return self._first(token, self._lexicon.verbs.get(token.lower, ()), "noun")

    def _first(self, token: Token, patterns: Iterable[Pattern], construction: str) -> Hit | None:
        if construction == "verb" and self._is_nobodys(token):
            return None
        for pattern in patterns:
            words = self._match(token, pattern)
            if words is None or not self._holds(token, words, pattern, construction):
                continue
            kind = construction
            if construction == "verb" and self._roles.is_passive(token.index):
                kind = "passive"
            noun = token.index if construction == "noun" else self._phrase_noun(token, words)
            tokens = tuple(sorted({token.index, *words, *self._own_negation(token, pattern)}))
            return Hit(token.index, tokens, pattern.sense, pattern.rank, kind, pattern.sense.type, noun)
        return None

    def _own_negation(self, token: Token, pattern: Pattern) -> tuple[int, ...]:
        """The negation that the sense is made of ("did not intervene")."""
        when = pattern.sense.entry.when
        if when is None or not when.negated:
            return ()
        return tuple(child.index for child in self._negations(token))

    def _negations(self, token: Token) -> list[Token]:
        return [child for child in self._parse.children(token.index) if child.dep == "neg" or child.lower == "never"]

    def _is_nobodys(self, verb: Token) -> bool:
        """True where all that stands as the subject never acts ("A fallen tree blocked the road")."""
        found = [labels(self._parse, each, self._lexicon) for each in self._roles.subjects(verb.index)]
        never = self._lexicon.classes.get("never", frozenset())
        return bool(found) and all(each & never for each in found)

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
            if child.index > index and child.lower in alternatives and not self._brings_a_day(child):
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
        for order, alternatives in enumerate(words, 1):
            stop = self._end_of_gap(at)
            last = order == len(words)
            place = next((i for i in range(at, stop) if self._reaches(at, i, alternatives, last=last)), None)
            if place is None:
                return None
            found.append(place)
            at = place + 1
        return tuple(found)

    def _end_of_gap(self, start: int) -> int:
        """Where the next word of a phrase may stand at the latest; what hyphens tie together counts as one word."""
        left, at = MAX_GAP + 1, start
        while left and at < len(self._parse.tokens):
            tied = at > 0 and self._parse.tokens[at - 1].end == self._parse.tokens[at].start
            left -= 0 if tied else 1
            at += 1
        while at < len(self._parse.tokens) and self._parse.tokens[at - 1].end == self._parse.tokens[at].start:
            at += 1
        return at

    def _reaches(self, start: int, index: int, alternatives: frozenset[str], *, last: bool) -> bool:
        between = self._parse.tokens[start:index]
        if any(not self._may_stand(t, start) for t in between):
            return False
        token = self._parse.tokens[index]
        if token.entity in ("DATE", "TIME"):
            return False
        if not _is_word(token, alternatives):
            return False
        return not (last and token.pos == "NOUN" and token.dep == "compound")

    def _may_stand(self, token: Token, start: int) -> bool:
        """True for words that a phrase may hold between its own; "of" only after one of these or after an amount."""
        if token.text in _MAY_STAND_BETWEEN or token.pos not in ("VERB", "PUNCT", "SCONJ", "ADP"):
            return True
        amount = self._lexicon.in_class(self._parse.tokens[token.index - 1].lemma, "partitives")
        return token.lower == "of" and (token.index == start or amount)

    def _holds(self, token: Token, words: tuple[int, ...], pattern: Pattern, construction: str) -> bool:
        when = pattern.sense.entry.when
        if when is None:
            return True
        near = self._window(token.index, wide=when.complement == "any")
        if when.near and not mentions(near, when.near):
            return False
        if when.not_near and mentions(near, when.not_near):
            return False
        if when.not_in_sentence and mentions(self._sentence, when.not_in_sentence):
            return False
        predicate = Predicate(None, token.index) if construction == "noun" else Predicate(token.index, None)
        if when.passive is not None and when.passive != self._roles.is_passive(token.index):
            return False
        if when.negated is not None and when.negated != bool(self._negations(token)):
            return False
        if when.complement is not None and not self._has_complement(token, words, when.complement):
            return False
        if when.prepositions and not any(
            self._has_preposition(index, w) for index in (token.index, *words) for w in when.prepositions
        ):
            return False
        return self._participants_hold(predicate, pattern)

    def _participants_hold(self, predicate: Predicate, pattern: Pattern) -> bool:
        when = pattern.sense.entry.when
        if when is None:
            return True
        if when.subject or when.not_subject:
            found = self._subject_labels(predicate)
            if not self._allows(when.subject, when.not_subject, found, stands=bool(found)):
                return False
        if when.object or when.not_object:
            stands = bool(self._roles.find(predicate, "object"))
            return self._allows(when.object, when.not_object, self._object_labels(predicate), stands=stands)
        return True

    def _allows(
        self, wanted: tuple[str, ...], unwanted: tuple[str, ...], found: list[frozenset[str]], *, stands: bool
    ) -> bool:
        if wanted and not fits(wanted, found, self._lexicon, stands=stands):
            return False
        return not (unwanted and fits(unwanted, found, self._lexicon, stands=stands))

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
        return [
            labels(self._parse, each, self._lexicon)
            | ({"OWNED"} if self._parse.child(each.index, "poss") is not None else frozenset())
            for each in conjuncts(self._parse, heads)
        ]

    def _has_complement(self, token: Token, words: tuple[int, ...], wanted: str) -> bool:
        clauses = [child for index in (token.index, *words) for child in self._parse.children(index, *_CLAUSES)]
        infinitive = any(c.tag == "TO" for each in clauses for c in self._parse.children(each.index))
        if wanted == "other":
            return infinitive and self._is_others(token, clauses)
        if wanted == "to":
            return infinitive
        gerund = any(self._parse.child(p.index, "pcomp") for p in self._parse.children(token.index, "prep"))
        found = infinitive or gerund or any(each.dep in ("xcomp", "ccomp", "oprd") for each in clauses)
        return found == (wanted == "any")

    def _is_others(self, token: Token, clauses: list[Token]) -> bool:
        """True where somebody else than the subject is to do what the clause tells ("told X to", "X was told to")."""
        own = any(self._parse.child(each.index, "nsubj", "nsubjpass") for each in clauses)
        return own or bool(self._roles.objects(token.index)) or self._roles.is_passive(token.index)

    def _has_preposition(self, index: int, word: str) -> bool:
        return any(child.lower == word for child in self._parse.children(index))

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


def mentions(window: str, words: Iterable[str]) -> bool:
    """True where one of the words (or runs of words) stands in a window of words set off by blanks."""
    return any(f" {word} " in window for word in words)


def _is_word(token: Token, alternatives: frozenset[str]) -> bool:
    return token.lower in alternatives or token.lemma in alternatives


def _is_adjective(token: Token) -> bool:
    return token.dep == "amod" and token.tag in ("VBN", "VBD", "JJ", "VBG")


def _is_verb(parse: Parse, token: Token) -> bool:
    if token.pos in ("VERB", "AUX"):
        return token.dep not in ("aux", "auxpass", "compound") or (token.dep == "compound" and token.tag == "VBD")
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


def _is_gerund(parse: Parse, token: Token) -> bool:
    """A form in -ing read as a verb where it is a noun ("killed in police firing")."""
    if token.tag != "VBG" or parse.child(token.index, "dobj", "aux", "nsubj", "nsubjpass") is not None:
        return False
    return token.dep in ("pobj", "nsubj", "nsubjpass", "attr") or parse.child(token.index, "det", "poss") is not None


def _is_tied(parse: Parse, token: Token) -> bool:
    """True for what a hyphen ties to the word before, as a noun may be whatever its parts are ("a go-slow")."""
    return token.index > 1 and parse.tokens[token.index - 1].text == "-" and token.pos in ("ADJ", "ADV", "ADP")


def _is_title_gerund(parse: Parse, token: Token) -> bool:
    """A bare gerund that heads the whole ("Attacking the embassy") names a subject; it does not tell of an event."""
    if token.tag != "VBG" or token.dep != "ROOT":
        return False
    return not parse.children(token.index, "nsubj", "nsubjpass", "aux", "agent")
