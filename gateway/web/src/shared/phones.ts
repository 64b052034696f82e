/** A number as people read it: a Chinese mobile in groups (`138 0013 0001`), any other as it is written. */
export const phoneInWords = (phone: string): string => phone.replace(/^\+86(1\d{2})(\d{4})(\d{4})$/, '$1 $2 $3')
