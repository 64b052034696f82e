export default { title: '门店资料' }
