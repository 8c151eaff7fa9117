"""The world's places in one memory-mapped file. Start at `table.py`.

`names.py` folds names to keys, `table.py` reads a file, `build.py` writes one, `geonames.py` reads a dump of GeoNames
for it, and `own.py` reads the places that a user adds.
"""

from sayso.gazetteer.names import key_hash, name_key
from sayso.gazetteer.table import DEFAULT_PATH, FEATURES, FILE_NAME, Entry, Gazetteer

__all__ = ["DEFAULT_PATH", "FEATURES", "FILE_NAME", "Entry", "Gazetteer", "key_hash", "name_key"]
