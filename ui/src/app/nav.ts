// Where one can go, who is shown the way (the server refuses anyway), and the letter after "g" that leads there.
import type { Key } from '../i18n';

export interface Destination { path: string; label: Key; code: string; rights: string[]; icon: string }

export const destinations: Destination[] = [
  { path: '/', label: 'nav_dashboard', code: 'KeyD', rights: ['BRIEF'], icon: 'M3 3h6v7H3zM11 3h6v4h-6zM11 9h6v8h-6zM3 12h6v5H3z' },
  { path: '/people', label: 'nav_people', code: 'KeyP', rights: ['SEE_PERSONS'], icon: 'M7 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 17c0-3 2-5 5-5s5 2 5 5M13 9a2.5 2.5 0 1 0 0-5M14 12c2.500 0 4 2 4 5' },
  { path: '/review', label: 'nav_review', code: 'KeyM', rights: ['JUDGE'], icon: 'M3 4h5v12H3zM12 4h5v12h-5zM8 8h4M8 12h4' },
  { path: '/places', label: 'nav_places', code: 'KeyK', rights: ['SEE_PLACES'], icon: 'M10 18s6-5.500 6-10a6 6 0 0 0-12 0c0 4.500 6 10 6 10zM10 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4z' },
  { path: '/plan', label: 'nav_plan', code: 'KeyX', rights: ['PLAN'], icon: 'M3 17V3M3 17h14M5 14c3-1 4-8 11-9' },
  { path: '/rounds', label: 'nav_rounds', code: 'KeyN', rights: ['SEE_ROUNDS'], icon: 'M3 6h11l-3-3M17 14H6l3 3' },
  { path: '/findings', label: 'nav_findings', code: 'KeyC', rights: ['CHECK'], icon: 'M10 3v14M5 17h10M10 5 4 7l-2 5h4L4 7M10 5l6 2 2 5h-4l2-5' },
  { path: '/statements', label: 'nav_statements', code: 'KeyS', rights: ['BRIEF'], icon: 'M3 4h14v9H9l-4 4v-4H3z' },
  { path: '/evidence', label: 'nav_evidence', code: 'KeyE', rights: ['BRIEF'], icon: 'M4 3h8l4 4v10H4zM12 3v4h4M7 11h6M7 14h4' },
  { path: '/import', label: 'nav_import', code: 'KeyI', rights: ['IMPORT'], icon: 'M10 3v9M6 8l4 4 4-4M3 13v4h14v-4' },
  { path: '/inquiries', label: 'nav_inquiries', code: 'KeyQ', rights: ['INQUIRE', 'DEBRIEF', 'CONSENT'], icon: 'M4 3h9l3 3v11H4zM7 9h6M7 12h6' },
  { path: '/pending', label: 'nav_pending', code: 'KeyW', rights: ['CONFIRM', 'NEGOTIATE', 'CHECK', 'JUDGE', 'PROTECT'], icon: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6v4l3 2' },
  { path: '/admin', label: 'nav_admin', code: 'KeyA', rights: ['AUDIT', 'USERS'], icon: 'M10 3l6 2v5c0 4-3 6-6 7-3-1-6-3-6-7V5zM7 10l2 2 4-4' },
];
