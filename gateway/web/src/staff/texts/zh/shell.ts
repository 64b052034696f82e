export default { title: '门店管理', main: '主导航' }
