// Ruby in やさしい日本語, as iga_madoguchi/kit/ruby.py reads it: 申請《しんせい》 sets the reading above the run of
// kanji before it; where the word is more than that run, ｜ says where it begins: ｜14日《じゅうよっか》.

const KANJI = "\\u3005\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const READING = "[\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc・ \\u3000]+";
const MARKED = new RegExp(`(?:｜([^｜《》]+)|([${KANJI}]+))《(${READING})》`, "gu");

/** The text in order, as [text, reading]; the reading is "" where nothing stands above. */
export function parts(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(MARKED)) {
    if (match.index > end) found.push([text.slice(end, match.index), ""]);
    found.push([match[1] ?? match[2], match[3]]);
    end = match.index + match[0].length;
  }
  if (end < text.length) found.push([text.slice(end), ""]);
  return found;
}

/** Without the ruby, for names and screen readers. */
export const plain = (text) =>
  parts(text ?? "")
    .map(([word]) => word)
    .join("");
