export default { title: '技师工作台', today: '今天', week: '本周', messages: '消息', mine: '我的', main: '主导航' }
