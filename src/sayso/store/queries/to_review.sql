-- Possible pairs that nobody has judged; those nearest to the threshold first, which is where a judgement says most.
SELECT * FROM pairs
WHERE verdict = 'possible' AND judged IS NULL
ORDER BY score DESC, "left", "right"
LIMIT $limit OFFSET $offset
