-- What follows from claims from key ?1 on: all of them after a load, one after `add`. CROSS JOIN keeps the order in
-- which the tables stand, from the claims on.

INSERT INTO about_when
    SELECT DISTINCT w.broad, c.span, ifnull(c.latest, 0), c.key, ifnull(c.earliest, 0)
    FROM claim c CROSS JOIN about a ON a.claim = c.key CROSS JOIN within w ON w.narrow = a.entity
    WHERE c.key >= ?1 ORDER BY 1, 2, 3, 4;

INSERT INTO spoken
    SELECT entity, claim FROM speaker WHERE claim >= ?1
    UNION
    -- The publisher of the document at the end of the chain: of the last hop, or of what was read where there is none.
    SELECT (SELECT publisher FROM source WHERE key = ifnull(
                (SELECT v.source FROM via v WHERE v.claim = r.claim AND v.nth = r.nth ORDER BY v.hop DESC LIMIT 1),
                r.source)) AS entity,
           r.claim
    FROM citation r
    WHERE r.claim >= ?1 AND entity IS NOT NULL AND NOT EXISTS (SELECT 1 FROM speaker s WHERE s.claim = r.claim)
    ORDER BY 1, 2;

CREATE INDEX IF NOT EXISTS spoken_claim ON spoken (claim, entity);

INSERT INTO spoken_as
    SELECT DISTINCT w.broad, c.key
    FROM claim c CROSS JOIN spoken s ON s.claim = c.key
        CROSS JOIN tenure t ON t.holder = s.entity
            AND (c.latest IS NULL OR (t.earliest <= c.latest AND c.earliest <= t.latest))
        CROSS JOIN within w ON w.narrow = t.role
    WHERE c.key >= ?1 ORDER BY 1, 2;

-- The publisher by a subquery: joined, a Bloom filter over all sources would be made for each claim that is added.
INSERT INTO cited
    SELECT publisher, claim FROM (
        SELECT (SELECT publisher FROM source WHERE key = r.source) AS publisher, r.claim AS claim
            FROM citation r WHERE r.claim >= ?1
        UNION
        SELECT (SELECT publisher FROM source WHERE key = v.source), v.claim FROM via v WHERE v.claim >= ?1)
    WHERE publisher IS NOT NULL ORDER BY 1, 2;
