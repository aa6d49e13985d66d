-- one row per customer-level identifier, with how many others it appears with
with together as (
    select
        one.identifier,
        count(distinct other.identifier) as n_linked
    from identity.appearances as one
    inner join identity.appearances as other on one.place = other.place
    where one.identifier <> other.identifier
    group by one.identifier
)

select
    appearances.identifier,
    coalesce(max(together.n_linked), 0) as n_linked,
    coalesce(max(together.n_linked), 0) > setting('identity.max_links') as is_overlinked
from identity.appearances as appearances
left join together on appearances.identifier = together.identifier
group by appearances.identifier
