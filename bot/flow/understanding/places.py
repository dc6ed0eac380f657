"""Where people live, by names that no list of zones has: towns, states and provinces, and the zones of large countries.

Towns are named in English and in their own words, German ones also as German writes them, all in the form that `bare`
gives. A state or province has the zones that the tz database gives it, the one most people there live in first, each
with larger towns there; zones that have kept one clock for decades are one here. Where it has only one, its towns
stand here so that they are known without it.
"""


def _by_name(towns: dict[str, str]) -> dict[str, str]:
    return {town: zone for zone, names in towns.items() for town in names.split(", ")}


TOWNS: dict[str, str] = _by_name({
    "Europe/Berlin": "munich, munchen, muenchen, hamburg, cologne, koln, koeln, frankfurt, frankfurt am main, "
    "frankfurt main, frankfurt oder, stuttgart, leipzig, dresden, dusseldorf, duesseldorf, dortmund, essen, bremen, "
    "hannover, hanover, nuremberg, nurnberg, nuernberg, duisburg, bochum, bonn, munster, muenster, mannheim, karlsruhe, "
    "augsburg, wiesbaden, mainz, kiel, lubeck, luebeck, magdeburg, erfurt, rostock, kassel, freiburg, potsdam, heidelberg, "
    "regensburg, wurzburg, wuerzburg, ulm, gottingen, goettingen, aachen, bielefeld, halle, halle saale, chemnitz, jena, "
    "saarbrucken, saarbruecken, osnabruck, oldenburg",
    "Europe/Vienna": "wien, graz, linz, salzburg, innsbruck, klagenfurt",
    "Europe/Zurich": "geneva, genf, geneve, basel, bern, berne, lausanne, lucerne, luzern, winterthur, lugano",
    "Europe/London": "manchester, birmingham, edinburgh, glasgow, cardiff, belfast, bristol, leeds, liverpool, sheffield, "
    "newcastle upon tyne, nottingham, leicester, southampton, brighton, oxford, cambridge, aberdeen, dundee, swansea, plymouth, "
    "coventry, norwich, surrey",
    "Europe/Dublin": "cork, galway, limerick",
    "Europe/Paris": "lyon, lyons, marseille, marseilles, toulouse, nice, nantes, strasbourg, strassburg, bordeaux, lille, "
    "montpellier, rennes, grenoble",
    "Europe/Madrid": "barcelona, seville, sevilla, bilbao, malaga, palma, palma de mallorca, zaragoza, alicante, valencia",
    "Atlantic/Canary": "las palmas, tenerife, teneriffa, gran canaria, lanzarote",
    "Europe/Lisbon": "lisboa, porto, oporto, braga, coimbra",
    "Europe/Rome": "roma, milan, milano, mailand, naples, napoli, neapel, turin, torino, florence, firenze, florenz, venice, "
    "venezia, venedig, bologna, genoa, genova, genua, palermo, bolzano, bozen, verona, trieste",
    "Europe/Amsterdam": "rotterdam, the hague, den haag, utrecht, eindhoven, groningen",
    "Europe/Brussels": "antwerp, antwerpen, ghent, gent, bruges, brugge, liege, luttich",
    "Europe/Stockholm": "gothenburg, goteborg, malmo, uppsala",
    "Europe/Oslo": "bergen, trondheim, stavanger",
    "Europe/Copenhagen": "københavn, kopenhagen, aarhus, odense",
    "Europe/Helsinki": "tampere, turku, espoo",
    "Europe/Warsaw": "krakow, krakau, cracow, gdansk, danzig, wroclaw, wrocław, breslau, poznan, posen, łodz, lodz, warszawa",
    "Europe/Prague": "praha, brno, ostrava",
    "Europe/Budapest": "debrecen", "Europe/Bucharest": "cluj, cluj napoca, timisoara, iasi", "Europe/Athens": "thessaloniki",
    "Europe/Kyiv": "lviv, lemberg, kharkiv, odesa, odessa, dnipro",
    "Europe/Moscow": "st petersburg, saint petersburg, sankt petersburg", "Europe/Istanbul": "ankara, izmir, antalya",
    "Asia/Jerusalem": "haifa", "Asia/Dubai": "abu dhabi, sharjah", "Asia/Riyadh": "jeddah, mecca",
    "Asia/Kolkata": "new delhi, neu delhi, delhi, mumbai, bombay, bangalore, bengaluru, chennai, madras, hyderabad, pune, "
    "ahmedabad, jaipur, lucknow, surat, kochi, goa",
    "Asia/Karachi": "lahore, islamabad, rawalpindi", "Asia/Dhaka": "chittagong",
    "Asia/Tokyo": "osaka, kyoto, yokohama, nagoya, sapporo, fukuoka", "Asia/Seoul": "busan",
    "Asia/Shanghai": "beijing, peking, shenzhen, guangzhou, chengdu, wuhan, tianjin, hangzhou, nanjing",
    "Asia/Bangkok": "hanoi, chiang mai, phuket", "Asia/Jakarta": "surabaya, bandung", "Asia/Makassar": "bali, denpasar",
    "Asia/Manila": "quezon city, cebu, cebu city, davao",
    "Africa/Johannesburg": "cape town, kapstadt, durban, pretoria", "Africa/Lagos": "abuja, ibadan, kano",
    "Africa/Cairo": "alexandria, giza", "Africa/Casablanca": "marrakesh, marrakech, rabat, fez", "Africa/Nairobi": "mombasa",
    "America/Sao_Paulo": "rio, rio de janeiro, brasilia, belo horizonte, porto alegre, curitiba",
    "America/Bahia": "salvador da bahia",
    "America/Mexico_City": "guadalajara, puebla, ciudad de mexico, mexiko stadt", "America/Panama": "panama city",
    "America/Bogota": "medellin, cali, cartagena", "America/Guayaquil": "quito", "America/Santiago": "valparaiso",
    "America/New_York": "nyc, ny", "America/Los_Angeles": "la",
    "Pacific/Auckland": "wellington, christchurch, dunedin",
})  # fmt: skip

