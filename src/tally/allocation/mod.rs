//! The fold over the citizens' allocations.
