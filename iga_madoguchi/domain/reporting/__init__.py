"""The two papers that the city files: how the service ran in a month, and what happened in an incident."""
