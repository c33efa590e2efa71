//! Counterpoint compiles Markdown notes that hold sourced claims into a static comparison site, and
//! finds where the sources contradict each other.
//!
//! # The way through
//!
//! One direction, each stage a function from the last one's value to its own; files are touched only at
//! the two ends.
//!
//! 1. **read** ([`load`]): the project on disk -> [`load::Inputs`]
//! 2. **parse** ([`parse`]): one note's text -> [`parse::Note`], with every mistake reported
//! 3. **link** ([`resolve`]): notes -> [`resolve::Knowledge`], every name resolved
//! 4. **analyse** ([`analysis`]): evidence -> [`analysis::Analysis`]: cells and contradictions
//! 5. **decide** ([`mod@decide`]): analysis, what a reader says -> [`decide::Decision`]: a ranking and what would
//!    change it
//! 6. **plan** ([`plan`]): knowledge -> [`plan::Plan`], the address of every file and what it is made from
//! 7. **render** ([`render`]): a planned page -> its view -> bytes, all of them a [`bundle::Bundle`]
//! 8. **write** ([`output`]) or **serve** ([`mod@serve`]): the bundle -> disk, or a browser
//!
//! [`pipeline`] composes them and is the only module that knows them all.
//!
//! # Modules, in reading order

// What everything speaks of.
pub mod date;
pub mod diagnostics;
pub mod model;
pub mod source;
pub mod text;

// Read, parse, link.
pub mod config;
pub mod load;
pub mod parse;
pub mod resolve;

// Analyse.
pub mod analysis;

// Decide.
pub mod decide;

// Say it.
pub mod numbers;
pub mod report;

// Plan and render.
pub mod bundle;
pub mod export;
pub mod paths;
pub mod plan;
pub mod render;
pub mod theme;

// Compose, and meet the world.
pub mod cli;
pub mod output;
pub mod pipeline;
pub mod serve;
pub mod watch;
