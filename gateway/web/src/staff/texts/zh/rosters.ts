export default { title: '排班' }
