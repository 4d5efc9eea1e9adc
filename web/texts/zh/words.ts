import { type ConfirmationMeans } from '../../../orders/confirmation'
import { type OrderStatus, type ReturnState } from '../../../orders/status'
import { type Words } from '../texts'

/** The stages in the words of the policy (待评审、待生产、生产中、待发货、已发货、已签收), the others in those of the trade. */
export const STATUSES: Record<OrderStatus, string> = {
  received: '已接收', inReview: '待评审', awaitingApproval: '待评审（待审批）', confirmed: '已确认', awaitingProduction: '待生产', inProduction: '生产中',
  toShip: '待发货', shipped: '已发货', delivered: '已签收', closed: '已关闭', held: '挂起', rejected: '已拒绝', cancelPending: '取消中', cancelled: '已取消',
}

/** The stages of a return. */
export const RETURN_STATES: Record<ReturnState, string> = { requested: '已申请', authorised: '已同意', received: '已收回', settled: '已结清', refused: '已拒绝' }

export const RECORDS: Words = {
  order: '订单', part: '出库单', production: '生产单', quotation: '报价单', webOrder: '商城订单', fulfilment: '商城发货', tracking: '运单号', despatch: '发货单', shipment: '运单', invoice: '发票', payment: '付款', statement: '对账单', complaint: '投诉', document: '单据', creditNote: '贷项通知单', return: '退货单', authorisation: '授权', capture: '扣款', refund: '退款', payout: '结算款', settlement: '结算记账',
}

export const ACTIONS: Words = { create: '新建', change: '变更', cancel: '取消' }

/** How a customer confirmed an unusual order. */
export const CONFIRMATION_MEANS: Record<ConfirmationMeans, string> = { phone: '电话', email: '电子邮件', letter: '信函', message: '即时消息', visit: '当面' }

export const OWNERS: Words = {
  orderDesk: '订单组', salesManager: '销售经理', finance: '财务', warehouse: '仓库', salesRep: '销售代表', system: '系统', privacy: '隐私专员', production: '生产', creditController: '信用管理', legal: '法务', director: '总监',
}

/** What the simulated systems, Tryton and documents call their states. */
export const THEIR_STATES: Words = {
  open: '未结', closed: '已关闭', released: '已下达', picking: '拣货中', picked: '已拣货', packed: '已装箱', shipped: '已发运', delivered: '已签收', posted: '已过账', paid: '已付清', partlyPaid: '部分付款', booked: '已入账', committed: '已占用', withdrawn: '已撤回',
  settled: '已结清', cancelled: '已取消', draft: '草稿', quotation: '报价', confirmed: '已确认', processing: '处理中', done: '已完成', waiting: '等待', assigned: '已分配', sent: '已发送', awaited: '待确认', overdue: '逾期未确认', accepted: '已接受',
  acceptedWithErrors: '接受（有错误）', partial: '部分接受', rejected: '已拒绝', received: '已收货', expected: '待收回', receiving: '收货中', takenBack: '已收回', credited: '已贷记', requires_capture: '待扣款', succeeded: '成功', canceled: '已撤销', pending: '处理中', failed: '失败', 'put out': '已输出', running: '进行中', planned: '已计划', finished: '已完工',
  MANIFESTED: '已订舱', COLLECTED: '已揽收', IN_TRANSIT: '运输中', OUT_FOR_DELIVERY: '派送中', DELIVERED: '已签收', EXCEPTION: '异常', VOID: '已作废',
}
