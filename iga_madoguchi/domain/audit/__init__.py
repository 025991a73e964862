"""The operation log: who did what, where and when; append-only and chained."""
