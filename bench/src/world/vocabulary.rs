//! The words of the world: common ones first, then tens of thousands of pronounceable stems with their inflections, in
//! English and Arabic, as frequent as words are (Zipf).

use std::collections::HashSet;

use super::rng::{Rng, Skewed};

const ENGLISH_COMMON: &str = "the of and to in a that is for it was on will with as by at from has not are be its this \
    have had which an but were been their would or more who they said after than no when there can all if before";
const ENGLISH_NEWS: &str = "government president minister country war border trade oil corridor army election party \
    parliament court law people security police attack city region agreement talks sanctions economy bank market price \
    growth budget tax energy gas power water health hospital vaccine school climate storm river bridge road railway \
    port airport company worker union strike protest refugee migrant church university research report study data \
    system network weapon missile drone soldier officer hostage prisoner peace treaty alliance embassy diplomat \
    structure project plan reform crisis conflict threat support aid loan debt investment contract industry factory \
    farmer harvest food wheat export import million year month week day leader official expert source news media";
const ARABIC_COMMON: &str = "في من على أن إلى عن مع هذا التي الذي بعد قبل كان لا ما هو هي كل بين قد ذلك هذه عند لم لن أو ثم حتى منذ خلال";
const ARABIC_NEWS: &str = "الحكومة الرئيس وزير الدولة الحرب الحدود التجارة النفط الممر الجيش الانتخابات الحزب البرلمان \
    المحكمة القانون الشعب الأمن الشرطة هجوم المدينة المنطقة اتفاق محادثات عقوبات الاقتصاد البنك السوق الأسعار الميزانية \
    الطاقة الغاز المياه الصحة المستشفى المدرسة المناخ الجسر الطريق الميناء المطار الشركة العمال إضراب احتجاج اللاجئين \
    السلام معاهدة السفارة دبلوماسي مشروع خطة إصلاح أزمة صراع دعم مساعدات قرض ديون استثمار عقد صناعة القمح";

const ENGLISH_STEMS: u32 = 40_000;
const ARABIC_STEMS: u32 = 20_000;
const INFLECTIONS: [(u32, &str); 7] =
    [(60, ""), (16, "s"), (8, "ed"), (7, "ing"), (3, "er"), (3, "ers"), (3, "ly")];
/// The places of a root's three letters in a word, as Arabic derives them.
const PATTERNS: [&str; 16] = [
    "123",
    "1ا23",
    "م12و3",
    "12ي3",
    "12ا3",
    "123ة",
    "ت12ي3",
    "1وا23",
    "ا1ت2ا3",
    "م1ا23ة",
    "12و3",
    "مست123",
    "ان12ا3",
    "12ا3ة",
    "م123",
    "ا12ا3",
];
const ARABIC_AFFIXES: [(u32, (&str, &str)); 7] = [
    (50, ("", "")),
    (22, ("ال", "")),
    (6, ("", "ات")),
    (6, ("", "ين")),
    (6, ("ال", "ية")),
    (5, ("و", "")),
    (5, ("ب", "")),
];

/// A language that claims are worded in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    English,
    Arabic,
}

impl Tongue {
    pub fn tag(self) -> &'static str {
        match self {
            Tongue::English => "en",
            Tongue::Arabic => "ar",
        }
    }

    pub fn other(self) -> Tongue {
        match self {
            Tongue::English => Tongue::Arabic,
            Tongue::Arabic => Tongue::English,
        }
    }
}

/// The words of both languages.
pub struct Vocabulary {
    english: Words,
    arabic: Words,
}

struct Words {
    common: Skewed<String>,
    stems: Skewed<String>,
}

impl Vocabulary {
    pub fn new(rng: &mut Rng) -> Vocabulary {
        Vocabulary {
            english: Words::new(ENGLISH_COMMON, ENGLISH_NEWS, ENGLISH_STEMS, || english_stem(rng)),
            arabic: Words::new(ARABIC_COMMON, ARABIC_NEWS, ARABIC_STEMS, || arabic_stem(rng)),
        }
    }

