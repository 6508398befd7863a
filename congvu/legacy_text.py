"""Decodes Vietnamese text in the old encodings TCVN3 (ABC) and VNI.

Article 8.5 requires TCVN 6909, which is Unicode. Both old encodings use the codes of Western
letters for Vietnamese letters, so the text is only readable with a special font. Python has no
codec for them.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import product

_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)

# VNI has a base letter and then a letter for its diacritics: circumflex, breve or horn, and tone.
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "õ": "\u0303", "û": "\u0309", "ï": "\u0323"}
_VNI_CIRCUMFLEX = {"â": "", "à": "\u0300", "á": "\u0301", "ã": "\u0303", "å": "\u0309",
                   "ä": "\u0323"}  # fmt: skip
_VNI_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ü": "\u0303", "ú": "\u0309", "ë": "\u0323"}
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "ì": "ì", "í": "í", "æ": "ỉ", "ó": "ĩ", "ò": "ị",
              "î": "ỵ"}  # fmt: skip


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for base, (mark, tone) in product("aeouy", _VNI_TONES.items()):
        table[base + mark] = base + tone
    for base, (mark, tone) in product("ôö", _VNI_TONES.items()):
        table[base + mark] = _VNI_ALONE[base] + tone
    for base, (mark, tone) in product("aeo", _VNI_CIRCUMFLEX.items()):
        table[base + mark] = base + "\u0302" + tone
    for mark, tone in _VNI_BREVE.items():
        table["a" + mark] = "a\u0306" + tone
    table.update(_VNI_ALONE)
    both = table | {key.upper(): value.upper() for key, value in table.items()}
    both |= {key[0].upper() + key[1:]: value.capitalize() for key, value in table.items()}
    return {key: unicodedata.normalize("NFC", value) for key, value in both.items()}


_VNI = _vni_table()
_VNI_STEP = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

# Pairs of VNI letters that are also Vietnamese letters, in an order that no Vietnamese word has.
VNI_PAIR = re.compile("[aA][âãêàáèéúùõ]|[eE][âãàáùõ]|[oO][âùõ]|[uUôÔyY][ùõ]", re.IGNORECASE)

_ONSETS = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x"
_NUCLEI = (
    "iêu|yêu|oai|oay|oao|oeo|uây|uôi|uya|uyê|uyu|ươi|ươu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|"
    "oi|oo|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y"
)
_SYLLABLE = re.compile(rf"(?:{_ONSETS})?(?:{_NUCLEI})(?:(?P<stop>ch|c|p|t)|ng|nh|m|n)?")
# Syllables that end in a stop consonant have only these tones.
_STOPPED_TONES = frozenset(["\u0301", "\u0323"])
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_WORD = re.compile(r"[^\W\d_]+")


def is_vietnamese(text: str) -> bool:
    """Tell whether every word of a text could be a Vietnamese syllable, abbreviations aside.

    >>> is_vietnamese("Nguyễn Văn An, UBND xã"), is_vietnamese("Phßng Néi vô")
    (True, False)
    """
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    return all(word.isascii() or is_syllable(word) for word in words)


def is_syllable(word: str) -> bool:
    """Tell whether a word could be a Vietnamese syllable; abbreviations are none.

    >>> is_syllable("nghiệp"), is_syllable("QLDA"), is_syllable("phßng")
    (True, False, False)
    """
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = _TONES.findall(decomposed)
    plain = unicodedata.normalize("NFC", _TONES.sub("", decomposed))
    match = _SYLLABLE.fullmatch(plain)
    if match is None or len(tones) > 1:
        return False
    return match["stop"] is None or not tones or tones[0] in _STOPPED_TONES


def in_unicode(text: str) -> str | None:
    """Return a text in TCVN3, VNI or twice encoded UTF-8 in Unicode, None for any other text.

    A decoded text is returned only if all its words are Vietnamese and the original ones are not.

    >>> in_unicode("NguyÔn V¨n An"), in_unicode("Nguyeãn Vaên An"), in_unicode("Nguyễn Văn An")
    ('Nguyễn Văn An', 'Nguyễn Văn An', None)
    """
    symbols = any(not char.isascii() and not char.isalpha() for char in text)
    if not symbols and is_vietnamese(text):
        return None
    guesses = [_from_twice_encoded(text), _from_tcvn3(text), _from_vni(text)]
    if VNI_PAIR.search(text):
        guesses.reverse()  # VNI text that is decoded as TCVN3 can give words by chance
    for guess in guesses:
        if guess != text and is_vietnamese(guess) and _only_letters_are_strange(guess):
            return guess
    return None


def from_bytes(data: bytes) -> str | None:
    """Return the text of bytes that are not UTF-8, None if no old encoding fits."""
    return in_unicode(data.decode("cp1252", errors="replace"))


def _only_letters_are_strange(text: str) -> bool:
    return all(char.isascii() or char.isalpha() or char in "“”‘’–—…" for char in text)


def _from_tcvn3(text: str) -> str:
    return "".join(_TCVN3.get(char, char) for char in text)


def _from_vni(text: str) -> str:
    return _VNI_STEP.sub(lambda match: _VNI[match.group()], text)


def _from_twice_encoded(text: str) -> str:
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
