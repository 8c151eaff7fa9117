SELECT * FROM documents WHERE id = $id
