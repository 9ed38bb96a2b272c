//! The keys of the index: each kind of entry with its tag, so that no two kinds ever mix. Numbers stand in
//! big-endian order, texts end in a zero byte. `docs/format.md` has the list with meanings.

use crate::model::ClaimPart;
use crate::model::Kind;
use crate::model::text::Form;
use crate::model::{Mode, RecordType};

/// The number of a record within its type, given when it is first mentioned; never given twice.
pub type Ordinal = u32;

/// The number of one version of a claim. Versions are numbered as they come, without gaps.
pub type Slot = u32;

/// Claim versions are kept in columns, by chunks of so many slots.
pub const SLOTS_PER_CHUNK: u32 = 1024;

/// The names and versions of records are kept by chunks of so many ordinals.
pub const RECORDS_PER_CHUNK: u32 = 256;

/// What is kept of each claim version in a column of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnOf {
    /// Which claim, when it first came, where in the journal it stands.
    Place,
    Said,
    Concerns,
    Speakers,
    About,
    /// The documents of its citations.
    Chains,
    /// How many words its longest wording has.
    Length,
    /// The roles in which its document presents its speakers.
    Presented,
}

/// An entry of the index that is not a posting.
#[derive(Clone, Debug)]
pub enum Entry<'a> {
    /// A transaction, by its sequence number.
    Transaction(u64),
    /// The claim versions that a transaction superseded or retracted; only where there are any.
    Ended(u64),
    /// From a record's type and name to its ordinal.
    Id(RecordType, &'a str),
    /// The names of the records of a chunk.
    Names(RecordType, u32),
    /// The versions of the records of a chunk.
    Versions(RecordType, u32),
    /// A column of the claim versions from a slot on, to the end of their chunk or of what is known.
    Column(ColumnOf, Slot),
}

impl Entry<'_> {
    pub fn key(&self) -> Vec<u8> {
        match self {
            Entry::Transaction(sequence) => number(b'T', *sequence),
            Entry::Ended(sequence) => number(b'E', *sequence),
            Entry::Id(record_type, name) => [&[IDS, *record_type as u8], name.as_bytes()].concat(),
            Entry::Names(record_type, chunk) => part(b'N', *record_type as u8, *chunk),
            Entry::Versions(record_type, chunk) => part(b'V', *record_type as u8, *chunk),
            Entry::Column(column, slot) => part(COLUMNS, *column as u8, *slot),
        }
    }
}

fn number(tag: u8, number: u64) -> Vec<u8> {
    [&[tag][..], &number.to_be_bytes()].concat()
}

fn part(tag: u8, of: u8, number: u32) -> Vec<u8> {
    [&[tag, of][..], &number.to_be_bytes()].concat()
}

/// The prefix of all entries of ended versions.
pub const ENDED: &[u8] = b"E";

/// The first byte of the keys of all columns, of all ids, and of all postings.
pub const COLUMNS: u8 = b'C';
pub const IDS: u8 = b'I';
pub const POSTINGS: u8 = b'P';

/// A posting: the set of claim versions (slots), or of records of another type (ordinals), of which something holds.
/// Postings only grow; whether an entity still has a name, say, is read from its version at the moment asked about.
///
/// `doubtful` postings hold those of the plain posting for which it holds only doubtfully.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PostingKey {
    // claim versions, by what they name
    About {
        entity: Ordinal,
        doubtful: bool,
    },
    Speaker {
        entity: Ordinal,
        doubtful: bool,
    },
    AscribedTo {
        entity: Ordinal,
        doubtful: bool,
    },
    Audience {
        entity: Ordinal,
        doubtful: bool,
    },
    SaidAt {
        entity: Ordinal,
        doubtful: bool,
    },
    /// A speaker is presented in this role.
    PresentedAs(Ordinal),
    /// A speaker is presented in a role of this organization or place.
    PresentedOf(Ordinal),
    /// Citations whose document read is this source.
    Read {
        source: Ordinal,
        doubtful: bool,
    },
    /// Citations with this source in their `via`.
    Via {
        source: Ordinal,
        doubtful: bool,
    },
    // claim versions, by what they are
    Mode(Mode),
    Tag(String),
    /// A language tag or one that covers it, of the statement or the document's words.
    ClaimLang(String),
    /// A folded word of the claim's texts.
    Word(String),
    /// A stem, with the language that it is of.
    Stem(String, String),
    /// The first letters of a folded word in a text whose language is not known.
    Beginning(String),
    With(ClaimPart),
    Doubtful,
    Undated,
    ConcernsMonth(i64),
    ConcernsWide,
    /// The claim versions that a later one superseded, or that were retracted.
    Ended,
    /// The claim versions with which a claim was retracted.
    Retracted,
    /// Those of them that a restoring gave a successor.
    Restored,
    // entities
    Name(String),
    NameWord(String),
    Demonym(String),
    Narrower(Ordinal),
    Holder(Ordinal),
    HolderOf(Ordinal),
    OfKind(Kind),
    Unnamed,
    EventAt(Ordinal),
    // sources
    Title(String),
    TitleWord(String),
    PublishedBy(Ordinal),
    Cites(Ordinal),
    AuthoredBy(Ordinal),
    SourceLang(String),
    SourceWith(ClaimPart),
    /// Claims (their ordinals) that were ever assessed.
    AssessedClaims,
    /// Claims (their ordinals) that a link was ever from or to.
    LinkedClaims,
    /// The transactions (their sequence numbers) of a recorder, whose name is folded.
    TransactionsBy(String),
    // assessments
    AssessmentOf(Ordinal),
    AssessedBy(Ordinal),
    AssessmentIn(Ordinal),
    // links
    LinkFrom(Ordinal),
    LinkTo(Ordinal),
    /// All records of a type that ever were.
    All(RecordType),
    /// Those of them that something was taken out of.
    Redacted(RecordType),
}

