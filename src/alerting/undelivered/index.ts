export { dropNotification, UNDELIVERED } from './drop';
export { type DroppedNotification, droppedSchema, withDropped } from './dropped';