REGIONS: dict[str, dict[str, str]] = {
    "alabama": {"America/Chicago": "huntsville, montgomery"},
    "alaska": {"America/Anchorage": "fairbanks, juneau, sitka, nome, yakutat, metlakatla", "America/Adak": ""},
    "arizona": {"America/Phoenix": "tucson, scottsdale, flagstaff", "America/Denver": "window rock"},
    "arkansas": {"America/Chicago": "little rock"},
    "california": {"America/Los_Angeles": "san francisco, san diego, sacramento, oakland, fresno, long beach"},
    "colorado": {"America/Denver": "colorado springs, boulder"},
    "connecticut": {"America/New_York": "hartford, new haven"},
    "delaware": {"America/New_York": ""},
    "district of columbia": {"America/New_York": "washington"},
    "florida": {
        "America/New_York": "miami, orlando, tampa, jacksonville, fort lauderdale, tallahassee, sarasota, naples, st petersburg",
        "America/Chicago": "pensacola, panama city",
    },
    "georgia": {"America/New_York": "atlanta, savannah, augusta"},
    "hawaii": {"Pacific/Honolulu": ""},
    "idaho": {"America/Boise": "idaho falls", "America/Los_Angeles": "coeur d alene"},
    "illinois": {"America/Chicago": ""},
    "indiana": {
        "America/Indiana/Indianapolis": "fort wayne, south bend, vincennes, winamac, marengo, petersburg, vevay",
        "America/Chicago": "gary, evansville, tell city, knox",
    },
    "iowa": {"America/Chicago": "des moines"},
    "kansas": {"America/Chicago": "wichita, topeka, kansas city", "America/Denver": "goodland"},
    "kentucky": {"America/New_York": "louisville, lexington, monticello", "America/Chicago": "bowling green, paducah"},
    "louisiana": {"America/Chicago": "new orleans, baton rouge"},
    "maine": {"America/New_York": ""},
    "maryland": {"America/New_York": "baltimore, annapolis"},
    "massachusetts": {"America/New_York": "boston"},
    "michigan": {"America/Detroit": "grand rapids, ann arbor, lansing", "America/Chicago": "menominee, iron mountain"},
    "minnesota": {"America/Chicago": "minneapolis, st paul, saint paul, duluth"},
    "mississippi": {"America/Chicago": ""},
    "missouri": {"America/Chicago": "st louis, saint louis, kansas city"},
    "montana": {"America/Denver": "billings, missoula"},
    "nebraska": {"America/Chicago": "omaha", "America/Denver": "scottsbluff"},
    "nevada": {"America/Los_Angeles": "las vegas, reno, carson city", "America/Denver": "west wendover"},
    "new hampshire": {"America/New_York": ""},
    "new jersey": {"America/New_York": "newark, jersey city"},
    "new mexico": {"America/Denver": "albuquerque"},
    "new york": {"America/New_York": "new york city, buffalo, brooklyn, manhattan, queens, bronx"},
    "north carolina": {"America/New_York": "charlotte, raleigh"},
    "north dakota": {"America/Chicago": "fargo, bismarck, beulah, new salem", "America/Denver": "dickinson"},
    "ohio": {"America/New_York": "columbus, cleveland, cincinnati"},
    "oklahoma": {"America/Chicago": "oklahoma city, tulsa"},
    "oregon": {"America/Los_Angeles": "portland, eugene", "America/Boise": ""},
    "pennsylvania": {"America/New_York": "philadelphia, pittsburgh"},
    "rhode island": {"America/New_York": "providence"},
    "south carolina": {"America/New_York": "charleston"},
    "south dakota": {"America/Chicago": "sioux falls", "America/Denver": "rapid city"},
    "tennessee": {"America/Chicago": "nashville, memphis", "America/New_York": "knoxville, chattanooga"},
    "texas": {"America/Chicago": "houston, dallas, austin, san antonio, fort worth", "America/Denver": "el paso"},
    "utah": {"America/Denver": "salt lake city"},
    "vermont": {"America/New_York": ""},
    "virginia": {"America/New_York": "virginia beach"},
    "washington": {"America/Los_Angeles": "seattle, spokane, tacoma, vancouver"},
    "west virginia": {"America/New_York": ""},
    "wisconsin": {"America/Chicago": "milwaukee"},
    "wyoming": {"America/Denver": "cheyenne"},
    "alberta": {"America/Edmonton": "calgary"},
    "british columbia": {
        "America/Vancouver": "victoria, surrey, burnaby, kelowna",
        "America/Dawson_Creek": "fort st john, fort nelson, creston",
        "America/Edmonton": "cranbrook",
    },
    "manitoba": {"America/Winnipeg": ""},
    "new brunswick": {"America/Moncton": "fredericton"},
    "newfoundland and labrador": {"America/St_Johns": "newfoundland", "America/Goose_Bay": "labrador, labrador city"},
    "northwest territories": {"America/Edmonton": "yellowknife, inuvik"},
    "nova scotia": {"America/Halifax": "glace bay"},
    "nunavut": {
        "America/Iqaluit": "", "America/Rankin_Inlet": "resolute", "America/Cambridge_Bay": "", "America/Atikokan": "coral harbour",
    },
    "ontario": {
        "America/Toronto": "ottawa, mississauga, london, thunder bay", "America/Winnipeg": "kenora",
        "America/Atikokan": "",
    },
    "prince edward island": {"America/Halifax": "charlottetown"},
    "quebec": {"America/Toronto": "montreal, quebec city", "America/Halifax": "", "America/Blanc-Sablon": ""},
    "saskatchewan": {"America/Regina": "saskatoon, swift current", "America/Edmonton": "lloydminster"},
    "yukon": {"America/Whitehorse": "dawson"},
    "australian capital territory": {"Australia/Sydney": "canberra"},
    "new south wales": {"Australia/Sydney": "wollongong", "Australia/Broken_Hill": ""},
    "northern territory": {"Australia/Darwin": "alice springs"},
    "queensland": {"Australia/Brisbane": "gold coast, cairns"},
    "south australia": {"Australia/Adelaide": ""},
    "tasmania": {"Australia/Hobart": "launceston"},
    "victoria": {"Australia/Melbourne": "geelong"},
    "western australia": {"Australia/Perth": "fremantle"},
}  # fmt: skip
"""The states, provinces and territories of the US, Canada and Australia, in English."""

