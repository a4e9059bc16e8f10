// @ts-check
// Drawing: htm and preact with its hooks, from the one vendored module. Desk and phone import it from here alone,
// by a relative address, since browsers of 2020 have no import maps. Its types stand in ui.d.ts.

export {
  Component,
  createContext,
  h,
  html,
  render,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from '../../vendor/htm/standalone.module.js';
