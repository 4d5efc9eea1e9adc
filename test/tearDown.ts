import { removeTemplate } from './store/template'

export default removeTemplate
