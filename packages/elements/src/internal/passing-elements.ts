/** What comes and goes while a show runs, as one piece of code: each by itself would cost a request. */
import '../announcement/define.js';
import '../connection/define.js';
import '../countdown-offer/define.js';
