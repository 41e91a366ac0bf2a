"""Event files of users, in the formats of datasets or with columns they name, made into coded acts."""
