import '@/shared/theme/tokens.css'
import '@/shared/theme/phone.css'
import './look.css'
import { start } from '@/shared/start'
import App from './App.vue'
import { router } from './router'

void start({ app: App, router, texts: { 'zh-CN': () => import('./texts/zh'), en: () => import('./texts/en') } })
