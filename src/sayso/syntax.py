"""A dependency parse as plain values, and the few ways in which steps walk it.

Labels are spaCy's English ones (CLEAR): nsubj, nsubjpass, dobj, agent, pobj, ccomp, xcomp, advcl, relcl, conj ...
Token indices count within the sentence; character offsets count in the document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sayso.records import Sentence, Span


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `start` and `end` are document offsets, `head` is the index of its head (its own at the root).

    `text` and `lemma` come from the plain reading (straight quotes, ordinary blanks); `entity` is the type of the
    named entity that the token is part of, or empty; `lower` is `text` in lower case, which every step asks for.
    """

    index: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    entity: str = ""
    lower: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lower", self.text.lower())


def join_words(tokens: Sequence[Token]) -> str:
    """The words of tokens, with one blank wherever the text has any room between two of them."""
    if len(tokens) == 1:
        return tokens[0].text
    pieces = [tokens[0].text] if tokens else []
    for before, token in pairwise(tokens):
        pieces.append((" " if token.start > before.end else "") + token.text)
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity over tokens `[first, end)` with its OntoNotes label (PERSON, GPE, ORG, NORP, DATE ...)."""

    first: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Parse:
    """The parse of one sentence."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...] = ()
    _children: tuple[tuple[int, ...], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        children: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                children[token.head].append(token.index)
        object.__setattr__(self, "_children", tuple(tuple(each) for each in children))

    def is_tree(self) -> bool:
        """True where every token leads up to a root: no token is above itself."""
        safe: set[int] = set()
        for token in self.tokens:
            path: set[int] = set()
            index = token.index
            while index not in safe and self.tokens[index].head != index:
                if index in path:
                    return False
                path.add(index)
                index = self.tokens[index].head
            safe |= path
        return True

    @property
    def text(self) -> str:
        """The sentence's own words, unchanged."""
        return self.sentence.span.text

    def children(self, index: int, *deps: str) -> list[Token]:
        """Children of a token in order, only those with one of `deps` where any are given."""
        tokens = (self.tokens[child] for child in self._children[index])
        return [token for token in tokens if not deps or token.dep in deps]

    def child(self, index: int, *deps: str) -> Token | None:
        """The first child with one of `deps`, or None."""
        found = self.children(index, *deps)
        return found[0] if found else None

    def subtree(self, index: int) -> list[int]:
        """Indices of a token and of all below it, in order."""
        found, queue = [index], [index]
        while queue:
            below = self._children[queue.pop()]
            found.extend(below)
            queue.extend(below)
        return sorted(found)

    def ancestors(self, index: int) -> Iterator[Token]:
        """The token's head, that one's head and so on, up to the root."""
        while (head := self.tokens[index].head) != index:
            yield self.tokens[head]
            index = head

    def conjuncts(self, index: int) -> list[Token]:
        """The token and those coordinated with it below it, in order."""
        found, queue = [self.tokens[index]], [index]
        while queue:
            for child in self.children(queue.pop(), "conj"):
                found.append(child)
                queue.append(child.index)
        return sorted(found, key=lambda token: token.index)

    def cut(self, first: int, end: int) -> Span:
        """The span from token `first` up to, not including, token `end`."""
        base = self.sentence.span
        start, stop = self.tokens[first].start, self.tokens[end - 1].end
        return Span(start, stop, base.text[start - base.start : stop - base.start])

    def cut_tokens(self, indices: list[int]) -> tuple[Span, ...]:
        """Spans over the given tokens, one for each unbroken run."""
        runs: list[list[int]] = []
        for index in sorted(set(indices)):
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index])
        return tuple(self.cut(run[0], run[-1] + 1) for run in runs)

    def token_at(self, offset: int) -> Token | None:
        """The token that holds the character at a document offset, or None."""
        return next((token for token in self.tokens if token.start <= offset < token.end), None)
