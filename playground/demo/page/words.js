/** Every word that the page itself says. What the bot says comes from the bot. */

export const WORDS = {
  title: "督办演练场",
  subtitle: "本机演练，不连接外网",
  play: "扮演",
  playSomebody: "选择要扮演的人",
  searchPeople: "按姓名、股室、角色查找",
  nobodyFound: "没有符合的人",
  notEnabled: "未启用（花名册无编号）",
  notListed: "不在花名册",
  others: "其他人",
  own: "导入工作簿",
  preview: "推送预览",
  startOver: "重新开始",
  theme: "明暗",
  themes: { auto: "跟随系统", light: "浅色", dark: "深色" },
  more: "更多操作",
  newTab: "另开一页",

  clock: "演练时钟",
  bars: "换人和推进时钟",
  playedBy: (/** @type {string} */ name) => `扮演${name}`,
  nextDigest: (/** @type {string} */ at) => `下一个${at}`,
  nextMoment: "下一推送",
  nextMomentWhy: "走到机器人下一次主动发消息的时刻：8:30、9:30、15:00",
  day: "+1天",
  week: "+1周",
  pickDate: "选日期",
  today: "回到今天",
  year: (/** @type {string} */ year) => `${year}年`,
  moving: "时间推进中……",
  movedBack: "时钟已回拨；已经推送过的不会再次推送，要从头看请点“重新开始”。",
  arrived: (/** @type {string} */ when) => `已到${when}`,
  stuck: "机器人没有及时应答，请稍后再试",

  chats: "会话",
  privateChat: "私聊",
  noMessages: "暂无消息",
  members: (/** @type {number} */ count) => `${count}人`,
  bot: "机器人",
  typing: "正在输入……",
  back: "返回会话列表",
  unread: (/** @type {number} */ count) => `${count}条未读`,
  unreadBelow: "以下为新消息",
  toBottom: "到最新消息",
  whole: "全局",

  messages: "消息",
  edited: "已编辑",
  silent: "静默推送",
  forwardedFrom: (/** @type {string} */ who) => `转发自 ${who}`,
  you: "我",
  photo: "图片",
  file: "文件",
  download: "下载",
  gone: "原消息已不在",
  playThis: (/** @type {string} */ who) => `扮演 ${who}`,
  useCommand: "填入输入框",
  reveal: "点按显示",
  opensLink: "打开链接",
  copied: "已复制",
  notCopied: "未能复制，请手动选取",
  noAnswer: "机器人没有应答",
  noSuchLink: "演练场不打开外部链接",
  understood: "知道了",

  say: "输入消息，/ 查看指令",
  send: "发送",
  attach: "发送文件",
  commands: "指令",
  commandsHint: "↑↓ 选择　Tab 填入　Enter 发送",
  replyTo: (/** @type {string} */ who) => `回复 ${who}`,
  cancelReply: "取消回复",
  reply: "回复",
  forward: "转发",
  copy: "复制文字",
  forwardTo: "转发到",
  messageActions: "消息操作",
  failed: (/** @type {string} */ why) => `未能发送：${why}`,
  chooseGroup: "把督办助手加入哪个群？",

  dropOffice: "作为台账导入",
  dropOfficeWhy: "由办公室私聊发给督办助手，先预览，确认后入账",
  dropChat: "发到当前会话",
  ownTitle: "导入工作簿",
  ownLead: "把本单位的台账（.xlsx）交给督办助手：先看预览和问题，确认后才入账。全部在本机进行，关闭演练场即删除。",
  ownChoose: "选择工作簿",
  ownNone: "尚未选择文件，也可以直接拖到页面上",
  ownFresh: "从空台账开始",
  ownFreshWhy: "只有本单位的人和事项；花名册上有编号的人、每个股室的群会自动出现",
  ownJoin: "并入当前台账",
  ownJoinWhy: "在现有的人和事项之外，增补或更新",
  ownTemplate: "下载示例工作簿",
  ownGo: "发给督办助手",

  startOverTitle: "重新开始",
  startOverLead: "当前的演练将全部丢弃，不能恢复。",
  startSample: "示例民政局",
  startSampleWhy: "23人、8个单位、41项任务和整改，从周一早上开始",
  startOwn: "空台账",
  startOwnWhy: "从今天开始，由您导入本单位的工作簿",
  cancel: "取消",
  close: "关闭",

  connecting: "正在连接……",
  offline: "连接已断开，正在重连……",
  opening: "正在准备演练……",
  renewed: "演练已重新开始",

  welcome: "三步看懂督办助手",
  steps: [
    "点上方“下一个8:30”，晨报即时送到各群和各人",
    "在左侧换群，在上方换人，看看各自收到什么",
    "点消息下的按钮，或直接回复、输入 / 选指令",
  ],
  phoneSteps: [
    "点“下一个8:30”，晨报即时送到各群和各人",
    "点开各群，在上方换人，看看各自收到什么",
    "点消息下的按钮，或直接回复；群内点右上方的时间可换人、推进时钟",
  ],
  ownSteps: [
    "点上方“导入工作簿”，把台账发给督办助手",
    "看预览，点“确认导入”；各股室的群随即出现",
    "点“下一个8:30”，看明早各群收到什么",
  ],
  tryThese: "可以试试",
  understood: "知道了",

  previewTitle: "推送预览",
  previewLead: (/** @type {string} */ day) => `假定到${day}前无人再办理，各群、各人当日将收到：`,
  previewNone: "这一天不会推送任何消息。",
  previewRest: "这一天是休息日，除24小时办理的类别外不推送。",
  previewPast: "只能预览今天及以后一年内的日子。",
  previewGroups: "群",
  previewPeople: "个人",
  previewCount: (/** @type {number} */ groups, /** @type {number} */ people, /** @type {number} */ letters) =>
    `${groups}个群、${people}人，共${letters}条`,
  previewDay: "日期",
  previewBack: "返回演练场",
  print: "打印",
};

/** What a service message says. @param {any} message */
export function sayService(message) {
  const named = (/** @type {any[]} */ users) => users.map((user) => user.first_name).join("、");
  if (message.new_chat_members) return `${named(message.new_chat_members)} 加入了群`;
  if (message.left_chat_member) return `${message.left_chat_member.first_name} 离开了群`;
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return "群已升级为超级群";
  if (message.forum_topic_created) return `新话题：${message.forum_topic_created.name}`;
  if (message.forum_topic_closed) return "话题已关闭";
  if (message.forum_topic_reopened) return "话题已重新开放";
  if (message.new_chat_title) return `群名改为：${message.new_chat_title}`;
  if (message.pinned_message) return "置顶了一条消息";
  return "群信息有变";
}
