module.exports=[57198,s=>{"use strict";s.s([])}];

//# sourceMappingURL=0ivl_api_console_r_%5Bregion%5D_p_%5Bproject%5D_servers_%5Bserver%5D_route_actions_0us5i8r1a72ut.js.map