import { useI18n } from 'vue-i18n'
import { useSession, type Role } from '@/shared/session'
import { MANAGERS, PLATFORM } from '../areas'
import type { Field } from '../components/catalogue/FormFields.vue'
import type { Column } from '../components/DataTable.vue'
import type { Pages } from '@/shared/paging'
import { useEditor, type Doors, type Versioned } from './editor'

/** The kinds of entries: under which tab they stand, and who writes them. */
const KINDS = {
  store: { tab: 'stores', writers: PLATFORM, othersAreTold: 'platformOnly' },
  treatment: { tab: 'treatments', writers: PLATFORM, othersAreTold: 'platformOnly' },
  technician: { tab: 'technicians', writers: MANAGERS, othersAreTold: 'managersOnly' },
  resource: { tab: 'resources', writers: MANAGERS, othersAreTold: 'managersOnly' },
} as const satisfies Record<string, { tab: string; writers: readonly Role[]; othersAreTold: string }>
export type Kind = keyof typeof KINDS

export interface Entry extends Versioned {
  name: string
  name_en?: string | null
}

/** One kind of entry on the desk: its list, its editor, and the words its fields and columns are labelled with. */
export function useDesk<Row extends Entry, Form extends { name: string }>(
  kind: Kind,
  pages: Pages<Row>,
  doors: Doors<Row, Form>,
) {
  const { t } = useI18n()
  const { tab, writers, othersAreTold } = KINDS[kind]
  const mayWrite = useSession().has(...writers)
  const editor = useEditor(doors, pages.reload)
  const label = (key: string): string => t(`catalogue.${kind}.${key}`)
  const field = (key: string, more: Partial<Field> = {}): Field => ({ key, kind: 'text', label: label(key), ...more })

  return {
    pages,
    editor,
    mayWrite,
    file: tab,
    get title() {
      return t(`catalogue.tabs.${tab}`)
    },
    get hint() {
      return mayWrite ? undefined : t(`catalogue.${othersAreTold}`)
    },
    label,
    field,
    /** Set once, when the entry is made. */
    slugField: (): Field =>
      field('slug', {
        ...{ required: true, longest: 60, hint: t('catalogue.slugHint') },
        disabled: editor.row.value !== null,
      }),
    number: (key: string, min: number, max: number, more: Partial<Field> = {}): Field =>
      field(key, { kind: 'number', min, max, ...more }),
    column: (key: string, value: Column<Row>['value'], more: Partial<Column<Row>> = {}): Column<Row> => ({
      ...{ key, value, label: more.label ?? label(key) },
      ...more,
    }),
    yesOrNo: (value: boolean | null | undefined): string => t(value ? 'catalogue.yes' : 'catalogue.no'),
  }
}
export type Desk<Row extends Entry, Form extends { name: string }> = ReturnType<typeof useDesk<Row, Form>>
