import 'shopcast';
import 'shopcast/themes/paper.css';
import { createApp } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import About from './pages/About.vue';
import Goods from './pages/Goods.vue';
import Home from './pages/Home.vue';
import Layout from './Layout.vue';
import './store.css';

const routes = [
  { path: '/', component: Home },
  { path: '/goods', component: Goods },
  { path: '/about', component: About },
];

createApp(Layout)
  .use(createRouter({ history: createWebHistory(), routes }))
  .mount('#app');
