SELECT stage, reason, message, location AS ref
FROM failures
ORDER BY location, stage, reason, message
LIMIT $limit OFFSET $offset
