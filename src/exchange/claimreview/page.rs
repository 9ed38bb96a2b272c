//! A page → the blocks of JSON-LD in it, with the language that the page says it is in.

#[cfg(feature = "web")]
mod tokens {
    use std::cell::RefCell;

    use html5ever::tendril::StrTendril;
    use html5ever::tokenizer::states::RawKind;
    use html5ever::tokenizer::{
        BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
    };

    /// What of a page is looked at.
    #[derive(Default)]
    pub struct Found {
        /// Texts of scripts of JSON-LD, with the line in which each begins.
        pub scripts: Vec<(u64, String)>,
        pub lang: Option<String>,
        /// Whether something is marked up as ClaimReview by attributes of elements, not as JSON-LD.
        pub has_microdata: bool,
        /// Whether the last script is being read.
        is_in_script: bool,
    }

    struct Sink(RefCell<Found>);

    impl TokenSink for Sink {
        type Handle = ();

        fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<()> {
            match token {
                Token::TagToken(tag) => self.0.borrow_mut().tag(&tag, line),
                Token::CharacterTokens(text) => {
                    let mut found = self.0.borrow_mut();
                    if found.is_in_script
                        && let Some(script) = found.scripts.last_mut()
                    {
                        script.1.push_str(&text);
                    }
                    TokenSinkResult::Continue
                }
                _ => TokenSinkResult::Continue,
            }
        }
    }

    impl Found {
        fn tag(&mut self, tag: &Tag, line: u64) -> TokenSinkResult<()> {
            self.is_in_script = false;
            if tag.kind == TagKind::EndTag {
                return TokenSinkResult::Continue;
            }
            let attribute = |name: &str| {
                tag.attrs
                    .iter()
                    .find(|attribute| &*attribute.name.local == name)
                    .map(|attribute| attribute.value.to_string())
            };
            self.has_microdata |=
                attribute("itemtype").is_some_and(|kind| kind.contains("schema.org/ClaimReview"));
            match &*tag.name {
                "html" => {
                    self.lang = self.lang.take().or(attribute("lang")).or(attribute("xml:lang"));
                    TokenSinkResult::Continue
                }
                "script" => {
                    if attribute("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json")) {
                        self.is_in_script = true;
                        self.scripts.push((line, String::new()));
                    }
                    TokenSinkResult::RawData(RawKind::ScriptData)
                }
                "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
                    TokenSinkResult::RawData(RawKind::Rawtext)
                }
                "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
                _ => TokenSinkResult::Continue,
            }
        }
    }

    /// Reads a page. Any text is one.
    pub fn read(page: &str) -> Found {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(page));
        let tokenizer = Tokenizer::new(Sink(RefCell::default()), TokenizerOpts::default());
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        tokenizer.sink.0.into_inner()
    }
}

use super::block::Block;
#[cfg(feature = "web")]
use super::block::block;
use crate::model::Problem;
use crate::model::problem::Result;

/// The blocks of JSON-LD of a page.
///
/// # Errors
/// There is none, or this program reads no pages.
#[cfg(feature = "web")]
pub(super) fn blocks(bytes: &[u8]) -> Result<Vec<Block>> {
    let page = decoded(bytes);
    let found = tokens::read(&page);
    if found.scripts.is_empty() {
        let problem = Problem::invalid("there is no JSON-LD in the page");
        return Err(if found.has_microdata {
            problem.hint("its ClaimReview is marked up by attributes (microdata), which dictum does not read")
        } else {
            problem.hint("ClaimReview is looked for in `<script type=\"application/ld+json\">`")
        });
    }
    let lang = found.lang.filter(|lang| !lang.trim().is_empty());
    Ok(found.scripts.iter().map(|(line, text)| block(text, *line, lang.clone())).collect())
}

#[cfg(not(feature = "web"))]
pub(super) fn blocks(_: &[u8]) -> Result<Vec<Block>> {
    Err(Problem::invalid("the file is a page, and this dictum was built without the reader of pages")
        .hint("build it with the feature: cargo install dictum --features web"))
}

/// How far a browser looks for the encoding in a page (HTML, 13.2.3.2).
#[cfg(feature = "web")]
const HEAD: usize = 1024;

/// The text of a page: UTF-8, else in the encoding that its head names (`<meta charset>`).
#[cfg(feature = "web")]
fn decoded(bytes: &[u8]) -> std::borrow::Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.into();
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let named = head.split("charset=").nth(1).unwrap_or_default();
    let label: String = named
        .trim_start_matches(['"', '\''])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
    encoding.decode(bytes).0
}
