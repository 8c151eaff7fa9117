"""Finds who did it and to whom for each trigger, in the places that the codebook names for its words.

Where a side stays empty a reason says why: `passive without agent`, `no subject in the sentence`, `implicit subject`
(an imperative or a subject left out), `intransitive`, `not stated` (nobody who could act is named), `not an actor`.
Sides of symmetric events ("clashes between A and B", "A met B") are coded as PLOVER has it: where the words put one
before the other, the first is actor and the other recipient; where they do not, all are both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sayso.arguments.antecedents import find_antecedent
from sayso.arguments.phrases import Phrases
from sayso.codebook import Codebook, Entry, EventType
from sayso.codebook.participants import conjuncts, labels
from sayso.codebook.roles import Predicate, Roles
from sayso.records import Argument, Arguments, Trigger
from sayso.syntax import Parse, Token

_ACTING_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_PLACE_NAMES = frozenset({"LOC", "FAC"})
_ACTING_CLASSES = ("people", "groups", "protesters", "police", "fighters", "prisoners", "heads")
_STANDING_CLASSES = ("places", "buildings", "vehicles")
# Endings of words for people, as a last resort for nouns that no class holds ("dockers").
_PERSON_ENDINGS = ("er", "ers", "or", "ors", "ist", "ists", "ian", "ians", "men", "women", "ees")
_THING_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ism", "ing", "ance", "ence", "cy", "ship", "ure", "age", "th")
_PRONOUNS = frozenset("he she they we i you him her them us who whom it some many others those".split())

# Places where the words alone make a participant; elsewhere it must be somebody or something that could be one.
_CORE = frozenset({"object", "indirect", "clause"})
_INNER = ("of", "by", "from", "against", "on", "to", "with", "for", "between", "in")

# Places in a recipient's phrase that leave the phrase whole ("the union's offer", "an offer from the union").
_WHOLE = frozenset({"of", "from", "by"})
_HIT_PLACES = frozenset({"on", "against", "of"})

_COMPLEMENT_PLACES = ("indirect", "to", "for", "with", "against", "on", "from", "object")


def find_arguments(triggers: Sequence[Trigger], parses: Sequence[Parse], codebook: Codebook) -> tuple[Arguments, ...]:
    """Actors and recipients of each trigger, in the order of the triggers."""
    by_sentence = {parse.sentence.index: parse for parse in parses}
    readers: dict[int, _Sentence] = {}
    found = []
    for trigger in triggers:
        reader = readers.get(trigger.sentence)
        if reader is None:
            reader = readers[trigger.sentence] = _Sentence(by_sentence[trigger.sentence], codebook)
        found.append(reader.read(trigger))
    return tuple(_complete(readers[trigger.sentence], index, triggers, found) for index, trigger in enumerate(triggers))


def _complete(reader: _Sentence, index: int, triggers: Sequence[Trigger], found: Sequence[Arguments]) -> Arguments:
    """One trigger's arguments with what the triggers around it in the sentence tell of its sides."""
    own, trigger = found[index], triggers[index]
    if index + 1 < len(triggers) and reader.is_about(trigger, triggers[index + 1]):
        own = _borrow(own, found[index + 1])
    if own.actors or own.actor_reason == "not an actor":
        return own
    for other, theirs in zip(triggers, found, strict=True):
        if other.sentence == trigger.sentence and other.type == trigger.type and reader.is_through(trigger, other):
            actors = tuple(each for each in theirs.actors if each not in own.recipients)
            return replace(own, actors=actors, actor_reason=None) if actors else own
    return own


def _borrow(own: Arguments, below: Arguments) -> Arguments:
    """Words of agreeing, refusing or threatening that name nobody take the recipient of what they are about."""
    theirs = tuple(each for each in below.recipients if each not in own.actors)
    if own.recipients or not theirs:
        return own
    return replace(own, recipients=theirs, recipient_reason=None)


