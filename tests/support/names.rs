//! The named things of the generated world, a line each.

/// id | English names ; … | Arabic | broader (`?` doubtful) | demonyms en ; … | demonyms ar | other names as text@lang ; …
pub const PLACES: &str = "europe|Europe|أوروبا||||
asia|Asia|آسيا||||
middle-east|Middle East;Near East|الشرق الأوسط||||
africa|Africa|أفريقيا||||
south-caucasus|South Caucasus;Transcaucasia|جنوب القوقاز|europe,asia|||
eastern-europe|Eastern Europe|أوروبا الشرقية|europe|||
western-europe|Western Europe||europe|||
levant|Levant|بلاد الشام|middle-east|||
gulf|Gulf States|دول الخليج|middle-east|||
central-asia|Central Asia|آسيا الوسطى|asia|||
north-africa|North Africa|شمال أفريقيا|africa|||
russia|Russia;Russian Federation|روسيا|eastern-europe,asia?|Russian|روسي;روسية|Россия@ru;Rusya@tr
armenia|Armenia|أرمينيا|south-caucasus|Armenian|أرميني|Армения@ru;Ermenistan@tr
azerbaijan|Azerbaijan|أذربيجان|south-caucasus|Azerbaijani|أذربيجاني|Азербайджан@ru
georgia|Georgia|جورجيا|south-caucasus|Georgian|جورجي|Грузия@ru
turkey|Turkey;Türkiye|تركيا|middle-east,europe?|Turkish|تركي|Турция@ru
iran|Iran;Islamic Republic of Iran|إيران|middle-east|Iranian|إيراني|
syria|Syria|سوريا;سورية|levant|Syrian|سوري|Suriye@tr
lebanon|Lebanon|لبنان|levant|Lebanese|لبناني|
jordan|Jordan|الأردن|levant|Jordanian|أردني|
egypt|Egypt|مصر|north-africa,middle-east|Egyptian|مصري|Mısır@tr
libya|Libya|ليبيا|north-africa|Libyan|ليبي|
saudi-arabia|Saudi Arabia|السعودية|gulf|Saudi|سعودي|
qatar|Qatar|قطر|gulf|Qatari|قطري|
kazakhstan|Kazakhstan|كازاخستان|central-asia|Kazakh|كازاخي|Казахстан@ru
ukraine|Ukraine|أوكرانيا|eastern-europe|Ukrainian|أوكراني|Украина@ru
poland|Poland|بولندا|eastern-europe|Polish|بولندي|
britain|Britain;United Kingdom|بريطانيا|western-europe|British|بريطاني|
france|France|فرنسا|western-europe|French|فرنسي|
germany|Germany|ألمانيا|western-europe|German|ألماني|Almanya@tr
nagorno-karabakh|Nagorno-Karabakh;Artsakh|قره باغ|south-caucasus,azerbaijan?|||
zangezur-corridor|Zangezur Corridor|ممر زنغزور|armenia|||
moscow|Moscow|موسكو|russia|||Москва@ru
yekaterinburg|Yekaterinburg|يكاترينبورغ|russia|||Екатеринбург@ru
crimea|Crimea|القرم|ukraine,russia?|||
yerevan|Yerevan|يريفان|armenia|||Ереван@ru
baku|Baku|باكو|azerbaijan|||Баку@ru
tbilisi|Tbilisi|تبليسي|georgia|||
ankara|Ankara|أنقرة|turkey|||
istanbul|Istanbul|إسطنبول|turkey|||
tehran|Tehran|طهران|iran|||
damascus|Damascus|دمشق|syria|||Şam@tr
beirut|Beirut|بيروت|lebanon|||
amman|Amman|عمان|jordan|||
cairo|Cairo|القاهرة|egypt|||Kahire@tr
tripoli|Tripoli|طرابلس|libya|||
tripoli-lebanon|Tripoli|طرابلس|lebanon|||
doha|Doha|الدوحة|qatar|||
astana|Astana|أستانا|kazakhstan|||
kyiv|Kyiv;Kiev|كييف|ukraine|||Киев@ru
london|London;City of London|لندن|britain|||
paris|Paris|باريس|france|||
arbat|Arbat|أربات|moscow|||
kentron|Kentron|كنترون|yerevan|||
westminster|Westminster|وستمنستر|london|||
zamalek|Zamalek|الزمالك|cairo|||
kadikoy|Kadıköy||istanbul|||";

