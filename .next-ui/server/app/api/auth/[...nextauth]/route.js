var R=require("../../../../chunks/[turbopack]_runtime.js")("server/app/api/auth/[...nextauth]/route.js")
R.c("server/chunks/[externals]__0tzc-6bixquki._.js")
R.c("server/chunks/[root-of-the-server]__0rha704w4rfyp._.js")
R.c("server/chunks/[root-of-the-server]__1-hfmp3groi95._.js")
R.c("server/chunks/_0v-i01--tlr4j._.js")
R.c("server/chunks/_next-internal_server_app_api_auth_[___nextauth]_route_actions_08nexdks3z54l.js")
R.m(59061)
module.exports=R.m(59061).exports
