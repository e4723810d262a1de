module.exports=[72207,a=>{"use strict";a.s([])}];

//# sourceMappingURL=_next-internal_server_app_%28dev%29_catalogue_page_actions_2130lultjhty1.js.map