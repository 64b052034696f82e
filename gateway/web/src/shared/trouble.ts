import { useI18n } from 'vue-i18n'
import { isRefused, Unreachable } from './api/refusals'

/** What went wrong, in words for the reader: the API's own for a refusal, ours for a lost line. */
export function useTrouble(): (error: unknown) => string {
  const { t } = useI18n()
  return (error) => {
    if (isRefused(error)) return Object.values(error.fields).flat().join(' ') || error.detail
    return error instanceof Unreachable ? t('common.unreachable') : t('common.unforeseen')
  }
}
