module.exports=[51382,s=>{"use strict";s.s([])}];

//# sourceMappingURL=1jng_app_api_console_r_%5Bregion%5D_p_%5Bproject%5D_servers_route_actions_0su4j89u_o0-o.js.map