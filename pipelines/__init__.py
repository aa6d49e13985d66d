"""Dagster's view of the pipeline. Only here is Dagster imported."""
