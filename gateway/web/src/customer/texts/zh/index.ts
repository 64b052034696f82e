import common from '@/shared/texts/zh'
import booking from './booking'
import browse from './browse'
import chat from './chat'
import mine from './mine'
import orders from './orders'
import shell from './shell'
import waitlist from './waitlist'
import words from '@/shared/texts/words/zh'

export default { common, shell, browse, booking, chat, mine, orders, waitlist, words }
