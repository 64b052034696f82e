export default { title: '问答' }