/// id | English | English plural | Arabic | Arabic plural | broader
pub const ROLES: &str = "official|official|officials|مسؤول|مسؤولون|
diplomat|diplomat|diplomats|دبلوماسي|دبلوماسيون|official
ambassador|ambassador|ambassadors|سفير|سفراء|diplomat
consul|consul|consuls|قنصل|قناصل|diplomat
minister|minister|ministers|وزير|وزراء|official
foreign-minister|foreign minister|foreign ministers|وزير الخارجية|وزراء الخارجية|minister,diplomat?
defence-minister|defence minister|defence ministers|وزير الدفاع||minister
prime-minister|prime minister;premier|prime ministers|رئيس الوزراء||official
lawmaker|lawmaker;member of parliament|lawmakers|نائب|نواب|official
officer|officer|officers|ضابط|ضباط|
general|general|generals|جنرال|جنرالات|officer
expert|expert|experts|خبير|خبراء|
researcher|researcher|researchers|باحث|باحثون|expert
senior-researcher|senior researcher|senior researchers|باحث أول||researcher
journalist|journalist|journalists|صحفي|صحفيون|
editor|editor|editors|محرر|محررون|journalist
correspondent|correspondent|correspondents|مراسل|مراسلون|journalist
analyst|analyst|analysts|محلل|محللون|expert,journalist?
director|director|directors|مدير|مدراء|";

/// id | English names | Arabic | broader
pub const ORGS: &str = "kremlin|Kremlin;Moscow|الكرملين|
sputnik|Sputnik|سبوتنيك|kremlin
sputnik-arabic|Sputnik Arabic|سبوتنيك عربي|sputnik
russia-today|Russia Today;RT|روسيا اليوم|kremlin
rt-arabic|Russia Today in Arabic;RT Arabic|آر تي عربي|russia-today
telegraph-group|Telegraph Media Group||
the-telegraph|The Telegraph|التلغراف|telegraph-group
rusi|RUSI;Royal United Services Institute|المعهد الملكي|
rusi-europe|RUSI Europe||rusi
chatham-house|Chatham House|تشاتام هاوس|
bank-of-russia|Bank of Russia|بنك روسيا|kremlin?
european-union|European Union;EU|الاتحاد الأوروبي|
european-commission|European Commission|المفوضية الأوروبية|european-union
dg-trade|DG Trade||european-commission
united-nations|United Nations;UN|الأمم المتحدة|
unhcr|UNHCR|مفوضية اللاجئين|united-nations
al-jazeera|Al Jazeera|الجزيرة|
al-jazeera-net|Al Jazeera Net|الجزيرة نت|al-jazeera
bbc|BBC|بي بي سي|
bbc-arabic|BBC Arabic|بي بي سي عربي|bbc
anadolu|Anadolu Agency|وكالة الأناضول|
armenpress|Armenpress|أرمنبريس|
azertac|Azertac|أذرتاج|
syrian-media|Syrian Media||
sana|SANA|سانا|syrian-media?
doctors-without-borders|Doctors Without Borders|أطباء بلا حدود|
channel-4|Channel 4||
arms-and-peace|Institute for Arms and Peace|معهد السلام|
full-fact|Full Fact|فول فاكت|
misbar|Misbar|مسبار|
teyit|Teyit||
politifact|PolitiFact||
fatabyyano|Fatabyyano|فتبينوا|
verify-sy|Verify-Sy|تأكد|";

