// @ts-check
// English texts of js/supervise/ by their Chinese; loaded only where English is chosen.

import { learn } from '../../shared/language.js';

learn({});
