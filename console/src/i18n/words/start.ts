/** Words of the first page in a demonstration. */
export const start = {
  'demo.title': ['这是演示，点一下即可进入', 'This is a demonstration: one click and you are in'],
  'demo.what': [
    '城市、人员和报警都是虚构的，警车在街上行驶，随时有人报警。换一个窗口可以同时扮演另一个人。',
    'The city, its people and the reports are invented; crews drive and people report. Open another window to be somebody else as well.',
  ],
  'demo.first': ['先这样走一遍', 'Walk through it like this'],
  'demo.step.report': ['点“我要报警”，写一句话发出去。', 'Press “Report to the police”, write a sentence, send it.'],
  'demo.step.seat': ['以接警员进入，按 F2 示闲、F4 接听，填好按 Ctrl+Enter 派警。', 'Enter as a call-taker: F2 ready, F4 take, fill in, Ctrl+Enter sends the crew.'],
  'demo.step.officer': ['另开窗口以民警进入，签收、出发、到场、反馈。', 'In another window enter as an officer: accept, depart, arrive, feed back.'],
  'demo.step.review': ['以复核员进入，通过反馈；警情办结，案卷写下全过程。', 'Enter as a reviewer and pass the feedback: the incident closes, its file tells it all.'],
  'demo.role.call_taker': ['接听报警，问清地点，立警派警。', 'Takes reports, finds the place, opens incidents and sends crews.'],
  'demo.role.commander': ['看全省：在等的、在办的、警组在哪，随时调整。', 'Sees everything: what waits, what runs, where the crews are; steps in.'],
  'demo.role.county_desk': ['看本县警情，无人签收时接手。', 'Watches the county, takes over when nobody accepts.'],
  'demo.role.station_desk': ['看本所辖区，最先被升级呼叫。', 'Watches the station’s own area; the first to be called up the chain.'],
  'demo.role.officer': ['在手机上签收、导航、到场、反馈。', 'On a phone: accepts, drives, arrives, reports what was done.'],
  'demo.role.reviewer': ['第二个人核对派警和反馈，更正或退回。', 'The second person: checks dispatch and feedback, corrects or sends back.'],
  'demo.role.inspector': ['办理对民警的投诉，别人都看不到。', 'Handles complaints about police, which nobody else sees.'],
  'demo.role.partner': ['接收派给本单位的工单：接单、退回或办结。', 'Takes the work orders sent to it: accepts, returns or finishes them.'],
  'demo.role.admin': ['管理账号、机构、类别和运行参数。', 'Runs accounts, organisations, classes and settings.'],
  'demo.enter': ['{name} · 以{role}进入', '{name} · enter as {role}'],
} as const;
