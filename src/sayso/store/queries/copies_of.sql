SELECT document_id
FROM copied
WHERE cluster_id = (SELECT cluster_id FROM copied WHERE document_id = $id) AND document_id <> $id
ORDER BY document_id
