-- one row per review of Kiyoh or Klantenvertellen; referenceCode is taken for the order's id (unverified by the vendor)
with answers as (
    select
        *,
        list_filter(content, lambda c: c.questionGroup = 'DEFAULT_OVERALL')[1].rating ->> '$' as mark_text,
        list_filter(content, lambda c: c.questionGroup = 'DEFAULT_OPINION')[1].rating ->> '$' as opinion
    from raw
),

marked as (
    select
        *,
        try_cast(mark_text as double) as mark,
        source_moment(since) as reviewed_at
    from answers
)

select
    line,
    known(review_id) as event_id,
    reviewed_at as occurred_at,
    source_moment(updated) as updated_at,
    'review' as event_name,
    'review site' as touchpoint,
    known(reference) as order_id,
    (mark - 1) / 9 * 2 - 1 as rating,
    case when mark is not null then 'mark of 10' end as rating_kind,
    known(opinion) as text,
    case
        when known(review_id) is null then 'reviewId is missing'
        when known(since) is null then 'dateSince is missing'
        when reviewed_at is null then 'dateSince is no time: ' || since
        when mark_text is not null and (mark is null or mark not between 1 and 10)
            then 'DEFAULT_OVERALL is no mark from 1 to 10: ' || mark_text
    end as problem
from marked
