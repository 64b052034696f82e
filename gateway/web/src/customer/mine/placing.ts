// When a known place may stand for an address that somebody wrote, without asking which was meant.

const plain = (words: string): string => words.replaceAll(/\s+/g, '').toLowerCase()

/** Whether the words name that place itself and then its door: 徐家汇路 does not name 徐家汇. */
export const names = (words: string, place: string): boolean =>
  plain(words)
    .split(plain(place))
    .slice(1)
    .some((after) => /^($|[\d,.#()\uff0c\u3001\uff08\uff09-])/.test(after))

/** Whether the words are a part of that place's name. */
export const completes = (place: string, words: string): boolean => plain(place).includes(plain(words))

/** What of an address its place hangs on: the street before the first number; the whole where a number comes first. */
export const streetOf = (words: string): string => words.replace(/\d[\s\S]*$/, '').trim() || words.trim()
