import common from '@/shared/texts/zh'
import shell from './shell'

export default { common, shell }
