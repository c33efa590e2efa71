//! Diagnostics as text: for people, one line each, or JSON lines.
