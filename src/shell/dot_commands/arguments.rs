//! What stands after a dot command.

use std::path::{Path, PathBuf};

/// The first word of a text, which may stand in quotation marks, and the rest.
pub fn word(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    if let Some(quoted) = text.strip_prefix('"') {
        let (word, rest) = quoted.split_once('"')?;
        return Some((word.to_owned(), rest.trim_start()));
    }
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (!word.is_empty()).then(|| (word.to_owned(), rest.trim_start()))
}

/// The file that the rest of a command names; `~` is the home.
pub fn file(text: &str) -> PathBuf {
    let text = text.trim().trim_matches('"');
    match (text.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => PathBuf::from(text),
    }
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn words_may_be_quoted() {
        assert_eq!(word("csv out.csv claims"), Some(("csv".to_owned(), "out.csv claims")));
        assert_eq!(word("\"my file.csv\" claims"), Some(("my file.csv".to_owned(), "claims")));
        assert_eq!(word("  "), None);
    }
}
