import type { Same } from '@/shared/i18n'
import common from '@/shared/texts/en'
import words from '@/shared/texts/words/en'
import type zh from '../zh'
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
} satisfies Same<typeof zh>
