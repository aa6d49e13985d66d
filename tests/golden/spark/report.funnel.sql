SELECT
  reach.phase_number,
  reach.phase_id,
  reach.n_all,
  reach.n_counted,
  reach.n_unassigned,
  reach.n_reached,
  reach.n_skipped,
  reach.rate_of_first,
  reach.rate_of_first_low,
  reach.rate_of_first_high,
  reach.rate_of_previous,
  conversion.n_entries,
  conversion.n_mature,
  conversion.n_immature,
  conversion.n_moved_on,
  conversion.conversion_rate,
  conversion.conversion_low,
  conversion.conversion_high,
  conversion.capture_rate,
  COALESCE(conversion.is_capture_low, FALSE) AS is_capture_low,
  drop_off.n_closed_reached,
  drop_off.n_dropped,
  drop_off.n_lost,
  drop_off.drop_off,
  drop_off.drop_off_low,
  drop_off.drop_off_high,
  time_to_next.n_with_next,
  time_to_next.median_days,
  time_to_next.p90_days,
  time_to_next.km_median_days
FROM kpis.phase_reach AS reach
LEFT JOIN kpis.phase_conversion AS conversion
  ON reach.phase_number = conversion.phase_number
LEFT JOIN kpis.drop_off AS drop_off
  ON reach.phase_number = drop_off.phase_number
LEFT JOIN kpis.time_to_next AS time_to_next
  ON reach.phase_number = time_to_next.phase_number
