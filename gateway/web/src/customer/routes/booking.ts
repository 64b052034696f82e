import type { RouteRecordRaw } from 'vue-router'

/** Booking, one's bookings, and waiting for what is taken. */
export const booking: RouteRecordRaw[] = [
  { path: '/book', name: 'book', component: () => import('../pages/BookPage.vue'), meta: { noTabs: true } },
  {
    path: '/book/confirm',
    name: 'book-confirm',
    component: () => import('../pages/BookConfirmPage.vue'),
    meta: { noTabs: true },
  },
  {
    path: '/book/done/:id',
    name: 'booked',
    component: () => import('../pages/BookedPage.vue'),
    props: true,
    meta: { signedIn: true },
  },
  {
    path: '/appointments',
    name: 'appointments',
    component: () => import('../pages/AppointmentsPage.vue'),
    meta: { signedIn: true },
  },
  {
    path: '/appointments/:id',
    name: 'appointment',
    component: () => import('../pages/AppointmentPage.vue'),
    props: true,
    meta: { signedIn: true },
  },
  {
    path: '/appointments/:id/reschedule',
    name: 'appointment-reschedule',
    component: () => import('../pages/ReschedulePage.vue'),
    props: true,
    meta: { signedIn: true, noTabs: true },
  },
  {
    path: '/waitlist',
    name: 'waitlist',
    component: () => import('../pages/WaitlistPage.vue'),
    meta: { signedIn: true },
  },
  {
    path: '/waitlist/join',
    name: 'waitlist-join',
    component: () => import('../pages/JoinWaitlistPage.vue'),
    meta: { noTabs: true },
  },
]
