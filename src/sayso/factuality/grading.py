"""How certain an event is and with which polarity, as its own source puts it (FactBank, De Facto).

From the event's word the way leads up the dependency tree: its own negation, modal and adverbs first, then each word
that governs it ("failed to", "threatened to", "if"), until the clause that the source asserts. What a source says
counts as asserted by that source: "she said that troops fired" is an asserted firing, told by her. The innermost word
that takes certainty away names the class; negations along the way turn the polarity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sayso.encode import Window
from sayso.factuality.certainty import CertaintyLexicon, load_certainty
from sayso.factuality.history import History
from sayso.records import Document, Factuality, Span, Trigger
from sayso.syntax import Parse, Token

__all__ = ["CertaintyLexicon", "grade_factuality", "grade_predicates", "load_certainty"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an event stands: its class, its polarity, and `cause`, the key of the value table that decided it."""

    certainty: str = "asserted"
    negative: bool = False
    cause: str = "asserted"


ASSERTED = Standing()

# Deeper than sentences go; a longer way up is an endless list or a parse gone wrong, and Python's stack has an end.
_DEEPEST = 30


def grade_factuality(
    document: Document, triggers: Sequence[Trigger], parses: Sequence[Parse], certainty: CertaintyLexicon
) -> tuple[Factuality, ...]:
    """Certainty, polarity and background of each trigger, in their order."""
    grader = _Grader(document, certainty)
    return tuple(
        grader.grade(parses[trigger.sentence], trigger.head, spent=frozenset(trigger.tokens)) for trigger in triggers
    )


def grade_predicates(
    document: Document, parses: Sequence[Parse], certainty: CertaintyLexicon, windows: Sequence[Window] = ()
) -> tuple[tuple[Span, Factuality], ...]:
    """Every predicate of the text with its factuality, in the order of the text: verbs, what copulas say, and nouns.

    Certainty and polarity come from the rules, the value from the encoder and the rules together.
    """
    grader = _Grader(document, certainty)
    learnt = {
        int(start): float(value)
        for each in windows
        for start, end, value in zip(each.starts, each.ends, each.factuality, strict=True)
        if end > start  # not the marks around a window
    }
    graded = []
    for parse in parses:
        for token in parse.tokens:
            if _is_predicate(parse, token, certainty):
                fact = grader.grade(parse, token.index)
                value = LEARNT * learnt.get(token.start, fact.value) + (1 - LEARNT) * fact.value
                span = parse.cut(token.index, token.index + 1)
                graded.append((span, replace(fact, value=round(value, 3))))
    return tuple(graded)


def _is_predicate(parse: Parse, token: Token, lexicon: CertaintyLexicon) -> bool:
    """True for main verbs, for adjectives and nouns that a copula says, and for nouns that name happenings."""
    if token.pos in ("VERB", "AUX"):
        return token.pos == "VERB" or token.dep not in ("aux", "auxpass")
    above = parse.tokens[token.head]
    said = token.dep in ("acomp", "attr", "oprd") or above.index == token.index
    if token.pos == "NOUN":
        nouns = lexicon.event_nouns
        return said or token.lemma in nouns.words or token.lemma.endswith(nouns.endings)
    clausal = token.dep in ("ccomp", "advcl", "relcl", "xcomp", "pcomp")
    coordinated = token.dep == "conj" and above.dep in ("acomp", "attr", "ROOT")
    return token.pos in ("ADJ", "ADV") and (said or clausal or coordinated)


# Share of the encoder in a predicate's value. On dev: 1 gives r .823 on UDS-IH2 and .523 on MEANTIME, 0 gives .590 and
# .453, .8 gives .823 and .552 (docs/evaluation.md).
LEARNT = 0.8


