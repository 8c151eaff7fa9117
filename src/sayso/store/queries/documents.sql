-- Documents without their text: all, or those among $ids.
SELECT
    id, title, documents.publisher, url, location, language, published_first, published_last, published_basis,
    published_reason, drop_reason,
    len(text) AS n_characters,
    coalesce(counted.n, 0) AS n_mentions,
    copied.cluster_id AS copies
FROM documents
LEFT JOIN (SELECT document_id, count(*) AS n FROM mentions GROUP BY document_id) AS counted
    ON counted.document_id = documents.id
LEFT JOIN copied ON copied.document_id = documents.id
WHERE $ids IS NULL OR list_contains($ids, id)
ORDER BY coalesce(published_last, '') DESC, id
LIMIT $limit OFFSET $offset