/// Which organizations publish, the busiest first; which check.
pub const PUBLISHERS: &str = "the-telegraph|al-jazeera-net|sputnik-arabic|rt-arabic|bbc-arabic|anadolu|bbc|armenpress|azertac|\
sana|russia-today|sputnik|channel-4|al-jazeera|rusi";
pub const CHECKERS: &str = "full-fact|misbar|teyit|politifact|fatabyyano|verify-sy";

/// id | English | Arabic | broader
pub const TOPICS: &str = "economy|economy|الاقتصاد|
trade|trade|التجارة|economy
customs|customs and duties|الجمارك|trade
energy|energy|الطاقة|economy
gas|natural gas|الغاز الطبيعي|energy
oil|oil|النفط|energy
security|security|الأمن|
arms|arms|السلاح|security
drone-war|drone warfare|حرب المسيرات|arms
border-security|border security|أمن الحدود|security
politics|politics|السياسة|
voting|elections|الانتخابات|politics
health|public health|الصحة العامة|
vaccination|vaccination|التطعيم|health
migration|migration|الهجرة|politics,security?";

/// id | English | Arabic | broader
pub const GROUPS: &str = "experts-group|western experts|خبراء غربيون|
think-tankers|London think-tankers||experts-group
economists|economists|اقتصاديون|experts-group
residents|residents|سكان|
fishermen|fishermen|صيادون|residents
rebels|rebels|متمردون|";

/// id | English | Arabic | on | at
pub const EVENTS: &str = "baku-talks|talks of 10 July|محادثات باكو|2025-07-10|baku
astana-summit|Astana summit|قمة أستانا|2024-07-03/2024-07-04|astana
moscow-parade|Victory Day parade|عرض النصر|2025-05-09|moscow
doha-round|Doha round|جولة الدوحة|2023~|
gulf-war-games|Gulf war games||202X|gulf";

/// First names: English | Arabic | Russian
pub const FIRST: &str = "Ilham|إلهام|Ильхам
Nurlan|نورلان|Нурлан
Neil|نيل|
Nikol|نيكول|Никол
Ahmad|أحمد|
Said|سعيد|Саид
Fatima|فاطمة|
Maria|ماريا|Мария
Sergei|سيرغي|Сергей
Emine|أمينة|
Theresa|تيريزا|
José|خوسيه|
Layla|ليلى|
Omar|عمر|
Anna|آنا|Анна
Viktor|فيكتور|Виктор
Murat|مراد|Мурат
Gayane|غايانه|Гаянэ
Salma|سلمى|
Peter|بيتر|
Huda|هدى|
Ruslan|رسلان|Руслан";

/// Last names: English | Arabic | Russian
pub const LAST: &str = "Aliyev|علييف|Алиев
Melvin|ملفين|
Pashinyan|باشينيان|Пашинян
Haddad|حداد|
Petrov|بتروف|Петров
Yılmaz|يلماز|
May|ماي|
Álvarez|ألفاريز|
Khoury|خوري|
Sokolova|سوكولوفا|Соколова
Mansour|منصور|
Karimov|كريموف|Каримов
Sargsyan|سركسيان|Саргсян
Demir|دمير|
Nasser|ناصر|
Brown|براون|
al-Masri|المصري|
Ivanov|إيفانوف|Иванов
Hovhannisyan|هوفهانيسيان|Оганнисян
Schröder|شرودر|
Güler|غولر|
O'Neill|أونيل|
Darwish|درويش|
Orlov|أورلوف|Орлов
Said|سعيد|
Lam|لام|
Beridze|بيريدزه|Беридзе
Zaidan|زيدان|";

pub const TAGS: [&str; 9] = [
    "trade",
    "energy",
    "war",
    "corridor",
    "election-2025",
    "follow up",
    "border and customs",
    "تجارة",
    "to check",
];

pub const TITLES: [&str; 5] =
    ["director of security studies", "special envoy", "head of mission", "سفير فوق العادة", "press officer"];
