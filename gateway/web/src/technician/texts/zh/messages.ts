export default { none: '还没有消息。', unread: '未读', readAll: '全部已读' }
