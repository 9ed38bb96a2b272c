//! The words that texts are made of: each line is one lemma with forms that share a Snowball stem.
//! A scratch program checked with the crate rust-stemmers that no two lines share one.

use super::prng::Rng;
use super::text::fold;
use std::collections::HashMap;
use std::sync::OnceLock;

pub const EN_NOUNS: &str = "corridor corridors
treaty treaties
sanction sanctions
border borders
pipeline pipelines
tariff tariffs
refugee refugees
drone drones
harbour harbours
vaccine vaccines
budget budgets
refinery refineries
satellite satellites
hostage hostages
factory factories
airport airports
subsidy subsidies
missile missiles
parliament parliaments
village villages
bridge bridges
currency currencies
shipment shipments
prisoner prisoners
reactor reactors
railway railways
soldier soldiers
protester protesters
harvest harvests
tanker tankers
structure structures
card cards
school schools
hospital hospitals
ceasefire ceasefires
migrant migrants
camera cameras
envoy envoys";

pub const EN_VERBS: &str = "deny denies denied denying
block blocks blocked blocking
sign signs signed signing
threaten threatens threatened threatening
deploy deploys deployed deploying
suspend suspends suspended suspending
inspect inspects inspected inspecting
attack attacks attacked attacking
evacuate evacuates evacuated evacuating
negotiate negotiates negotiated negotiating
seize seizes seized seizing
announce announces announced announcing
publish publishes published publishing
expel expels expelled expelling
train trains trained training
warn warns warned warning
repair repairs repaired repairing
smuggle smuggles smuggled smuggling
destroy destroys destroyed destroying
postpone postpones postponed postponing";

pub const EN_OTHER: &str = "new
secret
foreign
northern
illegal
military
cheap
joint
temporary
several
major
public
quickly
again
yesterday
three
40
1200
percent
not
Russia Russia's
Armenia Armenia's
Turkey Turkey's
Baku
Iran Iran's
Georgia Georgia's
Damascus";

pub const EN_SMALL: &str = "the
of
in
and
to
for
by
with
over
after
will
near
before";

pub const AR_NOUNS: &str = "ممر الممر
اتفاق الاتفاق
حدود الحدود
الوزير
العقوبات
سفير السفير
صاروخ الصاروخ
مطار المطار
جسر الجسر
المفاوضات
البرلمان
مصنع المصنع
جندي الجندي
القرية
أنبوب الأنبوب
المدرسة
هجوم الهجوم
حصار الحصار
قطار القطار
مستشفى المستشفى
رئيس الرئيس
موقع الموقع
الأزمة
نفط النفط
غاز الغاز
الطائرة
معبر المعبر
صحيفة
خبير الخبير
مشروع المشروع";

pub const AR_OTHER: &str = "أعلن
نفى
أكد
رفض
هدد
قصف
روسيا
أرمينيا
تركيا
إيران
دمشق
باكو
جديد
سري
عسكري
قديم
ثلاثة
40";

pub const AR_SMALL: &str = "في
من
على
إلى
عن
مع
بعد
قبل";

pub const RU: &str = "санкция санкции санкций
граница границы границу
договор договора договоры
ракета ракеты ракету
выборы выборов
мост моста мосты
завод завода заводы
беженец
посол
газопровод газопровода
Россия России Россию
Баку
подписал
объявил
снова
и
в
на";

pub const TR: &str = "anlaşmalar
seçimler
füzeler
köprü
fabrika
limanlar
okul okullar
yol yollar
tren trenler
banka bankalar
bomba bombalar
petrol petroller
gemiler
hastane hastaneler
Rusya
Ermenistan
yeni
gizli
ve
için
dün";

/// The forms of every lemma of a table.
pub fn lemmas(table: &str) -> Vec<Vec<&str>> {
    table.lines().map(|line| line.split(' ').collect()).collect()
}

/// All tables of a language.
pub fn tables(lang: &str) -> &'static [&'static str] {
    match lang {
        "en" => &[EN_NOUNS, EN_VERBS, EN_OTHER, EN_SMALL],
        "ar" => &[AR_NOUNS, AR_OTHER, AR_SMALL],
        "ru" => &[RU],
        "tr" => &[TR],
        _ => &[],
    }
}

