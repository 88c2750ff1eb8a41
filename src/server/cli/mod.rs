//! The room of this name; its first files are being written.
