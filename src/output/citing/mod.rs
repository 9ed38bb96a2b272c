//! How documents are cited: in dictum's own words, or in a style of the Citation Style Language.
//!
//! - `styles`: styles, by name or from a file (feature `styles`)

#[cfg(feature = "styles")]
mod styles;

#[cfg(feature = "styles")]
use std::sync::Arc;

use crate::model::Problem;
use crate::model::problem::Result;
use crate::output::content::citation;
use crate::output::content::citation::Parts;
use crate::output::loss::Losses;
use crate::query::answer::{CitationView, ClaimRow, SourceView};

/// Whether this thread is at a place where a panic is caught.
pub fn catches_panics() -> bool {
    #[cfg(feature = "styles")]
    return styles::catches_panics();
    #[cfg(not(feature = "styles"))]
    return false;
}

/// How documents are cited.
#[derive(Clone, Debug, Default)]
pub enum Citing {
    /// A sentence that says who, when, how, in which document, and the chain that it cites.
    #[default]
    Own,
    #[cfg(feature = "styles")]
    Style(Arc<styles::Styled>),
}

impl Citing {
    /// The style of this name or in this file, with the words of a language.
    ///
    /// # Errors
    /// There is no such style or language; the file is none that can be used; or this program has no styles.
    #[cfg(feature = "styles")]
    pub fn in_style(style: &str, locale: Option<&str>) -> Result<Citing> {
        Ok(Citing::Style(Arc::new(styles::Styled::find(style, locale)?)))
    }

    /// # Errors
    /// This program has no styles.
    #[cfg(not(feature = "styles"))]
    pub fn in_style(_: &str, _: Option<&str>) -> Result<Citing> {
        Err(Problem::usage("this dictum was built without citation styles")
            .hint("build it with the feature: cargo install dictum --features styles"))
    }

    /// # Errors
    /// A language was given without a style.
    pub fn chosen(style: Option<&str>, locale: Option<&str>) -> Result<Citing> {
        match (style, locale) {
            (Some(style), locale) => Citing::in_style(style, locale),
            (None, None) => Ok(Citing::Own),
            (None, Some(_)) => {
                Err(Problem::usage("`--locale` is the language of a style, and none is named")
                    .hint("name one: --style chicago-notes"))
            }
        }
    }

    /// The citation of a claim.
    pub(in crate::output) fn write(&self, row: &ClaimRow, cited: &CitationView, to: &mut impl Parts) {
        match self {
            Citing::Own => citation::write(row, cited, to),
            #[cfg(feature = "styles")]
            Citing::Style(style) => {
                if !style.write(cited, to) {
                    citation::write(row, cited, to);
                }
            }
        }
    }

    /// A document by itself, as a sentence.
    pub(in crate::output) fn write_document(&self, view: &SourceView, to: &mut impl Parts) {
        #[cfg(feature = "styles")]
        if let Citing::Style(style) = self
            && style.write_document(view, to)
        {
            return;
        }
        citation::write_document(view, None, to);
        to.text(|text| text.push('.'));
    }

    /// What could not be cited as it was asked for.
    #[cfg_attr(
        not(feature = "styles"),
        allow(unused_variables, reason = "only a style cannot cite something")
    )]
    pub(in crate::output) fn say(&self, losses: &mut Losses) {
        match self {
            Citing::Own => {}
            #[cfg(feature = "styles")]
            Citing::Style(style) => style.say(losses),
        }
    }
}
