// @ts-check
// English texts of js/admin/ by their Chinese; loaded only where English is chosen.

import { learn } from '../../shared/language.js';

learn({});
