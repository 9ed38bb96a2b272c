//! The labels of fact-checkers and the verdicts that they stand for, language by language: the one declaration from
//! which imports read verdicts, and from which `docs/verdicts.md` is written.

use crate::model::Verdict;
use crate::model::Verdict::{False, Mixed, MostlyFalse, MostlyTrue, Other, Satire, True, Unproven};

/// The version of the table. It goes up whenever a label is added, taken out or given another verdict.
pub const VERSION: u32 = 1;

/// The labels of one language.
pub struct Labels {
    /// Its tag (BCP 47).
    pub lang: &'static str,
    pub rows: &'static [(Verdict, &'static [&'static str])],
}

/// Every label of which the meaning is settled, as checkers print it.
///
/// Principles, so that a reader can foresee a row: the verdict is about the *claim*, not about the material (a real photo
/// with a false caption is a claim of which a part is right: mixed); what says that nothing was found either way is
/// unproven; what is no finding about truth (a retreat, an opinion, an explanation) is other, on purpose.
pub const TABLE: &[Labels] = &[
    Labels {
        lang: "ar",
        rows: &[
            (True, &["صحيح", "صحيحة", "حقيقي", "حقيقية", "حقيقة", "صائب", "دقيق", "صادق"]),
            (MostlyTrue, &["صحيح في معظمه", "صحيح إلى حد كبير", "شبه صحيح", "صحيح غالبا"]),
            (Mixed, &[
                "مضلل", "مضللة", "تضليل", "زائف جزئيا", "زائف جزئي", "صحيح جزئيا", "صحيح جزئي", "خاطئ جزئيا", "خطأ جزئي", "عنوان مضلل",
                "نصف صحيح", "نصف حقيقة", "خارج السياق", "خارج سياقه", "سياق مضلل", "انتقائي", "ناقص", "مجتزأ", "غير دقيق", "مبالغ فيه",
                "يحتاج إلى سياق", "سياق مفقود",
            ]),
            (MostlyFalse, &["خاطئ في معظمه", "خاطئ إلى حد كبير", "زائف في معظمه"]),
            (False, &[
                "زائف", "زائفة", "خطأ", "خاطئ", "خاطئة", "كاذب", "كاذبة", "كذب", "غير صحيح", "غير صحيحة", "مفبرك", "مفبركة", "ملفق", "ملفقة", "غير حقيقي",
                "غير حقيقية", "خرافة", "باطل", "محتوى مفبرك", "معدل", "معدلة", "تلاعب",
            ]),
            (Unproven, &["غير مثبت", "غير مؤكد", "لا دليل", "لا دليل عليه", "لا أدلة", "مشكوك فيه", "لا يمكن التحقق", "بلا دليل", "غير قابل للتحقق"]),
            (Satire, &["ساخر", "سخرية", "محتوى ساخر", "تهكم"]),
            (Other, &["رأي", "غير مؤهل", "إثارة", "توضيح"]),
        ],
    },
    Labels {
        lang: "az",
        rows: &[
            (True, &["doğru", "həqiqət"]),
            (Mixed, &["qismən doğru", "yarımçıq həqiqət", "manipulyasiya", "çaşdırıcı"]),
            (MostlyFalse, &["əsasən yalan"]),
            (False, &["yalan", "yanlış", "feyk", "saxta"]),
            (Unproven, &["sübut olunmayıb", "təsdiqlənməyib"]),
        ],
    },
    Labels {
        lang: "bg",
        rows: &[
            (True, &["вярно", "истина"]),
            (Mixed, &["полуистина", "частично вярно", "частично невярно", "подвеждащо", "манипулация"]),
            (MostlyFalse, &["предимно невярно"]),
            (MostlyTrue, &["предимно вярно"]),
            (False, &["невярно", "лъжа", "неистина", "фалшиво"]),
            (Unproven, &["непроверимо", "недоказано"]),
        ],
    },
    Labels {
        lang: "bn",
        rows: &[
            (True, &["সত্য", "সঠিক"]),
            (Mixed, &["বিভ্রান্তিকর", "আংশিক মিথ্যা", "আংশিক সত্য", "আংশিক মিথ্য", "অর্ধসত্য"]),
            (False, &["মিথ্যা", "ভুয়া", "ভুল", "অসত্য", "বিকৃত"]),
            (Unproven, &["প্রমাণিত নয়", "যাচাই করা যায়নি"]),
            (Satire, &["ব্যঙ্গ", "স্যাটায়ার"]),
        ],
    },
    Labels {
        lang: "ca",
        rows: &[
            (True, &["cert", "veritat", "verdader"]),
            (Mixed, &["enganyós", "mitja veritat", "parcialment fals", "parcialment cert", "fora de context"]),
            (False, &["fals", "mentida", "falsedat"]),
            (Unproven, &["no hi ha proves", "sense proves", "no verificable"]),
            (Satire, &["sàtira"]),
        ],
    },
    Labels {
        lang: "cs",
        rows: &[
            (True, &["pravda", "pravdivé"]),
            (Mixed, &["zavádějící", "polopravda", "částečně pravda", "částečně nepravda", "manipulace"]),
            (MostlyTrue, &["převážně pravda", "spíše pravda"]),
            (MostlyFalse, &["převážně nepravda", "spíše nepravda"]),
            (False, &["nepravda", "lež", "nepravdivé", "hoax", "podvrh"]),
            (Unproven, &["neověřitelné", "nedoložené"]),
            (Satire, &["satira"]),
        ],
    },
    Labels {
        lang: "da",
        rows: &[
            (True, &["sandt", "rigtigt", "korrekt"]),
            (MostlyTrue, &["overvejende sandt", "mest sandt", "overvejende rigtigt"]),
            (Mixed, &["delvist sandt", "delvist falsk", "delvist forkert", "misvisende", "vildledende", "halvt sandt", "mangler kontekst"]),
            (MostlyFalse, &["overvejende falsk", "mest falsk", "overvejende forkert"]),
            (False, &["falsk", "forkert", "usandt", "løgn", "manipuleret", "opdigtet"]),
            (Unproven, &["udokumenteret", "ikke dokumenteret", "ubekræftet"]),
            (Satire, &["satire"]),
        ],
    },
    Labels {
        lang: "de",
        rows: &[
            (True, &["richtig", "wahr", "stimmt", "korrekt", "die Behauptung ist richtig"]),
            (MostlyTrue, &["größtenteils richtig", "größtenteils wahr", "weitgehend richtig", "überwiegend richtig", "stimmt größtenteils", "eher wahr"]),
            (Mixed, &[
                "teilweise falsch", "teilweise richtig", "teils falsch", "teils richtig", "halbwahr", "halb wahr", "irreführend", "fehlender Kontext",
                "falscher Kontext", "stimmt teilweise", "ungenau", "übertrieben", "verzerrt", "aus dem Kontext gerissen",
            ]),
            (MostlyFalse, &["größtenteils falsch", "überwiegend falsch", "weitgehend falsch", "eher falsch"]),
            (False, &[
                "falsch", "unwahr", "frei erfunden", "erfunden", "manipuliert", "gefälscht", "Fälschung", "stimmt nicht", "völlig falsch", "Fake",
                "Falschmeldung", "komplett falsch", "vollständig falsch",
            ]),
            (Unproven, &["unbelegt", "nicht belegt", "unbewiesen", "ohne Belege", "nicht überprüfbar", "Belege fehlen"]),
            (Satire, &["Satire"]),
            (Other, &["Meinung", "Hintergrund"]),
        ],
    },
    Labels {
        lang: "el",
        rows: &[
            (True, &["αληθές", "αλήθεια", "αληθής", "αληθινό"]),
            (Mixed, &["παραπλανητικό", "μερικώς ψευδές", "μερικώς αληθές", "εν μέρει ψευδές", "εν μέρει αληθές", "μισή αλήθεια", "ελλιπές πλαίσιο"]),
            (MostlyTrue, &["κυρίως αληθές"]),
            (MostlyFalse, &["κυρίως ψευδές"]),
            (False, &["ψευδές", "ψευδής", "αναληθές", "ψέμα", "κατασκευασμένο", "αλλοιωμένο"]),
            (Unproven, &["ατεκμηρίωτο", "αναπόδεικτο", "χωρίς στοιχεία"]),
            (Satire, &["σάτιρα"]),
        ],
    },
    Labels {
        lang: "en",
        rows: &[
            (True, &[
                "true", "correct", "accurate", "correct attribution", "legit", "legitimate", "confirmed", "verified", "fact", "real", "authentic",
                "this claim is true", "the claim is true", "completely true", "right", "Geppetto checkmark", "spot on", "checks out",
            ]),
            (MostlyTrue, &[
                "mostly true", "mostly correct", "mostly accurate", "largely true", "largely correct", "true, but", "correct, but", "almost true",
                "nearly true", "one Pinocchio", "broadly correct", "mainly true", "close to the mark", "generally correct",
            ]),
            (Mixed, &[
                "half true", "half truth", "half false", "partly true", "partly false", "partially true", "partially false", "partially correct",
                "partly correct", "partially incorrect", "partly incorrect", "partially accurate", "partly false information", "mixture", "mixed", "mix",
                "misleading", "misleading content", "missing context", "lacks context", "lacking context", "needs context", "context needed",
                "no context", "without context", "out of context", "taken out of context", "false context", "misplaced context", "exaggerated", "exaggeration",
                "exaggerates", "overstated", "understated", "distorted", "distorts the facts", "cherry picks", "cherry picking", "cherry picked", "selective", "spin", "spins the facts",
                "two Pinocchios", "miscaptioned", "incomplete", "imprecise", "not quite", "not the whole story", "not the full story", "oversimplified",
                "misrepresented", "misrepresentation", "mischaracterized", "misleading and old video", "misleading & old video", "misleading/partially false", "missing context/misleading", "flawed reasoning", "partial truth",
                "deceptive", "true and false", "some truth", "it's complicated", "mixed evidence",
            ]),
            (MostlyFalse, &[
                "mostly false", "mostly incorrect", "mostly inaccurate", "largely false", "largely incorrect", "barely true", "almost false", "three Pinocchios", "mainly false",
                "mostly untrue", "nearly false",
            ]),
            (False, &[
                "false", "incorrect", "fake", "wrong", "untrue", "not true", "inaccurate", "not correct", "not accurate", "fabricated", "fabricated content", "false/fabricated",
                "fabrication", "hoax", "pants on fire", "pants on fire false", "four Pinocchios", "bottomless Pinocchio", "altered", "altered photo", "altered image", "altered video",
                "altered photo/video", "altered media", "digitally altered", "doctored", "manipulated", "manipulated media", "manipulated content", "manipulated image", "manipulated photo",
                "manipulated video", "edited", "photoshopped", "misattributed", "totally false", "completely false", "entirely false",
                "absolutely false", "blatantly false", "debunked", "lie", "a lie", "false connection", "false information", "false claim", "false news", "fake news",
                "fake quote", "fake image", "fake video", "fake photo", "this claim is false", "the claim is false", "claim is false", "this is false", "bogus", "myth",
                "nonsense", "no truth", "refuted", "imposter content", "impostor content", "deepfake", "AI generated",
                "very false", "definitely false", "made up", "baseless and false",
            ]),
            (Unproven, &[
                "unproven", "unsupported", "unverified", "unverifiable", "uncheckable", "unsubstantiated", "unfounded", "baseless", "no evidence", "lacks evidence", "not proven", "not proved",
                "not verified", "not supported", "insufficient evidence", "not enough evidence", "inconclusive", "unconfirmed", "cannot be checked", "cannot be verified",
                "can't be verified", "could not be verified", "difficult to prove", "impossible to prove", "impossible to verify", "undetermined", "unknown", "too early to say", "too early to tell", "not sure",
                "research in progress", "investigations continue", "no proof", "unclear", "doubtful", "questionable", "unsustainable", "untenable", "legend",
                "evidence lacking", "without evidence", "there is no evidence", "watching",
            ]),
            (Satire, &[
                "satire", "satirical", "parody", "labeled satire", "labelled satire", "originated as satire", "sarcasm", "humor", "humour", "joke", "comedy",
                "satire/parody", "satire or parody", "it's satire",
            ]),
            (Other, &[
                "full flop", "half flip", "no flip", "upside-down Pinocchio", "opinion", "explainer", "clarification", "no verdict", "no rating", "not rated", "unrated", "not applicable",
                "outdated", "old", "scam", "recall", "changed attitude", "debatable", "disputed", "controversial", "other", "none", "prediction", "not eligible", "promise kept",
                "promise broken", "compromise", "in the works", "stalled", "verdict pending", "contradictory", "analysis", "news", "populism", "clickbait", "spam",
            ]),
        ],
    },
    Labels {
        lang: "es",
        rows: &[
            (True, &["verdadero", "verdadera", "verdad", "cierto", "correcto", "real", "es verdad", "verificado", "es cierto"]),
            (MostlyTrue, &["verdadero, pero", "verdadero pero", "mayormente cierto", "mayormente verdadero", "casi verdadero", "mayoritariamente cierto", "verdad, pero", "más o menos cierto"]),
            (Mixed, &[
                "engañoso", "engañosa", "engaño parcial", "verdad a medias", "verdades a medias", "media verdad", "medias verdades", "parcialmente falso", "parcialmente verdadero", "parcialmente cierto",
                "falta contexto", "le falta contexto", "falta de contexto", "sin contexto", "fuera de contexto", "descontextualizado", "sacado de contexto", "contexto falso", "exagerado", "exagerada", "impreciso", "cuestionable",
                "mitad verdadero", "mixto", "manipulación de datos", "tergiversado", "incompleto", "inexacto", "a medias", "medio verdadero", "subestimado", "chequeo múltiple",
            ]),
            (MostlyFalse, &["mayormente falso", "casi falso", "mayoritariamente falso", "principalmente falso"]),
            (False, &[
                "falso", "falsa", "mentira", "bulo", "es falso", "incorrecto", "no es cierto", "no es verdad", "manipulado", "manipulada", "alterado", "alterada", "montaje", "es un montaje", "inventado",
                "fake", "totalmente falso", "completamente falso", "ridículo", "falso contenido", "contenido falso", "contenido fabricado", "no, es falso", "foto alterada", "video alterado", "imagen alterada", "es un bulo",
                "timo",
            ]),
            (Unproven, &[
                "sin pruebas", "no hay pruebas", "sin evidencia", "no hay evidencia", "no hay evidencias", "sin evidencias", "inchequeable", "no verificable", "inverificable", "no comprobable", "no se puede comprobar", "no comprobado", "insostenible", "apresurado",
                "no concluyente", "sin sustento", "dudoso", "no se puede verificar", "sin verificar", "no probado",
            ]),
            (Satire, &["sátira", "es sátira", "satírico", "parodia", "humor"]),
            (Other, &["discutible", "opinión", "explicativo", "explicador", "alerta", "contradictorio"]),
        ],
    },
    Labels {
        lang: "et",
        rows: &[
            (True, &["tõsi", "õige"]),
            (MostlyTrue, &["pigem tõsi"]),
            (Mixed, &["osaliselt vale", "osaliselt tõene", "eksitav", "pooltõde"]),
            (MostlyFalse, &["pigem vale"]),
            (False, &["vale", "võlts", "täielik vale"]),
            (Unproven, &["tõendamata"]),
        ],
    },
    Labels {
        lang: "fa",
        rows: &[
            (True, &["درست", "صحیح", "حقیقت", "راست", "واقعی"]),
            (MostlyTrue, &["عمدتا درست", "تا حد زیادی درست", "تقریبا درست"]),
            (Mixed, &[
                "نیمه‌درست", "نیمه درست", "گمراه‌کننده", "گمراه کننده", "نیمه‌نادرست", "نیمه نادرست", "نیمه حقیقت", "بدون زمینه", "ناقص", "اغراق‌آمیز", "اغراق آمیز", "تا حدی درست", "تا حدی نادرست",
            ]),
            (MostlyFalse, &["عمدتا نادرست", "تا حد زیادی نادرست"]),
            (False, &["نادرست", "دروغ", "شاخ‌دار", "شاخدار", "شاخ دار", "جعلی", "غلط", "کذب", "ساختگی", "دستکاری شده", "دستکاری‌شده"]),
            (Unproven, &["غیرقابل اثبات", "غیر قابل اثبات", "اثبات نشده", "تایید نشده", "بدون مدرک", "بی‌اساس", "بی اساس"]),
            (Satire, &["طنز", "هجو"]),
        ],
    },
    Labels {
        lang: "fi",
        rows: &[
            (True, &["totta", "tosi", "oikein", "pitää paikkansa", "paikkansapitävä"]),
            (Mixed, &["osittain totta", "osittain väärin", "harhaanjohtava", "puolitotuus", "50/50"]),
            (MostlyTrue, &["enimmäkseen totta"]),
            (MostlyFalse, &["enimmäkseen väärin", "enimmäkseen epätosi"]),
            (False, &["väärin", "väärä", "epätosi", "valhe", "ei pidä paikkaansa", "virheellinen"]),
            (Unproven, &["ei voida vahvistaa", "näyttöä ei ole"]),
            (Satire, &["satiiri"]),
        ],
    },
    Labels {
        lang: "fil",
        rows: &[
            (True, &["totoo", "tama"]),
            (Mixed, &["nakaliligaw", "kulang sa konteksto", "bahagyang totoo", "bahagyang mali"]),
            (False, &["hindi totoo", "mali", "peke", "walang katotohanan", "kasinungalingan"]),
            (Unproven, &["walang ebidensiya", "walang basehan"]),
            (Satire, &["satira"]),
        ],
    },
    Labels {
        lang: "fr",
        rows: &[
            (True, &["vrai", "correct", "exact", "c'est vrai", "vérifié", "juste"]),
            (MostlyTrue, &["plutôt vrai", "globalement correct", "globalement vrai", "presque vrai", "largement correct", "vrai, mais", "vrai mais", "plutôt juste", "presque correct"]),
            (Mixed, &[
                "trompeur", "trompeuse", "c'est trompeur", "à moitié vrai", "partiellement faux", "partiellement vrai", "en partie faux", "en partie vrai", "exagéré", "sous-estimé", "sous-estimé/exagéré", "imprécis", "hors contexte",
                "manque de contexte", "hors de son contexte", "contexte manquant", "sorti de son contexte", "détourné", "c'est plus compliqué", "c'est plus compliqué que ça", "à nuancer", "incomplet", "demi-vérité", "mi-vrai, mi-faux", "manipulatoire",
                "déformé", "simpliste", "inexact en partie",
            ]),
            (MostlyFalse, &["plutôt faux", "presque faux", "globalement faux", "majoritairement faux"]),
            (False, &[
                "faux", "fausse", "incorrect", "c'est faux", "mensonge", "infox", "intox", "inexact", "photo altérée", "truqué", "montage", "canular", "fabriqué", "altéré", "totalement faux", "complètement faux", "inventé",
                "manipulé", "non, c'est faux", "fake",
            ]),
            (Unproven, &["non prouvé", "non démontré", "sans preuve", "sans preuves", "aucune preuve", "pas de preuve", "non vérifié", "invérifiable", "infondé", "non étayé", "preuves insuffisantes", "douteux", "impossible à vérifier"]),
            (Satire, &["satire", "parodie", "humour", "satirique", "c'est une parodie"]),
            (Other, &["contestable", "discutable", "opinion", "explication", "arnaque", "c'est une arnaque"]),
        ],
    },
    Labels {
        lang: "he",
        rows: &[
            (True, &["נכון", "נכונה", "אמת", "אמיתי", "מדויק"]),
            (MostlyTrue, &["נכון ברובו", "רובו נכון", "נכון בעיקרו", "די נכון"]),
            (Mixed, &["חצי נכון", "חצי אמת", "נכון חלקית", "חלקית נכון", "מטעה", "הטעיה", "לא מדויק", "מוטעה חלקית", "שגוי חלקית", "הוצא מהקשרו", "מחוץ להקשר", "חסר הקשר", "מוגזם"]),
            (MostlyFalse, &["לא נכון ברובו", "ברובו לא נכון", "רובו לא נכון", "שגוי ברובו", "לא נכון בעיקרו"]),
            (False, &["לא נכון", "לא נכונה", "שקר", "שקרי", "כוזב", "שגוי", "פייק", "מפוברק", "מזויף", "לא אמת", "מופרך"]),
            (Unproven, &["לא מבוסס", "לא מוכח", "לא ניתן לאימות", "אין הוכחה", "לא ניתן לבדיקה", "לא מאומת", "לא ניתן לקבוע"]),
            (Satire, &["סאטירה", "פרודיה"]),
            (Other, &["דעה", "הבהרה"]),
        ],
    },
    Labels {
        lang: "hi",
        rows: &[
            (True, &["सच", "सत्य", "सही"]),
            (MostlyTrue, &["ज़्यादातर सच", "अधिकतर सच"]),
            (Mixed, &["भ्रामक", "आधा सच", "आंशिक रूप से सच", "आंशिक रूप से गलत", "आंशिक गलत", "गुमराह करने वाला", "संदर्भ से बाहर", "अधूरा सच"]),
            (MostlyFalse, &["ज़्यादातर झूठ", "अधिकतर गलत"]),
            (False, &["झूठ", "गलत", "ग़लत", "फर्जी", "फ़र्ज़ी", "फेक", "असत्य", "मिथ्या", "झूठा", "झूठी", "मनगढ़ंत", "एडिटेड"]),
            (Unproven, &["अपुष्ट", "अप्रमाणित", "कोई सबूत नहीं", "असत्यापित"]),
            (Satire, &["व्यंग्य", "व्यंग"]),
        ],
    },
    Labels {
        lang: "hr",
        rows: &[
            (True, &["istina", "istinito", "točno", "tačno"]),
            (MostlyTrue, &["skoro istina", "uglavnom istina", "većinom istina", "pretežno točno"]),
            (Mixed, &[
                "poluistina", "djelomično istina", "djelimično istina", "djelomično netočno", "djelimično lažna vijest", "djelomično točno", "manipulisanje činjenicama", "manipuliranje činjenicama", "manipulacija činjenicama", "manipulacija", "obmanjujuće", "izvan konteksta",
                "nedostaje kontekst", "pristrasno izvještavanje",
            ]),
            (MostlyFalse, &["uglavnom neistina", "skoro neistina", "većinom neistina", "pretežno netočno"]),
            (False, &["neistina", "neistinito", "laž", "lažna vijest", "lažna vest", "netočno", "netačno", "kratke noge", "dezinformacija", "montaža", "izmišljeno", "lažno"]),
            (Unproven, &["neprovjerljivo", "nedokazano", "neutemeljeno", "nema dokaza", "neproverljivo"]),
            (Satire, &["satira"]),
            (Other, &["klikbejt", "clickbait", "teorija zavjere", "teorija zavere", "ispravljeno", "nedosljedno", "nedosledno", "greška"]),
        ],
    },
    Labels {
        lang: "hu",
        rows: &[
            (True, &["igaz", "valós"]),
            (MostlyTrue, &["többnyire igaz", "nagyrészt igaz"]),
            (Mixed, &["félrevezető", "részben igaz", "részben hamis", "féligazság", "hiányzó kontextus", "csúsztatás"]),
            (MostlyFalse, &["többnyire hamis", "nagyrészt hamis"]),
            (False, &["hamis", "nem igaz", "hazugság", "álhír", "kamu", "valótlan"]),
            (Unproven, &["bizonyítatlan", "nem igazolható", "megalapozatlan"]),
            (Satire, &["szatíra"]),
        ],
    },
    Labels {
        lang: "hy",
        rows: &[
            (True, &["ճիշտ", "ճշմարտություն", "ճիշտ է"]),
            (Mixed, &["մանիպուլյացիա", "կիսաճշմարտություն", "մասամբ ճիշտ", "ապակողմնորոշող"]),
            (False, &["կեղծ", "սուտ", "կեղծ է", "սուտ է", "կեղծիք"]),
            (Unproven, &["ապացուցված չէ"]),
        ],
    },
    Labels {
        lang: "id",
        rows: &[
            (True, &["benar", "fakta", "akurat"]),
            (MostlyTrue, &["sebagian besar benar"]),
            (Mixed, &["sebagian benar", "sebagian salah", "sebagian keliru", "menyesatkan", "sesat", "konteks tidak lengkap", "kurang konteks", "hilang konteks", "setengah benar", "campuran", "konten yang menyesatkan", "konten menyesatkan", "konteks yang salah"]),
            (MostlyFalse, &["sebagian besar salah"]),
            (False, &["salah", "keliru", "hoaks", "hoax", "palsu", "tidak benar", "bohong", "disinformasi", "konten palsu", "konten yang dimanipulasi", "konten dimanipulasi", "konten tiruan"]),
            (Unproven, &["tidak terbukti", "belum terbukti", "belum ada bukti", "tidak ada bukti"]),
            (Satire, &["satire", "satir", "parodi"]),
            (Other, &["klarifikasi"]),
        ],
    },
    Labels {
        lang: "it",
        rows: &[
            (True, &["vero", "corretto", "è vero"]),
            (MostlyTrue, &["c'eri quasi", "quasi vero", "in gran parte vero", "per lo più vero"]),
            (Mixed, &["nì", "parzialmente falso", "parzialmente vero", "fuorviante", "mezza verità", "fuori contesto", "contesto mancante", "manca il contesto", "impreciso", "esagerato", "in parte falso", "in parte vero"]),
            (MostlyFalse, &["pinocchio andante", "quasi falso", "in gran parte falso", "per lo più falso"]),
            (False, &["falso", "panzana pazzesca", "bufala", "è falso", "notizia falsa", "inventato", "alterato", "manipolato", "foto modificata", "errato", "disinformazione"]),
            (Unproven, &["infondato", "non verificabile", "senza prove", "non dimostrato", "non provato"]),
            (Satire, &["satira", "parodia"]),
            (Other, &["controverso", "opinione"]),
        ],
    },
    Labels {
        lang: "ja",
        rows: &[
            (True, &["正確", "正しい", "事実", "本当"]),
            (MostlyTrue, &["ほぼ正確", "ほぼ正しい"]),
            (Mixed, &["ミスリード", "不正確", "一部誤り", "誤解を招く", "一部正確", "半分正しい"]),
            (False, &["誤り", "虚偽", "間違い", "うそ", "嘘", "フェイク", "捏造", "改ざん", "デマ", "偽"]),
            (Unproven, &["根拠不明", "根拠なし", "判定留保", "未検証", "真偽不明"]),
            (Satire, &["風刺", "パロディ"]),
            (Other, &["検証対象外"]),
        ],
    },
    Labels {
        lang: "ka",
        rows: &[
            (True, &["სიმართლე", "ჭეშმარიტი"]),
            (MostlyTrue, &["მეტწილად სიმართლე"]),
            (Mixed, &["ნახევრად სიმართლე", "ფაქტებით მანიპულირება", "რიცხვებით მანიპულირება", "მანიპულაცია", "შეცდომაში შემყვანი", "ნაწილობრივ სიმართლე", "ნაწილობრივ მცდარი"]),
            (MostlyFalse, &["მეტწილად მცდარი", "მეტწილად ტყუილი"]),
            (False, &["ტყუილი", "მცდარი", "ყალბი", "აბსოლუტური ტყუილი", "დეზინფორმაცია", "ყალბი ამბავი"]),
            (Unproven, &["დაუდასტურებელი"]),
            (Satire, &["სატირა"]),
            (Other, &["პოპულიზმი", "ვერდიქტის გარეშე"]),
        ],
    },
    Labels {
        lang: "ko",
        rows: &[
            (True, &["사실", "참", "진실"]),
            (MostlyTrue, &["대체로 사실"]),
            (Mixed, &["절반의 사실", "일부 사실", "오해의 소지", "부분적 사실", "과장"]),
            (MostlyFalse, &["대체로 사실 아님", "대체로 거짓"]),
            (False, &["거짓", "사실 아님", "전혀 사실 아님", "허위", "가짜", "조작"]),
            (Unproven, &["판단 유보", "판단유보", "확인 불가", "근거 없음"]),
            (Satire, &["풍자"]),
        ],
    },
    Labels {
        lang: "lt",
        rows: &[
            (True, &["tiesa", "teisinga"]),
            (Mixed, &["klaidina", "pusiau tiesa", "iš dalies melas", "iš dalies tiesa", "manipuliacija", "trūksta konteksto", "klaidinantis"]),
            (False, &["melas", "netiesa", "melagiena"]),
            (Unproven, &["nepagrįsta", "neįrodyta"]),
            (Satire, &["satyra"]),
        ],
    },
    Labels {
        lang: "lv",
        rows: &[
            (True, &["patiesība", "patiesi", "taisnība"]),
            (Mixed, &["daļēji patiesi", "daļēji taisnība", "maldinoši", "trūkst konteksta", "puspatiesība"]),
            (False, &["nepatiesi", "meli", "nepatiesība"]),
            (Unproven, &["nav pierādījumu"]),
            (Satire, &["satīra"]),
        ],
    },
    Labels {
        lang: "mk",
        rows: &[
            (True, &["вистина", "вистинито", "точно"]),
            (Mixed, &["полувистина", "манипулација", "делумно точно", "без контекст"]),
            (False, &["невистина", "лага", "неточно", "дезинформација"]),
            (Unproven, &["недокажано"]),
        ],
    },
    Labels {
        lang: "nl",
        rows: &[
            (True, &["waar", "juist", "correct", "klopt"]),
            (MostlyTrue, &["grotendeels waar", "overwegend waar", "grotendeels juist"]),
            (Mixed, &["deels onwaar", "deels waar", "half waar", "halfwaar", "misleidend", "gedeeltelijk onwaar", "gedeeltelijk waar", "context ontbreekt", "ontbrekende context", "uit context", "uit zijn verband gerukt", "overdreven"]),
            (MostlyFalse, &["grotendeels onwaar", "overwegend onwaar", "grotendeels onjuist"]),
            (False, &["onwaar", "onjuist", "niet waar", "klopt niet", "vals", "verzonnen", "gemanipuleerd", "nep", "nepnieuws", "leugen", "fout"]),
            (Unproven, &["niet te checken", "onbewezen", "ongefundeerd", "niet bewezen", "geen bewijs", "niet te controleren", "onbevestigd"]),
            (Satire, &["satire", "parodie"]),
        ],
    },
    Labels {
        lang: "no",
        rows: &[
            (True, &["sant", "helt sant", "faktisk sant", "faktisk helt sant", "riktig", "korrekt"]),
            (MostlyTrue, &["stort sett sant", "i hovedsak sant"]),
            (Mixed, &["delvis sant", "delvis feil", "faktisk delvis sant", "faktisk delvis feil", "delvis usant", "misvisende", "villedende", "mangler kontekst", "halvsant"]),
            (MostlyFalse, &["stort sett feil", "i hovedsak feil"]),
            (False, &["feil", "helt feil", "faktisk helt feil", "faktisk feil", "usant", "falsk", "galt", "manipulert", "løgn"]),
            (Unproven, &["ikke sikkert", "faktisk ikke sikkert", "udokumentert", "ubekreftet"]),
            (Satire, &["satire"]),
        ],
    },
    Labels {
        lang: "pl",
        rows: &[
            (True, &["prawda", "prawdziwe", "prawdziwa informacja"]),
            (MostlyTrue, &["raczej prawda", "w większości prawda"]),
            (Mixed, &["manipulacja", "półprawda", "częściowy fałsz", "częściowo fałsz", "częściowo prawda", "częściowa prawda", "wprowadza w błąd", "brak kontekstu", "bez kontekstu", "nieprecyzyjne"]),
            (MostlyFalse, &["raczej fałsz", "w większości fałsz"]),
            (False, &["fałsz", "fałszywe", "nieprawda", "fake news", "kłamstwo", "przeróbka", "fałszywa informacja", "zmyślone"]),
            (Unproven, &["nieweryfikowalne", "niezweryfikowane", "brak dowodów", "nieudowodnione"]),
            (Satire, &["satyra"]),
        ],
    },
    Labels {
        lang: "pt",
        rows: &[
            (True, &["verdadeiro", "verdade", "fato", "comprovado", "é verdade", "correto", "certo", "#fato", "é fato"]),
            (MostlyTrue, &["verdadeiro, mas", "verdade, mas", "tá certo, mas peraí", "praticamente certo", "maioritariamente verdadeiro", "quase verdadeiro"]),
            (Mixed, &[
                "enganoso", "enganosa", "exagerado", "distorcido", "subestimado", "impreciso", "não é bem assim", "#nãoébemassim", "sem contexto", "fora de contexto", "falta contexto", "contexto falso", "descontextualizado", "parcialmente falso",
                "parcialmente verdadeiro", "parcialmente correto", "meia verdade", "meia-verdade", "incompleto", "tirado de contexto",
            ]),
            (MostlyFalse, &["maioritariamente falso", "quase falso", "praticamente falso"]),
            (False, &["falso", "falsa", "mentira", "blefe", "fake", "é fake", "#fake", "boato", "é falso", "errado", "montagem", "adulterado", "alterado", "manipulado", "fabricado", "incorreto", "pimenta na língua", "fraude"]),
            (Unproven, &[
                "impossível provar", "insustentável", "ainda é cedo para dizer", "de olho", "sem provas", "não há provas", "sem evidências", "não há evidências", "inverificável", "sem comprovação", "não comprovado", "inconclusivo", "não verificável", "sem registro",
            ]),
            (Satire, &["sátira", "humor", "paródia", "piada"]),
            (Other, &["contraditório", "discutível", "candidato em crise", "opinião"]),
        ],
    },
    Labels {
        lang: "ro",
        rows: &[
            (True, &["adevărat", "corect", "adevăr"]),
            (MostlyTrue, &["în mare parte adevărat"]),
            (Mixed, &["parțial fals", "parțial adevărat", "trunchiat", "înșelător", "fără context", "semi adevărat", "jumătate de adevăr", "manipulare", "lipsă de context"]),
            (MostlyFalse, &["în mare parte fals"]),
            (False, &["fals", "fake news", "minciună", "neadevărat", "dezinformare", "incorect"]),
            (Unproven, &["imposibil de verificat", "fără dovezi", "nedovedit"]),
            (Satire, &["satiră", "pamflet"]),
        ],
    },
    Labels {
        lang: "ru",
        rows: &[
            (True, &["правда", "верно", "достоверно", "это правда", "истина"]),
            (MostlyTrue, &["скорее правда", "в основном правда", "почти правда", "в основном верно"]),
            (Mixed, &["полуправда", "манипуляция", "вводит в заблуждение", "частично правда", "частично ложь", "частично верно", "частично неверно", "искажение", "не совсем так", "преувеличение", "вне контекста", "нет контекста", "отсутствует контекст", "вырвано из контекста", "неточно"]),
            (MostlyFalse, &["скорее ложь", "скорее неправда", "в основном неправда", "в основном ложь", "почти ложь"]),
            (False, &["ложь", "фейк", "неправда", "неверно", "фальшивка", "это неправда", "вранье", "враньё", "не соответствует действительности", "подделка", "ложная информация", "дезинформация", "выдумка", "это фейк", "недостоверно"]),
            (Unproven, &["не доказано", "недоказано", "нет доказательств", "невозможно проверить", "не подтверждено", "бездоказательно", "неподтвержденная информация", "нет подтверждения"]),
            (Satire, &["сатира", "шутка", "пародия"]),
            (Other, &["мнение", "разъяснение"]),
        ],
    },
    Labels {
        lang: "sk",
        rows: &[
            (True, &["pravda", "pravdivé"]),
            (Mixed, &["zavádzajúce", "polopravda", "čiastočne pravda", "čiastočne nepravda", "chýbajúci kontext", "manipulácia"]),
            (False, &["nepravda", "lož", "nepravdivé", "podvrh"]),
            (Unproven, &["neoveriteľné", "nedoložené"]),
            (Satire, &["satira"]),
        ],
    },
    Labels {
        lang: "sl",
        rows: &[
            (True, &["resnica", "drži", "resnično"]),
            (MostlyTrue, &["večinoma drži"]),
            (Mixed, &["delno drži", "polresnica", "zavajajoče", "delno res", "manjka kontekst"]),
            (MostlyFalse, &["večinoma ne drži"]),
            (False, &["ne drži", "neresnica", "laž", "neresnično"]),
            (Unproven, &["ni mogoče preveriti"]),
        ],
    },
    Labels {
        lang: "sq",
        rows: &[
            (True, &["e vërtetë", "e vertete", "i vërtetë"]),
            (MostlyTrue, &["kryesisht e vërtetë"]),
            (Mixed, &["pjesërisht e vërtetë", "gjysmë e vërtetë", "gjysmë e vertetë", "mashtruese", "pjesërisht e rreme", "manipulim", "jashtë kontekstit"]),
            (MostlyFalse, &["me kos", "kryesisht e rreme", "kryesisht e pavërtetë"]),
            (False, &["rrenë", "rrenë e kryptë", "e pavërtetë", "gënjeshtër", "e rreme", "false"]),
            (Unproven, &["hetimet vazhdojnë", "e paprovuar", "e paverifikueshme"]),
            (Satire, &["satirë"]),
            (Other, &["qëndrim i ndërruar"]),
        ],
    },
    Labels {
        lang: "sr",
        rows: &[
            (True, &["истина", "тачно", "истинито"]),
            (MostlyTrue, &["скоро истина", "углавном истина"]),
            (Mixed, &["полуистина", "манипулисање чињеницама", "манипулација", "делимично тачно", "обмањујуће"]),
            (MostlyFalse, &["углавном неистина", "скоро неистина"]),
            (False, &["неистина", "лаж", "лажна вест", "нетачно", "кратке ноге"]),
            (Unproven, &["недоказано", "непроверљиво"]),
            (Satire, &["сатира"]),
        ],
    },
    Labels {
        lang: "sv",
        rows: &[
            (True, &["sant", "korrekt", "stämmer", "helt sant"]),
            (MostlyTrue, &["mestadels sant", "till stor del sant", "i huvudsak sant", "nästan sant"]),
            (Mixed, &["delvis sant", "delvis falskt", "vilseledande", "missvisande", "halvsanning", "saknar kontext", "saknar sammanhang", "ur sitt sammanhang"]),
            (MostlyFalse, &["mestadels falskt", "till stor del falskt", "i huvudsak falskt"]),
            (False, &["falskt", "fel", "osant", "felaktigt", "stämmer inte", "påhittat", "manipulerat", "helt fel", "lögn"]),
            (Unproven, &["obekräftat", "overifierbart", "inga belägg", "obevisat", "går inte att bekräfta"]),
            (Satire, &["satir"]),
        ],
    },
    Labels {
        lang: "ta",
        rows: &[
            (True, &["உண்மை", "சரி"]),
            (Mixed, &["தவறாக வழிநடத்துகிறது", "பாதி உண்மை", "பகுதி உண்மை", "திசைதிருப்பும்"]),
            (False, &["பொய்", "தவறு", "தவறானது", "போலி", "வதந்தி"]),
            (Satire, &["நையாண்டி"]),
        ],
    },
    Labels {
        lang: "th",
        rows: &[
            (True, &["จริง", "เป็นความจริง", "ข่าวจริง"]),
            (Mixed, &["บิดเบือน", "ข่าวบิดเบือน", "จริงบางส่วน", "เท็จบางส่วน", "ทำให้เข้าใจผิด", "ครึ่งจริงครึ่งเท็จ"]),
            (False, &["เท็จ", "ปลอม", "ข่าวปลอม", "ไม่จริง", "ไม่เป็นความจริง"]),
            (Unproven, &["ไม่มีหลักฐาน"]),
            (Satire, &["เสียดสี", "ล้อเลียน"]),
        ],
    },
    Labels {
        lang: "tr",
        rows: &[
            (True, &["doğru", "gerçek"]),
            (MostlyTrue, &["büyük ölçüde doğru", "çoğunlukla doğru", "çoğu doğru"]),
            (Mixed, &["kısmen doğru", "kısmen yanlış", "karma", "yanıltıcı", "çarpıtma", "yarı doğru", "eksik bağlam", "bağlamından koparılmış", "hatalı ilişkilendirme", "abartılı"]),
            (MostlyFalse, &["çoğunlukla yanlış", "büyük ölçüde yanlış", "çoğu yanlış"]),
            (False, &["yanlış", "asılsız", "sahte", "uydurma", "yalan", "montaj", "manipülasyon", "doğru değil", "kurgu"]),
            (Unproven, &["belirsiz", "kanıtlanmamış", "doğrulanamadı", "kanıt yok", "şüpheli", "ispatlanmamış", "temelsiz"]),
            (Satire, &["parodi", "hiciv", "mizah"]),
        ],
    },
    Labels {
        lang: "uk",
        rows: &[
            (True, &["правда", "достовірно", "це правда"]),
            (MostlyTrue, &["переважно правда", "майже правда", "здебільшого правда"]),
            (Mixed, &["напівправда", "маніпуляція", "перебільшення", "частково правда", "частково неправда", "вводить в оману", "без контексту", "вирвано з контексту", "відсутній контекст", "перекручення", "неточно", "викривлення"]),
            (MostlyFalse, &["переважно неправда", "здебільшого неправда"]),
            (False, &["фейк", "неправда", "брехня", "це неправда", "це фейк", "дезінформація", "неправдиво", "вигадка", "підробка"]),
            (Unproven, &["не доведено", "бездоказово", "немає доказів", "не підтверджено", "неможливо перевірити", "без доказів"]),
            (Satire, &["сатира", "жарт"]),
        ],
    },
    Labels {
        lang: "ur",
        rows: &[
            (True, &["درست", "سچ", "صحیح"]),
            (Mixed, &["گمراہ کن", "جزوی طور پر درست", "جزوی طور پر غلط", "آدھا سچ"]),
            (False, &["غلط", "جھوٹ", "جھوٹا", "جعلی", "فرضی", "جھوٹی"]),
            (Unproven, &["غیر مصدقہ", "کوئی ثبوت نہیں"]),
            (Satire, &["طنز"]),
        ],
    },
    Labels {
        lang: "vi",
        rows: &[
            (True, &["đúng", "sự thật", "đúng sự thật", "chính xác"]),
            (Mixed, &["gây hiểu lầm", "đúng một phần", "sai một phần", "thiếu ngữ cảnh", "thiếu bối cảnh", "đúng một nửa"]),
            (False, &["sai", "sai sự thật", "giả", "giả mạo", "tin giả", "không đúng", "bịa đặt", "bị chỉnh sửa"]),
            (Unproven, &["không có bằng chứng", "chưa được kiểm chứng", "thiếu bằng chứng"]),
            (Satire, &["châm biếm", "trào phúng"]),
        ],
    },
    Labels {
        lang: "zh",
        rows: &[
            (True, &["正確", "正确", "真實", "真实", "屬實", "属实", "真", "真的"]),
            (MostlyTrue, &["大致正確", "大致正确", "基本屬實", "基本属实", "大部分屬實"]),
            (Mixed, &["部分錯誤", "部分错误", "部分正確", "部分正确", "誤導", "误导", "易誤解", "易误解", "易生誤解", "具誤導性", "誤導性", "误导性", "片面", "斷章取義", "断章取义", "缺乏背景", "缺乏語境", "半真半假"]),
            (MostlyFalse, &["大致錯誤", "大部分錯誤", "大部分错误"]),
            (False, &["錯誤", "错误", "失實", "失实", "虛假", "虚假", "不實", "不实", "謠言", "谣言", "假", "假的", "不正確", "不正确", "不屬實", "不属实", "捏造", "偽造", "伪造", "經變造", "假消息", "假訊息"]),
            (Unproven, &["證據不足", "证据不足", "無法證實", "无法证实", "未經證實", "未经证实", "尚無證據", "沒有證據", "没有证据", "存疑", "尚無定論", "尚无定论"]),
            (Satire, &["諷刺", "讽刺", "惡搞", "恶搞"]),
            (Other, &["事實釐清", "事实厘清"]),
        ],
    },
];
