import { makeTemplate } from './store/template'

export default makeTemplate