class _Grader:
    """Grades the words of one document."""

    def __init__(self, document: Document, lexicon: CertaintyLexicon) -> None:
        self._lexicon = lexicon
        self._history = History(document, lexicon.background)

    def grade(self, parse: Parse, index: int, *, spent: frozenset[int] = frozenset()) -> Factuality:
        """The factuality of the word at `index`.

        Signs among the tokens `spent` belong to the event itself and are not counted again: "will not release" is a
        refusal that is asserted, "must" behind "said" a demand that is made.
        """
        token = parse.tokens[index]
        if token.dep == "aux" and spent:
            token = parse.tokens[token.head]
        standing = self._stand(parse, token, spent=spent)
        value = self._lexicon.values.get(standing.cause) or self._lexicon.values[standing.certainty]
        past = is_past(parse, token)
        affirmed = value.past if past else value.positive
        was_done = past and standing.cause == "obliged" and not standing.negative
        return Factuality(
            "asserted" if was_done else standing.certainty,  # "police had to open fire" tells that they did
            "negative" if standing.negative else "positive",
            self._history.tells(parse, token),
            value.negative if standing.negative else affirmed,
        )

    # ---------------------------------------------------------------- standing

    def _stand(self, parse: Parse, token: Token, depth: int = 0, *, spent: frozenset[int] = frozenset()) -> Standing:
        """The standing of a word's event: its own signs first, then what governs it."""
        own = self._own_signs(parse, token, spent)
        if depth > _DEEPEST:
            return own
        around = self._context(parse, token, depth)
        return _combine(own, around)

    def _own_signs(self, parse: Parse, token: Token, spent: frozenset[int] = frozenset()) -> Standing:
        standing = ASSERTED
        for child in parse.children(token.index):
            if child.index not in spent:
                standing = self._apply_child(parse, token, child, standing)
        return standing

    def _apply_child(self, parse: Parse, token: Token, child: Token, standing: Standing) -> Standing:
        lexicon, word = self._lexicon, child.lower
        if child.dep == "neg" or (child.dep in ("advmod", "preconj", "cc") and word in lexicon.adverbs["negative"]):
            return replace(standing, negative=not standing.negative)
        if child.dep == "aux" and child.tag == "MD":
            return _unless_set(standing, lexicon.modals.get(word, "hypothetical"), word.lstrip("'"))
        if child.dep == "advmod":
            for certainty in ("alleged", "hypothetical"):
                if word in lexicon.adverbs[certainty]:
                    return _unless_set(standing, certainty, certainty)
        if child.dep == "mark":
            for certainty, marks in lexicon.marks.items():
                if word in marks and not _has_come(parse, token, certainty):
                    return _unless_set(standing, certainty, word)
        if child.dep == "amod" and word == "called" and parse.child(child.index, "advmod") is not None:
            return _unless_set(standing, "alleged", "alleged")  # "so-called", which the tokenizer takes apart
        if child.dep in ("amod", "compound", "det", "nmod") and token.pos in ("NOUN", "PROPN"):
            return self._apply_modifier(standing, child)
        if child.dep == "dobj" and token.lemma != "have" and self._is_none(parse, child):
            return replace(standing, negative=not standing.negative)
        return standing

    def _apply_modifier(self, standing: Standing, child: Token) -> Standing:
        for certainty, words in self._lexicon.modifiers.items():
            if child.lower in words:
                if certainty == "negative":
                    return replace(standing, negative=not standing.negative)
                return _unless_set(standing, certainty, certainty)
        return standing

    def _is_none(self, parse: Parse, token: Token) -> bool:
        article = parse.child(token.index, "det")
        return token.lower in ("nothing", "nobody", "none") or (article is not None and article.lower == "no")

    # ---------------------------------------------------------------- what governs

    def _context(self, parse: Parse, token: Token, depth: int) -> Standing:
        if token.head == token.index:
            return self._main_clause(parse, token)
        governor = parse.tokens[token.head]
        if token.dep == "conj":
            return self._coordinated(parse, token, governor, depth)
        if governor.dep in ("prep", "agent", "dative") and token.dep in ("pobj", "pcomp"):
            return self._behind_preposition(parse, token, governor, depth)
        return self._governed(parse, token, governor, depth)

    def _main_clause(self, parse: Parse, token: Token) -> Standing:
        last = next((t for t in reversed(parse.tokens) if t.text not in ('"', "''", ")", "'")), token)
        if last.text == "?":
            return Standing("questioned", False, "question")
        has_subject = parse.child(token.index, "nsubj", "nsubjpass", "expl", "csubj") is not None
        if token.tag == "VB" and not has_subject:
            to = parse.child(token.index, "aux")
            if to is not None and to.lower == "to":
                return Standing("planned", False, "to")
            if to is None:
                return Standing("demanded", False, "imperative")
        if token.tag == "VBG" and not has_subject and parse.child(token.index, "aux") is None:
            return Standing("hypothetical", False, "gerund")
        return ASSERTED

    def _coordinated(self, parse: Parse, token: Token, first: Token, depth: int) -> Standing:
        """Coordinated words share what governs the first, and its modal where they have no subject of their own."""
        if depth > _DEEPEST:
            return ASSERTED
        around = self._context(parse, first, depth + 1)
        own_subject = parse.child(token.index, "nsubj", "nsubjpass") is not None
        shares = not own_subject and parse.child(token.index, "aux") is None and token.pos in ("VERB", "AUX")
        if not shares or token.tag in ("VBD", "VBZ"):
            return around
        signs = self._own_signs(parse, first)
        either = any(child.lower in ("or", "nor") for child in parse.children(first.index, "cc"))
        return _combine(replace(signs, negative=signs.negative and either), around)

    def _behind_preposition(self, parse: Parse, token: Token, preposition: Token, depth: int) -> Standing:
        governor = self._true_governor(parse, parse.tokens[preposition.head])
        around = self._governed(parse, token, governor, depth) if governor.index != preposition.index else ASSERTED
        if preposition.lower in self._lexicon.prepositions["negative"]:
            return Standing("asserted", True, "without")
        if token.pos in ("NOUN", "PROPN") and self._gives(parse, preposition):
            return ASSERTED
        return around

    def _gives(self, parse: Parse, preposition: Token) -> bool:
        """True where what stands behind a preposition is taken as known: "amid X", "in the wake of X"."""
        given, above = self._lexicon.prepositions, parse.tokens[preposition.head]
        in_phrase = above.dep == "pobj" and above.lemma in given["given_nouns"]
        return preposition.lower in given["given"] or (in_phrase and preposition.lower in ("of", "to"))

    def _true_governor(self, parse: Parse, governor: Token) -> Token:
        """The verb, where the parser hangs its phrase on its object: "accused rebels of shelling"."""
        above = parse.tokens[governor.head]
        is_object = governor.dep == "dobj" and above.pos == "VERB" and self._signature(governor) is None
        return above if is_object and self._signature(above) in ("alleged", "averted") else governor

    def _governed(self, parse: Parse, token: Token, governor: Token, depth: int) -> Standing:
        if token.dep in ("relcl", "appos", "poss", "npadvmod", "amod", "compound") and not _has_to(parse, token):
            return ASSERTED
        if self._tells_of_whom(token, governor) or self._is_given(parse, token, governor):
            return ASSERTED
        if token.dep in ("advcl", "acl") and _has_to(parse, token) and self._signature(governor) is None:
            return Standing("planned", False, "purpose")
        is_clause = token.dep == "advcl" and not _has_to(parse, token)
        if is_clause and parse.child(token.index, "mark", "advmod") is not None:
            return self._beside(parse, token, governor, depth)
        name = self._signature(governor)
        if name == "demanded" and _is_told(parse, token, governor):
            name = "reported"
        is_subject = token.dep in ("nsubj", "csubj") and governor.pos == "VERB"
        if name is not None and not is_subject and self._takes(parse, token, governor, name):
            return self._signed(parse, token, governor, name, depth)
        if _has_to(parse, token):
            return Standing("hypothetical", False, "infinitive")
        if token.tag == "VBG" and token.dep == "pcomp" and governor.pos == "NOUN":
            return Standing("hypothetical", False, "gerund")
        return self._pass_on(parse, token, governor, depth)

    def _tells_of_whom(self, token: Token, governor: Token) -> bool:
        """True for a participle that says whom a noun means, as a relative clause would: "those killed in the raid"."""
        is_noun = governor.pos in ("NOUN", "PROPN", "PRON", "NUM")
        return token.dep == "acl" and token.tag in ("VBN", "VBD") and is_noun and self._signature(governor) is None

    def _is_given(self, parse: Parse, token: Token, governor: Token) -> bool:
        """True for a happening that is spoken of as known ("the attack"), whatever is to come of it.

        Not where the governing word brings it about ("will hold the march"), nor where it is what acts ("the strike
        will cost").
        """
        given = self._lexicon.given
        if token.lemma not in given.nouns or token.dep in ("nsubj", "csubj", "attr", "conj"):
            return False
        known = any(
            child.dep == "poss" or (child.dep in ("det", "amod") and child.lower in given.marked_by)
            for child in parse.children(token.index)
        )
        if not known or governor.lemma in given.not_after:
            return False
        return self._signature(governor) is None or governor.lemma in given.after

    def _beside(self, parse: Parse, token: Token, governor: Token, depth: int) -> Standing:
        """An adverbial clause stands for itself, but "when it comes" beside what is to come is open as well."""
        if token.tag in ("VBD", "VBN", "VBG") or parse.child(token.index, "aux") is not None:
            return ASSERTED
        outer = self._stand(parse, governor, depth + 1)
        is_open = outer.certainty in ("planned", "demanded", "conditional", "hypothetical", "promised", "threatened")
        return Standing("conditional", False, "when") if is_open else ASSERTED

    def _takes(self, parse: Parse, token: Token, governor: Token, name: str) -> bool:
        """True where the signature reaches this dependent, and not an adjunct beside it."""
        if governor.pos in ("NOUN", "PROPN"):
            return token.dep in ("acl", "ccomp", "pobj", "pcomp", "relcl", "xcomp", "advcl")
        if name == "obliged" or (token.dep == "ccomp" and governor.lemma in self._lexicon.signatures[name].to_only):
            return token.dep in ("xcomp", "ccomp") and _has_to(parse, token)
        if token.dep == "advcl":
            return governor.pos == "ADJ" or (name in ("demanded", "planned") and _has_to(parse, token))
        if token.dep == "pobj" or token.dep == "pcomp":
            preposition = parse.tokens[token.head].lower
            return preposition in (
                "of",
                "for",
                "to",
                "from",
                "on",
                "with",
                "against",
                "about",
                "in",
                "by",
                "as",
                "upon",
            )
        return token.dep in ("ccomp", "xcomp", "dobj", "nsubjpass", "oprd", "csubjpass", "prep", "acomp", "attr", "prt")

    def _signed(self, parse: Parse, token: Token, governor: Token, name: str, depth: int) -> Standing:
        signature = self._lexicon.signatures[name]
        if signature.presupposes:
            return (
                Standing("hypothetical", False, "infinitive")
                if _has_to(parse, token)
                else replace(ASSERTED, cause=name)
            )
        outer = self._stand(parse, governor, depth + 1)
        if signature.certainty == "same":
            return replace(outer, negative=outer.negative != signature.negative, cause=_cause(outer, name))
        if outer.certainty not in ("asserted", "alleged", "opinion"):
            return Standing("hypothetical", False, outer.cause)  # "may order an attack": not even the order is real
        negative = signature.negative or (signature.raises and outer.negative)
        return Standing(signature.certainty, negative, name)

    def _pass_on(self, parse: Parse, token: Token, governor: Token, depth: int) -> Standing:
        """Without a signature a complement stands as its governor does; an adjunct is as the clause is."""
        outer = self._stand(parse, governor, depth + 1)
        if token.dep in ("xcomp", "acomp", "attr", "oprd", "ccomp", "aux", "auxpass", "prt", "dep"):
            return outer
        return replace(outer, negative=False)

    def _signature(self, governor: Token) -> str | None:
        for name, signature in self._lexicon.signatures.items():
            words = (
                signature.verbs
                if governor.pos in ("VERB", "AUX")
                else signature.nouns
                if governor.pos in ("NOUN", "PROPN")
                else signature.adjectives
                if governor.pos in ("ADJ", "ADV")
                else frozenset()
            )
            if governor.lemma in words:
                return name
        return None

    # ---------------------------------------------------------------- background


