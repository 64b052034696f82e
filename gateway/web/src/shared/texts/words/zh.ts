/** Words of the shop's data that have another language; in Chinese they stand as they are. */
const words: Record<string, string> = {}
export default words
