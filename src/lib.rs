//! Counterpoint compiles Markdown notes that hold sourced claims into a static comparison site.
pub mod analysis;
pub mod bundle;
pub mod config;
pub mod contradictions;
pub mod date;
pub mod diagnostics;
pub mod load;
pub mod matrix;
pub mod model;
pub mod output;
pub mod parse;
pub mod resolve;
pub mod serve;
pub mod source;
pub mod text;
pub mod values;
pub mod watch;
/// Rendering.
pub mod render {
    pub mod highlight;
    pub mod math;
    pub mod views;
}
