module.exports=[77792,s=>{"use strict";s.s([])}];

//# sourceMappingURL=1oeh_server_app_api_console_r_%5Bregion%5D_p_%5Bproject%5D_jobs_route_actions_16vtn5dentley.js.map