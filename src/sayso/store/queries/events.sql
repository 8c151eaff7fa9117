SELECT events.*, (SELECT rule FROM meta) AS rule
FROM events
WHERE id IN (FROM chosen)
ORDER BY coalesce(last, '') DESC, coalesce(published_last, '') DESC, id
LIMIT $limit OFFSET $offset
