-- one row per pair of identifiers that are one person because they appear together
select distinct
    one.identifier,
    other.identifier as linked_identifier
from identity.appearances as one
inner join identity.appearances as other on one.place = other.place and one.identifier <> other.identifier
inner join identity.identifiers as one_known on one.identifier = one_known.identifier
inner join identity.identifiers as other_known on other.identifier = other_known.identifier
where not one_known.is_overlinked and not other_known.is_overlinked
