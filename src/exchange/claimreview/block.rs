//! One block of JSON as publishers write it: wrapped in the signs of comments, and sometimes no JSON as it stands.

use serde_json::Value;

use crate::model::Problem;

/// A value of JSON with where it stands and what the page around it says.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// What it can be read as, or why it cannot.
    pub json: Result<Value, Problem>,
    /// The line in which it begins, counted from 1.
    pub line: u64,
    /// Whether it is no JSON as the standard has it, and could be read all the same.
    pub is_mended: bool,
    /// The language that the page says it is in.
    pub lang: Option<String>,
    /// The text that was read.
    pub text: String,
}

/// Reads one block: as it stands, and where that does not work once more with what can be mended mended.
pub(super) fn block(text: &str, line: u64, lang: Option<String>) -> Block {
    let inner = unwrapped(text);
    let block = |json, is_mended| Block { json, line, is_mended, lang, text: inner.to_owned() };
    let error = match serde_json::from_str(inner) {
        Ok(json) => return block(Ok(json), false),
        Err(error) => error,
    };
    match serde_json::from_str(&mended(inner)) {
        Ok(json) => block(Ok(json), true),
        Err(_) => block(Err(no_json(text, inner, line, &error)), false),
    }
}

fn no_json(text: &str, inner: &str, line: u64, error: &serde_json::Error) -> Problem {
    // The lines before the JSON itself, where it is wrapped in a comment.
    let before = inner.as_ptr() as usize - text.as_ptr() as usize;
    let before = text.get(..before).map_or(0, |before| before.matches('\n').count());
    let number = line as usize + before + error.line().saturating_sub(1);
    let what = error.to_string();
    let what = what.split(" at line ").next().unwrap_or_default();
    Problem::invalid(format!("it is no JSON: {what}")).in_line(number, Some(error.column().max(1)))
}

/// The text without the comments and CDATA signs that pages put around scripts for the browsers of the nineties.
fn unwrapped(text: &str) -> &str {
    const OPENING: [&str; 8] = [
        "<!--",
        "//<![CDATA[",
        "// <![CDATA[",
        "/*<![CDATA[*/",
        "/* <![CDATA[ */",
        "<![CDATA[",
        "//<!--",
        "// <!--",
    ];
    const CLOSING: [&str; 9] =
        ["-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", "//-->", "// -->", ";"];
    let mut text = text.trim_matches(is_blank);
    loop {
        let before = text;
        for sign in OPENING {
            text = text.strip_prefix(sign).unwrap_or(text).trim_start_matches(is_blank);
        }
        // The longest sign first: `-->` ends `//-->` too.
        let closing = CLOSING.iter().filter(|sign| text.ends_with(**sign)).max_by_key(|sign| sign.len());
        if let Some(sign) = closing {
            text = text.strip_suffix(sign).unwrap_or(text).trim_end_matches(is_blank);
        }
        if text == before {
            return text;
        }
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{FEFF}'
}

/// JSON as programs that glue it together write it, as JSON: raw line breaks and other control characters in texts are escaped,
/// `\'` is an apostrophe, commas before a closing bracket go, and where all quotation marks are character references, they are read.
fn mended(text: &str) -> String {
    let read;
    let text = if text.contains("&quot;") && !text.contains('"') {
        read = crate::exchange::markup::with_references_read(text);
        &read
    } else {
        text
    };
    let mut mended = String::with_capacity(text.len());
    let (mut is_text, mut is_escaped) = (false, false);
    for c in text.chars() {
        if !is_text {
            if matches!(c, '}' | ']') {
                let kept = mended.trim_end().trim_end_matches(',').len();
                if mended.trim_end().ends_with(',') {
                    mended.truncate(kept);
                }
            }
            is_text = c == '"';
            mended.push(c);
            continue;
        }
        match c {
            '\'' if is_escaped => {
                mended.pop();
                mended.push(c);
            }
            '\n' if is_escaped => {
                mended.pop();
                mended.push_str("\\n");
            }
            '\n' => mended.push_str("\\n"),
            '\r' => mended.push_str("\\r"),
            '\t' => mended.push_str("\\t"),
            c if u32::from(c) < 0x20 => mended.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => mended.push(c),
        }
        is_text = c != '"' || is_escaped;
        is_escaped = c == '\\' && !is_escaped;
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> (Option<Value>, bool) {
        let block = block(text, 1, None);
        (block.json.ok(), block.is_mended)
    }

    #[test]
    fn wrappers_are_taken_off_and_strict_json_comes_first() {
        for text in [
            r#"{"a":1}"#,
            "<!-- {\"a\":1} -->",
            "//<![CDATA[\n{\"a\":1}\n//]]>",
            "/* <![CDATA[ */ {\"a\":1}; /* ]]> */",
            "<![CDATA[{\"a\":1}]]>",
            "\u{FEFF} {\"a\":1} ;",
        ] {
            assert_eq!(json(text), (Some(serde_json::json!({"a": 1})), false), "{text}");
        }
    }

    #[test]
    fn what_can_be_mended_is_read_once_more() {
        let text = "{\"a\":\"one\ntwo\tthree\\\\\",\n\"b\":[1,2,],\"c\":\"it\\'s\",}";
        let wanted = serde_json::json!({"a": "one\ntwo\tthree\\", "b": [1, 2], "c": "it's"});
        assert_eq!(json(text), (Some(wanted), true));
        assert_eq!(
            json("{&quot;a&quot;:&quot;b&amp;quot;c&quot;}"),
            (Some(serde_json::json!({"a": "b&quot;c"})), true)
        );
        assert_eq!(json("{\"a\": \"b\"c\"}").0, None);
    }

    proptest::proptest! {
        #[test]
        fn what_is_json_is_never_mended(text in "\\PC{0,40}") {
            let value = serde_json::json!({"a": [text, {"b": null}]});
            let block = block(&value.to_string(), 1, None);
            proptest::prop_assert!(!block.is_mended);
            proptest::prop_assert_eq!(block.json.ok(), Some(value));
        }
    }
}
