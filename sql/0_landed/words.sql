-- what the kinds of export have in common: each macro is a word that their selects may use

-- a text that says something: spellings of nothing are missing
create or replace temp macro said(value) as
    case lower(trim(value))
        when '' then null
        when 'null' then null
        when 'nan' then null
        when 'none' then null
        when '(not set)' then null
        when '(none)' then null
        when 'undefined' then null
        when 'n/a' then null
        else trim(value)
    end;

-- the same, and quick where a text is longer than those or begins otherwise, and has no space at its ends
create or replace temp macro known(value) as
    case
        when
            (contains(value, ' ') and (suffix(value, ' ') or value < '!'))
            or (
                strlen(value) < 10
                and (
                    value < '!' or value between '(' and ')' or value between 'N' and 'O' or value between 'U' and 'V'
                    or value between 'n' and 'o' or value between 'u' and 'v'
                )
            )
            or strlen(value) <> length(value)
            then said(value)
        else value
    end;

-- the same of a column that a Parquet file may give as moments or numbers
create or replace temp macro given
(value varchar) as known(value),
(value timestamp) as value,
(value timestamptz) as value,
(value double) as case when not isnan(value) then value end;

-- an address without query and fragment
create or replace temp macro page_of(address) as
    case
        when contains(address, '#') then split_part(split_part(address, '#', 1), '?', 1)
        when contains(address, '?') then split_part(address, '?', 1)
        else address
    end;

-- the path of a page, without its host; a regular expression costs twice as much as looking for the slash
create or replace temp macro path_of(page) as
    case
        when starts_with(page, 'https://') and contains(substr(page, 9), '/')
            then substr(page, strpos(substr(page, 9), '/') + 8)
        when page is not null
            then coalesce(nullif(regexp_replace(page, '^[a-zA-Z][a-zA-Z0-9+.-]*://[^/]*', ''), ''), '/')
    end;

-- the host of an address, or a host itself; lower case, without port
create or replace temp macro host_of(address) as
    regexp_extract(
        lower(trim(address)), '^(?:(?:[a-z][a-z0-9+.-]*:)?//)?(?:[^/?#@]*@)?([^/?#:]*)', 1
    );

-- where people pay, as domains: what lies below one is meant as well, what merely ends alike is not
create or replace temp macro is_payment_provider(host) as
    regexp_matches(
        host,
        '(^|[.])('
        || replace(array_to_string(list_concat([
            -- payment service providers
            'achterelkebetaling.nl', 'adyen.com', 'braintreegateway.com', 'buckaroo.eu', 'buckaroo.nl', 'checkout.com',
            'digiwallet.nl', 'docdatapayments.com', 'icepay.com', 'icepay.eu', 'mollie.com', 'mollie.nl', 'multisafepay.com',
            'ogone.com', 'pay.nl', 'payments.nl', 'sisow.nl', 'targetpay.com', 'v-psp.com', 'worldline-solutions.com',
            'worldpay.com', 'buy.stripe.com', 'checkout.stripe.com', 'hooks.stripe.com', 'invoice.stripe.com',
            'pay.stripe.com',
            -- ways to pay, and the checks that cards ask for
            'afterpay.be', 'afterpay.nl', 'arcot.com', 'bancontact.com', 'bancontact.net', 'billink.nl',
            'cardinalcommerce.com', 'eps-ueberweisung.at', 'giropay.de', 'icscards.nl', 'ideal.nl', 'in3.nl', 'klarna.com',
            'payconiq.com', 'payconiq.nl', 'paydirekt.de', 'payin3.eu', 'payin3.nl', 'paypal.com', 'paysafecard.com',
            'przelewy24.pl', 'riverty.com', 'skrill.com', 'sofort.com', 'spraypay.nl', 'tikkie.me', 'trustly.com',
            'wero-wallet.eu', 'pay.amazon.com', 'pay.amazon.de', 'pay.amazon.eu', 'pay.google.com', 'pay.shopify.com',
            -- banks of the Netherlands
            'abnamro.nl', 'asnbank.nl', 'bunq.com', 'handelsbanken.nl', 'ing.nl', 'knab.nl', 'n26.com', 'nn.nl',
            'rabobank.nl', 'regiobank.nl', 'revolut.com', 'sns.nl', 'snsbank.nl', 'triodos.nl', 'vanlanschot.com',
            'vanlanschot.nl', 'vanlanschotkempen.com', 'yoursafe.com',
            -- banks of Belgium
            'argenta.be', 'axabank.be', 'belfius.be', 'beobank.be', 'bnpparibasfortis.be', 'bpostbank.be', 'cbc.be',
            'crelan.be', 'fintro.be', 'hellobank.be', 'ing.be', 'kbc.be', 'kbcbrussels.be', 'keytradebank.be',
            'nagelmackers.be', 'triodos.be', 'vdk.be'
        ], getvariable('payment_providers')), '|'), '.', '[.]')
        || ')$'
    );

-- whether a visit came back from paying: a provider that names a way of coming of its own, as a newsletter's, is no return
create or replace temp macro is_payment_return(source, medium) as
    (known(medium) is null or lower(trim(medium)) in ('referral', 'direct', 'unknown'))
    and is_payment_provider(host_of(source));

-- how a visitor came, from the source and medium that web analytics give; '(payment)' came back from paying
create or replace temp macro channel_of(source, medium) as
    case
        when is_payment_return(source, medium) then '(payment)'
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
    contains(value, '@') or (contains(value, '%') and (contains(value, '%40') or contains(value, '%2540')));

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
