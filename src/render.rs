//! Render: a planned page -> bytes, by way of its view.

mod decide;
pub mod evidence;
pub mod highlight;
pub mod html;
pub mod lists;
pub mod math;
mod notes;
pub mod pages;
pub mod site;
pub mod templates;
pub mod views;

/// What a page may load: its own files, images from the web, nothing inline. The preview sends the same.
pub const SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' https: data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