_SHORT = {
    "alabama": "al", "alaska": "ak", "arizona": "az", "arkansas": "ar", "california": "ca", "colorado": "co",
    "connecticut": "ct", "delaware": "de", "district of columbia": "dc, d c", "florida": "fl", "georgia": "ga", "hawaii": "hi",
    "idaho": "id", "illinois": "il", "indiana": "in", "iowa": "ia", "kansas": "ks", "kentucky": "ky", "louisiana": "la",
    "maine": "me", "maryland": "md", "massachusetts": "ma", "michigan": "mi", "minnesota": "mn", "mississippi": "ms",
    "missouri": "mo", "montana": "mt", "nebraska": "ne", "nevada": "nv", "new hampshire": "nh", "new jersey": "nj",
    "new mexico": "nm", "new york": "ny", "north carolina": "nc", "north dakota": "nd", "ohio": "oh", "oklahoma": "ok",
    "oregon": "or", "pennsylvania": "pa", "rhode island": "ri", "south carolina": "sc", "south dakota": "sd", "tennessee": "tn",
    "texas": "tx", "utah": "ut", "vermont": "vt", "virginia": "va", "washington": "wa", "west virginia": "wv", "wisconsin": "wi",
    "wyoming": "wy", "alberta": "ab", "british columbia": "bc, b c", "manitoba": "mb", "new brunswick": "nb",
    "newfoundland and labrador": "nl", "northwest territories": "nt", "nova scotia": "ns", "nunavut": "nu", "ontario": "on",
    "prince edward island": "pe, pei", "quebec": "qc, pq", "saskatchewan": "sk", "yukon": "yt",
    "australian capital territory": "act", "new south wales": "nsw", "northern territory": "nt", "queensland": "qld",
    "south australia": "sa", "tasmania": "tas", "victoria": "vic", "western australia": "wa",
}  # fmt: skip
POSTAL: dict[str, tuple[str, ...]] = {
    short: tuple(name for name, others in _SHORT.items() if short in others.split(", "))
    for shorts in _SHORT.values()
    for short in shorts.split(", ")
}
"""Regions by what stands short for them behind a town: alone, most of these are words or countries."""

