"""Noun phrases of actors, and the names of people inside and beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sayso.actors.words import CoreferenceWords
from sayso.gazetteer import name_key
from sayso.syntax import Parse, Token

_THING = frozenset({"it", "its"})
_NAMES = frozenset({"PERSON", "ORG", "NORP"})
_INDEFINITE = frozenset({"a", "an", "no", "any", "every", "each", "another", "some"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Tokens `[first, end)` of a sentence with the token that heads them."""

    parse: Parse
    first: int
    end: int
    head: int

    @property
    def tokens(self) -> Sequence[Token]:
        """The phrase's tokens."""
        return self.parse.tokens[self.first : self.end]


def name_identity(name: str) -> str:
    """The identity of somebody or something that no table has: `name:jawad-al-wazni`."""
    return f"name:{'-'.join(name_key(name).split())}"


def find_appositive(parse: Parse, head: int) -> Phrase | None:
    """The person's name set beside a noun: "a prominent activist, Jawad al-Wazni", "the chief, Idriss Kamougue, met".

    Where the parse does not tell, the name that follows the noun's own words and a comma is taken. A name between a
    comma and a verb is somebody else's ("an activist, Lena Haddad said").
    """
    beside = next((t.index for t in parse.children(head, "appos") if t.index > head and t.entity == "PERSON"), None)
    name = find_name(parse, beside) if beside is not None else _name_behind(parse, head)
    if name is None:
        return None
    after = parse.tokens[name.end] if name.end < len(parse.tokens) else None
    if after is None or parse.tokens[name.first - 1].text != ",":
        return name
    return name if after.pos not in ("VERB", "AUX") and after.dep != "cc" else None


def _name_behind(parse: Parse, head: int) -> Phrase | None:
    """The name behind the first comma after a noun, where all before the comma hangs on the noun."""
    comma = next((t.index for t in parse.tokens[head + 1 :] if t.text == ","), None)
    if comma is None or comma + 1 >= len(parse.tokens) or not set(range(head + 1, comma)) <= set(parse.subtree(head)):
        return None
    name = find_name(parse, comma + 1) if parse.tokens[comma + 1].entity == "PERSON" else None
    closed = name is not None and (name.end >= len(parse.tokens) or parse.tokens[name.end].text in (",", "."))
    return name if name is not None and name.first == comma + 1 and closed else None


def find_name(parse: Parse, index: int) -> Phrase | None:
    """The name of a person around a token, without titles; None where it is one word only."""
    entity = next((e for e in parse.entities if e.label == "PERSON" and e.first <= index < e.end), None)
    if entity is None:
        return None
    first, end = entity.first, entity.end
    while end > first and not parse.tokens[end - 1].text[-1:].isalnum():
        end -= 1
    return Phrase(parse, first, end, end - 1) if end - first > 1 else None


def find_leftmost(parse: Parse, head: int) -> int:
    """The first of the tokens that stand before a noun without a break and hang on it; the noun where there is none."""
    tokens = parse.tokens
    left = head
    while left and not _breaks(tokens[left - 1], tokens[left]) and _hangs_on(tokens, left - 1, head):
        left -= 1
    return left


def _hangs_on(tokens: Sequence[Token], index: int, head: int) -> bool:
    while index != head:
        above = tokens[index].head
        if above == index:
            return False
        index = above
    return True


def _breaks(token: Token, after: Token) -> bool:
    if token.text == "-":  # within a word ("Iran-backed") it joins
        return token.end < after.start
    return token.text in _BREAKING_MARKS or token.dep in _BREAKING_ROLES


_BREAKING_MARKS = frozenset({",", "(", ")", ":", ";", '"', "--", "/"})
_BREAKING_ROLES = frozenset({"cc", "appos", "relcl", "mark"})


def build_noun_phrase(parse: Parse, head: int) -> Phrase:
    """A noun with its words before it and its "of" phrase."""
    tokens, end = parse.tokens, head + 1
    after = tokens[end] if end < len(tokens) else None
    if after is not None and after.lower == "of" and after.dep == "prep" and after.head == head:
        end = max([end, *(noun.index + 1 for noun in parse.children(after.index, "pobj"))])
    return Phrase(parse, find_leftmost(parse, head), end, head)


def find_open(parse: Parse, words: CoreferenceWords) -> list[Phrase]:
    """Phrases that are mentions of an actor only together with another one: "its", "a spokesman" beside a name.

    Nouns for people and bodies in any role that are definite or several, and whatever stands beside a name.
    """
    found = []
    for token in parse.tokens:
        if token.lower in _THING:
            if token.dep in ("poss", "nsubj", "nsubjpass") and token.pos in ("PRON", "DET"):
                found.append(Phrase(parse, token.index, token.index + 1, token.index))
        elif token.pos == "NOUN" and not token.entity and _may_take_up(parse, token, words):
            found.append(build_noun_phrase(parse, token.index))
    return found


def _may_take_up(parse: Parse, token: Token, words: CoreferenceWords) -> bool:
    if token.dep == "appos":
        return parse.tokens[token.head].entity in _NAMES
    lemma = token.lemma.lower()
    if token.dep == "compound" or (lemma not in words.single and lemma not in words.bodies):
        return False
    determiner = parse.child(token.index, "det", "poss")
    return token.tag == "NNS" or (determiner is not None and determiner.lower not in _INDEFINITE)
