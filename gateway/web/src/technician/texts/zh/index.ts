import common from '@/shared/texts/zh'
import care from './care'
import day from './day'
import messages from './messages'
import mine from './mine'
import off from './off'
import offers from './offers'
import record from './record'
import shell from './shell'
import signing from './signing'
import visit from './visit'

export default { common, care, day, messages, mine, off, offers, record, shell, signing, visit }
