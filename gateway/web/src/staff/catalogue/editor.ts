import { computed, reactive, ref, shallowRef, type Ref } from 'vue'
import { useAction } from '@/shared/action'
import { isRefused } from '@/shared/api/refusals'

export interface Versioned {
  id: string
  version?: number
}

/** How things of one kind are read and written; `key` is the Idempotency-Key of what is meant. */
export interface Doors<Row extends Versioned, Form extends object> {
  /** What a new one begins with. */
  blank: () => Form
  formOf: (row: Row) => Form
  read: (id: string) => Promise<Row>
  create: (form: Form, key: string) => Promise<unknown>
  update: (row: Row, version: number, form: Form, key: string) => Promise<unknown>
  remove?: (row: Row, key: string) => Promise<unknown>
}

/** One thing of a table being written: opened new or from its row, saved, taken away, and read anew after a conflict. */
export function useEditor<Row extends Versioned, Form extends object>(doors: Doors<Row, Form>, changed: () => unknown) {
  const isOpen = ref(false)
  const row = shallowRef<Row | null>(null)
  const form = reactive({}) as Form
  // The version its editor has seen; of a thing changed meanwhile nothing is overwritten.
  let seen = 1

  function fill(from: Row | null): void {
    row.value = from
    seen = from?.version ?? 1
    // Rows of a table come as proxies, which `structuredClone` refuses; what the API tells is JSON.
    Object.assign(form, JSON.parse(JSON.stringify(from ? doors.formOf(from) : doors.blank())))
  }
  function open(from: Row | null): void {
    saving.error.value = null
    removing.error.value = null
    fill(from)
    isOpen.value = true
  }
  /** The row as something beside the form has changed it: what is being written stays. */
  function renew(from: Row): void {
    row.value = from
    seen = from.version ?? 1
  }
  async function done(): Promise<void> {
    isOpen.value = false
    await changed()
  }

  const saving = useAction(async (key, what: Row | null, version: number, asWritten: Form) => {
    if (what) await doors.update(what, version, asWritten, key)
    else await doors.create(asWritten, key)
    await done()
  })
  const removing = useAction(async (key, what: Row | null) => {
    if (what) await doors.remove?.(what, key)
    await done()
  })
  const looking = useAction(async () => {
    if (row.value) fill(await doors.read(row.value.id))
    saving.error.value = null
    removing.error.value = null
  })
  const error = computed(() => looking.error.value ?? saving.error.value ?? removing.error.value)

  return {
    isOpen,
    row: row as Readonly<Ref<Row | null>>,
    form,
    open,
    renew,
    save: () => saving.run(row.value, seen, form),
    remove: doors.remove && (() => removing.run(row.value)),
    takeLatest: () => looking.run(),
    error,
    isBusy: computed(() => saving.isRunning.value || removing.isRunning.value || looking.isRunning.value),
    /** What is wrong with a field, or with something inside it. */
    wrong: (field: string): string => {
      if (!isRefused(error.value)) return ''
      const found = Object.entries(error.value.fields).filter(([at]) => at === field || at.startsWith(`${field}.`))
      return found.flatMap(([, texts]) => texts).join(' ')
    },
  }
}
export type Editor<Row extends Versioned, Form extends object> = ReturnType<typeof useEditor<Row, Form>>
