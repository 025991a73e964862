"""The resident's page: one page whose screens change, because the media session outlives the change."""
