WITH matched AS (
  SELECT
    rule_number,
    COUNT(*) AS n_events
  FROM (
    SELECT
      rule_number
    FROM phases.event_phases
    UNION ALL
    SELECT
      rule_number
    FROM journeys.repeat_purchases
  ) AS judged
  GROUP BY
    rule_number
), combinations AS (
  SELECT
    `channel`,
    `event_name`,
    `page_path`,
    COUNT(*) AS n_events
  FROM events.events
  GROUP BY
    `channel`,
    `event_name`,
    `page_path`
  UNION ALL
  SELECT
    `channel`,
    `event_name`,
    `page_path`,
    COUNT(*) AS n_events
  FROM journeys.repeat_purchases
  GROUP BY
    `channel`,
    `event_name`,
    `page_path`
), taken AS (
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
    END AS BIGINT) AS taken_by
  FROM combinations
), matching AS (
  SELECT
    rules.rule_number,
    taken.taken_by,
    CAST(SUM(taken.n_events) AS BIGINT) AS n_events
  FROM taken
  CROSS JOIN declared.rules AS rules
  WHERE
    (
      CASE
        WHEN rules.rule_number = 1
        THEN (
          `event_name` = 'first_visit'
        )
        AND (
          `channel` RLIKE '(?i)(paid|cpc|cpm|display|social|video|affiliate|referral|audio|influencer)'
        )
        WHEN rules.rule_number = 2
        THEN (
          `event_name` IN ('ad_impression', 'ad_click')
        )
        WHEN rules.rule_number = 3
        THEN (
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
        WHEN rules.rule_number = 4
        THEN (
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
        WHEN rules.rule_number = 5
        THEN (
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
        WHEN rules.rule_number = 6
        THEN (
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
        WHEN rules.rule_number = 7
        THEN (
          STARTSWITH(`page_path`, '/handschoenen')
        )
        AND (
          `event_name` IN ('page_view', 'view_item_list', 'scroll', 'user_engagement', 'first_visit')
        )
        WHEN rules.rule_number = 8
        THEN (
          `event_name` IN ('search', 'view_search_results', 'select_item')
        )
        WHEN rules.rule_number = 9
        THEN (
          `event_name` IN ('view_item', 'add_to_wishlist', 'generate_lead')
        )
        WHEN rules.rule_number = 10
        THEN (
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
        WHEN rules.rule_number = 11
        THEN (
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
        WHEN rules.rule_number = 12
        THEN (
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
        WHEN rules.rule_number = 13
        THEN (
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
        WHEN rules.rule_number = 14
        THEN (
          `event_name` IN ('order', 'purchase')
        )
        WHEN rules.rule_number = 15
        THEN (
          `event_name` IN (
            'add_to_cart',
            'remove_from_cart',
            'view_cart',
            'begin_checkout',
            'add_shipping_info',
            'add_payment_info'
          )
        )
        WHEN rules.rule_number = 16
        THEN (
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
        WHEN rules.rule_number = 17
        THEN (
          `event_name` IN ('delivery', 'return', 'refund', 'ticket', 'contact', 'chat', 'call', 'complaint')
        )
        WHEN rules.rule_number = 18
        THEN (
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
        WHEN rules.rule_number = 19
        THEN (
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
        WHEN rules.rule_number = 20
        THEN (
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
        WHEN rules.rule_number = 21
        THEN (
          `event_name` IN ('review', 'share', 'referral', 'repeat_purchase')
        )
        WHEN rules.rule_number = 22
        THEN (
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
      END
    )
  GROUP BY
    rules.rule_number,
    taken.taken_by
), held_against_all AS (
  SELECT
    rule_number,
    CAST(SUM(n_events) AS BIGINT) AS n_matching,
    CAST(COALESCE(SUM(n_events) FILTER(WHERE
      taken_by <> rule_number), 0) AS BIGINT) AS n_shadowed,
    MIN_BY(taken_by, (-n_events, taken_by)) FILTER(WHERE
      taken_by <> rule_number) AS mostly_shadowed_by
  FROM matching
  GROUP BY
    rule_number
)
SELECT
  rules.rule_number,
  rules.rule_name,
  rules.phase_number,
  phases.phase_id,
  COALESCE(matched.n_events, 0) AS n_events,
  COALESCE(matched.n_events, 0) / NULLIF(summary.n_events + summary.n_derived, 0) AS share,
  COALESCE(held_against_all.n_matching, 0) AS n_matching,
  COALESCE(held_against_all.n_shadowed, 0) AS n_shadowed,
  held_against_all.mostly_shadowed_by,
  held_against_all.n_matching IS NULL AS is_dead
FROM declared.rules AS rules
INNER JOIN declared.phases AS phases
  ON rules.phase_number = phases.phase_number
CROSS JOIN report.summary AS summary
LEFT JOIN held_against_all
  ON rules.rule_number = held_against_all.rule_number
LEFT JOIN matched
  ON rules.rule_number = matched.rule_number
