import { createPinia } from 'pinia'
import { createApp } from 'vue'
import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import 'element-plus/theme-chalk/el-message.css'
import 'element-plus/theme-chalk/el-message-box.css'
import 'element-plus/theme-chalk/el-overlay.css'
import 'element-plus/theme-chalk/el-button.css'
import 'element-plus/theme-chalk/el-input.css'
import './theme/tokens.css'
import './theme/element.css'
import './theme/base.css'
import App from './App.vue'
import { dropOldDrafts } from './api/drafts'
import { makeRouter } from './router'

dropOldDrafts(Date.now())
createApp(App).use(createPinia()).use(makeRouter()).mount('#app')
