import { translator } from '../said'
import { type Texts } from '../texts'
import { DOCUMENTS, OF_SETS } from './documents'
import { HEADINGS } from './headings'
import { ORDERS } from './orders'
import { PHRASES } from './phrases'
import { RESULTS, SYNC } from './sync'
import { ACTIONS, CONFIRMATION_MEANS, OWNERS, RECORDS, RETURN_STATES, STATUSES, THEIR_STATES } from './words'

const said = translator({ sentences: { ...ORDERS, ...SYNC, ...RESULTS, ...DOCUMENTS, ...OF_SETS }, phrases: PHRASES, places: { segment: '段', element: '元素', component: '子元素', line: '行' }, colon: '：' })

const rulesOf = (version: string): string => (version === 'default' ? '默认规则' : `规则版本 ${version}`)

const TRACKED = { booked: '已向承运商订舱', collected: '承运商已揽收', inTransit: '运输中', outForDelivery: '派送中', exception: '未能送达' }

const records = (items: readonly { system: string; kind: string }[], kind: (kind: string) => string): string => items.map((item) => `${item.system} 的${kind(item.kind)}`).join('，')

/** Simplified Chinese, in the words of the trade. */
export const zh: Texts = {
  language: 'zh',
  said,
  age(ms) {
    const minutes = Math.max(0, Math.floor(ms / 60_000))
    if (minutes < 120) return `${minutes} 分钟`
    return minutes < 2880 ? `${Math.floor(minutes / 60)} 小时` : `${Math.floor(minutes / 1440)} 天`
  },
  counted: (count, kind) => `${RECORDS[kind] ?? kind} ${count}`,
  list: (parts) => parts.join('，'),
  product: '订单到收款',
  none: '–',
  nav: { overview: '总览', orders: '订单', cases: '待办事项', reports: '报表', main: '主导航', skip: '跳到内容', company: '公司', times: (zone) => `时区：${zone}` },
  statuses: STATUSES,
  outcomes: { pending: '处理中', order: '已成订单', held: '挂起', document: '其他单据', duplicate: '重复', quarantined: '隔离' },
  messageStates: { waiting: '等待发送', sending: '发送中', unknown: '结果未知，待查', done: '已完成', refused: '被拒绝', superseded: '已被替代', dead: '已放弃', asking: '待人工决定' },
  runOutcomes: { running: '运行中', done: '完成', problems: '有问题', failed: '失败' },
  severities: { note: '提示', approval: '须审批', hold: '挂起', refuse: '拒绝' },
  paymentStates: { notInvoiced: '未开票', unpaid: '未付款', partPaid: '部分付款', paid: '已付清', credited: '已贷记', overpaid: '多付' },
  returnStates: RETURN_STATES,
  returnReasons: { damaged: '破损', wrongItem: '错发', quality: '质量问题', short: '短少', notNeeded: '不需要' },
  conditions: { good: '完好', damaged: '破损' },
  approvalStates: { open: '待审批', approved: '已批准', rejected: '已拒绝', void: '已失效' },
  roles: { mail: '邮箱', erp: 'ERP', wms: '仓库', finance: '财务', edi: '伙伴 EDI', crm: '客户管理', mes: '生产', tms: '运输', shop: '商城', service: '客服', payment: '收款', bank: '银行' },
  confirmationMeans: CONFIRMATION_MEANS,
  owners: OWNERS,
  recordKinds: RECORDS,
  actions: ACTIONS,
  caseKinds: {
    quarantine: '单据隔离', quantity: '数量不符', price: '价格不符', amount: '金额不符', currency: '币种不符', item: '物料不符', date: '日期不符', status: '状态不符', different: '不符',
    'missing-here': '本方无记录', 'missing-there': '对方无记录', double: '重复', 'double-there': '对方重复', contradiction: '矛盾', parked: '到达过早', 'dead-letter': '未能发送', refused: '对方拒绝',
    'system-down': '系统无应答', 'answers-nothing': '确认无对应', 'change-refused': '变更被拒', 'document-not-sent': '单据未送出', 'file-refused': '文件被拒', 'lost-order': '订单丢失', restored: '已恢复备份',
    'same-control-other-content': '控制号相同内容不同', 'same-number-other-content': '编号相同内容不同', 'store-damaged': '数据库受损', overdue: '逾期未确认', undelivered: '未能送达', complaint: '客户投诉', 'complaint-changed': '投诉内容已变更', 'web-order-changed': '商城订单已变更',
    'payment-unallocated': '付款未对应发票', 'payment-returned': '付款被退回', 'payout-differs': '结算款不符', 'payout-missing': '结算款无明细', 'refund-differs': '退款不符', 'status-conflict': '状态矛盾', tracking: '运单号不符', proof: '签收证明不符', 'cancel-refused': '对方拒绝取消', 'cancel-failed': '已发货未取消', 'approval-overdue': '审批逾期', stalled: '订单停滞',
  },
  causes: { data: '数据', business: '业务', transport: '传输', auth: '登录', limit: '限流' },
  rules: { completeness: '完整性', customer: '客户', newCustomer: '新客户', unusual: '非常规订单', onboarding: '新伙伴', duplicate: '重复', price: '价格', credit: '信用', stock: '库存', overdue: '逾期', command: '命令', margin: '毛利', terms: '付款条件', compliance: '合规', approvals: '审批链' },
  jobs: { nightly: '夜间作业', follow: '跟踪', dispatch: '发送', refresh: '更新主数据', receive: '接收', reconcile: '对账', proof: '证明', verify: '校验', acknowledgements: '确认', dunning: '催款', invoicing: '合并开票', report: '报表', approvals: '审批催办', stalled: '停滞检查', tidy: '清理' },
  counts: {
    'refresh erp customer': '客户', 'refresh erp item': '物料', 'refresh erp price': '价格', 'refresh erp receivable': '应收', 'refresh wms stock': '库存', 'refresh unreachable': '无应答', 'follow changes': '新消息', 'follow applied': '已更新',
    'follow parked': '暂存', 'follow refused': '矛盾', 'follow foreign': '非本方', 'dispatch claimed': '待发', 'dispatch done': '已发', 'dispatch refused': '被拒', 'dispatch postponed': '推迟', 'dispatch dead': '放弃', 'acknowledgements overdue': '逾期确认',
    'reconcile ours': '本方记录', 'reconcile theirs': '对方记录', 'reconcile agreed': '一致', 'reconcile found': '差异', 'reconcile repaired': '已修复', 'reconcile left': '待人工', 'reconcile inFlight': '在途', 'reconcile agreedAgain': '重新一致',
    'reconcile unreachable': '无应答系统', 'proof streams': '证明流', 'proof events': '证明事件', 'follow unreachable': '无应答系统', runs: '清理的作业记录', exchanges: '清理的往来记录',
  },
  theirStates: THEIR_STATES,
  headings: HEADINGS,
  reports: { new: '新增订单', status: '订单按状态', channel: '订单按渠道', customer: '客户订单排行', time: '各阶段用时（小时）', open: '未交付订单', receivable: '客户欠款', exception: '异常', kpi: '关键绩效指标' },
  indicators: { onTimeDelivery: '准时交付率', orderAccuracy: '订单准确率', firstPassYield: '一次通过率', shippingAccuracy: '发货准确率', orderProblems: '订单问题率', confirmation: '确认周期', cycle: '订单处理周期' },
  events: {
    received: (data) => `由 ${data.channel} 接收：${data.buyer ?? '未知客户'} 的 ${data.reference ?? '无编号订单'}，${data.draft.lines.length} 行`,
    relearned: (data) => `从 ${data.system} 重新获知：在已恢复的 ${data.since} 备份之后接单`,
    reviewed: (data) => `已评审（${rulesOf(data.rules)}）：${data.findings.length ? [...new Set(data.findings.map((finding) => said(finding.text)))].join('') : '无异议'}`,
    held: (data) => `挂起：${data.reasons.map(said).join('')}`,
    approvalAsked: (data, { role }) => `请${role(data.role)}审批${data.insteadOf === undefined ? '' : `（代${role(data.insteadOf)}）`}（${data.step}）：${said(data.why)}`,
    approved: (data) => `已批准（${data.step}）：${data.reason}`,
    rejected: (data) => `已拒绝：${said(data.reason)}`,
    confirmed: (data) => `已确认为 ${data.number}，应付 ${data.payable}`,
    released: (data) => `${data.to === 'toShip' ? '已下达发货' : '已下达生产'}${data.parts === undefined ? '' : `：${data.parts.filter(({ lines }) => lines.length > 0).map(({ system, lines }) => `${system}（第 ${lines.join('、')} 行）`).join('，')}`}`,
    productionStarted: (data) => `${data.issuer} 开始生产（${data.production}）：第 ${data.line} 行`,
    produced: (data) => `${data.issuer} 完工（${data.production}）：第 ${data.line} 行 ${data.quantity}`,
    changed: (data, { changes }) => `已变更（${changes(data.change)}）：${said(data.reason)}`,
    customerConfirmed: (data) => `客户确认：${data.person ?? '–'}（${data.contact ?? '–'}），方式：${CONFIRMATION_MEANS[data.means]}，${data.at.slice(0, 16).replace('T', ' ')} UTC${data.document === undefined ? '' : `，单据 ${data.document.slice(0, 16)}…`}`,
    changeAsked: (data, { changes }) => `已申请变更，同意之前订单保持不变（${changes(data.change)}；${rulesOf(data.rules)}）：${said(data.reason)}`,
    changeRefused: (data) => `变更不予执行：${said(data.reason)}`,
    cancelAsked: (data, { kind }) => `开始取消：${said(data.reason)}。已请求：${records(data.asked, kind)}${data.next.length === 0 ? '' : `；其后：${records(data.next, kind)}`}`,
    cancelGoesOn: (data, { kind }) => `继续在其他系统取消：${records(data.asked, kind)}`,
    cancelledThere: (data, { kind }) => (data.waived ? `不再等待 ${data.system}，由 ${data.waived.by} 决定：${said(data.waived.reason)}` : `${data.system} 已取消：${kind(data.kind)} ${data.ourId}`),
    cancelFailed: (data) => `未取消，订单继续：${said(data.reason)}`,
    cancelled: (data) => `已取消：${said(data.reason)}`,
    shipped: (data, { lines }) => `已发货，发货单 ${data.despatch}${data.carrier ? `，承运商 ${data.carrier}` : ''}：${lines(data.lines)}`,
    tracked: (data) => `${TRACKED[data.stage]}（${data.shipment}${data.tracking && data.stage === 'booked' ? `，运单号 ${data.tracking}` : ''}）${data.place ? `，${data.place}` : ''}${data.reason ? `：${data.reason}` : ''}`,
    delivered: (data) => `已签收（${data.despatch}）${data.signedBy ? `，签收人 ${data.signedBy}` : ''}`,
    billed: (data) => `与其他发货合并开票 ${data.bill}：${data.despatches.map(({ number }) => number).join('，')}`,
    invoiced: (data) => `已开票 ${data.invoice}：${data.amount}`,
    paid: (data) => `已付款 ${data.amount}，对应 ${data.invoice}（${data.payment}）`,
    returnRequested: (data, { lines, returnReason }) => `已申请退货 ${data.return}（${returnReason(data.reason)}）：${lines(data.lines)}，拟贷记 ${data.credit}`,
    returnAuthorised: (data) => `已同意退货 ${data.return}（${data.by}）`,
    returnRefused: (data) => `已拒绝退货 ${data.return}：${said(data.reason)}`,
    returnReceived: (data, { lines, condition }) => `已收回，收货单 ${data.receipt}（${data.return}）：${data.lines.length === 0 ? '无' : data.lines.map((line) => `${lines([line])} ${condition(line.condition)}`).join('，')}`,
    captured: (data) => `银行卡已扣款 ${data.amount}（${data.capture}），对应${data.allocations.map(({ invoice }) => invoice).join('，') || '无发票'}`,
    refundAsked: (data) => `待退回银行卡 ${data.amount}，对应 ${data.creditNote}`,
    refundFailed: (data) => `未能退回银行卡 ${data.amount}（${data.refund}），对应 ${data.asked}${data.reason === undefined ? '' : `：${data.reason}`}`,
    refunded: (data) => `已退回银行卡 ${data.amount}（${data.refund}），对应 ${data.asked}`,
    credited: (data) => `已开贷项通知单 ${data.creditNote}：${data.amount}，对应 ${data.invoice}${data.return === undefined ? '' : `（${data.return}）`}`,
    closed: () => '已关闭：全部签收、开票并付清',
    reopened: (data) => `重新打开：${data.reason}`,
    reopenEnded: (data) => `重新打开的事由已办结：${data.reason}`,
    erased: (data) => `已删除个人数据（${data.values.length} 项${data.document === undefined ? '' : '及单据'}）：${data.reason}`,
    linked: (data, { kind }) => `已进入 ${data.system}：${kind(data.kind)} ${data.number ?? data.theirId}`,
    refusedThere: (data, { kind }) => `${data.system} 拒绝${ACTIONS[data.action] ?? data.action}${kind(data.kind)}：${said(data.text)}`,
  },
  cancel: { title: '取消进展', later: '待其他系统同意后再请求', asked: (state) => `已请求：${state}`, refused: (why) => `被拒绝：${why}`, done: '已取消', waived: (by, why) => `不再等待（${by}）：${why}` },
  closedCase: (text, by, result) => `${text} — 由 ${by} 关闭：${result}`,
  lineOf: ({ line, quantity }) => `第 ${line} 行 ${quantity}`,
  changeOf: (name, value) => `${CHANGES[name] ?? name} ${value}`,
  changeOfLine: (line, changed) => `第 ${line} 行：${changed}`,
  overview: {
    title: '总览', orders: '订单状态', arrivals: '已接收单据（累计）', systems: '系统', system: '系统', waiting: '等待', stuck: '受阻', answers: '状态',
    noSystems: '尚未向任何系统发送。', cases: '待办事项', noCases: '没有待人工处理的事项。', allCases: (count) => `全部 ${count} 项待办`, conflicts: (count) => `${count} 张订单的各系统状态互相矛盾`, runs: '最近作业', noRuns: '尚未运行任何作业。',
    proof: '最近证明', root: '根值（全部流的 SHA-256）', file: '文件', noProof: '尚未生成证明；由夜间作业生成。', refreshed: (at) => `截至 ${at}；本页每 10 秒自动更新。`, stands: (at) => `截至 ${at}；本页已停止更新。`, pause: '停止更新', resume: '恢复自动更新',
    health: '运行状况', healthy: '运行正常', stuckOrLate: '需要关注', stuckCount: (count) => `${count} 条消息受阻`, storeTook: (ms) => `数据库应答 ${ms} 毫秒`, backlog: (count) => `待发消息 ${count} 条`, overdue: (seconds) => `最早一条已逾期 ${seconds} 秒`,
  },
  map: {
    title: '当日全景图', about: '最近 24 小时的来件、进展与发出，以及当前等待。', received: '来单', confirmed: '已确认', toSend: '待发送', ordersByHour: '最近 24 小时每小时来单',
    nothingIn: '24 小时内没有来件', otherChannels: '其他渠道', nothingOut: '未发送', nothingTold: '未收到消息', told: { shipped: '已发货', delivered: '已签收', invoiced: '已开票', paid: '已付款', productionStarted: '已开工', produced: '已完工', tracked: '运输跟踪', returnReceived: '已收回', credited: '已贷记', captured: '已扣款', refunded: '已退款', refundFailed: '退款未成' }, webhooks: '推送',
    to: '发送：', from: '收到：', noBacklog: '无等待', backlog: (count, age) => `${count} 条等待，最早 ${age}`, stuck: (count) => `${count} 条受阻`, cases: (count) => `${count} 项待办`,
    polled: (at) => `${at} 已查询`, silent: (at) => `自 ${at} 无应答`, off: '停用', shadow: '影子模式', person: '须人工处理', attention: '有待办事项', well: '正常',
    table: '以表格显示', sent: '已发送', heard: '已收到', oldest: '最早等待', lastPoll: '最近查询', openCases: '待办事项', state: '状态',
  },
  reportsPage: { title: '报表', asOf: (at) => `截至 ${at}`, workbook: '全部导出为工作簿（XLSX）', from: '接收自', to: '至', by: '新增订单与指标按', per: '指标按', whole: '不细分', show: '显示' },
  orders: {
    title: '订单', list: '最新在前', noNumber: '无编号', number: '编号', buyer: '客户', reference: '客户订单号', status: '状态', payable: '应付', wanted: '要求交期', received: '接收', find: '编号、客户订单号或客户以此开头', any: '全部状态',
    search: '查询', noneFound: '没有订单。', newer: '较新', older: '较早', shown: (from, to) => `${from} 至 ${to}`,
  },
  order: {
    title: (name) => `订单 ${name}`, lines: '订单行', line: '行', item: '物料', description: '描述', ordered: '订购', made: '已完工', warehouse: '仓库', shipped: '已发货', delivered: '已签收', invoiced: '已开票', cancelled: '已取消', returned: '已退回', returns: '退货', return: '退货单', reason: '原因', credit: '拟贷记', credited: '已贷记', unit: '单位', price: '单价', net: '净额',
    systems: '各系统中的情况', system: '系统', record: '记录', state: '对方状态', asOf: '截至', amount: '金额', documents: '单据', document: '单据', issuer: '出具方', issuedOn: '日期',
    messages: '消息', action: '动作', attempts: '尝试次数', fault: '最近故障', approvals: '审批', role: '角色', why: '原因', due: '期限', decision: '决定', findings: '评审结果', rule: '规则',
    confirmations: '客户确认', person: '确认人', contact: '联系方式', means: '方式',
    change: '申请的变更', field: '字段', now: '现行', wanted: '变更后',
    timeline: '时间线', holds: '挂起原因', cases: '待办事项', payable: '应付', paid: '已付款', invoicedAmount: '已开票', requested: '要求交期', receivedAt: '接收时间', confirmedAt: '确认时间', channel: '渠道', source: '单据', shipTo: '收货方',
    notFound: (name) => `没有订单 ${name}。`, per: (base) => `每 ${base}`, by: (actor) => `由 ${actor}`, insteadOf: (role) => `代${role}`,
    partner: '伙伴', us: '本方', from: (from, to) => `${from} → ${to}`, tried: (attempts) => `（尝试 ${attempts} 次）`, message: ({ action, kind, system, state }) => `发往 ${system}：${action}${kind}，${state}`,
    caseOpened: (kind, text) => `待办（${kind}）：${text}`, caseClosed: (result) => `待办已关闭：${result}`,
    account: '发票及未清余额', invoice: '发票', open: '未清', reminder: (level, on) => `第 ${level} 次催款${on === undefined ? '' : `（${on}）`}`, dispute: '争议中', quantities: '数量', ours: '本方', heard: (at) => `最近消息 ${at}（按其自身时钟）`, sent: (messages, attempts) => `已发送 ${messages} 条消息，共尝试 ${attempts} 次`, direction: '方向', incoming: '收', outgoing: '发', id: '标识',
  },
  exchanges: {
    title: '请求与应答', attempt: (no, ms) => `第 ${no} 次尝试，${ms} 毫秒`, asked: '请求', answered: '应答', nothing: '无应答', erased: '请求与应答的内容已随个人数据一并清除。',
    left: (trips) => `另有 ${trips} 次调用未保留`, shown: (shown, all) => `显示 ${all} 次尝试中最近保留的 ${shown} 次；全部见：`,
  },
  cases: {
    title: '待办事项', kind: '类型', system: '系统', subject: '对象', text: '情况与处理办法', ours: '本方', theirs: '对方', firstSeen: '首次发现', lastSeen: '最近发现', due: '期限', noneOpen: '没有待人工处理的事项。',
    open: (count) => `${count} 项待人工处理`, close: '关闭命令',
    owner: '负责人', cause: '原因', age: '已等待', all: '全部', nobody: '无', details: '查看', detail: '明细', id: '标识', field: '字段', state: '状态', opened: '首次发现', closed: '已关闭', closedBy: (by, at, result) => `由 ${by} 于 ${at} 关闭：${result}`,
    isOpen: '待处理', toDo: '处理办法', title1: (kind) => `待办：${kind}`, shown: (shown, all) => `显示 ${all} 项中的 ${shown} 项，等待最久者在前`, filtered: '筛选结果', back: '全部待办事项',
  },
  waiting: { title: '等待中的订单', order: '订单', buyer: '客户', waitsFor: '等待', held: '挂起', approvalBy: (role) => `待${role}审批`, due: '期限', since: '自', why: '原因' },
  runs: { job: '作业', scheduledFor: '计划时间', outcome: '结果', counts: '数量' },
  notFound: '没有此页面。',
  noCompany: '此数据库中尚无公司：order-to-cash apply DIR',
  failed: '无法生成此页面，原因见日志。',
  wrongHost: '本页面不以此名称提供服务。请使用 http://127.0.0.1，或以 --name 启动。',
  onlyRead: '本页面仅供查看，只接受 GET。',
}

const CHANGES: Partial<Record<string, string>> = { quantity: '数量', price: '单价', requestedDelivery: '要求交期', item: '物料', unit: '单位', shipTo: '收货方', currency: '币种', buyer: '客户', added: '新增', removed: '删除' }