/// What the key of a posting has behind its tag.
enum Body<'k> {
    Nothing,
    /// A number, and whether it is the posting of doubtful ones.
    Doubtable(u32, bool),
    Number(u32),
    /// One of a few.
    Byte(u8),
    Month(i64),
    Text(&'k str),
    Texts(&'k str, &'k str),
}

impl From<Form> for PostingKey {
    fn from(form: Form) -> PostingKey {
        match form {
            Form::Word(word) => PostingKey::Word(word),
            Form::Stem(lang, stem) => PostingKey::Stem(lang.to_owned(), stem),
            Form::Beginning(letters) => PostingKey::Beginning(letters),
        }
    }
}

impl PostingKey {
    pub fn key(&self) -> Vec<u8> {
        let mut key = Vec::with_capacity(16);
        self.write_key(&mut key);
        key
    }

    /// Writes the key behind what is there.
    pub fn write_key(&self, key: &mut Vec<u8>) {
        key.extend([POSTINGS, self.tag()]);
        match self.body() {
            Body::Nothing => {}
            Body::Doubtable(number, doubtful) => {
                key.extend(number.to_be_bytes());
                key.push(u8::from(doubtful));
            }
            Body::Number(number) => key.extend(number.to_be_bytes()),
            Body::Byte(byte) => key.push(byte),
            Body::Month(month) => key.extend(ordered(month)),
            Body::Text(text) => push_text(key, text),
            Body::Texts(first, second) => {
                push_text(key, first);
                push_text(key, second);
            }
        }
    }

    /// The kind of a posting that has a number and nothing else, and that number.
    pub fn number(&self) -> Option<(usize, u32)> {
        let (number, doubtful) = match self.body() {
            Body::Doubtable(number, doubtful) => (number, doubtful),
            Body::Number(number) => (number, false),
            Body::Byte(byte) => (u32::from(byte), false),
            Body::Nothing | Body::Month(_) | Body::Text(_) | Body::Texts(..) => return None,
        };
        Some((usize::from(self.tag()) * 2 + usize::from(doubtful), number))
    }

