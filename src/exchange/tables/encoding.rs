//! In which encoding a table is written, and its text as UTF-8. An encoding that is guessed is said to be guessed.

use std::io::{self, BufRead, Read};

use crate::exchange::recognise::{ByteOrder, utf16_without_mark};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// How the encoding of a file is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// The map says so.
    Given,
    /// A byte-order mark says so.
    ByMark,
    /// All of the file is sound in it.
    Sound,
    /// By the letters that are frequent in the languages that are written in it.
    Guessed,
}

/// The encoding of a file.
#[derive(Clone, Copy, Debug)]
pub struct Found {
    pub encoding: &'static Encoding,
    pub known: Known,
    /// Whether some bytes are no text in it.
    pub damaged: bool,
}

impl Found {
    /// "UTF-8", "UTF-8 with a byte-order mark", "windows-1256, guessed: …"
    pub fn described(&self) -> String {
        let name = self.encoding.name();
        let known = match self.known {
            Known::Given => format!("{name}, as the map says"),
            Known::ByMark => format!("{name} with a byte-order mark"),
            Known::Sound => name.to_owned(),
            Known::Guessed => format!("{name}, guessed; `encoding` under `[file]` in the map says it"),
        };
        if self.damaged { format!("{known}; some bytes are no text in it") } else { known }
    }
}

/// The encoding with that name, as the map may give it: `windows-1256`, `utf-16le`, `latin1`.
pub fn called(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.trim().as_bytes())
}

/// How many bytes are looked at together.
const CHUNK: usize = 64 << 10;

