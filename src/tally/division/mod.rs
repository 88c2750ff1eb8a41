//! Divisions of a fixed total, aggregated exactly.