    /// What stands behind the tag.
    fn body(&self) -> Body<'_> {
        match self {
            PostingKey::About { entity: number, doubtful }
            | PostingKey::Speaker { entity: number, doubtful }
            | PostingKey::AscribedTo { entity: number, doubtful }
            | PostingKey::Audience { entity: number, doubtful }
            | PostingKey::SaidAt { entity: number, doubtful }
            | PostingKey::Read { source: number, doubtful }
            | PostingKey::Via { source: number, doubtful } => Body::Doubtable(*number, *doubtful),
            PostingKey::Mode(mode) => Body::Byte(*mode as u8),
            PostingKey::With(field) | PostingKey::SourceWith(field) => Body::Byte(*field as u8),
            PostingKey::OfKind(kind) => Body::Byte(*kind as u8),
            PostingKey::All(record_type) | PostingKey::Redacted(record_type) => {
                Body::Byte(*record_type as u8)
            }
            PostingKey::ConcernsMonth(month) => Body::Month(*month),
            PostingKey::Stem(lang, stem) => Body::Texts(lang, stem),
            PostingKey::Tag(text)
            | PostingKey::ClaimLang(text)
            | PostingKey::Word(text)
            | PostingKey::Beginning(text)
            | PostingKey::Name(text)
            | PostingKey::NameWord(text)
            | PostingKey::Demonym(text)
            | PostingKey::Title(text)
            | PostingKey::TitleWord(text)
            | PostingKey::SourceLang(text)
            | PostingKey::TransactionsBy(text) => Body::Text(text),
            PostingKey::Narrower(number)
            | PostingKey::Holder(number)
            | PostingKey::HolderOf(number)
            | PostingKey::PresentedAs(number)
            | PostingKey::PresentedOf(number)
            | PostingKey::PublishedBy(number)
            | PostingKey::Cites(number)
            | PostingKey::AssessmentOf(number)
            | PostingKey::AssessedBy(number)
            | PostingKey::EventAt(number)
            | PostingKey::AuthoredBy(number)
            | PostingKey::AssessmentIn(number)
            | PostingKey::LinkFrom(number)
            | PostingKey::LinkTo(number) => Body::Number(*number),
            PostingKey::Doubtful
            | PostingKey::Undated
            | PostingKey::ConcernsWide
            | PostingKey::AssessedClaims
            | PostingKey::LinkedClaims
            | PostingKey::Ended
            | PostingKey::Retracted
            | PostingKey::Restored
            | PostingKey::Unnamed => Body::Nothing,
        }
    }

    fn tag(&self) -> u8 {
        match self {
            PostingKey::About { .. } => 1,
            PostingKey::Speaker { .. } => 2,
            PostingKey::AscribedTo { .. } => 3,
            PostingKey::Audience { .. } => 4,
            PostingKey::SaidAt { .. } => 5,
            PostingKey::Read { .. } => 6,
            PostingKey::Via { .. } => 7,
            PostingKey::Restored => 8,
            PostingKey::Mode(_) => 10,
            PostingKey::Tag(_) => 11,
            PostingKey::ClaimLang(_) => 9,
            PostingKey::Beginning(_) => 12,
            PostingKey::Word(_) => 13,
            PostingKey::Stem(..) => 14,
            PostingKey::With(_) => 15,
            PostingKey::Doubtful => 16,
            PostingKey::Undated => 17,
            PostingKey::ConcernsMonth(_) => 20,
            PostingKey::ConcernsWide => 21,
            PostingKey::Ended => 22,
            PostingKey::Retracted => 23,
            PostingKey::Name(_) => 24,
            PostingKey::NameWord(_) => 25,
            PostingKey::Demonym(_) => 26,
            PostingKey::Narrower(_) => 27,
            PostingKey::Holder(_) => 28,
            PostingKey::HolderOf(_) => 29,
            PostingKey::OfKind(_) => 30,
            PostingKey::Unnamed => 31,
            PostingKey::Title(_) => 32,
            PostingKey::TitleWord(_) => 33,
            PostingKey::PublishedBy(_) => 34,
            PostingKey::Cites(_) => 35,
            PostingKey::SourceLang(_) => 36,
            PostingKey::SourceWith(_) => 37,
            PostingKey::AssessmentOf(_) => 38,
            PostingKey::AssessedBy(_) => 39,
            PostingKey::PresentedAs(_) => 18,
            PostingKey::PresentedOf(_) => 19,
            PostingKey::LinkFrom(_) => 41,
            PostingKey::LinkTo(_) => 42,
            PostingKey::AssessedClaims => 48,
            PostingKey::LinkedClaims => 49,
            PostingKey::TransactionsBy(_) => 50,
            PostingKey::All(_) => 44,
            PostingKey::Redacted(_) => 51,
            PostingKey::EventAt(_) => 45,
            PostingKey::AuthoredBy(_) => 46,
            PostingKey::AssessmentIn(_) => 47,
        }
    }

    /// The prefix of all postings of the same kind as this one.
    pub fn kind_prefix(&self) -> Vec<u8> {
        vec![POSTINGS, self.tag()]
    }
}

/// The first of the tags of words, which stand together.
pub const FIRST_OF_WORDS: u8 = 12;
const LAST_OF_WORDS: u8 = 14;

/// Whether a posting's key is that of a word or a stem.
pub fn is_of_word(key: &[u8]) -> bool {
    key.first() == Some(&POSTINGS)
        && key.get(1).is_some_and(|tag| (FIRST_OF_WORDS..=LAST_OF_WORDS).contains(tag))
}

/// The text of a posting's key that has one text, from its key.
pub fn text_in_key(key: &[u8]) -> Option<String> {
    let body = key.get(2..)?;
    let text = body.strip_suffix(&[0])?;
    String::from_utf8(text.to_vec()).ok()
}

/// The numbers after the tag of a posting's key: four bytes each, as many as fit before what follows.
pub fn number_in_key(key: &[u8], place: usize) -> Option<u32> {
    let start = 2 + 4 * place;
    Some(u32::from_be_bytes(key.get(start..start + 4)?.try_into().ok()?))
}

/// The month of a posting's key.
pub fn month_in_key(key: &[u8]) -> Option<i64> {
    let bits = u64::from_be_bytes(key.get(2..10)?.try_into().ok()?);
    Some((bits ^ SIGN).cast_signed())
}

/// Signed numbers in bytes that sort as the numbers do.
fn ordered(number: i64) -> [u8; 8] {
    (number.cast_unsigned() ^ SIGN).to_be_bytes()
}

const SIGN: u64 = 1 << 63;

/// A zero byte ends a text in a key, so none can stand inside one.
fn push_text(key: &mut Vec<u8>, text: &str) {
    key.extend(text.bytes().map(|byte| if byte == 0 { b' ' } else { byte }));
    key.push(0);
}
