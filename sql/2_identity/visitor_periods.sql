-- one row per stretch of time in which a visitor belongs to one person
with changes as (
    select
        logins.visitor_id,
        logins.occurred_at,
        logins.source_sequence,
        logins.event_id,
        components.person_id
    from identity.logins as logins
    inner join identity.components as components on logins.identifier = components.identifier
    inner join identity.visitors as visitors on logins.visitor_id = visitors.visitor_id
    where not visitors.is_overlinked
    qualify
        lag(components.person_id) over login_order is distinct from components.person_id
    window login_order as (
        partition by logins.visitor_id
        order by logins.occurred_at asc, logins.source_sequence asc, logins.event_id asc
    )
)

select
    visitor_id,
    row_number() over change_order as period_number,
    person_id,
    occurred_at as from_at,
    source_sequence as from_sequence,
    event_id as from_event_id,
    lead(occurred_at) over change_order as until_at,
    lead(source_sequence) over change_order as until_sequence,
    lead(event_id) over change_order as until_event_id
from changes
window change_order as (
    partition by visitor_id
    order by occurred_at asc, source_sequence asc, event_id asc
)
