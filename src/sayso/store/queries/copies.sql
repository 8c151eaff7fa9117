SELECT
    copied.cluster_id AS id,
    arg_min(documents.id, (published_first IS NULL, published_first, documents.id)) AS first_id,
    list(documents.id ORDER BY published_first IS NULL, published_first, documents.id) AS document_ids,
    coalesce(list(DISTINCT publisher ORDER BY publisher) FILTER (publisher IS NOT NULL), []) AS publishers
FROM copied
JOIN documents ON documents.id = copied.document_id
GROUP BY copied.cluster_id
ORDER BY count(*) DESC, copied.cluster_id