ZONES_FIRST: dict[str, tuple[str, ...]] = {
    "US": (
        "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Anchorage",
        "Pacific/Honolulu",
    ),
    "CA": (
        "America/Toronto", "America/Vancouver", "America/Edmonton", "America/Winnipeg", "America/Halifax",
        "America/St_Johns",
    ),
    "AU": (
        "Australia/Sydney", "Australia/Brisbane", "Australia/Perth", "Australia/Adelaide", "Australia/Darwin",
        "Australia/Hobart",
    ),
    "BR": (
        "America/Sao_Paulo", "America/Bahia", "America/Fortaleza", "America/Manaus", "America/Cuiaba",
        "America/Rio_Branco",
    ),
    "MX": (
        "America/Mexico_City", "America/Cancun", "America/Monterrey", "America/Hermosillo", "America/Chihuahua",
        "America/Tijuana",
    ),
    "RU": (
        "Europe/Moscow", "Europe/Kaliningrad", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Novosibirsk",
        "Asia/Vladivostok",
    ),
    "DE": ("Europe/Berlin",),
    "NZ": ("Pacific/Auckland", "Pacific/Chatham"),
    "ES": ("Europe/Madrid", "Atlantic/Canary"),
    "PT": ("Europe/Lisbon", "Atlantic/Azores", "Atlantic/Madeira"),
    "AR": ("America/Argentina/Buenos_Aires",),
    "CL": ("America/Santiago", "America/Punta_Arenas", "Pacific/Easter"),
    "CN": ("Asia/Shanghai", "Asia/Urumqi"),
    "ID": ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"),
    "KZ": ("Asia/Almaty",),
    "MN": ("Asia/Ulaanbaatar", "Asia/Hovd"),
    "UA": ("Europe/Kyiv",),
}  # fmt: skip
"""Countries with several zones: those that most people there live in, the capital's or most used first."""
