"""What typography asks of each language, and of numbers in all of them."""

from __future__ import annotations

QUOTES = {
    "": "“ ” ‘ ’",  # where nothing else is known: so have it most languages that write from left to right
    "ar": "” “ ’ ‘",
    "be": "« » „ “",
    "bg": "„ “ ‚ ‘",
    "bs": "„ ” ‘ ’",
    "ca": "« » “ ”",
    "cs": "„ “ ‚ ‘",
    "de": "„ “ ‚ ‘",
    "de-CH": "« » ‹ ›",
    "de-LI": "« » ‹ ›",
    "el": "« » “ ”",
    "es": "« » “ ”",
    "et": "„ “ ‚ ‘",
    "eu": "« » “ ”",
    "fa": "« » ‹ ›",
    "fi": "” ” ’ ’",
    "fr": "« » “ ”",
    "fr-CH": "« » ‹ ›",
    "he": "” ” ’ ’",
    "hr": "„ “ ‚ ‘",
    "hu": "„ ” » «",
    "hy": "« » “ ”",
    "is": "„ “ ‚ ‘",
    "it": "« » “ ”",
    "ja": "「 」 『 』",
    "ka": "„ “ « »",
    "kk": "« » “ ”",
    "lt": "„ “ ‚ ‘",
    "mk": "„ “ ‚ ‘",
    "nb": "« » ‘ ’",
    "nn": "« » ‘ ’",
    "no": "« » ‘ ’",
    "pl": "„ ” « »",
    "pt-PT": "« » “ ”",
    "ro": "„ ” « »",
    "ru": "« » „ “",
    "sk": "„ “ ‚ ‘",
    "sl": "„ “ ‚ ‘",
    "sr": "„ ” ’ ’",
    "sv": "” ” ’ ’",
    "uk": "« » „ “",
    "ur": "” “ ’ ‘",
    "zh-Hant": "「 」 『 』",
    "zh-HK": "「 」 『 』",
    "zh-TW": "「 」 『 』",
}
"""The marks around a quotation, and around one within it: the delimiters of Unicode's CLDR 48, of its languages with
most news. Four differ: Swiss German has its papers' own, French and Armenian other marks within a quotation than around
it, and Dutch, as its papers do, those of English (CLDR's are single)."""

MONTHS = {
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "de": "Januar Jänner Februar Feber März April Mai Juni Juli August September Oktober November Dezember",
    "el": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου "
    "Δεκεμβρίου",
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "et": "jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
    "marraskuuta joulukuuta",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "hr": "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "lt": "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
    "lv": "janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "sk": "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
    "sl": "januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
}
"""The months as dates have them behind the day."""

MONTHS_WITH_DE = "es pt"
"""The languages that have a word between them: 8 de marzo."""

GROUPED = "be bg cs et fi fr hu kk lt lv nb nn no pl pt-PT ru sk sq sv uk"
"""The languages that part thousands by a space."""

DOTTED = "cs da de et fi hr hu is lv nb nn no sk sl sr"
"""The languages in which a day is a number with a full stop: 8. März."""

UNITS = (
    "% ‰ ° °C °F µm mm cm m km mm² cm² m² km² m³ ha l ml g kg kt Mt t lb lbs oz ft yd mi nm nmi NM kn kt kts mph km/h "
    "m/s h min s ms Hz kHz MHz GHz W kW MW GW kWh MWh GWh kV MB GB TB Gbit/s Mbit/s dB kN hp PS kJ MJ "
    "км м см мм кг т год км/год км/ч кВт МВт ГГц "
    "€ $ £ ₴ ₽ zł Kč kr EUR USD GBP CHF PLN UAH SEK NOK грн руб "
    "hundred thousand million* billion* trillion* mn bn tn percent per_cent pc "
    "Tausend Million* Milliard* Billion* Billiard* Mio Mrd Prozent Euro "
    "mille milliard* pour_cent mil millón millones por_ciento por_cento milhõ* milhão bilhõ* "
    "mila milion* miliard* mld mln miljoen miljard* miljon* procent* tys tis proc mrd тис тыс млн "
    "млрд тисяч* тысяч* мільйон* мільярд* миллион* миллиард* ألف مليون مليار"
)
"""What a number is not parted from: signs of units and currencies, and words for large numbers. One with a star may
end in any way, and a low line is a space."""

LEADS = (
    "No. Nos. Nr. N° Nº № Art. Fig. Vol. Abs. § € $ £ EUR USD GBP "
    "Type Typ Tipo Mk Mk. Mark Mod Block Batch Tranche Lot Flight Baseline Link Article Artikel Artículo "
    "Leopard Challenger Ariane"
)
"""What a number behind it is not parted from: abbreviations, signs, and words that name nothing without one."""

MONTH_FIRST = "en"
"""The languages in which dates may begin with the month: March 8."""

NO_DESIGNATORS = "Mid Pre Post Non Anti Top Pro Neo Ab Seit Bis Nach Vor Pós Pré Até Anno"
"""What stands before a hyphen and a number, and is a word."""

JOINED = {"ar": "وبفكل", "fa": "و"}
"""Words of one letter that are written together with the next one, of which a quotation may begin."""
