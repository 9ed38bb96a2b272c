//! Characters that are not seen but obeyed: by a terminal, or by whatever sets a line of text from right to left. One table for all
//! that writes: JSON, scripts, terminals and pages, each in its own way of writing them so that they are seen.

/// Whether it is obeyed and not shown: the controls of ASCII and C1, separators of lines and paragraphs, marks that embed, override or
/// isolate a direction, and anchors of annotations. All of them lie below U+10000.
pub fn is_obeyed(c: char) -> bool {
    c.is_control()
        || is_direction_mark(c)
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{206A}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Embeddings, overrides and isolates with their ends (UAX 9).
pub fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a direction is forced on letters that have one of their own; the other marks only set off what they enclose.
pub fn overrides_direction(c: char) -> bool {
    matches!(c, '\u{202D}' | '\u{202E}')
}

/// The bytes of UTF-8 that an obeyed character is or begins with: only there is it worth looking at the character.
pub const FIRST_BYTES: [bool; 256] = {
    let mut bytes = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        bytes[control] = true;
        control += 1;
    }
    bytes[0x7F] = true;
    bytes[0xC2] = true;
    bytes[0xE2] = true;
    bytes[0xEF] = true;
    bytes
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_obeyed_character_begins_with_one_of_the_bytes() {
        for c in (0..=0x10_FFFF).filter_map(char::from_u32).filter(|c| is_obeyed(*c)) {
            assert!((c as u32) < 0x1_0000);
            let first = c.encode_utf8(&mut [0; 4]).as_bytes()[0];
            assert!(FIRST_BYTES[usize::from(first)], "{c:?}");
        }
    }
}
