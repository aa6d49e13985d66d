-- one row per identifier, each a person of its own: where identity.components begins
select
    identifier,
    identifier as person_id
from identity.identifiers
