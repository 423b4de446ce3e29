/** Words of what a commander watches besides incidents: seats, what is folded away, positions. */
export const watch = {
  'seats.title': ['席位', 'Seats'],
  'seats.none': ['没有席位', 'No seats'],
  'seats.none_what': ['接警员登录席位后显示在这里。', 'Call-takers appear here once they sit down.'],
  'seats.since': ['该状态起始时间', 'Since when'],
  'seats.wraps_up': ['话后整理剩余时间', 'What is left of the wrap-up'],
  'help.board.seats': ['席位状态', 'Who sits where'],
  'actor.gateway': ['车载定位', 'Vehicle position'],
  'actor.timer': ['系统计时', 'The hall’s timer'],
  'actor.erasure': ['系统清除', 'Erasure'],
  'inspection.opened': ['待办理', 'To be handled'],
  'alarm.fewer': ['收起', 'Fewer'],
  'map.no_positions': [
    '警组尚无定位，地图上不显示；派警按驻地推算。',
    'No crew has reported where it is: none is drawn; ranking takes their posts.',
  ],
} as const;
