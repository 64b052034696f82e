import common from '@/shared/texts/zh'
import words from '@/shared/texts/words/zh'
import board from './board'
import catalogue from './catalogue'
import customers from './customers'
import dashboard from './dashboard'
import deliveries from './deliveries'
import dispatch from './dispatch'
import edit from './edit'
import faq from './faq'
import inbox from './inbox'
import rosters from './rosters'
import shell from './shell'
import table from './table'

export default {
  common,
  board,
  catalogue,
  customers,
  dashboard,
  deliveries,
  dispatch,
  edit,
  faq,
  inbox,
  rosters,
  shell,
  table,
  words,
}
