import common from '@/shared/texts/zh'
import booking from './booking'
import browse from './browse'
import chat from './chat'
import mine from './mine'
import shell from './shell'
import words from './words'

export default { common, shell, browse, booking, chat, mine, words }
