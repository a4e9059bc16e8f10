// @ts-check
// English texts of js/field/ by their Chinese; loaded only where English is chosen.

import { learn } from '../../shared/language.js';

learn({});
