import { type Words } from '../texts'

/** Titles of the tables of the command line. */
export const HEADINGS: Words = {
  order: '订单', id: '标识', status: '状态', buyer: '客户', reference: '客户订单号', issued: '订单日期', wanted: '要求交期', payable: '应付', invoiced: '已开票', paid: '已付款', received: '接收', confirmed: '确认', quotation: '报价单', document: '单据', because: '原因', held: '挂起',
  line: '行', lines: '行数', item: '物料', ordered: '订购', made: '已完工', warehouse: '仓库', conflict: '状态矛盾', unit: '单位', shipped: '已发货', delivered: '已签收', cancelled: '已取消', returned: '已退回', Returns: '退货', 'Change asked for': '申请的变更', 'Confirmed by the customer': '客户确认', decided: '决定时间', 'said by': '确认人', contact: '联系方式', means: '方式', 'Cancel under way': '取消进展', return: '退货单', reason: '原因', credit: '拟贷记', credited: '已贷记', price: '单价', net: '净额', description: '描述',
  system: '系统', kind: '类型', 'their number': '对方编号', state: '状态', amount: '金额', 'as of': '截至', number: '编号', issuer: '出具方', date: '日期', step: '步骤', role: '角色', by: '经手人', due: '期限', why: '原因', rule: '规则', does: '作用', what: '内容',
  effect: '动作', attempts: '尝试', 'last fault': '最近故障', at: '时间', 'caused by': '起因', cause: '原因', owner: '负责人', about: '对象', ours: '本方', theirs: '对方', 'open for': '已等待', 'last seen': '最近发现', since: '自', 'waits for': '等待',
  Lines: '订单行', 'In the systems': '各系统中的情况', Documents: '单据', Approvals: '审批', 'Findings of the last review': '最近评审结果', 'Open cases': '待办事项', Messages: '消息', Timeline: '时间线', 'Orders that wait': '等待中的订单',
  payment: '付款状态', invoice: '发票', open: '未清', reminder: '催款', Account: '发票及未清余额',
  'opening balance': '期初余额', 'closing balance': '期末余额', balance: '余额', debits: '借方', credits: '贷方',
  channel: '渠道', currency: '币种', orders: '订单数', customer: '客户', stage: '阶段', median: '中位数', longest: '最长', slowest: '最慢的订单', late: '逾期天数', overdue: '逾期', invoices: '发票数', cases: '事项数', closed: '已关闭', day: '日', week: '周', month: '月', none: '无',
  notDue: '未到期', '1-30': '逾期1–30天', '31-60': '逾期31–60天', '61-90': '逾期61–90天', 'over 90': '逾期90天以上', kpi: '指标', counted: '计入', of: '总数', value: '数值', p90: '第90百分位', paused: '暂停', target: '目标', met: '达标', person: '录入人',
  now: '现行', then: '新规则', 'Orders judged': '已评审订单', otherwise: '结果不同', version: '版本', field: '字段', 'No difference.': '没有差异。',
  Contradicted: '与记录矛盾', Missing: '缺少', Received: '接收记录', Original: '原始单据', Reviews: '评审', Confirmation: '确认', Receipts: '系统回执', 'Sent and answered': '发送与应答', 'Exchanged with the partner': '与伙伴交换的单据', Delivery: '发货与签收', Invoices: '发票', Payments: '付款', End: '结束', Proofs: '证明',
  'Rules that were broken': '违反规则', 'To be looked at': '需查看', 'Drawn at random': '随机抽样', findings: '发现数',
  'opened again': '重新打开', Heard: '收到的消息', 'Nothing was sent of it.': '没有发送过任何内容。', attempt: '尝试', asked: '请求', nothing: '无应答', message: '消息', ms: '毫秒',
  stream: '事件流', event: '事件', code: '代码', sender: '发送方', file: '文件', kept: '保存', proof: '证明', rules: '规则版本', sent: '发送', answered: '应答', key: '幂等键', correlation: '关联号', direction: '方向', partner: '伙伴', events: '事件数', 'whole and sealed': '完整且已封印', yes: '是', no: '否', whole: '完整', erased: '已删除', 'not kept': '未保存', changed: '已被改动',
  'No orders.': '没有订单。', 'No closed cases.': '没有已关闭的事项。', 'Nothing waits for a person.': '没有待人工处理的事项。',
}
