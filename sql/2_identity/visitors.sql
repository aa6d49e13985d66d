-- one row per visitor that ever logged in, with how many customers it logged in as
select
    visitor_id,
    count(distinct identifier) as n_customers,
    count(distinct identifier) > setting('identity.max_links') as is_overlinked
from identity.logins
group by visitor_id
