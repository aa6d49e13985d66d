WITH followed AS (
  SELECT
    *,
    LAG(journey_number) OVER (PARTITION BY person_id ORDER BY event_number ASC NULLS LAST) AS previous_journey_number
  FROM journeys.conversions
), derived AS (
  SELECT
    'repeat_purchase:' || followed.event_id AS event_id,
    followed.person_id,
    followed.previous_journey_number AS journey_number,
    followed.event_number,
    followed.converted_at AS occurred_at,
    'derived' AS source_id,
    'repeat_purchase' AS event_name,
    CAST(NULL AS STRING) AS touchpoint,
    CAST(NULL AS STRING) AS channel,
    CAST(NULL AS STRING) AS campaign,
    events.device,
    events.country,
    CAST(NULL AS STRING) AS page_path,
    CAST(NULL AS STRING) AS product_category,
    events.order_id,
    CAST(NULL AS DOUBLE) AS value,
    CAST(NULL AS STRING) AS currency,
    CAST(NULL AS DOUBLE) AS rating,
    CAST(NULL AS STRING) AS text,
    CAST(NULL AS STRING) AS visitor_id,
    CAST(NULL AS STRING) AS customer_id,
    'customer' AS initiated_by,
    FALSE AS is_cancelled
  FROM followed
  INNER JOIN events.events AS events
    ON followed.event_id = events.event_id
  WHERE
    followed.previous_journey_number < followed.journey_number
), judged AS (
  SELECT
    *,
    CAST(CASE
      WHEN (
        `event_name` = 'first_visit'
      )
      AND (
        `channel` RLIKE '(?i)(paid|cpc|cpm|display|social|video|affiliate|referral|audio|influencer)'
      )
      THEN 1
      WHEN (
        `event_name` IN ('ad_impression', 'ad_click')
      )
      THEN 2
      WHEN (
        `event_name` IN (
          'page_view',
          'page_ping',
          'screen_view',
          'session_start',
          'first_visit',
          'user_engagement',
          'scroll',
          'click',
          'file_download',
          'form_start',
          'form_submit',
          'video_start',
          'video_progress',
          'video_complete',
          'view_promotion',
          'select_promotion',
          'view_item_list',
          'login',
          'sign_up'
        )
      )
      AND (
        `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/|/(home|index\\.(html?|php))/?)?$'
      )
      THEN 3
      WHEN (
        `event_name` IN (
          'page_view',
          'page_ping',
          'screen_view',
          'session_start',
          'first_visit',
          'user_engagement',
          'scroll',
          'click',
          'file_download',
          'form_start',
          'form_submit',
          'video_start',
          'video_progress',
          'video_complete',
          'view_promotion',
          'select_promotion',
          'view_item_list',
          'login',
          'sign_up'
        )
      )
      AND (
        `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(blogs?|magazine|inspirati(e|on)|nieuws|news|verhalen|stories|artikelen|articles|tips|trends|lookbook|podcast|campagnes?|campaigns?|actie|landing|lp)([/._-]|$)'
      )
      THEN 4
      WHEN (
        `event_name` IN ('session_start', 'first_visit')
      )
      AND (
        (
          `page_path` IS NULL
        )
        OR NOT (
          (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/|/(home|index\\.(html?|php))/?)?$'
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(blogs?|magazine|inspirati(e|on)|nieuws|news|verhalen|stories|artikelen|articles|tips|trends|lookbook|podcast|campagnes?|campaigns?|actie|landing|lp)([/._-]|$)'
          )
          OR (
            (
              `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}/(collections?|collecties?|categor(y|ies|ie|ieen)|product-category|productcategorie|c|shop|winkel|store|assortiment|catalog|catalogus|catalogsearch|merken?|brands?|sale|uitverkoop|aanbiedingen|acties|outlet|nieuw|new|new-arrivals|bestsellers|zoek|zoeken|zoekresultaten|search)([/.]|$)'
            )
            AND NOT (
              `page_path` RLIKE '(?i)/(products?|producten|p|item|cart|basket|checkout|winkelwagen|winkelmand|afrekenen)([/.]|$)'
            )
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/(collections?|collecties?|categor(y|ies|ie|ieen)|c|shop|winkel|store|catalog|merken?|brands?)(/.+)?)?/(products?|producten|p|item|wishlist|verlanglijst(je)?|favorieten)([/.]|$)'
          )
          OR (
            (
              `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?|/policies)?/(vergelijk(en|er|ing)?|compare|comparison|reviews?|beoordelingen|ervaringen|recensies|testimonials|keuzehulp|koopgids|koopadvies|advies|advice|buying-guide|maattabel|maatwijzer|size-guide|size-chart|verzending|verzendkosten|verzenden|bezorging|bezorgen|levering|levertijd|shipping|shipping-policy|delivery|betaalmethoden|betaalmogelijkheden|payment-methods|garantie|warranty)([/.]|$)'
            )
            AND NOT (
              `page_path` RLIKE '(?i)/(reviews?|beoordelingen)/(schrijven|plaatsen|write|new)([/.]|$)'
            )
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/(shop|winkel|store|pages?))?/(cart|basket|bag|winkelwagen|winkelmand(je)?|checkouts?|afrekenen|kassa|bestellen|betalen|betaling|payment|order-received|order-confirmation|thank[-_]?you|bedankt)([/.]|$)'
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?|/policies)?/(service|klantenservice|customer-service|support|help|helpdesk|helpcenter|hulp|contact|faqs?|veelgestelde-vragen|retour(en|neren|beleid)?|returns?|refund-policy|ruilen|omruilen|klachten?|complaints?|reparaties?|repairs?)([/._-]|$)'
          )
          OR (
            (
              `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(account|my-account|mijn-account|mijn|track|tracking|track-?(en|and|&)?-?trace|volg|orders|mijn-bestellingen|bestellingen|order-?status|bestelstatus)([/._-]|$)'
            )
            AND NOT (
              `page_path` RLIKE '(?i)/(login|log-in|inloggen|register|registreren|create|lost-password|wachtwoord-vergeten)([/._-]|$)'
            )
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(handleiding(en)?|manuals?|gebruiksaanwijzing(en)?|instructies?|instructions?|onderhoud|wasvoorschrift(en)?|care-guide|how-to|videos?)([/._-]|$)'
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(loyalty|loyaliteit|rewards?|spaarpunten|spaarprogramma|spaarkaart|klantenkaart|members?|membership|vip|refer|referral|vriend(en)?|ambassadeurs?|ambassadors?|(reviews?|beoordeling(en)?)[/-](schrijven|plaatsen|write|new)|schrijf-(een-)?(review|beoordeling)|write-(a-)?review)([/._-]|$)'
          )
        )
      )
      THEN 5
      WHEN (
        `event_name` IN ('view_promotion', 'select_promotion')
      )
      AND (
        (
          `page_path` IS NULL
        )
        OR NOT (
          (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/|/(home|index\\.(html?|php))/?)?$'
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(blogs?|magazine|inspirati(e|on)|nieuws|news|verhalen|stories|artikelen|articles|tips|trends|lookbook|podcast|campagnes?|campaigns?|actie|landing|lp)([/._-]|$)'
          )
          OR (
            (
              `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}/(collections?|collecties?|categor(y|ies|ie|ieen)|product-category|productcategorie|c|shop|winkel|store|assortiment|catalog|catalogus|catalogsearch|merken?|brands?|sale|uitverkoop|aanbiedingen|acties|outlet|nieuw|new|new-arrivals|bestsellers|zoek|zoeken|zoekresultaten|search)([/.]|$)'
            )
            AND NOT (
              `page_path` RLIKE '(?i)/(products?|producten|p|item|cart|basket|checkout|winkelwagen|winkelmand|afrekenen)([/.]|$)'
            )
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/(collections?|collecties?|categor(y|ies|ie|ieen)|c|shop|winkel|store|catalog|merken?|brands?)(/.+)?)?/(products?|producten|p|item|wishlist|verlanglijst(je)?|favorieten)([/.]|$)'
          )
          OR (
            (
              `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?|/policies)?/(vergelijk(en|er|ing)?|compare|comparison|reviews?|beoordelingen|ervaringen|recensies|testimonials|keuzehulp|koopgids|koopadvies|advies|advice|buying-guide|maattabel|maatwijzer|size-guide|size-chart|verzending|verzendkosten|verzenden|bezorging|bezorgen|levering|levertijd|shipping|shipping-policy|delivery|betaalmethoden|betaalmogelijkheden|payment-methods|garantie|warranty)([/.]|$)'
            )
            AND NOT (
              `page_path` RLIKE '(?i)/(reviews?|beoordelingen)/(schrijven|plaatsen|write|new)([/.]|$)'
            )
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/(shop|winkel|store|pages?))?/(cart|basket|bag|winkelwagen|winkelmand(je)?|checkouts?|afrekenen|kassa|bestellen|betalen|betaling|payment|order-received|order-confirmation|thank[-_]?you|bedankt)([/.]|$)'
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?|/policies)?/(service|klantenservice|customer-service|support|help|helpdesk|helpcenter|hulp|contact|faqs?|veelgestelde-vragen|retour(en|neren|beleid)?|returns?|refund-policy|ruilen|omruilen|klachten?|complaints?|reparaties?|repairs?)([/._-]|$)'
          )
          OR (
            (
              `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(account|my-account|mijn-account|mijn|track|tracking|track-?(en|and|&)?-?trace|volg|orders|mijn-bestellingen|bestellingen|order-?status|bestelstatus)([/._-]|$)'
            )
            AND NOT (
              `page_path` RLIKE '(?i)/(login|log-in|inloggen|register|registreren|create|lost-password|wachtwoord-vergeten)([/._-]|$)'
            )
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(handleiding(en)?|manuals?|gebruiksaanwijzing(en)?|instructies?|instructions?|onderhoud|wasvoorschrift(en)?|care-guide|how-to|videos?)([/._-]|$)'
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(loyalty|loyaliteit|rewards?|spaarpunten|spaarprogramma|spaarkaart|klantenkaart|members?|membership|vip|refer|referral|vriend(en)?|ambassadeurs?|ambassadors?|(reviews?|beoordeling(en)?)[/-](schrijven|plaatsen|write|new)|schrijf-(een-)?(review|beoordeling)|write-(a-)?review)([/._-]|$)'
          )
        )
      )
      THEN 6
      WHEN (
        STARTSWITH(`page_path`, '/handschoenen')
      )
      AND (
        `event_name` IN ('page_view', 'view_item_list', 'scroll', 'user_engagement', 'first_visit')
      )
      THEN 7
      WHEN (
        `event_name` IN ('search', 'view_search_results', 'select_item')
      )
      THEN 8
      WHEN (
        `event_name` IN ('view_item', 'add_to_wishlist', 'generate_lead')
      )
      THEN 9
      WHEN (
        `event_name` IN (
          'page_view',
          'page_ping',
          'screen_view',
          'session_start',
          'first_visit',
          'user_engagement',
          'scroll',
          'click',
          'file_download',
          'form_start',
          'form_submit',
          'video_start',
          'video_progress',
          'video_complete',
          'view_promotion',
          'select_promotion',
          'view_item_list',
          'login',
          'sign_up'
        )
      )
      AND (
        (
          (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}/(collections?|collecties?|categor(y|ies|ie|ieen)|product-category|productcategorie|c|shop|winkel|store|assortiment|catalog|catalogus|catalogsearch|merken?|brands?|sale|uitverkoop|aanbiedingen|acties|outlet|nieuw|new|new-arrivals|bestsellers|zoek|zoeken|zoekresultaten|search)([/.]|$)'
          )
          AND NOT (
            `page_path` RLIKE '(?i)/(products?|producten|p|item|cart|basket|checkout|winkelwagen|winkelmand|afrekenen)([/.]|$)'
          )
        )
        OR (
          `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/(collections?|collecties?|categor(y|ies|ie|ieen)|c|shop|winkel|store|catalog|merken?|brands?)(/.+)?)?/(products?|producten|p|item|wishlist|verlanglijst(je)?|favorieten)([/.]|$)'
        )
      )
      THEN 10
      WHEN (
        `event_name` IN (
          'page_view',
          'page_ping',
          'screen_view',
          'session_start',
          'first_visit',
          'user_engagement',
          'scroll',
          'click',
          'file_download',
          'form_start',
          'form_submit',
          'video_start',
          'video_progress',
          'video_complete',
          'view_promotion',
          'select_promotion',
          'view_item_list',
          'login',
          'sign_up'
        )
      )
      AND (
        (
          `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?|/policies)?/(vergelijk(en|er|ing)?|compare|comparison|reviews?|beoordelingen|ervaringen|recensies|testimonials|keuzehulp|koopgids|koopadvies|advies|advice|buying-guide|maattabel|maatwijzer|size-guide|size-chart|verzending|verzendkosten|verzenden|bezorging|bezorgen|levering|levertijd|shipping|shipping-policy|delivery|betaalmethoden|betaalmogelijkheden|payment-methods|garantie|warranty)([/.]|$)'
        )
        AND NOT (
          `page_path` RLIKE '(?i)/(reviews?|beoordelingen)/(schrijven|plaatsen|write|new)([/.]|$)'
        )
      )
      THEN 11
      WHEN (
        `event_name` = 'view_item_list'
      )
      AND (
        (
          `page_path` IS NULL
        )
        OR NOT (
          (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/|/(home|index\\.(html?|php))/?)?$'
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(blogs?|magazine|inspirati(e|on)|nieuws|news|verhalen|stories|artikelen|articles|tips|trends|lookbook|podcast|campagnes?|campaigns?|actie|landing|lp)([/._-]|$)'
          )
          OR (
            (
              `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}/(collections?|collecties?|categor(y|ies|ie|ieen)|product-category|productcategorie|c|shop|winkel|store|assortiment|catalog|catalogus|catalogsearch|merken?|brands?|sale|uitverkoop|aanbiedingen|acties|outlet|nieuw|new|new-arrivals|bestsellers|zoek|zoeken|zoekresultaten|search)([/.]|$)'
            )
            AND NOT (
              `page_path` RLIKE '(?i)/(products?|producten|p|item|cart|basket|checkout|winkelwagen|winkelmand|afrekenen)([/.]|$)'
            )
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/(collections?|collecties?|categor(y|ies|ie|ieen)|c|shop|winkel|store|catalog|merken?|brands?)(/.+)?)?/(products?|producten|p|item|wishlist|verlanglijst(je)?|favorieten)([/.]|$)'
          )
          OR (
            (
              `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?|/policies)?/(vergelijk(en|er|ing)?|compare|comparison|reviews?|beoordelingen|ervaringen|recensies|testimonials|keuzehulp|koopgids|koopadvies|advies|advice|buying-guide|maattabel|maatwijzer|size-guide|size-chart|verzending|verzendkosten|verzenden|bezorging|bezorgen|levering|levertijd|shipping|shipping-policy|delivery|betaalmethoden|betaalmogelijkheden|payment-methods|garantie|warranty)([/.]|$)'
            )
            AND NOT (
              `page_path` RLIKE '(?i)/(reviews?|beoordelingen)/(schrijven|plaatsen|write|new)([/.]|$)'
            )
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/(shop|winkel|store|pages?))?/(cart|basket|bag|winkelwagen|winkelmand(je)?|checkouts?|afrekenen|kassa|bestellen|betalen|betaling|payment|order-received|order-confirmation|thank[-_]?you|bedankt)([/.]|$)'
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?|/policies)?/(service|klantenservice|customer-service|support|help|helpdesk|helpcenter|hulp|contact|faqs?|veelgestelde-vragen|retour(en|neren|beleid)?|returns?|refund-policy|ruilen|omruilen|klachten?|complaints?|reparaties?|repairs?)([/._-]|$)'
          )
          OR (
            (
              `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(account|my-account|mijn-account|mijn|track|tracking|track-?(en|and|&)?-?trace|volg|orders|mijn-bestellingen|bestellingen|order-?status|bestelstatus)([/._-]|$)'
            )
            AND NOT (
              `page_path` RLIKE '(?i)/(login|log-in|inloggen|register|registreren|create|lost-password|wachtwoord-vergeten)([/._-]|$)'
            )
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(handleiding(en)?|manuals?|gebruiksaanwijzing(en)?|instructies?|instructions?|onderhoud|wasvoorschrift(en)?|care-guide|how-to|videos?)([/._-]|$)'
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(loyalty|loyaliteit|rewards?|spaarpunten|spaarprogramma|spaarkaart|klantenkaart|members?|membership|vip|refer|referral|vriend(en)?|ambassadeurs?|ambassadors?|(reviews?|beoordeling(en)?)[/-](schrijven|plaatsen|write|new)|schrijf-(een-)?(review|beoordeling)|write-(a-)?review)([/._-]|$)'
          )
        )
      )
      THEN 12
      WHEN (
        `event_name` IN ('login', 'sign_up')
      )
      AND (
        (
          `page_path` IS NULL
        )
        OR NOT (
          (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/|/(home|index\\.(html?|php))/?)?$'
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(blogs?|magazine|inspirati(e|on)|nieuws|news|verhalen|stories|artikelen|articles|tips|trends|lookbook|podcast|campagnes?|campaigns?|actie|landing|lp)([/._-]|$)'
          )
          OR (
            (
              `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}/(collections?|collecties?|categor(y|ies|ie|ieen)|product-category|productcategorie|c|shop|winkel|store|assortiment|catalog|catalogus|catalogsearch|merken?|brands?|sale|uitverkoop|aanbiedingen|acties|outlet|nieuw|new|new-arrivals|bestsellers|zoek|zoeken|zoekresultaten|search)([/.]|$)'
            )
            AND NOT (
              `page_path` RLIKE '(?i)/(products?|producten|p|item|cart|basket|checkout|winkelwagen|winkelmand|afrekenen)([/.]|$)'
            )
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/(collections?|collecties?|categor(y|ies|ie|ieen)|c|shop|winkel|store|catalog|merken?|brands?)(/.+)?)?/(products?|producten|p|item|wishlist|verlanglijst(je)?|favorieten)([/.]|$)'
          )
          OR (
            (
              `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?|/policies)?/(vergelijk(en|er|ing)?|compare|comparison|reviews?|beoordelingen|ervaringen|recensies|testimonials|keuzehulp|koopgids|koopadvies|advies|advice|buying-guide|maattabel|maatwijzer|size-guide|size-chart|verzending|verzendkosten|verzenden|bezorging|bezorgen|levering|levertijd|shipping|shipping-policy|delivery|betaalmethoden|betaalmogelijkheden|payment-methods|garantie|warranty)([/.]|$)'
            )
            AND NOT (
              `page_path` RLIKE '(?i)/(reviews?|beoordelingen)/(schrijven|plaatsen|write|new)([/.]|$)'
            )
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/(shop|winkel|store|pages?))?/(cart|basket|bag|winkelwagen|winkelmand(je)?|checkouts?|afrekenen|kassa|bestellen|betalen|betaling|payment|order-received|order-confirmation|thank[-_]?you|bedankt)([/.]|$)'
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?|/policies)?/(service|klantenservice|customer-service|support|help|helpdesk|helpcenter|hulp|contact|faqs?|veelgestelde-vragen|retour(en|neren|beleid)?|returns?|refund-policy|ruilen|omruilen|klachten?|complaints?|reparaties?|repairs?)([/._-]|$)'
          )
          OR (
            (
              `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(account|my-account|mijn-account|mijn|track|tracking|track-?(en|and|&)?-?trace|volg|orders|mijn-bestellingen|bestellingen|order-?status|bestelstatus)([/._-]|$)'
            )
            AND NOT (
              `page_path` RLIKE '(?i)/(login|log-in|inloggen|register|registreren|create|lost-password|wachtwoord-vergeten)([/._-]|$)'
            )
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(handleiding(en)?|manuals?|gebruiksaanwijzing(en)?|instructies?|instructions?|onderhoud|wasvoorschrift(en)?|care-guide|how-to|videos?)([/._-]|$)'
          )
          OR (
            `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(loyalty|loyaliteit|rewards?|spaarpunten|spaarprogramma|spaarkaart|klantenkaart|members?|membership|vip|refer|referral|vriend(en)?|ambassadeurs?|ambassadors?|(reviews?|beoordeling(en)?)[/-](schrijven|plaatsen|write|new)|schrijf-(een-)?(review|beoordeling)|write-(a-)?review)([/._-]|$)'
          )
        )
      )
      THEN 13
      WHEN (
        `event_name` IN ('order', 'purchase')
      )
      THEN 14
      WHEN (
        `event_name` IN (
          'add_to_cart',
          'remove_from_cart',
          'view_cart',
          'begin_checkout',
          'add_shipping_info',
          'add_payment_info'
        )
      )
      THEN 15
      WHEN (
        `event_name` IN (
          'page_view',
          'page_ping',
          'screen_view',
          'session_start',
          'first_visit',
          'user_engagement',
          'scroll',
          'click',
          'file_download',
          'form_start',
          'form_submit',
          'video_start',
          'video_progress',
          'video_complete',
          'view_promotion',
          'select_promotion',
          'view_item_list',
          'login',
          'sign_up'
        )
      )
      AND (
        `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/(shop|winkel|store|pages?))?/(cart|basket|bag|winkelwagen|winkelmand(je)?|checkouts?|afrekenen|kassa|bestellen|betalen|betaling|payment|order-received|order-confirmation|thank[-_]?you|bedankt)([/.]|$)'
      )
      THEN 16
      WHEN (
        `event_name` IN ('delivery', 'return', 'refund', 'ticket', 'contact', 'chat', 'call', 'complaint')
      )
      THEN 17
      WHEN (
        `event_name` IN (
          'page_view',
          'page_ping',
          'screen_view',
          'session_start',
          'first_visit',
          'user_engagement',
          'scroll',
          'click',
          'file_download',
          'form_start',
          'form_submit',
          'video_start',
          'video_progress',
          'video_complete',
          'view_promotion',
          'select_promotion',
          'view_item_list',
          'login',
          'sign_up'
        )
      )
      AND (
        `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?|/policies)?/(service|klantenservice|customer-service|support|help|helpdesk|helpcenter|hulp|contact|faqs?|veelgestelde-vragen|retour(en|neren|beleid)?|returns?|refund-policy|ruilen|omruilen|klachten?|complaints?|reparaties?|repairs?)([/._-]|$)'
      )
      THEN 18
      WHEN (
        `event_name` IN (
          'page_view',
          'page_ping',
          'screen_view',
          'session_start',
          'first_visit',
          'user_engagement',
          'scroll',
          'click',
          'file_download',
          'form_start',
          'form_submit',
          'video_start',
          'video_progress',
          'video_complete',
          'view_promotion',
          'select_promotion',
          'view_item_list',
          'login',
          'sign_up'
        )
      )
      AND (
        (
          `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(account|my-account|mijn-account|mijn|track|tracking|track-?(en|and|&)?-?trace|volg|orders|mijn-bestellingen|bestellingen|order-?status|bestelstatus)([/._-]|$)'
        )
        AND NOT (
          `page_path` RLIKE '(?i)/(login|log-in|inloggen|register|registreren|create|lost-password|wachtwoord-vergeten)([/._-]|$)'
        )
      )
      THEN 19
      WHEN (
        `event_name` IN (
          'page_view',
          'page_ping',
          'screen_view',
          'session_start',
          'first_visit',
          'user_engagement',
          'scroll',
          'click',
          'file_download',
          'form_start',
          'form_submit',
          'video_start',
          'video_progress',
          'video_complete',
          'view_promotion',
          'select_promotion',
          'view_item_list',
          'login',
          'sign_up'
        )
      )
      AND (
        `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(handleiding(en)?|manuals?|gebruiksaanwijzing(en)?|instructies?|instructions?|onderhoud|wasvoorschrift(en)?|care-guide|how-to|videos?)([/._-]|$)'
      )
      THEN 20
      WHEN (
        `event_name` IN ('review', 'share', 'referral', 'repeat_purchase')
      )
      THEN 21
      WHEN (
        `event_name` IN (
          'page_view',
          'page_ping',
          'screen_view',
          'session_start',
          'first_visit',
          'user_engagement',
          'scroll',
          'click',
          'file_download',
          'form_start',
          'form_submit',
          'video_start',
          'video_progress',
          'video_complete',
          'view_promotion',
          'select_promotion',
          'view_item_list',
          'login',
          'sign_up'
        )
      )
      AND (
        `page_path` RLIKE '(?i)^(/[a-z]{2}(-[a-z]{2})?){0,2}(/pages?)?/(loyalty|loyaliteit|rewards?|spaarpunten|spaarprogramma|spaarkaart|klantenkaart|members?|membership|vip|refer|referral|vriend(en)?|ambassadeurs?|ambassadors?|(reviews?|beoordeling(en)?)[/-](schrijven|plaatsen|write|new)|schrijf-(een-)?(review|beoordeling)|write-(a-)?review)([/._-]|$)'
      )
      THEN 22
    END AS BIGINT) AS rule_number
  FROM derived
)
SELECT
  judged.*,
  rules.phase_number
FROM judged
LEFT JOIN declared.rules AS rules
  ON judged.rule_number = rules.rule_number
