//! The `.pb` format of Pabulib.
