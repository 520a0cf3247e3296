export { medusaExample, type MedusaExample, type MedusaShopper } from './medusa-example.js';
export { vendureExample, type VendureExample, type VendureShopper } from './vendure-example.js';