def is_past(parse: Parse, token: Token) -> bool:
    """True where the nearest finite verb at or above a token is in the past tense."""
    for verb in (token, *parse.ancestors(token.index)):
        auxiliaries = parse.children(verb.index, "aux", "auxpass")
        if verb.tag == "VBD" or any(each.tag == "VBD" for each in auxiliaries):
            return True
        if verb.tag in ("VBZ", "VBP", "MD") or any(each.tag in ("VBZ", "VBP", "MD") for each in auxiliaries):
            return False
    return False


def _has_come(parse: Parse, token: Token, certainty: str) -> bool:
    """True for the past in "marched before police fired" and "stayed until police fired": it did come to that."""
    auxiliaries = parse.children(token.index, "aux", "auxpass")
    past = any(each.tag == "VBD" for each in (token, *auxiliaries))
    return certainty == "hypothetical" and past and not any(each.tag == "MD" for each in auxiliaries)


def _is_told(parse: Parse, token: Token, governor: Token) -> bool:
    """True for what somebody "told reporters": a finite clause, where what they were told to do is an infinitive."""
    if governor.lemma != "tell" or token.dep != "ccomp":
        return False
    finite = (token, *parse.children(token.index, "aux", "auxpass"))
    return any(each.tag in ("VBD", "VBZ", "VBP", "MD") for each in finite)


def _has_to(parse: Parse, token: Token) -> bool:
    return any(child.lower == "to" for child in parse.children(token.index, "aux"))


def _unless_set(standing: Standing, certainty: str, cause: str) -> Standing:
    return standing if standing.certainty != "asserted" else replace(standing, certainty=certainty, cause=cause)


def _cause(outer: Standing, name: str) -> str:
    return name if outer.certainty == "asserted" else outer.cause


def _combine(own: Standing, around: Standing) -> Standing:
    """A word's own signs win over what is around it; negations add up."""
    negative = own.negative != around.negative
    if own.certainty != "asserted":
        return Standing(own.certainty, negative, own.cause)
    return Standing(around.certainty, negative, around.cause)
