import 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's name for the window's title; a page with a PageHead needs none. */
    title?: string
    /** Only for somebody signed in: others sign in first and then come back. */
    signedIn?: boolean
    /** A step of something under way, such as booking: the main navigation would lead away from it. */
    noTabs?: boolean
  }
}
