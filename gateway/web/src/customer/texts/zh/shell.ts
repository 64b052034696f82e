export default {
  home: '首页',
  treatments: '项目',
  appointments: '预约',
  mine: '我的',
  main: '主导航',
  skip: '跳到内容',
}
