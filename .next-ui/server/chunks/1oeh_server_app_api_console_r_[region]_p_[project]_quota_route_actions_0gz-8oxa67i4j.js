module.exports=[90595,s=>{"use strict";s.s([])}];

//# sourceMappingURL=1oeh_server_app_api_console_r_%5Bregion%5D_p_%5Bproject%5D_quota_route_actions_0gz-8oxa67i4j.js.map