# SPDX-License-Identifier: AGPL-3.0-or-later
r"""What of an article is searched, and the keys that find it.

**Searched** are, each a line of its own: title, sapo, every paragraph, heading, item, cell
and caption of the text with the credit of the photo, the notes of changes, corrections (wrong
and right), the byline, author and name of the source, tags. A line break within a paragraph
(`<br>`) is a space. Filter words besides: section, authors, tags.

**Tokens.** A text is put into NFC and lower case, and loses what shows nothing (`INVISIBLE`);
then every match of `TOKEN` is a token: a run of Latin, Greek or Cyrillic letters, combining
marks and figures; one cluster of Khmer; one letter of Thai, Lao, Chinese, Japanese, Korean.
So "16.143" is two tokens that stand side by side, and "30/2020/NĐ-CP" four.

**Folded**, a token has no marks: `vietnamese.letters.fold`, for scripts: NFKD; ß, ẞ → ss,
ς → σ, ſ → s; đ ð ɖ → d, ø → o, ł → l, æ → ae, œ → oe, þ → th, ı → i; marks U+0300 to U+036F go;
NFC. **Spelt**, it has its marks, and its tones (U+0300, 0301, 0303, 0309, 0323) stand at its
end: NFD; tones taken out; NFC of the rest; tones in their order. So "hoà" and "hòa" are one.

**Hashes.** h(text) = CRC-32 of the UTF-8 (as in zlib) × 0x9E3779B1, mod 2^32.

- a token alone: hash h(folded), marks h(spelt) >> 27
- two tokens side by side in one line: hash 3 × h(folded first) + h(folded second), mod 2^32;
  marks 3 × (h(spelt first) >> 27) + (h(spelt second) >> 27), mod 32
- a filter word: hash h(word), marks 0

Of a hash, the first bits choose the part, the 18 bits behind them stand in the key.
"""
