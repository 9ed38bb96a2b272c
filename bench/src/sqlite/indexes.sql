-- Made when the tables are full: sorted once instead of kept in order.

CREATE INDEX within_broad ON within (broad, narrow);
CREATE INDEX link_origin ON link (origin, relation, target);
CREATE INDEX link_relation ON link (relation, target, origin);
CREATE INDEX spoken_as_claim ON spoken_as (claim, role);
CREATE INDEX cited_claim ON cited (claim, publisher);
