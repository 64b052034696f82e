import type { AriaAttributes } from 'vue'

// Components of the libraries pass attributes on to their root element (for fields, to the input); strict templates know
// declared props only. Names that some component declares otherwise (title, required…) cannot stand here.
declare module 'vue' {
  interface ComponentCustomProps extends AriaAttributes {
    lang?: string
    inputmode?: 'text' | 'tel' | 'numeric' | 'decimal' | 'email' | 'search'
    onSubmit?: (event: Event) => void
    onKeydown?: (event: KeyboardEvent) => void
  }
}
