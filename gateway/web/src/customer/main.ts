import '@/shared/theme/tokens.css'
import '@/shared/theme/phone.css'
import './customer.css'
import { hearFreeTimesToo } from '@/shared/live'
import { start } from '@/shared/start'
import App from './App.vue'
import { router } from './router'

hearFreeTimesToo()
void start({ app: App, router, texts: { 'zh-CN': () => import('./texts/zh'), en: () => import('./texts/en') } })