type Forms = HashMap<&'static str, HashMap<String, Vec<String>>>;

fn all_forms() -> &'static Forms {
    static FORMS: OnceLock<Forms> = OnceLock::new();
    FORMS.get_or_init(|| ["en", "ar", "ru", "tr"].map(|lang| (lang, forms_in(lang))).into())
}

fn forms_in(lang: &str) -> HashMap<String, Vec<String>> {
    let mut found = HashMap::new();
    for lemma in tables(lang).iter().flat_map(|table| lemmas(table)) {
        let folded: Vec<String> = lemma.iter().map(|form| fold(form)).collect();
        for form in &folded {
            found.insert(form.clone(), folded.clone());
        }
    }
    found
}

/// The folded forms that a folded word meets in a text of that language: at least itself.
pub fn kin(lang: Option<&str>, folded: &str) -> Vec<String> {
    let base = lang.unwrap_or("").split('-').next().unwrap_or("");
    let forms = all_forms().get(base).and_then(|forms| forms.get(folded));
    forms.cloned().unwrap_or_else(|| vec![folded.to_string()])
}

/// The forms of the lemma of a word, as the tables write them: at least itself.
pub fn inflections<'a>(lang: &str, word: &'a str) -> Vec<&'a str> {
    let base = lang.split('-').next().unwrap_or("");
    let folded = fold(word);
    let mut all = tables(base).iter().flat_map(|table| lemmas(table));
    all.find(|forms| forms.iter().any(|form| fold(form) == folded)).unwrap_or_else(|| vec![word])
}

/// A text of about `size` words in the language, now and then with a stop, a dash or something quoted in it.
pub fn sentence(rng: &mut Rng, lang: &str, size: usize) -> String {
    let mut words: Vec<String> = (0..size).map(|place| word(rng, lang, place)).collect();
    if size > 6 {
        let sign =
            *rng.pick(if lang == "ar" { &["،", ".", "؛", " –"] } else { &[",", ".", ";", " –"] });
        words[size / 2].push_str(sign);
        if rng.chance(15) {
            let (open, close) = *rng.pick(&[("“", "”"), ("\"", "\""), ("«", "»")]);
            words[1] = format!("{open}{}{close}", words[1]);
        }
    }
    words.join(" ")
}

fn word(rng: &mut Rng, lang: &str, place: usize) -> String {
    let plain = match lang {
        "en" => form(rng, [EN_SMALL, EN_NOUNS, EN_VERBS, EN_OTHER][place % 4]),
        "ar" => {
            let bare = form(rng, [AR_OTHER, AR_NOUNS, AR_SMALL, AR_NOUNS][place % 4]);
            vowelled(rng, bare)
        }
        "ru" => form(rng, RU),
        _ => form(rng, TR),
    };
    if place == 0 { capital(&plain) } else { plain }
}

/// A form of a lemma, the first lemmas far more often.
fn form(rng: &mut Rng, table: &'static str) -> String {
    let lines = line_starts(table);
    let line = lines[rng.zipf(lines.len())];
    let forms: Vec<&str> = line.split(' ').collect();
    rng.pick(&forms).to_string()
}

fn line_starts(table: &'static str) -> &'static [&'static str] {
    static LINES: OnceLock<Vec<(&str, Vec<&str>)>> = OnceLock::new();
    let all = LINES.get_or_init(|| {
        let tables = ["en", "ar", "ru", "tr"].into_iter().flat_map(tables);
        tables.map(|table| (*table, table.lines().collect())).collect()
    });
    all.iter().find(|(name, _)| *name == table).map_or(&[], |(_, lines)| lines)
}

/// Now and then a vowel sign or a tatweel after the second letter.
fn vowelled(rng: &mut Rng, word: String) -> String {
    if !rng.chance(8) || word.chars().count() < 4 {
        return word;
    }
    let mark = *rng.pick(&['\u{064E}', '\u{064F}', '\u{0640}']);
    let mut letters: Vec<char> = word.chars().collect();
    letters.insert(2, mark);
    letters.into_iter().collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}
