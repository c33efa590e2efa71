//! Counterpoint compiles Markdown notes that hold sourced claims into a static comparison site.
pub mod source;
/// Rendering.
pub mod render {
    pub mod views;
}
