"""What hangs on what in a sentence: whose time and place the words of a time or place tell."""

from __future__ import annotations

from sayso.records import Attribution, Span, Trigger
from sayso.syntax import Parse, Token

# Prepositions before what happens at another time: in "met on Friday after the shelling", Friday is not the shelling's.
_OTHER_TIME = frozenset({"after", "before", "since", "until", "following"})

# Clauses that share the time and place of the clause they hang on: "..., killing 12", "gathered to protest".
_SHARING = frozenset({"conj", "xcomp", "pcomp", "acl", "prep", "advcl"})


def find_scope(parse: Parse, trigger: Trigger, told: Attribution | None) -> list[int]:
    """Tokens whose time and place are the trigger's own, nearest first.

    What is told ends where its telling begins: in "accused the army on Friday of shelling X", Friday is not the
    shelling's.
    """
    scope = [trigger.head, *_verbs_inside(parse, trigger)]
    token = parse.tokens[trigger.head]
    while token.head != token.index and _shares(parse, token):
        token = parse.tokens[token.head]
        if told is not None and not any(span.start <= token.start < span.end for span in told.content):
            break
        scope.append(token.index)
    return scope


def find_governor(parse: Parse, span: Span, trigger_heads: set[int]) -> int | None:
    """The verb or trigger on which a span hangs, else the root above it."""
    head = find_head(parse, span)
    if head is None:
        return None
    for token in parse.ancestors(head.index):
        if token.pos in ("VERB", "AUX") or token.index in trigger_heads:
            return token.index
    return next((token.index for token in parse.ancestors(head.index) if token.dep == "ROOT"), None)


def find_head(parse: Parse, span: Span) -> Token | None:
    """The token of a span whose own head lies outside it."""
    inside = [token for token in parse.tokens if span.start <= token.start < span.end]
    within = {token.index for token in inside}
    return next((token for token in inside if token.head not in within or token.head == token.index), None)


def is_day_when(parse: Parse, span: Span, trigger: Trigger) -> bool:
    """True for the day of "Friday, when police shot a student"."""
    after = [token for token in parse.tokens if token.start >= span.end and token.text != ","]
    mine = {token.index for token in parse.children(trigger.head, "advmod")}
    return bool(after) and after[0].lower == "when" and after[0].index in mine


def is_of_another(parse: Parse, span: Span, trigger: Trigger) -> bool:
    """True for the day of what another thing happened after or before: "ahead of Sunday's vote, police arrested"."""
    head = find_head(parse, span)
    for token in () if head is None else parse.ancestors(head.index):
        if token.index == trigger.head or token.pos in ("VERB", "AUX"):
            return False
        above = parse.tokens[token.head]
        if token.dep == "pobj" and (above.lower in _OTHER_TIME or parse.tokens[above.head].lower == "ahead"):
            return True
    return False


def _verbs_inside(parse: Parse, trigger: Trigger) -> list[int]:
    """The other verbs of a trigger of several words: in "plan to strike on Friday", Friday hangs on the strike."""
    inside = (token for token in parse.tokens if trigger.span.start <= token.start < trigger.span.end)
    return [token.index for token in inside if token.pos in ("VERB", "AUX") and token.index != trigger.head]


def _shares(parse: Parse, token: Token) -> bool:
    """True where a token takes part in its head's time and place: nouns in their clause, verbs without a subject."""
    if token.dep in ("pobj", "pcomp") and parse.tokens[token.head].lower in _OTHER_TIME:
        return False
    if token.pos not in ("VERB", "AUX"):
        return token.dep not in ("parataxis",)
    if token.dep == "acl" and token.tag == "VBN" and parse.tokens[token.head].dep in ("nsubj", "nsubjpass"):
        return False  # "people injured in the blast died on Tuesday" were not injured then.
    finite = token.tag in ("VBD", "VBP", "VBZ") or parse.child(token.index, "nsubj", "nsubjpass") is not None
    return token.dep in _SHARING and not (finite and token.dep in ("advcl", "acl"))
