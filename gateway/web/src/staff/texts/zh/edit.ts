export default {
  add: '新增',
  saved: '已保存',
  removed: '已删除',
  conflict: '别人刚刚改过这份内容，您的修改没有保存。请载入最新内容后再改一次，您刚才填写的会被替换。',
  takeLatest: '载入最新内容',
  askRemove: '确定要删除“{name}”吗？',
  doRemove: '删除',
  required: '必填',
  enterAdds: '按回车添加一项',
}
