"""The desk's page: one page whose screens change, because the media session must live through the change."""
