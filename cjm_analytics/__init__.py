"""The measured customer journey: exports in, funnel and Sankey out."""
