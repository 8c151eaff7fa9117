"""Who a source is: its kind and its full name in the document (part of the attribution step).

Kinds: `named` has a proper name; `role` speaks by office ("an army spokesman", "police"); `anonymous` is nobody in
particular, somebody who is kept unnamed, or not given at all; `document` is a report, letter or poll. A name is the
longest form that the document gives of it; a pronoun takes the nearest earlier name that fits. Names are cut from the
text and never made up; where nothing fits the name is None.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from sayso.attribution.cue_words import SayingLexicon
from sayso.attribution.saying import Saying
from sayso.records import Document, Span
from sayso.syntax import Parse, Token


@dataclass(frozen=True, slots=True)
class Identity:
    """Kind of a source and its full name, or None."""

    kind: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class _Name:
    """One proper name where it stands; `label` is the entity's, `subject` true where it is a sentence's subject."""

    start: int
    text: str
    label: str
    subject: bool


NOBODY = Identity("anonymous")

_PEOPLE = frozenset({"PERSON"})
_BODIES = frozenset({"ORG", "GPE", "NORP", "FAC"})
_PERSONAL = frozenset({"he", "she", "him", "her", "his"})
_PLURAL = frozenset({"it", "they", "them", "its", "their"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_LONG_NAME = re.compile(
    r"((?:[A-Z][\w'.-]*|[A-Z]\.)(?:\s+(?:of|the|for|and|on|in|de|la|al|[A-Z][\w'.-]*)){1,10}?)\s*\(([^()\n]{2,40})\)"
)

# How many characters back a pronoun may find its name: about a long paragraph for people, two sentences for the rest.
_FAR, _NEAR = 1_500, 300

# More words than this and a "name" is a slip of the entity recogniser, such as a list read as one name.
_MAX_NAME_WORDS = 9


class Speakers:
    """Names of a document, and who the sources met so far are: sources are to be identified in the text's order."""

    def __init__(self, document: Document, parses: Sequence[Parse], lexicon: SayingLexicon) -> None:
        self._document = document
        self._parses = parses
        self._lexicon = lexicon
        self._names = sorted(self._find_names(), key=lambda name: name.start)
        self._long_forms = {short: _cut_words(document, *where) for short, where in _find_long_forms(document.reading)}
        self._longer: dict[tuple[str, str], list[_Name]] = {}
        self._leanings = dict(self._find_leanings())
        self._met: list[tuple[int, str, str]] = []

    def identify(self, saying: Saying | None, source: tuple[Span, ...]) -> Identity:
        """Kind and full name of one source."""
        if saying is None:
            return self._identify_label(source)
        if saying.speaker is None or not source:
            return NOBODY
        parse = self._parses[saying.sentence]
        words = " ".join(span.text.lower() for span in source)
        if any(unnamed in words for unnamed in self._lexicon.unnamed):
            return NOBODY
        return self._identify_all(parse, self._find_head(parse, saying))

    def _find_head(self, parse: Parse, saying: Saying) -> Token:
        """Who speaks: the person behind a title that the parser leaves alone ("Cmdr. X Y"); else the first noun."""
        head = parse.tokens[saying.speaker or 0]
        if head.lower.rstrip(".") in self._lexicon.titles:
            behind = next((t for t in parse.tokens[head.index + 1 : head.index + 3] if t.entity in _PEOPLE), None)
            named = [t for t in parse.tokens if behind is not None and t.index == behind.head and t.entity in _PEOPLE]
            return named[0] if named else behind or head
        if head.pos in ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ") or head.tag == "CD":
            return head
        nouns = [parse.tokens[i] for i in saying.source if parse.tokens[i].pos in ("NOUN", "PROPN")]
        return next((each for each in nouns if each.dep in ("nsubj", "pobj")), nouns[0] if nouns else head)

    def _identify_label(self, source: tuple[Span, ...]) -> Identity:
        """A source that heads a block: names in brackets, a name, or "Ministry statement"."""
        words = source[0].text.split()
        if len(source) == 1 and words[-1].lower() in self._lexicon.documents:
            return Identity("document", " ".join(words[:-1]) or None)
        if len(source) == 1 and words[-1].lower() in self._lexicon.roles:
            return Identity("role", " ".join(words))
        names = [self._full(each.text, each.start, "") for each in source]
        return Identity("named", " and ".join(dict.fromkeys(names)) or None)

    def _identify_all(self, parse: Parse, head: Token) -> Identity:
        """A source and those coordinated with it, as one identity."""
        found = [self._identify(parse, token) for token in parse.conjuncts(head.index)]
        names = [each.name for each in found if each.name is not None]
        return Identity(found[0].kind, " and ".join(dict.fromkeys(names)) or None)

    def _identify(self, parse: Parse, head: Token, depth: int = 0) -> Identity:
        if depth > 3:
            return NOBODY
        if head.pos == "PRON":
            return self._identify_pronoun(parse, head, depth)
        if head.pos == "PROPN" or head.entity in _PEOPLE | _BODIES:
            return self._identify_name(parse, head)
        return self._identify_noun(parse, head)

    def _identify_name(self, parse: Parse, head: Token) -> Identity:
        text, label, start = self._name_at(parse, head)
        if not text:
            return NOBODY
        name = self._bracketed(parse, head) or self._full(text, start, label)
        self._met.append((head.start, name, label or "PERSON"))
        last = parse.tokens[max(parse.subtree(head.index))]  # "(XYZ)'s report", where the parser loses the owner
        owned = last.index > 0 and parse.tokens[last.index - 1].tag == "POS" and last.lemma in self._lexicon.documents
        return Identity("document" if owned else "named", name)

    def _bracketed(self, parse: Parse, head: Token) -> str | None:
        """The long form of a short form that stands in brackets right behind a name."""
        behind = self._document.reading[head.end : head.end + 80]
        match = re.match(r"([^(),;]{0,40})\(([^()\n]{2,40})\)", behind)
        if match is None or " and " in match.group(1) or match.end() > parse.sentence.span.end - head.end:
            return None
        return self._long_forms.get(" ".join(match.group(2).split()))

    def _identify_noun(self, parse: Parse, head: Token) -> Identity:
        lemma = head.lemma
        if lemma in self._lexicon.documents:
            return Identity("document", self._owner(parse, head))
        for apposed in parse.children(head.index, "appos"):
            if apposed.entity in _PEOPLE:
                return self._identify_name(parse, apposed)
        if lemma in self._lexicon.anonymous or head.tag in ("CD", "DT"):
            return NOBODY
        known = self._same_word(parse, head)
        if known is not None:
            self._met.append((head.start, known, "ORG"))
            return Identity("named", known)
        return Identity("role", self._role_words(parse, head))

    def _identify_pronoun(self, parse: Parse, head: Token, depth: int) -> Identity:
        word = head.lower
        if word in _RELATIVE:
            above = parse.tokens[head.head]
            while above.dep in ("xcomp", "conj", "ccomp", "aux") and above.head != above.index:
                above = parse.tokens[above.head]
            noun = parse.tokens[above.head]
            return self._identify(parse, noun, depth + 1) if above.dep in ("relcl", "acl") else NOBODY
        labels = _PEOPLE if word in _PERSONAL else _BODIES if word in _PLURAL else frozenset()
        subjects = _PEOPLE if word in _PERSONAL else frozenset({"ORG"}) if word in _PLURAL else frozenset()
        first = head.start - (_FAR if word in _PERSONAL else _NEAR)
        near = takewhile(lambda met: met[0] >= first, reversed(self._met))
        earlier = [(at, name) for at, name, label in near if at < head.start and label in labels]
        for name in self._names[self._index_of(first) : self._index_of(head.start)]:
            if name.subject and name.label in subjects:
                earlier.append((name.start, self._full(name.text, name.start, name.label)))
        lean = _lean(word)
        earlier = [(at, name) for at, name in earlier if self._leanings.get(name, 0) * lean >= 0]
        return Identity("named", max(earlier)[1]) if earlier else NOBODY

    # ---------------------------------------------------------------- names

    def _find_leanings(self) -> Iterator[tuple[str, int]]:
        """For each person's full name how many more times "he" than "she" follows it alone in a sentence."""
        counts: dict[str, int] = {}
        for parse in self._parses:
            span = parse.sentence.span
            people = [
                name
                for name in self._names[self._index_of(span.start) : self._index_of(span.end)]
                if name.label in _PEOPLE
            ]
            full = dict.fromkeys(self._full(name.text, name.start, name.label) for name in people)
            if len(full) == 1:
                behind = [token.lower for token in parse.tokens if token.start > people[0].start]
                name = next(iter(full))
                counts[name] = counts.get(name, 0) + sum(map(_lean, behind)) + 3 * _title_lean(parse, people[0].start)
        yield from counts.items()

    def _index_of(self, offset: int) -> int:
        """How many names start before an offset."""
        return bisect_left(self._names, offset, key=lambda name: name.start)

    def _find_names(self) -> Iterator[_Name]:
        for parse in self._parses:
            for entity in parse.entities:
                if entity.label not in _PEOPLE | _BODIES:
                    continue
                words = self._strip([parse.tokens[i] for i in range(entity.first, entity.end)])
                if words and len(words) <= _MAX_NAME_WORDS:
                    text = self._text(parse, words)
                    subject = any(word.dep in ("nsubj", "nsubjpass") for word in words)
                    yield _Name(words[0].start, text, entity.label, subject)

    def _name_at(self, parse: Parse, head: Token) -> tuple[str, str, int]:
        """Text, label and place of the proper name that a token heads."""
        for entity in parse.entities:
            if entity.first <= head.index < entity.end:
                words = self._strip([parse.tokens[i] for i in range(entity.first, entity.end)])
                if words and len(words) <= _MAX_NAME_WORDS and entity.label in _PEOPLE | _BODIES:
                    return self._text(parse, words), entity.label, words[0].start
        first = head.index
        while first > 0 and parse.tokens[first - 1].pos == "PROPN":
            first -= 1
        words = self._strip([parse.tokens[i] for i in range(first, head.index + 1)])
        return (self._text(parse, words), "", words[0].start) if words else ("", "", head.start)

    def _strip(self, tokens: list[Token]) -> list[Token]:
        """Without articles and titles in front and the possessive behind."""
        while tokens and (tokens[0].pos in ("DET", "PUNCT") or tokens[0].lower.rstrip(".") in self._lexicon.titles):
            tokens = tokens[1:]
        while tokens and (tokens[-1].tag == "POS" or tokens[-1].pos == "PUNCT"):
            tokens = tokens[:-1]
        return tokens

    def _text(self, parse: Parse, tokens: list[Token]) -> str:
        span = parse.cut(tokens[0].index, tokens[-1].index + 1)
        return " ".join(span.text.split())

    def _full(self, text: str, start: int, label: str) -> str:
        """The longest form of a name that the document gives; of several the nearest one before, else after."""
        plain = " ".join(text.split())
        if plain in self._long_forms:
            return self._long_forms[plain]
        if (plain, label) not in self._longer:
            self._longer[plain, label] = self._find_longer(plain.split(), label)
        longer = self._longer[plain, label]
        if not longer:
            return plain
        return longer[max(0, bisect_right(longer, start, key=lambda name: name.start) - 1)].text

    def _find_longer(self, words: list[str], label: str) -> list[_Name]:
        """Longer forms of a name in the text's order: of one word only people's, and only names of the same kind."""
        longer = [name for name in self._names if _is_longer(name.text.split(), words)]
        if len(words) == 1:
            return [name for name in longer if name.label in _PEOPLE and label in ("", "PERSON")] or (
                longer if label not in ("", "PERSON") else []
            )
        return [name for name in longer if not label or name.label == label]

    def _same_word(self, parse: Parse, head: Token) -> str | None:
        """ "the ministry": the nearest earlier name that has the word in it ("Foreign Ministry")."""
        article = parse.child(head.index, "det")
        alone = not any(child.dep in ("amod", "compound", "poss") for child in parse.children(head.index))
        if article is None or article.lower != "the" or not alone:
            return None
        for name in reversed(self._names[: self._index_of(head.start)]):
            if name.label == "ORG" and head.lemma in name.text.lower().split():
                return self._full(name.text, name.start, "ORG")
        return None

    def _owner(self, parse: Parse, document: Token) -> str | None:
        """Names of those whose document it is: "the ministry's report", "a statement by X", "a Y poll"."""
        owners = parse.children(document.index, "poss", "compound", "nmod")
        made = [document, *parse.children(document.index, "acl")]  # "a report by X", "a report written by X"
        for preposition in (each for token in made for each in parse.children(token.index, "prep", "agent")):
            if preposition.lower in ("by", "from"):
                owners += parse.children(preposition.index, "pobj")
        for owner in owners:
            if owner.pos == "NOUN" and (known := self._same_word(parse, owner)) is not None:
                return known
            named = [token for token in parse.conjuncts(owner.index) if token.pos == "PROPN" or token.entity in _BODIES]
            names = [self._full(text, start, label) for text, label, start in (self._name_at(parse, t) for t in named)]
            if any(names):
                return " and ".join(dict.fromkeys(name for name in names if name))
        return self._bracketed_owner(parse, document)

    def _bracketed_owner(self, parse: Parse, document: Token) -> str | None:
        """Names in brackets before the document's word, which parsers often lose."""
        ahead = self._document.reading[parse.sentence.span.start : document.start]
        names = [name for name in self._long_forms if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", ahead)]
        full = dict.fromkeys(self._long_forms[name] for name in sorted(names, key=ahead.index))
        return " and ".join(full) or None

    def _role_words(self, parse: Parse, head: Token) -> str | None:
        """The words of a role without article: "army spokesman", "spokesman for the ministry"."""
        kept = {head.index}
        for child in parse.children(head.index, "compound", "amod", "nmod", "poss"):
            kept.update(i for i in parse.subtree(child.index) if i < head.index)
        for preposition in parse.children(head.index, "prep"):
            if preposition.index == head.index + 1 and preposition.lower in ("for", "of", "in", "at"):
                kept.update(parse.subtree(preposition.index))
        run = [head.index]
        while run[0] - 1 in kept:
            run.insert(0, run[0] - 1)
        while run[-1] + 1 in kept:
            run.append(run[-1] + 1)
        while len(run) > 1 and parse.tokens[run[0]].pos in ("DET", "PUNCT"):
            run.pop(0)
        bracket = next((i for i in run[1:] if parse.tokens[i].text == "("), None)
        run = run if bracket is None else [i for i in run if i < bracket]
        return self._text(parse, [parse.tokens[i] for i in run]) if len(run) <= _MAX_NAME_WORDS else head.text


def _lean(word: str) -> int:
    return 1 if word in ("he", "him", "his", "himself") else -1 if word in ("she", "her", "hers", "herself") else 0


def _title_lean(parse: Parse, start: int) -> int:
    """What the title before a name says: 1 for "Mr.", -1 for "Mrs." and "Ms.", else 0."""
    token = parse.token_at(start)
    title = parse.tokens[token.index - 1].lower.rstrip(".") if token is not None and token.index else ""
    return 1 if title == "mr" else -1 if title in ("mrs", "ms", "miss") else 0


def _is_longer(longer: list[str], words: list[str]) -> bool:
    """True where a name ends or begins with the words of a shorter one ("Ali Hassan" and "Hassan")."""
    size = len(words)
    if len(longer) <= size:
        return False
    return longer[-size:] == words or (size > 1 and longer[:size] == words)


def _find_long_forms(text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """Short forms in brackets, with where the name before them stands; the initials of one of them must fit."""
    for match in _LONG_NAME.finditer(text):
        shorts = [short.strip() for short in re.split(r"/|,| or ", match.group(2)) if short.strip()]
        fits = [fit for short in shorts if (fit := _fitting(match.group(1), short.split()[0])) is not None]
        if not fits:
            continue
        where = (match.start(1) + fits[0], match.end(1))
        for short in (" ".join(match.group(2).split()), *shorts):
            yield short, where


def _fitting(words: str, short: str) -> int | None:
    """Where in `words` the tail begins whose initials spell `short`, with or without the small words."""
    letters = short.replace(".", "").upper()
    parts = list(re.finditer(r"\S+", words))
    for first in range(len(parts) - 1):
        tail = [part.group() for part in parts[first:]]
        capitals = "".join(part[0] for part in tail if part[0].isupper())
        every = "".join(part[0].upper() for part in tail)
        if letters in (capitals, every) and tail[0][0].isupper():
            return parts[first].start()
    return None


def _cut_words(document: Document, start: int, end: int) -> str:
    return " ".join(document.text[start:end].split())
