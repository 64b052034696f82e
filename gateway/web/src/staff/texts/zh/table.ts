export default {
  exportCsv: '导出 CSV',
  exporting: '正在导出，已读取 {n} 条',
  exported: '已导出 {n} 条',
  empty: '没有符合条件的记录',
  shown: '已显示 {n} 条',
}
