"""Finds the words that tell of events, with type, mode and contexts as the codebook has them.

Every rule is about English; every word and every decision on a type stands in the codebook. One event gives one
trigger: "staged a protest" is one, headed by its verb. Negated, future and wished-for events are triggers like others;
how far they are told as facts is the factuality step's to say.
"""

from __future__ import annotations

from collections.abc import Sequence

from sayso.codebook import Codebook, Entry, EventType
from sayso.codebook.roles import Roles
from sayso.codebook.senses import Rank, Sense
from sayso.records import Trigger
from sayso.syntax import Parse, Token
from sayso.triggers.hits import MAX_GAP, Hit, find_hits, mentions
from sayso.triggers.precedence import apply_precedence, find_demands, join_light_verbs

_MODE_REACH = 12  # tokens each side of a trigger that the modes' words are looked for in

# A trigger's score says how plainly the sentence tells of its event. Set on cameo_class train, where the event with the
# highest score should be the sentence's main one; re-run eval on that set when these move.
_BASE = {"verb": 0.9, "passive": 0.9, "light-verb": 0.92, "noun": 0.8, "adjective": 0.4}
_BELOW_EVENT = 0.12  # less for every trigger that stands above
_BELOW_CLAUSE = {"relcl": 0.1, "acl": 0.08, "advcl": 0.1, "appos": 0.08, "pcomp": 0.04}


def find_triggers(parses: Sequence[Parse], codebook: Codebook) -> tuple[Trigger, ...]:
    """The triggers of all sentences, in order of sentence and position."""
    return tuple(trigger for parse in parses for trigger in _read_sentence(parse, codebook))


def _read_sentence(parse: Parse, codebook: Codebook) -> list[Trigger]:
    if not parse.tokens:
        return []
    hits = join_light_verbs(parse, find_hits(parse, codebook.lexicon), codebook.lexicon)
    hits = [hit for hit in hits if hit.sense.type]
    hits = [*apply_precedence(parse, hits, codebook), *find_demands(parse, codebook)]
    heads = {hit.head for hit in hits}
    return [build_trigger(parse, hit, heads, codebook) for hit in sorted(hits, key=lambda h: (h.tokens[0], h.head))]


def build_trigger(parse: Parse, hit: Hit, heads: set[int], codebook: Codebook) -> Trigger:
    """The trigger of a hit, with mode, contexts and score; `heads` are those of all hits of the sentence."""
    particles = (each.index for each in parse.children(hit.head, "prt"))
    span_tokens = _close(
        tuple(sorted({*hit.tokens, *particles})), hit.noun if hit.construction == "light-verb" else hit.head
    )
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


def learnt_hit(parse: Parse, token: Token, name: str, codebook: Codebook) -> Hit:
    """A word that no entry of the codebook has, as a hit of the type `name`."""
    noun = token.pos == "NOUN"
    construction = "noun" if noun else "adjective" if token.dep == "amod" else "verb"
    if construction == "verb" and Roles(parse, codebook.lexicon).is_passive(token.index):
        construction = "passive"
    sense = Sense("", name, Entry(), Rank.PLAIN)
    return Hit(token.index, (token.index,), sense, Rank.PLAIN, construction, name, token.index if noun else None)


def _close(tokens: tuple[int, ...], anchor: int | None) -> tuple[int, ...]:
    """The tokens if they stand close together, else those about the anchor: a span of half a sentence tells nothing."""
    if tokens[-1] - tokens[0] <= len(tokens) + MAX_GAP:
        return tokens
    return (anchor if anchor is not None else tokens[0],)


def _mode(parse: Parse, hit: Hit, event_type: EventType) -> str | None:
    below = set(parse.subtree(hit.head))
    if hit.construction == "noun":
        below |= {each.index for each in parse.ancestors(hit.head) if each.pos in ("VERB", "AUX")}
    window = [i for i in sorted(below | set(hit.tokens)) if abs(i - hit.head) <= _MODE_REACH]
    words = " ".join(parse.tokens[i].lower for i in window)
    for name, mode in event_type.modes.items():
        if mode.words and mentions(f" {words} ", mode.words):
            return name
    return event_type.default_mode


def _contexts(parse: Parse, hit: Hit, event_type: EventType, codebook: Codebook) -> tuple[str, ...]:
    own = event_type.contexts + hit.sense.entry.contexts
    words = {token.lemma for token in parse.tokens} | {token.lower for token in parse.tokens}
    return tuple(
        name for name, context in codebook.contexts.items() if name in own or not words.isdisjoint(context.words)
    )


def _score(parse: Parse, hit: Hit, heads: set[int]) -> float:
    weight = hit.sense.entry.weight if hit.construction != "light-verb" else 1.0  # the verb makes the noun plain
    score = _BASE[hit.construction] * weight
    score -= _BELOW_CLAUSE.get(parse.tokens[hit.head].dep, 0.0)
    is_modal = parse.tokens[hit.head].dep == "aux"
    if any(child.index in heads for child in parse.children(hit.head, "aux")):
        score -= _BELOW_EVENT  # "must release" tells of the demand before it tells of the release
    for above in parse.ancestors(hit.head):
        if above.index in heads and not (is_modal and above.index == parse.tokens[hit.head].head):
            score -= _BELOW_EVENT
        score -= _BELOW_CLAUSE.get(above.dep, 0.0)
    return round(min(1.0, max(0.05, score)), 3)