class _Sentence:
    """Reads the arguments of the triggers of one sentence."""

    def __init__(self, parse: Parse, codebook: Codebook) -> None:
        self._parse = parse
        self._lexicon = codebook.lexicon
        self._codebook = codebook
        self._roles = Roles(self._parse, codebook.lexicon)
        self._phrases = Phrases(self._parse, codebook.lexicon)

    def is_about(self, trigger: Trigger, below: Trigger) -> bool:
        """True where the second trigger is the complement of the first ("refused to release")."""
        if trigger.sentence != below.sentence or below.construction == "noun":
            return False
        index = below.head
        while index not in trigger.tokens:
            token = self._parse.tokens[index]
            if token.dep not in ("xcomp", "ccomp", "pcomp", "dobj", "prep", "conj") or token.head == index:
                return False
            index = token.head
        return True

    def is_through(self, trigger: Trigger, other: Trigger) -> bool:
        """True where the second trigger tells how the first came about ("killed when police fired")."""
        sense = self._lexicon.senses.get(other.entry)
        if sense is None or sense.entry.symmetric:
            return False
        token = self._parse.tokens[other.head]
        if token.dep == "advcl" and token.head == trigger.head:
            marks = self._parse.children(token.index, "mark", "advmod")
            return any(mark.lower in ("when", "as") for mark in marks)
        above = self._parse.tokens[token.head]
        return token.dep == "pobj" and above.lower in ("in", "during") and above.head == trigger.head

    def read(self, trigger: Trigger) -> Arguments:
        """The arguments of one trigger of this sentence."""
        sense = self._lexicon.senses.get(trigger.entry)
        entry = sense.entry if sense is not None else Entry()
        event_type = self._codebook.types[sense.type if sense is not None else trigger.type]
        if self._parse.tokens[trigger.head].dep == "aux":
            return self._read_demand(self._parse.tokens[trigger.head])
        predicate = self._predicate(trigger)
        if trigger.construction == "adjective":
            head = self._parse.tokens[self._parse.tokens[trigger.head].head]
            return Arguments((), (self._argument(head),), "passive without agent", None)
        roles = event_type.verb_roles if predicate.noun is None or predicate.verb is not None else event_type.noun_roles
        sought = entry.actor or roles.actor
        actors = self._actors(predicate, sought)
        places = entry.recipient or roles.recipient
        if predicate.verb is not None and trigger.construction == "light-verb":
            places = tuple(dict.fromkeys((*event_type.noun_roles.recipient, *(r for r in places if r != "object"))))
        recipients = self._recipients(predicate, places, event_type, own_object="object" in entry.recipient)
        recipients = [each for each in recipients or self._through_complement(predicate) if each not in actors]
        if entry.symmetric and not recipients and len(actors) > 1:
            recipients = actors
        arguments = self._arguments(predicate, actors, recipients)
        if actors or "subject" in sought:
            return arguments
        return replace(arguments, actor_reason="not stated")

    def _read_demand(self, modal: Token) -> Arguments:
        """ "X said Y must ...": who says it and whom it binds."""
        clause = self._parse.tokens[modal.head]
        says = Predicate(clause.head, None)
        actors = self._actors(says, ("subject",))
        bound = [each for each in self._roles.surface_subjects(clause.index) if self._could_act(each)]
        return self._arguments(says, actors, self._coordinated(bound))

    def _predicate(self, trigger: Trigger) -> Predicate:
        if trigger.construction in ("noun", "adjective"):
            return Predicate(None, trigger.head)
        nouns = [i for i in trigger.tokens if i != trigger.head and self._parse.tokens[i].pos in ("NOUN", "PROPN")]
        return Predicate(trigger.head, nouns[-1] if nouns else None)

    def _arguments(self, predicate: Predicate, actors: list[Token], recipients: list[Token]) -> Arguments:
        return Arguments(
            tuple(self._argument(each) for each in actors),
            tuple(self._argument(each) for each in recipients),
            None if actors else self._actor_reason(predicate),
            None if recipients else self._recipient_reason(predicate),
        )

    def _actors(self, predicate: Predicate, places: Iterable[str]) -> list[Token]:
        for role in places:
            heads = self._roles.find(predicate, role)
            found = [each for head in heads for each in self._acting(head, role)]
            if role == "subject" and heads and not found:
                return self._coordinated(self._behind(predicate, heads[0]))
            if found:
                return self._coordinated(found)
        return []

    def _behind(self, predicate: Predicate, head: Token) -> list[Token]:
        """Whoever made the thing that acts ("X published a report accusing Y")."""
        verb = self._parse.tokens[predicate.verb] if predicate.verb is not None else None
        above = self._parse.tokens[head.head]
        if verb is None or verb.dep not in ("acl", "relcl") or head.dep not in ("dobj", "pobj") or above.pos != "VERB":
            return []
        return [each for each in self._roles.subjects(above.index) if self._could_act(each)]

    def _acting(self, head: Token, role: str) -> list[Token]:
        """The head if it could act, else whoever stands inside its phrase ("the mob's fire")."""
        if self._could_act(head) or (role in ("subject", "by") and self._is_somebody(head)):
            return [head]
        inner = Predicate(None, head.index)
        for role in ("possessive", "by", "from", "of"):
            found = [each for each in self._roles.find(inner, role) if self._could_act(each)]
            if found:
                return found
        named = [each for each in self._roles.find(inner, "modifier") if each.entity]
        # Missiles and air strikes stand for the force that sends them; a report does not for whoever wrote it.
        return [head] if named and (self._is_means(head) or head.lower in self._lexicon.nouns) else named

    def _recipients(
        self, predicate: Predicate, places: Iterable[str], event_type: EventType, *, own_object: bool
    ) -> list[Token]:
        """`own_object` is true where the noun of the trigger itself is what is hit ("blocked the road")."""
        belongings: list[Token] = []
        for role in places:
            found = self._roles.find(predicate, role)
            own = [each for each in found if each.index != predicate.noun or (own_object and not self._is_means(each))]
            reached = [each for head in own for each in self._reached(head, role, event_type)]
            if reached and not all(self._is_own(each) for each in reached):
                return self._coordinated(reached)
            belongings = belongings or reached
        return self._coordinated(belongings)

    def _is_own(self, head: Token) -> bool:
        """True for a thing of the clause's own subject ("closed *its border* with X"), which nobody is reached by."""
        owner = self._parse.child(head.index, "poss")
        return owner is not None and owner.lower in ("its", "their") and not self._is_person(head)

    def _is_person(self, head: Token) -> bool:
        words = labels(self._parse, head, self._lexicon)
        return any(words & self._lexicon.classes.get(name, frozenset()) for name in _ACTING_CLASSES)

    def _through_complement(self, predicate: Predicate) -> list[Token]:
        """Whom the clause below reaches, for words that only say that it will be done ("is willing to give X to Y")."""
        for verb in self._roles.complements(predicate):
            for role in _COMPLEMENT_PLACES:
                found = [h for h in self._roles.find(Predicate(verb, None), role) if self._could_act(h)]
                if found:
                    return self._coordinated(found)
        return []

    def _reached(self, head: Token, role: str, event_type: EventType) -> list[Token]:
        if self._could_act(head) or self._could_be_hit(head):
            return [head]
        if (role == "indirect" or (role == "clause" and head.tag == "NNS")) and self._is_somebody(head):
            return [head]
        inner = Predicate(None, head.index)
        hit = frozenset() if event_type.things else self._hit_by(head)
        for place in ("possessive", "modifier", *_INNER):
            found = [each for each in self._roles.find(inner, place) if self._could_act(each)]
            if found and place not in hit:
                return [head] if self._is_whole(head, place) else found
        if event_type.things and role in _CORE | {"against", "at", "on"} and not self._is_no_actor(head):
            return [head]
        return []

    def _is_whole(self, head: Token, place: str) -> bool:
        """True where the phrase stands for whoever is named in it; what comes after an event's noun stands apart."""
        if self._is_no_actor(head):
            return False
        return place in ("possessive", "modifier") or (place in _WHOLE and head.lower not in self._lexicon.nouns)

    def _hit_by(self, head: Token) -> frozenset[str]:
        """Where an event noun has whom it hits: who condemns "the attack on X" does not condemn X."""
        places: set[str] = set()
        for pattern in self._lexicon.nouns.get(head.lower, ()):
            entry, kind = pattern.sense.entry, self._codebook.types.get(pattern.sense.type)
            if kind is not None:
                places.update(entry.recipient or set(kind.noun_roles.recipient) - set(kind.noun_roles.actor))
        return frozenset(places) & _HIT_PLACES

    def _coordinated(self, heads: Iterable[Token]) -> list[Token]:
        meant = [find_antecedent(self._parse, self._lexicon, head) for head in heads]
        found: list[Token] = []
        for each in conjuncts(self._parse, meant):
            if each not in found and not self._is_no_actor(each):
                found.append(each)
        return found

    def _is_means(self, token: Token) -> bool:
        """What somebody is hit with, or how somebody is held: never who is hit."""
        return any(self._lexicon.in_class(token.lemma, name) for name in ("weapons", "shots", "penalties", "results"))

    def _is_no_actor(self, token: Token) -> bool:
        return token.entity in self._lexicon.classes.get("not_actors", frozenset()) and not self._inner(token)

    def _inner(self, token: Token) -> bool:
        """A number that counts people ("hundreds of miners") is no bare number."""
        return any(child.lower == "of" for child in self._parse.children(token.index, "prep"))

    def _could_act(self, token: Token) -> bool:
        if token.pos == "PRON":
            return token.lower in _PRONOUNS
        words = labels(self._parse, token, self._lexicon)
        if words & _ACTING_NAMES:
            return True
        if self._is_no_actor(token):
            return False
        if any(words & self._lexicon.classes.get(name, frozenset()) for name in _ACTING_CLASSES):
            return True
        if token.pos == "NUM":
            return token.entity in ("CARDINAL", "")
        named = token.pos == "NOUN" and token.index > 0 and token.text[0].isupper()
        if token.pos == "PROPN" or named:
            return token.entity not in ("DATE", "TIME", "EVENT", "LAW")
        return (
            token.pos == "NOUN"
            and len(token.lemma) > 4
            and token.lower.endswith(_PERSON_ENDINGS)
            and not self._is_thing(words)
        )

    def _is_thing(self, words: frozenset[str]) -> bool:
        return bool(words & self._lexicon.classes.get("things", frozenset()))

    def _is_somebody(self, token: Token) -> bool:
        """A noun that no class knows but that is no thing either: whoever does what the codebook tells acts."""
        words = labels(self._parse, token, self._lexicon)
        if token.pos != "NOUN" or token.entity or self._is_thing(words):
            return False
        return not token.lemma.endswith(_THING_ENDINGS) and not self._is_no_actor(token)

    def _could_be_hit(self, token: Token) -> bool:
        words = labels(self._parse, token, self._lexicon)
        if words & _PLACE_NAMES:
            return True
        return any(words & self._lexicon.classes.get(name, frozenset()) for name in _STANDING_CLASSES)

    def _actor_reason(self, predicate: Predicate) -> str:
        if predicate.verb is None:
            return "not stated"
        found = self._roles.subjects(predicate.verb)
        if not found and self._roles.is_passive(predicate.verb):
            return "passive without agent"
        if found:
            return "not an actor"
        token = self._parse.tokens[predicate.verb]
        return "implicit subject" if token.dep == "ROOT" or token.tag == "VB" else "no subject in the sentence"

    def _recipient_reason(self, predicate: Predicate) -> str:
        if predicate.verb is not None and not self._roles.objects(predicate.verb):
            return "intransitive"
        return "not stated"

    def _argument(self, head: Token) -> Argument:
        first, end = self._phrases.find_bounds(head)
        return Argument(self._parse.cut(first, end), head.index)
