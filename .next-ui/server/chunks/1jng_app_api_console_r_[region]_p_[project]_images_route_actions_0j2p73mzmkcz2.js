module.exports=[54821,s=>{"use strict";s.s([])}];

//# sourceMappingURL=1jng_app_api_console_r_%5Bregion%5D_p_%5Bproject%5D_images_route_actions_0j2p73mzmkcz2.js.map