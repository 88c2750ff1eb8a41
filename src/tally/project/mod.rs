//! The rules that fund projects.
