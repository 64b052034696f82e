import 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's name for the window's title. */
    title?: string
    /** Only for technicians who are signed in. */
    signedIn?: boolean
  }
}
