export type * from './decision';
