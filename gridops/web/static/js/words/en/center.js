// @ts-check
// English texts of js/center/ by their Chinese; loaded only where English is chosen.

import { learn } from '../../shared/language.js';

learn({});