    /// A sentence of so many words.
    pub fn sentence(&self, tongue: Tongue, words: i32, rng: &mut Rng) -> String {
        let mut sentence = String::with_capacity(words as usize * 9);
        for _ in 0..words {
            if !sentence.is_empty() {
                sentence.push(' ');
            }
            self.push_word(tongue, &mut sentence, rng);
        }
        capitalised(sentence)
    }

    fn push_word(&self, tongue: Tongue, sentence: &mut String, rng: &mut Rng) {
        let words = if tongue == Tongue::English { &self.english } else { &self.arabic };
        if rng.chance(42) {
            return sentence.push_str(words.common.draw(rng));
        }
        let stem = words.stems.draw(rng);
        let (before, after) = match tongue {
            Tongue::English => ("", rng.weighted(&INFLECTIONS)),
            Tongue::Arabic if stem.starts_with("ال") => ("", ""),
            Tongue::Arabic => rng.weighted(&ARABIC_AFFIXES),
        };
        [before, stem, after].into_iter().for_each(|part| sentence.push_str(part));
    }

    /// A name of so many words, each with a capital.
    pub fn name(&self, words: u32, rng: &mut Rng) -> String {
        let word = |rng: &mut Rng| capitalised(english_stem(rng));
        (0..words).map(|_| word(rng)).collect::<Vec<_>>().join(" ")
    }

    pub fn arabic_name(&self, words: u32, rng: &mut Rng) -> String {
        (0..words).map(|_| arabic_stem(rng)).collect::<Vec<_>>().join(" ")
    }
}

impl Words {
    /// Stems after the known ones, each different from all before it.
    fn new(common: &str, known: &str, stems: u32, mut make: impl FnMut() -> String) -> Words {
        let mut found: Vec<String> = known.split_whitespace().map(str::to_owned).collect();
        let mut seen: HashSet<String> = found.iter().cloned().collect();
        while found.len() < stems as usize {
            let stem = make();
            if seen.insert(stem.clone()) {
                found.push(stem);
            }
        }
        let common = common.split_whitespace().map(str::to_owned).collect();
        Words { common: Skewed::new(common, 1), stems: Skewed::new(found, 2) }
    }
}

fn english_stem(rng: &mut Rng) -> String {
    const ONSETS: [&str; 30] = [
        "b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "br", "cl",
        "cr", "dr", "fl", "gr", "pl", "pr", "sh", "st", "th", "tr", "sp",
    ];
    const VOWELS: [&str; 9] = ["a", "e", "i", "o", "u", "ai", "ea", "ou", "oo"];
    const CODAS: [&str; 16] =
        ["", "", "", "n", "r", "l", "t", "m", "d", "nd", "rt", "st", "ck", "lm", "sk", "rn"];
    let mut stem = String::new();
    for _ in 0..rng.weighted(&[(70, 2), (30, 3)]) {
        for part in [rng.pick(&ONSETS), rng.pick(&VOWELS)] {
            stem.push_str(part);
        }
    }
    let coda = rng.pick(&CODAS);
    stem + coda
}

fn arabic_stem(rng: &mut Rng) -> String {
    const LETTERS: [char; 24] = [
        'ب', 'ت', 'ج', 'ح', 'خ', 'د', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ع', 'غ', 'ف', 'ق', 'ك', 'ل', 'م',
        'ن', 'ه', 'ي', 'و',
    ];
    let root = [*rng.pick(&LETTERS), *rng.pick(&LETTERS), *rng.pick(&LETTERS)];
    let letter = |c: char| match c {
        '1'..='3' => root[c as usize - '1' as usize],
        other => other,
    };
    rng.pick(&PATTERNS).chars().map(letter).collect()
}

/// With a capital, where the script has them.
fn capitalised(mut text: String) -> String {
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}
