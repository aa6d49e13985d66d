-- what the kinds of export have in common: each macro is a word that their selects may use

-- a text that says something: spellings of nothing are missing
create or replace temp macro known(value) as
    case
        when list_contains(['', 'null', 'nan', 'none', '(not set)', '(none)', 'undefined', 'n/a'], lower(trim(value))) then null
        else trim(value)
    end;

-- the path of an address, without host, query and fragment
create or replace temp macro path_of(address) as
    regexp_replace(regexp_extract(address, '^(?:[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*)?([^?#]*)', 1), '^$', '/');

-- how a visitor came, from the source and medium that web analytics give
create or replace temp macro channel_of(source, medium) as
    case
        when lower(medium) in ('cpc', 'ppc', 'cpm', 'paid', 'paidsearch', 'paid_search', 'paid search', 'display', 'banner')
            then 'paid'
        when lower(medium) like 'paid%social%' or lower(medium) like 'social%paid%' then 'paid social'
        when lower(medium) like 'social%' then 'social'
        when lower(medium) in ('email', 'e-mail', 'e_mail', 'newsletter') then 'email'
        when lower(medium) = 'organic' then 'organic'
        when lower(medium) like 'affiliate%' then 'affiliate'
        when lower(medium) = 'referral' then 'referral'
        when lower(medium) in ('(none)', 'none', '') or lower(source) in ('(direct)', 'direct') then 'direct'
        when known(medium) is not null then lower(trim(medium))
    end;

-- HMAC-SHA256 with the project's key, whose two pads are variables of the connection, never text
create or replace temp macro keyed_hash(value) as
    left(sha256(getvariable('key_outer') || unhex(sha256(getvariable('key_inner') || encode(value)))), 32);

-- whether a text may hold an e-mail address, also as it is written in the address of a page
create or replace temp macro has_address(value) as
    contains(value, '@') or contains(value, '%40') or contains(value, '%2540');

-- an id that is an address becomes its keyed hash: two of them stay two
create or replace temp macro without_address(value) as
    case when has_address(value) then keyed_hash(lower(value)) else value end;

-- e-mail addresses, telephone and bank account numbers do not stay in a text; letters are whatever is no other sign
create or replace temp macro mask_addresses(value) as
    case
        when has_address(value) then regexp_replace(
            value,
            '(?:[^][\s@/?&=;,:<>()"%]|%(?:25)?2[bB])+(?:@|%(?:25)?40)'
            || '[^][\s@/?&=;,:<>()"%.#|*!'']+(?:\.[^][\s@/?&=;,:<>()"%.#|*!'']+)+',
            '[e-mail]', 'g'
        )
        else value
    end;

create or replace temp macro mask_accounts(value) as
    regexp_replace(
        regexp_replace(value, '\b[A-Z]{2}[0-9]{2} ?[A-Z0-9]{4}(?: ?[A-Z0-9]{2,4}){2,7}\b', '[account]', 'g'),
        '(?i)\b[A-Z]{2}[0-9]{2}[ .-]?[A-Z0-9]{4}(?:[ .-]?[0-9]{2,4}){2,7}\b', '[account]', 'g'
    );

-- a date and a time have as many digits as a telephone number: chr(1) behind the date keeps them apart
create or replace temp macro mask_phones(value) as
    replace(
        regexp_replace(
            regexp_replace(
                value,
                '\b([0-3]?[0-9][-/.][0-3]?[0-9][-/.](?:19|20)[0-9]{2}|(?:000[01]|(?:19|20)[0-9]{2})[-/.][01]?[0-9][-/.][0-3]?[0-9])\b',
                '\1' || chr(1), 'g'
            ),
            '(?:\+|\b00|\b0)[0-9](?:[ ()./-]{0,3}[0-9]){7,12}\b', '[phone]', 'g'
        ),
        chr(1), ''
    );

create or replace temp macro mask_text(value) as
    mask_phones(mask_accounts(mask_addresses(value)))