/// Finds out in which encoding a file is written. All of it is read: an old encoding may show in its last line only.
///
/// # Errors
/// The file cannot be read.
pub fn find(mut file: impl Read, given: Option<&'static Encoding>) -> io::Result<Found> {
    let mut chunk = vec![0; CHUNK];
    let mut filled = read_full(&mut file, &mut chunk)?;
    if let Some(encoding) = by_mark(&chunk[..filled]) {
        return Ok(Found { encoding, known: Known::ByMark, damaged: false });
    }
    if given.is_none()
        && let Some(order) = utf16_without_mark(&chunk[..filled])
    {
        let encoding = if order == ByteOrder::BigEndian { UTF_16BE } else { UTF_16LE };
        return Ok(Found { encoding, known: Known::Guessed, damaged: false });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut utf8 = Utf8Check::default();
    while filled > 0 {
        utf8.feed(&chunk[..filled]);
        if given.is_none() {
            detector.feed(&chunk[..filled], false);
        }
        filled = read_full(&mut file, &mut chunk)?;
    }
    utf8.finish();
    if let Some(encoding) = given {
        return Ok(Found { encoding, known: Known::Given, damaged: encoding == UTF_8 && utf8.wrong > 0 });
    }
    if utf8.wrong == 0 {
        return Ok(Found { encoding: UTF_8, known: Known::Sound, damaged: false });
    }
    // Text in another encoding has hardly a letter that is sound UTF-8 by chance.
    if utf8.letters > utf8.wrong * 10 {
        return Ok(Found { encoding: UTF_8, known: Known::Sound, damaged: true });
    }
    detector.feed(&[], true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    Ok(Found { encoding, known: Known::Guessed, damaged: false })
}

fn read_full(file: &mut impl Read, chunk: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < chunk.len() {
        match file.read(&mut chunk[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

fn by_mark(head: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_bom(head).map(|(encoding, _)| encoding)
}

/// How many letters of several bytes are sound UTF-8, and how many bytes are not.
#[derive(Default)]
struct Utf8Check {
    letters: u64,
    wrong: u64,
    /// The beginning of a letter that the next bytes go on with.
    open: Vec<u8>,
}

impl Utf8Check {
    fn feed(&mut self, bytes: &[u8]) {
        let mut text = std::mem::take(&mut self.open);
        text.extend_from_slice(bytes);
        let mut rest = &text[..];
        loop {
            match std::str::from_utf8(rest) {
                Ok(sound) => {
                    self.letters += letters_in(sound);
                    return;
                }
                Err(error) => {
                    let (sound, wrong) = rest.split_at(error.valid_up_to());
                    self.letters += std::str::from_utf8(sound).map_or(0, letters_in);
                    let Some(length) = error.error_len() else {
                        self.open = wrong.to_vec();
                        return;
                    };
                    self.wrong += 1;
                    rest = &wrong[length..];
                }
            }
        }
    }

    fn finish(&mut self) {
        self.wrong += u64::from(!self.open.is_empty());
    }
}

fn letters_in(text: &str) -> u64 {
    if text.is_ascii() { 0 } else { text.chars().filter(|c| !c.is_ascii()).count() as u64 }
}

/// The text of a file in UTF-8, without a byte-order mark; what is no text becomes U+FFFD.
pub struct Decoded<R> {
    input: R,
    decoder: Decoder,
    text: Vec<u8>,
    /// What of the text was not read yet.
    from: usize,
    ended: bool,
}

impl<R: BufRead> Decoded<R> {
    pub fn new(input: R, encoding: &'static Encoding) -> Decoded<R> {
        Decoded {
            input,
            decoder: encoding.new_decoder_with_bom_removal(),
            text: Vec::new(),
            from: 0,
            ended: false,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.text.resize(CHUNK, 0);
        self.from = 0;
        loop {
            let bytes = self.input.fill_buf()?;
            let last = bytes.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(bytes, &mut self.text, last);
            self.input.consume(read);
            self.ended = last && result == CoderResult::InputEmpty;
            if written > 0 || self.ended {
                self.text.truncate(written);
                return Ok(());
            }
        }
    }
}

impl<R: BufRead> Read for Decoded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.from == self.text.len() {
            if self.ended {
                return Ok(0);
            }
            self.fill()?;
        }
        let count = into.len().min(self.text.len() - self.from);
        into[..count].copy_from_slice(&self.text[self.from..self.from + count]);
        self.from += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], given: Option<&str>) -> (String, Found) {
        let found = find(bytes, given.and_then(called)).unwrap();
        let mut text = String::new();
        Decoded::new(bytes, found.encoding).read_to_string(&mut text).unwrap();
        (text, found)
    }

    #[test]
    fn encodings_are_found_and_read() {
        let arabic = "المعرف,الادعاء,القائل\n1,قال الرئيس إن البلاد لن تدخل الحرب,محمد علي\n2,ارتفعت أسعار الخبز في العاصمة,وزير الاقتصاد\n";
        let russian =
            "номер;утверждение;кто\n1;Правительство снизило налоги для всех граждан;министр финансов\n";
        let turkish = "no;iddia\n1;Türkiye'de işsizlik geçen yıla göre düştü, bakan söyledi\n2;Başbakan İstanbul'da konuştu ve ığdır şehrini anlattı\n";
        for (text, encoding, known) in [
            (arabic, "windows-1256", Known::Guessed),
            (russian, "windows-1251", Known::Guessed),
            (turkish, "windows-1254", Known::Guessed),
            (arabic, "UTF-8", Known::Sound),
        ] {
            let encoding = called(encoding).unwrap();
            let (bytes, _, lost) = encoding.encode(text);
            assert!(!lost);
            let (read, found) = read(&bytes, None);
            assert_eq!((found.encoding.name(), found.known), (encoding.name(), known));
            assert_eq!(read, text);
        }
    }

    #[test]
    fn marks_and_utf16_are_known() {
        let text = "id,ادعاء\r\n1,\"نص\"\r\n";
        let units = |swap: bool| {
            text.encode_utf16()
                .flat_map(move |unit| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() })
        };
        let little: Vec<u8> = [0xFF, 0xFE].into_iter().chain(units(false)).collect();
        let big: Vec<u8> = [0xFE, 0xFF].into_iter().chain(units(true)).collect();
        for (bytes, name) in [
            (&little[..], "UTF-16LE"),
            (&big, "UTF-16BE"),
            (&little[2..], "UTF-16LE"),
            (&big[2..], "UTF-16BE"),
        ] {
            let (read, found) = read(bytes, None);
            assert_eq!((read.as_str(), found.encoding.name()), (text, name));
        }
        let (read, found) = read(format!("\u{FEFF}{text}").as_bytes(), None);
        assert_eq!((read.as_str(), found.known), (text, Known::ByMark));
    }

    #[test]
    fn damaged_utf8_is_no_other_encoding() {
        let mut bytes = "قال الرئيس إن البلاد".as_bytes().to_vec();
        bytes.extend(b"\xFF,x\n");
        let (text, found) = read(&bytes, None);
        assert!(found.damaged && found.encoding == UTF_8);
        assert!(text.contains('\u{FFFD}'));
    }
}
