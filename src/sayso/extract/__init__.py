"""The extract step: from the bytes of a page to a document. Start in `document.py`."""

from sayso.extract.document import extract_document
from sayso.extract.language import is_supported

__all__ = ["extract_document", "is_supported"]
