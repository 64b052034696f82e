import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

// Han, and the punctuation and full-width forms that go with it.
const CHINESE = '/[\\u3000-\\u303f\\u4e00-\\u9fff\\uff00-\\uffef]/'
const CLOSED_OVER =
  'CallExpression[callee.name="useAction"] > ArrowFunctionExpression[params.length=1] Property[key.name="body"]:not([value.type="ObjectExpression"][value.properties.length=0])'
const PASSED = 'Pass what is sent to `run`: a body from outside may have changed under the key that was kept for it.'
const IN_TEXTS = 'Texts for people stand in texts/zh and texts/en.'

export default ts.config(
  { ignores: ['dist', 'src/shared/api/schema.d.ts'] },
  ...ts.configs.recommended,
  ...vue.configs['flat/recommended'],
  prettier,
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    rules: {
      'no-undef': 'off', // TypeScript knows better
      'no-console': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-static-inline-styles': 'error', // the content security policy refuses them
      'vue/no-v-html': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true }],
    },
  },
  {
    files: ['src/**/*.{ts,vue}'],
    ignores: ['src/**/texts/**', '**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        { selector: `Literal[value=${CHINESE}]`, message: IN_TEXTS },
        { selector: `TemplateElement[value.raw=${CHINESE}]`, message: IN_TEXTS },
        { selector: CLOSED_OVER, message: PASSED },
      ],
      'vue/no-restricted-syntax': ['error', { selector: `VText[value=${CHINESE}]`, message: IN_TEXTS }],
      'vue/no-bare-strings-in-template': [
        'error',
        { allowlist: ['·', '–', '—', '/', ':', '-', '+', '×', '¥', '→', '←', '…', '‹', '›', '%', '★'] },
      ],
    },
  },
)
