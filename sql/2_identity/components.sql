-- one row per identifier with the person it is: the least identifier of its connected component
with nearby as (
    select
        links.identifier,
        min(linked.person_id) as person_id
    from identity.links as links
    inner join identity.components as linked on links.linked_identifier = linked.identifier
    group by links.identifier
),

joined as (
    select
        own.identifier,
        least(own.person_id, coalesce(nearby.person_id, own.person_id)) as person_id
    from identity.components as own
    left join nearby on own.identifier = nearby.identifier
)

select
    joined.identifier,
    least(joined.person_id, further.person_id) as person_id
from joined
inner join identity.components as further on joined.person_id = further.identifier
