module.exports=[26248,s=>{"use strict";s.s([])}];

//# sourceMappingURL=0ivl_api_console_r_%5Bregion%5D_p_%5Bproject%5D_images_%5Bimage%5D_route_actions_1ouvnrglmljot.js.map