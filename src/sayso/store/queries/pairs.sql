-- Compared pairs of which a side is among $reports, the surest first.
SELECT * FROM pairs
WHERE list_contains($reports, "left") OR list_contains($reports, "right")
ORDER BY score DESC, "left", "right"
