export default { title: '上门' }
