/** Words of commanding many at once: the surge. */
export const command = {
  'surge.banner': ['{n} 起待派 · 集中派警方案', '{n} wait · assign all at once'],
  'surge.title': ['集中派警：{n} 起待派警情', 'Surge: {n} incidents wait'],
  'surge.sum': [
    '合计路程 {together} 分钟，逐一派警 {alone} 分钟；可派 {served} 起，逐一派警 {alone_served} 起',
    '{together} min on the road in all, {alone} one by one; {served} get a crew, {alone_served} one by one',
  ],
  'surge.accept_all': ['全部采纳', 'Accept all'],
  'surge.accept': ['采纳', 'Accept'],
  'surge.accept_of': ['采纳 {number} 的派警', 'Accept for {number}'],
  'surge.sent': ['已派 {n}', '{n} sent'],
  'surge.nobody': ['无警组可派', 'Nobody can be had'],
  'surge.short': ['应派 {n}', '{n} wanted'],
  'surge.elsewhere': ['首选 {name} 派往 {number}', 'first choice {name} goes to {number}'],
  'surge.kept': ['首选 {name} 未派此处', 'first choice {name} is not sent here'],
  'surge.reason': ['集中派警', 'Surge'],
  'surge.reason_why': ['集中派警：{why}', 'Surge: {why}'],
  'surge.place': ['警情', 'Incident'],
  'surge.crews': ['警组', 'Crews'],
  'surge.again': ['重新计算', 'Work it out again'],
  'surge.keys': ['Enter 全部采纳；数字键采纳一行', 'Enter accepts all; a digit accepts one line'],
} as const;
