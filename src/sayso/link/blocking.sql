-- Pairs of reports worth comparing: those of different documents that share a key.
-- A key that more than $most reports share says too little to compare all of them by it; other keys meet the
-- likely pairs among them.
SELECT DISTINCT one.report_id AS one, other.report_id AS other
FROM keys AS one
JOIN keys AS other ON one.key = other.key AND one.report_id < other.report_id
WHERE one.document_id <> other.document_id
  AND one.key IN (SELECT key FROM keys GROUP BY key HAVING count(*) BETWEEN 2 AND $most)
ORDER BY one, other
