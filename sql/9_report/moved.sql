-- one row per what became of the journeys of the last publication, by the person of their first event
with journeys_then as (
    select
        last_published.person_id as person_then,
        case
            when events.event_id is null then 'gone'
            when events.person_id = last_published.person_id then 'same person'
            when
                last_published.person_id like 'visitor:%' and events.person_id not like 'visitor:%'
                then 'visitor became known'
            when components.person_id = events.person_id then 'identifiers joined'
            when
                events.person_id is null
                or (events.person_id like 'visitor:%' and last_published.person_id not like 'visitor:%')
                then 'no longer known'
            else 'another person'
        end as fate
    from declared.last_published as last_published
    left join events.events as events on last_published.opening_event_id = events.event_id
    left join identity.components as components on last_published.person_id = components.identifier
)

select
    fate,
    fate not in ('same person', 'gone') as is_moved,
    count(*) as n_journeys,
    count(distinct person_then) as n_persons
from journeys_then
group by fate
