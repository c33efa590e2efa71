//! One named function per mistake, so that wording and hints live in one place.
