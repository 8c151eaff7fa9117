"""Whether the words round a time put it behind the publication day or ahead of it."""

from __future__ import annotations

from sayso.records import BlockKind
from sayso.syntax import Parse, Token
from sayso.times.lexicon import TimeLexicon
from sayso.times.patterns import Found


def find_tense(parse: Parse, found: Found, lexicon: TimeLexicon) -> str:
    """`past`, `future` or `unknown`, by the verb that governs the words; a headline's present tense tells the past."""
    token = parse.token_at(found.inside[-1].start)
    if token is None:
        return "unknown"
    if found.before is not None and found.before.text in lexicon.ahead:
        return "past" if _is_under_denied_past(parse, token) else "future"
    if _is_to_come(parse, token, found, lexicon):
        return "future"
    under_noun = found.next_text == "'s"
    for above in parse.ancestors(token.index):
        tense = _tense_of(parse, above, token, lexicon)
        if tense == "future" and under_noun:
            return "unknown"
        if tense:
            return tense
        if not under_noun and above.tag in ("VBP", "VBZ") and parse.sentence.kind != BlockKind.HEADLINE:
            return "future" if above.lemma != "be" and above.lemma not in lexicon.telling_verbs else "unknown"
        outside = not found.inside[0].start <= above.start < found.inside[-1].end
        under_noun = under_noun or (outside and above.pos in ("NOUN", "PROPN"))
    return "past" if parse.sentence.kind == BlockKind.HEADLINE else "unknown"


def _is_to_come(parse: Parse, token: Token, found: Found, lexicon: TimeLexicon) -> bool:
    """True for `ahead of Friday's vote`, `the vote is Friday`, and `has extended it through Friday`."""
    before = "" if found.before is None else found.before.text
    if found.first > 1 and f"{found.words[found.first - 2].text} {before}" in lexicon.ahead:
        return True
    verb = next((above for above in parse.ancestors(token.index) if above.pos in ("VERB", "AUX")), None)
    if verb is None or parse.sentence.kind == BlockKind.HEADLINE:
        return False
    if before in lexicon.reaching:
        helpers = {each.lower for each in parse.children(verb.index, "aux", "auxpass")}
        return verb.tag in ("VBP", "VBZ") or (verb.tag == "VBN" and bool(helpers & {"has", "have"}))
    return verb.lemma == "be" and verb.tag in ("VBP", "VBZ") and token.head == verb.index and token.index > verb.index


def _is_under_denied_past(parse: Parse, token: Token) -> bool:
    """True for `until Friday they had not marched`: what began, or was known, on a Friday that is over."""
    verb = next((above for above in parse.ancestors(token.index) if above.pos in ("VERB", "AUX")), None)
    if verb is None or parse.child(verb.index, "neg") is None:
        return False
    return verb.tag == "VBD" or any(each.tag == "VBD" for each in parse.children(verb.index, "aux", "auxpass"))


def _tense_of(parse: Parse, verb: Token, told: Token, lexicon: TimeLexicon) -> str | None:
    """The tense of a verb with its auxiliaries; None for a word that is no verb or tells nothing."""
    if verb.pos not in ("VERB", "AUX"):
        return None
    helpers = parse.children(verb.index, "aux", "auxpass")
    if any(each.lemma in lexicon.future_auxiliaries or each.lower in lexicon.future_auxiliaries for each in helpers):
        return "past" if any(each.lower in ("have", "been") for each in helpers) else "future"
    if verb.tag == "VBD" or any(each.tag == "VBD" or each.lower in ("has", "have", "had") for each in helpers):
        return _tense_of_past(parse, verb, told, lexicon)
    if verb.tag == "VB" or any(each.tag == "TO" for each in helpers):
        return None if _follows_its_head(parse, verb, lexicon) else "future"
    if parse.sentence.kind == BlockKind.HEADLINE:
        return "past"
    if _looks_ahead(parse, verb, lexicon) or verb.tag == "VBG":
        return "future" if helpers or verb.tag != "VBG" else None
    return "past" if verb.tag == "VBN" else None


def _tense_of_past(parse: Parse, verb: Token, told: Token, lexicon: TimeLexicon) -> str:
    """`Was scheduled for Friday` and `planned a march on Friday` look ahead, `on Friday they planned it` does not."""
    if verb.tag != "VBD":
        return "future" if _looks_ahead(parse, verb, lexicon) else "past"
    ahead = verb.lemma in lexicon.planning_verbs and told.index > verb.index
    return "future" if ahead else "past"


def _looks_ahead(parse: Parse, verb: Token, lexicon: TimeLexicon) -> bool:
    """True for a verb of plans; `set` is one only with what it is set for or set to do."""
    if verb.lemma not in lexicon.future_verbs:
        return False
    return verb.lemma not in lexicon.needing_goal or any(
        each.lower in ("for", "to") or each.dep == "xcomp" for each in parse.children(verb.index)
    )


def _follows_its_head(parse: Parse, verb: Token, lexicon: TimeLexicon) -> bool:
    """True where a bare or purposeful infinitive has the time of the verb above it.

    `Let the march begin on Friday`, `they gathered on Friday to mark the day`: not ahead of what was let or gathered.
    """
    above = parse.tokens[verb.head]
    if above.index == verb.index or above.pos not in ("VERB", "AUX"):
        return False
    bare = not any(each.tag in ("TO", "MD") for each in parse.children(verb.index, "aux"))
    return verb.dep == "advcl" or (bare and verb.dep in ("ccomp", "xcomp") and above.lemma in lexicon.with_bare_verb)
