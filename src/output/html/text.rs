//! Text in a page: escaped, in its own language and direction. Nothing that an answer holds is ever taken for markup.

use crate::model::{Lang, Text};
use crate::output::content::citation::{Manner, Parts};
use crate::output::terminal::cells::{Direction, harmless, is_right_to_left};
use crate::query::answer::EntityView;

/// Text between tags or in a quoted attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    push_escaped(&mut escaped, text);
    escaped
}

pub(super) fn push_escaped(to: &mut String, text: &str) {
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        for c in harmless(line).chars() {
            match c {
                '&' => to.push_str("&amp;"),
                '<' => to.push_str("&lt;"),
                '>' => to.push_str("&gt;"),
                '"' => to.push_str("&quot;"),
                '\'' => to.push_str("&#39;"),
                c => to.push(c),
            }
        }
        to.push_str(end);
    }
}

/// The attributes of an element whose whole text this is: ` lang="ar" dir="rtl"`. A text without letters has the
/// direction of its language.
pub(super) fn attributes(text: &str, lang: Option<&Lang>) -> String {
    let dir = match Direction::of(text) {
        Direction::RightToLeft => "rtl",
        _ => "ltr",
    };
    // An empty tag says that the language is not known, which is not that of the page.
    let lang = lang.map_or(String::new(), |lang| escaped(lang.as_str()));
    format!(" lang=\"{lang}\" dir=\"{dir}\"")
}

/// An element with a text in its own language and direction.
pub(super) fn element(name: &str, text: &str, lang: Option<&Lang>) -> String {
    format!("<{name}{}>{}</{name}>", attributes(text, lang), escaped(text))
}

/// A text in a sentence of ours. Behind one from right to left stands a mark for the word processors that know no `bdi`:
/// without it a comma or number that follows would be drawn into it.
pub(super) fn inline(text: &str, lang: Option<&Lang>) -> String {
    format!("{}{}", element("bdi", text, lang), mark_behind(text))
}

fn mark_behind(text: &str) -> &'static str {
    if text.chars().any(is_right_to_left) { "\u{200e}" } else { "" }
}

pub(super) fn translation(text: &Text) -> String {
    inline(&text.text, text.lang.as_ref())
}

/// A name, with what is doubtful of it said.
pub(super) fn named(view: &EntityView) -> String {
    let perhaps = if view.certain { "" } else { "<span class=\"doubt\">perhaps</span> " };
    format!("{perhaps}{}", inline(&view.name, view.lang.as_ref()))
}

/// A sentence of ours with names of any script in it: each stretch from right to left is closed off from the rest.
pub(super) fn prose(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(start) = rest.find(is_right_to_left) {
        let tail = &rest[start..];
        let mut end = 0;
        for (at, c) in tail.char_indices() {
            if is_right_to_left(c) {
                end = at + c.len_utf8();
            } else if c.is_alphabetic() {
                break;
            }
        }
        push_escaped(&mut html, &rest[..start]);
        html.push_str("<bdi dir=\"rtl\">");
        push_escaped(&mut html, &tail[..end]);
        html.push_str("</bdi>\u{200e}");
        rest = &tail[end..];
    }
    push_escaped(&mut html, rest);
    html
}

/// A link to an address of the web; anything else is only text.
pub(super) fn link(address: &str, inner: &str) -> String {
    if is_web_address(address) {
        format!("<a href=\"{}\" rel=\"noopener noreferrer\">{inner}</a>", escaped(address))
    } else {
        inner.to_owned()
    }
}

fn is_web_address(text: &str) -> bool {
    let web = text.starts_with("https://") || text.starts_with("http://");
    web && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// A citation: titles set apart, addresses linked.
#[derive(Default)]
pub(super) struct Citation {
    pub html: String,
}

impl Parts for Citation {
    fn manner(&self) -> Manner {
        Manner::Article
    }

    fn text(&mut self, write: impl FnOnce(&mut String)) {
        let mut text = String::new();
        write(&mut text);
        self.html.push_str(&prose(&text));
    }

    fn title(&mut self, title: &str) {
        self.html.push_str(&format!("<cite>{}</cite>", inline(title, None)));
    }

    #[cfg(feature = "styles")]
    fn emphasis(&mut self, text: &str) {
        self.html.push_str(&format!("<em>{}</em>", prose(text)));
    }

    fn address(&mut self, address: &str) {
        self.html.push_str(&link(address, &format!("<bdi dir=\"ltr\">{}</bdi>", escaped(address))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_taken_for_markup() {
        assert_eq!(escaped("<b a='1'>&\"\u{202e}"), "&lt;b a=&#39;1&#39;&gt;&amp;&quot;\\u{202e}");
        assert_eq!(link("javascript:alert(1)", "x"), "x");
        assert_eq!(
            link("https://a.example/\"><b>", "x"),
            "<a href=\"https://a.example/&quot;&gt;&lt;b&gt;\" rel=\"noopener noreferrer\">x</a>"
        );
    }

    #[test]
    fn each_text_has_its_own_direction() {
        assert_eq!(
            inline("روسيا", Lang::new("ar").ok().as_ref()),
            "<bdi lang=\"ar\" dir=\"rtl\">روسيا</bdi>\u{200e}"
        );
        assert_eq!(inline("Russia", None), "<bdi lang=\"\" dir=\"ltr\">Russia</bdi>");
        assert_eq!(
            prose("said by نيل ملفين, in X"),
            "said by <bdi dir=\"rtl\">نيل ملفين</bdi>\u{200e}, in X"
        );
        assert_eq!(prose("א, ב and c"), "<bdi dir=\"rtl\">א, ב</bdi>\u{200e} and c");
    }
}
