// The types of ui.js, from preact's own; read by editors and by the check, served to nobody.

export * from 'htm/preact';
export { createContext } from 'preact';
export type { ComponentChildren, ComponentType, RefObject, VNode } from 'preact';
