-- one row per stretch of time in which a visitor belongs to one person, or to nobody
with owned as (
    select
        logins.visitor_id,
        logins.occurred_at,
        logins.source_sequence,
        logins.event_id,
        -- an overlinked identifier joins nothing: until the next login the visitor is nobody
        case when not identifiers.is_overlinked then components.person_id end as person_id
    from identity.logins as logins
    inner join identity.components as components on logins.identifier = components.identifier
    inner join identity.identifiers as identifiers on logins.identifier = identifiers.identifier
    inner join identity.visitors as visitors on logins.visitor_id = visitors.visitor_id
    where not visitors.is_overlinked
),

compared as (
    select
        *,
        row_number() over login_order as login_number,
        lag(person_id) over login_order as previous_person_id
    from owned
    window login_order as (
        partition by visitor_id
        order by occurred_at asc, source_sequence asc, event_id asc
    )
),

changes as (
    select *
    from compared
    where login_number = 1 or person_id is distinct from previous_person_id
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
