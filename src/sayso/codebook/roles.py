"""Finds who stands where around a verb or noun: logical subjects and objects, possessors, what prepositions bring.

Answers are head tokens. A passive is turned into its active, relative pronouns into what they stand for, and verbs
without a subject of their own borrow it from the clause above, as English grammar has it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sayso.codebook.blame import find_blamed
from sayso.codebook.senses import Lexicon
from sayso.syntax import Parse, Token

_RELATIVE = frozenset({"who", "whom", "which", "that"})
_SUBJECTS = ("nsubj", "nsubjpass")
_MAX_STEPS = 6  # clauses that a subject is borrowed through; PolNeAR dev has no deeper chain

_DEEP = frozenset({"to", "against"})

# Prepositions whose object may hang on the verb's object instead ("fired rockets at the port").
_ATTACHED = frozenset({"against", "at", "on", "into", "to", "with", "from", "between", "for", "in"})


@dataclass(frozen=True, slots=True)
class Predicate:
    """The tokens of a trigger, split: its verb (None for a bare noun) and its noun (None for a bare verb)."""

    verb: int | None
    noun: int | None


class Roles:
    """Roles in one parse; holds nothing but the parse and the codebook's words."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self._parse = parse
        self._lexicon = lexicon

    def find(self, predicate: Predicate, role: str) -> list[Token]:
        """Heads of the participants that stand in a role (see codebook.Roles), in order."""
        if role == "subject":
            return self._subjects_of(predicate)
        if role == "object":
            return self.objects(predicate.verb) if predicate.verb is not None else self._noun_objects(predicate.noun)
        if role == "indirect":
            return self._indirect(predicate.verb)
        if role == "clause":
            return self._clause_subjects(predicate)
        if role == "possessive":
            return self._possessors(predicate)
        if role == "owner":
            return self._possessors(predicate) if self.preposition(predicate, "of") else []
        if role == "modifier":
            return self._modifiers(predicate.noun)
        return self.preposition(predicate, role)

    def is_passive(self, verb: int) -> bool:
        """True where the surface subject is the logical object."""
        token = self._parse.tokens[verb]
        children = self._parse.children(verb)
        if self._lexicon.in_class(token.lower, "participles"):
            return False
        if any(child.dep in ("nsubjpass", "auxpass", "csubjpass") for child in children):
            return True
        if any(child.dep == "agent" for child in children):
            return True
        if token.tag not in ("VBN", "VBD") or any(child.dep in ("aux", "dobj") for child in children):
            return False
        return self._looks_passive(token)

    def _looks_passive(self, token: Token) -> bool:
        """A past form without auxiliary or object, which may be a headline's passive ("Two killed in blast")."""
        has_subject = _own_subject(self._parse, token.index) is not None
        if token.dep == "conj" and token.tag == "VBN" and not has_subject:
            head = self._above(token)
            return head.pos in ("VERB", "AUX") and self.is_passive(head.index)
        if any(child.index > token.index for child in self._parse.children(token.index, "ccomp", "xcomp")):
            return False
        if token.dep in ("ROOT", "ccomp", "conj", "parataxis") and has_subject:
            return self._lacks_object(token) and not self._shared_object(token.index)
        return token.tag == "VBN" and token.dep in ("acl", "amod", "ROOT", "advcl")

    def _lacks_object(self, verb: Token) -> bool:
        """True for a verb that never lacks an object, or has what only an object can come to ("shot dead")."""
        if verb.lower in self._lexicon.transitive:
            return True
        after = self._parse.children(verb.index, "acomp", "advmod", "oprd", "advcl")
        return any(self._lexicon.in_class(each.lower, "results") for each in after)

    def _above(self, token: Token) -> Token:
        """The head, or the clause that it only reports ("The town was shelled, doctors said, killing four")."""
        head = self._parse.tokens[token.head]
        between = self._parse.tokens[head.index : token.index]
        if token.index < head.index or not any(each.text == "," for each in between):
            return head
        if head.dep == "parataxis" and head.head < head.index:
            return self._parse.tokens[head.head]
        told = self._parse.child(head.index, "ccomp")
        if told is None or told.index > head.index:
            return head
        quoted = any(each.text == '"' for each in self._parse.tokens[told.index : head.index])
        return head if quoted else told

    def subjects(self, verb: int, steps: int = 0) -> list[Token]:
        """Who does what the verb tells; empty for a passive without agent."""
        if self.is_passive(verb):
            return self._pobj(verb, "by")
        return self.surface_subjects(verb, steps)

    def surface_subjects(self, verb: int, steps: int = 0) -> list[Token]:
        """The grammatical subject, the verb's own or borrowed."""
        own = _own_subject(self._parse, verb)
        if own is not None:
            return [] if own.lower == "there" else self._resolve(own)
        if steps >= _MAX_STEPS:
            return []
        return self._borrowed(verb, steps + 1)

    def objects(self, verb: int) -> list[Token]:
        """Whom or what the verb's act reaches."""
        if self.is_passive(verb):
            token = self._parse.tokens[verb]
            if token.dep in ("acl", "amod") and not _own_subject(self._parse, verb):
                return [self._parse.tokens[token.head]]
            return self.surface_subjects(verb)
        own = self._parse.child(verb, "dobj")
        if own is not None:
            return self._resolve(own)
        return self._shared_object(verb)

    def preposition(self, predicate: Predicate, word: str) -> list[Token]:
        """What a preposition brings to the verb, its noun or, failing that, the verb's object."""
        for index in (predicate.noun, predicate.verb):
            if index is not None and (found := self._pobj(index, word)):
                return found
        if predicate.noun is not None and (found := self._chained(predicate.noun, word)):
            return found
        if predicate.noun is not None and word == "by":
            return self._done_by(predicate.noun)
        if predicate.verb is not None and word in _ATTACHED:
            return self._beside_object(predicate.verb, word)
        return []

    def _beside_object(self, verb: int, word: str) -> list[Token]:
        """What hangs on the verb's object though it is the verb's ("sanctions imposed on X", "sent A and B to X")."""
        own = self._parse.child(verb, "dobj", "nsubjpass")
        for each in self._parse.conjuncts(own.index) if own is not None else ():
            if found := self._pobj(each.index, word):
                return found
            for clause in self._parse.children(each.index, "acl"):
                if clause.tag == "VBN" and (found := self._pobj(clause.index, word)):
                    return found
        return self._deep_inside(own.index, word) if own is not None and word in _DEEP else []

    def _deep_inside(self, index: int, word: str) -> list[Token]:
        """What was hung on the last noun of a long object ("returned a ring stolen in 1945 to the museum")."""
        for token in reversed([self._parse.tokens[i] for i in self._parse.subtree(index)]):
            if token.dep == "prep" and token.lower == word and (found := self._parse.child(token.index, "pobj")):
                return [found]
        return []

    def complements(self, predicate: Predicate) -> list[int]:
        """The verbs of the clauses that a trigger is about ("willing to *give*")."""
        found: list[int] = []
        for index in (predicate.verb, predicate.noun):
            if index is None:
                continue
            for child in self._parse.children(index, "xcomp", "ccomp", "acl", "acomp"):
                if child.pos == "ADJ":
                    found.extend(c.index for c in self._parse.children(child.index, "xcomp"))
                else:
                    found.append(child.index)
        return found

    def _chained(self, noun: int, word: str) -> list[Token]:
        """What a preposition brings that hangs on the noun of another one ("a protest by miners against X")."""
        for first in self._parse.children(noun, "prep"):
            inner = self._parse.child(first.index, "pobj")
            if inner is not None and first.lower in ("by", "of") and (found := self._pobj(inner.index, word)):
                return found
        return []

    def _subjects_of(self, predicate: Predicate) -> list[Token]:
        if predicate.verb is not None:
            return self.subjects(predicate.verb)
        return find_blamed(self._parse, self, self._lexicon, predicate.noun) if predicate.noun is not None else []

    def _resolve(self, token: Token) -> list[Token]:
        """The antecedent of a relative pronoun, else the token."""
        if token.lower not in _RELATIVE or token.tag not in ("WDT", "WP", "IN", "DT"):
            return [token]
        for above in self._parse.ancestors(token.index):
            if above.dep == "relcl":
                return [self._parse.tokens[above.head]]
        return [token] if token.lower != "that" else []

    def _borrowed(self, verb: int, steps: int) -> list[Token]:
        token = self._parse.tokens[verb]
        if token.head == verb:
            return self._name_before(verb)
        head = self._above(token) if token.dep in ("conj", "advcl") else self._parse.tokens[token.head]
        if token.dep == "conj":
            if head.pos in ("VERB", "AUX"):
                return self.surface_subjects(head.index, steps)
            listed = token.tag == "VBG" and head.lower.endswith("ing") and head.dep == "pobj"
            return self._above_preposition(self._parse.tokens[head.head], steps) if listed else []
        if token.dep in ("xcomp", "ccomp", "advcl", "dep", "oprd"):
            return self._controller(head, token, steps)
        if token.dep in ("acl", "relcl"):
            return self._modified(head, token, steps)
        if token.dep == "pcomp":
            return self._above_preposition(head, steps)
        return []

    def _name_before(self, verb: int) -> list[Token]:
        """A name right before a main verb that was read as an adverbial ("Turkey attacks ...")."""
        before = self._parse.tokens[verb - 1] if verb > 0 else None
        if before is None or before.head != verb or before.entity not in ("GPE", "ORG", "NORP", "PERSON"):
            return []
        return [before] if before.dep in ("npadvmod", "dep", "nmod", "compound", "advmod") else []

    def _controller(self, head: Token, token: Token, steps: int) -> list[Token]:
        if head.pos in ("ADJ", "NOUN"):
            return self.surface_subjects(head.head, steps) if head.head != head.index else []
        controlled = self._controlled(head, token)
        if controlled:
            return controlled
        if self._is_outcome(head, token):
            return self.subjects(head.index, steps)
        return self.surface_subjects(head.index, steps)

    def _controlled(self, head: Token, token: Token) -> list[Token]:
        """Whom the verb above makes do what the clause tells ("urged X to go", "called on X to go")."""
        if any(child.lower == "to" for child in self._parse.children(token.index, "aux")):
            for child in self._parse.children(head.index, "prep", "dative"):
                inner = self._parse.child(child.index, "pobj")
                reached = inner is not None and child.index < token.index
                if reached and f"{head.lower} {child.lower}" in self._lexicon.oblique_control:
                    return [inner] if inner is not None else []
        if token.dep != "advcl" and head.lower in self._lexicon.object_control:
            return self.objects(head.index)
        return []

    def _is_outcome(self, head: Token, token: Token) -> bool:
        """A bare gerund after a passive and a comma tells what came of it: its subject is no patient."""
        if token.dep != "advcl" or token.tag != "VBG" or token.index < head.index or not self.is_passive(head.index):
            return False
        marked = self._parse.children(token.index, "mark", "advmod", "aux")
        return not marked and any(each.text == "," for each in self._parse.tokens[head.index : token.index])

    def _modified(self, head: Token, token: Token, steps: int) -> list[Token]:
        if any(child.lower == "to" for child in self._parse.children(token.index, "aux")):
            owner = self._parse.child(head.index, "poss")
            if owner is not None:
                return [owner]
            above = self._parse.tokens[head.head]
            return self.surface_subjects(above.index, steps) if above.pos in ("VERB", "AUX") else []
        return [head]

    def _above_preposition(self, preposition: Token, steps: int) -> list[Token]:
        above = self._parse.tokens[preposition.head]
        if above.pos in ("VERB", "AUX"):
            # "directed work, including arming X": what is listed is done by whoever does the whole of it.
            if above.lower in self._lexicon.object_control and preposition.lower != "including":
                return self.objects(above.index) or self.surface_subjects(above.index, steps)
            return self.surface_subjects(above.index, steps)
        top = self._parse.tokens[above.head]
        if above.dep in ("dobj", "nsubjpass") and top.lower in self._lexicon.object_control:
            return [above]  # "accused the rebels of ..." with "of" hung on the rebels
        owner = self._parse.child(above.index, "poss")
        if owner is not None:
            return [owner]
        if top.pos not in ("VERB", "AUX"):
            return []
        if above.dep in _SUBJECTS:
            return []
        return self.surface_subjects(top.index, steps)

    def _shared_object(self, verb: int) -> list[Token]:
        token = self._parse.tokens[verb]
        if token.dep == "relcl":
            own = _own_subject(self._parse, verb)
            if own is not None and own.lower not in _RELATIVE and not self._parse.child(verb, "ccomp", "xcomp"):
                return [self._parse.tokens[token.head]]
        for child in self._parse.children(verb, "conj"):
            if child.index - verb <= 3 and child.pos == "VERB":
                own = self._parse.child(child.index, "dobj")
                return [own] if own is not None else []
        return []

    def _pobj(self, index: int, word: str) -> list[Token]:
        for child in self._parse.children(index, "prep", "agent", "dative", "prt", "advmod"):
            if child.lower == word:
                found = self._parse.child(child.index, "pobj") or self._below(child.index)
                if found is not None and found.entity == "DATE" and self._again(child, word):
                    continue
                if found is not None:
                    return self._resolve(found)
            elif child.dep == "prep" and (inner := self._stacked(child.index, word)) is not None:
                return self._resolve(inner)
        return []

    def _again(self, preposition: Token, word: str) -> bool:
        """True where the same preposition follows ("*on* Tuesday called *on* the king")."""
        beside = self._parse.children(preposition.head, "prep", "prt")
        return any(each.lower == word and each.index > preposition.index for each in beside)

    def _below(self, index: int) -> Token | None:
        clause = self._parse.child(index, "pcomp")
        return self._parse.child(clause.index, "nsubj") if clause is not None else None

    def _stacked(self, index: int, word: str) -> Token | None:
        """The object of a preposition under another one ("out of the town")."""
        for child in self._parse.children(index, "prep"):
            if child.lower == word:
                return self._parse.child(child.index, "pobj")
        return None

    def _done_by(self, noun: int) -> list[Token]:
        for child in self._parse.children(noun, "acl", "relcl"):
            if found := self._pobj(child.index, "by"):
                return found
        return []

    def _noun_objects(self, noun: int | None) -> list[Token]:
        if noun is None:
            return []
        found: list[Token] = []
        for word in ("of", "against", "on", "to", "for"):
            found.extend(self._pobj(noun, word))
        return found

    def _indirect(self, verb: int | None) -> list[Token]:
        if verb is None:
            return []
        found = self._parse.child(verb, "dative")
        if found is None or found.pos == "ADP":
            return []
        return self._resolve(found)

    def _clause_subjects(self, predicate: Predicate) -> list[Token]:
        for index in (predicate.verb, predicate.noun):
            if index is None:
                continue
            for child in self._parse.children(index, "ccomp", "xcomp", "advcl", "acl"):
                own = self._parse.child(child.index, *_SUBJECTS)
                if own is not None and own.lower not in ("there", "it"):
                    return self._resolve(own)
        return []

    def _possessors(self, predicate: Predicate) -> list[Token]:
        for index in (predicate.noun, self._object_index(predicate.verb)):
            if index is not None and (owner := self._parse.child(index, "poss")) is not None:
                return [owner]
        return []

    def _object_index(self, verb: int | None) -> int | None:
        own = self._parse.child(verb, "dobj", "nsubjpass") if verb is not None else None
        return own.index if own is not None else None

    def _modifiers(self, noun: int | None) -> list[Token]:
        if noun is None:
            return []
        found = []
        for child in self._parse.children(noun, "amod", "compound", "nmod"):
            named = child.entity in ("NORP", "ORG", "PERSON") or self._lexicon.in_class(child.lower, "powers")
            if named or any(self._lexicon.in_class(child.lemma, name) for name in ("fighters", "police", "protesters")):
                found.append(child)
        return found[:1]


def _own_subject(parse: Parse, verb: int) -> Token | None:
    """The subject beside the verb; where "whom" was read as one, the other."""
    found = parse.children(verb, *_SUBJECTS)
    return next((each for each in found if each.lower != "whom"), found[0] if found else None)
