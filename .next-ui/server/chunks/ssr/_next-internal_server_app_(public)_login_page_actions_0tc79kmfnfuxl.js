module.exports=[31313,a=>{"use strict";a.s([])}];

//# sourceMappingURL=_next-internal_server_app_%28public%29_login_page_actions_0tc79kmfnfuxl.js.map