//! How far a result may be trusted, and what must not be told.
