SELECT
    id, type, place.latitude AS latitude, place.longitude AS longitude, place.radius_km AS radius_km, first, n_originators
FROM events
WHERE id IN (FROM chosen) AND place.latitude IS NOT NULL AND place.longitude IS NOT NULL
ORDER BY id
