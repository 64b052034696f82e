export default {
  newRelease: '有新版本。',
  update: '更新',
  later: '以后再说',
}
