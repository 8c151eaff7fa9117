-- Judgements that name one of $ids.
SELECT * FROM judgements
WHERE list_contains($ids, "left") OR list_contains($ids, "right")
ORDER BY "at" DESC, kind, "left", "right"
